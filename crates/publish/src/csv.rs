//! A table as CSV (RFC 4180): UTF-8, CRLF, machine names in the first line.
//!
//! Values are those that are shown: `1:13.748`, `57/7`. Three columns are added where a table needs them: `group` in
//! front for the headings of groups, `dropped` with the names of the columns whose score does not count, `notes` with the names
//! of the columns that each note is about, and `table` for what the whole table is not. A text that a spreadsheet would take for a formula has an apostrophe in front
//! ([`formula`]); numbers, times and gaps such as `+4.488` are none.

use crate::sheet::{Group, Row, Sheet, Table, Value};
use parcferme_core::formula;

/// All tables of a sheet. Several become one: `table` with the table's id comes first, then the columns of all, empty where
/// a table has them not.
pub fn sheet(sheet: &Sheet) -> String {
    let tables: Vec<&Table> = sheet.tables().collect();
    if let [one] = tables.as_slice() {
        return table(one);
    }
    let heads: Vec<Vec<String>> = tables.iter().map(|table| head(table, &Extra::of(table))).collect();
    let mut keys: Vec<&String> = Vec::new();
    for head in &heads {
        // A column that only later tables have goes before the one that follows it there.
        for (index, key) in head.iter().enumerate() {
            if !keys.contains(&key) {
                let next = head[index..].iter().find_map(|own| keys.iter().position(|key| *key == own));
                keys.insert(next.unwrap_or(keys.len()), key);
            }
        }
    }
    let mut lines = Lines::default();
    lines.push(std::iter::once("table".to_owned()).chain(keys.iter().map(|key| (*key).clone())));
    for (own, head) in tables.iter().zip(&heads) {
        let extra = Extra::of(own);
        for (group, row) in own.groups.iter().flat_map(|group| group.rows.iter().map(move |row| (group, row)))
        {
            let fields = fields(own, group, row, &extra);
            let field = |key: &&String| {
                head.iter().position(|own| own == *key).map_or_else(String::new, |at| fields[at].clone())
            };
            lines.push(std::iter::once(own.id.clone()).chain(keys.iter().map(field)));
        }
    }
    lines.finish()
}

/// The table as CSV.
pub fn table(table: &Table) -> String {
    let extra = Extra::of(table);
    let mut lines = Lines::default();
    lines.push(head(table, &extra));
    for group in &table.groups {
        for row in &group.rows {
            lines.push(fields(table, group, row, &extra));
        }
    }
    lines.finish()
}

fn head(table: &Table, extra: &Extra) -> Vec<String> {
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
    head.into_iter().map(str::to_owned).collect()
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
            notes: !table.caveat.is_empty() || cells().any(|cell| !cell.notes.is_empty()),
        }
    }
}

fn fields(table: &Table, group: &Group, row: &Row, extra: &Extra) -> Vec<String> {
    let mut fields = Vec::with_capacity(table.columns.len() + 3);
    if extra.group {
        fields.push(group.heading.clone());
    }
    let cells = || (0..table.columns.len()).map(|column| row.cell(column));
    fields.extend(cells().map(|cell| match cell.value {
        Value::Empty | Value::Text => cell.plain(" / "),
        // Programs read a hyphen for minus.
        _ => cell.plain(" / ").replace('\u{2212}', "-"),
    }));
    if extra.dropped {
        let dropped = table.columns.iter().zip(cells()).filter(|(_, cell)| cell.is_struck());
        fields.push(dropped.map(|(column, _)| column.key.as_str()).collect::<Vec<_>>().join(" "));
    }
    if extra.notes {
        // A line taken out of its table still says what the table is not.
        let caveat =
            (!table.caveat.is_empty()).then(|| format!("table: {}", table.caveat.trim_end_matches('.')));
        let told = table.notes.iter().enumerate().filter_map(|(index, note)| {
            let noted =
                table.columns.iter().zip(cells()).filter(|(_, cell)| cell.notes.contains(&(index + 1)));
            let keys: Vec<&str> = noted.map(|(column, _)| column.key.as_str()).collect();
            (!keys.is_empty()).then(|| format!("{}: {}", keys.join(" "), note.text))
        });
        fields.push(caveat.into_iter().chain(told).collect::<Vec<_>>().join("; "));
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
            let field = formula::guarded(&field);
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
