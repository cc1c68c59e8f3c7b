//! `issues.toml`: what officials handed out.

use parcferme_core::numbers::RoundNumber;
use parcferme_core::season::{IssueStatus, Issued};
use parcferme_core::{Diagnostic, Rulebook, Season};
use parcferme_formats::folder::{Files, Folder};

const SEASON: &str = r#"
series = "club"
year = 2020
name = "Club 2020"

[[round]]
number = 1
event = "one"
date = "2020-03-01"

[[round]]
number = 2
event = "two"
date = "2020-04-01"
"#;

fn read(issues: &str) -> (Folder, Season, Vec<Diagnostic>) {
    let files = Files::from([
        ("season.toml".to_owned(), SEASON.to_owned()),
        ("results/02-sprint.csv".to_owned(), "position,number\n1,3\n".to_owned()),
        ("issues.toml".to_owned(), issues.to_owned()),
    ]);
    let (folder, mut diagnostics) = Folder::read(&files);
    let (season, found) = folder.season(&Rulebook::default());
    diagnostics.extend(found);
    (folder, season, diagnostics)
}

#[test]
fn the_latest_issue_of_a_sheet_counts_whatever_the_order_in_the_file() {
    let issues = r#"
[[issue]]
round = 1
status = "amended"
number = 2
changed = "car 8 lost a lap"
at = "2020-03-01T18:00+01:00"

[[issue]]
round = 1
status = "provisional"
at = "2020-03-01T16:30Z"
protest_until = "2020-03-01T17:00Z"
author = "Timekeeper"

[[issue]]
sheet = "points"
round = 2
status = "official"
at = "2020-04-02T10:00+02:00"

[[issue]]
sheet = "grid"
round = 2
session = "sprint"
status = "provisional"
at = "2020-04-01T10:00+02:00"
"#;
    let (folder, season, diagnostics) = read(issues);
    assert_eq!(diagnostics, []);
    let round = |number| season.round(number).unwrap();
    let race = season.session(round(RoundNumber(1)), "race").unwrap();
    let sprint = season.session(round(RoundNumber(2)), "sprint").unwrap();
    let results = season.issue_of(Issued::Results(race)).unwrap();
    let amended = IssueStatus::Amended { number: 2, what_changed: "car 8 lost a lap".to_owned() };
    assert_eq!((&results.status, results.at.to_string().as_str()), (&amended, "2020-03-01T18:00:00+01:00"));
    assert_eq!(season.issue_of(Issued::Points(round(RoundNumber(2)))).unwrap().status, IssueStatus::Official);
    assert_eq!(season.issue_of(Issued::Grid(sprint)).unwrap().status, IssueStatus::Provisional);
    assert_eq!(season.issue_of(Issued::Results(sprint)), None);
    let (again, found) = Folder::read(&folder.write());
    assert_eq!(found, []);
    assert_eq!(again.issues.len(), 4);
    for (own, other) in folder.issues.iter().zip(&again.issues) {
        assert_eq!((own.at, &own.status, own.protest_until), (other.at, &other.status, other.protest_until));
        assert_eq!((own.sheet, own.round, &own.session), (other.sheet, other.round, &other.session));
        assert_eq!(own.author, other.author);
    }
}

#[test]
fn what_makes_no_sense_is_said_at_its_line_with_the_nearest_word() {
    let said = |issue: &str| -> Vec<(&'static str, u32, Option<String>)> {
        let (_, season, found) = read(&format!("[[issue]]\n{issue}\n"));
        assert!(season.issues.len() <= 1);
        found.into_iter().map(|own| (own.id, own.places[0].line, own.help)).collect()
    };
    let help = |word: &str| Some(format!("did you mean `{word}`?"));
    let at = "at = \"2020-03-01T18:00Z\"";
    assert_eq!(said("round = 1\nstatus = \"official\"\nat = \"2020-03-01 18:00\""), [("PF0423", 4, None)]);
    assert_eq!(said("round = 1\nstatus = \"official\""), [("PF0305", 1, None)]);
    assert_eq!(said(&format!("round = 1\nstatus = \"offical\"\n{at}"))[0], ("PF0304", 3, help("official")));
    assert_eq!(said(&format!("round = 1\nstatsu = \"official\"\n{at}"))[1], ("PF0302", 3, help("status")));
    assert_eq!(
        said(&format!("round = 1\nstatus = \"official\"\n{at}\nprotest_until = \"2020-03-01T18:30+01:00\"")),
        [("PF0424", 5, None)]
    );
    assert_eq!(
        said(&format!("round = 2\nsession = \"spirnt\"\nstatus = \"official\"\n{at}")),
        [("PF0425", 1, help("sprint"))]
    );
    assert_eq!(said(&format!("round = 3\nstatus = \"official\"\n{at}"))[0].0, "PF0415");
    let missing: Vec<_> = said(&format!("round = 1\nstatus = \"amended\"\n{at}"));
    assert_eq!(missing.iter().map(|own| own.0).collect::<Vec<_>>(), ["PF0305", "PF0305"]);
}
