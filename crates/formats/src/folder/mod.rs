//! A season folder: the facts of one season as text that a person edits and a diff shows.
//!
//! ```text
//! season.toml                    series, year, rulebook, classes, rounds, rules as documents state them
//! sources.toml                   every document with title, digest and licence
//! names.toml                     teams, drivers, chassis, ... with their spellings (see `names`)
//! entries.csv                    one line a driver of the entry list
//! results/<round>-<session>.csv  declared results, one line a car
//! further/<round>-<session>.csv  what further documents say of a session whose results stand in `results`
//! laps/<round>-<session>.csv     laps as they were timed, from which a session without results has its rows
//! laps/corrections.csv           what is known of laps better than the records know it
//! feats.csv                      poles, fastest laps and other feats that rules give points for
//! statistics.csv                 what documents say of a session in numbers
//! published/standings-<title>[-<class>].csv   tables as published, round by round
//! published/after-<title>[-<class>].csv       totals as published after each round
//! published/class-winners.csv
//! decisions.toml                 penalties, exclusions, adjustments, waivers
//! mapping.toml                   how tables of shapes that came before are read
//! notices.toml                   the notice board beside decisions: findings, protests, appeals, bulletins
//! issues.toml                    sheets handed out, with status, time of issue and end of the protest period
//! ```
//!
//! [`Folder`] is the folder in memory, [`Folder::read`] and [`Folder::write`] go from and to text without touching a
//! disk, [`Folder::season`] makes the [`Season`](parcferme_core::Season) of it.

mod added_decision;
mod calendar;
mod cell;
mod corrections;
mod crew;
mod decided;
mod decisions;
mod edited;
mod ending;
mod entries;
mod feats;
mod file_name;
mod gap;
mod heads;
mod issues;
mod laps;
mod list;
mod mapping;
mod notices;
mod otherwise;
mod people;
mod positions;
mod published;
mod results;
mod season;
mod sources;
mod statistics;
mod table;
mod timed;
mod timed_sessions;
mod to_come;
mod told;
pub(crate) mod words;
mod write;

pub use added_decision::AddedDecision;
pub use calendar::{ClassRecord, RoundRecord, StatedRecord};
pub(crate) use calendar::{parse_length, show_length};
pub(crate) use cell::Cell;
pub use corrections::{CORRECTION_COLUMNS, CORRECTIONS, LapCorrections, read_corrections};
pub(crate) use decisions::day_as_written;
pub use decisions::{DecisionRecord, Posted};
pub use edited::{EditedTable, is_status};
pub use entries::EntryRecord;
pub(crate) use entries::of_table as entries_of_table;
pub use feats::FeatRecord;
pub(crate) use heads::{Fate, OF_RESULTS, fates};
pub use issues::IssueRecord;
pub use laps::{LapRecords, correct as correct_laps, path as laps_path};
pub(crate) use list::joined as list_cell;
pub use mapping::{MappingRecord, TableKind};
pub use notices::{NOTICES, NoticeKind, NoticeRecord};
pub use otherwise::ResultChange;
pub use published::{ClassWinnerRecord, PublishedLine, PublishedRecord};
pub(crate) use published::{read_loose as read_published, round_head};
pub use results::{ResultRecord, SeatRecord, further_path, path as results_path};
pub(crate) use results::{of_table as results_of_table, read_with_columns as read_results_with_columns};
pub use sources::{DocumentRecord, digest};
pub use statistics::StatisticRecord;
pub(crate) use table::{Known, Table, seat as seat_column, shown};
pub use timed::write_timed;
pub(crate) use words::{
    columns_of_word, known as words_known, laps_behind, place_of, plain as plain_word, round_state,
    says_nothing, status_of,
};

use crate::names::Names;
use parcferme_core::block::Key;
use parcferme_core::{Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Files of a folder by path, separated by `/`.
pub type Files = BTreeMap<String, String>;

/// A file of a season folder may have at most this many bytes.
pub const MAX_FILE_BYTES: usize = 64 << 20;

const NAMES: &str = "names.toml";

/// A place in a document that a fact was read from: file name and line, 0 for the document as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    pub document: String,
    pub line: u32,
}

