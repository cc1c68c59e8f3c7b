//! Entry lists: team, chassis, engine, number, drivers, rounds. Whole in wikitext; in flattened rows, where spans were
//! lost and columns cut, each row is known by what its cells look like, and what is missing is written down.

use super::country;
use super::entrants::{named, team_cell};
use super::findings::Findings;
use super::table::{Cell, Form, Table};
use super::{Context, EntryCar, EntryDriver, EntryTeam, Lost, Page, Rounds, Text, Unread};
use parcferme_core::Diagnostic;

const TEAM: [&str; 4] = ["team", "entrant", "teams", "entrants"];
const CHASSIS: [&str; 3] = ["chassis", "car", "vehicle"];
const ENGINE: [&str; 1] = ["engine"];
const TYRE: [&str; 2] = ["tyre", "tire"];
const NUMBER: [&str; 4] = ["no", "#", "number", "car no"];
const DRIVERS: [&str; 3] = ["drivers", "driver", "driver name"];
const ROUNDS: [&str; 3] = ["rounds", "rds", "round"];
/// No season has more rounds.
const MAX_ROUND: u32 = 200;

pub(super) fn recognises(table: &Table) -> bool {
    table.column(&TEAM).is_some() && (table.column(&CHASSIS).is_some() || table.column(&DRIVERS).is_some())
}

pub(super) fn read(page: &mut Page, table: &Table, context: &Context, findings: &mut Findings) {
    let class_heading = context.headings.last().copied().unwrap_or_default();
    let mut list = List { class: class(class_heading), class_heading, teams: Vec::new(), unread: Vec::new() };
    match table.form {
        Form::Marked => list.whole(table),
        Form::Flat => list.damaged(table, findings),
    }
    page.entries.append(&mut list.teams);
    page.unread.append(&mut list.unread);
}

/// `GT` of `Grand Touring (GT)`.
fn class(heading: &str) -> String {
    let inner = heading.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    inner.map_or(heading, |(_, short)| short).trim().to_owned()
}

struct List<'a> {
    class: String,
    class_heading: &'a str,
    teams: Vec<EntryTeam>,
    unread: Vec<Unread>,
}

