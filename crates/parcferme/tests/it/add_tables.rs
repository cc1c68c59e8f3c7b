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

/// A season of two classes whose entry list says which car is of which.
fn two_classes(place: &Path) {
    parcferme(place, &["new", "cup"]);
    let entries = "number,class,team,driver,rounds\n1,GT,One,Ann Archer,\n2,TC,Two,Ben Boyd,\n7,GT,Seven,Cid Cole,1\n7,TC,Eight,Dan Dunn,2-3\n8,GT,Nine,Eve Ebb,\n8,TC,Ten,Fay Fox,\n";
    std::fs::write(place.join("entries.csv"), entries).unwrap();
}

#[test]
fn a_sheet_without_classes_takes_them_from_the_entry_list() {
    let place = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(place.path().join(name), text).unwrap();
    two_classes(place.path());
    let add = |more: &[&str]| parcferme(place.path(), &[&["add", "--season", "cup"], more].concat());
    let rows = |round: &str| -> Vec<Vec<String>> {
        let text =
            std::fs::read_to_string(place.path().join(format!("cup/results/{round}-race.csv"))).unwrap();
        let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<String>>());
        let head = lines.next().unwrap();
        let at =
            |name: &str| head.iter().position(|own| own == name).unwrap_or_else(|| panic!("{name}: {text}"));
        lines.map(|line| vec![line[at("number")].clone(), line[at("class")].clone()]).collect()
    };
    // The list comes along with the sheet, and is read first. Number 7 is another car from the second round on.
    write("first.csv", "Pos,No,Driver\n1,2,Ben Boyd\n2,1,Ann Archer\n3,7,Cid Cole\n");
    let (status, said, told) = add(&["first.csv", "entries.csv", "--round", "1"]);
    assert_eq!(status, Some(0), "{told}");
    assert!(said.contains("round 1, race: classes taken from the entry list"), "{said}");
    assert_eq!(rows("01"), [["2", "TC"], ["1", "GT"], ["7", "GT"]]);
    write("second.csv", "Pos,No,Driver\n1,7,Dan Dunn\n2,1,Ann Archer\n3,99,Gus Guest\n");
    let (status, said, told) = add(&["second.csv", "--round", "2"]);
    assert_eq!(status, Some(0), "{told}");
    assert!(
        said.contains("round 2, race: classes taken from the entry list; 1 car has none there"),
        "{said}"
    );
    assert_eq!(rows("02"), [["7", "TC"], ["1", "GT"], ["99", ""]]);
    // One number in two classes: the driver tells which, and where nobody does it is refused.
    write("third.csv", "Pos,No,Driver\n1,8,Fay Fox\n2,1,Ann Archer\n");
    add(&["third.csv", "--round", "3"]);
    assert_eq!(rows("03"), [["8", "TC"], ["1", "GT"]]);
    write("fourth.csv", "Pos,No\n1,8\n2,1\n");
    let (status, _, told) = add(&["fourth.csv", "--round", "4"]);
    assert_eq!(status, Some(2), "{told}");
    assert!(told.contains("PF1395") && told.contains("fourth.csv:2") && told.contains("GT and TC"), "{told}");
    assert!(!place.path().join("cup/results/04-race.csv").exists());
    // A sheet that states classes keeps them.
    write("fifth.csv", "Pos,No,Class,Driver\n1,8,GT,Eve Ebb\n2,1,TC,Ann Archer\n");
    let (_, said, _) = add(&["fifth.csv", "--round", "5"]);
    assert!(!said.contains("classes taken"), "{said}");
    assert_eq!(rows("05"), [["8", "GT"], ["1", "TC"]]);
}
