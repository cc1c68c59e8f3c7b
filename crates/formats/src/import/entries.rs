//! The entry list: as printed, with the car numbers and drivers it lost where results prove them.

use super::calendar::Season;
use super::{Import, NoteKind, from};
use crate::folder::{EntryRecord, Folder, Origin};
use crate::names::Names;
use crate::pages::crew::key;
use crate::pages::{EntryCar, EntryDriver, EntryTeam, Lost, Page, ResultRow};
use parcferme_core::Place;
use parcferme_core::season::Kind;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn reconcile(pages: &[Page], season: &Season, folder: &mut Folder, made: &mut Import) {
    let names = std::mem::take(&mut folder.names);
    let results = Results::new(pages, season, &names);
    for page in pages {
        let engines_said = engines_lost(page, made);
        for team in &page.entries {
            let listed: BTreeSet<&str> = team.cars.iter().filter_map(|car| car.number.as_deref()).collect();
            for car in &team.cars {
                let car = Entered { page, team, car, season, results: &results, engines_said };
                car.record(&listed, folder, made);
            }
        }
    }
    folder.names = names;
}

/// A list that lost its engine column says so once. A further chassis of a team has its engine in the second column.
fn engines_lost(page: &Page, made: &mut Import) -> bool {
    let cars: Vec<&EntryCar> = page.entries.iter().flat_map(|team| &team.cars).collect();
    let without = cars.iter().filter(|car| car.lost.contains(&Lost::Engine)).count();
    let whole_column = without > 1 && 10 * without >= 9 * cars.len();
    if whole_column {
        made.report.leave_open(
            NoteKind::EntryLost,
            format!("the entry list has lost the engines of {without} of {} cars", cars.len()),
            "its header has no column for them",
            cars.first().map(|car| page.place(car.line)),
        );
    }
    whole_column
}

/// Rows of all results by class and driver, and by class and car number.
struct Results<'p> {
    names: &'p Names,
    of_driver: BTreeMap<(&'p str, String), Vec<Raced<'p>>>,
    of_number: BTreeMap<(&'p str, &'p str), Vec<Raced<'p>>>,
}

#[derive(Clone, Copy)]
struct Raced<'p> {
    round: u32,
    page: &'p Page,
    row: &'p ResultRow,
}

impl<'p> Results<'p> {
    fn new(pages: &'p [Page], season: &Season, names: &'p Names) -> Results<'p> {
        let mut results = Results { names, of_driver: BTreeMap::new(), of_number: BTreeMap::new() };
        for page in pages {
            let Some(&round) = season.round_of.get(&page.document) else { continue };
            for row in &page.results {
                let raced = Raced { round, page, row };
                results.of_number.entry((&row.class, &row.number)).or_default().push(raced);
                for member in row.crew.members() {
                    let who = results.who(member.name);
                    results.of_driver.entry((&row.class, who)).or_default().push(raced);
                }
            }
        }
        results
    }

    /// The driver under whatever spelling.
    fn who(&self, name: &str) -> String {
        self.names.resolve(Kind::Driver, name).map_or_else(|| key(name), |known| known.id.clone())
    }
}

struct Entered<'p> {
    page: &'p Page,
    team: &'p EntryTeam,
    car: &'p EntryCar,
    season: &'p Season,
    results: &'p Results<'p>,
    /// That all engines are lost has been said.
    engines_said: bool,
}

