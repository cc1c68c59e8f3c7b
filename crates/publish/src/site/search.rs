//! Everything that has a page, to be found by name.

use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::View;
use crate::view::search::{self, Cell, Found, Search};
use askama::Template;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    head: Head,
    query: String,
    cells: Vec<Cell>,
    groups: Vec<(&'static str, Vec<Found>)>,
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
    let Search { found, cells } = search::search(view, query);
    let count = found.len() + cells.len();
    let mut groups: Vec<(&'static str, Vec<Found>)> = Vec::new();
    for found in found {
        match groups.iter_mut().find(|(kind, _)| *kind == found.kind) {
            Some((_, list)) => list.push(found),
            None => groups.push((found.kind, vec![found])),
        }
    }
    page!(SearchPage { head, query: query.to_owned(), cells, groups, count })
}
