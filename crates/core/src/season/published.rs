//! Published tables: assertions that are proven, never inputs to what they assert.

use crate::exact::Points;
use crate::numbers::{CarNumber, Position};
use crate::season::{Cites, Class, Competitor, Round};
use crate::table::Ix;

/// A standings table as published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedTable {
    /// Id of the title it claims to state.
    pub title: String,
    pub class: Option<Ix<Class>>,
    /// The last round it covers; None for the final table.
    pub after: Option<Ix<Round>>,
    /// Digits behind the decimal point to which points were rounded in print.
    pub decimals: Option<u32>,
    /// Name of the file it stands in, for messages.
    pub file: String,
    pub rows: Vec<PublishedRow>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedRow {
    pub position: Option<Position>,
    pub competitor: Ix<Competitor>,
    /// Name as printed.
    pub printed: String,
    pub chassis: String,
    pub engine: String,
    /// Points by round, in order of rounds; None is a blank cell. Empty where only totals are published.
    pub cells: Vec<(Ix<Round>, Option<Points>)>,
    pub total: Option<Points>,
    /// Line in [`PublishedTable::file`], from 1.
    pub line: u32,
    pub cites: Cites,
}

/// A class winner as a season's page lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassWinner {
    pub round: Ix<Round>,
    pub class: Ix<Class>,
    pub number: CarNumber,
    pub team: Option<Ix<Competitor>>,
    pub printed_team: String,
    pub drivers: Vec<Ix<Competitor>>,
    pub cites: Cites,
}
