//! Outcomes into documents, sans IO and deterministic to the byte.

pub mod atom;
pub mod board;
pub mod chart;
pub mod csv;
pub mod documents;
pub mod explanation;
pub mod findings;
pub mod html_fragment;
pub mod ics;
pub mod json;
pub mod jsonld;
pub mod markdown;
pub mod og_image;
pub mod otherwise;
pub mod palette;
pub mod pdf;
pub mod record;
pub mod scenario;
pub mod seasons;
pub mod sheet;
pub mod site;
pub mod stamp;
pub mod typeface;
pub mod wikitext;
pub mod xlsx;
