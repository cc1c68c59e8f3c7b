//! Any table as rows of text cells, whatever file it came from: separated or aligned text, spreadsheets, JSON, SQL.
//!
//! Nothing here knows what the cells mean. Numbers, days and times of spreadsheets become the text that a person would
//! have typed: `35`, `4.5`, `2025-05-03`, `1:13.748`.

mod aligned;
mod database;
mod json;
mod listed;
mod separated;
mod spreadsheet;
mod sql;
mod units;

pub use database::{DatabaseTable, grids as of_database};
#[cfg(test)]
pub(crate) use separated::cut as separated;
pub(crate) use separated::line_of;

use crate::text::decode;
use parcferme_core::{Diagnostic, Place};

/// Cells of one table, in the order in which they stand.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// The sheet, table or key that it stands under; empty where the file is one table.
    pub name: String,
    /// Each with its line in the file, or its row on the sheet.
    pub rows: Vec<(u32, csv::StringRecord)>,
    /// Which of the rows has the heads, where the form says it.
    pub head: Option<usize>,
    /// What parts the cells, for showing a row.
    pub separator: char,
    /// Whether a comma may be a decimal sign.
    pub decimal_comma: bool,
}

/// What a file has.
#[derive(Debug, Default)]
pub struct Grids {
    /// For a person: `a spreadsheet (XLSX)`.
    pub form: &'static str,
    pub grids: Vec<Grid>,
    /// Most of its tables may have nothing to do with a championship.
    pub is_database: bool,
    pub told: Vec<Diagnostic>,
}

/// Cells of all tables of a file, at most: what a season has is a thousandth of it.
pub const MAX_CELLS: usize = 4_000_000;
/// Columns of a table, at most.
pub const MAX_COLUMNS: usize = 1_000;
/// Bytes of a spreadsheet when it is unpacked, at most.
pub const MAX_UNPACKED: u64 = 256 << 20;

/// The tables of a file; `None` where it is of a form that has none. A file that is of a form and cannot be read gives no
/// grids and an error.
pub fn read(name: &str, bytes: &[u8]) -> Option<Grids> {
    if let Some(grids) = spreadsheet::read(name, bytes) {
        return Some(grids);
    }
    let decoded = decode(bytes)?;
    let (text, told) = (&*decoded.text, decoded.told(name));
    let begin = text.trim_start();
    let mut grids = if begin.starts_with('<') || begin.starts_with("{|") {
        return None;
    } else if begin.starts_with(['{', '[']) {
        json::read(name, text)?
    } else if sql::is_dump(text) {
        sql::read(name, text)
    } else {
        of_text(name, text)?
    };
    grids.told.splice(0..0, told);
    Some(grids)
}

/// Where a separator gives no head that is known, it may be the decimal sign of aligned columns.
fn of_text(name: &str, text: &str) -> Option<Grids> {
    let separated = separated::find(text);
    if separated.as_ref().is_none_or(|own| !own.has_heads)
        && let Some(grid) = aligned::find(text)
    {
        return Some(Grids { form: "a table in aligned columns", grids: vec![grid], ..Grids::default() });
    }
    if separated.as_ref().is_none_or(|own| !own.has_heads)
        && let Some(grid) = listed::find(text)
    {
        return Some(Grids { form: "a list that counts its lines", grids: vec![grid], ..Grids::default() });
    }
    let separated::Found { mut grid, unclosed, .. } = separated?;
    let mut told: Vec<Diagnostic> = unclosed.iter().map(|&line| open_quote(name, line)).collect();
    told.extend(cut_off(name, text, &mut grid));
    Some(Grids { form: separated::form(&grid), grids: by_table(grid), told, ..Grids::default() })
}

/// Says that a quotation mark opens a cell that nothing closes.
fn open_quote(name: &str, line: u32) -> Diagnostic {
    Diagnostic::warning("PF1414", "a quotation mark opens a cell that is not closed")
        .at(Place::line(name, line, ""))
        .found("the rows behind it within the cell")
        .expected("a second mark at the end of the cell")
        .help("the mark was left out, and each line read as a row; look at this row, and correct the file")
}

/// The tables of a file that has several in one, each row with the name of its own in the column `table`, as this program
/// writes them: each by itself, without the columns that it has not.
fn by_table(grid: Grid) -> Vec<Grid> {
    let Some(((head_line, head), rows)) = grid.rows.split_first() else { return vec![grid] };
    let is_ours = head.get(0) == Some("table") && head.get(1) == Some("position");
    if !is_ours {
        return vec![grid];
    }
    let mut tables: Vec<Grid> = Vec::new();
    for (line, row) in rows {
        let name = row.get(0).unwrap_or_default();
        let at = tables.iter().position(|own| own.name == name).unwrap_or_else(|| {
            tables.push(Grid {
                name: name.to_owned(),
                rows: vec![(*head_line, head.clone())],
                head: None,
                ..grid
            });
            tables.len() - 1
        });
        tables[at].rows.push((*line, row.clone()));
    }
    for table in &mut tables {
        let filled = |at: &usize| {
            table.rows.iter().skip(1).any(|(_, row)| row.get(*at).is_some_and(|own| !own.trim().is_empty()))
        };
        let columns: Vec<usize> = (1..head.len()).filter(filled).collect();
        for (_, row) in &mut table.rows {
            *row = columns.iter().map(|&at| row.get(at).unwrap_or_default()).collect();
        }
    }
    tables
}

/// Takes out a last row that breaks off: without a line end, with fewer cells than all rows before it have.
fn cut_off(name: &str, text: &str, grid: &mut Grid) -> Option<Diagnostic> {
    let [before @ .., (line, last)] = grid.rows.as_slice() else { return None };
    let width = before.last()?.1.len();
    let even = before.iter().filter(|(_, row)| row.len() == width).count() * 2 > before.len();
    let is_cut = !text.ends_with(['\n', '\r']) && even && (2..width).contains(&last.len());
    let told = is_cut.then(|| {
        Diagnostic::error("PF1058", "the last line is cut off and was left out")
            .at(Place::line(name, *line, ""))
            .found(format!("{} cells and no line end", last.len()))
            .expected(format!("{width} cells"))
            .help(
                "the download may be incomplete: fetch the file again; where it is whole, end its last line",
            )
    });
    if is_cut {
        grid.rows.pop();
    }
    told
}

/// Whether a packed file unpacks to so many bytes at most; any other file does.
pub fn unpacks_within(bytes: &[u8], most: u64) -> bool {
    !bytes.starts_with(b"PK") || !spreadsheet::is_larger(bytes, most)
}

/// Says that a file has more than can be read.
fn too_large(name: &str, found: String) -> Diagnostic {
    Diagnostic::error("PF1040", "the file has larger tables than one that can be added")
        .at(Place::document(name))
        .found(found)
        .expected(format!(
            "at most {MAX_CELLS} cells, {MAX_COLUMNS} columns and {} MiB unpacked",
            MAX_UNPACKED >> 20
        ))
        .help("save the sheet that is meant by itself, without empty rows and pictures")
}

impl Grid {
    /// Cells that have something in them.
    pub fn filled(record: &csv::StringRecord) -> impl Iterator<Item = (usize, &str)> {
        record.iter().map(str::trim).enumerate().filter(|(_, cell)| !cell.is_empty())
    }
}
