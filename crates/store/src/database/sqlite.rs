//! A record in one SQLite file.

use super::{Cell, Database, For, Row, Value, as_held};
use crate::Fault;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql};
use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

const MIGRATIONS: [&str; 9] = [
    include_str!("1.sqlite.sql"),
    include_str!("2.sqlite.sql"),
    include_str!("3.sqlite.sql"),
    include_str!("4.sqlite.sql"),
    include_str!("5.sqlite.sql"),
    include_str!("6.sqlite.sql"),
    include_str!("7.sqlite.sql"),
    include_str!("8.sqlite.sql"),
    include_str!("9.sqlite.sql"),
];

/// `PFrc`: what `file` and this program know a record by.
const APPLICATION: i64 = 0x5046_7263;

/// How long one waits for another that writes.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct Sqlite {
    connection: Connection,
}

impl Sqlite {
    pub fn open(path: &Path, make: bool) -> Result<Sqlite, Fault> {
        let shown = path.display().to_string();
        let is_there = path.exists();
        if !is_there && !make {
            return Err(Fault::Absent(shown));
        }
        if path.is_dir() {
            return Err(Fault::Foreign(format!("{shown} is a folder")));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let flags = if make { flags | OpenFlags::SQLITE_OPEN_CREATE } else { flags };
        if !is_there && path != Path::new(IN_MEMORY) {
            make_for_its_owner(path)
                .map_err(|error| Fault::Unreachable(format!("cannot make {shown}: {error}")))?;
        }
        let connection = Connection::open_with_flags(path, flags).map_err(fault)?;
        let mut own = Sqlite { connection };
        own.connection.busy_timeout(PATIENCE).map_err(fault)?;
        // Before anything is changed: whether the file is ours. Tables first: another may make the record just now, both at
        // once, and tables without our mark would be somebody else's.
        let tables = own.pragma("SELECT count(*) FROM sqlite_schema").map_err(|error| match error {
            Fault::Database(_) => Fault::Foreign(format!("{shown} is no SQLite file")),
            other => other,
        })?;
        let application = own.pragma("PRAGMA application_id")?;
        if application != APPLICATION && (tables > 0 || application != 0) {
            return Err(Fault::Foreign(format!("{shown} is an SQLite file of something else")));
        }
        if tables == 0 && !make {
            return Err(Fault::Absent(shown));
        }
        // FULL: a commit that was answered outlives a power cut; NORMAL may lose the last ones.
        own.write_ahead()?;
        own.batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;")?;
        if !is_there {
            flush_folder_of(path)?;
        }
        Ok(own)
    }

    /// Changes to a write-ahead log. Of two that make a file at once SQLite answers one that it is busy without any wait,
    /// for each holds what the other needs.
    fn write_ahead(&mut self) -> Result<(), Fault> {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.batch("PRAGMA journal_mode = WAL;") {
                Err(Fault::Busy) if Instant::now() < until => std::thread::sleep(Duration::from_millis(5)),
                other => return other,
            }
        }
    }

    fn pragma(&mut self, sql: &str) -> Result<i64, Fault> {
        self.connection.query_row(sql, [], |row| row.get(0)).map_err(fault)
    }
}

/// SQLite's name for what is in memory alone: no file is of that name.
const IN_MEMORY: &str = ":memory:";

