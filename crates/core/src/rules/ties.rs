//! Kind `ties`: who is ahead of two on equal points.

use std::cmp::Ordering;

/// A step of a tie-break. Steps are tried in the rulebook's order; those still level share the position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TieBreak {
    /// More wins.
    Wins,
    /// More wins, then more second places, then thirds, and so on.
    Countback,
    /// The better best position, however often.
    BestResult,
    /// The one who had the better of the latest round in which they differ.
    LatestResult,
    /// The one who had the better of the earliest round in which they differ.
    EarliestResult,
    /// They share the position: nothing further is tried.
    Shared,
}

const WORDS: [(&str, TieBreak); 6] = [
    ("wins", TieBreak::Wins),
    ("countback", TieBreak::Countback),
    ("best-result", TieBreak::BestResult),
    ("latest-result", TieBreak::LatestResult),
    ("earliest-result", TieBreak::EarliestResult),
    ("shared", TieBreak::Shared),
];

/// All words of [`TieBreak`], for the rulebook reader.
pub const ALL_WORDS: [&str; 6] =
    ["wins", "countback", "best-result", "latest-result", "earliest-result", "shared"];

/// A finish: the index of the round in the season, and the position.
pub type Finish = (usize, u32);

impl TieBreak {
    pub fn from_word(word: &str) -> Option<TieBreak> {
        WORDS.iter().find(|(own, _)| *own == word).map(|&(_, step)| step)
    }

    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(_, own)| *own == self).map_or("", |&(word, _)| word)
    }

    /// `Less` where `a` is ahead. Finishes are in order of rounds.
    pub fn compare(self, a: &[Finish], b: &[Finish]) -> Ordering {
        match self {
            TieBreak::Wins => count(b, 1).cmp(&count(a, 1)),
            TieBreak::Countback => countback(a, b),
            TieBreak::BestResult => best(a).cmp(&best(b)),
            TieBreak::LatestResult => by_round(a.iter().rev(), b.iter().rev(), |a, b| b.cmp(&a)),
            TieBreak::EarliestResult => by_round(a.iter(), b.iter(), |a, b| a.cmp(&b)),
            TieBreak::Shared => Ordering::Equal,
        }
    }

    /// All steps in turn.
    pub fn compare_all(steps: &[TieBreak], a: &[Finish], b: &[Finish]) -> Ordering {
        steps
            .iter()
            .take_while(|&&step| step != TieBreak::Shared)
            .map(|step| step.compare(a, b))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

fn count(finishes: &[Finish], position: u32) -> usize {
    finishes.iter().filter(|finish| finish.1 == position).count()
}

fn best(finishes: &[Finish]) -> u32 {
    finishes.iter().map(|finish| finish.1).min().unwrap_or(u32::MAX)
}

/// Sorted positions compare like counts of firsts, seconds, ...: at the first place where two sorted lists differ, the
/// smaller position is one more of the better result; a list that ends has none left.
fn countback(a: &[Finish], b: &[Finish]) -> Ordering {
    let sorted = |finishes: &[Finish]| {
        let mut positions: Vec<u32> = finishes.iter().map(|finish| finish.1).collect();
        positions.sort_unstable();
        positions.push(u32::MAX);
        positions
    };
    sorted(a).cmp(&sorted(b))
}

fn by_round<'f>(
    a: impl Iterator<Item = &'f Finish>,
    b: impl Iterator<Item = &'f Finish>,
    rounds: impl Fn(usize, usize) -> Ordering,
) -> Ordering {
    let (mut a, mut b) = (a.peekable(), b.peekable());
    loop {
        match (a.peek(), b.peek()) {
            (None, None) => return Ordering::Equal,
            (Some(_), None) => return Ordering::Less,
            (None, Some(_)) => return Ordering::Greater,
            (Some(x), Some(y)) => match rounds(x.0, y.0).then(x.1.cmp(&y.1)) {
                Ordering::Equal => {
                    a.next();
                    b.next();
                }
                order => return order,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countback_looks_at_seconds_only_when_wins_are_level() {
        let (a, b) = ([(0, 1), (1, 5)], [(0, 2), (1, 2)]);
        assert_eq!(countback(&a, &b), Ordering::Less);
        let (a, b) = ([(0, 1), (1, 5)], [(0, 5), (1, 1), (2, 9)]);
        assert_eq!(countback(&a, &b), Ordering::Greater);
        assert_eq!(TieBreak::Wins.compare(&a, &b), Ordering::Equal);
        assert_eq!(TieBreak::LatestResult.compare(&a, &b), Ordering::Greater);
        assert_eq!(TieBreak::EarliestResult.compare(&a, &b), Ordering::Less);
    }

    #[test]
    fn shared_ends_the_list() {
        let steps = [TieBreak::Shared, TieBreak::Wins];
        assert_eq!(TieBreak::compare_all(&steps, &[(0, 1)], &[(0, 2)]), Ordering::Equal);
        assert!(ALL_WORDS.iter().all(|word| TieBreak::from_word(word).is_some()));
    }
}
