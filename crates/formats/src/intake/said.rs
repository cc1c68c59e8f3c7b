//! What one file says of a championship, whatever its form: sessions with their rows and laps, tables, a calendar.

use crate::folder::{
    ClassWinnerRecord, DecisionRecord, EntryRecord, MappingRecord, Origin, PublishedRecord, ResultRecord,
    StatedRecord, StatisticRecord,
};
use parcferme_core::Millis;
use parcferme_core::season::{Date, Length, RoundStatus};
use std::collections::BTreeMap;

/// What one file says.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The file's name, as facts cite it.
    pub document: String,
    /// Where it lay: its path from the folder that was named, with that folder's name. A hint of event and session, never of
    /// what the file is.
    pub path: String,
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
    /// By number, what tables call their rounds.
    pub round_names: BTreeMap<u32, String>,
    pub decisions: Vec<DecisionRecord>,
    /// How its tables were understood, for the next file of their shape.
    pub mappings: Vec<MappingRecord>,
    /// Rules as the document states them.
    pub stated: Vec<StatedRecord>,
    pub statistics: Vec<StatisticRecord>,
    pub class_winners: Vec<ClassWinnerRecord>,
    /// Why its sessions were taken for what they are, where the file itself does not say it.
    pub because: Vec<String>,
    /// Where each column or key went.
    pub columns: Vec<Column>,
    /// What was understood and left out, and why.
    pub left: Vec<Left>,
}

impl Said {
    /// Whether there is anything in it that a folder can have.
    pub(super) fn says_something(&self) -> bool {
        !(self.calendar.is_empty()
            && self.sessions.is_empty()
            && self.entries.is_empty()
            && self.tables.is_empty()
            && self.decisions.is_empty()
            && self.stated.is_empty()
            && self.statistics.is_empty()
            && self.class_winners.is_empty())
    }
}

/// An event of the calendar, as far as the file says which it is. Empty texts say nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// The number of its round, where the file gives one.
    pub round: Option<u32>,
    /// The id that it shall have; empty where its name makes one.
    pub id: String,
    pub name: String,
    pub circuit: String,
    /// The day of the session.
    pub date: Option<Date>,
    pub length: Option<Length>,
    /// Held, unless the calendar says that it was cancelled or is to come.
    pub status: RoundStatus,
    /// Where the file says it.
    pub from: Vec<Origin>,
}

/// How the title of a document begins that calls itself provisional.
pub const PROVISIONAL: &str = "Provisional";

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
    /// Best laps decided it, and the file does not say whether it was practice or qualifying.
    pub kind_is_open: bool,
    /// Its id in the folder, `race-2`, `qualifying`, `sprint`; empty where the kind says enough.
    pub id: String,
    /// Cars in the order of the sheet.
    pub rows: Vec<ResultRecord>,
    /// The text of a lap file of the session, in a shape that [`crate::alkamel::read_laps`] reads.
    pub laps: Option<String>,
    /// The cars of that lap file.
    pub cars: Vec<SeenCar>,
    /// Whoever has the best of the rows' best laps had the fastest lap, or pole: the sheet states those of all cars.
    pub bests_tell: bool,
    /// Poles, fastest laps and other feats.
    pub feats: Vec<Feat>,
    /// Penalties that the rows do not have yet.
    pub penalties: Vec<Penalty>,
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

/// A penalty of one car that its row does not have yet: it becomes a decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Penalty {
    pub number: String,
    /// Class of the car, where cars of several classes bear the number.
    pub class: String,
    pub time: Option<Millis>,
    /// Places that the car drops.
    pub places: Option<u32>,
    /// They are places in its class.
    pub in_class: bool,
    pub disqualified: bool,
    pub reason: String,
    /// Where it stands, if in another document than the session.
    pub document: String,
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

/// A car of a lap file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenCar {
    pub number: String,
    pub class: String,
    pub team: String,
    pub manufacturer: String,
    /// In the order of their seats.
    pub drivers: Vec<String>,
    pub best: Option<Millis>,
}
