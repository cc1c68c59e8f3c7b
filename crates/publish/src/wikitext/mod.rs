//! Wikitext of race and season articles, in the form that encyclopaedias use and that `formats::pages` reads back.
//!
//! Markup is ASCII. Text of names is never markup: what could be taken for it is written as a character entity, which
//! works in cells, headings and prose alike. One cell stands on one line; spans carry the two-line records (car over
//! engine, teams over drivers).

mod classification;
mod entries;
mod markup;
mod points;
mod race;
mod season;
mod sheet_table;
mod standings;
mod words;

pub use classification::classification;
pub use entries::entry_list;
pub use race::race;
pub use season::season;
pub use sheet_table::sheet_table;
pub use standings::{published, standings};

/// How names are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spelling {
    /// As the season's names file has them.
    #[default]
    Canonical,
    /// As the result or table printed them.
    AsPrinted,
}
