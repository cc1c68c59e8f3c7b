//! What was entered, as a statement that is kept to the byte.

use crate::statement::{Form, read};
use crate::{Digest, Standing};
use parcferme_core::season::Moment;
use serde::{Deserialize, Serialize};

pub const SCHEMA: &str = "parcferme.operation/1";

/// An operation of a season, as it stands in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    pub season: String,
    /// From 1, without a gap.
    pub number: u64,
    pub key: String,
    pub who: String,
    pub why: String,
    pub when: Moment,
    /// The operation that it takes back.
    pub undoes: Option<u64>,
    /// Files that came, changed or went, by path.
    pub changes: Vec<Change>,
    /// What it published: the edition's number and the digest of its statement.
    pub edition: Option<(u64, Digest)>,
    /// The digest of the operation before; none of the first.
    pub previous: Option<Digest>,
    /// The digest of the statement as it was entered.
    pub hash: Digest,
    /// All of the above as JSON, to the byte: what is hashed. Where who and why were redacted, what is left of it.
    pub statement: String,
    /// The number of the redaction that took out who and why.
    pub redaction: Option<u64>,
}

/// What stands for words that were redacted.
const REDACTED: &str = "[redacted]";

/// A file before and after; none where it is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    pub path: String,
    pub before: Option<Digest>,
    pub after: Option<Digest>,
}

/// The form of the statement. Fields are written in this order; a field is never renamed, moved or taken away.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Statement {
    pub schema: String,
    pub season: String,
    pub number: u64,
    pub previous: Option<Digest>,
    pub key: String,
    pub who: String,
    pub when: String,
    pub why: String,
    pub undoes: Option<u64>,
    pub facts: Vec<Change>,
    pub edition: Option<Published>,
    /// Not written before 2026-12, and only where words were redacted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacted: Option<WithoutWords>,
}

impl Form for Statement {
    const SCHEMA: &'static str = SCHEMA;

    fn schema(&self) -> &str {
        &self.schema
    }
}

/// Of a statement whose words were redacted: the digest that it was entered with.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithoutWords {
    pub digest: Digest,
    pub redaction: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Published {
    pub number: u64,
    pub standing: Standing,
    pub digest: Digest,
}

impl Operation {
    /// The operation that a statement is of.
    ///
    /// # Errors
    /// It is no statement of this form.
    pub fn of(statement: String) -> Result<Operation, String> {
        let own: Statement = read(&statement)?;
        let when = own.when.parse().map_err(|_| format!("`{}` is no moment", own.when))?;
        Ok(Operation {
            season: own.season,
            number: own.number,
            key: own.key,
            who: own.who,
            why: own.why,
            when,
            undoes: own.undoes,
            changes: own.facts,
            edition: own.edition.map(|own| (own.number, own.digest)),
            previous: own.previous,
            hash: own.redacted.as_ref().map_or_else(|| Digest::of(statement.as_bytes()), |own| own.digest),
            redaction: own.redacted.map(|own| own.redaction),
            statement,
        })
    }

    /// What is left of the statement without who and why.
    ///
    /// # Errors
    /// It is no statement of this form.
    pub(crate) fn without_words(&self, redaction: u64) -> Result<String, String> {
        let own: Statement = serde_json::from_str(&self.statement).map_err(|error| error.to_string())?;
        let redacted = Some(WithoutWords { digest: self.hash, redaction });
        Ok(Statement { who: REDACTED.to_owned(), why: REDACTED.to_owned(), redacted, ..own }.text())
    }
}

impl Statement {
    pub(crate) fn text(&self) -> String {
        // Strings, numbers and lists of them always have a form in JSON.
        serde_json::to_string(self).unwrap_or_default()
    }
}
