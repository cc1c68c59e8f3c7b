//! What was published of the seasons of a record: every edition with its documents, the newest first.

use crate::site::head::Head;
use crate::site::view::Settings;
use crate::site::{Page, page};
use crate::stamp::moment_in_words;
use askama::Template;
use parcferme_core::season::Moment;

pub const PATH: &str = "editions.html";

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
    /// Names of its documents, the statement and the proof among them.
    pub documents: Vec<String>,
}

#[derive(Template)]
#[template(path = "editions.html")]
struct EditionsPage {
    head: Head,
    seasons: Vec<(String, Vec<Row>)>,
    /// Whether the log is signed, so that it can be read.
    log: bool,
}

struct Row {
    number: u64,
    standing: &'static str,
    when: String,
    /// What it supersedes, and what supersedes it.
    stands: String,
    /// Name and link; of an edition that was superseded, what all of it is told by.
    documents: Vec<(String, String)>,
    /// Classifications that are not among them.
    more: usize,
}

/// What names a classification among the documents.
const CLASSIFICATIONS: &str = "classifications/";

/// The page; `editions` are in the order in which they were published.
pub fn page(settings: &Settings, editions: &[Edition], log: bool) -> Page {
    let head = Head::of_site(settings, PATH, "Editions", "What was published, when, and what superseded it");
    let mut seasons: Vec<(String, Vec<Row>)> = Vec::new();
    for own in editions {
        let later =
            editions.iter().find(|other| other.season == own.season && other.supersedes == Some(own.number));
        let link = |name: &String| {
            (name.clone(), head.site(&format!("editions/{}/{}/{name}", own.season, own.number)))
        };
        let all = own.documents.iter();
        let (classified, other): (Vec<&String>, Vec<&String>) =
            all.partition(|name| name.starts_with(CLASSIFICATIONS));
        let (shown, more) = if later.is_some() { (0, classified.len()) } else { (classified.len(), 0) };
        let row = Row {
            number: own.number,
            standing: own.standing,
            when: moment_in_words(own.when),
            stands: match (later, own.supersedes) {
                (Some(later), _) => format!("superseded by edition {}", later.number),
                (None, Some(before)) => format!("the latest, supersedes edition {before}"),
                (None, None) => "the latest".to_owned(),
            },
            documents: other.into_iter().chain(classified.into_iter().take(shown)).map(link).collect(),
            more,
        };
        match seasons.iter_mut().find(|(season, _)| *season == own.season) {
            Some((_, rows)) => rows.insert(0, row),
            None => seasons.push((own.season.clone(), vec![row])),
        }
    }
    seasons.sort_by(|a, b| a.0.cmp(&b.0));
    page!(EditionsPage { head, seasons, log })
}
