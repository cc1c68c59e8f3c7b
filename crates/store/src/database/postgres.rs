//! A record in a PostgreSQL database, in the schema that its `search_path` names first.

use super::{Cell, Database, For, Row, Value, as_held};
use crate::Fault;
use bytes::BytesMut;
use postgres::error::SqlState;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};
use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

const MIGRATIONS: [&str; 9] = [
    include_str!("1.postgres.sql"),
    include_str!("2.postgres.sql"),
    include_str!("3.postgres.sql"),
    include_str!("4.postgres.sql"),
    include_str!("5.postgres.sql"),
    include_str!("6.postgres.sql"),
    include_str!("7.postgres.sql"),
    include_str!("8.postgres.sql"),
    include_str!("9.postgres.sql"),
];

pub struct Postgres {
    client: Client,
    prepared: BTreeMap<&'static str, Statement>,
    /// What the server warned of since the last commit began.
    warned: Arc<Mutex<Option<String>>>,
}

impl Postgres {
    pub fn open(url: &str) -> Result<Postgres, Fault> {
        let mut config: Config = url
            .parse()
            .map_err(|error| Fault::Unreachable(format!("the address cannot be read: {error}")))?;
        config.connect_timeout(Duration::from_secs(10)).application_name("parcferme");
        let warned = Arc::new(Mutex::new(None));
        let told = warned.clone();
        config.notice_callback(move |notice| {
            // A wait for another server was broken off: the commit stands here, and is lost if this server is.
            if ["57", "08"].iter().any(|class| notice.code().code().starts_with(class)) {
                *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(notice.message().to_owned());
            }
        });
        let mut client = config.connect(NoTls).map_err(fault)?;
        // A server that answers before a commit is on its disk would let go of what was acknowledged. What waits for more,
        // as for another server, stays.
        client
            .batch_execute(
                "SELECT set_config('synchronous_commit', 'on', false)
                     WHERE current_setting('synchronous_commit') IN ('off', 'local');
                 SET lock_timeout = '10s'; SET client_min_messages = 'warning';",
            )
            .map_err(fault)?;
        Ok(Postgres { client, prepared: BTreeMap::new(), warned })
    }

    fn prepare(&mut self, sql: &'static str) -> Result<Statement, Fault> {
        if let Some(own) = self.prepared.get(sql) {
            return Ok(own.clone());
        }
        let statement = self.client.prepare(sql).map_err(fault)?;
        self.prepared.insert(sql, statement.clone());
        Ok(statement)
    }

    fn has_version(&mut self) -> Result<bool, Fault> {
        // Not `to_regclass`, which remembers that there was none before it waited for who made it.
        let rows = self.rows(
            "SELECT count(*) FROM pg_catalog.pg_class AS own JOIN pg_catalog.pg_namespace AS place ON place.oid = own.relnamespace
                 WHERE own.relname = 'parcferme_record' AND place.nspname = ANY (current_schemas(false))",
            &[],
        )?;
        Ok(rows.first().map_or(Ok(0), |row| row.number(0))? > 0)
    }
}

impl Database for Postgres {
    fn begin(&mut self, purpose: For) -> Result<(), Fault> {
        match purpose {
            For::Reading => self.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
            // Held to the end of the transaction; the number is that of the lock of records, and of nothing else.
            For::Writing | For::Erasing => self.batch("BEGIN; SELECT pg_advisory_xact_lock(5064819283);"),
        }
    }

    fn commit(&mut self) -> Result<Result<(), String>, Fault> {
        let take =
            |warned: &Mutex<Option<String>>| warned.lock().unwrap_or_else(PoisonError::into_inner).take();
        take(&self.warned);
        match self.client.batch_execute("COMMIT") {
            Ok(()) => Ok(take(&self.warned).map_or(Ok(()), Err)),
            Err(error) => {
                self.rollback();
                // The server refused it: nothing was done. Else the answer was lost, and so is the knowledge.
                let refused = error.as_db_error().is_some_and(|own| {
                    !own.code().code().starts_with("57") && !own.code().code().starts_with("08")
                });
                if refused { Err(fault(error)) } else { Ok(Err(error.to_string())) }
            }
        }
    }

