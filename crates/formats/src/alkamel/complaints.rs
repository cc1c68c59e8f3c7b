//! Diagnostics of one document, the first of each kind in full and the rest counted.

use parcferme_core::diagnostic::{Diagnostic, Place};
use std::collections::BTreeMap;

/// How many diagnostics of one kind are written out; a bad export repeats one fault on every line.
const SHOWN_PER_KIND: usize = 10;

pub struct Complaints<'a> {
    document: &'a str,
    shown: Vec<Diagnostic>,
    more: BTreeMap<&'static str, (usize, Diagnostic)>,
    counts: BTreeMap<&'static str, usize>,
}

impl<'a> Complaints<'a> {
    pub fn new(document: &'a str) -> Complaints<'a> {
        Complaints { document, shown: Vec::new(), more: BTreeMap::new(), counts: BTreeMap::new() }
    }

    /// Adds a complaint about a line; `line` 0 is the document as a whole.
    pub fn add(&mut self, line: u32, text: &[u8], diagnostic: impl FnOnce() -> Diagnostic) {
        let diagnostic = diagnostic();
        let count = self.counts.entry(diagnostic.id).or_default();
        *count += 1;
        if *count > SHOWN_PER_KIND {
            self.more.entry(diagnostic.id).or_insert((0, diagnostic)).0 += 1;
            return;
        }
        self.shown.push(diagnostic.at(Place::line(self.document, line, shortened(text))));
    }

    /// All diagnostics; kinds that were cut short end with one that counts the rest.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for (id, (count, like)) in self.more {
            self.shown.push(
                Diagnostic::new(
                    id,
                    like.severity,
                    format!("{count} more of these, such as: {}", like.message),
                )
                .at(Place::document(self.document)),
            );
        }
        self.shown
    }
}

/// At most 80 characters of a line, as text.
pub fn shortened(text: &[u8]) -> String {
    let cut = &text[..text.len().min(320)];
    let text = String::from_utf8_lossy(cut);
    let text = text.trim_end();
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
