//! A change of a rulebook as a value: a place and what shall stand there.
//!
//! It is written as its address and the value, `classified.min_share = "75 %"`, `points.main.scale = [9, 6, 4]`, and done to
//! the [`Wording`] before any kind reads it: what is read is checked by the keys of its kind, as everything in a rulebook is.
//! What-if, inference, other readings of a rule, rulebooks by era and rulebooks that are like another are lists of changes.

use crate::block::value::{Entry, Stated, Table, Value, stated};
use crate::block::{Key, Shape, Text};
use crate::diagnostic::{Diagnostic, Place};
use crate::rulebook::{KEYS, Wording};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// What a message says of a change's origin.
const DOCUMENT: &str = "change";

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    address: Address,
    /// `None` takes away what stands there. Its bytes are those of the origin.
    value: Option<Stated<'static>>,
    /// Bytes of the origin at which the address stands.
    at: Range<usize>,
    /// The text that states it.
    pub(crate) origin: Arc<Text<'static>>,
}

/// The place that a change is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Address {
    /// A key of the rulebook itself, or all blocks of a kind.
    Root(String),
    /// A block as a whole.
    Block { kind: String, id: String },
    /// A key of blocks.
    Key { kind: String, block: Which, key: String },
}

/// Which blocks of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Which {
    /// The only one.
    Only,
    /// The one of this id, or of this number, counted from 1.
    Named(String),
    All,
}

type Refused = Box<Diagnostic>;

impl Change {
    /// Reads `kind.key = value`, `kind.id.key = value`, `kind.*.key = value` for every block of a kind, `name = value`, or
    /// `kind.id = { ... }` for a block as a whole. A value that is no TOML is a text; none takes away what stands there.
    ///
    /// # Errors
    /// It has no `=`, or names a kind or a key that there is not.
    pub fn parse(text: &str) -> Result<Change, Refused> {
        let origin = Arc::new(Text::new(DOCUMENT, text.to_owned()));
        let (address, value) = text.split_once('=').ok_or_else(|| malformed("a change has no `=`", text))?;
        let (from, value) = (text.len() - value.trim_start().len(), value.trim());
        let value = (!value.is_empty()).then(|| {
            let read = toml::de::DeValue::parse(value).map(|own| stated(own, 0).moved(from));
            read.unwrap_or_else(|_| Stated {
                value: Value::Text(Cow::Owned(value.to_owned())),
                span: from..from + value.len(),
            })
        });
        let address = Address::parse(address, value.as_ref(), text)?;
        let value = value.map(|own| address.as_text(own));
        Ok(Change { address, value, at: 0..text.len(), origin })
    }

    /// What the change names, as it is written: `points.main.scale`.
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// Kind of rule that it is about; for a key of the rulebook itself that key.
    pub fn kind(&self) -> &str {
        match &self.address {
            Address::Root(name) => name,
            Address::Block { kind, .. } | Address::Key { kind, .. } => kind,
        }
    }

    /// Key of blocks that it is about; none where it is about blocks as a whole.
    pub fn key(&self) -> Option<&str> {
        if let Address::Key { key, .. } = &self.address { Some(key) } else { None }
    }

    /// The value as TOML; none where it takes away.
    pub fn value(&self) -> Option<String> {
        self.value.as_ref().map(|own| own.value.to_string())
    }

    /// The same place with another value, which is read as [`Change::parse`] reads it.
    ///
    /// # Errors
    /// As [`Change::parse`].
    pub fn to(address: &str, value: &str) -> Result<Change, Refused> {
        Change::parse(&format!("{address} = {value}"))
    }

    /// A value wherever a key stands: an address without a block names the blocks that have the key, or else the kind's only
    /// one; any other names what it names.
    ///
    /// # Errors
    /// As [`Change::parse`].
    pub fn wherever(wording: &Wording, address: &str, value: &str) -> Result<Vec<Change>, Refused> {
        let parts: Vec<&str> = address.split('.').collect();
        let having = match parts[..] {
            // Whose distance and how it is rounded says nothing without a minimum share.
            [kind @ "classified", "of" | "rounding"] => wording.having(kind, "min_share"),
            [kind, key] => wording.having(kind, key),
            _ => Vec::new(),
        };
        if having.is_empty() {
            return Ok(vec![Change::to(address, value)?]);
        }
        let all = having.iter().map(|block| Change::to(&format!("{}.{block}.{}", parts[0], parts[1]), value));
        all.collect()
    }

