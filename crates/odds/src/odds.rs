//! The odds of a title: many seasons drawn, and how often each competitor was where.

// As in `season.rs`: loops over lanes.
#![allow(clippy::needless_range_loop)]

use crate::dice::{Dice, LANES};
use crate::plan::Plan;
use crate::prepared::{Prepared, TOO_LARGE};
use crate::replay::{Drawn, Placed, Replay};
use crate::season::Seasons;
use crate::strength::Strengths;
use parcferme_core::season::{Competitor, Season};
use parcferme_core::{Diagnostic, Ix, Place, Rulebook};
use pulp::{Arch, Simd, WithSimd};

/// Seasons whose dice are thrown from one seed; the number of seasons is a multiple of it.
pub const BLOCK: u64 = 256;

/// How many seasons to draw, from which seed, on how many threads. The threads change nothing but the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trials {
    /// Rounded up to whole blocks.
    pub seasons: u64,
    pub seed: u64,
    pub threads: usize,
}

/// What was counted over all seasons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Odds {
    pub seasons: u64,
    /// In the order of the plan's competitors.
    pub chances: Vec<Chance>,
}

/// How a competitor fared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chance {
    pub competitor: Ix<Competitor>,
    /// Seasons at the end of which it held the first place.
    pub champion: u64,
    /// Those of them in which another held it too, and no tie-break told them apart.
    pub shared: u64,
    /// Seasons by final place, from the first.
    pub places: Vec<u64>,
    /// Where it won the next race.
    pub wins_next: Given,
    /// Where none of its cars had a place in the next race.
    pub misses_next: Given,
}

/// Seasons in which something happened, and in how many of them the competitor became champion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    pub seasons: u64,
    pub champion: u64,
}

impl Given {
    /// The share that became champion; None where it never happened.
    pub fn share(self) -> Option<f64> {
        (self.seasons > 0).then(|| self.champion as f64 / self.seasons as f64)
    }
}

impl Odds {
    /// The share of seasons in which the competitor of that index became champion; a shared title counts by halves.
    pub fn share(&self, index: usize) -> f64 {
        let own = &self.chances[index];
        (own.champion as f64 - own.shared as f64 / 2.0) / self.seasons.max(1) as f64
    }

    /// The standard error of that share, from the number of seasons alone.
    pub fn error(&self, index: usize) -> f64 {
        let share = self.share(index);
        (share * (1.0 - share) / self.seasons.max(1) as f64).sqrt()
    }

    /// Mean of the final place.
    pub fn expected_place(&self, index: usize) -> f64 {
        let places = self.chances[index].places.iter().zip(1_u32..);
        let sum: f64 = places.map(|(seasons, place)| *seasons as f64 * f64::from(place)).sum();
        sum / self.seasons.max(1) as f64
    }

    /// Holds the odds against what is certain: those who are out never become champion, those who are champion always do.
    /// PF0591 where a drawn season says otherwise, which would be a fault of this program.
    pub fn check(&self, out: &[bool], champion: &[bool]) -> Result<(), Box<Diagnostic>> {
        let wrong = self.chances.iter().enumerate().find(|(index, own)| {
            let is = |slice: &[bool]| slice.get(*index).copied().unwrap_or(false);
            (is(out) && own.champion > 0) || (is(champion) && own.champion < self.seasons)
        });
        let Some((index, own)) = wrong else { return Ok(()) };
        let message = format!(
            "odds and scenarios contradict each other: competitor {index} became champion in {} of {} drawn seasons",
            own.champion, self.seasons
        );
        let contradiction = Diagnostic::error("PF0591", message)
            .at(Place::document("odds"))
            .help("report it with the season's folder: one of the two is wrong");
        Err(Box::new(contradiction))
    }
}

/// Draws the rest of the season many times. The same plan, strengths and seed give the same counts on any machine and any
/// number of threads.
///
/// # Errors
/// PF0590 where the lanes cannot rank the title: [`simulate_by_compute`] can.
pub fn simulate(plan: &Plan, strengths: &Strengths, trials: Trials) -> Result<Odds, Box<Diagnostic>> {
    if let Some(reason) = plan.does_not_fit {
        return Err(does_not_fit(reason));
    }
    let Some(prepared) = Prepared::new(plan, strengths) else { return Err(does_not_fit(TOO_LARGE)) };
    Ok(spread(&prepared, trials, |seasons, dice, counts| {
        Arch::new().dispatch(OneBlock { seasons, dice, counts });
    }))
}

/// The same through `compute`, season by season: for every title, and thousands of times slower. Both give the same counts
/// where both can.
///
/// # Errors
/// PF0590 where even the orders of finish cannot be drawn side by side.
pub fn simulate_by_compute(
    season: &Season,
    rules: &Rulebook,
    plan: &Plan,
    strengths: &Strengths,
    trials: Trials,
) -> Result<Odds, Box<Diagnostic>> {
    let Some(prepared) = Prepared::new(plan, strengths) else { return Err(does_not_fit(TOO_LARGE)) };
    let replay = Replay::new(season, rules, plan);
    Ok(spread(&prepared, trials, |seasons, dice, counts| {
        for _ in 0..BLOCK / LANES as u64 {
            seasons.draw(dice);
            for lane in 0..LANES {
                seasons.enter(lane, &replay.table(season, &seasons.drawn(lane)));
            }
            counts.take(seasons);
        }
    }))
}

fn does_not_fit(reason: &str) -> Box<Diagnostic> {
    let refused = Diagnostic::error("PF0590", format!("the odds cannot be counted side by side: {reason}"))
        .at(Place::document("odds"))
        .help("draw fewer seasons, each through the rules");
    Box::new(refused)
}

