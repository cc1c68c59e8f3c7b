//! What a record asks of a database, and the two that answer.
//!
//! Statements are written once, with `$1` for values; what differs (types, locks, how a commit may end) is here.

mod postgres;
mod sqlite;

use crate::{Address, Digest, Fault};
use parcferme_core::season::Moment;

/// A value given to a statement.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Beyond what a column holds it is the most that one does, which nothing is numbered: asked for, it is not there.
    Int(u64),
    Text(&'a str),
    Bytes(&'a [u8]),
    Null,
}

impl<'a> From<&'a Digest> for Value<'a> {
    fn from(digest: &'a Digest) -> Value<'a> {
        Value::Bytes(digest.bytes())
    }
}

impl<'a> From<Option<&'a Digest>> for Value<'a> {
    fn from(digest: Option<&'a Digest>) -> Value<'a> {
        digest.map_or(Value::Null, Value::from)
    }
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(text: Option<&'a str>) -> Value<'a> {
        text.map_or(Value::Null, Value::Text)
    }
}

/// A number as a column holds it.
fn as_held(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A value of a row.
#[derive(Clone, Debug)]
pub enum Cell {
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
    Null,
}

/// A row, by the order of the columns asked for.
pub struct Row(pub Vec<Cell>);

impl Row {
    pub fn number(&self, column: usize) -> Result<u64, Fault> {
        match self.0.get(column) {
            Some(Cell::Int(own)) => u64::try_from(*own).map_err(|_| other_than(column)),
            _ => Err(other_than(column)),
        }
    }

    pub fn number_or_none(&self, column: usize) -> Result<Option<u64>, Fault> {
        match self.0.get(column) {
            Some(Cell::Null) => Ok(None),
            _ => self.number(column).map(Some),
        }
    }

    pub fn text(&mut self, column: usize) -> Result<String, Fault> {
        match self.0.get_mut(column) {
            Some(Cell::Text(own)) => Ok(std::mem::take(own)),
            _ => Err(other_than(column)),
        }
    }

    pub fn text_or_none(&mut self, column: usize) -> Result<Option<String>, Fault> {
        match self.0.get(column) {
            Some(Cell::Null) => Ok(None),
            _ => self.text(column).map(Some),
        }
    }

    /// A moment, as this program writes them.
    pub fn moment(&mut self, column: usize) -> Result<Moment, Fault> {
        let text = self.text(column)?;
        text.parse().map_err(|_| Fault::Damaged(format!("`{text}` is no moment")))
    }

    pub fn moment_or_none(&mut self, column: usize) -> Result<Option<Moment>, Fault> {
        match self.0.get(column) {
            Some(Cell::Null) => Ok(None),
            _ => self.moment(column).map(Some),
        }
    }

    pub fn bytes(&mut self, column: usize) -> Result<Vec<u8>, Fault> {
        match self.0.get_mut(column) {
            Some(Cell::Bytes(own)) => Ok(std::mem::take(own)),
            _ => Err(other_than(column)),
        }
    }

    pub fn bytes_or_none(&mut self, column: usize) -> Result<Option<Vec<u8>>, Fault> {
        match self.0.get(column) {
            Some(Cell::Null) => Ok(None),
            _ => self.bytes(column).map(Some),
        }
    }

    pub fn digest(&mut self, column: usize) -> Result<Option<Digest>, Fault> {
        match self.0.get(column) {
            Some(Cell::Null) => Ok(None),
            _ => {
                let bytes = self.bytes(column)?;
                Ok(Some(Digest(bytes.try_into().map_err(|_| other_than(column))?)))
            }
        }
    }
}

fn other_than(column: usize) -> Fault {
    Fault::Damaged(format!("column {} of a row is not of its kind", column + 1))
}

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Nobody else writes until it ends.
    Writing,
    /// The same, and what goes is overwritten where it lay.
    Erasing,
    /// The record as it stands now, whatever others write meanwhile.
    Reading,
}

/// One connection to a database.
pub trait Database: Send {
    /// Begins a transaction.
    fn begin(&mut self, purpose: For) -> Result<(), Fault>;

    /// Ends it with everything done. `Ok(Err(cause))`: whether it was done is not known.
    fn commit(&mut self) -> Result<Result<(), String>, Fault>;

    /// Ends it with nothing done; that cannot fail in a way that matters.
    fn rollback(&mut self);

    /// Runs a statement; the number of rows it changed.
    fn run(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, Fault>;

    /// Asks for rows.
    fn rows(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, Fault>;

    /// After a transaction that erased: nothing of what went is left in the database's files.
    fn erased(&mut self) -> Result<(), Fault>;

    /// Runs several statements of a migration.
    fn batch(&mut self, sql: &str) -> Result<(), Fault>;

    /// The version of the tables; none where there are none.
    fn version(&mut self) -> Result<Option<i64>, Fault>;

    fn set_version(&mut self, version: i64) -> Result<(), Fault>;

    /// The migrations from nothing to what this program knows: only ever added to.
    fn migrations(&self) -> &'static [&'static str];
}

/// Connects. A record that is not there is made where `make` says so, and refused else; one of an earlier version is brought
/// to this one.
pub fn open(address: &Address, make: bool) -> Result<Box<dyn Database>, Fault> {
    let mut database: Box<dyn Database> = match address {
        Address::File(path) => Box::new(sqlite::Sqlite::open(path, make)?),
        Address::Postgres(url) => Box::new(postgres::Postgres::open(url)?),
    };
    let ours = i64::try_from(database.migrations().len()).unwrap_or(i64::MAX);
    match database.version()? {
        Some(its) if its == ours => return Ok(database),
        Some(its) if its > ours => return Err(Fault::Newer { its, ours }),
        None if !make => return Err(Fault::Absent(address.to_string())),
        _ => {}
    }
    database.begin(For::Writing)?;
    if let Err(fault) = migrate(database.as_mut(), ours) {
        database.rollback();
        return Err(fault);
    }
    match database.commit()? {
        Ok(()) => Ok(database),
        Err(cause) => Err(Fault::Unreachable(cause)),
    }
}

/// In the transaction: another may have done it while this one waited.
fn migrate(database: &mut dyn Database, ours: i64) -> Result<(), Fault> {
    let its = database.version()?.unwrap_or(0);
    for migration in database.migrations().iter().skip(usize::try_from(its).unwrap_or(0)) {
        database.batch(migration)?;
    }
    database.set_version(ours)
}
