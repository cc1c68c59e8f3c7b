//! Values of a TOML document, each with the bytes where it stands: a document may be put together from several.

pub(crate) use super::table::Table;
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// A value, and the bytes where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Stated<'a> {
    pub(crate) value: Value<'a>,
    pub(crate) span: Range<usize>,
}

/// A value as the document writes it: a number keeps its digits, for points are exact.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    Text(Cow<'a, str>),
    Integer { digits: String, radix: u32 },
    Decimal(String),
    Yes(bool),
    Date(String),
    List(Vec<Stated<'a>>),
    Table(Table<'a>),
}

/// What a key has, and the bytes where the key stands.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) key: Range<usize>,
    pub(crate) stated: Stated<'a>,
}

/// The table of a text that begins at a byte of its document.
pub(crate) fn table(read: DeTable<'_>, start: usize) -> Table<'_> {
    let entries = read.into_iter().map(|(key, value)| {
        let at = shifted(&key.span(), start);
        (key.into_inner(), Entry { key: at, stated: stated(value, start) })
    });
    entries.collect()
}

/// A value of a text that begins at a byte of its document.
pub(crate) fn stated(read: toml::Spanned<DeValue<'_>>, start: usize) -> Stated<'_> {
    let span = shifted(&read.span(), start);
    let value = match read.into_inner() {
        DeValue::String(text) => Value::Text(text),
        DeValue::Integer(number) => {
            Value::Integer { digits: number.as_str().to_owned(), radix: number.radix() }
        }
        DeValue::Float(number) => Value::Decimal(number.as_str().to_owned()),
        DeValue::Boolean(yes) => Value::Yes(yes),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => Value::List(items.into_iter().map(|item| stated(item, start)).collect()),
        DeValue::Table(inner) => Value::Table(table(inner, start)),
    };
    Stated { value, span }
}

impl Value<'_> {
    pub(crate) fn text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    pub(crate) fn yes(&self) -> Option<bool> {
        if let Value::Yes(yes) = self { Some(*yes) } else { None }
    }
}

impl<'a> Stated<'a> {
    /// The same, borrowing nothing, in a document where its text begins at a byte.
    pub(crate) fn moved(self, start: usize) -> Stated<'static> {
        let value = match self.value {
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::Integer { digits, radix } => Value::Integer { digits, radix },
            Value::Decimal(digits) => Value::Decimal(digits),
            Value::Yes(yes) => Value::Yes(yes),
            Value::Date(date) => Value::Date(date),
            Value::List(items) => Value::List(items.into_iter().map(|own| own.moved(start)).collect()),
            Value::Table(table) => Value::Table(moved(table, start)),
        };
        Stated { value, span: shifted(&self.span, start) }
    }

    /// The blocks that it is made of: a list's items, or itself.
    pub(crate) fn into_blocks(self) -> Vec<Stated<'a>> {
        match self.value {
            Value::List(items) => items,
            value => vec![Stated { value, span: self.span }],
        }
    }

    /// The tables that it is made of.
    pub(crate) fn tables(&self) -> Vec<&Table<'a>> {
        match &self.value {
            Value::List(items) => items.iter().flat_map(Stated::tables).collect(),
            Value::Table(table) => vec![table],
            _ => Vec::new(),
        }
    }

    pub(crate) fn tables_mut(&mut self) -> Vec<&mut Table<'a>> {
        match &mut self.value {
            Value::List(items) => items.iter_mut().flat_map(Stated::tables_mut).collect(),
            Value::Table(table) => vec![table],
            _ => Vec::new(),
        }
    }
}

/// A table, borrowing nothing, whose text begins at a byte.
pub(crate) fn moved(table: Table<'_>, start: usize) -> Table<'static> {
    let entries = table.into_iter().map(|(name, own)| {
        let entry = Entry { key: shifted(&own.key, start), stated: own.stated.moved(start) };
        (Cow::Owned(name.into_owned()), entry)
    });
    entries.collect()
}

fn shifted(span: &Range<usize>, start: usize) -> Range<usize> {
    span.start + start..span.end + start
}

/// As TOML writes it.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => write!(f, "{}", toml::Value::from(text.as_ref())),
            Value::Integer { digits, radix } => {
                let base = match radix {
                    2 => "0b",
                    8 => "0o",
                    16 => "0x",
                    _ => "",
                };
                write!(f, "{base}{digits}")
            }
            Value::Decimal(digits) => f.write_str(digits),
            Value::Yes(yes) => write!(f, "{yes}"),
            Value::Date(date) => f.write_str(date),
            Value::List(items) => {
                f.write_str("[")?;
                for (at, own) in items.iter().enumerate() {
                    write!(f, "{}{}", if at > 0 { ", " } else { "" }, own.value)?;
                }
                f.write_str("]")
            }
            Value::Table(table) => {
                f.write_str("{")?;
                for (at, (name, own)) in table.iter().enumerate() {
                    write!(f, "{} {} = {}", if at > 0 { "," } else { "" }, key(name), own.stated.value)?;
                }
                f.write_str(" }")
            }
        }
    }
}

/// A key as TOML writes it.
fn key(name: &str) -> Cow<'_, str> {
    let bare =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if bare { name.into() } else { toml::Value::from(name).to_string().into() }
}
