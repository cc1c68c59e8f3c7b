//! The program's parts together.

mod wikitext;
