//! Rows of cells into a grid: spans resolved, content joined, headers recognised.

use super::raw::{Piece, RawCell, RawRow, RawTable};
use super::{Cell, Form, Row, RowKind, Slot, Table};
use crate::pages::findings::Findings;
use crate::pages::markup::{Fault, Plain, as_read};
use crate::pages::statements::Text;
use parcferme_core::Diagnostic;

/// Columns beyond this are not a table of results.
pub(crate) const MAX_COLUMNS: usize = 200;
/// Rows that one cell may span: as many as HTML allows.
pub(crate) const MAX_ROWSPAN: usize = 65_534;
/// Slots of one table: bounds what spans can multiply.
pub(super) const MAX_SLOTS: usize = 1 << 20;

pub(super) fn grid(raw: RawTable, findings: &mut Findings) -> Table {
    let mut table = Table {
        line: raw.line,
        form: raw.form,
        sheet: raw.sheet,
        caption: raw.caption,
        rows: Vec::new(),
        cells: Vec::new(),
    };
    let mut heads = Vec::new();
    // For each column the cell that still reaches down, and through how many rows.
    let mut reaching: Vec<Option<(Slot, usize)>> = Vec::new();
    let (mut slots_used, mut too_wide) = (0, None);
    for mut row in raw.rows.into_iter().filter(|row| !row.cells.is_empty()) {
        let mut slots = Vec::with_capacity(row.cells.len());
        for source in std::mem::take(&mut row.cells) {
            reach_down(&mut reaching, &mut slots, false);
            let cell = cell(source, &row);
            let index = table.cells.len();
            let room = MAX_COLUMNS.saturating_sub(slots.len());
            if room == 0 {
                too_wide.get_or_insert(cell.line);
                continue;
            }
            for part in 0..cell.colspan.min(room) {
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
            too_large(row.line, format!("more than {MAX_SLOTS} places in its grid"), findings);
            break;
        }
        heads.push(row.head);
        table.rows.push(Row { line: row.line, kind: RowKind::Body, slots });
    }
    if let Some(line) = too_wide {
        too_large(line, format!("a row of more than {MAX_COLUMNS} columns"), findings);
    }
    trim(&mut table);
    title_row(&mut table, &mut heads);
    kinds(&mut table, &heads);
    ragged(&table, findings);
    table
}

fn too_large(line: u32, found: String, findings: &mut Findings) {
    let place = findings.place(line, "");
    findings.push(
        Diagnostic::error("PF0111", "table is too large")
            .at(place)
            .found(found)
            .expected(format!("at most {MAX_COLUMNS} columns and {MAX_SLOTS} places"))
            .help("give one season's page, not a collection"),
    );
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

fn cell(raw: RawCell, row: &RawRow) -> Cell {
    let mut plain = Plain::default();
    for piece in raw.pieces {
        match piece {
            Piece::Paragraph(_, piece) | Piece::Item(_, piece) => plain.append(piece),
            Piece::Heading(_, text) => plain.append(Plain::of_text(&text.text)),
            Piece::Table(_) => {}
        }
    }
    plain.take_daggers();
    let read = as_read(&plain.text);
    let text = match read {
        std::borrow::Cow::Owned(read) => {
            plain.flags.iter_mut().for_each(|flag| flag.at = moved(&plain.text, &read, flag.at));
            read
        }
        std::borrow::Cow::Borrowed(_) => plain.text,
    };
    let look = raw.style;
    Cell {
        line: raw.line,
        text,
        marks: plain.marks,
        flags: plain.flags,
        header: raw.header,
        bold: plain.bold || row.style.bold || look.bold,
        italic: plain.italic || row.style.italic || look.italic,
        struck: plain.struck || row.style.struck || look.struck,
        background: look.background.or_else(|| row.style.background.clone()),
        rowspan: raw.rowspan.clamp(1, MAX_ROWSPAN),
        colspan: raw.colspan.max(1),
        stands_for: plain.stands_for,
    }
}

/// Where a place in a text is after its numbers were rewritten: as far from the end, if the end is the same.
fn moved(before: &str, after: &str, at: usize) -> usize {
    let tail = &before.as_bytes()[at.min(before.len())..];
    match after.as_bytes().ends_with(tail) {
        true => after.len() - tail.len(),
        false => at.min(after.len()),
    }
}

/// Columns in which no cell begins are none: a cell spans beyond the table's edge.
fn trim(table: &mut Table) {
    let begins = |row: &Row| row.slots.iter().rposition(|slot| !slot.from_left && slot.cell != usize::MAX);
    let width = table.rows.iter().filter_map(begins).max().map_or(0, |last| last + 1);
    for row in &mut table.rows {
        row.slots.truncate(width);
    }
}

/// Whether one cell covers a whole row of a table of so many columns, more than two.
fn across(width: usize, row: &Row) -> bool {
    width > 2
        && row.slots.len() == width
        && row.slots.iter().skip(1).all(|slot| slot.from_left)
        && row.slots.first().is_some_and(|slot| !slot.from_above)
}

/// A first row of one cell across is the table's title, unless it has another.
fn title_row(table: &mut Table, heads: &mut Vec<bool>) {
    let Some(first) = table.rows.first().filter(|_| table.form == Form::Marked && table.rows.len() > 2)
    else {
        return;
    };
    if table.caption.is_some() || !across(table.columns(), first) {
        return;
    }
    let Some(cell) = first.slots.first().and_then(|slot| table.cells.get(slot.cell)) else { return };
    if cell.rowspan > 1 || cell.text.is_empty() {
        return;
    }
    table.caption = Some(Text { line: cell.line, text: cell.text.replace('\n', " ") });
    table.rows.remove(0);
    heads.remove(0);
}

fn kinds(table: &mut Table, heads: &[bool]) {
    let headed = |row: &Row| {
        row.slots.iter().all(|slot| table.cells.get(slot.cell).is_none_or(|cell| cell.header))
            && row.slots.iter().any(|slot| slot.cell != usize::MAX)
    };
    let mut top = match table.form {
        Form::Flat => usize::from(!table.rows.is_empty()),
        Form::Marked => table.rows.iter().zip(heads).take_while(|(row, head)| **head || headed(row)).count(),
    };
    if top == 0 && looks_like_header(table) {
        top = 1;
    }
    if top == table.rows.len() && top > 1 {
        // Every cell is marked as a header: the first row, and those that its cells reach into.
        let reaches = table.rows[0].slots.iter().filter_map(|slot| table.cells.get(slot.cell));
        let reaches = reaches.filter(|cell| cell.rowspan < top).map(|cell| cell.rowspan).max();
        top = reaches.unwrap_or(1).max(1);
    }
    let texts = |row: &Row| -> Vec<&str> {
        let text = |slot: &Slot| table.cells.get(slot.cell).map_or("", |cell| cell.text.as_str());
        row.slots.iter().map(text).collect()
    };
    let header: Vec<Vec<&str>> = table.rows.iter().take(top.max(1)).map(texts).collect();
    let width = table.columns();
    let kinds: Vec<RowKind> = table
        .rows
        .iter()
        .enumerate()
        .map(|(index, row)| match index {
            index if index < top => RowKind::Head,
            0 => RowKind::Body,
            _ if across(width, row) => RowKind::Across,
            _ if header.contains(&texts(row)) => RowKind::HeadAgain,
            _ => RowKind::Body,
        })
        .collect();
    for (row, kind) in table.rows.iter_mut().zip(kinds) {
        row.kind = kind;
    }
}

/// Whether a first row without header cells is a header all the same: it alone is all bold, or it has words only where
/// the next row has numbers.
fn looks_like_header(table: &Table) -> bool {
    let cells = |row: &Row| -> Vec<&Cell> {
        row.slots
            .iter()
            .filter_map(|slot| table.cells.get(slot.cell))
            .filter(|cell| !cell.text.is_empty())
            .collect()
    };
    let [first, second, ..] = table.rows.as_slice() else { return false };
    let (first, second) = (cells(first), cells(second));
    let bold = |cells: &[&Cell]| cells.iter().all(|cell| cell.bold);
    let numbers = |cells: &[&Cell]| {
        cells.iter().any(|cell| cell.text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
    };
    first.len() > 1 && (bold(&first) && !bold(&second) || !numbers(&first) && numbers(&second))
}

/// Rows that have more or fewer cells than the header, although spans are stated.
fn ragged(table: &Table, findings: &mut Findings) {
    let header = table.header_rows().max(1) - 1;
    let Some(header) = table.rows.get(header).filter(|_| table.form == Form::Marked) else { return };
    for row in table.rows.iter().skip(table.header_rows().max(1)) {
        let whole =
            row.slots.len() == header.slots.len() && row.slots.iter().all(|slot| slot.cell != usize::MAX);
        if whole || row.kind == RowKind::Across {
            continue;
        }
        let cells = row.slots.iter().filter(|slot| slot.cell != usize::MAX).count();
        let shown = row.slots.first().and_then(|slot| table.cells.get(slot.cell));
        let place = findings.place(row.line, shown.map_or("", |cell| cell.text.as_str()));
        findings.push(
            Diagnostic::warning("PF0109", "table row has another number of cells than its header")
                .at(place)
                .found(format!("{cells} columns"))
                .expected(format!("{} columns, as in line {}", header.slots.len(), header.line))
                .help("compare the row with the published page"),
        );
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
        Fault::UnknownFlag(name) => {
            Diagnostic::note("PF0140", format!("flag \"{name}\" is of no known country: it was left out"))
                .at(place)
                .found(name)
                .expected("a country's name in English, or its Olympic or ISO code of three letters")
        }
    });
}
