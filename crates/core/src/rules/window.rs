//! Kind `window`: of a stretch of rounds, only the best results count.

use crate::block::{Block, Key, Reader, Shape};
use crate::exact::Points;
use crate::numbers::RoundNumber;
use crate::season::Status;
use std::cmp::Ordering;

/// Statuses that a window may name; a result that ended so may be kept from being dropped.
const STATUSES: &[&str] = &["nc", "dnf", "dns", "dsq", "dnq"];

pub const KEYS: &[Key] = &[
    Key { name: "rounds", shape: Shape::Rounds, doc: "The stretch; all rounds where the key is absent." },
    Key { name: "best", shape: Shape::Positive, doc: "How many of its results count." },
    Key {
        name: "over",
        shape: Shape::Word(&["rounds", "sessions"]),
        doc: "A result is what a round gave, all its sessions together, or what each session gave.",
    },
    Key {
        name: "first",
        shape: Shape::Positive,
        doc: "Only a competitor's first results, this many that it started, can count.",
    },
    Key {
        name: "never_dropped",
        shape: Shape::Words(STATUSES),
        doc: "Results that end so count among the best, whatever they gave: `[\"dsq\"]`.",
    },
    Key {
        name: "never_dropped_rounds",
        shape: Shape::Rounds,
        doc: "Results of these rounds count among the best, whatever they gave.",
    },
];

/// The best `best` results of `rounds` count. Rounds in no window count in full.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Round numbers; empty means all.
    pub rounds: Vec<RoundNumber>,
    pub best: u32,
    /// Whether each session is a result, not only each round.
    pub over_sessions: bool,
    /// How many of a competitor's first results can count; None for all.
    pub first: Option<u32>,
    pub never_dropped: Vec<Status>,
    pub never_dropped_rounds: Vec<RoundNumber>,
}

/// A result, or the part of one that a session gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scored {
    /// Column of the table. Parts of a round stand together.
    pub column: usize,
    /// Number of the round.
    pub round: RoundNumber,
    pub points: Points,
    /// Whether the competitor started.
    pub started: bool,
    /// Whether it has no result to be ranked by, which is no 0 where fewest points win.
    pub missing: bool,
    /// How all its cars ended, where they ended alike.
    pub ended: Option<Status>,
}

/// Which of two results is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wins {
    #[default]
    Most,
    Fewest,
}

impl Wins {
    /// `Less` where `a` is better.
    pub fn compare(self, a: Points, b: Points) -> Ordering {
        match self {
            Wins::Most => b.cmp(&a),
            Wins::Fewest => a.cmp(&b),
        }
    }
}

impl Window {
    pub fn read(block: &mut Block<'_>, reader: &mut Reader<'_>) -> Window {
        let best = block.count(reader, "best");
        let never_dropped = block.words(reader, "never_dropped").unwrap_or_default().value;
        Window {
            rounds: block.rounds(reader, "rounds").unwrap_or_default().value,
            best: block.require(reader, "best", best).value,
            over_sessions: block.word(reader, "over").is_some_and(|at| at.value == "sessions"),
            first: block.count(reader, "first").map(|at| at.value),
            never_dropped: never_dropped.into_iter().filter_map(Status::from_word).collect(),
            never_dropped_rounds: block.rounds(reader, "never_dropped_rounds").unwrap_or_default().value,
        }
    }

    /// Whether only rounds and points say which results count.
    pub fn is_plain(&self) -> bool {
        !self.over_sessions && self.first.is_none() && self.never_dropped.is_empty()
    }

    /// A round that two windows cover; None inside where both cover all.
    pub fn covered_twice(windows: &[Window]) -> Option<Option<RoundNumber>> {
        let pairs = windows
            .iter()
            .enumerate()
            .flat_map(|(at, own)| windows[at + 1..].iter().map(move |other| (own, other)));
        let mut shared =
            pairs.filter_map(|(own, other)| match (own.rounds.as_slice(), other.rounds.as_slice()) {
                ([], []) => Some(None),
                ([], rounds) | (rounds, []) => Some(rounds.first().copied()),
                (rounds, _) => rounds.iter().find(|round| other.holds(**round)).map(|round| Some(*round)),
            });
        shared.next()
    }

    fn holds(&self, round: RoundNumber) -> bool {
        self.rounds.is_empty() || self.rounds.contains(&round)
    }

    fn keeps(&self, result: &Scored) -> bool {
        self.never_dropped_rounds.contains(&result.round)
            || result.ended.is_some_and(|ended| self.never_dropped.contains(&ended))
    }

    /// Clears `counted` for the parts that the windows drop. `parts` and `counted` go in step; of equal results the earlier
    /// counts.
    pub fn drop_results(windows: &[Window], wins: Wins, parts: &[Scored], counted: &mut [bool]) {
        for window in windows {
            window.drop_own(wins, parts, counted);
        }
    }

