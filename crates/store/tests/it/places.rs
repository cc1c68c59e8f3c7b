//! Where the tests keep their records: a new file and a new schema for each.

use parcferme_core::season::Moment;
use parcferme_store::{Act, Address, Draft, Facts, Publication, Record, Standing};
use postgres::{Client, NoTls};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// An empty place for one record, gone when the test is.
pub struct Place {
    pub name: &'static str,
    pub address: Address,
    folder: Option<tempfile::TempDir>,
    schema: Option<(String, String)>,
}

impl Place {
    pub fn file() -> Place {
        let folder = tempfile::tempdir().unwrap();
        let address = Address::File(folder.path().join("club.record"));
        Place { name: "SQLite", address, folder: Some(folder), schema: None }
    }

    /// None where no server is named: the database of `PARCFERME_POSTGRES`, as `postgres://user@host/name`.
    pub fn postgres() -> Option<Place> {
        let Ok(url) = std::env::var("PARCFERME_POSTGRES") else {
            assert!(std::env::var_os("CI").is_none(), "CI needs a PostgreSQL: set PARCFERME_POSTGRES");
            eprintln!("skipped: the half on PostgreSQL: PARCFERME_POSTGRES is not set");
            return None;
        };
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let schema = format!("parcferme_test_{}_{count}", std::process::id());
        let mut client = Client::connect(&url, NoTls).unwrap();
        client.batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
        let separator = if url.contains('?') { '&' } else { '?' };
        let address = Address::Postgres(format!("{url}{separator}options=-csearch_path%3D{schema}"));
        Some(Place { name: "PostgreSQL", address, folder: None, schema: Some((url, schema)) })
    }

    pub fn record(&self) -> Record {
        Record::open_or_make(&self.address).unwrap()
    }

    /// Runs statements past the record, as somebody with a right to the database can.
    pub fn behind(&self, sql: &str) {
        match &self.address {
            Address::File(path) => rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap(),
            Address::Postgres(url) => Client::connect(url, NoTls).unwrap().batch_execute(sql).unwrap(),
        }
    }

    /// The same, and whether the database let it.
    pub fn lets(&self, sql: &str) -> bool {
        match &self.address {
            Address::File(path) => rusqlite::Connection::open(path).unwrap().execute_batch(sql).is_ok(),
            Address::Postgres(url) => Client::connect(url, NoTls).unwrap().batch_execute(sql).is_ok(),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((url, schema)) = &self.schema
            && let Ok(mut client) = Client::connect(url, NoTls)
        {
            let _ = client.batch_execute(&format!("DROP SCHEMA {schema} CASCADE"));
        }
        drop(self.folder.take());
    }
}

/// Runs a test on both databases.
pub fn each(mut test: impl FnMut(&Place)) {
    for place in [Some(Place::file()), Place::postgres()].into_iter().flatten() {
        eprintln!("on {}", place.name);
        test(&place);
    }
}

pub fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

/// Files that come or change.
pub fn facts(files: &[(&str, &str)]) -> Act {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), Some(text.as_bytes().to_vec())));
    Act::Facts(Facts { files: files.collect(), undoes: None })
}

pub fn publication(standing: Standing, table: &str) -> Act {
    Act::Publish(Publication {
        standing,
        rulebook: b"name = \"Club\"\n".to_vec(),
        engine: "Parc Ferm\u{e9} 0.1.0".to_owned(),
        documents: BTreeMap::from([("standings.json".to_owned(), table.as_bytes().to_vec().into())]),
        address: None,
    })
}

pub fn draft(follows: u64, key: &str, act: Act) -> Draft {
    Draft {
        season: "hill-cup/2026".to_owned(),
        follows,
        key: key.to_owned(),
        who: "Ann Archer".to_owned(),
        why: "as the timekeepers sent it".to_owned(),
        when: moment("2026-08-03T12:00:00Z"),
        act,
    }
}
