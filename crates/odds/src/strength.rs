//! How strong the runners are, from the races so far and the seasons before, and how sure that is.
//!
//! Plackett and Luce: of those still to come in, each is the next with a chance in proportion to its strength. The logarithm
//! of a strength is a part of the runner and a part of the machine in that season; both are normal before anything is
//! known, and the machine's part follows that of the season before. Races of seasons before, and earlier ones of this
//! season, weigh less. Near its maximum the posterior is normal too (Laplace): its mean and its spread, with what one runner
//! has in common with another, are kept, and a strength is drawn from them anew for each season that is simulated.
//!
//! Having no place in a race is apart from strength: a share of races for each runner, its posterior a beta distribution.

use crate::dense::{Dense, Triangle};
use crate::logarithm::{exp, ln};
use crate::record::{Race, Record, Runner};
use std::collections::BTreeMap;

/// What the model assumes before it has seen a race. [`Model::default`] is what the evidence was made with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Model {
    /// Standard deviation of the part of a runner, in natural logarithms.
    pub of_runner: f64,
    /// The same of a machine in its first season.
    pub of_machine: f64,
    /// How much of a machine's part is left a season later, and the standard deviation of what is new.
    pub machine_stays: f64,
    pub machine_changes: f64,
    /// What a race of the season before weighs against one of this.
    pub season_before: f64,
    /// What a race weighs against the next one of the season.
    pub race_before: f64,
    /// Standard deviation of what the races so far do not tell of a runner's strength in the rest of the season.
    pub unknown: f64,
    /// Standard deviation of a strength's change from race to race.
    pub drift: f64,
    /// How many races the field's share of cars without a place counts for.
    pub field_without: f64,
    /// What a race of the season before counts for in a runner's share of races without a place.
    pub without_before: f64,
}

impl Default for Model {
    fn default() -> Model {
        Model {
            of_runner: 0.7,
            of_machine: 0.6,
            machine_stays: 1.0,
            machine_changes: 0.2,
            season_before: 0.8,
            race_before: 0.97,
            unknown: 0.2,
            drift: 0.15,
            field_without: 40.0,
            without_before: 0.3,
        }
    }
}

impl Model {
    /// A number of the model by its name, to be changed.
    pub fn number(&mut self, name: &str) -> Option<&mut f64> {
        Some(match name {
            "of_runner" => &mut self.of_runner,
            "of_machine" => &mut self.of_machine,
            "machine_stays" => &mut self.machine_stays,
            "machine_changes" => &mut self.machine_changes,
            "season_before" => &mut self.season_before,
            "race_before" => &mut self.race_before,
            "unknown" => &mut self.unknown,
            "drift" => &mut self.drift,
            "field_without" => &mut self.field_without,
            "without_before" => &mut self.without_before,
            _ => return None,
        })
    }
}

/// Shares of races without a place, as so many quantiles of their distribution, in parts of 65,536.
pub const QUANTILES: usize = 256;

/// What is known of the runners of a field, in its order.
#[derive(Clone, Debug, PartialEq)]
pub struct Strengths {
    /// Logarithms of strength.
    pub mean: Vec<f64>,
    /// Times independent normal numbers, added to the mean, it is a draw.
    pub spread: Triangle,
    pub without: Vec<[u16; QUANTILES]>,
    /// Standard deviation of the change from race to race.
    pub drift: f64,
}

impl Strengths {
    /// All alike and known for sure, with a share of races without a place: the yardstick that any model has to beat.
    pub fn equal(runners: usize, without: f64) -> Strengths {
        let share = (without.clamp(0.0, 0.999) * 65_536.0) as u16;
        Strengths {
            mean: vec![0.0; runners],
            spread: Triangle::zero(runners),
            without: vec![[share; QUANTILES]; runners],
            drift: 0.0,
        }
    }

    /// Standard deviation of the logarithm of a runner's strength.
    pub fn deviation(&self, runner: usize) -> f64 {
        self.spread.row(runner).iter().map(|own| own * own).sum::<f64>().sqrt()
    }

