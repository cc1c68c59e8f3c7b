//! `/desk/SERIES/SEASON/rounds/NN/grid` and `/desk/SERIES/SEASON/entries`: results and entries that a points-keeper types.

use super::at::{Desk, said, wrong};
use super::enter::offer;
use super::shown::About;
use super::stewards::PUBLISHES;
use super::{Answer, unanswered};
use crate::desk::Stands;
use crate::desk::proposed::Proposed;
use crate::desk::typed::{self, CELLS, ENTRY, Entries, Grid, Line, MOST_LINES, session_of};
use crate::server::form::Posted;
use crate::server::gate::Endpoints;
use crate::server::pages::missing;
use axum::extract::{Path, Query};
use parcferme_publish::site::desk::entering::More;
use parcferme_publish::site::desk::typing as pages;
use parcferme_store::Role;

/// Empty lines behind those of cars that are known.
const FURTHER: usize = 3;
pub fn endpoints() -> Endpoints {
    Endpoints::new()
        .get("/desk/{series}/{season}/rounds/{number}/grid", PUBLISHES, grid)
        .post("/desk/{series}/{season}/rounds/{number}/grid", PUBLISHES, results)
        .get("/desk/{series}/{season}/entries", PUBLISHES, entries)
        .post("/desk/{series}/{season}/entries", PUBLISHES, entered)
}

#[derive(serde::Deserialize)]
struct Asked {
    #[serde(default)]
    session: String,
}

async fn grid(
    desk: Desk,
    Path((_, _, round)): Path<(String, String, u32)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let stands = match desk.stands().await {
        Ok(own) => own,
        Err(found) => return unanswered(&found),
    };
    let session = session_of(&stands.loaded.folder, round, &asked.session);
    let grid = Grid::of(&stands, round, &session);
    show_grid(&desk, &stands, (round, &session), &grid.lines, &grid, &[])
}

fn show_grid(
    desk: &Desk,
    stands: &Stands,
    (round, session): (u32, &str),
    given: &[Line],
    grid: &Grid,
    refused: &[String],
) -> Answer {
    let folder = &stands.loaded.folder;
    let Some(own) = folder.rounds.iter().find(|own| own.number == Some(round)) else { return missing() };
    let mut lines: Vec<pages::Line> = given
        .iter()
        .map(|own| pages::Line {
            class: own.class.clone(),
            team: own.team.clone(),
            cells: cells(own).map(str::to_owned),
        })
        .collect();
    let empty = || pages::Line { class: String::new(), team: String::new(), cells: Default::default() };
    if lines.len() < grid.lines.len() + FURTHER {
        lines.extend((lines.len()..grid.lines.len() + FURTHER).map(|_| empty()));
    }
    let mut sessions: Vec<String> =
        folder.results.keys().filter(|own| own.0 == round).map(|own| own.1.clone()).collect();
    for further in
        own.main.iter().chain(&own.sessions).map(String::as_str).chain([session, "race", "qualifying"])
    {
        if !sessions.iter().any(|own| own == further) {
            sessions.push(further.to_owned());
        }
    }
    let whose = |own: &Line| {
        let parts = [own.team.as_str(), own.drivers.as_str()];
        parts.into_iter().filter(|own| !own.is_empty()).collect::<Vec<_>>().join(", ")
    };
    let cars: Vec<(String, String)> = grid.cars.iter().map(|own| (own.number.clone(), whose(own))).collect();
    let name = if own.name.is_empty() { &own.event } else { &own.name };
    let page = pages::Grid {
        round,
        name,
        session,
        sessions: &sessions,
        after: stands.operation.number,
        lines: &lines,
        rows: grid.rows,
        cars: &cars,
        refused,
    };
    desk.show(stands, |at| pages::grid(&desk.shelf.settings, at, &page))
}

/// The cells of a line, by [`CELLS`].
fn cells(own: &Line) -> [&str; CELLS.len()] {
    [&own.place, &own.number, &own.laps, &own.time, &own.status, &own.drivers].map(String::as_str)
}

#[derive(serde::Deserialize)]
struct Typed {
    session: String,
    after: String,
    #[serde(rename = "place[]", default)]
    place: Vec<String>,
    #[serde(rename = "number[]", default)]
    number: Vec<String>,
    #[serde(rename = "laps[]", default)]
    laps: Vec<String>,
    #[serde(rename = "time[]", default)]
    time: Vec<String>,
    #[serde(rename = "status[]", default)]
    status: Vec<String>,
    #[serde(rename = "drivers[]", default)]
    drivers: Vec<String>,
}

