//! `results/<round>-<session>.csv`: declared results, one line a car.

use super::crew::{self, DID_NOT_DRIVE, NO_SHARE};
use super::gap::{self, Loose};
use super::table::{self, Known, Row, Table};
use super::told::Told;
use super::{Folder, Origin, ending, file_name, list, show_from, words};
use parcferme_core::numbers::Position;
use parcferme_core::rules;
use parcferme_core::season::{Measured, Status, Unit};
use parcferme_core::{Diagnostic, Millis, Place, Severity};
use std::collections::HashSet;
use std::sync::LazyLock;

/// One car of a declared result, names as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultRecord {
    pub position: Option<u32>,
    pub status: Status,
    /// As declared, where the sheet says so itself.
    pub classified: Option<bool>,
    pub class: String,
    pub number: String,
    pub team: String,
    /// Country code of the team as printed.
    pub team_nation: String,
    pub crew: Vec<SeatRecord>,
    pub chassis: String,
    pub engine: String,
    pub tyre: String,
    /// Maker of the car as a whole, or constructor, where the sheet names one.
    pub manufacturer: String,
    pub laps: Option<u32>,
    pub time: Option<Millis>,
    pub best_lap: Option<Millis>,
    pub grid: Option<u32>,
    /// What else was measured of the car, by the column's name; times in milliseconds.
    pub measures: Vec<Measured>,
    pub tags: Vec<String>,
    pub remark: String,
    pub from: Vec<Origin>,
    /// Line in its file; 0 until it has been read from one.
    pub line: u32,
}

/// One driver of a crew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatRecord {
    pub driver: String,
    /// By which the timing system or simulator knows the driver, whatever the name; empty where it has no such id.
    pub id: String,
    /// Country code as printed.
    pub nation: String,
    /// False for a driver who was nominated and did not drive.
    pub drove: bool,
    /// False where the driver gets no share of the points.
    pub scores: bool,
    /// Time at the wheel, where known.
    pub drive_time: Option<Millis>,
}

impl SeatRecord {
    /// Of a driver of whom a document has the name alone: who drove, and has a share of the points.
    pub fn of(driver: impl Into<String>) -> SeatRecord {
        SeatRecord {
            driver: driver.into(),
            id: String::new(),
            nation: String::new(),
            drove: true,
            scores: true,
            drive_time: None,
        }
    }
}

/// Columns of every result; kinds of rules add those of [`rules::measures`] before the last three.
pub(super) const COLUMNS: &[&str] = &[
    "position",
    "status",
    "classified",
    "class",
    "number",
    "team",
    "team_nation",
    "drivers",
    "driver_ids",
    "nations",
    "drive_times",
    "chassis",
    "engine",
    "tyre",
    "manufacturer",
    "laps",
    "time",
    "best_lap",
    "grid",
    "tags",
    "remark",
    "from",
];
/// Columns that are read and never written: what they say becomes `laps` and `time`.
pub(super) const GAPS: &[&str] = &["gap", "interval"];
/// What sheets also print and nobody here asks for, in plain words.
const LEFT_OUT: &[&str] = &[
    // Where another column has the class or the laps.
    "group",
    "gruppo",
    "groupe",
    "grupo",
    "gruppe",
    "gr",
    "division",
    "div",
    "lap",
    "points",
    "pts",
    "pt",
    "pkt",
    "punkte",
    "punti",
    "puntos",
    "pontos",
    "bonus",
    "bonus points",
    "speed",
    "avg speed",
    "average speed",
    "average",
    "avg",
    "top speed",
    "kph",
    "km h",
    "mph",
    "fl kph",
    "best kph",
    "best speed",
    "pits",
    "pit",
    "pit stops",
    "pitstops",
    "stops",
    "licence",
    "license",
    "hometown",
    "home town",
    "fl lapnum",
    "fl lap",
    "best lap number",
    "best lap no",
    "best lap num",
    "best lap lap",
    "best lap kph",
    "best lap km h",
    "best lap mph",
    "best lap speed",
    "best in",
    "in lap",
    "on lap",
    "transponder",
    "sponsor",
    "owner",
    "money",
    "prize",
    "prize money",
    "winnings",
    "pic",
    "pic class",
    "position in class",
    "class position",
    "class pos",
    "pos in class",
    "class gap",
    "class interval",
    "gap in class",
    "guessed",
    "guess",
    "notes",
];

