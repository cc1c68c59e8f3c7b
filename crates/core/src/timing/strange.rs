//! Laps that cannot be, or hardly: far shorter or longer than the car and its class drive. They are told; nothing is
//! changed.

use super::kind::SessionKind;
use super::sheet::{CarIndex, Flag, Lap, LapSheet};
use crate::exact::Millis;
use std::collections::BTreeMap;

/// A lap far from what the car usually drives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strange {
    pub car: CarIndex,
    /// The lap's number, and its line of the document.
    pub lap: u32,
    pub line: u32,
    pub time: Millis,
    /// Elapsed time at its end.
    pub at: Option<Millis>,
    /// Median of the car's laps; that of its class where it has fewer than three.
    pub usual: Millis,
    /// Median of its class.
    pub class_usual: Millis,
    pub what: What,
}

/// What a strange lap looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Under six tenths of the usual lap: the loop saw the car twice, or a crossing is another car's.
    Short,
    /// Two or three usual laps, within three hundredths: so many laps less one were not seen to end.
    PassingsMissed(u32),
    /// More than three and a half usual laps, and nothing says why.
    Long,
}

/// The strange laps, by car and lap. Laps into, out of or in the pit lane, under a flag that slows all, or while half of
/// the other cars were slow too, are as long as they are; in practice a lap may take any time.
pub fn strange_laps(sheet: &LapSheet, kind: SessionKind) -> Vec<Strange> {
    let usual = Usual::of(sheet);
    let mut strange = Vec::new();
    for car in sheet.car_indexes() {
        let Some((own, class)) = usual.of_car(sheet, car) else { continue };
        let laps = sheet.laps_of(car);
        for (index, lap) in laps.iter().enumerate() {
            let Some(time) = lap.time.get() else { continue };
            let came_in = index > 0 && laps[index - 1].in_pit;
            let Some(what) = what(lap, time.0, own, came_in) else { continue };
            if what == What::Short || kind == SessionKind::Race {
                let (usual, class_usual) = (Millis(own), Millis(class));
                let (at, line) = (lap.elapsed.get(), lap.line);
                strange.push(Strange { car, lap: lap.number, line, time, at, usual, class_usual, what });
            }
        }
    }
    if strange.iter().any(|own| own.what != What::Short) {
        let slow = Slow::of(sheet, &usual);
        strange.retain(|own| own.what == What::Short || !slow.explains(own));
    }
    strange
}

fn what(lap: &Lap, time: i64, usual: i64, came_in: bool) -> Option<What> {
    // A lap from the grid or over the line in the pit lane may be a good deal shorter than the circuit.
    let flying = is_flying(lap) && !came_in;
    if time * 100 < usual * if flying { 60 } else { 25 } {
        return Some(What::Short);
    }
    if !flying || time * 2 < usual * 3 || !is_racing(lap.flag) {
        return None;
    }
    let near = |laps: i64| (time - usual * laps).abs() * 100 <= usual * laps * 3;
    match () {
        () if near(2) => Some(What::PassingsMissed(1)),
        () if near(3) => Some(What::PassingsMissed(2)),
        () if time * 2 > usual * 7 => Some(What::Long),
        () => None,
    }
}

fn is_flying(lap: &Lap) -> bool {
    lap.number > 1 && !lap.in_pit && !lap.pit.is_some()
}

const fn is_racing(flag: Flag) -> bool {
    matches!(flag, Flag::Unknown | Flag::Green | Flag::Finish)
}

/// The medians of flying laps at racing speed, by car and by class.
struct Usual<'s> {
    cars: Vec<Option<i64>>,
    classes: BTreeMap<&'s str, i64>,
}

/// Fewer laps have no median worth the name.
const LAPS_MIN: usize = 3;

