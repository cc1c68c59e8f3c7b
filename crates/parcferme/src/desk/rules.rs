//! A season's rulebook as forms: each clause with its sentence and its keys as a person fills them in, and the document with
//! what was changed. Everything else of the document stays to the byte.

use super::Stands;
use super::proposed::Files;
use crate::library::Refused;
use parcferme_core::block::{Key, Shape};
use parcferme_core::rulebook::KEYS;
use parcferme_core::rules::KINDS;
use parcferme_core::rules::kind::RuleKind;
use parcferme_core::{Diagnostic, Place};
use parcferme_store::Digest;
use std::collections::BTreeMap;
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

pub(super) const RULEBOOK: &str = "rulebook.toml";

/// What somebody filled in, by address: `scale`, `windows.0.best`.
pub type Filled = BTreeMap<String, String>;

/// The document that the forms change.
pub struct Document {
    pub text: String,
    /// What it is a copy of, where the season has no document of its own that says all.
    pub copy_of: Option<String>,
}

impl Document {
    pub fn of(stands: &Stands) -> Document {
        let wording = &stands.loaded.rules.wording;
        let own = stands.files.get(RULEBOOK).and_then(|own| std::str::from_utf8(own).ok());
        let says_all = |text: &str| {
            let root: Option<toml::Table> = text.parse().ok();
            root.is_some_and(|root| !["like", "seasons", "era"].iter().any(|key| root.contains_key(*key)))
        };
        match own.filter(|text| says_all(text)) {
            Some(text) => Document { text: text.to_owned(), copy_of: None },
            None => Document {
                text: wording.to_toml(),
                copy_of: Some(match own {
                    Some(_) => RULEBOOK.to_owned(),
                    None => stands.loaded.folder.rulebook.clone(),
                }),
            },
        }
    }

    /// What names it: a form says which document it was made of.
    pub fn digest(&self) -> String {
        Digest::of(self.text.as_bytes()).to_string()
    }

    fn parsed(&self) -> Result<DocumentMut, Refused> {
        self.text.parse().map_err(|error: toml_edit::TomlError| {
            vec![
                Diagnostic::error("PF1375", format!("the rulebook cannot be read: {}", error.message()))
                    .at(Place::document(RULEBOOK)),
            ]
        })
    }
}

/// A clause of the rulebook: a block with its sentence.
pub struct Clause {
    pub kind: &'static RuleKind,
    /// Its place among the blocks of its kind, from 0.
    pub index: usize,
    pub id: String,
    pub article: String,
    pub sentence: String,
    /// What it says, by address.
    pub says: Filled,
}

/// The clauses in the order of the document.
///
/// # Errors
/// The document cannot be read.
pub fn clauses(stands: &Stands, document: &Document) -> Result<Vec<Clause>, Refused> {
    let parsed = document.parsed()?;
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    let prose = stands.loaded.rules.prose();
    let all = prose.into_iter().filter_map(|(article, sentence)| {
        let kind = KINDS.iter().find(|own| own.name == article.kind)?;
        let next = counted.entry(kind.name).or_default();
        let index = std::mem::replace(next, *next + 1);
        let block = block(parsed.get(kind.name)?, index)?;
        Some(Clause {
            kind,
            index,
            id: article.id.clone(),
            article: article.text.clone(),
            sentence,
            says: says(kind.keys, block),
        })
    });
    Ok(all.collect())
}

/// What the rulebook says of itself.
///
/// # Errors
/// The document cannot be read.
pub fn of_itself(document: &Document) -> Result<Filled, Refused> {
    let parsed = document.parsed()?;
    Ok(says(own_keys(), parsed.as_table()))
}

/// The keys of the rulebook itself that a form has.
pub fn own_keys() -> &'static [Key] {
    &KEYS[..2]
}

/// The nth block of what a kind has: `[[kind]]`, `[kind]`, or inline.
fn block(item: &Item, index: usize) -> Option<&dyn TableLike> {
    match item {
        Item::ArrayOfTables(all) => all.get(index).map(|own| own as &dyn TableLike),
        Item::Table(own) => (index == 0).then_some(own as &dyn TableLike),
        Item::Value(Value::InlineTable(own)) => (index == 0).then_some(own as &dyn TableLike),
        Item::Value(Value::Array(all)) => all.get(index)?.as_inline_table().map(|own| own as &dyn TableLike),
        _ => None,
    }
}

fn block_mut(item: &mut Item, index: usize) -> Option<&mut dyn TableLike> {
    match item {
        Item::ArrayOfTables(all) => all.get_mut(index).map(|own| own as &mut dyn TableLike),
        Item::Table(own) => (index == 0).then_some(own as &mut dyn TableLike),
        Item::Value(Value::InlineTable(own)) => (index == 0).then_some(own as &mut dyn TableLike),
        Item::Value(Value::Array(all)) => {
            all.get_mut(index)?.as_inline_table_mut().map(|own| own as &mut dyn TableLike)
        }
        _ => None,
    }
}