impl Default for ResultRecord {
    fn default() -> Self {
        ResultRecord {
            position: None,
            status: Status::Finished,
            classified: None,
            class: String::new(),
            number: String::new(),
            team: String::new(),
            team_nation: String::new(),
            crew: Vec::new(),
            chassis: String::new(),
            engine: String::new(),
            tyre: String::new(),
            manufacturer: String::new(),
            laps: None,
            time: None,
            best_lap: None,
            grid: None,
            measures: Vec::new(),
            tags: Vec::new(),
            remark: String::new(),
            from: Vec::new(),
            line: 0,
        }
    }
}

/// Whether a head, in plain words, is one of a column that sheets print and nobody here asks for.
pub(super) fn leaves_out(plain: &str) -> bool {
    LEFT_OUT.contains(&plain)
}

/// Whether a head, in plain words, is the name of a column.
pub(super) fn is_column(plain: &str) -> bool {
    static PLAIN: LazyLock<HashSet<String>> =
        LazyLock::new(|| COLUMNS.iter().chain(GAPS).map(|own| words::plain(own)).collect());
    PLAIN.contains(plain)
}

/// Whether a table of results can have a column of this name.
pub(super) fn has_column(column: &str) -> bool {
    COLUMNS.contains(&column) || GAPS.contains(&column)
}

/// Path of a session's results, as they are written.
pub fn path(round: u32, session: &str) -> String {
    format!("results/{round:02}-{session}.csv")
}

pub(super) fn read(path: &str, text: &str, folder: &mut Folder, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(key) = file_name::read(path, folder, diagnostics) {
        read_table(path, text, folder, key, diagnostics);
    }
}

/// What further documents say of sessions.
pub(super) fn read_further(path: &str, text: &str, folder: &mut Folder, diagnostics: &mut Vec<Diagnostic>) {
    let name = path.trim_start_matches("further/");
    let key = file_name::parts(name.get(..name.len().saturating_sub(4)).unwrap_or(name));
    let Some((round, session)) = key else {
        diagnostics.push(
            Diagnostic::error("PF0413", "the file's name does not say whose results it has")
                .at(Place::document(path))
                .found(name)
                .expected("<round>-<session>.csv, such as 09-race.csv"),
        );
        return;
    };
    let key = (round, session.to_lowercase());
    let mut scratch = Folder::default();
    read_table(path, text, &mut scratch, key.clone(), diagnostics);
    folder.further.extend(scratch.results.remove(&key).map(|rows| (key, rows)));
}

/// The path of what further documents say of a session.
pub fn further_path(round: u32, session: &str) -> String {
    format!("further/{round:02}-{session}.csv")
}

