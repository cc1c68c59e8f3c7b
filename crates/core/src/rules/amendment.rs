//! Kinds that change what a car is classified by, before the cars are put in order: laps taken, an earlier lap that
//! counts.

use crate::block::{Block, Reader};
use crate::exact::Millis;
use crate::outcome::Effect;
use crate::rules::kind::{Rule, RuleKind, clause};
use crate::rules::ranking::{FLYING_LAPS, SECOND_BEST_LAP};
use crate::season::{ResultRow, Season, Session, Status};
use crate::table::Ix;
use smallvec::SmallVec;
use std::fmt::Debug;
use std::sync::Arc;

/// The question that such a kind answers.
pub trait Amendment: Debug + Send + Sync {
    /// What a car is classified by instead; None where the rule leaves it alone.
    /// The effect says what it did.
    fn amend(&self, row: &ResultRow, session: &InSession<'_>, run: &Run) -> Option<(Run, Effect)>;

    /// The rule as a sentence without its end.
    fn prose(&self) -> String;
}

/// The session that a car was in.
#[derive(Clone, Copy)]
pub struct InSession<'a> {
    pub season: &'a Season,
    pub session: Ix<Session>,
}

impl<'a> InSession<'a> {
    pub fn measure(&self, name: &str) -> Option<i64> {
        self.season.sessions[self.session].measure(name)
    }

    /// All cars of the session.
    pub fn rows(&self) -> impl Iterator<Item = &'a ResultRow> {
        self.season.results_of(self.session).map(|(_, row)| row)
    }
}

/// What a car is classified by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub status: Status,
    pub laps: Option<u32>,
    pub time: Option<Millis>,
    /// Best and second-best lap.
    pub best: Option<Millis>,
    pub second_best: Option<Millis>,
    /// Whether all its laps are known and none of them counts: it set no time, and not one that is not known.
    pub set_no_time: bool,
    /// Laps that may be a best lap, with their times, where they are known.
    pub flying: SmallVec<[(u32, Millis); 0]>,
}

impl Run {
    /// As a result states it.
    pub fn of(row: &ResultRow) -> Run {
        let flying = row.measure_by_lap(FLYING_LAPS).map(|(lap, time)| (lap, Millis(time)));
        let mut run = Run {
            status: row.status,
            laps: row.laps,
            time: row.time,
            best: row.best_lap,
            second_best: row.measure(SECOND_BEST_LAP).map(Millis),
            set_no_time: false,
            flying: flying.collect(),
        };
        if !run.flying.is_empty() {
            run.best_of_flying();
        }
        run
    }

    /// The best and the second-best of the laps that may be one.
    pub(crate) fn best_of_flying(&mut self) {
        let best = (0..self.flying.len()).min_by_key(|&index| self.flying[index].1);
        let others = (0..self.flying.len()).filter(|&index| Some(index) != best);
        self.second_best = others.map(|index| self.flying[index].1).min();
        self.best = best.map(|index| self.flying[index].1);
    }
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
