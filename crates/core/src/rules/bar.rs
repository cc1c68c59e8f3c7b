//! Kinds that take points: rules by which a car, or a driver of it, scores nothing in a session.

use crate::block::{Block, Reader};
use crate::decisions::{Places, Ruling};
use crate::rules::kind::{Rule, RuleBlock, RuleKind, clause};
use crate::rules::scope::Occasion;
use crate::season::{Competitor, ResultRow, Season, Seat, Session};
use crate::table::Ix;
use smallvec::SmallVec;
use std::fmt::Debug;
use std::sync::Arc;

/// The question that such a kind answers.
pub trait Bar: Debug + Send + Sync {
    /// Whether the whole car scores nothing.
    fn car(&self, car: &Entrant<'_>) -> bool;

    /// Whether a driver of it gets nothing of its points.
    fn driver(&self, _car: &Entrant<'_>, _seat: &Seat) -> bool {
        false
    }

    /// The marks of cars that it looks at.
    fn marks(&self) -> SmallVec<[&str; 2]> {
        SmallVec::new()
    }

    /// Whether it looks at the categories of the drivers too.
    fn of_crew(&self) -> bool {
        false
    }

    /// The mark without which no car scores.
    fn needs_mark(&self) -> Option<&str> {
        None
    }

    /// The rule as a sentence without its end.
    fn prose(&self) -> String;
}

/// When a car has what its drivers have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfCrew {
    One,
    All,
}

/// A rule that may bar a car, and what becomes of its place.
#[derive(Clone, Debug)]
pub struct Barring {
    pub rule: Arc<dyn Bar>,
    pub places: Places,
}

impl Barring {
    pub fn prose(&self) -> String {
        let places = match self.places {
            Places::MoveUp => "those behind move up",
            Places::Keep => "those behind keep their places",
        };
        format!("{}; {places}", self.rule.prose())
    }
}

/// A car on an occasion, with what the season knows of it.
#[derive(Clone, Copy)]
pub struct Entrant<'a> {
    pub season: &'a Season,
    pub occasion: &'a Occasion<'a>,
    pub row: &'a ResultRow,
    pub result: Ix<ResultRow>,
}

impl Entrant<'_> {
    pub fn session(&self) -> &Session {
        &self.season.sessions[self.row.session]
    }

    /// Whether the car bears a mark: in its result, by a decision, as a category of what it stands for, or of its drivers.
    pub fn has_mark(&self, mark: &str, of_crew: Option<OfCrew>) -> bool {
        let competitors = &self.season.competitors;
        let of_competitor = |ix: Ix<Competitor>| competitors[ix].categories.iter().any(|own| own == mark);
        let decided = || {
            self.season.decisions_in_force().any(|(_, decision)| {
                matches!(&decision.ruling, Ruling::Mark(own)
                    if own.mark == mark && own.cars.session == self.row.session && own.cars.hold(self.result))
            })
        };
        self.row.has_tag(mark)
            || decided()
            || self.row.stands_for.iter().flatten().any(|&ix| of_competitor(ix))
            || self.crew_has(of_crew, of_competitor)
    }
}

impl Entrant<'_> {
    /// Of those who drove; of all who were nominated where none of them did.
    fn crew_has(&self, of_crew: Option<OfCrew>, is: impl Fn(Ix<Competitor>) -> bool) -> bool {
        let drove = self.row.crew.iter().any(|seat| seat.drove);
        let mut crew = self.row.crew.iter().filter(|seat| seat.drove || !drove).peekable();
        match of_crew {
            None => false,
            Some(OfCrew::One) => crew.any(|seat| is(seat.driver)),
            Some(OfCrew::All) => crew.peek().is_some() && crew.all(|seat| is(seat.driver)),
        }
    }
}

impl RuleKind {
    /// A kind that takes points.
    pub const fn bar<R: Rule + Bar + 'static>() -> RuleKind {
        fn enter<'b, R: Rule + Bar + 'static>(
            block: &mut Block<'b>,
            reader: &mut Reader<'b>,
            book: &mut crate::Rulebook,
        ) {
            let clause = clause::<R, _>(block, reader, book, |block: &mut RuleBlock<'_, 'b>| {
                let places = match block.word("places").map(|at| at.value) {
                    Some("keep") => Places::Keep,
                    _ => Places::MoveUp,
                };
                Barring { rule: Arc::new(R::read(block)), places }
            });
            book.bars.push(clause);
        }
        RuleKind::entering::<R>(enter::<R>)
    }
}

/// The keys of a kind that takes points.
#[macro_export]
macro_rules! bar_keys {
    ($($key:expr),* $(,)?) => {
        $crate::rule_keys![
            $($key,)*
            Key {
                name: "places",
                shape: Shape::Word(&["move-up", "keep"]),
                doc: "Cars behind one that scores nothing move up, or keep their places."
            },
        ]
    };
}
