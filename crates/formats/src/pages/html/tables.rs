//! Tables of a page in HTML while they are open: rows and cells begin and end as the standard's rules imply.

use super::Reader;
use crate::pages::flow::Flow;
use crate::pages::table::purpose::{self, Purpose};
use crate::pages::table::raw::{RawCell, RawRow, RawTable};
use crate::pages::table::style::span;
use crate::pages::table::{Form, MAX_COLUMNS, MAX_ROWSPAN, layout};

pub(super) struct OpenTable {
    pub line: u32,
    /// Rows stood in no table.
    pub implied: bool,
    /// Rows of its head are being read.
    pub head: bool,
    raw: RawTable,
    purpose: Purpose,
    hidden: bool,
    /// How many elements were open before it, and before its present cell or caption.
    base: usize,
    row: Option<OpenRow>,
    cell: Option<OpenCell>,
    caption: Option<(usize, Flow)>,
    /// What stands between the cells.
    stray: Flow,
}

struct OpenRow {
    raw: RawRow,
    hidden: bool,
}

struct OpenCell {
    raw: RawCell,
    hidden: bool,
    base: usize,
    flow: Flow,
}

impl OpenTable {
    pub fn flow(&mut self) -> &mut Flow {
        match (&mut self.cell, &mut self.caption) {
            (Some(cell), _) => &mut cell.flow,
            (None, Some((_, caption))) => caption,
            (None, None) => &mut self.stray,
        }
    }

    pub fn floor(&self) -> usize {
        let caption = self.caption.as_ref().map(|(base, _)| *base);
        self.cell.as_ref().map(|cell| cell.base).or(caption).unwrap_or(self.base)
    }

    pub fn rows(&self) -> usize {
        self.raw.rows.len() + usize::from(self.row.is_some())
    }
}

impl Reader<'_, '_> {
    pub(super) fn start_table(&mut self) {
        // Within a table but in no cell of it, the table before has ended.
        if self.tables.last().is_some_and(|table| table.cell.is_none() && table.caption.is_none()) {
            self.close_table();
        }
        self.flow().flush();
        let hidden = self.attributes.style().hidden;
        let purpose = purpose::of_class(self.attributes.class());
        let sheet = self.attributes.sheet().to_owned();
        self.open_table(self.tag_line, purpose, hidden, false);
        if let Some(table) = self.tables.last_mut() {
            table.raw.sheet = sheet;
        }
    }

    fn open_table(&mut self, line: u32, purpose: Purpose, hidden: bool, implied: bool) {
        // What leads to other pages is read to its end, and left.
        let hidden = hidden || purpose == Purpose::Aside;
        self.hidden += usize::from(hidden);
        self.tables.push(OpenTable {
            line,
            implied,
            head: false,
            raw: RawTable::new(line, Form::Marked),
            purpose,
            hidden,
            base: self.stack.len(),
            row: None,
            cell: None,
            caption: None,
            stray: Flow::default(),
        });
    }

    /// The table that a row or cell belongs to; one of its own where it stands in none.
    fn table(&mut self) -> Option<&mut OpenTable> {
        if self.tables.is_empty() {
            self.base.flush();
            self.open_table(self.tag_line, Purpose::Content, false, true);
        }
        self.tables.last_mut()
    }

    pub(super) fn start_caption(&mut self) {
        if self.tables.is_empty() {
            return;
        }
        self.close_row();
        self.close_caption();
        let base = self.stack.len();
        if let Some(table) = self.tables.last_mut() {
            table.caption = Some((base, Flow::default()));
        }
    }

    pub(super) fn start_group(&mut self, head: bool) {
        if self.tables.is_empty() {
            return;
        }
        self.close_row();
        self.close_caption();
        if let Some(table) = self.tables.last_mut() {
            table.head = head;
        }
    }

    pub(super) fn start_row(&mut self) {
        self.close_row();
        self.close_caption();
        let (style, line) = (self.attributes.style(), self.tag_line);
        if let Some(table) = self.table() {
            let hidden = style.hidden;
            let raw = RawRow { line, style, head: table.head, cells: Vec::new() };
            table.row = Some(OpenRow { raw, hidden });
        }
    }

    pub(super) fn start_cell(&mut self, header: bool) {
        self.close_cell();
        self.close_caption();
        let (style, line) = (self.attributes.style(), self.tag_line);
        let rowspan = span(self.attributes.span(b"rowspan"), MAX_ROWSPAN);
        let colspan = span(self.attributes.span(b"colspan"), MAX_COLUMNS);
        let Some(table) = self.table() else { return };
        let head = table.head;
        table.row.get_or_insert_with(|| OpenRow {
            raw: RawRow { line, head, ..RawRow::default() },
            hidden: false,
        });
        let floor = table.base;
        self.truncate(floor);
        let base = self.stack.len();
        if let Some(table) = self.tables.last_mut() {
            let hidden = style.hidden;
            let raw = RawCell { line, header, style, rowspan, colspan, pieces: Vec::new() };
            table.cell = Some(OpenCell { raw, hidden, base, flow: Flow::default() });
        }
    }

    pub(super) fn close_cell(&mut self) {
        let Some(base) = self.tables.last().and_then(|table| Some(table.cell.as_ref()?.base)) else { return };
        self.flow().flush();
        self.truncate(base);
        if let Some(table) = self.tables.last_mut()
            && let Some(cell) = table.cell.take()
            && let Some(row) = table.row.as_mut().filter(|_| !cell.hidden)
        {
            if row.raw.cells.is_empty() {
                row.raw.line = cell.raw.line;
            }
            row.raw.cells.push(RawCell { pieces: cell.flow.into_pieces(), ..cell.raw });
        }
    }

    pub(super) fn close_row(&mut self) {
        self.close_cell();
        if let Some(table) = self.tables.last_mut()
            && let Some(row) = table.row.take()
            && !row.hidden
        {
            table.raw.rows.push(row.raw);
        }
    }

    pub(super) fn close_caption(&mut self) {
        let Some(base) = self.tables.last().and_then(|table| Some(table.caption.as_ref()?.0)) else { return };
        self.truncate(base);
        if let Some(table) = self.tables.last_mut()
            && let Some((_, caption)) = table.caption.take()
        {
            table.raw.caption = caption.into_text();
        }
    }

    pub(super) fn close_table(&mut self) {
        self.close_row();
        self.close_caption();
        let Some(base) = self.tables.last().map(|table| table.base) else { return };
        self.flow().flush();
        self.truncate(base);
        let Some(table) = self.tables.pop() else { return };
        self.hidden -= usize::from(table.hidden);
        if table.hidden || self.hidden > 0 {
            return;
        }
        let mut raw = table.raw;
        raw.stray = table.stray.into_pieces();
        match table.purpose {
            Purpose::Facts => self.facts.extend(purpose::facts(raw)),
            Purpose::Content | Purpose::Aside => {
                let pieces = layout::settle(raw, self.findings);
                self.flow().pieces.extend(pieces);
            }
        }
    }
}
