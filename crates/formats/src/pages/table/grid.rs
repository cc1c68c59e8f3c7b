//! Rows of cells into a grid: attributes read, spans resolved, markup unwrapped.

use super::super::findings::Findings;
use super::super::markup::{self, Fault};
use super::source::{RawCell, RawRow};
use super::{Cell, Form, Row, Slot, Table};
use parcferme_core::Diagnostic;

/// Columns beyond this are not a table of results.
const MAX_COLUMNS: usize = 120;
/// Rows that one cell may span.
const MAX_ROWSPAN: usize = 200;
/// Slots of one table: bounds what spans can multiply.
pub(super) const MAX_SLOTS: usize = 1 << 20;

pub(super) fn grid(line: u32, form: Form, raw: Vec<RawRow>, findings: &mut Findings) -> Table {
    let mut table = Table { line, form, rows: Vec::new(), cells: Vec::new() };
    // For each column the cell that still reaches down, and through how many rows.
    let mut reaching: Vec<Option<(Slot, usize)>> = Vec::new();
    let mut slots_used = 0;
    for row in raw.into_iter().filter(|row| !row.cells.is_empty()) {
        let mut slots = Vec::with_capacity(row.cells.len());
        for source in &row.cells {
            reach_down(&mut reaching, &mut slots, false);
            let cell = read_cell(source, &row, findings);
            let index = table.cells.len();
            for part in 0..cell.colspan.min(MAX_COLUMNS.saturating_sub(slots.len())) {
                if reaching.len() <= slots.len() {
                    reaching.resize(slots.len() + 1, None);
                }
                let slot = Slot { cell: index, from_above: false, from_left: part > 0 };
                reaching[slots.len()] = (cell.rowspan > 1).then_some((slot, cell.rowspan - 1));
                slots.push(slot);
            }
            table.cells.push(cell);
        }
        reach_down(&mut reaching, &mut slots, true);
        slots_used += slots.len();
        if slots_used > MAX_SLOTS {
            let place = findings.place(row.line, "");
            findings.push(
                Diagnostic::error("PF0111", "table is too large")
                    .at(place)
                    .found(format!("more than {MAX_SLOTS} places in its grid"))
                    .expected("a table of results")
                    .help("give one season's page, not a collection"),
            );
            break;
        }
        table.rows.push(Row { line: row.line, slots });
    }
    table
}

/// Fills the places that cells from above cover: up to the next free column, or to the row's end.
fn reach_down(reaching: &mut [Option<(Slot, usize)>], slots: &mut Vec<Slot>, to_end: bool) {
    while slots.len() < reaching.len() {
        let column = slots.len();
        match reaching[column] {
            Some((slot, rows)) => {
                slots.push(Slot { from_above: true, ..slot });
                reaching[column] = (rows > 1).then_some((slot, rows - 1));
            }
            // A short row that later columns reach into: nothing stands here.
            None if to_end && reaching[slots.len()..].iter().any(Option::is_some) => slots.push(NOTHING),
            None => return,
        }
    }
}

const NOTHING: Slot = Slot { cell: usize::MAX, from_above: false, from_left: false };

fn read_cell(raw: &RawCell, row: &RawRow, findings: &mut Findings) -> Cell {
    let (stated, source) = attributes(&raw.source);
    let mut faults = Vec::new();
    let plain = markup::plain(source, &mut faults);
    for fault in faults {
        report(fault, raw.line, source, findings);
    }
    Cell {
        line: raw.line,
        text: plain.text,
        header: raw.header,
        bold: plain.bold || row.bold || bold_style(stated),
        italic: plain.italic,
        background: background(stated).or_else(|| row.background.clone()),
        rowspan: span(stated, "rowspan", MAX_ROWSPAN),
        colspan: span(stated, "colspan", MAX_COLUMNS),
    }
}

/// Turns a fault of inline markup into a diagnostic.
pub(crate) fn report(fault: Fault, line: u32, source: &str, findings: &mut Findings) {
    let place = findings.place(line, source);
    findings.push(match fault {
        Fault::Unclosed(what) => Diagnostic::warning("PF0112", format!("{what} is not closed"))
            .at(place)
            .found(source.chars().take_while(|&c| c != '\n').take(80).collect::<String>())
            .expected(match what {
                "{{" => "}} in the same cell",
                "[[" => "]] in the same cell",
                _ => "</ref> in the same cell",
            })
            .help("close it; the text was kept as it stands"),
        Fault::UnknownTemplate(name) => {
            Diagnostic::note("PF0113", format!("template \"{name}\" is not known: its first value was kept"))
                .at(place)
                .found(format!("{{{{{name}}}}}"))
                .expected("a flag, tooltip, sort or small-print template")
        }
    });
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

/// The value of an attribute such as `rowspan=2` or `rowspan="2"`.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let at = attributes.to_ascii_lowercase().find(name)?;
    let value = attributes.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split_whitespace().next(),
    }
}

fn span(attributes: &str, name: &str, most: usize) -> usize {
    attribute(attributes, name).and_then(|value| value.trim().parse().ok()).unwrap_or(1).clamp(1, most)
}

pub(super) fn bold_style(attributes: &str) -> bool {
    attribute(attributes, "style").is_some_and(|style| style.replace(' ', "").contains("font-weight:bold"))
}

pub(super) fn background(attributes: &str) -> Option<String> {
    let stated = attribute(attributes, "style").and_then(|style| {
        let declaration = style.split(';').find(|part| part.trim_start().starts_with("background"))?;
        declaration.split_once(':').map(|(_, value)| value)
    });
    stated.or_else(|| attribute(attributes, "bgcolor")).map(|value| value.trim().to_lowercase())
}
