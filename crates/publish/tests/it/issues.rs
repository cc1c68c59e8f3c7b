//! What officials declared of a sheet, and what stands where they declared nothing.

use parcferme_core::Season;
use parcferme_core::generate::{Draft, DraftCar};
use parcferme_core::numbers::RoundNumber;
use parcferme_core::season::{Issue as Declared, IssueStatus, Issued, Kind};
use parcferme_publish::sheet::Status;
use parcferme_publish::sheet::official::Issue;

fn season() -> Season {
    let car = |round| DraftCar { round, position: Some(1), number: "3".into(), ..DraftCar::default() };
    let draft = Draft { rounds: Draft::calendar(2), cars: vec![car(1), car(2)], ..Draft::default() };
    draft.season(|_| Kind::Team)
}

fn declared(season: &mut Season, of: Issued, status: IssueStatus, at: &str) {
    season.issues.push(Declared {
        of,
        status,
        at: at.parse().unwrap(),
        protest_until: "2020-03-10T19:00+01:00".parse().ok(),
        author: "Timekeeper".to_owned(),
        cites: Default::default(),
    });
}

#[test]
fn a_sheet_prints_its_own_latest_issue() {
    let mut season = season();
    let first = season.session(season.round(RoundNumber(1)).unwrap(), "race").unwrap();
    let second = season.session(season.round(RoundNumber(2)).unwrap(), "race").unwrap();
    declared(&mut season, Issued::Results(first), IssueStatus::Provisional, "2020-03-10T17:05+01:00");
    let amended = IssueStatus::Amended { number: 1, what_changed: "car 8 lost a lap".to_owned() };
    declared(&mut season, Issued::Results(first), amended, "2020-03-10T18:05-03:30");
    let own = Issue::default().or_declared(&season, Some(Issued::Results(first)));
    assert_eq!(own.status, Status::Amended { number: 1, what_changed: "car 8 lost a lap".to_owned() });
    assert_eq!(own.issued, "10 March 2020, 18:05 (UTC-3:30) by Timekeeper");
    assert_eq!(own.issued_at.unwrap().to_string(), "2020-03-10T21:35:00Z");
    assert_eq!(own.protest_until, "10 March 2020, 19:00 (UTC+1)");
    let other = Issue::default().or_declared(&season, Some(Issued::Results(second)));
    assert_eq!((other.status, other.issued.as_str()), (Status::Unstated, ""));
}

#[test]
fn without_an_issue_the_newest_race_dates_a_sheet_and_claims_nothing() {
    let season = season();
    let dated = |of| Issue::default().or_declared(&season, of).issued_at.unwrap().to_string();
    let first = season.round(RoundNumber(1)).unwrap();
    assert_eq!(dated(Some(Issued::Points(first))), "2020-03-10T00:00:00Z");
    assert_eq!(dated(None), "2020-03-19T00:00:00Z");
    assert_eq!(Issue::default().or_declared(&Season::default(), None).issued_at, None);
}

#[test]
fn what_the_caller_says_is_stronger_than_what_was_declared() {
    let mut season = season();
    let round = season.round(RoundNumber(1)).unwrap();
    declared(&mut season, Issued::Points(round), IssueStatus::Provisional, "2020-03-10T17:05+01:00");
    let said = Issue { status: Status::Official, ..Issue::default() };
    let own = said.or_declared(&season, Some(Issued::Points(round)));
    assert_eq!((own.status, own.issued.as_str(), own.protest_until.as_str()), (Status::Official, "", ""));
}
