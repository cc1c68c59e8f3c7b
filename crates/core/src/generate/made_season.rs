//! A season made up from a seed: classes, teams with one to three cars, crews, rounds, results with retirements, entries
//! and class winners. It has no published tables: those are for somebody to work out who does not use this crate's scoring.

use crate::generate::{Dice, Draft, DraftCar, DraftEntry, DraftWinner, MadeRules};
use crate::season::Status;
use std::collections::BTreeMap;

/// How large a season to make: each number is the most there may be.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub classes: u32,
    pub teams_per_class: u32,
    pub cars_per_team: u32,
    pub rounds: u32,
}

impl Default for Shape {
    /// About as large as a season of endurance racing.
    fn default() -> Shape {
        Shape { classes: 4, teams_per_class: 8, cars_per_team: 3, rounds: 10 }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeSeason {
    pub rules: MadeRules,
    pub draft: Draft,
}

/// The season of a seed: the same for the same seed and shape.
pub fn season(seed: u64, shape: &Shape) -> MadeSeason {
    let dice = &mut Dice::new(seed);
    let rounds = dice.between(2, shape.rounds.max(2));
    let rules = MadeRules::new(dice, rounds);
    let classes: Vec<String> = ["P1", "P2", "GTS", "GT", "C"]
        .into_iter()
        .cycle()
        .zip(1..=dice.between(1, shape.classes.max(1)))
        .map(|(name, index)| if index > 5 { format!("{name}{index}") } else { name.to_owned() })
        .collect();
    let cars = grid(dice, &classes, shape);
    let mut draft = Draft { classes, rounds: Draft::calendar(rounds), ..Draft::default() };
    for round in 1..=rounds {
        let mut raced = race(dice, round, &cars);
        draft.winners.extend(winners(&draft.classes, &raced));
        draft.cars.append(&mut raced);
    }
    draft.entries = entries(&draft.cars);
    MadeSeason { rules, draft }
}

/// Every car of the season, before its first race.
fn grid(dice: &mut Dice, classes: &[String], shape: &Shape) -> Vec<DraftCar> {
    let (mut cars, mut teams, mut drivers) = (Vec::new(), 0, 0);
    for class in classes {
        for _ in 0..dice.between(2, shape.teams_per_class.max(2)) {
            let team = format!("{} Racing", name(teams));
            teams += 1;
            for _ in 0..dice.between(1, shape.cars_per_team.max(1)) {
                let crew = (0..dice.between(1, 3)).map(|seat| name(1000 + drivers + seat)).collect();
                drivers += 3;
                cars.push(DraftCar {
                    class: class.clone(),
                    number: number(cars.len()),
                    team: team.clone(),
                    chassis: format!("{class} {}", team.split(' ').next().unwrap_or("")),
                    engine: format!("{class} V8"),
                    drivers: crew,
                    ..DraftCar::default()
                });
            }
        }
    }
    cars
}

/// Numbers such as entry lists have: `0`, `00`, `1`, `01`, ... are all different cars.
fn number(index: usize) -> String {
    if index.is_multiple_of(2) { (index / 2).to_string() } else { format!("0{}", index / 2) }
}

/// A name of three syllables; any two differ in at least two of them, so that none is a misspelling of another.
fn name(index: u32) -> String {
    const FIRST: [&str; 16] = [
        "Bar", "Cel", "Dom", "Fun", "Gis", "Hark", "Jov", "Kest", "Lum", "Mir", "Nop", "Pelt", "Rus", "Sag",
        "Tiv", "Wox",
    ];
    const MIDDLE: [&str; 16] = [
        "abri", "echo", "idun", "osta", "ubel", "ankor", "erwi", "ilmo", "ongu", "usfa", "atte", "edda",
        "iggy", "orph", "ulme", "ayko",
    ];
    const LAST: [&str; 16] = [
        "nd", "ssek", "tt", "lov", "rim", "quist", "zon", "pfer", "guth", "wyn", "mark", "sky", "borg",
        "ham", "vale", "cci",
    ];
    let (high, low) = (index / 16, index % 16);
    let at = |index: u32| (index % 16) as usize;
    // Beyond 256 names a fourth part keeps them apart.
    let more = if high < 16 {
        String::new()
    } else {
        format!(" {}{}", FIRST[at(high / 16 + 3)], LAST[at(high / 16 * 5)])
    };
    format!("{}{}{}{more}", FIRST[at(high)], MIDDLE[at(low)], LAST[at(high + low)])
}

fn race(dice: &mut Dice, round: u32, grid: &[DraftCar]) -> Vec<DraftCar> {
    let distance = dice.between(40, 200);
    let mut order: Vec<(u32, u64, DraftCar)> = Vec::new();
    let mut absent: Vec<DraftCar> = Vec::new();
    for (index, car) in grid.iter().enumerate() {
        // The first car always races: a round without results would be one that is not known.
        if index > 0 && dice.chance(10) {
            continue;
        }
        let mut car = DraftCar { round, ..car.clone() };
        if index > 0 && dice.chance(3) {
            car.status = if dice.chance(50) { Status::Dns } else { Status::Dsq };
            absent.push(car);
            continue;
        }
        car.status = match dice.below(100) {
            0..15 => Status::Dnf,
            15..18 => Status::Nc,
            _ => Status::Finished,
        };
        let lost = match car.status {
            Status::Finished => distance * dice.below(35) / 100,
            _ => distance * dice.between(5, 95) / 100,
        };
        car.laps = Some(distance - lost);
        order.push((lost, dice.roll(), car));
    }
    order.sort_by_key(|(lost, tie, _)| (*lost, *tie));
    let placed =
        order.into_iter().zip(1..).map(|((.., car), position)| DraftCar { position: Some(position), ..car });
    placed.chain(absent).collect()
}

/// The first car of each class, as a season's page would list it.
fn winners(classes: &[String], raced: &[DraftCar]) -> Vec<DraftWinner> {
    let first = |class: &String| raced.iter().find(|car| car.class == *class && car.position.is_some());
    classes
        .iter()
        .filter_map(first)
        .map(|car| DraftWinner {
            round: car.round,
            class: car.class.clone(),
            number: car.number.clone(),
            team: car.team.clone(),
            drivers: car.drivers.clone(),
        })
        .collect()
}

/// Every driver with the rounds that the results have.
fn entries(cars: &[DraftCar]) -> Vec<DraftEntry> {
    let mut entries: BTreeMap<(&str, &str), DraftEntry> = BTreeMap::new();
    for car in cars {
        for driver in &car.drivers {
            let entry = entries.entry((&car.number, driver)).or_insert_with(|| DraftEntry {
                class: car.class.clone(),
                team: car.team.clone(),
                number: car.number.clone(),
                chassis: car.chassis.clone(),
                driver: driver.clone(),
                ..DraftEntry::default()
            });
            entry.rounds.push(car.round);
        }
    }
    entries.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_far_apart() {
        let names: Vec<String> = (0..120).chain(1000..1100).map(name).collect();
        for (index, a) in names.iter().enumerate() {
            for b in &names[index + 1..] {
                assert!(strsim::damerau_levenshtein(a, b) > 2, "{a} {b}");
            }
        }
    }

    #[test]
    fn a_seed_makes_one_season() {
        let shape = Shape::default();
        assert_eq!(season(3, &shape), season(3, &shape));
        assert_ne!(season(3, &shape), season(4, &shape));
    }
}