    fn rollback(&mut self) {
        let _ = self.client.batch_execute("ROLLBACK");
    }

    fn erased(&mut self) -> Result<(), Fault> {
        self.batch("VACUUM document")?;
        self.batch("VACUUM shown_file")?;
        self.batch("VACUUM shown")?;
        self.batch("VACUUM operation")
    }

    fn run(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, Fault> {
        let statement = self.prepare(sql)?;
        self.client.execute(&statement, &given(values)).map_err(fault)
    }

    fn rows(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, Fault> {
        let statement = self.prepare(sql)?;
        let rows = self.client.query(&statement, &given(values)).map_err(fault)?;
        rows.iter().map(read).collect()
    }

    fn batch(&mut self, sql: &str) -> Result<(), Fault> {
        self.client.batch_execute(sql).map_err(fault)
    }

    fn version(&mut self) -> Result<Option<i64>, Fault> {
        if !self.has_version()? {
            return Ok(None);
        }
        let rows = self.rows("SELECT version FROM parcferme_record", &[])?;
        let version = rows.first().map(|row| row.number(0)).transpose()?;
        Ok(version.and_then(|own| i64::try_from(own).ok()))
    }

    fn set_version(&mut self, version: i64) -> Result<(), Fault> {
        // A number: nothing that could be taken for a statement.
        self.batch(&format!(
            "CREATE TABLE IF NOT EXISTS parcferme_record (
                 one BIGINT PRIMARY KEY CHECK (one = 1), version BIGINT NOT NULL);
             INSERT INTO parcferme_record VALUES (1, {version})
                 ON CONFLICT (one) DO UPDATE SET version = excluded.version;"
        ))
    }

    fn migrations(&self) -> &'static [&'static str] {
        &MIGRATIONS
    }
}

fn given<'a>(values: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values.iter().map(|own| own as &(dyn ToSql + Sync)).collect()
}

fn read(row: &postgres::Row) -> Result<Row, Fault> {
    let cell = |(column, of): (usize, &postgres::Column)| match *of.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(column).map(|own| own.map_or(Cell::Null, Cell::Int)),
        Type::BYTEA => {
            row.try_get::<_, Option<Vec<u8>>>(column).map(|own| own.map_or(Cell::Null, Cell::Bytes))
        }
        _ => row.try_get::<_, Option<String>>(column).map(|own| own.map_or(Cell::Null, Cell::Text)),
    };
    let cells = row.columns().iter().enumerate().map(|own| cell(own).map_err(fault));
    Ok(Row(cells.collect::<Result<_, _>>()?))
}

impl ToSql for Value<'_> {
    fn to_sql(&self, of: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Value::Int(own) => as_held(*own).to_sql(of, out),
            Value::Text(own) => own.to_sql(of, out),
            Value::Bytes(own) => own.to_sql(of, out),
            Value::Null => Ok(IsNull::Yes),
        }
    }

    fn accepts(of: &Type) -> bool {
        [Type::INT8, Type::TEXT, Type::BYTEA].contains(of)
    }

    to_sql_checked!();
}

// By value, as `map_err` gives it.
#[allow(clippy::needless_pass_by_value)]
fn fault(error: postgres::Error) -> Fault {
    let Some(said) = error.as_db_error() else {
        let cause = error.source().map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"));
        return Fault::Unreachable(cause);
    };
    let code = said.code();
    if [SqlState::LOCK_NOT_AVAILABLE, SqlState::T_R_DEADLOCK_DETECTED, SqlState::T_R_SERIALIZATION_FAILURE]
        .contains(code)
    {
        return Fault::Busy;
    }
    match code {
        _ if *code == SqlState::DISK_FULL => Fault::Full,
        _ if *code == SqlState::READ_ONLY_SQL_TRANSACTION || *code == SqlState::INSUFFICIENT_PRIVILEGE => {
            Fault::ReadOnly
        }
        _ if ["08", "28", "3D", "53", "57"].iter().any(|class| code.code().starts_with(class)) => {
            Fault::Unreachable(said.message().to_owned())
        }
        _ => Fault::Database(said.message().to_owned()),
    }
}
