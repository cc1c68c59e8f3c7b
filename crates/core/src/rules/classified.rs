//! Kind `classified`: which cars are classified, and whether a car that retired may be, and may score. The last block that
//! covers an occasion applies.

use crate::block::{Key, Shape};
use crate::exact::Millis;
use crate::number_words::time_in_words;
use crate::numbers::Laps;
use crate::outcome::Distance;
use crate::rule_keys;
use crate::rulebook::Rulebook;
use crate::rules::distance::{DistanceOf, MinimumDistance, Rounding};
use crate::rules::kind::{Clause, Measure, Pillar, Rule, RuleBlock, Unit};
use crate::rules::scope::Occasion;
use crate::season::Status;
use std::fmt::Write as _;

/// Who is classified. What is not known of a car is taken to meet a minimum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classified {
    /// Share of a winner's laps.
    pub distance: Option<MinimumDistance>,
    pub min_laps: Option<Laps>,
    /// Looked at where the length of a lap is known.
    pub min_metres: Option<u32>,
    /// How long after the winner's finish a car may cross the line.
    pub within: Option<Millis>,
    /// Whose distance and finish count.
    pub of: DistanceOf,
    /// Whether a car that retired may be classified. None: where a minimum says so, else as declared.
    pub retired: Option<bool>,
    pub retired_may_score: bool,
}

impl Rule for Classified {
    const NAME: &'static str = "classified";
    const DOC: &'static str = "Which cars are classified.";
    const FOR_TITLES: bool = false;
    const ID_REQUIRED: bool = false;
    const KEYS: &'static [Key] = rule_keys![
        Key { name: "id", shape: Shape::Text, doc: "Name of the block, where there are several." },
        Key {
            name: "min_share",
            shape: Shape::Part,
            doc: "Share of the winner's laps that a car must have covered.",
        },
        Key {
            name: "of",
            shape: Shape::Word(&["class-winner", "overall-winner"]),
            doc: "Whose laps the share is taken of, and after whose finish `within` is counted.",
        },
        Key {
            name: "rounding",
            shape: Shape::Word(&["exact", "none", "down", "nearest", "up"]),
            doc: "How the product becomes a number of laps; `none` is another word for `exact`.",
        },
        Key { name: "min_laps", shape: Shape::Positive, doc: "Laps that a car must have covered." },
        Key {
            name: "min_metres",
            shape: Shape::Positive,
            doc: "Metres that a car must have covered, in whole laps; looked at where the round says `lap_metres`.",
        },
        Key {
            name: "within",
            shape: Shape::Duration,
            doc: "A car must finish within this time of the winner; one without a time does.",
        },
        Key {
            name: "retired",
            shape: Shape::Yes,
            doc: "Whether a car that retired may be classified; where the key is absent, if there is a minimum, else as declared.",
        },
        Key {
            name: "retired_may_score",
            shape: Shape::Yes,
            doc: "Whether a classified car that retired may score.",
        },
    ];

    const OF_RACE: &'static [Measure] =
        &[Measure { name: "lap_metres", unit: Unit::Count, doc: "Length of a lap in metres." }];

    fn read(block: &mut RuleBlock<'_, '_>) -> Classified {
        let stated = block.has("min_share");
        let share = block.share("min_share");
        let within = block.duration("within");
        let (of, rounding) = (block.word("of"), block.word("rounding"));
        if let Some(of) = of.as_ref().filter(|_| !stated && within.is_none()) {
            let message = "`of` says whose distance, but there is no `min_share`".to_owned();
            block.refuse("PF0309", of, message, "min_share = \"70 %\"");
        }
        let of = of.and_then(|at| DistanceOf::from_word(at.value)).unwrap_or(DistanceOf::OverallWinner);
        let rounding = rounding.and_then(|at| Rounding::from_word(at.value)).unwrap_or(Rounding::Exact);
        Classified {
            distance: share.map(|share| MinimumDistance { share, of, rounding }),
            min_laps: block.count("min_laps").map(Laps),
            min_metres: block.count("min_metres"),
            within,
            of,
            retired: block.yes("retired"),
            retired_may_score: block.yes("retired_may_score").unwrap_or(true),
        }
    }
}

impl Classified {
    /// The key that points are given by; all others say who is classified.
    pub const OF_AWARDS: &str = "retired_may_score";
}

impl Pillar for Classified {
    fn enter(clause: Clause<Classified>, book: &mut Rulebook) {
        book.classified.push(clause);
    }
}

/// What the rule looks at of a car.
#[derive(Clone, Copy, Debug)]
pub struct Finisher {
    pub status: Status,
    pub laps: Option<Laps>,
    pub time: Option<Millis>,
    /// What the result says for itself, as long as nothing has changed the status.
    pub declared: Option<bool>,
}

