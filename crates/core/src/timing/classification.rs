//! What laps tell of each car of a session, in the order that a season gives them.

use super::finish::{Finish, FinishBasis};
use super::kind::{SessionKind, Taken};
use super::one_session::OneSession;
use super::sheet::{CarIndex, Exact, Lap, LapSheet};
use crate::exact::Millis;
use crate::numbers::{Laps, Position};
use crate::outcome::Gap;
use crate::season::Status;

/// A car's fastest lap.
///
/// Result sheets count neither the first lap, which starts on the grid, nor one that ends in the pit
/// lane, whose line is not the timed one, nor one that was deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BestLap {
    pub number: u32,
    pub time: Millis,
    /// What the time has beyond the millisecond, in ten-thousandths of one.
    pub rest: u16,
    /// Who drove it, from 1; 0 where not recorded.
    pub seat: u8,
}

impl BestLap {
    /// The time with all its digits, for comparing.
    pub const fn exact(&self) -> Exact {
        Exact(self.time, self.rest)
    }
}

/// A car's place in the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub car: CarIndex,
    /// From 1; none in a session of best laps for a car without one.
    pub position: Option<Position>,
    /// From 1, among the cars of the same class.
    pub class_position: Option<Position>,
    pub laps: Laps,
    /// From the green flag to the last counted crossing.
    pub elapsed: Option<Millis>,
    /// What `elapsed` has beyond the millisecond, in ten-thousandths of one.
    pub elapsed_rest: u16,
    /// To the leader; none for the leader itself.
    pub gap: Option<Gap>,
    /// To the car ahead.
    pub interval: Option<Gap>,
    pub class_gap: Option<Gap>,
    pub class_interval: Option<Gap>,
    pub best: Option<BestLap>,
    /// The fastest of its other laps.
    pub second_best: Option<BestLap>,
    /// Finished: it crossed the line under the chequered flag. Dnf: it has laps but was not seen at
    /// the flag. Dns: it has no lap. Lap records tell no more. In a session of best laps, Finished is a car with a
    /// best lap and Nc one without.
    pub status: Status,
    /// Records that came after the car had taken the flag and are not counted.
    pub after_flag: usize,
    /// Its order among cars of as many laps is not known: its time, or that of one of them, is not recorded.
    pub untimed: bool,
}

/// The order of a session's cars with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classification {
    /// By position.
    pub rows: Vec<Row>,
    /// What the session was taken for.
    pub taken: Taken,
    pub basis: FinishBasis,
    /// Elapsed time at which the chequered flag fell.
    pub flag_at: Option<Millis>,
}

impl Classification {
    /// Laps of the overall winner; 0 where there is no car.
    pub fn winner_laps(&self) -> Laps {
        self.rows.first().map_or(Laps(0), |row| row.laps)
    }

    pub fn row_of(&self, car: CarIndex) -> Option<&Row> {
        self.rows.iter().find(|row| row.car == car)
    }
}

/// Orders the cars as the session that the records look like.
pub fn classify(sheet: &LapSheet) -> Classification {
    classify_as(sheet, Taken::from_laps(sheet))
}

/// Orders the cars as a season orders those of a session that was timed and not declared: see [`crate::compute()`].
///
/// A car's laps are the highest lap number it completed: a record that is missing in between was a
/// missed passing, not a lap less.
pub fn classify_as(sheet: &LapSheet, taken: Taken) -> Classification {
    let finish = Finish::of(sheet, taken.kind);
    let mut rows: Vec<Row> =
        sheet.car_indexes().map(|car| start_row(sheet, &finish, taken.kind, car)).collect();
    OneSession::of(sheet, taken.kind, &rows).place(&mut rows);
    Classification { rows, taken, basis: finish.basis, flag_at: finish.at }
}

fn start_row(sheet: &LapSheet, finish: &Finish, kind: SessionKind, car: CarIndex) -> Row {
    let all = sheet.laps_of(car);
    let laps = &all[..finish.counted[car.index()]];
    let (best, second_best) = best_laps(laps);
    let status = match (laps.last(), kind) {
        (None, _) => Status::Dns,
        (Some(_), SessionKind::BestLap) if best.is_some() => Status::Finished,
        (Some(_), SessionKind::BestLap) => Status::Nc,
        (Some(_), SessionKind::Race) if finish.saw_flag(sheet, car) => Status::Finished,
        (Some(_), SessionKind::Race) => Status::Dnf,
    };
    Row {
        car,
        position: None,
        class_position: None,
        laps: Laps(laps.last().map_or(0, |lap| lap.number)),
        elapsed: laps.last().and_then(|lap| lap.elapsed.get()),
        elapsed_rest: laps.last().map_or(0, |lap| lap.elapsed_rest),
        gap: None,
        interval: None,
        class_gap: None,
        class_interval: None,
        best,
        second_best,
        status,
        after_flag: all.len() - laps.len(),
        untimed: false,
    }
}