    /// Mean of a runner's share of races without a place.
    pub fn share_without(&self, runner: usize) -> f64 {
        let sum: f64 = self.without[runner].iter().map(|own| f64::from(*own)).sum();
        sum / (QUANTILES as f64 * 65_536.0)
    }

    /// From the seasons, this one first and each before it after it.
    pub fn of(model: &Model, seasons: &[&Record], field: &[Runner]) -> Strengths {
        let (mean, spread) = Parts::of(seasons, field).fit(model, seasons, field);
        Strengths { mean, spread, without: shares_without(model, seasons, field), drift: model.drift }
    }
}

/// Where the parts that are added up to strengths stand among the unknowns.
struct Parts<'r> {
    runners: BTreeMap<&'r str, usize>,
    /// By name and how many seasons ago.
    machines: BTreeMap<(&'r str, usize), usize>,
}

impl<'r> Parts<'r> {
    fn of(seasons: &[&'r Record], field: &'r [Runner]) -> Parts<'r> {
        let mut parts = Parts { runners: BTreeMap::new(), machines: BTreeMap::new() };
        let started = seasons.iter().enumerate().flat_map(|(ago, record)| {
            record.races.iter().flat_map(move |race| race.placed.iter().map(move |own| (&own.runner, ago)))
        });
        for (runner, ago) in started.chain(field.iter().map(|runner| (runner, 0))) {
            let next = parts.runners.len() + parts.machines.len();
            parts.runners.entry(runner.who.as_str()).or_insert(next);
            let next = parts.runners.len() + parts.machines.len();
            parts.machines.entry((runner.machine.as_str(), ago)).or_insert(next);
        }
        parts
    }

    fn len(&self) -> usize {
        self.runners.len() + self.machines.len()
    }

    /// The two unknowns of a runner.
    fn at(&self, runner: &Runner, ago: usize) -> [usize; 2] {
        // Every runner of a race and of the field was entered above.
        let own = self.runners.get(runner.who.as_str()).copied().unwrap_or(0);
        let machine = self.machines.get(&(runner.machine.as_str(), ago)).copied().unwrap_or(0);
        [own, machine]
    }

    /// Mean and spread of the field's strengths.
    fn fit(&self, model: &Model, seasons: &[&Record], field: &[Runner]) -> (Vec<f64>, Triangle) {
        let mut races: Vec<(f64, Vec<[usize; 2]>)> = Vec::new();
        for (ago, record) in seasons.iter().enumerate() {
            for (age, race) in record.races.iter().rev().enumerate() {
                let weight = match ago {
                    0 => power(model.race_before, age),
                    ago => power(model.season_before, ago),
                };
                races.push((weight, race.placed.iter().map(|own| self.at(&own.runner, ago)).collect()));
            }
        }
        let mut at = vec![0.0; self.len()];
        let mut curvature = Dense::zero(self.len());
        for _ in 0..NEWTON_STEPS {
            let mut slope = vec![0.0; self.len()];
            curvature = self.prior(model, &at, &mut slope);
            for (weight, race) in &races {
                add_race(*weight, race, &at, &mut slope, &mut curvature);
            }
            let mut step = curvature.triangle().solve(slope);
            let longest = step.iter().fold(0.0, |longest: f64, own| longest.max(own.abs()));
            if longest > LONGEST_STEP {
                step.iter_mut().for_each(|own| *own *= LONGEST_STEP / longest);
            }
            at.iter_mut().zip(&step).for_each(|(own, step)| *own += step);
            if longest < 1e-6 {
                break;
            }
        }
        let triangle = curvature.triangle();
        let places: Vec<[usize; 2]> = field.iter().map(|runner| self.at(runner, 0)).collect();
        let mut spread = Dense::zero(field.len());
        for (row, own) in places.iter().enumerate() {
            let mut unit = vec![0.0; self.len()];
            own.iter().for_each(|&part| unit[part] += 1.0);
            let column = triangle.solve(unit);
            for (other, parts) in places.iter().enumerate() {
                *spread.at(row, other) = parts.iter().map(|&part| column[part]).sum();
            }
            *spread.at(row, row) += model.unknown * model.unknown;
        }
        let mean: Vec<f64> = places.iter().map(|own| own.iter().map(|&part| at[part]).sum()).collect();
        // Strengths are relative: what is common to all says nothing.
        let middle = mean.iter().sum::<f64>() / mean.len().max(1) as f64;
        (mean.into_iter().map(|own| own - middle).collect(), spread.triangle())
    }

