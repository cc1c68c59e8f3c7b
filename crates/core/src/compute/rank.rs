//! Who stands where in a table after a round: totals, resets, windows, places.

use crate::compute::line::{Board, Line};
use crate::compute::order::{Breaker, Contender, PlacedAhead};
use crate::decisions::Decision;
use crate::exact::Points;
use crate::numbers::Position;
use crate::outcome::Tie;
use crate::rules::reset::Reset;
use crate::rules::title::Title;
use crate::rules::window::Wins;
use crate::season::Competitor;
use crate::table::Ix;
use std::cmp::Ordering;

/// A competitor's place after a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rank {
    pub competitor: Ix<Competitor>,
    /// None for a competitor excluded from the title, or that has started too seldom for a place.
    pub position: Option<Position>,
    pub shared: bool,
    pub total: Points,
    /// Of the board.
    pub(crate) line: usize,
    /// What windows drop: column, points, and whether it is all that the column gave. In order of columns.
    pub(super) dropped: Vec<(usize, Points, bool)>,
    pub(super) excluded: Option<Ix<Decision>>,
    pub(super) tie: Option<Tie>,
    /// The column from which the total counts anew, and what it began with.
    pub(super) reset: Option<(usize, Points)>,
    /// How many resets it has not taken part in since the last in which it did.
    pub(super) tier: u32,
    pub(super) unranked: bool,
    /// Rounds without a result, where fewest points win.
    pub(super) missing: usize,
}

impl Rank {
    /// `Less` where it is ahead before any tie-break.
    fn by_points(&self, other: &Rank, wins: Wins) -> Ordering {
        (self.excluded.is_some().cmp(&other.excluded.is_some()))
            .then(self.unranked.cmp(&other.unranked))
            .then(self.tier.cmp(&other.tier))
            .then(self.missing.cmp(&other.missing))
            .then(wins.compare(self.total, other.total))
    }

    /// Whether it has no place in the table.
    pub(crate) fn is_out(&self) -> bool {
        self.excluded.is_some() || self.unranked
    }
}

/// Where a total begins: the first column that counts, and what it begins with.
#[derive(Clone, Copy, Default)]
pub(crate) struct Begins {
    column: usize,
    points: Points,
    tier: u32,
}

impl Board {
    /// Ranks everyone the title lists over the first `columns` rounds of the table.
    pub fn rank(&self, title: &Title, columns: usize) -> Vec<Rank> {
        let begins = self.begins(title, columns);
        let mut ranks: Vec<Rank> = Vec::with_capacity(self.lines.len());
        let mut unlisted: Vec<usize> = Vec::new();
        for (index, line) in self.lines.iter().enumerate().filter(|own| !own.1.is_away(columns)) {
            if line.is_listed(columns) {
                ranks.push(self.ranked(title, columns, index, &begins));
            } else if line.starts(columns) > 0 {
                unlisted.push(index);
            }
        }
        // Nothing is more than less than nothing: where a total is below zero, who started is listed ahead of it.
        let below_zero = |rank: &Rank| rank.excluded.is_none() && rank.total < Points::ZERO;
        if title.wins == Wins::Most && ranks.iter().any(below_zero) {
            ranks.extend(unlisted.into_iter().map(|index| self.ranked(title, columns, index, &begins)));
            ranks.sort_by_key(|rank| rank.line);
        }
        self.put_in_order(title, columns, ranks)
    }

    /// Where the total of each line begins, by the last reset that it took part in; nothing where there are no resets.
    pub fn begins(&self, title: &Title, columns: usize) -> Vec<Begins> {
        let at = |reset: &Reset| self.numbers.partition_point(|&number| number < reset.before);
        let Some((column, reset)) =
            title.resets.iter().rev().map(|reset| (at(reset), reset)).find(|(column, _)| *column < columns)
        else {
            return Vec::new();
        };
        // The standings before the reset know of the resets before it.
        let mut begins = self.begins(title, column);
        begins.resize(self.lines.len(), Begins::default());
        for own in &mut begins {
            own.tier += 1;
        }
        for rank in self.rank(title, column) {
            if let Some(points) = reset.begins_with(rank.position, rank.total) {
                begins[rank.line] = Begins { column, points, tier: 0 };
            }
        }
        begins
    }

    /// A competitor with its total, not yet placed.
    fn ranked(&self, title: &Title, columns: usize, index: usize, begins: &[Begins]) -> Rank {
        self.of_line(title, columns, index, &self.lines[index], begins)
    }

