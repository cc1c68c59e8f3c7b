//! What was computed: classifications and tables, every row with the reason for it.
//!
//! Reasons and classifications stand below the rules that look at them; standings stand above, for a table names its
//! title.

mod classification;
mod reason;
mod standings;

pub use classification::{Classification, ClassificationRow, Distance, Gap};
pub use reason::{Because, By, Effect, Input, Step};
pub use standings::{
    Award, AwardKind, Basis, Cell, Count, CountedCar, StandingsRow, StandingsTable, Tie, Without,
};

use crate::rules::title::Title;
use crate::season::{Class, Session};
use crate::table::Ix;

/// Everything computed from a season and a rulebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// In order of sessions; only those with results.
    pub classifications: Vec<Classification>,
    /// In order of the rulebook's titles, then of classes.
    pub tables: Vec<StandingsTable>,
}

impl Outcome {
    pub fn classification(&self, session: Ix<Session>) -> Option<&Classification> {
        let at = self.classifications.binary_search_by_key(&session, |own| own.session).ok()?;
        self.classifications.get(at)
    }

    pub fn table(&self, title: Ix<Title>, class: Option<Ix<Class>>) -> Option<&StandingsTable> {
        self.tables.iter().find(|own| own.title == title && own.class == class)
    }
}
