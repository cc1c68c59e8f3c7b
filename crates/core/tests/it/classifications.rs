//! A classification alone and among the others of its round, and gaps of cars that were declared out of order.

use parcferme_core::compute::classify::{classify, classify_all};
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
