//! The lines of a wikitext table, `{| ... |}`, into rows of cells; tables within it among their content.

use super::grid::{MAX_COLUMNS, MAX_ROWSPAN, report};
use super::purpose::{self, Purpose};
use super::raw::{Piece, RawCell, RawRow, RawTable};
use super::style::{attribute, of_attributes, span};
use super::{Form, layout};
use crate::pages::findings::Findings;
use crate::pages::markup;
use crate::pages::statements::{Fact, Text};
use parcferme_core::Diagnostic;

/// Tables within tables that are read.
const MAX_DEPTH: usize = 8;

/// Gathers one table as its lines come, with those within it.
pub(crate) struct Wikitext {
    /// The outermost first.
    open: Vec<Open>,
    /// Tables deeper than are read.
    beyond: usize,
    closed: bool,
    facts: Vec<Fact>,
}

struct Open {
    line: u32,
    purpose: Purpose,
    caption: Option<Source>,
    rows: Vec<SourceRow>,
    /// Pieces before the first cell.
    stray: Vec<Piece>,
}

struct SourceRow {
    line: u32,
    attributes: String,
    cells: Vec<SourceCell>,
}

struct SourceCell {
    line: u32,
    header: bool,
    attributes: String,
    /// What stands before the next table in the cell.
    source: Source,
    pieces: Vec<Piece>,
}

struct Source {
    line: u32,
    text: String,
}

/// What a line did to the table being read.
#[derive(PartialEq, Eq)]
pub(crate) enum Step {
    Taken,
    Ended,
}

impl Wikitext {
    /// `text` is the table's first line. `closed` tells whether its end comes, so that headings in it are its own.
    pub fn new(line: u32, text: &str, closed: bool) -> Wikitext {
        Wikitext { open: vec![Open::new(line, text)], beyond: 0, closed, facts: Vec::new() }
    }

    /// Whether its end comes.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// A heading in one of its cells.
    pub fn heading(&mut self, level: usize, heading: Text, findings: &mut Findings) {
        if let Some(open) = self.open.last_mut() {
            open.take(vec![Piece::Heading(level, heading)], findings);
        }
    }

    pub fn line(&mut self, number: u32, line: &str, findings: &mut Findings) -> Step {
        let text = line.trim();
        if text.starts_with("{|") {
            if self.open.len() < MAX_DEPTH {
                self.open.push(Open::new(number, text));
            } else {
                self.too_deep(number, findings);
            }
        } else if self.beyond > 0 {
            self.beyond -= usize::from(is_end(text));
        } else if is_end(text) {
            return self.end(findings);
        } else if let Some(open) = self.open.last_mut() {
            open.line(number, text, findings);
        }
        Step::Taken
    }

    fn too_deep(&mut self, number: u32, findings: &mut Findings) {
        if self.beyond == 0 {
            let place = findings.place(number, "{|");
            findings.push(
                Diagnostic::warning("PF0110", "a table inside a table was left out")
                    .at(place)
                    .found(format!("more than {MAX_DEPTH} tables one within the other"))
                    .expected(format!("at most {MAX_DEPTH}"))
                    .help("take the inner table out of its cell"),
            );
        }
        self.beyond += 1;
    }

    fn end(&mut self, findings: &mut Findings) -> Step {
        if self.open.len() < 2 {
            return Step::Ended;
        }
        if let Some(inner) = self.open.pop() {
            let pieces = inner.pieces(&mut self.facts, findings);
            if let Some(outer) = self.open.last_mut() {
                outer.take(pieces, findings);
            }
        }
        Step::Taken
    }

    /// What the table is. `closed` tells whether its end was seen.
    pub fn finish(mut self, closed: bool, findings: &mut Findings) -> (Vec<Piece>, Vec<Fact>) {
        if !closed {
            let line = self.open.first().map_or(0, |open| open.line);
            let rows: usize = self.open.iter().map(|open| open.rows.len()).sum();
            unclosed(line, "{|", rows, "a line |} after the last row", findings);
        }
        while self.open.len() > 1 {
            self.end(findings);
        }
        let outer = self.open.pop();
        let pieces = outer.map(|outer| outer.pieces(&mut self.facts, findings)).unwrap_or_default();
        (pieces, self.facts)
    }
}

/// The error for a table without its end.
pub(crate) fn unclosed(line: u32, shown: &str, rows: usize, expected: &str, findings: &mut Findings) {
    let place = findings.place(line, shown);
    findings.push(
        Diagnostic::error("PF0105", "table is not closed")
            .at(place)
            .found(format!("{rows} rows and no end"))
            .expected(expected)
            .help("save the page again: it seems to end early"),
    );
}

fn is_end(text: &str) -> bool {
    text.starts_with("|}") && !text.starts_with("|}}")
}

impl Open {
    fn new(line: u32, text: &str) -> Open {
        let purpose = purpose::of_class(attribute(text, "class").unwrap_or_default());
        Open { line, purpose, caption: None, rows: Vec::new(), stray: Vec::new() }
    }

    /// What the table is, by what it is for.
    fn pieces(self, facts: &mut Vec<Fact>, findings: &mut Findings) -> Vec<Piece> {
        match self.purpose {
            Purpose::Content => layout::settle(self.raw(findings), findings),
            Purpose::Aside => Vec::new(),
            Purpose::Facts => {
                facts.extend(purpose::facts(self.raw(findings)));
                Vec::new()
            }
        }
    }

