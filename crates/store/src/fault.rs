//! What a record may answer instead.

use crate::{Digest, Redaction};
use parcferme_core::{Diagnostic, Place};
use std::fmt;

/// Why a record did not do what it was asked. Nothing was entered, except where it says that this is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No record lies there.
    Absent(String),
    /// Something lies there that is no record.
    Foreign(String),
    /// The record was written by a later version of the program.
    Newer { its: i64, ours: i64 },
    /// The season has moved on from the state that the draft was made for.
    MovedOn { season: String, follows: u64, stands_at: u64 },
    /// The key was used for something else.
    KeyTaken { key: String, season: String, number: u64 },
    /// Whether it was entered is not known: the answer was lost. Ask again with the same key.
    Unknown { key: String, cause: String },
    /// The record is signed by another key.
    OtherKey { own: String, given: String },
    /// The bytes of a document are gone for good.
    Redacted { digest: Digest, redaction: Box<Redaction> },
    /// Bytes that were redacted are not taken again.
    RedactedBefore { digest: Digest, redaction: Box<Redaction> },
    /// A document cannot be redacted while something that stands now needs it.
    Needed { digest: Digest, by: String },
    /// There is no such thing that could be redacted.
    Nothing { what: String },
    /// What was asked cannot be entered, whatever the record holds.
    Refused(String),
    /// Another writes for longer than one waits.
    Busy,
    /// The disk is full.
    Full,
    /// The record may only be read.
    ReadOnly,
    /// The database cannot be reached, or gave up.
    Unreachable(String),
    /// What stands in the record is not in order.
    Damaged(String),
    /// What the database says besides.
    Database(String),
}

impl Fault {
    /// What is wrong in words, with what to do.
    pub fn diagnostic(&self) -> Diagnostic {
        let nothing = "nothing was entered";
        match self {
            Fault::Absent(place) => Diagnostic::error("PF1301", format!("no record lies at {place}"))
                .expected("the file of a record, or postgres://user@host/database")
                .help("check the address; `parcferme push SEASON --data FILE` begins one"),
            Fault::Foreign(what) => Diagnostic::error("PF1302", format!("it is no record: {what}"))
                .expected("a file or database that this program made")
                .help("name another file, or another database; nothing was changed"),
            Fault::Newer { its, ours } => {
                Diagnostic::error("PF1303", "the record was written by a later version of this program")
                    .found(format!("version {its}"))
                    .expected(format!("at most version {ours}"))
                    .help("install the newer program; nothing was changed")
            }
            Fault::MovedOn { season, follows, stands_at } => {
                Diagnostic::error("PF1304", format!("the record of {season} has moved on"))
                    .found(format!("{stands_at} {}", plural(*stands_at)))
                    .expected(format!("{follows} {}, as when this was prepared", plural(*follows)))
                    .help(format!("see what was entered with `parcferme log {season}`, `parcferme pull` it, then give this command again; {nothing}"))
            }
            Fault::KeyTaken { key, season, number } => {
                Diagnostic::error("PF1305", format!("the key `{key}` was used for something else"))
                    .found(format!("operation {number} of {season}, with other content"))
                    .expected("a key of its own for each operation")
                    .help(format!("give another --key, or none; {nothing}"))
            }
            Fault::Unknown { key, cause } => {
                Diagnostic::error("PF1306", format!("whether it was entered is not known: {cause}"))
                    .found(format!("no answer for the key `{key}`"))
                    .help("give the same command again: what was entered is not entered twice")
            }
            Fault::OtherKey { own, given } => {
                Diagnostic::error("PF1315", "the log of this record is signed by another key")
                    .found(given.clone())
                    .expected(own.clone())
                    .help("name the file of that key with --key-file; a new key follows it by `parcferme edition rotate-key`")
            }
            Fault::Redacted { digest, redaction } => {
                Diagnostic::error("PF1415", "the document was redacted: its bytes are gone for good")
                    .at(Place::document(digest.to_string()))
                    .found(redaction.told())
                    .help("what it was part of still stands, by its digest; ask for another state or edition")
            }
            Fault::RedactedBefore { digest, redaction } => {
                Diagnostic::error("PF1416", "the record does not take again what was redacted")
                    .at(Place::document(digest.to_string()))
                    .found(redaction.told())
                    .expected("a file without what had to go")
                    .help(nothing.to_owned())
            }
            Fault::Needed { digest, by } => {
                Diagnostic::error("PF1417", "what stands now needs this document")
                    .at(Place::document(digest.to_string()))
                    .found(by.clone())
                    .expected("a document that only earlier states and editions have")
                    .help("enter the season without what has to go, publish that, then redact; nothing was redacted")
            }
            Fault::Nothing { what } => Diagnostic::error("PF1419", format!("there is no {what} to be redacted"))
                .expected("the digest of a document, or a season and the number of an operation, such as hill-cup/2026:7")
                .help("`parcferme redact find TEXT` lists what has a text; nothing was redacted"),
            Fault::Refused(what) => Diagnostic::error("PF1307", format!("the record cannot take it: {what}"))
                .help(nothing.to_owned()),
            Fault::Busy => Diagnostic::error("PF1308", "another writes the record for longer than this waits")
                .expected("the other to end within ten seconds")
                .help(format!("give the command again; {nothing}")),
            Fault::Full => Diagnostic::error("PF1309", "the disk of the record is full")
                .help(format!("make room, then give the command again; {nothing}")),
            Fault::ReadOnly => Diagnostic::error("PF1310", "the record may only be read")
                .help(format!("check your right to write it and its folder; {nothing}")),
            Fault::Unreachable(cause) => {
                Diagnostic::error("PF1311", format!("the database cannot be reached: {cause}"))
                    .help(format!("check address, server and network, then give the command again; {nothing}"))
            }
            Fault::Damaged(what) => Diagnostic::error("PF1312", format!("the record is damaged: {what}"))
                .help("run `parcferme verify --data ...` for all that does not hold; a backup is put back with `parcferme restore`"),
            Fault::Database(what) => Diagnostic::error("PF1313", format!("the database refuses: {what}"))
                .help(nothing.to_owned()),
        }
    }
}

fn plural(number: u64) -> &'static str {
    if number == 1 { "operation" } else { "operations" }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diagnostic().message)
    }
}

impl std::error::Error for Fault {}