/// The facts of one season, as its folder states them: names are as printed, unresolved.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    pub series: String,
    pub year: i32,
    /// What the season is called where the year does not say it: `2025-26`.
    pub label: Option<String>,
    pub name: String,
    pub rulebook: String,
    /// Whether rounds may come that are not listed.
    pub calendar_open: bool,
    pub classes: Vec<ClassRecord>,
    pub rounds: Vec<RoundRecord>,
    pub stated: Vec<StatedRecord>,
    pub documents: Vec<DocumentRecord>,
    pub names: Names,
    pub entries: Vec<EntryRecord>,
    /// By round number and session id.
    pub results: BTreeMap<(u32, String), Vec<ResultRecord>>,
    /// The file that each session's results were read from; none where they were not read from one.
    pub result_files: BTreeMap<(u32, String), String>,
    /// What further documents say of sessions whose results are known, by round number and session id.
    pub further: BTreeMap<(u32, String), Vec<ResultRecord>>,
    /// By round number and session id.
    pub laps: BTreeMap<(u32, String), LapRecords>,
    pub feats: Vec<FeatRecord>,
    pub statistics: Vec<StatisticRecord>,
    pub published: Vec<PublishedRecord>,
    pub class_winners: Vec<ClassWinnerRecord>,
    pub decisions: Vec<DecisionRecord>,
    pub issues: Vec<IssueRecord>,
    pub notices: Vec<NoticeRecord>,
    /// How tables of shapes that came before are read.
    pub mappings: Vec<MappingRecord>,
    /// What the tables leave unsaid that a season cannot do without.
    pub unsaid: Vec<Diagnostic>,
}

impl Folder {
    /// What the season is called: its label, or its year.
    pub fn label(&self) -> String {
        self.label.clone().unwrap_or_else(|| self.year.to_string())
    }

    /// Reads a folder's files. What could not be read is in the diagnostics; nothing is dropped in silence.
    pub fn read(files: &Files) -> (Folder, Vec<Diagnostic>) {
        let mut folder = Folder::default();
        let mut diagnostics = Vec::new();
        let mut unsaid = Vec::new();
        match files.get("season.toml") {
            Some(text) => unsaid = calendar::read(text, &mut folder, &mut diagnostics),
            None => diagnostics.push(
                Diagnostic::error("PF0401", "the folder has no season.toml")
                    .at(Place::document("season.toml"))
                    .expected("a season folder, with season.toml at its top")
                    .help("name the season's own folder, or make one with `parcferme import FILE... --season DIR`"),
            ),
        }
        folder.read_files(files, &mut diagnostics);
        let names = files.get(NAMES).filter(|text| text.len() <= MAX_FILE_BYTES);
        let (names, found) = names.map(|text| Names::read_toml(NAMES, text)).unwrap_or_default();
        folder.names = names;
        diagnostics.extend(found);
        laps::read(files, &mut folder, &mut diagnostics);
        folder.take_as_to_come(&unsaid, &mut diagnostics);
        (folder, diagnostics)
    }

    /// All but names and laps.
    fn read_files(&mut self, files: &Files, diagnostics: &mut Vec<Diagnostic>) {
        let mut inside = BTreeSet::new();
        for (path, text) in files {
            if text.len() > MAX_FILE_BYTES {
                diagnostics.push(
                    Diagnostic::error("PF0402", "the file is larger than a season's file can be")
                        .at(Place::document(path.clone()))
                        .found(format!("{} bytes", text.len()))
                        .expected(format!("at most {MAX_FILE_BYTES} bytes")),
                );
                continue;
            }
            match path.as_str() {
                "season.toml" | NAMES => {}
                "sources.toml" => sources::read(text, self, diagnostics),
                "decisions.toml" => decisions::read(path, text, self, diagnostics),
                "mapping.toml" => mapping::read(text, self, diagnostics),
                NOTICES => notices::read(text, self, diagnostics),
                "issues.toml" => issues::read(text, self, diagnostics),
                "entries.csv" => entries::read(path, text, self, diagnostics),
                "feats.csv" => feats::read(path, text, self, diagnostics),
                "statistics.csv" => statistics::read(path, text, self, diagnostics),
                "published/class-winners.csv" => published::read_winners(path, text, self, diagnostics),
                _ if let Some(inner) = folder_for_a_file(path) => {
                    if inside.insert(inner.to_owned()) {
                        diagnostics.push(is_a_folder(inner));
                    }
                }
                _ if path.starts_with("results/") && is_table(path) => results::read(path, text, self, diagnostics),
                _ if path.starts_with("further/") && is_table(path) => results::read_further(path, text, self, diagnostics),
                _ if path.starts_with("published/") && path.ends_with(".csv") => published::read(path, text, self, diagnostics),
                _ if is_beside_the_facts(path) || *path == self.rulebook => {}
                _ => diagnostics.push(
                    Diagnostic::warning("PF0403", "a file that no reader knows")
                        .at(Place::document(path.clone()))
                        .help("season folders hold the files that docs/SEASON-FOLDER.md lists; move this one elsewhere"),
                ),
            }
        }
    }

    /// Whether a session has declared results.
    fn has_results(&self, key: &(u32, String)) -> bool {
        self.results.get(key).is_some_and(|rows| !rows.is_empty())
    }
}

