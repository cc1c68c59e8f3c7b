//! Kind `disqualify`: the car loses its result; those behind move up.

use crate::block::{Key, Shape};
use crate::car_keys;
use crate::decisions::about::{About, Cars, Words, sentence_case};
use crate::decisions::kind::{Amends, Decided, Kind, Reading};
use crate::outcome::Effect;
use crate::rules::amendment::Run;
use crate::season::Status;
use crate::season::follow::follow_fields;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disqualify {
    pub cars: Cars,
}

impl Kind for Disqualify {
    const NAME: &'static str = "disqualify";
    const DOC: &'static str = "The car loses its result; those behind move up.";
    const KEYS: &'static [Key] = car_keys![];
    const NEEDS: &'static [&'static str] = &["round", "number"];

    fn read(from: &mut Reading<'_>) -> Option<Disqualify> {
        Some(Disqualify { cars: from.car()? })
    }
}

follow_fields! { Disqualify { cars } }

impl Decided for Disqualify {
    fn about(&self) -> About<'_> {
        About { session: Some(self.cars.session), cars: Some(&self.cars), ..About::default() }
    }

    fn sentence(&self, words: &Words<'_>) -> String {
        format!("{} disqualified", sentence_case(&self.cars.words(words)))
    }

    fn amends(&self) -> Option<&dyn Amends> {
        Some(self)
    }
}

impl Amends for Disqualify {
    fn cars(&self) -> &Cars {
        &self.cars
    }

    fn amend(&self, run: &mut Run) -> Option<Effect> {
        run.status = Status::Dsq;
        Some(Effect::Disqualified)
    }
}
