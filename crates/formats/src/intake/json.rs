//! JSON as programs write it, with the line of every value, numbers as they are written, and a word on what is not as expected.
//!
//! Comments and control characters within texts are passed over. A key that stands twice with two values has none.

use super::text::clean;
use crate::json::{self, Lines};
use jsonc_parser::ast::{ObjectProp, Value};
use jsonc_parser::common::Ranged;
use parcferme_core::{Diagnostic, Place, Points};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Values with one fault that are named one by one.
const SHOWN: usize = 3;

/// What every value of one text shares.
pub(super) struct Document {
    name: String,
    lines: Lines,
    told: RefCell<Told>,
}

#[derive(Default)]
struct Told {
    diagnostics: Vec<Diagnostic>,
    /// How often each key had each fault.
    counts: BTreeMap<(&'static str, String), usize>,
}

/// One value.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    value: &'a Value<'a>,
    document: &'a Document,
    /// The key or the place in the list by which it was reached.
    key: &'a str,
}

/// How JSON and the comments before it begin.
pub(super) const BEGINS: &[u8] = b"{[/";

/// Whether a text begins as JSON does, behind blanks and comments.
pub(super) fn looks_like_json(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix("//") {
        rest = comment.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
    }
    rest.starts_with(['{', '['])
}

