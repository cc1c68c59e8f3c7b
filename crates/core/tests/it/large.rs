//! A season of a hundred rounds and some 200 cars, in order and with much that is wrong. How long an audit of it takes is
//! measured, not asserted: `cargo test --release -p parcferme-core --test it large -- --ignored --nocapture`.

use crate::by_hand;
use parcferme_core::generate::{Draft, DraftFeat, MadeSeason, Shape, season};
use parcferme_core::infer::{Space, infer};
use parcferme_core::{Points, Rulebook, audit, compute};
use std::time::Instant;

const SHAPE: Shape = Shape { classes: 4, teams_per_class: 50, cars_per_team: 3, rounds: 100 };

fn large() -> (MadeSeason, Rulebook) {
    let large = |made: &MadeSeason| {
        let cars = made.draft.cars.iter().filter(|car| car.round == 1).count();
        made.draft.rounds.len() >= 95 && (180..=230).contains(&cars)
    };
    let mut made = (0..).map(|seed| season(seed, &SHAPE)).find(large).unwrap();
    made.draft.tables = by_hand::tables(&made);
    let (rules, diagnostics) = Rulebook::parse("made-up.toml", &made.rules.rulebook());
    assert_eq!(diagnostics, []);
    (made, rules)
}

fn measure(name: &str, draft: &Draft, rules: &Rulebook) -> audit::Audit {
    let season = draft.season(|title| rules.titles[rules.title(title).unwrap()].competitor);
    let start = Instant::now();
    let outcome = compute(&season, rules);
    let computed = start.elapsed();
    let start = Instant::now();
    let audit = audit::audit(&season, rules, &outcome);
    let audited = start.elapsed();
    let rows = season.results.len();
    let findings = audit.findings.len();
    eprintln!(
        "{name}: {rows} results, computed in {computed:?}, audited in {audited:?}, {findings} findings"
    );
    let start = Instant::now();
    let told = audit::mistakes(&season, rules).len();
    eprintln!("{name}: mistakes in {:?}, {told} told", start.elapsed());
    audit
}

#[test]
#[ignore = "slow, and for its times: .ci/run runs it, `cargo test --release --test it -- --ignored --nocapture large` tells them"]
fn all_cars_of_a_large_season_in_one_round() {
    let (made, rules) = large();
    let mut draft = made.draft;
    draft.tables.clear();
    draft.entries.clear();
    draft.winners.clear();
    draft.rounds.truncate(1);
    for (index, car) in (1_u32..).zip(&mut draft.cars) {
        (car.round, car.position, car.number) = (1, Some(index), index.to_string());
    }
    draft.feats = draft
        .cars
        .iter()
        .map(|car| DraftFeat {
            round: 1,
            feat: "led-lap".to_owned(),
            number: car.number.clone(),
            driver: car.drivers[0].clone(),
        })
        .collect();
    measure("one round", &draft, &rules);
}

#[test]
#[ignore = "slow, and for its times: .ci/run runs it, `cargo test --release --test it -- --ignored --nocapture large` tells them"]
fn a_large_season_of_five_thousand_rounds() {
    let (made, rules) = large();
    let mut draft = made.draft;
    draft.tables.clear();
    draft.winners.clear();
    draft.rounds = Draft::calendar(5_000);
    for (index, car) in (0_u32..).zip(&mut draft.cars) {
        (car.round, car.position) = (index / 4 + 1, Some(index % 4 + 1));
    }
    for entry in &mut draft.entries {
        entry.rounds = (1..=5_000).step_by(250).collect();
    }
    measure("four cars a round", &draft, &rules);
}

#[test]
#[ignore = "slow, and for its times: .ci/run runs it, `cargo test --release --test it -- --ignored --nocapture large` tells them"]
fn a_large_season_is_audited() {
    let (made, rules) = large();
    let audit = measure("in order", &made.draft, &rules);
    assert!(!audit.has_errors());

    let mut draft = made.draft.clone();
    let tables = draft.tables.clone();
    for after in 1..=draft.rounds.len() {
        draft.tables.extend(tables.iter().map(|table| {
            let mut table = table.clone();
            table.after = u32::try_from(after).ok();
            table.rows.iter_mut().for_each(|row| row.cells.clear());
            table
        }));
    }
    measure("tables after rounds, most of them wrong", &draft, &rules);

    let mut draft = made.draft.clone();
    for row in draft.tables.iter_mut().flat_map(|table| &mut table.rows) {
        for cell in row.cells.iter_mut().flatten() {
            *cell += Points::whole(1);
        }
    }
    measure("every cell wrong", &draft, &rules);

    let mut draft = made.draft.clone();
    for (index, car) in draft.cars.iter_mut().enumerate() {
        car.drivers.iter_mut().for_each(|driver| driver.push_str(&format!(" / {index}x")));
        car.team.push_str(&index.to_string());
    }
    measure("every name another", &draft, &rules);
}

#[test]
#[ignore = "slow, and for its times: .ci/run runs it, `cargo test --release --test it -- --ignored --nocapture large` tells them"]
fn a_large_season_is_inferred() {
    let (made, rules) = large();
    let season = made.draft.season(|title| rules.titles[rules.title(title).unwrap()].competitor);
    let start = Instant::now();
    let judged =
        infer(&season, &rules, &Space::usual(&season, &rules).unwrap(), &mut |_| true).unwrap().judged.len();
    eprintln!("inferred in {:?}, {judged} hypotheses", start.elapsed());
}
