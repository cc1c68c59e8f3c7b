//! Decisions of stewards, courts and officials: facts added to the results, never edits of them. One module a kind.
//!
//! [`KINDS`] is the registry: the keys of `decisions.toml`, their reading, the sentence that pages print and the
//! documentation follow from it. A decision moves the cars that it names and nobody else.

mod about;
mod kind;

mod adjust;
mod delete_lap;
mod disqualify;
mod exclude_from_title;
mod lap_penalty;
mod lift;
mod mark;
mod no_effect;
mod no_share;
mod place_ahead;
mod place_penalty;
mod same_points;
mod set_aside_feat;
mod time_penalty;
mod waive;
mod withhold;
mod withhold_driver;

pub use about::{About, Cars, Target, Words};
pub use adjust::Adjust;
pub use delete_lap::DeleteLap;
pub use disqualify::Disqualify;
pub use exclude_from_title::ExcludeFromTitle;
pub use kind::{Amends, COMMON_KEYS, Decided, DecisionKind, Facts, Reading, Said, Value, WantedCar};
pub use lap_penalty::LapPenalty;
pub use lift::Lift;
pub use mark::Mark;
pub use no_effect::NoEffect;
pub use no_share::NoShare;
pub use place_ahead::PlaceAhead;
pub use place_penalty::{PlacePenalty, PlacesIn};
pub use same_points::{SamePoints, To};
pub use set_aside_feat::SetAsideFeat;
pub use time_penalty::TimePenalty;
pub use waive::Waive;
pub use withhold::Withhold;
pub use withhold_driver::WithholdDriver;

use crate::season::follow::{Follow, Moves, follow_fields, hold_no_index};
use crate::season::{Cites, Season};
use crate::table::Ix;

/// A decision, with who took it, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Unique in the season.
    pub id: String,
    pub ruling: Ruling,
    /// The decision by which it does not count any more; both stay on record.
    pub lifted_by: Option<Ix<Decision>>,
    /// Who decided, such as `stewards`.
    pub author: String,
    /// As written; decisions are ordered by id, not by date.
    pub date: String,
    pub reason: String,
    pub source: String,
    pub cites: Cites,
}

/// Whether the cars behind one that is passed over move up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Places {
    MoveUp,
    Keep,
}

/// One variant and one line of the registry a kind: the list stands once.
macro_rules! kinds {
    ($($kind:ident),* $(,)?) => {
        /// What was decided.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Ruling {
            $($kind($kind),)*
        }

        /// All kinds of decisions, in the order of the documentation.
        pub const KINDS: &[DecisionKind] = &[$(DecisionKind::of::<$kind>(|from| kind::Kind::read(from).map(Ruling::$kind)),)*];

        impl Ruling {
            fn decided(&self) -> &dyn Decided {
                match self {
                    $(Ruling::$kind(own) => own,)*
                }
            }

            /// The word that `decisions.toml` uses for it.
            pub fn word(&self) -> &'static str {
                match self {
                    $(Ruling::$kind(_) => <$kind as kind::Kind>::NAME,)*
                }
            }
        }

        impl Follow for Ruling {
            fn follow(&mut self, moves: &Moves) {
                match self {
                    $(Ruling::$kind(own) => own.follow(moves),)*
                }
            }
        }
    };
}

kinds![
    Disqualify,
    TimePenalty,
    LapPenalty,
    PlacePenalty,
    DeleteLap,
    Withhold,
    WithholdDriver,
    NoShare,
    SamePoints,
    Mark,
    SetAsideFeat,
    ExcludeFromTitle,
    Adjust,
    PlaceAhead,
    Lift,
    Waive,
    NoEffect,
];

impl Ruling {
    /// The kind of that word.
    pub fn kind(word: &str) -> Option<&'static DecisionKind> {
        KINDS.iter().find(|kind| kind.name == word)
    }

    pub fn about(&self) -> About<'_> {
        self.decided().about()
    }

    /// What was ruled, such as `Car 5 disqualified`.
    pub fn sentence(&self, words: &Words<'_>) -> String {
        self.decided().sentence(words)
    }

    /// What it does to the cars it names, where it is about their classification.
    pub fn amends(&self) -> Option<&dyn Amends> {
        self.decided().amends()
    }
}

