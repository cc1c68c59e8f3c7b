//! What went wrong, where, what stood there, what was expected, and what to do next.
//!
//! A bad document never panics and is never dropped in silence: readers return
//! `(T, Vec<Diagnostic>)`. Ids (`PF0101`) are never reused; each has a page in `docs/errors/`.

use crate::printable::into_printable;
use std::fmt;

/// How much a diagnostic weighs. `Error` makes a command exit with a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
    Note,
}

impl Severity {
    /// The word printed before the id: `error`, `warning` or `note`.
    pub const fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A place in a document. Lines and columns count from 1; columns count characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// File name of the document, without a directory of the reader's machine.
    pub document: String,
    /// Line, from 1; 0 where the whole document is meant.
    pub line: u32,
    /// Column in characters, from 1; 0 where the whole line is meant.
    pub column: u32,
    /// The text that stood there, shortened for display.
    pub text: String,
}

impl Place {
    /// A whole line of a document.
    pub fn line(document: impl Into<String>, line: u32, text: impl Into<String>) -> Place {
        Place { document: document.into(), line, column: 0, text: text.into() }
    }

    /// The same without what a terminal takes for a command.
    #[must_use]
    pub fn printable(self) -> Place {
        Place { document: into_printable(self.document), text: into_printable(self.text), ..self }
    }

    /// A document as a whole.
    pub fn document(document: impl Into<String>) -> Place {
        Place { document: document.into(), ..Place::default() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.document)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
            if self.column > 0 {
                write!(f, ":{}", self.column)?;
            }
        }
        Ok(())
    }
}

/// One finding of a reader, a check or an audit. Its texts, which echo what stands in files, are [`printable`] from the
/// moment they are put in: on a terminal, in JSON, on a page.
///
/// [`printable`]: crate::printable::printable
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Stable id such as `PF0101`.
    pub id: &'static str,
    pub severity: Severity,
    /// One sentence without a full stop.
    pub message: String,
    /// Where it is; the first place is the primary one.
    pub places: Vec<Place>,
    /// What stood there.
    pub found: Option<String>,
    /// What would have been right.
    pub expected: Option<String>,
    /// What to do next.
    pub help: Option<String>,
}

impl Diagnostic {
    pub fn new(id: &'static str, severity: Severity, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            id,
            severity,
            message: into_printable(message),
            places: Vec::new(),
            found: None,
            expected: None,
            help: None,
        }
    }

    pub fn error(id: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(id, Severity::Error, message)
    }

    pub fn warning(id: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(id, Severity::Warning, message)
    }

    pub fn note(id: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(id, Severity::Note, message)
    }

    #[must_use]
    pub fn at(mut self, place: Place) -> Diagnostic {
        self.places.push(place.printable());
        self
    }

    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Diagnostic {
        self.found = Some(into_printable(found));
        self
    }

    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Diagnostic {
        self.expected = Some(into_printable(expected));
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(into_printable(help));
        self
    }

    /// What would have been right: one of these. Of more than two dozen the first are told, and how many more there are.
    #[must_use]
    pub fn expected_one_of(self, known: &[&str]) -> Diagnostic {
        const MOST: usize = 24;
        if known.is_empty() {
            return self;
        }
        let listed = known[..known.len().min(MOST)].join(", ");
        let more = known.len().saturating_sub(MOST);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        self.expected(format!("one of {listed}{more}"))
    }

    /// Offers the known word nearest to the one found; where none is near, the help stays as it is.
    #[must_use]
    pub fn did_you_mean(self, found: &str, known: &[&str]) -> Diagnostic {
        match nearest_word(found, known) {
            Some(nearest) => self.help(format!("did you mean `{nearest}`?")),
            None => self,
        }
    }
}

/// The word nearest to `word`, where one is near enough to be meant.
pub fn nearest_word<'w>(word: &str, words: &[&'w str]) -> Option<&'w str> {
    let asked = word.to_lowercase();
    let (length, mut nearest) = (asked.chars().count(), None);
    for &known in words {
        let most = 1 + known.chars().count() / 3;
        let own = known.to_lowercase();
        // As many letters as the lengths differ by must be put in or taken out: a long text is compared with nothing.
        if length.abs_diff(own.chars().count()) <= most {
            let distance = strsim::damerau_levenshtein(&asked, &own);
            // Two words of a letter have nothing in common.
            let likely = distance < length.max(own.chars().count());
            if likely && distance <= most && nearest.is_none_or(|best| (distance, known) < best) {
                nearest = Some((distance, known));
            }
        }
    }
    nearest.map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::nearest_word;

    #[test]
    fn a_word_is_offered_where_it_is_near_and_never_for_a_long_text() {
        let known = ["scale", "factor", "rounding", "id"];
        for (word, near) in [
            ("factro", Some("factor")),
            ("SCALE", Some("scale")),
            ("idd", Some("id")),
            ("i", Some("id")),
            ("roundin", Some("rounding")),
            ("roundingsss", Some("rounding")),
            ("roundingssss", None),
            ("elephant", None),
            ("", None),
        ] {
            assert_eq!(nearest_word(word, &known), near, "{word}");
        }
        assert_eq!(nearest_word("C", &["A", "B"]), None, "one letter is not near another");
        assert_eq!(nearest_word("a", &["A", "B"]), Some("A"));
        assert_eq!(nearest_word(&"x".repeat(1_000_000), &known), None);
    }
}
