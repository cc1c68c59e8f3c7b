//! Whether a record holds together: numbers without a gap, both chains of digests, documents with the bytes they had.

use crate::database::{For, Value};
use crate::edition::Edition;
use crate::operation::{Change, Operation};
use crate::{Digest, Fault, Record, RedactedOperation, Redaction, manifest};
use parcferme_core::{Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};

/// What a walk through a record found.
#[derive(Clone, Debug, Default)]
pub struct Walked {
    pub operations: u64,
    pub editions: u64,
    pub documents: u64,
    /// Lines of the audit log.
    pub noted: u64,
    /// What was redacted, by statements that hold.
    pub redactions: Vec<Redaction>,
    /// What does not hold; nothing where all does.
    pub flaws: Vec<Diagnostic>,
}

impl Walked {
    pub(crate) fn flaw(&mut self, place: &str, message: String) {
        self.flaws.push(Diagnostic::error("PF1314", message).at(Place::document(place)));
    }

    /// A flaw where the words of an operation are gone, and no redaction says so, or are there although one does.
    fn words(&mut self, place: &str, own: &Operation) {
        let left = Digest::of(own.statement.as_bytes());
        let said: Vec<&RedactedOperation> = self
            .redactions
            .iter()
            .filter(|redaction| own.redaction.is_none_or(|number| number == redaction.number))
            .flat_map(|redaction| &redaction.operations)
            .filter(|redacted| (&redacted.season, redacted.number) == (&own.season, own.number))
            .collect();
        let holds = match own.redaction {
            None => said.is_empty(),
            Some(_) => said.iter().any(|redacted| redacted.digest == own.hash && redacted.left == left),
        };
        if !holds {
            self.flaw(place, "what is left of its statement is not what a redaction says".to_owned());
        }
    }

    /// A flaw where two that must be the same are not.
    fn same<T: PartialEq + std::fmt::Debug>(&mut self, place: &str, what: &str, found: &T, expected: &T) {
        if found != expected {
            self.flaws.push(
                Diagnostic::error("PF1314", format!("{what} does not hold"))
                    .at(Place::document(place))
                    .found(format!("{found:?}"))
                    .expected(format!("{expected:?}")),
            );
        }
    }
}

impl Record {
    /// Walks through all of it, and reads every document. What editions say of tables is not computed again here.
    ///
    /// # Errors
    /// What the database says; what does not hold is among the flaws.
    pub fn walk(&mut self) -> Result<Walked, Fault> {
        self.database.begin(For::Reading)?;
        let walked = self.walk_within();
        self.database.rollback();
        walked
    }

    fn walk_within(&mut self) -> Result<Walked, Fault> {
        let mut walked = Walked::default();
        self.walk_redactions(&mut walked)?;
        let mut gone: BTreeSet<Digest> =
            walked.redactions.iter().flat_map(|own| &own.documents).map(|own| own.digest).collect();
        let documents: BTreeSet<Digest> = self.documents()?.into_iter().collect();
        for digest in &documents {
            walked.documents += 1;
            match self.document(digest) {
                Ok(_) if gone.contains(digest) => {
                    walked.flaw(
                        "documents",
                        format!("the document {digest} was redacted, and has bytes again"),
                    );
                }
                Err(Fault::Damaged(what)) => walked.flaw("documents", what),
                Ok(_) | Err(Fault::Redacted { .. }) => {}
                Err(other) => return Err(other),
            }
            gone.remove(digest);
        }
        for digest in gone {
            walked
                .flaw("documents", format!("the document {digest}, which was redacted, is gone altogether"));
        }
        let mut entered = self.walk_operations(&documents, &mut walked)?;
        self.walk_editions(&documents, &mut entered, &mut walked)?;
        for ((season, number), own) in entered {
            if let Some((edition, _)) = own.publishes {
                let place = format!("{season}, operation {number}");
                walked.flaw(&place, format!("edition {edition}, which it published, is gone"));
            }
        }
        for (place, what) in self.walk_signed()? {
            walked.flaw(&place, what);
        }
        let (noted, flaws) = self.walk_noted()?;
        walked.noted = noted;
        for (place, what) in flaws {
            walked.flaw(&place, what);
        }
        Ok(walked)
    }

