//! Who is ahead of whom in a table: points, then the tie-breaks of the title, then rulings.

use crate::decisions::Decision;
use crate::outcome::Tie;
use crate::rules::ties::{Finish, Found, SortedPlaces, TieBreak};
use crate::season::{Competitor, Round};
use crate::table::Ix;
use std::cmp::Ordering;

/// One of those to be ordered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Contender<'t> {
    pub competitor: Ix<Competitor>,
    /// In order of rounds.
    pub finishes: &'t [Finish],
    /// Its place among those that were to be ordered, before.
    pub index: usize,
    pub tie: Option<Tie>,
    /// Whether nothing told it from the one before it.
    pub level: bool,
}

/// A decision that puts one ahead of another where every tie-break leaves them level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PlacedAhead {
    pub ahead: Ix<Competitor>,
    /// None: everyone.
    pub behind: Option<Ix<Competitor>>,
    pub decision: Ix<Decision>,
}

/// What ties are broken by.
pub(super) struct Breaker<'t> {
    pub rulings: &'t [PlacedAhead],
    /// The rounds that finishes refer to.
    pub rounds: &'t [Ix<Round>],
}

impl Breaker<'_> {
    /// Orders those that are level on points. Each step orders those whom the steps before it left level.
    pub fn settle(&self, group: &mut [Contender<'_>], steps: &[TieBreak]) {
        if group.len() < 2 {
            return;
        }
        let Some((&step, rest)) = steps.split_first().filter(|(step, _)| **step != TieBreak::Shared) else {
            return self.settle_by_rulings(group);
        };
        let keys = Keys::of(step, group);
        // The sort is stable: those who stay level keep their order.
        let mut order: Vec<usize> = (0..group.len()).collect();
        order.sort_by(|&a, &b| keys.compare(group, a, b));
        let differs = |index: usize| keys.compare(group, order[index - 1], order[index]).is_ne();
        let starts: Vec<usize> = (0..group.len()).filter(|&index| index == 0 || differs(index)).collect();
        // Those behind, each with what told it from the one before it.
        let found: Vec<(usize, Found)> = starts[1..]
            .iter()
            .map(|&start| (start, keys.find(group, order[start], order[start - 1])))
            .collect();
        if !order.is_sorted() {
            reorder(group, &order);
        }
        let ends = starts[1..].iter().copied().chain([group.len()]);
        for (&start, end) in starts.iter().zip(ends) {
            self.settle(&mut group[start..end], rest);
        }
        for (start, found) in found {
            let rival = group[start - 1].competitor;
            group[start].tie = Some(Tie {
                rival,
                step: Some(step),
                ruling: None,
                own: found.counts.0,
                other: found.counts.1,
                place: found.place,
                round: found.round.and_then(|round| self.rounds.get(round).copied()),
            });
        }
    }

    /// Those whom no step told apart: behind everyone whom a ruling puts ahead, level with the others.
    fn settle_by_rulings(&self, group: &mut [Contender<'_>]) {
        let at = |competitor| group.iter().position(|own| own.competitor == competitor);
        // Who is ruled ahead of whom, by one ruling or by a chain of them, and the last of the chain.
        let mut ahead: Vec<Vec<Option<Ix<Decision>>>> = vec![vec![None; group.len()]; group.len()];
        let mut ruled = false;
        for own in self.rulings {
            let Some(first) = at(own.ahead) else { continue };
            let behind: Vec<usize> = match own.behind {
                Some(behind) => at(behind).into_iter().collect(),
                None => (0..group.len()).filter(|&index| index != first).collect(),
            };
            behind.into_iter().for_each(|behind| ahead[first][behind] = Some(own.decision));
            ruled = true;
        }
        for via in 0..if ruled { group.len() } else { 0 } {
            let onward = ahead[via].clone();
            for from in (0..group.len()).filter(|&from| from != via) {
                if ahead[from][via].is_some() {
                    for (own, other) in ahead[from].iter_mut().zip(&onward) {
                        *own = own.or(*other);
                    }
                }
            }
        }
        // Rulings that put two ahead of each other leave the two level, and both ahead of those behind them.
        let mut depth = vec![(0_usize, None); group.len()];
        for _ in 0..if ruled { group.len() } else { 0 } {
            for first in 0..group.len() {
                for behind in 0..group.len() {
                    let Some(decision) = ahead[first][behind].filter(|_| ahead[behind][first].is_none())
                    else {
                        continue;
                    };
                    if depth[behind].0 <= depth[first].0 {
                        depth[behind] = (depth[first].0 + 1, Some((group[first].competitor, decision)));
                    }
                }
            }
        }
        let mut order: Vec<usize> = (0..group.len()).collect();
        order.sort_by_key(|&index| depth[index].0);
        reorder(group, &order);
        let level =
            |rival| Tie { rival, step: None, ruling: None, own: 0, other: 0, place: None, round: None };
        for index in 0..group.len() {
            let own = depth[order[index]];
            let shares = |other: usize| depth[order[other]].0 == own.0;
            let above = index.checked_sub(1).filter(|&above| shares(above));
            let below = Some(index + 1).filter(|&below| below < group.len() && shares(below));
            group[index].level = above.is_some();
            group[index].tie = match (above, own.1, below) {
                (Some(above), ..) => Some(level(group[above].competitor)),
                (None, Some((rival, decision)), _) => Some(Tie { ruling: Some(decision), ..level(rival) }),
                (None, None, Some(below)) => Some(level(group[below].competitor)),
                (None, None, None) => None,
            };
        }
    }
}

/// What a step looks at of each of a group, worked out once and not for each comparison.
enum Keys {
    Places(Vec<SortedPlaces>),
    TimesAhead(Vec<u32>),
    /// The step compares two as they are.
    None(TieBreak),
}

impl Keys {
    fn of(step: TieBreak, group: &[Contender<'_>]) -> Keys {
        match step {
            TieBreak::Countback => {
                Keys::Places(group.iter().map(|own| SortedPlaces::of(own.finishes)).collect())
            }
            TieBreak::HeadToHead => Keys::TimesAhead(times_ahead_of_others(group)),
            step => Keys::None(step),
        }
    }

    /// `Less` where the first of two of the group is ahead.
    fn compare(&self, group: &[Contender<'_>], a: usize, b: usize) -> Ordering {
        match self {
            Keys::Places(all) => all[a].cmp(&all[b]),
            Keys::TimesAhead(all) => all[b].cmp(&all[a]),
            Keys::None(step) => step.compare(group[a].finishes, group[b].finishes),
        }
    }

    /// The same, with what was compared.
    fn find(&self, group: &[Contender<'_>], a: usize, b: usize) -> Found {
        let finishes = (group[a].finishes, group[b].finishes);
        match self {
            Keys::Places(all) => Found::by_places(finishes, (&all[a], &all[b])),
            Keys::TimesAhead(all) => {
                let found = TieBreak::HeadToHead.find(finishes.0, finishes.1);
                Found { counts: (all[a], all[b]), ..found }
            }
            Keys::None(step) => step.find(finishes.0, finishes.1),
        }
    }
}

fn reorder<T: Copy>(group: &mut [T], order: &[usize]) {
    let old = group.to_vec();
    for (place, &index) in group.iter_mut().zip(order) {
        *place = old[index];
    }
}

/// How often each was ahead of another of the group, in all sessions together.
fn times_ahead_of_others(group: &[Contender<'_>]) -> Vec<u32> {
    let mut best: Vec<(Finish, usize)> = Vec::new();
    for (index, own) in group.iter().enumerate() {
        let mut finishes = own.finishes.to_vec();
        finishes.sort_unstable();
        finishes.dedup_by_key(|finish| (finish.round, finish.session));
        best.extend(finishes.into_iter().map(|finish| (finish, index)));
    }
    best.sort_unstable();
    let mut scores = vec![0; group.len()];
    for session in best.chunk_by(|a, b| (a.0.round, a.0.session) == (b.0.round, b.0.session)) {
        for level in session.chunk_by(|a, b| a.0.place == b.0.place) {
            let behind = session.iter().rev().take_while(|own| own.0.place > level[0].0.place).count();
            for &(_, index) in level {
                scores[index] += u32::try_from(behind).unwrap_or(u32::MAX);
            }
        }
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::Position;

    fn finishes(places: &[u32]) -> Vec<Finish> {
        let places = places.iter().enumerate();
        places
            .map(|(round, &place)| Finish { round, session: 0, place: Position::new(place).unwrap() })
            .collect()
    }

    fn settled(all: &[Vec<Finish>], steps: &[TieBreak], rulings: &[(usize, usize)]) -> Vec<(usize, bool)> {
        let contenders = all.iter().enumerate().map(|(index, finishes)| Contender {
            competitor: Ix::new(index),
            finishes,
            index,
            tie: None,
            level: false,
        });
        let mut group: Vec<_> = contenders.collect();
        let rulings: Vec<PlacedAhead> = rulings
            .iter()
            .map(|&(ahead, behind)| PlacedAhead {
                ahead: Ix::new(ahead),
                behind: Some(Ix::new(behind)),
                decision: Ix::new(0),
            })
            .collect();
        Breaker { rulings: &rulings, rounds: &[] }.settle(&mut group, steps);
        group.iter().map(|own| (own.index, own.level)).collect()
    }

    #[test]
    fn head_to_head_of_three_goes_by_all_their_meetings() {
        // Ahead of three, of three and of three; then of two, of four and of three.
        let all = [finishes(&[1, 3, 2]), finishes(&[2, 1, 3]), finishes(&[3, 2, 1])];
        let order = settled(&all, &[TieBreak::HeadToHead], &[]);
        assert_eq!(order, [(0, false), (1, true), (2, true)]);
        let all = [finishes(&[1, 3, 3]), finishes(&[2, 1, 2]), finishes(&[3, 2, 1])];
        assert_eq!(settled(&all, &[TieBreak::HeadToHead], &[]), [(1, false), (2, false), (0, false)]);
    }

    #[test]
    fn a_ruling_separates_whom_it_names_and_nobody_else() {
        let all = [finishes(&[2]), finishes(&[2]), finishes(&[2])];
        assert_eq!(settled(&all, &[], &[(1, 0)]), [(1, false), (2, true), (0, false)]);
        assert_eq!(settled(&all, &[], &[(2, 1), (1, 0)]), [(2, false), (1, false), (0, false)]);
        assert_eq!(settled(&all, &[], &[]), [(0, false), (1, true), (2, true)]);
        // Rulings that contradict each other part nobody but those behind both.
        assert_eq!(settled(&all, &[], &[(0, 1), (1, 0)]), [(0, false), (1, true), (2, true)]);
        let contradicting = [(2, 0), (2, 1), (1, 0), (1, 2)];
        assert_eq!(settled(&all, &[], &contradicting), [(1, false), (2, true), (0, false)]);
        let in_a_circle = [(0, 1), (1, 2), (2, 0)];
        assert_eq!(settled(&all, &[], &in_a_circle), [(0, false), (1, true), (2, true)]);
    }

    #[test]
    fn a_ruling_does_not_overturn_a_step() {
        let all = [finishes(&[1]), finishes(&[2])];
        assert_eq!(settled(&all, &[TieBreak::Countback], &[(1, 0)]), [(0, false), (1, false)]);
        let order = settled(&all, &[TieBreak::Shared, TieBreak::Countback], &[(1, 0)]);
        assert_eq!(order, [(1, false), (0, false)]);
    }
}
