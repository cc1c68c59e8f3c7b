//! Everything that is on a shelf in one file: as SQLite, and the same tables as CSV and as JSON.

use super::{Computed, file};
use crate::packed;
use parcferme_core::formula;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB};

/// A form of it, with its path from the site's root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Sqlite,
    /// A ZIP archive with a file a table, and the schema.
    Csv,
    Json,
}

impl Form {
    pub const ALL: [Form; 3] = [Form::Sqlite, Form::Csv, Form::Json];

    pub fn path(self) -> &'static str {
        match self {
            Form::Sqlite => "seasons.sqlite",
            Form::Csv => "seasons-csv.zip",
            Form::Json => "seasons-tables.json",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Form::Sqlite => "application/vnd.sqlite3",
            Form::Csv => "application/zip",
            Form::Json => "application/json",
        }
    }
}

pub const SCHEMA: &str = "parcferme.tables/1";

/// The file's bytes; the same seasons in the same order give the same.
///
/// # Errors
/// The database cannot be made.
pub fn bytes(seasons: &[Computed<'_>], form: Form) -> rusqlite::Result<Vec<u8>> {
    let sqlite = file(seasons)?;
    match form {
        Form::Sqlite => Ok(sqlite),
        Form::Csv => csv_of(&sqlite),
        Form::Json => json_of(&sqlite),
    }
}

fn opened(sqlite: &[u8]) -> rusqlite::Result<(Connection, Vec<String>)> {
    let mut connection = Connection::open_in_memory()?;
    connection.deserialize_read_exact(MAIN_DB, sqlite, sqlite.len(), true)?;
    let names = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok((connection, names))
}

fn csv_of(sqlite: &[u8]) -> rusqlite::Result<Vec<u8>> {
    let (connection, names) = opened(sqlite)?;
    let mut files = vec![("schema.sql".to_owned(), include_bytes!("schema.sql").to_vec())];
    for name in names {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Into memory, where writing cannot fail.
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{name}\""))?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let _ = writer.write_record(&columns);
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let cells = (0..columns.len()).map(|at| row.get_ref(at).map(shown));
            let _ = writer.write_record(cells.collect::<Result<Vec<String>, _>>()?);
        }
        files.push((format!("{name}.csv"), writer.into_inner().unwrap_or_default()));
    }
    Ok(packed::zip(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))).unwrap_or_default())
}

/// A cell of CSV; a text that a spreadsheet would take for a formula has an apostrophe in front, as in all our CSV.
fn shown(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(own) => own.to_string(),
        ValueRef::Real(own) => own.to_string(),
        ValueRef::Text(own) | ValueRef::Blob(own) => {
            formula::guarded(&String::from_utf8_lossy(own)).into_owned()
        }
    }
}

fn json_of(sqlite: &[u8]) -> rusqlite::Result<Vec<u8>> {
    let (connection, names) = opened(sqlite)?;
    let text = |own: &str| serde_json::Value::from(own).to_string();
    let mut json = format!("{{\"schema\":{},\"tables\":{{", text(SCHEMA));
    for (at, name) in names.iter().enumerate() {
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{name}\""))?;
        let columns: Vec<String> = statement.column_names().map(&text).collect();
        json.push_str(if at > 0 { ",\n" } else { "\n" });
        json.push_str(&format!("{}:[", text(name)));
        let (mut rows, mut first) = (statement.query([])?, true);
        while let Some(row) = rows.next()? {
            json.push_str(if first { "\n{" } else { ",\n{" });
            first = false;
            for (at, column) in columns.iter().enumerate() {
                let value = match row.get_ref(at)? {
                    ValueRef::Null => "null".to_owned(),
                    ValueRef::Integer(own) => own.to_string(),
                    ValueRef::Real(own) => serde_json::Value::from(own).to_string(),
                    ValueRef::Text(own) | ValueRef::Blob(own) => text(&String::from_utf8_lossy(own)),
                };
                let comma = if at > 0 { "," } else { "" };
                json.push_str(&format!("{comma}{column}:{value}"));
            }
            json.push('}');
        }
        json.push(']');
    }
    json.push_str("}}\n");
    Ok(json.into_bytes())
}
