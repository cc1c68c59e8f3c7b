//! The editions of a record as a log whose heads are signed.

use crate::database::Value;
use crate::edition::Edition;
use crate::proof::{Checkpoint, Note, Proof, Signer, Tree, Verifier, tiles};
use crate::{Fault, Record};
use parcferme_core::season::Moment;
use std::collections::BTreeMap;

/// The first line of a note that announces a key.
const ANNOUNCES: &str = "parcferme.key/1";

impl Record {
    /// The keys that signed heads of the log, the one that signs now last.
    ///
    /// # Errors
    /// What the database says.
    pub fn signers(&mut self) -> Result<Vec<Verifier>, Fault> {
        let rows = self.database.rows("SELECT verifier FROM signer ORDER BY number", &[])?;
        let read = |text: String| text.parse().map_err(|error| Fault::Damaged(format!("a key: {error}")));
        rows.into_iter().map(|mut row| row.text(0).and_then(read)).collect()
    }

    /// Signs the head of the log as it stands, where that is not done; none where nothing has been published. The first key
    /// that signs is the record's from then on.
    ///
    /// # Errors
    /// [`Fault::OtherKey`] where the record has another key, and what the database says.
    pub fn sign(&mut self, signer: &Signer, when: Moment) -> Result<Option<Checkpoint>, Fault> {
        self.write(|record| {
            match record.signers()?.last() {
                None => record.announce(&[signer], 1, when)?,
                Some(own) if *own != signer.verifier() => return Err(other_key(own, signer)),
                Some(_) => {}
            }
            let entries = record.entries()?;
            let tree = Tree::of(entries.iter().map(String::as_bytes));
            let Some(root) = tree.root(entries.len()).filter(|_| !entries.is_empty()) else {
                return Ok(None);
            };
            let size = entries.len() as u64;
            let checkpoint = Checkpoint { origin: signer.verifier().name, size, root };
            if record.notes(size)?.is_empty() {
                record.database.run(
                    "INSERT INTO checkpoint (size, note) VALUES ($1, $2)",
                    &[Value::Int(size), Value::Text(&signer.sign(checkpoint.text()).to_string())],
                )?;
            }
            Ok(Some(checkpoint))
        })
    }

    /// Has another key sign from now on. It bears the same name, which is that of the log.
    ///
    /// # Errors
    /// [`Fault::OtherKey`] where `old` is not the record's key, and what the database says.
    pub fn rotate(&mut self, old: &Signer, new: &Signer, when: Moment) -> Result<(), Fault> {
        self.write(|record| {
            let keys = record.signers()?;
            match keys.last() {
                Some(own) if *own == old.verifier() => {}
                Some(own) => return Err(other_key(own, old)),
                None => {
                    return Err(Fault::Refused("no key has signed yet that another could follow".to_owned()));
                }
            }
            if new.verifier().name != old.verifier().name {
                return Err(Fault::Refused("a key of another name would begin another log".to_owned()));
            }
            record.announce(&[old, new], keys.len() as u64 + 1, when)
        })
    }

    fn announce(&mut self, by: &[&Signer], number: u64, when: Moment) -> Result<(), Fault> {
        let Some((new, before)) = by.split_last() else { return Ok(()) };
        let verifier = new.verifier().to_string();
        let note = new.sign(format!("{ANNOUNCES}\n{number}\n{verifier}\n{when}\n"));
        let note = before.iter().fold(note, |note, signer| note.also(signer));
        self.database.run(
            "INSERT INTO signer (number, verifier, note) VALUES ($1, $2, $3)",
            &[Value::Int(number), Value::Text(&verifier), Value::Text(&note.to_string())],
        )?;
        Ok(())
    }

    /// The entries of the log: the statements of all editions, in order.
    fn entries(&mut self) -> Result<Vec<String>, Fault> {
        let rows = self.database.rows("SELECT statement FROM edition ORDER BY position", &[])?;
        rows.into_iter().map(|mut row| row.text(0)).collect()
    }

    /// Signed heads of the log, of that many editions or more, the smallest first.
    fn notes(&mut self, size: u64) -> Result<Vec<String>, Fault> {
        let sql = "SELECT note FROM checkpoint WHERE size >= $1 ORDER BY size";
        self.database.rows(sql, &[Value::Int(size)])?.into_iter().map(|mut row| row.text(0)).collect()
    }

    /// How many editions the last signed head is of.
    ///
    /// # Errors
    /// What the database says.
    pub fn signed(&mut self) -> Result<u64, Fault> {
        let rows = self.database.rows("SELECT coalesce(max(size), 0) FROM checkpoint", &[])?;
        rows.first().map_or(Ok(0), |row| row.number(0))
    }

    /// That an edition is in the log, by its last signed head; none where no signed head has it.
    ///
    /// # Errors
    /// What the database says.
    pub fn proof(&mut self, edition: &Edition) -> Result<Option<Proof>, Fault> {
        let Some(text) = self.notes(edition.index + 1)?.pop() else { return Ok(None) };
        let note = Note::read(&text).map_err(|error| Fault::Damaged(format!("a checkpoint: {error}")))?;
        let entries = self.entries()?;
        let tree = Tree::of(entries.iter().map(String::as_bytes));
        Ok(Proof::of(&tree, edition.index, note))
    }

