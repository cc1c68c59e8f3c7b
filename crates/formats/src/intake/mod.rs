//! One door for files: any file into a season folder.
//!
//! [`read`] finds out what a file is and what it says ([`Said`]); [`add`] finds the round that each session belongs to and
//! puts the facts into the folder, beside what stands there already. Nothing that stands there is overwritten: where two
//! documents tell of one session, what only one of them says is joined, and where they differ it is told.

mod add;
mod agree;
mod alkamel_json;
mod calendar;
mod cars;
mod classes;
mod decision;
mod exact;
mod feats;
mod feed;
mod form;
mod gather;
mod hint;
mod json;
mod json_forms;
mod lap_file;
mod league;
mod names;
mod page;
mod pdf;
pub mod said;
mod same;
mod sim;
mod tables;
mod text;
mod timing;
mod xml;

pub use add::{Account, Added, Wish, add};
pub use form::{MAX_BYTES, Reading, read, read_for, read_grids};
pub use said::Said;

pub use tables::day::Part;

/// What a part of a line is: a day, such as `2025-05-03` or `3 May 2025`, or not. `year` where none is printed.
pub fn part(text: &str, year: i32) -> Part {
    tables::day::part(text, year)
}

/// Ids of errors that ask how a file is meant: nothing is changed until they are answered.
pub const QUESTIONS: [&str; 2] = ["PF1046", UNFIT];
/// An option that fits no table of the files.
const UNFIT: &str = "PF1053";