/// Reads a text and gives its outermost value to `read`; the diagnostics tell what was not as expected.
pub(super) fn with_json<T>(
    name: &str,
    text: &str,
    read: impl FnOnce(Node<'_>) -> T,
) -> (Option<T>, Vec<Diagnostic>) {
    let value = match json::parse(name, text) {
        Ok(value) => value,
        Err(told) => return (None, vec![*told]),
    };
    let document = Document { name: name.to_owned(), lines: Lines::of(text), told: RefCell::default() };
    let made = read(Node { value: &value, document: &document, key: "" });
    (Some(made), document.finish())
}

impl Document {
    fn tell(&self, id: &'static str, key: &str, make: impl FnOnce() -> Diagnostic) {
        let mut told = self.told.borrow_mut();
        let count = told.counts.entry((id, key.to_owned())).or_default();
        *count += 1;
        if *count <= SHOWN {
            let made = make();
            told.diagnostics.push(made);
        }
    }

    fn finish(self) -> Vec<Diagnostic> {
        let Told { mut diagnostics, counts } = self.told.into_inner();
        for ((id, key), count) in counts.into_iter().filter(|(_, count)| *count > SHOWN) {
            diagnostics.push(
                Diagnostic::note(id, format!("{} more values of `{}` like that", count - SHOWN, clean(&key)))
                    .at(Place::document(self.name.as_str())),
            );
        }
        diagnostics
    }
}

impl<'a> Node<'a> {
    pub(super) fn line(self) -> u32 {
        self.document.lines.of_byte(self.value.start())
    }

    pub(super) fn place(self) -> Place {
        Place::line(self.document.name.as_str(), self.line(), clean(self.key))
    }

    pub(super) fn tell(self, diagnostic: Diagnostic) {
        let place = self.place();
        self.document.tell(diagnostic.id, self.key, || diagnostic.at(place));
    }

    fn wrong(self, expected: &str) {
        self.tell(
            Diagnostic::warning("PF1022", format!("`{}` does not hold what it should", clean(self.key)))
                .found(self.shown())
                .expected(expected)
                .help("it was read as absent; check the file"),
        );
    }

    fn shown(self) -> String {
        match self.value {
            Value::StringLit(text) => {
                format!("`{}`", clean(&text.value).chars().take(60).collect::<String>())
            }
            Value::NumberLit(number) => number.value.chars().take(60).collect(),
            Value::BooleanLit(own) => own.value.to_string(),
            Value::Object(_) => "an object".to_owned(),
            Value::Array(_) => "a list".to_owned(),
            Value::NullKeyword(_) => "null".to_owned(),
        }
    }

    fn properties(self) -> &'a [ObjectProp<'a>] {
        match self.value {
            Value::Object(object) => &object.properties,
            _ => &[],
        }
    }

    pub(super) fn is_object(self) -> bool {
        matches!(self.value, Value::Object(_))
    }

    pub(super) fn is_list(self) -> bool {
        matches!(self.value, Value::Array(_))
    }

    /// Whether it is an object with all of these keys.
    pub(super) fn has(self, keys: &[&str]) -> bool {
        let own: BTreeSet<&str> = self.properties().iter().map(|own| own.name.as_str()).collect();
        keys.iter().all(|key| own.contains(key))
    }

    /// The value of a key; none where it is absent, null, or stands there twice with two values.
    pub(super) fn get(self, key: &str) -> Option<Node<'a>> {
        let mut found = self.properties().iter().filter(|own| own.name.as_str() == key);
        let first = found.next()?;
        let node = self.of(first);
        if let Some(other) = found.map(|own| self.of(own)).find(|own| !same(own.value, node.value)) {
            node.tell(
                Diagnostic::warning("PF1023", format!("`{}` stands twice in one object", clean(key)))
                    .found(format!("{}, and {} in line {}", node.shown(), other.shown(), other.line()))
                    .expected("one value")
                    .help("it was read as absent; correct the file"),
            );
            return None;
        }
        (!matches!(node.value, Value::NullKeyword(_))).then_some(node)
    }

    fn of(self, property: &'a ObjectProp<'a>) -> Node<'a> {
        Node { value: &property.value, document: self.document, key: property.name.as_str() }
    }

    /// The values of a list; an absent one, and an empty object as some programs write it, has none.
    pub(super) fn list(self, key: &str) -> Vec<Node<'a>> {
        self.get(key).map_or_else(Vec::new, Node::items)
    }

    pub(super) fn items(self) -> Vec<Node<'a>> {
        match self.value {
            Value::Array(array) => array
                .elements
                .iter()
                .map(|value| Node { value, document: self.document, key: self.key })
                .collect(),
            Value::Object(object) if object.properties.is_empty() => Vec::new(),
            _ => {
                self.wrong("a list");
                Vec::new()
            }
        }
    }

    /// The keys of an object with their values; an empty list has none.
    pub(super) fn entries(self) -> Vec<(&'a str, Node<'a>)> {
        match self.value {
            Value::Object(object) => {
                object.properties.iter().map(|own| (own.name.as_str(), self.of(own))).collect()
            }
            // A list counted from nought, as some programs write a map.
            Value::Array(_) => self.items().into_iter().map(|own| ("", own)).collect(),
            _ => {
                self.wrong("an object");
                Vec::new()
            }
        }
    }

    /// A text or a number as one line of text; empty where there is none.
    pub(super) fn text(self, key: &str) -> String {
        self.get(key).map_or_else(String::new, Node::as_text)
    }

    pub(super) fn as_text(self) -> String {
        match self.value {
            Value::StringLit(text) => clean(&text.value),
            Value::NumberLit(number) => number.value.to_owned(),
            Value::NullKeyword(_) => String::new(),
            _ => {
                self.wrong("a text");
                String::new()
            }
        }
    }

    /// A whole number, also as a text or with noughts behind the point.
    pub(super) fn whole(self, key: &str) -> Option<i64> {
        self.get(key)?.as_whole()
    }

    pub(super) fn as_whole(self) -> Option<i64> {
        let text = match self.value {
            Value::NumberLit(number) => number.value,
            Value::StringLit(text) if text.value.trim().is_empty() => return None,
            Value::StringLit(text) => text.value.trim(),
            _ => {
                self.wrong("a whole number");
                return None;
            }
        };
        let whole = match text.split_once('.') {
            Some((whole, noughts)) if !noughts.is_empty() && noughts.bytes().all(|own| own == b'0') => whole,
            _ => text,
        };
        let number = whole.parse().ok();
        if number.is_none() {
            self.wrong("a whole number");
        }
        number
    }

    /// A whole number from nought on; others, such as the -1 of programs for "none", are absent.
    pub(super) fn count(self, key: &str) -> Option<u32> {
        let number = self.whole(key)?;
        let count = u32::try_from(number).ok();
        if count.is_none() && number >= 0 {
            self.get(key)?.wrong("a number that fits");
        }
        count
    }

    /// Points, exactly as written.
    pub(super) fn points(self, key: &str) -> Option<Points> {
        self.get(key)?.as_points()
    }

    pub(super) fn as_points(self) -> Option<Points> {
        let text = match self.value {
            Value::NumberLit(number) => number.value,
            Value::StringLit(text) => text.value.trim(),
            _ => "",
        };
        if text.is_empty() && matches!(self.value, Value::StringLit(_)) {
            return None;
        }
        let points = text.parse().ok();
        if points.is_none() {
            self.wrong("points such as 25 or 12.5");
        }
        points
    }

    /// A truth, also as 0 and 1 or as a word.
    pub(super) fn yes(self, key: &str) -> Option<bool> {
        let node = self.get(key)?;
        let yes = match node.value {
            Value::BooleanLit(own) => Some(own.value),
            _ => match node.as_text().to_lowercase().as_str() {
                "1" | "true" => Some(true),
                "0" | "false" => Some(false),
                _ => None,
            },
        };
        if yes.is_none() {
            node.wrong("true or false");
        }
        yes
    }
}

