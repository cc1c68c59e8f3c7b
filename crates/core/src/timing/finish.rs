//! When the chequered flag fell, and which crossing ended each car's race.

use super::kind::SessionKind;
use super::sheet::{CarIndex, Exact, Flag, Lap, LapSheet};
use crate::exact::Millis;

/// How the moment of the chequered flag is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FinishBasis {
    /// The records carry the flag at the line.
    Recorded,
    /// Derived: the best-placed of the cars that were still running crossed the line. A car is
    /// still running when its last crossing of the race comes after every other car's last but one, since
    /// nobody crosses twice once the flag is out. A car's last crossing in the pit lane may be the end of its lap
    /// after the flag and is left out of this.
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
    pub fn of(sheet: &LapSheet, kind: SessionKind) -> Finish {
        let mut finish = if sheet.laps().iter().any(|lap| lap.flag == Flag::Finish) {
            recorded(sheet)
        } else {
            match kind {
                SessionKind::Race => derived(sheet),
                // Nobody has to be first at the end of practice: without a flag all laps are before it.
                SessionKind::BestLap => Finish { basis: FinishBasis::Unknown, at: None, counted: all(sheet) },
            }
        };
        for (car, counted) in sheet.car_indexes().zip(&mut finish.counted) {
            let laps = &sheet.laps_of(car)[..*counted];
            *counted = laps.iter().position(|lap| lap.after_flag).unwrap_or(*counted);
        }
        finish
    }

    /// Did the car cross the line at or after the flag?
    pub fn saw_flag(&self, sheet: &LapSheet, car: CarIndex) -> bool {
        let laps = &sheet.laps_of(car)[..self.counted[car.index()]];
        match (self.basis, laps.last(), self.at) {
            (FinishBasis::Recorded, Some(last), _) => last.flag == Flag::Finish,
            (FinishBasis::Derived, Some(last), Some(at)) => {
                last.elapsed.get().is_some_and(|elapsed| elapsed >= at)
            }
            _ => false,
        }
    }
}

fn recorded(sheet: &LapSheet) -> Finish {
    let flagged = |lap: &Lap| lap.flag == Flag::Finish;
    let at = sheet.laps().iter().filter(|lap| flagged(lap)).filter_map(|lap| lap.elapsed.get()).min();
    let counted = sheet.car_indexes().map(|car| {
        let laps = sheet.laps_of(car);
        laps.iter().position(flagged).map_or(laps.len(), |first| first + 1)
    });
    Finish { basis: FinishBasis::Recorded, at, counted: counted.collect() }
}

fn all(sheet: &LapSheet) -> Vec<usize> {
    sheet.car_indexes().map(|car| sheet.laps_of(car).len()).collect()
}

fn derived(sheet: &LapSheet) -> Finish {
    let has_pits = sheet.laps().iter().any(|lap| lap.in_pit);
    let mut racing: Vec<usize> =
        sheet.car_indexes().map(|car| without_cool_down(sheet.laps_of(car), has_pits)).collect();
    let mut at = flag_fell(sheet, &racing);
    // A lap that ended before the race did was none after it: its car finished in the pit lane, or slowly.
    for (car, racing) in sheet.car_indexes().zip(&mut racing) {
        let laps = sheet.laps_of(car);
        if laps.last().and_then(Lap::crossed).is_some_and(|last| Some(last) < at) {
            *racing = laps.len();
        }
    }
    at = flag_fell(sheet, &racing).or(at);
    let Some(at) = at else {
        return Finish { basis: FinishBasis::Unknown, at: None, counted: all(sheet) };
    };
    let counted = sheet.car_indexes().map(|car| {
        let laps = sheet.laps_of(car);
        let first = laps.iter().position(|lap| lap.crossed().is_some_and(|crossed| crossed >= at));
        first.map_or(laps.len(), |first| first + 1)
    });
    Finish { basis: FinishBasis::Derived, at: Some(at.0), counted: counted.collect() }
}

/// When the best-placed of the cars that are still running crosses the line, given how many laps of each may be of the race.
fn flag_fell(sheet: &LapSheet, racing: &[usize]) -> Option<Exact> {
    let crossing = |car: CarIndex, back: usize| {
        let lap = &sheet.laps_of(car)[racing[car.index()].checked_sub(back)?];
        Some((lap.number, lap.crossed()?))
    };
    let last_but_one = sheet.car_indexes().filter_map(|car| crossing(car, 2)).map(|(_, at)| at).max();
    let running = sheet.car_indexes().filter_map(|car| crossing(car, 1));
    let running = running.filter(|&(_, at)| Some(at) > last_but_one);
    running.max_by_key(|&(laps, at)| (laps, std::cmp::Reverse(at))).map(|(_, at)| at)
}

/// How many of the laps are not, by their look, one after the flag: the last one is where it ends in the pit lane. In a
/// file that does not tell the pit lane, it is where it took a fifth longer than the lap before and than the usual one.
fn without_cool_down(laps: &[Lap], has_pits: bool) -> usize {
    let [.., before, last] = laps else { return laps.len() };
    let slow = || {
        let mut times: Vec<i64> = laps.iter().filter_map(|lap| lap.time.get()).map(|time| time.0).collect();
        times.sort_unstable();
        let usual = times.get(times.len() / 2).copied().unwrap_or(i64::MAX);
        let slower = |than: i64| last.time.get().is_some_and(|own| own.0 * 5 > than * 6);
        laps.len() > 2 && slower(usual) && before.time.get().is_some_and(|before| slower(before.0))
    };
    let cool_down = if has_pits { last.in_pit } else { slow() };
    laps.len() - usize::from(cool_down)
}