/// Counts blocks of seasons on some threads.
fn spread(
    prepared: &Prepared<'_>,
    trials: Trials,
    block: impl Fn(&mut Seasons<'_>, &mut Dice, &mut Counts) + Sync,
) -> Odds {
    let blocks = trials.seasons.div_ceil(BLOCK);
    let threads = (trials.threads.max(1) as u64).min(blocks.max(1));
    let (block, competitors) = (&block, prepared.plan.competitors.len());
    let count = |first: u64| {
        let (mut counts, mut seasons) = (Counts::new(competitors), Seasons::new(prepared));
        for number in (first..blocks).step_by(threads as usize) {
            block(&mut seasons, &mut Dice::of_block(trials.seed, number), &mut counts);
        }
        counts
    };
    let count = &count;
    let counted: Vec<Counts> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..threads).map(|first| scope.spawn(move || count(first))).collect();
        // A thread ends early only by a panic, which is handed on.
        let ended = started.into_iter().map(|thread| match thread.join() {
            Ok(counts) => counts,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        ended.collect()
    });
    let mut sum = Counts::new(competitors);
    counted.iter().for_each(|own| sum.add(own));
    sum.odds(prepared.plan, blocks * BLOCK)
}

/// The first block of drawn seasons one by one, and how the plan ranks its competitors in each.
pub fn draws(plan: &Plan, strengths: &Strengths, seed: u64) -> Vec<(Drawn, Vec<Placed>)> {
    let Some(prepared) = Prepared::new(plan, strengths) else { return Vec::new() };
    let mut seasons = Seasons::new(&prepared);
    let mut dice = Dice::of_block(seed, 0);
    let mut draws = Vec::new();
    for _ in 0..BLOCK / LANES as u64 {
        seasons.draw(&mut dice);
        draws.extend((0..LANES).map(|lane| (seasons.drawn(lane), seasons.table(lane))));
    }
    draws
}

/// Sums over seasons. Whole numbers: their order does not matter.
struct Counts {
    champion: Vec<u64>,
    shared: Vec<u64>,
    places: Vec<u64>,
    wins: Vec<Given>,
    misses: Vec<Given>,
}

/// One block, to be compiled for each kind of processor.
struct OneBlock<'a, 'p> {
    seasons: &'a mut Seasons<'p>,
    dice: &'a mut Dice,
    counts: &'a mut Counts,
}

impl WithSimd for OneBlock<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for _ in 0..BLOCK / LANES as u64 {
            self.seasons.draw(self.dice);
            self.counts.take(self.seasons);
        }
    }
}

impl Counts {
    fn new(competitors: usize) -> Counts {
        Counts {
            champion: vec![0; competitors],
            shared: vec![0; competitors],
            places: vec![0; competitors * competitors],
            wins: vec![Given::default(); competitors],
            misses: vec![Given::default(); competitors],
        }
    }

    #[inline(always)]
    fn take(&mut self, seasons: &Seasons<'_>) {
        let prepared = seasons.prepared;
        let competitors = self.champion.len();
        for (competitor, ranks) in seasons.ranks.iter().enumerate() {
            let places = &mut self.places[competitor * competitors..][..competitors];
            for rank in ranks {
                // Beyond the last for one without a place.
                if let Some(place) = places.get_mut(*rank as usize) {
                    *place += 1;
                }
            }
            let first: u64 = ranks.iter().map(|rank| u64::from(*rank == 0)).sum();
            self.champion[competitor] += first;
            if first > 0 {
                let level = ranks.iter().zip(&seasons.shared[competitor]);
                self.shared[competitor] +=
                    level.map(|(rank, shared)| u64::from(*rank == 0 && *shared)).sum::<u64>();
            }
        }
        let Some(next) = prepared.next else { return };
        let places = seasons.places(next);
        // At most MOST_CARS.
        let none = places.len() as i16;
        for competitor in 0..competitors {
            let mut best = [none; LANES];
            let cars = prepared.cars_of(competitor);
            for &car in cars {
                for lane in 0..LANES {
                    best[lane] = best[lane].min(places[car][lane]);
                }
            }
            let ranks = &seasons.ranks[competitor];
            let mut of = |given: fn(&mut Counts) -> &mut Vec<Given>, place: i16| {
                let (mut times, mut champion) = (0_u64, 0_u64);
                for lane in 0..LANES {
                    let is = best[lane] == place;
                    times += u64::from(is);
                    champion += u64::from(is && ranks[lane] == 0);
                }
                let given = &mut given(self)[competitor];
                given.seasons += times;
                given.champion += champion;
            };
            of(|counts| &mut counts.wins, 0);
            of(|counts| &mut counts.misses, none);
        }
    }

    fn add(&mut self, other: &Counts) {
        let sum = |own: &mut Vec<u64>, other: &[u64]| {
            own.iter_mut().zip(other).for_each(|(own, other)| *own += other)
        };
        sum(&mut self.champion, &other.champion);
        sum(&mut self.shared, &other.shared);
        sum(&mut self.places, &other.places);
        let given = |own: &mut Vec<Given>, other: &[Given]| {
            for (own, other) in own.iter_mut().zip(other) {
                own.seasons += other.seasons;
                own.champion += other.champion;
            }
        };
        given(&mut self.wins, &other.wins);
        given(&mut self.misses, &other.misses);
    }

    fn odds(&self, plan: &Plan, seasons: u64) -> Odds {
        let competitors = plan.competitors.len();
        let chances = plan.competitors.iter().enumerate().map(|(index, &competitor)| Chance {
            competitor,
            champion: self.champion[index],
            shared: self.shared[index],
            places: self.places[index * competitors..][..competitors].to_vec(),
            wins_next: self.wins[index],
            misses_next: self.misses[index],
        });
        Odds { seasons, chances: chances.collect() }
    }
}
