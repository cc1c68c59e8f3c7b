//! Kind `ranking`: how a session puts its cars in order: by laps and time, by best lap, by points of other sessions, or as
//! declared.

use crate::block::{At, Key, Shape};
use crate::exact::{Millis, Points};
use crate::numbers::Position;
use crate::rule_keys;
use crate::rulebook::Rulebook;
use crate::rules::amendment::Run;
use crate::rules::kind::{Clause, Measure, Pillar, Rule, RuleBlock, Unit};
use crate::rules::scope::Occasion;
use crate::season::Session;
use std::cmp::Ordering;

/// Laps that may be a best lap, with their times.
pub const FLYING_LAPS: &str = "flying_laps";
/// The second-best lap, by which a tie on the best is broken.
pub const SECOND_BEST_LAP: &str = "second_best_lap";
/// What the car's time, and the times of its flying laps, have beyond the millisecond, in ten-thousandths of one: known of
/// timed rows alone, so that no column has it.
pub const TIME_REST: &str = "time_rest";
pub const FLYING_LAPS_REST: &str = "flying_laps_rest";

/// How a session orders its cars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    pub by: OrderBy,
    /// For `points`: the sessions of the round whose places are paid, what they pay, and who wins.
    pub of: Vec<At<String>>,
    pub scale: Vec<At<Points>>,
    pub beyond: Points,
    pub fewest_win: bool,
}

/// What the order is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderBy {
    /// More laps, then less time.
    Laps,
    /// The best lap, and of equal ones as the ties say.
    BestLap(BestLapTies),
    /// Points for the places in other sessions of the round, then the better place in the last of them.
    Points,
    /// As declared, whatever laps and times say.
    Declared,
}

/// Which of two cars with equal best laps is ahead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BestLapTies {
    /// The one with the better second-best lap, then the one that set its best first.
    #[default]
    SecondBest,
    /// The one that set its best first.
    SetFirst,
}

const WORDS: [(&str, OrderBy); 4] = [
    ("laps", OrderBy::Laps),
    ("best-lap", OrderBy::BestLap(BestLapTies::SecondBest)),
    ("points", OrderBy::Points),
    ("declared", OrderBy::Declared),
];

impl Rule for Ranking {
    const NAME: &'static str = "ranking";
    const DOC: &'static str = "How a session puts its cars in order.";
    const ID_REQUIRED: bool = false;
    const KEYS: &'static [Key] = rule_keys![
        Key { name: "id", shape: Shape::Text, doc: "Name of the block, where there are several." },
        Key {
            name: "by",
            shape: Shape::Word(&["laps", "best-lap", "points", "declared"]),
            doc: "By laps and time, by best lap, by points of other sessions, or as declared."
        },
        Key {
            name: "ties",
            shape: Shape::Word(&["second-best", "set-first"]),
            doc: "For `best-lap`: of equal best laps, whether the better second-best lap is ahead and then who set the best first, or at once who set it first; `second-best` unless said otherwise."
        },
        Key {
            name: "of",
            shape: Shape::TextList,
            doc: "For `points`: the sessions of the round whose places are paid, such as heats."
        },
        Key {
            name: "scale",
            shape: Shape::PointsList,
            doc: "For `points`: points for first, second, third place in each of them."
        },
        Key {
            name: "beyond",
            shape: Shape::Points,
            doc: "For `points`: points for every place after the end of the scale."
        },
        Key {
            name: "wins",
            shape: Shape::Word(&["most", "fewest"]),
            doc: "For `points`: whether most or fewest points come first; `most` unless said otherwise."
        },
    ];
    const MEASURES: &'static [Measure] = &[
        Measure {
            name: FLYING_LAPS,
            unit: Unit::TimeByLap,
            doc: "Laps that may be the car's best, with their times.",
        },
        Measure { name: SECOND_BEST_LAP, unit: Unit::Time, doc: "The car's second-best lap." },
    ];

    fn read(block: &mut RuleBlock<'_, '_>) -> Ranking {
        let by = block.word("by");
        let by = block.require("by", by);
        let (of, scale) = (block.text_list("of"), block.points_list("scale"));
        let beyond = block.points("beyond");
        let wins = block.word("wins");
        let ties = block.word("ties");
        let mut order = WORDS.iter().find(|(word, _)| *word == by.value).map_or(OrderBy::Laps, |own| own.1);
        if let Some(ties) = &ties {
            if !order.is_best_lap() {
                let message = format!("`ties` says nothing where the order is by `{}`", by.value);
                block.refuse("PF0325", &by, message, "by = \"best-lap\"");
            } else if ties.value == "set-first" {
                order = OrderBy::BestLap(BestLapTies::SetFirst);
            }
        }
        if order == OrderBy::Points {
            if of.is_empty() {
                block.require::<()>("of", None);
            }
            if scale.is_none() {
                block.require::<()>("scale", None);
            }
        } else if !of.is_empty() || scale.is_some() || beyond.is_some() || wins.is_some() {
            let message = format!(
                "`of`, `scale`, `beyond` and `wins` say nothing where the order is by `{}`",
                by.value
            );
            block.refuse("PF0325", &by, message, "by = \"points\"");
        }
        Ranking {
            by: order,
            of,
            scale: scale.unwrap_or_default(),
            beyond: beyond.unwrap_or(Points::ZERO),
            fewest_win: wins.is_some_and(|at| at.value == "fewest"),
        }
    }
}

