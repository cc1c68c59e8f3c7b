//! A season in one file: `entries` by code, and `results` by round and class.

use super::super::form::File;
use super::super::json::Node;
use super::super::said::{Event, Kind, Session};
use super::super::sim::{Wrote, status, unknown};
use crate::folder::{ResultRecord, SeatRecord};
use parcferme_core::season::{RoundStatus, Status};
use std::collections::BTreeMap;

pub(in super::super) fn is(root: Node<'_>) -> bool {
    root.has(&["entries", "results", "fullCalendar"]) && root.get("results").is_some_and(Node::is_object)
}

pub(in super::super) fn read(file: &File<'_>, root: Node<'_>) -> Wrote {
    let mut wrote = Wrote::new(file.name, "a season with entries and results by class (JSON)");
    wrote.said.year = root.text("season").parse().ok();
    wrote.said.series = root.text("sport");
    wrote.said.title = root.text("generatedFrom");
    let entries: BTreeMap<String, Node<'_>> =
        root.list("entries").into_iter().map(|own| (own.text("code"), own)).collect();
    let mut events: BTreeMap<u32, Event> = BTreeMap::new();
    for own in root.list("fullCalendar") {
        let Some(round) = own.count("round") else { continue };
        let held = own.yes("completed") != Some(false);
        let event = Event {
            round: Some(round),
            name: own.text("event"),
            circuit: own.text("place"),
            status: if held { RoundStatus::Held } else { RoundStatus::Scheduled },
            ..Event::default()
        };
        events.insert(round, event);
    }
    let results = root.get("results").map_or_else(Vec::new, Node::entries);
    for (round, classes) in results {
        let Ok(number) = round.parse::<u32>() else { continue };
        let event = events.remove(&number).unwrap_or(Event { round: Some(number), ..Event::default() });
        let mut session = Session { event, kind: Kind::Race, ..Session::default() };
        for (class, rows) in classes.entries() {
            for row in rows.items() {
                session.rows.push(result(row, class, &entries, &mut wrote));
            }
        }
        session.rows.sort_by_key(|row| (row.position.is_none(), row.position));
        if session.rows.is_empty() {
            wrote.left(format!("round {number}"), "the file has no car in it");
        } else {
            wrote.said.sessions.push(session);
        }
    }
    wrote.said.calendar.extend(events.into_values());
    wrote.columns(&[
        ("overall", "position"),
        ("number", "number"),
        ("results.<class>", "class"),
        ("entries.team", "team"),
        ("entries.drivers", "drivers"),
        ("entries.vehicle", "chassis"),
        ("entries.manufacturer", "manufacturer"),
        ("laps", "laps"),
        ("status", "status"),
        ("position", ""),
        ("points", ""),
    ]);
    wrote
}

fn result(
    row: Node<'_>,
    class: &str,
    entries: &BTreeMap<String, Node<'_>>,
    wrote: &mut Wrote,
) -> ResultRecord {
    let entry = entries.get(&row.text("code"));
    let of = |key: &str| entry.map_or_else(String::new, |own| own.text(key));
    let word = row.text("status");
    let known = status(&word);
    if known.is_none() && !word.is_empty() {
        wrote.told.push(unknown(&word).at(row.place()));
    }
    let status = known.or((!word.is_empty()).then_some(Status::Dnf)).unwrap_or(Status::Finished);
    let number = row.text("number");
    ResultRecord {
        position: row.count("overall").filter(|&own| own > 0),
        status,
        class: super::super::text::clean(class),
        number: if number.is_empty() { of("number") } else { number },
        team: of("team"),
        chassis: of("vehicle"),
        manufacturer: of("manufacturer"),
        crew: entry
            .map_or_else(Vec::new, |own| own.list("drivers"))
            .into_iter()
            .map(|own| SeatRecord::of(own.as_text()))
            .collect(),
        laps: row.count("laps"),
        line: row.line(),
        ..ResultRecord::default()
    }
}
