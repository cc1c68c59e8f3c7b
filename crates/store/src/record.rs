//! The record: what is entered, and what is asked of it.

use crate::database::{self, Database, For, Row, Value};
use crate::draft::{Act, Draft, Facts, Publication};
use crate::edition::{self, Edition, Paper};
use crate::operation::{self, Change, Operation, Published};
use crate::{Address, Digest, Fault, Posted, manifest};
use parcferme_core::season::Moment;
use std::collections::BTreeMap;

/// An entry of the log has at most so many bytes.
const MAX_STATEMENT: usize = 65_535;

/// A record that is open. One thread at a time asks it; others open it too.
pub struct Record {
    pub(crate) database: Box<dyn Database>,
    /// Commits that were answered.
    written: u64,
}

/// Where a season stands: its last operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub season: String,
    pub number: u64,
    pub hash: Digest,
    pub when: Moment,
}

/// What was entered.
#[derive(Clone, Debug)]
pub struct Entered {
    pub operation: Operation,
    pub edition: Option<Edition>,
    /// It was entered before, with the same key; nothing was entered now.
    pub before: bool,
}

impl Record {
    /// Opens a record that is there; one of an earlier version is brought to this one.
    ///
    /// # Errors
    /// There is none, or what lies there is something else or of a later version.
    pub fn open(address: &Address) -> Result<Record, Fault> {
        Ok(Record { database: database::open(address, false)?, written: 0 })
    }

    /// The same, and makes one where nothing is.
    ///
    /// # Errors
    /// What lies there is something else or of a later version, or nothing can be made there.
    pub fn open_or_make(address: &Address) -> Result<Record, Fault> {
        Ok(Record { database: database::open(address, true)?, written: 0 })
    }

    /// Enters an operation: all of it or nothing. With a key that was used, the operation of then is the answer.
    ///
    /// # Errors
    /// [`Fault::MovedOn`] where the season is no longer as the draft was made for, [`Fault::KeyTaken`] where the key is that of
    /// another operation, [`Fault::Unknown`] where the answer was lost, and what the database says.
    pub fn enter(&mut self, draft: &Draft) -> Result<Entered, Fault> {
        self.enter_posting(draft, &[])
    }

    /// The same of what puts documents onto the notice board: they are announced with it, or not at all.
    ///
    /// # Errors
    /// The same.
    pub fn enter_posting(&mut self, draft: &Draft, posted: &[Posted]) -> Result<Entered, Fault> {
        draft.check()?;
        self.database.begin(For::Writing)?;
        let entered = match self.enter_within(draft, posted) {
            Ok(entered) if !entered.before => entered,
            other => {
                self.database.rollback();
                return other;
            }
        };
        match self.database.commit()? {
            Ok(()) => {
                self.written += 1;
                Ok(entered)
            }
            Err(cause) => Err(Fault::Unknown { key: draft.key.clone(), cause }),
        }
    }

    /// How often something was written by this connection.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Writes what stands there already: whether the record can be written at all.
    ///
    /// # Errors
    /// It cannot, such as [`Fault::Full`].
    pub fn try_writing(&mut self) -> Result<(), Fault> {
        self.write(|record| match record.database.version()? {
            Some(own) => record.database.set_version(own),
            None => Ok(()),
        })
    }

    /// Whatever is done to the database besides operations, done whole or not at all.
    pub(crate) fn write<T>(
        &mut self,
        within: impl FnOnce(&mut Record) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.database.begin(For::Writing)?;
        match within(self) {
            Ok(done) => match self.database.commit()? {
                Ok(()) => {
                    self.written += 1;
                    Ok(done)
                }
                // Done again, it is done once.
                Err(cause) => Err(Fault::Unreachable(cause)),
            },
            Err(fault) => {
                self.database.rollback();
                Err(fault)
            }
        }
    }

