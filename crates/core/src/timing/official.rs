//! A published result against the order that the lap records give, and why they differ.

use super::classification::Classification;
use super::kind::SessionKind;
use super::sheet::LapSheet;
use crate::exact::Millis;
use crate::number_words::{counted, time_in_words};
use crate::numbers::{CarNumber, Laps, Position};
use std::collections::{BTreeMap, BTreeSet};

/// A row of a published result, as printed; empty or absent where the document says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfficialRow {
    pub position: Option<Position>,
    /// A place is printed and was not understood.
    pub position_unread: bool,
    pub number: CarNumber,
    pub class: String,
    pub group: String,
    pub team: String,
    pub vehicle: String,
    pub tyres: String,
    /// The published word: `Classified`, `Retired`, `Not started`, ...
    pub status: String,
    pub laps: Option<Laps>,
    pub total_time: Option<Millis>,
    /// The gap columns as printed.
    pub gap_first: String,
    pub gap_previous: String,
    pub best_lap: Option<(u32, Millis)>,
    pub drivers: Vec<OfficialDriver>,
    /// Line of the document, from 1.
    pub line: u32,
}

/// A crew member as a published result names one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfficialDriver {
    /// From 1.
    pub seat: u8,
    pub name: String,
    pub license: String,
    pub country: String,
}

/// What makes a published row differ from the timed one, as far as the two documents tell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The published total is longer (shorter, below zero) than the timed one by this much, to the
    /// millisecond a whole number of seconds where it is a penalty: the decision was taken after
    /// the race or served in its place.
    Time(Millis),
    /// The published laps are more (fewer, below zero) than the timed ones.
    Laps(i64),
    /// The published status takes the car out of the order or keeps it from starting.
    Status(String),
    /// The published place is not the one that the published laps and time give.
    Moved { by_laps_and_time: u32 },
    /// Nothing of its own: cars of these numbers went past for reasons of theirs.
    Displaced { by: Vec<String> },
    /// The published best lap is another.
    BestLap { published: Option<(u32, Millis)>, timed: Option<(u32, Millis)> },
    /// The published place was not understood: nothing says that it is the same.
    PlaceUnread,
    /// Published, but without a lap record.
    NoLapRecords,
    /// Timed, but not published.
    NotPublished,
    /// The place differs, and neither document says why.
    Unexplained,
}

impl Reason {
    pub const fn word(&self) -> &'static str {
        match self {
            Reason::Time(_) => "time",
            Reason::Laps(_) => "laps",
            Reason::Status(_) => "status",
            Reason::Moved { .. } => "moved",
            Reason::Displaced { .. } => "displaced",
            Reason::BestLap { .. } => "best-lap",
            Reason::PlaceUnread => "place-unread",
            Reason::NoLapRecords => "no-lap-records",
            Reason::NotPublished => "not-published",
            Reason::Unexplained => "unexplained",
        }
    }

    /// A sentence without a full stop.
    pub fn sentence(&self) -> String {
        let laps = |laps: u64| counted(laps, "lap");
        let best = |best: &Option<(u32, Millis)>| match best {
            Some((0, time)) => time_in_words(*time),
            Some((lap, time)) => format!("{} on lap {lap}", time_in_words(*time)),
            None => "none".to_owned(),
        };
        match self {
            Reason::Time(Millis(ms)) if *ms > 0 => {
                let penalty = if ms % 1000 == 0 { ": a time penalty by its look" } else { "" };
                format!("published total is {} longer than timed{penalty}", time_in_words(Millis(*ms)))
            }
            Reason::Time(Millis(ms)) => {
                format!("published total is {} shorter than timed", time_in_words(Millis(-ms)))
            }
            Reason::Laps(count) if *count < 0 => {
                format!("{} fewer published than timed", laps(count.unsigned_abs()))
            }
            Reason::Laps(count) => format!("{} more published than timed", laps(count.unsigned_abs())),
            Reason::Status(status) => format!("published as {status}"),
            Reason::Moved { by_laps_and_time } => {
                format!("moved by a decision: its published laps and time would make it {by_laps_and_time}")
            }
            Reason::Displaced { by } => {
                let cars = if by.len() == 1 { "car" } else { "cars" };
                format!("changed places with {cars} {}, nothing of its own", by.join(", "))
            }
            Reason::BestLap { published, timed } => {
                format!("best lap published as {}, timed {}", best(published), best(timed))
            }
            Reason::PlaceUnread => "the published place is not a number".to_owned(),
            Reason::NoLapRecords => "published, but the lap file has no record of it".to_owned(),
            Reason::NotPublished => "timed, but not in the published result".to_owned(),
            Reason::Unexplained => "neither document says why".to_owned(),
        }
    }

    /// A reason of the car's own for another place, which other cars feel.
    fn moves_the_car(&self, kind: SessionKind) -> bool {
        match self {
            Reason::BestLap { .. } => kind == SessionKind::BestLap,
            Reason::Displaced { .. } | Reason::Unexplained | Reason::PlaceUnread => false,
            _ => true,
        }
    }
}

