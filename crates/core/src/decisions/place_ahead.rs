//! Kind `place-ahead`: a ruling on a tie: who stands ahead of those who are level after every tie-break.

use crate::block::{Key, Shape};
use crate::decisions::about::{About, Target, Words};
use crate::decisions::kind::{Decided, Kind, Reading};
use crate::season::follow::follow_fields;
use crate::season::{Competitor, Round};
use crate::table::Ix;
use crate::table_keys;

/// It parts nobody whom points or the rulebook's tie-breaks part already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceAhead {
    pub target: Target,
    /// Behind whom it puts; empty: everybody level.
    pub of: Vec<Ix<Competitor>>,
    /// The first round whose table shows it; None: always.
    pub round: Option<Ix<Round>>,
}

impl Kind for PlaceAhead {
    const NAME: &'static str = "place-ahead";
    const DOC: &'static str =
        "A ruling on a tie: the competitor stands ahead of those level with it after every tie-break.";
    const KEYS: &'static [Key] = table_keys![
        Key {
            name: "of",
            shape: Shape::TextList,
            doc: "Those whom it stands ahead of; everybody level with it where the key is absent."
        },
        Key {
            name: "round",
            shape: Shape::Count,
            doc: "The first round whose table shows it; always where the key is absent."
        },
    ];
    const NEEDS: &'static [&'static str] = &["title", "competitor"];

    fn read(from: &mut Reading<'_>) -> Option<PlaceAhead> {
        let target = from.one_target()?;
        Some(PlaceAhead { target, of: from.competitors("of")?, round: from.round()? })
    }
}

follow_fields! { PlaceAhead { target, of, round } }

impl Decided for PlaceAhead {
    fn about(&self) -> About<'_> {
        let competitor = Some(self.target.competitor);
        About { round: self.round, competitor, target: Some(&self.target), ..About::default() }
    }

    fn sentence(&self, words: &Words<'_>) -> String {
        let others: Vec<&str> = self.of.iter().map(|&own| words.name(own)).collect();
        let others = if others.is_empty() { "those level with it".to_owned() } else { others.join(", ") };
        let title = (words.title)(&self.target.title);
        format!("{} placed ahead of {others} in the {title}", words.name(self.target.competitor))
    }
}
