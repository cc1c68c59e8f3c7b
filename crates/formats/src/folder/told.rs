//! Words of cells that were taken for others, each told once a file.

use super::table::Row;
use parcferme_core::{Diagnostic, Place};
use std::collections::BTreeMap;

/// By column and word: what it was taken for, how often, and where first.
#[derive(Default)]
pub(super) struct Told(BTreeMap<(String, String), (String, usize, Place)>);

/// Words of one column that are told one by one.
const TOLD_MAX: usize = 8;

impl Told {
    pub fn word(&mut self, row: Row<'_>, column: &str, word: &str, meaning: &str) {
        let key = (row.head(column).to_owned(), word.to_owned());
        self.0.entry(key).or_insert_with(|| (meaning.to_owned(), 0, row.place())).1 += 1;
    }

    pub fn finish(self, diagnostics: &mut Vec<Diagnostic>) {
        let mut columns: BTreeMap<String, Vec<(String, String, usize, Place)>> = BTreeMap::new();
        for ((column, word), (meaning, times, place)) in self.0 {
            columns.entry(column).or_default().push((word, meaning, times, place));
        }
        for (column, mut words) in columns {
            words.sort_by(|a, b| (a.3.line, &a.0).cmp(&(b.3.line, &b.0)));
            let more = words.len().saturating_sub(TOLD_MAX);
            let mut list: Vec<String> = words
                .iter()
                .take(TOLD_MAX)
                .map(|(word, meaning, times, _)| match times {
                    1 => format!("`{word}` is `{meaning}`"),
                    times => format!("`{word}` is `{meaning}` ({times} times)"),
                })
                .collect();
            if more > 0 {
                list.push(format!("and {more} more"));
            }
            let diagnostic =
                Diagnostic::note("PF0446", format!("cells of `{column}` are read by what they mean"));
            let places = words.into_iter().take(TOLD_MAX).map(|(_, _, _, place)| place);
            diagnostics.push(places.fold(diagnostic.found(list.join(", ")), Diagnostic::at));
        }
    }
}
