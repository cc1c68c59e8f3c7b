//! What a session was, a race or a contest of single laps, from its lap records: they do not say it, and it decides how
//! the cars are ordered.

use super::sheet::{Flag, Lap, LapSheet};
use crate::numbers::Laps;
use std::collections::BTreeMap;

/// How a session is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SessionKind {
    /// By laps and time, up to the chequered flag.
    #[default]
    Race,
    /// By best lap: practice, qualifying, tests.
    BestLap,
}

impl SessionKind {
    pub const ALL: [SessionKind; 2] = [SessionKind::Race, SessionKind::BestLap];

    pub const fn word(self) -> &'static str {
        match self {
            SessionKind::Race => "race",
            SessionKind::BestLap => "best-lap",
        }
    }

    pub fn from_word(word: &str) -> Option<SessionKind> {
        SessionKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What a session was taken for, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub kind: SessionKind,
    pub because: Vec<Evidence>,
}

/// What in the records speaks for a kind of session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// It was said by whoever asked.
    Told,
    /// So many cars of so many spent time in the pit lane on their first lap.
    FromThePits { cars: usize, of: usize },
    /// So many cars of so many ended their first lap more than a lap after the first car did.
    Apart { cars: usize, of: usize },
    /// So many cars of so many took half as long again for their first lap as for their others, without a flag that slowed
    /// them.
    OutLaps { cars: usize, of: usize },
    /// The chequered flag fell for a car of so many laps, and one with more took it after that.
    FlagNotForTheLeader { laps: Laps, most: Laps },
    /// Nothing speaks against a race from a common start.
    CommonStart,
}

impl Taken {
    /// As somebody said.
    pub fn told(kind: SessionKind) -> Taken {
        Taken { kind, because: vec![Evidence::Told] }
    }

    /// From the records alone. Measured on races and practices of endurance and sprint series: of the cars in a race at
    /// most one in fifty starts from the pit lane, in practice and qualifying all do.
    pub fn from_laps(sheet: &LapSheet) -> Taken {
        let firsts: Vec<First> =
            sheet.car_indexes().filter_map(|car| First::of(sheet.laps_of(car))).collect();
        let of = firsts.len();
        let most = |cars: usize| cars > 0 && cars * 2 >= of;
        let from_the_pits = firsts.iter().filter(|first| first.lap.pit.is_some()).count();
        if most(from_the_pits) {
            return Taken::best_lap([Evidence::FromThePits { cars: from_the_pits, of }]);
        }
        let apart = apart(&firsts);
        if of > 2 && most(apart) {
            return Taken::best_lap([Evidence::Apart { cars: apart, of }]);
        }
        let out_laps = firsts.iter().filter(|first| first.is_out_lap).count();
        if let Some(flag) = flag_not_for_the_leader(sheet).filter(|_| most(out_laps)) {
            return Taken::best_lap([Evidence::OutLaps { cars: out_laps, of }, flag]);
        }
        Taken { kind: SessionKind::Race, because: vec![Evidence::CommonStart] }
    }

    fn best_lap(because: impl Into<Vec<Evidence>>) -> Taken {
        Taken { kind: SessionKind::BestLap, because: because.into() }
    }
}

/// A car's first lap against its others.
struct First<'l> {
    lap: &'l Lap,
    /// The fastest of its other laps.
    best: Option<i64>,
    is_out_lap: bool,
}

impl<'l> First<'l> {
    fn of(laps: &'l [Lap]) -> Option<First<'l>> {
        let (lap, others) = laps.split_first()?;
        let best = others.iter().filter_map(|lap| lap.time.get()).map(|time| time.0).min();
        let slowed = matches!(
            lap.flag,
            Flag::SafetyCar | Flag::FullCourseYellow | Flag::Code60 | Flag::Yellow | Flag::Red
        );
        let is_out_lap = !slowed && lap.time.get().zip(best).is_some_and(|(own, best)| own.0 * 2 >= best * 3);
        Some(First { lap, best, is_out_lap })
    }
}

/// Cars that ended their first lap more than a usual lap after the first car to do so.
fn apart(firsts: &[First]) -> usize {
    let mut bests: Vec<i64> = firsts.iter().filter_map(|first| first.best).collect();
    bests.sort_unstable();
    let Some(&usual) = bests.get(bests.len() / 2) else { return 0 };
    let ended =
        || firsts.iter().filter(|first| first.lap.number == 1).filter_map(|first| first.lap.elapsed.get());
    let Some(first) = ended().min() else { return 0 };
    ended().filter(|at| at.0 - first.0 > usual).count()
}

/// In a race the flag falls for the car with the most laps of those that take it.
fn flag_not_for_the_leader(sheet: &LapSheet) -> Option<Evidence> {
    let flagged = |laps: &[Lap]| {
        let lap = laps.iter().find(|lap| lap.flag == Flag::Finish)?;
        Some((lap.crossed()?, Laps(lap.number)))
    };
    let taken: BTreeMap<_, Laps> =
        sheet.car_indexes().filter_map(|car| flagged(sheet.laps_of(car))).collect();
    let (&laps, &most) = (taken.values().next()?, taken.values().max()?);
    (laps < most).then_some(Evidence::FlagNotForTheLeader { laps, most })
}

#[cfg(test)]
mod tests {
    use super::super::sheet::{Car, CarIndex, Ms};
    use super::*;

