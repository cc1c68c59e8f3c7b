//! Assetto Corsa Competizione, dedicated server: `sessionType`, `sessionResult`, `laps`, `penalties`.
//!
//! The order of the leader board is the classification. The simulator has no word for a car that stopped.

use super::super::exact::{Exact, day_of_text};
use super::super::form::File;
use super::super::json::Node;
use super::super::said::{Event, Kind, Penalty};
use super::{Car, Driver, Field, Lap, Wrote, acc_cars};
use crate::names::slug;
use parcferme_core::season::{Date, Status};
use std::collections::BTreeMap;

pub(in super::super) fn is(root: Node<'_>) -> bool {
    root.has(&["sessionType", "sessionResult", "laps"])
}

pub(in super::super) fn read(file: &File<'_>, root: Node<'_>) -> Wrote {
    let (kind, id) = kind(&root.text("sessionType"));
    let what = match kind {
        Kind::Race => "a race result of Assetto Corsa Competizione (JSON)",
        Kind::Qualifying => "a qualifying result of Assetto Corsa Competizione (JSON)",
        Kind::Practice => "a practice result of Assetto Corsa Competizione (JSON)",
    };
    let mut wrote = Wrote::new(file.name, what);
    wrote.said.title = root.text("serverName");
    let date = day_in_name(file.name);
    wrote.said.year = date.map(Date::year);
    let event = Event { circuit: circuit(&root.text("trackName")), date, ..Event::default() };
    let mut field = Field { event, kind, id, ..Field::default() };
    let result = root.get("sessionResult");
    let lines = result.map_or_else(Vec::new, |own| own.list("leaderBoardLines"));
    let mut at: BTreeMap<i64, usize> = BTreeMap::new();
    let cups = lines
        .iter()
        .any(|line| line.get("car").and_then(|car| car.whole("cupCategory")).is_some_and(|own| own > 0));
    for (index, line) in lines.iter().enumerate() {
        let Some(car) = line.get("car") else { continue };
        if let Some(id) = car.whole("carId") {
            at.entry(id).or_insert(field.cars.len());
        }
        field.cars.push(car_of(*line, car, u32::try_from(index + 1).ok(), cups, kind));
    }
    let mut unknown = 0;
    for lap in root.list("laps") {
        match lap.whole("carId").and_then(|id| at.get(&id)).and_then(|&index| field.cars.get_mut(index)) {
            Some(car) => car.run.push(Lap {
                time: lap.whole("laptime").and_then(Exact::of_millis),
                seat: lap
                    .count("driverIndex")
                    .and_then(|own| usize::try_from(own).ok())
                    .filter(|own| *own < car.drivers.len())
                    .unwrap_or(0),
                sectors: lap
                    .list("splits")
                    .into_iter()
                    .filter_map(|own| own.as_whole().and_then(Exact::of_millis))
                    .collect(),
                ..Lap::default()
            }),
            None => unknown += 1,
        }
    }
    if unknown > 0 {
        wrote.left(format!("{unknown} laps"), "they are of cars that the leader board does not have");
    }
    let penalties = penalties(root, &at, &mut field, &mut wrote);
    wrote.columns(&[
        ("order of leaderBoardLines", "position"),
        ("raceNumber", "number"),
        ("carModel", "chassis"),
        (if cups { "cupCategory" } else { "carGroup" }, "class"),
        ("teamName", "team"),
        ("playerId", "driver_ids"),
        ("timing.lapCount", "laps"),
        ("timing.totalTime", if kind == Kind::Race { "time" } else { "" }),
        ("timing.bestLap", "best_lap"),
        ("isWetSession", ""),
        ("nationality", ""),
        ("missingMandatoryPitstop", ""),
        ("isValidForBest", ""),
    ]);
    if date.is_some() {
        wrote.columns(&[("file name", "date")]);
    }
    wrote.add(field);
    if let Some(session) = wrote.said.sessions.last_mut() {
        session.penalties = penalties;
    }
    wrote
}

fn car_of(line: Node<'_>, car: Node<'_>, position: Option<u32>, cups: bool, kind: Kind) -> Car {
    let timing = line.get("timing");
    let time = |key: &str| timing.and_then(|own| own.whole(key)).and_then(Exact::of_millis);
    let mut drivers: Vec<Driver> = car.list("drivers").into_iter().map(driver).collect();
    if drivers.is_empty() {
        drivers.extend(line.get("currentDriver").map(driver));
    }
    let totals = line.list("driverTotalTimes");
    if totals.len() == drivers.len() && drivers.len() > 1 {
        for (driver, total) in drivers.iter_mut().zip(totals) {
            // Milliseconds, at times with a fraction: `1234.5`.
            let whole = total.as_text();
            let whole = whole.split('.').next().unwrap_or_default();
            driver.drive_time = whole.parse().ok().and_then(Exact::of_millis);
        }
    }
    let cup = car.whole("cupCategory").unwrap_or(0);
    let model = car.whole("carModel");
    let laps = timing.and_then(|own| own.count("lapCount"));
    let none = kind == Kind::Race && laps == Some(0);
    Car {
        number: car.text("raceNumber"),
        class: if cups { acc_cars::cup(cup).to_owned() } else { car.text("carGroup") },
        team: car.text("teamName"),
        chassis: model.map_or_else(String::new, acc_cars::model),
        drivers,
        position,
        status: none.then_some(Status::Dnf),
        remark: if none { "no lap completed".to_owned() } else { String::new() },
        laps,
        time: time("totalTime").filter(|_| laps != Some(0)),
        best: time("bestLap"),
        line: line.line(),
        ..Car::default()
    }
}

