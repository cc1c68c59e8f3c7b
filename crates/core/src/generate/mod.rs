//! Seasons made up by name or by number, for tests, examples and benchmarks of every crate.

mod draft;

pub use draft::{Draft, DraftCar, DraftEntry, DraftRow, DraftTable, DraftWinner};
