//! Kind `class_map`: cars of one class ranked inside another, always or at some events.

use crate::block::{At, Key, Shape};
use crate::rule_keys;
use crate::rulebook::Rulebook;
use crate::rules::kind::{Clause, Pillar, Rule, RuleBlock};
use crate::rules::scope::{Occasion, same_class};

/// Cars of `from` are ranked in `to`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassMap {
    pub from: String,
    pub to: At<String>,
}

impl Rule for ClassMap {
    const NAME: &'static str = "class_map";
    const DOC: &'static str = "Classes ranked inside others.";
    const FOR_TITLES: bool = false;
    const KEYS: &'static [Key] = rule_keys![
        Key { name: "from", shape: Shape::Text, doc: "Class that the cars are entered in." },
        Key { name: "to", shape: Shape::Text, doc: "Class that they are ranked in." },
    ];

    fn read(block: &mut RuleBlock<'_, '_>) -> ClassMap {
        let (from, to) = (block.text("from"), block.text("to"));
        ClassMap { from: block.require("from", from).value, to: block.require("to", to) }
    }
}

impl Pillar for ClassMap {
    fn enter(clause: Clause<ClassMap>, book: &mut Rulebook) {
        book.class_maps.push(clause);
    }
}

impl ClassMap {
    /// The rule that moves cars of a class on this occasion.
    pub fn of<'r>(maps: &'r [Clause<ClassMap>], occasion: &Occasion<'_>) -> Option<&'r Clause<ClassMap>> {
        let from = |map: &Clause<ClassMap>| occasion.class.is_some_and(|own| same_class(&map.rule.from, own));
        maps.iter().find(|map| from(map) && map.scope.covers(occasion))
    }

    pub fn prose(&self) -> String {
        format!("Cars of {} are ranked inside {}", self.from, self.to.value)
    }
}
