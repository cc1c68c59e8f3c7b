//! Rows of flattened text, `| a | b |`, into a table: spans are lost, the first row is the header.

use super::grid::{grid, report};
use super::raw::{Piece, RawCell, RawRow, RawTable};
use super::{Form, Table};
use crate::pages::findings::Findings;
use crate::pages::markup;
use parcferme_core::Diagnostic;

pub(crate) struct Pipes {
    table: RawTable,
}

impl Pipes {
    pub fn new(line: u32) -> Pipes {
        Pipes { table: RawTable::new(line, Form::Flat) }
    }

    pub fn line(&mut self, number: u32, line: &str, findings: &mut Findings) {
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
        if is_rule(inner) {
            return;
        }
        let cells: Vec<RawCell> = inner.split('|').map(|source| cell(number, source, findings)).collect();
        if let Some(first) = self.table.rows.first()
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
        self.table.rows.push(RawRow { line: number, cells, ..RawRow::default() });
    }

    pub fn finish(self, findings: &mut Findings) -> Table {
        grid(self.table, findings)
    }
}

/// `---|:--:`, the line between a header and its rows.
pub(crate) fn is_rule(inner: &str) -> bool {
    inner.bytes().all(|byte| matches!(byte, b'-' | b':' | b'|' | b' ')) && inner.contains("--")
}

fn cell(line: u32, source: &str, findings: &mut Findings) -> RawCell {
    let mut faults = Vec::new();
    let plain = markup::plain(source, &mut faults);
    for fault in faults {
        report(fault, line, source, findings);
    }
    RawCell { line, pieces: vec![Piece::Paragraph(line, plain)], ..RawCell::default() }
}

fn tail(text: &str) -> String {
    let skip = text.chars().count().saturating_sub(20);
    text.chars().skip(skip).collect()
}
