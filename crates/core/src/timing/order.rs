//! The order in which cars crossed the line at the end of each lap, and who led.

use super::sheet::{CarIndex, Lap};

/// Laps one after another that the same car led at the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spell {
    pub car: CarIndex,
    /// Lap numbers.
    pub first: u32,
    pub last: u32,
}

/// For each lap from 1, the records that ended it, by elapsed time; records without one are left out.
pub fn by_lap<'a>(cars: impl IntoIterator<Item = &'a [Lap]>) -> Vec<Vec<&'a Lap>> {
    let mut order: Vec<Vec<&Lap>> = Vec::new();
    for lap in cars.into_iter().flatten().filter(|lap| lap.elapsed.is_some()) {
        let Some(index) = (lap.number as usize).checked_sub(1).filter(|&index| index < MOST_LAPS) else {
            continue;
        };
        if order.len() <= index {
            order.resize_with(index + 1, Vec::new);
        }
        order[index].push(lap);
    }
    for crossed in &mut order {
        crossed.sort_by_key(|lap| (lap.elapsed.or_zero(), lap.car));
    }
    order
}

/// More than any race has: a damaged lap number must not ask for the machine's memory.
const MOST_LAPS: usize = 100_000;

/// The leader's spells; a lap that nobody is recorded to have ended breaks none.
pub fn leaders(order: &[Vec<&Lap>]) -> Vec<Spell> {
    let mut spells: Vec<Spell> = Vec::new();
    for leader in order.iter().filter_map(|crossed| crossed.first()) {
        match spells.last_mut() {
            Some(spell) if spell.car == leader.car => spell.last = leader.number,
            _ => spells.push(Spell { car: leader.car, first: leader.number, last: leader.number }),
        }
    }
    spells
}

#[cfg(test)]
mod tests {
    use super::super::sheet::Ms;
    use super::*;

    #[test]
    fn cars_stand_by_elapsed_time_and_the_first_leads() {
        let lap = |car, number, at| Lap { car: CarIndex(car), number, elapsed: at, ..Lap::default() };
        let first =
            [lap(0, 1, Ms::new(100)), lap(0, 2, Ms::new(210)), lap(0, 3, Ms::NONE), lap(0, 4, Ms::new(400))];
        let second = [lap(1, 1, Ms::new(101)), lap(1, 2, Ms::new(205)), lap(1, 4, Ms::new(401))];
        let order = by_lap([&first[..], &second[..]]);
        let cars: Vec<Vec<u32>> =
            order.iter().map(|crossed| crossed.iter().map(|lap| lap.car.0).collect()).collect();
        assert_eq!(cars, [vec![0, 1], vec![1, 0], vec![], vec![0, 1]]);
        let spells: Vec<_> = leaders(&order).iter().map(|own| (own.car.0, own.first, own.last)).collect();
        assert_eq!(spells, [(0, 1, 1), (1, 2, 2), (0, 4, 4)]);
    }
}
