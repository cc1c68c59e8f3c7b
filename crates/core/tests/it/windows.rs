//! Windows over rounds of several sessions: what is one result, and how it started and ended.

use parcferme_core::Points;
use parcferme_core::numbers::RoundNumber;
use parcferme_core::rules::window::{Scored, Window, Wins};
use parcferme_core::season::Status;

/// A part of a round, numbered as its column is.
fn part(column: usize, points: i64) -> Scored {
    let round = RoundNumber(u32::try_from(column + 1).unwrap());
    Scored { column, round, points: Points::whole(points), started: true, ..Scored::default() }
}

fn counted(window: Window, wins: Wins, parts: &[Scored]) -> Vec<bool> {
    let mut counted = vec![true; parts.len()];
    Window::drop_results(&[window], wins, parts, &mut counted);
    counted
}

fn best(best: u32) -> Window {
    Window { best, ..Window::default() }
}

#[test]
fn three_sessions_of_a_round_count_or_drop_together() {
    let parts = [part(0, 1), part(0, 1), part(0, 1), part(1, 2)];
    assert_eq!(counted(best(1), Wins::Most, &parts), [true, true, true, false]);
    let parts = [part(0, 1), part(0, 1), part(0, 1), part(1, 4)];
    assert_eq!(counted(best(1), Wins::Most, &parts), [false, false, false, true]);
    let parts = [part(0, 4), part(1, 1), part(1, 1), part(1, 1)];
    assert_eq!(counted(best(1), Wins::Most, &parts), [true, false, false, false]);
    assert_eq!(counted(best(1), Wins::Fewest, &parts), [false, true, true, true]);
}

#[test]
fn a_round_is_started_by_any_of_its_sessions() {
    let mut parts = [part(0, 0), part(0, 1), part(1, 9)];
    parts[0].started = false;
    let first = || Window { first: Some(1), ..best(2) };
    assert_eq!(counted(first(), Wins::Most, &parts), [true, true, false], "the second start counts no more");
    parts[1].started = false;
    assert_eq!(counted(first(), Wins::Most, &parts), [true, true, true], "it is the first start");
}

#[test]
fn a_round_is_missing_where_all_its_sessions_are() {
    let mut parts = [part(0, 0), part(0, 3), part(1, 4)];
    parts[0].missing = true;
    assert_eq!(counted(best(1), Wins::Fewest, &parts), [true, true, false]);
    parts[1].missing = true;
    assert_eq!(counted(best(1), Wins::Fewest, &parts), [false, false, true]);
}

#[test]
fn a_round_ended_as_the_session_that_may_not_be_dropped() {
    let window = || Window { never_dropped: vec![Status::Dsq], ..best(1) };
    for (first, second) in [(Status::Dsq, Status::Finished), (Status::Finished, Status::Dsq)] {
        let mut parts = [part(0, 0), part(0, 1), part(1, 9)];
        (parts[0].ended, parts[1].ended) = (Some(first), Some(second));
        assert_eq!(counted(window(), Wins::Most, &parts), [true, true, false], "{first:?} {second:?}");
    }
    let mut parts = [part(0, 0), part(0, 1), part(1, 9)];
    (parts[0].ended, parts[1].ended) = (Some(Status::Dnf), Some(Status::Dns));
    assert_eq!(counted(window(), Wins::Most, &parts), [false, false, true]);
}
