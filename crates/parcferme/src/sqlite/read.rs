//! The tables of somebody's SQLite file, as texts: only stored rows are read, nothing of the file is run.

use parcferme_formats::grid::{DatabaseTable, MAX_CELLS};
use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB};

const BEGIN: &[u8] = b"SQLite format 3\0";

/// Whether the bytes are an SQLite file.
pub fn is_file(bytes: &[u8]) -> bool {
    bytes.starts_with(BEGIN)
}

/// Its tables; none where the file cannot be read, with the reason.
pub fn tables(bytes: &[u8]) -> Result<Vec<DatabaseTable>, String> {
    read(bytes).map_err(|error| error.to_string())?
}

fn read(bytes: &[u8]) -> rusqlite::Result<Result<Vec<DatabaseTable>, String>> {
    let mut connection = Connection::open_in_memory()?;
    connection.deserialize_read_exact(MAIN_DB, bytes, bytes.len(), true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    let names: Vec<String> = connection
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
             AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let (mut tables, mut cells) = (Vec::new(), 0);
    for name in names {
        let quoted = name.replace('"', "\"\"");
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{quoted}\""))?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut table = DatabaseTable { name, ..DatabaseTable::default() };
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            cells += columns.len();
            if cells > MAX_CELLS {
                return Ok(Err(format!("it has more than {MAX_CELLS} cells")));
            }
            let cell = |at: usize| row.get_ref(at).map(text);
            table.rows.push((0..columns.len()).map(cell).collect::<Result<_, _>>()?);
        }
        drop(rows);
        table.columns = columns;
        table.refers = connection
            .prepare(&format!("PRAGMA foreign_key_list(\"{quoted}\")"))?
            .query_map([], |row| {
                let key: Option<String> = row.get("to")?;
                Ok((row.get("from")?, row.get("table")?, key.unwrap_or_else(|| "id".to_owned())))
            })?
            .collect::<Result<_, _>>()?;
        tables.push(table);
    }
    Ok(Ok(tables))
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => String::new(),
        ValueRef::Integer(own) => own.to_string(),
        // The shortest text that is this number: `4.5`, `25`.
        ValueRef::Real(own) => own.to_string(),
        ValueRef::Text(own) => String::from_utf8_lossy(own).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_texts_and_references_are_known() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "CREATE TABLE driver (id INTEGER PRIMARY KEY, name TEXT);
                 CREATE TABLE score (driver_id INTEGER REFERENCES driver (id), points REAL);
                 INSERT INTO driver VALUES (1, 'Ann Archer');
                 INSERT INTO score VALUES (1, 4.5), (1, 25.0), (NULL, NULL);",
            )
            .unwrap();
        let bytes = connection.serialize("main").unwrap().to_vec();
        assert!(is_file(&bytes));
        let tables = tables(&bytes).unwrap();
        assert_eq!(tables[1].rows, [["1", "4.5"], ["1", "25"], ["", ""]]);
        assert_eq!(tables[1].refers, [("driver_id".to_owned(), "driver".to_owned(), "id".to_owned())]);
    }

    #[test]
    fn a_damaged_file_is_an_error() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE a (x); INSERT INTO a VALUES ('text');").unwrap();
        let bytes = connection.serialize("main").unwrap().to_vec();
        for end in [16, 100, 1000, 4096, bytes.len() - 1] {
            let _ = tables(&bytes[..end]);
        }
        let mut garbled = bytes.clone();
        garbled[4096..].iter_mut().for_each(|byte| *byte = 0xff);
        assert!(tables(&garbled).is_err());
    }
}