    /// The prior's curvature, and its slope at the strengths so far.
    fn prior(&self, model: &Model, at: &[f64], slope: &mut [f64]) -> Dense {
        let mut curvature = Dense::zero(self.len());
        for &part in self.runners.values() {
            let weight = 1.0 / (model.of_runner * model.of_runner);
            *curvature.at(part, part) += weight;
            slope[part] -= weight * at[part];
        }
        for (&(machine, ago), &part) in &self.machines {
            let Some(&before) = self.machines.get(&(machine, ago + 1)) else {
                let weight = 1.0 / (model.of_machine * model.of_machine);
                *curvature.at(part, part) += weight;
                slope[part] -= weight * at[part];
                continue;
            };
            let weight = 1.0 / (model.machine_changes * model.machine_changes);
            let stays = model.machine_stays;
            let change = at[part] - stays * at[before];
            slope[part] -= weight * change;
            slope[before] += weight * stays * change;
            *curvature.at(part, part) += weight;
            *curvature.at(before, before) += weight * stays * stays;
            *curvature.at(part, before) -= weight * stays;
            *curvature.at(before, part) -= weight * stays;
        }
        curvature
    }
}

const NEWTON_STEPS: usize = 12;
const LONGEST_STEP: f64 = 2.0;

/// Adds slope and curvature (with its sign turned) of the logarithm of a race's probability.
fn add_race(weight: f64, race: &[[usize; 2]], at: &[f64], slope: &mut [f64], curvature: &mut Dense) {
    let strengths: Vec<f64> = race.iter().map(|own| exp(at[own[0]] + at[own[1]])).collect();
    // From the back: what is left of the field when each comes in.
    let mut left = vec![0.0; race.len()];
    let mut sum = 0.0;
    for index in (0..race.len()).rev() {
        sum += strengths[index];
        left[index] = sum;
    }
    // Sums over the stages until each came in of 1/left and 1/left².
    let (mut first, mut second) = (0.0, 0.0);
    let mut until = Vec::with_capacity(race.len());
    for &left in &left {
        first += 1.0 / left;
        second += 1.0 / (left * left);
        until.push((first, second));
    }
    for (index, parts) in race.iter().enumerate() {
        let own = strengths[index];
        for &part in parts {
            slope[part] += weight * (1.0 - own * until[index].0);
        }
        for (other, others) in race.iter().enumerate() {
            let both = until[index.min(other)].1 * own * strengths[other];
            let bend = if index == other { own * until[index].0 - both } else { -both };
            for &row in parts {
                for &column in others {
                    *curvature.at(row, column) += weight * bend;
                }
            }
        }
    }
}

fn power(base: f64, exponent: usize) -> f64 {
    (0..exponent).fold(1.0, |product, _| product * base)
}

/// Quantiles of each runner's share of races without a place. A race that it was not in, after its first of the season, is
/// one without.
fn shares_without(model: &Model, seasons: &[&Record], field: &[Runner]) -> Vec<[u16; QUANTILES]> {
    let has = |starts: &[crate::record::Start], who: &str| starts.iter().any(|own| own.runner.who == who);
    let (mut cars, mut without) = (2.0, 0.5);
    for (ago, record) in seasons.iter().enumerate() {
        let weight = power(model.without_before, ago);
        for race in &record.races {
            cars += weight * (race.placed.len() + race.without.len()) as f64;
            without += weight * race.without.len() as f64;
        }
    }
    let of_field = without / cars;
    let quantiles = |runner: &Runner| {
        let mut missed = of_field * model.field_without;
        let mut held = model.field_without - missed;
        for (ago, record) in seasons.iter().enumerate() {
            let weight = power(model.without_before, ago);
            let started = |race: &&Race| has(&race.placed, &runner.who) || has(&race.without, &runner.who);
            let of_season = record.races.iter().skip_while(|race| !started(race));
            for race in of_season.filter(|race| ago == 0 || started(race)) {
                match has(&race.placed, &runner.who) {
                    true => held += weight,
                    false => missed += weight,
                }
            }
        }
        beta_quantiles(missed, held)
    };
    field.iter().map(quantiles).collect()
}