    fn enter_within(&mut self, draft: &Draft, posted: &[Posted]) -> Result<Entered, Fault> {
        if let Some(operation) = self.entered_as(&draft.key)? {
            return self.entered_before(draft, operation);
        }
        let head = self.head(&draft.season)?;
        let stands_at = head.as_ref().map_or(0, |head| head.number);
        if stands_at != draft.follows {
            return Err(Fault::MovedOn { season: draft.season.clone(), follows: draft.follows, stands_at });
        }
        let when = head.as_ref().map_or(draft.when.utc(), |head| head.when.max(draft.when.utc()));
        let mut statement = operation::Statement {
            schema: operation::SCHEMA.to_owned(),
            season: draft.season.clone(),
            number: stands_at + 1,
            previous: head.as_ref().map(|head| head.hash),
            key: draft.key.clone(),
            who: draft.who.clone(),
            when: when.to_string(),
            why: draft.why.clone(),
            undoes: None,
            facts: Vec::new(),
            edition: None,
            redacted: None,
        };
        let mut published = None;
        match &draft.act {
            Act::Facts(own) => {
                statement.facts = self.changes(draft, own)?;
                statement.undoes = own.undoes;
                self.refuse_redacted(statement.facts.iter().filter_map(|own| own.after))?;
                for bytes in own.files.values().flatten() {
                    self.keep(bytes)?;
                }
            }
            Act::Publish(own) => {
                let Some(head) = &head else {
                    return Err(Fault::Refused(
                        "nothing has been entered that could be published".to_owned(),
                    ));
                };
                let edition = self.edition_of(head, own, when)?;
                let (number, digest) = (edition.number, edition.hash);
                statement.edition = Some(Published { number, standing: own.standing, digest });
                let digests = edition.papers.iter().map(|own| own.digest);
                self.refuse_redacted(digests.chain([edition.rulebook]))?;
                // What the edition before has is there already.
                let last = self.last_edition(&draft.season)?;
                let has = |digest| last.iter().flat_map(|own| &own.papers).any(|own| own.digest == digest);
                for document in own.documents.values().filter(|own| !has(own.digest())) {
                    self.keep_as(&document.digest(), document.bytes())?;
                }
                self.keep(&own.rulebook)?;
                published = Some(edition);
            }
        }
        let operation = Operation::of(statement.text()).map_err(Fault::Damaged)?;
        self.write_operation(&operation)?;
        self.announce_documents(&operation, posted)?;
        if let Some(edition) = &published {
            self.write_edition(edition, operation.number)?;
            self.announce_edition(edition)?;
        }
        Ok(Entered { operation, edition: published, before: false })
    }

    /// The answer to a key that was used: the operation of then, where the same is asked.
    fn entered_before(&mut self, draft: &Draft, operation: Operation) -> Result<Entered, Fault> {
        let edition = match operation.edition {
            Some((number, _)) => self.edition(&operation.season, number)?,
            None => None,
        };
        let same = match (&draft.act, &edition) {
            (Act::Facts(own), None) => {
                let files: Vec<_> =
                    operation.changes.iter().map(|own| (own.path.clone(), own.after)).collect();
                own.undoes == operation.undoes && draft.files() == files
            }
            (Act::Publish(own), Some(edition)) => {
                let papers = edition.papers.iter().map(|own| (own.name.clone(), Some(own.digest)));
                own.standing == edition.standing
                    && own.engine == edition.engine
                    && Digest::of(&own.rulebook) == edition.rulebook
                    && draft.files() == papers.collect::<Vec<_>>()
            }
            _ => false,
        };
        let of = (&draft.season, &draft.who, &draft.why);
        if !same || of != (&operation.season, &operation.who, &operation.why) {
            let (season, number) = (operation.season, operation.number);
            return Err(Fault::KeyTaken { key: draft.key.clone(), season, number });
        }
        Ok(Entered { operation, edition, before: true })
    }

    fn changes(&mut self, draft: &Draft, facts: &Facts) -> Result<Vec<Change>, Fault> {
        let stands = self.facts(&draft.season, draft.follows)?;
        if let Some(number) = facts.undoes.filter(|number| *number == 0 || *number > draft.follows) {
            return Err(Fault::Refused(format!("there is no operation {number} to undo")));
        }
        let changes: Vec<Change> = draft
            .files()
            .into_iter()
            .map(|(path, after)| Change { before: stands.get(&path).copied(), after, path })
            .collect();
        match changes.iter().find(|own| own.before == own.after) {
            Some(own) if own.after.is_none() => {
                Err(Fault::Refused(format!("`{}` goes, and is not there", own.path)))
            }
            Some(own) => Err(Fault::Refused(format!("`{}` is as it was", own.path))),
            None => Ok(changes),
        }
    }

