//! Official results: race (`03_Results`), by class (`05`), practice and qualifying.

use super::cells::{CELLS_MAX, Row, Rows};
use super::complaints::{Complaints, shortened};
use super::document::{self, CARS_MAX, Document, LINE_BYTES_MAX};
use super::numbers;
use crate::text::narrowed;
use parcferme_core::Diagnostic;
use parcferme_core::numbers::{Laps, Position};
use parcferme_core::timing::official::{OfficialDriver, OfficialRow};

/// What kind of session a result file tells of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResultKind {
    #[default]
    Race,
    /// Practice or qualifying: ranked by best lap.
    FastestLap,
}

/// A published result file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfficialResults {
    pub kind: ResultKind,
    /// In the order of the document.
    pub rows: Vec<OfficialRow>,
}

/// Reads a result file of any shape seen: race, by class, practice and qualifying; one driver or six.
pub fn read_results(document: &str, bytes: &[u8]) -> (OfficialResults, Vec<Diagnostic>) {
    let bytes = &*narrowed(bytes);
    let mut complaints = Complaints::new(document);
    let results = document::open(bytes, &mut complaints)
        .and_then(|document| {
            let columns = Columns::find(&document, &mut complaints)?;
            Some(read_rows(&document, &columns, &mut complaints))
        })
        .unwrap_or_default();
    (results, complaints.finish())
}

struct Columns {
    kind: ResultKind,
    number: usize,
    position: Option<usize>,
    status: Option<usize>,
    laps: Option<usize>,
    total_time: Option<usize>,
    gap_first: Option<usize>,
    gap_previous: Option<usize>,
    best_number: Option<usize>,
    best_time: Option<usize>,
    team: Option<usize>,
    class: Option<usize>,
    group: Option<usize>,
    vehicle: Option<usize>,
    tyres: Option<usize>,
    /// `MUELLER / DUPONT`: the whole crew in one cell.
    crew: Option<usize>,
    drivers: Vec<DriverColumns>,
}

/// A crew member's columns; `first` holds the whole name where there is no `second`.
struct DriverColumns {
    seat: u8,
    first: usize,
    second: Option<usize>,
    license: Option<usize>,
    country: Option<usize>,
}

/// The widest crew of any shape; some sprint series write one driver without a number.
const SEATS_MAX: u8 = 9;

impl Columns {
    fn find(document: &Document, complaints: &mut Complaints) -> Option<Columns> {
        let at = |names: &[&str]| document.column(names);
        let Some(number) = at(&["NUMBER"]) else {
            complaints.add(1, b"", || document::missing_column(&["NUMBER"], &document.header));
            return None;
        };
        let lap_time_only = at(&["TOTAL_TIME", "ELAPSED"]).is_none() && at(&["TIME"]).is_some();
        let position = at(&["POSITION", "POS"]);
        if position.is_none() && at(&["TOTAL_TIME", "ELAPSED", "TIME"]).is_none() {
            complaints.add(1, b"", || document::missing_column(&["POSITION", "POS"], &document.header));
            return None;
        }
        let kind = if lap_time_only { ResultKind::FastestLap } else { ResultKind::Race };
        Some(Columns {
            kind,
            number,
            position,
            status: at(&["STATUS"]),
            laps: at(&["LAPS"]),
            total_time: at(&["TOTAL_TIME", "ELAPSED"]),
            gap_first: at(&["GAP_FIRST"]),
            gap_previous: at(&["GAP_PREVIOUS"]),
            best_number: at(&["FL_LAPNUM", "BEST_LAP_NUM", "LAP"]),
            best_time: if lap_time_only { at(&["TIME"]) } else { at(&["FL_TIME", "BEST_LAP_TIME"]) },
            team: at(&["TEAM"]),
            class: at(&["CLASS", "CLASS_TYPE"]),
            group: at(&["GROUP"]),
            vehicle: at(&["VEHICLE", "MANUFACTURER"]),
            tyres: at(&["TYRES", "TIRES"]),
            crew: at(&["DRIVERS"]),
            drivers: driver_columns(document),
        })
    }
}

fn driver_columns(document: &Document) -> Vec<DriverColumns> {
    let at = |name: String| document.column(&[&name]);
    let seat = |seat: u8| {
        let prefix = if seat == 0 { "DRIVER_".to_owned() } else { format!("DRIVER{seat}_") };
        let first = at(format!("{prefix}FIRSTNAME")).or_else(|| at(format!("DRIVER_{seat}")))?;
        Some(DriverColumns {
            seat: seat.max(1),
            first,
            second: at(format!("{prefix}SECONDNAME")),
            license: at(format!("{prefix}LICENSE")),
            country: at(format!("{prefix}COUNTRY")),
        })
    };
    (0..=SEATS_MAX).filter_map(seat).collect()
}

