//! Laps as tables: a row a lap, a column a car, or a column a lap in a table of results.

use super::super::exact::Exact;
use super::super::lap_file::{self, LapLine};
use super::super::said::{Left, Said, SeenCar, Session};
use super::titles::Titles;
use super::{Context, Table};
use crate::folder::{Cell, ResultRecord, plain_word, says_nothing, shown};
use crate::grid::Grid;
use parcferme_core::{Diagnostic, Millis, Place};
use std::collections::BTreeMap;

/// Words for a lap, alone at the head of a column of their numbers, or in front of one.
const LAP: &[&str] =
    &["lap", "l", "lap no", "lap number", "lap nr", "runde", "rd", "tour", "giro", "vuelta", "volta"];

/// `Lap 3`, `L3`, `Runde 3`: the number of a lap.
fn lap_head(plain: &str) -> Option<u32> {
    let word = plain.trim_end_matches(|own: char| own.is_ascii_digit());
    let number = plain[word.len()..].parse().ok().filter(|own| *own > 0)?;
    LAP.contains(&word.trim_end()).then_some(number)
}

/// A time of a lap; below a quarter of an hour without a colon, for larger figures may be anything.
fn time(text: &str) -> Option<Exact> {
    let text = text.trim();
    if let Some(exact) =
        Exact::of_seconds(text).filter(|own| own.millis() < Millis(900_000) && text.contains('.'))
    {
        return Some(exact);
    }
    let time = Millis::read(text, true).filter(|_| text.contains([':', '\'', '.', ',', '’', '′']))?;
    Exact::of_millis(time.0)
}

/// Laps of one session, as they are found.
#[derive(Default)]
struct Laps {
    lines: Vec<LapLine>,
    cars: BTreeMap<String, SeenCar>,
}

impl Laps {
    fn add(&mut self, lap: LapLine) {
        let car = self.cars.entry(lap.number.clone()).or_insert_with(|| SeenCar {
            number: lap.number.clone(),
            class: lap.class.clone(),
            team: lap.team.clone(),
            manufacturer: String::new(),
            drivers: Vec::new(),
            best: None,
        });
        if !lap.driver.is_empty() && !car.drivers.contains(&lap.driver) {
            car.drivers.push(lap.driver.clone());
        }
        let seat = car.drivers.iter().position(|own| *own == lap.driver).map_or(1, |at| at + 1);
        let own = lap.time.map(Exact::millis);
        car.best = car.best.into_iter().chain(own).min();
        self.lines.push(LapLine { seat, ..lap });
    }

    fn enter(mut self, session: &mut Session) -> bool {
        self.lines.sort_by(|a, b| (&a.number, a.lap).cmp(&(&b.number, b.lap)));
        session.laps = lap_file::write(&self.lines);
        session.cars = self.cars.into_values().collect();
        session.laps.is_some()
    }
}

/// A table with a row a lap.
pub(super) fn take(context: &Context<'_>, table: &Table<'_>, said: &mut Said, told: &mut Vec<Diagnostic>) {
    let fields = table.reading.fields();
    let text = |record: &csv::StringRecord, field: &str| -> String {
        let at = fields.iter().position(|own| own.as_deref() == Some(field));
        let cell = at.and_then(|at| record.get(at)).unwrap_or_default().trim();
        if says_nothing(cell) { String::new() } else { cell.to_owned() }
    };
    let mut laps = Laps::default();
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    for (line, record) in &table.cut.rows {
        let place = || Place::line(context.document, *line, shown(record, table.cut.separator));
        let (number, driver) = (text(record, "number"), text(record, "drivers"));
        let next = u32::try_from(numbers.len() + 1).unwrap_or(u32::MAX);
        // Where no column has numbers, a driver is a car.
        let number = match number.is_empty() {
            true if driver.is_empty() => continue,
            true => numbers.entry(driver.clone()).or_insert(next).to_string(),
            false => number,
        };
        let Some(lap) = u32::read(&text(record, "lap"), true) else {
            told.push(
                Diagnostic::error("PF0407", "column `lap` cannot be read")
                    .at(place())
                    .found(text(record, "lap"))
                    .expected("the number of a lap"),
            );
            continue;
        };
        let mut read = |field: &str| {
            let cell = text(record, field);
            let read = time(&cell);
            if read.is_none() && !cell.is_empty() {
                told.push(
                    Diagnostic::error("PF0407", format!("column `{field}` cannot be read"))
                        .at(place())
                        .found(cell)
                        .expected("a time such as 1:13.456"),
                );
            }
            read
        };
        let (time, elapsed) = (read("lap_time"), read("elapsed"));
        // The grid is no lap.
        if lap == 0 {
            continue;
        }
        let (class, team) = (text(record, "class"), text(record, "team"));
        laps.add(LapLine { number, class, team, lap, time, elapsed, driver, ..LapLine::default() });
    }
    if !numbers.is_empty() {
        told.push(without_numbers(context, &numbers));
    }
    finish(context, &table.titles, laps, said);
}

fn without_numbers(context: &Context<'_>, numbers: &BTreeMap<String, u32>) -> Diagnostic {
    let list: Vec<String> =
        numbers.iter().take(8).map(|(driver, number)| format!("{driver} is {number}")).collect();
    Diagnostic::warning("PF1034", "the laps have no car numbers, and the drivers were counted instead")
        .at(Place::document(context.document))
        .found(list.join(", "))
        .expected("a column of car numbers")
        .help("results find their laps by the number of the car: give the table one")
}

