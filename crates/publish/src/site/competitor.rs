//! One team, driver, car, maker or nation: where it stands in every table and what it did in every round.

use crate::sheet::classification::Equal;
use crate::sheet::standings::kind_name;
use crate::site::head::Head;
use crate::site::result_cell::ResultCell;
use crate::site::sources::{Cited, cited};
use crate::site::{Page, page};
use crate::view::{View, position, session_words, status_word};
use askama::Template;
use parcferme_core::Ix;
use parcferme_core::number_words::{ordinal, points_in_words};
use parcferme_core::outcome::{ClassificationRow, StandingsRow};
use parcferme_core::season::{Competitor, Kind, ResultRow};

/// Rows of results that a page shows one by one.
const MOST_STARTS: usize = 80;

#[derive(Template)]
#[template(path = "competitor.html")]
struct CompetitorPage {
    head: Head,
    name: String,
    kind: &'static str,
    nation: Option<String>,
    standings: Vec<Standing>,
    starts: Vec<Start>,
    /// Rows left out: all but the best of each session.
    left_out: usize,
    entries: Vec<Entry>,
    with: Vec<(String, Vec<(String, String)>)>,
    evidence: Vec<Cited>,
}

struct Standing {
    table: String,
    href: String,
    position: String,
    total: String,
    why: String,
    cells: Vec<(String, ResultCell)>,
}

struct Start {
    round: String,
    event: String,
    href: String,
    session: String,
    class: Option<(usize, String)>,
    number: String,
    team: (String, Option<String>),
    drivers: Vec<(String, String)>,
    car: (String, Option<String>),
    position: String,
    class_position: String,
    laps: String,
    status: &'static str,
    why: String,
}

struct Entry {
    class: String,
    who: String,
    number: String,
    car: String,
    rounds: String,
}

pub fn page(view: &View, ix: Ix<Competitor>) -> Page {
    let own = &view.season.competitors[ix];
    let kind = kind_name(own.kind);
    let standings: Vec<_> = view.tables_of(ix).collect();
    let summary: Vec<String> = standings
        .iter()
        .map(|(table, row)| {
            format!(
                "{}: position {} with {}",
                view.table_name(table),
                position(row),
                points_in_words(row.total)
            )
        })
        .collect();
    let description =
        if summary.is_empty() { format!("{kind} in {}", view.season.name) } else { summary.join("; ") };
    let head = Head::of_season(view, &view.competitor_path(ix), &own.name, &description);
    let standings = standings.into_iter().map(|(table, row)| {
        let why = head.season(&view.why_path(table, ix));
        Standing {
            table: view.table_name(table),
            href: head.season(&view.table_path(table, None)),
            position: placed(row),
            total: points_in_words(row.total),
            cells: row
                .cells
                .iter()
                .map(|cell| (view.season.rounds[cell.round].label(), ResultCell::new(view, cell)))
                .collect(),
            why,
        }
    });
    let shown = shown(view, ix);
    page!(CompetitorPage {
        left_out: view.starts_of(ix).len() - shown.len(),
        name: own.name.clone(),
        kind,
        nation: own.nation.clone(),
        standings: standings.collect(),
        starts: shown.iter().map(|&result| start(view, &head, result)).collect(),
        entries: entries(view, ix),
        with: with(view, &head, ix),
        evidence: cited(view, &head, &own.cites).into_iter().take(12).collect(),
        head,
    })
}

/// `2nd with`, `1st, shared, with`, or how else a row stands.
fn placed(row: &StandingsRow) -> String {
    match row.position {
        None if row.excluded.is_some() => "excluded, with".to_owned(),
        None => "without a place, with".to_owned(),
        Some(position) if row.shared => format!("{}, shared, with", ordinal(position)),
        Some(position) => format!("{} with", ordinal(position)),
    }
}

