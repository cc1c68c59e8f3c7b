//! Kind `delete-lap`: the time of a lap does not count, as for a lap beyond the limits of the track.

use crate::block::{Key, Shape};
use crate::car_keys;
use crate::decisions::about::{About, Cars, Words};
use crate::decisions::kind::{Amends, Decided, Kind, Reading};
use crate::exact::Millis;
use crate::outcome::Effect;
use crate::rules::amendment::{Finer, Run};
use crate::season::follow::follow_fields;

/// The lap still counts as a lap; its time is no best lap. Where the car's laps are not known, the decision says what
/// its best lap is without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteLap {
    pub cars: Cars,
    pub lap: u32,
    pub best_lap: Option<Millis>,
}

impl Kind for DeleteLap {
    const NAME: &'static str = "delete-lap";
    const DOC: &'static str =
        "The time of a lap does not count as the car's best; the lap itself still counts.";
    const KEYS: &'static [Key] = car_keys![
        Key { name: "lap", shape: Shape::Positive, doc: "Number of the lap." },
        Key {
            name: "best_lap",
            shape: Shape::Duration,
            doc: "The car's best lap without it, where its laps are not in the season."
        },
    ];
    const NEEDS: &'static [&'static str] = &["round", "number", "lap"];

    fn read(from: &mut Reading<'_>) -> Option<DeleteLap> {
        Some(DeleteLap { cars: from.car()?, lap: from.count("lap")?, best_lap: from.time("best_lap") })
    }
}

follow_fields! { DeleteLap { cars, lap, best_lap } }

impl Decided for DeleteLap {
    fn about(&self) -> About<'_> {
        About { session: Some(self.cars.session), cars: Some(&self.cars), ..About::default() }
    }

    fn sentence(&self, words: &Words<'_>) -> String {
        format!("Lap {} of {} deleted", self.lap, self.cars.words(words))
    }

    fn amends(&self) -> Option<&dyn Amends> {
        Some(self)
    }
}

impl Amends for DeleteLap {
    fn cars(&self) -> &Cars {
        &self.cars
    }

    fn amend(&self, run: &mut Run) -> Option<Effect> {
        if self.best_lap.is_some() {
            (run.best, run.second_best) = (self.best_lap, None);
            run.finer = Finer { time: run.finer.time, ..Finer::default() };
        } else if run.flying.iter().any(|own| own.number == self.lap) {
            run.flying.retain(|own| own.number != self.lap);
            run.best_of_flying();
            run.set_no_time = run.best.is_none();
        } else {
            return None;
        }
        Some(Effect::LapDeleted(self.lap))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::amendment::FlyingLap;
    use crate::rules::ranking::{BestLapTies, OrderBy};
    use crate::season::Status;
    use crate::table::Ix;
    use std::cmp::Ordering;

    const BY: OrderBy = OrderBy::BestLap(BestLapTies::SecondBest);

    #[test]
    fn a_car_whose_every_lap_is_deleted_set_no_time_and_is_behind_all_that_did() {
        let run = |laps: &[(u32, i64)]| {
            let timed = |&(number, time)| FlyingLap { number, time: Millis(time), rest: 0, at: None };
            let flying = laps.iter().map(timed).collect();
            let mut run = Run {
                status: Status::Finished,
                laps: None,
                time: None,
                best: None,
                second_best: None,
                set_no_time: false,
                flying,
                finer: Finer::default(),
            };
            run.best_of_flying();
            run
        };
        let cars = Cars { session: Ix::new(0), numbers: Default::default(), rows: Default::default() };
        let delete = |lap| DeleteLap { cars: cars.clone(), lap, best_lap: None };
        let (mut own, slower) = (run(&[(2, 90_800), (3, 90_000)]), run(&[(4, 95_000)]));
        assert_eq!(delete(3).amend(&mut own), Some(Effect::LapDeleted(3)));
        assert_eq!((own.best, own.set_no_time), (Some(Millis(90_800)), false));
        assert_eq!(BY.compare(&own, &slower), Some(Ordering::Less));
        assert_eq!(delete(2).amend(&mut own), Some(Effect::LapDeleted(2)));
        assert_eq!((own.best, own.set_no_time), (None, true));
        assert_eq!(BY.compare(&own, &slower), Some(Ordering::Greater));
        assert_eq!(BY.compare(&slower, &own), Some(Ordering::Less));
        // A car of which no time is known is not said to be ahead or behind.
        assert_eq!(BY.compare(&own, &run(&[])), None);
        assert_eq!(delete(2).amend(&mut own), None, "it is gone already");
    }
}
