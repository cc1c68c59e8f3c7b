//! Corrected laps: facts beside the records, each with its reason. The records stay as they are; what is classified is the
//! sheet with the corrections applied, and it names them.

use super::sheet::{Car, CarIndex, Flag, Lap, LapSheet, Ms};
use crate::diagnostic::{Diagnostic, Place};
use crate::exact::Millis;
use crate::numbers::CarNumber;
use std::collections::BTreeMap;

/// One correction. Laps are numbered as the records number them, whatever other corrections do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    pub number: CarNumber,
    /// Where two cars bear the number.
    pub class: Option<String>,
    pub team: Option<String>,
    pub first_lap: u32,
    /// The same lap, where it is about one.
    pub last_lap: u32,
    pub what: Corrected,
    pub reason: String,
    /// Where the correction stands, and the documents it was taken from.
    pub document: String,
    pub line: u32,
    pub from: String,
}

/// What is corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Corrected {
    /// The time was taken away, as for leaving the track: the lap counts, and not as a best lap.
    Deleted,
    /// The car ended a lap within this one, and was not seen: at this elapsed time, where it is known. The laps behind it
    /// move on by one.
    MissedPassing { at: Option<Millis> },
    /// The lap's end was no crossing of the car: it and the next lap are one. The laps behind it move back by one.
    ExtraPassing,
    /// Somebody else drove.
    Driver(String),
    /// The lap and those behind it came after the car had taken the flag.
    AfterFlag,
}

impl Corrected {
    /// As it stands in a table.
    pub const WORDS: [&str; 5] = ["deleted", "missed-passing", "extra-passing", "driver", "after-flag"];

    pub const fn word(&self) -> &'static str {
        match self {
            Corrected::Deleted => "deleted",
            Corrected::MissedPassing { .. } => "missed-passing",
            Corrected::ExtraPassing => "extra-passing",
            Corrected::Driver(_) => "driver",
            Corrected::AfterFlag => "after-flag",
        }
    }
}

/// A correction and the car that it was applied to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    pub car: CarIndex,
    pub correction: Correction,
}