impl Pillar for Ranking {
    fn enter(clause: Clause<Ranking>, book: &mut Rulebook) {
        book.rankings.push(clause);
    }
}

impl OrderBy {
    /// How a session is ordered of which no rule speaks.
    pub fn usual(session: &Session) -> OrderBy {
        if session.by_best_lap { OrderBy::BestLap(BestLapTies::default()) } else { OrderBy::Laps }
    }

    pub fn is_best_lap(self) -> bool {
        matches!(self, OrderBy::BestLap(_))
    }

    /// `Less` where `a` is ahead; None where what is known of the two does not tell.
    pub fn compare(self, a: &Run, b: &Run) -> Option<Ordering> {
        match self {
            OrderBy::Laps => match (a.laps, b.laps) {
                (Some(more), Some(laps)) if more != laps => Some(laps.cmp(&more)),
                _ => Some(compare_known(a.time, b.time)?.then(a.finer.time.cmp(&b.finer.time))),
            },
            OrderBy::BestLap(_) if a.set_no_time != b.set_no_time => {
                let timed = if a.set_no_time { b.best } else { a.best };
                timed.map(|_| a.set_no_time.cmp(&b.set_no_time))
            }
            OrderBy::BestLap(ties) => {
                let best = compare_known(a.best, b.best)?.then(a.finer.best.cmp(&b.finer.best));
                let set = compare_known(a.finer.best_at, b.finer.best_at);
                match ties {
                    _ if best.is_ne() => Some(best),
                    BestLapTies::SecondBest => {
                        Some(second_best(a).cmp(&second_best(b)).then(set.unwrap_or(Ordering::Equal)))
                    }
                    BestLapTies::SetFirst => set,
                }
            }
            OrderBy::Points | OrderBy::Declared => None,
        }
    }

    /// Whether all that the order looks at is known of a car.
    pub fn knows(self, run: &Run) -> bool {
        match self {
            OrderBy::Laps => run.time.is_some(),
            OrderBy::BestLap(_) => run.best.is_some(),
            OrderBy::Points | OrderBy::Declared => true,
        }
    }
}

/// What equal bests are told apart by: who has no second lap is behind those that have one.
pub(crate) fn second_best(run: &Run) -> (bool, Option<Millis>, i64) {
    (run.second_best.is_none(), run.second_best, run.finer.second_best)
}

fn compare_known<T: Ord>(a: Option<T>, b: Option<T>) -> Option<Ordering> {
    Some(a?.cmp(&b?))
}

impl Ranking {
    /// The rule of an occasion: the last that covers it.
    pub fn of<'r>(rankings: &'r [Clause<Ranking>], occasion: &Occasion<'_>) -> Option<&'r Clause<Ranking>> {
        rankings.iter().rev().find(|ranking| ranking.scope.covers(occasion))
    }

    /// Points for a place, from 1.
    pub fn points(&self, place: Position) -> Points {
        self.scale.get(place.index()).map_or(self.beyond, |at| at.value)
    }

    pub fn prose(&self) -> String {
        match self.by {
            OrderBy::Laps => "Cars are ordered by laps, then by time".to_owned(),
            OrderBy::BestLap(BestLapTies::SecondBest) => {
                "Cars are ordered by their best lap, then by their second-best, then by who set the best first"
                    .to_owned()
            }
            OrderBy::BestLap(BestLapTies::SetFirst) => {
                "Cars are ordered by their best lap, then by who set it first".to_owned()
            }
            OrderBy::Declared => "Cars are ordered as declared".to_owned(),
            OrderBy::Points => {
                let points: Vec<String> = self.scale.iter().map(|at| at.value.to_string()).collect();
                let of: Vec<&str> = self.of.iter().map(|at| at.value.as_str()).collect();
                let who = if self.fewest_win { "fewest" } else { "most" };
                format!(
                    "Cars are ordered by {who} points for their places in {}: {}",
                    of.join(", "),
                    points.join("-")
                )
            }
        }
    }
}