    fn edition_of(&mut self, head: &Head, own: &Publication, when: Moment) -> Result<Edition, Fault> {
        let before = self.last_of_record()?;
        let supersedes = self.last_edition(&head.season)?.map(|edition| edition.number);
        let papers = own.documents.iter().map(|(name, own)| Paper {
            name: name.clone(),
            digest: own.digest(),
            bytes: own.bytes().len() as u64,
        });
        let statement = edition::Statement {
            schema: edition::SCHEMA.to_owned(),
            season: head.season.clone(),
            number: supersedes.unwrap_or(0) + 1,
            index: before.as_ref().map_or(0, |own| own.index + 1),
            previous: before.map(|own| own.hash),
            standing: own.standing,
            when: when.to_string(),
            supersedes,
            after: edition::After { operation: head.number, digest: head.hash },
            facts: manifest(&self.facts(&head.season, head.number)?),
            rulebook: Digest::of(&own.rulebook),
            engine: own.engine.clone(),
            documents: papers.collect(),
            address: own.address.clone(),
        };
        let text = statement.text();
        if text.len() > MAX_STATEMENT {
            return Err(Fault::Refused(format!(
                "an edition of {} documents is too long for the log",
                own.documents.len()
            )));
        }
        Edition::of(text).map_err(Fault::Damaged)
    }

    /// Keeps bytes under their digest; what is there already is not written again.
    pub(crate) fn keep(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.keep_as(&Digest::of(bytes), bytes)
    }

    /// The same of a digest that is known.
    pub(crate) fn keep_as(&mut self, digest: &Digest, bytes: &[u8]) -> Result<(), Fault> {
        self.database.run(
            "INSERT INTO document (digest, bytes) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING",
            &[digest.into(), Value::Bytes(bytes)],
        )?;
        Ok(())
    }

    pub(crate) fn write_operation(&mut self, own: &Operation) -> Result<(), Fault> {
        let (season, number) = (Value::Text(&own.season), Value::Int(own.number));
        let when = own.when.to_string();
        self.database.run(
            "INSERT INTO operation (season, number, key, at, hash, statement) VALUES ($1, $2, $3, $4, $5, $6)",
            &[
                season,
                number,
                Value::Text(&own.key),
                Value::Text(&when),
                (&own.hash).into(),
                Value::Text(&own.statement),
            ],
        )?;
        for change in &own.changes {
            self.database.run(
                "INSERT INTO fact (season, path, number, before, after) VALUES ($1, $2, $3, $4, $5)",
                &[
                    season,
                    Value::Text(&change.path),
                    number,
                    change.before.as_ref().into(),
                    change.after.as_ref().into(),
                ],
            )?;
        }
        Ok(())
    }