    fn wrong(&self, message: String) -> Diagnostic {
        Diagnostic::error("PF0316", message).at(self.place()).found(self.address())
    }

    fn place(&self) -> Place {
        crate::block::Reader::of(vec![(0, self.origin.borrowed())]).place(&self.at)
    }

    /// The changes that give back what stands there in a wording before this change is done.
    ///
    /// # Errors
    /// As doing it.
    pub fn inverse(&self, before: &Wording) -> Result<Vec<Change>, Refused> {
        let back = |address: Address, value: Option<&Stated<'static>>| {
            let text = format!("{address} = {}", value.map_or_else(String::new, |own| own.value.to_string()));
            Change::parse(&text)
        };
        let mut tried = before.root.clone();
        self.apply(&mut tried, 0)?;
        let root = |name: &str| {
            let value = before.root.get(name).map(|own| &own.stated);
            Ok(vec![back(Address::Root(name.to_owned()), value)?])
        };
        match &self.address {
            Address::Root(name) => root(name),
            Address::Block { kind, .. } => root(kind),
            Address::Key { kind, .. } if !before.root.contains_key(kind.as_str()) => root(kind),
            Address::Key { kind, block, key } => {
                let all = before.root.get(kind.as_str()).map(|own| own.stated.tables()).unwrap_or_default();
                let named = all.iter().enumerate().filter(|(at, own)| block.is(&name_of(own, *at), *at));
                let backs = named.map(|(at, own)| {
                    let block = Which::Named(name_of(own, at));
                    let address = Address::Key { kind: kind.clone(), block, key: key.clone() };
                    back(address, own.get(key.as_str()).map(|own| &own.stated))
                });
                backs.collect()
            }
        }
    }

    /// Why it matters which of two changes is done first; none where it does not.
    pub fn clash(&self, other: &Change) -> Option<String> {
        let (ours, theirs) = (self.address(), other.address());
        let both = || format!("both change {ours}");
        match (&self.address, &other.address) {
            (Address::Root(a), Address::Root(b)) => (a == b).then(both),
            (Address::Root(name), Address::Block { kind, .. } | Address::Key { kind, .. }) => {
                (name == kind).then(|| format!("{theirs} is part of {ours}"))
            }
            (_, Address::Root(_)) => other.clash(self),
            (Address::Block { kind: a, .. }, Address::Block { kind: b, .. }) => {
                (a == b).then(|| format!("both change which `{a}` there are"))
            }
            (Address::Block { kind: a, id }, Address::Key { kind: b, block, .. }) => {
                let apart = matches!(block, Which::Named(own) if own != id && own.parse::<usize>().is_err());
                (a == b && !apart).then(|| format!("{theirs} may be part of {ours}"))
            }
            (Address::Key { .. }, Address::Block { .. }) => other.clash(self),
            (Address::Key { kind: a, block: own, key }, Address::Key { kind: b, block, key: other }) => {
                let apart = matches!((own, block), (Which::Named(own), Which::Named(block))
                    if own != block && own.parse::<usize>().is_err() == block.parse::<usize>().is_err());
                (a == b && key == other && !apart).then(both)
            }
        }
    }

    /// Does it to what a document says; `start` is where its origin begins among the document's texts.
    pub(crate) fn apply(&self, root: &mut Table<'static>, start: usize) -> Result<(), Refused> {
        let stated = self.value.clone().map(|own| own.moved(start));
        let key = self.at.start + start..self.at.end + start;
        let entry = stated.map(|stated| Entry { key: key.clone(), stated });
        match &self.address {
            Address::Root(name) => set(root, name, entry),
            Address::Block { kind, id } => return self.apply_block(root, (kind, id), entry),
            Address::Key { kind, block, key: name } => {
                if !root.contains_key(kind.as_str()) {
                    if *block == Which::All || entry.is_none() {
                        return Err(self.wrong(format!("the rulebook has no `{kind}`")).into());
                    }
                    set(root, kind, Some(fresh(block, &key)));
                }
                let known = names(root, kind);
                self.is_clear(kind, block, name, &known)?;
                let blocks =
                    root.get_mut(kind.as_str()).map(|own| own.stated.tables_mut()).unwrap_or_default();
                for (at, own) in blocks.into_iter().enumerate() {
                    if block.is(&known[at], at) {
                        set(own, name, entry.clone());
                    }
                }
            }
        }
        Ok(())
    }

    /// Refused where the address fits no block, or several though it means one.
    fn is_clear(&self, kind: &str, block: &Which, key: &str, known: &[String]) -> Result<(), Refused> {
        match block {
            Which::Only if known.len() > 1 => Err(self
                .wrong(format!("the rulebook has {} blocks `{kind}`", known.len()))
                .expected(format!("one of them: {}", known.join(", ")))
                .help(format!("write {kind}.ID.{key}, or {kind}.*.{key} for all"))
                .into()),
            Which::Named(id) if !known.iter().enumerate().any(|(at, own)| block.is(own, at)) => {
                Err(self.no_block(kind, id, known).into())
            }
            _ => Ok(()),
        }
    }

    fn no_block(&self, kind: &str, id: &str, known: &[String]) -> Diagnostic {
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        self.wrong(format!("the rulebook has no `{kind}` called `{id}`"))
            .expected(format!("one of {}", known.join(", ")))
            .did_you_mean(id, &names)
    }

    fn apply_block(
        &self,
        root: &mut Table<'static>,
        (kind, id): (&str, &str),
        entry: Option<Entry<'static>>,
    ) -> Result<(), Refused> {
        let key = self.at.clone();
        let own = root.get_or_insert_with(kind, || Entry {
            key: key.clone(),
            stated: Stated { value: Value::List(Vec::new()), span: key },
        });
        let span = own.stated.span.clone();
        let taken = std::mem::replace(&mut own.stated.value, Value::List(Vec::new()));
        let mut blocks = Stated { value: taken, span }.into_blocks();
        let names: Vec<String> = blocks
            .iter()
            .enumerate()
            .map(|(at, own)| own.tables().first().map_or_else(String::new, |own| name_of(own, at)))
            .collect();
        let which = Which::Named(id.to_owned());
        let found = names.iter().enumerate().position(|(at, own)| which.is(own, at));
        let done = match (found, entry) {
            (Some(at), Some(entry)) => {
                blocks[at] = with_id(entry.stated, id);
                Ok(())
            }
            (None, Some(entry)) => {
                blocks.push(with_id(entry.stated, id));
                Ok(())
            }
            (Some(at), None) => {
                blocks.remove(at);
                Ok(())
            }
            (None, None) => Err(self.no_block(kind, id, &names).into()),
        };
        if blocks.is_empty() {
            root.remove(kind);
        } else {
            own.stated.value = Value::List(blocks);
        }
        done
    }
}

