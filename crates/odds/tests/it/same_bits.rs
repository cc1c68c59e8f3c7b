//! The counts of a seed, on one thread and on several.

use crate::ranking::made;
use parcferme_core::Ix;
use parcferme_odds::{Odds, Plan, Strengths, Trials, simulate};

fn odds(threads: usize) -> Odds {
    let (season, rules) = made(5);
    let plan = Plan::new(&season, &rules, Ix::new(0), Some(Ix::new(0)), Some(Ix::new(0))).unwrap();
    let strengths = Strengths::equal(plan.cars.len(), 0.2);
    simulate(&plan, &strengths, Trials { seasons: 2_000, seed: 9, threads }).unwrap()
}

#[test]
fn threads_change_nothing() {
    let one = odds(1);
    assert_eq!(one.seasons, 2_048, "whole blocks");
    assert_eq!(one, odds(2));
    assert_eq!(one, odds(7));
    let all: u64 = one.chances.iter().map(|own| own.champion - own.shared).sum();
    let shared: u64 = one.chances.iter().map(|own| own.shared).sum();
    assert!(all + shared >= one.seasons && all + shared / 2 <= one.seasons);
    for own in &one.chances {
        assert_eq!(own.places.iter().sum::<u64>(), one.seasons);
        assert_eq!(own.places[0], own.champion);
    }
}
