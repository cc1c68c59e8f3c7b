//! What was computed: classifications and tables, every row with the reason for it.

use crate::exact::{Millis, Points};
use crate::rulebook::Article;
use crate::rules::ties::TieBreak;
use crate::rules::title::Title;
use crate::season::{Class, Competitor, Decision, ResultRow, Round, Session, Status};
use crate::table::Ix;
use smallvec::SmallVec;

/// Why a row, an award or a cell is what it is: the article that makes it so, and the facts it looked at.
///
/// Nothing in an [`Outcome`] can be made without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Because {
    /// None where the fact speaks for itself: declared, with no rule involved.
    pub article: Option<Ix<Article>>,
    pub inputs: SmallVec<[Input; 2]>,
}

/// A fact that a result rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    Result(Ix<ResultRow>),
    Decision(Ix<Decision>),
    /// Index of the table and of its row among the season's published tables.
    Published {
        table: u32,
        row: u32,
    },
    /// Index among the season's feats.
    Feat(u32),
}

impl Because {
    pub fn new(article: impl Into<Option<Ix<Article>>>, inputs: impl IntoIterator<Item = Input>) -> Because {
        Because { article: article.into(), inputs: inputs.into_iter().collect() }
    }
}

/// Everything computed from a season and a rulebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// In order of sessions; only those with results.
    pub classifications: Vec<Classification>,
    /// In order of the rulebook's titles, then of classes.
    pub tables: Vec<StandingsTable>,
}

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
    pub position: Option<u32>,
    /// Class the car is ranked in, after class maps.
    pub class: Option<Ix<Class>>,
    pub class_position: Option<u32>,
    pub status: Status,
    pub classified: bool,
    /// Laps after penalties.
    pub laps: Option<u32>,
    pub time: Option<Millis>,
    /// To the leader, to the car ahead, to the class leader, to the car ahead in class.
    pub gap: Option<Gap>,
    pub interval: Option<Gap>,
    pub class_gap: Option<Gap>,
    pub class_interval: Option<Gap>,
    /// What the distance rule asked for and what is beyond it, where there is such a rule and laps are known.
    pub distance: Option<Distance>,
    pub because: Because,
}

/// A car against the distance rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distance {
    pub winner_laps: u32,
    pub required_laps: u32,
    /// Laps beyond the requirement; below zero, laps short of it.
    pub margin_laps: i64,
}

/// How far a car is behind another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    Time(Millis),
    Laps(u32),
}

impl std::fmt::Display for Gap {
    /// `+3.700`, `+1 lap`, `+2 laps`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Gap::Time(time) => f.pad(&format!("+{time}")),
            Gap::Laps(1) => f.pad("+1 lap"),
            Gap::Laps(laps) => f.pad(&format!("+{laps} laps")),
        }
    }
}

/// Points that a competitor got in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Award {
    pub competitor: Ix<Competitor>,
    pub session: Ix<Session>,
    pub kind: AwardKind,
    /// Position that counted for the title: among classified cars that hold a position.
    pub position: Option<u32>,
    /// Place that tie-breaks look at; None where they do not look at this one.
    pub tie_place: Option<u32>,
    pub points: Points,
    pub because: Because,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwardKind {
    Position,
    /// Index of the bonus among the rulebook's.
    Bonus(u32),
}

/// A standings table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingsTable {
    pub title: Ix<Title>,
    pub class: Option<Ix<Class>>,
    /// The last round counted.
    pub after: Option<Ix<Round>>,
    /// The columns.
    pub rounds: Vec<Ix<Round>>,
    /// Rounds run so far of which the title knows neither results nor published points.
    pub unknown: Vec<Ix<Round>>,
    pub rows: Vec<StandingsRow>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingsRow {
    /// None for a competitor excluded from the title.
    pub position: Option<u32>,
    /// Whether others share the position.
    pub shared: bool,
    pub competitor: Ix<Competitor>,
    pub total: Points,
    /// One a column of the table.
    pub cells: Vec<Cell>,
    /// Points added or taken by decisions since the total began, already in it.
    pub adjustments: Vec<(Ix<Decision>, Points)>,
    /// The round before which the total began anew, and what it began with. Cells and adjustments before it do not count.
    pub reset: Option<(Ix<Round>, Points)>,
    /// The decision that took the competitor out of the table.
    pub excluded: Option<Ix<Decision>>,
    /// How the row stands to another that is level on points: to the one above it or, of rows that share a place, the
    /// first of them to the one below.
    pub tie: Option<Tie>,
    pub because: Because,
}

/// A tie on points, and what was found of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The other of the two.
    pub rival: Ix<Competitor>,
    /// The step that put the row behind its rival; None where no step did.
    pub step: Option<TieBreak>,
    /// The decision that put the row behind its rival, where no step did.
    pub ruling: Option<Ix<Decision>>,
    /// What the step compared, of the row and of its rival: how often a place was held or the other beaten, or, where
    /// `round` is given or the step is the best result, the place itself. 0 for none.
    pub own: u32,
    pub other: u32,
    /// The place that was counted.
    pub place: Option<u32>,
    /// The round in which the two were compared.
    pub round: Option<Ix<Round>>,
}

/// What one round gave one competitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub round: Ix<Round>,
    pub points: Points,
    /// Best position that counted; for declared points the one that the scale gives for them.
    pub position: Option<u32>,
    pub basis: Basis,
    /// False where a window drops the result.
    pub counted: bool,
    /// Points of it that windows drop: all where it does not count, some where a window drops one session of several.
    pub dropped: Points,
    pub awards: Vec<Award>,
    pub because: Because,
}

/// What a cell rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// From results and rules.
    Computed,
    /// Carried from a published table: unverified.
    Declared,
    /// The competitor did not start.
    Nothing,
}

impl Basis {
    pub const fn word(self) -> &'static str {
        match self {
            Basis::Computed => "computed",
            Basis::Declared => "declared",
            Basis::Nothing => "none",
        }
    }
}

impl Outcome {
    pub fn classification(&self, session: Ix<Session>) -> Option<&Classification> {
        self.classifications.iter().find(|own| own.session == session)
    }

    pub fn table(&self, title: Ix<Title>, class: Option<Ix<Class>>) -> Option<&StandingsTable> {
        self.tables.iter().find(|own| own.title == title && own.class == class)
    }
}

impl StandingsTable {
    /// The rows that hold the first place: several where it is shared.
    pub fn leaders(&self) -> impl Iterator<Item = &StandingsRow> {
        self.rows.iter().filter(|row| row.position == Some(1))
    }

    pub fn row(&self, competitor: Ix<Competitor>) -> Option<&StandingsRow> {
        self.rows.iter().find(|row| row.competitor == competitor)
    }
}

impl StandingsRow {
    /// Points between two rows, whichever is ahead.
    pub fn points_between(&self, other: &StandingsRow) -> Points {
        let gap = self.total - other.total;
        if gap < Points::ZERO { -gap } else { gap }
    }

    /// Whether a tie-break or a ruling, not points, put the row behind the one above it.
    pub fn by_tie_break(&self) -> bool {
        self.tie.is_some_and(|tie| tie.step.is_some() || tie.ruling.is_some())
    }

    pub fn cell(&self, round: Ix<Round>) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.round == round)
    }
}
