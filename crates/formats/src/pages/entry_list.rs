//! Entry lists: team, chassis, engine, number, drivers, rounds. Whole in wikitext; in flattened rows, where spans were
//! lost and columns cut, each row is known by what its cells look like, and what is missing is written down.

use super::country;
use super::crew::bare;
use super::entrants::{named, team_cell};
use super::findings::Findings;
use super::heads::{Head, Heads};
use super::table::{Cell, Form, Table};
use super::{Context, EntryCar, EntryDriver, EntryTeam, Lost, Named, Nation, Page, Rounds, Unread, sections};
use parcferme_core::Diagnostic;

const WANTED: [Head; 10] = [
    Head::Nation,
    Head::Rounds,
    Head::Team,
    Head::Driver,
    Head::Number,
    Head::Class,
    Head::Chassis,
    Head::Maker,
    Head::Engine,
    Head::Tyre,
];
/// No season has more rounds.
const MAX_ROUND: u32 = 200;

pub(super) fn heads_of(table: &Table) -> Heads {
    Heads::of_table(table, &WANTED)
}

pub(super) fn read(page: &mut Page, table: &Table, context: &Context, findings: &mut Findings) {
    let class_heading = context.headings.last().copied().unwrap_or_default();
    let mut class = class(class_heading);
    let mut heading = if class.is_empty() { "" } else { class_heading };
    // A bold line of one word right above the table.
    if let Some(caption) = table.caption.as_ref().filter(|own| class.is_empty() && !own.text.contains(' ')) {
        class.clone_from(&caption.text);
        heading = &caption.text;
    }
    let mut list = List { class, class_heading: heading, teams: Vec::new(), unread: Vec::new() };
    let heads = heads_of(table);
    let known = [Head::Number, Head::Driver].into_iter().filter(|head| heads.has(*head)).count();
    match table.form {
        Form::Marked => list.whole(table, &heads),
        Form::Flat if known == 2 && !spans_lost(table) => list.aligned(table, &heads, findings),
        Form::Flat => list.damaged(table, findings),
    }
    if let Some(text) = heads.left(&WANTED).filter(|_| table.form == Form::Marked && !list.teams.is_empty()) {
        page.unread.push(Unread { line: table.line, what: "columns of entries", text });
    }
    page.entries.append(&mut list.teams);
    page.unread.append(&mut list.unread);
}

/// Whether rows have more cells than the head: the heads do not tell then which is which.
fn spans_lost(table: &Table) -> bool {
    let width = table.columns();
    let filled = |row: usize| (0..width).rev().find(|&column| !table.text(row, column).is_empty());
    let heads = filled(0);
    (1..table.rows.len()).any(|row| filled(row) > heads)
}