impl Folder {
    /// Adds the decisions of a text in the form of `decisions.toml`; `document` is its name, for messages.
    pub fn read_decisions(&mut self, document: &str, text: &str) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        decisions::read(document, text, self, &mut diagnostics);
        diagnostics
    }
}

/// The TOML files of a folder and the keys they know; those of names.toml are in [`crate::names::KEYS`].
pub const TOML_FILES: [(&str, &[Key]); 6] = [
    ("season.toml", calendar::KEYS),
    ("sources.toml", sources::KEYS),
    ("decisions.toml", decisions::KEYS),
    (NOTICES, notices::KEYS),
    ("issues.toml", issues::KEYS),
    ("mapping.toml", mapping::KEYS),
];

/// The tables of a folder and the columns they know; published standings have one more for each round, `Rd 1`.
pub const TABLES: [(&str, &[&str]); 6] = [
    ("entries.csv", entries::COLUMNS),
    ("results/", results::COLUMNS),
    ("feats.csv", feats::COLUMNS),
    ("statistics.csv", statistics::COLUMNS),
    ("published/standings-", published::COLUMNS),
    ("published/class-winners.csv", published::WINNER_COLUMNS),
];

/// The columns of a table of rounds; those of a folder stand in `season.toml`.
fn calendar_columns() -> &'static [&'static str] {
    &["round", "event", "circuit", "date", "year", "length", "status"]
}

/// `.csv`, or `.CSV` as some systems write it.
fn is_table(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("csv"))
}

/// The folder inside `results`, `further` or `published` that a file lies in: those hold files alone.
fn folder_for_a_file(path: &str) -> Option<&str> {
    let (top, rest) = path.split_once('/')?;
    let (inner, _) = rest.split_once('/')?;
    matches!(top, "results" | "further" | "published").then(|| &path[..top.len() + 1 + inner.len()])
}

/// Says that a folder lies where files of facts are expected.
pub fn is_a_folder(path: &str) -> Diagnostic {
    Diagnostic::error("PF0452", "a folder lies where a file is expected; nothing in it is read")
        .at(Place::document(path))
        .expected("a file with a table")
        .help("move the files out of the folder, each with its own name, or move the folder elsewhere")
}

/// Files that may lie in a season folder without being facts.
fn is_beside_the_facts(path: &str) -> bool {
    path.starts_with("laps/")
        || path.ends_with(".md")
        || path == "rulebook.toml"
        || path == "import-report.json"
}

/// Parses `document:line; document:line`.
pub(crate) fn parse_from(text: &str) -> Vec<Origin> {
    list::items(text)
        .into_iter()
        .map(|part| match part.rsplit_once(':') {
            Some((document, line)) if line.bytes().all(|byte| byte.is_ascii_digit()) && !line.is_empty() => {
                Origin { document: document.to_owned(), line: line.parse().unwrap_or(0) }
            }
            _ => Origin { document: part, line: 0 },
        })
        .collect()
}

pub(crate) fn show_from(from: &[Origin]) -> String {
    let mut from: Vec<&Origin> = from.iter().collect();
    from.sort();
    from.dedup();
    let parts: Vec<String> =
        from.iter()
            .map(|from| {
                if from.line == 0 {
                    from.document.clone()
                } else {
                    format!("{}:{}", from.document, from.line)
                }
            })
            .collect();
    list::joined(parts.iter().map(String::as_str))
}

/// Whether a text is a word for a column.
pub(crate) fn is_head(text: &str) -> bool {
    let plain = words::plain(text);
    !words::columns_of(&plain, |_| true).is_empty() || is_plain_result_head(&plain)
}

/// Whether the reader of results knows a head, if only as one that it leaves out.
pub(crate) fn is_result_head(text: &str) -> bool {
    is_plain_result_head(&words::plain(text))
}

fn is_plain_result_head(plain: &str) -> bool {
    !words::columns_of(plain, results::has_column).is_empty()
        || results::is_column(plain)
        || words::seat_of(plain).is_some()
        || results::leaves_out(plain)
}

/// Whether the reader of published tables knows a head, if only as one that it leaves out.
pub(crate) fn is_standings_head(text: &str) -> bool {
    published::knows(text)
}

/// Whether a head may mean a column.
pub(crate) fn head_means(text: &str, column: &str) -> bool {
    let plain = words::plain(text);
    plain == words::plain(column) || words::columns_of(&plain, |own| own == column).contains(&column)
}

/// A text that is a word for how cars ended.
pub(crate) fn status_word(text: &str) -> Option<parcferme_core::season::Status> {
    words::status_of(text)
}

/// A text without capitals, accents and punctuation.
pub(crate) fn plain_words(text: &str) -> String {
    words::plain(text)
}
