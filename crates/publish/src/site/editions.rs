//! What was published of the seasons of a record: every edition with its documents, the newest first; and one edition whole.

use crate::site::head::Head;
use crate::site::{Page, page};
use crate::stamp::moment_in_words;
use crate::view::Settings;
use askama::Template;
use parcferme_core::season::{Moment, Season};

pub const PATH: &str = "editions.html";

/// The path of the page of one edition.
pub fn path_of(season: &str, number: u64) -> String {
    format!("editions/{season}/{number}")
}

/// An edition as the list shows it.
#[derive(Clone, Debug)]
pub struct Edition {
    /// As `alms/2003`.
    pub season: String,
    pub number: u64,
    /// `provisional` or `official`.
    pub standing: &'static str,
    pub when: Moment,
    pub supersedes: Option<u64>,
    pub documents: Vec<Document>,
}

/// A document of an edition, the statement and the proof among them.
#[derive(Clone, Debug)]
pub struct Document {
    pub name: String,
    pub title: String,
    /// Of a proof none: it grows with the log.
    pub bytes: Option<u64>,
    /// It had to go: there is nothing at its address.
    pub redacted: bool,
}

/// A table as an edition printed it.
#[derive(Clone, Debug)]
pub struct Table {
    pub heading: String,
    pub caveat: Option<String>,
    pub rows: Vec<Line>,
}

#[derive(Clone, Debug)]
pub struct Line {
    /// `3`, `3=`; nothing where the competitor has no place.
    pub position: String,
    pub name: String,
    /// With the mark of what is not verified.
    pub total: String,
}

impl Table {
    /// The rows that the page shows, and how many more there are.
    fn shown(&self) -> (&[Line], usize) {
        let shown = self.rows.len().min(MOST_ROWS);
        (&self.rows[..shown], self.rows.len() - shown)
    }
}

/// How many rows of a table the page of an edition shows, and of all tables: its documents have the rest.
const MOST_ROWS: usize = 60;
const MOST_ROWS_IN_ALL: usize = 600;

impl Document {
    /// `name` is what the edition calls it; the season, where it is at hand, has the names of rounds.
    pub fn new(name: &str, bytes: Option<u64>, season: Option<&Season>) -> Document {
        Document { name: name.to_owned(), title: title(name, season), bytes, redacted: false }
    }

    /// `Standings, PDF, 21 kB`.
    fn label(&self) -> String {
        if self.redacted {
            return format!("{}, redacted", self.title);
        }
        let size = self.bytes.map_or_else(String::new, |own| format!(", {}", size_in_words(own)));
        format!("{}{size}", self.title)
    }
}

/// `Round 9, Petit Le Mans: race, JSON` of `classifications/09-race.json`; a name that no rule fits stays.
fn title(name: &str, season: Option<&Season>) -> String {
    match name {
        "standings.pdf" => return "Standings, PDF".to_owned(),
        "standings.json" => return "Standings, JSON".to_owned(),
        "edition.json" => return "Statement of the edition, JSON".to_owned(),
        "edition.json.tlog-proof" => return "Proof that the edition is in the log, text".to_owned(),
        _ => {}
    }
    let classified = name.strip_prefix(CLASSIFICATIONS).and_then(|own| own.strip_suffix(".json"));
    // A round without a number is called by its event, which may have dashes.
    let rounds = season.map(|own| own.rounds.rows()).unwrap_or_default();
    let of_event = classified.and_then(|own| {
        let of_round = |event: &str| own.strip_prefix(event)?.strip_prefix('-');
        rounds.iter().find_map(|round| Some((round.short_name().to_owned(), of_round(&round.event)?)))
    });
    let of_number = || {
        let (number, session) = classified?.split_once('-')?;
        let number: u32 = number.parse().ok()?;
        let round = rounds.iter().find(|own| own.number.map(u32::from) == Some(number));
        let name = round.map_or_else(String::new, |own| format!(", {}", own.short_name()));
        Some((format!("Round {number}{name}"), session))
    };
    match of_event.or_else(of_number) {
        Some((round, session)) => format!("{round}: {}, JSON", session.replace('-', " ")),
        None => name.to_owned(),
    }
}

