//! A small season in which everything agrees, for the tests of each check to disturb.

use crate::audit::{Audit, audit};
use crate::exact::Points;
use crate::generate::{Draft, DraftCar, DraftEntry, DraftRow, DraftTable, DraftWinner};
use crate::rulebook::Rulebook;
use crate::season::Kind;

pub(super) const RULES: &str = r#"
[[points]]
id = "standard"
scale = [10, 6, 4]
article = "Article 1"

[classified]
min_share = "70 %"
of = "class-winner"
article = "Article 2"

[[title]]
id = "teams"
per = "class"
competitor = "team"
scores = "best-car"
ties = ["wins", "countback", "shared"]

[[title]]
id = "drivers"
per = "class"
competitor = "driver"
ties = ["wins", "countback", "shared"]
"#;

/// Two rounds of three GT cars, A first and B second in both, C third and then out after 60 of 100 laps; round 3 is
/// known by published points alone.
pub(crate) fn tidy() -> Draft {
    let car = |round, position, number: &str, team: &str, laps| DraftCar {
        round,
        position: Some(position),
        class: "GT".to_owned(),
        number: number.to_owned(),
        team: team.to_owned(),
        chassis: format!("{team} GT"),
        engine: format!("{team} V8"),
        drivers: vec![format!("{team} One"), format!("{team} Two")],
        laps: Some(laps),
        ..DraftCar::default()
    };
    let row = |position, team: &str, cells: [Option<i64>; 3]| DraftRow {
        position: Some(position),
        competitor: team.to_owned(),
        cells: cells.iter().map(|points| points.map(Points::whole)).collect(),
        total: Some(Points::whole(cells.iter().flatten().sum())),
    };
    let winner = |round| DraftWinner {
        round,
        class: "GT".to_owned(),
        number: "1".to_owned(),
        team: "Alpha".to_owned(),
        drivers: vec!["Alpha Two".to_owned(), "Alpha One".to_owned()],
    };
    let teams = [("1", "Alpha"), ("02", "Beta"), ("2", "Gamma")];
    let entry = |(number, team): (&str, &str), driver: &str| DraftEntry {
        class: "GT".to_owned(),
        team: team.to_owned(),
        number: number.to_owned(),
        chassis: format!("{team} GT"),
        driver: format!("{team} {driver}"),
        rounds: vec![1, 2, 3],
        ..DraftEntry::default()
    };
    Draft {
        classes: vec!["GT".to_owned()],
        rounds: Draft::calendar(3),
        cars: vec![
            car(1, 1, "1", "Alpha", 100),
            car(1, 2, "02", "Beta", 99),
            car(1, 3, "2", "Gamma", 70),
            car(2, 1, "1", "Alpha", 100),
            car(2, 2, "02", "Beta", 98),
            car(2, 3, "2", "Gamma", 60),
        ],
        tables: vec![DraftTable {
            title: "teams".to_owned(),
            class: "GT".to_owned(),
            rows: vec![
                row(1, "Alpha", [Some(10), Some(10), Some(6)]),
                row(2, "Beta", [Some(6), Some(6), Some(10)]),
                row(3, "Gamma", [Some(4), None, None]),
            ],
            ..DraftTable::default()
        }],
        winners: vec![winner(1), winner(2), winner(3)],
        entries: teams.iter().flat_map(|&own| [entry(own, "One"), entry(own, "Two")]).collect(),
        ..Draft::default()
    }
}

pub(crate) fn rules() -> Rulebook {
    let (rules, diagnostics) = Rulebook::parse("made-up.toml", RULES);
    assert_eq!(diagnostics, []);
    rules
}

pub(super) fn run(draft: &Draft) -> Audit {
    let rules = rules();
    let season = draft.season(|title| rules.titles[rules.title(title).unwrap()].competitor);
    assert!(season.competitors.iter().all(|(_, own)| own.kind != Kind::Nation));
    audit(&season, &rules, &crate::compute(&season, &rules))
}

/// Ids of all findings, in order.
pub(super) fn ids(audit: &Audit) -> Vec<&'static str> {
    audit.findings.iter().map(|finding| finding.id).collect()
}

/// The audit of the tidy season after a change.
pub(super) fn after(change: impl FnOnce(&mut Draft)) -> Audit {
    let mut draft = tidy();
    change(&mut draft);
    run(&draft)
}

#[test]
fn a_tidy_season_has_no_findings() {
    let audit = run(&tidy());
    assert_eq!(audit.findings, []);
    let counts: Vec<_> =
        audit.checks.iter().map(|own| (own.check, own.checked, own.agree, own.unverifiable)).collect();
    assert_eq!(
        counts[..5],
        [
            ("standings-cell", 6, 6, 3),
            ("standings-total", 3, 3, 0),
            ("standings-position", 3, 3, 0),
            ("standings-missing-row", 3, 3, 0),
            ("class-winner", 2, 2, 1),
        ]
    );
}