fn finish(context: &Context<'_>, titles: &Titles, laps: Laps, said: &mut Said) {
    let (kind, id) = super::session_of_titles(context, titles);
    let mut session = Session {
        event: titles.event.clone(),
        kind,
        id,
        provisional: titles.provisional,
        ..Session::default()
    };
    if laps.enter(&mut session) {
        said.sessions.push(session);
    }
}

/// The laps of a table with a column a car: the first column counts them, and the heads beside it are cars.
pub(super) fn matrix(context: &Context<'_>, grid: &Grid, said: &mut Said) -> bool {
    let is_head = |(_, cells): &(u32, csv::StringRecord)| {
        let first = plain_word(cells.get(0).unwrap_or_default());
        first != "l" && LAP.contains(&first.as_str()) && Grid::filled(cells).count() > 2
    };
    let Some(head) = grid.rows.iter().position(is_head) else { return false };
    let (_, heads) = &grid.rows[head];
    let counts = |(at, (_, cells)): (usize, &(u32, csv::StringRecord))| {
        let times: Vec<&str> = Grid::filled(cells).skip(1).map(|(_, cell)| cell).collect();
        cells.get(0).is_some_and(|own| own.trim().parse() == Ok(at + 1))
            && !times.is_empty()
            && times.iter().all(|cell| says_nothing(cell) || time(cell).is_some())
    };
    let rows: Vec<&(u32, csv::StringRecord)> =
        grid.rows[head + 1..].iter().filter(|(_, cells)| Grid::filled(cells).next().is_some()).collect();
    let counted = rows.iter().enumerate().take_while(|(at, own)| counts((*at, own))).count();
    // A row of sums may stand below; anything else makes it another table.
    let sums =
        |own: &&(u32, csv::StringRecord)| own.1.get(0).is_some_and(|own| own.trim().parse::<u32>().is_err());
    if counted < 2 || !rows[counted..].iter().all(sums) {
        return false;
    }
    let titles: Vec<_> = grid.rows[..head].iter().map(super::cut::line).collect();
    let titles = Titles::of(&titles, &grid.name, &context.classes);
    let mut laps = Laps::default();
    for (lap, (_, cells)) in (1..).zip(rows[..counted].iter().copied()) {
        for (at, head) in Grid::filled(heads).skip(1) {
            let (number, driver) = car(head);
            let Some(time) = cells.get(at).and_then(time) else { continue };
            laps.add(LapLine { number, driver, lap, time: Some(time), ..LapLine::default() });
        }
    }
    for (line, cells) in rows[counted..].iter().map(|own| (own.0, &own.1)) {
        let text = Grid::filled(cells).map(|(_, cell)| cell).collect::<Vec<_>>().join(" ");
        said.left.push(Left { what: format!("`{text}`"), why: "a line below the table".to_owned(), line });
    }
    finish(context, &titles, laps, said);
    true
}

/// `#7 Ann Archer`, `7`, `7 - Ann Archer`: number and driver.
fn car(head: &str) -> (String, String) {
    let bare = head.trim().trim_start_matches('#').trim_start();
    let number: String = bare.chars().take_while(char::is_ascii_digit).collect();
    let rest = bare[number.len()..].trim_matches(|own: char| own.is_whitespace() || "-–:.()".contains(own));
    match number.is_empty() {
        true => (head.trim().to_owned(), head.trim().to_owned()),
        false => (number, rest.to_owned()),
    }
}

/// Laps in columns of their own beside a result (`Lap 1`, `Lap 2`), of the cars that the session has.
pub(super) fn beside(table: &Table<'_>, session: &mut Session) -> Vec<String> {
    let Some((_, heads)) = &table.cut.head else { return Vec::new() };
    let columns: Vec<(u32, usize)> = (0..heads.len())
        .filter(|&at| table.reading.fields()[at].is_none())
        .filter_map(|at| Some((lap_head(&plain_word(&heads[at]))?, at)))
        .collect();
    let mut laps = Laps::default();
    let has_times = |at: usize| table.cut.column(at).all(|own| says_nothing(own) || time(own).is_some());
    if columns.len() < 2 || !columns.iter().all(|(_, at)| has_times(*at)) {
        return Vec::new();
    }
    for (line, cells) in &table.cut.rows {
        let Some(row) = session.rows.iter().find(|own| own.line == *line) else { continue };
        let ResultRecord { number, class, team, crew, .. } = row;
        for (lap, at) in &columns {
            let Some(time) = cells.get(*at).and_then(time) else { continue };
            let driver = if crew.len() == 1 { crew[0].driver.clone() } else { String::new() };
            laps.add(LapLine {
                number: number.clone(),
                class: class.clone(),
                team: team.clone(),
                lap: *lap,
                time: Some(time),
                driver,
                ..LapLine::default()
            });
        }
    }
    let numbered = session.rows.iter().all(|row| !row.number.is_empty());
    if !numbered || !laps.enter(session) {
        return Vec::new();
    }
    columns.into_iter().map(|(_, at)| heads[at].clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_laps_and_of_cars() {
        assert_eq!(
            ["lap 3", "l3", "runde 12", "laps", "lap 0", "r3"].map(lap_head),
            [Some(3), Some(3), Some(12), None, None, None]
        );
        let own = |head: &str| car(head);
        assert_eq!(own("#7 Ann Archer"), ("7".to_owned(), "Ann Archer".to_owned()));
        assert_eq!(own("7"), ("7".to_owned(), String::new()));
        assert_eq!(own("Ann"), ("Ann".to_owned(), "Ann".to_owned()));
    }
}
