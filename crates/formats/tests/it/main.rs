//! Integration tests of the readers, one module a source.
#![allow(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

mod add;
mod add_timing;
mod alkamel;
mod club_tables;
mod damaged;
mod f1db;
mod folder;
mod import;
mod issues;
mod lap_cases;
mod lap_corpus;
mod leagues;
mod made_race;
mod made_results;
mod names;
mod names_corpus;
mod page_forms;
mod page_kinds;
mod page_tables;
mod pages;
mod pdf;
mod sim;
mod situations;
mod tables;
