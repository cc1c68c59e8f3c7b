//! Positions of a session: each once, or shared in a dead heat.

use super::{Folder, ResultRecord};
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
        if let Some(next) = taken_behind(&positions, position, cars.len()) {
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

/// The position behind one that so many cars have, where somebody has it though a dead heat leaves it empty.
fn taken_behind<T>(positions: &BTreeMap<u32, T>, position: u32, cars: usize) -> Option<u32> {
    let last = position.saturating_add(u32::try_from(cars - 1).unwrap_or(u32::MAX));
    positions.range(position.saturating_add(1)..=last).next().map(|(next, _)| *next)
}

impl Folder {
    /// Takes away positions that cannot be, and says whose: for a season that shall be computed all the same.
    pub fn without_impossible_positions(&mut self) -> Vec<Diagnostic> {
        let mut told = Vec::new();
        for ((round, session), rows) in &mut self.results {
            let mut positions: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
            for (at, row) in rows.iter().enumerate() {
                if let Some(position) = row.position {
                    positions.entry(position).or_default().push(at);
                }
            }
            for (&position, cars) in positions.iter().filter(|own| own.1.len() > 1) {
                let Some(next) = taken_behind(&positions, position, cars.len()) else { continue };
                let names: Vec<&str> = cars.iter().take(SHOWN_MAX).map(|&at| name(&rows[at])).collect();
                let found = format!("{}, and position {next} behind them", names.join(" and "));
                let what = format!(
                    "{} cars have position {position} in round {round}, {session}: the position was taken from them",
                    count(cars.len())
                );
                let from =
                    |at: &usize| rows[*at].from.first().map(|own| Place::line(&own.document, own.line, ""));
                let places: Vec<Place> = cars.iter().filter_map(from).collect();
                told.push(
                    Diagnostic { places, ..Diagnostic::warning("PF1426", what) }
                        .found(found)
                        .expected(
                            "one car a position; behind a dead heat the next position is empty: 1, 1, 3",
                        )
                        .help("they stand behind the others: look which of them the position belongs to"),
                );
                for &at in cars {
                    rows[at].position = None;
                }
            }
        }
        told
    }
}

/// What a row is called for a person: its first driver, else its number.
fn name(row: &ResultRecord) -> &str {
    row.crew.first().map_or(row.number.as_str(), |own| own.driver.as_str())
}

/// Cars that are named one by one.
const SHOWN_MAX: usize = 6;

fn count(cars: usize) -> String {
    if cars == 2 { "two".to_owned() } else { cars.to_string() }
}