/// The fastest of laps that may count; the earlier of two equal ones.
pub fn best_lap(laps: &[Lap]) -> Option<BestLap> {
    best_laps(laps).0
}

/// See [`BestLap`].
pub(super) fn may_be_best(lap: &Lap) -> bool {
    lap.number > 1 && !lap.in_pit && !lap.deleted
}

/// The fastest and the second fastest of laps that may count; the earlier of two equal ones is the faster.
pub fn best_laps(laps: &[Lap]) -> (Option<BestLap>, Option<BestLap>) {
    let (mut best, mut second): (Option<BestLap>, Option<BestLap>) = (None, None);
    let beats = |own: &BestLap, other: Option<BestLap>| other.is_none_or(|other| own.exact() < other.exact());
    for lap in laps.iter().filter(|lap| may_be_best(lap)) {
        let Some(time) = lap.time.get() else { continue };
        let own = BestLap { number: lap.number, time, rest: lap.time_rest, seat: lap.seat };
        if beats(&own, best) {
            (best, second) = (Some(own), best);
        } else if beats(&own, second) {
            second = Some(own);
        }
    }
    (best, second)
}

#[cfg(test)]
mod tests {
    use super::super::sheet::{Car, Flag, Ms};
    use super::*;

    fn sheet() -> LapSheet {
        let car =
            |number: &str, class: &str| Car { number: number.into(), class: class.into(), ..Car::default() };
        let cars = vec![car("3", "GT"), car("03", "P"), car("8", "GT"), car("9", "P"), car("08", "GT")];
        let mut laps = Vec::new();
        for (car, times) in (0..).zip([&[110, 220][..], &[100, 201, 303], &[112, 225], &[101, 203, 304], &[]])
        {
            let mut before = 0;
            for (number, &at) in (1..).zip(times) {
                let flag = if at >= 303 || at == 220 { Flag::Finish } else { Flag::Green };
                let (time, elapsed) = (Ms::new((at - before) * 1000), Ms::new(at * 1000));
                before = at;
                laps.push(Lap { car: CarIndex(car), number, time, elapsed, flag, seat: 1, ..Lap::default() });
            }
        }
        LapSheet::new(cars, laps)
    }

    #[test]
    fn laps_then_time_overall_and_in_class() {
        let sheet = sheet();
        let order = classify(&sheet);
        let gap = |gap: Option<Gap>| gap.map_or("-".to_owned(), |gap| gap.to_string());
        let shown = order.rows.iter().map(|row| {
            let number = &sheet.car(row.car).number;
            let gaps = [row.gap, row.interval, row.class_gap].map(gap).join(" ");
            let place = |place: Option<Position>| place.map_or("-".to_owned(), |place| place.to_string());
            format!("{} {} {number} {} {gaps}", place(row.position), place(row.class_position), row.laps)
        });
        assert_eq!(
            shown.collect::<Vec<_>>(),
            [
                "1 1 03 3 - - -",
                "2 2 9 3 +1.000 +1.000 +1.000",
                "3 1 3 2 +1 lap +1 lap -",
                "4 2 8 2 +1 lap +5.000 +5.000",
                "- - 08 0 - - -",
            ]
        );
        let status = order.rows.iter().map(|row| row.status).collect::<Vec<_>>();
        use Status::{Dnf, Dns, Finished};
        assert_eq!(status, [Finished, Finished, Finished, Dnf, Dns]);
    }

    #[test]
    fn best_lap_is_neither_the_first_nor_one_into_the_pits() {
        let lap = |number, time: u32, in_pit| Lap { number, time: Ms::new(time), in_pit, ..Lap::default() };
        let laps = [lap(1, 80, false), lap(2, 100, false), lap(3, 90, true), lap(4, 100, false)];
        assert_eq!(best_lap(&laps), Some(BestLap { number: 2, time: Millis(100), rest: 0, seat: 0 }));
        assert_eq!(best_lap(&laps[..1]), None);
    }

    #[test]
    fn a_deleted_lap_is_not_the_best_and_the_next_one_moves_up() {
        let lap = |number, time: u32, deleted| Lap { number, time: Ms::new(time), deleted, ..Lap::default() };
        let laps = [lap(1, 80, false), lap(2, 100, true), lap(3, 102, false), lap(4, 101, false)];
        let (best, second) = best_laps(&laps);
        assert_eq!((best.map(|own| own.number), second.map(|own| own.number)), (Some(4), Some(3)));
    }

