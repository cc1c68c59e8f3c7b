//! `cargo xtask odds-evidence`: the odds after every round held against what happened, in `docs/evidence/odds.md`.

mod picture;
mod scores;
mod seasons;

use crate::{Done, root};
use parcferme_core::Points;
use parcferme_odds::{Given, Model, Odds, Strengths, Trials, seed, simulate};
use scores::{Forecast, LEAST, Scores};
use seasons::State;
use std::fmt::Write as _;
use std::fs;

#[derive(clap::Args)]
pub struct Args {
    /// Seasons drawn for each state
    #[arg(long, default_value_t = 16_384)]
    trials: u64,
    /// Score the model with other numbers, such as `drift=0.2,unknown=0.3`, and write nothing; again for several
    #[arg(long)]
    model: Vec<String>,
}

pub fn run(args: &Args) -> Done {
    let states = seasons::formula_one()?;
    if !args.model.is_empty() {
        for changes in &args.model {
            let model = changed(changes)?;
            let [open, _, even, odd] = of_model(&model, &states, args.trials)?;
            println!("{changes}: {}; even years {:.4}, odd {:.4}", line(&open), even.brier(), odd.brier());
        }
        return Ok(());
    }
    let of_model = of_model(&Model::default(), &states, args.trials)?;
    let alike = |state: &State| {
        let without = if state.year < ALL_RACE { FORMER_WITHOUT } else { 0.15 };
        drawn(state, &Strengths::equal(state.plan.cars.len(), without), args.trials)
    };
    let yardsticks = [
        (
            "the leader becomes champion",
            split(&states, |own| Ok(Forecast::of_leader(&own.contenders, own.leader)))?,
        ),
        ("equal chances among contenders", split(&states, |own| Ok(Forecast::even(&own.contenders)))?),
        ("shares of points", split(&states, |own| Ok(Forecast::by_points(&own.contenders, &own.points)))?),
        ("all cars alike, real points", split(&states, alike)?),
    ];
    let endurance = seasons::endurance()?;
    let of_endurance = [
        (
            "the leader becomes champion",
            split(&endurance, |own| Ok(Forecast::of_leader(&own.contenders, own.leader)))?,
        ),
        ("equal chances among contenders", split(&endurance, |own| Ok(Forecast::even(&own.contenders)))?),
        ("shares of points", split(&endurance, |own| Ok(Forecast::by_points(&own.contenders, &own.points)))?),
        ("the model", self::of_model(&Model::default(), &endurance, args.trials)?),
    ];
    let state =
        states.iter().find(|own| own.name.starts_with(EXAMPLE)).ok_or("the example's state is gone")?;
    let page = page(args.trials, &yardsticks, &of_model, &of_endurance, &example(state)?);
    let folder = root().join("docs/evidence");
    for (name, text) in [("odds.md", page), ("odds.svg", picture::reliability(&of_model[0]))] {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        println!("wrote {}", path.display());
    }
    Ok(())
}

/// Share of cars without a place before and from the year from which nearly all come in; of the field as a whole.
const ALL_RACE: i32 = 2000;
const FORMER_WITHOUT: f64 = 0.45;

/// The state that is shown in full.
const EXAMPLE: &str = "f1/2021 drivers None 18";

/// States with two or more contenders; all; of the former those of even years and of odd ones.
type Split = [Scores; 4];

fn of_model(model: &Model, states: &[State], trials: u64) -> Result<Split, String> {
    split(states, |state| drawn(state, &of_state(model, state), trials))
}

fn drawn(state: &State, strengths: &Strengths, trials: u64) -> Result<Forecast, String> {
    let odds = odds(state, strengths, trials)?;
    let contradicts = odds.check(&state.out, &state.decided).is_err();
    Ok(Forecast { contradicts, ..Forecast::of(&state.contenders, |own| odds.share(own)) })
}

