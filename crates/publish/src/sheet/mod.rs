//! A sheet as a timing room posts it: a head, blocks, a foot. Every document writer reads this one model.
//!
//! A sheet holds only what its maker put there: no writer asks a clock, a locale or the machine.

pub mod audit;
pub mod career;
mod cell;
pub mod classification;
pub mod coverage;
pub mod crew_marks;
pub mod entries;
pub mod gallery;
pub mod grid;
pub mod handicap;
pub mod official;
pub mod scenario;
pub mod smallest;
pub mod standings;
mod table;
pub mod timing;
pub mod whatif;

pub use cell::{Cell, Ground, Run, Value};
pub use table::{Align, Arrangement, Column, Group, Note, Row, Table, Width};

use crate::stamp::{Stamp, in_words};
use parcferme_core::season::Session;
use parcferme_core::{Ix, Season};

/// One document: results, a grid, standings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    pub head: Head,
    /// The classes of the event in the order that gives them their colours.
    pub classes: Vec<String>,
    pub blocks: Vec<Block>,
    /// Labels of the lines left free for signatures at the end, such as `Chief timekeeper`.
    pub signatures: Vec<String>,
    pub foot: Foot,
    /// Language of the fixed words as a tag of RFC 5646; `en` where empty.
    pub language: String,
}

/// What stands above the tables. Empty texts are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    /// The event or, for standings, the season: `12 Hours of Sebring`.
    pub event: String,
    /// The series and year.
    pub series: String,
    /// Circuit with its length.
    pub circuit: String,
    pub dates: String,
    /// Name of the document: `Race results`.
    pub document: String,
    pub status: Status,
    /// Date and time of issue as the issuer writes it.
    pub issued: String,
    /// The same moment for machines; formats that insist on one get [`Stamp::default`] where it is None.
    pub issued_at: Option<Stamp>,
    /// End of the protest period, as text.
    pub protest_until: String,
    /// Explanations of marks used in the tables, such as `bold: started the race`.
    pub legend: Vec<Run>,
}

/// What a document claims to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// A document that makes no such claim.
    #[default]
    Unstated,
    Provisional,
    Official,
    Amended {
        /// From 1.
        number: u32,
        what_changed: String,
    },
}

impl Status {
    /// What an amendment says that changed; empty for all else.
    pub fn what_changed(&self) -> &str {
        match self {
            Status::Amended { what_changed, .. } => what_changed,
            _ => "",
        }
    }

    /// `Provisional`, `Official`, `Amended 2`, or nothing.
    pub fn words(&self) -> String {
        match self {
            Status::Unstated => String::new(),
            Status::Provisional => "Provisional".to_owned(),
            Status::Official => "Official".to_owned(),
            Status::Amended { number, .. } => format!("Amended {number}"),
        }
    }
}

/// What stands below every page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foot {
    /// Digest of everything the sheet was computed from, in hexadecimal.
    pub inputs_digest: String,
    /// Who computed it: the program with its version.
    pub issuer: String,
    /// Where the edition that the sheet is of can be read; empty where it is of none, or that is not known.
    pub address: String,
}

/// A piece of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Table(Table),
    Paragraph(Vec<Run>),
    /// Decisions, remarks: a title and points below it.
    Notes {
        title: String,
        lines: Vec<Vec<Run>>,
    },
}

impl Sheet {
    /// The tables in order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }

    /// Name and status: `Race results (Provisional)`.
    pub fn title(&self) -> String {
        let status = self.head.status.words();
        if status.is_empty() {
            return self.head.document.clone();
        }
        format!("{} ({status})", self.head.document)
    }

    /// The language tag, `en` where none was given.
    pub fn language(&self) -> &str {
        if self.language.is_empty() { "en" } else { &self.language }
    }
}

/// The head of a sheet about a session: `Round 9, race results`.
pub fn session_head(season: &Season, session: Ix<Session>, what: &str) -> Head {
    let session = &season.sessions[session];
    let round = &season.rounds[session.round];
    Head {
        event: round.name.clone(),
        series: season.name.clone(),
        circuit: round.circuit.clone(),
        dates: round.date.map_or_else(String::new, in_words),
        document: format!("Round {}, {} {what}", round.label(), session.id.replace('-', " ")),
        ..Head::default()
    }
}

/// With a capital letter in front: `Pit stops`.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
