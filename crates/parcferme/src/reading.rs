//! Files of strangers, whatever they are: read by their content. Databases are opened here, for the readers know none.

use crate::library::Refused;
use crate::sqlite;
use parcferme_core::{Diagnostic, Place};
use parcferme_formats::folder::{Files, Folder};
use parcferme_formats::grid;
use parcferme_formats::intake::said::Column;
use parcferme_formats::intake::{self, Account, Added, Reading, Said, Wish};
use parcferme_publish::view::added;

/// A file as it is added.
pub struct Document {
    /// As facts cite it.
    pub name: String,
    /// Where it lay: a hint of event and session.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// What files make of a folder.
pub struct Taken {
    pub folder: Folder,
    /// The folder's files, with lap files among them.
    pub files: Files,
    pub account: Vec<Account>,
    /// The first rows of each table, as they were understood.
    pub first: Vec<FirstRows>,
    /// Files that no reader knows.
    pub unknown: Vec<String>,
    /// Rows and tables of pages that may hold something and were left out.
    pub left_out: usize,
    pub diagnostics: Vec<Diagnostic>,
}

/// Rows of one table as they were understood.
pub struct FirstRows {
    pub document: String,
    /// What they are of: `race`, `entry list`.
    pub of: String,
    pub heads: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

impl FirstRows {
    /// With what the document does not say and the entry list does.
    fn complete(&mut self, folder: &Folder) {
        let at = |head: &str, heads: &[&str]| heads.iter().position(|own| *own == head);
        let (number, class) = (at("Number", &self.heads), at("Class", &self.heads));
        if let Some((number, class)) = number.zip(class) {
            for row in self.rows.iter_mut().filter(|row| row[class].is_empty()) {
                let entries = folder.entries.iter().filter(|own| own.number == row[number]);
                let mut classes: Vec<&str> = entries.map(|own| own.class.as_str()).collect();
                classes.dedup();
                if let [only] = classes.as_slice() {
                    (*only).clone_into(&mut row[class]);
                }
            }
        }
    }
}

/// Rows that are shown of a table.
const FIRST: usize = 5;

/// Why nothing was taken.
pub struct NotTaken {
    pub diagnostics: Refused,
    /// Tables of which it is asked what they have: the document, and the heads of its columns.
    pub asked: Vec<(String, Vec<Column>)>,
    pub account: Vec<Account>,
}

/// A folder that files are added to.
#[derive(Clone, Copy)]
pub struct Existing<'a> {
    pub folder: &'a Folder,
    /// A file of it as it is, which stays so where nothing in it changes.
    pub stood: &'a dyn Fn(&str) -> Option<String>,
}

/// Adds files to a folder, as far as it can be without a question.
///
/// # Errors
/// A question has to be answered first, or nothing in them can be added.
pub fn add(
    documents: &[Document],
    Existing { folder: existing, stood }: Existing<'_>,
    wish: &Wish,
) -> Result<Taken, NotTaken> {
    let files: Vec<(&str, &[u8])> =
        documents.iter().map(|own| (own.name.as_str(), own.bytes.as_slice())).collect();
    let Reading { mut said, unknown, asked, left_out, mut diagnostics } = read(&files, existing, wish);
    if diagnostics.iter().any(|own| intake::QUESTIONS.contains(&own.id)) {
        return Err(NotTaken { diagnostics, asked, account: Vec::new() });
    }
    for own in &mut said {
        let document = documents.iter().find(|other| other.name == own.document);
        own.path = document.map_or_else(String::new, |document| document.path.clone());
    }
    let digest = |name: &str| {
        let of_name = files.iter().find(|own| own.0 == name);
        of_name.map_or_else(String::new, |own| parcferme_formats::folder::digest(own.1))
    };
    let mut first: Vec<FirstRows> = said.iter().flat_map(first_rows).collect();
    let Added { folder, laps, account, diagnostics: found, .. } = intake::add(said, &digest, existing, wish);
    diagnostics.extend(found);
    let Some(folder) = folder.filter(|_| !account.is_empty()) else {
        return Err(NotTaken { diagnostics, asked, account });
    };
    for own in &mut first {
        own.complete(&folder);
    }
    let mut files = folder.write_anew(existing, stood);
    files.extend(laps);
    Ok(Taken { folder, files, account, first, unknown, left_out, diagnostics })
}

fn first_rows(said: &Said) -> Vec<FirstRows> {
    let shown = |value: Option<u32>| value.map_or_else(String::new, |own| own.to_string());
    let sessions = said.sessions.iter().map(|session| {
        let rows = session.rows.iter().take(FIRST).map(|row| {
            let place = row.position.map_or_else(|| row.status.word().to_owned(), |own| own.to_string());
            let drivers: Vec<&str> = row.crew.iter().map(|seat| seat.driver.as_str()).collect();
            let time = row.time.map_or_else(String::new, |own| own.to_string());
            vec![
                place,
                row.number.clone(),
                row.class.clone(),
                row.team.clone(),
                drivers.join(", "),
                shown(row.laps),
                time,
            ]
        });
        ("results of ".to_owned() + session.id(), RESULTS, rows.collect::<Vec<_>>())
    });
    let entries = said.entries.iter().take(FIRST).map(|own| {
        vec![own.number.clone(), own.class.clone(), own.team.clone(), own.driver.clone(), own.rounds.clone()]
    });
    let all = sessions.chain([("entry list".to_owned(), ENTRIES, entries.collect::<Vec<_>>())]);
    let filled = all.filter(|own| !own.2.is_empty());
    filled
        .map(|(of, heads, rows)| FirstRows {
            document: said.document.clone(),
            of,
            heads: heads.to_vec(),
            rows,
        })
        .collect()
}

const RESULTS: &[&str] = &["Place", "Number", "Class", "Team", "Drivers", "Laps", "Time"];
const ENTRIES: &[&str] = &["Number", "Class", "Team", "Driver", "Rounds"];

/// Reads files, names and bytes, for a folder.
pub fn read(files: &[(&str, &[u8])], folder: &Folder, wish: &Wish) -> Reading {
    let (databases, others): (Vec<_>, Vec<_>) =
        files.iter().copied().partition(|(_, bytes)| sqlite::read::is_file(bytes));
    let mut reading = intake::read_for(&others, folder, wish);
    for (name, bytes) in databases {
        match sqlite::read::tables(bytes) {
            Ok(tables) => {
                let grids = grid::of_database(name, "a database (SQLite)", &tables);
                let own = intake::read_grids(name, grids, folder, wish);
                reading.said.extend(own.said);
                reading.unknown.extend(own.unknown);
                reading.asked.extend(own.asked);
                reading.left_out += own.left_out;
                reading.diagnostics.extend(own.diagnostics);
            }
            Err(error) => {
                reading.unknown.push(name.to_owned());
                reading.diagnostics.push(
                    Diagnostic::error("PF1057", "the database cannot be read")
                        .at(Place::document(name))
                        .found(error)
                        .help("write its tables out as CSV"),
                );
            }
        }
    }
    reading
}

/// What became of them, as it is shown.
pub fn shown(account: &[Account]) -> Vec<added::File> {
    let column = |own: &Column| added::Column { head: own.head.clone(), field: own.field.clone() };
    account
        .iter()
        .map(|own| added::File {
            document: own.document.clone(),
            taken_for: own.taken_for.clone(),
            went: own.went.clone(),
            columns: own.columns.iter().map(column).collect(),
            left: own
                .left
                .iter()
                .map(|own| added::Left { what: own.what.clone(), why: own.why.clone(), line: own.line })
                .collect(),
        })
        .collect()
}
