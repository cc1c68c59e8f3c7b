//! Kind `set-aside-feat`: a feat in the facts was credited to others.

use crate::block::{Key, Shape};
use crate::car_keys;
use crate::decisions::about::{About, Cars, Words};
use crate::decisions::kind::{Decided, Kind, Reading};
use crate::season::FeatKind;
use crate::season::follow::follow_fields;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAsideFeat {
    pub cars: Cars,
    pub feat: FeatKind,
}

impl Kind for SetAsideFeat {
    const NAME: &'static str = "set-aside-feat";
    const DOC: &'static str = "A feat in the facts was credited to others.";
    const KEYS: &'static [Key] = car_keys![Key {
        name: "feat",
        shape: Shape::Text,
        doc: "The feat that is set aside, such as `fastest-lap`."
    }];
    const NEEDS: &'static [&'static str] = &["round", "number", "feat"];

    fn read(from: &mut Reading<'_>) -> Option<SetAsideFeat> {
        let cars = from.car()?;
        Some(SetAsideFeat { cars, feat: FeatKind::from_word(from.text("feat")) })
    }
}

follow_fields! { SetAsideFeat { cars, feat } }

impl Decided for SetAsideFeat {
    fn about(&self) -> About<'_> {
        About { session: Some(self.cars.session), cars: Some(&self.cars), ..About::default() }
    }

    fn sentence(&self, words: &Words<'_>) -> String {
        format!("The {} of {} is set aside", self.feat.word().replace('-', " "), self.cars.words(words))
    }
}
