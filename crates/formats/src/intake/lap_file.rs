//! Laps of files that are no lap files, as the text of one, in a shape that [`crate::alkamel::read_laps`] reads.

use super::exact::Exact;

/// One lap of one car.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LapLine {
    pub number: String,
    pub class: String,
    pub team: String,
    pub vehicle: String,
    /// From 1.
    pub lap: u32,
    pub time: Option<Exact>,
    /// Since the start of the session, at the end of the lap.
    pub elapsed: Option<Exact>,
    /// Place of the driver in the crew, from 1.
    pub seat: usize,
    pub driver: String,
    pub sectors: Vec<Exact>,
    /// It ended in the pits.
    pub in_pit: bool,
}

/// A file with more sectors a lap is no lap file.
const SECTORS_MAX: usize = 9;

/// The text; none where no lap has a time.
pub(super) fn write(laps: &[LapLine]) -> Option<String> {
    if laps.iter().all(|lap| lap.time.is_none() && lap.elapsed.is_none()) {
        return None;
    }
    let sectors = laps.iter().map(|lap| lap.sectors.len()).max().unwrap_or(0).min(SECTORS_MAX);
    let mut head: Vec<String> = [
        "NUMBER",
        "DRIVER_NUMBER",
        "LAP_NUMBER",
        "LAP_TIME",
        "ELAPSED",
        "CROSSING_FINISH_LINE_IN_PIT",
        "DRIVER_NAME",
        "CLASS",
        "TEAM",
        "VEHICLE",
    ]
    .map(str::to_owned)
    .to_vec();
    head.extend((1..=sectors).map(|sector| format!("S{sector}")));
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    let shown = |time: Option<Exact>| time.map_or_else(String::new, Exact::shown);
    writer.write_record(&head).ok()?;
    for lap in laps {
        let mut row = vec![
            lap.number.clone(),
            lap.seat.to_string(),
            lap.lap.to_string(),
            shown(lap.time),
            shown(lap.elapsed),
            if lap.in_pit { "B" } else { "" }.to_owned(),
            lap.driver.clone(),
            lap.class.clone(),
            lap.team.clone(),
            lap.vehicle.clone(),
        ];
        row.extend((0..sectors).map(|at| shown(lap.sectors.get(at).copied())));
        writer.write_record(&row).ok()?;
    }
    String::from_utf8(writer.into_inner().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use parcferme_core::Millis;

    #[test]
    fn what_is_written_is_read_as_laps() {
        let lap = |lap, time, elapsed, seat: usize| LapLine {
            number: "7".to_owned(),
            team: "Smith; \"Sons\"".to_owned(),
            lap,
            time: Some(Exact(time)),
            elapsed: Some(Exact(elapsed)),
            seat,
            driver: ["Ann Archer", "Ben Boyd"][seat - 1].to_owned(),
            sectors: vec![Exact(100_000)],
            in_pit: lap == 2,
            ..LapLine::default()
        };
        let text = write(&[lap(1, 1_348_484, 1_348_484, 1), lap(2, 1_262_454, 2_610_938, 2)]).expect("text");
        let (sheet, told) = crate::alkamel::read_laps("laps.csv", text.as_bytes());
        assert_eq!(told.iter().map(|own| own.id).collect::<Vec<_>>(), ["PF0543"], "finer than milliseconds");
        assert_eq!(sheet.laps().len(), 2);
        assert_eq!(sheet.laps()[1].time.get(), Some(Millis(126_245)));
        assert_eq!((sheet.laps()[1].elapsed.get(), sheet.laps()[1].in_pit), (Some(Millis(261_093)), true));
        assert_eq!(write(&[LapLine::default()]), None);
    }
}
