//! Kind `points`: points by position, for the occasions of a scope. The last block that covers an occasion applies.

use crate::block::{At, Key, Reader, Shape};
use crate::exact::{Points, Share};
use crate::numbers::Position;
use crate::rule_keys;
use crate::rulebook::Rulebook;
use crate::rules::kind::{Clause, Measure, Pillar, Rule, RuleBlock};
use crate::rules::scope::{self, Occasion};
use crate::rules::window::Wins;

/// A points scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointsScale {
    pub scale: Vec<At<Points>>,
    pub factor: Share,
    pub beyond: Points,
    /// Whether the rule says so, and it is not nought for want of a word.
    pub says_beyond: bool,
    pub rounding: Rounding,
    pub dead_heat: DeadHeat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    Exact,
    Down,
    Nearest,
    Up,
}

/// What cars get that share a place in the classification.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeadHeat {
    /// The points of the places concerned are added and shared equally.
    #[default]
    Shared,
    /// Each gets the points of the place.
    Both,
    /// The first of them on the sheet gets the points of the place, the second those of the next.
    AsListed,
}

impl Rule for PointsScale {
    const NAME: &'static str = "points";
    const DOC: &'static str = "Points by place.";
    const KEYS: &'static [Key] = rule_keys![
        Key { name: "id", shape: Shape::Text, doc: "Name of the scale, unique in the rulebook." },
        Key {
            name: "scale",
            shape: Shape::PointsList,
            doc: "Points for first, second, third place, and so on."
        },
        Key { name: "like", shape: Shape::Text, doc: "Take the scale of this other block." },
        Key {
            name: "factor",
            shape: Shape::Share,
            doc: "Every award of the scale is multiplied by this share, such as \"1/2\" or \"200 %\"."
        },
        Key {
            name: "beyond",
            shape: Shape::Points,
            doc: "Points for every classified car after the end of the scale."
        },
        Key {
            name: "rounding",
            shape: Shape::Word(&["exact", "down", "nearest", "up"]),
            doc: "How a product of the factor becomes whole points."
        },
        Key {
            name: "dead_heat",
            shape: Shape::Word(&["shared", "both", "as-listed"]),
            doc: "What cars get that share a place: the points of the places concerned in equal shares, each those of the place, or in the order of the sheet."
        },
    ];

    const OF_RACE: &'static [Measure] = scope::OF_RACE;

    fn read(block: &mut RuleBlock<'_, '_>) -> PointsScale {
        // No points on the occasions of a scope is a rule; no points at all is a list that was forgotten.
        let pays_nobody = !block.has("beyond") && !scope::KEYS.iter().any(|key| block.has(key.name));
        let scale = match block.text("like") {
            None => {
                let told = block.told();
                let scale = block.points_list("scale");
                if pays_nobody && block.told() == told && scale.as_ref().is_some_and(Vec::is_empty) {
                    let message = "the scale is empty: nobody would get a point".to_owned();
                    block.refuse(
                        "PF0313",
                        &block.here(),
                        message,
                        "points for each place, such as [10, 8, 6]",
                    );
                }
                block.require("scale", scale)
            }
            Some(like) => {
                if block.has("scale") {
                    // Read, so that it is no unknown key.
                    block.points_list("scale");
                    let message =
                        format!("`scale` stands beside `like`, which takes that of `{}`", like.value);
                    block.refuse("PF0326", &like, message, "either `scale` or `like`");
                }
                let above = block.above;
                let scale = above.points.iter().find(|own| above.articles[own.article].id == like.value);
                if scale.is_none() {
                    let message = format!("no points block `{}` stands above this one", like.value);
                    block.refuse("PF0308", &like, message, "the id of a points block further up");
                }
                scale.map(|own| own.rule.scale.clone()).unwrap_or_default()
            }
        };
        let factor = block.share_at("factor");
        if let Some(factor) = &factor
            && scale.iter().any(|at| at.value.times(factor.value).is_beyond())
        {
            let message = format!("the scale times {} is too large or too fine to be exact", factor.value);
            block.refuse("PF0310", factor, message, "a factor with fewer digits, such as \"2/3\"");
        }
        PointsScale {
            scale,
            factor: factor.map_or(Share::ONE, |at| at.value),
            says_beyond: block.has("beyond"),
            beyond: block.points("beyond").unwrap_or(Points::ZERO),
            rounding: match block.word("rounding").map(|at| at.value) {
                Some("down") => Rounding::Down,
                Some("nearest") => Rounding::Nearest,
                Some("up") => Rounding::Up,
                _ => Rounding::Exact,
            },
            dead_heat: match block.word("dead_heat").map(|at| at.value) {
                Some("both") => DeadHeat::Both,
                Some("as-listed") => DeadHeat::AsListed,
                _ => DeadHeat::Shared,
            },
        }
    }
}

