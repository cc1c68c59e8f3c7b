//! Seasons drawn side by side, one a lane: strengths, orders, points, drops, the final table.

use crate::dice::{Dice, LANES, Lanes};
use crate::logarithm::ln;
use crate::plan::{Plan, SessionToCome};
use crate::replay::{Drawn, DrawnSession};
use crate::strength::{QUANTILES, Strengths};
use parcferme_core::Position;
use parcferme_core::rules::ties::{Finish, TieBreak};
use std::cmp::Ordering;
use std::sync::OnceLock;

/// Parts of a natural logarithm in which orders are drawn: a half of the 16 bits has room for eight of them.
const PARTS: f32 = 2_048.0;
/// What a draw is lowered by, so that its range is as far from nought below as above.
const MIDDLE: f64 = 4.5;
/// No strength is further from the mean of the field, in natural logarithms.
const FURTHEST: f32 = 8.0;
/// Of a car without a place: behind all others.
const LAST: i16 = i16::MIN;

/// Gumbel's distribution by 16 random bits: the largest of strength times such noise comes in first, as Plackett and Luce
/// have it.
fn noise() -> &'static [i16; 1 << 16] {
    static NOISE: OnceLock<Box<[i16; 1 << 16]>> = OnceLock::new();
    NOISE.get_or_init(|| {
        let mut table = Box::new([0; 1 << 16]);
        for (bits, own) in table.iter_mut().enumerate() {
            let share = (bits as f64 + 0.5) / 65_536.0;
            *own = ((-ln(-ln(share)) - MIDDLE) * f64::from(PARTS)) as i16;
        }
        table
    })
}

/// A plan with its numbers as the lanes want them.
pub(crate) struct Prepared<'p> {
    pub plan: &'p Plan,
    /// By session, in order.
    sessions: Vec<Session<'p>>,
    /// Each car's competitors, with the index of the share among a session's tables.
    links: Vec<Vec<(usize, usize)>>,
    /// Each competitor's cars.
    cars_of: Vec<Vec<usize>>,
    /// Points stand above so many bits for the first places of a countback.
    shift: u32,
    start: Vec<i32>,
    start_ties: Vec<i32>,
    /// Of each window, its lowest results so far for each competitor.
    windows: Vec<LowestSoFar>,
    mean: Vec<f32>,
    spread: Vec<Vec<f32>>,
    without: &'p [[u16; QUANTILES]],
    drift: i32,
    /// The first session that the next round is for.
    pub next: Option<usize>,
}

struct Session<'p> {
    of: &'p SessionToCome,
    /// Of the round among those to come.
    round: usize,
    ends_round: bool,
    /// By share, then by place: points.
    points: Vec<Vec<i32>>,
    /// By place: what it adds to the digits of a countback.
    ties: Vec<i32>,
    /// By feat, then by share.
    feats: Vec<Vec<i32>>,
    /// Whether some competitor has more cars than score.
    limited: bool,
}

struct LowestSoFar {
    drops: usize,
    /// By competitor, `drops` each.
    lowest: Vec<i32>,
}

/// Why a plan is too large for the lanes.
pub(crate) const TOO_LARGE: &str = "its totals are too large to be counted side by side";
const MOST_CARS: usize = 250;

