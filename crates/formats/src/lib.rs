//! Readers: bytes to facts with diagnostics, sans IO. One module a source.

pub mod alkamel;
pub mod careers;
pub mod f1db;
pub mod folder;
pub mod grid;
pub mod import;
pub mod intake;
mod json;
pub mod names;
pub mod pages;
pub mod text;
