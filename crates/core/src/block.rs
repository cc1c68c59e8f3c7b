//! Blocks of a TOML document, read key by key: every value knows its place, every mistake is said at its line.
//!
//! A kind of block declares its [`Key`]s once; from that table come the reading, the nearest valid word of an unknown
//! key, the JSON Schema for editors and the documentation.

use crate::diagnostic::{Diagnostic, Place};
use crate::exact::{BadNumber, Millis, Points, Share};
use crate::numbers::RoundNumber;
use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;
use value::{Stated, Table, Value};

mod parts;
mod table;
pub(crate) mod value;

/// A key that a kind of block understands.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    pub name: &'static str,
    pub shape: Shape,
    /// One sentence for a person who writes the document.
    pub doc: &'static str,
}

/// What a key's value looks like.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    Text,
    /// A whole number, zero or above.
    Count,
    /// A whole number, one or above.
    Positive,
    Yes,
    /// Points: a whole number, or text such as `"4.5"` or `"8/7"`.
    Points,
    PointsList,
    /// `"70 %"`, `"0.7"` or `"7/10"`, zero or above.
    Share,
    /// A share that is a part of a whole: 100 % at most.
    Part,
    /// `"2 h"`, `"45 min"`, `"1.265 s"`, `"2:40:00"`.
    Duration,
    TextList,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of these words.
    Words(&'static [&'static str]),
    /// Round numbers, `"1-7, 9"`, or a list of numbers.
    Rounds,
    Table(&'static [Key]),
    Tables(&'static [Key]),
}

/// Where a value stands: which text of several, line and column, from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Number of the text, from 0: a rulebook that is like another has two.
    pub text: u16,
    pub line: u32,
    pub column: u32,
}

/// A value and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct At<T> {
    pub value: T,
    pub spot: Spot,
}

/// A document being read, with what was found wrong so far.
pub struct Reader<'a> {
    /// Each with the byte at which it begins among all, in that order.
    texts: Vec<(usize, Text<'a>)>,
    /// Byte of the last spot, and the letters of its line before it: a long line is not counted through for every spot.
    last: Cell<(usize, usize)>,
    pub diagnostics: Vec<Diagnostic>,
}

/// A text that values stand in.
#[derive(Clone, Debug)]
pub(crate) struct Text<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) text: Cow<'a, str>,
    /// Byte of the text at which each line begins.
    lines: Cow<'a, [usize]>,
}

impl<'a> Text<'a> {
    pub(crate) fn new(name: impl Into<Cow<'a, str>>, text: impl Into<Cow<'a, str>>) -> Text<'a> {
        let (name, text) = (name.into(), text.into());
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Text { name, text, lines: Cow::Owned(lines) }
    }

    pub(crate) fn borrowed(&self) -> Text<'_> {
        let (name, text) = (Cow::Borrowed(&*self.name), Cow::Borrowed(&*self.text));
        Text { name, text, lines: Cow::Borrowed(&self.lines) }
    }

    /// Number of the line that has a byte of the text, from 0, and where it begins.
    fn line_at(&self, byte: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|&start| start <= byte).saturating_sub(1);
        (line, self.lines.get(line).copied().unwrap_or(0))
    }

    /// The place of a spot in this text, with its line, shortened.
    pub(crate) fn place(&self, spot: Spot) -> Place {
        let start = (spot.line as usize).checked_sub(1).and_then(|line| self.lines.get(line)).copied();
        let text = start.and_then(|start| self.text.get(start..)).unwrap_or("");
        Place {
            document: self.name.to_string(),
            line: spot.line,
            column: spot.column,
            text: shortened(text).lines().next().unwrap_or("").to_owned(),
        }
    }
}