impl Entered<'_> {
    fn record(&self, listed: &BTreeSet<&str>, folder: &mut Folder, made: &mut Import) {
        let number = self.car.number.clone().or_else(|| self.number(listed, made));
        let first = number.as_ref().filter(|_| self.car.lost.contains(&Lost::FirstDriver));
        let first = first.and_then(|number| self.first_driver(number, made));
        let record = |driver: Option<&EntryDriver>, line: u32| EntryRecord {
            class: self.team.class.clone(),
            team: self.team.team.name.clone(),
            team_nation: self.team.team.nation_code(),
            number: number.clone().unwrap_or_default(),
            chassis: self.car.chassis.clone(),
            chassis_rounds: self.car.chassis_rounds.as_ref().map_or_else(String::new, |own| own.text.clone()),
            engine: said(self.car.engine.as_deref().unwrap_or_default()),
            driver: driver.map(|driver| said(&driver.driver.name)).unwrap_or_default(),
            nation: driver
                .and_then(|driver| driver.driver.nation)
                .map(|nation| nation.code().to_owned())
                .unwrap_or_default(),
            rounds: driver
                .and_then(|driver| driver.rounds.as_ref())
                .map(|rounds| rounds.text.clone())
                .unwrap_or_default(),
            from: vec![from(self.page, line)],
            line: 0,
        };
        if let Some((name, mut places)) = first.clone() {
            let mut entry = record(None, self.car.line);
            entry.driver = name;
            entry.from.append(&mut places);
            folder.entries.push(entry);
        }
        for driver in &self.car.drivers {
            folder.entries.push(record(Some(driver), driver.line));
            self.rounds_outside(driver, made);
        }
        if self.car.drivers.is_empty() && first.is_none() {
            folder.entries.push(record(None, self.car.line));
        }
        self.lost(number.is_some(), first.is_some(), made);
    }

    fn name(&self) -> String {
        format!("{} ({}, {})", self.team.team.name, self.team.class, self.car.chassis)
    }

    /// The number that results give the car of these drivers, where all of them agree and no listed car has it.
    fn number(&self, listed: &BTreeSet<&str>, made: &mut Import) -> Option<String> {
        let mut found: BTreeMap<&str, BTreeSet<Place>> = BTreeMap::new();
        for driver in &self.car.drivers {
            let who = (self.team.class.as_str(), self.results.who(&driver.driver.name));
            for raced in self.results.of_driver.get(&who).into_iter().flatten() {
                if self.enters(driver, raced.round) {
                    found.entry(&raced.row.number).or_default().insert(raced.page.place(raced.row.line));
                }
            }
        }
        let mut free = found.into_iter().filter(|(number, _)| !listed.contains(number));
        let (number, places) = free.next()?;
        if free.next().is_some() {
            return None;
        }
        let here = [self.page.place(self.car.line)];
        made.report.note(
            NoteKind::EntryNumber,
            format!("{} is car {number}", self.name()),
            "its drivers drove that car in the rounds they were entered for",
            here.into_iter().chain(places),
        );
        Some(number.to_owned())
    }

    fn enters(&self, driver: &EntryDriver, round: u32) -> bool {
        driver.rounds.as_ref().is_some_and(|rounds| rounds.all || rounds.rounds.contains(&round))
    }

    /// The only driver of that car in any result whom the list does not name.
    fn first_driver(&self, number: &str, made: &mut Import) -> Option<(String, Vec<Origin>)> {
        let listed: BTreeSet<String> =
            self.car.drivers.iter().map(|driver| self.results.who(&driver.driver.name)).collect();
        let mut found: BTreeMap<String, (String, Vec<(u32, Place)>)> = BTreeMap::new();
        let cars =
            self.results.of_number.get(&(self.team.class.as_str(), number)).map_or(&[][..], Vec::as_slice);
        for raced in cars {
            for member in raced.row.crew.members() {
                let who = self.results.who(member.name);
                if !listed.contains(&who) {
                    let (_, places) =
                        found.entry(who).or_insert_with(|| (member.name.to_owned(), Vec::new()));
                    places.push((raced.round, raced.page.place(raced.row.line)));
                }
            }
        }
        // In every result of the car: a driver of single races may be another.
        let mut always = found.into_values().filter(|(_, places)| places.len() == cars.len());
        let (name, places) = always.next()?;
        if always.next().is_some() {
            return None;
        }
        let rounds: BTreeSet<u32> = places.iter().map(|(round, _)| *round).collect();
        let rounds: Vec<String> = rounds.iter().map(u32::to_string).collect();
        let here = [self.page.place(self.car.line)];
        made.report.note(
            NoteKind::EntryDriver,
            format!("first driver of car {number}, {}: {name}; rounds not stated", self.name()),
            format!(
                "the only driver of every result of the car (rounds {}) whom the list does not name",
                rounds.join(", ")
            ),
            here.into_iter().chain(places.iter().map(|(_, place)| place.clone())),
        );
        let from = places.into_iter().map(|(_, place)| Origin { document: place.document, line: place.line });
        Some((name, from.collect()))
    }

    fn rounds_outside(&self, driver: &EntryDriver, made: &mut Import) {
        let Some(rounds) = &driver.rounds else { return };
        let outside: Vec<String> = rounds
            .rounds
            .iter()
            .chain(&rounds.absent)
            .filter(|round| !self.season.rounds.contains(round))
            .map(u32::to_string)
            .collect();
        if outside.is_empty() || self.season.rounds.is_empty() {
            return;
        }
        let last = self.season.rounds.last().copied().unwrap_or_default();
        made.report.conflict(
            &format!("round {} of {} in the entry list", outside.join(", "), driver.driver.name),
            [
                (format!("entered for rounds {}", rounds.text), self.page.place(driver.line)),
                (
                    format!("the season has {last} rounds"),
                    self.page.place(self.page.schedule.first().map_or(0, |row| row.line)),
                ),
            ],
        );
    }

    fn lost(&self, number: bool, first: bool, made: &mut Import) {
        let lost: Vec<&str> = self
            .car
            .lost
            .iter()
            .filter(|lost| !(self.engines_said && **lost == Lost::Engine))
            .filter(|lost| !(number && **lost == Lost::Number || first && **lost == Lost::FirstDriver))
            .map(|lost| lost.name())
            .collect();
        let further =
            self.car.chassis_rounds.as_ref().map(|rounds| format!("chassis for rounds {} only", rounds.text));
        if !lost.is_empty() || further.is_some() {
            let mut parts: Vec<String> = lost.into_iter().map(|lost| format!("{lost} lost")).collect();
            parts.extend(further);
            made.report.leave_open(
                NoteKind::EntryLost,
                format!("{}: {}", self.name(), parts.join(", ")),
                "the page's entry list has lost its spans and last columns",
                [self.page.place(self.car.line)],
            );
        }
    }
}
/// A dash is no name.
fn said(text: &str) -> String {
    if crate::folder::words::says_nothing(text) { String::new() } else { text.to_owned() }
}
