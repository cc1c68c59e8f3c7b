//! Kind `ties`: who is ahead of two on equal points.

use crate::numbers::Position;
use smallvec::SmallVec;
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
    /// The one who was more often ahead of the others that are level, in sessions in which both had a place.
    HeadToHead,
    /// They share the position: nothing further is tried.
    Shared,
}

const WORDS: [(&str, TieBreak); 7] = [
    ("wins", TieBreak::Wins),
    ("countback", TieBreak::Countback),
    ("best-result", TieBreak::BestResult),
    ("latest-result", TieBreak::LatestResult),
    ("earliest-result", TieBreak::EarliestResult),
    ("head-to-head", TieBreak::HeadToHead),
    ("shared", TieBreak::Shared),
];

/// All words of [`TieBreak`], for the rulebook reader.
pub const ALL_WORDS: [&str; 7] =
    ["wins", "countback", "best-result", "latest-result", "earliest-result", "head-to-head", "shared"];

/// A place that tie-breaks look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finish {
    /// Index of the round among those that are looked at.
    pub round: usize,
    /// Number of the session, different for each session of a round.
    pub session: u32,
    pub place: Position,
}

/// What a step found of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// `Less` where the first of the two is ahead.
    pub order: Ordering,
    /// What was compared: counts, or places where `round` says in which round, or where the step is the best result.
    pub counts: (u32, u32),
    /// The place that was counted.
    pub place: Option<Position>,
    /// The round in which the two were compared, as in [`Finish::round`].
    pub round: Option<usize>,
}

impl Found {
    /// By countback of two whose places are sorted.
    pub(crate) fn by_places((a, b): (&[Finish], &[Finish]), sorted: (&SortedPlaces, &SortedPlaces)) -> Found {
        match sorted.0.first_difference(sorted.1) {
            Some(place) => by_count(a, b, place),
            None => LEVEL,
        }
    }
}

