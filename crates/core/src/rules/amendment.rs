//! Kinds that change what a car is classified by, before the cars are put in order: laps taken, an earlier lap that
//! counts.

use crate::block::{Block, Reader};
use crate::exact::Millis;
use crate::rules::kind::{Rule, RuleKind, clause};
use crate::season::{ResultRow, Season, Session, Status};
use crate::table::Ix;
use std::fmt::Debug;
use std::sync::Arc;

/// The question that such a kind answers.
pub trait Amendment: Debug + Send + Sync {
    /// What a car is classified by instead; None where the rule leaves it alone.
    fn amend(&self, row: &ResultRow, race: &Race<'_>, run: Run) -> Option<Run>;

    /// The rule as a sentence without its end.
    fn prose(&self) -> String;
}

/// The session that a car was in.
#[derive(Clone, Copy)]
pub struct Race<'a> {
    pub season: &'a Season,
    pub session: Ix<Session>,
}

impl<'a> Race<'a> {
    pub fn measure(&self, name: &str) -> Option<i64> {
        self.season.sessions[self.session].measure(name)
    }

    /// All cars of the session.
    pub fn rows(&self) -> impl Iterator<Item = &'a ResultRow> {
        self.season.results_of(self.session).map(|(_, row)| row)
    }
}

/// What a car is classified by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub status: Status,
    pub laps: Option<u32>,
    pub time: Option<Millis>,
}

impl RuleKind {
    /// A kind that changes what a car is classified by.
    pub const fn amendment<R: Rule + Amendment + 'static>() -> RuleKind {
        fn enter<'b, R: Rule + Amendment + 'static>(
            block: &mut Block<'b>,
            reader: &mut Reader<'b>,
            book: &mut crate::Rulebook,
        ) {
            let clause =
                clause::<R, Arc<dyn Amendment>>(block, reader, book, |block| Arc::new(R::read(block)));
            book.amendments.push(clause);
        }
        RuleKind::entering::<R>(enter::<R>)
    }
}
