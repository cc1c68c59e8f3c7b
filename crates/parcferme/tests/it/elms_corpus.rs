//! The European Le Mans Series of 2025 as an editor's database has it: every published score of three rounds is what the
//! rulebook gives for its place. The database is no part of the repository.

use parcferme::library;
use parcferme_core::Points;
use parcferme_core::numbers::Position;
use std::path::PathBuf;

#[test]
fn scores_of_2025_are_those_of_the_rulebook() {
    let corpus = std::env::var_os("PARCFERME_CORPUS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus"),
        PathBuf::from,
    );
    let Ok(text) = std::fs::read_to_string(corpus.join("tables/elms-2025/database.sql")) else {
        return println!("no corpus at {}: nothing was tested", corpus.display());
    };
    let rules = library::bundled_rulebook("elms/2025").expect("a rulebook");
    let scale = &rules.points[0].rule;
    let (mut checked, mut wrong) = (0, Vec::new());
    let scores = text.lines().filter_map(|line| line.strip_prefix("INSERT INTO \"score\" VALUES("));
    for line in scores {
        let cells: Vec<&str> = line.trim_end_matches(");").split(',').collect();
        let [_, _, session, _, place, points, _] = cells[..] else { panic!("seven values: {line}") };
        let published: Points = points.trim_end_matches(".0").parse().expect("points");
        let computed = match (session, place.trim_matches('\'').parse()) {
            ("1", Ok(place)) => scale.points(Position::new(place).expect("a place")),
            ("2", Ok(1)) => rules.bonuses[0].rule.points,
            _ => Points::ZERO,
        };
        checked += 1;
        if published != computed {
            wrong.push(format!("{line}: {computed}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(checked, 571);
}