    fn walk_operations(
        &mut self,
        documents: &BTreeSet<Digest>,
        walked: &mut Walked,
    ) -> Result<Seasons, Fault> {
        let mut seasons = Seasons::new();
        let mut before: Option<(String, u64, Digest, String)> = None;
        let mut stands: BTreeMap<String, Digest> = BTreeMap::new();
        for row in self.operation_rows()? {
            walked.operations += 1;
            let place = format!("{}, operation {}", row.season, row.number);
            if before.as_ref().is_none_or(|own| own.0 != row.season) {
                (before, stands) = (None, BTreeMap::new());
            }
            let own = match row.operation {
                Ok(own) => own,
                Err(error) => {
                    walked.flaw(&place, format!("its statement cannot be read: {error}"));
                    before = None;
                    continue;
                }
            };
            walked.same(&place, "its digest", &row.hash, &Some(own.hash));
            walked.words(&place, &own);
            let columns = (&row.season, row.number, &row.key, row.at);
            let statement = (&own.season, own.number, &own.key, own.when.to_string());
            walked.same(&place, "what is repeated beside its statement", &columns, &statement);
            let number = before.as_ref().map_or(1, |own| own.1 + 1);
            walked.same(&place, "its number after the one before", &own.number, &number);
            walked.same(
                &place,
                "the digest of the one before",
                &own.previous,
                &before.as_ref().map(|own| own.2),
            );
            let when = own.when.to_string();
            if before.as_ref().is_some_and(|own| own.3 > when) {
                walked.flaw(&place, "it was entered earlier than the one before".to_owned());
            }
            let facts = self.fact_rows(&own.season, own.number)?;
            walked.same(&place, "its facts beside its statement", &facts, &own.changes);
            for change in &own.changes {
                let stood = match &change.after {
                    Some(after) => stands.insert(change.path.clone(), *after),
                    None => stands.remove(&change.path),
                };
                walked.same(&place, &format!("what stood in {} before", change.path), &change.before, &stood);
                if let Some(after) = change.after.filter(|after| !documents.contains(after)) {
                    walked.flaw(&place, format!("the document of {} is gone: {after}", change.path));
                }
            }
            seasons.insert(
                (own.season.clone(), own.number),
                Stood {
                    hash: own.hash,
                    facts: manifest(&stands),
                    when: when.clone(),
                    publishes: own.edition,
                },
            );
            before = Some((own.season, own.number, own.hash, when));
        }
        Ok(seasons)
    }

    fn walk_editions(
        &mut self,
        documents: &BTreeSet<Digest>,
        entered: &mut Seasons,
        walked: &mut Walked,
    ) -> Result<(), Fault> {
        let mut before: Option<(u64, Digest)> = None;
        let mut last: BTreeMap<String, u64> = BTreeMap::new();
        for row in self.edition_rows()? {
            walked.editions += 1;
            let place = format!("{}, edition {}", row.season, row.number);
            let own = match row.edition {
                Ok(own) => own,
                Err(error) => {
                    walked.flaw(&place, format!("its statement cannot be read: {error}"));
                    before = None;
                    continue;
                }
            };
            walked.same(&place, "its digest", &row.hash, &Some(own.hash));
            let columns = (&row.season, row.number, row.position, row.rulebook);
            let statement = (&own.season, own.number, own.index, Some(own.rulebook));
            walked.same(&place, "what is repeated beside its statement", &columns, &statement);
            let index = before.map_or(0, |own| own.0 + 1);
            walked.same(&place, "its place after the edition before", &own.index, &index);
            walked.same(&place, "the digest of the edition before", &own.previous, &before.map(|own| own.1));
            let supersedes = last.insert(own.season.clone(), own.number);
            walked.same(&place, "what it supersedes", &own.supersedes, &supersedes);
            walked.same(&place, "its number", &own.number, &(supersedes.unwrap_or(0) + 1));
            let papers = self.paper_rows(&own.season, own.number)?;
            let stated = own.papers.iter().map(|own| (own.name.clone(), Some(own.digest))).collect();
            walked.same(&place, "its documents beside its statement", &papers, &stated);
            let needed = own.papers.iter().map(|own| own.digest).chain([own.rulebook]);
            for digest in needed.filter(|digest| !documents.contains(digest)) {
                walked.flaw(&place, format!("a document of it is gone: {digest}"));
            }
            match entered.get_mut(&(own.season.clone(), row.operation)) {
                Some(by) => {
                    walked.same(
                        &place,
                        "the operation that published it",
                        &by.publishes,
                        &Some((own.number, own.hash)),
                    );
                    walked.same(&place, "the moment it was published", &own.when.to_string(), &by.when);
                    by.publishes = None;
                }
                None => walked.flaw(&place, "the operation that published it is gone".to_owned()),
            }
            match entered.get(&(own.season.clone(), own.after.0)) {
                Some(stood) => {
                    walked.same(&place, "the digest of the operation it follows", &own.after.1, &stood.hash);
                    walked.same(
                        &place,
                        "the digest of the facts it was computed from",
                        &own.facts,
                        &stood.facts,
                    );
                }
                None => walked.flaw(&place, format!("operation {}, which it follows, is gone", own.after.0)),
            }
            before = Some((own.index, own.hash));
        }
        Ok(())
    }