    /// The same of another line in its place.
    pub fn of_line(
        &self,
        title: &Title,
        columns: usize,
        index: usize,
        line: &Line,
        begins: &[Begins],
    ) -> Rank {
        let begin = begins.get(index).copied().unwrap_or_default();
        let excluded = line.excluded.filter(|own| own.0 < columns).map(|own| own.1);
        let dropped = line.dropped(title, begin.column..columns);
        let sum: Points = line.columns[begin.column..columns].iter().map(|own| own.points).sum();
        let lost: Points = dropped.iter().filter(|own| own.0 >= begin.column).map(|own| own.1).sum();
        let adjusted: Points = line.adjustments_in(begin.column, columns).map(|own| own.2).sum();
        let to_come = || self.scheduled - self.counting[..columns].iter().filter(|counts| **counts).count();
        let missing = |index: &usize| {
            let counts = || !dropped.iter().any(|own| own.0 == *index && own.2);
            self.counting[*index] && line.columns[*index].missing && counts()
        };
        Rank {
            competitor: line.competitor,
            position: None,
            shared: false,
            total: if excluded.is_some() && line.loses_points {
                Points::ZERO
            } else {
                begin.points + sum - lost + adjusted
            },
            line: index,
            excluded,
            tie: None,
            reset: (begin.column > 0).then_some((begin.column, begin.points)),
            tier: begin.tier,
            unranked: title.min_starts > 0 && line.starts(columns) + to_come() < title.min_starts as usize,
            missing: match (title.wins, title.absent) {
                (Wins::Fewest, None) => (0..columns).filter(missing).count(),
                _ => 0,
            },
            dropped,
        }
    }

    /// `Less` where the first of two ends ahead, `Equal` where nothing parts them.
    pub fn order_of_two(&self, title: &Title, a: (&Rank, &Line), b: (&Rank, &Line)) -> Ordering {
        let order = a.0.by_points(b.0, title.wins);
        if order.is_ne() {
            return order;
        }
        let rulings: Vec<PlacedAhead> = self.rulings.iter().map(|own| own.1).collect();
        fn contender(index: usize, line: &Line) -> Contender<'_> {
            Contender {
                competitor: line.competitor,
                finishes: &line.finishes,
                index,
                tie: None,
                level: false,
            }
        }
        let mut two = [contender(0, a.1), contender(1, b.1)];
        Breaker { rulings: &rulings, rounds: &self.rounds }.settle(&mut two, &title.ties);
        match (two[1].level, two[0].index) {
            (true, _) => Ordering::Equal,
            (false, 0) => Ordering::Less,
            (false, _) => Ordering::Greater,
        }
    }

    /// Orders by points and tie-breaks, and gives places.
    fn put_in_order(&self, title: &Title, columns: usize, mut ranks: Vec<Rank>) -> Vec<Rank> {
        let by_points = |a: &Rank, b: &Rank| a.by_points(b, title.wins);
        // The sort is stable and lines are in order of competitors: level rows keep the order of ids.
        let mut order: Vec<usize> = (0..ranks.len()).collect();
        order.sort_by(|&a, &b| by_points(&ranks[a], &ranks[b]));
        let rulings: Vec<PlacedAhead> =
            self.rulings.iter().filter(|own| own.0 < columns).map(|own| own.1).collect();
        let breaker = Breaker { rulings: &rulings, rounds: &self.rounds };
        let mut group: Vec<Contender<'_>> = Vec::new();
        let mut start = 0;
        while start < order.len() {
            let first = &ranks[order[start]];
            let same = |&&index: &&usize| by_points(first, &ranks[index]).is_eq();
            let end = start + 1 + order[start + 1..].iter().take_while(same).count();
            if end - start > 1 {
                group.clear();
                group.extend(order[start..end].iter().map(|&index| {
                    let rank = &ranks[index];
                    let finishes = &self.lines[rank.line].finishes;
                    let finishes = &finishes[..finishes.partition_point(|finish| finish.round < columns)];
                    Contender { competitor: rank.competitor, finishes, index, tie: None, level: false }
                }));
                breaker.settle(&mut group, &title.ties);
                for (place, own) in order[start..end].iter_mut().zip(&group) {
                    *place = own.index;
                    let rank = &mut ranks[own.index];
                    rank.shared = own.level;
                    rank.tie = own.tie.filter(|_| !rank.is_out());
                }
            }
            start = end;
        }
        let mut ranks: Vec<Option<Rank>> = ranks.into_iter().map(Some).collect();
        let mut placed: Vec<Rank> = Vec::with_capacity(ranks.len());
        for mut rank in order.into_iter().filter_map(|index| ranks[index].take()) {
            let place = Position::of_index(placed.len());
            let position = match placed.last_mut() {
                // Level with the one above, who did not know of it.
                Some(above) if rank.shared => {
                    above.shared = true;
                    above.position
                }
                _ => Some(place),
            };
            rank.position = position.filter(|_| !rank.is_out());
            placed.push(rank);
        }
        placed
    }
}
