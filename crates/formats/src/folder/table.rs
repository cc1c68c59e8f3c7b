//! CSV tables with named columns (RFC 4180, UTF-8), read by name and written in a fixed order.

use super::{From, parse_from};
use parcferme_core::{Diagnostic, Place};
use std::str::FromStr;

/// A table as read, line numbers kept.
pub(crate) struct Table<'t> {
    path: &'t str,
    header: Vec<String>,
    rows: Vec<(u32, csv::StringRecord)>,
}

/// One row of a [`Table`].
#[derive(Clone, Copy)]
pub(crate) struct Row<'t> {
    table: &'t Table<'t>,
    pub line: u32,
    record: &'t csv::StringRecord,
}

impl<'t> Table<'t> {
    /// Reads a table. Columns that are neither in `columns` nor accepted by `more` are a diagnostic, as are rows that
    /// do not fit the header.
    pub fn read(
        path: &'t str,
        text: &str,
        columns: &[&str],
        more: impl Fn(&str) -> bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Table<'t> {
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).has_headers(true).from_reader(text.as_bytes());
        let header: Vec<String> = match reader.headers() {
            Ok(header) => header.iter().map(|name| name.trim().to_owned()).collect(),
            Err(_) => Vec::new(),
        };
        if let [all] = header.as_slice()
            && let Some(separator) = [';', '\t'].into_iter().find(|&own| all.contains(own))
        {
            let named = if separator == ';' { "semicolons" } else { "tabs" };
            diagnostics.push(
                Diagnostic::error("PF0437", format!("the columns are parted by {named}, not by commas"))
                    .at(Place::line(path, 1, all.clone()))
                    .found(all.clone())
                    .expected(all.replace(separator, ","))
                    .help("save it as CSV with commas, in UTF-8"),
            );
            return Table { path, header: Vec::new(), rows: Vec::new() };
        }
        for name in header.iter().filter(|name| !columns.contains(&name.as_str()) && !more(name)) {
            let diagnostic = Diagnostic::error("PF0404", format!("unknown column `{name}`"))
                .at(Place::line(path, 1, header.join(",")))
                .found(name.clone())
                .expected(format!("some of {}", columns.join(", ")));
            diagnostics.push(diagnostic.did_you_mean(name, columns));
        }
        let mut rows = Vec::new();
        for record in reader.into_records() {
            match record {
                // Spreadsheets write the rows below a table as well.
                Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => {}
                Ok(record) => {
                    let line =
                        record.position().map_or(0, |position| u32::try_from(position.line()).unwrap_or(0));
                    if record.len() != header.len() {
                        diagnostics.push(
                            Diagnostic::error("PF0405", "a row does not fit the header")
                                .at(Place::line(path, line, record.iter().collect::<Vec<_>>().join(",")))
                                .found(format!("{} cells", record.len()))
                                .expected(format!("{} cells, one a column", header.len())),
                        );
                        continue;
                    }
                    rows.push((line, record));
                }
                Err(error) => diagnostics.push(
                    Diagnostic::error("PF0406", format!("this is not CSV: {error}"))
                        .at(Place::document(path)),
                ),
            }
        }
        Table { path, header, rows }
    }

    pub fn header(&self) -> &[String] {
        &self.header
    }

    pub fn rows(&'t self) -> impl Iterator<Item = Row<'t>> {
        self.rows.iter().map(|(line, record)| Row { table: self, line: *line, record })
    }
}

impl Row<'_> {
    /// The trimmed cell; empty where there is no such column.
    pub fn text(&self, column: &str) -> &str {
        let index = self.table.header.iter().position(|name| name == column);
        index.and_then(|index| self.record.get(index)).map_or("", str::trim)
    }

    pub fn owned(&self, column: &str) -> String {
        self.text(column).to_owned()
    }

    /// A cell's value; None where it is empty, and where it cannot be read, which is said.
    pub fn value<T: FromStr>(
        &self,
        column: &str,
        expected: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let value = text.parse().ok();
        if value.is_none() {
            diagnostics.push(
                Diagnostic::error("PF0407", format!("column `{column}` cannot be read"))
                    .at(self.place())
                    .found(text)
                    .expected(expected),
            );
        }
        value
    }

    /// The same, and an empty cell is a diagnostic too.
    pub fn wanted<T: FromStr>(
        &self,
        column: &str,
        expected: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        if self.text(column).is_empty() {
            diagnostics.push(
                Diagnostic::error("PF0408", format!("column `{column}` is empty"))
                    .at(self.place())
                    .expected(expected),
            );
        }
        self.value(column, expected, diagnostics)
    }

    pub fn from(&self) -> Vec<From> {
        parse_from(self.text("from"))
    }

    /// Cells separated by `; `.
    pub fn list(&self, column: &str) -> Vec<String> {
        self.text(column)
            .split(';')
            .map(|item| item.trim().to_owned())
            .filter(|item| !item.is_empty())
            .collect()
    }

    pub fn place(&self) -> Place {
        Place::line(self.table.path, self.line, self.record.iter().collect::<Vec<_>>().join(","))
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
        let _ = writer.write_record(used.iter().map(|&index| row[index].as_str()));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
