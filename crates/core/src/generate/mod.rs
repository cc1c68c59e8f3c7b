//! Seasons made up by name or from a seed, for tests, examples and benchmarks of every crate.

mod dice;
mod draft;
mod made_rules;
mod made_season;

pub use dice::Dice;
pub use draft::{Draft, DraftCar, DraftEntry, DraftFeat, DraftRow, DraftTable, DraftWinner};
pub use made_rules::MadeRules;
pub use made_season::{MadeSeason, Shape, season};
