//! What a file is, by its content alone; its name is never asked.

use super::{Said, json_forms, league, page, pdf, results_table, sim, timing};
use parcferme_core::{Diagnostic, Place};
use std::collections::BTreeSet;

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
const FORMS: &[Form] = &[
    Form { name: "a result sheet with text in it (PDF)", read: pdf::read },
    Form { name: "results, laps or weather of a timing service (CSV)", read: timing::read },
    Form { name: "results of a simulator, or a league's file (JSON)", read: json_forms::read },
    Form { name: "results of rFactor 2 or Le Mans Ultimate (XML)", read: sim::rfactor::read },
    Form { name: "results of iRacing (CSV export)", read: sim::iracing_csv::read },
    Form { name: "results as a table (CSV)", read: results_table::read },
];
const PAGE: &str = "a page of a season or a race";

/// A reader of files that say something together: which of them it read, and what each says.
type Set = fn(&[File<'_>]) -> Vec<(usize, Said, Vec<Diagnostic>)>;

const SETS: &[Set] = &[league::iracing_league::read, league::joined_tables::read];

/// Why a file that begins as one of a form cannot be read as one.
const DAMAGES: &[fn(&File<'_>) -> Option<Diagnostic>] = &[json_forms::damage, sim::rfactor::damage];

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
    let together = together(files, &mut reading);
    for (at, &(name, bytes)) in files.iter().enumerate() {
        if together.contains(&at) {
            continue;
        }
        let file = File { name, bytes };
        if bytes.len() > MAX_BYTES {
            reading.diagnostics.push(
                Diagnostic::error("PF1001", "the file is larger than one that can be added")
                    .at(Place::document(name))
                    .found(format!("{} bytes", bytes.len()))
                    .expected(format!("at most {MAX_BYTES} bytes")),
            );
        } else if let Some((said, found)) = FORMS.iter().find_map(|form| (form.read)(&file)) {
            reading.diagnostics.extend(found);
            if said.says_something() {
                reading.said.push(said);
                continue;
            }
        } else if let Some(told) = DAMAGES.iter().find_map(|damage| damage(&file)) {
            reading.diagnostics.push(told);
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

/// Reads the files that only say together what they say; tells which they are.
fn together(files: &[(&str, &[u8])], reading: &mut Reading) -> BTreeSet<usize> {
    let mut taken = BTreeSet::new();
    for set in SETS {
        let own: Vec<usize> =
            (0..files.len()).filter(|at| !taken.contains(at) && files[*at].1.len() <= MAX_BYTES).collect();
        let candidates: Vec<File<'_>> =
            own.iter().map(|&at| File { name: files[at].0, bytes: files[at].1 }).collect();
        for (at, said, found) in set(&candidates) {
            taken.extend(own.get(at));
            reading.said.push(said);
            reading.diagnostics.extend(found);
        }
    }
    taken
}

/// The first line, to show.
fn beginning(bytes: &[u8]) -> String {
    let first = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let text: String =
        String::from_utf8_lossy(first).chars().filter(|own| !own.is_control()).take(80).collect();
    if text.trim().is_empty() { format!("{} bytes", bytes.len()) } else { text }
}
