//! What a file is, by its content alone; its name is never asked.

use super::{Said, Wish, tables};
use crate::folder::Folder;
use crate::grid::Grids;
use parcferme_core::{Diagnostic, Place, Severity};

/// A kind of file that can be read.
struct Form {
    /// For the list of what can be added.
    name: &'static str,
    /// Reads the file; `None` where it is of another form. Looks at the beginning before it reads the whole.
    read: fn(&File<'_>) -> Option<(Said, Vec<Diagnostic>)>,
}

/// A file as it came.
pub(crate) struct File<'f> {
    /// Its name without folders, for places.
    pub name: &'f str,
    pub bytes: &'f [u8],
    /// The folder that it is added to.
    pub folder: &'f Folder,
    /// What the person said of it.
    pub wish: &'f Wish,
}

/// The forms, those that are surest of themselves first.
const FORMS: &[Form] = &[Form { name: "tables (CSV, XLSX, XLS, OpenDocument, JSON, SQL, text)", read: tables::read }];

/// Files beyond this size are refused.
pub const MAX_BYTES: usize = 64 << 20;

/// Reads one file, whatever its form, for no folder.
pub fn read(name: &str, bytes: &[u8]) -> (Option<Said>, Vec<Diagnostic>) {
    read_for(name, bytes, &Folder::default(), &Wish::default())
}

/// Reads one file for a folder: how it read such files before, and what the person says of this one, is followed.
pub fn read_for(name: &str, bytes: &[u8], folder: &Folder, wish: &Wish) -> (Option<Said>, Vec<Diagnostic>) {
    if bytes.len() > MAX_BYTES {
        let told = Diagnostic::error("PF1001", "the file is larger than one that can be added")
            .at(Place::document(name))
            .found(format!("{} bytes", bytes.len()))
            .expected(format!("at most {MAX_BYTES} bytes"));
        return (None, vec![told]);
    }
    let file = File { name, bytes, folder, wish };
    match FORMS.iter().find_map(|form| (form.read)(&file)) {
        Some((said, diagnostics)) => with_something(said, diagnostics),
        None => {
            let known: Vec<&str> = FORMS.iter().map(|form| form.name).collect();
            let told = Diagnostic::error("PF1002", "no reader knows what this file is")
                .at(Place::document(name))
                .found(beginning(bytes))
                .expected(known.join("; "));
            (None, vec![told])
        }
    }
}

/// Reads tables that were found by a reader of the caller's own, such as those of a database.
pub fn read_grids(name: &str, grids: Grids, folder: &Folder, wish: &Wish) -> (Option<Said>, Vec<Diagnostic>) {
    let file = File { name, bytes: &[], folder, wish };
    let read = tables::read_grids(&file, grids);
    read.map_or((None, Vec::new()), |(said, told)| with_something(said, told))
}

/// A file of which nothing could be read says nothing.
fn with_something(said: Said, told: Vec<Diagnostic>) -> (Option<Said>, Vec<Diagnostic>) {
    let nothing = said.sessions.is_empty()
        && said.calendar.is_empty()
        && said.entries.is_empty()
        && said.tables.is_empty()
        && said.decisions.is_empty();
    let wrong = told.iter().any(|own| own.severity == Severity::Error);
    (Some(said).filter(|_| !(nothing && wrong)), told)
}

/// The first line, to show.
fn beginning(bytes: &[u8]) -> String {
    let first = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let text: String =
        String::from_utf8_lossy(first).chars().filter(|own| !own.is_control()).take(80).collect();
    if text.trim().is_empty() { format!("{} bytes", bytes.len()) } else { text }
}
