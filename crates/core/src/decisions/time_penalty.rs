//! Kind `time-penalty`: time is added to the car's race time.

use crate::block::{Key, Shape};
use crate::car_keys;
use crate::decisions::about::{About, Cars, Words};
use crate::decisions::kind::{Amends, Decided, Kind, Reading};
use crate::exact::Millis;
use crate::number_words::time_in_words;
use crate::outcome::Effect;
use crate::rules::amendment::Run;
use crate::season::follow::follow_fields;

/// A car whose time is not known keeps its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimePenalty {
    pub cars: Cars,
    pub time: Millis,
}

impl Kind for TimePenalty {
    const NAME: &'static str = "time-penalty";
    const DOC: &'static str =
        "Time is added to the car's race time; it falls behind the cars that then beat it.";
    const KEYS: &'static [Key] =
        car_keys![Key { name: "time", shape: Shape::Duration, doc: "Time added to the car's race time." }];
    const NEEDS: &'static [&'static str] = &["round", "number", "time"];

    fn read(from: &mut Reading<'_>) -> Option<TimePenalty> {
        Some(TimePenalty { cars: from.car()?, time: from.time("time")? })
    }
}

follow_fields! { TimePenalty { cars, time } }

impl Decided for TimePenalty {
    fn about(&self) -> About<'_> {
        About { session: Some(self.cars.session), cars: Some(&self.cars), ..About::default() }
    }

    fn sentence(&self, words: &Words<'_>) -> String {
        format!("{} added to the time of {}", time_in_words(self.time), self.cars.words(words))
    }

    fn amends(&self) -> Option<&dyn Amends> {
        Some(self)
    }
}

impl Amends for TimePenalty {
    fn cars(&self) -> &Cars {
        &self.cars
    }

    fn amend(&self, run: &mut Run) -> Option<Effect> {
        let time = run.time?;
        run.time = Some(Millis(time.0.saturating_add(self.time.0)));
        Some(Effect::TimeAdded(self.time))
    }
}