    pub(crate) fn write_edition(&mut self, own: &Edition, operation: u64) -> Result<(), Fault> {
        let (season, number) = (Value::Text(&own.season), Value::Int(own.number));
        self.database.run(
            "INSERT INTO edition (season, number, position, operation, rulebook, hash, statement) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &[
                season,
                number,
                Value::Int(own.index),
                Value::Int(operation),
                (&own.rulebook).into(),
                (&own.hash).into(),
                Value::Text(&own.statement),
            ],
        )?;
        for paper in &own.papers {
            self.database.run(
                "INSERT INTO paper (season, edition, name, digest) VALUES ($1, $2, $3, $4)",
                &[season, number, Value::Text(&paper.name), (&paper.digest).into()],
            )?;
        }
        Ok(())
    }

    /// What was entered with a key.
    ///
    /// # Errors
    /// What the database says.
    pub fn entered_as(&mut self, key: &str) -> Result<Option<Operation>, Fault> {
        let rows =
            self.database.rows("SELECT statement FROM operation WHERE key = $1", &[Value::Text(key)])?;
        rows.into_iter().next().map(operation_in).transpose()
    }

    /// Where each season stands, by its name.
    ///
    /// # Errors
    /// What the database says.
    pub fn heads(&mut self) -> Result<Vec<Head>, Fault> {
        let rows = self.database.rows(
            "SELECT statement FROM operation AS own WHERE number =
                 (SELECT max(number) FROM operation AS other WHERE other.season = own.season) ORDER BY season",
            &[],
        )?;
        rows.into_iter().map(|row| operation_in(row).map(head_at)).collect()
    }

    /// Where a season stands; none where nothing of it was entered.
    ///
    /// # Errors
    /// What the database says.
    pub fn head(&mut self, season: &str) -> Result<Option<Head>, Fault> {
        let rows = self.database.rows(
            "SELECT statement FROM operation WHERE season = $1 ORDER BY number DESC LIMIT 1",
            &[Value::Text(season)],
        )?;
        rows.into_iter().next().map(|row| operation_in(row).map(head_at)).transpose()
    }

    /// What was entered of a season after an operation, in order; everything after 0.
    ///
    /// # Errors
    /// What the database says.
    pub fn operations(&mut self, season: &str, after: u64) -> Result<Vec<Operation>, Fault> {
        let rows = self.database.rows(
            "SELECT statement FROM operation WHERE season = $1 AND number > $2 ORDER BY number",
            &[Value::Text(season), Value::Int(after)],
        )?;
        rows.into_iter().map(operation_in).collect()
    }

    /// The number of the last operation of a season that was entered at a moment or before; 0 where none was.
    ///
    /// # Errors
    /// What the database says.
    pub fn number_at(&mut self, season: &str, when: Moment) -> Result<u64, Fault> {
        // A moment on a clock that shows UTC is ordered by its letters.
        let when = when.utc().to_string();
        let rows = self.database.rows(
            "SELECT coalesce(max(number), 0) FROM operation WHERE season = $1 AND at <= $2",
            &[Value::Text(season), Value::Text(&when)],
        )?;
        rows.first().map_or(Ok(0), |row| row.number(0))
    }

    /// The files of a season as they stood after an operation, by path.
    ///
    /// # Errors
    /// What the database says.
    pub fn facts(&mut self, season: &str, number: u64) -> Result<BTreeMap<String, Digest>, Fault> {
        let rows = self.database.rows(
            "SELECT path, after FROM fact AS own WHERE season = $1 AND number =
                 (SELECT max(number) FROM fact AS other
                  WHERE other.season = own.season AND other.path = own.path AND other.number <= $2)",
            &[Value::Text(season), Value::Int(number)],
        )?;
        let mut facts = BTreeMap::new();
        for mut row in rows {
            let path = row.text(0)?;
            if let Some(digest) = row.digest(1)? {
                facts.insert(path, digest);
            }
        }
        Ok(facts)
    }

    /// The same with their bytes.
    ///
    /// # Errors
    /// What the database says, or a document is not there.
    pub fn files(&mut self, season: &str, number: u64) -> Result<BTreeMap<String, Vec<u8>>, Fault> {
        let facts = self.facts(season, number)?;
        facts.into_iter().map(|(path, digest)| Ok((path, self.document(&digest)?))).collect()
    }

    /// Bytes by their digest.
    ///
    /// # Errors
    /// There are none, they are others, [`Fault::Redacted`] where they are gone for good, or what the database says.
    pub fn document(&mut self, digest: &Digest) -> Result<Vec<u8>, Fault> {
        let rows = self.database.rows("SELECT bytes FROM document WHERE digest = $1", &[digest.into()])?;
        let Some(mut row) = rows.into_iter().next() else {
            return Err(Fault::Damaged(format!("the document {digest} is gone")));
        };
        let bytes = row.bytes(0)?;
        if Digest::of(&bytes) == *digest {
            return Ok(bytes);
        }
        Err(match self.redaction_of(digest)?.filter(|_| bytes.is_empty()) {
            Some(redaction) => Fault::Redacted { digest: *digest, redaction: Box::new(redaction) },
            None => Fault::Damaged(format!("the document {digest} has other bytes than it had")),
        })
    }

    /// What was published of a season, in order.
    ///
    /// # Errors
    /// What the database says.
    pub fn editions(&mut self, season: &str) -> Result<Vec<Edition>, Fault> {
        let sql = "SELECT statement FROM edition WHERE season = $1 ORDER BY number";
        let rows = self.database.rows(sql, &[Value::Text(season)])?;
        rows.into_iter().map(edition_in).collect()
    }

    /// What was published of all seasons, in order.
    ///
    /// # Errors
    /// What the database says.
    pub fn all_editions(&mut self) -> Result<Vec<Edition>, Fault> {
        let rows = self.database.rows("SELECT statement FROM edition ORDER BY position", &[])?;
        rows.into_iter().map(edition_in).collect()
    }

    /// What was published last of each season, by its name.
    ///
    /// # Errors
    /// What the database says.
    pub fn last_editions(&mut self) -> Result<Vec<Edition>, Fault> {
        let rows = self.database.rows(
            "SELECT statement FROM edition AS own WHERE number =
                 (SELECT max(number) FROM edition AS other WHERE other.season = own.season) ORDER BY season",
            &[],
        )?;
        rows.into_iter().map(edition_in).collect()
    }

    /// An edition by its number in its season.
    ///
    /// # Errors
    /// What the database says.
    pub fn edition(&mut self, season: &str, number: u64) -> Result<Option<Edition>, Fault> {
        let sql = "SELECT statement FROM edition WHERE season = $1 AND number = $2";
        let rows = self.database.rows(sql, &[Value::Text(season), Value::Int(number)])?;
        rows.into_iter().next().map(edition_in).transpose()
    }

    /// What was published last of a season.
    ///
    /// # Errors
    /// What the database says.
    pub fn last_edition(&mut self, season: &str) -> Result<Option<Edition>, Fault> {
        let sql = "SELECT statement FROM edition WHERE season = $1 ORDER BY number DESC LIMIT 1";
        let rows = self.database.rows(sql, &[Value::Text(season)])?;
        rows.into_iter().next().map(edition_in).transpose()
    }

    fn last_of_record(&mut self) -> Result<Option<Edition>, Fault> {
        let sql = "SELECT statement FROM edition ORDER BY position DESC LIMIT 1";
        let rows = self.database.rows(sql, &[])?;
        rows.into_iter().next().map(edition_in).transpose()
    }
}

