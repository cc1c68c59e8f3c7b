//! Kinds that change what a car is classified by, before the cars are put in order: laps taken, an earlier lap that
//! counts.

use crate::block::{Block, Reader};
use crate::exact::Millis;
use crate::numbers::Laps;
use crate::outcome::Effect;
use crate::rules::kind::{Rule, RuleKind, clause};
use crate::rules::ranking::{FLYING_LAPS, FLYING_LAPS_REST, SECOND_BEST_LAP, TIME_REST};
use crate::season::{ResultRow, Season, Session, Status};
use crate::table::Ix;
use smallvec::SmallVec;
use std::fmt::Debug;
use std::iter::Peekable;
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
    pub laps: Option<Laps>,
    pub time: Option<Millis>,
    /// Best and second-best lap.
    pub best: Option<Millis>,
    pub second_best: Option<Millis>,
    /// Whether all its laps are known and none of them counts: it set no time, and not one that is not known.
    pub set_no_time: bool,
    /// Laps that may be a best lap, where they are known.
    pub flying: SmallVec<[FlyingLap; 0]>,
    pub finer: Finer,
}

/// A lap that may be the car's best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlyingLap {
    pub number: u32,
    pub time: Millis,
    /// What the time has beyond the millisecond, in ten-thousandths of one.
    pub rest: i64,
    /// When it ended, where that is known.
    pub at: Option<Millis>,
}

/// What tells cars apart that are level to the millisecond: what their times have beyond it, in ten-thousandths of one, and
/// when the best lap was set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Finer {
    pub time: i64,
    pub best: i64,
    pub second_best: i64,
    pub best_at: Option<Millis>,
}

impl Run {
    /// As a result states it.
    pub fn of(row: &ResultRow) -> Run {
        let mut run = Run {
            status: row.status,
            laps: row.laps,
            time: row.time,
            best: row.best_lap,
            second_best: row.measure(SECOND_BEST_LAP).map(Millis),
            set_no_time: false,
            flying: flying(row),
            finer: Finer { time: row.measure(TIME_REST).unwrap_or(0), ..Finer::default() },
        };
        if !run.flying.is_empty() {
            run.best_of_flying();
        }
        run
    }

    /// The best and the second-best of the laps that may be one.
    pub(crate) fn best_of_flying(&mut self) {
        let (mut best, mut second): (Option<FlyingLap>, Option<FlyingLap>) = (None, None);
        let beats = |own: &FlyingLap, other: Option<FlyingLap>| {
            other.is_none_or(|other| (own.time, own.rest) < (other.time, other.rest))
        };
        for own in &self.flying {
            if beats(own, best) {
                (best, second) = (Some(*own), best);
            } else if beats(own, second) {
                second = Some(*own);
            }
        }
        let rest = |lap: Option<FlyingLap>| lap.map_or(0, |lap| lap.rest);
        (self.best, self.second_best) = (best.map(|lap| lap.time), second.map(|lap| lap.time));
        self.finer.best = rest(best);
        self.finer.second_best = rest(second);
        self.finer.best_at = best.and_then(|lap| lap.at);
    }
}

fn flying(row: &ResultRow) -> SmallVec<[FlyingLap; 0]> {
    let mut rests = row.measure_by_lap(FLYING_LAPS_REST).peekable();
    let mut crossings = row.measure_by_lap("crossings").peekable();
    let laps = row.measure_by_lap(FLYING_LAPS).map(|(number, time)| FlyingLap {
        number,
        time: Millis(time),
        rest: of_lap(&mut rests, number).unwrap_or(0),
        at: of_lap(&mut crossings, number).map(Millis),
    });
    laps.collect()
}

/// The value of a lap among values in order of laps.
fn of_lap(values: &mut Peekable<impl Iterator<Item = (u32, i64)>>, lap: u32) -> Option<i64> {
    while values.next_if(|own| own.0 < lap).is_some() {}
    values.next_if(|own| own.0 == lap).map(|own| own.1)
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
