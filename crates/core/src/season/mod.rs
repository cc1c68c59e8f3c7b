//! The facts of one season: what was timed, declared, published and decided.
//!
//! Facts are added in any order through [`SeasonBuilder`]; [`SeasonBuilder::finish`] puts them into one
//! canonical order, so that everything computed from a [`Season`] depends on the facts alone.

mod builder;
mod competitor;
pub(crate) mod follow;
mod issue;
mod key;
mod measure;
mod moment;
mod named_car;
mod published;
mod result;
mod round;
mod statement;

pub use builder::SeasonBuilder;
pub use competitor::{Competitor, Kind};
pub use issue::{Issue, IssueStatus, Issued};
pub use key::{Fact, FactKey, FactKeys};
pub use measure::{Measure, Measured, Unit, measured};
pub use moment::{Date, Moment, NotADay, NotAMoment};
pub use named_car::NamedCar;
pub use published::{ClassWinner, PublishedRow, PublishedTable};
pub use result::{Feat, FeatKind, KnownBy, ObservedRow, ResultRow, Seat, Status};
pub use round::{Length, Round, RoundStatus, Session};
pub use statement::{EntryLine, Stated, StatedRule, Statistic, StatisticKind};

use crate::decisions::Decision;
use crate::numbers::RoundNumber;
use crate::table::{Ix, Table};
use smallvec::SmallVec;

/// A class in which cars compete, such as GTS. Listed in the order of the season's documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Short name as the documents use it; unique in the season.
    pub id: String,
    pub name: String,
}

/// A document that facts were read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// File name; unique in the season.
    pub name: String,
    pub title: String,
    /// SHA-256 of the bytes in hexadecimal, where known.
    pub digest: String,
    pub licence: String,
}

/// A line of a document. Line 0 is the document as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cite {
    pub document: Ix<Document>,
    pub line: u32,
}

/// All lines that state a fact.
pub type Cites = SmallVec<[Cite; 1]>;

/// The facts of one season, in canonical order. See [`SeasonBuilder`] for how to make one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Season {
    /// `series/label`, such as `alms/2003`.
    pub id: String,
    pub name: String,
    pub series: String,
    pub year: i32,
    /// What people call the season: the year, or two of them for one over New Year, such as `2025-26`.
    pub label: String,
    /// Name of the rulebook that scores the season.
    pub rulebook: String,
    /// Whether rounds may come that the calendar does not list.
    pub calendar_open: bool,
    pub documents: Table<Document>,
    pub classes: Table<Class>,
    pub competitors: Table<Competitor>,
    /// By number, cancelled rounds by date among them.
    pub rounds: Table<Round>,
    /// By round and order of running.
    pub sessions: Table<Session>,
    /// By session, then declared position, then number.
    pub results: Table<ResultRow>,
    /// What laps tell of sessions whose results are declared; in the order that results have.
    pub observed: Vec<ObservedRow>,
    /// What further documents say of cars whose results are declared; in the order that results have.
    pub further: Vec<ObservedRow>,
    pub feats: Vec<Feat>,
    pub published: Vec<PublishedTable>,
    pub class_winners: Vec<ClassWinner>,
    pub statistics: Vec<Statistic>,
    pub entries: Vec<EntryLine>,
    pub stated: Vec<Stated>,
    pub decisions: Table<Decision>,
    /// By what was issued, then by time.
    pub issues: Vec<Issue>,
}

impl Season {
    /// Whether no round is to come: nothing listed, and nothing that a calendar may lack.
    pub fn is_over(&self) -> bool {
        !self.calendar_open && self.rounds.rows().iter().all(|own| own.status != RoundStatus::Scheduled)
    }

    pub fn class(&self, id: &str) -> Option<Ix<Class>> {
        self.classes.iter().find(|(_, class)| class.id == id).map(|(ix, _)| ix)
    }

    pub fn competitor(&self, kind: Kind, id: &str) -> Option<Ix<Competitor>> {
        self.competitors
            .rows()
            .binary_search_by(|row| (row.kind, row.id.as_str()).cmp(&(kind, id)))
            .ok()
            .map(Ix::new)
    }

    /// The round of that number.
    pub fn round(&self, number: RoundNumber) -> Option<Ix<Round>> {
        self.rounds.iter().find(|(_, round)| round.number == Some(number)).map(|(ix, _)| ix)
    }

    pub fn session(&self, round: Ix<Round>, id: &str) -> Option<Ix<Session>> {
        self.sessions_of(round).find(|&ix| self.sessions[ix].id == id)
    }

    pub fn sessions_of(&self, round: Ix<Round>) -> impl Iterator<Item = Ix<Session>> + '_ {
        let all = self.sessions.rows();
        let from = all.partition_point(|session| session.round < round);
        let to = all.partition_point(|session| session.round <= round);
        (from..to).map(Ix::new)
    }

    /// The session that the round is for; the last of several.
    pub fn main_session(&self, round: Ix<Round>) -> Option<Ix<Session>> {
        self.sessions_of(round).filter(|&session| self.sessions[session].main).last()
    }

    /// Whether the round is for this session and no other.
    pub fn is_all_that_round_is_for(&self, session: Ix<Session>) -> bool {
        let round = self.sessions[session].round;
        self.sessions_of(round).filter(|&own| self.sessions[own].main).eq([session])
    }

    /// The declared rows of a session, in canonical order.
    pub fn results_of(&self, session: Ix<Session>) -> impl Iterator<Item = (Ix<ResultRow>, &ResultRow)> + '_ {
        let rows = self.results.rows();
        let from = rows.partition_point(|row| row.session < session);
        let to = rows.partition_point(|row| row.session <= session);
        rows[from..to].iter().enumerate().map(move |(index, row)| (Ix::new(from + index), row))
    }

    /// Whether the cars' results of a round are known, not only its published points.
    pub fn known_in_full(&self, round: Ix<Round>) -> bool {
        self.sessions_of(round).any(|session| self.results_of(session).next().is_some())
    }

    /// The latest issue of a sheet.
    pub fn issue_of(&self, of: Issued) -> Option<&Issue> {
        self.issues.iter().rev().find(|issue| issue.of == of)
    }

    /// `document:line` of a citation.
    pub fn cited(&self, cite: Cite) -> crate::Place {
        crate::Place::line(self.documents[cite.document].name.clone(), cite.line, "")
    }
}
