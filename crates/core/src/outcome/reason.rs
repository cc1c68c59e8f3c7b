//! Why a row, an award or a cell is what it is: the steps by which it came about.

use crate::decisions::{Decision, Places};
use crate::exact::{Millis, Points, Share};
use crate::numbers::{Laps, Position};
use crate::outcome::Distance;
use crate::rulebook::Article;
use crate::rules::title::Title;
use crate::season::{Class, ResultRow, Round, Session, Status};
use crate::table::Ix;
use smallvec::SmallVec;

/// Why a row, an award or a cell is what it is: what happened to it, in the order in which it happened. No step is ever
/// taken back or overwritten.
///
/// Nothing in an [`Outcome`](crate::outcome::Outcome) can be made without one.
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
    LapsTaken(Laps),
    TimeAdded(Millis),
    /// Classified as at the end of an earlier lap.
    CountedBack {
        laps: Option<Laps>,
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
        from: Position,
        to: Position,
    },
    /// The same of a car that others fell behind; the inputs are some of them.
    MovedUp {
        from: Position,
        to: Position,
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
        held: Position,
        position: Position,
    },
    /// Not counted: the car is not classified, scores nothing, is a further car, or of nobody whom the title lists.
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
    /// What is carried for a place, or for the points, in the table of a title after a round.
    CarriedByTable {
        title: Ix<Title>,
        after: Ix<Round>,
        position: Position,
        amount: Points,
    },
    CarriedByPoints {
        title: Ix<Title>,
        after: Ix<Round>,
        points: Points,
        amount: Points,
    },
    /// What is carried for a place in a session, for having been in it without one, for not having been in it.
    CarriedByResult {
        session: Ix<Session>,
        position: Option<Position>,
        amount: Points,
    },
    CarriedAbsent {
        session: Ix<Session>,
        amount: Points,
    },
    /// No more than the most, and not below nothing.
    CarriedLimited {
        from: Points,
        to: Points,
    },
    /// The place on a grid of one that holds a place in the order it is made of.
    Starts {
        held: Position,
        grid: Position,
    },
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
            Effect::CarriedByTable { .. } => "carried-by-table",
            Effect::CarriedByPoints { .. } => "carried-by-points",
            Effect::CarriedByResult { .. } => "carried-by-result",
            Effect::CarriedAbsent { .. } => "carried-absent",
            Effect::CarriedLimited { .. } => "carried-limited",
            Effect::Starts { .. } => "starts",
        }
    }
}

impl Step {
    pub fn new(by: By, input: impl Into<Option<Input>>, effect: Effect) -> Step {
        let inputs = input.into().map_or_else(SmallVec::new, |input| SmallVec::from_buf([input]));
        Step { by, inputs, effect }
    }
}

impl Because {
    pub fn new(by: By, input: impl Into<Option<Input>>, effect: Effect) -> Because {
        Because { steps: SmallVec::from_buf([Step::new(by, input, effect)]) }
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
