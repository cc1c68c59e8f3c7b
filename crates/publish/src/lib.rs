//! Outcomes into documents, sans IO and deterministic to the byte.

pub mod chart;
pub mod json;
pub mod palette;
pub mod pdf;
pub mod sheet;
pub mod stamp;
pub mod typeface;