    fn drop_own(&self, wins: Wins, parts: &[Scored], counted: &mut [bool]) {
        // A result is a run of parts: one part, or all of a column.
        let mut results: Vec<(Scored, std::ops::Range<usize>)> = Vec::new();
        for (index, part) in parts.iter().enumerate().filter(|(_, part)| self.holds(part.round)) {
            match results.last_mut() {
                Some((result, range)) if !self.over_sessions && result.column == part.column => {
                    result.points += part.points;
                    result.started |= part.started;
                    result.missing &= part.missing;
                    // A round whose race ended so is a result that did, whatever its other sessions gave.
                    result.ended =
                        [result.ended, part.ended].into_iter().flatten().max_by_key(|&own| self.weight(own));
                    range.end = index + 1;
                }
                _ => results.push((*part, index..index + 1)),
            }
        }
        let mut starts = 0;
        results.retain(|(result, range)| {
            starts += u32::from(result.started);
            let late = result.started && self.first.is_some_and(|first| starts > first);
            if late {
                counted[range.clone()].fill(false);
            }
            !late
        });
        if results.len() <= self.best as usize {
            return;
        }
        results.sort_by(|(a, _), (b, _)| {
            (self.keeps(b).cmp(&self.keeps(a)))
                .then(a.missing.cmp(&b.missing))
                .then(wins.compare(a.points, b.points))
                .then(a.column.cmp(&b.column))
        });
        for (result, range) in &results[self.best as usize..] {
            if !self.keeps(result) {
                counted[range.clone()].fill(false);
            }
        }
    }

    fn weight(&self, status: Status) -> bool {
        self.never_dropped.contains(&status)
    }

    pub fn prose(&self) -> String {
        let (best, count) = match (self.best, self.over_sessions) {
            (1, false) => ("the best result".to_owned(), "counts"),
            (1, true) => ("the best result of a single race".to_owned(), "counts"),
            (best, false) => (format!("the best {best} results"), "count"),
            (best, true) => (format!("the best {best} results of single races"), "count"),
        };
        let mut text = match (self.rounds.first(), self.rounds.last()) {
            (Some(first), Some(last)) if first != last => {
                format!("{best} of rounds {first} to {last} {count}")
            }
            (Some(only), _) => format!("{best} of round {only} {count}"),
            _ => format!("{best} {count}"),
        };
        if let Some(first) = self.first {
            text.push_str(&format!(", of the first {first} that a competitor starts"));
        }
        if !self.never_dropped.is_empty() {
            let words: Vec<&str> = self.never_dropped.iter().map(|own| own.word()).collect();
            text.push_str(&format!("; a result with {} is never dropped", words.join(" or ")));
        }
        if !self.never_dropped_rounds.is_empty() {
            let rounds: Vec<String> = self.never_dropped_rounds.iter().map(RoundNumber::to_string).collect();
            text.push_str(&format!("; that of round {} is never dropped", rounds.join(", ")));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(windows: &[Window], wins: Wins, parts: &[Scored]) -> Vec<bool> {
        let mut counted = vec![true; parts.len()];
        Window::drop_results(windows, wins, parts, &mut counted);
        counted
    }

    /// A result a round, from round 1.
    fn results<const N: usize>(points: [i64; N]) -> [Scored; N] {
        let mut index = 0;
        points.map(|points| {
            index += 1;
            let number = RoundNumber(u32::try_from(index).unwrap());
            Scored {
                column: index - 1,
                round: number,
                points: Points::whole(points),
                started: true,
                ..Scored::default()
            }
        })
    }

    fn best(best: u32) -> Window {
        Window { best, ..Window::default() }
    }

    #[test]
    fn the_best_of_each_half_count_and_the_earlier_of_equals() {
        let windows = [
            Window { rounds: [1, 2, 3].map(RoundNumber).to_vec(), ..best(2) },
            Window { rounds: [4, 5].map(RoundNumber).to_vec(), ..best(1) },
        ];
        assert_eq!(
            counted(&windows, Wins::Most, &results([6, 9, 6, 1, 4])),
            [true, true, false, false, true]
        );
        assert_eq!(
            counted(&windows, Wins::Fewest, &results([6, 9, 6, 1, 4])),
            [true, false, true, true, false]
        );
    }

    #[test]
    fn a_window_wider_than_the_season_so_far_drops_nothing() {
        assert_eq!(counted(&[best(2)], Wins::Most, &results([0, 0])), [true; 2]);
    }

    #[test]
    fn a_disqualification_takes_the_place_of_a_result() {
        let mut parts = results([10, 0, 8, 6]);
        parts[1].ended = Some(Status::Dsq);
        let window = Window { never_dropped: vec![Status::Dsq], ..best(2) };
        assert_eq!(counted(std::slice::from_ref(&window), Wins::Most, &parts), [true, true, false, false]);
        for part in &mut parts {
            part.ended = Some(Status::Dsq);
        }
        assert_eq!(counted(&[window], Wins::Most, &parts), [true; 4], "none may be dropped");
        let last = Window { never_dropped_rounds: vec![RoundNumber(4)], ..best(2) };
        assert_eq!(counted(&[last], Wins::Most, &results([10, 0, 8, 6])), [true, false, false, true]);
    }

    #[test]
    fn races_of_a_round_are_one_result_or_several() {
        let mut parts = results([5, 9, 8]);
        parts[1].column = 0;
        assert_eq!(counted(&[best(1)], Wins::Most, &parts), [true, true, false]);
        let races = Window { over_sessions: true, ..best(2) };
        assert_eq!(counted(&[races], Wins::Most, &parts), [false, true, true]);
    }

    #[test]
    fn the_best_of_the_first_that_one_started() {
        let mut parts = results([1, 0, 2, 9]);
        parts[1].started = false;
        let window = Window { first: Some(2), ..best(2) };
        assert_eq!(counted(&[window], Wins::Most, &parts), [true, false, true, false]);
    }
}
