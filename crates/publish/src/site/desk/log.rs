//! The log of a season at the desk: operations the newest first, and one operation with what it did.

use super::entering::{Lines, lines};
use super::stewards::{AtDesk, head};
use crate::html_fragment;
use crate::record::{Told, changes};
use crate::sheet::Sheet;
use crate::sheet::whatif::whatif;
use crate::site::head::{Head, Step};
use crate::site::{Page, page};
use crate::stamp::moment_in_words;
use crate::view::Settings;
use askama::Template;
use parcferme_core::whatif::Comparison;

/// Files whose lines are shown.
const MOST_FILES: usize = 20;

/// An operation on a page of the log.
pub struct Logged {
    pub told: Told,
    /// The operation that undid it.
    pub undone_by: Option<u64>,
}

impl Logged {
    fn when(&self) -> String {
        moment_in_words(self.told.when)
    }

    /// What was done, a sentence each.
    fn done(&self) -> Vec<String> {
        changes(&self.told.changed)
    }
}

#[derive(Template)]
#[template(path = "desk/log.html")]
struct LogPage<'p> {
    head: Head,
    at: &'p AtDesk<'p>,
    root: String,
    all: &'p [Logged],
    /// Number of the oldest one shown, where there are older ones.
    earlier: Option<u64>,
    newest: bool,
}

/// A page of the log; `newest` where it begins with the last operation.
pub fn log(settings: &Settings, at: &AtDesk<'_>, all: &[Logged], newest: bool) -> Page {
    let head = head(settings, at, "Log");
    let root = head.site(&format!("desk/{}", at.id));
    let earlier = all.last().map(|own| own.told.number).filter(|number| *number > 1);
    page!(LogPage { head, at, root, all, earlier, newest })
}

/// Tables before and after.
pub enum Moved {
    /// There was no season before, or what stood before or after could not be computed: why in a sentence.
    Not(String),
    Tables(Comparison),
}

/// What one operation did.
pub struct Operation {
    pub logged: Logged,
    /// The files that it changed, with the lines and blocks that went and came.
    pub differs: Vec<(String, Vec<String>, Vec<String>)>,
    pub moved: Moved,
    /// Whether there is a next one.
    pub is_last: bool,
    /// Why it is not undone, where it cannot be; nothing where it can.
    pub stays: Option<String>,
    /// A form that was refused: what was filled in as the reason, and why it was.
    pub refused: (String, Vec<String>),
}

#[derive(Template)]
#[template(path = "desk/operation.html")]
struct OperationPage<'p> {
    head: Head,
    at: &'p AtDesk<'p>,
    root: String,
    editions: String,
    own: &'p Operation,
    files: Vec<Lines<'p>>,
    /// Files whose lines are not shown.
    more: usize,
    /// Escaped by its writer.
    tables: String,
}

/// An operation, with the form that undoes it.
pub fn operation(settings: &Settings, at: &AtDesk<'_>, own: &Operation) -> Page {
    let number = own.logged.told.number;
    let mut head = head(settings, at, &format!("Operation {number}"));
    let href = head.site(&format!("desk/{}/log", at.id));
    head.trail.push(Step { name: "Log".to_owned(), href });
    let root = head.site(&format!("desk/{}", at.id));
    let editions = head.site("editions.html");
    let tables = match &own.moved {
        Moved::Not(_) => String::new(),
        Moved::Tables(comparison) => tables(at, comparison),
    };
    let shown = own.differs.iter().take(MOST_FILES);
    let files = shown.map(|(path, gone, come)| lines(&(path.as_str(), gone, come))).collect();
    let more = own.differs.len().saturating_sub(MOST_FILES);
    page!(OperationPage { head, at, root, editions, own, files, more, tables })
}

/// Tables before and after, as HTML.
pub(super) fn tables(at: &AtDesk<'_>, comparison: &Comparison) -> String {
    let sheet = whatif(at.season, "", comparison, &[]);
    html_fragment::sheet(&Sheet { head: Default::default(), ..sheet }, "moved")
}