    fn line(&mut self, number: u32, text: &str, findings: &mut Findings) {
        if let Some(caption) = text.strip_prefix("|+") {
            let (_, caption) = attributes(caption);
            self.caption = Some(Source { line: number, text: caption.to_owned() });
        } else if let Some(attributes) = text.strip_prefix("|-") {
            let attributes = attributes.trim_start_matches('-').to_owned();
            self.rows.push(SourceRow { line: number, attributes, cells: Vec::new() });
        } else if let Some(rest) = text.strip_prefix(['|', '!']) {
            self.cells(number, rest, text.starts_with('!'));
        } else if text.is_empty() {
        } else if let Some(cell) = self.rows.last_mut().and_then(|row| row.cells.last_mut()) {
            if cell.source.text.is_empty() {
                cell.source.line = number;
            } else {
                cell.source.text.push('\n');
            }
            cell.source.text.push_str(text);
        } else if let Some(caption) = self.caption.as_mut().filter(|_| self.rows.is_empty()) {
            caption.text.push(' ');
            caption.text.push_str(text);
        } else {
            let source = Source { line: number, text: text.to_owned() };
            self.stray.extend(source.piece(findings));
        }
    }

    fn cells(&mut self, line: u32, rest: &str, header: bool) {
        if self.rows.is_empty() {
            self.rows.push(SourceRow { line, attributes: String::new(), cells: Vec::new() });
        }
        let Some(row) = self.rows.last_mut() else { return };
        if row.cells.is_empty() {
            row.line = line;
        }
        row.cells.extend(split(rest, header).into_iter().map(|source| {
            let (attributes, text) = attributes(source);
            SourceCell {
                line,
                header,
                attributes: attributes.to_owned(),
                source: Source { line, text: text.to_owned() },
                pieces: Vec::new(),
            }
        }));
    }

    /// A table within, where it stands.
    fn take(&mut self, pieces: Vec<Piece>, findings: &mut Findings) {
        match self.rows.last_mut().and_then(|row| row.cells.last_mut()) {
            Some(cell) => {
                let source =
                    std::mem::replace(&mut cell.source, Source { line: cell.line, text: String::new() });
                cell.pieces.extend(source.piece(findings));
                cell.pieces.extend(pieces);
            }
            None => self.stray.extend(pieces),
        }
    }

    fn raw(self, findings: &mut Findings) -> RawTable {
        let mut table = RawTable::new(self.line, Form::Marked);
        table.caption = self.caption.and_then(|caption| match caption.piece(findings) {
            Some(Piece::Paragraph(line, plain)) => Some(Text { line, text: plain.text.replace('\n', " ") }),
            _ => None,
        });
        table.stray = self.stray;
        table.rows = self.rows.into_iter().map(|row| row.raw(findings)).collect();
        table
    }
}

impl SourceRow {
    fn raw(self, findings: &mut Findings) -> RawRow {
        let cells = self.cells.into_iter().map(|cell| {
            let mut pieces = cell.pieces;
            pieces.extend(cell.source.piece(findings));
            RawCell {
                line: cell.line,
                header: cell.header,
                style: of_attributes(&cell.attributes),
                rowspan: span(attribute(&cell.attributes, "rowspan"), MAX_ROWSPAN),
                colspan: span(attribute(&cell.attributes, "colspan"), MAX_COLUMNS),
                pieces,
            }
        });
        RawRow {
            line: self.line,
            style: of_attributes(&self.attributes),
            head: false,
            cells: cells.collect(),
        }
    }
}

impl Source {
    fn piece(self, findings: &mut Findings) -> Option<Piece> {
        let mut faults = Vec::new();
        let plain = markup::plain(&self.text, &mut faults);
        for fault in faults {
            report(fault, self.line, &self.text, findings);
        }
        (!plain.is_empty()).then_some(Piece::Paragraph(self.line, plain))
    }
}

/// Parts a cell's source into attributes and content.
fn attributes(source: &str) -> (&str, &str) {
    let bytes = source.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'|' => return (&source[..at], &source[at + 1..]),
            b'[' | b'{' | b'<' | b'\n' => break,
            _ => {}
        }
    }
    ("", source)
}

/// Splits a line's cells at `||` (and `!!` in a header line), not inside templates and links. Where
/// those are left open, they are taken as text and the line is split all the same.
fn split(line: &str, header: bool) -> Vec<&str> {
    let (cells, open) = split_at_level(line, header, true);
    if open { split_at_level(line, header, false).0 } else { cells }
}

fn split_at_level(line: &str, header: bool, nesting: bool) -> (Vec<&str>, bool) {
    let bytes = line.as_bytes();
    let (mut cells, mut start, mut at, mut level) = (Vec::new(), 0, 0, 0_usize);
    while at + 1 < bytes.len() {
        match (bytes[at], bytes[at + 1]) {
            (b'{', b'{') | (b'[', b'[') if nesting => (level, at) = (level + 1, at + 2),
            (b'}', b'}') | (b']', b']') if nesting => (level, at) = (level.saturating_sub(1), at + 2),
            (b'|', b'|') | (b'!', b'!') if level == 0 && (header || bytes[at] == b'|') => {
                cells.push(&line[start..at]);
                (start, at) = (at + 2, at + 2);
            }
            _ => at += 1,
        }
    }
    cells.push(&line[start..]);
    (cells, level > 0)
}