/// The records with the corrections applied. A correction that fits no lap, or two cars, changes nothing and is an error.
pub fn corrected(sheet: &LapSheet, corrections: &[Correction]) -> (LapSheet, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut of_car: BTreeMap<CarIndex, Vec<&Correction>> = BTreeMap::new();
    for own in corrections {
        match car_of(sheet, own) {
            Ok(car) => of_car.entry(car).or_default().push(own),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    let (mut cars, mut laps, mut applied) = (sheet.cars().to_vec(), Vec::new(), Vec::new());
    for car in sheet.car_indexes() {
        let mut own = sheet.laps_of(car).to_vec();
        for correction in in_order(of_car.remove(&car).unwrap_or_default()) {
            match apply(correction, &mut own, &mut cars[car.index()]) {
                Ok(()) => applied.push(Applied { car, correction: correction.clone() }),
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        laps.extend(own);
    }
    (sheet.with_laps(cars, laps, applied), diagnostics)
}

/// Those that move other laps last, and from the last lap to the first: so each finds its lap by the number that the records
/// give it. Of several passings in one lap the last comes first.
fn in_order(mut corrections: Vec<&Correction>) -> Vec<&Correction> {
    let moves = |own: &Correction| match own.what {
        Corrected::MissedPassing { at } => (1, at),
        Corrected::ExtraPassing => (1, None),
        _ => (0, None),
    };
    corrections.sort_by_key(|own| {
        let (moves, at) = moves(own);
        (moves, std::cmp::Reverse((own.first_lap, at)), own.line)
    });
    corrections
}

fn car_of(sheet: &LapSheet, own: &Correction) -> Result<CarIndex, Box<Diagnostic>> {
    let fits = |wanted: &Option<String>, text: &str| {
        wanted.as_ref().is_none_or(|own| own.eq_ignore_ascii_case(text))
    };
    let of_number = sheet.car_indexes().filter(|&car| sheet.car(car).number == own.number);
    let cars: Vec<CarIndex> = of_number
        .filter(|&car| fits(&own.class, &sheet.car(car).class) && fits(&own.team, &sheet.car(car).team))
        .collect();
    match cars[..] {
        [car] => Ok(car),
        [] => Err(refused(
            own,
            "the correction is of a car that has no lap in the file",
            format!("car {}", own.number),
            "a car of the lap file, with its class and team as they stand there".to_owned(),
        )),
        _ => {
            let words = |&car: &CarIndex| {
                let car = sheet.car(car);
                format!("{} {}", car.class, car.team).trim().to_owned()
            };
            Err(refused(
                own,
                "the correction fits two cars",
                format!("car {}", own.number),
                format!(
                    "`class` or `team` to tell them apart: {}",
                    cars.iter().map(words).collect::<Vec<_>>().join("; ")
                ),
            ))
        }
    }
}

fn refused(own: &Correction, message: &str, found: String, expected: String) -> Box<Diagnostic> {
    let diagnostic = Diagnostic::error("PF0547", message).at(Place::line(own.document.clone(), own.line, ""));
    Box::new(diagnostic.found(found).expected(expected))
}

fn apply(own: &Correction, laps: &mut Vec<Lap>, car: &mut Car) -> Result<(), Box<Diagnostic>> {
    let range = |laps: &[Lap]| {
        let from = laps.partition_point(|lap| lap.number < own.first_lap);
        from..laps.partition_point(|lap| lap.number <= own.last_lap)
    };
    let found = range(laps);
    if found.is_empty() {
        let words = match own.first_lap == own.last_lap {
            true => format!("lap {}", own.first_lap),
            false => format!("laps {} to {}", own.first_lap, own.last_lap),
        };
        return Err(refused(
            own,
            "the correction is of a lap that the car has not driven",
            format!("{words} of car {}", own.number),
            "laps as the records number them".to_owned(),
        ));
    }
    match &own.what {
        Corrected::Deleted => laps[found].iter_mut().for_each(|lap| lap.deleted = true),
        Corrected::AfterFlag => laps[found.start].after_flag = true,
        Corrected::Driver(name) => {
            let seat = seat_of(car, name);
            laps[found].iter_mut().for_each(|lap| lap.seat = seat);
        }
        Corrected::MissedPassing { at } => split(own, found.start, *at, laps)?,
        Corrected::ExtraPassing => join(own, found.start, laps)?,
    }
    Ok(())
}

/// The driver's seat, a new one where the crew does not have the name.
fn seat_of(car: &mut Car, name: &str) -> u8 {
    if let Some(driver) = car.drivers.iter().find(|driver| driver.name == name) {
        return driver.seat;
    }
    let seat = car.drivers.iter().map(|driver| driver.seat).max().unwrap_or(0).saturating_add(1);
    car.drivers.push(super::sheet::Driver { seat, name: name.to_owned() });
    seat
}

/// Lap `index` becomes two. The stay in the pit lane that it begins with stays with the first, the one it ends in with the
/// second; sectors and speeds are of no lap that was driven.
fn split(
    own: &Correction,
    index: usize,
    at: Option<Millis>,
    laps: &mut Vec<Lap>,
) -> Result<(), Box<Diagnostic>> {
    let whole = laps[index];
    let end = whole.elapsed.get();
    let start = end.zip(whole.time.get()).map(|(end, time)| end.0 - time.0);
    if let (Some(at), Some(end)) = (at, end)
        && (at >= end || start.is_some_and(|start| at.0 <= start))
    {
        let from = start.map_or(String::new(), |start| format!("from {} ", Millis(start)));
        return Err(refused(
            own,
            "the missed passing is not within its lap",
            at.to_string(),
            format!("a time {from}to {end}, the end of lap {}", whole.number),
        ));
    }
    let ms = |time: Option<i64>| time.and_then(|time| u32::try_from(time).ok()).map_or(Ms::NONE, Ms::new);
    let bare = Lap { sectors: u32::MAX, speed: 0, top_speed: 0, time_rest: 0, ..whole };
    let at = at.map(|at| at.0);
    let first = Lap {
        time: ms(at.zip(start).map(|(at, start)| at - start)),
        elapsed: ms(at),
        elapsed_rest: 0,
        hour: Ms::NONE,
        // The flag was shown at the end that was seen.
        flag: if whole.flag == Flag::Finish { Flag::Unknown } else { whole.flag },
        in_pit: false,
        ..bare
    };
    let second = Lap {
        number: whole.number + 1,
        time: ms(at.zip(end).map(|(at, end)| end.0 - at)),
        pit: Ms::NONE,
        ..bare
    };
    laps[index] = first;
    laps[index + 1..].iter_mut().for_each(|lap| lap.number += 1);
    laps.insert(index + 1, second);
    Ok(())
}

/// Lap `index` and the next become one.
fn join(own: &Correction, index: usize, laps: &mut Vec<Lap>) -> Result<(), Box<Diagnostic>> {
    let first = laps[index];
    let Some(next) = laps.get(index + 1).copied().filter(|next| next.number == first.number + 1) else {
        return Err(refused(
            own,
            "the crossing that was none has no lap behind it",
            format!("lap {} of car {}", own.first_lap, own.number),
            "a lap that goes on in the next one; a last lap that was none is one `after-flag`".to_owned(),
        ));
    };
    let sum = first.time.get().zip(next.time.get()).map(|(a, b)| a.0 + b.0);
    let rest = u32::from(first.time_rest) + u32::from(next.time_rest);
    let time = sum.map(|sum| sum + i64::from(rest / 10_000)).and_then(|sum| u32::try_from(sum).ok());
    let pit = match (first.pit.get(), next.pit.get()) {
        (None, None) => Ms::NONE,
        _ => Ms::new(u32::try_from(first.pit.or_zero() + next.pit.or_zero()).unwrap_or(u32::MAX)),
    };
    laps[index] = Lap {
        number: first.number,
        time: time.map_or(Ms::NONE, Ms::new),
        time_rest: (rest % 10_000) as u16,
        pit,
        sectors: u32::MAX,
        speed: 0,
        deleted: first.deleted || next.deleted,
        after_flag: first.after_flag || next.after_flag,
        ..next
    };
    laps.remove(index + 1);
    laps[index + 1..].iter_mut().for_each(|lap| lap.number -= 1);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::sheet::Driver;
    use super::super::{classify, classify_as};
    use super::*;
    use crate::numbers::Laps;
    use crate::timing::{SessionKind, Taken};

    /// Car 1 with laps of these seconds, and car 2 with five of 61 s.
    fn sheet(times: &[u32]) -> LapSheet {
        let car = |number: &str, class: &str| Car {
            number: number.into(),
            class: class.into(),
            drivers: vec![Driver { seat: 1, name: "Ann".into() }, Driver { seat: 2, name: "Ben".into() }],
            ..Car::default()
        };
        let mut laps = Vec::new();
        for (car, times) in [(0, times), (1, &[61; 5])] {
            let mut at = 0;
            for (number, &time) in (1..).zip(times) {
                at += time;
                let flag = if number as usize == times.len() { Flag::Finish } else { Flag::Green };
                let (time, elapsed) = (Ms::new(time * 1000), Ms::new(at * 1000));
                laps.push(Lap { car: CarIndex(car), number, time, elapsed, seat: 1, flag, ..Lap::default() });
            }
        }
        LapSheet::new(vec![car("1", "P"), car("2", "GT")], laps)
    }

    fn correction(first_lap: u32, what: Corrected) -> Correction {
        Correction {
            number: "1".into(),
            class: None,
            team: None,
            first_lap,
            last_lap: first_lap,
            what,
            reason: "loop".into(),
            document: "laps/corrections.csv".into(),
            line: first_lap,
            from: String::new(),
        }
    }

    fn laps(sheet: &LapSheet) -> Vec<(u32, i64, i64)> {
        let laps = sheet.laps_of(CarIndex(0)).iter();
        laps.map(|lap| (lap.number, lap.time.or_zero() / 1000, lap.elapsed.or_zero() / 1000)).collect()
    }

    #[test]
    fn a_missed_passing_adds_a_lap_and_moves_those_behind_it() {
        let file = sheet(&[60, 60, 122, 60]);
        let missed = |at| correction(3, Corrected::MissedPassing { at });
        let (sheet, diagnostics) = corrected(&file, &[missed(Some(Millis(181_000)))]);
        assert_eq!(diagnostics, []);
        assert_eq!(laps(&sheet), [(1, 60, 60), (2, 60, 120), (3, 61, 181), (4, 61, 242), (5, 60, 302)]);
        assert_eq!(classify(&file).rows[0].car, CarIndex(1));
        assert_eq!(classify(&sheet).rows[0].car, CarIndex(0), "302 s for five laps against 305 s");
        assert_eq!(sheet.applied().len(), 1);
        assert_eq!((file.applied().len(), file.laps().len()), (0, 9), "the records stay as they are");
        let (untimed, _) = corrected(&file, &[missed(None)]);
        assert_eq!(laps(&untimed)[2..4], [(3, 0, 0), (4, 0, 242)], "nobody knows when");
    }

    #[test]
    fn a_passing_missed_in_the_last_lap_does_not_take_the_flag() {
        let file = sheet(&[60, 60, 60, 122]);
        let missed = correction(4, Corrected::MissedPassing { at: Some(Millis(241_000)) });
        let (sheet, _) = corrected(&file, &[missed]);
        let row = classify(&sheet).row_of(CarIndex(0)).cloned();
        assert_eq!(row.map(|row| (row.laps, row.after_flag)), Some((Laps(5), 0)), "302 s, and not 241 s");
        assert_eq!(classify(&sheet).rows[0].car, CarIndex(0));
    }

    #[test]
    fn two_passings_missed_in_one_lap_need_no_order() {
        let file = sheet(&[60, 180, 60]);
        let missed = |at| correction(2, Corrected::MissedPassing { at: Some(Millis(at)) });
        let (sheet, diagnostics) = corrected(&file, &[missed(120_000), missed(181_000)]);
        assert_eq!(diagnostics, []);
        assert_eq!(laps(&sheet), [(1, 60, 60), (2, 60, 120), (3, 61, 181), (4, 59, 240), (5, 60, 300)]);
        let (turned, _) = corrected(&file, &[missed(181_000), missed(120_000)]);
        assert_eq!(laps(&turned), laps(&sheet));
    }

    #[test]
    fn a_crossing_that_was_none_joins_two_laps() {
        let file = sheet(&[59, 59, 2, 57, 59, 59]);
        let (sheet, diagnostics) = corrected(&file, &[correction(3, Corrected::ExtraPassing)]);
        assert_eq!(diagnostics, []);
        assert_eq!(laps(&sheet), [(1, 59, 59), (2, 59, 118), (3, 59, 177), (4, 59, 236), (5, 59, 295)]);
        let best = classify(&sheet).rows[0].best.map(|best| best.time);
        assert_eq!(best, Some(Millis(59_000)));
        let (_, refused) = corrected(&file, &[correction(6, Corrected::ExtraPassing)]);
        assert_eq!((refused[0].id, refused[0].places[0].line), ("PF0547", 6));
    }

    #[test]
    fn laps_keep_the_numbers_of_the_records_in_all_corrections() {
        let file = sheet(&[60, 120, 60, 60]);
        let both = [
            correction(2, Corrected::MissedPassing { at: Some(Millis(120_000)) }),
            correction(4, Corrected::Deleted),
        ];
        let (sheet, _) = corrected(&file, &both);
        let deleted: Vec<u32> =
            sheet.laps_of(CarIndex(0)).iter().filter(|lap| lap.deleted).map(|lap| lap.number).collect();
        assert_eq!(deleted, [5], "lap 4 of the records is the fifth");
    }

    #[test]
    fn a_deleted_lap_counts_and_is_no_best_lap() {
        let file = sheet(&[60, 50, 55]);
        let (sheet, _) = corrected(&file, &[correction(2, Corrected::Deleted)]);
        let row = classify_as(&sheet, Taken::told(SessionKind::BestLap)).rows[0].clone();
        assert_eq!((row.laps, row.best.map(|best| best.number)), (Laps(3), Some(3)));
    }

    #[test]
    fn another_driver_sat_in_the_car() {
        let file = sheet(&[60, 60, 60]);
        let driver = |name: &str| Correction { last_lap: 3, ..correction(2, Corrected::Driver(name.into())) };
        let seats = |name| {
            let (sheet, _) = corrected(&file, &[driver(name)]);
            sheet.laps_of(CarIndex(0)).iter().map(|lap| lap.seat).collect::<Vec<_>>()
        };
        assert_eq!(seats("Ben"), [1, 2, 2]);
        assert_eq!(seats("Cleo"), [1, 3, 3], "a name that the crew does not have is a new seat");
        let (sheet, _) = corrected(&file, &[driver("Cleo")]);
        assert_eq!(sheet.car(CarIndex(0)).driver(3).map(|own| own.name.as_str()), Some("Cleo"));
    }

    #[test]
    fn a_lap_after_the_flag_ends_the_race_before_it() {
        let (sheet, _) = corrected(&sheet(&[60, 60, 60, 90]), &[correction(4, Corrected::AfterFlag)]);
        let row = classify(&sheet).row_of(CarIndex(0)).cloned();
        assert_eq!(row.map(|row| (row.laps, row.after_flag)), Some((Laps(3), 1)));
    }

    #[test]
    fn what_fits_no_lap_or_two_cars_is_refused_with_its_place() {
        let file = sheet(&[60, 60, 60]);
        let refused = |own: Correction| {
            let (sheet, diagnostics) = corrected(&file, &[own]);
            assert_eq!((laps(&sheet), sheet.applied().len()), (laps(&file), 0));
            (diagnostics[0].message.clone(), diagnostics[0].expected.clone().unwrap_or_default())
        };
        let message = |own| refused(own).0;
        let deleted = |lap| correction(lap, Corrected::Deleted);
        assert_eq!(message(deleted(9)), "the correction is of a lap that the car has not driven");
        assert_eq!(
            message(Correction { number: "9".into(), ..deleted(1) }),
            "the correction is of a car that has no lap in the file"
        );
        let at = |at| correction(2, Corrected::MissedPassing { at: Some(Millis(at)) });
        for outside in [60_000, 120_000, 500_000] {
            let (message, expected) = refused(at(outside));
            assert_eq!(message, "the missed passing is not within its lap");
            assert_eq!(expected, "a time from 1:00.000 to 2:00.000, the end of lap 2");
        }
        let mut cars = file.cars().to_vec();
        cars[1].number = "1".into();
        let twice = LapSheet::new(cars, file.laps().to_vec());
        let (_, diagnostics) = corrected(&twice, &[deleted(1)]);
        assert_eq!(diagnostics[0].message, "the correction fits two cars");
        assert_eq!(diagnostics[0].expected.as_deref(), Some("`class` or `team` to tell them apart: P; GT"));
        let gt = Correction { class: Some("gt".into()), ..deleted(1) };
        assert_eq!(corrected(&twice, &[gt]).1, []);
    }
}
