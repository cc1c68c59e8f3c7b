//! The odds of a title.

mod dense;
mod dice;
mod logarithm;
mod odds;
mod plan;
mod record;
mod replay;
mod season;
mod strength;

pub use dice::seed;
pub use odds::{BLOCK, Chance, Given, Odds, Trials, draws, simulate, simulate_by_compute};
pub use plan::{Car, Plan, SessionToCome, ToCome};
pub use record::{Race, Record, Runner, Start};
pub use replay::{Drawn, DrawnSession, Replay};
pub use strength::{Model, Strengths};