/// `GT` of `Grand Touring (GT)`, `250cc` of `250cc participants`; nothing of `Teams and drivers`.
fn class(heading: &str) -> String {
    let inner = heading.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let class = inner.map_or_else(|| sections::said(&[heading]).rest, |(_, short)| short.trim().to_owned());
    // `Teams and drivers 1999` names a year.
    let is_year = class.len() == 4 && class.bytes().all(|byte| byte.is_ascii_digit());
    if is_year { String::new() } else { class }
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
                self.not_understood(row.line, &cells, findings);
            }
        }
    }

    /// Reads a row by what its cells look like; false where nothing fits.
    fn damaged_row(&mut self, line: u32, cells: &[&str]) -> bool {
        let [first, second, ..] = cells else { return false };
        if let Some(rounds) = rounds(second).filter(|_| !is_number(first)) {
            let Some(car) = self.teams.last_mut().and_then(|team| team.cars.last_mut()) else { return false };
            car.drivers.push(EntryDriver { line, driver: named(&bare(first)), rounds: Some(rounds) });
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

    /// Flattened rows whose heads name every column. A row of fewer cells stands to the left, because its team and car
    /// reach down from above: it is a further car or a further driver, where its cells look so.
    fn aligned(&mut self, table: &Table, heads: &Heads, findings: &mut Findings) {
        // Behind a row that was not understood, rows that stand to the left belong to nobody.
        let mut known = false;
        let at = |head: Head| heads.column(head);
        for (index, row) in table.rows.iter().enumerate().skip(1) {
            let text = |column: Option<usize>| column.map_or("", |column| table.text(index, column));
            let filled: Vec<&str> = (0..row.slots.len()).map(|column| table.text(index, column)).collect();
            let width = filled.iter().rposition(|text| !text.is_empty()).map_or(0, |last| last + 1);
            let repeats = filled.iter().zip(0..heads.len()).all(|(text, column)| *text == heads.text(column));
            if width == 0 || repeats {
                continue;
            }
            let numbers = text(at(Head::Number));
            let named = at(Head::Team).is_none_or(|team| {
                !table.text(index, team).is_empty() && !is_number(table.text(index, team))
            });
            if named && is_numbers(numbers) && looks_like_names(text(at(Head::Driver))) {
                known = true;
                if let Some(team) = at(Head::Team) {
                    self.team(row.line, table.text(index, team));
                } else {
                    self.team(row.line, "");
                }
                let Some(car) = self.car(row.line) else { continue };
                car.chassis = text(at(Head::Chassis).or(at(Head::Maker))).to_owned();
                car.engine = Some(text(at(Head::Engine)).to_owned()).filter(|text| !text.is_empty());
                car.tyre = Some(text(at(Head::Tyre)).to_owned()).filter(|text| !text.is_empty());
                car.number = Some(numbers.to_owned());
                push_drivers(car, row.line, text(at(Head::Driver)), text(at(Head::Rounds)));
                continue;
            }
            // Number and driver, or driver alone, with or without rounds behind them.
            let cells: Vec<&str> = filled.iter().copied().filter(|text| !text.is_empty()).collect();
            let stated = cells
                .last()
                .filter(|_| at(Head::Rounds).is_some())
                .and_then(|text| rounds(text).map(|_| *text));
            let rest =
                if stated.is_some() && cells.len() > 1 { &cells[..cells.len() - 1] } else { &cells[..] };
            let taken = match rest {
                [number, driver] if is_number(number) && looks_like_names(driver) && known => {
                    self.next_car(row.line);
                    let tyre = self
                        .teams
                        .last()
                        .and_then(|team| team.cars.iter().rev().nth(1))
                        .and_then(|car| car.tyre.clone());
                    if let Some(car) = self.teams.last_mut().and_then(|team| team.cars.last_mut()) {
                        car.number = Some((*number).to_owned());
                        car.tyre = tyre;
                        push_drivers(car, row.line, driver, stated.unwrap_or_default());
                    }
                    true
                }
                [driver] if country::leading(driver).is_some() && known => {
                    if let Some(car) = self.teams.last_mut().and_then(|team| team.cars.last_mut()) {
                        push_drivers(car, row.line, driver, stated.unwrap_or_default());
                    }
                    true
                }
                _ => false,
            };
            if !taken {
                known = false;
                self.not_understood(row.line, &cells, findings);
            }
        }
    }

    fn not_understood(&mut self, line: u32, cells: &[&str], findings: &mut Findings) {
        let text = cells.join(" | ");
        let place = findings.place(line, &text);
        findings.push(
            Diagnostic::warning("PF0120", "entry list row not understood")
                .at(place)
                .found(text.clone())
                .expected("a team with its chassis, a car number with a driver, or a driver with rounds"),
        );
        self.unread.push(Unread { line, what: "row", text });
    }

    fn whole(&mut self, table: &Table, heads: &Heads) {
        let column = |head: Head| heads.column(head);
        let (team, chassis_at, engine) =
            (column(Head::Team), column(Head::Chassis).or(column(Head::Maker)), column(Head::Engine));
        let (tyre, number, drivers, rounds_at) =
            (column(Head::Tyre), column(Head::Number), column(Head::Driver), column(Head::Rounds));
        for (index, row) in table.rows.iter().enumerate().skip(table.header_rows()) {
            let own = |column: Option<usize>| column.and_then(|column| table.own(index, column));
            let any = |column: Option<usize>| {
                column.map_or("", |column| table.text(index, column)).replace('\n', " ")
            };
            if row.slots.len() > 2 && row.slots.iter().skip(1).all(|slot| slot.from_left) {
                self.unread.push(Unread { line: row.line, what: "row", text: any(Some(0)) });
                continue;
            }
            let repeats =
                (0..row.slots.len()).filter_map(|column| table.own(index, column)).all(|cell| cell.header);
            if repeats && row.slots.len() > 1 && any(drivers) == heads.text(drivers.unwrap_or_default()) {
                continue;
            }
            match own(team) {
                Some(cell) => self.team(row.line, &cell.coded()),
                // A list without teams: every car stands for itself.
                None if team.is_none() && own(number).or(own(drivers)).is_some() => self.team(row.line, ""),
                None => {}
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
                let stated = rounds_at.and_then(|column| table.cell(index, column));
                let stated = stated.map_or_else(Vec::new, stated_rounds);
                let names = bare(&cell.coded());
                let names: Vec<&str> = names.split('\n').filter(|text| !text.is_empty()).collect();
                let lists = lists_of_rounds(cell);
                let nations = column(Head::Nation).and_then(|column| table.cell(index, column));
                let nations = nations.map_or_else(Vec::new, |own| own.text.split('\n').collect());
                let stated = if stated.is_empty() && lists.len() == names.len() { lists } else { stated };
                for (at, driver) in names.into_iter().enumerate() {
                    // One statement for all drivers of the cell, or one a driver.
                    let text = if let [one] = stated.as_slice() { Some(one) } else { stated.get(at) };
                    let code = nations.get(at).and_then(|own| country::of_code(own.trim()));
                    let stated = code.map(|(country, system)| Nation { country, system });
                    let driver = named(driver);
                    car.drivers.push(EntryDriver {
                        line: line_of(cell),
                        driver: Named { nation: driver.nation.or(stated), ..driver },
                        rounds: text.and_then(|text| rounds(text)),
                    });
                }
            }
        }
    }
}

/// The rounds of a cell, line by line. Of a count with a list behind it (`<abbr title="1, 18">2</abbr>`), the list.
fn stated_rounds(cell: &Cell) -> Vec<String> {
    let lines: Vec<String> = cell.text.split('\n').map(str::to_owned).collect();
    let lists = lists_of_rounds(cell);
    let is_count = |line: &String| line.trim().bytes().all(|byte| byte.is_ascii_digit()) && !line.is_empty();
    if lists.is_empty() || lists.len() != lines.len() || !lines.iter().all(is_count) {
        return lines;
    }
    lists
}

/// Lists of rounds behind what a cell shows.
fn lists_of_rounds(cell: &Cell) -> Vec<String> {
    cell.stands_for.iter().filter(|text| rounds(text).is_some()).cloned().collect()
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
            car.drivers.push(EntryDriver { line, driver: named(&bare(cell)), rounds: None });
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

fn push_drivers(car: &mut EntryCar, line: u32, text: &str, stated: &str) {
    for crew in super::crew::Crew::printed(line, text).members() {
        let driver = super::Named { nation: crew.nation, name: crew.name.to_owned() };
        car.drivers.push(EntryDriver { line, driver, rounds: rounds(stated) });
    }
}

/// Several words with letters: no number, no mark.
fn looks_like_names(text: &str) -> bool {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count() >= 2
}

/// One car number, or several of one entry.
fn is_numbers(text: &str) -> bool {
    !text.is_empty() && text.split([' ', '/', ',', '\n']).filter(|part| !part.is_empty()).all(is_number)
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
    fn a_heading_names_a_class_and_never_a_year() {
        let headings =
            ["Grand Touring (GT)", "250cc participants", "Teams and drivers", "1999", "Teams (1999)"];
        assert_eq!(headings.map(class), ["GT", "250cc", "", "", ""]);
    }

    #[test]
    fn a_count_of_rounds_stands_for_their_list() {
        let cell = |text: &str, lists: &[&str]| Cell {
            text: text.to_owned(),
            stands_for: lists.iter().map(|list| (*list).to_owned()).collect(),
            ..Cell::default()
        };
        assert_eq!(stated_rounds(&cell("2", &["1, 18"])), ["1, 18"]);
        assert_eq!(stated_rounds(&cell("2\n1", &["1, 18", "3"])), ["1, 18", "3"]);
        assert_eq!(stated_rounds(&cell("2\n1", &["1, 18"])), ["2", "1"]);
        assert_eq!(stated_rounds(&cell("All", &["1, 18"])), ["All"]);
        assert_eq!(stated_rounds(&cell("2", &["Example 100"])), ["2"]);
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