/// One car whose published row differs from the timed one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub number: CarNumber,
    pub timed_position: Option<Position>,
    pub published_position: Option<Position>,
    pub reasons: Vec<Reason>,
    /// Line of the published document; 0 where the car is not in it.
    pub line: u32,
}

/// The comparison of a whole result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Cars in both documents.
    pub compared: usize,
    /// Of these, the cars with the same place, laps and total time; the same place and best lap in practice.
    pub same: usize,
    /// Of these, the cars without a published place, or with one that was not understood.
    pub without_place: usize,
    /// In published order, cars that are not published last.
    pub differences: Vec<Difference>,
}

/// A car as its laps place it.
#[derive(Clone, Copy, Debug)]
pub struct TimedPlace<'t> {
    pub number: &'t str,
    pub class: &'t str,
    pub team: &'t str,
    pub position: Option<Position>,
    pub laps: Laps,
    pub elapsed: Option<Millis>,
    /// Lap and time; a lap of 0 is not known.
    pub best: Option<(u32, Millis)>,
}

/// Compares a published result with the order of a lap file and derives a reason for each difference.
pub fn compare(sheet: &LapSheet, order: &Classification, published: &[OfficialRow]) -> Comparison {
    let place = |row: &super::Row| {
        let car = sheet.car(row.car);
        TimedPlace {
            number: &car.number,
            class: &car.class,
            team: &car.team,
            position: row.position,
            laps: row.laps,
            elapsed: row.elapsed,
            best: row.best.map(|best| (best.number, best.time)),
        }
    };
    let timed: Vec<TimedPlace<'_>> = order.rows.iter().map(place).collect();
    let matched = matched(&timed, published);
    compare_matched(order.taken.kind, &timed, published, &matched)
}

