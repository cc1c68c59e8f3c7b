//! What a file is, by its content alone; its name is never asked.

use super::page::OnePage;
use super::said::Column;
use super::{QUESTIONS, Said, Wish, feed, json_forms, league, page, pdf, sim, tables, timing};
use crate::folder::{Folder, plain_word};
use crate::grid::Grids;
use crate::text;
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
#[derive(Clone, Copy)]
pub(crate) struct File<'f> {
    /// Its name without folders, for places.
    pub name: &'f str,
    pub bytes: &'f [u8],
    /// The folder that it is added to.
    pub folder: &'f Folder,
    /// What the person said of it.
    pub wish: &'f Wish,
}

/// The forms of a single file, those that are surest of themselves first. What none of them knows may be a page.
const FORMS: &[Form] = &[
    Form { name: "a result sheet with text in it (PDF)", read: pdf::read },
    Form { name: "a table that this program published (HTML)", read: tables::read_ours },
    Form { name: "results, laps or weather of a timing service (CSV)", read: timing::read },
    Form { name: "results of a simulator, or a league's file (JSON)", read: json_forms::read },
    Form { name: "results of rFactor 2 or Le Mans Ultimate (XML)", read: sim::rfactor::read },
    Form { name: "results of iRacing (CSV export)", read: sim::iracing_csv::read },
];
const PAGE: &str = "a page of a season or a race";
/// Forms of whatever is no page either.
const OTHERS: &[Form] =
    &[Form { name: "tables (CSV, XLSX, XLS, OpenDocument, JSON, SQL, text)", read: tables::read }];