fn driver(node: Node<'_>) -> Driver {
    let name = format!("{} {}", node.text("firstName"), node.text("lastName"));
    let name = name.trim();
    Driver {
        name: if name.is_empty() { node.text("shortName") } else { name.to_owned() },
        id: node.text("playerId"),
        ..Driver::default()
    }
}

/// Penalties that are results of their own: a disqualification, and time given after the race, where the file's sums say
/// that the race time does not have it yet.
fn penalties(
    root: Node<'_>,
    at: &BTreeMap<i64, usize>,
    field: &mut Field,
    wrote: &mut Wrote,
) -> Vec<Penalty> {
    let mut made = Vec::new();
    let mut served = 0;
    for penalty in root.list("penalties").into_iter().chain(root.list("post_race_penalties")) {
        let car = penalty.whole("carId").and_then(|id| at.get(&id));
        let word = slug(&penalty.text("penalty"));
        let reason = penalty.text("reason");
        let Some(car) = car.and_then(|&index| field.cars.get_mut(index)) else {
            served += usize::from(!matches!(word.as_str(), "" | "none"));
            continue;
        };
        let value = penalty.whole("penaltyValue").filter(|own| (1..=86_400).contains(own));
        match (word.as_str(), value) {
            ("disqualified", _) => {
                car.status = Some(Status::Dsq);
                car.remark = reason;
            }
            ("postracetime", Some(seconds)) => {
                let run: Option<Vec<Exact>> = car.run.iter().map(|lap| lap.time).collect();
                let sum = run.map(|own| own.into_iter().fold(Exact::default(), Exact::plus));
                let added = Exact(seconds * 10_000);
                match (car.time, sum) {
                    (Some(total), Some(sum)) if total == sum.plus(added) => wrote.left(
                        format!("time penalty of {seconds} s of car {}", car.number),
                        "the race time of the file has it already: it is that much longer than the laps",
                    ),
                    (Some(total), Some(sum)) if total == sum => made.push(Penalty {
                        number: car.number.clone(),
                        class: car.class.clone(),
                        time: Some(added.millis()),
                        reason: if reason.is_empty() { "time penalty".to_owned() } else { reason },
                        line: penalty.line(),
                        ..Penalty::default()
                    }),
                    _ => wrote.left(
                        format!("time penalty of {seconds} s of car {}", car.number),
                        "whether the race time has it already cannot be said: the laps of the file do not add up to it",
                    ),
                }
            }
            ("" | "none", _) => {}
            _ => served += 1,
        }
    }
    if served > 0 {
        wrote.left(
            format!("{served} penalties"),
            "they were served on the track or took a lap's time: the results have their effect",
        );
    }
    made
}

/// `R`, `R2`, `Q`, `FP`, or the number that the simulator counts sessions by.
fn kind(word: &str) -> (Kind, String) {
    let plain = slug(word);
    let digits = plain.trim_start_matches(|own: char| own.is_ascii_alphabetic());
    let letters = &plain[..plain.len() - digits.len()];
    let (kind, base) = match (letters, digits) {
        ("r" | "race", _) | ("", "10") => (Kind::Race, "race"),
        ("q" | "qualifying", _) | ("", "4" | "9") => (Kind::Qualifying, "qualifying"),
        _ => (Kind::Practice, "practice"),
    };
    let numbered = !letters.is_empty() && !digits.is_empty();
    (kind, if numbered { format!("{base}-{digits}") } else { String::new() })
}

/// `brands_hatch`, with the year that some have behind it: `Brands Hatch`.
fn circuit(track: &str) -> String {
    let words = track.split(['_', ' ']).filter(|word| !(word.len() == 4 && word.parse::<u16>().is_ok()));
    words
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// The day in a name such as `240924_113005_R.json`, which the server writes.
fn day_in_name(name: &str) -> Option<Date> {
    let (day, rest) = name.split_at_checked(6)?;
    let written = rest.as_bytes().first() == Some(&b'_') && day.bytes().all(|own| own.is_ascii_digit());
    let parts = day.get(..2).zip(day.get(2..4)).zip(day.get(4..)).filter(|_| written);
    let ((year, month), day) = parts?;
    day_of_text(&format!("20{year}-{month}-{day}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_sessions_tracks_and_days() {
        assert_eq!(kind("R"), (Kind::Race, String::new()));
        assert_eq!(kind("R2"), (Kind::Race, "race-2".to_owned()));
        assert_eq!(kind("10"), (Kind::Race, String::new()));
        assert_eq!(kind("FP"), (Kind::Practice, String::new()));
        assert_eq!(kind("Q"), (Kind::Qualifying, String::new()));
        assert_eq!(circuit("brands_hatch_2019"), "Brands Hatch");
        assert_eq!(day_in_name("240924_113005_R.json"), "2024-09-24".parse().ok());
        assert_eq!(
            (day_in_name("result.json"), day_in_name("249924_1_R.json"), day_in_name("é")),
            (None, None, None)
        );
    }
}
