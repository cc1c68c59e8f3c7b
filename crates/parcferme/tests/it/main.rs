//! The program and the workspace as a whole, one module a subject.

mod documents;
mod formula_one;
mod original;
mod star;
mod wikitext;
