//! What somebody gives at the desk, before it is entered: what it does to files and tables.

use super::stewards::{AtDesk, head};
use crate::html_fragment;
use crate::sheet::whatif::whatif;
use crate::sheet::{Sheet, capital};
use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::Settings;
use crate::view::classified::{Classified, Row, Stood};
use askama::Template;
use parcferme_core::exact::Millis;
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
    /// What names it.
    pub id: String,
    /// What it does to files.
    pub sentences: Vec<String>,
    /// The files, with the lines and blocks that go and come.
    pub differs: Vec<(&'a str, &'a [String], &'a [String])>,
    /// What is told of the season with it.
    pub told: Vec<String>,
    pub comparison: &'a Comparison,
    /// Sessions that are classified otherwise with it.
    pub classified: &'a [Classified],
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
    sessions: Vec<Session>,
    above: &'p str,
    action: String,
    back: String,
}

/// What was given, with the form that enters it.
pub fn proposed(settings: &Settings, at: &AtDesk<'_>, own: &Proposed<'_>) -> Page {
    let head = head(settings, at, own.title);
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
        sessions: own.classified.iter().map(session).collect(),
        above: own.more.above.unwrap_or_default(),
        action,
        back
    })
}

/// Cars of a session that are shown.
const MOST_CARS: usize = 60;

/// A session that is classified otherwise: its cars in cells, each before and after.
struct Session {
    name: String,
    rows: Vec<[String; 8]>,
    more: usize,
}

fn session(own: &Classified) -> Session {
    let time = |own: Option<Millis>| own.map_or_else(String::new, |own| own.to_string());
    let place = |own: &Option<Stood>| match own {
        None => "not in it".to_owned(),
        Some(own) => own.position.map_or_else(|| own.status.word().to_uppercase(), |own| own.to_string()),
    };
    let laps = |own: &Option<Stood>| match own {
        None => String::new(),
        Some(own) => own.laps.map_or_else(|| "\u{2013}".to_owned(), |own| u32::from(own).to_string()),
    };
    let elapsed = |own: &Option<Stood>| time(own.as_ref().and_then(|own| own.elapsed));
    let row = |own: &Row| {
        let Row { number, team, before, after, .. } = own;
        [
            number.clone(),
            team.clone(),
            place(before),
            place(after),
            laps(before),
            laps(after),
            elapsed(before),
            elapsed(after),
        ]
    };
    let round = own.round.map_or_else(|| own.event.clone(), |round| format!("Round {round}"));
    Session {
        name: format!("{round}, {}", own.session),
        rows: own.rows.iter().take(MOST_CARS).map(row).collect(),
        more: own.rows.len().saturating_sub(MOST_CARS),
    }
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

/// What clashes: its heading, where it was given, what it is known by, and the reason.
pub struct Given<'a> {
    pub title: &'a str,
    pub back: &'a str,
    pub id: String,
    pub why: &'a str,
}

#[derive(Template)]
#[template(path = "desk/clashes.html")]
struct ClashesPage<'p> {
    head: Head,
    at: &'p AtDesk<'p>,
    given: Given<'p>,
    since: &'p [String],
    /// The file, what was given, and what was entered since.
    clashes: Vec<(&'p str, [Side; 2])>,
    root: String,
}

/// What one of two has at a place.
enum Side {
    Nothing,
    /// Heads and rows.
    Table(Vec<String>, Vec<Vec<String>>),
    Text(String),
}

impl Side {
    fn whose(is_given: &bool) -> &'static str {
        if *is_given { "You gave" } else { "The record has" }
    }
}

/// A table where the file is one.
fn side(path: &str, text: &str) -> Side {
    if text.trim().is_empty() {
        return Side::Nothing;
    }
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let rows = rows.records().map(|row| Some(row.ok()?.iter().map(str::to_owned).collect()));
    match rows.collect::<Option<Vec<Vec<String>>>>() {
        Some(mut rows) if path.ends_with(".csv") && rows.len() > 1 => {
            let heads = rows.remove(0).iter().map(|own| capital(&own.replace('_', " "))).collect();
            Side::Table(heads, rows)
        }
        _ => Side::Text(text.to_owned()),
    }
}

/// What was given and what was entered since, where both changed the same places.
pub fn clashes(
    settings: &Settings,
    at: &AtDesk<'_>,
    given: Given<'_>,
    since: &[String],
    clashes: &[(&str, &str, &str)],
) -> Page {
    let head = head(settings, at, given.title);
    let root = head.site(&format!("desk/{}", at.id));
    let clashes =
        clashes.iter().map(|&(path, given, entered)| (path, [side(path, given), side(path, entered)]));
    page!(ClashesPage { head, at, given, since, clashes: clashes.collect(), root })
}
