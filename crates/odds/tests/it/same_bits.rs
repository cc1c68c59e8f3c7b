//! The counts of a seed: on one thread and on several, in the lanes and through `compute`.

use crate::ranking::{made, strengths};
use parcferme_core::Ix;
use parcferme_core::generate::{Draft, DraftCar};
use parcferme_core::season::{Kind, RoundStatus};
use parcferme_core::{Rulebook, compute};
use parcferme_odds::{Model, Odds, Plan, Record, Strengths, Trials, simulate, simulate_by_compute};

fn odds(threads: usize) -> Odds {
    let (season, rules) = made(5);
    let plan = Plan::new(&season, &rules, Ix::new(0), Some(Ix::new(0)), Some(Ix::new(0))).unwrap();
    let strengths = strengths(&season, &rules, &plan);
    simulate(&plan, &strengths, Trials { seasons: 2_000, seed: 9, threads }).unwrap()
}

#[test]
fn threads_change_nothing() {
    let one = odds(1);
    assert_eq!(one.seasons, 2_048, "whole blocks");
    assert_eq!(one, odds(2));
    assert_eq!(one, odds(7));
    // The same on any machine: floats and dice are part of it.
    let champions: Vec<u64> = one.chances.iter().map(|own| own.champion).collect();
    assert_eq!(champions, [84, 429, 469, 1066]);
    let all: u64 = one.chances.iter().map(|own| own.champion - own.shared).sum();
    let shared: u64 = one.chances.iter().map(|own| own.shared).sum();
    assert!(all + shared >= one.seasons && all + shared / 2 <= one.seasons);
    for own in &one.chances {
        assert_eq!(own.places.iter().sum::<u64>(), one.seasons);
        assert_eq!(own.places[0], own.champion);
    }
}

#[test]
fn compute_counts_the_same() {
    let trials = Trials { seasons: 256, seed: 4, threads: 2 };
    for seed in [5, 8, 21] {
        let (season, rules) = made(seed);
        for title in [0, 1] {
            let plan =
                Plan::new(&season, &rules, Ix::new(title), Some(Ix::new(0)), Some(Ix::new(0))).unwrap();
            let strengths = strengths(&season, &rules, &plan);
            let side_by_side = simulate(&plan, &strengths, trials).unwrap();
            let one_by_one = simulate_by_compute(&season, &rules, &plan, &strengths, trials).unwrap();
            assert_eq!(side_by_side, one_by_one, "seed {seed}, title {title}");
        }
    }
}

/// Two drivers and a race to come, by rules that lanes cannot rank.
#[test]
fn what_the_lanes_cannot_rank_goes_through_compute() {
    let rules = "[[points]]\nid = \"standard\"\nscale = [1, 2]\ntitles = [\"drivers\"]\n\
                 [[title]]\nid = \"drivers\"\ncompetitor = \"driver\"\nwins = \"fewest\"\nabsent = 5\n";
    let (rules, found) = Rulebook::parse("fewest.toml", rules);
    assert_eq!(found, []);
    let mut draft = Draft { rounds: Draft::calendar(2), ..Draft::default() };
    draft.rounds[1].status = RoundStatus::Scheduled;
    for (name, position) in [("Ada", 1), ("Bea", 2)] {
        draft.cars.push(DraftCar {
            position: Some(position),
            number: position.to_string(),
            drivers: vec![name.to_owned()],
            laps: Some(50),
            ..DraftCar::default()
        });
    }
    let season = draft.season(|_| Kind::Driver);
    let plan = Plan::new(&season, &rules, Ix::new(0), None, None).unwrap();
    let strengths = Strengths::equal(2, 0.0);
    let trials = Trials { seasons: 1_024, seed: 1, threads: 1 };
    let refused = simulate(&plan, &strengths, trials).unwrap_err();
    assert_eq!((refused.id, plan.does_not_fit), ("PF0590", Some("fewest points win")));
    let odds = simulate_by_compute(&season, &rules, &plan, &strengths, trials).unwrap();
    // Who won the first race is champion with a second win; else the two are level at 1 + 2 and share the title.
    let (ada, bea) = (&odds.chances[0], &odds.chances[1]);
    assert_eq!((ada.champion, bea.champion), (1_024, bea.shared));
    assert_eq!(ada.shared, bea.shared);
    assert!((420..=604).contains(&bea.shared), "{}", bea.shared);
    assert_eq!(odds.check(&[false, false], &[false, false]), Ok(()));
    assert_eq!(odds.check(&[false, true], &[]).unwrap_err().id, "PF0591");
    assert_eq!(odds.check(&[], &[false, true]).unwrap_err().id, "PF0591");
}

/// Crews of two in cars without numbers, and one race run: each car is one, and who is 7 points behind with 12 races to come
/// has a chance.
#[test]
fn cars_without_numbers_are_told_apart_by_their_crews() {
    let rules = "[[points]]\nid = \"standard\"\nscale = [25, 18, 15]\n\
                 [[title]]\nid = \"drivers\"\ncompetitor = \"driver\"\nties = [\"countback\"]\n";
    let (rules, found) = Rulebook::parse("rally.toml", rules);
    assert_eq!(found, []);
    let mut draft = Draft { rounds: Draft::calendar(13), ..Draft::default() };
    for round in &mut draft.rounds[1..] {
        round.status = RoundStatus::Scheduled;
    }
    for (crew, position) in [(["Ada", "Abe"], 1), (["Bea", "Ben"], 2), (["Cid", "Cal"], 3)] {
        draft.cars.push(DraftCar {
            round: 1,
            position: Some(position),
            drivers: crew.map(str::to_owned).to_vec(),
            ..DraftCar::default()
        });
    }
    let season = draft.season(|_| Kind::Driver);
    let after = Some(Ix::new(0));
    let plan = Plan::new(&season, &rules, Ix::new(0), None, after).unwrap();
    assert_eq!(plan.field().len(), 3, "{:?}", plan.field());
    let outcome = compute(&season, &rules);
    let title = &rules.titles[Ix::new(0)];
    let record = Record::of(&season, &rules, title, None, &outcome.classifications, after);
    assert_eq!(record.races[0].placed.len(), 3);
    let strengths = Strengths::of(&Model::default(), &[&record], &plan.field());
    let odds = simulate(&plan, &strengths, Trials { seasons: 2_048, seed: 3, threads: 1 }).unwrap();
    for own in &odds.chances {
        assert!((100..1_900).contains(&own.champion), "{own:?}");
    }
}