/// A table of the document, its keys taken one by one.
pub struct Block<'a> {
    keys: &'static [Key],
    table: Table<'a>,
    span: Range<usize>,
    /// Keys that were there and have been taken.
    taken: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    /// Opens a document. Text that is not TOML gives an empty block and a diagnostic.
    pub fn open(name: &'a str, text: &'a str, keys: &'static [Key]) -> (Reader<'a>, Block<'a>) {
        let mut reader = Reader::of(vec![(0, Text::new(name, text))]);
        let table = reader.table(text);
        (reader, Block { keys, table, span: 0..0, taken: Vec::new() })
    }

    /// Opens a document that was taken apart before: its texts, and what stands in them.
    pub(crate) fn reopen(
        texts: Vec<(usize, Text<'a>)>,
        table: Table<'a>,
        keys: &'static [Key],
    ) -> (Reader<'a>, Block<'a>) {
        (Reader::of(texts), Block { keys, table, span: 0..0, taken: Vec::new() })
    }

    pub(crate) fn of(texts: Vec<(usize, Text<'a>)>) -> Reader<'a> {
        Reader { texts, last: Cell::default(), diagnostics: Vec::new() }
    }

    /// The text as a table; one that is not TOML is said, and gives an empty one.
    pub(crate) fn table<'t>(&mut self, text: &'t str) -> Table<'t> {
        match parts::parse(text) {
            Ok(table) => table,
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let place = self.place(&span);
                self.diagnostics.push(
                    Diagnostic::error("PF0301", format!("this is not TOML: {}", error.message().trim()))
                        .at(place)
                        .help("see docs/rules/README.md for how a rulebook is written"),
                );
                Table::new()
            }
        }
    }

    /// Place of a spot, with its line's text, shortened.
    pub fn place_at(&self, spot: Spot) -> Place {
        self.texts.get(usize::from(spot.text)).map_or_else(Place::default, |(_, text)| text.place(spot))
    }

    pub(crate) fn place(&self, span: &Range<usize>) -> Place {
        self.place_at(self.spot(span))
    }

    /// The text that has a byte: its number, where it begins, the text.
    fn text_at(&self, byte: usize) -> Option<(usize, usize, &Text<'a>)> {
        let number = self.texts.partition_point(|(start, _)| *start <= byte).checked_sub(1)?;
        let (start, text) = &self.texts[number];
        Some((number, *start, text))
    }

    /// What stands at a span.
    fn slice(&self, span: Range<usize>) -> &str {
        let Some((_, start, text)) = self.text_at(span.start) else { return "" };
        text.text.get(span.start - start..span.end.saturating_sub(start)).unwrap_or("")
    }

    fn spot(&self, span: &Range<usize>) -> Spot {
        let Some((number, begin, text)) = self.text_at(span.start) else { return Spot::default() };
        let at = span.start - begin;
        let (line, start) = text.line_at(at);
        let letters = |from: usize, to: usize| text.text.get(from..to).map_or(0, |part| part.chars().count());
        let (last, column) = self.last.get();
        let column = match last.checked_sub(begin) {
            Some(last) if (start..=at).contains(&last) => column + letters(last, at),
            Some(last) if last > at && text.line_at(last).0 == line => {
                column.saturating_sub(letters(at, last))
            }
            _ => letters(start, at),
        };
        self.last.set((span.start, column));
        let small = |number: usize| u32::try_from(number + 1).unwrap_or(0);
        Spot { text: u16::try_from(number).unwrap_or(0), line: small(line), column: small(column) }
    }

    /// Says that a value, read without fault, makes no sense.
    pub fn refuse<T>(&mut self, id: &'static str, at: &At<T>, message: String, expected: &str) {
        let place = self.place_at(at.spot);
        self.diagnostics.push(Diagnostic::error(id, message).at(place).expected(expected));
    }

    fn wrong_shape(&mut self, key: &Key, value: &Stated<'_>) {
        self.refuse_value(key, value, Refusal::Bad(BadNumber::Form));
    }

    /// Says why a value cannot be the key's.
    fn refuse_value(&mut self, key: &Key, value: &Stated<'_>, why: Refusal) {
        let found = self.slice(value.span.clone()).to_owned();
        let found = found.as_str();
        let (name, shape) = (key.name, key.shape);
        let diagnostic = match why {
            Refusal::Bad(BadNumber::Form) => {
                Diagnostic::error("PF0303", format!("`{name}` has a value of the wrong kind"))
                    .expected(expected(shape))
            }
            Refusal::Bad(BadNumber::TooLarge) => {
                Diagnostic::error("PF0310", format!("`{name}` has a number that is too large"))
                    .expected(largest(shape))
                    .help("correct it: a number of the sport is not that large, and sums of such numbers would not be exact")
            }
            Refusal::Bad(BadNumber::TooFine) if matches!(shape, Shape::Duration) => {
                Diagnostic::error("PF0311", format!("`{name}` is finer than a millisecond"))
                    .expected("a whole number of milliseconds, such as \"1.265 s\"")
            }
            Refusal::Bad(BadNumber::TooFine) => {
                Diagnostic::error("PF0311", format!("`{name}` has a number that is too fine"))
                    .expected("six decimals at most, or a fraction with a denominator of at most 1000000")
                    .help("write what was rounded as a fraction, which is exact: \"2/3\" for 66.666... %, \"100/3\" for 33.333...")
            }
            Refusal::OutOfRange => {
                Diagnostic::error("PF0312", format!("`{name}` cannot be {}", found.trim_matches('"')))
                    .expected(expected(shape))
            }
        };
        let place = self.place(&value.span);
        self.diagnostics.push(diagnostic.at(place).found(shortened(found)));
    }
}

