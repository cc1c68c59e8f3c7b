//! A change of a rulebook as a value: a place and what shall stand there.
//!
//! It is written as its address and the value, `classified.min_share = "75 %"`, `points.main.scale = [9, 6, 4]`, and applied to the
//! text of the rulebook before any kind reads it: what is read is checked by the keys of its kind, as everything in a
//! rulebook is. Nothing of the text but the place itself is touched.

use crate::block::{Key, Shape};
use crate::diagnostic::{Diagnostic, Place};
use crate::rulebook::KEYS;
use std::fmt;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TableLike, Value};

/// What a message says of a change's origin.
const DOCUMENT: &str = "change";

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    /// Kind of block, such as `points`; empty for a key of the rulebook itself.
    kind: String,
    block: Which,
    key: String,
    /// `None` takes the key away.
    value: Option<Value>,
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

impl Change {
    /// Reads `kind.key = value`, `kind.id.key = value`, `kind.*.key = value` for every block of a kind, or `name = value`. A value
    /// that is no TOML is a text; none takes the key away.
    pub fn parse(text: &str) -> Result<Change, Box<Diagnostic>> {
        let wrong = |message: &str| {
            Diagnostic::error("PF0316", message.to_owned())
                .at(Place::document(DOCUMENT))
                .found(text)
                .expected(
                    "`kind.key = value` or `kind.id.key = value`, such as classified.min_share = \"75 %\"",
                )
        };
        let (address, value) = text.split_once('=').ok_or_else(|| wrong("a change has no `=`"))?;
        let parts: Vec<&str> = address.split('.').map(str::trim).collect();
        if parts.iter().any(|part| part.is_empty()) {
            return Err(wrong("the address of a change has an empty part").into());
        }
        let (kind, block, key) = match parts.as_slice() {
            [key] => ("", Which::Only, *key),
            [kind, key] => (*kind, Which::Only, *key),
            [kind, "*", key] => (*kind, Which::All, *key),
            [kind, id @ .., key] => (*kind, Which::Named(id.join(".")), *key),
            [] => return Err(wrong("a change has no address").into()),
        };
        known(kind, key)?;
        let value = value.trim();
        let value = (!value.is_empty()).then(|| value.parse().unwrap_or_else(|_| Value::from(value)));
        Ok(Change { kind: kind.to_owned(), block, key: key.to_owned(), value })
    }

    /// What the change names, as it was written: `points.main.scale`.
    pub fn address(&self) -> String {
        let block = match &self.block {
            Which::Only => None,
            Which::Named(id) => Some(id.as_str()),
            Which::All => Some("*"),
        };
        let kind = Some(self.kind.as_str()).filter(|kind| !kind.is_empty());
        [kind, block, Some(&self.key)].into_iter().flatten().collect::<Vec<_>>().join(".")
    }

    fn wrong(&self, message: String) -> Diagnostic {
        Diagnostic::error("PF0316", message).at(Place::document(DOCUMENT)).found(self.address())
    }

    fn apply(&self, document: &mut DocumentMut) -> Result<(), Box<Diagnostic>> {
        let root = document.as_table_mut();
        if self.kind.is_empty() {
            set(root, &self.key, self.value.as_ref());
            return Ok(());
        }
        if !root.contains_key(&self.kind) {
            if self.block == Which::All || self.value.is_none() {
                return Err(self.wrong(format!("the rulebook has no `{}`", self.kind)).into());
            }
            root.insert(&self.kind, Item::ArrayOfTables(ArrayOfTables::from_iter([self.fresh()])));
        }
        let mut blocks = blocks_of(root, &self.kind);
        let known: Vec<String> = blocks.iter().enumerate().map(|(at, own)| name_of(*own, at)).collect();
        if self.block == Which::Only && known.len() > 1 {
            return Err(self
                .wrong(format!("the rulebook has {} blocks `{}`", known.len(), self.kind))
                .expected(format!("one of them: {}", known.join(", ")))
                .help(format!("write {0}.ID.{1}, or {0}.*.{1} for all", self.kind, self.key))
                .into());
        }
        let mut done = false;
        for (at, block) in blocks.iter_mut().enumerate() {
            let wanted = match &self.block {
                Which::Only | Which::All => true,
                Which::Named(id) => *id == known[at] || *id == (at + 1).to_string(),
            };
            if wanted {
                set(*block, &self.key, self.value.as_ref());
                done = true;
            }
        }
        match &self.block {
            Which::Named(id) if !done => {
                let names: Vec<&str> = known.iter().map(String::as_str).collect();
                Err(self
                    .wrong(format!("the rulebook has no `{}` called `{id}`", self.kind))
                    .expected(format!("one of {}", known.join(", ")))
                    .did_you_mean(id, &names)
                    .into())
            }
            _ => Ok(()),
        }
    }

