//! What was computed: classifications and tables, every row with the reason for it.

use crate::decisions::{Decision, Places};
use crate::exact::{Millis, Points, Share};
use crate::rulebook::Article;
use crate::rules::ties::TieBreak;
use crate::rules::title::Title;
use crate::season::{Class, Competitor, ResultRow, Round, Session, Status};
use crate::table::Ix;
use smallvec::SmallVec;
use std::sync::Arc;

/// Why a row, an award or a cell is what it is: what happened to it, in the order in which it happened. No step is ever
/// taken back or overwritten.
///
/// Nothing in an [`Outcome`] can be made without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Because {
    pub steps: SmallVec<[Step; 1]>,
}

/// One thing that happened on the road from facts to a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub by: By,
    /// The facts that it looked at.
    pub inputs: SmallVec<[Input; 1]>,
    pub effect: Effect,
}

/// What makes a step so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The fact speaks for itself: declared or timed, with no rule involved.
    Fact,
    Article(Ix<Article>),
    Decision(Ix<Decision>),
}

/// What a step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The row stands as it was declared, or as its laps were timed.
    Declared,
    Timed,
    /// Ranked in another class.
    Mapped {
        from: Option<Ix<Class>>,
        to: Ix<Class>,
    },
    /// What the car is classified by.
    LapsTaken(u32),
    TimeAdded(Millis),
    /// Classified as at the end of an earlier lap.
    CountedBack {
        laps: Option<u32>,
        time: Option<Millis>,
    },
    Became(Status),
    LapDeleted(u32),
    Disqualified,
    PlacesDropped(u32),
    /// Of a decision that had nothing to act on: a time added to none.
    NothingToAct,
    /// A decision that another lifted.
    LiftedBy(Ix<Decision>),
    /// Place in the order, from 1, before and after what the steps before this one did to this car.
    Moved {
        from: u32,
        to: u32,
    },
    /// The same of a car that others fell behind; the inputs are some of them.
    MovedUp {
        from: u32,
        to: u32,
    },
    /// The order in which the session puts its cars; `guessed` where what it looks at is not known of the car.
    Ranked {
        guessed: bool,
    },
    /// Whether the car is classified by the rulebook's rule, and how far it was from the distance.
    Judged {
        classified: bool,
        distance: Option<Distance>,
        /// By how much the car came too late to the finish.
        late: Option<Millis>,
    },
    /// The position that counts for a title, of the one that the car holds.
    Counted {
        held: u32,
        position: u32,
    },
    /// Not counted: the car is not classified, scores nothing, is a further car of a competitor, or outside the category.
    NotClassified,
    PassedOver(Places),
    FurtherCar(Places),
    OutsideCategory,
    /// Retired, where cars that retired score nothing.
    RetiredScoresNothing,
    /// Points for the position, and what became of them.
    Given(Points),
    Scaled {
        by: Share,
        rounded_to: Points,
    },
    /// A share of the car's points, as of a crew.
    Shared {
        share: Share,
        points: Points,
    },
    /// Points for a feat, index of the bonus among the rulebook's.
    Bonus {
        bonus: u32,
        points: Points,
    },
    /// Points that all cars get alike.
    Same(Points),
    /// A driver gets nothing of the car's points: by a rule, by a decision, or because the results say so.
    DriverScoresNothing,
    /// Points carried from a published table.
    Carried(Points),
    /// The competitor started, and nothing more.
    Started,
    /// Points for a round in which the competitor has no place, where fewest points win.
    Absent(Points),
    /// Cars that share a place: how many, and what each of them gets.
    DeadHeat {
        cars: u32,
        points: Points,
    },
    /// In a total: begun anew before a round, a cell dropped by a window, points added or taken, taken out of the table.
    BeganAnew {
        round: Ix<Round>,
        points: Points,
    },
    Dropped(Ix<Round>),
    Adjusted(Points),
    Excluded {
        loses_points: bool,
    },
    /// Put ahead of those level with it.
    PlacedAhead,
}

/// A fact that a step looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    Result(Ix<ResultRow>),
    /// Index of the table and of its row among the season's published tables.
    Published {
        table: u32,
        row: u32,
    },
    /// Index among the season's feats.
    Feat(u32),
}

