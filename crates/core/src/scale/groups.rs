//! Which sessions pay by one scale, and what it is: sessions are gathered around one of them as long as their cells agree.

use crate::exact::{Points, Share};
use crate::scale::probe::{Equation, Unknown};
use crate::scale::solve::{Row, Value, holds, solve};
use crate::season::{Round, Season, Session};
use crate::table::Ix;
use std::collections::{BTreeMap, BTreeSet};

/// Points by place, as far as they are known.
pub(super) type Scale = BTreeMap<u32, Value>;

/// A session as a table looks at it.
pub(super) type At = (usize, Ix<Session>);

/// Groups of sessions that pay by one scale.
type Groups = BTreeMap<At, usize>;

/// What explains the equations of some tables.
#[derive(Clone, Debug, Default)]
pub(super) struct Fit {
    pub group_of: Groups,
    pub scales: Vec<Scale>,
    /// By title and extra.
    pub extras: BTreeMap<(usize, usize), Value>,
    /// Equations that do not hold: table, and index in it.
    pub violated: Vec<(usize, usize)>,
    /// Places that are paid more than one before them: no rulebook says that.
    pub rises: usize,
    /// What the explanation asks for: numbers to state, and cells that it leaves unexplained.
    pub cost: usize,
}

/// Scales that other tables found for sessions of their own: where a table says too little of one, it is taken for the same.
pub(super) type Hints = BTreeMap<Ix<Session>, Scale>;

/// Tables that are looked at together: each with its number, that of its title, and its equations.
pub(super) type Together<'e> = [(usize, usize, &'e [Equation])];

/// A cell that is not explained weighs as much as so many numbers that are stated.
pub(super) const UNEXPLAINED: usize = 3;
pub(super) const STATED: usize = 2;
/// Sessions around which the others are gathered, at most.
const SEEDS: usize = 12;
const SAMPLE: usize = 40;
/// Scales of tables that are looked at together, at most; what is left then takes the nearest.
const MOST_GROUPS: usize = 10;
/// Ways to give the sessions of a round their scales, at most.
const WAYS: usize = 30;

struct Work<'e> {
    season: &'e Season,
    /// Each with its table and its index in it.
    equations: Vec<(usize, usize, &'e Equation)>,
    /// Title of each table.
    titles: BTreeMap<usize, usize>,
    extras: usize,
    hints: &'e Hints,
    /// Rounds of tables: their equations, and their sessions that give something.
    rounds: Vec<(Vec<usize>, Vec<At>)>,
}

struct Solved {
    places: BTreeMap<(usize, u32), usize>,
    values: Vec<Option<Value>>,
}

/// Equations that fail, and those that say something.
#[derive(Clone, Copy, Default)]
struct Verdict {
    fail: usize,
    say: usize,
}

impl Verdict {
    /// Whether a round belongs to a scale: at most a third of its cells contradict it.
    fn belongs(self) -> bool {
        self.fail * 3 <= self.say
    }
}