impl Pillar for PointsScale {
    fn enter(clause: Clause<PointsScale>, book: &mut Rulebook) {
        book.points.push(clause);
    }
}

impl PointsScale {
    /// The scale of an occasion: the last that covers it.
    pub fn of<'r>(
        scales: &'r [Clause<PointsScale>],
        occasion: &Occasion<'_>,
    ) -> Option<&'r Clause<PointsScale>> {
        scales.iter().rev().find(|scale| scale.scope.covers(occasion))
    }

    /// Points for a position, before the factor.
    pub fn full(&self, position: Position) -> Points {
        self.scale.get(position.index()).map_or(self.beyond, |at| at.value)
    }

    /// Points for a position.
    pub fn points(&self, position: Position) -> Points {
        let points = self.full(position);
        if self.factor == Share::ONE {
            return points;
        }
        let product = points.times(self.factor);
        match self.rounding {
            Rounding::Exact => product,
            Rounding::Down => product.rounded_down(),
            Rounding::Nearest => product.rounded(),
            Rounding::Up => product.rounded_up(),
        }
    }

    /// Points for each of so many cars that share a position; `index` is the car's among them, in the order of the sheet.
    pub fn points_in_dead_heat(&self, position: Position, cars: u32, index: u32) -> Points {
        match self.dead_heat {
            DeadHeat::Both => self.points(position),
            DeadHeat::AsListed => self.points(position.behind(index)),
            DeadHeat::Shared => {
                let places = (0..cars).map(|index| position.behind(index));
                places.map(|place| self.points(place)).sum::<Points>().split(cars.max(1))
            }
        }
    }

    /// Says where a scale rises though most points win, or falls though fewest do.
    pub fn check_directions(book: &Rulebook, reader: &mut Reader<'_>) {
        for own in &book.points {
            let covers = |title: &&crate::rules::title::Title| {
                own.scope.titles.is_empty() || own.scope.titles.iter().any(|at| at.value == title.id)
            };
            let covered = || book.titles.rows().iter().filter(covers);
            let fewest = covered().any(|title| title.wins == Wins::Fewest);
            let most = covered().any(|title| title.wins == Wins::Most) || !fewest;
            for pair in own.rule.scale.windows(2) {
                let (before, after) = (pair[0].value, pair[1].value);
                let (words, expected) = if after > before && most {
                    ("rises", "each place to give at most as much as the one before it")
                } else if after < before && fewest {
                    (
                        "falls",
                        "each place to give at least as much as the one before it, for fewest points win",
                    )
                } else {
                    continue;
                };
                reader.refuse(
                    "PF0306",
                    &pair[1],
                    format!("the scale {words} from {before} to {after}"),
                    expected,
                );
            }
        }
    }

    /// Whether the scale has a place for a position, whatever it gives.
    pub fn pays(&self, position: Position) -> bool {
        position.index() < self.scale.len() || !self.beyond.is_zero()
    }

    /// Whether the rule says what a position gives.
    pub fn knows(&self, position: Position) -> bool {
        position.index() < self.scale.len() || self.says_beyond
    }

    /// The only position that gives these points, where there is just one.
    pub fn position_of(&self, points: Points) -> Option<Position> {
        let mut places = self.places().filter(|&place| self.points(place) == points);
        places.next().filter(|_| places.next().is_none() && points != self.beyond)
    }

    /// The places that the scale has points for.
    fn places(&self) -> impl Iterator<Item = Position> {
        (0..self.scale.len()).map(Position::of_index)
    }

    pub fn prose(&self) -> String {
        let points: Vec<String> = self.places().map(|place| self.points(place).to_string()).collect();
        let beyond = if self.beyond.is_zero() {
            String::new()
        } else {
            format!(", {} for every further classified car", self.beyond)
        };
        if points.is_empty() && self.beyond.is_zero() {
            return "No points".to_owned();
        }
        let dead_heat = match self.dead_heat {
            DeadHeat::Shared => "",
            DeadHeat::Both => "; cars that share a place each get its points",
            DeadHeat::AsListed => "; cars that share a place get points in the order of the sheet",
        };
        format!("Points by place: {}{beyond}{dead_heat}", points.join("-"))
    }
}
