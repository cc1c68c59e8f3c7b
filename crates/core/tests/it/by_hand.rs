//! Tables worked out the way a person would with a pencil, from the drafted results and the numbers of the rules: nothing
//! here goes through the crate's own scoring.

use parcferme_core::Points;
use parcferme_core::generate::{DraftCar, DraftRow, DraftTable, MadeRules, MadeSeason};
use parcferme_core::rules::distance::{DistanceOf, Rounding};
use parcferme_core::season::Status;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The teams' table of each class, after the last round.
pub fn tables(made: &MadeSeason) -> Vec<DraftTable> {
    let rounds = made.draft.rounds.len();
    let mut tables = Vec::new();
    for class in &made.draft.classes {
        let mut teams: BTreeMap<&str, Vec<Option<(u32, i64)>>> = BTreeMap::new();
        for round in 0..rounds {
            for (team, position, points) in score(made, class, u32::try_from(round + 1).unwrap()) {
                teams.entry(team).or_insert_with(|| vec![None; rounds])[round] = Some((position, points));
            }
        }
        let mut rows: Vec<(i64, Vec<u32>, &str, Vec<i64>)> = Vec::new();
        for (team, results) in teams {
            let points: Vec<i64> = results.iter().map(|own| own.map_or(0, |own| own.1)).collect();
            let mut best = points.clone();
            best.sort_unstable_by_key(|&points| Reverse(points));
            best.truncate(made.rules.best.map_or(rounds, |best| best as usize));
            let mut positions: Vec<u32> = results.iter().flatten().map(|own| own.0).collect();
            positions.sort_unstable();
            if points.iter().any(|&points| points != 0) {
                rows.push((best.iter().sum(), positions, team, points));
            }
        }
        rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| countback(&a.1, &b.1)));
        let mut table =
            DraftTable { title: "teams".to_owned(), class: class.clone(), ..DraftTable::default() };
        for (index, (total, positions, team, points)) in rows.iter().enumerate() {
            let level = index > 0 && rows[index - 1].0 == *total && rows[index - 1].1 == *positions;
            let place = u32::try_from(index + 1).unwrap();
            table.rows.push(DraftRow {
                position: if level { table.rows[index - 1].position } else { Some(place) },
                competitor: (*team).to_owned(),
                // A blank cell asserts no points, as does a nought.
                cells: points
                    .iter()
                    .map(|&own| (own != 0 || index % 2 == 0).then(|| Points::whole(own)))
                    .collect(),
                total: Some(Points::whole(*total)),
            });
        }
        tables.push(table);
    }
    tables
}

/// More wins first, then more seconds, and so on.
fn countback(a: &[u32], b: &[u32]) -> std::cmp::Ordering {
    let count = |positions: &[u32], place: u32| positions.iter().filter(|&&own| own == place).count();
    let last = a.iter().chain(b).copied().max().unwrap_or(0);
    (1..=last)
        .map(|place| count(b, place).cmp(&count(a, place)))
        .find(|order| order.is_ne())
        .unwrap_or(std::cmp::Ordering::Equal)
}

/// What each team's best car gets in a round: team, position, points.
fn score<'m>(made: &'m MadeSeason, class: &str, round: u32) -> Vec<(&'m str, u32, i64)> {
    let rules = &made.rules;
    let mut placed: Vec<&DraftCar> =
        made.draft.cars.iter().filter(|car| car.round == round && car.position.is_some()).collect();
    placed.sort_by_key(|car| car.position);
    let overall = placed.first().and_then(|car| car.laps).unwrap_or(0);
    placed.retain(|car| car.class == class);
    let class_winner = placed.first().and_then(|car| car.laps).unwrap_or(0);
    let winner = if rules.minimum.of == DistanceOf::ClassWinner { class_winner } else { overall };
    let scale = if rules.long_rounds.contains(&round) { &rules.long_scale } else { &rules.scale };
    let (mut scored, mut position) = (Vec::<(&str, u32, i64)>::new(), 0);
    for car in placed {
        if car.status == Status::Nc || !far_enough(rules, car.laps.unwrap_or(0), winner) {
            continue;
        }
        let had = scored.iter().any(|(team, ..)| *team == car.team);
        if had && !rules.others_keep_position {
            continue;
        }
        position += 1;
        if had || (car.status == Status::Dnf && !rules.retired_may_score) {
            continue;
        }
        let points = scale.get(position as usize - 1).copied().unwrap_or(0);
        scored.push((&car.team, position, points));
    }
    scored
}

/// In hundredths of a lap, as the share is a whole percentage.
fn far_enough(rules: &MadeRules, laps: u32, winner: u32) -> bool {
    let (over, under) = rules.minimum.share.ratio();
    let hundredths = i64::from(winner) * over * (100 / under);
    let (laps, whole, rest) = (i64::from(laps), hundredths / 100, hundredths % 100);
    match rules.minimum.rounding {
        Rounding::Exact => laps * 100 >= hundredths,
        Rounding::Down => laps >= whole,
        Rounding::Nearest => laps >= if rest >= 50 { whole + 1 } else { whole },
        Rounding::Up => laps >= if rest > 0 { whole + 1 } else { whole },
    }
}
