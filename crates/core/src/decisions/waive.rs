//! Kind `waive`: a published value is known to be wrong or cannot be derived; the audit prints it each time.

use crate::block::{Key, Shape};
use crate::decisions::about::{About, Target, Words};
use crate::decisions::kind::{Decided, Kind, Reading};
use crate::season::Round;
use crate::season::follow::follow_fields;
use crate::table::Ix;
use crate::table_keys;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waive {
    pub target: Target,
    pub round: Option<Ix<Round>>,
    pub what: String,
    pub published: String,
    pub computed: String,
}

impl Kind for Waive {
    const NAME: &'static str = "waive";
    const DOC: &'static str =
        "A published value is known to be wrong or cannot be derived; the audit prints it each time.";
    const KEYS: &'static [Key] = table_keys![
        Key {
            name: "round",
            shape: Shape::Count,
            doc: "Round of the value; for tables after a round, that round."
        },
        Key {
            name: "what",
            shape: Shape::Word(&["total", "position", "cell", "row"]),
            doc: "What is waived."
        },
        Key { name: "published", shape: Shape::Text, doc: "The published value that is waived." },
        Key { name: "computed", shape: Shape::Text, doc: "The value computed instead." },
    ];
    const NEEDS: &'static [&'static str] = &["title", "competitor", "what"];

    fn read(from: &mut Reading<'_>) -> Option<Waive> {
        let text = |from: &Reading<'_>, name: &str| from.text(name).to_owned();
        Some(Waive {
            target: from.target()?,
            round: from.round()?,
            what: text(from, "what"),
            published: text(from, "published"),
            computed: text(from, "computed"),
        })
    }
}

follow_fields! { Waive { target, round, what, published, computed } }

impl Decided for Waive {
    fn about(&self) -> About<'_> {
        let competitor = Some(self.target.competitor);
        About { round: self.round, competitor, target: Some(&self.target), ..About::default() }
    }

    fn sentence(&self, words: &Words<'_>) -> String {
        format!(
            "{} of {} in the {}: published {}, computed {}",
            self.what,
            words.name(self.target.competitor),
            (words.title)(&self.target.title),
            self.published,
            self.computed
        )
    }
}
