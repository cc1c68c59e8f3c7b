//! The classification of a session.

use crate::exact::Millis;
use crate::numbers::{Laps, Position};
use crate::outcome::Because;
use crate::season::{Class, ResultRow, Session, Status};
use crate::table::Ix;

/// The classification of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classification {
    pub session: Ix<Session>,
    /// In order of the classification; cars without a position come last.
    pub rows: Vec<ClassificationRow>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassificationRow {
    pub result: Ix<ResultRow>,
    /// Overall position; None for cars that did not start, were disqualified, or were neither classified nor declared
    /// to have one.
    pub position: Option<Position>,
    /// Class the car is ranked in, after class maps.
    pub class: Option<Ix<Class>>,
    pub class_position: Option<Position>,
    pub status: Status,
    pub classified: bool,
    /// Laps after penalties.
    pub laps: Option<Laps>,
    pub time: Option<Millis>,
    /// Best lap that counts.
    pub best: Option<Millis>,
    /// To the leader, to the car ahead, to the class leader, to the car ahead in class.
    pub gap: Option<Gap>,
    pub interval: Option<Gap>,
    pub class_gap: Option<Gap>,
    pub class_interval: Option<Gap>,
    /// What the distance rule asked for and what is beyond it, where there is such a rule and laps are known.
    pub distance: Option<Distance>,
    /// Whether its place rests on a lap count or time that is not known: it is a guess.
    pub guessed: bool,
    pub because: Because,
}

/// A car against the distance rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distance {
    pub winner_laps: Laps,
    pub required_laps: Laps,
    /// Laps beyond the requirement; below zero, laps short of it.
    pub margin_laps: i64,
}

impl Distance {
    /// The laps beyond the requirement or short of it.
    pub fn margin(&self) -> Laps {
        Laps(u32::try_from(self.margin_laps.unsigned_abs()).unwrap_or(u32::MAX))
    }
}

/// How far a car is behind another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    Time(Millis),
    Laps(Laps),
}

impl std::fmt::Display for Gap {
    /// `+3.700`, `+1 lap`, `+2 laps`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Gap::Time(time) => f.pad(&format!("+{time}")),
            Gap::Laps(laps) => f.pad(&format!("+{}", laps.in_words())),
        }
    }
}
