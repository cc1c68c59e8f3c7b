//! A row that is level on points says what decided, and what was counted on both sides.

use parcferme_core::generate::{Draft, DraftCar};
use parcferme_core::outcome::{StandingsRow, Tie};
use parcferme_core::rules::ties::TieBreak;
use parcferme_core::season::{Kind, Status};
use parcferme_core::{Rulebook, Season, compute};

/// The rows of the table, after rounds in which drivers finished in these places.
fn rows(rounds: &[&[(u32, &str)]], ties: &str) -> (Season, Vec<StandingsRow>) {
    let count = u32::try_from(rounds.len()).unwrap();
    let mut draft =
        Draft { classes: vec!["GT".to_owned()], rounds: Draft::calendar(count), ..Draft::default() };
    for (round, cars) in (1..).zip(rounds) {
        draft.cars.extend(cars.iter().map(|&(position, driver)| DraftCar {
            round,
            position: Some(position),
            status: Status::Finished,
            class: "GT".to_owned(),
            number: driver.to_owned(),
            team: driver.to_owned(),
            drivers: vec![driver.to_owned()],
            ..DraftCar::default()
        }));
    }
    let text = format!(
        "[[points]]\nid = \"scale\"\nscale = [10, 8, 6, 5, 4, 3, 2, 1]\n\
         [[title]]\nid = \"drivers\"\ncompetitor = \"driver\"\nties = {ties}\n"
    );
    let (rules, found) = Rulebook::parse("rulebook.toml", &text);
    assert_eq!(found, []);
    let season = draft.season(|_| Kind::Driver);
    let rows = compute(&season, &rules).tables[0].rows.clone();
    (season, rows)
}

/// The rival, the step, the counts on both sides, and the place that was counted.
type Named<'s> = (&'s str, Option<TieBreak>, (u32, u32), Option<u32>);

fn named(season: &Season, tie: Option<Tie>) -> Option<Named<'_>> {
    let tie = tie?;
    let rival = season.competitors[tie.rival].name.as_str();
    Some((rival, tie.step, (tie.own, tie.other), tie.place))
}

#[test]
fn second_places_decide_after_level_wins_and_the_row_behind_says_so() {
    // Ann 10 + 5 + 3, Ben 10 + 8: a win each, and Ben was second.
    let (season, rows) =
        rows(&[&[(1, "Ann"), (2, "Ben")], &[(1, "Ben"), (4, "Ann")], &[(6, "Ann")]], "[\"countback\"]");
    assert_eq!(named(&season, rows[0].tie), None);
    let expected = Some(("Ben", Some(TieBreak::Countback), (0, 1), Some(2)));
    assert_eq!(named(&season, rows[1].tie), expected);
    assert!(rows[1].by_tie_break() && !rows[1].shared && !rows[0].by_tie_break());
    assert_eq!([rows[0].position, rows[1].position], [Some(1), Some(2)]);
}

#[test]
fn the_step_that_decides_is_named_not_the_first_of_the_list() {
    let rounds: [&[(u32, &str)]; 2] = [&[(1, "Ann"), (2, "Ben")], &[(1, "Ben"), (2, "Ann")]];
    let (season, rows) = rows(&rounds, "[\"wins\", \"countback\", \"latest-result\"]");
    assert_eq!(named(&season, rows[1].tie), Some(("Ben", Some(TieBreak::LatestResult), (2, 1), None)));
    assert_eq!(rows[1].tie.and_then(|tie| tie.round), season.round(2));
}

#[test]
fn who_shares_a_place_is_level_with_a_neighbour_by_no_step() {
    let rounds: [&[(u32, &str)]; 2] = [&[(1, "Ann"), (2, "Ben")], &[(1, "Ben"), (2, "Ann"), (3, "Cleo")]];
    let (season, rows) = rows(&rounds, "[\"countback\", \"shared\", \"latest-result\"]");
    assert_eq!(named(&season, rows[0].tie), Some(("Ben", None, (0, 0), None)));
    assert_eq!(named(&season, rows[1].tie), Some(("Ann", None, (0, 0), None)));
    assert!(rows[0].shared && rows[1].shared && !rows[1].by_tie_break());
    assert_eq!(rows[2].tie, None);
}