impl<'p> Prepared<'p> {
    /// None where totals do not fit.
    pub fn new(plan: &'p Plan, strengths: &'p Strengths) -> Option<Prepared<'p>> {
        let cars = plan.cars.len();
        let mut shares: Vec<_> = plan.cars.iter().flat_map(|car| car.scores_for.iter().map(|own| own.1)).collect();
        shares.sort_unstable();
        shares.dedup();
        let index = |share| shares.binary_search(&share).unwrap_or(0);
        let links: Vec<Vec<(usize, usize)>> = plan
            .cars
            .iter()
            .map(|car| car.scores_for.iter().map(|&(own, share)| (own, index(share))).collect())
            .collect();
        let mut cars_of = vec![Vec::new(); plan.competitors.len()];
        for (car, links) in links.iter().enumerate() {
            links.iter().for_each(|own| cars_of[own.0].push(car));
        }
        let most_cars = cars_of.iter().map(Vec::len).max().unwrap_or(0);
        let (shift, digit) = plan.digits(most_cars)?;
        if cars > MOST_CARS {
            return None;
        }
        let shifted = |points: i64| i32::try_from(points << shift).ok();
        let digits = plan.digits_of_places(shift, digit);
        let of_place = |place: usize| digits.get(place).copied().unwrap_or(0);
        let mut sessions = Vec::new();
        for (round, own) in plan.rounds.iter().enumerate() {
            for (number, session) in own.sessions.iter().enumerate() {
                let shared = |points: i64| -> Option<Vec<i32>> {
                    let of_share = |share: &parcferme_core::Share| {
                        let (over, under) = share.ratio();
                        shifted(points * over / under)
                    };
                    shares.iter().map(of_share).collect()
                };
                let by_place: Vec<Vec<i32>> =
                    session.points.iter().map(|&points| shared(points)).collect::<Option<_>>()?;
                let by_share = |share: usize| {
                    by_place.iter().map(|own| own[share]).chain([0]).collect::<Vec<i32>>()
                };
                let sees = |(place, sees): (usize, &bool)| if *sees { of_place(place) } else { 0 };
                sessions.push(Session {
                    of: session,
                    round,
                    ends_round: number + 1 == own.sessions.len(),
                    points: (0..shares.len()).map(by_share).collect(),
                    ties: session.breaks_ties.iter().enumerate().map(sees).chain([0]).collect(),
                    feats: session.feats.iter().map(|feat| shared(feat.points)).collect::<Option<_>>()?,
                    limited: plan.scoring_cars.is_some_and(|limit| most_cars > limit),
                });
            }
        }
        let mut windows: Vec<LowestSoFar> =
            plan.windows.iter().map(|own| LowestSoFar { drops: own.drops, lowest: Vec::new() }).collect();
        let (mut start, mut start_ties) = (Vec::new(), Vec::new());
        for own in &plan.so_far {
            let mut points = own.points;
            for (window, known) in windows.iter_mut().zip(&own.droppable) {
                points += known.iter().sum::<i64>();
                let mut known = known.clone();
                known.sort_unstable();
                // More will come in where fewer are known than will be dropped.
                let known = known.into_iter().map(|points| shifted(points)).chain(std::iter::repeat(Some(i32::MAX)));
                window.lowest.extend(known.take(window.drops).collect::<Option<Vec<i32>>>()?);
            }
            start.push(shifted(points)?);
            start_ties.push(own.finishes.iter().map(|finish| of_place(finish.place.index())).sum());
        }
        let next = plan.rounds.first().and_then(|round| {
            let main = round.sessions.iter().rposition(|session| session.main);
            main.or(round.sessions.len().checked_sub(1))
        });
        Some(Prepared {
            plan,
            links,
            cars_of,
            shift,
            start,
            start_ties,
            windows,
            mean: strengths.mean.iter().map(|own| *own as f32).collect(),
            spread: (0..cars)
                .map(|car| strengths.spread.row(car).iter().map(|own| (*own / DEVIATION_OF_8) as f32).collect())
                .collect(),
            without: &strengths.without,
            drift: (strengths.drift * f64::from(PARTS) / DEVIATION_OF_4 * 1024.0) as i32,
            next,
            sessions,
        })
    }
}

/// Standard deviation of the sum of four bytes, and of eight.
const DEVIATION_OF_4: f64 = 147.799_639_151_787_78;
const DEVIATION_OF_8: f64 = 209.020_254_215_793_8;

impl Plan {
    /// How many bits below the points are free, and how many of them a digit of a countback needs. None where the totals do
    /// not fit at all.
    fn digits(&self, most_cars: usize) -> Option<(u32, u32)> {
        let size = |points: i64| points.unsigned_abs();
        let most_so_far = |own: &crate::plan::SoFar| {
            size(own.points) + own.droppable.iter().flatten().map(|points| size(*points)).sum::<u64>()
        };
        let so_far = self.so_far.iter().map(most_so_far).max().unwrap_or(0);
        let sessions = || self.rounds.iter().flat_map(|round| &round.sessions);
        let cars = most_cars as u64;
        let of_session = |own: &SessionToCome| {
            let place = own.points.iter().map(|points| size(*points)).max().unwrap_or(0);
            place * cars + own.feats.iter().map(|feat| size(feat.points)).sum::<u64>()
        };
        let most = so_far.checked_add(sessions().map(of_session).sum())?;
        let free = (30_u32).checked_sub(64 - most.leading_zeros())?;
        let finishes = self.so_far.iter().map(|own| own.finishes.len()).max().unwrap_or(0);
        let count = finishes as u64 + sessions().count() as u64 * cars;
        Some((free, 64 - count.leading_zeros()))
    }