/// What a car is measured by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Yardstick {
    /// Laps and time of the winner of the class, and of all.
    pub class_winner: (Option<Laps>, Option<Millis>),
    pub overall_winner: (Option<Laps>, Option<Millis>),
    /// Length of a lap.
    pub lap_metres: Option<u32>,
}

/// Whether a car is classified, and what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub classified: bool,
    /// Against the minimum distance, where there is one and laps are known.
    pub distance: Option<Distance>,
    /// How much too late the car came to the finish.
    pub late: Option<Millis>,
}

impl Classified {
    /// The rule of an occasion: the last that covers it.
    pub fn of<'r>(
        rules: &'r [Clause<Classified>],
        occasion: &Occasion<'_>,
    ) -> Option<&'r Clause<Classified>> {
        rules.iter().rev().find(|own| own.scope.covers(occasion))
    }

    /// Whether the rule puts out all cars of a status, whatever a sheet says: those that retired, where they are not
    /// classified.
    pub fn is_out(&self, status: Status) -> bool {
        status == Status::Dnf && self.retired == Some(false)
    }

    fn has_minimum(&self) -> bool {
        self.distance.is_some()
            || self.min_laps.is_some()
            || self.min_metres.is_some()
            || self.within.is_some()
    }

    /// The verdict on a car; without a rule, as declared or as its status says.
    pub fn verdict(rule: Option<&Classified>, car: Finisher, yardstick: Yardstick) -> Verdict {
        let ran = car.status.started() && car.status != Status::Dsq;
        let retired_by_rule = rule.is_some_and(|rule| rule.retired.unwrap_or(rule.has_minimum()));
        let classified = match car.status {
            Status::Finished => car.declared.unwrap_or(true),
            Status::Dnf if rule.is_some_and(|rule| rule.is_out(Status::Dnf)) => false,
            Status::Dnf => car.declared.unwrap_or(retired_by_rule),
            Status::Nc => car.declared.unwrap_or(false),
            Status::Dns | Status::Dsq | Status::Dnq => false,
        };
        let (distance, late) = match rule.filter(|_| ran) {
            None => (None, None),
            Some(rule) => (rule.against_distance(car.laps, yardstick), rule.late(car, yardstick)),
        };
        let met = distance.is_none_or(|own| own.margin_laps >= 0) && late.is_none();
        Verdict { classified: classified && met, distance, late }
    }

    fn winner(&self, yardstick: Yardstick) -> (Option<Laps>, Option<Millis>) {
        match self.of {
            DistanceOf::ClassWinner => yardstick.class_winner,
            DistanceOf::OverallWinner => yardstick.overall_winner,
        }
    }

    /// A car's laps against the strictest of the minimums that can be told.
    fn against_distance(&self, laps: Option<Laps>, yardstick: Yardstick) -> Option<Distance> {
        let (laps, winner) = (laps?, self.winner(yardstick).0);
        let by_share = self.distance.zip(winner).map(|(minimum, winner)| minimum.required_laps(winner));
        let by_metres = self.min_metres.zip(yardstick.lap_metres.filter(|&lap| lap > 0));
        let by_metres = by_metres.map(|(metres, lap)| Laps(metres.div_ceil(lap)));
        let required_laps = [by_share, self.min_laps, by_metres].into_iter().flatten().max()?;
        Some(Distance {
            winner_laps: winner.unwrap_or(laps),
            required_laps,
            margin_laps: i64::from(laps) - i64::from(required_laps),
        })
    }

    /// By how much a car that finished missed the time after the winner.
    fn late(&self, car: Finisher, yardstick: Yardstick) -> Option<Millis> {
        let within = self.within.filter(|_| car.status != Status::Dnf)?;
        let behind = car.time?.0.checked_sub(self.winner(yardstick).1?.0)?;
        (behind > within.0).then_some(Millis(behind - within.0))
    }

    pub fn prose(&self) -> String {
        let whose = match self.of {
            DistanceOf::ClassWinner => "class",
            DistanceOf::OverallWinner => "overall",
        };
        let mut asked = Vec::new();
        if let Some(distance) = &self.distance {
            let rounded = match distance.rounding {
                Rounding::Exact => "",
                Rounding::Down => ", rounded down to whole laps",
                Rounding::Nearest => ", rounded to the nearest lap",
                Rounding::Up => ", rounded up to whole laps",
            };
            asked.push(format!("has covered {} of the laps of the {whose} winner{rounded}", distance.share));
        }
        asked.extend(self.min_laps.map(|laps| format!("has covered {}", laps.in_words())));
        asked.extend(self.min_metres.map(|metres| format!("has covered {} km", kilometres(metres))));
        asked.extend(
            self.within.map(|time| format!("finishes within {} of the {whose} winner", time_in_words(time))),
        );
        let mut text = if asked.is_empty() {
            "Cars are classified as declared".to_owned()
        } else {
            format!("A car is classified that {}", asked.join(" and "))
        };
        text.push_str(match (self.retired.unwrap_or(self.has_minimum()), self.retired_may_score) {
            (false, _) if self.retired.is_none() => "",
            (false, _) => "; a car that retired is not classified",
            (true, false) => "; a car that retired may be classified but scores nothing",
            (true, true) => "; a car that retired may be classified and score",
        });
        text
    }
}