impl Effect {
    /// The word of the wire formats.
    pub const fn word(&self) -> &'static str {
        match self {
            Effect::Declared => "declared",
            Effect::Timed => "timed",
            Effect::Mapped { .. } => "mapped",
            Effect::LapsTaken(_) => "laps-taken",
            Effect::TimeAdded(_) => "time-added",
            Effect::CountedBack { .. } => "counted-back",
            Effect::Became(_) => "status-changed",
            Effect::LapDeleted(_) => "lap-deleted",
            Effect::Disqualified => "disqualified",
            Effect::PlacesDropped(_) => "places-dropped",
            Effect::NothingToAct => "no-effect",
            Effect::LiftedBy(_) => "lifted",
            Effect::Moved { .. } => "moved-down",
            Effect::MovedUp { .. } => "moved-up",
            Effect::Ranked { guessed: true } => "guessed",
            Effect::Ranked { guessed: false } => "ranked",
            Effect::Judged { classified: true, .. } => "classified",
            Effect::Judged { classified: false, .. } | Effect::NotClassified => "not-classified",
            Effect::Counted { .. } => "counted",
            Effect::PassedOver(_) => "passed-over",
            Effect::FurtherCar(_) => "further-car",
            Effect::OutsideCategory => "outside-category",
            Effect::RetiredScoresNothing => "retired-scores-nothing",
            Effect::Given(_) => "given",
            Effect::Scaled { .. } => "scaled",
            Effect::Shared { .. } => "shared",
            Effect::Bonus { .. } => "bonus",
            Effect::Same(_) => "same-points",
            Effect::DriverScoresNothing => "driver-scores-nothing",
            Effect::Carried(_) => "carried",
            Effect::Started => "started",
            Effect::Absent(_) => "absent",
            Effect::DeadHeat { .. } => "dead-heat",
            Effect::BeganAnew { .. } => "began-anew",
            Effect::Dropped(_) => "dropped",
            Effect::Adjusted(_) => "adjusted",
            Effect::Excluded { .. } => "excluded",
            Effect::PlacedAhead => "placed-ahead",
        }
    }
}

impl Step {
    pub fn new(by: By, input: impl Into<Option<Input>>, effect: Effect) -> Step {
        Step { by, inputs: input.into().into_iter().collect(), effect }
    }
}

impl Because {
    pub fn new(by: By, input: impl Into<Option<Input>>, effect: Effect) -> Because {
        Because { steps: [Step::new(by, input, effect)].into_iter().collect() }
    }

    pub fn push(&mut self, by: By, input: impl Into<Option<Input>>, effect: Effect) {
        self.steps.push(Step::new(by, input, effect));
    }

    /// With a further step.
    #[must_use]
    pub fn then(mut self, by: By, input: impl Into<Option<Input>>, effect: Effect) -> Because {
        self.push(by, input, effect);
        self
    }

    pub fn inputs(&self) -> impl Iterator<Item = Input> + '_ {
        self.steps.iter().flat_map(|step| step.inputs.iter().copied())
    }

    /// The result row that it rests on first.
    pub fn result(&self) -> Option<Ix<ResultRow>> {
        self.inputs().find_map(|input| match input {
            Input::Result(result) => Some(result),
            _ => None,
        })
    }

    pub fn decisions(&self) -> impl Iterator<Item = Ix<Decision>> + '_ {
        self.steps.iter().filter_map(|step| match step.by {
            By::Decision(decision) => Some(decision),
            _ => None,
        })
    }

    /// The article that gives the points, or failing that the last one named.
    pub fn article(&self) -> Option<Ix<Article>> {
        let articles = self.steps.iter().filter_map(|step| match step.by {
            By::Article(article) => {
                Some((matches!(step.effect, Effect::Given(_) | Effect::Bonus { .. }), article))
            }
            _ => None,
        });
        let mut last = None;
        for (gives, article) in articles {
            if gives {
                return Some(article);
            }
            last = Some(article);
        }
        last
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
    /// How the places of each session were counted for the title.
    pub counts: Arc<[Count]>,
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
    pub position: Option<u32>,
    pub because: Because,
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
        let at = self.classifications.binary_search_by_key(&session, |own| own.session).ok()?;
        self.classifications.get(at)
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