pub(super) fn fit(
    season: &Season,
    columns: &[Ix<Round>],
    (tables, extras): (&Together<'_>, usize),
    hints: &Hints,
) -> Fit {
    let work = Work::new(season, columns, (tables, extras), hints);
    let mut groups = work.gather();
    work.dissolve(&mut groups);
    work.finish(&groups)
}

impl<'e> Work<'e> {
    fn new(
        season: &'e Season,
        columns: &[Ix<Round>],
        (tables, extras): (&Together<'e>, usize),
        hints: &'e Hints,
    ) -> Work<'e> {
        let mut rounds: Vec<(Vec<usize>, Vec<At>)> = vec![Default::default(); columns.len() * tables.len()];
        let mut equations = Vec::new();
        for (at, (table, _, own)) in tables.iter().enumerate() {
            let place = |column: usize| at * columns.len() + column;
            for (index, equation) in own.iter().enumerate().filter(|(_, own)| own.linear) {
                rounds[place(equation.last)].0.push(equations.len());
                equations.push((*table, index, equation));
                for (unknown, _) in &equation.terms {
                    if let Unknown::Place(session, _) = unknown
                        && let Ok(column) = columns.binary_search(&season.sessions[*session].round)
                    {
                        rounds[place(column)].1.push((*table, *session));
                    }
                }
            }
        }
        for (_, sessions) in &mut rounds {
            sessions.sort_unstable();
            sessions.dedup();
        }
        let titles = tables.iter().map(|own| (own.0, own.1)).collect();
        Work { season, equations, titles, extras, hints, rounds }
    }

    fn word(&self, at: At) -> &'e str {
        &self.season.sessions[at.1].id
    }

    /// Unknowns that are no places: one a title and extra.
    fn extra_unknowns(&self) -> usize {
        self.titles.values().max().map_or(0, |most| (most + 1) * self.extras)
    }

    fn gather(&self) -> Groups {
        let mut groups = Groups::new();
        let mut done: Vec<usize> = Vec::new();
        let mut pending: Vec<usize> =
            (0..self.rounds.len()).filter(|&column| !self.rounds[column].1.is_empty()).collect();
        // Rounds of few sessions first: what they say needs no other.
        pending.sort_by_key(|&column| (self.rounds[column].1.len(), column));
        while !pending.is_empty() {
            let solved = self.solve(&done, &groups, false, None);
            let before = pending.len();
            if !done.is_empty() {
                pending.retain(|&column| {
                    let full = groups.values().max().is_some_and(|own| *own >= MOST_GROUPS);
                    let Some(own) = self.best_known(column, &groups, &solved, full) else { return true };
                    groups.extend(own);
                    done.push(column);
                    false
                });
            }
            if pending.len() < before {
                continue;
            }
            let Some((members, own)) = self.gather_one(&pending, &groups, &solved) else { break };
            groups.extend(own);
            pending.retain(|column| !members.contains(column));
            done.extend(members);
        }
        groups
    }

    /// The known scales that a round's cells agree with best, if they do or it has to be one of them.
    fn best_known(&self, column: usize, groups: &Groups, solved: &Solved, any: bool) -> Option<Groups> {
        let sessions = &self.rounds[column].1;
        let mut ways: Vec<Groups> = vec![Groups::new()];
        for &session in sessions {
            let known: BTreeSet<usize> = groups
                .iter()
                .filter(|(own, _)| self.word(**own) == self.word(session))
                .map(|(_, group)| *group)
                .collect();
            let longer = ways.iter().flat_map(|way| {
                known.iter().map(move |&group| {
                    let mut way = way.clone();
                    way.insert(session, group);
                    way
                })
            });
            ways = longer.take(WAYS).collect();
        }
        let judged = ways.into_iter().map(|way| {
            let verdict = self.judge(column, &way, solved);
            (way, verdict)
        });
        judged.filter(|own| any || own.1.belongs()).min_by_key(|own| own.1.fail).map(|own| own.0)
    }

    /// The largest set of rounds that agree with one of them: its columns, and the groups of their sessions.
    fn gather_one(
        &self,
        pending: &[usize],
        groups: &Groups,
        solved: &Solved,
    ) -> Option<(Vec<usize>, Groups)> {
        let next = groups.values().max().map_or(0, |own| own + 1);
        let fewest = self.rounds[*pending.first()?].1.len();
        let alike: Vec<usize> =
            pending.iter().copied().filter(|&column| self.rounds[column].1.len() == fewest).collect();
        // Which of some rounds agrees with most is asked of some others, not of all.
        let some = |most: usize| alike.len().div_ceil(most).max(1);
        let sample: Vec<usize> = alike.iter().copied().step_by(some(SAMPLE)).collect();
        let mut best: Option<(i64, usize, BTreeMap<&str, usize>)> = None;
        for &seed in alike.iter().step_by(some(SEEDS)) {
            for form in self.forms(seed, groups, next) {
                let (score, ..) = self.around(seed, &[seed], &form, (&sample, solved));
                if best.as_ref().is_none_or(|best| score > best.0) {
                    best = Some((score, seed, form));
                }
            }
        }
        let (_, seed, form) = best?;
        let (_, members, _) = self.around(seed, &[seed], &form, (pending, solved));
        // With the rounds that join more places are known: asked again.
        let (_, members, own) = self.around(seed, &members, &form, (pending, solved));
        Some((members, own))
    }

    /// Ways in which the sessions of a round may pay, by their words: by one new scale, each by its own, or one of them by
    /// a scale that is known.
    fn forms(&self, seed: usize, groups: &Groups, next: usize) -> Vec<BTreeMap<&'e str, usize>> {
        let words: Vec<&str> = self.rounds[seed].1.iter().map(|&session| self.word(session)).collect();
        let mut forms = vec![words.iter().map(|&word| (word, next)).collect()];
        if words.len() > 1 {
            forms.push(words.iter().enumerate().map(|(index, &word)| (word, next + index)).collect());
            for &known in &words {
                let of_word: BTreeSet<usize> = groups
                    .iter()
                    .filter(|(own, _)| self.word(**own) == known)
                    .map(|(_, group)| *group)
                    .collect();
                forms.extend(of_word.into_iter().map(|group| {
                    let own = |(index, &word): (usize, &&'e str)| {
                        (word, if word == known { group } else { next + index })
                    };
                    words.iter().enumerate().map(own).collect()
                }));
            }
        }
        forms
    }

    /// The rounds that agree with some, a seed among them, and by how much more they agree than not.
    fn around(
        &self,
        seed: usize,
        some: &[usize],
        form: &BTreeMap<&'e str, usize>,
        (pending, solved): (&[usize], &Solved),
    ) -> (i64, Vec<usize>, Groups) {
        let assign = |column: usize| -> Option<Groups> {
            let own = self.rounds[column].1.iter();
            own.map(|&session| Some((session, *form.get(self.word(session))?))).collect()
        };
        let of_some: Groups = some.iter().filter_map(|&column| assign(column)).flatten().collect();
        let solved = self.solve(some, &of_some, false, Some(solved));
        let (mut members, mut own, mut score) = (Vec::new(), Groups::new(), 0);
        for &column in pending {
            let Some(way) = assign(column) else { continue };
            let verdict = self.judge(column, &way, &solved);
            if column == seed || verdict.belongs() {
                score += verdict.say as i64 - 3 * verdict.fail as i64;
                members.push(column);
                own.extend(way);
            }
        }
        (score, members, own)
    }

    /// The unknowns of these rounds; those that are solved already stand.
    fn solve(&self, columns: &[usize], groups: &Groups, close: bool, base: Option<&Solved>) -> Solved {
        let extras = self.extra_unknowns();
        let mut places: BTreeMap<(usize, u32), usize> = BTreeMap::new();
        let mut known: BTreeMap<usize, Value> = BTreeMap::new();
        if let Some(base) = base {
            known.extend((0..extras).filter_map(|own| Some((own, base.values[own]?))));
            for (key, unknown) in &base.places {
                let number = extras + places.len();
                places.insert(*key, number);
                known.extend(base.values[*unknown].map(|own| (number, own)));
            }
        }
        let mut rows = Vec::new();
        for &index in columns.iter().flat_map(|&column| &self.rounds[column].0) {
            rows.extend(self.row(index, groups, |key| {
                let next = extras + places.len();
                Some(*places.entry(key).or_insert(next))
            }));
        }
        for (group, scale) in self.hinted(groups) {
            rows.extend(scale.iter().map(|(place, value)| {
                let next = extras + places.len();
                let unknown = *places.entry((group, *place)).or_insert(next);
                Row { terms: smallvec::smallvec![(unknown, Share::ONE)], points: value.points }
            }));
        }
        let values = solve(extras + places.len(), &rows, close, known);
        Solved { places, values }
    }

    /// The groups all of whose sessions another table has a scale for.
    fn hinted(&self, groups: &Groups) -> BTreeMap<usize, &'e Scale> {
        let mut hinted: BTreeMap<usize, Option<&Scale>> = BTreeMap::new();
        for (session, &group) in groups {
            let own = self.hints.get(&session.1);
            let all = hinted.entry(group).or_insert(own);
            *all = all.filter(|_| own.is_some());
        }
        hinted.into_iter().filter_map(|(group, scale)| Some((group, scale?))).collect()
    }

    /// An equation over the numbers of unknowns; none where a session has no group or an unknown no number.
    fn row(
        &self,
        index: usize,
        groups: &Groups,
        mut number: impl FnMut((usize, u32)) -> Option<usize>,
    ) -> Option<Row> {
        let (table, _, equation) = self.equations[index];
        let title = self.titles.get(&table).copied().unwrap_or(0);
        let terms = equation.terms.iter().map(|&(unknown, share)| match unknown {
            Unknown::Extra(index) => Some((title * self.extras + index, share)),
            Unknown::Place(session, place) => {
                Some((number((*groups.get(&(table, session))?, place))?, share))
            }
        });
        let mut sum: smallvec::SmallVec<[(usize, Share); 2]> = smallvec::SmallVec::new();
        for term in terms {
            let (unknown, share) = term?;
            match sum.iter_mut().find(|own| own.0 == unknown) {
                None => sum.push((unknown, share)),
                Some(own) => {
                    let ((a, b), (c, d)) = (own.1.ratio(), share.ratio());
                    own.1 = Share::fraction(a * d + c * b, b * d);
                }
            }
        }
        Some(Row { terms: sum, points: equation.points })
    }

    /// How far a round's cells agree with what is known, if its sessions are of these groups.
    fn judge(&self, column: usize, way: &Groups, solved: &Solved) -> Verdict {
        let mut verdict = Verdict::default();
        for &index in &self.rounds[column].0 {
            let row = self.row(index, way, |key| solved.places.get(&key).copied());
            let Some(row) = row else { continue };
            match holds(&row, &solved.values) {
                Some(true) => verdict.say += usize::from(!row.points.is_zero()),
                Some(false) => {
                    verdict.fail += 1;
                    verdict.say += 1;
                }
                None => {}
            }
        }
        verdict
    }

    /// Takes back groups that are not worth stating: of a single round whose cells differ from a larger group's in a few
    /// places only, and such as rise.
    fn dissolve(&self, groups: &mut Groups) {
        let columns_of = |groups: &Groups, group: usize| -> Vec<usize> {
            let own =
                |column: &usize| self.rounds[*column].1.iter().any(|own| groups.get(own) == Some(&group));
            (0..self.rounds.len()).filter(own).collect()
        };
        let numbers: BTreeSet<usize> = groups.values().copied().collect();
        let mut by_size: Vec<(usize, usize)> =
            numbers.iter().map(|&group| (columns_of(groups, group).len(), group)).collect();
        by_size.sort_unstable();
        let all: Vec<usize> = (0..self.rounds.len()).collect();
        let solved = self.solve(&all, groups, true, None);
        for (size, group) in by_size {
            let of_group: Vec<At> = groups.iter().filter(|own| *own.1 == group).map(|own| *own.0).collect();
            let Some(&first) = of_group.first() else { continue };
            let larger = |other: &usize| {
                *other != group
                    && groups.iter().any(|own| own.1 == other && self.word(*own.0) == self.word(first))
            };
            let sizes = |other: &usize| columns_of(groups, *other).len();
            let Some(base) = numbers.iter().copied().filter(larger).max_by_key(sizes) else { continue };
            if sizes(&base) < size {
                continue;
            }
            let (own, other) = (scale_of(&solved, group), scale_of(&solved, base));
            let mut moved = groups.clone();
            of_group.iter().for_each(|session| {
                moved.insert(*session, base);
            });
            let columns = columns_of(groups, group);
            let fail: usize = columns.iter().map(|&column| self.judge(column, &moved, &solved).fail).sum();
            let stays: usize = columns.iter().map(|&column| self.judge(column, groups, &solved).fail).sum();
            let numbers = if factor(&own, &other).is_some() { 1 } else { paid(&own).count() };
            let gain = (fail.saturating_sub(stays)) * UNEXPLAINED;
            let worth = gain > STATED * (numbers + 1) || size > 1 && fail > stays;
            if !worth || rises(&own) > 0 {
                *groups = moved;
            }
        }
    }

    fn finish(&self, groups: &Groups) -> Fit {
        let all: Vec<usize> = (0..self.rounds.len()).collect();
        let solved = self.solve(&all, groups, true, None);
        let mut numbers: Vec<usize> = groups.values().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut scales: Vec<Scale> = numbers.iter().map(|&group| scale_of(&solved, group)).collect();
        // What another table said is no cell of these.
        for (group, _) in self.hinted(groups) {
            if let Ok(at) = numbers.binary_search(&group) {
                scales[at].values_mut().for_each(|own| own.by = own.by.saturating_sub(1));
            }
        }
        let place = |group: usize| numbers.binary_search(&group).unwrap_or(0);
        let group_of: Groups = groups.iter().map(|(&session, &group)| (session, place(group))).collect();
        let mut violated = Vec::new();
        for (number, (table, index, _)) in self.equations.iter().enumerate() {
            let row = self.row(number, groups, |key| solved.places.get(&key).copied());
            if row.is_none_or(|row| holds(&row, &solved.values) == Some(false)) {
                violated.push((*table, *index));
            }
        }
        let extras =
            self.titles.values().flat_map(|title| (0..self.extras).map(move |index| (*title, index)));
        let value = |own: (usize, usize)| Some((own, solved.values[own.0 * self.extras + own.1]?));
        let extras = extras.filter_map(value).collect();
        let rises = scales.iter().map(rises).sum();
        let cost = (violated.len() + rises) * UNEXPLAINED + stated(&scales) * STATED;
        Fit { group_of, scales, extras, violated, rises, cost }
    }
}

