//! Kind `signatures`: how many officials sign a decision before it counts. Nothing is computed from it: a decision that lacks
//! one is not among the facts yet.

use crate::article_keys;
use crate::block::{Key, Shape};
use crate::decisions::KINDS;
use crate::rulebook::Rulebook;
use crate::rules::kind::{Clause, Pillar, Rule, RuleBlock};

/// How many sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatures {
    /// Kinds of decisions; empty for all.
    pub kinds: Vec<String>,
    pub count: u32,
}

impl Rule for Signatures {
    const NAME: &'static str = "signatures";
    const DOC: &'static str = "How many officials sign a decision before it counts.";
    const FOR_TITLES: bool = false;
    const ID_REQUIRED: bool = false;
    const KEYS: &'static [Key] = article_keys![
        Key {
            name: "kinds",
            shape: Shape::TextList,
            doc: "Kinds of decisions, such as `disqualify`; all where none is named.",
        },
        Key { name: "count", shape: Shape::Positive, doc: "How many different people sign it." },
    ];

    fn read(block: &mut RuleBlock<'_, '_>) -> Signatures {
        let kinds = block.text_list("kinds");
        for at in &kinds {
            if !KINDS.iter().any(|own| own.name == at.value) {
                let known: Vec<&str> = KINDS.iter().map(|own| own.name).collect();
                let message = format!("there is no kind of decision `{}`", at.value);
                block.refuse("PF1350", at, message, &format!("one of {}", known.join(", ")));
            }
        }
        let count = block.count("count");
        let count = block.require("count", count).max(1);
        Signatures { kinds: kinds.into_iter().map(|at| at.value).collect(), count }
    }
}

impl Pillar for Signatures {
    fn enter(clause: Clause<Signatures>, book: &mut Rulebook) {
        book.signatures.push(clause);
    }
}

impl Signatures {
    pub fn prose(&self) -> String {
        let what = match self.kinds.as_slice() {
            [] => "A decision".to_owned(),
            kinds => format!("A decision of kind {}", kinds.join(", ")),
        };
        match self.count {
            1 => format!("{what} is signed by one official"),
            count => format!("{what} is signed by {count} officials before it counts"),
        }
    }
}

impl Rulebook {
    /// How many sign a decision of a kind: of several rules that name it the last, else one.
    pub fn signatures_for(&self, kind: &str) -> u32 {
        let names = |own: &&Clause<Signatures>| {
            own.rule.kinds.is_empty() || own.rule.kinds.iter().any(|own| own == kind)
        };
        self.signatures.iter().rev().find(names).map_or(1, |own| own.rule.count)
    }
}
