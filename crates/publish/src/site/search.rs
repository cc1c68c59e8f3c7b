//! Everything that has a page, to be found by name; the same as JSON.

use crate::site::circuit::circuits;
use crate::site::head::Head;
use crate::site::link::season_folder;
use crate::site::standings::kind_name;
use crate::site::view::View;
use crate::site::{Page, page};
use askama::Template;
use serde::Serialize;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    head: Head,
    groups: Vec<(String, Vec<Found>)>,
    count: usize,
}

/// One thing with a page. The link is from the season's folder.
#[derive(Clone, Debug, Serialize)]
struct Found {
    name: String,
    kind: String,
    /// More words to find it by.
    #[serde(skip_serializing_if = "String::is_empty")]
    also: String,
    href: String,
}

#[derive(Serialize)]
struct Index {
    schema: &'static str,
    season: String,
    found: Vec<Found>,
}

pub fn page(view: &View) -> Page {
    let head = Head::of_season(
        view,
        "search.html",
        "Who and what",
        "Find a team, a driver, a car, a circuit, a round, a table",
    );
    let all = everything(view);
    let count = all.len();
    let mut groups: Vec<(String, Vec<Found>)> = Vec::new();
    for found in all {
        match groups.last_mut() {
            Some((kind, list)) if *kind == found.kind => list.push(found),
            _ => groups.push((found.kind.clone(), vec![found])),
        }
    }
    page!(SearchPage { head, groups, count })
}

/// The list as JSON, `parcferme.search/1`.
pub fn index(view: &View) -> Page {
    let index =
        Index { schema: "parcferme.search/1", season: view.season.id.clone(), found: everything(view) };
    Page {
        path: format!("{}search.json", season_folder(&view.season.id)),
        title: "Search".into(),
        // Strings and lists always have a form in JSON.
        html: serde_json::to_string(&index).unwrap_or_default(),
    }
}

fn everything(view: &View) -> Vec<Found> {
    let mut all = Vec::new();
    for (ix, round) in view.season.rounds.iter() {
        let also =
            [round.circuit.as_str(), &round.date.map_or_else(String::new, |date| date.to_string())].join(" ");
        all.push(Found { name: round.name.clone(), kind: "Round".into(), also, href: view.round_path(ix) });
    }
    for circuit in circuits(view) {
        all.push(Found {
            name: circuit.to_owned(),
            kind: "Circuit".into(),
            also: String::new(),
            href: view.circuit_path(circuit),
        });
    }
    for table in &view.outcome.tables {
        all.push(Found {
            name: view.table_name(table),
            kind: "Table".into(),
            also: String::new(),
            href: view.table_path(table, None),
        });
    }
    for (ix, own) in view.season.competitors.iter() {
        let mut numbers: Vec<&str> =
            view.starts_of(ix).iter().map(|&row| view.season.results[row].number.as_str()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let also = if numbers.len() > 4 {
            String::new()
        } else {
            numbers.iter().map(|n| format!("No. {n}")).collect::<Vec<_>>().join(", ")
        };
        all.push(Found {
            name: own.name.clone(),
            kind: kind_name(own.kind).into(),
            also,
            href: view.competitor_path(ix),
        });
    }
    all
}
