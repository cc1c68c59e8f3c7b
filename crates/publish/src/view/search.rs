//! Everything that has a page, to be found by name.

use crate::sheet::standings::kind_name;
use crate::view::View;
use parcferme_core::alternatives::Question;
use parcferme_core::find::{self, Asked, Fit, How, Names, SeasonNames};

/// What fits a question.
pub struct Search {
    /// Those that fit best first; all, by kind, where nothing was asked.
    pub found: Vec<Found>,
    /// Cells and totals of tables that the words name, a competitor and perhaps a round: those that fit best.
    pub cells: Vec<Cell>,
}

/// One thing with a page.
#[derive(Clone)]
pub struct Found {
    pub name: String,
    pub kind: &'static str,
    /// More words to find it by.
    pub also: String,
    /// Its page, from the season's folder.
    pub href: String,
    /// None where nothing was asked.
    pub fit: Option<How>,
}

impl Found {
    /// Whether a letter differs from what was asked.
    pub fn is_slip(&self) -> bool {
        self.fit == Some(How::Slip)
    }
}

/// A cell of a table, or a total.
pub struct Cell {
    pub question: Question,
    /// `Prodrive, Teams' Championship, GTS, round 6: Grand Prix of Mosport`.
    pub name: String,
    /// Why it is what it is, from the season's folder.
    pub href: String,
    pub fit: How,
}

/// Cells that an answer lists.
const MOST_CELLS: usize = 12;

/// Something with a page, with all that it is called.
struct Thing {
    found: Found,
    names: Names,
}

/// What is looked through.
pub(super) struct Index {
    names: SeasonNames,
    things: Vec<Thing>,
}

impl Index {
    fn of(view: &View) -> Index {
        let names = SeasonNames::of(view.season, view.rules);
        let things = everything(view, &names);
        Index { names, things }
    }
}

/// What fits the question, however it is spelled.
pub fn search(view: &View, query: &str) -> Search {
    let Index { names, things } = view.index.get_or_init(|| Index::of(view));
    let found = match Asked::new(query).is_empty() {
        true => things.iter().map(|own| own.found.clone()).collect(),
        false => fitting(things, query),
    };
    // What somebody calls by its name, `round 3`, is not a cell of something else that the words may mean too.
    let named = found.first().is_some_and(|own: &Found| own.fit == Some(How::Whole));
    let cells = find::cells(view.season, view.outcome, names, query);
    let cells = cells.into_iter().filter(|own| !named || own.fit.how == How::Whole);
    let cells = cells.take(MOST_CELLS).map(|own| cell(view, own.question, own.fit.how));
    Search { found, cells: cells.collect() }
}

/// Those of the things that fit, the best first; in their own order where they fit the same.
fn fitting(things: &[Thing], query: &str) -> Vec<Found> {
    let asked = Asked::among(query, things.iter().map(|own| &own.names));
    let fits = things.iter().filter_map(|own| Some((asked.fit(&own.names)?, &own.found)));
    let mut fits: Vec<(Fit, &Found)> = fits.collect();
    fits.sort_by_key(|own| own.0);
    fits.into_iter().map(|(fit, found)| Found { fit: Some(fit.how), ..found.clone() }).collect()
}

fn cell(view: &View, question: Question, fit: How) -> Cell {
    let table = view.outcome.table(question.title, question.class);
    let round = question.round.map(|round| &view.season.rounds[round]);
    let of_round =
        round.map_or_else(String::new, |own| format!(", round {}: {}", own.label(), own.short_name()));
    let name = table.map_or_else(String::new, |table| view.table_name(table));
    let why = table.map_or_else(String::new, |table| view.why_path(table, question.competitor));
    let part = round.map_or_else(|| "total".to_owned(), |own| format!("r{}", own.label()));
    Cell {
        name: format!("{}, {name}{of_round}", view.name(question.competitor)),
        href: format!("{why}#{part}"),
        question,
        fit,
    }
}

/// All things with a page; links are from the season's folder.
fn everything(view: &View, called: &SeasonNames) -> Vec<Thing> {
    let mut all = Vec::new();
    let mut add = |name: &str, kind: &'static str, also: String, href: String, names: Names| {
        let found = Found { name: name.to_owned(), kind, also, href, fit: None };
        all.push(Thing { found, names });
    };
    for (ix, round) in view.season.rounds.iter() {
        let date = round.date.map_or_else(String::new, |date| date.to_string());
        let also = [round.circuit.as_str(), &date].join(" ");
        let names = called.rounds[ix.index()].clone();
        add(round.short_name(), "Round", also, view.round_path(ix), names);
    }
    for circuit in view.circuits() {
        let names = Names::new([circuit], []);
        add(circuit, "Circuit", String::new(), view.circuit_path(circuit), names);
    }
    for table in &view.outcome.tables {
        let name = view.table_name(table);
        let names = Names::new([name.as_str(), view.rules.titles[table.title].id.as_str()], []);
        add(&name, "Table", String::new(), view.table_path(table, None), names);
    }
    for (ix, own) in view.season.competitors.iter() {
        let numbers = called.numbers[ix.index()].iter().map(|number| format!("No. {number}"));
        let also = numbers.collect::<Vec<_>>().join(", ");
        let names = called.competitors[ix.index()].clone();
        add(&own.name, kind_name(own.kind), also, view.competitor_path(ix), names);
    }
    all
}