impl<'a> Block<'a> {
    /// Where the block begins.
    pub fn spot(&self, reader: &Reader<'_>) -> Spot {
        reader.spot(&self.span)
    }

    /// From here on the block knows these keys: those of the kind that it turned out to be.
    pub fn narrow(&mut self, keys: &'static [Key]) {
        self.keys = keys;
    }

    /// A missing key is a diagnostic; the value's own default stands in. Of a key that is there with a value that cannot be
    /// read that has been said.
    pub fn require<T: Default>(&self, reader: &mut Reader<'_>, name: &str, value: Option<T>) -> T {
        value.unwrap_or_else(|| {
            if self.taken.contains(&name) {
                return T::default();
            }
            let place = reader.place(&self.span);
            let expected = self.key(name).map_or_else(String::new, |key| expected(key.shape));
            reader.diagnostics.push(
                Diagnostic::error("PF0305", format!("`{name}` is missing"))
                    .at(place)
                    .expected(format!("{name} = {expected}")),
            );
            T::default()
        })
    }

    pub fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    pub fn text(&mut self, reader: &mut Reader<'_>, name: &str) -> Option<At<String>> {
        self.take(reader, name, |value, _| Ok(value.text().ok_or(BadNumber::Form)?.to_owned()))
    }

    /// A whole number, within the bounds of the key's shape.
    pub fn count(&mut self, reader: &mut Reader<'_>, name: &str) -> Option<At<u32>> {
        self.take(reader, name, |value, shape| {
            let count = as_count(value)?;
            if count == 0 && matches!(shape, Shape::Positive) { Err(Refusal::OutOfRange) } else { Ok(count) }
        })
    }

    pub fn yes(&mut self, reader: &mut Reader<'_>, name: &str) -> Option<At<bool>> {
        self.take(reader, name, |value, _| Ok(value.yes().ok_or(BadNumber::Form)?))
    }

    pub fn points(&mut self, reader: &mut Reader<'_>, name: &str) -> Option<At<Points>> {
        self.take(reader, name, |value, _| as_points(value))
    }

    /// A share, within the bounds of the key's shape.
    pub fn share(&mut self, reader: &mut Reader<'_>, name: &str) -> Option<At<Share>> {
        self.take(reader, name, |value, shape| {
            let share: Share = value.text().ok_or(BadNumber::Form)?.parse()?;
            let fits = if matches!(shape, Shape::Part) { share.is_part() } else { share >= Share::ZERO };
            if fits { Ok(share) } else { Err(Refusal::OutOfRange) }
        })
    }

    pub fn duration(&mut self, reader: &mut Reader<'_>, name: &str) -> Option<At<Millis>> {
        self.take(reader, name, |value, _| Ok(Millis::of_words(value.text().ok_or(BadNumber::Form)?)?))
    }

    pub fn rounds(&mut self, reader: &mut Reader<'_>, name: &str) -> Option<At<Vec<RoundNumber>>> {
        self.take(reader, name, |value, _| Ok(as_rounds(value).ok_or(BadNumber::Form)?))
    }

    pub fn points_list(&mut self, reader: &mut Reader<'_>, name: &str) -> Option<At<Vec<At<Points>>>> {
        self.list(reader, name, as_points)
    }

    pub fn text_list(&mut self, reader: &mut Reader<'_>, name: &str) -> Option<At<Vec<At<String>>>> {
        self.list(reader, name, |value| Ok(value.text().ok_or(BadNumber::Form)?.to_owned()))
    }

