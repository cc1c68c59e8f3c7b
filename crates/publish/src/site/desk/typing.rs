//! Results and entries typed at the desk: a row a car, cells that Tab goes along.

use super::stewards::{AtDesk, head};
use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::Settings;
use askama::Template;

/// A line of results as it is typed.
pub struct Line {
    pub class: String,
    pub team: String,
    /// By the cells of the form.
    pub cells: [String; 6],
}

/// Results of one session to be typed.
pub struct Grid<'a> {
    pub round: u32,
    pub name: &'a str,
    pub session: &'a str,
    /// The sessions that the round has, and those that it may get.
    pub sessions: &'a [String],
    /// The number of the operation that they stand after.
    pub after: u64,
    pub lines: &'a [Line],
    /// Lines behind this one are cars that have no result yet.
    pub rows: usize,
    /// Numbers of cars that are known, each with whose it is.
    pub cars: &'a [(String, String)],
    pub refused: &'a [String],
}

#[derive(Template)]
#[template(path = "desk/grid.html")]
struct GridPage<'p> {
    head: Head,
    at: &'p AtDesk<'p>,
    own: &'p Grid<'p>,
    action: String,
}

/// Names of the cells, and what they are called.
const CELLS: [(&str, &str); 6] = [
    ("place", "Place"),
    ("number", "Number"),
    ("laps", "Laps"),
    ("time", "Time or gap"),
    ("status", "Status"),
    ("drivers", "Drivers"),
];

/// The grid.
pub fn grid(settings: &Settings, at: &AtDesk<'_>, own: &Grid<'_>) -> Page {
    let path = format!("/rounds/{}/grid", own.round);
    let head = head(settings, at, &format!("Results of {}", own.name));
    let action = head.site(&format!("desk/{}{path}", at.id));
    page!(GridPage { head, at, own, action })
}

/// The entry list, with a form for one entry.
pub struct Entries<'a> {
    /// Names of the cells, and what they are called.
    pub cells: &'a [(&'a str, &'a str)],
    pub rows: &'a [Vec<String>],
    pub after: u64,
    /// The row that is changed; none where one is added.
    pub row: Option<usize>,
    pub given: &'a [String],
    pub refused: &'a [String],
}

#[derive(Template)]
#[template(path = "desk/entries.html")]
struct EntriesPage<'p> {
    head: Head,
    at: &'p AtDesk<'p>,
    own: &'p Entries<'p>,
    action: String,
    add: String,
}

/// The entry list.
pub fn entries(settings: &Settings, at: &AtDesk<'_>, own: &Entries<'_>) -> Page {
    let head = head(settings, at, "Entry list");
    let root = head.site(&format!("desk/{}", at.id));
    let (action, add) = (format!("{root}/entries"), format!("{root}/add"));
    page!(EntriesPage { head, at, own, action, add })
}