impl TieBreak {
    pub fn from_word(word: &str) -> Option<TieBreak> {
        WORDS.iter().find(|(own, _)| *own == word).map(|&(_, step)| step)
    }

    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(_, own)| *own == self).map_or("", |&(word, _)| word)
    }

    /// `Less` where `a` is ahead. Finishes are in order of rounds.
    pub fn compare(self, a: &[Finish], b: &[Finish]) -> Ordering {
        self.find(a, b).order
    }

    /// The same, with what was compared.
    pub fn find(self, a: &[Finish], b: &[Finish]) -> Found {
        match self {
            TieBreak::Wins => by_count(a, b, Position::FIRST),
            TieBreak::Countback => Found::by_places((a, b), (&SortedPlaces::of(a), &SortedPlaces::of(b))),
            TieBreak::BestResult => {
                let (own, other) = (best(a), best(b));
                let order = (own.is_none(), own).cmp(&(other.is_none(), other));
                Found { order, counts: (shown(own), shown(other)), ..LEVEL }
            }
            TieBreak::LatestResult => by_round(a.iter().rev(), b.iter().rev(), |a, b| b.cmp(&a)),
            TieBreak::EarliestResult => by_round(a.iter(), b.iter(), |a, b| a.cmp(&b)),
            TieBreak::HeadToHead => {
                let (own, other) = (times_ahead(a, b), times_ahead(b, a));
                Found { order: other.cmp(&own), counts: (own, other), ..LEVEL }
            }
            TieBreak::Shared => LEVEL,
        }
    }

    /// All steps in turn, of two alone.
    pub fn compare_all(steps: &[TieBreak], a: &[Finish], b: &[Finish]) -> Ordering {
        steps
            .iter()
            .take_while(|&&step| step != TieBreak::Shared)
            .map(|step| step.compare(a, b))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

const LEVEL: Found = Found { order: Ordering::Equal, counts: (0, 0), place: None, round: None };

fn by_count(a: &[Finish], b: &[Finish], place: Position) -> Found {
    let count = |finishes: &[Finish]| finishes.iter().filter(|finish| finish.place == place).count();
    let counts = [count(a), count(b)].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    Found { order: counts[1].cmp(&counts[0]), counts: counts.into(), place: Some(place), round: None }
}

fn best(finishes: &[Finish]) -> Option<Position> {
    finishes.iter().map(|finish| finish.place).min()
}

/// A place among what was compared; 0 for none.
fn shown(place: Option<Position>) -> u32 {
    place.map_or(0, Position::get)
}

/// The places of one, best first: what countback compares. The less is ahead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SortedPlaces(SmallVec<[Position; 32]>);

impl SortedPlaces {
    pub(crate) fn of(finishes: &[Finish]) -> SortedPlaces {
        let mut places: SmallVec<[Position; 32]> = finishes.iter().map(|finish| finish.place).collect();
        places.sort_unstable();
        SortedPlaces(places)
    }

    /// The first places of both that differ; none for who has no further place.
    fn differ(&self, other: &SortedPlaces) -> [Option<Position>; 2] {
        let same = self.0.iter().zip(&other.0).take_while(|(a, b)| a == b).count();
        [self, other].map(|own| own.0.get(same).copied())
    }

    /// The best place that one held more often than the other.
    fn first_difference(&self, other: &SortedPlaces) -> Option<Position> {
        self.differ(other).into_iter().flatten().min()
    }
}

impl Ord for SortedPlaces {
    fn cmp(&self, other: &SortedPlaces) -> Ordering {
        let [own, other] = self.differ(other);
        // Who has no further place is behind.
        (own.is_none(), own).cmp(&(other.is_none(), other))
    }
}

impl PartialOrd for SortedPlaces {
    fn partial_cmp(&self, other: &SortedPlaces) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// In how many sessions the best place of `a` is better than that of `b`, who has one too.
pub fn times_ahead(a: &[Finish], b: &[Finish]) -> u32 {
    let key = |finish: &Finish| (finish.round, finish.session);
    let (mut a, mut b) = (sessions(a).peekable(), sessions(b).peekable());
    let mut times = 0;
    while let (Some(own), Some(other)) = (a.peek(), b.peek()) {
        match key(own).cmp(&key(other)) {
            Ordering::Less => drop(a.next()),
            Ordering::Greater => drop(b.next()),
            Ordering::Equal => {
                times += u32::from(own.place < other.place);
                a.next();
                b.next();
            }
        }
    }
    times
}

/// The best finish of each session, in order.
fn sessions(finishes: &[Finish]) -> impl Iterator<Item = Finish> {
    let mut sorted = finishes.to_vec();
    sorted.sort_unstable();
    sorted.dedup_by_key(|finish| (finish.round, finish.session));
    sorted.into_iter()
}

fn by_round<'f>(
    a: impl Iterator<Item = &'f Finish>,
    b: impl Iterator<Item = &'f Finish>,
    rounds: impl Fn(usize, usize) -> Ordering,
) -> Found {
    let (mut a, mut b) = (a.peekable(), b.peekable());
    let found = |order, own: Option<&Finish>, other: Option<&Finish>| {
        // Of two whose next finishes are in different rounds, the one without a finish in the round has no place.
        let round = match order {
            Ordering::Less => own.or(other),
            _ => other.or(own),
        }
        .map(|finish| finish.round);
        let place = |finish: Option<&Finish>| {
            shown(finish.filter(|finish| Some(finish.round) == round).map(|own| own.place))
        };
        Found { order, counts: (place(own), place(other)), place: None, round }
    };
    loop {
        let (own, other) = (a.peek().copied(), b.peek().copied());
        let order = match (own, other) {
            (None, None) => return LEVEL,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(own), Some(other)) => rounds(own.round, other.round).then(own.place.cmp(&other.place)),
        };
        if order.is_ne() {
            return found(order, own, other);
        }
        a.next();
        b.next();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finishes<const N: usize>(of: [(usize, u32); N]) -> [Finish; N] {
        of.map(|(round, place)| Finish { round, session: 0, place: Position::new(place).unwrap() })
    }

    #[test]
    fn countback_looks_at_seconds_only_when_wins_are_level() {
        let countback = TieBreak::Countback;
        let (a, b) = (finishes([(0, 1), (1, 5)]), finishes([(0, 2), (1, 2)]));
        assert_eq!(countback.compare(&a, &b), Ordering::Less);
        let (a, b) = (finishes([(0, 1), (1, 5)]), finishes([(0, 5), (1, 1), (2, 9)]));
        assert_eq!(countback.compare(&a, &b), Ordering::Greater);
        assert_eq!(TieBreak::Wins.compare(&a, &b), Ordering::Equal);
        assert_eq!(TieBreak::LatestResult.compare(&a, &b), Ordering::Greater);
        assert_eq!(TieBreak::EarliestResult.compare(&a, &b), Ordering::Less);
    }

    #[test]
    fn a_step_says_what_it_counted_on_both_sides() {
        let a = finishes([(0, 1), (1, 3), (2, 3)]);
        let b = finishes([(0, 3), (1, 1), (2, 4)]);
        let found = TieBreak::Countback.find(&a, &b);
        assert_eq!(
            found,
            Found { order: Ordering::Less, counts: (2, 1), place: Position::new(3), round: None }
        );
        let found = TieBreak::LatestResult.find(&a, &b);
        assert_eq!(found, Found { order: Ordering::Less, counts: (3, 4), place: None, round: Some(2) });
        let found = TieBreak::EarliestResult.find(&b, &a[..0]);
        assert_eq!(found, Found { order: Ordering::Less, counts: (3, 0), place: None, round: Some(0) });
        let found = TieBreak::LatestResult.find(&a[..2], &b);
        assert_eq!(found, Found { order: Ordering::Greater, counts: (0, 4), place: None, round: Some(2) });
        assert_eq!(TieBreak::BestResult.find(&a, &b[..1]).counts, (1, 3));
    }

    #[test]
    fn head_to_head_counts_sessions_in_which_both_had_a_place() {
        // Ahead in round 0, behind in round 1 with the better of two cars, alone in round 2.
        let a = finishes([(0, 2), (1, 5), (2, 1)]);
        let b = finishes([(0, 3), (1, 9), (1, 4), (3, 1)]);
        assert_eq!((times_ahead(&a, &b), times_ahead(&b, &a)), (1, 1));
        assert_eq!(TieBreak::HeadToHead.compare(&a, &b), Ordering::Equal);
        assert_eq!(TieBreak::HeadToHead.find(&a[..1], &b).counts, (1, 0));
        let sprint = Finish { round: 1, session: 1, place: Position::FIRST };
        assert_eq!(times_ahead(&[sprint], &b), 0, "another session of the round");
    }

    #[test]
    fn shared_ends_the_list() {
        let steps = [TieBreak::Shared, TieBreak::Wins];
        let (a, b) = (finishes([(0, 1)]), finishes([(0, 2)]));
        assert_eq!(TieBreak::compare_all(&steps, &a, &b), Ordering::Equal);
        assert!(ALL_WORDS.iter().all(|word| TieBreak::from_word(word).is_some()));
    }
}
