//! Kind `lift`: another decision does not count any more, as after an appeal; both stay on record. To lift a lift
//! reinstates what it lifted.

use crate::block::{Key, Shape};
use crate::decision_keys;
use crate::decisions::about::{About, Words};
use crate::decisions::kind::{Decided, Kind, Reading};
use crate::season::follow::follow_fields;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lift {
    /// Id of the decision that is lifted.
    pub decision: String,
}

impl Kind for Lift {
    const NAME: &'static str = "lift";
    const DOC: &'static str = "Another decision does not count any more; both stay on record. To lift a lift reinstates what it lifted.";
    const KEYS: &'static [Key] = decision_keys![Key {
        name: "decision",
        shape: Shape::Text,
        doc: "Id of the decision that is lifted."
    }];
    const NEEDS: &'static [&'static str] = &["decision"];

    fn read(from: &mut Reading<'_>) -> Option<Lift> {
        Some(Lift { decision: from.decision()? })
    }
}

follow_fields! { Lift { decision } }

impl Decided for Lift {
    fn about(&self) -> About<'_> {
        About::default()
    }

    fn sentence(&self, words: &Words<'_>) -> String {
        let lifted = words.season.decisions.rows().iter().find(|own| own.id == self.decision);
        match lifted.map(|own| &own.ruling) {
            // Of what that one lifted nothing more is said: two that lift each other would never end.
            Some(crate::decisions::Ruling::Lift(other)) => {
                format!(
                    "Decision {} reinstated: decision {}, which lifted it, is lifted",
                    other.decision, self.decision
                )
            }
            Some(other) => format!("Decision {} lifted ({})", self.decision, other.sentence(words)),
            None => format!("Decision {} lifted", self.decision),
        }
    }
}
