//! Kind `no-share`: one driver of a car has no share in its points; the others divide them.

use crate::block::{Key, Shape};
use crate::decisions::about::{About, Words};
use crate::decisions::kind::{Decided, Kind, Reading};
use crate::season::follow::follow_fields;
use crate::season::{Competitor, Session};
use crate::session_keys;
use crate::table::Ix;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoShare {
    pub session: Ix<Session>,
    pub driver: Ix<Competitor>,
}

impl Kind for NoShare {
    const NAME: &'static str = "no-share";
    const DOC: &'static str = "One driver has no share in a car's points; the others divide them.";
    const KEYS: &'static [Key] =
        session_keys![Key { name: "competitor", shape: Shape::Text, doc: "The driver, by id or name." }];
    const NEEDS: &'static [&'static str] = &["round", "competitor"];

    fn read(from: &mut Reading<'_>) -> Option<NoShare> {
        Some(NoShare { session: from.session()?, driver: from.driver()? })
    }
}

follow_fields! { NoShare { session, driver } }

impl Decided for NoShare {
    fn about(&self) -> About<'_> {
        About { session: Some(self.session), competitor: Some(self.driver), ..About::default() }
    }

    fn sentence(&self, words: &Words<'_>) -> String {
        format!("{} has no share in the car's points", words.name(self.driver))
    }
}
