//! Results and entries that somebody types at the desk, put into the files that they belong to.

use super::Stands;
use super::proposed::Files;
use parcferme_core::season::RoundStatus;
use parcferme_formats::folder::{EditedTable, Folder, RoundRecord, is_status, results_path};
use std::collections::BTreeMap;
use toml_edit::{DocumentMut, Item, Table};

/// Lines of a form or a request: more than any session has cars.
pub const MOST_LINES: usize = 300;

/// A cell as it was typed: one line of text.
pub fn cell(text: &str) -> String {
    text.trim().chars().filter(|own| !own.is_control()).collect()
}

/// The cells of a line that are typed.
pub const CELLS: [&str; 6] = ["place", "number", "laps", "time", "status", "drivers"];

/// A line of the grid: a row of the session's results, or a car that may get one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pub place: String,
    pub number: String,
    pub laps: String,
    /// A time, a gap, or laps behind.
    pub time: String,
    pub status: String,
    /// Parted by semicolons.
    pub drivers: String,
    pub class: String,
    pub team: String,
}

impl Line {
    /// Whether anything says how the car's session went.
    fn says_something(&self) -> bool {
        [&self.place, &self.laps, &self.time, &self.status].iter().any(|own| !own.is_empty())
    }

    /// Class and team are those of the car that is known, where nothing else is said.
    fn is_otherwise(&mut self, car: &Line) {
        for (own, known) in [(&mut self.class, &car.class), (&mut self.team, &car.team)] {
            if own.is_empty() {
                own.clone_from(known);
            }
        }
    }

    fn is_of(&self, car: &Line) -> bool {
        self.number.eq_ignore_ascii_case(&car.number) && (self.class.is_empty() || self.class == car.class)
    }
}

/// The results of a session to be typed: the lines, how many of them are rows already, and all cars that are known.
pub struct Grid {
    pub path: String,
    table: EditedTable,
    pub lines: Vec<Line>,
    pub rows: usize,
    pub cars: Vec<Line>,
}

impl Grid {
    /// The grid of a session: its rows as they stand, then the cars of the entry list that have none, by class.
    pub fn of(stands: &Stands, round: u32, session: &str) -> Grid {
        let folder = &stands.loaded.folder;
        let key = (round, session.to_owned());
        let path = folder.result_files.get(&key).cloned().unwrap_or_else(|| results_path(round, session));
        let text = stands.loaded.files.get(&path).map_or("", String::as_str);
        let table = EditedTable::results(text);
        let cars = cars(folder, round);
        let mut lines: Vec<Line> = (0..table.len()).map(|row| line(&table, row)).collect();
        // Drivers with columns of their own, as they were read.
        for (line, record) in lines.iter_mut().zip(folder.results.get(&key).into_iter().flatten()) {
            if line.drivers.is_empty() {
                let names: Vec<&str> = record.crew.iter().map(|own| own.driver.as_str()).collect();
                line.drivers = names.join("; ");
            }
        }
        let rows = lines.len();
        let new = cars.iter().filter(|car| !lines.iter().any(|line| line.is_of(car))).cloned();
        let new: Vec<Line> = new.collect();
        lines.extend(new);
        Grid { path, table, lines, rows, cars }
    }

    /// The file with what was typed, line by line as [`Grid::lines`], and further lines behind them.
    pub fn typed(mut self, given: &[Line]) -> Files {
        let (mut gone, mut new) = (Vec::new(), Vec::new());
        for (at, own) in given.iter().enumerate() {
            let shown = self.lines.get(at).cloned().unwrap_or_default();
            let mut own = own.clone();
            if own.number != shown.number {
                let mut cars = self.cars.iter();
                let is_meant = |car: &&Line| {
                    car.number.eq_ignore_ascii_case(&own.number)
                        && (own.class.is_empty() || own.class == car.class)
                };
                let car = cars.find(is_meant).cloned().unwrap_or_default();
                // Who drives stands beside the number, and changes with it.
                if own.drivers == shown.drivers {
                    own.drivers.clone_from(&car.drivers);
                }
                own.is_otherwise(&car);
            } else {
                own.is_otherwise(&shown);
            }
            if at >= self.rows {
                if own.says_something() {
                    new.push(own);
                }
            } else if own.number.is_empty() && !own.says_something() {
                gone.push(at);
            } else {
                put(&mut self.table, at, &own, &shown);
            }
        }
        new.sort_by_key(|own| own.place.parse::<u32>().unwrap_or(u32::MAX));
        for own in new {
            let at = self.table.add();
            put(&mut self.table, at, &own, &Line::default());
        }
        self.table.remove(&gone);
        let bytes = (!self.table.is_empty()).then(|| self.table.write().into_bytes());
        Files::from([(self.path, bytes)])
    }
}

