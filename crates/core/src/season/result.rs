//! Declared results: one row a car and session, and feats within a session.

use crate::exact::{Millis, Share};
use crate::numbers::{CarNumber, Laps, Position};
use crate::season::{Cites, Class, Competitor, Kind, Measured, Session, measured};
use crate::table::Ix;
use smallvec::SmallVec;

/// How a car's session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    Finished,
    /// At the finish, but not classified.
    Nc,
    /// Retired.
    Dnf,
    /// Did not start.
    Dns,
    Dsq,
    /// Did not qualify, did not pre-qualify, withdrawn: on the sheet without having been in the session.
    Dnq,
}

impl Status {
    pub const ALL: [Status; 6] =
        [Status::Finished, Status::Nc, Status::Dnf, Status::Dns, Status::Dsq, Status::Dnq];

    pub const fn word(self) -> &'static str {
        match self {
            Status::Finished => "finished",
            Status::Nc => "nc",
            Status::Dnf => "dnf",
            Status::Dns => "dns",
            Status::Dsq => "dsq",
            Status::Dnq => "dnq",
        }
    }

    pub fn from_word(word: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.word() == word)
    }

    /// Whether the car took the start.
    pub const fn started(self) -> bool {
        !matches!(self, Status::Dns | Status::Dnq)
    }
}

/// A driver's place in a crew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    pub driver: Ix<Competitor>,
    /// Name as the sheet prints it.
    pub printed: String,
    /// Country code as the sheet prints it.
    pub nation: Option<String>,
    /// False for a driver who was nominated and did not drive.
    pub drove: bool,
    pub drive_time: Option<Millis>,
    /// False where the sheet gives the driver no share of the car's points.
    pub scores: bool,
}

/// One car in one session, as declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultRow {
    pub session: Ix<Session>,
    /// Overall position as declared; retired cars may have one.
    pub position: Option<Position>,
    /// As declared, where the sheet says so for itself; the rulebook decides where it has a rule.
    pub classified: Option<bool>,
    pub status: Status,
    pub class: Option<Ix<Class>>,
    /// Car number as text: `0`, `03` and `3` are three cars.
    pub number: CarNumber,
    /// The competitors the car stands for, by [`Kind`]; drivers are in `crew`.
    pub stands_for: [Option<Ix<Competitor>>; Kind::ALL.len()],
    pub crew: SmallVec<[Seat; 3]>,
    pub laps: Option<Laps>,
    pub time: Option<Millis>,
    pub best_lap: Option<Millis>,
    pub grid: Option<Position>,
    /// What else was measured of the car, by name; times in milliseconds. See [`crate::rules::measures`].
    pub measures: Vec<Measured>,
    /// Marks that rules refer to, such as `guest`.
    pub tags: SmallVec<[String; 1]>,
    /// Team, chassis and engine as printed.
    pub printed_team: String,
    /// Country code of the team as printed.
    pub team_nation: Option<String>,
    pub printed_chassis: String,
    pub printed_engine: String,
    /// Reason of retirement or remark as printed.
    pub remark: String,
    pub cites: Cites,
}

impl ResultRow {
    /// A row of which nothing is known but whose it is and how it ended.
    pub fn bare(session: Ix<Session>, number: &str, status: Status) -> ResultRow {
        ResultRow {
            session,
            position: None,
            classified: None,
            status,
            class: None,
            number: number.into(),
            stands_for: [None; Kind::ALL.len()],
            crew: Default::default(),
            laps: None,
            time: None,
            best_lap: None,
            grid: None,
            measures: Vec::new(),
            tags: Default::default(),
            printed_team: String::new(),
            team_nation: None,
            printed_chassis: String::new(),
            printed_engine: String::new(),
            remark: String::new(),
            cites: Default::default(),
        }
    }

    pub fn stands_for(&self, kind: Kind) -> Option<Ix<Competitor>> {
        self.stands_for[kind as usize]
    }

    /// What the car is known by from session to session.
    pub fn known_by(&self) -> KnownBy<'_> {
        match self.number.is_empty() {
            false => KnownBy::Number(&self.number),
            true => {
                // One who has no share may be named in one session and not in the next.
                let some = self.crew.iter().any(|seat| seat.scores);
                let crew = self.crew.iter().filter(|seat| seat.scores || !some).map(|seat| seat.driver);
                let mut crew: SmallVec<[Ix<Competitor>; 3]> = crew.collect();
                crew.sort_unstable();
                KnownBy::Crew(crew)
            }
        }
    }

    pub fn measure(&self, name: &str) -> Option<i64> {
        measured(&self.measures, name)
    }

    /// A measure lap by lap, in order of laps.
    pub fn measure_by_lap<'r>(&'r self, name: &'r str) -> impl DoubleEndedIterator<Item = (u32, i64)> + 'r {
        self.measures.iter().filter(move |own| own.name == name).map(|own| (own.lap, own.value))
    }

    pub fn has_tag(&self, tag: &str) -> bool {
        self.tags.iter().any(|own| own == tag)
    }
}

/// What a car is known by: its number where it bears one, else its crew.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KnownBy<'r> {
    Number(&'r CarNumber),
    /// Those whose points the car scores, in canonical order.
    Crew(SmallVec<[Ix<Competitor>; 3]>),
}

/// One car in one session as its laps, or a further document, tell it where a result is declared: the declared one stands,
/// and audits hold both against each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObservedRow {
    /// The row that they would give the session. Its crew and what it stands for are those that the season knows.
    pub row: ResultRow,
    /// The lap on which the best was set; 0 where there is none.
    pub best_lap_number: u32,
    /// Those who drove whom nothing else in the season names, as the records print them.
    pub unknown_drivers: Vec<String>,
}

/// What a feat is for; rulebooks give bonus points by it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeatKind {
    Pole,
    FastestLap,
    LedLap,
    MostLapsLed,
    /// Worked out from grid and finish, not declared.
    MostPlacesGained,
    /// Any other that a rulebook names.
    Other(String),
}

const FEATS: [(&str, FeatKind); 5] = [
    ("pole", FeatKind::Pole),
    ("fastest-lap", FeatKind::FastestLap),
    ("led-lap", FeatKind::LedLap),
    ("most-laps-led", FeatKind::MostLapsLed),
    ("most-places-gained", FeatKind::MostPlacesGained),
];

impl FeatKind {
    pub fn word(&self) -> &str {
        match self {
            FeatKind::Other(word) => word,
            known => FEATS.iter().find(|(_, own)| own == known).map_or("", |&(word, _)| word),
        }
    }

    /// The words that mean the same under every rulebook.
    pub fn known() -> impl Iterator<Item = &'static str> {
        FEATS.iter().map(|(word, _)| *word)
    }

    pub fn from_word(word: &str) -> FeatKind {
        let known = FEATS.into_iter().find(|(own, _)| *own == word);
        known.map_or_else(|| FeatKind::Other(word.to_owned()), |(_, feat)| feat)
    }
}

/// Something a car, or one of its drivers, achieved in a session. Several cars may share one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feat {
    pub session: Ix<Session>,
    pub kind: FeatKind,
    /// Car number, as in the session's rows.
    pub number: CarNumber,
    /// Class of the car, where cars of several classes bear the number.
    pub class: Option<Ix<Class>>,
    /// The driver, where the feat is one driver's and not the whole crew's.
    pub driver: Option<Ix<Competitor>>,
    pub time: Option<Millis>,
    pub share: Option<Share>,
    pub cites: Cites,
}
