//! The season of 2003 as one SQLite file.

use crate::original::original;
use parcferme::sqlite::{Computed, file};
use rusqlite::Connection;

#[test]
fn the_file_answers_questions_and_is_the_same_twice() {
    let Some(original) = original() else { return };
    let computed = Computed { season: &original.season, rules: &original.rules, outcome: &original.outcome };
    let bytes = file(&[computed, computed]).unwrap();
    assert!(bytes == file(&[computed]).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seasons.sqlite");
    std::fs::write(&path, &bytes).unwrap();
    let connection = Connection::open(&path).unwrap();
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(number("SELECT count(*) FROM result"), 109);
    assert_eq!(number("SELECT count(*) FROM round WHERE status = 'cancelled'"), 1);
    assert_eq!(number("SELECT count(*) FROM published_cell"), 306);
    let rows = original.season.published.iter().flat_map(|table| &table.rows);
    let blank = rows.flat_map(|row| &row.cells).filter(|(_, points)| points.is_none()).count();
    assert_eq!(number("SELECT count(*) FROM published_cell WHERE points IS NULL"), blank as i64);
    assert_eq!(number("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    let first = connection.query_row(
        "SELECT name, points FROM standing JOIN competitor USING (season, kind, competitor)
         WHERE title = 'teams' AND class = 'GT' AND position = 1",
        [],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
    );
    assert_eq!(first.unwrap(), ("Alex Job Racing".to_owned(), "182".to_owned()));
    let crew = connection.query_row(
        "SELECT group_concat(printed, ' + ') FROM (SELECT printed FROM crew JOIN result USING (season, event, session, line)
         WHERE event = 'petit-le-mans' AND position = 5 ORDER BY seat)",
        [],
        |row| row.get::<_, String>(0),
    );
    assert_eq!(crew.unwrap(), "Alain Menu + Peter Kox + Tomáš Enge");
    let caveat = |title: &str, class: &str| {
        let sql =
            "SELECT rounds_counted, rounds_unknown, caveat FROM standing_table WHERE title = ? AND class = ?";
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?));
        connection.query_row(sql, [title, class], row).unwrap()
    };
    let some: (i64, i64, String) = caveat("drivers", "GTS");
    assert_eq!((some.0, some.1), (3, 6));
    assert!(
        some.2.starts_with("This is not the championship: it counts 3 of the 9 rounds run."),
        "{}",
        some.2
    );
    let all = caveat("teams", "GTS");
    assert_eq!((all.0, all.1), (9, 0));
    assert!(all.2.starts_with("Not verified in full: "), "{}", all.2);
    let comments = number("SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%-- as printed%'");
    assert!(comments > 0);
}
