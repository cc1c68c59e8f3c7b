//! Records of one or two table rows: car over engine, teams over drivers.
//!
//! In HTML and wikitext the spans tell which columns have a second line. In flattened rows the spans are lost and the second
//! line stands shifted to the left: the header's own second line says which columns it belongs to.

use super::findings::Findings;
use super::table::{Cell, Form, RowKind, Table};
use parcferme_core::Diagnostic;

pub(crate) struct Columns {
    /// Header of each column's first and second line.
    pub headers: Vec<(String, Option<String>)>,
}

impl Columns {
    pub fn first(&self, names: &[&str]) -> Option<usize> {
        self.headers.iter().position(|(first, _)| names.contains(&super::table::header_key(first).as_str()))
    }

    pub fn second(&self, names: &[&str]) -> Option<usize> {
        let wanted = |header: &String| names.contains(&super::table::header_key(header).as_str());
        self.headers.iter().position(|(_, second)| second.as_ref().is_some_and(wanted))
    }
}

pub(crate) struct Record<'t> {
    pub line: u32,
    pub second_line: Option<u32>,
    /// The second line's cells stood under other columns than their own.
    pub shifted: bool,
    first: Vec<Option<&'t Cell>>,
    second: Vec<Option<&'t Cell>>,
}

impl<'t> Record<'t> {
    pub fn first(&self, column: Option<usize>) -> Option<&'t Cell> {
        self.first.get(column?).copied().flatten()
    }

    pub fn second(&self, column: Option<usize>) -> Option<&'t Cell> {
        self.second.get(column?).copied().flatten()
    }
}

/// Text of a cell with the codes of its flags; nothing for no cell.
pub(crate) fn coded(cell: Option<&Cell>) -> String {
    cell.map(Cell::coded).unwrap_or_default()
}

/// Text of a cell on one line; nothing for no cell.
pub(crate) fn text(cell: Option<&Cell>) -> String {
    cell.map(|cell| cell.text.replace('\n', " ")).unwrap_or_default()
}

pub(crate) struct Records<'t> {
    pub columns: Columns,
    pub records: Vec<Record<'t>>,
    /// Rows that belong to no record, such as `Source:`.
    pub left: Vec<(u32, String)>,
}

/// Reads the table's records. `pairs` tells whether a header of the first line (left) can have a given header below it.
pub(crate) fn read<'t>(
    table: &'t Table,
    pairs: fn(&str, &str) -> bool,
    findings: &mut Findings,
) -> Records<'t> {
    match table.form {
        Form::Marked => marked(table),
        Form::Flat => pipes(table, pairs, findings),
    }
}

fn marked(table: &Table) -> Records<'_> {
    let header_rows = table.header_rows().max(1);
    let width = table.columns();
    let headers: Vec<(String, Option<String>)> = (0..width)
        .map(|column| {
            let below = (1..header_rows).find_map(|row| table.own(row, column));
            (table.text(0, column).replace('\n', " "), below.map(|cell| text(Some(cell))))
        })
        .collect();
    let two_lines = headers.iter().any(|(_, below)| below.is_some());
    let (mut records, mut left): (Vec<Record>, _) = (Vec::new(), Vec::new());
    let body = table.rows.iter().enumerate().skip(header_rows);
    for (index, row) in body.filter(|(_, row)| row.kind != RowKind::HeadAgain) {
        let own = |column| table.own(index, column);
        let spans_whole = row.slots.len() > 2 && row.slots.iter().skip(1).all(|slot| slot.from_left);
        if spans_whole {
            left.push((row.line, text(table.cell(index, 0))));
        } else if two_lines
            && row.slots.first().is_some_and(|slot| slot.from_above)
            && let Some(record) = records.last_mut()
        {
            record.second_line.get_or_insert(row.line);
            for column in 0..row.slots.len() {
                if let (Some(cell), Some(place)) = (own(column), record.second.get_mut(column)) {
                    place.get_or_insert(cell);
                }
            }
        } else {
            records.push(Record {
                line: row.line,
                second_line: None,
                shifted: false,
                first: (0..width).map(|column| table.cell(index, column)).collect(),
                second: vec![None; width],
            });
        }
    }
    Records { columns: Columns { headers }, records, left }
}

