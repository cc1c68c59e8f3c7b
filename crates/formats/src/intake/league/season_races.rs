//! A season in one file: `season`, `rounds` with `races` with `results`, and the tables `drivers`, `teams`, `progression`.

use super::super::exact::Exact;
use super::super::form::File;
use super::super::json::Node;
use super::super::said::{Event, Feat, Kind, Session};
use super::super::sim::Wrote;
use super::table::{self, Line};
use crate::folder::{ResultRecord, SeatRecord};
use crate::names::slug;
use parcferme_core::season::Status;
use parcferme_core::{Diagnostic, Points};
use std::collections::{BTreeMap, BTreeSet};

pub(in super::super) fn is(root: Node<'_>) -> bool {
    let first = || root.list("rounds").into_iter().next()?.list("races").into_iter().next();
    root.has(&["rounds"])
        && root.get("rounds").is_some_and(Node::is_list)
        && first().is_some_and(|own| own.has(&["results"]))
}

/// Keys of a row that are true for a feat.
const FEATS: &[(&str, &str)] = &[("fl", "fastest-lap"), ("p", "pole"), ("l", "led-lap")];

pub(in super::super) fn read(file: &File<'_>, root: Node<'_>) -> Wrote {
    let mut wrote = Wrote::new(file.name, "a season with its races and tables (JSON)");
    wrote.said.year = root.text("season").parse().ok().or_else(|| root.text("year").parse().ok());
    wrote.said.series = root.text("series");
    let teams: BTreeSet<String> = root.list("teams").iter().map(|own| slug(&own.text("name"))).collect();
    let rows = || {
        let races = root.list("rounds").into_iter().flat_map(|round| round.list("races"));
        races.flat_map(|race| race.list("results"))
    };
    // Where no team of the races stands in the table of teams, the column has something else, such as cars.
    let has_teams = teams.is_empty() || rows().any(|row| teams.contains(&slug(&row.text("team"))));
    let mut points: BTreeMap<String, Vec<Points>> = BTreeMap::new();
    let mut empty = 0;
    for (at, round) in (1_u32..).zip(root.list("rounds")) {
        let venue = round.text("venue");
        let event = Event {
            round: round.count("round").or(Some(at)),
            name: if venue.is_empty() { round.text("name") } else { venue.clone() },
            circuit: venue,
            date: super::super::exact::day_of_text(&round.text("date")),
            ..Event::default()
        };
        let races = round.list("races");
        let several = races.len() > 1;
        for (at, race) in (1..).zip(races) {
            let label = slug(&race.text("label"));
            let id = match (several, label.is_empty()) {
                (false, _) => String::new(),
                (true, true) => format!("race-{at}"),
                (true, false) => label,
            };
            let mut session = Session { event: event.clone(), kind: Kind::Race, id, ..Session::default() };
            empty += read_race(race, &mut session, has_teams, &mut points);
            if !session.rows.is_empty() {
                wrote.said.sessions.push(session);
            }
        }
    }
    tables(file.name, root, &points, &mut wrote);
    let rows = wrote.said.sessions.iter().flat_map(|own| &own.rows);
    let unplaced = rows.filter(|row| row.status == Status::Nc).count();
    if unplaced > 0 {
        wrote.left(
            format!("how {unplaced} cars without a place ended"),
            "the file has no word for it; they are `nc`, which is a guess",
        );
    }
    if empty > 0 {
        wrote.left(
            format!("{empty} rows of races"),
            "they have no place, laps or time: whether the driver was there, the file does not say",
        );
    }
    if !has_teams {
        wrote.left(
            "teams of the races",
            "what stands under `team` is no team of the table of teams; it was read as the car",
        );
    }
    wrote.columns(&[
        ("pos", "position"),
        ("no", "number"),
        ("driver", "drivers"),
        ("team", if has_teams { "team" } else { "chassis" }),
        ("laps", "laps"),
        ("time, gap", "time"),
        ("bestLap", "best_lap"),
        ("fl, p, l", "feats: fastest-lap, pole, led-lap"),
        ("points", ""),
        ("avgLapSpeed", ""),
        ("driverStats", ""),
    ]);
    wrote
}