fn read_rows(document: &Document, columns: &Columns, complaints: &mut Complaints) -> OfficialResults {
    let mut rows = Rows::new(document.body, document.separator, 2);
    let mut read = Vec::new();
    while let Some(mut row) = rows.next_row() {
        if read.len() >= CARS_MAX {
            complaints.add(row.line, row.text, || document::too_many("rows", CARS_MAX));
            break;
        }
        if row.text.trim_ascii().is_empty() {
            continue;
        }
        if row.text.len() > LINE_BYTES_MAX {
            complaints.add(row.line, row.text, || document::long_line(row.text.len()));
            continue;
        }
        if row.cells != document.header.len() && memchr::memchr(b'"', row.text).is_some() {
            rows.split_quoted(&mut row);
        }
        if !row.ended && row.cells < document.header.len() {
            let (found, expected) = (row.cells, document.header.len());
            complaints.add(row.line, row.text, || {
                Diagnostic::error("PF0509", "the last line is cut off and was left out")
                    .found(format!("{found} cells and no line end"))
                    .expected(format!("{expected} cells"))
                    .help("the download may be incomplete: fetch the file again")
            });
            continue;
        }
        if row.cells > document.header.len() + 1 || row.cells > CELLS_MAX {
            let (found, expected) = (row.cells, document.header.len());
            complaints.add(row.line, row.text, || {
                Diagnostic::warning(
                    "PF0512",
                    "a row has more cells than the header; those beyond it were not read",
                )
                .found(format!("{found} cells"))
                .expected(format!("{expected} cells"))
            });
        }
        let official = read_row(&rows, &row, columns, complaints);
        if official.number.is_empty() {
            complaints.add(row.line, row.text, || {
                Diagnostic::error("PF0530", "a result row names no car and was left out")
                    .expected("a car in NUMBER")
            });
            continue;
        }
        read.push(official);
    }
    if read.is_empty() {
        complaints.add(0, b"", || Diagnostic::error("PF0531", "the file has no result row"));
    }
    check_positions(&read, complaints);
    OfficialResults { kind: columns.kind, rows: read }
}

fn read_row(rows: &Rows, row: &Row, columns: &Columns, complaints: &mut Complaints) -> OfficialRow {
    let cell = |column: Option<usize>| column.map_or(&b""[..], |column| rows.cell(row, column));
    let mut text = |column| document::text(cell(column), row.line, complaints);
    let mut official = OfficialRow {
        number: text(Some(columns.number)).into(),
        class: text(columns.class),
        group: text(columns.group),
        team: text(columns.team),
        vehicle: text(columns.vehicle),
        tyres: text(columns.tyres),
        status: text(columns.status),
        gap_first: text(columns.gap_first),
        gap_previous: text(columns.gap_previous),
        line: row.line,
        ..OfficialRow::default()
    };
    for driver in &columns.drivers {
        let names = [text(Some(driver.first)), text(driver.second)];
        let name = names.join(" ").trim().to_owned();
        if !name.is_empty() {
            let (license, country) = (text(driver.license), text(driver.country));
            official.drivers.push(OfficialDriver { seat: driver.seat, name, license, country });
        }
    }
    if official.drivers.is_empty() {
        let crew = text(columns.crew);
        let names = crew.split(['/', ',']).map(str::trim).filter(|name| !name.is_empty());
        official.drivers = (1..)
            .zip(names)
            .map(|(seat, name)| OfficialDriver { seat, name: name.to_owned(), ..OfficialDriver::default() })
            .collect();
    }
    let mut number = |column, name| {
        numbers::whole(cell(column)).unwrap_or_else(|_| {
            bad_cell(row, cell(column), name, complaints);
            None
        })
    };
    official.position = number(columns.position, "POSITION").and_then(Position::new);
    let place = dash_is_empty(cell(columns.position).trim_ascii());
    official.position_unread = official.position.is_none() && !place.is_empty() && place != b"0";
    official.laps = number(columns.laps, "LAPS").map(Laps);
    let best_number = number(columns.best_number, "the best lap's number").filter(|&lap| lap > 0);
    let mut time = |column, name| match numbers::time(dash_is_empty(cell(column))) {
        Ok(time) => time.get(),
        Err(_) => {
            bad_cell(row, cell(column), name, complaints);
            None
        }
    };
    official.total_time = time(columns.total_time, "TOTAL_TIME");
    official.best_lap = best_number.zip(time(columns.best_time, "the best lap's time"));
    for driver in official.drivers.iter_mut().filter(|driver| driver.license == "Platinium") {
        driver.license = "Platinum".to_owned();
        complaints.add(row.line, row.text, || {
            Diagnostic::note("PF0532", "a licence is misspelled and was read as `Platinum`")
                .found("Platinium")
        });
    }
    official
}

fn dash_is_empty(cell: &[u8]) -> &[u8] {
    if cell == b"-" { b"" } else { cell }
}

fn bad_cell(row: &Row, cell: &[u8], name: &str, complaints: &mut Complaints) {
    complaints.add(row.line, row.text, || {
        Diagnostic::warning("PF0511", format!("{name} does not hold a number or time and was read as absent"))
            .found(shortened(cell))
    });
}

/// Two rows with one position, or one car twice.
fn check_positions(rows: &[OfficialRow], complaints: &mut Complaints) {
    let mut seen = std::collections::BTreeMap::new();
    let mut cars = std::collections::BTreeMap::new();
    for row in rows {
        if let Some(line) = cars.insert(row.number.as_str(), row.line) {
            complaints.add(row.line, b"", || {
                Diagnostic::warning(
                    "PF0534",
                    format!("car {} is listed twice, first on line {line}", row.number),
                )
            });
        }
        let Some(position) = row.position else { continue };
        if let Some(line) = seen.insert(position, row.line) {
            complaints.add(row.line, b"", || {
                Diagnostic::warning("PF0533", format!("two rows have position {position}, the first on line {line}"))
                    .help("where positions count in class, the file is a result by class; else one of the two is wrong")
            });
        }
    }
}