    /// One of the words that the key allows, as its index in them.
    pub fn word(&mut self, reader: &mut Reader<'_>, name: &str) -> Option<At<&'static str>> {
        let At { value, spot } = self.text(reader, name)?;
        let Some(Key { shape: Shape::Word(words), .. }) = self.key(name) else { return None };
        let word = known_word(reader, name, &value, words, spot)?;
        Some(At { value: word, spot })
    }

    pub fn words(&mut self, reader: &mut Reader<'_>, name: &str) -> Option<At<Vec<&'static str>>> {
        let list = self.text_list(reader, name)?;
        let Some(Key { shape: Shape::Words(words), .. }) = self.key(name) else { return None };
        let value = list
            .value
            .iter()
            .filter_map(|At { value, spot }| known_word(reader, name, value, words, *spot))
            .collect();
        Some(At { value, spot: list.spot })
    }

    /// `[name]`.
    pub fn block(&mut self, reader: &mut Reader<'_>, name: &str) -> Option<Block<'a>> {
        let Some(&Key { shape: Shape::Table(keys), .. }) = self.key(name) else { return None };
        let (span, value) = self.remove(name)?;
        match value.value {
            Value::Table(table) => Some(Block { keys, table, span, taken: Vec::new() }),
            value => {
                let key = self.key(name).copied();
                if let Some(key) = key {
                    reader.wrong_shape(&key, &Stated { value, span });
                }
                None
            }
        }
    }

    /// `[[name]]`, in order; `[name]` is read as a list of one. Of a key with one block at most, that one.
    pub fn blocks(&mut self, reader: &mut Reader<'_>, name: &str) -> Vec<Block<'a>> {
        if matches!(self.key(name), Some(Key { shape: Shape::Table(_), .. })) {
            return self.block(reader, name).into_iter().collect();
        }
        let Some(&key @ Key { shape: Shape::Tables(keys), .. }) = self.key(name) else { return Vec::new() };
        let Some((span, value)) = self.remove(name) else { return Vec::new() };
        let mut blocks = Vec::new();
        // What is no list is one block, and begins where its key does.
        let value = if matches!(value.value, Value::List(_)) { value } else { Stated { span, ..value } };
        for Stated { value, span } in value.into_blocks() {
            match value {
                Value::Table(table) => blocks.push(Block { keys, table, span, taken: Vec::new() }),
                value => reader.wrong_shape(&key, &Stated { value, span }),
            }
        }
        blocks
    }

    /// Says every key that nobody took: it is unknown, and the nearest valid word is offered.
    pub fn finish(self, reader: &mut Reader<'_>) {
        if self.table.is_empty() {
            return;
        }
        let names: Vec<&str> = self.keys.iter().map(|key| key.name).collect();
        for (name, entry) in self.table.iter() {
            let diagnostic = Diagnostic::error("PF0302", format!("unknown key `{name}`"))
                .at(reader.place(&entry.key))
                .found(name)
                .expected(format!("one of {}", names.join(", ")))
                .did_you_mean(name, &names);
            reader.diagnostics.push(diagnostic);
        }
    }

    fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    fn remove(&mut self, name: &str) -> Option<(Range<usize>, Stated<'a>)> {
        let entry = self.table.remove(name)?;
        let name = self.key(name).map(|own| own.name);
        self.taken.extend(name);
        Some((entry.key, entry.stated))
    }

    fn take<T>(
        &mut self,
        reader: &mut Reader<'_>,
        name: &str,
        read: impl FnOnce(&Value<'_>, Shape) -> Result<T, Refusal>,
    ) -> Option<At<T>> {
        let key = self.key(name)?;
        let (_, value) = self.remove(name)?;
        match read(&value.value, key.shape) {
            Ok(read) => Some(At { value: read, spot: reader.spot(&value.span) }),
            Err(why) => {
                reader.refuse_value(key, &value, why);
                None
            }
        }
    }

    fn list<T>(
        &mut self,
        reader: &mut Reader<'_>,
        name: &str,
        read: impl Fn(&Value<'_>) -> Result<T, Refusal>,
    ) -> Option<At<Vec<At<T>>>> {
        let key = self.key(name)?;
        let (_, value) = self.remove(name)?;
        let spot = reader.spot(&value.span);
        let Value::List(items) = &value.value else {
            reader.wrong_shape(key, &value);
            return None;
        };
        let mut list = Vec::new();
        for item in items {
            match read(&item.value) {
                Ok(read) => list.push(At { value: read, spot: reader.spot(&item.span) }),
                Err(why) => reader.refuse_value(key, item, why),
            }
        }
        Some(At { value: list, spot })
    }
}

/// Why a value is not taken.
enum Refusal {
    Bad(BadNumber),
    /// Read without fault, and outside what the key's shape allows.
    OutOfRange,
}

impl From<BadNumber> for Refusal {
    fn from(bad: BadNumber) -> Refusal {
        Refusal::Bad(bad)
    }
}

/// The first two hundred bytes or so: what a person is shown of a line.
fn shortened(text: &str) -> &str {
    let mut end = text.len().min(240);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn known_word(
    reader: &mut Reader<'_>,
    name: &str,
    value: &str,
    words: &'static [&'static str],
    spot: Spot,
) -> Option<&'static str> {
    if let Some(word) = words.iter().find(|&&word| word == value) {
        return Some(word);
    }
    let diagnostic = Diagnostic::error("PF0304", format!("`{name}` does not know the word `{value}`"))
        .at(reader.place_at(spot))
        .found(value)
        .expected(format!("one of {}", words.join(", ")))
        .did_you_mean(value, words);
    reader.diagnostics.push(diagnostic);
    None
}

fn as_points(value: &Value<'_>) -> Result<Points, Refusal> {
    match value {
        Value::Integer { .. } => Ok(as_integer(value)?.to_string().parse()?),
        Value::Decimal(digits) => Ok(digits.parse()?),
        Value::Text(text) => Ok(text.parse()?),
        _ => Err(BadNumber::Form.into()),
    }
}

/// An integer in whatever base it is written.
fn as_integer(value: &Value<'_>) -> Result<i64, BadNumber> {
    let Value::Integer { digits, radix } = value else { return Err(BadNumber::Form) };
    i64::from_str_radix(digits, *radix).map_err(|_| BadNumber::TooLarge)
}

/// A whole number, zero or above, small enough that nothing counted with it wraps.
fn as_count(value: &Value<'_>) -> Result<u32, BadNumber> {
    match as_integer(value)? {
        ..0 => Err(BadNumber::Form),
        count => u32::try_from(count).ok().filter(|&count| count <= MOST_COUNTED).ok_or(BadNumber::TooLarge),
    }
}

const MOST_COUNTED: u32 = 999_999_999;

fn as_rounds(value: &Value<'_>) -> Option<Vec<RoundNumber>> {
    let number = |value: &Value<'_>| as_count(value).ok().map(RoundNumber);
    match value {
        Value::Integer { .. } => Some(vec![number(value)?]),
        Value::Text(text) => parse_rounds(text),
        Value::List(items) => items.iter().map(|item| number(&item.value)).collect(),
        _ => None,
    }
}

/// `1-7, 9` as numbers; en dashes count as dashes.
fn parse_rounds(text: &str) -> Option<Vec<RoundNumber>> {
    let mut rounds = Vec::new();
    for part in text.split(',') {
        let mut ends =
            part.split(['-', '–']).map(|end| end.trim().parse::<u32>().ok().filter(|&end| end < 1000));
        let from = ends.next()??;
        let to = match ends.next() {
            Some(to) => to?,
            None => from,
        };
        if ends.next().is_some() || to < from {
            return None;
        }
        rounds.extend((from..=to).map(RoundNumber));
    }
    Some(rounds)
}

/// What the largest number of a shape is, as an expectation.
fn largest(shape: Shape) -> String {
    match shape {
        Shape::Duration => "under 100000 hours".to_owned(),
        _ => format!("{MOST_COUNTED} at most"),
    }
}

fn expected(shape: Shape) -> String {
    match shape {
        Shape::Text => "\"text\"".to_owned(),
        Shape::Count => "a whole number".to_owned(),
        Shape::Positive => "a whole number, one or more".to_owned(),
        Shape::Yes => "true or false".to_owned(),
        Shape::Points => "points, such as 25, \"4.5\" or \"8/7\"".to_owned(),
        Shape::PointsList => "a list of points, such as [10, 8, 6]".to_owned(),
        Shape::Share => "a share, such as \"70 %\", zero or above".to_owned(),
        Shape::Part => "a share from 0 % to 100 %, such as \"70 %\"".to_owned(),
        Shape::Duration => "a duration, such as \"2 h\", \"45 min\" or \"1.265 s\"".to_owned(),
        Shape::TextList => "a list of texts, such as [\"a\", \"b\"]".to_owned(),
        Shape::Word(words) => format!("one of {}", words.join(", ")),
        Shape::Words(words) => format!("a list of {}", words.join(", ")),
        Shape::Rounds => "round numbers, such as \"1-7, 9\"".to_owned(),
        Shape::Table(_) => "a table [name]".to_owned(),
        Shape::Tables(_) => "tables [[name]]".to_owned(),
    }
}

#[cfg(test)]
mod tests;
