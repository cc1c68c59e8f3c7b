//! What a file is, by its content alone; its name is never asked.

use super::{Said, page, results_table};
use parcferme_core::{Diagnostic, Place};

/// What a reader makes of a file of its form.
pub(super) type Read = Option<(Said, Vec<Diagnostic>)>;

/// A kind of file that can be read.
struct Form {
    /// For the list of what can be added.
    name: &'static str,
    /// Reads the file; `None` where it is of another form. Looks at the beginning before it reads the whole.
    read: fn(&File<'_>) -> Read,
}

/// A file as it came.
pub(crate) struct File<'f> {
    /// Its name without folders, for places.
    pub name: &'f str,
    pub bytes: &'f [u8],
}

/// The forms of a single file, those that are surest of themselves first. What none of them knows may be a page.
const FORMS: &[Form] = &[Form { name: "results as a table (CSV)", read: results_table::read }];
const PAGE: &str = "a page of a season or a race";

/// Files beyond this size are refused.
pub const MAX_BYTES: usize = 64 << 20;

/// What files say, and what became of those that say nothing.
#[derive(Debug, Default)]
pub struct Reading {
    pub said: Vec<Said>,
    /// Names of the files that no reader knows.
    pub unknown: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads files, whatever their form; `files` are names and bytes. Pages are read together, for they prove each other.
pub fn read(files: &[(&str, &[u8])]) -> Reading {
    let mut reading = Reading::default();
    let mut pages = Vec::new();
    for &(name, bytes) in files {
        let file = File { name, bytes };
        if bytes.len() > MAX_BYTES {
            reading.diagnostics.push(
                Diagnostic::error("PF1001", "the file is larger than one that can be added")
                    .at(Place::document(name))
                    .found(format!("{} bytes", bytes.len()))
                    .expected(format!("at most {MAX_BYTES} bytes")),
            );
        } else if let Some((said, found)) = FORMS.iter().find_map(|form| (form.read)(&file)) {
            reading.said.push(said);
            reading.diagnostics.extend(found);
            continue;
        } else if page::is_page(&file) {
            pages.push(file);
            continue;
        } else {
            let known: Vec<&str> = FORMS.iter().map(|form| form.name).chain([PAGE]).collect();
            reading.diagnostics.push(
                Diagnostic::error("PF1002", "no reader knows what this file is")
                    .at(Place::document(name))
                    .found(beginning(bytes))
                    .expected(known.join("; ")),
            );
        }
        reading.unknown.push(name.to_owned());
    }
    if !pages.is_empty() {
        let (said, found) = page::read(&pages);
        if said.is_empty() {
            reading.unknown.extend(pages.iter().map(|file| file.name.to_owned()));
        }
        reading.said.extend(said);
        reading.diagnostics.extend(found);
    }
    reading
}

/// The first line, to show.
fn beginning(bytes: &[u8]) -> String {
    let first = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let text: String =
        String::from_utf8_lossy(first).chars().filter(|own| !own.is_control()).take(80).collect();
    if text.trim().is_empty() { format!("{} bytes", bytes.len()) } else { text }
}
