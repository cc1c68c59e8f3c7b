//! The diagnostics of one document, with a ceiling for each id so that a bad file cannot flood.

use parcferme_core::{Diagnostic, Place};
use std::collections::BTreeMap;

/// As many of one id as a person would read.
const CEILING: usize = 50;
/// Characters of a line that are shown.
const SHOWN: usize = 160;

pub(crate) struct Findings {
    document: String,
    list: Vec<Diagnostic>,
    seen: BTreeMap<&'static str, usize>,
}

impl Findings {
    pub fn new(document: &str) -> Findings {
        Findings { document: document.to_owned(), list: Vec::new(), seen: BTreeMap::new() }
    }

    pub fn document(&self) -> &str {
        &self.document
    }

    pub fn place(&self, line: u32, text: &str) -> Place {
        Place::line(self.document.as_str(), line, shortened(text))
    }

    pub fn whole(&self) -> Place {
        Place::document(self.document.as_str())
    }

    pub fn push(&mut self, diagnostic: Diagnostic) {
        let seen = self.seen.entry(diagnostic.id).or_default();
        *seen += 1;
        if *seen <= CEILING {
            self.list.push(diagnostic);
        }
    }

    pub fn finish(mut self) -> Vec<Diagnostic> {
        for (id, seen) in self.seen {
            if seen > CEILING {
                let last = self.list.iter().rev().find(|diagnostic| diagnostic.id == id);
                let severity = last.map_or(parcferme_core::Severity::Note, |diagnostic| diagnostic.severity);
                self.list.push(
                    Diagnostic::new(id, severity, format!("and {} more of this kind", seen - CEILING))
                        .at(Place::document(self.document.as_str())),
                );
            }
        }
        self.list
    }
}

/// At most [`SHOWN`] characters of the text's first line.
pub(crate) fn shortened(text: &str) -> String {
    let mut end = text.len().min(4 * SHOWN + 4);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let line = text[..end].lines().next().unwrap_or_default().trim();
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line.to_owned(),
    }
}