/// What a block says, as a form shows it, by address.
fn says(keys: &[Key], block: &dyn TableLike) -> Filled {
    let mut filled = Filled::new();
    for key in keys {
        let Some(item) = block.get(key.name) else { continue };
        match key.shape {
            Shape::Tables(inner) | Shape::Table(inner) => {
                for row in 0.. {
                    let Some(own) = self::block(item, row) else { break };
                    let inside = says(inner, own).into_iter();
                    filled.extend(inside.map(|(name, text)| (format!("{}.{row}.{name}", key.name), text)));
                }
            }
            _ => {
                if let Some(value) = item.as_value() {
                    filled.insert(key.name.to_owned(), shown(value, separator(key.shape)));
                }
            }
        }
    }
    filled
}

/// What stands between the items of a list on a form.
fn separator(shape: Shape) -> &'static str {
    if let Shape::PointsList | Shape::Rounds = shape { " " } else { "; " }
}

fn shown(value: &Value, between: &str) -> String {
    match value {
        Value::String(own) => own.value().clone(),
        Value::Integer(own) => own.value().to_string(),
        Value::Boolean(own) => own.value().to_string(),
        Value::Array(all) => all.iter().map(|own| shown(own, between)).collect::<Vec<_>>().join(between),
        other => other.clone().decorated("", "").to_string(),
    }
}

/// A change of the rulebook.
pub enum Change<'a> {
    /// What it says of itself.
    Itself(&'a Filled),
    /// What a clause says.
    Clause { kind: &'static RuleKind, index: usize, filled: &'a Filled },
    /// A clause more.
    Add { kind: &'static RuleKind, filled: &'a Filled },
    /// A clause less.
    Remove { kind: &'static RuleKind, index: usize },
}

/// The files of the season with a change of its rulebook; none where nothing is changed.
///
/// # Errors
/// What was filled in is not what its key has, or the block is not there.
pub fn changed(stands: &Stands, document: &Document, change: &Change<'_>) -> Result<Files, Refused> {
    let mut parsed = document.parsed()?;
    match change {
        Change::Itself(filled) => fill(parsed.as_table_mut(), own_keys(), filled)?,
        Change::Clause { kind, index, filled } => {
            let found = parsed.get_mut(kind.name).and_then(|own| block_mut(own, *index));
            let block = found.ok_or_else(|| gone(kind))?;
            fill(block, kind.keys, filled)?;
        }
        Change::Add { kind, filled } => {
            let mut block = Table::new();
            block.decor_mut().set_prefix("\n");
            fill(&mut block, kind.keys, filled)?;
            add(&mut parsed, kind.name, block);
        }
        Change::Remove { kind, index } => remove(&mut parsed, kind.name, *index).ok_or_else(|| gone(kind))?,
    }
    let text = parsed.to_string();
    let mut files = Files::new();
    if text != document.text {
        files.insert(RULEBOOK.to_owned(), Some(text.into_bytes()));
        if document.copy_of.as_deref().is_some_and(|own| own != RULEBOOK) {
            files.extend(names_its_own(stands)?);
        }
    }
    Ok(files)
}

/// `season.toml` that names the season's own rulebook.
fn names_its_own(stands: &Stands) -> Result<Files, Refused> {
    let path = "season.toml";
    let text = stands.files.get(path).map_or("", |own| std::str::from_utf8(own).unwrap_or_default());
    let mut season: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        vec![Diagnostic::error("PF1375", error.message().to_owned()).at(Place::document(path))]
    })?;
    put(season.as_table_mut(), "rulebook", Value::from(RULEBOOK));
    Ok(Files::from([(path.to_owned(), Some(season.to_string().into_bytes()))]))
}

fn gone(kind: &RuleKind) -> Refused {
    vec![
        Diagnostic::error("PF1376", format!("the rulebook has no such block `{}` any more", kind.name))
            .help("open the rulebook again: somebody has changed it"),
    ]
}

fn add(parsed: &mut DocumentMut, kind: &str, block: Table) {
    match parsed.get_mut(kind) {
        Some(Item::ArrayOfTables(all)) => all.push(block),
        Some(Item::Value(Value::Array(all))) => all.push(block.into_inline_table()),
        Some(item) => {
            // One `[kind]` becomes the first of several.
            let mut all = ArrayOfTables::new();
            if let Ok(only) = std::mem::take(item).into_table() {
                all.push(only);
            }
            all.push(block);
            *item = Item::ArrayOfTables(all);
        }
        None => {
            let mut all = ArrayOfTables::new();
            all.push(block);
            parsed.insert(kind, Item::ArrayOfTables(all));
        }
    }
}

