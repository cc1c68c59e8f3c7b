//! A classification alone and among the others of its round, and gaps of cars that were declared out of order.

use parcferme_core::compute::classify::{classify, classify_all};
use parcferme_core::decisions::{Cars, Decision, Disqualify, Ruling};
use parcferme_core::generate::{Draft, DraftCar};
use parcferme_core::numbers::{Laps, Position};
use parcferme_core::outcome::Gap;
use parcferme_core::season::{Kind, Season, Status};
use parcferme_core::{Millis, Rulebook};

/// Car, laps and seconds, in the order of the sheet.
type Row = (&'static str, Option<u32>, Option<i64>);

fn season(sessions: &[(&str, bool, &[Row])]) -> Season {
    let mut draft = Draft { classes: vec!["GT".to_owned()], rounds: Draft::calendar(1), ..Draft::default() };
    for (session, placed, rows) in sessions {
        for (place, (number, laps, seconds)) in (1..).zip(rows.iter()) {
            draft.cars.push(DraftCar {
                round: 1,
                session: (*session).to_owned(),
                position: placed.then_some(place),
                status: Status::Finished,
                class: "GT".to_owned(),
                number: (*number).to_owned(),
                drivers: vec![format!("Driver {number}")],
                laps: *laps,
                time: seconds.map(|own| Millis(own * 1000)),
                ..DraftCar::default()
            });
        }
    }
    draft.season(|_| Kind::Driver)
}

#[test]
fn a_final_is_ordered_by_its_heats_also_when_it_is_asked_for_alone() {
    let heat: &[Row] = &[("1", None, None), ("2", None, None), ("3", None, None)];
    let other: &[Row] = &[("2", None, None), ("3", None, None), ("1", None, None)];
    let season = season(&[("heat-1", true, heat), ("heat-2", true, other), ("race", false, heat)]);
    let text = "[[ranking]]\nby = \"points\"\nof = [\"heat-1\", \"heat-2\"]\nscale = [5, 3, 1]\n";
    let (rules, found) = Rulebook::parse("rulebook.toml", text);
    assert_eq!(found, []);
    let all = classify_all(&season, &rules);
    assert_eq!(all.len(), 3);
    for own in &all {
        assert_eq!(classify(&season, &rules, own.session), *own);
    }
    let last = all.iter().find(|own| season.sessions[own.session].id == "race").unwrap();
    let order: Vec<&str> = last.rows.iter().map(|row| season.results[row.result].number.as_str()).collect();
    // 8 points, 6 and 4.
    assert_eq!(order, ["2", "1", "3"]);
    assert_eq!(last.rows.iter().map(|row| row.position).collect::<Vec<_>>(), [1, 2, 3].map(Position::new));
}

#[test]
fn a_decision_about_a_final_counts_also_where_the_final_is_asked_for_alone() {
    let heat: &[Row] = &[("1", None, None), ("2", None, None), ("3", None, None)];
    let mut season = season(&[("heat-1", true, heat), ("race", false, heat)]);
    let text = "[[ranking]]\nby = \"points\"\nof = [\"heat-1\"]\nscale = [5, 3, 1]\nsessions = [\"race\"]\n";
    let (rules, found) = Rulebook::parse("rulebook.toml", text);
    assert_eq!(found, []);
    let (session, row) = {
        let (session, _) = season.sessions.iter().find(|(_, own)| own.id == "race").unwrap();
        let of = season.results_of(session).find(|(_, row)| row.number == "1").unwrap();
        (session, of.0)
    };
    let cars =
        Cars { session, numbers: ["1".into()].into_iter().collect(), rows: [row].into_iter().collect() };
    season.decisions.push(Decision {
        id: "d".to_owned(),
        ruling: Ruling::Disqualify(Disqualify { cars }),
        lifted_by: None,
        author: String::new(),
        date: String::new(),
        reason: String::new(),
        source: String::new(),
        cites: Default::default(),
    });
    let alone = classify(&season, &rules, session);
    let order: Vec<&str> = alone.rows.iter().map(|row| season.results[row.result].number.as_str()).collect();
    assert_eq!(order, ["2", "3", "1"]);
    assert!(classify_all(&season, &rules).contains(&alone));
}

#[test]
fn gaps_are_to_the_first_that_keeps_its_place_and_of_best_laps_where_these_order() {
    let cars: &[Row] =
        &[("1", Some(50), Some(3600)), ("2", Some(50), Some(3610)), ("3", Some(50), Some(3613))];
    let gaps = |season: &Season, rules: &str| -> Vec<(Option<Gap>, Option<Gap>)> {
        let (rules, found) = Rulebook::parse("rulebook.toml", rules);
        assert_eq!(found, []);
        classify_all(season, &rules)[0].rows.iter().map(|row| (row.gap, row.interval)).collect()
    };
    let time = |seconds: i64| Some(Gap::Time(Millis(seconds * 1000)));
    let mut race = season(&[("race", true, cars)]);
    let all = [(None, None), (time(10), time(10)), (time(13), time(3))];
    assert_eq!(gaps(&race, ""), all);
    race.results.rows_mut()[0].status = Status::Dnf;
    let out = "[classified]\nretired = false\n";
    assert_eq!(gaps(&race, out), [(None, None), (time(3), time(3)), (None, None)], "the first is out");
    let mut qualifying = season(&[("qualifying", false, cars)]);
    for row in qualifying.sessions.rows_mut() {
        row.by_best_lap = true;
    }
    for (seconds, row) in (90..).step_by(2).zip(qualifying.results.rows_mut()) {
        row.best_lap = Some(Millis(seconds * 1000));
    }
    assert_eq!(gaps(&qualifying, ""), [(None, None), (time(2), time(2)), (time(4), time(2))]);
}

#[test]
fn a_gap_is_told_where_laps_and_times_tell_it() {
    let gap = |first: (u32, Option<i64>), second: (u32, Option<i64>)| {
        let rows = [("1", Some(first.0), first.1), ("2", Some(second.0), second.1)];
        let season = season(&[("race", true, &rows)]);
        classify_all(&season, &Rulebook::default())[0].rows[1].gap
    };
    assert_eq!(gap((50, Some(3600)), (50, Some(3604))), Some(Gap::Time(Millis(4000))));
    assert_eq!(gap((50, Some(3600)), (50, Some(3600))), Some(Gap::Time(Millis(0))), "level");
    assert_eq!(gap((50, Some(3600)), (50, Some(3599))), None, "declared behind with less time");
    assert_eq!(gap((50, Some(3600)), (49, Some(3599))), Some(Gap::Laps(Laps(1))));
    assert_eq!(gap((49, Some(3600)), (50, Some(3700))), None, "declared behind with more laps");
    assert_eq!(gap((50, Some(3600)), (50, None)), None);
    assert_eq!(gap((50, None), (48, None)), Some(Gap::Laps(Laps(2))));
}
