//! What documents state besides results and tables: statistics, entry lists, rules in prose. Audits hold them
//! against each other and against the results.

use crate::exact::{Millis, Points, Share};
use crate::numbers::{CarNumber, RoundNumber};
use crate::season::{Cites, Class, Competitor, Round, Session};
use crate::table::Ix;

/// A statistic of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistic {
    pub session: Ix<Session>,
    pub kind: StatisticKind,
    /// As printed, with its unit.
    pub printed: String,
    pub cites: Cites,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatisticKind {
    Pole {
        number: CarNumber,
        team: String,
        time: Option<Millis>,
    },
    FastestLap {
        number: CarNumber,
        team: String,
        time: Option<Millis>,
    },
    /// Whole distance of the winner in metres.
    Distance {
        metres: i64,
    },
    /// Average speed of the winner in metres an hour.
    AverageSpeed {
        metres_per_hour: i64,
    },
    /// Length of one lap in metres.
    LapLength {
        metres: i64,
    },
    /// Time of the winner.
    WinnerTime {
        time: Millis,
    },
}

impl StatisticKind {
    pub const fn word(&self) -> &'static str {
        match self {
            StatisticKind::Pole { .. } => "pole",
            StatisticKind::FastestLap { .. } => "fastest-lap",
            StatisticKind::Distance { .. } => "distance",
            StatisticKind::AverageSpeed { .. } => "average-speed",
            StatisticKind::LapLength { .. } => "lap-length",
            StatisticKind::WinnerTime { .. } => "winner-time",
        }
    }
}

/// One driver's line of an entry list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryLine {
    pub class: Ix<Class>,
    pub team: Option<Ix<Competitor>>,
    pub printed_team: String,
    /// Country code of the team as printed.
    pub team_nation: Option<String>,
    /// Where the list still gives it.
    pub number: Option<CarNumber>,
    pub chassis: String,
    /// Rounds for which the list states the chassis; empty for all.
    pub chassis_rounds: Vec<RoundNumber>,
    pub engine: String,
    pub driver: Option<Ix<Competitor>>,
    pub printed_driver: String,
    pub nation: Option<String>,
    /// As printed: `1–2, 9`, `All`, `9*`.
    pub printed_rounds: String,
    /// Round numbers entered; numbers outside the season are kept, so that an audit can say so.
    pub rounds: Vec<RoundNumber>,
    /// Round numbers marked as entered without taking part.
    pub absent: Vec<RoundNumber>,
    pub cites: Cites,
}

/// A rule as a document states it in prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The round that the document is about; None for the whole season.
    pub round: Option<Ix<Round>>,
    pub rule: StatedRule,
    pub cites: Cites,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatedRule {
    /// Points by position; the events as printed, empty for all others.
    Scale { points: Vec<Points>, events: Vec<String> },
    /// Share of the winner's distance under which a car is not classified or scores nothing.
    MinimumShare { share: Share },
    /// Only a team's best car scores.
    BestCarOnly,
}

impl EntryLine {
    /// The team's id where it was resolved.
    pub fn is_of(&self, team: Ix<Competitor>) -> bool {
        self.team == Some(team)
    }
}