    /// Cars `1`, `2`, ... by the times of their laps, with what they have beyond the millisecond.
    fn practice(cars: &[&[(u32, u16)]]) -> LapSheet {
        let mut laps = Vec::new();
        for (car, times) in (0..).zip(cars) {
            for (number, &(time, time_rest)) in (1..).zip(*times) {
                let elapsed = Ms::new(number * 1000 + car);
                laps.push(Lap {
                    car: CarIndex(car),
                    number,
                    time: Ms::new(time),
                    time_rest,
                    elapsed,
                    ..Lap::default()
                });
            }
        }
        let named =
            |car: usize| Car { number: (car + 1).to_string().into(), class: "P".into(), ..Car::default() };
        LapSheet::new((0..cars.len()).map(named).collect(), laps)
    }

    #[test]
    fn best_laps_order_then_second_bests_then_who_was_first_and_cars_without_one_have_no_place() {
        let sheet = practice(&[
            &[(300, 0)],
            &[(300, 0), (105, 0), (100, 0)],
            &[(300, 0), (101, 0), (100, 0)],
            &[(300, 0), (100, 0), (101, 0)],
            &[],
            &[(300, 0), (100, 1), (99, 9)],
        ]);
        let order = classify_as(&sheet, Taken::told(SessionKind::BestLap));
        let shown: Vec<_> = order
            .rows
            .iter()
            .map(|row| (sheet.car(row.car).number.as_str(), row.position, row.status))
            .collect();
        use Status::{Dns, Finished, Nc};
        assert_eq!(
            shown,
            [
                ("6", Position::new(1), Finished),
                ("4", Position::new(2), Finished),
                ("3", Position::new(3), Finished),
                ("2", Position::new(4), Finished),
                ("1", None, Nc),
                ("5", None, Dns)
            ],
            "4 and 3 are level in both laps and 4 was first; 2 has the slower second"
        );
        let gaps: Vec<String> =
            order.rows.iter().filter_map(|row| row.gap).map(|gap| gap.to_string()).collect();
        assert_eq!(gaps, ["+0.001", "+0.001", "+0.001"]);
        assert_eq!(order.rows[4].gap, None);
    }

    #[test]
    fn an_absent_time_is_said_of_every_car_whose_place_it_leaves_open() {
        let lap = |car, number, at: Option<u32>| Lap {
            car: CarIndex(car),
            number,
            elapsed: at.map_or(Ms::NONE, Ms::new),
            ..Lap::default()
        };
        let laps = vec![lap(0, 2, Some(200)), lap(1, 2, None), lap(2, 1, None), lap(3, 3, None)];
        let sheet = LapSheet::new(vec![Car::default(); 4], laps);
        let rows = classify(&sheet).rows;
        let shown: Vec<_> = rows.iter().map(|row| (row.car.0, row.untimed)).collect();
        assert_eq!(shown, [(3, false), (0, true), (1, true), (2, false)]);
        assert_eq!(rows[2].interval, None, "a gap to a car of as many laps is not +0 laps");
    }

    #[test]
    fn cars_level_to_the_last_digit_share_a_place_and_the_next_stays_empty() {
        let lap = |car, at, elapsed_rest| Lap {
            car: CarIndex(car),
            number: 1,
            elapsed: Ms::new(at),
            elapsed_rest,
            ..Lap::default()
        };
        let laps = vec![lap(0, 100, 5), lap(1, 100, 5), lap(2, 100, 6), lap(3, 101, 0)];
        let sheet = LapSheet::new(vec![Car::default(); 4], laps);
        let places: Vec<_> = classify(&sheet).rows.iter().map(|row| (row.car.0, row.position)).collect();
        assert_eq!(places, [(0, 1), (1, 1), (2, 3), (3, 4)].map(|(car, place)| (car, Position::new(place))));
    }

    #[test]
    fn a_tenth_of_a_millisecond_decides() {
        let lap = |car, elapsed_rest| Lap {
            car: CarIndex(car),
            number: 1,
            elapsed: Ms::new(78_864),
            elapsed_rest,
            ..Lap::default()
        };
        let sheet = LapSheet::new(vec![Car::default(); 2], vec![lap(0, 2000), lap(1, 1000)]);
        assert_eq!(classify(&sheet).rows.iter().map(|row| row.car.0).collect::<Vec<_>>(), [1, 0]);
    }
}
