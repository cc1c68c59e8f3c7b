//! What somebody gives at the desk, before it is entered: what it does to files and tables.

use super::stewards::{AtDesk, head};
use crate::html_fragment;
use crate::sheet::Sheet;
use crate::sheet::whatif::whatif;
use crate::site::head::Head;
use crate::site::view::Settings;
use crate::site::{Page, page};
use askama::Template;
use parcferme_core::whatif::Comparison;

/// Lines of a file that are shown; a file of laps has thousands.
const MOST_LINES: usize = 60;
/// Characters of a line that are shown.
const MOST_IN_LINE: usize = 240;

/// Changed files, with what they do.
pub struct Proposed<'a> {
    pub title: &'a str,
    /// What the log is to say.
    pub why: &'a str,
    /// The page where it was given, such as `/add`.
    pub back: &'a str,
    /// The address that shows it, such as `/enter`.
    pub served: &'a str,
    /// What names it.
    pub id: String,
    /// What it does to files.
    pub sentences: Vec<String>,
    /// The files, with the lines and blocks that go and come.
    pub differs: Vec<(&'a str, &'a [String], &'a [String])>,
    /// What is told of the season with it.
    pub told: Vec<String>,
    pub comparison: &'a Comparison,
    pub more: &'a More<'a>,
}

/// What a page of changed files has beside them.
#[derive(Default)]
pub struct More<'a> {
    /// What was entered since it was shown before, where that is why it is shown anew.
    pub since: Vec<String>,
    /// What there is to tell of it beside what is told of the season.
    pub told: Vec<String>,
    /// Further sections, after the heading: escaped by their writer.
    pub above: Option<&'a str>,
}

/// A file with its lines, signed, as many as are shown.
pub(super) struct Lines<'a> {
    pub path: &'a str,
    pub lines: Vec<(char, String)>,
    pub more: usize,
}

#[derive(Template)]
#[template(path = "desk/proposed.html")]
struct ProposedPage<'p> {
    head: Head,
    at: &'p AtDesk<'p>,
    own: &'p Proposed<'p>,
    files: Vec<Lines<'p>>,
    /// Escaped by its writer.
    tables: String,
    above: &'p str,
    action: String,
    back: String,
}

/// What was given, with the form that enters it.
pub fn proposed(settings: &Settings, at: &AtDesk<'_>, own: &Proposed<'_>) -> Page {
    let head = head(settings, at, own.served, own.title);
    let tables = if own.comparison.tables.is_empty() {
        String::new()
    } else {
        let sheet = whatif(at.season, "", own.comparison, &[]);
        html_fragment::sheet(&Sheet { head: Default::default(), ..sheet }, "proposed")
    };
    let root = head.site(&format!("desk/{}", at.id));
    let (action, back) = (format!("{root}/enter"), format!("{root}{}", own.back));
    let files = own.differs.iter().map(|own| lines(own)).collect();
    page!(ProposedPage {
        head,
        at,
        own,
        files,
        tables,
        above: own.more.above.unwrap_or_default(),
        action,
        back
    })
}

/// The lines that went and came.
pub(super) fn lines<'a>(&(path, gone, come): &(&'a str, &[String], &[String])) -> Lines<'a> {
    let of = |sign: char, pieces: &[String]| -> Vec<(char, String)> {
        let lines = pieces.iter().flat_map(|piece| piece.lines());
        lines.map(|line| (sign, line.chars().take(MOST_IN_LINE).collect())).collect()
    };
    let mut lines = of('−', gone);
    lines.extend(of('+', come));
    let more = lines.len().saturating_sub(MOST_LINES);
    lines.truncate(MOST_LINES);
    Lines { path, lines, more }
}

#[derive(Template)]
#[template(path = "desk/clashes.html")]
struct ClashesPage<'p> {
    head: Head,
    title: &'p str,
    since: &'p [String],
    /// The file, what was given, and what was entered since.
    clashes: &'p [(&'p str, &'p str, &'p str)],
    back: String,
}

/// What was given and what was entered since, where both changed the same places.
pub fn clashes(
    settings: &Settings,
    at: &AtDesk<'_>,
    (title, back): (&str, &str),
    since: &[String],
    clashes: &[(&str, &str, &str)],
) -> Page {
    let head = head(settings, at, "/enter", title);
    let back = head.site(&format!("desk/{}{back}", at.id));
    page!(ClashesPage { head, title, since, clashes, back })
}
