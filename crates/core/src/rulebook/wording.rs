//! The wording of a rulebook: what its document says, before any kind reads it.
//!
//! A document may state the rules of many seasons, each value for those in which it holds (`seasons`, `era`), and may be
//! another but for what it says itself (`like`, `without`). Both come down to [`Change`]s. Every value knows the text that
//! it stands in, so that what is said of it names the right document and line.

use super::eras;
use crate::block::value::{self, Table, Value};
use crate::block::{Block, Reader, Spot, Text};
use crate::change::{self, Change};
use crate::diagnostic::{Diagnostic, Place};
use crate::rulebook::KEYS;
use crate::rules::KINDS;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

/// What a rulebook's document says.
#[derive(Clone, Debug, Default)]
pub struct Wording {
    /// Each with the byte at which it begins among all; in the order of those bytes.
    texts: Vec<(usize, Arc<Text<'static>>)>,
    pub(crate) root: Table<'static>,
    /// Whether it is another than its document says: of one season, put on another, changed.
    pub(super) altered: bool,
}

impl Wording {
    /// Reads a document. Text that is not TOML gives an empty wording and a diagnostic.
    pub fn read(document: &str, text: &str) -> (Wording, Vec<Diagnostic>) {
        let origin = Arc::new(Text::new(document.to_owned(), text.to_owned()));
        let mut reader = Reader::of(vec![(0, origin.borrowed())]);
        let root = value::moved(reader.table(text), 0);
        let found = std::mem::take(&mut reader.diagnostics);
        (Wording { texts: vec![(0, origin)], root, altered: false }, found)
    }

    /// The first of its texts: the document itself, or that of the rulebook which it is like.
    pub(crate) fn origin(&self) -> Option<&Arc<Text<'static>>> {
        self.texts.first().map(|(_, own)| own)
    }

    fn texts_read(&self) -> Vec<(usize, Text<'_>)> {
        self.texts.iter().map(|(start, own)| (*start, own.borrowed())).collect()
    }

    /// Opens it for the kinds.
    pub(super) fn open(&self) -> (Reader<'_>, Block<'_>) {
        Reader::reopen(self.texts_read(), self.root.clone(), KEYS)
    }

    /// The place of a spot, with its line.
    pub fn place_at(&self, spot: Spot) -> Place {
        self.texts.get(usize::from(spot.text)).map_or_else(Place::default, |(_, own)| own.place(spot))
    }

    pub(crate) fn place(&self, span: &Range<usize>) -> Place {
        Reader::of(self.texts_read()).place(span)
    }

    /// The rulebook that this one is like, and where it says so; none where it has been put on it.
    pub fn like(&self) -> Option<(String, Place)> {
        let like = &self.root.get("like")?.stated;
        Some((like.value.text()?.to_owned(), self.place(&like.span)))
    }

    /// The seasons whose rules it states; none where it states those of one.
    ///
    /// # Errors
    /// `seasons` cannot be read.
    pub fn seasons(&self) -> Result<Vec<u16>, Box<Diagnostic>> {
        Ok(eras::seasons(self)?.into_iter().collect())
    }

    /// The rules of one season, of a document that states those of several.
    ///
    /// # Errors
    /// The season is none of its own; in whatever season, two values hold, or none between two that do.
    pub fn of_season(&self, season: u16) -> Result<Wording, Vec<Diagnostic>> {
        eras::of_season(self, season)
    }

    /// The base, but for what this one says.
    ///
    /// # Errors
    /// It changes what the base does not have.
    pub fn on(&self, base: &Wording) -> Result<Wording, Vec<Diagnostic>> {
        let Some(origin) = self.origin() else { return Ok(base.clone()) };
        let (mut done, mut found) = (base.clone(), Vec::new());
        for change in change::stated_by(&self.root, base, origin) {
            found.extend(change.and_then(|change| done.apply(&change)).err().map(|own| *own));
        }
        if found.is_empty() { Ok(done) } else { Err(found) }
    }

    /// The same with the changes done in order.
    ///
    /// # Errors
    /// A change names what is not there, or several where it means one.
    pub fn with(&self, changes: &[Change]) -> Result<Wording, Box<Diagnostic>> {
        let mut done = self.clone();
        for change in changes {
            done.apply(change)?;
        }
        Ok(done)
    }

    pub(super) fn apply(&mut self, change: &Change) -> Result<(), Box<Diagnostic>> {
        self.altered = true;
        let known = self.texts.iter().find(|(_, own)| Arc::ptr_eq(own, &change.origin));
        let start = match known {
            Some((start, _)) => *start,
            None => {
                let start = self.texts.last().map_or(0, |(start, own)| start + own.text.len() + 1);
                self.texts.push((start, change.origin.clone()));
                start
            }
        };
        change.apply(&mut self.root, start)
    }

    /// What stands at a key of the rulebook itself, or all blocks of a kind, as TOML.
    pub fn value(&self, key: &str) -> Option<String> {
        self.root.get(key).map(|own| own.stated.value.to_string())
    }

    /// Names of the blocks of a kind: their ids, or their numbers.
    pub fn names(&self, kind: &str) -> Vec<String> {
        change::names(&self.root, kind)
    }

    /// What a key of a block says, as TOML; the block by its name among [`Wording::names`].
    pub fn value_of(&self, kind: &str, block: &str, key: &str) -> Option<String> {
        let at = self.names(kind).iter().position(|own| own == block)?;
        let blocks = self.root.get(kind)?.stated.tables();
        Some(blocks.get(at)?.get(key)?.stated.value.to_string())
    }

    /// Numbers of the blocks of a kind that have a key.
    pub(crate) fn having(&self, kind: &str, key: &str) -> Vec<usize> {
        let blocks = self.root.get(kind).map(|own| own.stated.tables()).unwrap_or_default();
        (1..).zip(blocks).filter(|(_, own)| own.contains_key(key)).map(|(number, _)| number).collect()
    }

    /// Its document to the letter, where that is what it says; else as [`Wording::to_toml`].
    pub fn to_text(&self) -> String {
        match self.origin().filter(|_| !self.altered) {
            Some(origin) => origin.text.to_string(),
            None => self.to_toml(),
        }
    }

    /// It as TOML of one document, keys in the order of the documentation. Comments are no part of it.
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        let own = KEYS.iter().filter(|key| !KINDS.iter().any(|kind| kind.name == key.name));
        for key in own {
            if let Some(entry) = self.root.get(key.name) {
                let _ = writeln!(out, "{} = {}", key.name, entry.stated.value);
            }
        }
        for kind in KINDS {
            let Some(entry) = self.root.get(kind.name) else { continue };
            let single = matches!(entry.stated.value, Value::Table(_));
            for block in entry.stated.tables() {
                let (open, close) = if single { ("[", "]") } else { ("[[", "]]") };
                let _ = writeln!(out, "\n{open}{}{close}", kind.name);
                for key in kind.keys {
                    if let Some(entry) = block.get(key.name) {
                        let _ = writeln!(out, "{} = {}", key.name, entry.stated.value);
                    }
                }
            }
        }
        out
    }
}