impl List<'_> {
    fn team(&mut self, line: u32, text: &str) {
        self.teams.push(EntryTeam {
            line,
            class: self.class.clone(),
            class_heading: self.class_heading.to_owned(),
            team: team_cell(text),
            cars: Vec::new(),
        });
    }

    fn car(&mut self, line: u32) -> Option<&mut EntryCar> {
        let team = self.teams.last_mut()?;
        team.cars.push(EntryCar { line, ..EntryCar::default() });
        team.cars.last_mut()
    }

    fn damaged(&mut self, table: &Table, findings: &mut Findings) {
        for (index, row) in table.rows.iter().enumerate().skip(1) {
            let cells: Vec<&str> = (0..row.slots.len())
                .map(|column| table.text(index, column))
                .filter(|text| !text.is_empty())
                .collect();
            if !self.damaged_row(row.line, &cells) {
                let text = cells.join(" | ");
                let place = findings.place(row.line, &text);
                findings.push(
                    Diagnostic::warning("PF0120", "entry list row not understood")
                        .at(place)
                        .found(text.clone())
                        .expected(
                            "a team with its chassis, a car number with a driver, or a driver with rounds",
                        ),
                );
                self.unread.push(Unread { line: row.line, what: "row", text });
            }
        }
    }

    /// Reads a row by what its cells look like; false where nothing fits.
    fn damaged_row(&mut self, line: u32, cells: &[&str]) -> bool {
        let [first, second, ..] = cells else { return false };
        if let Some(rounds) = rounds(second).filter(|_| !is_number(first)) {
            let Some(car) = self.teams.last_mut().and_then(|team| team.cars.last_mut()) else { return false };
            car.drivers.push(EntryDriver { line, driver: named(first), rounds: Some(rounds) });
            return true;
        }
        let rest = if is_number(first) {
            if self.teams.is_empty() {
                return false;
            }
            self.next_car(line);
            cells
        } else if is_engine(second) && country::leading(first).is_none() {
            let Some(car) = self.car(line) else { return false };
            (car.chassis, car.chassis_rounds) = chassis(first);
            &cells[1..]
        } else {
            self.team(line, first);
            let Some(car) = self.car(line) else { return false };
            (car.chassis, car.chassis_rounds) = chassis(second);
            &cells[2..]
        };
        let Some(car) = self.teams.last_mut().and_then(|team| team.cars.last_mut()) else { return false };
        fill(car, line, rest);
        true
    }

    /// A further car of the same team, with the chassis that the team's row states.
    fn next_car(&mut self, line: u32) {
        let before = self.teams.last().and_then(|team| team.cars.last()).cloned().unwrap_or_default();
        if let Some(car) = self.car(line) {
            (car.chassis, car.chassis_rounds) = (before.chassis, before.chassis_rounds);
            car.engine = before.engine;
        }
    }

    fn whole(&mut self, table: &Table) {
        let column = |names: &[&str]| table.column(names);
        let (team, chassis_at, engine) = (column(&TEAM), column(&CHASSIS), column(&ENGINE));
        let (tyre, number, drivers, rounds_at) =
            (column(&TYRE), column(&NUMBER), column(&DRIVERS), column(&ROUNDS));
        for (index, row) in table.rows.iter().enumerate().skip(table.header_rows()) {
            let own = |column: Option<usize>| column.and_then(|column| table.own(index, column));
            let any = |column: Option<usize>| {
                column.map_or("", |column| table.text(index, column)).replace('\n', " ")
            };
            if row.slots.len() > 2 && row.slots.iter().skip(1).all(|slot| slot.from_left) {
                self.unread.push(Unread { line: row.line, what: "row", text: any(Some(0)) });
                continue;
            }
            if let Some(cell) = own(team) {
                self.team(row.line, &cell.coded());
            }
            if own(team).or(own(number)).or(own(chassis_at)).is_some()
                && let Some(car) = self.car(row.line)
            {
                (car.chassis, car.chassis_rounds) = chassis(&any(chassis_at));
                car.engine = Some(any(engine)).filter(|text| !text.is_empty());
                car.tyre = Some(any(tyre)).filter(|text| !text.is_empty());
                car.number = Some(any(number)).filter(|text| !text.is_empty());
            }
            let Some(car) = self.teams.last_mut().and_then(|team| team.cars.last_mut()) else { continue };
            if let Some(cell) = own(drivers) {
                let stated: Vec<&str> =
                    rounds_at.map_or("", |column| table.text(index, column)).split('\n').collect();
                for (at, driver) in cell.coded().split('\n').filter(|text| !text.is_empty()).enumerate() {
                    // One statement for all drivers of the cell, or one a driver.
                    let text = if stated.len() == 1 {
                        stated[0]
                    } else {
                        stated.get(at).copied().unwrap_or_default()
                    };
                    car.drivers.push(EntryDriver {
                        line: line_of(cell),
                        driver: named(driver),
                        rounds: rounds(text),
                    });
                }
            }
        }
    }
}

fn line_of(cell: &Cell) -> u32 {
    cell.line
}

