//! Documents, written and read back.

mod charts;
mod pdf;
mod sample;
mod tables;