impl Address {
    /// Reads an address; whether a block or a key of it is meant is told by the value.
    fn parse(address: &str, value: Option<&Stated<'_>>, text: &str) -> Result<Address, Refused> {
        let parts: Vec<&str> = address.split('.').map(str::trim).collect();
        if parts.iter().any(|part| part.is_empty()) {
            return Err(malformed("the address of a change has an empty part", text));
        }
        let whole = value.is_none_or(|own| matches!(own.value, Value::Table(_)));
        let (kind, rest) = match parts.as_slice() {
            [name] => {
                known(name)?;
                return Ok(Address::Root((*name).to_owned()));
            }
            [kind, rest @ ..] => (*kind, rest),
            [] => return Err(malformed("a change has no address", text)),
        };
        let Shape::Tables(keys) = known(kind)?.shape else {
            return Err(unknown("kind of rule", kind, KEYS).into());
        };
        let last = rest.last().copied().unwrap_or_default();
        if keys.iter().any(|own| own.name == last) {
            let block = match rest {
                [_] => Which::Only,
                ["*", _] => Which::All,
                [id @ .., _] => Which::Named(id.join(".")),
                [] => Which::Only,
            };
            return Ok(Address::Key { kind: kind.to_owned(), block, key: last.to_owned() });
        }
        if whole {
            return Ok(Address::Block { kind: kind.to_owned(), id: rest.join(".") });
        }
        Err(unknown("key", last, keys).into())
    }