fn read_race(
    race: Node<'_>,
    session: &mut Session,
    has_teams: bool,
    points: &mut BTreeMap<String, Vec<Points>>,
) -> usize {
    let results = race.list("results");
    let says_something = |row: &Node<'_>| {
        row.count("laps").is_some_and(|own| own > 0)
            || Exact::of_clock(&row.text("time")).is_some()
            || Exact::of_clock(&row.text("bestLap")).is_some()
    };
    let place = |row: &Node<'_>| row.count("pos").filter(|&own| own > 0);
    let held: BTreeSet<u32> = results.iter().filter(|row| says_something(row)).filter_map(place).collect();
    let winner = results.iter().find(|row| place(row) == Some(1));
    let (first, laps) =
        (winner.and_then(|row| Exact::of_clock(&row.text("time"))), winner.and_then(|row| row.count("laps")));
    let mut empty = 0;
    for row in &results {
        let driver = row.text("driver");
        if let Some(own) = row.points("points") {
            points.entry(driver.clone()).or_default().push(own);
        }
        let own = place(row);
        if !says_something(row) {
            if own.is_none() {
                empty += 1;
                continue;
            }
            if own.is_some_and(|own| held.contains(&own)) {
                row.tell(
                    Diagnostic::warning(
                        "PF1032",
                        format!("position {} stands twice in one race", own.unwrap_or(0)),
                    )
                    .found(driver.clone())
                    .expected("one car a position")
                    .help("this row has no laps and no time, and was left out; the other was kept"),
                );
                continue;
            }
        }
        let gap = row.text("gap");
        let took = match Exact::of_clock(&row.text("time")) {
            Some(own) => Some(own),
            None if row.count("laps") == laps => {
                let gap = Exact::of_clock(gap.trim_start_matches('+'));
                first.zip(gap).map(|(first, gap)| first.plus(gap))
            }
            None => None,
        };
        let team = row.text("team");
        let number = row.text("no");
        for (key, feat) in FEATS {
            if row.yes(key) == Some(true) {
                session.feats.push(Feat {
                    feat: (*feat).to_owned(),
                    number: number.clone(),
                    line: row.line(),
                    ..Feat::default()
                });
            }
        }
        session.rows.push(ResultRecord {
            position: own,
            status: if own.is_none() { Status::Nc } else { Status::Finished },
            number,
            team: if has_teams { team.clone() } else { String::new() },
            chassis: if has_teams { String::new() } else { team },
            crew: vec![SeatRecord::of(driver)],
            laps: row.count("laps").filter(|&own| own > 0),
            time: took.map(Exact::millis),
            best_lap: Exact::of_clock(&row.text("bestLap")).map(Exact::millis),
            line: row.line(),
            ..ResultRecord::default()
        });
    }
    let mut seen = BTreeSet::new();
    for row in &session.rows {
        if let Some(own) = row.position
            && !seen.insert(own)
        {
            race.tell(
                Diagnostic::warning("PF1032", format!("position {own} stands twice in one race"))
                    .found(row.crew.first().map_or("", |own| own.driver.as_str()).to_owned())
                    .expected("one car a position")
                    .help("both were kept; correct one of them"),
            );
        }
    }
    empty
}

fn tables(document: &str, root: Node<'_>, points: &BTreeMap<String, Vec<Points>>, wrote: &mut Wrote) {
    for title in ["drivers", "teams"] {
        let lines: Vec<Line> = root
            .list(title)
            .into_iter()
            .map(|row| Line {
                position: row.count("position"),
                competitor: row.text("name"),
                cells: BTreeMap::new(),
                total: row.points("points"),
                line: row.line(),
            })
            .collect();
        for line in lines.iter().filter(|_| title == "drivers") {
            let own: Points = points.get(&line.competitor).into_iter().flatten().copied().sum();
            if let Some(total) = line.total
                && total != own
            {
                wrote.told.push(table::unequal(document, line.line, &line.competitor, total, own));
            }
        }
        if !lines.is_empty() {
            wrote.said.tables.push(table::record(title, "", None, lines, document));
        }
    }
    let mut after: BTreeMap<u32, Vec<Line>> = BTreeMap::new();
    for row in root.list("progression") {
        for (round, total) in (1_u32..).zip(row.list("cumulativePointsByRound")) {
            after.entry(round).or_default().push(Line {
                position: None,
                competitor: row.text("driver"),
                cells: BTreeMap::new(),
                total: total.as_points(),
                line: row.line(),
            });
        }
    }
    for (round, lines) in after {
        wrote.said.tables.push(table::record("drivers", "", Some(round), lines, document));
    }
}