    /// A block of the change's kind that holds nothing but its id.
    fn fresh(&self) -> Table {
        let mut table = Table::new();
        if let Which::Named(id) = &self.block {
            table.insert("id", toml_edit::value(id));
        }
        table
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.value.as_ref().map_or_else(String::new, |value| value.to_string());
        write!(f, "{} = {}", self.address(), value.trim())
    }
}

impl PartialEq for Change {
    fn eq(&self, other: &Change) -> bool {
        self.to_string() == other.to_string()
    }
}

/// A rulebook's text with the changes done in order.
pub fn changed(document: &str, text: &str, changes: &[Change]) -> Result<String, Box<Diagnostic>> {
    let mut parsed: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        Diagnostic::error("PF0301", format!("this is not TOML: {}", error.message().trim()))
            .at(Place::document(document))
    })?;
    for change in changes {
        change.apply(&mut parsed)?;
    }
    Ok(parsed.to_string())
}

/// Whether a kind has such a key.
fn known(kind: &str, key: &str) -> Result<(), Box<Diagnostic>> {
    let keys = if kind.is_empty() {
        KEYS
    } else {
        match KEYS.iter().find(|own| own.name == kind) {
            Some(Key { shape: Shape::Tables(keys) | Shape::Table(keys), .. }) => keys,
            _ => return Err(unknown("kind of rule", kind, KEYS).into()),
        }
    };
    if keys.iter().any(|own| own.name == key) { Ok(()) } else { Err(unknown("key", key, keys).into()) }
}

fn unknown(what: &str, word: &str, keys: &[Key]) -> Diagnostic {
    let names: Vec<&str> = keys.iter().map(|own| own.name).collect();
    Diagnostic::error("PF0317", format!("unknown {what} `{word}`"))
        .at(Place::document(DOCUMENT))
        .found(word)
        .expected(format!("one of {}", names.join(", ")))
        .did_you_mean(word, &names)
}

fn blocks_of<'t>(root: &'t mut Table, kind: &str) -> Vec<&'t mut dyn TableLike> {
    match root.get_mut(kind) {
        Some(Item::ArrayOfTables(tables)) => tables.iter_mut().map(|own| own as &mut dyn TableLike).collect(),
        Some(Item::Value(Value::Array(items))) => items
            .iter_mut()
            .filter_map(|own| own.as_inline_table_mut().map(|own| own as &mut dyn TableLike))
            .collect(),
        Some(item) => item.as_table_like_mut().into_iter().collect(),
        None => Vec::new(),
    }
}

/// A block's id, or its number.
fn name_of(block: &dyn TableLike, at: usize) -> String {
    let id = block.get("id").and_then(Item::as_str);
    id.map_or_else(|| (at + 1).to_string(), str::to_owned)
}

