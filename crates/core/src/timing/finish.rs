//! When the chequered flag fell, and which crossing ended each car's race.

use super::sheet::{CarIndex, Flag, LapSheet};
use crate::exact::Millis;

/// How the moment of the chequered flag is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FinishBasis {
    /// The records carry the flag at the line.
    Recorded,
    /// Derived: the best-placed of the cars that were still running crossed the line. A car is
    /// still running when its last crossing comes after every other car's last but one, since
    /// nobody crosses twice once the flag is out.
    Derived,
    /// No lap is timed.
    Unknown,
}

impl FinishBasis {
    pub const fn word(self) -> &'static str {
        match self {
            FinishBasis::Recorded => "recorded",
            FinishBasis::Derived => "derived",
            FinishBasis::Unknown => "unknown",
        }
    }
}

/// The end of a race.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finish {
    pub basis: FinishBasis,
    /// Elapsed time at which the flag fell.
    pub at: Option<Millis>,
    /// Per car, how many of its records count: those up to its first crossing under the flag.
    pub counted: Vec<usize>,
}

impl Finish {
    pub fn of(sheet: &LapSheet) -> Finish {
        if sheet.laps().iter().any(|lap| lap.flag == Flag::Finish) { recorded(sheet) } else { derived(sheet) }
    }

    /// Did the car cross the line at or after the flag?
    pub fn saw_flag(&self, sheet: &LapSheet, car: CarIndex) -> bool {
        let laps = &sheet.laps_of(car)[..self.counted[car.index()]];
        match (self.basis, laps.last(), self.at) {
            (FinishBasis::Recorded, Some(last), _) => last.flag == Flag::Finish,
            (FinishBasis::Derived, Some(last), Some(at)) => last.elapsed.get().is_some_and(|e| e >= at),
            _ => false,
        }
    }
}

fn recorded(sheet: &LapSheet) -> Finish {
    let flagged = |lap: &super::Lap| lap.flag == Flag::Finish;
    let at = sheet.laps().iter().filter(|lap| flagged(lap)).filter_map(|lap| lap.elapsed.get()).min();
    let counted = sheet.car_indexes().map(|car| {
        let laps = sheet.laps_of(car);
        laps.iter().position(flagged).map_or(laps.len(), |first| first + 1)
    });
    Finish { basis: FinishBasis::Recorded, at, counted: counted.collect() }
}

fn derived(sheet: &LapSheet) -> Finish {
    let counted: Vec<usize> = sheet.car_indexes().map(|car| sheet.laps_of(car).len()).collect();
    let crossing = |car, back: usize| {
        let laps = sheet.laps_of(car);
        laps.len().checked_sub(back).and_then(|i| laps[i].elapsed.get().map(|at| (laps[i].number, at)))
    };
    let last_but_one = sheet.car_indexes().filter_map(|car| crossing(car, 2)).map(|(_, at)| at).max();
    let running = sheet.car_indexes().filter_map(|car| crossing(car, 1));
    let running = running.filter(|&(_, at)| Some(at) > last_but_one);
    let leader = running.max_by_key(|&(laps, at)| (laps, std::cmp::Reverse(at)));
    let basis = if leader.is_some() { FinishBasis::Derived } else { FinishBasis::Unknown };
    Finish { basis, at: leader.map(|(_, at)| at), counted }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::{Car, Lap, Ms};
    use super::*;

    /// Cars by the elapsed seconds of their laps.
    fn sheet(cars: &[&[u32]], flagged_from_s: Option<u32>) -> LapSheet {
        let mut laps = Vec::new();
        for (car, times) in (0..).zip(cars) {
            for (number, &at) in (1..).zip(*times) {
                let flag = match flagged_from_s {
                    None => Flag::Unknown,
                    Some(from) if at >= from => Flag::Finish,
                    Some(_) => Flag::Green,
                };
                let elapsed = Ms::new(at * 1000);
                laps.push(Lap { car: CarIndex(car), number, elapsed, flag, ..Lap::default() });
            }
        }
        LapSheet::new(vec![Car::default(); cars.len()], laps)
    }

    fn seen(sheet: &LapSheet) -> Vec<bool> {
        let finish = Finish::of(sheet);
        sheet.car_indexes().map(|car| finish.saw_flag(sheet, car)).collect()
    }

    #[test]
    fn without_flags_the_running_leader_brings_the_flag_out() {
        // The third car stopped after lap 1; the fourth is lapped and crosses after the leader.
        let sheet = sheet(&[&[100, 200, 300], &[101, 202, 303], &[105], &[150, 301]], None);
        assert_eq!(Finish::of(&sheet).at, Some(Millis(300_000)));
        assert_eq!(seen(&sheet), [true, true, false, true]);
    }

    #[test]
    fn a_leader_that_stops_with_laps_in_hand_does_not_bring_the_flag_out() {
        // The first car stops on lap 4 at 240 s; the others race on to 400 s and 405 s.
        let sheet = sheet(&[&[60, 120, 180, 240], &[100, 200, 300, 400], &[105, 205, 305, 405]], None);
        assert_eq!(seen(&sheet), [false, true, true]);
    }

    #[test]
    fn a_lap_recorded_after_the_flag_does_not_count() {
        let sheet = sheet(&[&[100, 200, 300, 420], &[101, 202, 303]], Some(300));
        assert_eq!(Finish::of(&sheet).counted, [3, 3]);
        assert_eq!(seen(&sheet), [true, true]);
    }

    #[test]
    fn no_laps_no_flag() {
        assert_eq!(Finish::of(&sheet(&[&[], &[]], None)).basis, FinishBasis::Unknown);
    }
}
