//! The program's parts: wiring between files, the network and the sport. No sporting decision is taken here.

pub mod cli;
pub mod f1db;
pub mod library;
pub mod report;
pub mod season_writer;
pub mod terminal;
