//! CSV tables with named columns (RFC 4180, UTF-8), read by name and written in a fixed order.
//!
//! Tables come from many hands: columns may bear other words than ours and semicolons or tabs may part them. What is
//! taken for what is in a note; a word that fits nothing, or two that fit one column, are errors.

use super::cell::{self, Cell};
use super::heads::separator;
use super::{Origin, list, parse_from, words};
use crate::grid::line_of;
use parcferme_core::printable::{lines_are_printable, printable};
use parcferme_core::{Diagnostic, Place, formula};
use std::borrow::Cow;

/// A table as read, line numbers kept.
pub(crate) struct Table<'t> {
    path: &'t str,
    pub(super) header: Vec<String>,
    header_line: u32,
    /// Columns by their canonical names, in order: asked for at every cell.
    columns: Vec<(String, usize)>,
    separator: char,
    decimal_comma: bool,
    pub(super) rows: Vec<(u32, csv::StringRecord)>,
}

/// The columns that a table may have.
pub(crate) struct Known<'k> {
    pub columns: &'k [&'k str],
    /// Others, by what is written and its [`words::plain`] form: their canonical names.
    pub more: &'k dyn Fn(&str, &str) -> Option<String>,
    /// Words, in plain form, of columns that such tables often have and that are not read; those that could mean a column
    /// are left out where another one means it.
    pub left_out: &'k [&'k str],
    /// Heads, in plain form, that go before others of the same meaning; those are then left out.
    pub first: &'k dyn Fn(&str) -> bool,
}

/// One row of a [`Table`].
#[derive(Clone, Copy)]
pub(crate) struct Row<'t> {
    table: &'t Table<'t>,
    pub line: u32,
    record: &'t csv::StringRecord,
}

/// No head goes before another.
pub(crate) fn none_first(_: &str) -> bool {
    false
}

/// No columns but the listed ones.
pub(crate) fn no_more(_: &str, _: &str) -> Option<String> {
    None
}

/// Columns for one driver each, beside the listed ones.
pub(crate) fn seat(_: &str, plain: &str) -> Option<String> {
    words::seat_of(plain).map(|seat| words::seat_column(seat).to_owned())
}

/// Lines with the heads again that are named.
const AGAIN_MAX: usize = 4;

/// Characters of a line that are shown.
const SHOWN_MAX: usize = 200;

impl<'t> Table<'t> {
    /// Reads a table. Columns that it does not know are a diagnostic, as are rows that do not fit the header.
    pub fn read(
        path: &'t str,
        text: &str,
        known: &Known<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Table<'t> {
        let text = &without_commands(path, text, diagnostics);
        let (text, lines_before) = without_preamble(text);
        let separator = separator(text, known);
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        let header: Vec<String> = match reader.headers() {
            Ok(header) => header.iter().map(|name| name.trim().to_owned()).collect(),
            Err(_) => Vec::new(),
        };
        let mut table = Table {
            path,
            header,
            header_line: 1,
            columns: Vec::new(),
            separator: char::from(separator),
            decimal_comma: separator != b',',
            rows: Vec::new(),
        };
        if separator != b',' {
            let named = if separator == b';' { "semicolons" } else { "tabs" };
            diagnostics.push(
                Diagnostic::note("PF0437", format!("the columns are parted by {named}, not by commas"))
                    .at(table.header_place())
                    .help("it is read so, with commas as decimal signs"),
            );
        }
        let mut again = Vec::new();
        for record in reader.into_records() {
            match record {
                // Printed tables repeat their heads on each page.
                Ok(record) if table.is_header(&record) => {
                    let line = line_of(&record, text).saturating_add(lines_before);
                    again.push(Place::line(path, line, shown(&record, table.separator)));
                }
                // Spreadsheets write the rows below a table as well.
                Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => {}
                Ok(record) => {
                    let line = line_of(&record, text).saturating_add(lines_before);
                    let beyond = record.iter().skip(table.header.len());
                    if record.len() < table.header.len() || !beyond.map(str::trim).all(str::is_empty) {
                        diagnostics.push(
                            Diagnostic::error("PF0405", "a row does not fit the header")
                                .at(Place::line(path, line, shown(&record, table.separator)))
                                .found(format!("{} cells", record.len()))
                                .expected(format!("{} cells, one a column", table.header.len())),
                        );
                        continue;
                    }
                    table.rows.push((line, record));
                }
                Err(error) => diagnostics.push(
                    Diagnostic::error("PF0406", format!("this is not CSV: {error}"))
                        .at(Place::document(path)),
                ),
            }
        }
        if !again.is_empty() {
            let found =
                Diagnostic::note("PF0481", "the heads of the columns stand again and are passed over");
            diagnostics.push(again.into_iter().take(AGAIN_MAX).fold(found, Diagnostic::at));
        }
        let columns = table.find_columns(known, diagnostics);
        Table { columns: in_order(columns), ..table }
    }

