//! What suffices whatever the others do.

use crate::exact::Points;
use crate::scenario::{Contest, End, Slot, Taken, fewest};
use crate::season::Competitor;
use crate::table::Ix;
use std::collections::BTreeMap;

/// What a competitor needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Points that it is behind the best that a rival can still reach: with more it is champion whatever others do.
    pub more_than: Points,
    /// The worst places in the sessions of the next round with which it is champion then and there.
    pub next: Option<Frontier>,
    /// Whether to win every session to come is enough; None where several cars of one competitor score.
    pub in_own_hands: Option<bool>,
    /// The worst places in all sessions to come, where they are few.
    pub rest: Option<Frontier>,
    /// Where several cars of one competitor score and one round is to come: of each rival that can still pass, how many more
    /// points the competitor needs to take of it; below zero, how many fewer it may. Level at exactly so many. Empty elsewhere.
    pub apart: Vec<(Ix<Competitor>, Points)>,
    /// In the last round, where it has several sessions: how far ahead it has to be before the last of them. Empty elsewhere.
    pub margins: Vec<Margin>,
}

/// With a place from one to another in the last session, a lead that makes sure of the title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Margin {
    /// None for no place.
    pub from: Option<u32>,
    pub to: Option<u32>,
    /// More points than these ahead of everybody, before the session; below zero, less behind than that.
    pub more_than: Points,
}

/// Places that suffice, each as bad as may be: one a session, None for no place. Empty where none do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frontier {
    /// Indices of the slots.
    pub slots: std::ops::Range<usize>,
    pub places: Vec<Vec<Option<u32>>>,
}

/// Sessions over which places are looked at together.
const SESSIONS: usize = 3;

impl Contest<'_> {
    /// What a competitor needs to be champion; None where nothing can be said.
    pub fn needs(&self, competitor: Ix<Competitor>) -> Option<Needs> {
        let line = self.line(competitor)?;
        if !self.goes_rival_by_rival() || self.slots.is_empty() {
            return None;
        }
        let nothing = self.end(line, &self.nothing());
        let rivals = self.rivals(line);
        let ends = rivals.iter().map(|&rival| self.end(rival, &self.bests(rival)).total());
        let most = ends.reduce(|a, b| if self.title.wins.compare(a, b).is_le() { a } else { b });
        let more_than = most.map_or(Points::ZERO, |most| most - nothing.total());
        let first = self.slots[0].column;
        let next = self.slots.iter().take_while(|slot| slot.column == first).count();
        let single = self.scores_once();
        let frontier = |slots: std::ops::Range<usize>| {
            (single && slots.len() <= SESSIONS).then(|| self.frontier(line, &rivals, slots))
        };
        let in_own_hands = single.then(|| self.search(line, &rivals).suffices(&vec![0; self.slots.len()]));
        let several = next == self.slots.len() && next > 1;
        let margins = if single && several { self.margins(line, &rivals) } else { Vec::new() };
        Some(Needs {
            more_than,
            in_own_hands,
            next: frontier(0..next),
            rest: frontier(0..self.slots.len()),
            margins,
            apart: if single { Vec::new() } else { self.apart(line, &rivals) },
        })
    }

    /// Nothing where what a session gives is not simply added.
    fn apart(&self, line: usize, rivals: &[usize]) -> Vec<(Ix<Competitor>, Points)> {
        let one_round = self.slots.iter().all(|slot| slot.column == self.slots[0].column);
        let added = self.title.windows.is_empty() && self.title.resets.is_empty() && !fewest(self.title);
        if !one_round || !added || self.title.min_starts > 0 {
            return Vec::new();
        }
        let of = |&rival: &usize| {
            (self.board.lines[rival].competitor, self.points_now(rival) - self.points_now(line))
        };
        rivals.iter().map(of).collect()
    }

    /// Nothing where windows drop results, so that points before the session are not all that counts of it.
    fn margins(&self, line: usize, rivals: &[usize]) -> Vec<Margin> {
        let mut margins: Vec<Margin> = Vec::new();
        let plain = self.title.windows.is_empty() && !fewest(self.title);
        let Some(slot) = self.slots.last().filter(|_| plain) else { return margins };
        for place in (1..=self.last_place()).map(Some).chain([None]) {
            let own = self.points_of(line, slot, &place.map_or_else(Taken::default, Taken::place));
            let gain = |&rival: &usize| self.points_of(rival, slot, &self.most_beside(rival, slot, place));
            let Some(most) = rivals.iter().map(gain).max() else { continue };
            let more_than = most - own;
            match margins.last_mut().filter(|above| above.more_than == more_than) {
                Some(above) => above.to = place,
                None => margins.push(Margin { from: place, to: place, more_than }),
            }
        }
        margins
    }

    /// The most that a rival can take of a session in which a place is held by another.
    fn most_beside(&self, rival: usize, slot: &Slot<'_>, held: Option<u32>) -> Taken {
        let mut most = self.most(rival, slot);
        if let Some(held) = held {
            most.places.iter_mut().filter(|place| **place >= held).for_each(|place| *place += 1);
        }
        most
    }

    /// All lists of places in some sessions that suffice and of which none may be worse.
    fn frontier(&self, line: usize, rivals: &[usize], slots: std::ops::Range<usize>) -> Frontier {
        let mut search = self.search(line, rivals);
        let mut found: Vec<Vec<usize>> = Vec::new();
        search.descend(&mut vec![0; slots.len()], 0, &mut found);
        // A list is kept where no other is as bad in every session, and worse in one.
        let worse = |a: &[usize], b: &[usize]| a != b && a.iter().zip(b).all(|(a, b)| a >= b);
        let kept = found.iter().filter(|own| !found.iter().any(|other| worse(other, own)));
        let places = |own: &Vec<usize>| own.iter().map(|&grade| search.grades[grade]).collect();
        Frontier { slots, places: kept.map(places).collect() }
    }

    fn search<'c>(&'c self, line: usize, rivals: &'c [usize]) -> Search<'c, 'c> {
        let grades = (1..=self.last_place()).map(Some).chain([None]).collect();
        Search { contest: self, line, rivals, grades, bests: BTreeMap::new() }
    }
}

