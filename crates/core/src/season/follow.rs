//! Indices after a sort: every field of every fact is followed by its type.
//!
//! A fact names all its fields here, once. A new field does not compile until it stands in the list, and one that holds an
//! index then follows it without a further word; only types that hold none say that there is nothing to do.

use crate::decisions::Decision;
use crate::exact::{Millis, Points, Share};
use crate::numbers::{CarNumber, Laps, Position, RoundNumber};
use crate::season::{
    Cite, Cites, Class, ClassWinner, Competitor, Date, Document, EntryLine, Feat, FeatKind, Issue,
    IssueStatus, Issued, Kind, Length, Measured, Moment, ObservedRow, PublishedRow, PublishedTable,
    ResultRow, Round, RoundStatus, Seat, Session, Stated, StatedRule, Statistic, StatisticKind, Status,
};
use crate::table::{Ix, Reordering, Table};
use smallvec::SmallVec;

/// Where the rows of the tables that hand out indices went. A table that has not been sorted yet leaves its indices as
/// they are.
#[derive(Default)]
pub(crate) struct Moves {
    pub documents: Reordering<Document>,
    pub competitors: Reordering<Competitor>,
    pub rounds: Reordering<Round>,
    pub sessions: Reordering<Session>,
    pub results: Reordering<ResultRow>,
    pub decisions: Reordering<Decision>,
}

/// Something whose indices follow the rows that they meant.
pub(crate) trait Follow {
    fn follow(&mut self, moves: &Moves);
}

/// Follows every field of a fact: the fields are listed in full, or it does not compile.
macro_rules! follow_fields {
    ($($fact:ident { $($field:ident),* $(,)? })*) => { $(
        impl $crate::season::follow::Follow for $fact {
            fn follow(&mut self, moves: &$crate::season::follow::Moves) {
                let $fact { $($field),* } = self;
                $($crate::season::follow::Follow::follow($field, moves);)*
            }
        }
    )* };
}

/// Says that types hold no index.
macro_rules! hold_no_index {
    ($($leaf:ty),* $(,)?) => { $(
        impl $crate::season::follow::Follow for $leaf {
            fn follow(&mut self, _: &$crate::season::follow::Moves) {}
        }
    )* };
}

pub(crate) use {follow_fields, hold_no_index};

macro_rules! indices {
    ($($table:ident: $row:ty),* $(,)?) => { $(
        impl Follow for Ix<$row> {
            fn follow(&mut self, moves: &Moves) {
                moves.$table.follow(self);
            }
        }
    )* };
}

follow_fields! {
    Competitor { kind, id, name, nation, categories, born, cites }
    Round { number, event, name, short, circuit, date, status, length, announced, cites }
    Session { round, id, order, main, by_best_lap, timed, completed, measures }
    Seat { driver, printed, nation, drove, drive_time, scores }
    ResultRow {
        session, position, classified, status, class, number, stands_for, crew, laps, time, best_lap, grid, measures,
        tags, printed_team, team_nation, printed_chassis, printed_engine, remark, cites,
    }
    ObservedRow { row, best_lap_number, unknown_drivers }
    Feat { session, kind, number, class, driver, time, share, cites }
    PublishedTable { title, class, after, decimals, file, rows }
    PublishedRow { position, competitor, printed, chassis, engine, cells, total, line, cites }
    ClassWinner { round, class, number, team, printed_team, drivers, cites }
    Statistic { session, kind, printed, cites }
    EntryLine {
        class, team, printed_team, team_nation, number, chassis, chassis_rounds, engine, driver, printed_driver, nation,
        printed_rounds, rounds, absent, cites,
    }
    Stated { round, rule, cites }
    Issue { of, status, at, protest_until, author, cites }
    Cite { document, line }
}

indices! {
    documents: Document, competitors: Competitor, rounds: Round, sessions: Session, results: ResultRow,
    decisions: Decision,
}

// Classes keep the order in which they were added.
hold_no_index!(Ix<Class>);
hold_no_index!(bool, u32, u64, i64, i32, String, Points, Share, Millis, Date, Moment);
hold_no_index!(Position, Laps, RoundNumber, CarNumber);
hold_no_index!(FeatKind, IssueStatus, Kind, Length, Measured, RoundStatus, StatedRule, StatisticKind, Status);
hold_no_index!(SmallVec<[String; 1]>, SmallVec<[CarNumber; 1]>);

impl Follow for Issued {
    fn follow(&mut self, moves: &Moves) {
        match self {
            Issued::Results(session) | Issued::Grid(session) | Issued::Laps(session) => session.follow(moves),
            Issued::Points(round) => round.follow(moves),
            Issued::Entries => {}
        }
    }
}

/// In order once they are followed.
impl Follow for Cites {
    fn follow(&mut self, moves: &Moves) {
        self.iter_mut().for_each(|cite| cite.follow(moves));
        self.sort_unstable();
    }
}

/// In the order of the results once they are followed.
impl Follow for SmallVec<[Ix<ResultRow>; 1]> {
    fn follow(&mut self, moves: &Moves) {
        self.iter_mut().for_each(|row| row.follow(moves));
        self.sort_unstable();
    }
}

impl Follow for SmallVec<[Seat; 3]> {
    fn follow(&mut self, moves: &Moves) {
        self.iter_mut().for_each(|seat| seat.follow(moves));
    }
}

impl<T: Follow> Follow for Option<T> {
    fn follow(&mut self, moves: &Moves) {
        self.iter_mut().for_each(|own| own.follow(moves));
    }
}

impl<T: Follow> Follow for Vec<T> {
    fn follow(&mut self, moves: &Moves) {
        self.iter_mut().for_each(|own| own.follow(moves));
    }
}

impl<T: Follow, const N: usize> Follow for [T; N] {
    fn follow(&mut self, moves: &Moves) {
        self.iter_mut().for_each(|own| own.follow(moves));
    }
}

impl<T: Follow> Follow for Table<T> {
    fn follow(&mut self, moves: &Moves) {
        self.rows_mut().iter_mut().for_each(|own| own.follow(moves));
    }
}

impl<A: Follow, B: Follow> Follow for (A, B) {
    fn follow(&mut self, moves: &Moves) {
        self.0.follow(moves);
        self.1.follow(moves);
    }
}
