//! `names.toml`: the names of a season with their evidence, and the decisions by hand.
//!
//! ```toml
//! [[driver]]
//! id = "joe-policastro"
//! name = "Joe Policastro"
//! nation = "USA"
//! [[driver.spelling]]
//! text = "Joe Policastro"
//! seen = ["race.txt:56"]
//!
//! [[ruling]]
//! kind = "driver"
//! same = ["John Groom", "Jon Groom"]
//! why = "his licence says John"
//! ```
//!
//! Everything but `[[ruling]]` is written anew by each import; the rulings are kept to the letter.

mod read;
mod write;

pub use read::KEYS;
