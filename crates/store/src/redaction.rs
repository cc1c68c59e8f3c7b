//! What has to go for good, such as by the order of a court: the bytes of documents, and of operations who entered them and
//! why. Digests stay, so that all that names them still holds, and a statement says what was redacted, when, by whom and why.

use crate::database::{For, Value};
use crate::operation::Operation;
use crate::statement::{Form, read};
use crate::{By, Deed, Digest, Fault, Record, Walked, is_season};
use parcferme_core::season::Moment;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

const SCHEMA: &str = "parcferme.redaction/1";
const MAX_WORDS: usize = 500;

/// Something redacted, as a statement that is kept to the byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redaction {
    /// From 1 in the whole record, without a gap.
    pub number: u64,
    pub who: String,
    /// The address that it came from, or `command`.
    pub from: String,
    pub when: Moment,
    pub why: String,
    pub documents: Vec<Redacted>,
    pub operations: Vec<RedactedOperation>,
    /// All of the above as JSON, to the byte: what is hashed.
    pub statement: String,
}

/// A document without its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redacted {
    pub digest: Digest,
    /// How many there were.
    pub bytes: u64,
}

/// An operation without who and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedactedOperation {
    pub season: String,
    pub number: u64,
    /// Of its statement as it was entered.
    pub digest: Digest,
    /// Of what is left of the statement.
    pub left: Digest,
}

/// The form of the statement: fields are never renamed, moved or taken away.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statement {
    schema: String,
    number: u64,
    previous: Option<Digest>,
    who: String,
    from: String,
    when: String,
    why: String,
    documents: Vec<Redacted>,
    operations: Vec<RedactedOperation>,
}

impl Form for Statement {
    const SCHEMA: &'static str = SCHEMA;

    fn schema(&self) -> &str {
        &self.schema
    }
}

impl Redaction {
    fn of(statement: String) -> Result<Redaction, String> {
        let own: Statement = read(&statement)?;
        Ok(Redaction {
            number: own.number,
            who: own.who,
            from: own.from,
            when: own.when.parse().map_err(|_| format!("`{}` is no moment", own.when))?,
            why: own.why,
            documents: own.documents,
            operations: own.operations,
            statement,
        })
    }

    /// When, by whom and why.
    pub fn told(&self) -> String {
        format!("redaction {}, {}, {}: {}", self.number, self.when, self.who, self.why)
    }
}

/// A document that has a text, and all that it is part of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub digest: Digest,
    pub bytes: u64,
    pub stands: Vec<Where>,
    /// Of what stands now, what needs it: it cannot be redacted yet.
    pub needed: Option<String>,
}

/// What a document is part of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    /// A file of a season, from that operation on.
    File { season: String, operation: u64, path: String },
    /// A document of an edition.
    Paper { season: String, edition: u64, name: String },
    /// The rulebook that an edition was computed by.
    Rulebook { season: String, edition: u64 },
    /// What somebody gave and has not confirmed: it goes by itself, and with any redaction.
    Shown { season: String, login: String, name: String },
}