impl Typed {
    fn lines(&self) -> Vec<Line> {
        let cell = |of: &[String], at: usize| of.get(at).map_or_else(String::new, |own| typed::cell(own));
        let line = |at| Line {
            place: cell(&self.place, at),
            number: cell(&self.number, at),
            laps: cell(&self.laps, at),
            time: cell(&self.time, at),
            status: cell(&self.status, at),
            drivers: cell(&self.drivers, at),
            ..Line::default()
        };
        (0..self.number.len().min(MOST_LINES)).map(line).collect()
    }
}

async fn results(
    desk: Desk,
    Path((_, _, round)): Path<(String, String, u32)>,
    Posted(fields): Posted<Typed>,
) -> Answer {
    let mut given = fields.lines();
    let (sent, asked, after) = (given.clone(), fields.session, fields.after.parse().unwrap_or(0));
    let made = desk.ask(move |record, _, season| {
        // The lines are those of the state that was shown.
        let stands = Stands::after(record, season, after)?;
        let session = session_of(&stands.loaded.folder, round, &asked);
        let (files, why) = typed::results(&stands, round, &session, &sent);
        let proposed = Proposed::of(&stands, files, None).map(|own| (own, why));
        Ok((stands, session, proposed))
    });
    let (stands, session, proposed) = match made.await {
        Ok(own) => own,
        Err(found) => return unanswered(&found),
    };
    match proposed {
        Ok((own, why)) => {
            let name = stands.loaded.folder.rounds.iter().find(|own| own.number == Some(round));
            let name = name.map_or_else(String::new, |own| format!(", {}", own.name));
            let about = About {
                title: format!("Results of round {round}{name}"),
                why,
                back: format!("/rounds/{round}/grid?session={session}"),
                role: Role::PointsKeeper,
            };
            offer(&desk, &stands, own, about, &More::default()).await
        }
        Err(found) => {
            let grid = Grid::of(&stands, round, &session);
            for (own, shown) in given.iter_mut().zip(&grid.lines) {
                (own.class, own.team) = (shown.class.clone(), shown.team.clone());
            }
            wrong(show_grid(&desk, &stands, (round, &session), &given, &grid, &said(&found)))
        }
    }
}

#[derive(serde::Deserialize)]
struct Row {
    row: Option<usize>,
}

async fn entries(desk: Desk, Query(asked): Query<Row>) -> Answer {
    let stands = match desk.stands().await {
        Ok(own) => own,
        Err(found) => return unanswered(&found),
    };
    let rows = Entries::of(&stands).rows();
    let row = asked.row.filter(|own| *own < rows.len());
    let given = row.map_or_else(Default::default, |row| rows[row].clone());
    show_entries(&desk, &stands, (row, &given), &[])
}

fn show_entries(
    desk: &Desk,
    stands: &Stands,
    (row, given): (Option<usize>, &[String; ENTRY.len()]),
    refused: &[String],
) -> Answer {
    let rows: Vec<Vec<String>> = Entries::of(stands).rows().into_iter().map(Vec::from).collect();
    let page =
        pages::Entries { cells: &ENTRY, rows: &rows, after: stands.operation.number, row, given, refused };
    desk.show(stands, |at| pages::entries(&desk.shelf.settings, at, &page))
}

#[derive(serde::Deserialize)]
struct Entered {
    after: String,
    #[serde(default)]
    row: String,
    #[serde(default)]
    remove: String,
    #[serde(rename = "cell[]", default)]
    cells: Vec<String>,
}

async fn entered(desk: Desk, Posted(fields): Posted<Entered>) -> Answer {
    let mut given: [String; ENTRY.len()] = Default::default();
    for (own, text) in given.iter_mut().zip(&fields.cells) {
        *own = typed::cell(text);
    }
    let row: Option<usize> = fields.row.parse().ok();
    let is_gone = !fields.remove.is_empty();
    let after = fields.after.parse().unwrap_or(0);
    let sent = given.clone();
    let made = desk.ask(move |record, _, season| {
        let stands = Stands::after(record, season, after)?;
        let (files, why) = typed::entry(&stands, row, &sent, is_gone);
        let proposed = Proposed::of(&stands, files, None).map(|own| (own, why));
        Ok((stands, proposed))
    });
    let (stands, proposed) = match made.await {
        Ok(own) => own,
        Err(found) => return unanswered(&found),
    };
    match proposed {
        Ok((own, why)) => {
            let about = About {
                title: "Entry list".to_owned(),
                why,
                back: "/entries".to_owned(),
                role: Role::PointsKeeper,
            };
            offer(&desk, &stands, own, about, &More::default()).await
        }
        Err(found) => wrong(show_entries(&desk, &stands, (row, &given), &said(&found))),
    }
}