/// A reader of files that say something together: which of them it read, and what each says.
type Set = fn(&[File<'_>]) -> Vec<(usize, Said, Vec<Diagnostic>)>;

const SETS: &[Set] = &[league::iracing_league::read, league::joined_tables::read];

/// Why a file that begins as one of a form cannot be read as one.
const DAMAGES: &[fn(&File<'_>) -> Option<Diagnostic>] =
    &[json_forms::damage, sim::rfactor::damage, feed::damage, letters];

/// Text whose letters cannot be read.
fn letters(file: &File<'_>) -> Option<Diagnostic> {
    text::undecodable(file.name, file.bytes)
}

/// Files beyond this size are refused.
pub const MAX_BYTES: usize = 64 << 20;

/// What files say, and what became of those that say nothing.
#[derive(Debug, Default)]
pub struct Reading {
    pub said: Vec<Said>,
    /// Names of the files that no reader knows.
    pub unknown: Vec<String>,
    /// Tables whose meaning is asked for: the document, and the heads of its columns.
    pub asked: Vec<(String, Vec<Column>)>,
    /// Rows, cells and tables of pages that may hold results, a calendar or standings, and were left out.
    pub left_out: usize,
    pub diagnostics: Vec<Diagnostic>,
}

impl Reading {
    /// Takes what a reader made of a file.
    fn take(&mut self, said: Said, told: Vec<Diagnostic>) {
        if said.says_something() {
            self.said.push(said);
        } else {
            if told.is_empty() {
                self.diagnostics.push(says_nothing(&said));
            }
            if !said.columns.is_empty() {
                self.asked.push((said.document.clone(), said.columns));
            }
            self.unknown.push(said.document);
        }
        self.diagnostics.extend(told);
    }

    /// Heads that the person names and no file has. Of tables that are asked for, or were left out, none are known.
    fn without_head(&mut self, wish: &Wish) {
        let asked = |own: &Diagnostic| QUESTIONS.contains(&own.id) || own.id == "PF1055";
        let mut heads: Vec<&str> =
            self.said.iter().flat_map(|said| &said.columns).map(|own| own.head.as_str()).collect();
        if heads.is_empty() || self.diagnostics.iter().any(asked) {
            return;
        }
        heads.sort_unstable();
        heads.dedup();
        let known: Vec<String> = heads.iter().map(|head| plain_word(head)).collect();
        let missing = wish.columns.iter().filter(|(head, _)| !known.contains(&plain_word(head)));
        self.diagnostics.extend(missing.map(|(head, _)| {
            Diagnostic::error("PF1053", "an option does not say what a column is or has")
                .found(format!("--map with `{head}`, a head that no table has"))
                .expected(format!("one of {}", heads.join(", ")))
                .help("nothing was changed")
        }));
    }
}

/// Says of a file whose form is known that there is nothing in it for a folder, and why.
fn says_nothing(said: &Said) -> Diagnostic {
    let left: Vec<String> =
        said.left.iter().take(4).map(|own| format!("{}: {}", own.what, own.why)).collect();
    let found = if left.is_empty() {
        "no results, laps, entries, tables or calendar".to_owned()
    } else {
        left.join("; ")
    };
    Diagnostic::error(
        "PF1423",
        format!("nothing in the file can be taken; it was read as {}", said.taken_for),
    )
    .at(Place::document(said.document.as_str()))
    .found(found)
    .expected("results of a session, laps, an entry list, a calendar or standings")
    .help("look whether it is the file that you meant; docs/READING-FILES.md says what is taken of each form")
}

/// Reads files, whatever their form, for no folder; `files` are names and bytes.
pub fn read(files: &[(&str, &[u8])]) -> Reading {
    read_for(files, &Folder::default(), &Wish::default())
}

/// Reads files for a folder: how it read such files before, and what the person says of these, is followed. Pages are
/// read together, for they prove each other.
pub fn read_for(files: &[(&str, &[u8])], folder: &Folder, wish: &Wish) -> Reading {
    let mut reading = Reading::default();
    let (mut pages, mut bare) = (Vec::new(), Vec::new());
    let together = together(files, (folder, wish), &mut reading);
    for (at, &(name, bytes)) in files.iter().enumerate() {
        if together.contains(&at) {
            continue;
        }
        let file = File { name, bytes, folder, wish };
        if bytes.len() > MAX_BYTES {
            reading.diagnostics.push(
                Diagnostic::error("PF1001", "the file is larger than one that can be added")
                    .at(Place::document(name))
                    .found(format!("{} bytes", bytes.len()))
                    .expected(format!("at most {MAX_BYTES} bytes")),
            );
        } else if let Some((said, found)) = first(FORMS, &file) {
            reading.take(said, found);
            continue;
        } else if let Some(told) = DAMAGES.iter().find_map(|damage| damage(&file)) {
            reading.diagnostics.push(told);
        } else {
            let read = OnePage::read(file);
            let file = match &read {
                Ok(page) if !page.is_bare() => {
                    pages.extend(read);
                    continue;
                }
                Ok(page) if page.has_wikitable() => {
                    bare.extend(read);
                    continue;
                }
                Ok(page) => &page.file,
                Err(file) => file,
            };
            if let Some((said, found)) = first(OTHERS, file) {
                reading.take(said, found);
                continue;
            }
            if let Ok(page) = read {
                bare.push(page);
                continue;
            }
            let known: Vec<&str> = FORMS
                .iter()
                .map(|form| form.name)
                .chain([PAGE])
                .chain(OTHERS.iter().map(|form| form.name))
                .collect();
            let unknown = Diagnostic::error("PF1002", "no reader knows what this file is");
            let lines = first_lines(name, bytes);
            let unknown = if lines.is_empty() { unknown.at(Place::document(name)) } else { unknown };
            reading.diagnostics.push(
                lines.into_iter().fold(unknown, Diagnostic::at).found(beginning(bytes)).expected(known.join("; ")).help(
                    "where it has a table, give it a line of heads such as Pos, No, Driver, Laps, Time; save other files as CSV",
                ),
            );
        }
        reading.unknown.push(name.to_owned());
    }
    let alone = bare.into_iter().map(|page| (vec![page], true));
    let groups = [(pages, false)].into_iter().filter(|own| !own.0.is_empty()).chain(alone);
    for (pages, bare) in groups {
        let files: Vec<File<'_>> = pages.iter().map(|own| own.file).collect();
        let (said, left_out, found) = page::read(pages, bare);
        if said.is_empty() {
            // What has a title and tables may be no page of a season and have tables none the less.
            let says = |read: &(Said, Vec<Diagnostic>)| read.0.says_something();
            let read =
                |file| first(OTHERS, file).filter(says).or_else(|| tables::read_page(file).filter(says));
            let tables: Vec<_> = files.iter().filter_map(read).collect();
            if tables.len() == files.len() {
                tables.into_iter().for_each(|(said, found)| reading.take(said, found));
                continue;
            }
            reading.unknown.extend(files.iter().map(|own| own.name.to_owned()));
        }
        reading.said.extend(said);
        reading.left_out += left_out;
        reading.diagnostics.extend(found);
    }
    reading.without_head(wish);
    reading
}

/// Reads the files that only say together what they say; tells which they are.
fn together(
    files: &[(&str, &[u8])],
    (folder, wish): (&Folder, &Wish),
    reading: &mut Reading,
) -> BTreeSet<usize> {
    let mut taken = BTreeSet::new();
    for set in SETS {
        let own: Vec<usize> =
            (0..files.len()).filter(|at| !taken.contains(at) && files[*at].1.len() <= MAX_BYTES).collect();
        let candidates: Vec<File<'_>> =
            own.iter().map(|&at| File { name: files[at].0, bytes: files[at].1, folder, wish }).collect();
        for (at, said, found) in set(&candidates) {
            taken.extend(own.get(at));
            reading.said.push(said);
            reading.diagnostics.extend(found);
        }
    }
    taken
}

fn first(forms: &[Form], file: &File<'_>) -> Read {
    forms.iter().find_map(|form| (form.read)(file))
}

/// Reads tables that were found by a reader of the caller's own, such as those of a database.
pub fn read_grids(name: &str, grids: Grids, folder: &Folder, wish: &Wish) -> Reading {
    let mut reading = Reading::default();
    match tables::read_grids(&File { name, bytes: &[], folder, wish }, grids) {
        Some((said, told)) => reading.take(said, told),
        None => reading.unknown.push(name.to_owned()),
    }
    reading.without_head(wish);
    reading
}

/// The first lines with something in them, as places to show; none of files that are no text.
fn first_lines(name: &str, bytes: &[u8]) -> Vec<Place> {
    let head = &bytes[..bytes.len().min(4096)];
    if head.contains(&0) {
        return Vec::new();
    }
    let text = String::from_utf8_lossy(head);
    let filled = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let shown = |line: &str| line.chars().filter(|own| !own.is_control()).take(160).collect::<String>();
    filled.take(4).map(|(line, number)| Place::line(name, number, shown(line))).collect()
}

/// The first line, to show.
pub(super) fn beginning(bytes: &[u8]) -> String {
    let first = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let text: String =
        String::from_utf8_lossy(first).chars().filter(|own| !own.is_control()).take(80).collect();
    if text.trim().is_empty() { format!("{} bytes", bytes.len()) } else { text }
}
