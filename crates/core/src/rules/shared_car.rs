//! Kind `shared_car`: a car that counts for a second competitor as well, such as one that two teams enter together.

use crate::block::{At, Key, Shape};
use crate::rule_keys;
use crate::rulebook::Rulebook;
use crate::rules::bar::Entrant;
use crate::rules::kind::{Clause, Pillar, Rule, RuleBlock};
use crate::season::{Competitor, Kind, Season};
use crate::table::Ix;

/// Cars with a mark count for another competitor too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedCar {
    pub mark: String,
    /// Name or id of the other competitor.
    pub with: At<String>,
    /// Whether the competitors divide the points, or each gets them in full.
    pub split: bool,
}

impl Rule for SharedCar {
    const NAME: &'static str = "shared_car";
    const DOC: &'static str = "Cars that count for a second competitor.";
    const ID_REQUIRED: bool = false;
    const KEYS: &'static [Key] = rule_keys![
        Key { name: "id", shape: Shape::Text, doc: "Name of the block, where there are several." },
        Key { name: "mark", shape: Shape::Text, doc: "Cars with this mark are meant." },
        Key {
            name: "with",
            shape: Shape::Text,
            doc: "Name or id of the competitor for which they count as well.",
        },
        Key {
            name: "points",
            shape: Shape::Word(&["full", "split"]),
            doc: "Each competitor gets the car's points in full, or they divide them.",
        },
    ];

    fn read(block: &mut RuleBlock<'_, '_>) -> SharedCar {
        let (mark, with) = (block.text("mark"), block.text("with"));
        SharedCar {
            mark: block.require("mark", mark).value,
            with: block.require("with", with),
            split: block.word("points").is_some_and(|at| at.value == "split"),
        }
    }
}

impl Pillar for SharedCar {
    fn enter(clause: Clause<SharedCar>, book: &mut Rulebook) {
        book.shared_cars.push(clause);
    }
}

impl SharedCar {
    /// The competitor of a kind for which the car counts as well.
    pub fn other(&self, car: &Entrant<'_>, kind: Kind) -> Option<Ix<Competitor>> {
        if car.has_mark(&self.mark, None) { self.competitor(car.season, kind) } else { None }
    }

    fn competitor(&self, season: &Season, kind: Kind) -> Option<Ix<Competitor>> {
        let with = &self.with.value;
        let of_kind = |own: &Competitor| own.kind == kind && (own.id == *with || own.name == *with);
        season.competitors.iter().find(|(_, own)| of_kind(own)).map(|(ix, _)| ix)
    }

    pub fn prose(&self) -> String {
        let how = if self.split { "; they divide the points" } else { "" };
        format!("Cars marked {} count for {} as well{how}", self.mark, self.with.value)
    }
}
