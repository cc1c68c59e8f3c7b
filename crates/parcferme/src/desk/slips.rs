//! What looks like a slip in what somebody gives: told before it counts, and never refused.

use super::Stands;
use super::proposed::Proposed;
use crate::library::Loaded;
use parcferme_core::audit::Finding;
use parcferme_core::find::Names;
use parcferme_core::timing::correction::{Corrected, Correction};
use parcferme_core::{Diagnostic, Severity, audit};
use parcferme_formats::folder::{CORRECTIONS, read_corrections};
use std::collections::{BTreeMap, BTreeSet};

/// Findings that are told one by one; the check of the season tells all.
const MOST_FOUND: usize = 20;

impl Proposed {
    /// Places that are shared, drivers who are not of the car's crew so far, and what an audit finds; of all only what was
    /// not so before.
    pub fn slips(&self, stands: &Stands) -> Vec<Diagnostic> {
        let mut told = shared_places(&stands.loaded, &self.loaded);
        told.extend(strangers(&stands.loaded, &self.loaded));
        let after = audit(&self.loaded.season, &self.loaded.rules, &self.outcome);
        let said: BTreeSet<(&str, &str)> =
            self.told.iter().map(|own| (own.id, own.message.as_str())).collect();
        let found = found(&stands.audit().findings, &after.findings);
        told.extend(found.into_iter().filter(|own| !said.contains(&(own.id, own.message.as_str()))));
        told
    }
}

/// Of a session: round and id, a place, and the cars that share it.
type Shared = (u32, String, u32, Vec<String>);

fn shared_places(before: &Loaded, after: &Loaded) -> Vec<Diagnostic> {
    let known = shared(before);
    let told = |(round, session, place, cars): Shared| {
        let cars = cars.join(" and ");
        let message = format!("cars {cars} share place {place} of round {round}, {session}");
        Diagnostic::warning("PF1439", message)
            .expected("one car a place, or a dead heat")
            .help("for a dead heat nothing is to be done; the place behind it is left out")
    };
    shared(after).into_iter().filter(|own| !known.contains(own)).map(told).collect()
}

fn shared(loaded: &Loaded) -> BTreeSet<Shared> {
    let mut all = BTreeSet::new();
    for ((round, session), rows) in &loaded.folder.results {
        // A car that several rows are of takes one place.
        let mut cars: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
        for own in rows {
            if let Some(place) = own.position {
                cars.entry(place).or_default().insert(&own.number);
            }
        }
        for (place, cars) in cars.into_iter().filter(|own| own.1.len() > 1) {
            let cars = cars.into_iter().map(str::to_owned).collect();
            all.insert((*round, session.clone(), place, cars));
        }
    }
    all
}

fn strangers(before: &Loaded, after: &Loaded) -> Vec<Diagnostic> {
    let mut told: Vec<Diagnostic> = Vec::new();
    let known = corrections(before);
    let named = corrections(after).into_iter().filter(|own| !known.contains(own));
    let named = named.filter_map(|own| match own.what {
        Corrected::Driver(name) => Some((own.number.as_str().to_owned(), name)),
        _ => None,
    });
    let mut named: BTreeSet<(String, String)> = named.collect();
    for (key, rows) in &after.folder.results {
        let stood = before.folder.results.get(key);
        for own in rows {
            let was = stood.into_iter().flatten().filter(|row| row.number == own.number);
            let was: BTreeSet<&str> =
                was.flat_map(|row| &row.crew).map(|seat| seat.driver.as_str()).collect();
            let new = own.crew.iter().map(|seat| seat.driver.as_str()).filter(|name| !was.contains(name));
            named.extend(new.map(|name| (own.number.clone(), name.to_owned())));
        }
    }
    for (number, name) in named {
        let crew = crew(before, &number);
        let letters = Names::letters(&name);
        if crew.is_empty() || crew.iter().any(|own| Names::letters(own) == letters) {
            continue;
        }
        let crew: Vec<&str> = crew.into_iter().collect();
        told.push(
            Diagnostic::warning("PF1439", format!("{name} is not of the crew of car {number} so far"))
                .found(name.as_str())
                .expected_one_of(&crew)
                .help("who drives it for the first time is entered as that")
                .did_you_mean(&name, &crew),
        );
    }
    told
}

/// Corrections of laps, wherever they stand in their file.
fn corrections(loaded: &Loaded) -> Vec<Correction> {
    let text = loaded.files.get(CORRECTIONS).map_or("", String::as_str);
    let all = read_corrections(CORRECTIONS, text).0.into_iter();
    all.map(|own| Correction { line: 0, ..own.1 }).collect()
}

/// Who drives a car, as lap records, entries and results know it.
fn crew<'l>(loaded: &'l Loaded, number: &str) -> BTreeSet<&'l str> {
    let cars = loaded.laps.values().flat_map(|sheet| sheet.car_indexes().map(|own| sheet.car(own)));
    let timed = cars.filter(|own| own.number.as_str() == number).flat_map(|own| &own.drivers);
    let listed = loaded.folder.entries.iter().filter(|own| own.number == number);
    let rows = loaded.folder.results.values().flatten().filter(|own| own.number == number);
    timed
        .map(|own| own.name.as_str())
        .chain(listed.map(|own| own.driver.as_str()))
        .chain(rows.flat_map(|own| own.crew.iter().map(|own| own.driver.as_str())))
        .filter(|own| !own.is_empty())
        .collect()
}

fn found(before: &[Finding], after: &[Finding]) -> Vec<Diagnostic> {
    let known: BTreeSet<(&str, &str)> = before.iter().map(|own| (own.id, own.message.as_str())).collect();
    let new: Vec<&Finding> =
        after.iter().filter(|own| !known.contains(&(own.id, own.message.as_str()))).collect();
    let told = |own: &&Finding| {
        let message = own.message.clone();
        let mut told = match own.severity {
            Severity::Note => Diagnostic::note(own.id, message),
            // It is told, and hinders nobody.
            Severity::Error | Severity::Warning => Diagnostic::warning(own.id, message),
        };
        told.found = Some(own.asserted.clone()).filter(|own| !own.is_empty());
        told.expected = Some(own.computed.clone()).filter(|own| !own.is_empty());
        told.help.clone_from(&own.help);
        told
    };
    let mut all: Vec<Diagnostic> = new.iter().take(MOST_FOUND).map(told).collect();
    let more = new.len() - all.len();
    if let Some(last) = all.last_mut().filter(|_| more > 0) {
        last.help =
            Some(format!("{more} more are found: the check of the season tells all once it is entered"));
    }
    all
}
