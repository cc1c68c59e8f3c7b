//! Assetto Corsa EVO: `season_guid`, `session_type`, `cars`, `drivers`, `laps`, `car_standings`.
//!
//! Cars and drivers are known by ids of two whole numbers. The order of `car_standings` is the classification; who drove a
//! car, its laps say. A young form: of race times and of how cars ended it has nothing that is known to hold.

use super::super::exact::Exact;
use super::super::form::File;
use super::super::json::Node;
use super::super::said::{Event, Kind};
use super::ac::circuit;
use super::{Car, Driver, Field, Lap, Wrote};
use crate::names::slug;
use parcferme_core::season::{Length, Status};
use parcferme_core::{Laps, Millis};
use std::collections::BTreeMap;

pub(in super::super) fn is(root: Node<'_>) -> bool {
    root.has(&["season_guid", "session_type", "cars", "car_standings"])
}

/// `{"a": 1, "b": 2}`.
fn id(of: Node<'_>, key: &str) -> Option<(i64, i64)> {
    let own = of.get(key)?;
    own.whole("a").zip(own.whole("b"))
}

pub(in super::super) fn read(file: &File<'_>, root: Node<'_>) -> Wrote {
    let word = slug(&root.text("session_type"));
    let (kind, what) = if word.contains("race") {
        (Kind::Race, "a race result of Assetto Corsa EVO (JSON)")
    } else if word.contains("qualif") {
        (Kind::Qualifying, "a qualifying result of Assetto Corsa EVO (JSON)")
    } else {
        (Kind::Practice, "a practice result of Assetto Corsa EVO (JSON)")
    };
    let mut wrote = Wrote::new(file.name, what);
    let base = root.get("specialization").and_then(|own| own.get("base"));
    let whole = |key: &str| base.and_then(|own| own.count(key)).filter(|own| *own > 0);
    let laps = whole("session_laps").map(|own| Length::Laps(Laps(own)));
    let time = whole("session_duration_ms").map(|own| Length::Time(Millis(i64::from(own))));
    let event = Event {
        circuit: circuit(&root.text("track_name"), &root.text("track_layout_name")),
        length: laps.or(time).filter(|_| kind == Kind::Race),
        ..Event::default()
    };
    let cars: BTreeMap<(i64, i64), Node<'_>> =
        root.list("cars").into_iter().filter_map(|own| Some((id(own, "car_id")?, own))).collect();
    let drivers: BTreeMap<(i64, i64), Node<'_>> =
        root.list("drivers").into_iter().filter_map(|own| Some((id(own, "guid")?, own))).collect();
    let mut runs: BTreeMap<(i64, i64), Vec<Node<'_>>> = BTreeMap::new();
    for lap in root.list("laps") {
        if let Some(car) = id(lap, "car_key") {
            runs.entry(car).or_default().push(lap);
        }
    }
    let mut field = Field { event, kind, ..Field::default() };
    let mut without = 0;
    for (place, line) in (1..).zip(root.list("car_standings")) {
        let Some(own) = id(line, "car_id") else { continue };
        let laps = runs.remove(&own).unwrap_or_default();
        let mut crew: Vec<Driver> = Vec::new();
        let run: Vec<Lap> = laps.iter().filter_map(|lap| lap_of(*lap, &drivers, &mut crew)).collect();
        without += usize::from(crew.is_empty());
        let car = cars.get(&own);
        let number = car.map_or_else(String::new, |own| own.text("race_number"));
        field.cars.push(Car {
            id: format!("{}-{}", own.0, own.1),
            number: if number == "0" { String::new() } else { number },
            chassis: car.map_or_else(String::new, |own| own.text("model_displayname")),
            drivers: crew,
            position: Some(place),
            status: (kind == Kind::Race && run.is_empty()).then_some(Status::Dnf),
            remark: if kind == Kind::Race && run.is_empty() {
                "no lap completed".to_owned()
            } else {
                String::new()
            },
            laps: u32::try_from(run.len()).ok(),
            best: run.iter().filter_map(|lap| lap.time).min(),
            grid: line.count("start_position"),
            run,
            line: line.line(),
            ..Car::default()
        });
    }
    if without > 0 {
        wrote.left(
            format!("drivers of {without} cars"),
            "who drove a car stands in its laps, and they have none",
        );
    }
    if !runs.is_empty() {
        wrote.left(format!("laps of {} cars", runs.len()), "they do not stand in the order of the cars");
    }
    if kind == Kind::Race {
        wrote.left(
            "race times, and which cars were running at the finish",
            "the file has times of laps alone, and no word for how a car ended; places are those of the file",
        );
    }
    wrote.columns(&[
        ("order of car_standings", "position"),
        ("race_number", "number"),
        ("model_displayname", "chassis"),
        ("player_id", "driver_ids"),
        ("start_position", "grid"),
        ("number of laps", "laps"),
        ("penalty_collection", ""),
        ("collisions", ""),
    ]);
    wrote.add(field);
    wrote
}

fn lap_of(lap: Node<'_>, drivers: &BTreeMap<(i64, i64), Node<'_>>, crew: &mut Vec<Driver>) -> Option<Lap> {
    let own = id(lap, "driver_key").and_then(|own| drivers.get(&own));
    let seat = own.map(|own| {
        let name = format!("{} {}", own.text("first_name"), own.text("last_name")).trim().to_owned();
        let player = own.text("player_id");
        let same = |other: &Driver| (&other.name, &other.id) == (&name, &player);
        crew.iter().position(same).unwrap_or_else(|| {
            crew.push(Driver { name: name.clone(), id: player.clone(), ..Driver::default() });
            crew.len() - 1
        })
    });
    let splits = lap.list("split").into_iter();
    Some(Lap {
        time: lap.whole("time").and_then(Exact::of_millis),
        seat: seat?,
        sectors: splits.filter_map(|own| own.as_whole().and_then(Exact::of_millis)).collect(),
        ..Lap::default()
    })
}
