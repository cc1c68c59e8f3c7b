//! Who can still win in a class of 40 cars with six rounds to come, for either field: facts made here.

use criterion::{Criterion, criterion_group, criterion_main};
use parcferme_core::generate::{Dice, Draft, DraftCar};
use parcferme_core::scenario::{Contest, FieldIs, Question};
use parcferme_core::season::{Kind, RoundStatus};
use parcferme_core::{Ix, Rulebook, compute};
use std::hint::black_box;

const CARS: u32 = 40;
const RUN: u32 = 4;
const ROUNDS: u32 = 10;

fn scenario(criterion: &mut Criterion) {
    let (rules, found) = Rulebook::parse(
        "cup.toml",
        "[[points]]\nid = \"standard\"\nscale = [25, 20, 16, 13, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]\n\
         [[title]]\nid = \"teams\"\ncompetitor = \"team\"\nwindows = [{ best = 8 }]\nties = [\"countback\"]\n",
    );
    assert!(found.is_empty(), "{found:?}");
    let mut draft = Draft { rounds: Draft::calendar(ROUNDS), ..Draft::default() };
    let mut dice = Dice::new(11);
    for round in 1..=RUN {
        let mut left: Vec<u32> = (1..=CARS).collect();
        for position in 1..=CARS {
            let number = left.swap_remove(dice.below(CARS + 1 - position) as usize).to_string();
            let (position, team) = (Some(position), format!("Team {number}"));
            draft.cars.push(DraftCar { round, position, number, team, ..DraftCar::default() });
        }
    }
    for round in &mut draft.rounds[RUN as usize..] {
        round.status = RoundStatus::Scheduled;
    }
    let season = draft.season(|_| Kind::Team);
    let outcome = compute(&season, &rules);
    for field in FieldIs::ALL {
        let after = Some(Ix::new(RUN as usize - 1));
        let question = Question { season: &season, rules: &rules, after, field };
        let what = format!("scenario: a class of 40, six rounds to come, {}", field.word());
        criterion.bench_function(&what, |b| {
            b.iter(|| Contest::of(black_box(question), &outcome.tables[0]).answer().chances.len());
        });
    }
}

criterion_group!(benches, scenario);
criterion_main!(benches);
