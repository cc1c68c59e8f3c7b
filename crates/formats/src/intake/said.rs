//! What one file says of a championship, whatever its form: sessions with their rows and laps, tables, a calendar.

use crate::folder::{DecisionRecord, MappingRecord, EntryRecord, PublishedRecord, ResultRecord};
use parcferme_core::Millis;
use parcferme_core::season::{Date, Length};

/// What one file says.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The file's name, as facts cite it.
    pub document: String,
    /// The document's own title; empty where it has none.
    pub title: String,
    /// What it was taken for, in words for a person: `a race result of Assetto Corsa Competizione (JSON)`.
    pub taken_for: String,
    /// The series' name; empty where the file does not say it.
    pub series: String,
    /// The season's year.
    pub year: Option<i32>,
    /// Events that it names without telling of their sessions.
    pub calendar: Vec<Event>,
    pub sessions: Vec<Session>,
    pub entries: Vec<EntryRecord>,
    /// Tables as published. Cells are numbered by the file's own count of rounds.
    pub tables: Vec<PublishedRecord>,
    pub decisions: Vec<DecisionRecord>,
    /// How its tables were understood, for the next file of their shape.
    pub mappings: Vec<MappingRecord>,
    /// Where each column or key went.
    pub columns: Vec<Column>,
    /// What was understood and left out, and why.
    pub left: Vec<Left>,
}

/// An event of the calendar, as far as the file says which it is. Empty texts say nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// The number of its round, where the file gives one.
    pub round: Option<u32>,
    pub name: String,
    pub circuit: String,
    /// The day of the session.
    pub date: Option<Date>,
    pub length: Option<Length>,
}

/// What a session was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    #[default]
    Race,
    Qualifying,
    /// Practice, warm-up, test.
    Practice,
}

impl Kind {
    /// The id of a session of this kind that is the only one of its event.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Race => "race",
            Kind::Qualifying => "qualifying",
            Kind::Practice => "practice",
        }
    }
}

/// One session, as one file tells it.
#[derive(Clone, Debug, Default)]
pub struct Session {
    pub event: Event,
    pub kind: Kind,
    /// Its id in the folder, `race-2`, `qualifying`, `sprint`; empty where the kind says enough.
    pub id: String,
    /// Cars in the order of the sheet.
    pub rows: Vec<ResultRecord>,
    /// The text of a lap file of the session, in a shape that [`crate::alkamel::read_laps`] reads.
    pub laps: Option<String>,
    /// Poles, fastest laps and other feats.
    pub feats: Vec<Feat>,
    /// The sheet says of itself that it is provisional.
    pub provisional: bool,
}

impl Session {
    /// Its id in the folder.
    pub fn id(&self) -> &str {
        if self.id.is_empty() { self.kind.word() } else { &self.id }
    }
}

/// A feat of one car or driver.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feat {
    /// `pole`, `fastest-lap`, `most-laps-led`, ...
    pub feat: String,
    pub number: String,
    /// Class of the car, where cars of several classes bear the number.
    pub class: String,
    pub driver: String,
    pub time: Option<Millis>,
    pub line: u32,
}

/// A column or key of the file and where its values went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub head: String,
    /// The column of the folder: `position`, `laps`; none where it was left out.
    pub field: Option<String>,
}

/// Something that the file has and the folder has no room for, or that could not be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// What was left, for a person: `2 rows`, `session Practice 1`.
    pub what: String,
    pub why: String,
    /// Line in the file; 0 for the whole.
    pub line: u32,
}
