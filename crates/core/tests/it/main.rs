//! Properties of the whole road from facts to an audit.
#![allow(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

mod by_hand;
mod classifications;
mod dead_heat;
mod decision_kinds;
mod decisions;
mod eras;
mod exact;
mod generated;
mod infer;
mod keys;
mod large;
mod rules_asked;
mod rules_in_words;
mod scale;
mod scenario;
mod ties;
mod windows;