fn remove(parsed: &mut DocumentMut, kind: &str, index: usize) -> Option<()> {
    let left = match parsed.get_mut(kind)? {
        Item::ArrayOfTables(all) if index < all.len() => {
            all.remove(index);
            all.len()
        }
        Item::Value(Value::Array(all)) if index < all.len() => {
            all.remove(index);
            all.len()
        }
        Item::Table(_) | Item::Value(Value::InlineTable(_)) if index == 0 => 0,
        _ => return None,
    };
    if left == 0 {
        parsed.remove(kind);
    }
    Some(())
}

/// Writes into a block what was filled in otherwise than it says; a field that was emptied takes its key away.
fn fill(block: &mut dyn TableLike, keys: &[Key], filled: &Filled) -> Result<(), Refused> {
    let before = says(keys, block);
    let mut found = Vec::new();
    for key in keys {
        let inside = |name: &String| {
            name == key.name || name.strip_prefix(key.name).is_some_and(|own| own.starts_with('.'))
        };
        // A form that has no field for a key says nothing of it.
        if !filled.keys().any(inside) {
            continue;
        }
        let of_key = |all: &Filled| -> Filled {
            let own = all.iter().filter(|own| inside(own.0) && !own.1.trim().is_empty());
            own.map(|(name, text)| (name.clone(), text.trim().to_owned())).collect()
        };
        let (was, is) = (of_key(&before), of_key(filled));
        if was == is {
            continue;
        }
        let value = match key.shape {
            Shape::Tables(inner) | Shape::Table(inner) => rows(key, inner, &is),
            shape => is.get(key.name).map(|text| stated(key, shape, text)).transpose(),
        };
        match value {
            Err(own) => found.extend(own),
            Ok(None) => {
                block.remove(key.name);
            }
            Ok(Some(value)) => put(block, key.name, value),
        }
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// Puts a value where a key stands, with the blanks and the comment that stood around the old one; or at the end.
fn put(block: &mut dyn TableLike, name: &str, mut value: Value) {
    match block.get_mut(name) {
        Some(Item::Value(own)) => {
            *value.decor_mut() = own.decor().clone();
            *own = value;
        }
        Some(item) => *item = Item::Value(value),
        None => {
            block.insert(name, Item::Value(value));
        }
    }
}

/// Tables inside a block, a row each.
fn rows(key: &Key, inner: &[Key], filled: &Filled) -> Result<Option<Value>, Refused> {
    let mut all: BTreeMap<usize, InlineTable> = BTreeMap::new();
    for (name, text) in filled {
        let address = name.strip_prefix(key.name).and_then(|own| own.strip_prefix('.'));
        let Some((row, inside)) = address.and_then(|own| own.split_once('.')) else { continue };
        let own = inner.iter().find(|own| own.name == inside);
        let (Ok(row), Some(own)) = (row.parse::<usize>(), own) else { continue };
        all.entry(row).or_default().insert(own.name, stated(own, own.shape, text)?);
    }
    let several = matches!(key.shape, Shape::Tables(_));
    let mut all = all.into_values();
    Ok(if several {
        let array: Array = all.collect();
        (!array.is_empty()).then_some(Value::Array(array))
    } else {
        all.next().map(Value::InlineTable)
    })
}

/// What was filled in, as the document states it. What it means is checked when the rulebook is read.
fn stated(key: &Key, shape: Shape, text: &str) -> Result<Value, Refused> {
    let wrong = |expected: &str| {
        vec![
            Diagnostic::error("PF1375", format!("`{text}` is not what `{}` takes", key.name))
                .found(text)
                .expected(expected),
        ]
    };
    // Whole points are numbers; halves and thirds keep their letters.
    let points = |text: &str| text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from);
    let items = |text: &str| -> Vec<String> {
        text.split([';', '\n']).map(|own| own.trim().to_owned()).filter(|own| !own.is_empty()).collect()
    };
    Ok(match shape {
        Shape::Count | Shape::Positive => {
            Value::from(text.parse::<u32>().map(i64::from).map_err(|_| wrong("a whole number, such as 3"))?)
        }
        Shape::Yes => Value::from(text.parse::<bool>().map_err(|_| wrong("yes or no"))?),
        Shape::Points => points(text),
        Shape::PointsList => {
            let all = text.split(|own: char| own.is_whitespace() || ",;".contains(own));
            Value::Array(all.filter(|own| !own.is_empty()).map(points).collect())
        }
        Shape::TextList | Shape::Words(_) => Value::Array(items(text).into_iter().collect()),
        Shape::Text | Shape::Share | Shape::Part | Shape::Duration | Shape::Word(_) | Shape::Rounds => {
            Value::from(text)
        }
        Shape::Table(_) | Shape::Tables(_) => {
            return Err(wrong("a table, which this form does not fill in: change the file itself"));
        }
    })
}
