//! Words of cells that were taken for others, and cells that could be read otherwise: each told once a file.

use super::table::Row;
use parcferme_core::number_words::counted;
use parcferme_core::{Diagnostic, Place};
use std::collections::BTreeMap;

#[derive(Default)]
pub(super) struct Told {
    /// By column and word: what it was taken for, how often, and where first.
    words: BTreeMap<(String, String), (String, usize, Place)>,
    /// By what is said: the first cell of which it is said, its line, and how many there are.
    doubts: BTreeMap<String, (Diagnostic, u32, usize)>,
}

/// Words of one column that are told one by one, and places of one doubt that are shown.
const TOLD_MAX: usize = 8;

impl Told {
    pub fn word(&mut self, row: Row<'_>, column: &str, word: &str, meaning: &str) {
        let key = (row.head(column).to_owned(), word.to_owned());
        self.words.entry(key).or_insert_with(|| (meaning.to_owned(), 0, row.place())).1 += 1;
    }

    /// A doubt about a cell. Doubts of which the same is said are one, at their first places.
    pub fn doubt(&mut self, row: Row<'_>, doubt: Diagnostic) {
        match self.doubts.get_mut(&doubt.message) {
            Some((first, _, times)) => {
                if *times < TOLD_MAX {
                    first.places.push(row.place());
                }
                *times += 1;
            }
            None => {
                let message = doubt.message.clone();
                self.doubts.insert(message, (doubt.at(row.place()), row.line, 1));
            }
        }
    }

    pub fn finish(self, diagnostics: &mut Vec<Diagnostic>) {
        let mut doubts: Vec<(Diagnostic, u32, usize)> = self.doubts.into_values().collect();
        doubts.sort_by_key(|(_, line, _)| *line);
        for (mut doubt, _, times) in doubts {
            if let (Some(found), 2..) = (&mut doubt.found, times) {
                *found += &format!(", and {} more", counted(times - 1, "cell"));
            }
            diagnostics.push(doubt);
        }
        let mut columns: BTreeMap<String, Vec<(String, String, usize, Place)>> = BTreeMap::new();
        for ((column, word), (meaning, times, place)) in self.words {
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
