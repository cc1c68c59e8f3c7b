//! What was handed out: a sheet with its status, when, and until when protests are taken.

use crate::season::{Cites, Moment, Round, Session};
use crate::table::Ix;

/// What an issue claims to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IssueStatus {
    Provisional,
    Official,
    Amended {
        /// From 1.
        number: u32,
        what_changed: String,
    },
}

/// Which sheet was handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Issued {
    Results(Ix<Session>),
    Grid(Ix<Session>),
    /// The sheets made from a session's lap records.
    Laps(Ix<Session>),
    /// The tables of all titles after a round.
    Points(Ix<Round>),
    Entries,
}

/// A sheet as it was handed out: a further fact beside those that it shows. Nothing is computed from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    pub of: Issued,
    pub status: IssueStatus,
    pub at: Moment,
    pub protest_until: Option<Moment>,
    /// Who issued it, such as `Clerk of the course`.
    pub author: String,
    pub cites: Cites,
}
