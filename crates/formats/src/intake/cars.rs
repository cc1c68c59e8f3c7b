//! What lap files know of cars and the sheets of results do not: the maker, and the crew where a sheet names no drivers.

use super::said::SeenCar;
use super::timing::seen;
use crate::folder::{Folder, ResultRecord, SeatRecord};
use crate::names::slug;
use std::collections::{BTreeMap, BTreeSet};

/// The cars of a session's lap file.
#[derive(Clone, Debug)]
pub(super) struct OfSession {
    pub round: u32,
    pub session: String,
    /// The lap file's place in the folder.
    pub file: String,
    pub cars: Vec<SeenCar>,
}

/// Fewer cars than these prove nothing.
const FEW: usize = 3;

/// How many of how many cars of a file are known in the round that it would go to, where they are too few to be of it: less
/// than a third of those of the same session, or none of any other session.
pub(super) fn strangers(
    rows: &[ResultRecord],
    round: u32,
    session: &str,
    folder: &Folder,
) -> Option<(usize, usize)> {
    let of_session = folder.results.get(&(round, session.to_owned())).filter(|own| !own.is_empty());
    let standing: Vec<&ResultRecord> = match of_session {
        Some(own) => own.iter().collect(),
        // Classes that race for themselves have no car in common.
        None => {
            let of_round = folder.results.iter().filter(|(key, _)| key.0 == round).flat_map(|own| own.1);
            of_round.filter(|own| rows.iter().any(|row| may_race_together(own, row))).collect()
        }
    };
    let fewer = rows.len().min(standing.len());
    if fewer < FEW {
        return None;
    }
    let enough = |common: usize| if of_session.is_some() { common * 3 >= fewer } else { common > 0 };
    let numbered = |row: &ResultRecord| !row.number.is_empty();
    if !rows.iter().any(numbered) || !standing.iter().any(|own| numbered(own)) {
        // One of them has no numbers, as lists of qualifying: their drivers tell, where both name some.
        let drivers = |row: &ResultRecord| row.crew.iter().map(|seat| slug(&seat.driver)).collect::<Vec<_>>();
        let there: BTreeSet<String> = standing.iter().flat_map(|own| drivers(own)).collect();
        let common = rows.iter().filter(|row| drivers(row).iter().any(|own| there.contains(own))).count();
        let comparable = !there.is_empty() && rows.iter().any(|row| !row.crew.is_empty());
        return (comparable && !enough(common)).then_some((common, fewer));
    }
    let mut of_number: BTreeMap<&str, Vec<&ResultRecord>> = BTreeMap::new();
    standing.iter().for_each(|own| of_number.entry(&own.number).or_default().push(own));
    let known = |row: &&ResultRecord| {
        let same = of_number.get(row.number.as_str());
        same.is_some_and(|own| own.iter().take(FEW).any(|own| may_be_one(own, row)))
    };
    let common = rows.iter().filter(known).count();
    (!enough(common)).then_some((common, fewer))
}

/// Whether two rows are of one class, as far as is known.
fn may_race_together(a: &ResultRecord, b: &ResultRecord) -> bool {
    a.class.is_empty() || b.class.is_empty() || a.class == b.class
}

/// Whether two rows of one number may be one car: a driver, a team or a chassis in common, or nothing to compare.
fn may_be_one(a: &ResultRecord, b: &ResultRecord) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = slug(text);
        words.split('-').filter(|word| word.len() > 2).map(str::to_owned).collect()
    };
    let shared = |a: Vec<String>, b: Vec<String>| match a.is_empty() || b.is_empty() {
        true => None,
        false => Some(a.iter().any(|word| b.contains(word))),
    };
    let crew = |row: &ResultRecord| row.crew.iter().flat_map(|seat| words(&seat.driver)).collect();
    let crews = shared(crew(a), crew(b));
    let teams = shared(words(&a.team), words(&b.team));
    match (crews, teams) {
        (None, None) => true,
        (crews, teams) => crews == Some(true) || teams == Some(true),
    }
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
    for own in &all {
        let mut cars: BTreeMap<&str, Vec<&SeenCar>> = BTreeMap::new();
        own.cars.iter().for_each(|car| cars.entry(&car.number).or_default().push(car));
        let rows = folder.results.get_mut(&(own.round, own.session.clone())).into_iter().flatten();
        for row in rows.filter(|row| row.crew.is_empty()) {
            if let Some([car]) = cars.get(row.number.as_str()).map(Vec::as_slice) {
                crew(row, car);
            }
        }
    }
    // One chassis that has two makers has none.
    let mut makers: BTreeMap<String, Option<String>> = BTreeMap::new();
    for own in &all {
        let Some(rows) = folder.results.get(&(own.round, own.session.clone())) else { continue };
        let mut of_car: BTreeMap<(&str, &str), Vec<&ResultRecord>> = BTreeMap::new();
        for row in rows.iter().filter(|row| !row.chassis.is_empty()) {
            of_car.entry((&row.number, &row.class)).or_default().push(row);
        }
        for car in own.cars.iter().filter(|car| !car.manufacturer.is_empty()) {
            for row in of_car.get(&(car.number.as_str(), car.class.as_str())).into_iter().flatten() {
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

/// The crew of a row that names none, by the only car of its number.
fn crew(row: &mut ResultRecord, car: &SeenCar) {
    if row.class.is_empty() || car.class.is_empty() || car.class == row.class {
        row.crew = car.drivers.iter().filter(|driver| !driver.is_empty()).map(SeatRecord::of).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_that_race_for_themselves_are_no_strangers() {
        let row = |number: u32, class: &str, team: &str| ResultRecord {
            number: number.to_string(),
            class: class.to_owned(),
            team: format!("{team} {number}"),
            ..ResultRecord::default()
        };
        let rows =
            |class: &str, team: &str| (1..5).map(|number| row(number, class, team)).collect::<Vec<_>>();
        let mut folder = Folder::default();
        folder.results.insert((1, "race-light".to_owned()), rows("Light", "North"));
        let of = |class: &str| strangers(&rows(class, "South"), 1, "race-heavy", &folder);
        assert_eq!(of("Heavy"), None);
        assert_eq!(of("Light"), Some((0, 4)));
        assert_eq!(of(""), Some((0, 4)));
    }
}