follow_fields! { Decision { id, ruling, lifted_by, author, date, reason, source, cites } }
hold_no_index!(Places, PlacesIn, To);

impl Decision {
    pub fn in_force(&self) -> bool {
        self.lifted_by.is_none()
    }

    /// Why, and who decided where that is known: `Underweight (Stewards)`.
    pub fn reason_and_author(&self) -> String {
        match self.author.as_str() {
            "" => self.reason.clone(),
            author => format!("{} ({author})", self.reason),
        }
    }
}

impl Season {
    /// The decisions that count.
    pub fn decisions_in_force(&self) -> impl Iterator<Item = (Ix<Decision>, &Decision)> {
        self.decisions.iter().filter(|(_, decision)| decision.in_force())
    }
}

/// Writes down which decisions do not count any more. Decisions that lift each other in a circle all count.
pub(crate) fn settle(decisions: &mut crate::table::Table<Decision>) {
    let lifts: Vec<Option<usize>> = decisions
        .rows()
        .iter()
        .map(|own| match &own.ruling {
            Ruling::Lift(lift) => {
                decisions.rows().binary_search_by(|other| other.id.cmp(&lift.decision)).ok()
            }
            _ => None,
        })
        .collect();
    // A decision counts until one that counts lifts it: those that nobody lifts are settled first.
    let mut open: Vec<u32> = vec![0; lifts.len()];
    lifts.iter().flatten().for_each(|&lifted| open[lifted] += 1);
    let mut settled: Vec<usize> = (0..lifts.len()).filter(|&index| open[index] == 0).collect();
    while let Some(index) = settled.pop() {
        let Some(lifted) = lifts[index] else { continue };
        if decisions.rows()[index].lifted_by.is_none() {
            decisions.rows_mut()[lifted].lifted_by = Some(Ix::new(index));
        }
        open[lifted] -= 1;
        if open[lifted] == 0 {
            settled.push(lifted);
        }
    }
}

/// The keys of a kind, after those of every decision.
#[macro_export]
macro_rules! decision_keys {
    ($($key:expr),* $(,)?) => {
        &[
            $crate::decisions::COMMON_KEYS[0],
            $crate::decisions::COMMON_KEYS[1],
            $($key,)*
            $crate::decisions::COMMON_KEYS[2],
            $crate::decisions::COMMON_KEYS[3],
            $crate::decisions::COMMON_KEYS[4],
            $crate::decisions::COMMON_KEYS[5],
            $crate::decisions::COMMON_KEYS[6],
            $crate::decisions::COMMON_KEYS[7],
            $crate::decisions::COMMON_KEYS[8],
            $crate::decisions::COMMON_KEYS[9],
            $crate::decisions::COMMON_KEYS[10],
        ]
    };
}

/// The keys of a kind about cars of a session.
#[macro_export]
macro_rules! car_keys {
    ($($key:expr),* $(,)?) => {
        $crate::session_keys![
            Key { name: "number", shape: Shape::Text, doc: "Number of the car." },
            Key { name: "class", shape: Shape::Text, doc: "Class of the car, where two cars of the session bear the number." },
            Key { name: "team", shape: Shape::Text, doc: "Team of the car, where two cars of the session bear the number." },
            $($key,)*
        ]
    };
}

/// The keys of a kind about a session.
#[macro_export]
macro_rules! session_keys {
    ($($key:expr),* $(,)?) => {
        $crate::decision_keys![
            Key { name: "round", shape: Shape::Count, doc: "Round it is about." },
            Key { name: "session", shape: Shape::Text, doc: "Session it is about; the round's main one unless said otherwise." },
            $($key,)*
        ]
    };
}

/// The keys of a kind about a competitor in a title's table.
#[macro_export]
macro_rules! table_keys {
    ($($key:expr),* $(,)?) => {
        $crate::decision_keys![
            Key { name: "title", shape: Shape::Text, doc: "Title whose table it is about." },
            Key { name: "class", shape: Shape::Text, doc: "Class whose table it is about." },
            Key { name: "competitor", shape: Shape::Text, doc: "Competitor it is about, by id or name." },
            $($key,)*
        ]
    };
}