fn read_table(
    path: &str,
    text: &str,
    folder: &mut Folder,
    key: (u32, String),
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Option<String>> {
    let columns = columns();
    let all: Vec<&str> = columns.iter().copied().chain(GAPS.iter().copied()).collect();
    let known = Known { columns: &all, more: &table::seat, left_out: LEFT_OUT, first: &table::none_first };
    let table = Table::read(path, text, &known, diagnostics);
    if table.rows().next().is_some() && !table.has("number") {
        // Where drivers are named, the sport knows the cars by them.
        let severity = if table.has("drivers") { Severity::Warning } else { Severity::Error };
        diagnostics.push(
            Diagnostic::new("PF0438", severity, "the results have no column `number`")
                .at(table.header_place())
                .expected("a car's number in every row")
                .help("decisions, feats and explanations find a car by its number"),
        );
    }
    let rows = of_table(&table, diagnostics, &mut folder.unsaid);
    folder.results.insert(key.clone(), rows);
    folder.result_files.insert(key, path.to_owned());
    table.read_as()
}

/// The rows of a table of which it is known what each column is. `unsaid`: what a season cannot do without.
pub(crate) fn of_table(
    table: &Table<'_>,
    diagnostics: &mut Vec<Diagnostic>,
    unsaid: &mut Vec<Diagnostic>,
) -> Vec<ResultRecord> {
    let mut told = Told::default();
    let (mut cars, mut loose) = (Vec::new(), Vec::new());
    for row in table.rows() {
        let (record, status, own) = read_row(row, &mut told, diagnostics);
        cars.push((record, status, row));
        loose.push(own);
    }
    unsaid.extend(ending::unsaid(&cars));
    let mut rows: Vec<ResultRecord> = cars.into_iter().map(|(record, ..)| record).collect();
    gap::settle(&mut rows, &mut loose, diagnostics);
    told.finish(diagnostics);
    rows
}

/// The rows of a table of results that stands by itself, in no folder, and what each of its columns was read as.
pub(crate) fn read_with_columns(
    document: &str,
    text: &str,
) -> (Vec<ResultRecord>, Vec<Option<String>>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut scratch = Folder::default();
    let columns = read_table(document, text, &mut scratch, (0, String::new()), &mut diagnostics);
    diagnostics.append(&mut scratch.unsaid);
    (scratch.results.into_values().next().unwrap_or_default(), columns, diagnostics)
}

fn read_row<'t>(
    row: Row<'t>,
    told: &mut Told,
    diagnostics: &mut Vec<Diagnostic>,
) -> (ResultRecord, Option<Status>, Loose<'t>) {
    let mut loose = gap::read(row, diagnostics);
    let placed = ending::position(row, told, diagnostics);
    let position = placed.position;
    let (status, reason) = ending::status(row, placed, &mut loose, told, diagnostics);
    let times = list::places(row.text("drive_times"));
    let times: Vec<Option<Millis>> = times
        .iter()
        .map(|time| {
            let read = row.parse(time);
            if read.is_none() && !words::says_nothing(time) {
                let expected = "a time such as 2:10:00 for each driver, parted by semicolons";
                diagnostics.push(row.unreadable("drive_times", time, expected));
            }
            read
        })
        .collect();
    let nations = apart(row.text("nations"), &[';', '/', '|', ',', '&', '\n']);
    let ids = list::places(row.text("driver_ids"));
    let crew = crew::read_row(row, "drivers", told).into_iter().enumerate().map(|(index, printed)| {
        let mut driver = printed.as_str();
        let (mut drove, mut scores) = (true, true);
        if let Some(rest) = driver.strip_suffix(DID_NOT_DRIVE) {
            (driver, drove) = (rest, false);
        }
        if let Some(rest) = driver.strip_suffix(NO_SHARE) {
            (driver, scores) = (rest, false);
        }
        let nation = nations.get(index).cloned().unwrap_or_default();
        let drive_time = times.get(index).copied().flatten();
        let id = ids.get(index).cloned().unwrap_or_default();
        SeatRecord { driver: driver.to_owned(), id, nation, drove, scores, drive_time }
    });
    let number = row.number();
    if number != row.text("number") {
        told.word(row, "number", row.text("number"), &number);
    }
    let remark = row.owned("remark");
    let record = ResultRecord {
        crew: crew.collect(),
        position,
        status: status.unwrap_or(Status::Finished),
        classified: row.value("classified", "true or false", diagnostics),
        class: row.owned("class"),
        number,
        team: row.owned("team"),
        team_nation: row.owned("team_nation"),
        chassis: row.owned("chassis"),
        engine: row.owned("engine"),
        tyre: row.owned("tyre"),
        manufacturer: row.owned("manufacturer"),
        laps: row.value("laps", "a number of laps", diagnostics),
        time: loose.time,
        best_lap: row.value("best_lap", "a time such as 1:13.748", diagnostics),
        grid: row.value("grid", "a grid position", diagnostics).map(Position::get),
        measures: read_measures(row, diagnostics),
        tags: apart(row.text("tags"), &[';', ',']).into_iter().filter(|tag| !tag.is_empty()).collect(),
        remark: if remark.is_empty() { reason.unwrap_or_default() } else { remark },
        from: row.from(),
        line: row.line,
    };
    (record, status, loose)
}