/// The same of cars that are timed anyhow; `matched` is the timed car of each published row.
pub fn compare_matched(
    kind: SessionKind,
    timed: &[TimedPlace<'_>],
    published: &[OfficialRow],
    matched: &[Option<usize>],
) -> Comparison {
    let moved = moved_by_decision(published);
    let listed: BTreeSet<usize> = matched.iter().flatten().copied().collect();
    let pairs: Vec<Pair<'_>> = matched.iter().map(|own| own.map(|at| &timed[at])).zip(published).collect();
    let own: Vec<Vec<Reason>> =
        pairs.iter().zip(moved).map(|(&(timed, row), moved)| own_reasons(kind, timed, row, moved)).collect();
    let movers: Vec<usize> =
        (0..own.len()).filter(|&i| own[i].iter().any(|own| own.moves_the_car(kind))).collect();
    let mut comparison = Comparison::default();
    for (index, (&(timed, row), mut reasons)) in pairs.iter().zip(own.clone()).enumerate() {
        comparison.compared += usize::from(timed.is_some());
        let timed_position = timed.and_then(|timed| timed.position);
        let moves = reasons.iter().any(|own| own.moves_the_car(kind));
        let no_place = row.position.is_none() && (timed_position.is_some() || row.position_unread);
        comparison.without_place += usize::from(no_place && timed.is_some());
        // In practice sheets number the cars without a lap on; that is no place.
        let unplaced = kind == SessionKind::BestLap && timed_position.is_none() && row.best_lap.is_none();
        let same_place = timed.is_none() || timed_position == row.position || unplaced;
        if same_place && !no_place && !moves {
            comparison.same += 1;
        }
        if !same_place && !no_place && !moves {
            let by = passed_by(index, &pairs, &movers);
            reasons.push(if by.is_empty() { Reason::Unexplained } else { Reason::Displaced { by } });
        }
        if !reasons.is_empty() {
            comparison.differences.push(Difference {
                number: row.number.clone(),
                timed_position,
                published_position: row.position,
                reasons,
                line: row.line,
            });
        }
    }
    for (_, own) in timed.iter().enumerate().filter(|(at, _)| !listed.contains(at)) {
        comparison.differences.push(Difference {
            number: own.number.into(),
            timed_position: own.position,
            published_position: None,
            reasons: vec![Reason::NotPublished],
            line: 0,
        });
    }
    comparison
}

/// A published row and its timed car.
type Pair<'a> = (Option<&'a TimedPlace<'a>>, &'a OfficialRow);

fn own_reasons(
    kind: SessionKind,
    timed: Option<&TimedPlace<'_>>,
    row: &OfficialRow,
    moved: Option<u32>,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let out_of_order = ["disqualified", "excluded", "not started"];
    if out_of_order.contains(&row.status.trim().to_ascii_lowercase().as_str()) {
        reasons.push(Reason::Status(row.status.trim().to_owned()));
    }
    let Some(timed) = timed else {
        reasons.push(Reason::NoLapRecords);
        return reasons;
    };
    if row.position_unread {
        reasons.push(Reason::PlaceUnread);
    }
    let laps = row.laps.map_or(0, |laps| i64::from(laps) - i64::from(timed.laps));
    if laps != 0 && kind == SessionKind::Race {
        reasons.push(Reason::Laps(laps));
    }
    // Practice has no total to compare.
    let total = row.total_time.filter(|_| kind == SessionKind::Race);
    if let (0, Some(published), Some(own)) = (laps, total, timed.elapsed)
        && published != own
    {
        reasons.push(Reason::Time(Millis(published.0 - own.0)));
    }
    if let Some(by_laps_and_time) = moved {
        reasons.push(Reason::Moved { by_laps_and_time });
    }
    if row.best_lap != timed.best {
        reasons.push(Reason::BestLap { published: row.best_lap, timed: timed.best });
    }
    reasons
}

/// The timed car of each published row: of the cars of its number that of its class or team, else the next one.
pub fn matched(timed: &[TimedPlace<'_>], published: &[OfficialRow]) -> Vec<Option<usize>> {
    let mut of_number: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, own) in timed.iter().enumerate() {
        of_number.entry(own.number).or_default().push(at);
    }
    let row = |own: &OfficialRow| {
        let of_number = of_number.get_mut(own.number.as_str())?;
        let alike = |car: &TimedPlace<'_>| {
            (!own.team.is_empty() && own.team == car.team, !own.class.is_empty() && own.class == car.class)
        };
        let best = (0..of_number.len()).rev().max_by_key(|&at| alike(&timed[of_number[at]]))?;
        Some(of_number.remove(best))
    };
    published.iter().map(row).collect()
}

