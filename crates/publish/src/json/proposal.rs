//! What officials propose over the API, what it does, and what they enter of it.

use crate::json::classified::Classified;
use crate::json::{added, whatif};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

pub const PROPOSAL: &str = "parcferme.proposal/1";
pub const BEGINNING: &str = "parcferme.beginning/1";
pub const ENTRIES: &str = "parcferme.entries/1";
pub const RULEBOOK: &str = "parcferme.rulebook-clauses/1";
pub const RESULTS: &str = "parcferme.results-lines/1";

/// Changed files of a season with what they do, not entered yet.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = proposal::Proposal)]
pub struct Proposal {
    #[schema(example = json!(PROPOSAL))]
    pub schema: &'static str,
    pub season: String,
    /// What names it when it is entered: the operation that it was made after, and a digest of all of it.
    pub preview: String,
    /// What the log is to say, where nothing else is said.
    pub why: String,
    /// What it does to files, a sentence each.
    pub sentences: Vec<String>,
    /// The rules that differ.
    pub rules: Vec<Rule>,
    pub files: Vec<Changed>,
    /// What is told of the season with it and was not told of it without.
    pub diagnostics: Vec<added::Told>,
    /// How files that were given were understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<Read>,
    /// Sessions that are classified otherwise.
    pub classifications: Vec<Classified>,
    /// Every table before and after.
    pub tables: whatif::Document,
}

/// A file of the season that comes, changes or goes.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = proposal::Changed)]
pub struct Changed {
    pub path: String,
    /// Lines, or blocks of a TOML file, that go.
    pub gone: Vec<String>,
    /// Those that come.
    pub come: Vec<String>,
}

