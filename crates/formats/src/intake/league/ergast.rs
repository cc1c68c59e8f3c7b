//! Formula One as the Ergast service gave it, and as its successors give it (`MRData`): the calendar, results of races, sprints
//! and qualifying, and the tables after a round.

use super::super::exact::{Exact, day_of_text};
use super::super::form::File;
use super::super::json::Node;
use super::super::said::{Event, Kind};
use super::super::sim::{Car, Driver, Field, Wrote};
use super::table::{self, Line};
use parcferme_core::Diagnostic;
use parcferme_core::season::{RoundStatus, Status};
use std::collections::BTreeMap;

pub(in super::super) fn is(root: Node<'_>) -> bool {
    root.get("MRData").is_some_and(|own| own.has(&["RaceTable"]) || own.has(&["StandingsTable"]))
}

/// What a race has, and the session that it becomes.
const SESSIONS: [(&str, Kind, &str); 3] = [
    ("QualifyingResults", Kind::Qualifying, ""),
    ("SprintResults", Kind::Race, "sprint"),
    ("Results", Kind::Race, ""),
];

/// Letters in the place of a position, and what they mean.
const STATUSES: [(&str, Status); 6] = [
    ("R", Status::Dnf),
    ("D", Status::Dsq),
    ("E", Status::Dsq),
    ("W", Status::Dns),
    ("F", Status::Dnq),
    ("N", Status::Nc),
];

pub(in super::super) fn read(file: &File<'_>, root: Node<'_>) -> Wrote {
    let mut wrote = Wrote::new(file.name, "an answer of the Ergast service or its like (JSON)");
    let Some(answer) = root.get("MRData") else { return wrote };
    wrote.said.series = match answer.text("series").as_str() {
        "f1" => "Formula One".to_owned(),
        other => other.to_owned(),
    };
    let table = |key: &str, list: &str| answer.get(key).map_or_else(Vec::new, |own| own.list(list));
    let mut rows = 0;
    for race in table("RaceTable", "Races") {
        wrote.said.year = wrote.said.year.or_else(|| race.text("season").parse().ok());
        rows += read_race(race, &mut wrote);
    }
    for list in table("StandingsTable", "StandingsLists") {
        wrote.said.year = wrote.said.year.or_else(|| list.text("season").parse().ok());
        rows += standings(file.name, list, &mut wrote);
    }
    told_if_cut(answer, rows);
    wrote.columns(&[
        ("positionText", "position, status"),
        ("number", "number"),
        ("Driver.familyName", "drivers"),
        ("Driver.driverId", "driver_ids"),
        ("Constructor.name", "manufacturer"),
        ("grid", "grid"),
        ("laps", "laps"),
        ("Time.millis", "time"),
        ("FastestLap.time", "best_lap"),
        ("status", "remark"),
        ("DriverStandings", "published table drivers"),
        ("ConstructorStandings", "published table constructors"),
    ]);
    wrote
}

/// The sessions of a race, or its place in the calendar; how many rows it has.
fn read_race(race: Node<'_>, wrote: &mut Wrote) -> usize {
    let event = Event {
        round: race.count("round"),
        name: race.text("raceName"),
        circuit: race.get("Circuit").map_or_else(String::new, |own| own.text("circuitName")),
        date: day_of_text(&race.text("date")),
        ..Event::default()
    };
    let mut rows = 0;
    for (key, kind, id) in SESSIONS {
        let list = race.list(key);
        if list.is_empty() {
            continue;
        }
        rows += list.len();
        let cars = list.into_iter().map(|row| car(row, kind)).collect();
        wrote.add(Field { event: event.clone(), kind, id: id.to_owned(), cars });
    }
    for (key, why) in [
        (
            "Laps",
            "they name no car and no number of laps behind; results and laps of a timing service are read",
        ),
        ("PitStops", "a season has its stops from laps"),
    ] {
        let list = race.list(key);
        rows +=
            if key == "Laps" { list.iter().map(|own| own.list("Timings").len()).sum() } else { list.len() };
        if !list.is_empty() {
            wrote.left(format!("{key} of {}", event.name), why);
        }
    }
    if rows == 0 {
        // A calendar alone does not say what has been held.
        wrote.said.calendar.push(Event { status: RoundStatus::Scheduled, ..event });
        return 1;
    }
    rows
}

