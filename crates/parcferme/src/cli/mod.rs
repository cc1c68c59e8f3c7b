//! The commands, one a module.

pub mod audit;
pub mod classify_laps;
pub mod text_table;
