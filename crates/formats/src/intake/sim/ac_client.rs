//! Assetto Corsa on the player's machine, `race_out.json`: `track`, `players`, `sessions`.

use super::super::exact::Exact;
use super::super::form::File;
use super::super::json::Node;
use super::super::said::{Event, Kind};
use super::ac::{circuit, stopped};
use super::{Car, Driver, Field, Lap, Wrote};
use parcferme_core::season::{Length, Status};
use parcferme_core::{Laps, Millis};
use std::collections::BTreeMap;

pub(in super::super) fn is(root: Node<'_>) -> bool {
    root.has(&["track", "players", "sessions"])
}

pub(in super::super) fn read(file: &File<'_>, root: Node<'_>) -> Wrote {
    let mut wrote = Wrote::new(file.name, "results of an Assetto Corsa client (JSON)");
    let event = Event { circuit: circuit(&root.text("track"), ""), ..Event::default() };
    let players = root.list("players");
    let sessions = root.list("sessions");
    let races = sessions.iter().filter(|own| own.whole("type") == Some(3)).count();
    let mut race = 0;
    for session in sessions {
        let kind = match session.whole("type") {
            Some(3) => Kind::Race,
            Some(2) => Kind::Qualifying,
            _ => Kind::Practice,
        };
        let mut field = Field { event: event.clone(), kind, ..Field::default() };
        if kind == Kind::Race {
            race += 1;
            field.id = if races > 1 { format!("race-{race}") } else { String::new() };
            let laps = session.count("lapsCount").filter(|&own| own > 0).map(|own| Length::Laps(Laps(own)));
            let minutes = session.count("duration").filter(|&own| own > 0);
            let minutes = minutes.map(|own| Length::Time(Millis(i64::from(own) * 60_000)));
            field.event.length = laps.or(minutes);
        }
        read_session(session, &players, &mut field);
        stopped(&field, &mut wrote);
        wrote.add(field);
    }
    wrote.columns(&[
        ("raceResult", "position"),
        ("car", "chassis"),
        ("lapstotal", "laps"),
        ("laps", "time, best_lap"),
        ("bestLaps", "best_lap, where a session has no laps"),
        ("cuts", ""),
        ("tyre", ""),
        ("extras", ""),
    ]);
    if !wrote.said.sessions.is_empty() {
        wrote.left("ids of drivers", "the file has none: drivers are known by their names");
    }
    wrote
}

fn read_session(session: Node<'_>, players: &[Node<'_>], field: &mut Field) {
    let is_race = field.kind == Kind::Race;
    let totals: Vec<Option<i64>> = session.list("lapstotal").into_iter().map(Node::as_whole).collect();
    let mut runs: BTreeMap<usize, Vec<Lap>> = BTreeMap::new();
    let index = |node: Node<'_>| node.whole("car").and_then(|own| usize::try_from(own).ok());
    for lap in session.list("laps") {
        let Some(car) = index(lap) else { continue };
        let sectors = lap.list("sectors").into_iter();
        runs.entry(car).or_default().push(Lap {
            time: lap.whole("time").and_then(Exact::of_millis),
            sectors: sectors.filter_map(|own| own.as_whole().and_then(Exact::of_millis)).collect(),
            ..Lap::default()
        });
    }
    let mut bests: BTreeMap<usize, Exact> = BTreeMap::new();
    for best in session.list("bestLaps") {
        if let (Some(car), Some(time)) = (index(best), best.whole("time").and_then(Exact::of_millis)) {
            bests.entry(car).or_insert(time);
        }
    }
    let mut cars: Vec<(usize, Car)> = Vec::new();
    for (at, player) in players.iter().enumerate() {
        let run = runs.remove(&at).unwrap_or_default();
        let laps = totals.get(at).copied().flatten().and_then(|own| u32::try_from(own).ok());
        let best = run.iter().filter_map(|lap| lap.time).min();
        // In a race `bestLaps` has another time than a lap's; elsewhere laps may not be written.
        let best = best.or_else(|| bests.get(&at).copied().filter(|_| !is_race));
        let time: Option<Vec<Exact>> = run.iter().map(|lap| lap.time).collect();
        let time = time.filter(|own| !own.is_empty() && Some(own.len()) == laps.map(|own| own as usize));
        let none = is_race && laps == Some(0);
        let car = Car {
            chassis: player.text("car"),
            drivers: vec![Driver { name: player.text("name"), ..Driver::default() }],
            status: none.then_some(Status::Dnf),
            remark: if none { "no lap completed".to_owned() } else { String::new() },
            laps,
            time: time.map(|own| own.into_iter().fold(Exact::default(), Exact::plus)),
            best,
            run,
            line: player.line(),
            ..Car::default()
        };
        cars.push((at, car));
    }
    let order: Vec<Option<i64>> = session.list("raceResult").into_iter().map(Node::as_whole).collect();
    if order.is_empty() {
        cars.sort_by_key(|(_, car)| (car.best.is_none(), car.best));
        let mut place = 0;
        for (_, car) in &mut cars {
            if car.best.is_some() {
                place += 1;
                car.position = Some(place);
            } else {
                car.status = Some(Status::Dns);
                car.remark = "no lap timed".to_owned();
            }
        }
    } else {
        let at = |own: usize| order.iter().position(|index| *index == i64::try_from(own).ok());
        for (own, car) in &mut cars {
            car.position = at(*own).and_then(|place| u32::try_from(place + 1).ok());
            if car.position.is_none() {
                car.status = Some(Status::Dnf);
            }
        }
        cars.sort_by_key(|(_, car)| (car.position.is_none(), car.position));
    }
    field.cars = cars.into_iter().map(|(_, car)| car).collect();
}
