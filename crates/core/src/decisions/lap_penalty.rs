//! Kind `lap-penalty`: laps are taken from the car.

use crate::block::{Key, Shape};
use crate::car_keys;
use crate::decisions::about::{About, Cars, Words};
use crate::decisions::kind::{Amends, Decided, Kind, Reading};
use crate::numbers::Laps;
use crate::outcome::Effect;
use crate::rules::amendment::Run;
use crate::season::follow::follow_fields;

/// A car whose laps are not known keeps its place; none has less than no lap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LapPenalty {
    pub cars: Cars,
    pub laps: Laps,
}

impl Kind for LapPenalty {
    const NAME: &'static str = "lap-penalty";
    const DOC: &'static str = "Laps are taken from the car; it falls behind the cars that then beat it.";
    const KEYS: &'static [Key] =
        car_keys![Key { name: "laps", shape: Shape::Positive, doc: "Laps taken from the car." }];
    const NEEDS: &'static [&'static str] = &["round", "number", "laps"];

    fn read(from: &mut Reading<'_>) -> Option<LapPenalty> {
        Some(LapPenalty { cars: from.car()?, laps: Laps(from.count("laps")?) })
    }
}

follow_fields! { LapPenalty { cars, laps } }

impl Decided for LapPenalty {
    fn about(&self) -> About<'_> {
        About { session: Some(self.cars.session), cars: Some(&self.cars), ..About::default() }
    }

    fn sentence(&self, words: &Words<'_>) -> String {
        format!("{} taken from {}", self.laps.in_words(), self.cars.words(words))
    }

    fn amends(&self) -> Option<&dyn Amends> {
        Some(self)
    }
}

impl Amends for LapPenalty {
    fn cars(&self) -> &Cars {
        &self.cars
    }

    fn amend(&self, run: &mut Run) -> Option<Effect> {
        let laps = run.laps?;
        let left = laps.saturating_sub(self.laps);
        run.laps = Some(left);
        Some(Effect::LapsTaken(laps.saturating_sub(left)))
    }
}
