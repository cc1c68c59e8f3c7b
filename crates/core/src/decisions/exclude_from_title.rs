//! Kind `exclude-from-title`: out of a title's table, while the results stand.

use crate::block::{Key, Shape};
use crate::decisions::about::{About, Target, Words};
use crate::decisions::kind::{Decided, Kind, Reading};
use crate::season::Round;
use crate::season::follow::follow_fields;
use crate::table::Ix;
use crate::table_keys;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcludeFromTitle {
    pub target: Target,
    /// The first round whose table shows it; None: always.
    pub from: Option<Ix<Round>>,
    /// Whether the total is lost, and not only the place.
    pub loses_points: bool,
}

impl Kind for ExcludeFromTitle {
    const NAME: &'static str = "exclude-from-title";
    const DOC: &'static str = "Out of a title's table, while the results stand.";
    const KEYS: &'static [Key] = table_keys![
        Key {
            name: "round",
            shape: Shape::Count,
            doc: "The first round whose table shows it; always where the key is absent."
        },
        Key {
            name: "loses_points",
            shape: Shape::Yes,
            doc: "Whether the points are lost too, not only the place."
        },
    ];
    const NEEDS: &'static [&'static str] = &["title", "competitor"];

    fn read(from: &mut Reading<'_>) -> Option<ExcludeFromTitle> {
        let target = from.target()?;
        Some(ExcludeFromTitle { target, from: from.round()?, loses_points: from.yes("loses_points") })
    }
}

follow_fields! { ExcludeFromTitle { target, from, loses_points } }

impl Decided for ExcludeFromTitle {
    fn about(&self) -> About<'_> {
        let competitor = Some(self.target.competitor);
        About { round: self.from, competitor, target: Some(&self.target), ..About::default() }
    }

    fn sentence(&self, words: &Words<'_>) -> String {
        let points = if self.loses_points { ", points lost" } else { "" };
        let title = (words.title)(&self.target.title);
        format!("{} excluded from the {title}{points}", words.name(self.target.competitor))
    }
}
