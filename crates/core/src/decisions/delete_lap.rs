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
