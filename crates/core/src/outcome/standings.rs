//! Awards, how places were counted for them, and the tables that they add up to.

use crate::compute::line::Board;
use crate::decisions::Decision;
use crate::exact::Points;
use crate::numbers::Position;
use crate::outcome::Because;
use crate::rules::ties::TieBreak;
use crate::rules::title::Title;
use crate::season::{Class, Competitor, ResultRow, Round, Session};
use crate::table::Ix;
use std::sync::Arc;

/// Points that a competitor got in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Award {
    pub competitor: Ix<Competitor>,
    pub session: Ix<Session>,
    pub kind: AwardKind,
    /// Position that counted for the title: among classified cars that hold a position.
    pub position: Option<Position>,
    /// Place that tie-breaks look at; None where they do not look at this one.
    pub tie_place: Option<Position>,
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
    /// How the places of each session were counted for the title.
    pub counts: Arc<[Count]>,
    /// What ranking looked at, of all rounds run.
    pub(crate) board: Arc<Board>,
}

/// How the places of a session were counted for a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub session: Ix<Session>,
    /// The class whose places were counted; None: those of all cars together.
    pub class: Option<Ix<Class>>,
    /// In order of the classification: those that hold a place.
    pub cars: Vec<CountedCar>,
    /// Drivers of cars that hold a place who get nothing of the car's points.
    pub without: Vec<Without>,
}

/// A competitor that gets nothing of a car's points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Without {
    pub competitor: Ix<Competitor>,
    pub because: Because,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedCar {
    pub result: Ix<ResultRow>,
    /// Position that counts; None for a car that was passed over.
    pub position: Option<Position>,
    pub because: Because,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingsRow {
    /// None for a competitor excluded from the title.
    pub position: Option<Position>,
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
    pub place: Option<Position>,
    /// The round in which the two were compared.
    pub round: Option<Ix<Round>>,
}

/// What one round gave one competitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub round: Ix<Round>,
    pub points: Points,
    /// Best position that counted; for declared points the one that the scale gives for them.
    pub position: Option<Position>,
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

impl StandingsTable {
    /// The rows that hold the first place: several where it is shared.
    pub fn leaders(&self) -> impl Iterator<Item = &StandingsRow> {
        self.rows.iter().filter(|row| row.position == Some(Position::FIRST))
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