    /// The key of blocks that it names, where it names one.
    fn key(&self) -> Option<&'static Key> {
        let Address::Key { kind, key, .. } = self else { return None };
        match known(kind).ok()?.shape {
            Shape::Tables(keys) => keys.iter().find(|own| own.name == *key),
            _ => None,
        }
    }

    /// A number as text where the key wants text, as a person writes a share: `classified.min_share = 0.8`.
    fn as_text(&self, stated: Stated<'static>) -> Stated<'static> {
        let wants_text = matches!(
            self.key().map(|own| own.shape),
            Some(Shape::Text | Shape::Share | Shape::Part | Shape::Duration | Shape::Word(_))
        );
        match stated.value {
            Value::Integer { .. } | Value::Decimal(_) if wants_text => {
                Stated { value: Value::Text(Cow::Owned(stated.value.to_string())), span: stated.span }
            }
            value => Stated { value, span: stated.span },
        }
    }
}

impl Which {
    /// Whether it is the block of this name at this place.
    fn is(&self, name: &str, at: usize) -> bool {
        match self {
            Which::Only | Which::All => true,
            Which::Named(id) => id == name || *id == (at + 1).to_string(),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Root(name) => f.write_str(name),
            Address::Block { kind, id } => write!(f, "{kind}.{id}"),
            Address::Key { kind, block: Which::Only, key } => write!(f, "{kind}.{key}"),
            Address::Key { kind, block: Which::Named(id), key } => write!(f, "{kind}.{id}.{key}"),
            Address::Key { kind, block: Which::All, key } => write!(f, "{kind}.*.{key}"),
        }
    }
}

/// As [`Change::parse`] reads it.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", self.address, self.value().unwrap_or_default())
    }
}

impl PartialEq for Change {
    fn eq(&self, other: &Change) -> bool {
        self.address == other.address && self.value() == other.value()
    }
}

impl Eq for Change {}

/// What a document says otherwise than the rulebook that it is like. A block of an id that the base has, and the only block of
/// a kind without ids, change it key by key; any other joins it. `without` takes blocks away.
pub(crate) fn stated_by(
    root: &Table<'static>,
    base: &Wording,
    origin: &Arc<Text<'static>>,
) -> Vec<Result<Change, Refused>> {
    let change = |address: Address, at: &Range<usize>, value: Option<&Stated<'static>>| Change {
        address,
        value: value.cloned(),
        at: at.clone(),
        origin: origin.clone(),
    };
    let mut all: Vec<Result<Change, Refused>> = Vec::new();
    if let Some(Entry { stated: Stated { value: Value::List(list), .. }, .. }) = root.get("without") {
        for own in list {
            let text = own.value.text().unwrap_or_default();
            all.push(Address::parse(text, None, text).map(|address| change(address, &own.span, None)));
        }
    }
    for (name, entry) in root.iter().filter(|(name, _)| !["like", "without"].contains(name)) {
        let is_kind = crate::rules::KINDS.iter().any(|kind| kind.name == name);
        if !is_kind {
            all.push(Ok(change(Address::Root(name.to_string()), &entry.key, Some(&entry.stated))));
            continue;
        }
        let kind = name.to_string();
        let known = names(&base.root, &kind);
        let taken = |id: &str| {
            let taken = all.iter().flatten().any(|own| match &own.address {
                Address::Root(name) => *name == kind,
                Address::Block { kind: own, id: block } => *own == kind && block == id,
                Address::Key { .. } => false,
            });
            taken || !known.iter().any(|own| own == id)
        };
        let mut own_changes = Vec::new();
        for (at, block) in entry.stated.clone().into_blocks().into_iter().enumerate() {
            let Value::Table(table) = &block.value else {
                own_changes.push(change(Address::Root(kind.clone()), &entry.key, Some(&entry.stated)));
                continue;
            };
            let id = table.get("id").and_then(|own| own.stated.value.text());
            let which = match id {
                Some(id) if taken(id) => None,
                Some(id) => Some(Which::Named(id.to_owned())),
                None if known.is_empty() || taken(&known[0]) => None,
                None => Some(Which::Only),
            };
            let Some(which) = which else {
                let id = id.map_or_else(|| (known.len() + at + 1).to_string(), str::to_owned);
                own_changes.push(change(
                    Address::Block { kind: kind.clone(), id },
                    &block.span,
                    Some(&block),
                ));
                continue;
            };
            for (key, own) in table.iter().filter(|(key, _)| *key != "id") {
                let address = Address::Key { kind: kind.clone(), block: which.clone(), key: key.to_string() };
                own_changes.push(change(address, &own.key, Some(&own.stated)));
            }
        }
        all.extend(own_changes.into_iter().map(Ok));
    }
    all
}

