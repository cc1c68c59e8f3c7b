//! The ranking of a plan is that of `compute` on the same results: rules and seasons from seeds.

use parcferme_core::compute::compute;
use parcferme_core::generate::{Dice, MadeSeason, Shape, season};
use parcferme_core::rules::title::{Lists, Title};
use parcferme_core::season::{Class, Kind, Round, Season};
use parcferme_core::{Ix, Points, Rulebook};
use parcferme_odds::{Model, Plan, Record, Replay, Strengths, draws};
use std::fmt::Write as _;

/// Two titles a class, with what else a plan has to hold: feats, windows, tie-breaks, crews, several cars.
pub fn rulebook(dice: &mut Dice, rounds: u32) -> Rulebook {
    let mut text = String::from("[classified]\nmin_share = \"50 %\"\nof = \"class-winner\"\n");
    for (id, limit) in [("standard", String::new()), ("late", format!("rounds = \"{rounds}\"\n"))] {
        let mut points = dice.between(6, 40);
        let scale: Vec<String> = (0..dice.between(1, 6))
            .map(|_| {
                let own = points;
                points -= dice.below(points + 1).min(9);
                if dice.chance(20) { format!("{own}.5") } else { own.to_string() }
            })
            .collect();
        let mut scale: Vec<f64> = scale.iter().map(|own| own.parse().unwrap()).collect();
        scale.sort_by(|a, b| b.total_cmp(a));
        let scale: Vec<String> = scale.iter().map(f64::to_string).collect();
        let beyond = if dice.chance(20) { "beyond = 0.5\n" } else { "" };
        let _ = write!(text, "[[points]]\nid = \"{id}\"\n{limit}scale = [{}]\n{beyond}", scale.join(", "));
    }
    if dice.chance(50) {
        let within = if dice.chance(50) { "within = 2\n" } else { "" };
        let _ = write!(text, "[[bonus]]\nid = \"lap\"\nfeat = \"fastest-lap\"\npoints = 1\n{within}");
    }
    if dice.chance(30) {
        text.push_str("[[bonus]]\nid = \"pole\"\nfeat = \"pole\"\npoints = 1.5\nclassified = true\n");
    }
    let steps = ["wins", "countback", "best-result", "latest-result", "earliest-result"];
    for (id, competitor) in [("teams", "team"), ("drivers", "driver")] {
        let mut ties = steps;
        dice.shuffle(&mut ties);
        let mut ties: Vec<String> =
            ties[..dice.between(0, 3) as usize].iter().map(|own| format!("\"{own}\"")).collect();
        if dice.chance(30) {
            ties.push("\"shared\"".to_owned());
        }
        let scores = dice.pick(&["best-car", "best-2-cars", "all-cars"]).unwrap();
        let _ = write!(
            text,
            "[[title]]\nid = \"{id}\"\nper = \"class\"\ncompetitor = \"{competitor}\"\nscores = \"{scores}\"\nties = [{}]\n\
             others_keep_position = {}\n",
            ties.join(", "),
            dice.chance(50)
        );
        if competitor == "driver" && dice.chance(40) {
            text.push_str("crew = \"split\"\n");
        }
        if dice.chance(30) {
            text.push_str("ties_over = \"scoring-places\"\n");
        }
        if dice.chance(30) {
            text.push_str("ties_count = \"all-cars\"\n");
        }
        if dice.chance(15) {
            text.push_str("not_at = [\"round-2\"]\n");
        }
        let half = rounds / 2;
        let kept = if dice.chance(20) { ", never_dropped_rounds = \"1\"" } else { "" };
        match dice.below(5) {
            3 if half > 0 => {
                let _ = writeln!(text, "windows = [{{ rounds = \"{half}-{}\", best = 1 }}]", half + 1);
            }
            0 if half > 0 => {
                let (first, second) = (dice.between(1, half), dice.between(1, rounds - half));
                let _ = writeln!(
                    text,
                    "windows = [{{ rounds = \"1-{half}\", best = {first} }}, {{ rounds = \"{}-{rounds}\", best = {second} }}]",
                    half + 1
                );
            }
            1 | 2 => {
                let _ = writeln!(text, "windows = [{{ best = {}{kept} }}]", dice.between(1, rounds));
            }
            _ => {}
        }
    }
    let (rules, found) = Rulebook::parse("made.toml", &text);
    assert_eq!(found, [], "{text}");
    rules
}

/// The rules with everyone listed who started: the plan ranks those who can still score too.
fn listing_all(rules: &Rulebook) -> Rulebook {
    let mut all = rules.clone();
    all.titles.rows_mut().iter_mut().for_each(|title| title.lists = Lists::Started);
    all
}

pub fn made(seed: u64) -> (Season, Rulebook) {
    let dice = &mut Dice::new(seed);
    let shape = Shape { classes: 2, teams_per_class: 4, cars_per_team: 2, rounds: 6 };
    let MadeSeason { draft, .. } = season(seed, &shape);
    let rules = rulebook(dice, u32::try_from(draft.rounds.len()).unwrap());
    let season = draft.season(|title| if title == "drivers" { Kind::Driver } else { Kind::Team });
    (season, rules)
}

pub fn strengths(season: &Season, rules: &Rulebook, plan: &Plan) -> Strengths {
    let outcome = compute(season, rules);
    let title = &rules.titles[plan.title];
    let record = Record::of(season, rules, title, plan.class, &outcome.classifications, plan.after);
    Strengths::of(&Model::default(), &[&record], &plan.field())
}

/// Compares so many drawn seasons with `compute`; how many were.
fn compare(
    season: &Season,
    rules: &Rulebook,
    (title, class, after): (Ix<Title>, Option<Ix<Class>>, Option<Ix<Round>>),
    seed: u64,
    every: usize,
) -> usize {
    let plan = Plan::new(season, rules, title, class, after).unwrap();
    let strengths = strengths(season, rules, &plan);
    let replay = Replay::new(season, rules, &plan);
    let mut compared = 0;
    for (drawn, ranked) in draws(&plan, &strengths, seed).iter().step_by(every) {
        let table = replay.table(season, drawn);
        for ((&own, computed), competitor) in ranked.iter().zip(&table).zip(&plan.competitors) {
            let (name, title) = (&season.competitors[*competitor].name, &rules.titles[title].id);
            match computed {
                Some(computed) => assert_eq!(own, *computed, "seed {seed}: {name} of {title}: {drawn:?}"),
                None => assert_eq!(own.total, Points::ZERO, "seed {seed}: {name} of {title} has no place"),
            }
        }
        compared += 1;
    }
    compared
}

#[test]
fn is_that_of_compute() {
    let mut compared = 0;
    for seed in 0..150 {
        let (season, rules) = made(seed);
        let rounds = season.rounds.len();
        for (title, _) in rules.titles.iter() {
            for (class, _) in season.classes.iter() {
                let after = Some(Ix::new(seed as usize % (rounds - 1)));
                let all = compute(&season, &listing_all(&rules));
                if !all.tables.iter().any(|own| own.title == title && own.class == Some(class)) {
                    continue;
                }
                compared += compare(&season, &rules, (title, Some(class), after), seed, 43);
            }
        }
    }
    assert!(compared > 1_500, "{compared}");
}
