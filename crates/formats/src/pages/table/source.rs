//! A table's lines into rows of cells, as the source has them: attributes and spans still unread.

use super::super::findings::Findings;
use super::{Form, Table, grid};
use parcferme_core::Diagnostic;

/// Gathers the rows of one table as its lines come.
pub(crate) struct Builder {
    line: u32,
    form: Form,
    rows: Vec<RawRow>,
    /// Inside a table within this one: its lines belong to no cell.
    nested: usize,
}

#[derive(Default)]
pub(super) struct RawRow {
    pub line: u32,
    pub bold: bool,
    pub background: Option<String>,
    pub cells: Vec<RawCell>,
}

pub(super) struct RawCell {
    pub line: u32,
    pub header: bool,
    pub source: String,
}

/// What a line did to the table being read.
#[derive(PartialEq, Eq)]
pub(crate) enum Step {
    Taken,
    Ended,
}

impl Builder {
    pub fn wikitext(line: u32) -> Builder {
        Builder { line, form: Form::Wikitext, rows: Vec::new(), nested: 0 }
    }

    pub fn pipes(line: u32) -> Builder {
        Builder { line, form: Form::Pipes, rows: Vec::new(), nested: 0 }
    }

    pub fn wikitext_line(&mut self, number: u32, line: &str, findings: &mut Findings) -> Step {
        let text = line.trim();
        if text.starts_with("{|") {
            if self.nested == 0 {
                let place = findings.place(number, text);
                findings.push(
                    Diagnostic::warning("PF0110", "a table inside a table was left out")
                        .at(place)
                        .help("take the inner table out of its cell"),
                );
            }
            self.nested += 1;
        } else if text.starts_with("|}") && !text.starts_with("|}}") {
            if self.nested == 0 {
                return Step::Ended;
            }
            self.nested -= 1;
        } else if self.nested > 0 || text.starts_with("|+") {
        } else if let Some(attributes) = text.strip_prefix("|-") {
            let attributes = attributes.trim_start_matches('-');
            self.rows.push(RawRow {
                line: number,
                bold: grid::bold_style(attributes),
                background: grid::background(attributes),
                cells: Vec::new(),
            });
        } else if let Some(rest) = text.strip_prefix(['|', '!']) {
            self.cells(number, rest, text.starts_with('!'));
        } else if !text.is_empty()
            && let Some(cell) = self.rows.last_mut().and_then(|row| row.cells.last_mut())
        {
            cell.source.push('\n');
            cell.source.push_str(text);
        }
        Step::Taken
    }

    fn cells(&mut self, line: u32, rest: &str, header: bool) {
        if self.rows.is_empty() {
            self.rows.push(RawRow { line, ..RawRow::default() });
        }
        let Some(row) = self.rows.last_mut() else { return };
        if row.cells.is_empty() {
            row.line = line;
        }
        row.cells.extend(split(rest, header).into_iter().map(|source| RawCell {
            line,
            header,
            source: source.to_owned(),
        }));
    }

    pub fn pipe_line(&mut self, number: u32, line: &str, findings: &mut Findings) {
        let text = line.trim();
        let inner = text.strip_prefix('|').unwrap_or(text);
        let inner = match inner.strip_suffix('|') {
            Some(inner) => inner,
            None => {
                let place = findings.place(number, text);
                findings.push(
                    Diagnostic::error("PF0106", "table row is cut off")
                        .at(place)
                        .found(format!("a row that ends in \"{}\"", tail(text)))
                        .expected("a row that ends with |")
                        .help("save the page again: it seems to end early"),
                );
                inner
            }
        };
        if inner.bytes().all(|byte| matches!(byte, b'-' | b':' | b'|' | b' ')) && inner.contains("--") {
            return;
        }
        let cells: Vec<RawCell> = inner
            .split('|')
            .map(|source| RawCell { line: number, header: false, source: source.to_owned() })
            .collect();
        if let Some(first) = self.rows.first()
            && cells.len() != first.cells.len()
        {
            let place = findings.place(number, text);
            findings.push(
                Diagnostic::warning("PF0109", "table row has another number of cells than its header")
                    .at(place)
                    .found(format!("{} cells", cells.len()))
                    .expected(format!("{} cells, as in line {}", first.cells.len(), first.line))
                    .help("compare the row with the published page"),
            );
        }
        self.rows.push(RawRow { line: number, bold: false, background: None, cells });
    }

    /// The table with its grid. `closed` tells whether its end was seen.
    pub fn finish(self, closed: bool, findings: &mut Findings) -> Table {
        if !closed {
            let place = findings.place(self.line, "{|");
            findings.push(
                Diagnostic::error("PF0105", "table is not closed")
                    .at(place)
                    .found(format!("{} rows and no end", self.rows.len()))
                    .expected("a line |} after the last row")
                    .help("save the page again: it seems to end early"),
            );
        }
        grid::grid(self.line, self.form, self.rows, findings)
    }
}

fn tail(text: &str) -> String {
    let skip = text.chars().count().saturating_sub(20);
    text.chars().skip(skip).collect()
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
