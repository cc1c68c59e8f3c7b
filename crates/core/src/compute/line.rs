//! What ranking looks at: of each competitor a line of results, column by column, whatever they rest on.

use crate::compute::account::Account;
use crate::compute::order::PlacedAhead;
use crate::decisions::Decision;
use crate::exact::Points;
use crate::numbers::RoundNumber;
use crate::rules::ties::Finish;
use crate::rules::title::Title;
use crate::rules::window::{Scored, Window, Wins};
use crate::season::{Competitor, Round};
use crate::table::Ix;

/// The lines of one title and class, and what their columns are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Board {
    /// Of each column: round, its number, and whether it counts for the title.
    pub rounds: Vec<Ix<Round>>,
    pub numbers: Vec<RoundNumber>,
    pub counting: Vec<bool>,
    /// Rounds of the season that count for the title, those to come among them.
    pub scheduled: usize,
    /// Rulings on ties, each with the column from which it holds.
    pub rulings: Vec<(usize, PlacedAhead)>,
    /// In order of competitors.
    pub lines: Vec<Line>,
}

/// What one competitor collected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub competitor: Ix<Competitor>,
    pub columns: Vec<Column>,
    /// The results that windows look at, in order of columns; empty where there are none.
    pub parts: Vec<Scored>,
    /// Finishes of all cars that counted, in order of rounds.
    pub finishes: Vec<Finish>,
    pub adjustments: Vec<(usize, Ix<Decision>, Points)>,
    pub excluded: Option<(usize, Ix<Decision>)>,
    pub loses_points: bool,
    /// By column, whether it stands in the table of another class by then; empty for never.
    pub away: Vec<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub points: Points,
    pub started: bool,
    /// Whether there is no place, where fewest points win: that is no 0.
    pub missing: bool,
    /// Whether it puts the competitor into the table.
    pub lists: bool,
}

impl Board {
    /// How many columns count after a round; None for all.
    pub fn columns_after(&self, after: Option<Ix<Round>>) -> usize {
        after.map_or(self.rounds.len(), |after| self.rounds.partition_point(|&round| round <= after))
    }
}

impl Line {
    pub(super) fn of(account: &mut Account, title: &Title, numbers: &[RoundNumber]) -> Line {
        // Where nothing is dropped, and most points win, nobody looks at these.
        let (drops, fewest) = (!title.windows.is_empty(), title.wins == Wins::Fewest);
        let mut parts = Vec::with_capacity(if drops { account.entries.len() } else { 0 });
        let by_session = title.windows.iter().any(|window| window.over_sessions);
        for ((column, entry), &number) in account.entries.iter().enumerate().zip(numbers).filter(|_| drops) {
            entry.parts(title, column, number, by_session, &mut parts);
        }
        let columns = account.entries.iter().map(|entry| Column {
            points: entry.points,
            started: entry.started(),
            missing: fewest && entry.is_missing(),
            lists: entry.lists(title),
        });
        Line {
            competitor: account.competitor,
            columns: columns.collect(),
            parts,
            finishes: std::mem::take(&mut account.finishes),
            adjustments: std::mem::take(&mut account.adjustments),
            excluded: account.excluded,
            loses_points: account.loses_points,
            away: std::mem::take(&mut account.away),
        }
    }

    pub fn is_listed(&self, columns: usize) -> bool {
        self.adjustments.iter().any(|adjustment| adjustment.0 < columns)
            || self.excluded.is_some_and(|own| own.0 < columns)
            || self.columns[..columns].iter().any(|own| own.lists)
    }

    /// Points added or taken from a column on; those that hold from the first are of the first.
    pub fn adjustments_in(
        &self,
        since: usize,
        columns: usize,
    ) -> impl Iterator<Item = &(usize, Ix<Decision>, Points)> {
        self.adjustments.iter().filter(move |own| (since..columns).contains(&own.0))
    }

    /// Rounds in which it started.
    pub fn starts(&self, columns: usize) -> usize {
        self.columns[..columns].iter().filter(|own| own.started).count()
    }

    pub fn is_away(&self, columns: usize) -> bool {
        columns.checked_sub(1).is_some_and(|last| self.away.get(last).copied().unwrap_or(false))
    }

    /// What does not count: all before the first of the columns, and what windows drop of them. Column, points, and whether
    /// it is all that the column gave; in order of columns.
    pub fn dropped(&self, title: &Title, columns: std::ops::Range<usize>) -> Vec<(usize, Points, bool)> {
        let before = self.columns[..columns.start].iter().enumerate();
        let mut dropped: Vec<(usize, Points, bool)> =
            before.map(|(column, own)| (column, own.points, true)).collect();
        if title.windows.is_empty() {
            return dropped;
        }
        let at = |column: usize| self.parts.partition_point(|part| part.column < column);
        let parts = &self.parts[at(columns.start)..at(columns.end)];
        let mut counted = vec![true; parts.len()];
        Window::drop_results(&title.windows, title.wins, parts, &mut counted);
        let mut index = 0;
        for round in parts.chunk_by(|a, b| a.column == b.column) {
            let counts = &counted[index..index + round.len()];
            index += round.len();
            let lost = round.iter().zip(counts).filter(|(_, counts)| !**counts);
            let points: Points = lost.map(|(part, _)| part.points).sum();
            let any = counts.iter().any(|counts| *counts);
            if !any || !points.is_zero() {
                dropped.push((round[0].column, points, !any));
            }
        }
        dropped
    }
}