/// The session of a round that is meant; the round's own where none is.
pub fn session_of(folder: &Folder, round: u32, asked: &str) -> String {
    let plain = |own: &char| own.is_ascii_alphanumeric() || *own == '-';
    let asked: String = asked.to_lowercase().chars().filter(plain).take(40).collect();
    if !asked.is_empty() {
        return asked;
    }
    let main = folder.rounds.iter().find(|own| own.number == Some(round)).and_then(|own| own.main.first());
    main.map_or_else(|| "race".to_owned(), Clone::clone)
}

/// The season's files with results that were typed, line by line as the grid shows them; and what the log is to say.
pub fn results(stands: &Stands, round: u32, session: &str, given: &[Line]) -> (Files, String) {
    let mut files = Grid::of(stands, round, session).typed(given);
    if files.values().any(Option::is_some) {
        files.extend(held(stands, round, session));
    }
    (files, format!("results of round {round}, {session}"))
}

/// `season.toml` with a round that is no longer to come, where it was: its race has results.
fn held(stands: &Stands, round: u32, session: &str) -> Files {
    let path = "season.toml";
    let folder = &stands.loaded.folder;
    let to_come = |own: &&RoundRecord| own.number == Some(round) && own.status == RoundStatus::Scheduled;
    let race = |own: &RoundRecord| match own.main.is_empty() {
        true => session.starts_with("race"),
        false => own.main.iter().any(|main| main == session),
    };
    if !folder.rounds.iter().find(to_come).is_some_and(race) {
        return Files::new();
    }
    let text = stands.files.get(path).and_then(|own| std::str::from_utf8(own).ok()).unwrap_or_default();
    // A calendar that is written in another way is told: the results are of a round to come.
    let Ok(mut season) = text.parse::<DocumentMut>() else { return Files::new() };
    let rounds = season.get_mut("round").and_then(Item::as_array_of_tables_mut);
    let number = |own: &Table| own.get("number").and_then(Item::as_integer);
    let own = rounds.and_then(|all| all.iter_mut().find(|own| number(own) == Some(i64::from(round))));
    match own.and_then(|own| own.remove("status")) {
        Some(_) => Files::from([(path.to_owned(), Some(season.to_string().into_bytes()))]),
        None => Files::new(),
    }
}

fn line(table: &EditedTable, row: usize) -> Line {
    let cell = |column: &str| table.get(row, column).to_owned();
    let time = cell("time");
    let status = cell("status");
    Line {
        place: cell("position"),
        number: cell("number"),
        laps: cell("laps"),
        time: if time.is_empty() { cell("gap") } else { time },
        status: if status == "finished" { String::new() } else { status },
        drivers: cell("drivers"),
        class: cell("class"),
        team: cell("team"),
    }
}

/// Puts the cells of a line that differ from what was shown into a row.
fn put(table: &mut EditedTable, row: usize, own: &Line, shown: &Line) {
    let (place, status) = match is_status(&own.place) {
        // A word in the place of a place.
        true if own.status.is_empty() => ("", own.place.as_str()),
        true => ("", own.status.as_str()),
        false => (own.place.as_str(), own.status.as_str()),
    };
    let time =
        if table.get(row, "time").is_empty() && !table.get(row, "gap").is_empty() { "gap" } else { "time" };
    for (column, own, shown) in [
        ("position", place, shown.place.as_str()),
        ("number", own.number.as_str(), shown.number.as_str()),
        ("class", own.class.as_str(), shown.class.as_str()),
        ("team", own.team.as_str(), shown.team.as_str()),
        ("laps", own.laps.as_str(), shown.laps.as_str()),
        (time, own.time.as_str(), shown.time.as_str()),
    ] {
        if own != shown {
            table.set(row, column, own);
        }
    }
    if status != shown.status {
        table.set_status(row, status);
    }
    if own.drivers != shown.drivers {
        let names: Vec<&str> = own.drivers.split(';').map(str::trim).filter(|own| !own.is_empty()).collect();
        table.set_names(row, "drivers", &names);
    }
}

