//! `cargo xtask odds-evidence`: the odds of every title of Formula One after every round, held against what happened.

mod scores;
mod seasons;

use crate::Done;
use parcferme_odds::{Model, Plan, Strengths, Trials, seed, simulate};
use scores::{Forecast, Scores};
use seasons::{State, states};

#[derive(clap::Args)]
pub struct Args {
    /// Seasons drawn for each state
    #[arg(long, default_value_t = 4096)]
    trials: u64,
    /// Parameter sweeps: name=value,...
    #[arg(long)]
    model: Vec<String>,
}

pub fn run(args: &Args) -> Done {
    let started = std::time::Instant::now();
    let states = states()?;
    eprintln!("{} states in {:?}", states.len(), started.elapsed());
    let equal = score(&states, |state| forecast(state, &Strengths::equal(state.plan.cars.len(), 0.25), args.trials));
    println!("equal, real points   {equal}");
    println!("leader               {}", score(&states, |state| Forecast::sure(&state.contenders, state.leader)));
    println!("one of n             {}", score(&states, |state| Forecast::even(&state.contenders)));
    println!("points shares        {}", score(&states, |state| Forecast::shares(&state.contenders, &state.points)));
    let sets = if args.model.is_empty() { vec![String::new()] } else { args.model.clone() };
    for set in sets {
        let mut model = Model::default();
        for pair in set.split(',').filter(|own| !own.is_empty()) {
            let (name, value) = pair.split_once('=').ok_or("name=value")?;
            let value: f64 = value.parse().map_err(|_| "value")?;
            *match name {
                "runner" => &mut model.of_runner,
                "machine" => &mut model.of_machine,
                "stays" => &mut model.machine_stays,
                "changes" => &mut model.machine_changes,
                "before" => &mut model.season_before,
                "race" => &mut model.race_before,
                "unknown" => &mut model.unknown,
                "drift" => &mut model.drift,
                "field" => &mut model.field_without,
                "wbefore" => &mut model.without_before,
                _ => return Err(format!("no {name}")),
            } = value;
        }
        let started = std::time::Instant::now();
        let scores = score(&states, |state| {
            let records: Vec<_> = state.records();
            let strengths = Strengths::of(&model, &records, &state.plan.field());
            forecast(state, &strengths, args.trials)
        });
        println!("{set:20} {scores}  {:.1?}", started.elapsed());
    }
    Ok(())
}

fn forecast(state: &State, strengths: &Strengths, trials: u64) -> Forecast {
    let plan: &Plan = &state.plan;
    let trials = Trials { seasons: trials, seed: seed(&[&state.name]), threads: 1 };
    let odds = simulate(plan, strengths, trials).expect("fits");
    Forecast::of(&state.contenders, |index| odds.share(index))
}

fn score(states: &[State], forecast: impl Fn(&State) -> Forecast + Sync) -> Scores {
    let forecast = &forecast;
    let halves: Vec<Vec<Forecast>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2)
            .map(|half| scope.spawn(move || states.iter().skip(half).step_by(2).map(forecast).collect()))
            .collect();
        threads.into_iter().map(|own| own.join().expect("no panic")).collect()
    });
    let forecasts = (0..states.len()).map(|index| &halves[index % 2][index / 2]);
    Scores::of(states.iter().zip(forecasts).map(|(state, own)| (state.champion, state.quarter, own)))
}