/// Quantiles in the middle of equal parts of a beta distribution, in parts of 65,536.
fn beta_quantiles(a: f64, b: f64) -> [u16; QUANTILES] {
    const GRID: usize = 512;
    let logarithm = |cell: usize| {
        let share = (cell as f64 + 0.5) / GRID as f64;
        (a - 1.0) * ln(share) + (b - 1.0) * ln(1.0 - share)
    };
    let logarithms: Vec<f64> = (0..GRID).map(logarithm).collect();
    let most = logarithms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let density: Vec<f64> = logarithms.iter().map(|own| exp(own - most)).collect();
    let total: f64 = density.iter().sum();
    let mut quantiles = [0; QUANTILES];
    let (mut cell, mut below) = (0, 0.0);
    for (index, own) in quantiles.iter_mut().enumerate() {
        let wanted = (index as f64 + 0.5) / QUANTILES as f64 * total;
        while cell + 1 < GRID && below + density[cell] < wanted {
            below += density[cell];
            cell += 1;
        }
        let inside = ((wanted - below) / density[cell]).clamp(0.0, 1.0);
        // At most 65,535, because the cell is below GRID and a part of it is cut off.
        *own = (((cell as f64 + inside) / GRID as f64) * 65_535.0) as u16;
    }
    quantiles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Start;
    use parcferme_core::Ix;

    fn record(orders: &[&[&str]]) -> Record {
        let start = |name: &&str| Start {
            runner: Runner { who: (*name).to_owned(), machine: String::new() },
            driver: None,
            result: Ix::new(0),
        };
        let race = |order: &&[&str]| Race {
            round: Ix::new(0),
            placed: order.iter().map(start).collect(),
            without: Vec::new(),
        };
        Record { races: orders.iter().map(race).collect() }
    }

    fn field(names: &[&str]) -> Vec<Runner> {
        names.iter().map(|name| Runner { who: (*name).to_owned(), machine: String::new() }).collect()
    }

    #[test]
    fn who_is_ahead_is_stronger_and_more_races_are_surer() {
        let few = record(&[&["a", "b", "c"], &["a", "c", "b"]]);
        let many = record(&[&["a", "b", "c"] as &[_], &["a", "c", "b"]].repeat(5));
        let names = field(&["a", "b", "c"]);
        let [few, many] = [&few, &many].map(|own| Strengths::of(&Model::default(), &[own], &names));
        assert!(few.mean[0] > few.mean[1] && many.mean[0] > few.mean[0]);
        assert!((few.mean[1] - few.mean[2]).abs() < 0.05, "{:?}", few.mean);
        assert!(many.spread.row(0)[0] < few.spread.row(0)[0]);
    }

    #[test]
    fn the_season_before_is_the_prior() {
        let (now, before) = (record(&[]), record(&[&["b", "a"], &["b", "a"]]));
        let own = Strengths::of(&Model::default(), &[&now, &before], &field(&["a", "b", "new"]));
        assert!(own.mean[1] > own.mean[2] && own.mean[2] > own.mean[0], "{:?}", own.mean);
    }

    #[test]
    fn quantiles_of_the_flat_distribution_are_even() {
        let flat = beta_quantiles(1.0, 1.0);
        for (index, own) in flat.iter().enumerate() {
            let even = (index as f64 + 0.5) / 256.0 * 65_535.0;
            assert!((f64::from(*own) - even).abs() < 2.0, "{index}: {own} {even}");
        }
        let mean =
            |own: [u16; QUANTILES]| own.iter().map(|own| f64::from(*own)).sum::<f64>() / 256.0 / 65_536.0;
        assert!((mean(beta_quantiles(2.0, 6.0)) - 0.25).abs() < 0.002);
    }
}
