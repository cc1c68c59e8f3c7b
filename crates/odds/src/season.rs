//! Seasons drawn side by side, one a lane: strengths, orders, points, drops, the final table.

// Loops over lanes go through several arrays at once; as indices they become one instruction for many lanes.
#![allow(clippy::needless_range_loop)]

use crate::dice::{Dice, LANES, Lanes};
use crate::noise::{FINE, PARTS, look_up_noise, noise};
use crate::plan::Plan;
use crate::prepared::{Prepared, look_up_worth, turned};
use crate::replay::{Drawn, DrawnSession, Placed};
use parcferme_core::rules::ties::{Finish, TieBreak};
use parcferme_core::{Points, Position};
use std::cmp::Ordering;

/// No strength is further from the mean of the field, in natural logarithms.
const FURTHEST: f32 = 8.0;
/// What makes a small float a whole number: 1.5 times two to the power of 23.
const ROUNDS: f32 = 12_582_912.0;
/// Of a car without a place: behind all others.
const LAST: i16 = i16::MIN;

/// A car's share of races without a place in each lane.
#[derive(Clone)]
struct Without {
    most: Lanes<i16>,
    times: Lanes<u16>,
    more: Lanes<u16>,
}

impl Default for Without {
    fn default() -> Without {
        Without { most: [0; LANES], times: [0; LANES], more: [0; LANES] }
    }
}

/// As many seasons as there are lanes.
pub(crate) struct Seasons<'p> {
    pub prepared: &'p Prepared<'p>,
    strength: Vec<Lanes<i16>>,
    without: Vec<Without>,
    keys: Vec<Lanes<i16>>,
    /// By session, then by car: place from 0; the number of cars for none.
    places: Vec<Vec<Lanes<i16>>>,
    /// By session, then by feat: the car.
    holders: Vec<Vec<Lanes<i16>>>,
    totals: Vec<Lanes<i32>>,
    /// What the round gave, in parts of a point, where a window may drop it.
    round: Vec<Lanes<i16>>,
    lowest: Vec<Vec<Lanes<i16>>>,
    /// Place in the final table from 0.
    pub ranks: Vec<Lanes<i16>>,
    /// Whether another has the same.
    pub shared: Vec<Lanes<bool>>,
}