fn start(view: &View, head: &Head, result: Ix<ResultRow>) -> Start {
    let own = &view.season.results[result];
    let session = &view.season.sessions[own.session];
    let row = view.classified_row(result);
    let number = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
    let equal = view.outcome.classification(own.session).map_or_else(Equal::default, Equal::of);
    let link = |ix: Ix<Competitor>| head.season(&view.competitor_path(ix));
    Start {
        round: view.season.rounds[session.round].label(),
        event: view.season.rounds[session.round].short_name().to_owned(),
        href: head.season(&view.round_path(session.round)),
        session: if session.id == "race" { String::new() } else { session_words(&session.id) },
        class: row
            .and_then(|row| row.class)
            .map(|class| (class.index() % 8, view.class_name(class).to_owned())),
        number: own.number.to_string(),
        team: (view.team_of(own).to_owned(), own.stands_for(Kind::Team).map(link)),
        drivers: own.crew.iter().map(|seat| (link(seat.driver), view.name(seat.driver).to_owned())).collect(),
        car: match own.stands_for(Kind::Chassis) {
            Some(chassis) => (view.name(chassis).to_owned(), Some(link(chassis))),
            None => (own.printed_chassis.clone(), None),
        },
        position: row.map_or_else(String::new, |row| placed_in(row, &equal)),
        class_position: row.map_or_else(String::new, |row| equal.class_place(row)),
        laps: number(row.and_then(|row| row.laps).map(u32::from)),
        status: row.map_or("", |row| status_word(row.status, row.classified)),
        why: format!("{}#{}", head.season(&view.cars_path(session.round)), view.car_anchor(result)),
    }
}

/// `3`, `3=`, `3 (guess)`.
fn placed_in(row: &ClassificationRow, equal: &Equal) -> String {
    format!("{}{}", equal.place(row), if row.guessed { " (guess)" } else { "" })
}

/// All rows, or of a competitor with very many the best of each session.
fn shown(view: &View, ix: Ix<Competitor>) -> Vec<Ix<ResultRow>> {
    let all = view.starts_of(ix);
    if all.len() <= MOST_STARTS {
        return all.to_vec();
    }
    let rank = |result: Ix<ResultRow>| {
        let place = view.classified_row(result).and_then(|row| row.position);
        (place.is_none(), place)
    };
    let mut best: Vec<Ix<ResultRow>> = Vec::new();
    for &result in all {
        let session = |ix: Ix<ResultRow>| view.season.results[ix].session;
        match best.last_mut() {
            Some(last) if session(*last) == session(result) => {
                if rank(result) < rank(*last) {
                    *last = result;
                }
            }
            _ => best.push(result),
        }
    }
    best
}

/// The lines of entry lists that name the competitor.
fn entries(view: &View, ix: Ix<Competitor>) -> Vec<Entry> {
    let kind = view.season.competitors[ix].kind;
    view.entries_of(ix)
        .map(|line| Entry {
            class: view.class_name(line.class).to_owned(),
            who: if kind == Kind::Team { line.printed_driver.clone() } else { line.printed_team.clone() },
            number: line.number.clone().unwrap_or_default().to_string(),
            car: [line.chassis.as_str(), line.engine.as_str()].join(" ").trim().to_owned(),
            rounds: line.printed_rounds.clone(),
        })
        .collect()
}

/// Others on the same rows of results, by kind.
fn with(view: &View, head: &Head, ix: Ix<Competitor>) -> Vec<(String, Vec<(String, String)>)> {
    let met = view.met(ix);
    let of_kind = |kind| {
        let names: Vec<(String, String)> = met
            .iter()
            .filter(|&&other| view.season.competitors[other].kind == kind)
            .map(|&other| (head.season(&view.competitor_path(other)), view.name(other).to_owned()))
            .collect();
        (!names.is_empty()).then(|| (format!("{}s", kind_name(kind)).replace("Chassiss", "Chassis"), names))
    };
    Kind::ALL.into_iter().filter(|kind| *kind != Kind::Entry).filter_map(of_kind).collect()
}