/// Items that hold none of these separators; the first of them that stands in the cell is the one.
fn apart(text: &str, separators: &[char]) -> Vec<String> {
    match separators.iter().find(|&&own| text.contains(own)) {
        Some(';') | None => list::places(text),
        Some(&own) => text.split(own).map(|item| item.trim().to_owned()).collect(),
    }
}

/// All columns, in the order in which they are written.
pub(super) fn columns() -> Vec<&'static str> {
    let (head, tail) = COLUMNS.split_at(COLUMNS.len() - 3);
    head.iter().copied().chain(rules::measures().map(|own| own.name)).chain(tail.iter().copied()).collect()
}

fn read_measures(row: Row<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Measured> {
    let mut all = Vec::new();
    for measure in rules::measures() {
        let mut add = |lap, value| all.push(Measured { name: measure.name.to_owned(), lap, value });
        match measure.unit {
            Unit::Count => {
                let count: Option<u32> = row.value(measure.name, "a whole number", diagnostics);
                count.into_iter().for_each(|count| add(0, i64::from(count)));
            }
            Unit::Time => {
                let time: Option<Millis> = row.value(measure.name, "a time such as 6:30.000", diagnostics);
                time.into_iter().for_each(|time| add(0, time.0));
            }
            Unit::TimeByLap => {
                for text in row.list(measure.name) {
                    let parts = text.split_once(' ');
                    match parts
                        .and_then(|(lap, time)| row.parse::<u32>(lap).zip(row.parse::<Millis>(time.trim())))
                    {
                        Some((lap, time)) => add(lap, time.0),
                        None => diagnostics.push(row.unreadable(
                            measure.name,
                            &text,
                            "laps and times, such as 53 1:21:40.123; 54 1:23:02.456",
                        )),
                    }
                }
            }
        }
    }
    all.sort_by(|a, b| (&a.name, a.lap).cmp(&(&b.name, b.lap)));
    all
}

pub(super) fn write(records: &[ResultRecord]) -> String {
    write_where(records, |column| column != "driver_ids")
}

/// The same without the columns that no row fills.
pub(super) fn write_needed(records: &[ResultRecord]) -> String {
    write_where(records, |column| matches!(column, "position" | "number"))
}

/// The columns that some row fills, and those that are always there.
fn write_where(records: &[ResultRecord], always: fn(&str) -> bool) -> String {
    let rows: Vec<Vec<String>> = records.iter().map(write_row).collect();
    let columns = columns();
    let is_needed: Vec<bool> =
        (0..columns.len()).map(|index| rows.iter().any(|row| !row[index].is_empty())).collect();
    let needed = |index: &usize| is_needed[*index] || always(columns[*index]);
    let kept: Vec<usize> = (0..columns.len()).filter(needed).collect();
    let head: Vec<&str> = kept.iter().map(|&index| columns[index]).collect();
    let rows: Vec<Vec<String>> =
        rows.into_iter().map(|row| kept.iter().map(|&index| row[index].clone()).collect()).collect();
    // Cars without numbers are possible, a table that does not speak of them is an error.
    table::write_keeping(&head, &rows, |column| column == "number")
}

fn write_row(record: &ResultRecord) -> Vec<String> {
    fn shown<T: ToString>(value: Option<T>) -> String {
        value.map_or_else(String::new, |value| value.to_string())
    }
    let drivers: Vec<String> = record
        .crew
        .iter()
        .map(|seat| {
            format!(
                "{}{}{}",
                seat.driver,
                if seat.scores { "" } else { NO_SHARE },
                if seat.drove { "" } else { DID_NOT_DRIVE }
            )
        })
        .collect();
    let times: Vec<String> = record.crew.iter().map(|seat| shown(seat.drive_time)).collect();
    let times = if times.iter().all(String::is_empty) { String::new() } else { times.join("; ") };
    let ids: Vec<&str> = record.crew.iter().map(|seat| seat.id.as_str()).collect();
    let ids = if ids.iter().all(|id| id.is_empty()) { String::new() } else { list::joined(ids) };
    let nations: Vec<&str> = record.crew.iter().map(|seat| seat.nation.as_str()).collect();
    let nations =
        if nations.iter().all(|nation| nation.is_empty()) { String::new() } else { list::joined(nations) };
    // What would part one nation in two is ended by a semicolon, as in the list of drivers.
    let ends =
        record.crew.len() == 1 && !nations.contains(';') && nations.contains(['/', '|', ',', '&', '\n']);
    let nations = if ends { format!("{nations};") } else { nations };
    let measures = rules::measures().map(|measure| {
        let own = record.measures.iter().filter(|own| own.name == measure.name);
        let shown = own.map(|own| match measure.unit {
            Unit::Count => own.value.to_string(),
            Unit::Time => Millis(own.value).to_string(),
            Unit::TimeByLap => format!("{} {}", own.lap, Millis(own.value)),
        });
        shown.collect::<Vec<_>>().join("; ")
    });
    let head = [
        shown(record.position),
        record.status.word().to_owned(),
        shown(record.classified),
        record.class.clone(),
        record.number.clone(),
        record.team.clone(),
        record.team_nation.clone(),
        crew::written(drivers.iter().map(String::as_str)),
        ids,
        nations,
        times,
        record.chassis.clone(),
        record.engine.clone(),
        record.tyre.clone(),
        record.manufacturer.clone(),
        shown(record.laps),
        shown(record.time),
        shown(record.best_lap),
        shown(record.grid),
    ];
    let tail = [
        list::joined(record.tags.iter().map(String::as_str)),
        record.remark.clone(),
        show_from(&record.from),
    ];
    head.into_iter().chain(measures).chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Files, Folder};
    use parcferme_core::season::measured;

    fn files(results: &str) -> Files {
        let season = "series = \"made-up\"\nyear = 2026\nname = \"Made up\"\n\n[[round]]\nnumber = 1\nevent = \"e\"\nname = \"e\"\nred_flag = \"51:10.000\"\nstopped_on_lap = 56\n";
        [("season.toml", season), ("results/01-race.csv", results)]
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .into()
    }

    #[test]
    fn measures_are_read_and_written_in_their_units() {
        let text = "position,number,laps_led,crossings,last_lap,incidents\n1,7,3,53 1:29:01.000; 54 1:30:29.000,6:30.000,17\n2,8,,,,\n";
        let (folder, found) = Folder::read(&files(text));
        assert!(found.is_empty(), "{found:?}");
        let written = folder.write();
        let (again, _) = Folder::read(&written);
        assert_eq!((&again.results, &again.rounds), (&folder.results, &folder.rounds));
        let row = &folder.results[&(1, "race".to_owned())][0];
        let crossings: Vec<_> =
            row.measures.iter().filter(|own| own.lap > 0).map(|own| (own.lap, own.value)).collect();
        assert_eq!(crossings, [(53, 5_341_000), (54, 5_429_000)]);
        let others = ["incidents", "laps_led", "last_lap"].map(|name| measured(&row.measures, name));
        assert_eq!(others, [Some(17), Some(3), Some(390_000)]);
        let race: Vec<i64> = folder.rounds[0].measures.iter().map(|own| own.value).collect();
        assert_eq!(race, [56, 3_070_000]);
    }

    #[test]
    fn a_measure_that_cannot_be_read_is_said_at_its_line() {
        for (column, value) in
            [("crossings", "1:29:01"), ("last_lap", "slow"), ("incidents", "-1"), ("laps_led", "x")]
        {
            let (_, found) = Folder::read(&files(&format!("position,number,{column}\n1,7,{value}\n")));
            let said: Vec<_> = found.iter().map(|own| (own.id, own.places[0].line)).collect();
            assert_eq!(said, [("PF0407", 2)], "{column}");
        }
    }
}
