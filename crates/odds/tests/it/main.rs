//! Odds against `compute`, and their bits against the number of threads.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

mod ranking;
mod same_bits;