/// Numbers that scales need: of each its places, or the part of another that it is.
pub(super) fn stated(scales: &[Scale]) -> usize {
    let largest = scales.iter().max_by_key(|own| own.len()).cloned().unwrap_or_default();
    let own = |own: &Scale| {
        1 + if factor(own, &largest).is_some() && *own != largest { 1 } else { paid(own).count() }
    };
    scales.iter().map(own).sum()
}

fn scale_of(solved: &Solved, group: usize) -> Scale {
    let own = solved.places.range((group, 0)..(group + 1, 0));
    own.filter_map(|((_, place), unknown)| Some((*place, solved.values[*unknown]?))).collect()
}

/// The places that are paid.
fn paid(scale: &Scale) -> impl Iterator<Item = (&u32, &Value)> {
    scale.iter().filter(|own| !own.1.points.is_zero())
}

/// How often a place is paid more than the one before it, or less than nothing.
fn rises(scale: &Scale) -> usize {
    let known: Vec<Points> = scale.values().filter(|own| !own.free).map(|own| own.points).collect();
    let rises = known.windows(2).filter(|pair| pair[1] > pair[0]).count();
    rises + known.iter().filter(|own| **own < Points::ZERO).count()
}

/// The share of another scale that a scale is, place by place; of two places at least, or nought of all.
pub(super) fn factor(scale: &Scale, of: &Scale) -> Option<Share> {
    let both: Vec<(Points, Points)> = scale
        .iter()
        .filter(|own| !own.1.free)
        .filter_map(|(place, own)| Some((own.points, of.get(place)?.points)))
        .filter(|own| !own.0.is_zero() || !own.1.is_zero())
        .collect();
    let (own, other) = both.first()?;
    let ((a, b), (c, d)) = (own.ratio()?, other.ratio()?);
    if c == 0 || both.len() < 2 {
        return None;
    }
    let share = Share::fraction(a.checked_mul(d)?, b.checked_mul(c)?);
    both.iter().all(|(own, other)| other.times(share) == *own).then_some(share)
}
