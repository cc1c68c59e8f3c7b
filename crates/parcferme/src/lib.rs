//! The program's parts: wiring between files, the network and the sport. No sporting decision is taken here.

pub mod attempt;
pub mod by_hand;
pub mod cli;
pub mod desk;
pub mod ending;
pub mod f1db;
pub mod fetch;
pub mod folder_on_disk;
pub mod gallery;
pub mod lacking;
pub mod library;
pub mod lookup;
pub mod nearest;
pub mod new_season;
pub mod odds;
pub mod otherwise;
pub mod packed;
pub mod password;
pub mod reading;
pub mod record;
pub mod report;
pub mod server;
pub mod smallest;
pub mod sqlite;
pub mod terminal;
pub mod webhook;

/// The program with its version, as documents name it.
pub const ISSUER: &str = concat!("Parc Fermé ", env!("CARGO_PKG_VERSION"));
