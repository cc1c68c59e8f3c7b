//! A table as CSV (RFC 4180): UTF-8, CRLF, machine names in the first line.
//!
//! Values are those that are shown: `1:13.748`, `57/7`. Three columns are added where a table needs them: `group` in
//! front for the headings of groups, `dropped` with the names of the columns whose score does not count, `notes` with the names
//! of the columns that each note is about.

use crate::sheet::{Group, Row, Table};

/// The table as CSV.
pub fn table(table: &Table) -> String {
    let extra = Extra::of(table);
    let mut lines = Lines::default();
    let mut head: Vec<&str> = Vec::new();
    if extra.group {
        head.push("group");
    }
    head.extend(table.columns.iter().map(|column| column.key.as_str()));
    if extra.dropped {
        head.push("dropped");
    }
    if extra.notes {
        head.push("notes");
    }
    lines.push(head.iter().map(|key| (*key).to_owned()));
    for group in &table.groups {
        for row in &group.rows {
            lines.push(fields(table, group, row, &extra));
        }
    }
    lines.finish()
}

struct Extra {
    group: bool,
    dropped: bool,
    notes: bool,
}

impl Extra {
    fn of(table: &Table) -> Extra {
        let cells = || table.rows().flat_map(|row| &row.cells);
        Extra {
            group: table.groups.iter().any(|group| !group.heading.is_empty()),
            dropped: cells().any(|cell| cell.is_struck()),
            notes: cells().any(|cell| !cell.notes.is_empty()),
        }
    }
}

fn fields(table: &Table, group: &Group, row: &Row, extra: &Extra) -> Vec<String> {
    let mut fields = Vec::with_capacity(table.columns.len() + 3);
    if extra.group {
        fields.push(group.heading.clone());
    }
    let cells = || (0..table.columns.len()).map(|column| row.cell(column));
    fields.extend(cells().map(|cell| cell.plain(" / ")));
    if extra.dropped {
        let dropped = table.columns.iter().zip(cells()).filter(|(_, cell)| cell.is_struck());
        fields.push(dropped.map(|(column, _)| column.key.as_str()).collect::<Vec<_>>().join(" "));
    }
    if extra.notes {
        let told = table.notes.iter().enumerate().filter_map(|(index, note)| {
            let noted =
                table.columns.iter().zip(cells()).filter(|(_, cell)| cell.notes.contains(&(index + 1)));
            let keys: Vec<&str> = noted.map(|(column, _)| column.key.as_str()).collect();
            (!keys.is_empty()).then(|| format!("{}: {note}", keys.join(" ")))
        });
        fields.push(told.collect::<Vec<_>>().join("; "));
    }
    fields
}

#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn push(&mut self, fields: impl IntoIterator<Item = String>) {
        let mut first = true;
        for field in fields {
            if !first {
                self.text.push(',');
            }
            first = false;
            if field.contains([',', '"', '\r', '\n']) || field.starts_with(' ') || field.ends_with(' ') {
                self.text.push('"');
                self.text.push_str(&field.replace('"', "\"\""));
                self.text.push('"');
            } else {
                self.text.push_str(&field);
            }
        }
        self.text.push_str("\r\n");
    }

    fn finish(self) -> String {
        self.text
    }
}
