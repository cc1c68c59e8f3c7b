//! `fastest-laps.yml`: each driver's best lap of the race; the first of them is a feat, and several may share it.

use super::names::Names;
use super::record;
use crate::folder::{FeatRecord, Folder};
use parcferme_core::{Diagnostic, Millis};

const KEYS: &[&str] = &[
    "position",
    "driverNumber",
    "driverId",
    "constructorId",
    "engineManufacturerId",
    "tyreManufacturerId",
    "lap",
    "time",
    "gap",
    "interval",
];

/// Adds best laps to the rows of the round's race, and its fastest laps to the feats.
pub(super) fn read(
    document: &str,
    text: &str,
    round: u32,
    names: &Names,
    folder: &mut Folder,
    out: &mut Vec<Diagnostic>,
) {
    for record in record::read(document, text, KEYS, out) {
        let Some(driver) = record.wanted("driverId", out).map(|id| names.driver(id)) else { continue };
        let number = record.text("driverNumber").unwrap_or_default();
        let time: Option<Millis> = record.value("time", "a time such as 1:48.300", out);
        let rows = folder.results.entry((round, "race".to_owned())).or_default();
        let car = rows
            .iter_mut()
            .find(|row| row.number == number && row.crew.iter().any(|seat| seat.driver == driver));
        match (car, time) {
            (Some(car), Some(time)) => car.best_lap = Some(car.best_lap.map_or(time, |own| own.min(time))),
            (Some(_), None) => {}
            (None, _) => out.push(
                Diagnostic::warning("PF0608", "a fastest lap of a car that is not in the results")
                    .at(record.place(format!("{number} {driver}")))
                    .found(format!("car {number}, {driver}"))
                    .expected("a car and driver of race-results.yml"),
            ),
        }
        if record.text("position") == Some("1") {
            folder.feats.push(FeatRecord {
                round,
                session: "race".to_owned(),
                feat: "fastest-lap".to_owned(),
                class: String::new(),
                number: number.to_owned(),
                driver,
                time,
                from: vec![record.from()],
                line: 0,
            });
        }
    }
}