fn odds(state: &State, strengths: &Strengths, trials: u64) -> Result<Odds, String> {
    let trials = Trials { seasons: trials, seed: seed(&[&state.name]), threads: 1 };
    let failed = |own: Box<parcferme_core::Diagnostic>| format!("{}: {}", state.name, own.message);
    let odds = simulate(&state.plan, strengths, trials).map_err(failed)?;
    if let Err(contradiction) = odds.check(&state.out, &state.decided) {
        eprintln!("{}: {}", state.name, contradiction.message);
    }
    Ok(odds)
}

fn of_state(model: &Model, state: &State) -> Strengths {
    let records: Vec<_> = state.records.iter().map(|own| &**own).collect();
    Strengths::of(model, &records, &state.plan.field())
}

/// One state in full.
fn example(state: &State) -> Result<String, String> {
    let strengths = of_state(&Model::default(), state);
    let odds = odds(state, &strengths, 1 << 20)?;
    let mut table = "| driver | points | strength | its deviation | races without a place | champion | standard error | mean of the final place | if first in the next race | if without a place in it |\n\
                     |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n"
        .to_owned();
    let mut order = state.contenders.clone();
    order.sort_by_key(|&own| std::cmp::Reverse(odds.chances[own].champion));
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    for own in order.into_iter().filter(|&own| odds.share(own) >= 0.000_5) {
        let chance = &odds.chances[own];
        // A contender races on, in one car.
        let scores = |car: &parcferme_odds::Car| car.scores_for.iter().any(|link| link.0 == own);
        let car = state.plan.cars.iter().position(scores).unwrap_or(0);
        let given = |given: Given| given.share().map_or_else(|| "-".to_owned(), percent);
        let _ = writeln!(
            table,
            "| {} | {} | {:.2} | {:.2} | {} | {} | {:.2} % | {:.1} | {} | {} |",
            state.names[own],
            Points::fraction(state.points[own], state.plan.part),
            strengths.mean[car],
            strengths.deviation(car),
            percent(strengths.share_without(car)),
            percent(odds.share(own)),
            odds.error(own) * 100.0,
            odds.expected_place(own),
            given(chance.wins_next),
            given(chance.misses_next)
        );
    }
    Ok(table)
}

/// Forecasts all states, on all processors, and scores them.
fn split(
    states: &[State],
    forecast: impl Fn(&State) -> Result<Forecast, String> + Sync,
) -> Result<Split, String> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let forecast = &forecast;
    let parts: Vec<Result<Vec<Forecast>, String>> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..threads)
            .map(|first| {
                scope.spawn(move || states.iter().skip(first).step_by(threads).map(forecast).collect())
            })
            .collect();
        let failed = |_| Err("a forecast panicked".to_owned());
        started.into_iter().map(|thread| thread.join().unwrap_or_else(failed)).collect()
    });
    let parts: Vec<Vec<Forecast>> = parts.into_iter().collect::<Result<_, _>>()?;
    let mut split = Split::default();
    for (index, state) in states.iter().enumerate() {
        let forecast = &parts[index % threads][index / threads];
        let mut add = |to: usize| split[to].add(state.champion, state.quarter, forecast);
        add(1);
        if state.contenders.len() > 1 {
            add(0);
            add(2 + usize::from(state.year % 2 != 0));
        }
    }
    Ok(split)
}

fn changed(changes: &str) -> Result<Model, String> {
    let mut model = Model::default();
    for change in changes.split(',').filter(|own| !own.is_empty()) {
        let (name, value) = change.split_once('=').ok_or_else(|| format!("`{change}` is not name=value"))?;
        let own = model.number(name).ok_or_else(|| format!("the model has no `{name}`"))?;
        *own = value.parse().map_err(|_| format!("`{value}` is no number"))?;
    }
    Ok(model)
}

fn line(scores: &Scores) -> String {
    let quarters = scores.by_quarter().map(|own| format!("{own:.3}")).join(" ");
    format!(
        "{} states, Brier {:.4} ({quarters}), log loss {:.4}, calibration error {:.4}, of favourites {:.4}",
        scores.states,
        scores.brier(),
        scores.log_loss(),
        scores.calibration_error(),
        scores.error_of_favourites()
    )
}

