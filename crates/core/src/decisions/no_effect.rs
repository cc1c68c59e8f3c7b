//! Kind `no-effect`: it stands on record and changes no classification and no table: a protest rejected, a reprimand, a fine,
//! no further action.

use crate::block::{Key, Shape};
use crate::decision_keys;
use crate::decisions::about::{About, Words};
use crate::decisions::kind::{Decided, Kind, Reading};
use crate::season::Session;
use crate::season::follow::follow_fields;
use crate::table::Ix;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoEffect {
    /// What was ruled, in the words of who ruled it.
    pub ruling: String,
    pub session: Option<Ix<Session>>,
}

impl Kind for NoEffect {
    const NAME: &'static str = "no-effect";
    const DOC: &'static str = "It stands on record and changes no classification and no table: a protest rejected, a reprimand, a fine, no further action.";
    const KEYS: &'static [Key] = decision_keys![
        Key { name: "ruling", shape: Shape::Text, doc: "What was ruled, in a few words." },
        Key { name: "round", shape: Shape::Count, doc: "Round it is about." },
        Key {
            name: "session",
            shape: Shape::Text,
            doc: "Session it is about; the round's main one unless said otherwise."
        },
    ];
    const NEEDS: &'static [&'static str] = &["ruling"];

    fn read(from: &mut Reading<'_>) -> Option<NoEffect> {
        let session = match from.count("round") {
            Some(_) => Some(from.session()?),
            None => None,
        };
        Some(NoEffect { ruling: from.text("ruling").to_owned(), session })
    }
}

follow_fields! { NoEffect { ruling, session } }

impl Decided for NoEffect {
    fn about(&self) -> About<'_> {
        About { session: self.session, ..About::default() }
    }

    fn sentence(&self, _: &Words<'_>) -> String {
        self.ruling.clone()
    }
}