impl<'s> Usual<'s> {
    fn of(sheet: &'s LapSheet) -> Usual<'s> {
        let mut classes: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        let mut times = Vec::new();
        let cars = sheet.car_indexes().map(|car| {
            times.clear();
            let laps = sheet.laps_of(car).iter().filter(|lap| is_flying(lap) && is_racing(lap.flag));
            times.extend(laps.filter_map(|lap| lap.time.get()).map(|time| time.0));
            classes.entry(&sheet.car(car).class).or_default().extend(&times);
            median(&mut times)
        });
        let cars = cars.collect();
        let classes = classes.into_iter().filter_map(|(class, mut times)| Some((class, median(&mut times)?)));
        Usual { cars, classes: classes.collect() }
    }

    /// The car's median, or its class's, and its class's.
    fn of_car(&self, sheet: &LapSheet, car: CarIndex) -> Option<(i64, i64)> {
        let class = *self.classes.get(sheet.car(car).class.as_str())?;
        Some((self.cars[car.index()].unwrap_or(class), class))
    }
}

fn median(times: &mut [i64]) -> Option<i64> {
    let middle = times.len() / 2;
    (times.len() >= LAPS_MIN).then(|| *times.select_nth_unstable(middle).1)
}

/// When the session as a whole was slow.
struct Slow {
    /// Crossings under a flag that slows all, by elapsed time.
    flags: Vec<i64>,
    /// Starts and ends of all laps, and of those that took two fifths longer than usual.
    all: [Vec<i64>; 2],
    slow: [Vec<i64>; 2],
}

impl Slow {
    fn of(sheet: &LapSheet, usual: &Usual) -> Slow {
        let (mut flags, mut all, mut slow) = (Vec::new(), [Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
        for lap in sheet.laps() {
            let Some(end) = lap.elapsed.get() else { continue };
            if !is_racing(lap.flag) {
                flags.push(end.0);
            }
            let Some(time) = lap.time.get() else { continue };
            let add = |[starts, ends]: &mut [Vec<i64>; 2]| {
                starts.push(end.0 - time.0);
                ends.push(end.0);
            };
            add(&mut all);
            let own = (lap.car.index() < sheet.cars().len()).then(|| usual.of_car(sheet, lap.car)).flatten();
            if own.is_some_and(|(own, _)| time.0 * 5 > own * 7) {
                add(&mut slow);
            }
        }
        flags.sort_unstable();
        all.iter_mut().chain(&mut slow).for_each(|times| times.sort_unstable());
        Slow { flags, all, slow }
    }

    fn explains(&self, strange: &Strange) -> bool {
        let Some(end) = strange.at else { return false };
        let start = end.0 - strange.time.0;
        let first = self.flags.partition_point(|&at| at < start);
        if self.flags.get(first).is_some_and(|&at| at <= end.0) {
            return true;
        }
        let middle = start + strange.time.0 / 2;
        let under_way = |[starts, ends]: &[Vec<i64>; 2]| {
            starts.partition_point(|&at| at <= middle)
                - ends.partition_point(|&at| at <= middle).min(starts.len())
        };
        // The lap itself is among both.
        let (others, slow) =
            (under_way(&self.all).saturating_sub(1), under_way(&self.slow).saturating_sub(1));
        slow > 0 && slow * 2 >= others
    }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::{Car, Ms};
    use super::*;

    /// Cars of one class by their lap times in seconds.
    fn sheet(cars: &[&[u32]]) -> LapSheet {
        let mut laps = Vec::new();
        for (car, times) in (0..).zip(cars) {
            let mut at = 0;
            for (number, &time) in (1..).zip(*times) {
                at += time;
                let (time, elapsed) = (Ms::new(time * 1000), Ms::new(at * 1000));
                laps.push(Lap { car: CarIndex(car), number, time, elapsed, line: number, ..Lap::default() });
            }
        }
        LapSheet::new(vec![Car::default(); cars.len()], laps)
    }

    fn with(sheet: &LapSheet, change: impl Fn(&mut Lap)) -> LapSheet {
        let mut laps = sheet.laps().to_vec();
        laps.iter_mut().for_each(change);
        LapSheet::new(sheet.cars().to_vec(), laps)
    }

    fn shown(sheet: &LapSheet) -> Vec<(u32, u32, What)> {
        strange_laps(sheet, SessionKind::Race).iter().map(|own| (own.car.0, own.lap, own.what)).collect()
    }

    const STEADY: &[u32] = &[60, 60, 60, 60, 60, 60, 60, 60];

    #[test]
    fn a_lap_of_two_seconds_and_its_edge() {
        assert_eq!(shown(&sheet(&[STEADY, &[59, 59, 2, 57, 59, 59]])), [(1, 3, What::Short)]);
        assert_eq!(
            shown(&sheet(&[&[100, 100, 60, 100, 100, 100]])),
            [],
            "six tenths are not under six tenths"
        );
        assert_eq!(shown(&sheet(&[&[100, 100, 59, 100, 100, 100]])), [(0, 3, What::Short)]);
        assert_eq!(shown(&sheet(&[&[50, 100, 100, 100, 100]])), [], "the grid may lie half a lap on");
        assert_eq!(shown(&sheet(&[&[2, 100, 100, 100, 100]])), [(0, 1, What::Short)]);
    }

    #[test]
    fn a_passing_missed_is_two_or_three_laps_long() {
        assert_eq!(shown(&sheet(&[STEADY, &[61, 61, 122, 61, 61]])), [(1, 3, What::PassingsMissed(1))]);
        assert_eq!(shown(&sheet(&[STEADY, &[61, 61, 185, 61, 61]])), [(1, 3, What::PassingsMissed(2))]);
        assert_eq!(shown(&sheet(&[STEADY, &[60, 60, 150, 60, 60, 60]])), [], "a spin");
        assert_eq!(shown(&sheet(&[STEADY, &[60, 60, 1800, 60, 60, 60]])), [(1, 3, What::Long)]);
    }

    #[test]
    fn the_median_of_the_class_stands_in_for_a_car_of_few_laps() {
        assert_eq!(shown(&sheet(&[STEADY, &[60, 2]])), [(1, 2, What::Short)]);
        assert_eq!(shown(&sheet(&[&[60, 2]])), [], "nothing is usual");
        let found = strange_laps(&sheet(&[STEADY, &[60, 2]]), SessionKind::Race);
        assert_eq!((found[0].usual, found[0].line), (Millis(60_000), 2));
    }

    #[test]
    fn pits_flags_and_a_slow_field_explain_a_long_lap() {
        let missed = sheet(&[STEADY, STEADY, &[60, 60, 120, 60, 60, 60]]);
        let change = |what: fn(&mut Lap)| {
            shown(&with(&missed, |lap| {
                if (lap.car.0, lap.number) == (2, 3) {
                    what(lap);
                }
            }))
        };
        assert_eq!(shown(&missed).len(), 1);
        assert_eq!(change(|lap| lap.pit = Ms::new(30_000)), []);
        assert_eq!(change(|lap| lap.in_pit = true), []);
        assert_eq!(change(|lap| lap.flag = Flag::SafetyCar), []);
        let flagged = with(&missed, |lap| {
            if (lap.car.0, lap.number) == (0, 3) {
                lap.flag = Flag::FullCourseYellow;
            }
        });
        assert_eq!(shown(&flagged), [], "another car crossed under a yellow meanwhile");
        let all_slow: &[u32] = &[60, 60, 120, 60, 60, 60];
        assert_eq!(
            shown(&sheet(&[all_slow, all_slow, all_slow])),
            [],
            "the file has no flags and all were slow"
        );
        assert_eq!(strange_laps(&missed, SessionKind::BestLap), [], "a slow lap in practice is none");
    }
}