    /// A table of which it is known what each column is.
    pub fn of(
        path: &'t str,
        (header_line, header): (u32, Vec<String>),
        rows: Vec<(u32, csv::StringRecord)>,
        (separator, decimal_comma): (char, bool),
        fields: &[Option<String>],
    ) -> Table<'t> {
        let columns = fields.iter().enumerate().filter_map(|(at, own)| Some((own.clone()?, at)));
        let columns = in_order(columns.collect());
        Table { path, header, header_line, columns, separator, decimal_comma, rows }
    }

    /// Whether a row has the heads of the columns, and nothing else.
    fn is_header(&self, record: &csv::StringRecord) -> bool {
        self.header.len() > 1
            && record.len() >= self.header.len()
            && record
                .iter()
                .map(str::trim)
                .zip(self.header.iter().map(String::as_str).chain(std::iter::repeat("")))
                .all(|(cell, head)| cell == head)
    }

    /// Columns as written, with their canonical names, in the order of those.
    pub fn columns(&self) -> Vec<(&str, &str)> {
        self.columns.iter().map(|(name, at)| (name.as_str(), self.header[*at].as_str())).collect()
    }

    /// The canonical name of each column, in the table's order; none where it is not read.
    pub fn read_as(&self) -> Vec<Option<String>> {
        let mut names = vec![None; self.header.len()];
        for (name, at) in &self.columns {
            names[*at] = Some(name.clone());
        }
        names
    }

    pub fn has(&self, column: &str) -> bool {
        self.column(column).is_some()
    }

    /// Where a column stands.
    fn column(&self, name: &str) -> Option<usize> {
        let found = self.columns.binary_search_by(|(own, _)| own.as_str().cmp(name));
        found.ok().map(|found| self.columns[found].1)
    }

    pub fn rows(&'t self) -> impl Iterator<Item = Row<'t>> {
        self.rows.iter().map(|(line, record)| Row { table: self, line: *line, record })
    }

    pub fn header_place(&self) -> Place {
        let mut text = String::new();
        for name in &self.header {
            if text.chars().count() > SHOWN_MAX {
                text.push('…');
                break;
            }
            if !text.is_empty() {
                text.push(self.separator);
            }
            text.push_str(name);
        }
        Place::line(self.path, self.header_line, text)
    }
}

/// By name; of two that bear one, the last.
fn in_order(mut columns: Vec<(String, usize)>) -> Vec<(String, usize)> {
    columns.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    columns.dedup_by(|later, kept| later.0 == kept.0);
    columns
}

/// The text without control characters, line by line, which is told: no sheet has them, and a terminal obeys them.
fn without_commands<'t>(path: &str, text: &'t str, diagnostics: &mut Vec<Diagnostic>) -> Cow<'t, str> {
    if lines_are_printable(text) {
        return Cow::Borrowed(text);
    }
    let (mut first, mut kept, mut line, mut before) = (None, String::new(), 1, 0);
    for piece in text.split_inclusive(['\n', '\r']) {
        let content = piece.trim_end_matches(['\n', '\r']);
        let shown = printable(content);
        if first.is_none() && matches!(shown, Cow::Owned(_)) {
            kept.push_str(&text[..before]);
            first = Some(line);
        }
        if first.is_some() {
            kept.push_str(&shown);
            kept.push_str(&piece[content.len()..]);
        }
        before += piece.len();
        let is_half = piece.ends_with('\r') && text[before..].starts_with('\n');
        line += u32::from(!is_half);
    }
    let Some(line) = first else { return Cow::Borrowed(text) };
    diagnostics.push(
        Diagnostic::warning("PF0663", "control characters are left out")
            .at(Place::line(path, line, ""))
            .help("they show as nothing and are part of no name: save the file without them"),
    );
    Cow::Owned(kept)
}

