//! Indices after a sort: every field of every fact is followed by its type.
//!
//! A fact names all its fields here, once. A new field does not compile until it stands in the list, and one that holds an
//! index then follows it without a further word; only types that hold none say that there is nothing to do.

use crate::exact::{Millis, Points, Share};
use crate::season::{
    Cite, Cites, Class, ClassWinner, Competitor, Date, Decision, Document, EntryLine, Feat, FeatKind, Issue,
    IssueStatus, Issued, Kind, Length, Measured, Moment, Places, PublishedRow, PublishedTable, ResultRow,
    Round, RoundStatus, Ruling, Seat, Session, Stated, StatedRule, Statistic, StatisticKind, Status, Target,
};
use crate::table::{Ix, Reordering, Table};
use smallvec::SmallVec;

/// Where the rows of the tables that hand out indices went. A table that has not been sorted yet leaves its indices as
/// they are.
#[derive(Default)]
pub(super) struct Moves {
    pub documents: Reordering<Document>,
    pub competitors: Reordering<Competitor>,
    pub rounds: Reordering<Round>,
    pub sessions: Reordering<Session>,
    pub results: Reordering<ResultRow>,
    pub decisions: Reordering<Decision>,
}

/// Something whose indices follow the rows that they meant.
pub(super) trait Follow {
    fn follow(&mut self, moves: &Moves);
}

macro_rules! facts {
    ($($fact:ident { $($field:ident),* $(,)? })*) => { $(
        impl Follow for $fact {
            fn follow(&mut self, moves: &Moves) {
                let $fact { $($field),* } = self;
                $($field.follow(moves);)*
            }
        }
    )* };
}

macro_rules! choices {
    ($($choice:ident { $($variant:ident { $($field:ident),* }),* $(,)? })*) => { $(
        impl Follow for $choice {
            fn follow(&mut self, moves: &Moves) {
                match self {
                    $($choice::$variant { $($field),* } => { $($field.follow(moves);)* })*
                }
            }
        }
    )* };
}

macro_rules! indices {
    ($($table:ident: $row:ty),* $(,)?) => { $(
        impl Follow for Ix<$row> {
            fn follow(&mut self, moves: &Moves) {
                moves.$table.follow(self);
            }
        }
    )* };
}

macro_rules! hold_no_index {
    ($($leaf:ty),* $(,)?) => { $(
        impl Follow for $leaf {
            fn follow(&mut self, _: &Moves) {}
        }
    )* };
}

facts! {
    Competitor { kind, id, name, nation, categories, cites }
    Round { number, event, name, circuit, date, status, length, cites }
    Session { round, id, order, completed, measures }
    Seat { driver, printed, nation, drove, drive_time, scores }
    ResultRow {
        session, position, classified, status, class, number, stands_for, crew, laps, time, best_lap, grid, measures,
        tags, printed_team, team_nation, printed_chassis, printed_engine, remark, cites,
    }
    Feat { session, kind, number, driver, time, share, cites }
    PublishedTable { title, class, after, decimals, file, rows }
    PublishedRow { position, competitor, printed, chassis, engine, cells, total, line, cites }
    ClassWinner { round, class, number, team, printed_team, drivers, cites }
    Statistic { session, kind, printed, cites }
    EntryLine {
        class, team, printed_team, team_nation, number, chassis, chassis_rounds, engine, driver, printed_driver, nation,
        printed_rounds, rounds, absent, cites,
    }
    Stated { round, rule, cites }
    Decision { id, ruling, author, date, reason, source, cites }
    Target { title, class, competitor }
    Issue { of, status, at, protest_until, author, cites }
    Cite { document, line }
}

choices! {
    Ruling {
        Disqualify { session, number },
        TimePenalty { session, number, time },
        LapPenalty { session, number, laps },
        Withhold { session, number, titles, places },
        WithholdDriver { session, driver, titles },
        NoShare { session, driver },
        Mark { session, numbers, mark },
        SetAsideFeat { session, number, feat },
        ExcludeFromTitle { target, from, loses_points },
        Adjust { target, points, round },
        Waive { target, round, what, published, computed },
    }
}

indices! {
    documents: Document, competitors: Competitor, rounds: Round, sessions: Session, results: ResultRow,
    decisions: Decision,
}

// Classes keep the order in which they were added.
hold_no_index!(Ix<Class>);
hold_no_index!(bool, u32, u64, i64, i32, String, Points, Share, Millis, Date, Moment);
hold_no_index!(
    FeatKind,
    IssueStatus,
    Kind,
    Length,
    Measured,
    Places,
    RoundStatus,
    StatedRule,
    StatisticKind,
    Status
);
hold_no_index!(SmallVec<[String; 1]>);

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
