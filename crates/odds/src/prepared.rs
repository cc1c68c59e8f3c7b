//! A plan with its numbers as the lanes want them.

// Loops over lanes go through several arrays at once; as indices they become one instruction for many lanes.
#![allow(clippy::needless_range_loop)]

use crate::dice::{LANES, Lanes};
use crate::noise::PARTS;
use crate::plan::{Plan, SessionToCome, SoFar, ToCome};
use crate::strength::{QUANTILES, Strengths};
use parcferme_core::rules::ties::TieBreak;

/// A plan with its numbers as the lanes want them.
pub(crate) struct Prepared<'p> {
    pub plan: &'p Plan,
    /// By session, in order.
    pub sessions: Vec<Session<'p>>,
    /// Each car's competitors, with the index of the share among a session's tables.
    pub links: Vec<Vec<(usize, usize)>>,
    /// Each competitor's cars.
    pub cars_of: Vec<Vec<usize>>,
    /// Points stand above so many bits for the first places of a countback.
    pub shift: u32,
    pub start: Vec<i32>,
    pub start_ties: Vec<i32>,
    /// Of each window, its lowest results so far for each competitor.
    pub windows: Vec<LowestSoFar>,
    pub mean: Vec<f32>,
    pub spread: Vec<Vec<f32>>,
    pub without: Vec<[Share; QUANTILES]>,
    pub drift: i16,
    /// The first session that the next round is for.
    pub next: Option<usize>,
}

pub(crate) struct Session<'p> {
    pub of: &'p SessionToCome,
    /// Of the round among those to come.
    pub round: usize,
    pub ends_round: bool,
    /// By share, then by place: points, and below them what the place adds to the digits of a countback.
    pub worth: Vec<Worth>,
    /// By place: those digits alone.
    pub ties: Vec<i32>,
    /// By feat, then by share.
    pub feats: Vec<Vec<i32>>,
    /// Whether some competitor has more cars than score.
    pub limited: bool,
}

/// By place from 0; nought for that of no place.
pub(crate) type Worth = [i32; 1 << 8];

pub(crate) struct LowestSoFar {
    pub drops: usize,
    /// By competitor, `drops` each, in parts of a point.
    pub lowest: Vec<i16>,
}

/// A share of races without a place, in parts of 65,536.
#[derive(Clone, Copy)]
pub(crate) struct Share {
    /// Sixteen random bits above this, as signed, are a race without a place.
    pub most: i16,
    /// What spreads the others over the whole range: so many times, and so many parts of 65,536.
    pub times: u16,
    pub more: u16,
}

impl Share {
    fn of(share: u16) -> Share {
        let left = 65_536 - u32::from(share);
        let (times, rest) = (65_536 / left, 65_536 % left);
        // Where one part of 65,536 is left: what it is, is no matter.
        let times = u16::try_from(times).unwrap_or(u16::MAX);
        Share { most: turned(!share), times, more: (rest * 65_536 / left) as u16 }
    }
}

/// Why a plan is too large for the lanes.
pub(crate) const TOO_LARGE: &str = "its totals are too large to be counted side by side";
const MOST_CARS: usize = 250;

/// How many standard deviations wide the even distribution is.
const DEVIATIONS_OF_EVEN: f64 = 3.464_101_615_137_754_4;
/// Standard deviation of the sum of eight bytes.
const DEVIATION_OF_8: f64 = 209.021_529_991_529_83;

