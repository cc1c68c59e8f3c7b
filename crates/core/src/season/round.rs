//! The calendar: rounds and their sessions.

use crate::exact::{Millis, Share};
use crate::rules::kind::{Measured, measured};
use crate::season::Cites;
use crate::table::Ix;
use std::fmt;
use std::str::FromStr;

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = crate::exact::NotANumber;

    /// `2003-10-18`.
    fn from_str(text: &str) -> Result<Date, Self::Err> {
        let mut parts =
            text.splitn(3, '-').map(|part| part.parse::<u32>().map_err(|_| crate::exact::NotANumber));
        let mut next = || parts.next().unwrap_or(Err(crate::exact::NotANumber));
        let (year, month, day) = (next()?, next()?, next()?);
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) || year > 9999 {
            return Err(crate::exact::NotANumber);
        }
        Ok(Date {
            year: i32::try_from(year).map_err(|_| crate::exact::NotANumber)?,
            month: u8::try_from(month).map_err(|_| crate::exact::NotANumber)?,
            day: u8::try_from(day).map_err(|_| crate::exact::NotANumber)?,
        })
    }
}

/// Scheduled length of a race. Distances are whole metres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    Time(Millis),
    Laps(u32),
    Metres(u64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundStatus {
    Held,
    Cancelled,
    /// On the calendar, not run yet.
    Scheduled,
}

/// One meeting of the season.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// None for a cancelled round that never got a number.
    pub number: Option<u32>,
    /// Id of the event, such as `petit-le-mans`; unique in the season. Rulebooks scope rules by it.
    pub event: String,
    pub name: String,
    pub circuit: String,
    pub date: Option<Date>,
    pub status: RoundStatus,
    pub length: Option<Length>,
    pub cites: Cites,
}

impl Round {
    /// The number, or `C` for a cancelled round.
    pub fn label(&self) -> String {
        self.number.map_or_else(|| "C".to_owned(), |number| number.to_string())
    }
}

/// One part of a round that is classified: the race, a sprint, qualifying, an hour of a race that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub round: Ix<Round>,
    /// `race`, `sprint`, `qualifying`, `hour-6`; unique in the round.
    pub id: String,
    /// Whether it is what the round is for, which rules cover that name no session: the race, not its qualifying or a sprint.
    pub main: bool,
    /// Order of running in the round.
    pub order: u32,
    /// Whether its cars are ordered by their best lap where no rule says how, as in practice and qualifying.
    pub by_best_lap: bool,
    /// Whether its rows were timed, lap by lap, and not declared.
    pub timed: bool,
    /// Share of the scheduled length that was run, where it was not all.
    pub completed: Option<Share>,
    /// What else was measured of it, by name; times in milliseconds. See [`crate::rules::of_race`].
    pub measures: Vec<Measured>,
}

impl Session {
    pub fn measure(&self, name: &str) -> Option<i64> {
        measured(&self.measures, name)
    }
}