fn operation_in(mut row: Row) -> Result<Operation, Fault> {
    let statement = row.text(0)?;
    Operation::of(statement).map_err(|error| Fault::Damaged(format!("an operation cannot be read: {error}")))
}

fn edition_in(mut row: Row) -> Result<Edition, Fault> {
    let statement = row.text(0)?;
    Edition::of(statement).map_err(|error| Fault::Damaged(format!("an edition cannot be read: {error}")))
}

fn head_at(operation: Operation) -> Head {
    Head { season: operation.season, number: operation.number, hash: operation.hash, when: operation.when }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Act, Facts};

    fn draft(follows: u64, key: &str, bytes: &[u8]) -> Draft {
        let files = [("season.toml".to_owned(), Some(bytes.to_vec()))].into();
        Draft {
            season: "hill-cup/2026".to_owned(),
            follows,
            key: key.to_owned(),
            who: "Ann".to_owned(),
            why: "so it is".to_owned(),
            when: "2026-08-03T12:00:00Z".parse().unwrap(),
            act: Act::Facts(Facts { files, undoes: None }),
        }
    }

    fn made() -> (tempfile::TempDir, Address, Record) {
        let folder = tempfile::tempdir().unwrap();
        let address = Address::File(folder.path().join("club.record"));
        let mut record = Record::open_or_make(&address).unwrap();
        record.enter(&draft(0, "first", b"one")).unwrap();
        (folder, address, record)
    }

    /// What was acknowledged is there, nothing is half there, and all of it holds.
    fn is_whole(record: &mut Record, operations: u64) {
        let walked = record.walk().unwrap();
        assert_eq!((walked.operations, walked.flaws), (operations, Vec::new()));
    }

    #[test]
    fn a_full_disk_is_told_and_nothing_is_half_entered() {
        let (_folder, address, mut record) = made();
        // As SQLite meets a disk with no room for another page.
        record.database.batch("PRAGMA max_page_count = 1").unwrap();
        let large = draft(1, "second", &vec![b'x'; 1 << 20]);
        for _ in 0..2 {
            assert_eq!(record.enter(&large).unwrap_err(), Fault::Full);
            is_whole(&mut record, 1);
        }
        assert_eq!(record.written(), 1);
        is_whole(&mut Record::open(&address).unwrap(), 1);
        // There is room again: it goes on by itself, and what is asked again is entered once.
        record.database.batch("PRAGMA max_page_count = 1000000").unwrap();
        record.try_writing().unwrap();
        assert!(!record.enter(&large).unwrap().before && record.enter(&large).unwrap().before);
        is_whole(&mut record, 2);
    }

    #[test]
    fn a_record_that_may_only_be_read_is_told_and_goes_on_when_it_may_be_written() {
        let (_folder, _, mut record) = made();
        record.database.batch("PRAGMA query_only = ON").unwrap();
        assert_eq!(record.enter(&draft(1, "second", b"two")).unwrap_err(), Fault::ReadOnly);
        assert_eq!(record.try_writing(), Err(Fault::ReadOnly));
        is_whole(&mut record, 1);
        record.database.batch("PRAGMA query_only = OFF").unwrap();
        record.enter(&draft(1, "second", b"two")).unwrap();
        is_whole(&mut record, 2);
    }
}
