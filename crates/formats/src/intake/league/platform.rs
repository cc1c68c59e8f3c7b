//! A championship as a sim-racing platform exports it: `championship`, `points`, `entryList`, `events`.
//!
//! Points adjustments become decisions, the platform's table one published table a class.

use super::super::decision;
use super::super::exact::{Exact, day_of_text};
use super::super::form::File;
use super::super::json::Node;
use super::super::said::{Event, Kind};
use super::super::sim::{Car, Driver, Field, Wrote, model, status, unknown};
use super::table::{self, Line};
use crate::folder::{Origin, StatedRecord};
use parcferme_core::Points;
use parcferme_core::decisions::Value;
use parcferme_core::season::{Date, RoundStatus, Status};
use std::collections::BTreeMap;

pub(in super::super) fn is(root: Node<'_>) -> bool {
    root.has(&["championship", "events"]) && root.get("events").is_some_and(Node::is_list)
}

pub(in super::super) fn read(file: &File<'_>, root: Node<'_>) -> Wrote {
    let mut wrote = Wrote::new(file.name, "a championship of a sim-racing platform (JSON)");
    let state = root.get("championship").and_then(|own| own.get("state"));
    let of = |key: &str| state.map_or_else(String::new, |own| own.text(key));
    wrote.said.title = of("name");
    wrote.said.series = of("leagueName");
    wrote.said.year =
        day_of_text(&of("firstRaceTime")).or_else(|| day_of_text(&of("startDate"))).map(Date::year);
    let numbers = numbers(root);
    let mut rounds: BTreeMap<String, u32> = BTreeMap::new();
    let mut classes: BTreeMap<String, String> = BTreeMap::new();
    for (round, event) in (1_u32..).zip(root.list("events")) {
        let Some(session) = event.get("session").and_then(|own| own.get("session").or(Some(own))) else {
            continue;
        };
        rounds.insert(session.text("id"), round);
        let at = Event {
            round: Some(round),
            name: session.text("sessionName"),
            circuit: session.text("trackName"),
            date: day_of_text(&session.text("startsAt")),
            ..Event::default()
        };
        let results = event.get("results").map_or_else(Vec::new, |own| own.list("results"));
        if results.is_empty() {
            wrote.said.calendar.push(Event { status: RoundStatus::Scheduled, ..at });
            continue;
        }
        for result in results {
            let kind = match result.text("type").as_str() {
                "RACE" => Kind::Race,
                "QUALIFY" => Kind::Qualifying,
                _ => Kind::Practice,
            };
            let mut field = Field { event: at.clone(), kind, ..Field::default() };
            for row in result.list("results") {
                let car = car_of(row, kind, &numbers, &mut wrote);
                if let Some(driver) = car.drivers.first() {
                    classes.insert(driver.id.clone(), car.class.clone());
                }
                field.cars.push(car);
            }
            wrote.add(field);
        }
        adjustments(event, round, &classes, &mut wrote);
    }
    tables(file.name, root, &rounds, &classes, &mut wrote);
    if let Some(system) = state.and_then(|own| own.get("pointSystem")) {
        let points = system.get("entries").map_or_else(Vec::new, Node::entries);
        let by_place: BTreeMap<u32, _> = points
            .iter()
            .filter_map(|(place, own)| Some((place.parse::<u32>().ok()?, own.as_points()?)))
            .collect();
        // Places without a gap from the first on: else the file says more than a scale.
        if !by_place.is_empty() && by_place.keys().copied().eq(1..=by_place.len() as u32) {
            let scale = by_place.into_values().collect();
            let from = vec![Origin { document: file.name.to_owned(), line: system.line() }];
            wrote.said.stated.push(StatedRecord {
                rule: "scale".to_owned(),
                scale,
                from,
                ..StatedRecord::default()
            });
        }
        let points: Vec<String> =
            points.into_iter().map(|(place, own)| format!("{place}: {}", own.as_text())).collect();
        wrote.left(
            format!(
                "the points scale {}: {}; best races: {}",
                system.text("name"),
                points.join(", "),
                system.text("bestRaceCount")
            ),
            "rules stand in rulebook.toml",
        );
    }
    wrote.left("points on licences", "no rule of a championship asks for them");
    wrote.columns(&[
        ("position", "position"),
        ("raceNumber", "number"),
        ("carClassId", "class"),
        ("participant.name", "drivers"),
        ("driverId", "driver_ids"),
        ("participant.country", "nations"),
        ("carModelId", "chassis"),
        ("lapCount", "laps"),
        ("totalTime", "time"),
        ("bestLapTime", "best_lap"),
        ("timeRetired.type", "status"),
        ("pointsAdjustments", "decisions: adjust"),
        ("points.lines", "published table of drivers by class"),
        ("incidents", ""),
    ]);
    wrote
}

/// Race numbers by driver, where the entry list has them.
fn numbers(root: Node<'_>) -> BTreeMap<String, String> {
    let list = root.get("entryList");
    let of = |key: &str| list.map_or_else(Vec::new, |own| own.list(key));
    let all = of("inactiveEntries").into_iter().chain(of("entries"));
    all.map(|own| (own.text("driverId"), own.text("raceNumber"))).filter(|(_, own)| !own.is_empty()).collect()
}