/// `300`, `62.5`.
fn kilometres(metres: u32) -> String {
    let mut text = (metres / 1000).to_string();
    if !metres.is_multiple_of(1000) {
        let _ = write!(text, ".{:03}", metres % 1000);
        text.truncate(text.trim_end_matches('0').len());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::Share;

    const NO_RULE: Classified = Classified {
        distance: None,
        min_laps: None,
        min_metres: None,
        within: None,
        of: DistanceOf::OverallWinner,
        retired: None,
        retired_may_score: true,
    };

    fn car(status: Status, laps: u32) -> Finisher {
        Finisher { status, laps: Some(Laps(laps)), time: None, declared: None }
    }

    fn after(winner_laps: u32) -> Yardstick {
        Yardstick {
            class_winner: (Some(Laps(winner_laps)), Some(Millis(3_600_000))),
            overall_winner: (Some(Laps(winner_laps)), Some(Millis(3_600_000))),
            lap_metres: Some(5_000),
        }
    }

    fn is_classified(rule: &Classified, car: Finisher) -> bool {
        Classified::verdict(Some(rule), car, after(100)).classified
    }

    #[test]
    fn retired_cars_follow_the_rule_with_and_without_a_minimum() {
        let share = MinimumDistance {
            share: Share::percent(70),
            of: DistanceOf::OverallWinner,
            rounding: Rounding::Exact,
        };
        for (distance, retired, declared, expected) in [
            (None, None, None, false),
            (None, None, Some(true), true),
            (None, Some(true), None, true),
            (None, Some(true), Some(false), false),
            (None, Some(false), Some(true), false),
            (Some(share), None, None, true),
            (Some(share), Some(true), None, true),
            (Some(share), Some(false), Some(true), false),
        ] {
            let rule = Classified { distance, retired, ..NO_RULE };
            let dnf = Finisher { declared, ..car(Status::Dnf, 90) };
            assert_eq!(is_classified(&rule, dnf), expected, "{distance:?} {retired:?} {declared:?}");
        }
        let rule = Classified { distance: Some(share), ..NO_RULE };
        assert!(!is_classified(&rule, car(Status::Dnf, 69)) && is_classified(&rule, car(Status::Dnf, 70)));
        assert!(!Classified::verdict(None, car(Status::Dnf, 99), after(100)).classified);
    }

    #[test]
    fn laps_and_metres_on_both_sides_of_their_edges() {
        let laps = Classified { min_laps: Some(Laps(60)), ..NO_RULE };
        assert!(is_classified(&laps, car(Status::Finished, 60)));
        assert!(!is_classified(&laps, car(Status::Finished, 59)));
        // 301 km of laps of 5 km are 61 laps.
        let metres = Classified { min_metres: Some(301_000), ..NO_RULE };
        assert!(is_classified(&metres, car(Status::Finished, 61)));
        assert!(!is_classified(&metres, car(Status::Finished, 60)));
        let unknown = Yardstick { lap_metres: None, ..after(100) };
        assert!(Classified::verdict(Some(&metres), car(Status::Finished, 1), unknown).classified);
        let both = Classified { min_metres: Some(301_000), ..laps };
        let found = Classified::verdict(Some(&both), car(Status::Finished, 60), after(100)).distance;
        assert_eq!(
            found,
            Some(Distance { winner_laps: Laps(100), required_laps: Laps(61), margin_laps: -1 })
        );
    }

    #[test]
    fn five_minutes_after_the_winner_and_a_thousandth_more() {
        let rule = Classified { within: Some(Millis(300_000)), ..NO_RULE };
        let at = |time| Finisher { time: Some(Millis(time)), ..car(Status::Finished, 99) };
        assert!(is_classified(&rule, at(3_900_000)));
        let late = Classified::verdict(Some(&rule), at(3_900_001), after(100));
        assert_eq!((late.classified, late.late), (false, Some(Millis(1))));
        assert!(is_classified(&rule, car(Status::Finished, 99)), "no time is known");
    }

    #[test]
    fn a_sentence_says_each_minimum_once() {
        let rule = Classified {
            min_laps: Some(Laps(1)),
            min_metres: Some(62_500),
            within: Some(Millis(300_000)),
            of: DistanceOf::ClassWinner,
            retired: Some(false),
            ..NO_RULE
        };
        assert_eq!(
            rule.prose(),
            "A car is classified that has covered 1 lap and has covered 62.5 km and finishes within 5:00.000 of the class \
             winner; a car that retired is not classified"
        );
        assert_eq!(NO_RULE.prose(), "Cars are classified as declared");
    }
}
