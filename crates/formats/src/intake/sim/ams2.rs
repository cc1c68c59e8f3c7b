//! Automobilista 2 and Project CARS 2, dedicated server: `sms_stats_data.json`, a history of everything that the server saw.
//!
//! Cars and tracks are numbers. Lists without anything in them are written as `{}`.

use super::super::exact::{Exact, day_of_seconds};
use super::super::form::File;
use super::super::json::Node;
use super::super::said::{Event, Kind};
use super::raceroom::unknown;
use super::{Car, Driver, Field, Lap, Wrote, words};
use parcferme_core::season::{Date, Status};
use std::collections::{BTreeMap, BTreeSet};

pub(in super::super) fn is(root: Node<'_>) -> bool {
    root.get("stats").is_some_and(|stats| stats.has(&["history"]))
}

pub(in super::super) fn read(file: &File<'_>, root: Node<'_>) -> Wrote {
    let mut wrote = Wrote::new(file.name, "statistics of an Automobilista 2 or Project CARS 2 server (JSON)");
    let Some(stats) = root.get("stats") else { return wrote };
    wrote.said.title = stats.get("server").map_or_else(String::new, |own| own.text("name"));
    let players = ids_by_name(stats);
    let mut empty = 0;
    for session in stats.list("history") {
        let date = session.whole("start_time").and_then(day_of_seconds);
        let track = session.get("setup").map_or_else(String::new, |own| own.text("TrackId"));
        let circuit = if track.is_empty() { String::new() } else { format!("track {track}") };
        let event = Event { circuit, date, ..Event::default() };
        let members: BTreeMap<&str, String> = entries(session, "members")
            .into_iter()
            .map(|(refid, own)| (refid, own.text("steamid")))
            .collect();
        for (stage, node) in entries(session, "stages") {
            if node.list("results").is_empty() {
                empty += 1;
                continue;
            }
            wrote.said.year = wrote.said.year.or(date.map(Date::year));
            let (kind, id) = kind(stage);
            let mut field = Field { event: event.clone(), kind, id, ..Field::default() };
            let absent = read_stage(node, session, (&members, &players), &mut field, &mut wrote);
            if absent > 0 {
                wrote.left(
                    format!("{absent} participants of {stage}"),
                    "the server has them without a result: whether they started, the file does not say",
                );
            }
            wrote.add(field);
        }
    }
    if empty > 0 {
        wrote.left(format!("{empty} sessions"), "the server kept no result of them");
    }
    wrote.left("names of tracks and cars", "the file has their numbers alone");
    wrote.columns(&[
        ("RacePosition", "position"),
        ("name", "drivers"),
        ("steamid", "driver_ids"),
        ("VehicleId", "chassis"),
        ("Lap", "laps"),
        ("TotalTime", "time"),
        ("FastestLapTime", "best_lap"),
        ("State", "status"),
    ]);
    wrote
}

/// Entries of a map that may be absent.
fn entries<'a>(node: Node<'a>, key: &str) -> Vec<(&'a str, Node<'a>)> {
    node.get(key).map_or_else(Vec::new, Node::entries)
}

/// Ids of players by name, where one player alone has it.
fn ids_by_name(stats: Node<'_>) -> BTreeMap<String, Option<String>> {
    let mut ids = BTreeMap::new();
    for (id, player) in entries(stats, "players") {
        ids.entry(player.text("name")).and_modify(|own| *own = None).or_insert_with(|| Some(id.to_owned()));
    }
    ids
}

fn kind(stage: &str) -> (Kind, String) {
    let digits = stage.trim_start_matches(|own: char| !own.is_ascii_digit());
    let word = &stage[..stage.len() - digits.len()];
    let (kind, base) = match word {
        "race" => (Kind::Race, "race"),
        "qualifying" => (Kind::Qualifying, "qualifying"),
        "warmup" => (Kind::Practice, "warm-up"),
        _ => (Kind::Practice, "practice"),
    };
    let first = matches!(digits, "" | "1");
    let id = if first { base.to_owned() } else { format!("{base}-{digits}") };
    (kind, if id == kind.word() { String::new() } else { id })
}

type Ids<'a> = (&'a BTreeMap<&'a str, String>, &'a BTreeMap<String, Option<String>>);

/// Reads the results of a stage; says how many participants have none.
fn read_stage(
    stage: Node<'_>,
    session: Node<'_>,
    (members, players): Ids<'_>,
    field: &mut Field,
    wrote: &mut Wrote,
) -> usize {
    let mut runs: BTreeMap<String, Vec<Lap>> = BTreeMap::new();
    for event in stage.list("events") {
        if event.text("event_name") == "Lap" {
            let Some(own) = event.get("attributes") else { continue };
            let sectors = ["Sector1Time", "Sector2Time", "Sector3Time"];
            let sectors: Option<Vec<Exact>> =
                sectors.iter().map(|key| own.whole(key).and_then(Exact::of_millis)).collect();
            runs.entry(event.text("participantid")).or_default().push(Lap {
                time: own.whole("LapTime").and_then(Exact::of_millis),
                sectors: sectors.unwrap_or_default(),
                ..Lap::default()
            });
        }
    }
    let is_race = field.kind == Kind::Race;
    let mut seen = BTreeSet::new();
    for result in stage.list("results") {
        let Some(own) = result.get("attributes") else { continue };
        let name = result.text("name");
        let by_member = members.get(result.text("refid").as_str()).filter(|own| !own.is_empty());
        let id = by_member.cloned().or_else(|| players.get(&name).cloned().flatten()).unwrap_or_default();
        let word = own.text("State");
        let status = words::status(&word);
        if status.is_none() && !word.is_empty() {
            wrote.told.push(unknown(&word).at(own.place()));
        }
        let status = status.or((!word.is_empty()).then_some(Status::Dnf));
        let status = words::that_counts(status, is_race);
        let vehicle = own.text("VehicleId");
        let time = |key: &str| own.whole(key).and_then(Exact::of_millis);
        let participant = result.text("participantid");
        let run = runs.remove(&participant).unwrap_or_default();
        seen.insert(participant);
        field.cars.push(Car {
            chassis: if vehicle.is_empty() { vehicle } else { format!("car {vehicle}") },
            drivers: vec![Driver { name, id, ..Driver::default() }],
            position: own.count("RacePosition").filter(|&own| own > 0),
            remark: if status.is_some() { word } else { String::new() },
            status,
            laps: own.count("Lap"),
            time: time("TotalTime"),
            best: time("FastestLapTime"),
            run,
            line: result.line(),
            ..Car::default()
        });
    }
    let named = |own: &Node<'_>| !own.text("Name").is_empty();
    let absent = entries(session, "participants").into_iter();
    absent.filter(|(id, own)| is_race && !seen.contains(*id) && named(own)).count()
}
