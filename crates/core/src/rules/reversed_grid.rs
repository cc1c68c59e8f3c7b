//! Kind `reversed_grid`: a session starts in the order of another of its round, the first places of it reversed.

use crate::block::{At, Key, Shape};
use crate::rule_keys;
use crate::rulebook::Rulebook;
use crate::rules::kind::{Clause, Measure, Pillar, Rule, RuleBlock, Unit};

/// How many places of a grid were drawn to be reversed, as the calendar says it of a round.
pub const REVERSED_PLACES: &str = "reversed_places";

/// The first places of a session's order, reversed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReversedGrid {
    /// The session whose order is taken.
    pub of: At<String>,
    pub places: Reversed,
}

/// How many places are reversed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reversed {
    First(u32),
    /// Drawn by lot, both ends among the numbers.
    Drawn {
        from: u32,
        to: u32,
    },
}

impl Rule for ReversedGrid {
    const NAME: &'static str = "reversed_grid";
    const DOC: &'static str = "Sessions that start in the reversed order of another.";
    const FOR_TITLES: bool = false;
    const KEYS: &'static [Key] = rule_keys![
        Key { name: "id", shape: Shape::Text, doc: "Name of the grid, unique in the rulebook." },
        Key { name: "of", shape: Shape::Text, doc: "The session of the round whose order is taken." },
        Key { name: "first", shape: Shape::Positive, doc: "How many first places are reversed." },
        Key {
            name: "drawn_from",
            shape: Shape::Positive,
            doc: "Where the number is drawn by lot: the least that may be drawn."
        },
        Key { name: "drawn_to", shape: Shape::Positive, doc: "The most that may be drawn." },
    ];
    const OF_RACE: &'static [Measure] = &[Measure {
        name: REVERSED_PLACES,
        unit: Unit::Count,
        doc: "How many places of a grid were drawn to be reversed.",
    }];

    fn read(block: &mut RuleBlock<'_, '_>) -> ReversedGrid {
        let of = block.text("of");
        let of = block.require("of", of);
        let here = block.here();
        let told = block.told();
        let places = match (block.count("first"), block.count("drawn_from"), block.count("drawn_to")) {
            (Some(first), None, None) => Reversed::First(first),
            (None, Some(from), Some(to)) => Reversed::Drawn { from, to },
            _ => {
                if block.told() == told {
                    let message = "it does not say how many places are reversed".to_owned();
                    block.refuse(
                        "PF0358",
                        &here,
                        message,
                        "either `first`, or both `drawn_from` and `drawn_to`",
                    );
                }
                return ReversedGrid { of, places: Reversed::First(2) };
            }
        };
        let wrong = match places {
            Reversed::First(first) => (first < 2).then(|| "one place reversed is no other order".to_owned()),
            Reversed::Drawn { from, to } => {
                (from >= to).then(|| format!("nothing can be drawn from {from} to {to}"))
            }
        };
        if let Some(message) = wrong {
            block.refuse(
                "PF0359",
                &here,
                message,
                "`first` of two or more, or `drawn_from` below `drawn_to`",
            );
        }
        ReversedGrid { of, places }
    }
}

impl Pillar for ReversedGrid {
    fn enter(clause: Clause<ReversedGrid>, book: &mut Rulebook) {
        book.reversed_grids.push(clause);
    }
}

impl ReversedGrid {
    pub fn prose(&self) -> String {
        let of = &self.of.value;
        match self.places {
            Reversed::First(first) => {
                format!("The grid is the order of {of}, the first {first} places reversed")
            }
            Reversed::Drawn { from, to } => format!(
                "The grid is the order of {of}, of which a drawn number of first places, {from} to {to}, is reversed"
            ),
        }
    }
}
