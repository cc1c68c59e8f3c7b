//! Positions of a session: each once, or shared in a dead heat.

use super::ResultRecord;
use parcferme_core::{Diagnostic, Laps, Place};
use std::collections::BTreeMap;

/// Two cars on one position are a dead heat where the places behind are left empty: 1, 1, 3. Otherwise one of the
/// positions is wrong.
pub(super) fn check(file: &str, records: &[ResultRecord]) -> Vec<Diagnostic> {
    let mut positions: BTreeMap<u32, Vec<&ResultRecord>> = BTreeMap::new();
    for record in records {
        if let Some(position) = record.position {
            positions.entry(position).or_default().push(record);
        }
    }
    let mut found = Vec::new();
    for (&position, cars) in positions.iter().filter(|(_, cars)| cars.len() > 1) {
        let places = |diagnostic: Diagnostic| {
            cars.iter().take(SHOWN_MAX).fold(diagnostic, |diagnostic, car| {
                diagnostic.at(Place::line(file, car.line, format!("{} {}", car.number, car.team)))
            })
        };
        let numbers: Vec<&str> = cars.iter().take(SHOWN_MAX).map(|car| car.number.as_str()).collect();
        let numbers = format!("cars {}", numbers.join(" and "));
        let last = position.saturating_add(u32::try_from(cars.len() - 1).unwrap_or(u32::MAX));
        if let Some((next, _)) = positions.range(position.saturating_add(1)..=last).next() {
            found.push(places(
                Diagnostic::error("PF0417", format!("{} cars have position {position}", count(cars.len())))
                    .found(format!("{numbers}, and position {next} behind them"))
                    .expected("one car a position; behind a dead heat the next position is empty: 1, 1, 3")
                    .help("correct one of the positions"),
            ));
            continue;
        }
        let mut times: Vec<_> = cars.iter().filter_map(|car| car.time).collect();
        times.dedup();
        let mut laps: Vec<_> = cars.iter().filter_map(|car| car.laps).collect();
        laps.dedup();
        if times.len() > 1 || laps.len() > 1 {
            let list = |texts: Vec<String>| texts.join(" and ");
            let differ = if laps.len() > 1 {
                list(laps.into_iter().map(|laps| Laps(laps).in_words()).collect())
            } else {
                list(times.iter().map(ToString::to_string).collect())
            };
            found.push(places(
                Diagnostic::warning(
                    "PF0458",
                    format!("a dead heat at position {position} of cars that are not level"),
                )
                .found(format!("{numbers}: {differ}"))
                .help("the shared position is believed; correct it where it is a slip"),
            ));
        }
    }
    found
}

/// Cars that are named one by one.
const SHOWN_MAX: usize = 6;

fn count(cars: usize) -> String {
    if cars == 2 { "two".to_owned() } else { cars.to_string() }
}