/// The changes that an era of a block makes: each key with its value, `article` and `source` beside those that the block has.
pub(crate) fn of_era(
    kind: &str,
    block: &str,
    era: &Table<'static>,
    origin: &Arc<Text<'static>>,
) -> Vec<Change> {
    let keys = era.iter().filter(|(key, _)| *key != "seasons");
    let changes = keys.map(|(key, own)| Change {
        address: if kind.is_empty() {
            Address::Root(key.to_string())
        } else {
            let block = Which::Named(block.to_owned());
            Address::Key { kind: kind.to_owned(), block, key: key.to_string() }
        },
        value: Some(own.stated.clone()),
        at: own.key.clone(),
        origin: origin.clone(),
    });
    changes.collect()
}

/// Names of the blocks of a kind: their ids, or their numbers.
pub(crate) fn names(root: &Table<'static>, kind: &str) -> Vec<String> {
    let all = root.get(kind).map(|own| own.stated.tables()).unwrap_or_default();
    all.iter().enumerate().map(|(at, own)| name_of(own, at)).collect()
}

/// A block's id, or its number.
fn name_of(block: &Table<'_>, at: usize) -> String {
    let id = block.get("id").and_then(|own| own.stated.value.text());
    id.map_or_else(|| (at + 1).to_string(), str::to_owned)
}

/// A block that holds nothing but the id by which it is called.
fn fresh(block: &Which, key: &Range<usize>) -> Entry<'static> {
    let mut table = Table::new();
    if let Which::Named(id) = block {
        let value = Value::Text(Cow::Owned(id.clone()));
        let stated = Stated { value, span: key.clone() };
        table.insert(Cow::Borrowed("id"), Entry { key: key.clone(), stated });
    }
    let block = Stated { value: Value::Table(table), span: key.clone() };
    Entry { key: key.clone(), stated: Stated { value: Value::List(vec![block]), span: key.clone() } }
}

/// A block under the id by which it is called, where it has none and that is no number.
fn with_id(mut block: Stated<'static>, id: &str) -> Stated<'static> {
    let span = block.span.clone();
    if let Value::Table(table) = &mut block.value
        && id.parse::<usize>().is_err()
    {
        table.get_or_insert_with("id", || Entry {
            key: span.clone(),
            stated: Stated { value: Value::Text(Cow::Owned(id.to_owned())), span },
        });
    }
    block
}

fn set(table: &mut Table<'static>, key: &str, entry: Option<Entry<'static>>) {
    match entry {
        Some(entry) => {
            table.insert(Cow::Owned(key.to_owned()), entry);
        }
        None => {
            table.remove(key);
        }
    }
}

/// The key of blocks that an address names.
pub(crate) fn key_of(address: &str) -> Result<&'static Key, Refused> {
    let key = Address::parse(address, None, address)?.key();
    key.ok_or_else(|| malformed("the address names no key", address))
}

/// The key of a rulebook of that name.
fn known(name: &str) -> Result<&'static Key, Refused> {
    KEYS.iter().find(|own| own.name == name).ok_or_else(|| unknown("kind of rule", name, KEYS).into())
}

fn malformed(message: &str, found: &str) -> Refused {
    Diagnostic::error("PF0316", message.to_owned())
        .at(Place::document(DOCUMENT))
        .found(found)
        .expected("`kind.key = value` or `kind.id.key = value`, such as classified.min_share = \"75 %\"")
        .into()
}

fn unknown(what: &str, word: &str, keys: &[Key]) -> Diagnostic {
    let names: Vec<&str> = keys.iter().map(|own| own.name).collect();
    Diagnostic::error("PF0317", format!("unknown {what} `{word}`"))
        .at(Place::document(DOCUMENT))
        .found(word)
        .expected(format!("one of {}", names.join(", ")))
        .did_you_mean(word, &names)
}

#[cfg(test)]
mod tests;