fn row(name: &str, scores: &Scores) -> String {
    let quarters = scores.by_quarter().map(|own| format!("{own:.3}")).join(" | ");
    format!(
        "| {name} | {:.3} | {quarters} | {:.3} | {:.3} | {:.3} |\n",
        scores.brier(),
        scores.log_loss(),
        scores.calibration_error(),
        scores.error_of_favourites()
    )
}

const HEAD: &str = "| forecast | Brier | 1st quarter | 2nd | 3rd | 4th | log loss | calibration error | of favourites |\n\
                    |---|---:|---:|---:|---:|---:|---:|---:|---:|\n";

fn table(rows: &[(&str, Split)], of: usize) -> String {
    rows.iter().fold(HEAD.to_owned(), |table, (name, split)| table + &row(name, &split[of]))
}

fn page(
    trials: u64,
    yardsticks: &[(&str, Split)],
    of_model: &Split,
    of_endurance: &[(&str, Split)],
    example: &str,
) -> String {
    let mut rows = yardsticks.to_vec();
    rows.push(("**the model**", of_model.clone()));
    let [open, all, even, odd] = of_model;
    let mut page = format!(
        "# Odds of a title, held against what happened\n\n\
         Written by `cargo xtask odds-evidence` (it takes some minutes); how the odds come about: [ODDS.md](../ODDS.md).\n\n\
         After every round but the last of Formula One 1950 to 2025 the drivers' title was forecast from what was known by then: the results of that season so far and of the three before it. \
         {trials} seasons were drawn for each state. Who could still be champion is exact (`crates/core/src/scenario`). {}\n\n\
         * *Brier score*: squared misses of all contenders, summed; 0 is perfect, 2 is sure and wrong. By quarter of the season too.\n\
         * *Log loss*: minus the logarithm of what was said of who became champion; nought counts as {LEAST:.6}.\n\
         * *Calibration error*: how far apart what was said and what happened are in ten bins, by the number of forecasts: of all contenders, most of whom have next to no chance, and of the likeliest of each state alone.\n\n\
         ## {} states with two or more contenders\n\n{}\n\
         Even years alone: Brier {:.3}; odd years: {:.3}. The numbers of the model were chosen by looking at these very seasons, in a few dozen trials; they are the same for all of them.\n\n\
         ## All {} states before a last race\n\nThose in which the title was decided are forecast without a miss.\n\n{}\n\
         ## Said and happened\n\n![What was said against what happened](odds.svg)\n\n\
         The bars are where the true frequency lies nineteen times out of twenty, were the forecasts independent; those of one season are not.\n\n\
         | said between | forecasts | said on average | became champion |\n|---|---:|---:|---:|\n",
        match all.contradictions {
            0 =>
                "No drawn season made anybody champion who could not be, or denied it to one who was already."
                    .to_owned(),
            some => format!("**In {some} of the states drawn seasons contradict it.**"),
        },
        open.states,
        table(&rows, 0),
        even.brier(),
        odd.brier(),
        all.states,
        table(&rows, 1),
    );
    for (index, bin) in open.bins.iter().enumerate() {
        let _ = writeln!(
            page,
            "| {}-{} % | {} | {:.1} % | {:.1} % |",
            index * 10,
            index * 10 + 10,
            bin.forecasts,
            bin.said() * 100.0,
            bin.happened() * 100.0
        );
    }
    let _ = write!(
        page,
        "\n## One state in full: 2021 after 18 of 22 rounds\n\nFrom {} drawn seasons; Max Verstappen became champion. Strengths are natural logarithms, against the mean of the field.\n\n{example}",
        1 << 20
    );
    let _ = write!(
        page,
        "\n## The endurance season that ships\n\n\
         American Le Mans Series 2003: all titles of all classes that one alone won, after every round but the last, {} states with two or more contenders; nothing is known of seasons before. One season proves little; it shows that nothing breaks.\n\n{}",
        of_endurance[0].1[0].states,
        table(of_endurance, 0),
    );
    page
}
