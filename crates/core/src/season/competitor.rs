//! Whom a title can rank: teams, drivers, cars, makers, nations.

use crate::season::{Cites, Date};

/// What a competitor is. A result row names at most one of each kind but drivers, of which it names a crew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Team,
    Driver,
    /// One car of a team through the season, known by its number.
    Entry,
    /// The model of a chassis, such as `Audi R8`.
    Chassis,
    ChassisMaker,
    /// The model of an engine.
    Engine,
    EngineMaker,
    Tyre,
    /// The maker of the car as a whole; a constructor.
    Manufacturer,
    Nation,
}

impl Kind {
    pub const ALL: [Kind; 10] = [
        Kind::Team,
        Kind::Driver,
        Kind::Entry,
        Kind::Chassis,
        Kind::ChassisMaker,
        Kind::Engine,
        Kind::EngineMaker,
        Kind::Tyre,
        Kind::Manufacturer,
        Kind::Nation,
    ];

    /// The word that rulebooks and files use.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Team => "team",
            Kind::Driver => "driver",
            Kind::Entry => "entry",
            Kind::Chassis => "chassis",
            Kind::ChassisMaker => "chassis-maker",
            Kind::Engine => "engine",
            Kind::EngineMaker => "engine-maker",
            Kind::Tyre => "tyre",
            Kind::Manufacturer => "manufacturer",
            Kind::Nation => "nation",
        }
    }

    /// The same in sentences: `chassis maker`.
    pub const fn in_words(self) -> &'static str {
        match self {
            Kind::ChassisMaker => "chassis maker",
            Kind::EngineMaker => "engine maker",
            other => other.word(),
        }
    }

    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A competitor; `id` is unique among those of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Competitor {
    pub kind: Kind,
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// Country code as the documents give it, where they do.
    pub nation: Option<String>,
    /// Categories for sub-tables, such as `rookie`.
    pub categories: Vec<String>,
    /// Day of birth of a driver.
    pub born: Option<Date>,
    pub cites: Cites,
}
