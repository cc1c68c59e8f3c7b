//! When a title was decided: after which round nobody else could win it any more, whatever the rounds to come brought.
//!
//! The holders of the first place score nothing more, everybody else takes what there is: what [`Contest::chances`] says of
//! an open field, round by round. Holders who share the first place of a season that is over are taken together; while
//! rounds remain, a shared first place is open. A decision counts from the round that it names: one that reopens a title
//! makes it decided later.

use crate::numbers::Position;
use crate::outcome::StandingsTable;
use crate::rulebook::Rulebook;
use crate::scenario::{Contest, FieldIs, Question};
use crate::season::{Round, Season};
use crate::table::Ix;

/// When a title was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// The first round after which nobody but the holders of the first place could win.
    After(Ix<Round>),
    Open,
    /// The title's rules bound no end: nothing is said.
    Unknown,
}

impl Decided {
    pub fn after(self) -> Option<Ix<Round>> {
        match self {
            Decided::After(round) => Some(round),
            Decided::Open | Decided::Unknown => None,
        }
    }

    /// The word of the wire formats.
    pub const fn word(self) -> &'static str {
        match self {
            Decided::After(_) => "decided",
            Decided::Open => "open",
            Decided::Unknown => "unknown",
        }
    }
}

/// When the title of a table was decided.
pub fn when_decided(season: &Season, rules: &Rulebook, table: &StandingsTable) -> Decided {
    let holders: Vec<_> = table
        .rows
        .iter()
        .filter(|row| row.position == Some(Position::FIRST))
        .map(|row| row.competitor)
        .collect();
    let contest = |column: usize| {
        let after = table.rounds.get(column).copied();
        Contest::of(Question { season, rules, after, field: FieldIs::Open }, table)
    };
    let Some(last) = table.rounds.len().checked_sub(1) else { return Decided::Open };
    let end = contest(last);
    if end.is_doubtful() {
        return Decided::Unknown;
    }
    if holders.is_empty() || (holders.len() > 1 && !end.slots.is_empty()) {
        return Decided::Open;
    }
    // From the last round back, while nobody but the holders can win.
    let mut first = None;
    for column in (0..=last).rev() {
        let contest = contest(column);
        if contest.is_doubtful() {
            return Decided::Unknown;
        }
        if !contest.only(&holders) {
            break;
        }
        first = Some(column);
    }
    first.map_or(Decided::Open, |column| Decided::After(table.rounds[column]))
}
