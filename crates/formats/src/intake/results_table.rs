//! Results as a table of text: a results file of a season folder, and any that reads like one.

use super::form::{File, Read};
use super::said::{Kind, Said, Session};
use crate::folder;

/// `None` where the file is not text with a head of at least a car's number and a position.
pub(super) fn read(file: &File<'_>) -> Read {
    let text = std::str::from_utf8(file.bytes).ok()?;
    let (rows, diagnostics) = folder::read_results(file.name, text);
    if rows.is_empty() || rows.iter().all(|row| row.number.is_empty()) {
        return None;
    }
    let session = Session { kind: Kind::Race, rows, ..Session::default() };
    let said = Said {
        document: file.name.to_owned(),
        taken_for: "results as a table (CSV)".to_owned(),
        sessions: vec![session],
        ..Said::default()
    };
    Some((said, diagnostics))
}