fn car(row: Node<'_>, kind: Kind) -> Car {
    let is_race = kind == Kind::Race;
    let place = row.text("positionText");
    let place = if place.is_empty() { row.text("position") } else { place };
    let status = STATUSES.iter().find(|(word, _)| *word == place).map(|(_, status)| *status);
    let position = place.parse().ok().filter(|&own: &u32| own > 0);
    if status.is_none() && position.is_none() {
        row.tell(
            Diagnostic::warning("PF1022", "`positionText` does not hold what it should")
                .found(place)
                .expected("a position, or one of R, D, E, W, F, N")
                .help("it was read as absent; check the file"),
        );
    }
    let word = row.text("status");
    let says_more = !matches!(word.as_str(), "" | "Finished" | "Lapped") && !word.starts_with('+');
    let time = |own: Option<Node<'_>>| own.and_then(|own| Exact::of_clock(&own.text("time")));
    let fastest = row.get("FastestLap").and_then(|own| own.get("Time"));
    // Whoever was in the third part was the quickest of all in it, whatever the second gave.
    let segments = ["Q3", "Q2", "Q1"].into_iter().find_map(|key| Exact::of_clock(&row.text(key)));
    Car {
        number: row.text("number"),
        manufacturer: row.get("Constructor").map_or_else(String::new, |own| own.text("name")),
        drivers: row.get("Driver").map(driver).into_iter().collect(),
        position,
        status: status.or((position.is_none() && is_race).then_some(Status::Nc)),
        remark: if says_more { word } else { String::new() },
        laps: row.count("laps").filter(|_| is_race),
        time: row.get("Time").and_then(|own| own.whole("millis")).and_then(Exact::of_millis),
        best: time(fastest).or(segments),
        grid: row.count("grid"),
        line: row.line(),
        ..Car::default()
    }
}

fn driver(own: Node<'_>) -> Driver {
    let name = [own.text("givenName"), own.text("familyName")].join(" ");
    Driver { name: name.trim().to_owned(), id: own.text("driverId"), ..Driver::default() }
}

/// The tables after a round; how many lines they have.
fn standings(document: &str, list: Node<'_>, wrote: &mut Wrote) -> usize {
    let after = list.count("round");
    let mut count = 0;
    for (key, title, whose) in
        [("DriverStandings", "drivers", "Driver"), ("ConstructorStandings", "constructors", "Constructor")]
    {
        let lines: Vec<Line> = list
            .list(key)
            .into_iter()
            .map(|row| Line {
                position: row.count("position"),
                competitor: row.get(whose).map_or_else(String::new, |own| match whose {
                    "Driver" => driver(own).name,
                    _ => own.text("name"),
                }),
                cells: BTreeMap::new(),
                total: row.points("points"),
                line: row.line(),
            })
            .collect();
        count += lines.len();
        if !lines.is_empty() {
            wrote.said.tables.push(table::record(title, "", after, lines, document));
        }
    }
    count
}

/// An answer has `limit` rows of `total` from `offset` on: what stands in another one is missing here, also of a race.
fn told_if_cut(answer: Node<'_>, rows: usize) {
    let rows = u32::try_from(rows).unwrap_or(u32::MAX);
    let (offset, total) = (answer.count("offset").unwrap_or(0), answer.count("total").unwrap_or(0));
    if offset > 0 || total > offset.saturating_add(rows) {
        answer.tell(
            Diagnostic::warning("PF1421", "the file is one part of a longer answer")
                .found(format!("{rows} rows of {total}, after {offset} others"))
                .expected("all rows, or the other parts beside this one")
                .help("ask the service with a larger `limit`, or with `offset` for the rest, and add all parts in one command: rows of a race that stand in another part are missing until then"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::folder::{Folder, ResultRecord};
    use crate::intake::{self, Wish};
    use parcferme_core::season::{RoundStatus, Status};

    const RACE: &str = r#"{"MRData":{"series":"f1","limit":"30","offset":"0","total":"5","RaceTable":{"season":"2030","Races":[
{"season":"2030","round":"2","raceName":"Hill Grand Prix","Circuit":{"circuitName":"Hill Park"},"date":"2030-03-12",
"Results":[
{"number":"4","position":"1","positionText":"1","Driver":{"driverId":"archer","givenName":"Ann","familyName":"Archer"},"Constructor":{"name":"Red"},"grid":"2","laps":"57","status":"Finished","Time":{"millis":"5636736","time":"1:33:56.736"},"FastestLap":{"Time":{"time":"1:36.236"}}},
{"number":"7","position":"2","positionText":"2","Driver":{"driverId":"boyd","givenName":"Ben","familyName":"Boyd"},"Constructor":{"name":"Blue"},"grid":"1","laps":"56","status":"+1 Lap","FastestLap":{"Time":{"time":"1:35.999"}}},
{"number":"9","position":"3","positionText":"R","Driver":{"driverId":"cox","familyName":"Cox"},"Constructor":{"name":"Red"},"grid":"0","laps":"39","status":"Engine"},
{"number":"11","position":"4","positionText":"D","Driver":{"driverId":"diaz","givenName":"Eva","familyName":"Diaz"},"Constructor":{"name":"Blue"},"laps":"57","status":"Disqualified"}],
"SprintResults":[
{"number":"7","position":"1","positionText":"1","Driver":{"driverId":"boyd","givenName":"Ben","familyName":"Boyd"},"Constructor":{"name":"Blue"},"laps":"20","status":"Finished","Time":{"millis":"1800000"}}]},
{"season":"2030","round":"3","raceName":"Lake Grand Prix","Circuit":{"circuitName":"Lake"},"date":"2030-03-19"}]}}}"#;

    const TABLE: &str = r#"{"MRData":{"series":"f1","RaceTable":null,"StandingsTable":{"season":"2030","StandingsLists":[{"season":"2030","round":"2",
