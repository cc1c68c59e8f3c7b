//! A walk says what does not hold, and where.

use crate::places::{Place, draft, each, facts, publication};
use parcferme_store::{Address, Standing};

/// A record of two operations of facts and one edition, and the walk through it after somebody changed it past the guards.
fn flaws(place: &Place, sql: &str) -> Vec<String> {
    let mut record = place.record();
    record.enter(&draft(0, "a", facts(&[("season.toml", "1"), ("names.toml", "n")]))).unwrap();
    record.enter(&draft(1, "b", facts(&[("season.toml", "2")]))).unwrap();
    record.enter(&draft(2, "p", publication(Standing::Official, "{}"))).unwrap();
    assert!(record.walk().unwrap().flaws.is_empty());
    let guards = match place.address {
        Address::File(_) => "PRAGMA foreign_keys = OFF; DROP TRIGGER document_stays; DROP TRIGGER document_kept; DROP TRIGGER operation_stays;
            DROP TRIGGER operation_kept; DROP TRIGGER fact_stays; DROP TRIGGER fact_kept; DROP TRIGGER edition_stays; DROP TRIGGER edition_kept;
            DROP TRIGGER paper_kept;",
        Address::Postgres(_) => "SET session_replication_role = replica;",
    };
    let sql = match place.address {
        Address::File(_) => sql.to_owned(),
        Address::Postgres(_) => sql.replace("AS BLOB", "AS BYTEA"),
    };
    place.behind(&format!("{guards}{sql}"));
    let flaws = record.walk().unwrap().flaws;
    flaws.iter().map(|own| format!("{}: {}", own.places[0].document, own.message)).collect()
}

#[test]
fn each_damage_is_named_with_its_place() {
    for (sql, place, message) in [
        (
            "UPDATE document SET bytes = CAST('x' AS BLOB) WHERE length(bytes) = 1",
            "documents",
            "has other bytes than it had",
        ),
        ("DELETE FROM operation WHERE number = 2", "operation 3", "its number after the one before"),
        ("DELETE FROM operation WHERE number = 3", "edition 1", "the operation that published it is gone"),
        (
            "UPDATE operation SET statement = replace(statement, 'Ann', 'Eve') WHERE number = 1",
            "operation 1",
            "its digest",
        ),
        (
            "UPDATE operation SET statement = '{' WHERE number = 1",
            "operation 1",
            "its statement cannot be read",
        ),
        (
            "UPDATE operation SET at = '2020-01-01T00:00:00Z' WHERE number = 2",
            "operation 2",
            "what is repeated",
        ),
        ("DELETE FROM fact WHERE path = 'names.toml'", "operation 1", "its facts beside its statement"),
        ("UPDATE fact SET after = before WHERE number = 2", "operation 2", "its facts beside its statement"),
        ("DELETE FROM edition", "operation 3", "edition 1, which it published, is gone"),
        (
            "UPDATE edition SET statement = replace(statement, 'official', 'provisional')",
            "edition 1",
            "its digest",
        ),
        ("DELETE FROM paper", "edition 1", "its documents beside its statement"),
        ("UPDATE edition SET position = 7", "edition 1", "what is repeated beside its statement"),
    ] {
        each(|at| {
            let found = flaws(at, sql);
            assert!(
                found.iter().any(|own| own.contains(place) && own.contains(message)),
                "{sql}: expected `{message}` at {place}, found {found:#?}"
            );
        });
    }
}

/// Who changes a statement and its digest too still breaks the chain at the next.
#[test]
fn a_statement_made_anew_breaks_the_chain() {
    each(|place| {
        let sql = match place.address {
            Address::File(_) => {
                "UPDATE operation SET statement = replace(statement, 'Ann', 'Eve'),
                     hash = unhex('00000000000000000000000000000000000000000000000000000000000000ff') WHERE number = 1"
            }
            Address::Postgres(_) => {
                "UPDATE operation SET statement = replace(statement, 'Ann', 'Eve'),
                     hash = sha256(convert_to(replace(statement, 'Ann', 'Eve'), 'UTF8')) WHERE number = 1"
            }
        };
        let found = flaws(place, sql);
        let broken = "hill-cup/2026, operation 2: the digest of the one before does not hold";
        assert!(found.iter().any(|own| own == broken), "{found:#?}");
    });
}
