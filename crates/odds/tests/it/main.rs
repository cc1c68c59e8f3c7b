//! Odds against `compute`, and their bits against the number of threads.

#![allow(clippy::unwrap_used)]

mod ranking;
mod same_bits;
