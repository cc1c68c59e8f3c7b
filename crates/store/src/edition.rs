//! What was published, as a statement that is kept to the byte.

use crate::Digest;
use crate::statement::{Form, read};
use parcferme_core::season::Moment;
use serde::{Deserialize, Serialize};

pub const SCHEMA: &str = "parcferme.edition/1";

/// How far what is published has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    Provisional,
    Official,
}

impl Standing {
    pub const fn word(self) -> &'static str {
        match self {
            Standing::Provisional => "provisional",
            Standing::Official => "official",
        }
    }
}

/// What was published of a season, with what it was computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    pub season: String,
    /// From 1 in its season, without a gap.
    pub number: u64,
    /// From 0 in the whole record, without a gap.
    pub index: u64,
    pub standing: Standing,
    pub when: Moment,
    /// The edition of the season that it takes the place of.
    pub supersedes: Option<u64>,
    /// The operation after which the season stood as it was computed from, and its digest.
    pub after: (u64, Digest),
    /// The digest of all files of the season then ([`manifest`](crate::manifest)).
    pub facts: Digest,
    /// The digest of the rulebook's text, which the record keeps as a document.
    pub rulebook: Digest,
    /// The program that computed it, with its version.
    pub engine: String,
    pub papers: Vec<Paper>,
    /// Where it can be read, as its documents say it; none where nobody knew.
    pub address: Option<String>,
    /// The digest of the edition before it in the whole record; none of the first.
    pub previous: Option<Digest>,
    /// The digest of the statement.
    pub hash: Digest,
    /// All of the above as JSON, to the byte: what is hashed.
    pub statement: String,
}

/// A document of an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    pub name: String,
    pub digest: Digest,
    pub bytes: u64,
}

/// The form of the statement. Fields are written in this order; a field is never renamed, moved or taken away.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Statement {
    pub schema: String,
    pub season: String,
    pub number: u64,
    pub index: u64,
    pub previous: Option<Digest>,
    pub standing: Standing,
    pub when: String,
    pub supersedes: Option<u64>,
    pub after: After,
    pub facts: Digest,
    pub rulebook: Digest,
    pub engine: String,
    pub documents: Vec<Paper>,
    /// Not written before 2026-12.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl Form for Statement {
    const SCHEMA: &'static str = SCHEMA;

    fn schema(&self) -> &str {
        &self.schema
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct After {
    pub operation: u64,
    pub digest: Digest,
}

impl Edition {
    /// The edition that a statement is of.
    ///
    /// # Errors
    /// It is no statement of this form.
    pub fn of(statement: String) -> Result<Edition, String> {
        let own: Statement = read(&statement)?;
        let when = own.when.parse().map_err(|_| format!("`{}` is no moment", own.when))?;
        Ok(Edition {
            season: own.season,
            number: own.number,
            index: own.index,
            standing: own.standing,
            when,
            supersedes: own.supersedes,
            after: (own.after.operation, own.after.digest),
            facts: own.facts,
            rulebook: own.rulebook,
            engine: own.engine,
            papers: own.documents,
            address: own.address,
            previous: own.previous,
            hash: Digest::of(statement.as_bytes()),
            statement,
        })
    }
}

impl Statement {
    pub(crate) fn text(&self) -> String {
        // Strings, numbers and lists of them always have a form in JSON.
        serde_json::to_string(self).unwrap_or_default()
    }
}
