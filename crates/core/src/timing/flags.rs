//! Laps under each flag, and the periods in which a flag was out.

use super::sheet::{Flag, Lap, LapSheet};
use crate::exact::Millis;
use std::collections::BTreeMap;

/// A stretch of the race under one flag, as the crossings of all cars show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlagPeriod {
    pub flag: Flag,
    /// Elapsed time at the first and last crossing under the flag.
    pub from: Millis,
    pub to: Millis,
}

/// How many of these laps ended under each flag.
pub fn laps_by_flag(laps: &[Lap]) -> BTreeMap<Flag, u32> {
    let mut counts = BTreeMap::new();
    for lap in laps {
        *counts.entry(lap.flag).or_insert(0) += 1;
    }
    counts
}

/// The flag periods of the session in order. Resolution is that of the crossings.
pub fn flag_periods(sheet: &LapSheet) -> Vec<FlagPeriod> {
    let timed = sheet.laps().iter().filter_map(|lap| lap.elapsed.get().map(|at| (at, lap.flag)));
    let mut crossings: Vec<(Millis, Flag)> = timed.filter(|&(_, flag)| flag != Flag::Unknown).collect();
    crossings.sort_unstable();
    let mut periods: Vec<FlagPeriod> = Vec::new();
    for (at, flag) in crossings {
        match periods.last_mut() {
            Some(period) if period.flag == flag => period.to = at,
            _ => periods.push(FlagPeriod { flag, from: at, to: at }),
        }
    }
    periods
}

/// First and last laps, from 1, that the first car to end them ended under a neutralisation.
pub fn cautions(sheet: &LapSheet) -> Vec<(u32, u32)> {
    cautions_among(sheet.laps())
}

/// The same of some cars: their laps are counted from 1 as the best of them did them.
pub fn cautions_among<'l>(laps: impl IntoIterator<Item = &'l Lap>) -> Vec<(u32, u32)> {
    let mut first: BTreeMap<u32, &Lap> = BTreeMap::new();
    for lap in laps.into_iter().filter(|lap| lap.elapsed.is_some()) {
        let leader = first.entry(lap.number).or_insert(lap);
        if lap.elapsed.or_zero() < leader.elapsed.or_zero() {
            *leader = lap;
        }
    }
    let mut cautions: Vec<(u32, u32)> = Vec::new();
    for (&number, lap) in &first {
        if !matches!(lap.flag, Flag::FullCourseYellow | Flag::SafetyCar | Flag::Code60) {
            continue;
        }
        match cautions.last_mut() {
            Some(last) if last.1 + 1 == number => last.1 = number,
            _ => cautions.push((number, number)),
        }
    }
    cautions
}

#[cfg(test)]
mod tests {
    use super::super::sheet::{Car, CarIndex, Ms};
    use super::*;

    #[test]
    fn periods_follow_the_crossings_of_all_cars() {
        let lap = |car, number, at, flag| Lap {
            car: CarIndex(car),
            number,
            elapsed: Ms::new(at),
            flag,
            ..Lap::default()
        };
        let (green, yellow) = (Flag::Green, Flag::FullCourseYellow);
        let laps =
            vec![lap(0, 1, 10, green), lap(0, 2, 30, yellow), lap(1, 1, 20, green), lap(1, 2, 40, green)];
        let sheet = LapSheet::new(vec![Car::default(), Car::default()], laps);
        let shown = flag_periods(&sheet).iter().map(|p| (p.flag, p.from.0, p.to.0)).collect::<Vec<_>>();
        assert_eq!(shown, [(green, 10, 20), (yellow, 30, 30), (green, 40, 40)]);
        assert_eq!(laps_by_flag(sheet.laps())[&green], 3);
        assert_eq!(cautions(&sheet), [(2, 2)], "lap 2 as its first car ended it");
        assert_eq!(
            cautions_among(sheet.laps_of(CarIndex(1))),
            [],
            "the second car ended its laps under green"
        );
    }
}