    /// Cars by the lap times of their laps in seconds, the last lap under the flag where `flag`.
    fn sheet(cars: &[&[u32]], flag: bool) -> LapSheet {
        let mut laps = Vec::new();
        for (car, times) in (0..).zip(cars) {
            let mut at = 0;
            for (number, &time) in (1..).zip(*times) {
                at += time;
                let last = number as usize == times.len();
                laps.push(Lap {
                    car: CarIndex(car),
                    number,
                    time: Ms::new(time * 1000),
                    elapsed: Ms::new(at * 1000),
                    flag: if flag && last { Flag::Finish } else { Flag::Green },
                    ..Lap::default()
                });
            }
        }
        LapSheet::new(vec![Car::default(); cars.len()], laps)
    }

    fn kind(sheet: &LapSheet) -> SessionKind {
        Taken::from_laps(sheet).kind
    }

    #[test]
    fn a_race_is_a_race_with_slow_first_laps_and_without_flags() {
        use SessionKind::Race;
        assert_eq!(kind(&sheet(&[&[100, 99, 98], &[101, 99, 99]], true)), Race);
        assert_eq!(
            kind(&sheet(&[&[170, 99, 98], &[172, 99, 99]], true)),
            Race,
            "a formation lap is in lap 1"
        );
        assert_eq!(kind(&sheet(&[&[170, 99, 98], &[172, 99, 99]], false)), Race);
        assert_eq!(
            kind(&sheet(&[&[100, 99], &[320, 99], &[102, 99]], true)),
            Race,
            "one starts two laps late"
        );
        assert_eq!(Taken::from_laps(&sheet(&[], true)).because, [Evidence::CommonStart]);
    }

    #[test]
    fn out_laps_and_a_flag_that_fell_for_another_than_the_leader_are_qualifying() {
        let taken = Taken::from_laps(&sheet(&[&[180, 105, 106], &[185, 100]], true));
        assert_eq!(taken.kind, SessionKind::BestLap);
        let flag = Evidence::FlagNotForTheLeader { laps: Laps(2), most: Laps(3) };
        assert_eq!(taken.because, [Evidence::OutLaps { cars: 2, of: 2 }, flag]);
        assert_eq!(kind(&sheet(&[&[100, 105, 106], &[105, 100]], true)), SessionKind::Race, "no out laps");
    }

    #[test]
    fn cars_that_come_out_one_after_another_are_in_practice() {
        let practice = sheet(&[&[100, 99], &[300, 99], &[700, 99]], false);
        assert_eq!(Taken::from_laps(&practice).because, [Evidence::Apart { cars: 2, of: 3 }]);
    }

    #[test]
    fn cars_that_begin_in_the_pit_lane_are_in_practice() {
        let laps = |pits: &[bool]| {
            let lap = |(car, &pit): (u32, &bool)| Lap {
                car: CarIndex(car),
                number: 1,
                time: Ms::new(100_000),
                pit: if pit { Ms::new(9_000) } else { Ms::NONE },
                ..Lap::default()
            };
            LapSheet::new(vec![Car::default(); pits.len()], (0..).zip(pits).map(lap).collect())
        };
        let half = Taken::from_laps(&laps(&[true, true, false, false]));
        assert_eq!(half.because, [Evidence::FromThePits { cars: 2, of: 4 }]);
        assert_eq!(kind(&laps(&[true, false, false, false])), SessionKind::Race);
    }
}
