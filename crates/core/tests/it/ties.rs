//! A row that is level on points says what decided, and what was counted on both sides.

use parcferme_core::generate::{Draft, DraftCar, DraftRow, DraftTable};
use parcferme_core::numbers::{Position, RoundNumber};
use parcferme_core::outcome::{StandingsRow, Tie};
use parcferme_core::rules::ties::{Finish, TieBreak};
use parcferme_core::season::{Kind, Status};
use parcferme_core::{Points, Rulebook, Season, compute};

/// The rows of the table, after rounds in which drivers finished in these places.
fn rows(rounds: &[&[(u32, &str)]], ties: &str) -> (Season, Vec<StandingsRow>) {
    rows_with(rounds, Vec::new(), ties)
}

/// The same with what was published of the rounds.
fn rows_with(rounds: &[&[(u32, &str)]], published: Vec<DraftRow>, ties: &str) -> (Season, Vec<StandingsRow>) {
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
    if !published.is_empty() {
        draft.tables.push(DraftTable {
            title: "drivers".to_owned(),
            rows: published,
            ..DraftTable::default()
        });
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

/// The other competitor, the word that decided, the counts of both, the place counted.
type Named<'s> = (&'s str, Option<TieBreak>, (u32, u32), Option<u32>);

fn named(season: &Season, tie: Option<Tie>) -> Option<Named<'_>> {
    let tie = tie?;
    let rival = season.competitors[tie.rival].name.as_str();
    Some((rival, tie.step, (tie.own, tie.other), tie.place.map(Position::get)))
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
    assert_eq!([rows[0].position, rows[1].position], [1, 2].map(Position::new));
}

#[test]
fn the_step_that_decides_is_named_not_the_first_of_the_list() {
    let rounds: [&[(u32, &str)]; 2] = [&[(1, "Ann"), (2, "Ben")], &[(1, "Ben"), (2, "Ann")]];
    let (season, rows) = rows(&rounds, "[\"wins\", \"countback\", \"latest-result\"]");
    assert_eq!(named(&season, rows[1].tie), Some(("Ben", Some(TieBreak::LatestResult), (2, 1), None)));
    assert_eq!(rows[1].tie.and_then(|tie| tie.round), season.round(RoundNumber(2)));
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

fn finishes(places: &[u32]) -> Vec<Finish> {
    let places = places.iter().enumerate();
    places.map(|(round, &place)| Finish { round, session: 0, place: Position::new(place).unwrap() }).collect()
}

#[test]
fn each_step_puts_the_better_of_two_ahead_and_says_what_it_counted() {
    let found = |step: TieBreak, a: &[u32], b: &[u32]| {
        let found = step.find(&finishes(a), &finishes(b));
        let back = step.find(&finishes(b), &finishes(a));
        assert_eq!(back.order, found.order.reverse(), "{step:?} is the same seen from the other side");
        (found.order, found.counts, found.place.map(Position::get), found.round)
    };
    use std::cmp::Ordering::{Equal, Less};
    assert_eq!(found(TieBreak::Wins, &[1, 1, 3], &[1, 2, 2]), (Less, (2, 1), Some(1), None));
    assert_eq!(found(TieBreak::Wins, &[1, 5], &[1, 2]), (Equal, (1, 1), Some(1), None));
    assert_eq!(found(TieBreak::Countback, &[1, 2, 9], &[1, 3, 3]), (Less, (1, 0), Some(2), None));
    assert_eq!(found(TieBreak::Countback, &[2, 1], &[1, 2]), (Equal, (0, 0), None, None));
    assert_eq!(found(TieBreak::BestResult, &[2, 9], &[3, 3]), (Less, (2, 3), None, None));
    assert_eq!(found(TieBreak::BestResult, &[2], &[]), (Less, (2, 0), None, None));
    assert_eq!(found(TieBreak::LatestResult, &[2, 4, 1], &[2, 1, 3]), (Less, (1, 3), None, Some(2)));
    assert_eq!(found(TieBreak::LatestResult, &[1, 3], &[2, 3]), (Less, (1, 2), None, Some(0)));
    assert_eq!(found(TieBreak::EarliestResult, &[2, 1, 9], &[2, 3, 1]), (Less, (1, 3), None, Some(1)));
    assert_eq!(found(TieBreak::HeadToHead, &[1, 3, 2], &[2, 4, 1]), (Less, (2, 1), None, None));
    assert_eq!(
        found(TieBreak::HeadToHead, &[1, 2], &[1, 2]),
        (Equal, (0, 0), None, None),
        "level is not ahead"
    );
    assert_eq!(found(TieBreak::Shared, &[1], &[2]), (Equal, (0, 0), None, None));
}

#[test]
fn head_to_head_says_how_often_each_was_ahead() {
    let rounds: [&[(u32, &str)]; 3] =
        [&[(1, "Ann"), (2, "Ben")], &[(1, "Ann"), (6, "Ben")], &[(1, "Ben"), (7, "Ann")]];
    let (season, rows) = rows(&rounds, "[\"head-to-head\"]");
    assert_eq!([rows[0].total, rows[1].total].map(|own| own.to_string()), ["22", "21"]);
    let rounds: [&[(u32, &str)]; 3] =
        [&[(2, "Ann"), (3, "Ben")], &[(2, "Ann"), (3, "Ben")], &[(2, "Ben"), (5, "Ann")]];
    let (other, level) = self::rows(&rounds, "[\"head-to-head\"]");
    assert_eq!(level[0].total, level[1].total);
    assert_eq!(named(&other, level[1].tie), Some(("Ann", Some(TieBreak::HeadToHead), (1, 2), None)));
    assert_eq!(named(&season, rows[1].tie), None);
}

#[test]
fn of_two_alone_the_first_step_that_parts_them_decides_and_none_behind_a_shared_place() {
    let finish = |round, place| Finish { round, session: 0, place: Position::new(place).unwrap() };
    let (own, other) = ([finish(0, 1), finish(1, 4)], [finish(0, 2), finish(1, 3)]);
    let steps = |steps: &[TieBreak]| TieBreak::compare_all(steps, &own, &other);
    assert_eq!(steps(&[TieBreak::Countback]), std::cmp::Ordering::Less);
    assert_eq!(steps(&[TieBreak::LatestResult, TieBreak::Countback]), std::cmp::Ordering::Greater);
    assert_eq!(steps(&[TieBreak::Shared, TieBreak::Countback]), std::cmp::Ordering::Equal);
    assert_eq!(steps(&[]), std::cmp::Ordering::Equal);
}

#[test]
fn a_place_known_by_its_published_points_stands_before_results_of_later_rounds() {
    let published = [("Ann", 10), ("Ben", 8)].map(|(name, points)| DraftRow {
        competitor: name.to_owned(),
        cells: vec![Some(Points::whole(points)), None],
        ..DraftRow::default()
    });
    // Ben won the latest round; of the first only points are known, and Ann's are the winner's.
    let (season, rows) =
        rows_with(&[&[], &[(1, "Ben"), (2, "Ann")]], published.to_vec(), "[\"latest-result\"]");
    let names = rows.iter().map(|row| season.competitors[row.competitor].name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["Ben", "Ann"]);
    assert_eq!([rows[0].total, rows[1].total], [18, 18].map(Points::whole));
}