impl<'p> Prepared<'p> {
    /// None where totals do not fit.
    pub fn new(plan: &'p Plan, strengths: &'p Strengths) -> Option<Prepared<'p>> {
        let cars = plan.cars.len();
        let mut shares: Vec<_> =
            plan.cars.iter().flat_map(|car| car.scores_for.iter().map(|own| own.1)).collect();
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
                let sees = |(place, sees): (usize, &bool)| if *sees { of_place(place) } else { 0 };
                let ties: Vec<i32> = session.breaks_ties.iter().enumerate().map(sees).collect();
                let by_share = |share: usize| {
                    let mut worth: Worth = [0; 1 << 8];
                    for (place, (points, ties)) in by_place.iter().zip(&ties).enumerate() {
                        worth[place] = points[share] + ties;
                    }
                    worth
                };
                sessions.push(Session {
                    of: session,
                    round,
                    ends_round: number + 1 == own.sessions.len(),
                    worth: (0..shares.len()).map(by_share).collect(),
                    ties,
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
                let known = known.into_iter().map(|points| i16::try_from(points).ok());
                let known = known.chain(std::iter::repeat(Some(i16::MAX))).take(window.drops);
                window.lowest.extend(known.collect::<Option<Vec<i16>>>()?);
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
                .map(|car| {
                    strengths.spread.row(car).iter().map(|own| (*own / DEVIATION_OF_8) as f32).collect()
                })
                .collect(),
            without: strengths.without.iter().map(|own| own.map(Share::of)).collect(),
            drift: (strengths.drift * f64::from(PARTS) * DEVIATIONS_OF_EVEN) as i16,
            next,
            sessions,
        })
    }
}

impl Prepared<'_> {
    pub fn cars_of(&self, competitor: usize) -> &[usize] {
        &self.cars_of[competitor]
    }

    /// What the places of one lane give in a session: competitor, worth, and the place that tie-breaks look at.
    pub fn award_lane(
        &self,
        index: usize,
        place: impl Fn(usize) -> i16,
        mut award: impl FnMut(usize, i32, Option<usize>),
    ) {
        let (plan, session) = (self.plan, &self.sessions[index]);
        let cars = self.links.len();
        let mut order = [u8::MAX; MOST_CARS];
        for car in 0..cars {
            if let Some(own) = order[..cars].get_mut(place(car) as usize) {
                // At most MOST_CARS.
                *own = car as u8;
            }
        }
        let limit = plan.scoring_cars.unwrap_or(usize::MAX);
        let mut scored = [0_u8; MOST_CARS];
        let (mut passed_over, limited) = (0, session.limited);
        for (place, &car) in order[..cars].iter().enumerate() {
            let Some(links) = self.links.get(usize::from(car)) else { break };
            let is_spent =
                |competitor: usize, scored: &[u8]| limited && usize::from(scored[competitor]) >= limit;
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
                let worth = if spent { session.ties[position] } else { session.worth[share][position] };
                award(competitor, worth, breaks.then_some(position));
                if limited {
                    scored[competitor] += u8::from(!spent);
                }
            }
        }
    }
}

impl Plan {
    /// How many bits below the points are free, and how many of them a digit of a countback needs. None where the totals do
    /// not fit at all.
    fn digits(&self, most_cars: usize) -> Option<(u32, u32)> {
        let size = |points: i64| points.unsigned_abs();
        let most_so_far = |own: &SoFar| {
            size(own.points) + own.droppable.iter().flatten().map(|points| size(*points)).sum::<u64>()
        };
        let so_far = self.so_far.iter().map(most_so_far).max().unwrap_or(0);
        let sessions = || self.rounds.iter().flat_map(|round| &round.sessions);
        let cars = most_cars as u64;
        let of_session = |own: &SessionToCome| {
            let place = own.points.iter().map(|points| size(*points)).max().unwrap_or(0);
            place * cars + own.feats.iter().map(|feat| size(feat.points)).sum::<u64>()
        };
        // What a window may drop is kept in sixteen bits.
        let of_round = |own: &ToCome| own.sessions.iter().map(of_session).sum::<u64>();
        let mut droppable = self.rounds.iter().filter(|round| round.window.is_some());
        if droppable.any(|round| of_round(round) >= i16::MAX as u64) {
            return None;
        }
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

/// The same of what places are worth.
#[inline(never)]
pub(crate) fn look_up_worth(worth: &Worth, places: &Lanes<i16>) -> Lanes<i32> {
    let mut found = [0; LANES];
    for lane in 0..LANES {
        // At most MOST_CARS.
        found[lane] = worth[usize::from(places[lane] as u8)];
    }
    found
}

/// Sixteen bits in the order of signed numbers.
#[inline(always)]
pub(crate) fn turned(bits: u16) -> i16 {
    (bits ^ 0x8000) as i16
}
