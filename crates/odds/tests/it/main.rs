//! Odds against `compute`, and their bits against the number of threads.

mod ranking;
mod same_bits;
