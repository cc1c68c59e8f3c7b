//! The program's parts: wiring, no sporting decision.

pub mod cli;