/// Of the cars with a reason of their own, those whose order against this one is reversed.
fn passed_by(index: usize, pairs: &[Pair<'_>], movers: &[usize]) -> Vec<String> {
    let place = |at: usize| Some((pairs[at].0?.position?, pairs[at].1.position?));
    let Some((timed, published)) = place(index) else { return Vec::new() };
    let reversed = |&&at: &&usize| place(at).is_some_and(|(t, p)| (t < timed) != (p < published));
    movers.iter().filter(reversed).filter_map(|&at| Some(pairs[at].0?.number.to_owned())).collect()
}

/// Per row, the place that the published laps and time would give, where the row breaks their order.
/// The rows that break it are those outside a longest run that keeps it.
fn moved_by_decision(published: &[OfficialRow]) -> Vec<Option<u32>> {
    let mut moved = vec![None; published.len()];
    let mut placed: Vec<usize> = (0..published.len())
        .filter(|&i| {
            published[i].position.is_some()
                && published[i].laps.is_some()
                && published[i].total_time.is_some()
        })
        .collect();
    placed.sort_by_key(|&i| published[i].position);
    let mut by_time = placed.clone();
    by_time.sort_by_key(|&i| {
        (std::cmp::Reverse(published[i].laps), published[i].total_time, published[i].position)
    });
    let mut rank = vec![0_u32; published.len()];
    for (place, &i) in (1..).zip(&by_time) {
        rank[i] = place;
    }
    let kept = longest_ascending(&placed.iter().map(|&i| rank[i]).collect::<Vec<_>>());
    for (&i, kept) in placed.iter().zip(kept) {
        if !kept {
            moved[i] = Some(rank[i]);
        }
    }
    moved
}

/// Which values belong to a longest ascending subsequence.
fn longest_ascending(values: &[u32]) -> Vec<bool> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; values.len()];
    for (index, value) in values.iter().enumerate() {
        let length = tails.partition_point(|&tail| values[tail] < *value);
        before[index] = length.checked_sub(1).map(|shorter| tails[shorter]);
        if length == tails.len() {
            tails.push(index);
        } else {
            tails[length] = index;
        }
    }
    let mut kept = vec![false; values.len()];
    let mut next = tails.last().copied();
    while let Some(index) = next {
        kept[index] = true;
        next = before[index];
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::sheet::{Car, CarIndex, Flag, Lap, Ms};
    use super::super::{Taken, classify, classify_as};
    use super::*;

    /// Cars `1`, `2`, ... with two laps each, finishing at 200 s, 201 s, ...
    fn sheet(cars: u32) -> LapSheet {
        let lap = |car, number, at| Lap {
            car: CarIndex(car),
            number,
            elapsed: Ms::new(at),
            flag: if number == 2 { Flag::Finish } else { Flag::Green },
            ..Lap::default()
        };
        let laps = (0..cars).flat_map(|car| [lap(car, 1, 100_000 + car), lap(car, 2, 200_000 + 1000 * car)]);
        let named = |car: u32| Car { number: (car + 1).to_string().into(), ..Car::default() };
        LapSheet::new((0..cars).map(named).collect(), laps.collect())
    }

    fn published(rows: &[(&str, u32, i64)]) -> Vec<OfficialRow> {
        let row = |(position, &(number, laps, ms)): (u32, &(&str, u32, i64))| OfficialRow {
            position: Position::new(position),
            number: number.into(),
            status: "Classified".into(),
            laps: Some(Laps(laps)),
            total_time: Some(Millis(ms)),
            line: position + 1,
            ..OfficialRow::default()
        };
        (1..).zip(rows).map(row).collect()
    }

    fn reasons(cars: u32, rows: &[(&str, u32, i64)]) -> Vec<(String, Vec<Reason>)> {
        let sheet = sheet(cars);
        let comparison = compare(&sheet, &classify(&sheet), &published(rows));
        comparison.differences.into_iter().map(|d| (d.number.into(), d.reasons)).collect()
    }

    #[test]
    fn a_time_penalty_explains_the_car_and_those_it_let_past() {
        let rows = [("2", 2, 201_000), ("1", 2, 201_500), ("3", 2, 202_000)];
        let by = vec!["1".to_owned()];
        assert_eq!(
            reasons(3, &rows),
            [
                ("2".to_owned(), vec![Reason::Displaced { by }]),
                ("1".to_owned(), vec![Reason::Time(Millis(1500))])
            ]
        );
    }

    #[test]
    fn a_car_put_behind_its_time_was_moved_by_decision() {
        let rows = [("2", 2, 201_000), ("3", 2, 202_000), ("1", 2, 200_000)];
        let by = vec!["1".to_owned()];
        assert_eq!(
            reasons(3, &rows),
            [
                ("2".to_owned(), vec![Reason::Displaced { by: by.clone() }]),
                ("3".to_owned(), vec![Reason::Displaced { by }]),
                ("1".to_owned(), vec![Reason::Moved { by_laps_and_time: 1 }]),
            ]
        );
    }

    #[test]
    fn laps_taken_away_cars_missing_and_cars_unknown() {
        let rows = [("1", 2, 200_000), ("2", 1, 201_000), ("99", 0, 0)];
        assert_eq!(
            reasons(3, &rows),
            [
                ("2".to_owned(), vec![Reason::Laps(-1)]),
                ("99".to_owned(), vec![Reason::NoLapRecords]),
                ("3".to_owned(), vec![Reason::NotPublished]),
            ]
        );
    }

    #[test]
    fn a_place_that_was_not_read_is_never_the_same() {
        let sheet = sheet(2);
        let mut rows = published(&[("1", 2, 200_000), ("2", 2, 201_000)]);
        (rows[0].position, rows[0].position_unread) = (None, true);
        rows[1].position = None;
        let comparison = compare(&sheet, &classify(&sheet), &rows);
        assert_eq!((comparison.compared, comparison.same, comparison.without_place), (2, 0, 2));
        let shown: Vec<_> = comparison.differences.iter().map(|own| (&*own.number, &*own.reasons)).collect();
        assert_eq!(shown, [("1", &[Reason::PlaceUnread][..])], "an empty cell is no difference");
    }

    #[test]
    fn of_two_cars_with_one_number_each_row_finds_its_own() {
        let plain = sheet(3);
        let mut cars = plain.cars().to_vec();
        (cars[0].team, cars[2].team, cars[2].number) = ("Alpha".into(), "Gamma".into(), "1".into());
        let sheet = LapSheet::new(cars, plain.laps().to_vec());
        let mut rows = published(&[("1", 2, 200_000), ("2", 2, 201_000), ("1", 2, 202_000)]);
        (rows[0].team, rows[2].team) = ("Alpha".into(), "Gamma".into());
        assert_eq!(compare(&sheet, &classify(&sheet), &rows).same, 3);
        rows.swap(0, 2);
        assert_eq!(compare(&sheet, &classify(&sheet), &rows).same, 3, "whatever the order of the rows");
    }

    #[test]
    fn in_practice_the_best_lap_makes_the_place() {
        let plain = sheet(2);
        let order = classify_as(&plain, Taken::told(SessionKind::BestLap));
        let mut rows = published(&[("1", 5, 1), ("2", 5, 2)]);
        rows[0].best_lap = order.rows[0].best.map(|best| (best.number, best.time));
        rows[1].position = None;
        assert_eq!((order.rows[0].best, order.rows[0].position), (None, None), "no lap time is recorded");
        let comparison = compare(&plain, &order, &rows[1..]);
        assert_eq!((comparison.compared, comparison.same), (1, 1), "neither has a place");
    }

    #[test]
    fn equal_documents_have_no_difference() {
        let sheet = sheet(2);
        let rows = published(&[("1", 2, 200_000), ("2", 2, 201_000)]);
        let comparison = compare(&sheet, &classify(&sheet), &rows);
        assert_eq!((comparison.compared, comparison.same, comparison.differences.len()), (2, 2, 0));
    }
}