impl<'p> Seasons<'p> {
    pub fn new(prepared: &'p Prepared<'p>) -> Seasons<'p> {
        let (cars, competitors) = (prepared.plan.cars.len(), prepared.plan.competitors.len());
        Seasons {
            strength: vec![[0; LANES]; cars],
            without: vec![Without::default(); cars],
            keys: vec![[0; LANES]; cars],
            places: prepared.sessions.iter().map(|_| vec![[0; LANES]; cars]).collect(),
            holders: prepared.sessions.iter().map(|own| vec![[0; LANES]; own.feats.len()]).collect(),
            totals: vec![[0; LANES]; competitors],
            round: vec![[0; LANES]; competitors],
            lowest: prepared.windows.iter().map(|own| vec![[0; LANES]; own.lowest.len()]).collect(),
            ranks: vec![[0; LANES]; competitors],
            shared: vec![[false; LANES]; competitors],
            prepared,
        }
    }

    /// Draws the rest of the season in every lane and ranks.
    #[inline(always)]
    pub fn draw(&mut self, dice: &mut Dice) {
        self.begin(dice);
        for (index, session) in self.prepared.sessions.iter().enumerate() {
            self.race(index, dice);
            self.award(index);
            if session.ends_round {
                self.end_round(session.round, dice);
            }
        }
        self.rank();
    }

    /// Strengths, shares without a place, and what is known.
    #[inline(always)]
    fn begin(&mut self, dice: &mut Dice) {
        let prepared = self.prepared;
        let cars = prepared.mean.len();
        let mut normal: Vec<Lanes<f32>> = Vec::with_capacity(cars);
        for _ in 0..cars {
            let [a, b] = dice.roll();
            let mut own = [0.0; LANES];
            for lane in 0..LANES {
                // At most 8 * 255.
                own[lane] = (bytes(a[lane]) + bytes(b[lane]) - 8 * 255 / 2) as f32;
            }
            normal.push(own);
        }
        for car in 0..cars {
            let mut strength = [prepared.mean[car]; LANES];
            for (of, weight) in normal.iter().zip(&prepared.spread[car]) {
                for lane in 0..LANES {
                    strength[lane] += of[lane] * weight;
                }
            }
            for lane in 0..LANES {
                let parts = strength[lane].clamp(-FURTHEST, FURTHEST) * PARTS;
                // The lower bits of such a sum are the nearest whole number.
                self.strength[car][lane] = (parts + ROUNDS).to_bits() as i16;
            }
        }
        for (own, quantiles) in self.without.chunks_mut(2).zip(prepared.without.chunks(2)) {
            for ((own, quantiles), bits) in own.iter_mut().zip(quantiles).zip(&dice.roll()) {
                for lane in 0..LANES {
                    let share = quantiles[(bits[lane] >> 24) as usize];
                    own.most[lane] = share.most;
                    own.times[lane] = share.times;
                    own.more[lane] = share.more;
                }
            }
        }
        for (own, start) in self.totals.iter_mut().zip(prepared.start.iter().zip(&prepared.start_ties)) {
            *own = [start.0 + start.1; LANES];
        }
        for (own, window) in self.lowest.iter_mut().zip(&prepared.windows) {
            own.iter_mut().zip(&window.lowest).for_each(|(own, known)| *own = [*known; LANES]);
        }
    }

    #[inline(always)]
    fn race(&mut self, index: usize, dice: &mut Dice) {
        let (cars, noise) = (self.keys.len(), noise());
        for first in (0..cars).step_by(4) {
            let [bits, more] = dice.roll();
            for (index, car) in (first..cars).take(4).enumerate() {
                // Two cars by each, a half of the bits for one.
                let bits = if index < 2 { &bits } else { &more };
                let half = 16 * (index as u32 % 2);
                self.come_in(car, bits, half);
            }
        }
        self.order(index);
        for holder in &mut self.holders[index] {
            let mut best = [i16::MIN; LANES];
            for (car, strength) in self.strength.iter().enumerate() {
                let [bits, _] = dice.roll();
                let mut at = [0_u16; LANES];
                for lane in 0..LANES {
                    // The upper bits alone: a feat needs no more.
                    at[lane] = (bits[lane] >> 20) as u16 | FINE as u16;
                }
                let mut drawn = look_up_noise(noise, &at);
                for lane in 0..LANES {
                    drawn[lane] = strength[lane].saturating_add(drawn[lane]);
                }
                for lane in 0..LANES {
                    let better = drawn[lane] > best[lane];
                    best[lane] = if better { drawn[lane] } else { best[lane] };
                    holder[lane] = if better { car as i16 } else { holder[lane] };
                }
            }
        }
    }

    /// When a car comes in, from sixteen random bits: those below its share of races without a place say that it does not,
    /// and what is left of the others is spread over the whole range again.
    #[inline(always)]
    fn come_in(&mut self, car: usize, bits: &Lanes<u32>, half: u32) {
        let (without, noise) = (&self.without[car], noise());
        let mut from_above = [0_u16; LANES];
        for lane in 0..LANES {
            from_above[lane] = !((bits[lane] >> half) as u16);
        }
        let mut spread = [0_u16; LANES];
        for lane in 0..LANES {
            let own = from_above[lane];
            let more = ((u32::from(own) * u32::from(without.more[lane])) >> 16) as u16;
            let own = own.wrapping_mul(without.times[lane]).wrapping_add(more);
            let is_fine = u16::from(usize::from(own) < FINE).wrapping_neg();
            spread[lane] = (own & is_fine) | (((own >> 4) | FINE as u16) & !is_fine);
        }
        let drawn = look_up_noise(noise, &spread);
        let (strength, key) = (&self.strength[car], &mut self.keys[car]);
        for lane in 0..LANES {
            let comes = strength[lane].saturating_add(drawn[lane]).max(LAST + 1);
            let misses = -i16::from(turned(from_above[lane]) > without.most[lane]);
            key[lane] = (LAST & misses) | (comes & !misses);
        }
    }

    /// Places from keys: how many are ahead. Of two that draw the same the first is.
    #[inline(always)]
    fn order(&mut self, index: usize) {
        let cars = self.keys.len();
        let none = cars as i16;
        for (car, place) in self.places[index].iter_mut().enumerate() {
            let (before, own) = self.keys.split_at(car);
            let (key, behind) = (&own[0], &own[1..]);
            let mut ahead = [0_i16; LANES];
            for theirs in before {
                for lane in 0..LANES {
                    ahead[lane] -= -i16::from(theirs[lane] >= key[lane]);
                }
            }
            for theirs in behind {
                for lane in 0..LANES {
                    ahead[lane] -= -i16::from(theirs[lane] > key[lane]);
                }
            }
            for lane in 0..LANES {
                let misses = -i16::from(key[lane] == LAST);
                place[lane] = (none & misses) | (ahead[lane] & !misses);
            }
        }
    }

    /// Adds up what a session gave.
    #[inline(always)]
    fn award(&mut self, index: usize) {
        let prepared = self.prepared;
        let session = &prepared.sessions[index];
        let (shift, windowed) = (prepared.shift, prepared.plan.rounds[session.round].window.is_some());
        if session.limited {
            for lane in 0..LANES {
                let (totals, round) = (&mut self.totals, &mut self.round);
                prepared.award_lane(
                    index,
                    |car| self.places[index][car][lane],
                    |competitor, worth, _| {
                        totals[competitor][lane] += worth;
                        if windowed {
                            round[competitor][lane] += (worth >> shift) as i16;
                        }
                    },
                );
            }
        } else {
            for (place, links) in self.places[index].iter().zip(&prepared.links) {
                for &(competitor, share) in links {
                    let table = &session.worth[share];
                    let worth = look_up_worth(table, place);
                    let total = &mut self.totals[competitor];
                    for lane in 0..LANES {
                        total[lane] += worth[lane];
                    }
                    if windowed {
                        let round = &mut self.round[competitor];
                        for lane in 0..LANES {
                            // What does not fit was refused.
                            round[lane] += (worth[lane] >> shift) as i16;
                        }
                    }
                }
            }
        }
        for (number, feat) in session.of.feats.iter().enumerate() {
            for lane in 0..LANES {
                let car = self.holders[index][number][lane] as usize;
                let place = self.places[index][car][lane] as usize;
                let reaches = (place < self.keys.len() || !feat.placed)
                    && feat.within.is_none_or(|within| place < within);
                if !reaches {
                    continue;
                }
                for &(competitor, share) in &prepared.links[car] {
                    let points = session.feats[number][share];
                    self.totals[competitor][lane] += points;
                    if windowed {
                        self.round[competitor][lane] += (points >> shift) as i16;
                    }
                }
            }
        }
    }

    /// Keeps the lowest results of the round's window, and lets strengths drift.
    #[inline(always)]
    fn end_round(&mut self, round: usize, dice: &mut Dice) {
        if let Some(window) = self.prepared.plan.rounds[round].window {
            let drops = self.prepared.windows[window].drops;
            for (competitor, own) in self.round.iter_mut().enumerate() {
                let mut rest = *own;
                for lowest in &mut self.lowest[window][competitor * drops..][..drops] {
                    for lane in 0..LANES {
                        let lower = rest[lane].min(lowest[lane]);
                        rest[lane] = rest[lane].max(lowest[lane]);
                        lowest[lane] = lower;
                    }
                }
                *own = [0; LANES];
            }
        }
        let last = round + 1 == self.prepared.plan.rounds.len();
        if self.prepared.drift == 0 || last {
            return;
        }
        let drift = self.prepared.drift;
        for cars in self.strength.chunks_mut(4) {
            let [bits, more] = dice.roll();
            // Two cars by each, a half of the bits for one.
            for (index, strength) in cars.iter_mut().enumerate() {
                let bits = if index < 2 { &bits } else { &more };
                let half = 16 * (index as u32 % 2);
                for lane in 0..LANES {
                    let even = turned((bits[lane] >> half) as u16);
                    let change = ((i32::from(even) * i32::from(drift)) >> 16) as i16;
                    strength[lane] = strength[lane].saturating_add(change);
                }
            }
        }
    }

    /// The final table.
    #[inline(always)]
    fn rank(&mut self) {
        // A part of a point, as it stands in the totals.
        let one = 1_i32 << self.prepared.shift;
        for (window, lowest) in self.prepared.windows.iter().zip(&self.lowest) {
            for (competitor, total) in self.totals.iter_mut().enumerate() {
                for dropped in &lowest[competitor * window.drops..][..window.drops] {
                    for lane in 0..LANES {
                        total[lane] -= i32::from(dropped[lane]) * one;
                    }
                }
            }
        }
        for (competitor, rank) in self.ranks.iter_mut().enumerate() {
            *rank = [competitor as i16; LANES];
        }
        self.shared.fill([false; LANES]);
        let mut level = [0_i32; LANES];
        let count = self.totals.len();
        for competitor in 0..count {
            let own = self.totals[competitor];
            let mut behind = self.ranks[competitor];
            for other in competitor + 1..count {
                let (theirs, rank) = (&self.totals[other], &mut self.ranks[other]);
                for lane in 0..LANES {
                    let ahead = i16::from(theirs[lane] > own[lane]);
                    behind[lane] += ahead;
                    rank[lane] -= ahead;
                    level[lane] |= i32::from(theirs[lane] == own[lane]);
                }
            }
            self.ranks[competitor] = behind;
        }
        for lane in 0..LANES {
            if level[lane] != 0 {
                self.break_ties(lane);
            }
        }
    }

    /// Orders those of a lane who are level by the steps of the title.
    #[cold]
    fn break_ties(&mut self, lane: usize) {
        // So far each has a rank of its own: those who are level follow each other.
        let mut order: Vec<usize> = vec![0; self.totals.len()];
        for (own, rank) in self.ranks.iter().enumerate() {
            order[rank[lane] as usize] = own;
        }
        let mut start = 0;
        while start < order.len() {
            let total = self.totals[order[start]][lane];
            let end =
                start + order[start..].iter().take_while(|own| self.totals[**own][lane] == total).count();
            if end - start > 1 {
                let group = &mut order[start..end];
                let finishes = self.finishes(group, lane);
                let steps = &self.prepared.plan.ties;
                let compare = |a: usize, b: usize| TieBreak::compare_all(steps, &finishes[a], &finishes[b]);
                let mut within: Vec<usize> = (0..group.len()).collect();
                within.sort_by(|&a, &b| compare(a, b));
                let members = group.to_vec();
                let mut first = 0;
                for (index, &own) in within.iter().enumerate() {
                    if index > 0 && compare(within[index - 1], own) != Ordering::Equal {
                        first = index;
                    }
                    // As many as there are competitors, which fit.
                    self.ranks[members[own]][lane] = (start + first) as i16;
                    let next = within.get(index + 1);
                    let shares =
                        |other: Option<&usize>| other.is_some_and(|&other| compare(own, other).is_eq());
                    self.shared[members[own]][lane] = shares(next) || (index > 0 && first < index);
                }
            }
            start = end;
        }
    }

    /// All finishes of some competitors in a lane, in order.
    fn finishes(&self, of: &[usize], lane: usize) -> Vec<Vec<Finish>> {
        let plan = self.prepared.plan;
        let mut finishes: Vec<Vec<Finish>> =
            of.iter().map(|&own| plan.so_far[own].finishes.clone()).collect();
        let before = plan.rounds_before();
        for (index, session) in self.prepared.sessions.iter().enumerate() {
            let round = before + session.round;
            if !session.limited {
                for (own, finishes) in of.iter().zip(&mut finishes) {
                    let places =
                        self.prepared.cars_of[*own].iter().map(|&car| self.places[index][car][lane] as usize);
                    let seen =
                        places.filter(|&place| session.of.breaks_ties.get(place).copied().unwrap_or(false));
                    let before = finishes.len();
                    finishes.extend(seen.map(|place| Finish {
                        round,
                        session: index as u32,
                        place: Position::of_index(place),
                    }));
                    // In the order of the classification.
                    finishes[before..].sort_unstable();
                }
                continue;
            }
            self.prepared.award_lane(
                index,
                |car| self.places[index][car][lane],
                |competitor, _, place| {
                    let (Some(at), Some(place)) = (of.iter().position(|own| *own == competitor), place)
                    else {
                        return;
                    };
                    // Sessions are told apart within their round alone.
                    let place = Position::of_index(place);
                    finishes[at].push(Finish { round, session: index as u32, place });
                },
            );
        }
        finishes
    }

    pub fn places(&self, session: usize) -> &[Lanes<i16>] {
        &self.places[session]
    }

    /// What was drawn in a lane.
    pub fn drawn(&self, lane: usize) -> Drawn {
        let of_session = |(places, holders): (&Vec<Lanes<i16>>, &Vec<Lanes<i16>>)| {
            let place = |car: &usize| places[*car][lane] as usize;
            let (mut placed, without): (Vec<usize>, Vec<usize>) =
                (0..places.len()).partition(|car| place(car) < places.len());
            placed.sort_by_key(place);
            DrawnSession {
                placed,
                without,
                feats: holders.iter().map(|holder| holder[lane] as usize).collect(),
            }
        };
        Drawn { sessions: self.places.iter().zip(&self.holders).map(of_session).collect() }
    }

    /// Takes a lane's final table from elsewhere; None for no place.
    pub fn enter(&mut self, lane: usize, table: &[Option<Placed>]) {
        for (competitor, row) in table.iter().enumerate() {
            // At most as many as there are competitors, which fit.
            self.ranks[competitor][lane] = row.map_or(i16::MAX, |own| own.place as i16);
            self.shared[competitor][lane] = row.is_some_and(|own| own.shared);
        }
    }

    /// The final table of a lane.
    pub fn table(&self, lane: usize) -> Vec<Placed> {
        let row = |competitor: usize| Placed {
            place: self.ranks[competitor][lane] as usize,
            shared: self.shared[competitor][lane],
            total: Points::fraction(
                i64::from(self.totals[competitor][lane] >> self.prepared.shift),
                self.prepared.plan.part,
            ),
        };
        (0..self.totals.len()).map(row).collect()
    }
}

impl Plan {
    /// Columns of the table so far.
    fn rounds_before(&self) -> usize {
        self.so_far.iter().flat_map(|own| own.finishes.last()).map(|own| own.round + 1).max().unwrap_or(0)
    }
}

/// The sum of the bytes of a number.
#[inline(always)]
fn bytes(bits: u32) -> i32 {
    let pairs = (bits & 0x00FF_00FF) + ((bits >> 8) & 0x00FF_00FF);
    ((pairs & 0xFFFF) + (pairs >> 16)) as i32
}
