//! Numbers for cars to which the simulator gives none, or one that several bear.
//!
//! A made number comes from the id by which the simulator knows car or driver, or from the name where it has none: so it
//! stays the same over sessions and rounds.

use super::Car;
use crate::names::slug;
use parcferme_core::{Diagnostic, Place};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Steam accounts are numbered from here.
const STEAM: u64 = 76_561_197_960_265_728;

/// Which cars were given a number, by their lines.
#[derive(Debug, Default)]
pub(super) struct Made {
    without: Vec<u32>,
    shared: Vec<u32>,
}

impl Made {
    /// Gives every car of a session a number.
    pub(super) fn give(&mut self, cars: &mut [Car]) {
        let mut bearers: BTreeMap<(String, String), usize> = BTreeMap::new();
        for car in cars.iter().filter(|car| !car.number.is_empty()) {
            *bearers.entry((car.class.clone(), car.number.clone())).or_default() += 1;
        }
        for car in cars.iter_mut() {
            let alone = bearers.get(&(car.class.clone(), car.number.clone())) == Some(&1);
            if !alone {
                if car.number.is_empty() { &mut self.without } else { &mut self.shared }.push(car.line);
                car.number = made(&car.key());
            }
        }
    }

    /// Says where numbers were made.
    pub(super) fn told(&self, document: &str) -> Vec<Diagnostic> {
        let both = [
            (&self.without, "cars have no number in the file; they were given one"),
            (&self.shared, "several cars of the file bear one number; they were given others"),
        ];
        let told = both.into_iter().filter_map(|(cars, message)| {
            let note = Diagnostic::note("PF1024", message)
                .at(Place::line(document, *cars.first()?, ""))
                .found(format!("{} rows", cars.len()))
                .expected("a number of its own for each car")
                .help("they are made from the ids by which the simulator knows drivers, or from names where it has none, and stay the same over all rounds");
            Some(note)
        });
        told.collect()
    }
}

/// The number that an id or a name gives.
pub(in super::super) fn made(key: &str) -> String {
    match key.parse::<u64>() {
        Ok(id) if id > STEAM => (id - STEAM).to_string(),
        Ok(id) if id < 10_000_000 => id.to_string(),
        _ => {
            let digest = Sha256::digest(slug(key).as_bytes());
            let word = digest.iter().take(8).fold(0_u64, |word, &byte| word << 8 | u64::from(byte));
            (100_000 + word % 900_000).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_an_id_or_name_is_the_same_every_time() {
        assert_eq!(made("76561198213775428"), "253509700");
        assert_eq!(made("792057"), "792057");
        assert_eq!(made("Ann Archer"), made("ann archer"));
        assert_ne!(made("Ann Archer"), made("Ben Boyd"));
        assert_eq!(made("Ann Archer").len(), 6);
    }
}
