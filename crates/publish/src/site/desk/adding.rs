//! Files given at the desk: the form, and how each was understood.

use super::stewards::{AtDesk, head};
use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::Settings;
use askama::Template;

/// What is said of all files, as the form has it.
#[derive(Default)]
pub struct Options {
    /// The round that they belong to; empty where they say it.
    pub round: String,
    pub session: String,
    pub kind: String,
    pub class: String,
    pub replace: bool,
}

/// How one file was understood.
pub struct File {
    pub document: String,
    /// Empty where that is asked.
    pub taken_for: String,
    pub went: Vec<String>,
    pub columns: Vec<Column>,
    pub left: Vec<String>,
    pub rows: Vec<Rows>,
}

/// A column, and what it may be.
pub struct Column {
    pub head: String,
    /// What it was taken for; empty where it was left out.
    pub field: String,
    /// What the official says that it is: a field, [`LEAVE_OUT`], or nothing.
    pub stated: String,
}

/// The choice of a column that is not to be read.
pub const LEAVE_OUT: &str = "-";

/// First rows of a table, as they were understood.
pub struct Rows {
    pub of: String,
    pub heads: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

/// What was made of files.
pub struct Read<'a> {
    /// By which the files are known; empty where they are not kept.
    pub upload: String,
    pub files: Vec<File>,
    /// What a column may be.
    pub fields: &'a [&'a str],
    pub options: &'a Options,
}

/// A page of the form, with what was made of files that were given.
pub struct Adding<'a> {
    pub read: Option<&'a Read<'a>>,
    /// Why nothing can be entered.
    pub refused: &'a [String],
    /// Limits in words, such as `8 MB in 20 files`.
    pub limits: String,
}

/// Files whose columns can be corrected on the page: each has a list of choices.
const MOST_CHOICES: usize = 40;

#[derive(Template)]
#[template(path = "desk/add.html")]
struct AddPage<'p> {
    head: Head,
    at: &'p AtDesk<'p>,
    own: &'p Adding<'p>,
    rounds: Vec<(String, String)>,
    /// Escaped by its writer.
    read: String,
    action: String,
}

#[derive(Template)]
#[template(path = "desk/read.html")]
struct ReadPart<'p> {
    at: &'p AtDesk<'p>,
    own: &'p Read<'p>,
    /// Heads of all files, each once.
    columns: Vec<&'p Column>,
    /// Whether something has to be put right before anything can be entered.
    asks: bool,
    rounds: Vec<(String, String)>,
    action: String,
}

/// Kinds of tables, in a person's words.
const KINDS: &[(&str, &str)] = &[
    ("results", "results"),
    ("entries", "an entry list"),
    ("calendar", "a calendar"),
    ("standings", "standings"),
    ("laps", "laps"),
];

fn action(head: &Head, at: &AtDesk<'_>) -> String {
    head.site(&format!("desk/{}/add", at.id))
}

/// The form, and why what was given cannot be entered.
pub fn add(settings: &Settings, at: &AtDesk<'_>, adding: &Adding<'_>) -> Page {
    let head = head(settings, at, "Add files");
    let action = action(&head, at);
    let read =
        adding.read.map_or_else(String::new, |own| read(settings, at, own, !adding.refused.is_empty()));
    page!(AddPage { head, at, own: adding, rounds: super::stewards::rounds(at.season), read, action })
}

/// How files were understood, with the form that reads them anew: a part of a page. `asks`: nothing can be entered before
/// something is put right there.
pub fn read(settings: &Settings, at: &AtDesk<'_>, own: &Read<'_>, asks: bool) -> String {
    let head = head(settings, at, "");
    let mut columns: Vec<&Column> = Vec::new();
    for column in own.files.iter().flat_map(|own| &own.columns) {
        if columns.len() < MOST_CHOICES && !columns.iter().any(|other| other.head == column.head) {
            columns.push(column);
        }
    }
    let action = action(&head, at);
    let part = ReadPart { at, own, columns, asks, rounds: super::stewards::rounds(at.season), action };
    // Rendering into memory fails only where a `Display` fails, and none used here does.
    part.render().unwrap_or_default()
}

impl ReadPart<'_> {
    /// A field as a person reads it: `best lap`.
    fn plain(&self, field: &str) -> String {
        field.replace('_', " ")
    }
}
