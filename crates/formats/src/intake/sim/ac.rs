//! Assetto Corsa, dedicated server: `TrackName`, `Type`, `Cars`, `Result`, `Laps`.
//!
//! The order of `Result` is the classification. Drivers who left before the end stand among the laps alone. The simulator
//! has no word for a car that stopped.

use super::super::exact::{Exact, day_of_text};
use super::super::form::File;
use super::super::json::Node;
use super::super::said::{Event, Kind};
use super::{Car, Driver, Field, Lap, Wrote};
use crate::names::slug;
use parcferme_core::season::{Date, Length, Status};
use parcferme_core::{Laps, Millis};
use std::collections::{BTreeMap, BTreeSet};

pub(in super::super) fn is(root: Node<'_>) -> bool {
    root.has(&["TrackName", "Type", "Result", "Laps"])
}

/// One lap of the list.
struct Run<'a> {
    node: Node<'a>,
    car: i64,
    driver: String,
}

pub(in super::super) fn read(file: &File<'_>, root: Node<'_>) -> Wrote {
    let kind = match slug(&root.text("Type")).as_str() {
        "race" => Kind::Race,
        "qualify" | "qualifying" => Kind::Qualifying,
        _ => Kind::Practice,
    };
    let what = match kind {
        Kind::Race => "a race result of an Assetto Corsa server (JSON)",
        Kind::Qualifying => "a qualifying result of an Assetto Corsa server (JSON)",
        Kind::Practice => "a practice result of an Assetto Corsa server (JSON)",
    };
    let mut wrote = Wrote::new(file.name, what);
    let date = day_of_text(&root.text("Date")).or_else(|| day_in_name(file.name));
    wrote.said.year = date.map(Date::year);
    let laps = root.count("RaceLaps").filter(|&own| own > 0).map(|own| Length::Laps(Laps(own)));
    let time = root.count("DurationSecs").filter(|&own| own > 0);
    let time = time.map(|own| Length::Time(Millis(i64::from(own) * 1000)));
    let length = laps.or(time).filter(|_| kind == Kind::Race);
    let circuit = circuit(&root.text("TrackName"), &root.text("TrackConfig"));
    let event = Event { circuit, date, length, ..Event::default() };
    let cars: BTreeMap<i64, Node<'_>> =
        root.list("Cars").into_iter().filter_map(|own| Some((own.whole("CarId")?, own))).collect();
    let mut by_car: BTreeMap<i64, Vec<Run<'_>>> = BTreeMap::new();
    for node in root.list("Laps") {
        let Some(car) = node.whole("CarId") else { continue };
        by_car.entry(car).or_default().push(Run { node, car, driver: node.text("DriverGuid") });
    }
    let mut field = Field { event, kind, ..Field::default() };
    let mut known: BTreeSet<String> = BTreeSet::new();
    let (mut again, mut rest) = (0, Vec::new());
    for line in root.list("Result") {
        let (name, id) = (line.text("DriverName"), line.text("DriverGuid"));
        if name.is_empty() && id.is_empty() {
            continue;
        }
        if !id.is_empty() && !known.insert(id.clone()) {
            again += 1;
            continue;
        }
        let number = line.whole("CarId").unwrap_or(-1);
        let own = cars.get(&number).copied();
        let mut crew = vec![Driver { name, id: id.clone(), ..Driver::default() }];
        let listed = own.and_then(|own| own.get("Driver"));
        let seats: BTreeSet<String> = listed
            .map_or_else(Vec::new, |own| own.list("GuidsList"))
            .into_iter()
            .map(Node::as_text)
            .chain([id])
            .collect();
        let (laps, others) = by_car
            .remove(&number)
            .unwrap_or_default()
            .into_iter()
            .partition::<Vec<_>, _>(|lap| seats.contains(&lap.driver));
        rest.extend(others);
        let run = laps.iter().map(|lap| lap_of(lap, &mut crew)).collect();
        known.extend(crew.iter().map(|own| own.id.clone()));
        let position = u32::try_from(field.cars.len() + 1).ok();
        let team = listed.map_or_else(String::new, |own| own.text("Team"));
        field.cars.push(car_of(line, team, crew, run, position, kind));
    }
    rest.extend(by_car.into_values().flatten());
    field.cars.extend(left_early(rest, &known, &mut wrote));
    if again > 0 {
        wrote.left(format!("{again} lines of Result"), "the driver stands above already, in another car");
    }
    wrote.columns(&[
        ("order of Result", "position"),
        ("CarModel", "chassis"),
        ("Driver.Team", "team"),
        ("DriverGuid", "driver_ids"),
        ("number of Laps", "laps"),
        ("TotalTime", if kind == Kind::Race { "time" } else { "" }),
        ("BestLap", "best_lap"),
        ("Events", ""),
        ("BallastKG", ""),
    ]);
    stopped(&field, &mut wrote);
    wrote.add(field);
    wrote
}

fn lap_of(lap: &Run<'_>, crew: &mut Vec<Driver>) -> Lap {
    let seat = crew.iter().position(|own| own.id == lap.driver).unwrap_or_else(|| {
        let name = lap.node.text("DriverName");
        crew.push(Driver { name, id: lap.driver.clone(), ..Driver::default() });
        crew.len() - 1
    });
    let sectors = lap.node.list("Sectors").into_iter();
    Lap {
        time: lap.node.whole("LapTime").and_then(Exact::of_millis),
        seat,
        sectors: sectors.filter_map(|own| own.as_whole().and_then(Exact::of_millis)).collect(),
        ..Lap::default()
    }
}

