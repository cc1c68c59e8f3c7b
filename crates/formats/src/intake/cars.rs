//! What lap files know of cars and the sheets of results do not: the maker.

use super::said::SeenCar;
use super::timing::seen;
use crate::folder::Folder;
use std::collections::BTreeMap;

/// The cars of a session's lap file.
#[derive(Clone, Debug)]
pub(super) struct OfSession {
    pub round: u32,
    pub session: String,
    /// The lap file's place in the folder.
    pub file: String,
    pub cars: Vec<SeenCar>,
}

/// Fills makers that rows leave open: of each chassis the one that all lap files of the folder give it.
pub(super) fn complete(added: &[OfSession], folder: &mut Folder) {
    let standing = folder.laps.iter().map(|((round, session), laps)| OfSession {
        round: *round,
        session: session.clone(),
        file: laps.file.clone(),
        cars: seen(&laps.sheet),
    });
    let mut all: Vec<OfSession> = standing.collect();
    all.retain(|own| !added.iter().any(|new| new.file == own.file));
    all.extend(added.iter().cloned());
    all.sort_by(|a, b| a.file.cmp(&b.file));
    // One chassis that has two makers has none.
    let mut makers: BTreeMap<String, Option<String>> = BTreeMap::new();
    for own in &all {
        let Some(rows) = folder.results.get(&(own.round, own.session.clone())) else { continue };
        for car in own.cars.iter().filter(|car| !car.manufacturer.is_empty()) {
            let of_car = rows.iter().filter(|row| row.number == car.number && row.class == car.class);
            for row in of_car.filter(|row| !row.chassis.is_empty()) {
                let maker =
                    makers.entry(row.chassis.clone()).or_insert_with(|| Some(car.manufacturer.clone()));
                if maker.as_ref().is_some_and(|maker| *maker != car.manufacturer) {
                    *maker = None;
                }
            }
        }
    }
    let rows = folder.results.values_mut().chain(folder.further.values_mut()).flatten();
    for row in rows.filter(|row| row.manufacturer.is_empty()) {
        if let Some(Some(maker)) = makers.get(&row.chassis) {
            row.manufacturer.clone_from(maker);
        }
    }
}
