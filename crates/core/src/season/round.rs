//! The calendar: rounds and their sessions.

use crate::exact::{Millis, Share};
use crate::numbers::{Laps, RoundNumber};
use crate::season::{Cites, Date, Measured, measured};
use crate::table::Ix;

/// Scheduled length of a race. Distances are whole metres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    Time(Millis),
    Laps(Laps),
    Metres(u64),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RoundStatus {
    #[default]
    Held,
    Cancelled,
    /// On the calendar, not run yet.
    Scheduled,
}

/// One meeting of the season.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// None for a cancelled round that never got a number.
    pub number: Option<RoundNumber>,
    /// Id of the event, such as `petit-le-mans`; unique in the season. Rulebooks scope rules by it.
    pub event: String,
    pub name: String,
    /// Short name as it is stated: [`Round::short_name`] asks it first. Empty where none is.
    pub short: String,
    pub circuit: String,
    pub date: Option<Date>,
    pub status: RoundStatus,
    pub length: Option<Length>,
    /// Whether its sessions are all known before it is run, not only those that it is for.
    pub announced: bool,
    pub cites: Cites,
}

impl Round {
    /// The number, or `C` for a cancelled round.
    pub fn label(&self) -> String {
        self.number.map_or_else(|| "C".to_owned(), |number| number.to_string())
    }

    /// The name without its sponsors: as it is stated, else the end of the name that the event's id is made of, else all of
    /// it. `12 Hours of Sebring` of `Mobil 1 12 Hours of Sebring`.
    pub fn short_name(&self) -> &str {
        if !self.short.is_empty() {
            return &self.short;
        }
        let bare = |text: &str| -> String {
            text.chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|letter| letter.to_ascii_lowercase())
                .collect()
        };
        let id = bare(&self.event);
        let starts = self.name.char_indices().filter(|(at, _)| *at == 0 || self.name[..*at].ends_with(' '));
        let mut ends = starts.map(|(at, _)| &self.name[at..]);
        ends.find(|end| !id.is_empty() && bare(end) == id).unwrap_or(&self.name)
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