/// Takes the cells after team and chassis by their looks, and notes what is not there.
fn fill(car: &mut EntryCar, line: u32, cells: &[&str]) {
    for cell in cells {
        if is_number(cell) && car.number.is_none() {
            car.number = Some((*cell).to_owned());
        } else if is_engine(cell) {
            car.engine = Some((*cell).to_owned());
        } else if let Some(stated) = rounds(cell) {
            match car.drivers.last_mut() {
                Some(driver) => driver.rounds = Some(stated),
                None => car.chassis_rounds = Some(stated),
            }
        } else {
            car.drivers.push(EntryDriver { line, driver: named(cell), rounds: None });
        }
    }
    let lost = [
        (car.number.is_none(), Lost::Number),
        (car.engine.is_none(), Lost::Engine),
        (car.drivers.is_empty(), Lost::FirstDriver),
        (car.drivers.first().is_some_and(|driver| driver.rounds.is_none()), Lost::FirstDriversRounds),
    ];
    car.lost = lost.into_iter().filter(|(is, _)| *is).map(|(_, what)| what).collect();
}

/// One to three digits, perhaps a letter: `8`, `03`, `007`, `42B`.
fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches('#').trim_end_matches(|c: char| c.is_ascii_uppercase());
    (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) && text.len() <= 5
}

/// An engine states its displacement: `8.0L`, `8.0 L`, `2000 cc`.
fn is_engine(text: &str) -> bool {
    let bytes = text.as_bytes();
    (1..bytes.len()).any(|at| {
        bytes[at] == b'.' && bytes[at - 1].is_ascii_digit() && {
            let after = text[at + 1..].trim_start_matches(|c: char| c.is_ascii_digit());
            after.len() < text.len() - at - 1 && after.trim_start().starts_with(['L', 'l'])
        }
    })
}

/// A chassis, and the rounds that may stand behind it: `MG-Lola EX257 (1-8)`.
fn chassis(text: &str) -> (String, Option<Rounds>) {
    let inner = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    match inner.and_then(|(name, stated)| Some((name, rounds(stated)?))) {
        Some((name, rounds)) => (name.trim().to_owned(), Some(rounds)),
        None => (text.to_owned(), None),
    }
}

/// `1–2, 9`, `1-3`, `All`, `1, 10*`; `None` where it is nothing of the kind.
pub(super) fn rounds(text: &str) -> Option<Rounds> {
    let mut stated = Rounds { text: text.to_owned(), ..Rounds::default() };
    if text.eq_ignore_ascii_case("all") {
        stated.all = true;
        return Some(stated);
    }
    for part in text.split(',') {
        let part = part.trim();
        let bare = part.trim_end_matches(['*', '†']);
        let (from, to) = bare.split_once(['–', '-', '—']).unwrap_or((bare, bare));
        let (from, to): (u32, u32) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
        if from > to || from == 0 || to > MAX_ROUND {
            return None;
        }
        let list = if bare.len() < part.len() { &mut stated.absent } else { &mut stated.rounds };
        list.extend(from..=to);
    }
    Some(stated)
}

/// The footnote of `*`.
pub(super) fn is_footnote(item: &Text) -> bool {
    let lower = item.text.to_lowercase();
    lower.contains("was on the entry list") && lower.contains("did not participate")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_are_ranges_lists_and_stars() {
        let read = |text| rounds(text).map(|rounds| (rounds.rounds, rounds.absent));
        assert_eq!(read("1–2, 9"), Some((vec![1, 2, 9], vec![])));
        assert_eq!(read("1-3"), Some((vec![1, 2, 3], vec![])));
        assert_eq!(read("1, 10*"), Some((vec![1], vec![10])));
        assert!(rounds("All").unwrap().all);
        assert_eq!(read("GBR Somebody"), None);
        assert_eq!(read("3-1"), None);
        assert_eq!(read("1-4000000000"), None);
    }

    #[test]
    fn cells_are_known_by_their_looks() {
        assert!(is_engine("Maker 8.0L V10") && is_engine("Maker 3.6 L Flat-6"));
        assert!(!is_engine("Maker 01Q") && !is_engine("Maker MP84"));
        assert!(is_number("03") && is_number("8") && !is_number("GT3") && !is_number("2000"));
        assert_eq!(chassis("Car X1 (1-8)").0, "Car X1");
        assert_eq!(chassis("Car (XYZ)").0, "Car (XYZ)");
    }
}
