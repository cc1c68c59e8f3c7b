//! Best laps and sectors of drivers, ideal laps, and how the session's best lap fell.

use super::classification::{BestLap, best_lap};
use super::sheet::{CarIndex, Exact, Lap, LapSheet};
use crate::exact::Millis;
use std::collections::BTreeMap;

/// A driver's best lap and best sectors in one car.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bests {
    /// From 1; 0 where the records do not say who drove.
    pub seat: u8,
    pub best: BestLap,
    /// Average of the best lap in tenths of km/h; 0 where not recorded.
    pub speed: u32,
    /// Of laps that count as best laps do.
    pub sectors: Vec<Option<Millis>>,
}

impl Bests {
    /// The sum of the best sectors, None where one is not known; the best lap where that is faster, as it is where its own
    /// sectors were not recorded.
    pub fn ideal(&self) -> Option<Millis> {
        let mut sum = (!self.sectors.is_empty()).then_some(0_i64)?;
        for sector in &self.sectors {
            sum += (*sector)?.0;
        }
        Some(Millis(sum).min(self.best.time))
    }
}

/// The bests of a car's drivers by seat; drivers without a lap that counts are left out.
pub fn bests(sheet: &LapSheet, laps: &[Lap]) -> Vec<Bests> {
    let mut drivers: BTreeMap<u8, Bests> = BTreeMap::new();
    for lap in laps {
        let Some(own) = best_lap(std::slice::from_ref(lap)) else { continue };
        let bests = drivers.entry(lap.seat).or_insert_with(|| Bests {
            seat: lap.seat,
            best: own,
            speed: lap.speed,
            sectors: vec![None; sheet.sector_count()],
        });
        if own.exact() < bests.best.exact() {
            (bests.best, bests.speed) = (own, lap.speed);
        }
        for (best, sector) in bests.sectors.iter_mut().zip(sheet.sectors(lap)) {
            *best = [*best, sector.get()].into_iter().flatten().min();
        }
    }
    drivers.into_values().collect()
}

/// A lap that beat every one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beaten {
    pub car: CarIndex,
    pub lap: BestLap,
    /// Elapsed time at the end of that lap.
    pub at: Millis,
}

/// Each time the session's best lap was beaten, in order; laps without elapsed time are left out.
pub fn sequence<'a>(cars: impl IntoIterator<Item = &'a [Lap]>) -> Vec<Beaten> {
    let mut laps: Vec<Beaten> = Vec::new();
    for lap in cars.into_iter().flatten() {
        let own = best_lap(std::slice::from_ref(lap)).zip(lap.elapsed.get());
        laps.extend(own.map(|(own, at)| Beaten { car: lap.car, lap: own, at }));
    }
    laps.sort_by_key(|own| (own.at, own.car));
    let mut best: Option<Exact> = None;
    laps.retain(|own| {
        let beats = best.is_none_or(|best| own.lap.exact() < best);
        if beats {
            best = Some(own.lap.exact());
        }
        beats
    });
    laps
}

#[cfg(test)]
mod tests {
    use super::super::sheet::{Car, Ms};
    use super::*;

    const SECTORS: [[u32; 3]; 5] = [[1, 1, 1], [30, 40, 30], [28, 45, 30], [20, 20, 20], [20, 20, 10]];

    fn lap(car: u32, number: u32, seat: u8, at: u32, sectors: [u32; 3]) -> Lap {
        Lap {
            car: CarIndex(car),
            number,
            seat,
            time: Ms::new(sectors.iter().sum()),
            elapsed: Ms::new(at),
            ..Lap::default()
        }
    }

    #[test]
    fn the_ideal_lap_is_the_sum_of_a_drivers_own_best_sectors() {
        let seats = [1, 1, 1, 2, 2];
        let laps = (0..5).map(|n: u32| Lap {
            in_pit: n == 4,
            sectors: n,
            ..lap(0, n + 1, seats[n as usize], 100 * (n + 1), SECTORS[n as usize])
        });
        let sectors = SECTORS.iter().flatten().map(|&ms| Ms::new(ms)).collect();
        let sheet = LapSheet::new(vec![Car::default()], laps.collect()).with_sectors(sectors, 3);
        let shown: Vec<_> = bests(&sheet, sheet.laps())
            .iter()
            .map(|own| (own.seat, own.best.number, own.best.time.0, own.ideal().map(|ideal| ideal.0)))
            .collect();
        assert_eq!(shown, [(1, 2, 100, Some(98)), (2, 4, 60, Some(60))]);
    }

    #[test]
    fn only_laps_that_beat_all_before_them_are_in_the_sequence() {
        let first = [lap(0, 2, 1, 200, [40, 40, 40]), lap(0, 3, 1, 310, [30, 40, 40])];
        let second = [lap(1, 2, 1, 205, [40, 40, 40]), lap(1, 3, 1, 300, [30, 30, 35])];
        let shown: Vec<_> = sequence([&first[..], &second[..]])
            .iter()
            .map(|own| (own.car.0, own.lap.number, own.at.0))
            .collect();
        assert_eq!(shown, [(0, 2, 200), (1, 3, 300)]);
    }
}
