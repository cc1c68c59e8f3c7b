//! The shape of the workspace: a star of crates around a core that stays pure, and a page for everything that has an id.

mod dependencies;
mod documents;
mod error_pages;
mod layers;
mod purity;
mod rule_pages;
mod source;
