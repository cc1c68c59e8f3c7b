//! The flat part of YAML that f1db uses: a map of scalars, or a list of such maps. One line a key; nothing nests.

use crate::folder::Origin;
use parcferme_core::{Diagnostic, Place};
use std::str::FromStr;

/// A file may have at most this many bytes; the largest of f1db has 25 thousand.
const MAX_BYTES: usize = 4 << 20;

/// One map, values as written without their quotes.
pub(super) struct Record<'t> {
    document: &'t str,
    /// Line of its first key, from 1.
    pub line: u32,
    fields: Vec<(&'t str, &'t str)>,
}

/// All maps of a file: the items of its list, or the one map it is. Keys that `known` does not have, and lines that are
/// not of this form, are diagnostics.
pub(super) fn read<'t>(
    document: &'t str,
    text: &'t str,
    known: &[&str],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Record<'t>> {
    let mut records: Vec<Record<'t>> = Vec::new();
    if text.len() > MAX_BYTES {
        diagnostics.push(
            Diagnostic::error("PF0601", "the file is larger than one of f1db can be")
                .at(Place::document(document))
                .found(format!("{} bytes", text.len()))
                .expected(format!("at most {MAX_BYTES} bytes")),
        );
        return records;
    }
    let mut expected = 0;
    for (number, whole) in (1_u32..).zip(text.lines()) {
        if whole.is_empty() || whole.starts_with('#') || whole == "---" || whole == "[]" {
            continue;
        }
        let (starts, line) = match (whole.strip_prefix("- "), whole.strip_prefix("  ")) {
            (Some(line), _) => (true, line),
            (None, Some(line)) => (false, line),
            (None, None) => (records.is_empty(), whole),
        };
        if starts {
            records.push(Record { document, line: number, fields: Vec::with_capacity(16) });
            expected = 0;
        }
        let field = line.split_once(':').and_then(|(key, value)| Some((key, scalar(value)?)));
        let (Some(record), Some((key, value))) = (records.last_mut(), field) else {
            diagnostics.push(
                Diagnostic::error("PF0601", "the line is not of the form that f1db's files have")
                    .at(Place::line(document, number, whole))
                    .found(whole)
                    .expected("`key: value`, with `- ` before the first key of an item"),
            );
            continue;
        };
        // Files keep one order of keys, so the next known key is nearly always the right one.
        match known[expected..].iter().position(|own| *own == key).map(|ahead| expected + ahead) {
            Some(found) => expected = found + 1,
            None if known.contains(&key) => {}
            None => diagnostics.push(
                Diagnostic::warning("PF0602", format!("unknown key `{key}`"))
                    .at(Place::line(document, number, whole))
                    .found(key)
                    .expected(format!("one of {}", known.join(", ")))
                    .help("its values are not read"),
            ),
        }
        if !value.is_empty() {
            record.fields.push((key, value));
        }
    }
    records
}

/// A plain or double-quoted value; None where it is of a form that f1db does not use.
pub(super) fn scalar(value: &str) -> Option<&str> {
    if value.is_empty() {
        return Some(value);
    }
    let value = value.strip_prefix(' ')?.trim();
    match value.strip_prefix('"') {
        Some(quoted) => quoted.strip_suffix('"').filter(|text| !text.contains(['"', '\\'])),
        None if value.starts_with(['\'', '[', '{', '|', '>', '&', '*', '!']) => None,
        None => Some(value.split_once(" #").map_or(value, |(value, _)| value.trim_end())),
    }
}

impl<'t> Record<'t> {
    /// The value of a key; None where it is absent or empty.
    pub fn text(&self, key: &str) -> Option<&'t str> {
        self.fields.iter().find(|field| field.0 == key).map(|field| field.1)
    }

    /// The value of a key that every record has.
    pub fn wanted(&self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<&'t str> {
        let text = self.text(key);
        if text.is_none() {
            diagnostics.push(
                Diagnostic::error("PF0603", format!("`{key}` is empty"))
                    .at(Place::line(self.document, self.line, ""))
                    .expected("a value"),
            );
        }
        text
    }

    /// A value that is a number or a time; None where it is empty, and where it cannot be read, which is said.
    pub fn value<T: FromStr>(
        &self,
        key: &str,
        expected: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        let text = self.text(key)?;
        let value = text.parse().ok();
        if value.is_none() {
            diagnostics.push(
                Diagnostic::error("PF0603", format!("`{key}` cannot be read"))
                    .at(Place::line(self.document, self.line, format!("{key}: {text}")))
                    .found(text)
                    .expected(expected),
            );
        }
        value
    }

    pub fn place(&self, text: impl Into<String>) -> Place {
        Place::line(self.document, self.line, text)
    }

    pub fn from(&self) -> Origin {
        Origin { document: self.document.to_owned(), line: self.line }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, keys: &[&str]) -> (Vec<Vec<String>>, Vec<&'static str>) {
        let mut diagnostics = Vec::new();
        let records = read("race.yml", text, keys, &mut diagnostics);
        let shown =
            |record: &Record<'_>| keys.iter().map(|key| record.text(key).unwrap_or("-").to_owned()).collect();
        (records.iter().map(shown).collect(), diagnostics.iter().map(|own| own.id).collect())
    }

    #[test]
    fn lists_and_maps_are_read_with_quotes_and_comments_taken_off() {
        let list = "- position: 1\n  time: \"1:48.300\"\n  gap:\n- position: DNF\n";
        assert_eq!(
            texts(list, &["position", "time", "gap"]),
            (
                vec![
                    vec!["1".into(), "1:48.300".into(), "-".into()],
                    vec!["DNF".into(), "-".into(), "-".into()]
                ],
                vec![]
            )
        );
        let map = "round: 1\nname: Spa # since 2007\n";
        assert_eq!(texts(map, &["round", "name"]).0, vec![vec!["1".to_owned(), "Spa".to_owned()]]);
    }

    #[test]
    fn other_yaml_and_unknown_keys_are_said() {
        assert_eq!(texts("- a: [1, 2]\n", &["a"]).1, ["PF0601"]);
        assert_eq!(texts("- a: \"1\\n\"\n", &["a"]).1, ["PF0601"]);
        assert_eq!(texts("nonsense\n", &["a"]).1, ["PF0601"]);
        assert_eq!(texts("- a: 1\n  b: 2\n", &["a"]).1, ["PF0602"]);
    }
}