/// A record has hashes of passwords and secrets: nobody but its owner reads it. What SQLite lays beside it is as the file is.
fn make_for_its_owner(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    match options.open(path) {
        // Another made it just now.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}

/// The name of a new file outlives a power cut too.
fn flush_folder_of(path: &Path) -> Result<(), Fault> {
    if !cfg!(unix) {
        return Ok(());
    }
    let folder = path.parent().filter(|own| !own.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let flushed = File::open(folder).and_then(|folder| folder.sync_all());
    flushed.map_err(|error| Fault::Database(format!("cannot flush {}: {error}", folder.display())))
}

impl Database for Sqlite {
    fn begin(&mut self, purpose: For) -> Result<(), Fault> {
        let sql = match purpose {
            For::Writing => "BEGIN IMMEDIATE",
            For::Erasing => "PRAGMA secure_delete = ON; BEGIN IMMEDIATE;",
            // What is read first fixes what is seen.
            For::Reading => "BEGIN; SELECT count(*) FROM sqlite_schema;",
        };
        self.batch(sql)
    }

    fn commit(&mut self) -> Result<Result<(), String>, Fault> {
        match self.connection.execute_batch("COMMIT") {
            Ok(()) => Ok(Ok(())),
            Err(error) => {
                self.rollback();
                match fault(error) {
                    // The log could not be written: it holds no whole commit.
                    own @ (Fault::Busy | Fault::Full | Fault::ReadOnly) => Err(own),
                    // The log was written and perhaps not flushed: the next to open it may find the commit, or not.
                    own => Ok(Err(own.to_string())),
                }
            }
        }
    }

    fn rollback(&mut self) {
        if !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }

    fn erased(&mut self) -> Result<(), Fault> {
        // What went still stands in the write-ahead log. Where somebody reads just now, the next to write does it.
        self.batch("PRAGMA wal_checkpoint(TRUNCATE);")
    }

    fn run(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, Fault> {
        let mut statement = self.connection.prepare_cached(&placed(sql)).map_err(fault)?;
        let changed = statement.execute(rusqlite::params_from_iter(values)).map_err(fault)?;
        Ok(changed as u64)
    }

    fn rows(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, Fault> {
        let mut statement = self.connection.prepare_cached(&placed(sql)).map_err(fault)?;
        let columns = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(values)).map_err(fault)?;
        let mut read = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let cells = (0..columns).map(|column| row.get_ref(column).map_err(fault).and_then(cell));
            read.push(Row(cells.collect::<Result<_, _>>()?));
        }
        Ok(read)
    }

    fn batch(&mut self, sql: &str) -> Result<(), Fault> {
        self.connection.execute_batch(sql).map_err(fault)
    }

    fn version(&mut self) -> Result<Option<i64>, Fault> {
        let version = self.pragma("PRAGMA user_version")?;
        Ok((version > 0).then_some(version))
    }

    fn set_version(&mut self, version: i64) -> Result<(), Fault> {
        // A pragma takes no values; both are numbers.
        self.batch(&format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {version};"))
    }

    fn migrations(&self) -> &'static [&'static str] {
        &MIGRATIONS
    }
}

/// `$1` as SQLite counts values: there it would be a name.
fn placed(sql: &str) -> String {
    sql.replace('$', "?")
}

fn cell(value: ValueRef<'_>) -> Result<Cell, Fault> {
    match value {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Integer(own) => Ok(Cell::Int(own)),
        ValueRef::Blob(own) => Ok(Cell::Bytes(own.to_vec())),
        ValueRef::Text(own) => String::from_utf8(own.to_vec())
            .map(Cell::Text)
            .map_err(|_| Fault::Damaged("a text is not UTF-8".to_owned())),
        ValueRef::Real(_) => Err(Fault::Damaged("a fraction stands where none can".to_owned())),
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Value::Int(own) => ToSqlOutput::Owned(as_held(*own).into()),
            Value::Text(own) => ToSqlOutput::Borrowed(ValueRef::Text(own.as_bytes())),
            Value::Bytes(own) => ToSqlOutput::Borrowed(ValueRef::Blob(own)),
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
        })
    }
}

// By value, as `map_err` gives it.
#[allow(clippy::needless_pass_by_value)]
fn fault(error: rusqlite::Error) -> Fault {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Fault::Busy,
        Some(ErrorCode::DiskFull) => Fault::Full,
        Some(ErrorCode::ReadOnly) => Fault::ReadOnly,
        Some(ErrorCode::DatabaseCorrupt) => Fault::Damaged(error.to_string()),
        Some(ErrorCode::CannotOpen) => Fault::Unreachable(error.to_string()),
        _ => Fault::Database(error.to_string()),
    }
}
