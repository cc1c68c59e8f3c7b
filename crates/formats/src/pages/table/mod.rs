//! Tables of every form into one grid with spans resolved.

mod grid;
pub(crate) mod layout;
mod pipes;
pub(crate) mod purpose;
pub(crate) mod raw;
pub(crate) mod style;
mod wikitext;

pub(crate) use grid::{MAX_COLUMNS, MAX_ROWSPAN, report};
pub(crate) use pipes::{Pipes, is_rule};
pub(crate) use wikitext::{Step, Wikitext, unclosed};

use super::markup::ink::Flag;
use super::statements::Text;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// HTML and wikitext: spans and header cells are stated.
    Marked,
    /// `| a | b |`: spans were lost, rows are padded at their end, the first row is the header.
    Flat,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    pub line: u32,
    /// Text without markup, marks and flags; `\n` where the cell breaks a line. Fractions are exact numbers (`5.5`),
    /// a true minus is `-`.
    pub text: String,
    /// Raised letters, references, daggers and joined small print: `1` of `26<sup>1</sup>`.
    pub marks: Vec<String>,
    /// Flags, each with the place in the text where its name begins.
    pub flags: Vec<Flag>,
    pub header: bool,
    pub bold: bool,
    pub italic: bool,
    pub struck: bool,
    /// Background colour as stated, lower case, such as `#ffffbf`.
    pub background: Option<String>,
    pub rowspan: usize,
    pub colspan: usize,
    /// What the cell's abbreviations and links mean: `Position` of `Pos`, a race's page of `SEB`.
    pub stands_for: Vec<String>,
}

impl Cell {
    /// The text with the code of each flag before its name, as flattened pages print it: `USA Jim Doe`.
    pub fn coded(&self) -> String {
        super::markup::coded(&self.text, &self.flags)
    }

    /// Whether a dagger stands beside the text.
    pub fn has_dagger(&self) -> bool {
        self.marks.iter().any(|mark| mark.starts_with(['†', '‡']))
    }
}

/// One place of the grid: which cell covers it, and whether the cell began in a row above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub cell: usize,
    pub from_above: bool,
    pub from_left: bool,
}

/// What a row is by its form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum RowKind {
    /// A header at the top.
    Head,
    /// The header again, between rows or at the foot.
    HeadAgain,
    /// One cell across the whole table: `Did not finish`.
    Across,
    #[default]
    Body,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub line: u32,
    pub kind: RowKind,
    pub slots: Vec<Slot>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub line: u32,
    pub form: Form,
    /// What this program calls it, in pages of its own.
    pub sheet: String,
    /// Its caption; or a title in its first row, or a bold line just above it.
    pub caption: Option<Text>,
    pub rows: Vec<Row>,
    pub cells: Vec<Cell>,
}

impl Table {
    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.cells.get(self.rows.get(row)?.slots.get(column)?.cell)
    }

    /// The cell that begins in this row at this column, not one that reaches into it.
    pub fn own(&self, row: usize, column: usize) -> Option<&Cell> {
        let slot = self.rows.get(row)?.slots.get(column)?;
        if slot.from_above || slot.from_left { None } else { self.cells.get(slot.cell) }
    }

    pub fn text(&self, row: usize, column: usize) -> &str {
        self.cell(row, column).map_or("", |cell| cell.text.as_str())
    }

    pub fn columns(&self) -> usize {
        self.rows.iter().map(|row| row.slots.len()).max().unwrap_or(0)
    }

    /// Rows at the top that are its header.
    pub fn header_rows(&self) -> usize {
        self.rows.iter().take_while(|row| row.kind == RowKind::Head).count()
    }

    /// The first row as one line of text.
    pub fn header_text(&self) -> String {
        let row = self.rows.first().map(|row| row.slots.as_slice()).unwrap_or_default();
        let texts: Vec<&str> =
            row.iter().map(|slot| self.cells.get(slot.cell).map_or("", |cell| cell.text.as_str())).collect();
        texts.join(" | ")
    }

    /// The column whose header (in any header row) is one of `names`, compared without case and full stops.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        let rows = self.header_rows().max(1);
        (0..self.columns())
            .find(|&column| (0..rows).any(|row| names.contains(&header_key(self.text(row, column)).as_str())))
    }
}

/// A header as it is compared: lower case, one line, without full stops.
pub(crate) fn header_key(text: &str) -> String {
    text.to_lowercase().replace('\n', " ").trim_matches(['.', ':', ' ']).to_owned()
}

#[cfg(test)]
mod tests;
