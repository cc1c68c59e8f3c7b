//! `race.yml`: a round of the calendar.

use super::names::Names;
use super::record;
use crate::folder::RoundRecord;
use parcferme_core::numbers::Laps;
use parcferme_core::season::{Length, RoundStatus};
use parcferme_core::{Diagnostic, Share};

const KEYS: &[&str] = &[
    "id",
    "round",
    "date",
    "time",
    "grandPrixId",
    "officialName",
    "qualifyingFormat",
    "sprintQualifyingFormat",
    "circuitId",
    "circuitLayoutId",
    "circuitType",
    "direction",
    "courseLength",
    "turns",
    "laps",
    "distance",
    "scheduledLaps",
    "scheduledDistance",
    "sprintRaceLaps",
    "sprintRaceDistance",
    "sprintRaceScheduledLaps",
    "sprintRaceScheduledDistance",
    "driversChampionshipDecider",
    "constructorsChampionshipDecider",
    "freePractice1Date",
    "freePractice1Time",
    "freePractice2Date",
    "freePractice2Time",
    "freePractice3Date",
    "freePractice3Time",
    "qualifyingDate",
    "qualifyingTime",
    "sprintQualifyingDate",
    "sprintQualifyingTime",
    "sprintRaceDate",
    "sprintRaceTime",
];

/// The round that a file states; `held` where it has results.
pub(super) fn read(
    document: &str,
    text: &str,
    held: bool,
    names: &Names,
    out: &mut Vec<Diagnostic>,
) -> Option<RoundRecord> {
    let records = record::read(document, text, KEYS, out);
    let race = records.first()?;
    let event = race.wanted("grandPrixId", out)?;
    let number = race.wanted("round", out).and_then(|_| race.value("round", "a round's number", out))?;
    let laps: Option<u32> = race.value("laps", "a number of laps", out);
    let scheduled: Option<u32> = race.value("scheduledLaps", "a number of laps", out);
    Some(RoundRecord {
        number: Some(number),
        event: event.to_owned(),
        name: race.text("officialName").unwrap_or(event).to_owned(),
        short_name: names.grand_prix(event),
        circuit: race.text("circuitId").map_or_else(String::new, |id| names.circuit(id)),
        date: race.value("date", "a day such as 2003-10-18", out),
        status: if held { RoundStatus::Held } else { RoundStatus::Scheduled },
        length: scheduled.or(laps).map(|laps| Length::Laps(Laps(laps))),
        completed: match (laps, scheduled) {
            (Some(laps), Some(scheduled)) if held && laps < scheduled => {
                Some(Share::fraction(i64::from(laps), i64::from(scheduled)))
            }
            _ => None,
        },
        measures: Vec::new(),
        main: Vec::new(),
        sessions: match (held, race.text("sprintRaceDate")) {
            (true, _) => Vec::new(),
            (false, None) => vec!["race".to_owned()],
            (false, Some(_)) => vec!["sprint".to_owned(), "race".to_owned()],
        },
        from: vec![race.from()],
    })
}
