//! The record: facts in, editions out, and nothing that was acknowledged is ever lost.
//!
//! A season's folder is for people and diffs; the record is what was entered, when, by whom and why, one operation after
//! the other. What is computed is never stored as truth: an edition is bytes that were published, with the digests of what
//! they were computed from, so that anybody can compute them again. The road:
//!
//! * [`Draft`]: what somebody asks to have entered. It names the state that it was made for, and a key.
//! * [`Record::enter`]: all of it or nothing. The record moved on meanwhile: refused. The same key again: the same answer.
//! * [`Operation`]: what was entered, as a statement whose bytes are kept and chained by SHA-256.
//! * [`Edition`]: what was published, a statement too, with a chain of its own through all seasons of the record.
//! * [`Record::sign`], [`proof`]: the editions as a log that can only grow, for those who do not trust the record.
//! * [`Account`]: who may sign in, with which roles; every change of that in an audit log.
//! * [`Shown`]: what officials gave and have not confirmed yet.
//! * [`Webhook`]: to whom editions and notices are announced; each announcement a [`Delivery`] that stands until it was taken.
//! * [`Redaction`]: what was taken out for good, so that all else still holds and says so.
//! * [`Record::walk`]: whether all of it holds together.
//!
//! A record is one SQLite file, or a PostgreSQL database ([`Address`]); both are asked in the same words by the same code, and
//! one suite of tests runs on both. What it guarantees, and the form of the statements: `docs/RECORD.md`.

mod accounts;
mod address;
mod copy;
mod database;
mod digest;
mod draft;
mod edition;
mod fault;
mod operation;
mod pieces;
pub mod proof;
mod record;
mod redaction;
mod shown;
mod signed;
mod statement;
mod walk;
mod webhooks;

pub use accounts::{Account, By, Deed, Grant, Noted, Passkey, Role, Scope, Tie, Token};
pub use address::Address;
pub use copy::Copied;
pub use digest::{Digest, Document, manifest};
pub use draft::{Act, Draft, Facts, Publication, is_path, is_season};
pub use edition::{Edition, Paper, Standing};
pub use fault::Fault;
pub use operation::{Change, Operation};
pub use pieces::{Clash, Difference, difference, merge, merge_over, undo};
pub use record::{Entered, Head, Record};
pub use redaction::{Held, Redacted, RedactedOperation, Redaction, Where};
pub use shown::{Owner, Shown};
pub use walk::Walked;
pub use webhooks::{
    Announced, Answered, Delivery, Due, Event, Events, MAX_ATTEMPTS, Off, Posted, Target, Webhook,
};