/// Sets or takes away a key. Comments around a value that was there stay.
fn set(table: &mut dyn TableLike, key: &str, value: Option<&Value>) {
    match (table.get_mut(key).and_then(Item::as_value_mut), value) {
        (Some(own), Some(value)) => {
            let decor = own.decor().clone();
            *own = value.clone();
            *own.decor_mut() = decor;
        }
        (None, Some(value)) => {
            table.insert(key, Item::Value(value.clone()));
        }
        (_, None) => {
            table.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::Rulebook;

    const BOOK: &str = "name = \"Club\" # of 2026\n\n[[points]]\nid = \"main\"\nscale = [3, 2, 1] # three\n\n[[points]]\nid = \"long\"\nlike = \"main\"\nfactor = \"2\"\n\n[[title]]\nid = \"drivers\"\nname = \"Drivers\"\ncompetitor = \"driver\"\n";

    fn done(changes: &[&str]) -> Result<String, Box<Diagnostic>> {
        let changes: Result<Vec<Change>, Box<Diagnostic>> =
            changes.iter().map(|own| Change::parse(own)).collect();
        changed("book.toml", BOOK, &changes?)
    }

    fn refused(change: &str) -> (String, String) {
        let told = done(&[change]).unwrap_err();
        (format!("{} {}", told.id, told.message), told.expected.unwrap_or_default())
    }

    #[test]
    fn the_place_itself_changes_and_nothing_else() {
        assert_eq!(done(&[]).unwrap(), BOOK);
        let main = done(&["points.main.scale = [9, 6]"]).unwrap();
        assert_eq!(main, BOOK.replace("[3, 2, 1]", "[9, 6]"));
        assert_eq!(done(&["points.1.scale=[9, 6]"]).unwrap(), main, "by its number");
        assert_eq!(done(&["name = Cup"]).unwrap(), BOOK.replace("\"Club\"", "\"Cup\""));
        assert_eq!(done(&["points.long.factor = "]).unwrap(), BOOK.replace("factor = \"2\"\n", ""));
        // The last of two that name one place stands.
        assert_eq!(done(&["points.main.scale = [1]", "points.main.scale = [9, 6]"]).unwrap(), main);
    }

    #[test]
    fn every_block_of_a_kind_and_a_block_that_there_was_not() {
        let all = done(&["points.*.rounding = up"]).unwrap();
        assert_eq!(all.matches("rounding = \"up\"").count(), 2);
        let (book, found) = Rulebook::parse("x", &done(&["classified.min_share = 75 %"]).unwrap());
        assert_eq!(found, []);
        assert_eq!(book.minimum_share().unwrap().share.to_string(), "75 %");
    }

    #[test]
    fn what_cannot_be_is_said_with_what_can() {
        for (change, told, expected) in [
            ("points.main.scale", "PF0316 a change has no `=`", "`kind.key"),
            ("points..scale = 1", "PF0316 the address of a change has an empty part", "`kind.key"),
            ("point.main.scale = [1]", "PF0317 unknown kind of rule `point`", "one of name"),
            ("points.main.scales = [1]", "PF0317 unknown key `scales`", "one of id"),
            ("points.scale = [1]", "PF0316 the rulebook has 2 blocks `points`", "one of them: main, long"),
            (
                "points.mein.scale = [1]",
                "PF0316 the rulebook has no `points` called `mein`",
                "one of main, long",
            ),
            ("classified.*.min_share = 75 %", "PF0316 the rulebook has no `classified`", ""),
        ] {
            let (own, wanted) = refused(change);
            assert_eq!(own, told);
            assert!(wanted.starts_with(expected), "{change}: {wanted}");
        }
    }

    #[test]
    fn a_change_is_written_as_it_is_read() {
        for text in [
            "points.main.scale = [9, 6]",
            "title.*.ties = [\"shared\"]",
            "name = \"Cup\"",
            "points.long.factor = ",
        ] {
            let change = Change::parse(text).unwrap();
            assert_eq!(change.to_string().trim_end(), text.trim_end());
            assert_eq!(Change::parse(&change.to_string()).unwrap(), change);
        }
    }
}
