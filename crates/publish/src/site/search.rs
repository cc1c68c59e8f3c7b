//! Everything that has a page, to be found by name; the same as JSON.

use crate::json;
use crate::json::search::Found;
use crate::site::circuit::circuits;
use crate::site::head::Head;
use crate::site::link::season_folder;
use crate::site::standings::kind_name;
use crate::site::view::View;
use crate::site::{Page, page};
use askama::Template;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    head: Head,
    groups: Vec<(String, Vec<Found>)>,
    count: usize,
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

/// The list as JSON.
pub fn index(view: &View) -> Page {
    Page {
        path: format!("{}search.json", season_folder(&view.season.id)),
        title: "Search".into(),
        // Strings and lists always have a form in JSON.
        html: serde_json::to_string(&json::search::search(view, "")).unwrap_or_default(),
    }
}

/// All things with a page; links are from the season's folder.
pub fn everything(view: &View) -> Vec<Found> {
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