    /// The log as static files, by path: its last signed head, tiles, entries, and the keys with their announcements. None
    /// where nothing has been signed.
    ///
    /// # Errors
    /// What the database says.
    pub fn log_files(&mut self) -> Result<Option<BTreeMap<String, Vec<u8>>>, Fault> {
        let Some(note) = self.notes(0)?.pop() else { return Ok(None) };
        let damaged = |error: &str| Fault::Damaged(format!("a checkpoint: {error}"));
        let read = Note::read(&note).map_err(damaged)?;
        let size = Checkpoint::read(&read.text).map_err(damaged)?.size;
        let entries = self.entries()?;
        let signed = usize::try_from(size).ok().and_then(|size| entries.get(..size));
        let signed: Vec<&[u8]> = signed
            .ok_or_else(|| damaged("it is of more editions than there are"))?
            .iter()
            .map(String::as_bytes)
            .collect();
        let mut files = tiles(&signed).ok_or_else(|| damaged("an edition is too long for the log"))?;
        files.insert("checkpoint".to_owned(), note.into_bytes());
        files.insert("keys".to_owned(), self.announcements()?.unwrap_or_default().into_bytes());
        Ok(Some(files))
    }

    /// The keys with their announcements, as the log has them in `keys`; none where there is no key yet.
    ///
    /// # Errors
    /// What the database says.
    pub fn announcements(&mut self) -> Result<Option<String>, Fault> {
        let notes = self.database.rows("SELECT note FROM signer ORDER BY number", &[])?;
        let notes: Vec<String> = notes.into_iter().map(|mut row| row.text(0)).collect::<Result<_, _>>()?;
        Ok((!notes.is_empty()).then(|| notes.join("\n")))
    }

    /// What does not hold of keys and signed heads: by place, and what.
    pub(crate) fn walk_signed(&mut self) -> Result<Vec<(String, String)>, Fault> {
        let mut flaws = Vec::new();
        let rows = self.database.rows("SELECT number, verifier, note FROM signer ORDER BY number", &[])?;
        let mut keys: Vec<Verifier> = Vec::new();
        for mut row in rows {
            let (number, verifier, note) = (row.number(0)?, row.text(1)?, row.text(2)?);
            let place = format!("key {number}");
            let (Ok(key), Ok(note)) = (verifier.parse::<Verifier>(), Note::read(&note)) else {
                flaws.push((place, "it or its announcement cannot be read".to_owned()));
                continue;
            };
            let expected = format!("{ANNOUNCES}\n{}\n{key}\n", keys.len() + 1);
            let by_before = keys.last().is_none_or(|before| note.is_by(before) && before.name == key.name);
            if !note.text.starts_with(&expected) || !note.is_by(&key) || !by_before {
                flaws.push((place, "its announcement does not hold".to_owned()));
            }
            keys.push(key);
        }
        let entries = self.entries()?;
        let tree = Tree::of(entries.iter().map(String::as_bytes));
        for mut row in self.database.rows("SELECT size, note FROM checkpoint ORDER BY size", &[])? {
            let (size, note) = (row.number(0)?, row.text(1)?);
            let mut flaw = |what: &str| {
                flaws.push((
                    format!("checkpoint of {size} {}", if size == 1 { "edition" } else { "editions" }),
                    what.to_owned(),
                ))
            };
            let read = Note::read(&note).and_then(|note| Checkpoint::read(&note.text).map(|own| (note, own)));
            let Ok((note, checkpoint)) = read else {
                flaw("it cannot be read");
                continue;
            };
            if !keys.iter().any(|key| note.is_by(key) && key.name == checkpoint.origin) {
                flaw("it is not signed by a key of the record");
            }
            let root = usize::try_from(size).ok().and_then(|size| tree.root(size));
            if checkpoint.size != size || root != Some(checkpoint.root) {
                flaw(
                    "its hash is not that of the editions: one was changed, slipped in or taken out after it was signed",
                );
            }
        }
        Ok(flaws)
    }

    /// Keys and signed heads as rows, for a copy.
    pub(crate) fn copy_signed(&mut self, other: &mut Record) -> Result<(), Fault> {
        for mut row in self.database.rows("SELECT number, verifier, note FROM signer ORDER BY number", &[])? {
            other.database.run(
                "INSERT INTO signer (number, verifier, note) VALUES ($1, $2, $3)",
                &[Value::Int(row.number(0)?), Value::Text(&row.text(1)?), Value::Text(&row.text(2)?)],
            )?;
        }
        for mut row in self.database.rows("SELECT size, note FROM checkpoint ORDER BY size", &[])? {
            other.database.run(
                "INSERT INTO checkpoint (size, note) VALUES ($1, $2)",
                &[Value::Int(row.number(0)?), Value::Text(&row.text(1)?)],
            )?;
        }
        Ok(())
    }
}

fn other_key(own: &Verifier, signer: &Signer) -> Fault {
    Fault::OtherKey { own: own.to_string(), given: signer.verifier().to_string() }
}