/// The cars that may be in a round: those of the entry list, then those of other results; by class.
fn cars(folder: &Folder, round: u32) -> Vec<Line> {
    let mut cars: Vec<Line> = Vec::new();
    let numbers: Vec<u32> = folder.rounds.iter().filter_map(|own| own.number).collect();
    for own in folder.entries.iter().filter(|own| !own.number.is_empty()) {
        if !own.is_of(round, &numbers) {
            continue;
        }
        let known = cars.iter_mut().find(|car| car.number == own.number && car.class == own.class);
        match known {
            Some(car) if !own.driver.is_empty() => car.drivers = format!("{}; {}", car.drivers, own.driver),
            Some(_) => {}
            None => cars.push(Line {
                number: own.number.clone(),
                class: own.class.clone(),
                team: own.team.clone(),
                drivers: own.driver.clone(),
                ..Line::default()
            }),
        }
    }
    // The latest that is known of a car goes before what was earlier.
    for own in folder.results.iter().rev().flat_map(|own| own.1).filter(|own| !own.number.is_empty()) {
        if !cars
            .iter()
            .any(|car| car.number == own.number && (car.class == own.class || car.class.is_empty()))
        {
            let names: Vec<&str> = own.crew.iter().map(|own| own.driver.as_str()).collect();
            cars.push(Line {
                number: own.number.clone(),
                class: own.class.clone(),
                team: own.team.clone(),
                drivers: names.join("; "),
                ..Line::default()
            });
        }
    }
    let order: BTreeMap<&str, usize> =
        folder.classes.iter().enumerate().map(|(at, own)| (own.id.as_str(), at)).collect();
    cars.sort_by_key(|own| order.get(own.class.as_str()).copied().unwrap_or(usize::MAX));
    cars
}

/// The cells of an entry, in the order in which they are typed; `driver` may name several, parted by semicolons.
pub const ENTRY: [(&str, &str); 8] = [
    ("number", "Number"),
    ("class", "Class"),
    ("team", "Team"),
    ("driver", "Driver"),
    ("nation", "Nation"),
    ("chassis", "Car"),
    ("engine", "Engine"),
    ("rounds", "Rounds"),
];

const ENTRIES: &str = "entries.csv";
const SEASON: &str = "season.toml";

/// The season's files with an entry more, changed or taken out; and what the log is to say.
pub fn entry(stands: &Stands, row: Option<usize>, given: &[String; 8], is_gone: bool) -> (Files, String) {
    let says_nothing = row.is_none() && given.iter().all(String::is_empty);
    let list = Entries::of(stands);
    let files = if says_nothing { Files::new() } else { list.with(stands, row, (!is_gone).then_some(given)) };
    let whose = [&given[0], &given[3], &given[2]].into_iter().find(|own| !own.is_empty());
    let done = match (row, is_gone) {
        (_, true) => "taken out",
        (Some(_), false) => "changed",
        (None, false) => "added",
    };
    (files, format!("entry {} {done}", whose.map_or("", String::as_str)))
}

/// The entry list, a row a driver.
pub struct Entries(EditedTable);

impl Entries {
    pub fn of(stands: &Stands) -> Entries {
        Entries(EditedTable::entries(stands.loaded.files.get(ENTRIES).map_or("", String::as_str)))
    }

    /// The rows, by [`ENTRY`].
    pub fn rows(&self) -> Vec<[String; 8]> {
        (0..self.0.len()).map(|row| ENTRY.map(|own| self.0.get(row, own.0).to_owned())).collect()
    }

    /// The list with an entry more, or in place of that of a row; without that where it is taken out. A class that the season
    /// does not have yet gets one.
    pub fn with(mut self, stands: &Stands, row: Option<usize>, given: Option<&[String; 8]>) -> Files {
        match (row, given) {
            (Some(row), None) => self.0.remove(&[row]),
            (Some(row), Some(given)) if row < self.0.len() => self.put(row, given),
            (_, Some(given)) => {
                let drivers: Vec<String> = given[3].split(';').map(|own| own.trim().to_owned()).collect();
                for driver in drivers {
                    let row = self.0.add();
                    let mut own = given.clone();
                    own[3] = driver;
                    self.put(row, &own);
                }
            }
            (None, None) => {}
        }
        let bytes = (!self.0.is_empty()).then(|| self.0.write().into_bytes());
        let mut files = Files::from([(ENTRIES.to_owned(), bytes)]);
        let class = given.map_or("", |own| own[1].as_str());
        if !class.is_empty() && !stands.loaded.folder.classes.iter().any(|own| own.id == class) {
            let id = toml::Value::String(class.to_owned());
            let block = format!("[[class]]\nid = {id}\nname = {id}\n");
            files.insert(SEASON.to_owned(), Some(stands.with_block(SEASON, &block)));
        }
        files
    }

    fn put(&mut self, row: usize, given: &[String; 8]) {
        for ((column, _), text) in ENTRY.iter().zip(given) {
            if self.0.get(row, column) == text {
                continue;
            }
            match *column {
                "driver" if !text.is_empty() => self.0.set_names(row, "driver", &[text]),
                _ => self.0.set(row, column, text),
            }
        }
    }
}
