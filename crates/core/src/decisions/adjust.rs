//! Kind `adjust`: points added to, or taken from, a competitor's total.

use crate::block::{Key, Shape};
use crate::decisions::about::{About, Target, Words};
use crate::decisions::kind::{Decided, Kind, Reading};
use crate::exact::Points;
use crate::season::Round;
use crate::season::follow::follow_fields;
use crate::table::Ix;
use crate::table_keys;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjust {
    pub target: Target,
    pub points: Points,
    /// The first round whose table shows it; None: always.
    pub round: Option<Ix<Round>>,
}

impl Kind for Adjust {
    const NAME: &'static str = "adjust";
    const DOC: &'static str = "Points added, or taken where below zero.";
    const KEYS: &'static [Key] = table_keys![
        Key { name: "points", shape: Shape::Points, doc: "Points added, or taken where below zero." },
        Key {
            name: "round",
            shape: Shape::Count,
            doc: "The first round whose table shows it; always where the key is absent."
        },
    ];
    const NEEDS: &'static [&'static str] = &["title", "competitor", "points"];

    fn read(from: &mut Reading<'_>) -> Option<Adjust> {
        Some(Adjust { target: from.one_target()?, points: from.points("points")?, round: from.round()? })
    }
}

follow_fields! { Adjust { target, points, round } }

impl Decided for Adjust {
    fn about(&self) -> About<'_> {
        let competitor = Some(self.target.competitor);
        About { round: self.round, competitor, target: Some(&self.target), ..About::default() }
    }

    fn sentence(&self, words: &Words<'_>) -> String {
        let one = self.points == Points::whole(1) || self.points == Points::whole(-1);
        let points = if one { "point" } else { "points" };
        let title = (words.title)(&self.target.title);
        format!("{}: {} {points} in the {title}", words.name(self.target.competitor), self.points)
    }
}
