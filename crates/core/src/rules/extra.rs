//! Kinds that give points beyond those for a position: bonuses.

use crate::block::{Block, Reader};
use crate::exact::Points;
use crate::outcome::{AwardKind, ClassificationRow, Input};
use crate::rulebook::Rulebook;
use crate::rules::kind::{Clause, Rule, RuleBlock, RuleKind, clause};
use crate::season::{Class, Competitor, ResultRow, Season, Session};
use crate::table::Ix;
use std::fmt::Debug;
use std::sync::Arc;

/// The question that such a kind answers.
pub trait Extra: Debug + Send + Sync {
    /// Who gets how much in a session, where the rule gives `points` at a time.
    fn gains<'c>(&self, points: Points, field: &Field<'c>) -> Vec<Gain<'c>>;

    /// The most that one competitor with so many cars can gain in a session; None where there is no such bound.
    fn most(&self, points: Points, cars: u32) -> Option<Points>;

    /// What the points are for: `fastest-lap`.
    fn what(&self) -> &str;

    /// The rule as a sentence without its end; `whom` is the condition on the car, to be put in.
    fn prose(&self, points: Points, whom: &str) -> String;
}

/// A rule that gives points beyond those for a position, and on which condition.
#[derive(Clone, Debug)]
pub struct Bonus {
    pub id: String,
    pub points: Points,
    /// Highest position, as a number, that still gets it.
    pub within: Option<u32>,
    pub classified: bool,
    pub rule: Arc<dyn Extra>,
}

/// Points for a car, or for one driver of it.
pub struct Gain<'c> {
    pub row: &'c ClassificationRow,
    /// The driver, where they are one driver's and not the crew's.
    pub driver: Option<Ix<Competitor>>,
    pub points: Points,
    /// The fact that says so, beside the result.
    pub fact: Option<Input>,
}

/// The cars among which points are given: those of a class (None: all) in a session.
#[derive(Clone, Copy)]
pub struct Field<'c> {
    pub season: &'c Season,
    pub session: Ix<Session>,
    pub class: Option<Ix<Class>>,
    /// Of all classes.
    pub rows: &'c [ClassificationRow],
}

impl<'c> Field<'c> {
    pub fn rows(&self) -> impl Iterator<Item = &'c ClassificationRow> {
        let field = *self;
        self.rows.iter().filter(move |row| field.holds(row))
    }

    /// Whether a car of the session is one of those.
    pub fn holds(&self, row: &ClassificationRow) -> bool {
        self.class.is_none() || row.class == self.class
    }

    pub fn result(&self, row: &ClassificationRow) -> &'c ResultRow {
        &self.season.results[row.result]
    }

    /// Places that a classified car gained from the grid to the finish, of all cars; 0 where it gained none.
    pub fn places_gained(&self, row: &ClassificationRow) -> u32 {
        let (grid, position) = (self.result(row).grid, row.position.filter(|_| row.classified));
        grid.zip(position).map_or(0, |(grid, position)| grid.get().saturating_sub(position.get()))
    }
}

impl Bonus {
    /// The rule of an award, where it is a bonus.
    pub fn of(rules: &Rulebook, kind: AwardKind) -> Option<&Bonus> {
        match kind {
            AwardKind::Position => None,
            AwardKind::Bonus(index) => rules.bonuses.get(index as usize).map(|clause| &clause.rule),
        }
    }

    /// Whether a car meets the condition.
    pub fn reaches(&self, row: &ClassificationRow) -> bool {
        let place = row.position.filter(|_| row.classified);
        (row.classified || !self.classified)
            && self.within.is_none_or(|within| place.is_some_and(|place| place.get() <= within))
    }

    pub fn prose(&self) -> String {
        let whom = match (self.within, self.classified) {
            (Some(within), _) => format!(", to a car classified in the first {within}"),
            (None, true) => ", to a classified car".to_owned(),
            (None, false) => String::new(),
        };
        self.rule.prose(self.points, &whom)
    }
}

impl RuleKind {
    /// A kind that gives points beyond those for a position.
    pub const fn extra<R: Rule + Extra + 'static>() -> RuleKind {
        fn enter<'b, R: Rule + Extra + 'static>(
            block: &mut Block<'b>,
            reader: &mut Reader<'b>,
            book: &mut Rulebook,
        ) {
            let clause: Clause<Bonus> =
                clause::<R, _>(block, reader, book, |block: &mut RuleBlock<'_, 'b>| {
                    let points = block.points("points");
                    Bonus {
                        id: block.id.to_owned(),
                        points: block.require("points", points),
                        within: block.count("within"),
                        classified: block.yes("classified").unwrap_or(false),
                        rule: Arc::new(R::read(block)),
                    }
                });
            book.bonuses.push(clause);
        }
        RuleKind::entering::<R>(enter::<R>)
    }
}

/// The keys of a kind that gives points beyond those for a position.
#[macro_export]
macro_rules! extra_keys {
    ($($key:expr),* $(,)?) => {
        $crate::rule_keys![
            Key { name: "id", shape: Shape::Text, doc: "Name of the bonus, unique in the rulebook." },
            Key { name: "points", shape: Shape::Points, doc: "Points for it." },
            $($key,)*
            Key { name: "within", shape: Shape::Positive, doc: "Only for a car classified within this position." },
            Key { name: "classified", shape: Shape::Yes, doc: "Only for a classified car." },
        ]
    };
}