    /// Statements of operations with the columns that repeat them, in order.
    fn operation_rows(&mut self) -> Result<Vec<OperationRow>, Fault> {
        let sql = "SELECT season, number, key, at, hash, statement FROM operation ORDER BY season, number";
        let rows = self.database.rows(sql, &[])?;
        rows.into_iter()
            .map(|mut row| {
                Ok(OperationRow {
                    season: row.text(0)?,
                    number: row.number(1)?,
                    key: row.text(2)?,
                    at: row.text(3)?,
                    hash: row.digest(4)?,
                    operation: Operation::of(row.text(5)?),
                })
            })
            .collect()
    }

    /// The same of editions.
    fn edition_rows(&mut self) -> Result<Vec<EditionRow>, Fault> {
        let sql = "SELECT season, number, position, operation, rulebook, hash, statement FROM edition ORDER BY position";
        let rows = self.database.rows(sql, &[])?;
        rows.into_iter()
            .map(|mut row| {
                Ok(EditionRow {
                    season: row.text(0)?,
                    number: row.number(1)?,
                    position: row.number(2)?,
                    operation: row.number(3)?,
                    rulebook: row.digest(4)?,
                    hash: row.digest(5)?,
                    edition: Edition::of(row.text(6)?),
                })
            })
            .collect()
    }

    /// The facts of an operation as rows, by path.
    fn fact_rows(&mut self, season: &str, number: u64) -> Result<Vec<Change>, Fault> {
        let sql = "SELECT path, before, after FROM fact WHERE season = $1 AND number = $2 ORDER BY path";
        let rows = self.database.rows(sql, &[Value::Text(season), Value::Int(number)])?;
        rows.into_iter()
            .map(|mut row| Ok(Change { path: row.text(0)?, before: row.digest(1)?, after: row.digest(2)? }))
            .collect()
    }

    /// The documents of an edition as rows, by name.
    fn paper_rows(&mut self, season: &str, edition: u64) -> Result<Vec<(String, Option<Digest>)>, Fault> {
        let sql = "SELECT name, digest FROM paper WHERE season = $1 AND edition = $2 ORDER BY name";
        let rows = self.database.rows(sql, &[Value::Text(season), Value::Int(edition)])?;
        rows.into_iter().map(|mut row| Ok((row.text(0)?, row.digest(1)?))).collect()
    }
}

/// How a season stood after each operation.
type Seasons = BTreeMap<(String, u64), Stood>;

struct Stood {
    hash: Digest,
    facts: Digest,
    when: String,
    /// The edition that the operation published, until it is found.
    publishes: Option<(u64, Digest)>,
}

struct OperationRow {
    season: String,
    number: u64,
    key: String,
    at: String,
    hash: Option<Digest>,
    operation: Result<Operation, String>,
}

struct EditionRow {
    season: String,
    number: u64,
    position: u64,
    operation: u64,
    rulebook: Option<Digest>,
    hash: Option<Digest>,
    edition: Result<Edition, String>,
}
