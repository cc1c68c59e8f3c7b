//! `parcferme add` of tables: a question changes nothing, its answer is remembered, and a database is read.

use std::path::Path;
use std::process::{Command, Output};

fn parcferme(at: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_parcferme")).args(arguments).current_dir(at).output();
    let Output { status, stdout, stderr } = run.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn an_unknown_table_is_a_question_and_the_answer_holds_for_the_next() {
    let place = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(place.path().join(name), text).unwrap();
    write("week1.csv", "Fin,Kart,Steerer\n1,7,Ann Archer\n2,8,Ben Boyd\n");
    write("week2.csv", "STEERER,KART,FIN\nAnn Archer,7,2\nBen Boyd,8,1\n");
    parcferme(place.path(), &["new", "cup"]);
    let before = std::fs::read_to_string(place.path().join("cup/season.toml")).unwrap();
    let add = |more: &[&str]| parcferme(place.path(), &[&["add", "--season", "cup"], more].concat());
    let (status, _, told) = add(&["week1.csv", "--round", "1"]);
    assert_eq!(status, Some(2), "{told}");
    assert!(told.contains("PF1046") && told.contains("1,7,Ann Archer") && told.contains("--map"), "{told}");
    assert_eq!(std::fs::read_to_string(place.path().join("cup/season.toml")).unwrap(), before);
    let answer =
        ["week1.csv", "--round", "1", "--as", "results", "--map", "Kart=number", "--map", "Steerer=drivers"];
    let (status, said, told) = add(&answer);
    assert_eq!(status, Some(0), "{told}");
    assert!(said.contains("Steerer → drivers"), "{said}");
    let (status, _, told) = add(&["week2.csv", "--round", "2"]);
    assert_eq!(status, Some(0), "{told}");
    let second = std::fs::read_to_string(place.path().join("cup/results/02-race.csv")).unwrap();
    let rows: Vec<&str> = second.lines().skip(1).collect();
    assert!(rows.iter().any(|row| row.contains("Ben Boyd") && row.starts_with("1,")), "{second}");
    assert!(rows.iter().any(|row| row.contains("Ann Archer") && row.starts_with("2,")), "{second}");
    let (status, _, told) = add(&["week2.csv", "--map", "Kart=speed"]);
    assert!(status == Some(2) && told.contains("PF1053"), "{told}");
}

#[test]
fn a_database_of_scores_becomes_published_tables() {
    let place = tempfile::tempdir().unwrap();
    let connection = rusqlite::Connection::open(place.path().join("scores.db")).unwrap();
    connection
        .execute_batch(
            "CREATE TABLE driver (id INTEGER PRIMARY KEY, name TEXT);
             CREATE TABLE score (round INTEGER, driver_id INTEGER REFERENCES driver (id), points REAL);
             INSERT INTO driver VALUES (1, 'Ann Archer'), (2, 'Ben Boyd');
             INSERT INTO score VALUES (1, 1, 25), (1, 2, 18), (2, 1, 4.5), (2, 2, 9);",
        )
        .unwrap();
    drop(connection);
    parcferme(place.path(), &["new", "cup"]);
    let (status, _, told) = parcferme(place.path(), &["add", "scores.db", "--season", "cup"]);
    assert_eq!(status, Some(0), "{told}");
    let table = std::fs::read_to_string(place.path().join("cup/published/standings-drivers.csv")).unwrap();
    assert!(table.contains("Ann Archer,25,4.5,") && table.contains("Ben Boyd,18,9,"), "{table}");
}