#[cfg(test)]
mod tests {
    use super::super::sheet::{Car, Ms};
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
        let finish = Finish::of(sheet, SessionKind::Race);
        sheet.car_indexes().map(|car| finish.saw_flag(sheet, car)).collect()
    }

    #[test]
    fn without_flags_the_running_leader_brings_the_flag_out() {
        // The third car stopped after lap 1; the fourth is lapped and crosses after the leader.
        let sheet = sheet(&[&[100, 200, 300], &[101, 202, 303], &[105], &[150, 301]], None);
        assert_eq!(Finish::of(&sheet, SessionKind::Race).at, Some(Millis(300_000)));
        assert_eq!(seen(&sheet), [true, true, false, true]);
    }

    #[test]
    fn a_leader_that_stops_with_laps_in_hand_does_not_bring_the_flag_out() {
        // The first car stops on lap 4 at 240 s; the others race on to 400 s and 405 s.
        let sheet = sheet(&[&[60, 120, 180, 240], &[100, 200, 300, 400], &[105, 205, 305, 405]], None);
        assert_eq!(seen(&sheet), [false, true, true]);
    }

    /// The last lap of these cars ends in the pit lane.
    fn into_the_pits(sheet: &LapSheet, cars: &[u32]) -> LapSheet {
        let mut laps = sheet.laps().to_vec();
        for &car in cars {
            let last = laps.iter_mut().rfind(|lap| lap.car == CarIndex(car)).unwrap();
            last.in_pit = true;
        }
        LapSheet::new(sheet.cars().to_vec(), laps)
    }

    fn counted(sheet: &LapSheet) -> Vec<usize> {
        Finish::of(sheet, SessionKind::Race).counted
    }

    #[test]
    fn laps_into_the_pits_after_the_winner_has_finished_do_not_count() {
        let times: [&[u32]; 3] =
            [&[60, 120, 180, 240, 300], &[61, 122, 183, 244, 305, 400], &[62, 124, 186, 248, 310, 408]];
        let file = into_the_pits(&sheet(&times, None), &[1, 2]);
        assert_eq!(Finish::of(&file, SessionKind::Race).at, Some(Millis(300_000)));
        assert_eq!((counted(&file), seen(&file)), (vec![5, 5, 5], vec![true; 3]));
        let all: [&[u32]; 2] = [&[60, 120, 180, 290], &[61, 122, 183, 295]];
        assert_eq!(
            counted(&into_the_pits(&sheet(&all, None), &[0, 1])),
            [3, 3],
            "the winner comes in as well"
        );
    }

    #[test]
    fn a_car_that_ends_its_last_lap_of_the_race_in_the_pits_is_at_the_finish() {
        let file = into_the_pits(&sheet(&[&[100, 200, 300], &[101, 202, 330]], None), &[1]);
        assert_eq!((counted(&file), seen(&file)), (vec![3, 3], vec![true, true]));
        let retired =
            into_the_pits(&sheet(&[&[100, 200, 300, 400], &[101, 202], &[102, 204, 306, 410]], None), &[1]);
        assert_eq!((counted(&retired), seen(&retired)), (vec![4, 2, 4], vec![true, false, true]));
    }

    #[test]
    fn without_a_word_on_the_pits_a_slow_last_lap_is_the_one_after_the_flag() {
        let lap_times = |times: &[&[u32]]| {
            let plain = sheet(times, None);
            let mut laps = plain.laps().to_vec();
            for n in 0..laps.len() {
                let before = if laps[n].number == 1 { 0 } else { laps[n - 1].elapsed.or_zero() };
                laps[n].time = Ms::new(u32::try_from(laps[n].elapsed.or_zero() - before).unwrap());
            }
            LapSheet::new(plain.cars().to_vec(), laps)
        };
        assert_eq!(counted(&lap_times(&[&[60, 120, 180], &[61, 122, 183, 270]])), [3, 3]);
        assert_eq!(
            counted(&lap_times(&[&[60, 120, 180, 265], &[61, 122, 183, 284], &[63, 126, 189, 292]])),
            [3, 3, 3],
            "all came round once more"
        );
        let out_of_fuel = lap_times(&[&[60, 120, 180, 255], &[65, 130, 195, 260]]);
        assert_eq!(
            (counted(&out_of_fuel), seen(&out_of_fuel)),
            (vec![4, 4], vec![true, true]),
            "the leader limps home"
        );
        let behind_the_safety_car: [&[u32]; 2] = [&[60, 120, 200, 285], &[61, 122, 201, 286]];
        assert_eq!(counted(&lap_times(&behind_the_safety_car)), [4, 4], "the lap before was slow too");
    }

    #[test]
    fn a_lap_that_a_correction_puts_after_the_flag_does_not_count_nor_any_behind_it() {
        let plain = sheet(&[&[100, 200, 300, 420], &[101, 202, 303]], None);
        let mut laps = plain.laps().to_vec();
        laps[2].after_flag = true;
        assert_eq!(counted(&LapSheet::new(plain.cars().to_vec(), laps)), [2, 3]);
    }

    #[test]
    fn practice_without_flags_counts_every_lap() {
        let practice = Finish::of(&sheet(&[&[100, 200], &[300]], None), SessionKind::BestLap);
        assert_eq!((practice.basis, practice.counted), (FinishBasis::Unknown, vec![2, 1]));
    }

    #[test]
    fn a_lap_recorded_after_the_flag_does_not_count() {
        let sheet = sheet(&[&[100, 200, 300, 420], &[101, 202, 303]], Some(300));
        assert_eq!(Finish::of(&sheet, SessionKind::Race).counted, [3, 3]);
        assert_eq!(seen(&sheet), [true, true]);
    }

    #[test]
    fn no_laps_no_flag() {
        assert_eq!(Finish::of(&sheet(&[&[], &[]], None), SessionKind::Race).basis, FinishBasis::Unknown);
    }
}
