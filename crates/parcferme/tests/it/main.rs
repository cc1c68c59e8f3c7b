//! The program's parts together, one module a subject.

mod formula_one;
mod wikitext;