"DriverStandings":[{"position":"1","points":"32.5","Driver":{"givenName":"Ben","familyName":"Boyd"}}],
"ConstructorStandings":[{"position":"1","points":"26","Constructor":{"name":"Blue"}}]}]}}}"#;

    fn shown(row: &ResultRecord) -> String {
        let time = row.time.map(|own| own.0).unwrap_or_default();
        let best = row.best_lap.map(|own| own.0).unwrap_or_default();
        format!(
            "{:?} {} #{} {} ({}) {} {:?} {time} {best} {:?} {}",
            row.position,
            row.status.word(),
            row.number,
            row.crew[0].driver,
            row.crew[0].id,
            row.manufacturer,
            row.laps,
            row.grid,
            row.remark
        )
    }

    #[test]
    fn a_race_and_its_sprint_are_read() {
        let read = intake::read(&[("results.json", RACE.as_bytes())]);
        assert_eq!(read.diagnostics, []);
        let said = &read.said[0];
        assert_eq!((said.series.as_str(), said.year), ("Formula One", Some(2030)));
        let ids: Vec<&str> = said.sessions.iter().map(|own| own.id()).collect();
        assert_eq!(ids, ["sprint", "race"]);
        let event = &said.sessions[1].event;
        assert_eq!(
            (event.round, event.name.as_str(), event.circuit.as_str()),
            (Some(2), "Hill Grand Prix", "Hill Park")
        );
        let rows: Vec<String> = said.sessions[1].rows.iter().map(shown).collect();
        assert_eq!(
            rows,
            [
                "Some(1) finished #4 Ann Archer (archer) Red Some(57) 5636736 96236 Some(2) ",
                "Some(2) finished #7 Ben Boyd (boyd) Blue Some(56) 0 95999 Some(1) ",
                "None dnf #9 Cox (cox) Red Some(39) 0 0 None Engine",
                "None dsq #11 Eva Diaz (diaz) Blue Some(57) 0 0 None Disqualified",
            ]
        );
        let feats: Vec<(&str, &str)> =
            said.sessions[1].feats.iter().map(|own| (own.feat.as_str(), own.number.as_str())).collect();
        assert_eq!(feats, [("fastest-lap", "7"), ("pole", "7")]);
        assert_eq!(
            (said.calendar[0].name.as_str(), said.calendar[0].status),
            ("Lake Grand Prix", RoundStatus::Scheduled)
        );
    }

    #[test]
    fn tables_are_published_after_their_round() {
        let read = intake::read(&[("standings.json", TABLE.as_bytes())]);
        let tables: Vec<_> = read.said[0].tables.iter().map(|own| (own.title.as_str(), own.after)).collect();
        assert_eq!(tables, [("drivers", Some(2)), ("constructors", Some(2))]);
        assert_eq!(read.said[0].tables[0].lines[0].total.map(|own| own.to_string()).as_deref(), Some("32.5"));
    }

    #[test]
    fn a_part_of_an_answer_is_told_and_parts_make_a_whole() {
        let cut = RACE.replace(r#""total":"5""#, r#""total":"440""#);
        let read = intake::read(&[("part.json", cut.as_bytes())]);
        assert_eq!(read.diagnostics.iter().map(|own| own.id).collect::<Vec<_>>(), ["PF1421"]);
        let at = RACE.find(r#"{"number":"9""#).unwrap_or(0);
        let end = RACE.find("],\n\"SprintResults").unwrap_or(0);
        let first = format!("{}{}", RACE[..at].trim_end().trim_end_matches(','), &RACE[end..]);
        let second = RACE.replace(&RACE[RACE.find(r#"{"number":"4""#).unwrap_or(0)..at], "");
        let files = [("1.json", first.as_bytes()), ("2.json", second.as_bytes())];
        let read = intake::read(&files);
        let added = intake::add(read.said, &str::to_owned, &Folder::default(), &Wish::default());
        let folder = added.folder.expect("both are taken");
        let rows = &folder.results[&(2, "race".to_owned())];
        let numbers: Vec<&str> = rows.iter().map(|row| row.number.as_str()).collect();
        assert_eq!(numbers, ["4", "7", "9", "11"], "{:?}", added.diagnostics);
        assert_eq!(rows[3].status, Status::Dsq);
    }
}
