//! Integration tests of the readers, one module a source.

mod alkamel;
mod import;
mod made_race;
mod names;
mod pages;
