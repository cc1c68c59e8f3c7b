//! Facts keep their identity when others are added before them, and indices follow the rows that they mean.

use parcferme_core::decisions::{Adjust, Cars, Decision, Ruling, Target, TimePenalty};
use parcferme_core::generate::Draft;
use parcferme_core::numbers::{Laps, Position, RoundNumber};
use parcferme_core::outcome::{ClassificationRow, Outcome};
use parcferme_core::season::{
    Cite, Class, Fact, FactKeys, Feat, FeatKind, Issue, IssueStatus, Issued, Kind, PublishedRow,
    PublishedTable, ResultRow, Season, SeasonBuilder, Seat, Session, Status,
};
use parcferme_core::table::Ix;
use parcferme_core::{Millis, Points, Rulebook, compute};
use smallvec::SmallVec;
use std::collections::BTreeMap;

const RULES: &str = r#"
[[points]]
id = "scale"
scale = [10, 8, 6, 4]

[[title]]
id = "drivers"
competitor = "driver"
ties = ["countback", "shared"]
"#;

/// What stands in the results of a round: number, class, driver, seconds.
type Car = (&'static str, &'static str, &'static str, i64);

const CARS: [Car; 4] =
    [("1", "GT", "Ann", 60), ("2", "GT", "Ben", 61), ("2", "P", "Cleo", 62), ("7", "P", "Dan", 63)];
const LATE: Car = ("0", "GT", "Aaron", 50);

/// Facts of two rounds, in the order given or from behind; `more` adds a car that won, and a decision about another.
fn season(backwards: bool, more: bool) -> Season {
    let mut builder = SeasonBuilder::new("club/2026", "Club Cup", "club", 2026, "club");
    for class in ["GT", "P"] {
        builder.class(class, class);
    }
    let mut calendar = Draft::calendar(2);
    let mut cars: Vec<Car> = CARS.to_vec();
    cars.extend(more.then_some(LATE));
    let mut decisions = vec![("b", "2"), ("c", "1")];
    if more {
        decisions.push(("a", "7"));
    }
    if backwards {
        calendar.reverse();
        cars.reverse();
        decisions.reverse();
        builder.document("z.txt");
    }
    let rounds: Vec<_> = calendar.into_iter().map(|round| builder.round(round)).collect();
    for &round in &rounds {
        let session = builder.session(round, "race", 1);
        for &(number, class, driver, seconds) in &cars {
            let seat = Seat {
                driver: builder.competitor(Kind::Driver, driver, driver),
                printed: driver.to_owned(),
                nation: None,
                drove: true,
                drive_time: None,
                scores: true,
            };
            let class = builder.class(class, class);
            let cite = Cite { document: builder.document("a.txt"), line: u32::try_from(seconds).unwrap() };
            builder.result(row(session, number, class, seat, seconds, cite));
        }
    }
    let first = if backwards { rounds[1] } else { rounds[0] };
    let session = builder.session(first, "race", 1);
    for (id, number) in decisions {
        let rows = rows_of(&mut builder, session, number);
        let cars = Cars { session, numbers: std::iter::once(number.into()).collect(), rows };
        builder.decision(decision(id, Ruling::TimePenalty(TimePenalty { cars, time: Millis(500) })));
    }
    let dan = builder.competitor(Kind::Driver, "Dan", "Dan");
    let target = Target { title: "drivers".to_owned(), class: None, competitor: dan };
    let adjust = Adjust { target, points: Points::whole(-1), round: Some(first) };
    builder.decision(decision("z", Ruling::Adjust(adjust)));
    builder.document("z.txt");
    let facts = builder.facts();
    facts.feats.push(Feat {
        session,
        kind: FeatKind::Pole,
        number: "7".into(),
        class: None,
        driver: Some(dan),
        time: None,
        share: None,
        cites: Default::default(),
    });
    let line = PublishedRow {
        position: Some(Position::FIRST),
        competitor: dan,
        printed: "Dan".to_owned(),
        chassis: String::new(),
        engine: String::new(),
        cells: vec![(first, Some(Points::whole(4)))],
        total: None,
        line: 2,
        cites: Default::default(),
    };
    let (title, file) = ("drivers".to_owned(), "drivers.csv".to_owned());
    facts.published.push(PublishedTable {
        title,
        class: None,
        after: Some(first),
        decimals: None,
        file,
        rows: vec![line],
    });
    facts.issues.push(Issue {
        of: Issued::Points(first),
        status: IssueStatus::Official,
        at: "2026-04-12T18:00Z".parse().unwrap(),
        protest_until: None,
        author: String::new(),
        cites: Default::default(),
    });
    builder.finish()
}

fn decision(id: &str, ruling: Ruling) -> Decision {
    Decision {
        id: id.to_owned(),
        ruling,
        lifted_by: None,
        author: String::new(),
        date: String::new(),
        reason: String::new(),
        source: String::new(),
        cites: Default::default(),
    }
}

/// The rows of a number, wherever they stand before the season is in order.
fn rows_of(builder: &mut SeasonBuilder, session: Ix<Session>, number: &str) -> SmallVec<[Ix<ResultRow>; 1]> {
    let all = builder.facts().results.iter();
    all.filter(|(_, row)| row.session == session && row.number == number).map(|(ix, _)| ix).collect()
}

fn row(
    session: Ix<Session>,
    number: &str,
    class: Ix<Class>,
    seat: Seat,
    seconds: i64,
    cite: Cite,
) -> ResultRow {
    ResultRow {
        class: Some(class),
        crew: std::iter::once(seat).collect(),
        laps: Some(Laps(30)),
        time: Some(Millis(seconds * 1000)),
        cites: std::iter::once(cite).collect(),
        ..ResultRow::bare(session, number, Status::Finished)
    }
}

fn computed(season: &Season) -> Outcome {
    let (rules, diagnostics) = Rulebook::parse("club.toml", RULES);
    assert_eq!(diagnostics, []);
    compute(season, &rules)
}

#[test]
fn the_order_in_which_facts_were_added_leaves_no_trace_in_any_of_them() {
    let (one, other) = (season(false, true), season(true, true));
    assert!(one == other);
    // And indices mean what they meant.
    let Ruling::Adjust(Adjust { target, round, .. }) = &other.decisions.rows()[3].ruling else {
        panic!("an adjustment")
    };
    assert_eq!(other.competitors[target.competitor].name, "Dan");
    let Ruling::TimePenalty(penalty) = &other.decisions.rows()[1].ruling else { panic!("a penalty") };
    let named = penalty.cars.rows.iter().map(|&row| other.results[row].crew[0].printed.as_str());
    assert_eq!(named.collect::<Vec<_>>(), ["Ben", "Cleo"]);
    assert_eq!(round.map(|round| other.rounds[round].number), Some(Some(RoundNumber(1))));
    assert_eq!(other.feats[0].driver, Some(target.competitor));
    assert_eq!(other.rounds[other.published[0].rows[0].cells[0].0].number, Some(RoundNumber(1)));
    assert_eq!(
        other.issue_of(Issued::Points(other.round(RoundNumber(1)).unwrap())).map(|issue| &issue.status),
        Some(&IssueStatus::Official)
    );
    assert!(other.results.iter().all(|(_, row)| other.documents[row.cites[0].document].name == "a.txt"));
}

#[test]
fn a_fact_has_one_key_and_a_key_one_fact() {
    let season = season(false, true);
    let keys = FactKeys::of(&season);
    assert_eq!(keys.iter().count(), 10 + 4 + 1 + 1);
    for (key, fact) in keys.iter() {
        assert_eq!((keys.key(fact), keys.fact(key)), (Some(key), Some(fact)));
    }
}

/// Rows that say the very same are kept apart.
#[test]
fn twins_have_keys_of_their_own() {
    let mut builder = SeasonBuilder::new("club/2026", "Club Cup", "club", 2026, "club");
    let (class, round) = (builder.class("GT", "GT"), builder.round(Draft::calendar(1).remove(0)));
    let session = builder.session(round, "race", 1);
    for line in [1, 2, 3] {
        let driver = builder.competitor(Kind::Driver, "Ann", "Ann");
        let printed = "Ann".to_owned();
        let seat = Seat { driver, printed, nation: None, drove: true, drive_time: None, scores: true };
        let cite = Cite { document: builder.document("a.txt"), line };
        builder.result(row(session, "1", class, seat, 60, cite));
    }
    let season = builder.finish();
    assert_eq!(FactKeys::of(&season).iter().count(), 3);
}

/// The season with one car and one decision more: every row of before is found again, and only what changed has changed.
#[test]
fn two_outcomes_of_a_season_are_compared_row_by_row() {
    let (before, after) = (season(false, false), season(false, true));
    let keys = (FactKeys::of(&before), FactKeys::of(&after));
    let outcomes = (computed(&before), computed(&after));
    let of_first_round = |outcome: &Outcome, season: &Season| -> BTreeMap<Fact, ClassificationRow> {
        let session = season.session(season.round(RoundNumber(1)).unwrap(), "race").unwrap();
        let rows = &outcome.classification(session).unwrap().rows;
        rows.iter().map(|row| (Fact::Result(row.result), row.clone())).collect()
    };
    let (old, new) = (of_first_round(&outcomes.0, &before), of_first_round(&outcomes.1, &after));
    let mut moved: Vec<(String, Option<u32>, Option<u32>)> = Vec::new();
    for (fact, row) in &old {
        let then = &new[&keys.0.same(*fact, &keys.1).expect("no row is gone")];
        let result = &before.results[row.result];
        assert_eq!(after.results[then.result].crew[0].printed, result.crew[0].printed);
        moved.push((
            result.crew[0].printed.clone(),
            row.position.map(Position::get),
            then.position.map(Position::get),
        ));
    }
    moved.sort();
    // Ben in the GT and Cleo in the P bear one number. Dan's new penalty leaves him where he was among those behind Aaron.
    let places = |name: &str, old, new| (name.to_owned(), Some(old), Some(new));
    assert_eq!(moved, [places("Ann", 1, 2), places("Ben", 2, 3), places("Cleo", 3, 4), places("Dan", 4, 5)]);
    let added: Vec<Fact> =
        keys.1.iter().filter(|(key, _)| keys.0.fact(key).is_none()).map(|(_, fact)| fact).collect();
    let [Fact::Result(first), Fact::Result(second), Fact::Decision(decided)] = added[..] else {
        panic!("{added:?}")
    };
    assert!([first, second].iter().all(|&row| after.results[row].crew[0].printed == "Aaron"));
    assert_eq!(after.decisions[decided].id, "a");
    // The decision that was first is second now, and the same.
    let first = before.decisions.iter().next().map(|(ix, _)| Fact::Decision(ix)).unwrap();
    assert_ne!(keys.0.same(first, &keys.1), Some(first));
}