fn pipes<'t>(table: &'t Table, pairs: fn(&str, &str) -> bool, findings: &mut Findings) -> Records<'t> {
    let width = table.columns();
    let mut headers: Vec<(String, Option<String>)> =
        (0..width).map(|column| (table.text(0, column).to_owned(), None)).collect();
    let mut paired = Vec::new();
    let below = filled(table, 1);
    for cell in &below {
        let from = paired.last().map_or(0, |last| last + 1);
        match (from..width).find(|&column| pairs(&headers[column].0, &cell.text)) {
            Some(column) => {
                headers[column].1 = Some(cell.text.clone());
                paired.push(column);
            }
            None => break,
        }
    }
    let two_lines = !below.is_empty() && paired.len() == below.len();
    if !two_lines {
        paired.clear();
    }
    let (mut records, mut left): (Vec<Record>, Vec<(u32, String)>) = (Vec::new(), Vec::new());
    for (index, row) in table.rows.iter().enumerate().skip(if two_lines { 2 } else { 1 }) {
        let cells = filled(table, index);
        let shown =
            || (row.line, cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | "));
        let short = cells.len() <= paired.len().max(1) && cells.len() + 1 < width;
        if !short {
            let mut record = Record {
                line: row.line,
                second_line: None,
                shifted: false,
                first: (0..width)
                    .map(|column| table.cell(index, column).filter(|cell| !cell.text.is_empty()))
                    .collect(),
                second: vec![None; width],
            };
            record.first.resize(width, None);
            records.push(record);
            continue;
        }
        match records.last_mut().filter(|record| two_lines && record.second_line.is_none()) {
            Some(record) if !cells.is_empty() && cells.len() == paired.len() => {
                record.second_line = Some(row.line);
                for (&column, cell) in paired.iter().zip(cells) {
                    record.shifted |= !table.cell(index, column).is_some_and(|own| std::ptr::eq(own, cell));
                    record.second[column] = Some(cell);
                }
            }
            Some(record) if !cells.is_empty() => {
                let (line, text) = shown();
                record.second_line = Some(line);
                left.push((line, text.clone()));
                let place = findings.place(line, &text);
                findings.push(
                    Diagnostic::warning(
                        "PF0114",
                        "second row of a record has too few cells to tell their columns",
                    )
                    .at(place)
                    .found(format!("{} cells", cells.len()))
                    .expected(format!("{} cells", paired.len()))
                    .help("compare the row with the published page"),
                );
            }
            _ if !cells.is_empty() => left.push(shown()),
            _ => {}
        }
    }
    if two_lines
        && let Some(record) = records.last()
        && record.second_line.is_none()
    {
        let place = findings.place(record.line, &text(record.first(Some(0))));
        findings.push(
            Diagnostic::error("PF0106", "table row is cut off")
                .at(place)
                .found("the last record has one row")
                .expected("two rows, as its header has")
                .help("save the page again: it seems to end early"),
        );
    }
    Records { columns: Columns { headers }, records, left }
}

fn filled(table: &Table, row: usize) -> Vec<&Cell> {
    let width = table.rows.get(row).map_or(0, |row| row.slots.len());
    (0..width).filter_map(|column| table.cell(row, column)).filter(|cell| !cell.text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::table::Pipes;
    use super::*;

    fn table(rows: &[&str]) -> Table {
        let mut findings = Findings::new("page");
        let mut builder = Pipes::new(1);
        for (row, line) in rows.iter().zip(1..) {
            builder.line(line, row, &mut findings);
        }
        assert_eq!(findings.finish(), []);
        builder.finish(&mut Findings::new("page"))
    }

    fn read_rows(rows: &[&str]) -> (Vec<String>, Vec<(u32, String)>, Vec<&'static str>) {
        let table = table(rows);
        let mut findings = Findings::new("page");
        let below = |first: &str, second: &str| first == "Car" && second == "Engine";
        let read = read(&table, below, &mut findings);
        let engine = read.columns.second(&["engine"]);
        let shown =
            |record: &Record| format!("{} {}", text(record.first(Some(0))), text(record.second(engine)));
        let records = read.records.iter().map(shown).collect();
        (records, read.left, findings.finish().iter().map(|diagnostic| diagnostic.id).collect())
    }

    const HEADER: [&str; 2] = ["| Pos | Car | Laps |", "| Engine | | |"];

    #[test]
    fn a_shifted_second_row_goes_back_under_its_column() {
        let rows = [HEADER[0], HEADER[1], "| 1 | A | 9 |", "| E |  |  |", "| 2 | B | 8 |", "|  | F |  |"];
        assert_eq!(read_rows(&rows), (vec!["1 E".to_owned(), "2 F".to_owned()], vec![], vec![]));
    }

    #[test]
    fn a_row_of_no_record_is_left_and_said() {
        let rows = [HEADER[0], HEADER[1], "| 1 | A | 9 |", "| E | | |", "| Source: | | |"];
        assert_eq!(read_rows(&rows).1, [(5, "Source:".to_owned())]);
    }

    #[test]
    fn a_record_without_its_second_row_at_the_end_was_cut_off() {
        let rows = [HEADER[0], HEADER[1], "| 1 | A | 9 |", "| E | | |", "| 2 | B | 8 |"];
        assert_eq!(read_rows(&rows).2, ["PF0106"]);
    }
}
