//! Facts and rules in, tables out: [`compute`] is a pure function of a season and a rulebook.
//!
//! The road: [`classify`] orders the cars of each session and says who is classified; [`award`] gives points to the
//! competitors of each title; [`tally`] adds them up round by round and ranks.

mod account;
pub mod award;
mod beyond;
mod class_change;
pub mod classify;
pub mod handicap;
pub(crate) mod line;
mod order;
pub(crate) mod rank;
pub mod tally;

pub use beyond::beyond;

use crate::outcome::Outcome;
use crate::rulebook::Rulebook;
use crate::season::{Round, Season};
use crate::table::Ix;

/// All classifications and all tables of a season, after the last round run.
pub fn compute(season: &Season, rules: &Rulebook) -> Outcome {
    compute_after(season, rules, None)
}

/// The same as it stood after a round; None for the last round run.
pub fn compute_after(season: &Season, rules: &Rulebook, after: Option<Ix<Round>>) -> Outcome {
    let classifications = classify::classify_all(season, rules);
    let tables = tally::tallies(season, rules, &classifications)
        .iter()
        .map(|tally| tally.table(season, rules, after))
        .collect();
    Outcome { classifications, tables }
}
