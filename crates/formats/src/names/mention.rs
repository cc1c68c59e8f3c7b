//! A name as a document spells it, with what stands around it.

use parcferme_core::{Place, season};

/// What a name is a name of. Similar spellings are looked for in the first six; of the others, only the same letters
/// make one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Team,
    Driver,
    /// The model of a chassis, maker included.
    Chassis,
    /// The model of an engine, maker included.
    Engine,
    Circuit,
    Event,
    Tyre,
    /// The maker of the car as a whole; a constructor.
    Manufacturer,
    ChassisMaker,
    EngineMaker,
    Nation,
    /// One car of a team through the season.
    Entry,
}

impl Kind {
    pub const ALL: [Kind; 12] = [
        Kind::Team,
        Kind::Driver,
        Kind::Chassis,
        Kind::Engine,
        Kind::Circuit,
        Kind::Event,
        Kind::Tyre,
        Kind::Manufacturer,
        Kind::ChassisMaker,
        Kind::EngineMaker,
        Kind::Nation,
        Kind::Entry,
    ];

    /// The word that files use.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Team => "team",
            Kind::Driver => "driver",
            Kind::Chassis => "chassis",
            Kind::Engine => "engine",
            Kind::Circuit => "circuit",
            Kind::Event => "event",
            Kind::Tyre => "tyre",
            Kind::Manufacturer => "manufacturer",
            Kind::ChassisMaker => "chassis-maker",
            Kind::EngineMaker => "engine-maker",
            Kind::Nation => "nation",
            Kind::Entry => "entry",
        }
    }

    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Chassis and engine: things with a maker and a model.
    pub const fn has_maker(self) -> bool {
        matches!(self, Kind::Chassis | Kind::Engine)
    }
}

impl From<season::Kind> for Kind {
    fn from(kind: season::Kind) -> Kind {
        match kind {
            season::Kind::Team => Kind::Team,
            season::Kind::Driver => Kind::Driver,
            season::Kind::Entry => Kind::Entry,
            season::Kind::Chassis => Kind::Chassis,
            season::Kind::ChassisMaker => Kind::ChassisMaker,
            season::Kind::Engine => Kind::Engine,
            season::Kind::EngineMaker => Kind::EngineMaker,
            season::Kind::Tyre => Kind::Tyre,
            season::Kind::Manufacturer => Kind::Manufacturer,
            season::Kind::Nation => Kind::Nation,
        }
    }
}

/// One occurrence of a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    pub kind: Kind,
    /// As printed, without a country code and without rounds in brackets.
    pub text: String,
    /// Document and line.
    pub at: Place,
    pub context: Context,
}

/// What the document says around a name. Empty where it does not say.
///
/// Mentions of one document with the same `row` and `class` are about one entry: the team, the crew, the chassis
/// and the engine of a result row; the team and all its cars in an entry list; the team and crew of one class winner.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Context {
    /// First line of the table it stands in; None in running text. Two names in different rows of one table are
    /// taken for two things, so a list whose lines may repeat a thing (statistics) is no table.
    pub table: Option<u32>,
    /// First line of the row (or block of rows about one entry); the line itself in running text.
    pub row: u32,
    pub class: Option<String>,
    /// Car number as text: `0`, `03`, `3`, `08`, `8` are five cars.
    pub number: Option<String>,
    /// Rounds the statement holds for. Empty: not stated; in a table that means the whole season.
    pub rounds: Vec<u32>,
    /// The country, in one spelling whatever the document's.
    pub nation: Option<String>,
}

impl Mention {
    /// A name in running text or a heading.
    pub fn new(kind: Kind, text: impl Into<String>, document: impl Into<String>, line: u32) -> Mention {
        Mention {
            kind,
            text: text.into(),
            at: Place::line(document, line, ""),
            context: Context { row: line, ..Context::default() },
        }
    }
}
