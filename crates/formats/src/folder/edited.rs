//! A table of the folder as a person edits it cell by cell: columns that nobody touches are kept as they are.

use super::table::{self, Known, Table};
use super::{crew, entries, results, words};
use parcferme_core::formula;
use parcferme_core::season::Status;

/// A table about to be edited. Rows are counted from 0, columns called as the folder calls them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditedTable {
    separator: u8,
    /// Heads as written, and what each column is; none where it is not read.
    columns: Vec<(String, Option<String>)>,
    rows: Vec<Vec<String>>,
}

impl EditedTable {
    /// A file of results; an empty text is one that begins.
    pub fn results(text: &str) -> EditedTable {
        let columns = results::columns();
        let all: Vec<&str> = columns.into_iter().chain(results::GAPS.iter().copied()).collect();
        EditedTable::read(text, &all, &["position", "number"])
    }

    /// The entry list; an empty text is one that begins.
    pub fn entries(text: &str) -> EditedTable {
        EditedTable::read(text, entries::COLUMNS, &["number", "team", "driver"])
    }

    fn read(text: &str, columns: &[&str], begins_with: &[&str]) -> EditedTable {
        if text.trim().is_empty() {
            let columns = begins_with.iter().map(|own| ((*own).to_owned(), Some((*own).to_owned())));
            return EditedTable { separator: b',', columns: columns.collect(), rows: Vec::new() };
        }
        let known = Known { columns, more: &table::seat, left_out: &[], first: &table::none_first };
        let table = Table::read("", text, &known, &mut Vec::new());
        let read_as = table.read_as();
        let rows = table.rows.iter().map(|(_, record)| record.iter().map(str::to_owned).collect());
        EditedTable {
            separator: super::heads::separator(text, &known),
            rows: rows.collect(),
            columns: table.header.iter().cloned().zip(read_as).collect(),
        }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn at(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|own| own.1.as_deref() == Some(column))
    }

    pub fn has(&self, column: &str) -> bool {
        self.at(column).is_some()
    }

    /// A cell as it stands; empty where there is none.
    pub fn get(&self, row: usize, column: &str) -> &str {
        let cell = self.rows.get(row).zip(self.at(column)).and_then(|(row, at)| row.get(at));
        formula::unguarded(cell.map_or("", |own| own.trim()))
    }

    /// Puts a text into a cell; a column that the table lacks is made where there is something to put into it.
    pub fn set(&mut self, row: usize, column: &str, text: &str) {
        let at = match self.at(column) {
            Some(at) => at,
            None if text.is_empty() => return,
            None => {
                self.columns.push((column.to_owned(), Some(column.to_owned())));
                self.columns.len() - 1
            }
        };
        let Some(row) = self.rows.get_mut(row) else { return };
        if row.len() <= at {
            row.resize(at + 1, String::new());
        }
        row[at] = formula::guarded(text).into_owned();
    }

    /// Puts names into a cell, so that they are read as the same names again.
    pub fn set_names(&mut self, row: usize, column: &str, names: &[&str]) {
        self.set(row, column, &crew::written(names.iter().copied()));
    }

    /// Puts in how a car's session ended, whatever word is used for it; nothing for a finish.
    pub fn set_status(&mut self, row: usize, text: &str) {
        let status = Status::from_word(text).or_else(|| words::status_of(text));
        let word = match status {
            Some(own) => own.word(),
            None => text,
        };
        self.set(row, "status", word);
    }

    /// A further row at the end.
    pub fn add(&mut self) -> usize {
        self.rows.push(vec![String::new(); self.columns.len()]);
        self.rows.len() - 1
    }

    pub fn remove(&mut self, rows: &[usize]) {
        let mut at = 0;
        self.rows.retain(|_| {
            at += 1;
            !rows.contains(&(at - 1))
        });
    }

    /// The file.
    pub fn write(&self) -> String {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(self.separator)
            .terminator(csv::Terminator::Any(b'\n'))
            .flexible(true)
            .from_writer(Vec::new());
        // Writing into memory cannot fail.
        let _ = writer.write_record(self.columns.iter().map(|own| own.0.as_str()));
        for row in &self.rows {
            let cells = (0..self.columns.len()).map(|at| row.get(at).map_or("", String::as_str));
            let _ = writer.write_record(cells);
        }
        writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// Whether a text says how a session ended instead of a place: `Ret`, `DNS`.
pub fn is_status(text: &str) -> bool {
    Status::from_word(text).is_some() || words::status_of(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_touches_is_kept() {
        let text = "Pos;No;Driver;Sponsor;Time\n1;7;Ann Archer;Oil;21:10,500\n2;8;\"Cole, Cid\";Ice;+4,2\n";
        let mut table = EditedTable::results(text);
        assert_eq!(table.write(), text.replace('"', ""), "quotes that are not needed go");
        assert_eq!(
            (table.get(1, "number"), table.get(1, "drivers"), table.get(0, "laps")),
            ("8", "Cole, Cid", "")
        );
        table.set(1, "time", "+5.0");
        table.set(0, "laps", "");
        table.set_status(1, "Ret");
        let row = table.add();
        table.set(row, "number", "9");
        table.remove(&[0]);
        assert_eq!(table.write(), "Pos;No;Driver;Sponsor;Time;status\n2;8;Cole, Cid;Ice;+5.0;dnf\n;9;;;;\n");
    }

    #[test]
    fn a_table_that_begins_has_the_columns_that_are_needed() {
        let mut table = EditedTable::results("");
        let row = table.add();
        for (column, text) in [("position", "1"), ("number", "7"), ("team", ""), ("laps", "12")] {
            table.set(row, column, text);
        }
        table.set_names(row, "drivers", &["Archer, Ann", "Bea Brown"]);
        assert_eq!(table.write(), "position,number,laps,drivers\n1,7,12,\"Archer, Ann; Bea Brown\"\n");
        assert!(is_status("Ret") && is_status("DNS") && !is_status("3") && !is_status("+1 Lap"));
    }
}
