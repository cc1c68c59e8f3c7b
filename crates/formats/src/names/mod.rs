//! Which spellings are one thing: teams, drivers, chassis, engines, circuits and events of a season.
//!
//! [`decide`] takes every mention of a name with what stands around it (car number, class, round, crew) and the
//! decisions by hand, and returns clusters of spellings with the evidence for each decision, near misses, and what
//! is left open. Two names become one only if their letters are alike *and* something links them, or if their
//! letters are the same; what the documents show to be two things stays apart however alike it looks. The order of
//! mentions leaves no trace. [`Names`] is also what a season folder's `names.toml` holds.

mod candidates;
mod cluster;
mod decision;
mod evidence;
mod index;
mod likeness;
mod maker;
mod mention;
mod normal;
mod of_folder;
mod of_page;
mod outcome;
mod ruling;
mod sheet;
mod toml_file;
mod words;

pub use decision::decide;
pub use mention::{Context, Kind, Mention};
pub use normal::slug;
pub(crate) use normal::{letters, words as words_of_name};
pub use of_folder::of_folder;
pub use of_page::of_page;
pub use outcome::{Cluster, Maker, MakerRule, Merge, Names, NearMiss, Open, Question, Rule, Spelling};
pub use ruling::{Ruling, Rulings, Verdict};
pub use toml_file::KEYS;