impl Record {
    /// Redacts documents, by their digests, and the words of operations, by season and number: all of it or nothing. What was
    /// shown and is not confirmed goes with it, all of it: nothing says what of it has the same text.
    ///
    /// # Errors
    /// [`Fault::Nothing`] where there is no such thing, [`Fault::Needed`] where what stands now needs a document, and what the
    /// database says.
    pub fn redact(
        &mut self,
        (by, who, why): (&By<'_>, &str, &str),
        documents: &BTreeSet<Digest>,
        operations: &BTreeSet<(String, u64)>,
    ) -> Result<Redaction, Fault> {
        for (what, text) in [("who redacts", who), ("why it is redacted", why)] {
            let fits =
                !text.trim().is_empty() && text.len() <= MAX_WORDS && !text.chars().any(char::is_control);
            if !fits {
                return Err(Fault::Refused(format!("{what} is said in a line of 1 to {MAX_WORDS} bytes")));
            }
        }
        if documents.is_empty() && operations.is_empty() {
            return Err(Fault::Refused("nothing is named that is to be redacted".to_owned()));
        }
        self.database.begin(For::Erasing)?;
        match self.redact_within((by, who, why), documents, operations) {
            Ok(own) => match self.database.commit()? {
                Ok(()) => {
                    // It is done. What cannot be cleared away now, the next checkpoint or vacuum does.
                    let _ = self.database.erased();
                    Ok(own)
                }
                // Done again, it says that there is nothing left to redact.
                Err(cause) => Err(Fault::Unreachable(cause)),
            },
            Err(fault) => {
                self.database.rollback();
                Err(fault)
            }
        }
    }

    fn redact_within(
        &mut self,
        (by, who, why): (&By<'_>, &str, &str),
        documents: &BTreeSet<Digest>,
        operations: &BTreeSet<(String, u64)>,
    ) -> Result<Redaction, Fault> {
        let needed = self.needed()?;
        let shown: BTreeSet<Digest> = self.all_shown()?.iter().map(|own| Digest::of(&own.1)).collect();
        let last = self.redactions()?.pop();
        let number = last.as_ref().map_or(1, |own| own.number + 1);
        let mut statement = Statement {
            schema: SCHEMA.to_owned(),
            number,
            previous: last.map(|own| Digest::of(own.statement.as_bytes())),
            who: who.to_owned(),
            from: by.from.to_owned(),
            when: by.when.utc().to_string(),
            why: why.to_owned(),
            documents: Vec::new(),
            operations: Vec::new(),
        };
        for digest in documents {
            if let Some(by) = needed.get(digest) {
                return Err(Fault::Needed { digest: *digest, by: by.clone() });
            }
            let sql = "SELECT CAST(length(bytes) AS BIGINT) FROM document WHERE digest = $1
                 AND NOT EXISTS (SELECT 1 FROM redacted WHERE redacted.digest = document.digest)";
            let rows = self.database.rows(sql, &[digest.into()])?;
            let Some(row) = rows.first() else {
                if shown.contains(digest) {
                    continue;
                }
                return Err(Fault::Nothing { what: format!("document {digest}") });
            };
            statement.documents.push(Redacted { digest: *digest, bytes: row.number(0)? });
        }
        let mut left = Vec::new();
        for (season, operation) in operations {
            // What no record can hold, no database is asked for.
            let known = is_season(season) && i64::try_from(*operation).is_ok();
            let found = match known {
                true => self.operations(season, operation.saturating_sub(1))?.into_iter().next(),
                false => None,
            };
            let found = found.filter(|own| own.number == *operation && own.redaction.is_none());
            let Some(own) = found else {
                return Err(Fault::Nothing { what: format!("operation {season}:{operation}") });
            };
            let text = own.without_words(number).map_err(Fault::Damaged)?;
            statement.operations.push(RedactedOperation {
                season: season.clone(),
                number: *operation,
                digest: own.hash,
                left: Digest::of(text.as_bytes()),
            });
            left.push(text);
        }
        // Texts, numbers and lists of them always have a form in JSON.
        let own =
            Redaction::of(serde_json::to_string(&statement).unwrap_or_default()).map_err(Fault::Damaged)?;
        self.write_redaction(&own)?;
        self.database.run("DELETE FROM shown", &[])?;
        for redacted in &own.documents {
            let empty = Value::Bytes(&[]);
            self.database.run(
                "UPDATE document SET bytes = $2 WHERE digest = $1",
                &[(&redacted.digest).into(), empty],
            )?;
        }
        for (redacted, text) in own.operations.iter().zip(&left) {
            self.database.run(
                "UPDATE operation SET statement = $3 WHERE season = $1 AND number = $2",
                &[Value::Text(&redacted.season), Value::Int(redacted.number), Value::Text(text)],
            )?;
        }
        self.note(by, Deed::Redacted, None, Some(&own.told()))?;
        Ok(own)
    }

    fn write_redaction(&mut self, own: &Redaction) -> Result<(), Fault> {
        let number = Value::Int(own.number);
        self.database.run(
            "INSERT INTO redaction (number, hash, statement) VALUES ($1, $2, $3)",
            &[number, (&Digest::of(own.statement.as_bytes())).into(), Value::Text(&own.statement)],
        )?;
        for redacted in &own.documents {
            self.database.run(
                "INSERT INTO redacted (digest, redaction) VALUES ($1, $2)",
                &[(&redacted.digest).into(), number],
            )?;
        }
        for redacted in &own.operations {
            self.database.run(
                "INSERT INTO redacted_operation (season, number, redaction) VALUES ($1, $2, $3)",
                &[Value::Text(&redacted.season), Value::Int(redacted.number), number],
            )?;
        }
        Ok(())
    }

    /// What was redacted, in order.
    ///
    /// # Errors
    /// What the database says.
    pub fn redactions(&mut self) -> Result<Vec<Redaction>, Fault> {
        let rows = self.database.rows("SELECT statement FROM redaction ORDER BY number", &[])?;
        let read =
            |text| Redaction::of(text).map_err(|error| Fault::Damaged(format!("a redaction: {error}")));
        rows.into_iter().map(|mut row| row.text(0).and_then(read)).collect()
    }

    /// How many redactions there are.
    ///
    /// # Errors
    /// What the database says.
    pub fn last_redaction(&mut self) -> Result<u64, Fault> {
        let rows = self.database.rows("SELECT coalesce(max(number), 0) FROM redaction", &[])?;
        rows.first().map_or(Ok(0), |row| row.number(0))
    }

    /// By what the bytes of a document went, where they did.
    pub(crate) fn redaction_of(&mut self, digest: &Digest) -> Result<Option<Redaction>, Fault> {
        let all = self.redactions()?.into_iter();
        Ok(all.rev().find(|own| own.documents.iter().any(|redacted| redacted.digest == *digest)))
    }

    /// Refuses to take again what was redacted.
    pub(crate) fn refuse_redacted(&mut self, documents: impl Iterator<Item = Digest>) -> Result<(), Fault> {
        if self.last_redaction()? == 0 {
            return Ok(());
        }
        for digest in documents {
            if let Some(redaction) = self.redaction_of(&digest)? {
                return Err(Fault::RedactedBefore { digest, redaction: Box::new(redaction) });
            }
        }
        Ok(())
    }

    /// Documents that what stands now needs, and what that is: files of seasons, and all of their last editions.
    fn needed(&mut self) -> Result<BTreeMap<Digest, String>, Fault> {
        let mut needed = BTreeMap::new();
        for own in self.last_editions()? {
            let edition = format!("{}, edition {}, its last", own.season, own.number);
            let facts = self.facts(&own.season, own.after.0)?;
            let papers = own.papers.iter().map(|own| (own.name.clone(), own.digest));
            let all = facts.into_iter().chain(papers).chain([("the rulebook".to_owned(), own.rulebook)]);
            needed.extend(all.map(|(name, digest)| (digest, format!("{edition}: {name}"))));
        }
        for head in self.heads()? {
            let facts = self.facts(&head.season, head.number)?;
            needed.extend(
                facts
                    .into_iter()
                    .map(|(path, digest)| (digest, format!("{}, as it stands: {path}", head.season))),
            );
        }
        Ok(needed)
    }

    /// The documents that have a text in them, to the letter, and of editions that have one of them the sheets: those are of
    /// the same tables; and what was shown and is not confirmed. Besides the operations whose words have it.
    ///
    /// # Errors
    /// What the database says.
    pub fn holding(&mut self, text: &str) -> Result<(Vec<Held>, Vec<Operation>), Fault> {
        self.database.begin(For::Reading)?;
        let found = self.holding_within(text);
        self.database.rollback();
        found
    }

    fn holding_within(&mut self, text: &str) -> Result<(Vec<Held>, Vec<Operation>), Fault> {
        let has = |bytes: &[u8]| !text.is_empty() && String::from_utf8_lossy(bytes).contains(text);
        let mut sizes = BTreeMap::new();
        let mut found = BTreeSet::new();
        for digest in self.documents()? {
            match self.document(&digest) {
                Ok(bytes) => {
                    if has(&bytes) {
                        found.insert(digest);
                    }
                    sizes.insert(digest, bytes.len() as u64);
                }
                Err(Fault::Redacted { .. }) => {}
                Err(fault) => return Err(fault),
            }
        }
        let editions = self.all_editions()?;
        for edition in &editions {
            if edition.papers.iter().any(|own| found.contains(&own.digest)) {
                let sheets = edition.papers.iter().filter(|own| own.name.ends_with(".pdf"));
                found.extend(sheets.map(|own| own.digest).filter(|own| sizes.contains_key(own)));
            }
        }
        let mut stands: BTreeMap<Digest, Vec<Where>> = BTreeMap::new();
        let mut said = Vec::new();
        for head in self.heads()? {
            for operation in self.operations(&head.season, 0)? {
                for change in &operation.changes {
                    if let Some(digest) = change.after.filter(|own| found.contains(own)) {
                        let (season, path) = (head.season.clone(), change.path.clone());
                        stands.entry(digest).or_default().push(Where::File {
                            season,
                            operation: operation.number,
                            path,
                        });
                    }
                }
                if [&operation.who, &operation.why].iter().any(|own| has(own.as_bytes())) {
                    said.push(operation);
                }
            }
        }
        for edition in editions {
            let (season, number) = (edition.season, edition.number);
            for paper in edition.papers.into_iter().filter(|own| found.contains(&own.digest)) {
                let own = Where::Paper { season: season.clone(), edition: number, name: paper.name };
                stands.entry(paper.digest).or_default().push(own);
            }
            if found.contains(&edition.rulebook) {
                stands.entry(edition.rulebook).or_default().push(Where::Rulebook { season, edition: number });
            }
        }
        for (shown, bytes) in self.all_shown()? {
            let names = matches!(&shown, Where::Shown { name, .. } if has(name.as_bytes()));
            if names || has(&bytes) {
                let digest = Digest::of(&bytes);
                found.insert(digest);
                sizes.insert(digest, bytes.len() as u64);
                stands.entry(digest).or_default().push(shown);
            }
        }
        let mut needed = self.needed()?;
        let held = found.into_iter().map(|digest| Held {
            digest,
            bytes: sizes.get(&digest).copied().unwrap_or(0),
            stands: stands.remove(&digest).unwrap_or_default(),
            needed: needed.remove(&digest),
        });
        Ok((held.collect(), said))
    }

    /// What was redacted, and what does not hold of it.
    pub(crate) fn walk_redactions(&mut self, walked: &mut Walked) -> Result<(), Fault> {
        let mut previous = None;
        for mut row in
            self.database.rows("SELECT number, hash, statement FROM redaction ORDER BY number", &[])?
        {
            let (number, hash, text) = (row.number(0)?, row.digest(1)?, row.text(2)?);
            let digest = Digest::of(text.as_bytes());
            let expected = walked.redactions.len() as u64 + 1;
            let mut flaw = |what: &str| walked.flaw(&format!("redaction {number}"), what.to_owned());
            if hash != Some(digest) {
                flaw("its digest does not hold");
            }
            match (read::<Statement>(&text), Redaction::of(text)) {
                (Ok(statement), Ok(own)) => {
                    if own.number != number || number != expected {
                        flaw("its number does not follow the one before");
                    }
                    if statement.previous != previous {
                        flaw("the digest of the one before does not hold");
                    }
                    walked.redactions.push(own);
                }
                (Err(error), _) | (_, Err(error)) => flaw(&format!("its statement cannot be read: {error}")),
            }
            previous = Some(digest);
        }
        Ok(())
    }

    /// Redactions as rows, and documents without bytes, for a copy; documents first, what names them after.
    pub(crate) fn copy_redactions(&mut self, other: &mut Record) -> Result<(), Fault> {
        self.redactions()?.iter().try_for_each(|own| other.write_redaction(own))
    }
}