fn car_of(row: Node<'_>, kind: Kind, numbers: &BTreeMap<String, String>, wrote: &mut Wrote) -> Car {
    let is_race = kind == Kind::Race;
    let time = |key: &str| row.whole(key).and_then(Exact::of_millis);
    let id = row.text("driverId");
    let mut drivers: Vec<Driver> = row.list("teamDrivers").into_iter().map(participant).collect();
    if drivers.is_empty() {
        drivers.extend(row.get("participant").map(participant));
    }
    let word = row.get("timeRetired").map_or_else(String::new, |own| own.text("type"));
    let known = match word.as_str() {
        "" | "TIME" | "TIMEDIFF" | "LAPS" | "LAPSDIFF" | "LAPDIFF" => None,
        "SKIPPED" => Some(Status::Dns),
        word => {
            let known = status(word);
            if known.is_none() {
                wrote.told.push(unknown(word).at(row.place()));
            }
            Some(known.unwrap_or(Status::Dnf))
        }
    };
    let own = known.filter(|_| is_race);
    let model_id = row.whole("carModelId");
    let started = own != Some(Status::Dns);
    Car {
        number: numbers.get(&id).cloned().unwrap_or_default(),
        class: row.text("carClassId"),
        chassis: model_id.map_or_else(String::new, model),
        position: row.count("position").filter(|&own| own > 0 && started),
        remark: if own.is_some() { word } else { String::new() },
        status: own,
        laps: row.count("lapCount"),
        time: time("totalTime"),
        best: time("bestLapTime"),
        drivers,
        line: row.line(),
        ..Car::default()
    }
}

fn participant(own: Node<'_>) -> Driver {
    let name = [own.text("name"), own.text("driverName")].into_iter().find(|own| !own.is_empty());
    Driver {
        name: name.unwrap_or_default(),
        id: own.text("id"),
        nation: own.text("country"),
        ..Driver::default()
    }
}

fn adjustments(event: Node<'_>, round: u32, classes: &BTreeMap<String, String>, wrote: &mut Wrote) {
    for race in event.list("pointsAdjustments") {
        for (driver, list) in race.entries() {
            for own in list.items() {
                let Some(points) = own.points("points").filter(|own| *own != Points::default()) else {
                    continue;
                };
                let reason = own.text("reason");
                let mut says = vec![
                    ("title", Value::Text("drivers".to_owned())),
                    ("competitor", Value::Text(driver.to_owned())),
                    ("points", Value::Points(points)),
                    ("round", Value::Count(round)),
                ];
                if let Some(class) = classes.get(driver).filter(|own| !own.is_empty()) {
                    says.push(("class", Value::Text(class.clone())));
                }
                let id = format!("adjust-{round:02}-{}", wrote.said.decisions.len() + 1);
                let reason = if reason.is_empty() { "points adjustment".to_owned() } else { reason };
                let mut made = decision::record(id, "adjust", says, &reason, &wrote.said.document);
                if let Some(made) = &mut made {
                    made.author = own.get("adjustedBy").map_or_else(String::new, |own| own.text("name"));
                    made.date =
                        day_of_text(&own.text("date")).map_or_else(String::new, |own| own.to_string());
                }
                wrote.said.decisions.extend(made);
            }
        }
    }
}

fn name_of(line: Node<'_>) -> String {
    line.get("participantDetails").map_or_else(String::new, |own| own.text("name"))
}

fn tables(
    document: &str,
    root: Node<'_>,
    rounds: &BTreeMap<String, u32>,
    classes: &BTreeMap<String, String>,
    wrote: &mut Wrote,
) {
    let mut by_class: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    let all = root.get("points").map_or_else(Vec::new, |own| own.list("lines"));
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for own in &all {
        *names.entry(name_of(*own)).or_default() += 1;
    }
    for own in all {
        let id = own.text("participantId");
        let class = classes.get(&id).cloned().unwrap_or_default();
        let mut cells: BTreeMap<u32, Option<Points>> = BTreeMap::new();
        let mut counted = Vec::new();
        for race in own.list("racePoints") {
            let Some(&round) = rounds.get(&race.text("sessionId")) else { continue };
            let points = race.points("points");
            counted.extend(points.filter(|_| race.yes("included") != Some(false)));
            let standing = cells.remove(&round).flatten();
            cells.insert(
                round,
                (points.is_some() || standing.is_some()).then(|| standing.into_iter().chain(points).sum()),
            );
        }
        let total = own.points("points");
        let name = name_of(own);
        let sum: Points = counted.into_iter().sum();
        if let Some(total) = total
            && total != sum
        {
            wrote.told.push(table::unequal(document, own.line(), &name, total, sum));
        }
        // Two of one name are told apart by their ids.
        let competitor = if names.get(&name) == Some(&1) && !name.is_empty() { name } else { id };
        by_class.entry(class).or_default().push(Line {
            position: None,
            competitor,
            cells,
            total,
            line: own.line(),
        });
    }
    for (class, lines) in by_class {
        wrote.said.tables.push(table::record("drivers", &class, None, lines, document));
    }
}