fn car_of(
    line: Node<'_>,
    team: String,
    drivers: Vec<Driver>,
    run: Vec<Lap>,
    position: Option<u32>,
    kind: Kind,
) -> Car {
    let time = |key: &str| line.whole(key).and_then(Exact::of_millis);
    let laps = line.count("NumLaps").or_else(|| u32::try_from(run.len()).ok());
    let out = line.yes("Disqualified") == Some(true);
    let none = kind == Kind::Race && laps == Some(0);
    Car {
        team,
        chassis: line.text("CarModel"),
        drivers,
        position,
        status: if out { Some(Status::Dsq) } else { none.then_some(Status::Dnf) },
        remark: if none && !out { "no lap completed".to_owned() } else { String::new() },
        laps,
        time: time("TotalTime"),
        best: time("BestLap"),
        grid: line.count("GridPosition"),
        run,
        line: line.line(),
        ..Car::default()
    }
}

/// Cars of drivers who have laps and no line of the result: they left before the end.
fn left_early(rest: Vec<Run<'_>>, known: &BTreeSet<String>, wrote: &mut Wrote) -> Vec<Car> {
    let mut gone: Vec<(i64, String, Vec<Run<'_>>)> = Vec::new();
    let mut at: BTreeMap<(i64, String), usize> = BTreeMap::new();
    let mut elsewhere = 0;
    for lap in rest {
        if known.contains(&lap.driver) {
            elsewhere += 1;
            continue;
        }
        let key = (lap.car, lap.driver.clone());
        let index = *at.entry(key).or_insert(gone.len());
        if index == gone.len() {
            gone.push((lap.car, lap.driver.clone(), Vec::new()));
        }
        if let Some((.., laps)) = gone.get_mut(index) {
            laps.push(lap);
        }
    }
    if elsewhere > 0 {
        wrote.left(
            format!("{elsewhere} laps"),
            "their drivers drove them in another car than the one that the result has them in",
        );
    }
    if !gone.is_empty() {
        wrote.left(
            format!("places of {} drivers who left", gone.len()),
            "they stand among the laps and not in the result",
        );
    }
    let car = |(_, _, laps): (i64, String, Vec<Run<'_>>)| {
        let mut crew = Vec::new();
        let run: Vec<Lap> = laps.iter().map(|lap| lap_of(lap, &mut crew)).collect();
        let first = laps.first().map(|own| own.node);
        Car {
            chassis: first.map_or_else(String::new, |own| own.text("CarModel")),
            drivers: crew,
            status: Some(Status::Dnf),
            remark: "left before the end".to_owned(),
            laps: u32::try_from(run.len()).ok(),
            best: run.iter().filter_map(|lap| lap.time).min(),
            run,
            line: first.map_or(0, Node::line),
            ..Car::default()
        }
    };
    gone.into_iter().map(car).collect()
}

/// Says which cars ended their last lap before the winner: whether they were still running, the file does not say.
pub(super) fn stopped(field: &Field, wrote: &mut Wrote) {
    let Some(winner) = field.cars.iter().find(|car| car.position == Some(1)) else { return };
    let early = |car: &&Car| {
        car.status.is_none()
            && car.laps < winner.laps
            && car.time.zip(winner.time).is_some_and(|(a, b)| a < b)
    };
    let count = field.cars.iter().filter(early).count();
    if field.kind == Kind::Race && count > 0 {
        wrote.left(
            format!("whether {count} cars were running at the finish"),
            "their last lap ended before the winner's, and the simulator has no word for it; they keep its places",
        );
    }
}

/// `monza` and `full_course`: `Monza (Full Course)`.
pub(super) fn circuit(track: &str, layout: &str) -> String {
    let title = |text: &str| {
        let words = text.trim_start_matches("ks_").split(['_', '-', ' ']).filter(|word| !word.is_empty());
        let word = |word: &str| {
            let mut letters = word.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.collect::<String>() + letters.as_str()
        };
        words.map(word).collect::<Vec<_>>().join(" ")
    };
    match (title(track), title(layout)) {
        (track, layout) if layout.is_empty() => track,
        (track, layout) => format!("{track} ({layout})"),
    }
}

/// The day in a name such as `2015_3_16_21_32_RACE.json`, which the server writes.
fn day_in_name(name: &str) -> Option<Date> {
    let parts: Vec<&str> = name.split('_').collect();
    let [year, month, day, _, _, _, ..] = parts.as_slice() else { return None };
    let year = Some(year).filter(|own| own.len() == 4)?;
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracks_and_days() {
        assert_eq!(circuit("ks_red_bull_ring", "layout_gp"), "Red Bull Ring (Layout Gp)");
        assert_eq!(circuit("spa", ""), "Spa");
        assert_eq!(day_in_name("2015_3_16_21_32_RACE.json"), "2015-03-16".parse().ok());
        assert_eq!((day_in_name("RACE.json"), day_in_name("2015_13_16_21_32_RACE.json")), (None, None));
    }
}