/// `512 bytes`, `21 kB`, `1.4 MB`: as disks are sold, by thousands.
fn size_in_words(bytes: u64) -> String {
    match bytes {
        0..1_000 => parcferme_core::number_words::counted(bytes, "byte"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

#[derive(Template)]
#[template(path = "editions.html")]
struct EditionsPage {
    head: Head,
    seasons: Vec<OfSeason>,
    /// Whether the log is signed, so that it can be read.
    log: bool,
}

struct OfSeason {
    id: String,
    name: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "edition.html")]
struct EditionPage {
    head: Head,
    season: String,
    id: String,
    row: Row,
    tables: Vec<Table>,
    /// Tables that only the documents have.
    more_tables: usize,
}

struct Row {
    number: u64,
    href: String,
    standing: &'static str,
    when: String,
    /// What it supersedes, and what supersedes it.
    stands: String,
    /// Where the one is that supersedes it.
    later: Option<String>,
    /// Title and, of what was not redacted, link; of an edition that was superseded, what all of it is told by.
    documents: Vec<(String, Option<String>)>,
    /// Classifications that are not among them.
    more: usize,
}

/// What names a classification among the documents.
const CLASSIFICATIONS: &str = "classifications/";

impl Row {
    /// `whole` shows the classifications of an edition that was superseded too.
    fn of(own: &Edition, all: &[Edition], head: &Head, whole: bool) -> Row {
        let later =
            all.iter().find(|other| other.season == own.season && other.supersedes == Some(own.number));
        let href = head.site(&path_of(&own.season, own.number));
        let link = |document: &Document| {
            (document.label(), (!document.redacted).then(|| format!("{href}/{}", document.name)))
        };
        let (classified, other): (Vec<&Document>, Vec<&Document>) =
            own.documents.iter().partition(|document| document.name.starts_with(CLASSIFICATIONS));
        let shown = if whole || later.is_none() { classified.len() } else { 0 };
        Row {
            number: own.number,
            standing: own.standing,
            when: moment_in_words(own.when),
            later: later.map(|other| head.site(&path_of(&other.season, other.number))),
            stands: match (later, own.supersedes) {
                (Some(later), _) => format!("superseded by edition {}", later.number),
                (None, Some(before)) => format!("the latest, supersedes edition {before}"),
                (None, None) => "the latest".to_owned(),
            },
            documents: other.into_iter().chain(classified.iter().copied().take(shown)).map(link).collect(),
            more: classified.len() - shown,
            href,
        }
    }
}

/// The page of all; `editions` are in the order in which they were published, `name` says what a season is called.
pub fn page(settings: &Settings, editions: &[Edition], name: impl Fn(&str) -> String, log: bool) -> Page {
    let head = Head::of_site(settings, PATH, "Editions", "What was published, when, and what superseded it");
    let mut seasons: Vec<OfSeason> = Vec::new();
    for own in editions {
        let row = Row::of(own, editions, &head, false);
        match seasons.iter_mut().find(|season| season.id == own.season) {
            Some(season) => season.rows.insert(0, row),
            None => {
                seasons.push(OfSeason { id: own.season.clone(), name: name(&own.season), rows: vec![row] });
            }
        }
    }
    seasons.sort_by(|a, b| a.id.cmp(&b.id));
    page!(EditionsPage { head, seasons, log })
}

/// The page of one edition, with `all` of its season, and its tables as they were printed.
pub fn one(settings: &Settings, own: &Edition, all: &[Edition], season: &str, tables: Vec<Table>) -> Page {
    let title = format!("{season}: edition {}", own.number);
    let path = path_of(&own.season, own.number);
    let head = Head::of_site(settings, &path, &title, "What was published, as it was published");
    let row = Row::of(own, all, &head, true);
    let tables: Vec<Table> = tables.into_iter().filter(|own| !own.rows.is_empty()).collect();
    let (whole, mut rows) = (tables.len(), 0);
    let fits = |own: &Table| {
        rows += own.shown().0.len();
        rows <= MOST_ROWS_IN_ALL
    };
    let shown: Vec<Table> = tables.into_iter().take_while(fits).collect();
    let more_tables = whole - shown.len();
    let (season, id) = (season.to_owned(), own.season.clone());
    page!(EditionPage { head, season, id, row, tables: shown, more_tables })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_called_by_what_they_are() {
        for (name, bytes, label) in [
            ("standings.pdf", 20_913, "Standings, PDF, 21 kB"),
            ("classifications/09-race-1.json", 999, "Round 9: race 1, JSON, 999 bytes"),
            (
                "classifications/petit-le-mans-race.json",
                1_450_000,
                "classifications/petit-le-mans-race.json, 1.4 MB",
            ),
            ("rulebook.toml", 1, "rulebook.toml, 1 byte"),
        ] {
            assert_eq!(Document::new(name, Some(bytes), None).label(), label);
        }
    }

    #[test]
    fn a_page_shows_the_first_rows_and_says_how_many_more() {
        let edition = Edition {
            season: "cup/2026".to_owned(),
            number: 1,
            standing: "provisional",
            when: "2026-08-03T12:00:00Z".parse().unwrap(),
            supersedes: None,
            documents: Vec::new(),
        };
        let line = |number: usize| Line {
            position: number.to_string(),
            name: format!("<{number}>"),
            total: "1".to_owned(),
        };
        let table = |rows: usize| Table {
            heading: "GT Drivers".to_owned(),
            caveat: None,
            rows: (1..=rows).map(line).collect(),
        };
        let html = |tables: Vec<Table>| {
            one(&Settings::default(), &edition, std::slice::from_ref(&edition), "Cup", tables).html
        };
        let own = html(vec![table(62), table(0)]);
        assert!(
            own.contains("<h2>GT Drivers</h2>")
                && own.contains("&#60;60&#62;")
                && !own.contains("&#60;61&#62;"),
            "{own}"
        );
        assert!(own.contains("And 2 more, in the documents.") && !own.contains("more table"), "{own}");
        let own = html((0..11).map(|_| table(60)).collect());
        assert_eq!(own.matches("<section><h2>").count(), 10);
        assert!(own.contains("One more table is in the documents.") && own.len() < 100_000, "{}", own.len());
    }
}
