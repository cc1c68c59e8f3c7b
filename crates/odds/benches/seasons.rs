//! How many seasons are drawn in a second of the processor, beside the same with numpy in the same run.
//!
//! A season is nine races of four classes of twelve teams, two results dropped, ties broken by countback; strengths and
//! shares without a place drawn anew for each, with drift. `cargo bench -p parcferme-odds`; numpy is left out where
//! `python3` does not have it.

use parcferme_core::generate::{Draft, DraftCar};
use parcferme_core::season::Kind;
use parcferme_core::{Ix, Rulebook};
use parcferme_odds::{Model, Plan, Record, Strengths, Trials, simulate};
use std::fs;
use std::process::Command;
use std::time::Instant;

const RULES: &str = r#"
[[points]]
id = "standard"
scale = [25, 18, 15, 12, 10, 8, 6, 4, 2, 1]

[[title]]
id = "teams"
per = "class"
competitor = "team"
windows = [{ best = 8 }]
ties = ["countback", "shared"]
"#;

const CLASSES: usize = 4;
const TEAMS: usize = 12;
fn seasons() -> u64 {
    std::env::var("SEASONS").ok().and_then(|own| own.parse().ok()).unwrap_or(400_000)
}

fn main() {
    // Cargo hands its own arguments over.
    let (rules, found) = Rulebook::parse("bench.toml", RULES);
    assert_eq!(found, []);
    let mut draft = Draft { rounds: Draft::calendar(10), ..Draft::default() };
    for class in 0..CLASSES {
        draft.classes.push(format!("C{class}"));
        for team in 0..TEAMS {
            draft.cars.push(DraftCar {
                position: Some((class * TEAMS + team + 1) as u32),
                class: format!("C{class}"),
                number: format!("{class}{team:02}"),
                team: format!("Team {class} {team}"),
                chassis: format!("Make {team}"),
                drivers: vec![format!("A {class} {team}"), format!("B {class} {team}")],
                laps: Some(parcferme_core::Laps(100).0),
                ..DraftCar::default()
            });
        }
    }
    let season = draft.season(|_| Kind::Team);
    let outcome = parcferme_core::compute(&season, &rules);
    let prepared: Vec<(Plan, Strengths)> = (0..CLASSES)
        .map(|class| {
            let class = Some(Ix::new(class));
            let plan = Plan::new(&season, &rules, Ix::new(0), class, None).expect("fits");
            let title = &rules.titles[Ix::new(0)];
            let record = Record::of(&season, &rules, title, class, &outcome.classifications, None);
            let strengths = Strengths::of(&Model::default(), &[&record], &plan.field());
            assert_eq!((plan.rounds.len(), plan.cars.len()), (9, TEAMS));
            (plan, strengths)
        })
        .collect();
    for pass in 0..3 {
        let (from, wall) = (on_processor(), Instant::now());
        for (plan, strengths) in &prepared {
            let trials = Trials { seasons: seasons(), seed: 1, threads: 1 };
            let odds = simulate(plan, strengths, trials).expect("fits");
            std::hint::black_box(odds);
        }
        let taken = on_processor().zip(from).map_or(wall.elapsed().as_secs_f64(), |(to, from)| to - from);
        println!("odds   {pass}: {:9.0} seasons a second", seasons() as f64 / taken);
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/seasons.py");
    if !Command::new("python3").arg(script).status().is_ok_and(|status| status.success()) {
        println!("numpy: not at hand");
    }
}

/// Seconds that this thread was on the processor, where the system tells.
fn on_processor() -> Option<f64> {
    // The simulation runs on threads of its own: those of the whole process are wanted.
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, after) = stat.rsplit_once(')')?;
    let mut fields = after.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    // A hundred ticks a second on every Linux that matters here.
    Some((ticks()? + ticks()?) / 100.0)
}
