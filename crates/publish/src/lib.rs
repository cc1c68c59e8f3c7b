//! Outcomes into documents, sans IO and deterministic to the byte.

pub mod chart;
pub mod csv;
pub mod html_fragment;
pub mod json;
pub mod markdown;
pub mod palette;
pub mod pdf;
pub mod sheet;
pub mod stamp;
pub mod typeface;
pub mod xlsx;
