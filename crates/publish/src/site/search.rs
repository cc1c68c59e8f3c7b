//! Everything that has a page, to be found by name; the same as JSON.

use crate::json;
use crate::json::search::{Cell, Found};
use crate::site::circuit::circuits;
use crate::site::head::Head;
use crate::site::link::season_folder;
use crate::site::standings::kind_name;
use crate::site::view::View;
use crate::site::{Page, page};
use askama::Template;
use parcferme_core::alternatives::Question;
use parcferme_core::find::{self, FoundCell, Names, SeasonNames};

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    head: Head,
    query: String,
    cells: Vec<Cell>,
    groups: Vec<(String, Vec<Found>)>,
    count: usize,
}

/// Everything, or what fits a question.
pub fn page(view: &View, query: &str) -> Page {
    let head = Head::of_season(
        view,
        "search.html",
        "Search",
        "Find a team, a driver, a car, a circuit, a round, a table",
    );
    let json::search::Document { found, cells, .. } = json::search::search(view, query);
    let count = found.len();
    let mut groups: Vec<(String, Vec<Found>)> = Vec::new();
    for found in found {
        match groups.iter_mut().find(|(kind, _)| *kind == found.kind) {
            Some((_, list)) => list.push(found),
            None => groups.push((found.kind.clone(), vec![found])),
        }
    }
    page!(SearchPage { head, query: query.to_owned(), cells, groups, count })
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

/// Something with a page, with all that it is called.
pub struct Thing {
    pub found: Found,
    pub names: Names,
}

/// What is looked through.
pub struct Index {
    names: SeasonNames,
    pub things: Vec<Thing>,
}

/// That of a season, put together when somebody first asks.
pub fn index_of<'v>(view: &'v View) -> &'v Index {
    view.index.get_or_init(|| {
        let names = SeasonNames::of(view.season, view.rules);
        let things = everything(view, &names);
        Index { names, things }
    })
}

/// The cells that a question names, those that fit best.
pub fn cells(view: &View, query: &str) -> Vec<FoundCell> {
    find::cells(view.season, view.outcome, &index_of(view).names, query)
}

/// `Prodrive, Teams' Championship, GTS, round 6: Grand Prix of Mosport`.
pub fn cell_name(view: &View, own: &Question) -> String {
    let table =
        view.outcome.table(own.title, own.class).map_or_else(String::new, |table| view.table_name(table));
    let round = own.round.map_or_else(String::new, |round| {
        let round = &view.season.rounds[round];
        format!(", round {}: {}", round.label(), round.short_name())
    });
    format!("{}, {table}{round}", view.name(own.competitor))
}

/// Where it is explained, from the season's folder.
pub fn cell_href(view: &View, own: &Question) -> String {
    let why = view.outcome.table(own.title, own.class).map(|table| view.why_path(table, own.competitor));
    let part = own
        .round
        .map_or_else(|| "total".to_owned(), |round| format!("r{}", view.season.rounds[round].label()));
    format!("{}#{part}", why.unwrap_or_default())
}

/// All things with a page; links are from the season's folder.
fn everything(view: &View, called: &SeasonNames) -> Vec<Thing> {
    let mut all = Vec::new();
    let mut add = |found: Found, names: Names| all.push(Thing { found, names });
    for (ix, round) in view.season.rounds.iter() {
        let also =
            [round.circuit.as_str(), &round.date.map_or_else(String::new, |date| date.to_string())].join(" ");
        let found = Found {
            name: round.short_name().to_owned(),
            kind: "Round".into(),
            also,
            href: view.round_path(ix),
            fit: None,
        };
        add(found, called.rounds[ix.index()].clone());
    }
    for circuit in circuits(view) {
        let found = Found {
            name: circuit.to_owned(),
            kind: "Circuit".into(),
            also: String::new(),
            href: view.circuit_path(circuit),
            fit: None,
        };
        add(found, Names::new([circuit], []));
    }
    for table in &view.outcome.tables {
        let name = view.table_name(table);
        let names = Names::new([name.as_str(), view.rules.titles[table.title].id.as_str()], []);
        let href = view.table_path(table, None);
        add(Found { name, kind: "Table".into(), also: String::new(), href, fit: None }, names);
    }
    for (ix, own) in view.season.competitors.iter() {
        let numbers = called.numbers[ix.index()].iter().map(|number| format!("No. {number}"));
        let found = Found {
            name: own.name.clone(),
            kind: kind_name(own.kind).into(),
            also: numbers.collect::<Vec<_>>().join(", "),
            href: view.competitor_path(ix),
            fit: None,
        };
        add(found, called.competitors[ix.index()].clone());
    }
    all
}
