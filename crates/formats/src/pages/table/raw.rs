//! A table as its form gives it: rows of cells with their content, spans not yet resolved.

use super::style::Style;
use super::{Form, Table};
use crate::pages::markup::Plain;
use crate::pages::statements::Text;

/// A piece of a page, in the order of the document.
#[derive(Debug)]
pub(crate) enum Piece {
    /// A heading with its level, 1 to 6.
    Heading(usize, Text),
    Paragraph(u32, Plain),
    Item(u32, Plain),
    Table(Table),
}

#[derive(Debug)]
pub(crate) struct RawTable {
    pub line: u32,
    pub form: Form,
    /// What this program calls it, in pages of its own.
    pub sheet: String,
    pub caption: Option<Text>,
    pub rows: Vec<RawRow>,
    /// What stands in the table but in no cell of it.
    pub stray: Vec<Piece>,
}

#[derive(Debug, Default)]
pub(crate) struct RawRow {
    pub line: u32,
    pub style: Style,
    /// It stands in the table's head.
    pub head: bool,
    pub cells: Vec<RawCell>,
}

#[derive(Debug, Default)]
pub(crate) struct RawCell {
    pub line: u32,
    pub header: bool,
    pub style: Style,
    pub rowspan: usize,
    pub colspan: usize,
    /// Paragraphs, items, headings and further tables.
    pub pieces: Vec<Piece>,
}

impl RawTable {
    pub fn new(line: u32, form: Form) -> RawTable {
        RawTable { line, form, sheet: String::new(), caption: None, rows: Vec::new(), stray: Vec::new() }
    }
}

impl RawCell {
    pub fn has_text(&self) -> bool {
        self.pieces.iter().any(|piece| match piece {
            Piece::Heading(_, text) => !text.text.is_empty(),
            Piece::Paragraph(_, plain) | Piece::Item(_, plain) => !plain.text.is_empty(),
            Piece::Table(_) => false,
        })
    }

    /// Text, marks or flags.
    pub fn has_content(&self) -> bool {
        self.pieces.iter().any(|piece| match piece {
            Piece::Heading(..) => true,
            Piece::Paragraph(_, plain) | Piece::Item(_, plain) => !plain.is_empty(),
            Piece::Table(_) => false,
        })
    }

    pub fn has_table(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Table(_)))
    }

    pub fn has_heading(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Heading(..)))
    }
}