/// A rule before and after, as a sentence; none where it is not there.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = proposal::Rule)]
pub struct Rule {
    pub kind: String,
    pub id: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// How files were understood.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = proposal::Read)]
pub struct Read {
    /// What each was taken for, and where each column went.
    pub files: Vec<added::File>,
    /// The first rows of each table.
    pub first: Vec<Rows>,
    /// Files that no reader knows.
    pub unknown: Vec<String>,
    /// Rows and tables that may hold something and were left out.
    pub left_out: usize,
    pub diagnostics: Vec<added::Told>,
}

/// Rows of a table as they were understood.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = proposal::Rows)]
pub struct Rows {
    pub document: String,
    pub of: String,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// A table of which it is asked what it has.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = proposal::Asked)]
pub struct Asked {
    pub document: String,
    /// The heads of its columns: say `column:HEAD`.
    pub heads: Vec<String>,
}

/// A place that two changed.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = proposal::Clash)]
pub struct Clash {
    pub path: String,
    /// As it was proposed.
    pub proposed: String,
    /// As the record has it now.
    pub stands: String,
}

/// What is entered.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = proposal::Enter)]
pub struct Enter {
    /// What the proposal is known by.
    #[schema(example = "1-9f86d081884c7d65", max_length = 200)]
    pub preview: String,
    /// What the log is to say; what the proposal says where nothing is said.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub why: String,
    /// Where others changed the same places since, what is proposed is put over theirs. Nothing is entered by that: the answer
    /// has it as a `proposal` of its own.
    #[serde(default)]
    pub over: bool,
}

/// What a championship begins with, not entered yet.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = proposal::Beginning)]
pub struct Beginning {
    #[schema(example = json!(BEGINNING))]
    pub schema: &'static str,
    pub season: String,
    /// What names it when it is entered.
    pub preview: String,
    /// What the log is to say.
    pub why: String,
    pub files: Vec<Changed>,
    /// What is told of the season with them.
    pub diagnostics: Vec<added::Told>,
}

/// A championship that begins.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = proposal::Begin)]
pub struct Begin {
    #[schema(example = "Hill Cup", max_length = 200)]
    pub name: String,
    /// The id of the series; made of the name where it is empty.
    #[schema(max_length = 200)]
    pub series: String,
    /// `2027`, or `2026-27` over New Year.
    #[schema(example = "2027", max_length = 20)]
    pub season: String,
    /// `own` for a rulebook that is to be filled, `rulebook ID`, or `season ID` of the record.
    #[schema(example = "rulebook examples/club", max_length = 200)]
    pub like: String,
    /// How many rounds, where no calendar is given.
    #[schema(example = "3", max_length = 10)]
    pub rounds: String,
    /// A line a round: its name, day and circuit, parted by commas.
    #[schema(max_length = 40_000)]
    pub calendar: String,
    /// Ids of classes, parted by commas.
    #[schema(max_length = 2_000)]
    pub classes: String,
    /// What was shown, by its `preview`: anything else is refused. Not asked where it is empty.
    #[schema(max_length = 200)]
    pub preview: String,
}

/// The entry list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = proposal::Entries)]
pub struct Entries {
    #[schema(example = json!(ENTRIES))]
    pub schema: &'static str,
    pub season: String,
    /// A row a driver; its place in the list, from 0, is its `row`.
    pub rows: Vec<Entry>,
}

/// An entry. What is left out of a change stays as it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = proposal::Entry)]
pub struct Entry {
    #[schema(example = "27", max_length = 200)]
    pub number: Option<String>,
    #[schema(max_length = 200)]
    pub class: Option<String>,
    #[schema(example = "Example Racing", max_length = 200)]
    pub team: Option<String>,
    /// Of a new entry also several, parted by semicolons.
    #[schema(example = "Ann Archer", max_length = 2_000)]
    pub driver: Option<String>,
    #[schema(max_length = 200)]
    pub nation: Option<String>,
    #[schema(max_length = 200)]
    pub chassis: Option<String>,
    #[schema(max_length = 200)]
    pub engine: Option<String>,
    /// The rounds that it is for, such as `1-3`; all where it is empty.
    #[schema(max_length = 200)]
    pub rounds: Option<String>,
}

/// A change of the entry list: an entry more, or in place of that of a row; without an entry the row is taken out.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = proposal::EntryDraft)]
pub struct EntryDraft {
    /// The row that it is of; a new one where nothing is said.
    #[serde(default)]
    pub row: Option<usize>,
    #[serde(default)]
    pub entry: Option<Entry>,
}

/// The results of a session as lines to be typed.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = proposal::Results)]
pub struct Results {
    #[schema(example = json!(RESULTS))]
    pub schema: &'static str,
    pub season: String,
    pub round: u32,
    pub session: String,
    /// So many of the lines are results; behind them stand the cars of the entry list that have none.
    pub rows: usize,
    pub lines: Vec<Line>,
}

/// A line of results. What is left out stays as it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = proposal::Line)]
pub struct Line {
    #[schema(example = "27", max_length = 200)]
    pub number: String,
    /// Which car is meant, where two classes have the number.
    #[schema(max_length = 200)]
    pub class: Option<String>,
    #[schema(max_length = 200)]
    pub team: Option<String>,
    /// A place, or a word such as `ret`.
    #[schema(example = "1", max_length = 200)]
    pub place: Option<String>,
    #[schema(example = "12", max_length = 200)]
    pub laps: Option<String>,
    /// A time, a gap, or laps behind.
    #[schema(example = "21:10.500", max_length = 200)]
    pub time: Option<String>,
    #[schema(max_length = 200)]
    pub status: Option<String>,
    /// Parted by semicolons.
    #[schema(max_length = 2_000)]
    pub drivers: Option<String>,
}

/// The results of a session, whole: a row that is not among the lines is taken out.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = proposal::ResultsDraft)]
pub struct ResultsDraft {
    /// The session of the round; its race where nothing is said.
    #[serde(default)]
    #[schema(example = "race", max_length = 40)]
    pub session: String,
    #[schema(max_items = 300)]
    pub lines: Vec<Line>,
}

/// The rulebook, a clause a sentence.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = proposal::Rulebook)]
pub struct Rulebook {
    #[schema(example = json!(RULEBOOK))]
    pub schema: &'static str,
    pub season: String,
    /// What the season's rulebook becomes a copy of when it is changed.
    pub copy_of: Option<String>,
    /// What it says of itself, by key.
    pub keys: BTreeMap<String, String>,
    pub clauses: Vec<Clause>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = proposal::Clause)]
pub struct Clause {
    pub kind: String,
    /// Its place among the blocks of its kind, from 0.
    pub index: usize,
    pub id: String,
    pub article: String,
    pub sentence: String,
    /// What it says, by key; `windows.0.best` is a key of a table inside.
    pub keys: BTreeMap<String, String>,
}

/// A change of the rulebook.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = proposal::RulebookDraft)]
pub struct RulebookDraft {
    /// `change`, `add` or `remove` a clause; `itself` for what the rulebook says of itself.
    #[schema(example = "change", max_length = 20)]
    pub r#do: String,
    /// The kind of the clause.
    #[serde(default)]
    #[schema(example = "points", max_length = 100)]
    pub kind: String,
    /// Which of its kind.
    #[serde(default)]
    pub index: usize,
    /// What it is to say, by key; a key that is left out stays, an empty one goes.
    #[serde(default)]
    #[schema(example = json!({"scale": "10 8 6"}))]
    pub keys: BTreeMap<String, String>,
}

/// A correction of laps.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = proposal::Correction)]
pub struct Correction {
    /// The session of the round; its race where nothing is said.
    #[schema(example = "race", max_length = 40)]
    pub session: String,
    /// `deleted`, `missed-passing`, `extra-passing`, `driver` or `after-flag`.
    #[schema(example = "deleted", max_length = 40)]
    pub kind: String,
    #[schema(example = "27", max_length = 200)]
    pub number: String,
    /// Of several cars with the number.
    #[schema(max_length = 200)]
    pub class: String,
    #[schema(max_length = 200)]
    pub team: String,
    /// A lap, or several such as `3-5`.
    #[schema(example = "3", max_length = 200)]
    pub lap: String,
    /// When the crossing was, of one that was missed.
    #[schema(max_length = 200)]
    pub at: String,
    /// Who drove.
    #[schema(max_length = 200)]
    pub driver: String,
    #[schema(example = "Track limits", max_length = 2_000)]
    pub reason: String,
    /// Where the timekeeper has it from.
    #[schema(max_length = 2_000)]
    pub from: String,
}

/// Why an operation is undone.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = proposal::Undoing)]
pub struct Undoing {
    #[schema(example = "Entered into the wrong round", max_length = 500)]
    pub why: String,
}
