//! Proof for outsiders: editions are the entries of a log that can only grow, and its heads are signed.
//!
//! All forms are those of C2SP: signed notes, checkpoints, tiles, proofs (<https://c2sp.org>); hashes are those of RFC 6962,
//! signatures Ed25519. Other programs read them, and anybody can keep a copy of the log.

mod checkpoint;
mod log;
mod merkle;
mod note;
mod tiles;

pub use checkpoint::{Checkpoint, Proof};
pub use log::{Against, Bundle, Log};
pub use merkle::{Tree, leaf};
pub use note::{Note, Signer, Verifier};
pub use tiles::tiles;
