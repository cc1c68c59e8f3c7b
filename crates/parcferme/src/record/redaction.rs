//! What is to be redacted, as somebody names it, and what was, in words.

use super::refused;
use crate::library::Refused;
use parcferme_publish::stamp::moment_in_words;
use parcferme_store::{Digest, Fault, Redaction};
use std::collections::BTreeSet;

/// What is to be redacted.
#[derive(Debug, Default)]
pub struct Targets {
    pub documents: BTreeSet<Digest>,
    /// By season and number.
    pub operations: BTreeSet<(String, u64)>,
}

/// Documents by their digests, operations as `hill-cup/2026:7`.
///
/// # Errors
/// One is neither.
pub fn targets<'t>(texts: impl Iterator<Item = &'t str>) -> Result<Targets, Refused> {
    let mut targets = Targets::default();
    for text in texts {
        let operation =
            text.rsplit_once(':').and_then(|(season, number)| Some((season, number.parse().ok()?)));
        match (text.parse(), operation) {
            (Ok(digest), _) => {
                targets.documents.insert(digest);
            }
            (Err(_), Some((season, number))) => {
                targets.operations.insert((season.to_owned(), number));
            }
            (Err(_), None) => {
                return Err(refused(Fault::Nothing { what: format!("`{}`", text.escape_debug()) }));
            }
        }
    }
    Ok(targets)
}

/// What was redacted: a line of when, by whom and why, and a line for each thing.
pub fn in_words(own: &Redaction) -> Vec<String> {
    let mut lines = vec![format!("{}  {}, {}: {}", own.number, moment_in_words(own.when), own.who, own.why)];
    lines.extend(own.documents.iter().map(|own| format!("   document {}, {} bytes", own.digest, own.bytes)));
    let words = own.operations.iter();
    lines.extend(words.map(|own| format!("   operation {}:{}, who and why", own.season, own.number)));
    lines
}
