//! Seasons as one SQLite file: facts as declared, classifications and tables as computed.
//!
//! The same seasons in the same order give the same bytes. The schema, with what its columns mean, is `schema.sql`; it
//! travels in the file's own `sqlite_schema`.

pub mod bulk;
mod facts;
pub mod read;
mod standings;

use parcferme_core::{Outcome, Points, Rulebook, Season};
use rusqlite::{Connection, params};

/// A season with what was computed of it.
#[derive(Clone, Copy)]
pub struct Computed<'a> {
    pub season: &'a Season,
    pub rules: &'a Rulebook,
    pub outcome: &'a Outcome,
}

/// The file's bytes. A season named twice is written once.
pub fn file(seasons: &[Computed<'_>]) -> rusqlite::Result<Vec<u8>> {
    let mut connection = Connection::open_in_memory()?;
    connection
        .execute_batch("PRAGMA page_size = 4096; PRAGMA foreign_keys = ON; PRAGMA encoding = 'UTF-8';")?;
    connection.execute_batch(include_str!("schema.sql"))?;
    let transaction = connection.transaction()?;
    transaction.execute("INSERT INTO about VALUES ('schema', 'parcferme.sqlite/1')", [])?;
    transaction.execute("INSERT INTO about VALUES ('issuer', ?)", [crate::ISSUER])?;
    let mut written: Vec<&str> = Vec::new();
    for computed in seasons {
        if !written.contains(&computed.season.id.as_str()) {
            facts::write(&transaction, computed)?;
            standings::write(&transaction, computed)?;
            written.push(&computed.season.id);
        }
    }
    transaction.commit()?;
    connection.execute_batch("ANALYZE; VACUUM;")?;
    Ok(connection.serialize("main")?.to_vec())
}

/// Points as exact text and as a number.
fn text_and_real(points: Points) -> (String, Option<f64>) {
    (points.to_string(), points.ratio().map(|(over, under)| over as f64 / under as f64))
}

/// Runs one prepared statement over many rows.
fn each<P: rusqlite::Params>(
    connection: &Connection,
    sql: &str,
    rows: impl IntoIterator<Item = P>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(sql)?;
    for row in rows {
        statement.execute(row)?;
    }
    Ok(())
}

/// The one row of a season itself.
fn season_row(connection: &Connection, season: &Season) -> rusqlite::Result<usize> {
    connection.execute(
        "INSERT INTO season VALUES (?, ?, ?, ?, ?)",
        params![season.id, season.series, season.year, season.name, season.rulebook],
    )
}
