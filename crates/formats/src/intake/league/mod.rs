//! Files that leagues and fans keep of whole seasons, each shape in its module: one file with everything in it, or several
//! that say together what none says alone.

pub(super) mod class_results;
pub(super) mod ergast;
pub(super) mod iracing_league;
pub(super) mod joined_tables;
pub(super) mod platform;
pub(super) mod season_races;
mod table;

pub(super) use table::{Line, record, unequal};
