//! What was entered since the last edition and is not published: an act of stewards that publishes the tables anew publishes
//! it too, for an edition is computed from all that was entered before it. Whoever acts is told first.

use super::Stands;
use crate::library::Refused;
use crate::record;
use parcferme_core::Diagnostic;
use parcferme_core::number_words::counted;
use parcferme_formats::folder::NOTICES;
use parcferme_publish::stamp::moment_in_words;
use parcferme_store::{Digest, Operation, Record};

/// What was entered since an edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafts {
    /// The number of the last edition.
    pub edition: u64,
    /// In order; none where the files are as they were then. Notices are on the board already.
    pub operations: Vec<Operation>,
}

impl Drafts {
    /// As a season stood after an operation; none where nothing had been published then.
    ///
    /// # Errors
    /// What the database says.
    pub(super) fn of(record: &mut Record, after: &Operation) -> Result<Option<Drafts>, Refused> {
        let (season, number) = (after.season.as_str(), after.number);
        let editions = record.editions(season).map_err(record::refused)?;
        // The operation that publishes is the next after those that it publishes.
        let Some(last) = editions.into_iter().rev().find(|own| own.after.0 < number) else { return Ok(None) };
        let mut operations = record.operations(season, last.after.0).map_err(record::refused)?;
        operations.retain(|own| own.number <= number && own.changes.iter().any(|own| own.path != NOTICES));
        if !operations.is_empty() {
            let mut facts = |number| {
                let mut own = record.facts(season, number).map_err(record::refused)?;
                own.remove(NOTICES);
                Ok::<_, Refused>(own)
            };
            if facts(last.after.0)? == facts(number)? {
                operations.clear();
            }
        }
        Ok(Some(Drafts { edition: last.number, operations }))
    }

    /// What names each.
    pub fn digests(&self) -> Vec<Digest> {
        self.operations.iter().map(|own| own.hash).collect()
    }

    /// What is published too, in a sentence.
    pub fn sentence(&self) -> String {
        let (count, number) = (self.operations.len(), self.edition);
        let (were, them) = if count == 1 { ("was", "it") } else { ("were", "them") };
        format!(
            "{} {were} entered since edition {number} and not published: this publishes {them} too",
            counted(count, "operation")
        )
    }

    /// Each in a line: number, who, when and why.
    pub fn lines(&self) -> Vec<String> {
        let line = |own: &Operation| {
            format!("operation {}, {}, {}: {}", own.number, own.who, moment_in_words(own.when), own.why)
        };
        self.operations.iter().map(line).collect()
    }

    /// Told before it is published.
    pub fn warning(&self) -> Option<Diagnostic> {
        let told = Diagnostic::warning(ID, self.sentence()).found(self.lines().join("; "));
        (!self.operations.is_empty()).then_some(told)
    }

    /// Refuses to publish it unseen: `seen` is the state that somebody saw.
    ///
    /// # Errors
    /// There is something, and another state or none was seen.
    pub(super) fn were_seen(&self, stands: &Stands, seen: Option<u64>) -> Result<(), Refused> {
        let number = stands.operation.number;
        if self.operations.is_empty() || seen == Some(number) {
            return Ok(());
        }
        let told = Diagnostic::error(ID, self.sentence())
            .found(self.lines().join("; "))
            .expected(format!("that you say you saw it: the state after operation {number}"))
            .help(format!(
                "nothing was entered; send it again with `If-Match: \"{number}\"` over the API, with `--after {number}` as a command, from the page of now at the desk; or let it be published first"
            ));
        Err(vec![told])
    }

    /// What the log says of an edition that an act published.
    pub fn why(&self, act: &str) -> String {
        let numbers: Vec<String> = self.operations.iter().map(|own| own.number.to_string()).collect();
        match numbers.as_slice() {
            [] => format!("after {act}"),
            [one] => format!("with operation {one}, after {act}"),
            all => format!("with operations {}, after {act}", all.join(", ")),
        }
    }
}

const ID: &str = "PF1429";
