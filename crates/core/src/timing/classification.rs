//! The order at the flag: laps, then elapsed time, overall and in class.

use super::finish::{Finish, FinishBasis};
use super::sheet::{CarIndex, Lap, LapSheet};
use crate::exact::Millis;
use crate::outcome::Gap;
use crate::season::Status;
use std::collections::BTreeMap;

/// A car's fastest lap.
///
/// Result sheets count neither the first lap, which starts on the grid, nor one that ends in the pit
/// lane, whose line is not the timed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BestLap {
    pub number: u32,
    pub time: Millis,
    /// Who drove it, from 1; 0 where not recorded.
    pub seat: u8,
}

/// A car's place in the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub car: CarIndex,
    /// From 1.
    pub position: u32,
    /// From 1, among the cars of the same class.
    pub class_position: u32,
    pub laps: u32,
    /// From the green flag to the last counted crossing.
    pub elapsed: Option<Millis>,
    /// To the leader; none for the leader itself.
    pub gap: Option<Gap>,
    /// To the car ahead.
    pub interval: Option<Gap>,
    pub class_gap: Option<Gap>,
    pub class_interval: Option<Gap>,
    pub best: Option<BestLap>,
    /// Finished: it crossed the line under the chequered flag. Dnf: it has laps but was not seen at
    /// the flag. Dns: it has no lap. Lap records tell no more.
    pub status: Status,
    /// Records that came after the car had taken the flag and are not counted.
    pub after_flag: usize,
}

/// The order of a session's cars with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classification {
    /// By position.
    pub rows: Vec<Row>,
    pub basis: FinishBasis,
    /// Elapsed time at which the chequered flag fell.
    pub flag_at: Option<Millis>,
}

impl Classification {
    /// Laps of the overall winner; 0 where there is no car.
    pub fn winner_laps(&self) -> u32 {
        self.rows.first().map_or(0, |row| row.laps)
    }

    pub fn row_of(&self, car: CarIndex) -> Option<&Row> {
        self.rows.iter().find(|row| row.car == car)
    }
}

/// Orders the cars by laps, then by elapsed time; cars level in both by number.
///
/// A car's laps are the highest lap number it completed: a record that is missing in between was a
/// missed passing, not a lap less.
pub fn classify(sheet: &LapSheet) -> Classification {
    let finish = Finish::of(sheet);
    let mut rows: Vec<Row> = sheet.car_indexes().map(|car| start_row(sheet, &finish, car)).collect();
    rows.sort_by(|a, b| {
        let key = |row: &Row| (std::cmp::Reverse(row.laps), row.elapsed.unwrap_or(Millis(i64::MAX)));
        key(a).cmp(&key(b)).then_with(|| sheet.car(a.car).number.cmp(&sheet.car(b.car).number))
    });
    let mut classes: BTreeMap<&str, Ahead> = BTreeMap::new();
    let mut overall = Ahead::default();
    for row in &mut rows {
        let class = classes.entry(&sheet.car(row.car).class).or_default();
        (row.position, row.gap, row.interval) = overall.next(row.laps, row.elapsed);
        (row.class_position, row.class_gap, row.class_interval) = class.next(row.laps, row.elapsed);
    }
    Classification { rows, basis: finish.basis, flag_at: finish.at }
}

/// The cars already placed: how many, the first and the latest.
#[derive(Default)]
struct Ahead {
    placed: u32,
    first: Option<(u32, Option<Millis>)>,
    latest: Option<(u32, Option<Millis>)>,
}

impl Ahead {
    fn next(&mut self, laps: u32, elapsed: Option<Millis>) -> (u32, Option<Gap>, Option<Gap>) {
        let to = |ahead: Option<(u32, Option<Millis>)>| match (ahead, elapsed) {
            (None, _) => None,
            (Some((ahead_laps, Some(ahead))), Some(own)) if ahead_laps == laps => {
                Some(Gap::Time(Millis(own.0 - ahead.0)))
            }
            (Some((ahead_laps, _)), _) => Some(Gap::Laps(ahead_laps.saturating_sub(laps))),
        };
        let placing = (to(self.first), to(self.latest));
        self.placed += 1;
        self.first = self.first.or(Some((laps, elapsed)));
        self.latest = Some((laps, elapsed));
        (self.placed, placing.0, placing.1)
    }
}

fn start_row(sheet: &LapSheet, finish: &Finish, car: CarIndex) -> Row {
    let all = sheet.laps_of(car);
    let laps = &all[..finish.counted[car.index()]];
    let status = match laps.last() {
        None => Status::Dns,
        Some(_) if finish.saw_flag(sheet, car) => Status::Finished,
        Some(_) => Status::Dnf,
    };
    Row {
        car,
        position: 0,
        class_position: 0,
        laps: laps.last().map_or(0, |lap| lap.number),
        elapsed: laps.last().and_then(|lap| lap.elapsed.get()),
        gap: None,
        interval: None,
        class_gap: None,
        class_interval: None,
        best: best_lap(laps),
        status,
        after_flag: all.len() - laps.len(),
    }
}

/// The fastest of laps that may count; the earlier of two equal ones.
pub fn best_lap(laps: &[Lap]) -> Option<BestLap> {
    let counts = laps.iter().filter(|lap| lap.number > 1 && !lap.in_pit);
    let timed = counts.filter_map(|lap| lap.time.get().map(|time| (time, lap)));
    let (time, lap) = timed.min_by_key(|&(time, _)| time)?;
    Some(BestLap { number: lap.number, time, seat: lap.seat })
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
            format!("{} {} {number} {} {gaps}", row.position, row.class_position, row.laps)
        });
        assert_eq!(
            shown.collect::<Vec<_>>(),
            [
                "1 1 03 3 - - -",
                "2 2 9 3 +1.000 +1.000 +1.000",
                "3 1 3 2 +1 lap +1 lap -",
                "4 2 8 2 +1 lap +5.000 +5.000",
                "5 3 08 0 +3 laps +2 laps +2 laps",
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
        assert_eq!(best_lap(&laps), Some(BestLap { number: 2, time: Millis(100), seat: 0 }));
        assert_eq!(best_lap(&laps[..1]), None);
    }
}