    /// What each place from the first adds to the digits: a first digit that is larger outweighs all that follow.
    fn digits_of_places(&self, shift: u32, digit: u32) -> Vec<i32> {
        let places = match self.ties.first() {
            Some(TieBreak::Countback) => usize::MAX,
            Some(TieBreak::Wins) if self.ties.get(1) == Some(&TieBreak::Countback) => usize::MAX,
            Some(TieBreak::Wins) => 1,
            _ => 0,
        };
        let fit = shift.checked_div(digit).unwrap_or(0) as usize;
        (1..=places.min(fit)).map(|place| 1 << (shift - digit * place as u32)).collect()
    }
}

/// As many seasons as there are lanes.
pub(crate) struct Seasons<'p> {
    prepared: &'p Prepared<'p>,
    strength: Vec<Lanes<i16>>,
    /// Below this a car has no place, as 16 bits with the sign turned.
    without: Vec<Lanes<i16>>,
    keys: Vec<Lanes<i16>>,
    count: Vec<Lanes<i16>>,
    /// By session, then by car: place from 0; the number of cars for none.
    places: Vec<Vec<Lanes<u8>>>,
    /// By session, then by feat: the car.
    holders: Vec<Vec<Lanes<u8>>>,
    totals: Vec<Lanes<i32>>,
    round: Vec<Lanes<i32>>,
    lowest: Vec<Vec<Lanes<i32>>>,
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
            without: vec![[0; LANES]; cars],
            keys: vec![[0; LANES]; cars],
            count: vec![[0; LANES]; cars],
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
    fn begin(&mut self, dice: &mut Dice) {
        let prepared = self.prepared;
        let cars = prepared.mean.len();
        let mut normal: Vec<Lanes<f32>> = Vec::with_capacity(cars);
        for _ in 0..cars {
            let (a, b) = (dice.roll(), dice.roll());
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
            let bits = dice.roll();
            for lane in 0..LANES {
                self.strength[car][lane] = (strength[lane].clamp(-FURTHEST, FURTHEST) * PARTS) as i16;
                let share = prepared.without[car][(bits[lane] >> 24) as usize];
                self.without[car][lane] = turned(share);
            }
        }
        for (own, start) in self.totals.iter_mut().zip(prepared.start.iter().zip(&prepared.start_ties)) {
            *own = [start.0 + start.1; LANES];
        }
        for (own, window) in self.lowest.iter_mut().zip(&prepared.windows) {
            own.iter_mut().zip(&window.lowest).for_each(|(own, known)| *own = [*known; LANES]);
        }
    }

    fn race(&mut self, index: usize, dice: &mut Dice) {
        let (cars, noise) = (self.keys.len(), noise());
        for car in 0..cars {
            let bits = dice.roll();
            let (strength, without, key) = (&self.strength[car], &self.without[car], &mut self.keys[car]);
            for lane in 0..LANES {
                let drawn = strength[lane].saturating_add(noise[(bits[lane] >> 16) as usize]).max(LAST + 1);
                // The lower half of the bits.
                let misses = turned(bits[lane] as u16) < without[lane];
                key[lane] = if misses { LAST } else { drawn };
            }
        }
        // Each pair once: the one behind counts one more ahead of it.
        for (car, count) in self.count.iter_mut().enumerate() {
            *count = [car as i16; LANES];
        }
        for car in 0..cars {
            let key = self.keys[car];
            let mut behind = self.count[car];
            for other in car + 1..cars {
                let (theirs, count) = (&self.keys[other], &mut self.count[other]);
                for lane in 0..LANES {
                    let ahead = i16::from(theirs[lane] > key[lane]);
                    behind[lane] += ahead;
                    count[lane] -= ahead;
                }
            }
            self.count[car] = behind;
        }
        let none = cars as i16;
        for ((place, count), key) in self.places[index].iter_mut().zip(&self.count).zip(&self.keys) {
            for lane in 0..LANES {
                let own = if key[lane] == LAST { none } else { count[lane] };
                // At most MOST_CARS.
                place[lane] = own as u8;
            }
        }
        for holder in &mut self.holders[index] {
            let mut best = [i16::MIN; LANES];
            for (car, strength) in self.strength.iter().enumerate() {
                let bits = dice.roll();
                for lane in 0..LANES {
                    let drawn = strength[lane].saturating_add(noise[(bits[lane] >> 16) as usize]);
                    if drawn > best[lane] {
                        best[lane] = drawn;
                        holder[lane] = car as u8;
                    }
                }
            }
        }
    }

    /// Adds up what a session gave.
    fn award(&mut self, index: usize) {
        let prepared = self.prepared;
        let session = &prepared.sessions[index];
        let windowed = prepared.plan.rounds[session.round].window.is_some();
        if session.limited {
            for lane in 0..LANES {
                let (totals, round) = (&mut self.totals, &mut self.round);
                prepared.award_lane(index, |car| self.places[index][car][lane], |competitor, points, place| {
                    let ties = place.map_or(0, |place| session.ties[place]);
                    if windowed {
                        round[competitor][lane] += points;
                        totals[competitor][lane] += ties;
                    } else {
                        totals[competitor][lane] += points + ties;
                    }
                });
            }
        } else {
            for (place, links) in self.places[index].iter().zip(&prepared.links) {
                for &(competitor, share) in links {
                    let (points, ties) = (&session.points[share][..], &session.ties[..]);
                    let total = &mut self.totals[competitor];
                    let round = &mut self.round[competitor];
                    for lane in 0..LANES {
                        let place = usize::from(place[lane]);
                        total[lane] += ties[place];
                        if windowed {
                            round[lane] += points[place];
                        } else {
                            total[lane] += points[place];
                        }
                    }
                }
            }
        }
        for (number, feat) in session.of.feats.iter().enumerate() {
            for lane in 0..LANES {
                let car = usize::from(self.holders[index][number][lane]);
                let place = usize::from(self.places[index][car][lane]);
                let reaches = (place < self.keys.len() || !feat.placed)
                    && feat.within.is_none_or(|within| place < within);
                if !reaches {
                    continue;
                }
                for &(competitor, share) in &prepared.links[car] {
                    let points = session.feats[number][share];
                    let to = if windowed { &mut self.round } else { &mut self.totals };
                    to[competitor][lane] += points;
                }
            }
        }
    }

    /// Takes a round's points into the totals, keeps its window's lowest, and lets strengths drift.
    fn end_round(&mut self, round: usize, dice: &mut Dice) {
        if let Some(window) = self.prepared.plan.rounds[round].window {
            let drops = self.prepared.windows[window].drops;
            for (competitor, (own, total)) in self.round.iter_mut().zip(&mut self.totals).enumerate() {
                let mut rest = *own;
                for lane in 0..LANES {
                    total[lane] += rest[lane];
                }
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
        for strength in &mut self.strength {
            let bits = dice.roll();
            for lane in 0..LANES {
                // Within 16 bits: at most 510 times 64.
                let normal = ((bytes(bits[lane]) - 510) * 64) as i16;
                let change = ((i32::from(normal) * drift) >> 16) as i16;
                strength[lane] = strength[lane].saturating_add(change);
            }
        }
    }

    /// The final table.
    fn rank(&mut self) {
        for (window, lowest) in self.prepared.windows.iter().zip(&self.lowest) {
            for (competitor, total) in self.totals.iter_mut().enumerate() {
                for dropped in &lowest[competitor * window.drops..][..window.drops] {
                    for lane in 0..LANES {
                        total[lane] -= dropped[lane];
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
    fn break_ties(&mut self, lane: usize) {
        let mut order: Vec<usize> = (0..self.totals.len()).collect();
        order.sort_by_key(|&own| std::cmp::Reverse(self.totals[own][lane]));
        let mut start = 0;
        while start < order.len() {
            let total = self.totals[order[start]][lane];
            let end = start + order[start..].iter().take_while(|own| self.totals[**own][lane] == total).count();
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
                    let shares = |other: Option<&usize>| other.is_some_and(|&other| compare(own, other).is_eq());
                    self.shared[members[own]][lane] = shares(next) || (index > 0 && first < index);
                }
            }
            start = end;
        }
    }

    /// All finishes of some competitors in a lane, in order.
    fn finishes(&self, of: &[usize], lane: usize) -> Vec<Vec<Finish>> {
        let plan = self.prepared.plan;
        let mut finishes: Vec<Vec<Finish>> = of.iter().map(|&own| plan.so_far[own].finishes.clone()).collect();
        let before = plan.rounds_before();
        for (index, session) in self.prepared.sessions.iter().enumerate() {
            self.prepared.award_lane(index, |car| self.places[index][car][lane], |competitor, _, place| {
                let (Some(at), Some(place)) = (of.iter().position(|own| *own == competitor), place) else { return };
                // Sessions are told apart within their round alone.
                let finish = Finish {
                    round: before + session.round,
                    session: index as u32,
                    place: Position::of_index(place),
                };
                finishes[at].push(finish);
            });
        }
        finishes
    }

    pub fn places(&self, session: usize) -> &[Lanes<u8>] {
        &self.places[session]
    }

    /// What was drawn in a lane.
    pub fn drawn(&self, lane: usize) -> Drawn {
        let of_session = |(places, holders): (&Vec<Lanes<u8>>, &Vec<Lanes<u8>>)| {
            let place = |car: &usize| usize::from(places[*car][lane]);
            let (mut placed, without): (Vec<usize>, Vec<usize>) =
                (0..places.len()).partition(|car| place(car) < places.len());
            placed.sort_by_key(place);
            DrawnSession {
                placed,
                without,
                feats: holders.iter().map(|holder| usize::from(holder[lane])).collect(),
            }
        };
        Drawn { sessions: self.places.iter().zip(&self.holders).map(of_session).collect() }
    }

    /// The final table of a lane: place from 0, whether it is shared, and total in parts of a point.
    pub fn table(&self, lane: usize) -> Vec<(usize, bool, i64)> {
        let row = |competitor: usize| {
            let total = i64::from(self.totals[competitor][lane] >> self.prepared.shift);
            (self.ranks[competitor][lane] as usize, self.shared[competitor][lane], total)
        };
        (0..self.totals.len()).map(row).collect()
    }
}

impl Prepared<'_> {
    pub fn cars_of(&self, competitor: usize) -> &[usize] {
        &self.cars_of[competitor]
    }

    /// What the places of one lane give in a session: competitor, points, and the place that tie-breaks look at.
    fn award_lane(
        &self,
        index: usize,
        place: impl Fn(usize) -> u8,
        mut award: impl FnMut(usize, i32, Option<usize>),
    ) {
        let (plan, session) = (self.plan, &self.sessions[index]);
        let cars = self.links.len();
        let mut order = [u8::MAX; MOST_CARS];
        for car in 0..cars {
            if let Some(own) = order[..cars].get_mut(usize::from(place(car))) {
                // At most MOST_CARS.
                *own = car as u8;
            }
        }
        let limit = plan.scoring_cars.unwrap_or(usize::MAX);
        let mut scored = [0_u8; MOST_CARS];
        let (mut passed_over, limited) = (0, session.limited);
        for (place, &car) in order[..cars].iter().enumerate() {
            let Some(links) = self.links.get(usize::from(car)) else { break };
            let is_spent = |competitor: usize, scored: &[u8]| limited && usize::from(scored[competitor]) >= limit;
            let spent = !links.is_empty() && links.iter().all(|own| is_spent(own.0, &scored));
            if spent && !plan.others_keep_position {
                passed_over += 1;
                continue;
            }
            let position = place - passed_over;
            let breaks = session.of.breaks_ties[position];
            for &(competitor, share) in links {
                let spent = is_spent(competitor, &scored);
                if spent && !(breaks && plan.ties_count_all_cars) {
                    continue;
                }
                let points = if spent { 0 } else { session.points[share][position] };
                award(competitor, points, breaks.then_some(position));
                if limited {
                    scored[competitor] += u8::from(!spent);
                }
            }
        }
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

/// Sixteen bits in the order of signed numbers.
#[inline(always)]
fn turned(bits: u16) -> i16 {
    (bits ^ 0x8000) as i16
}
