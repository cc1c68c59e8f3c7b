//! Files of strangers, whatever they are: read by their content. Databases are opened here, for the readers know none.

use crate::sqlite;
use parcferme_core::{Diagnostic, Place, Severity};
use parcferme_formats::folder::Folder;
use parcferme_formats::grid;
use parcferme_formats::intake::{self, Account, Reading, Wish};
use parcferme_publish::json::added;

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

/// What became of them, as the wire has it.
pub fn document(account: &[Account], told: &[Diagnostic]) -> added::Document {
    added::Document {
        schema: added::SCHEMA,
        diagnostics: told.iter().map(told_of).collect(),
        files: account
            .iter()
            .map(|own| added::File {
                document: own.document.clone(),
                taken_for: own.taken_for.clone(),
                went: own.went.clone(),
                columns: own
                    .columns
                    .iter()
                    .map(|own| added::Column { head: own.head.clone(), field: own.field.clone() })
                    .collect(),
                left: own
                    .left
                    .iter()
                    .map(|own| added::Left { what: own.what.clone(), why: own.why.clone(), line: own.line })
                    .collect(),
            })
            .collect(),
    }
}

fn told_of(own: &Diagnostic) -> added::Told {
    added::Told {
        id: own.id.to_owned(),
        severity: match own.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
        .to_owned(),
        message: own.message.clone(),
        places: own
            .places
            .iter()
            .map(|place| added::Place { document: place.document.clone(), line: place.line })
            .collect(),
        found: own.found.clone(),
        expected: own.expected.clone(),
        help: own.help.clone(),
    }
}