/// Whether two values are the same, wherever they stand.
fn same(a: &Value<'_>, b: &Value<'_>) -> bool {
    match (a, b) {
        (Value::StringLit(a), Value::StringLit(b)) => a.value == b.value,
        (Value::NumberLit(a), Value::NumberLit(b)) => a.value == b.value,
        (Value::BooleanLit(a), Value::BooleanLit(b)) => a.value == b.value,
        (Value::NullKeyword(_), Value::NullKeyword(_)) => true,
        (Value::Array(a), Value::Array(b)) => {
            a.elements.len() == b.elements.len()
                && a.elements.iter().zip(&b.elements).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.properties.len() == b.properties.len()
                && a.properties
                    .iter()
                    .zip(&b.properties)
                    .all(|(a, b)| a.name.as_str() == b.name.as_str() && same(&a.value, &b.value))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_numbers_and_texts_as_they_are_written() {
        let text = "// a comment\n{\n \"a\": 12345678901234567,\n \"b\": [{\"c\": \"x\ny\"}], \"d\": 4.50, \"e\": 7.0\n}";
        assert!(looks_like_json(text) && !looks_like_json("a,b") && !looks_like_json("// x"));
        let (read, told) = with_json("f.json", text, |root| {
            let inner = root.list("b")[0];
            (root.whole("a"), inner.text("c"), inner.line(), root.text("d"), root.whole("e"))
        });
        assert_eq!(told, []);
        assert_eq!(
            read,
            Some((Some(12_345_678_901_234_567), "x y".to_owned(), 4, "4.50".to_owned(), Some(7)))
        );
    }

    #[test]
    fn what_is_not_as_expected_is_told_and_absent() {
        let text = r#"{"a": 1, "a": 2, "b": "x", "c": 3, "c": 3, "d": {}, "e": true}"#;
        let (read, told) = with_json("f.json", text, |root| {
            (root.whole("a"), root.whole("b"), root.whole("c"), root.list("d").len(), root.list("e").len())
        });
        assert_eq!(read, Some((None, None, Some(3), 0, 0)));
        assert_eq!(told.iter().map(|own| own.id).collect::<Vec<_>>(), ["PF1023", "PF1022", "PF1022"]);
        let (read, told) = with_json("f.json", "{\"a\":\n [1, 2", |_| ());
        assert_eq!((read, told[0].id, told[0].places[0].line > 0), (None, "PF1020", true));
        let (read, told) = with_json("f.json", &"[".repeat(100_000), |_| ());
        assert_eq!((read, told[0].id), (None, "PF1021"));
    }
}