/// The text behind a byte order mark and a spreadsheet's line `sep=;`, and the number of lines left out.
fn without_preamble(text: &str) -> (&str, u32) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.split_once('\n') {
        Some((first, rest)) if first.trim().len() == 5 && first.to_lowercase().starts_with("sep=") => {
            (rest, 1)
        }
        _ => (text, 0),
    }
}

pub(super) fn clipped(text: &str) -> String {
    match text.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The cells of a row in one line, no more of it than is shown.
pub(crate) fn shown(record: &csv::StringRecord, separator: char) -> String {
    let mut text = String::new();
    for (index, cell) in record.iter().enumerate() {
        if index > 0 {
            text.push(separator);
        }
        text.push_str(cell);
        if text.len() > 4 * SHOWN_MAX {
            break;
        }
    }
    clipped(&text)
}

impl Row<'_> {
    /// The trimmed cell, without the apostrophe that keeps spreadsheets from taking it for a formula; empty where there is
    /// no such column.
    pub fn text(&self, column: &str) -> &str {
        let index = self.table.column(column);
        formula::unguarded(index.and_then(|index| self.record.get(index)).map_or("", str::trim))
    }

    pub fn owned(&self, column: &str) -> String {
        self.text(column).to_owned()
    }

    /// A car's number.
    pub fn number(&self) -> String {
        cell::car_number(self.text("number"), self.table.decimal_comma).to_owned()
    }

    /// A cell's value; None where it is empty, and where it cannot be read, which is said.
    pub fn value<T: Cell>(
        &self,
        column: &str,
        expected: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        let text = self.text(column);
        if words::says_nothing(text) {
            return None;
        }
        let value = self.parse(text);
        if value.is_none() {
            diagnostics.push(self.unreadable(column, text, expected));
        }
        value
    }

    /// The same, and an empty cell is a diagnostic too.
    pub fn wanted<T: Cell>(
        &self,
        column: &str,
        expected: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        if words::says_nothing(self.text(column)) {
            diagnostics.push(
                Diagnostic::error("PF0408", format!("column `{}` is empty", self.head(column)))
                    .at(self.place())
                    .expected(expected),
            );
        }
        self.value(column, expected, diagnostics)
    }

    /// A value that stands in a cell or in a part of one.
    pub fn parse<T: Cell>(&self, text: &str) -> Option<T> {
        T::read(text, self.table.decimal_comma)
    }

    pub fn unreadable(&self, column: &str, found: &str, expected: impl Into<String>) -> Diagnostic {
        Diagnostic::error("PF0407", format!("column `{}` cannot be read", self.head(column)))
            .at(self.place())
            .found(clipped(found))
            .expected(expected)
    }

    /// What the file calls a column.
    pub fn head<'r>(&'r self, column: &'r str) -> &'r str {
        self.table.column(column).map_or(column, |at| &self.table.header[at])
    }

    pub fn from(&self) -> Vec<Origin> {
        parse_from(self.text("from"))
    }

    /// Cells separated by `; `.
    pub fn list(&self, column: &str) -> Vec<String> {
        list::items(self.text(column))
    }

    pub fn place(&self) -> Place {
        Place::line(self.table.path, self.line, shown(self.record, self.table.separator))
    }
}

/// Writes a table. Columns that are empty in every row are left out, but for the first.
pub(crate) fn write(columns: &[&str], rows: &[Vec<String>]) -> String {
    write_keeping(columns, rows, |_| false)
}

/// The same; columns that `keep` names are written even where they are empty.
pub(crate) fn write_keeping(columns: &[&str], rows: &[Vec<String>], keep: impl Fn(&str) -> bool) -> String {
    let used: Vec<usize> = (0..columns.len())
        .filter(|&index| index == 0 || keep(columns[index]) || rows.iter().any(|row| !row[index].is_empty()))
        .collect();
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    // Writing into memory cannot fail, and every record has as many cells as the header.
    let _ = writer.write_record(used.iter().map(|&index| columns[index]));
    for row in rows {
        let _ = writer.write_record(used.iter().map(|&index| formula::guarded(&row[index]).into_owned()));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