/// Looks for places that suffice.
struct Search<'c, 'a> {
    contest: &'c Contest<'a>,
    line: usize,
    rivals: &'c [usize],
    /// Places, best first; none at the end.
    grades: Vec<Option<u32>>,
    /// How the rivals end at their best, by the places that are held by the one: only those in front take from theirs.
    bests: BTreeMap<Vec<Option<u32>>, Vec<End>>,
}

impl Search<'_, '_> {
    /// Gives every session but the last each place, and the last the worst that suffices.
    fn descend(&mut self, given: &mut [usize], at: usize, found: &mut Vec<Vec<usize>>) {
        let mut worst = self.grades.len();
        if at + 1 == given.len() {
            self.find_last(given, &mut worst, found);
            return;
        }
        for grade in 0..self.grades.len() {
            given[at] = grade;
            let before = found.len();
            // The worse the place before the last, the better the last has to be.
            match at + 2 == given.len() {
                true => self.find_last(given, &mut worst, found),
                false => self.descend(given, at + 1, found),
            }
            // Where nothing suffices behind this place, nothing does behind a worse one.
            if found.len() == before {
                return;
            }
        }
    }

    /// Finds the worst place that suffices in the last session, of the best so many grades; leaves how many do.
    fn find_last(&mut self, given: &mut [usize], most: &mut usize, found: &mut Vec<Vec<usize>>) {
        let Some(last) = given.len().checked_sub(1) else { return };
        let (mut low, mut high) = (0, *most);
        while low < high {
            let middle = (low + high) / 2;
            given[last] = middle;
            if self.suffices(given) { low = middle + 1 } else { high = middle }
        }
        *most = low;
        if low > 0 {
            given[last] = low - 1;
            found.push(given.to_vec());
        }
    }

    /// Whether places in the first sessions to come, and nothing after them, make a champion whatever the rivals do.
    fn suffices(&mut self, given: &[usize]) -> bool {
        let contest = self.contest;
        let places: Vec<Option<u32>> = given.iter().map(|&grade| self.grades[grade]).collect();
        let mut taken = contest.nothing();
        for (own, &place) in taken.iter_mut().zip(&places) {
            *own = place.map_or_else(|| Taken { starts: true, ..Taken::default() }, Taken::place);
        }
        let own = contest.end(self.line, &taken);
        let most = self.rivals.iter().map(|&rival| contest.cars_of[rival]).max().unwrap_or(1);
        let held: Vec<Option<u32>> =
            places.iter().map(|place| place.filter(|&place| place <= most)).collect();
        let rivals = self.rivals;
        let bests = self.bests.entry(held).or_insert_with_key(|held| {
            let best = |&rival: &usize| {
                let taken: Vec<Taken> = (0..contest.slots.len())
                    .map(|slot| {
                        contest.most_beside(rival, &contest.slots[slot], held.get(slot).copied().flatten())
                    })
                    .collect();
                contest.end(rival, &taken)
            };
            rivals.iter().map(best).collect()
        });
        !own.rank.is_out() && bests.iter().all(|best| contest.order(&own, best).is_lt())
    }
}
