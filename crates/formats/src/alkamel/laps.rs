//! Lap records: `23_Analysis`, `23_Time Cards` and `AnalysisEnduranceWithSections`.

use super::cells::{CELLS_MAX, Row, Rows};
use super::complaints::Complaints;
use super::document::{self, CARS_MAX, Document, LINE_BYTES_MAX, ROWS_MAX};
use super::lap_columns::{Columns, SECTOR_AGAIN_NAMES, SECTOR_MARK_NAMES, SECTOR_NAMES, TEXT_NAMES, TEXTS};
use super::lap_faults::{bad_cell, car_text_differs, row_without_lap, seat_renamed};
use super::{invariants, numbers};
use parcferme_core::Diagnostic;
use parcferme_core::timing::{Car, CarIndex, Driver, Flag, Lap, LapSheet, Ms};
use std::collections::HashMap;

/// Reads a lap file: one row a car and lap, in any dialect seen.
///
/// `document` is the file's name for the diagnostics. A row without car or lap number is left out
/// with an error; a bad value elsewhere is read as absent with a warning.
pub fn read_laps(document: &str, bytes: &[u8]) -> (LapSheet, Vec<Diagnostic>) {
    let mut complaints = Complaints::new(document);
    let sheet = document::open(bytes, &mut complaints)
        .and_then(|document| {
            let columns = Columns::find(&document, &mut complaints)?;
            let rows = Rows::new(document.body, document.separator, 2);
            Some(Reader::new(&document, columns, bytes.len()).read(rows, &mut complaints))
        })
        .unwrap_or_default();
    (sheet, complaints.finish())
}

/// A car while its rows are read; texts are slices of the document until the end.
struct CarRows<'a> {
    number: &'a [u8],
    line: u32,
    texts: [&'a [u8]; TEXTS],
    drivers: Vec<(u8, &'a [u8])>,
}

struct Reader<'a> {
    columns: Columns,
    header_cells: usize,
    cars: Vec<CarRows<'a>>,
    by_number: HashMap<&'a [u8], usize>,
    laps: Vec<Lap>,
}

impl<'a> Reader<'a> {
    fn new(document: &Document<'a>, columns: Columns, bytes: usize) -> Reader<'a> {
        // The shortest real row has 120 bytes; a hostile file may not reserve more than its own size.
        let laps = Vec::with_capacity(bytes / 160);
        Reader {
            columns,
            header_cells: document.header.len(),
            cars: Vec::new(),
            by_number: HashMap::new(),
            laps,
        }
    }

    fn read(mut self, mut rows: Rows<'a>, complaints: &mut Complaints) -> LapSheet {
        let mut current = 0;
        while let Some(mut row) = rows.next_row() {
            if self.cars.len() > CARS_MAX || self.laps.len() >= ROWS_MAX {
                self.leave_the_rest(&row, complaints);
                break;
            }
            if row.cells == self.header_cells || self.has_usual_shape(&mut rows, &mut row, complaints) {
                self.read_row(&rows, &row, &mut current, complaints);
            }
        }
        if self.laps.is_empty() {
            complaints.add(0, b"", || Diagnostic::error("PF0510", "the file has no lap record"));
        }
        if !self.laps.is_sorted_by_key(|lap| (lap.car, lap.number)) {
            self.laps.sort_by_key(|lap| (lap.car, lap.number));
        }
        let cars: Vec<Car> = self.cars.iter().map(|car| finish_car(car, complaints)).collect();
        invariants::drop_repeated(&mut self.laps, &cars, complaints);
        invariants::fill_elapsed(&mut self.laps, &cars, complaints);
        let sheet = LapSheet::new(cars, self.laps);
        invariants::check(&sheet, complaints);
        sheet
    }

    #[cold]
    fn leave_the_rest(&mut self, row: &Row, complaints: &mut Complaints) {
        let cars = self.cars.len() > CARS_MAX;
        let (what, limit) = if cars { ("cars", CARS_MAX) } else { ("lap records", ROWS_MAX) };
        complaints.add(row.line, row.text, || document::too_many(what, limit));
        if cars {
            self.cars.pop();
            self.laps.pop();
        }
    }

    /// Rows with another number of cells than the header; says whether to read it.
    #[cold]
    fn has_usual_shape(&self, rows: &mut Rows<'a>, row: &mut Row<'a>, complaints: &mut Complaints) -> bool {
        if row.text.trim_ascii().is_empty() {
            return false;
        }
        if row.text.len() > LINE_BYTES_MAX {
            complaints.add(row.line, row.text, || document::long_line(row.text.len()));
            return false;
        }
        if memchr::memchr(b'"', row.text).is_some() {
            rows.split_quoted(row);
        }
        let (cells, header_cells) = (row.cells, self.header_cells);
        if !row.ended && cells < header_cells {
            complaints.add(row.line, row.text, || {
                Diagnostic::error("PF0509", "the last line is cut off and was left out")
                    .found(format!("{cells} cells and no line end"))
                    .expected(format!("{header_cells} cells"))
                    .help("the download may be incomplete: fetch the file again")
            });
            return false;
        }
        if cells > header_cells.max(1) + 1 || cells > CELLS_MAX {
            complaints.add(row.line, row.text, || {
                Diagnostic::warning(
                    "PF0512",
                    "a row has more cells than the header; those beyond it were not read",
                )
                .found(format!("{cells} cells"))
                .expected(format!("{header_cells} cells"))
            });
        }
        true
    }

    #[inline]
    fn read_row(&mut self, rows: &Rows<'a>, row: &Row<'a>, current: &mut usize, complaints: &mut Complaints) {
        let columns = &self.columns;
        let cell = |column: usize| rows.cell(row, column);
        let number = cell(columns.number);
        let lap_number = match numbers::whole(cell(columns.lap_number)) {
            Ok(Some(lap_number)) if !number.is_empty() && lap_number > 0 => lap_number,
            found => return row_without_lap(row, number, found, complaints),
        };
        let mut lap = Lap {
            number: lap_number,
            time: timed(row, cell(columns.lap_time), "LAP_TIME", complaints),
            elapsed: timed(row, cell(columns.elapsed), "ELAPSED", complaints),
            hour: timed(row, cell(columns.hour), "HOUR", complaints),
            pit: timed(row, cell(columns.pit_time), "PIT_TIME", complaints),
            line: row.line,
            ..Lap::default()
        };
        for (sector, name) in SECTOR_NAMES.iter().enumerate() {
            lap.sectors[sector] = timed(row, cell(columns.sectors[sector]), name, complaints);
        }
        for (index, name) in SECTOR_AGAIN_NAMES.iter().enumerate() {
            let (first, again) = (cell(columns.sectors[index % 3]), cell(columns.sectors_again[index]));
            if same(again, first) || again.strip_prefix(b"0:").is_some_and(|again| same(again, first)) {
                continue;
            }
            let again = timed(row, again, name, complaints);
            let sector = &mut lap.sectors[index % 3];
            if *sector != again && again.is_some() {
                if sector.is_some() {
                    invariants::sector_differs(row, name, *sector, again, complaints);
                } else {
                    *sector = again;
                }
            }
        }
        lap.seat = small(row, cell(columns.seat), "DRIVER_NUMBER", complaints);
        lap.mark = small(row, cell(columns.mark), "LAP_IMPROVEMENT", complaints);
        for (sector, name) in SECTOR_MARK_NAMES.iter().enumerate() {
            lap.sector_marks[sector] = small(row, cell(columns.sector_marks[sector]), name, complaints);
        }
        for (into, column, name) in
            [(&mut lap.speed, columns.kph, "KPH"), (&mut lap.top_speed, columns.top_speed, "TOP_SPEED")]
        {
            *into = numbers::tenths(cell(column)).unwrap_or_else(|_| {
                bad_cell(row, cell(column), name, "km/h such as 189.4", complaints);
                0
            });
        }
        lap.in_pit = match cell(columns.in_pit) {
            [] => false,
            [b'B'] => true,
            other => {
                bad_cell(row, other, "CROSSING_FINISH_LINE_IN_PIT", "`B` or nothing", complaints);
                false
            }
        };
        lap.flag = flag(cell(columns.flag)).unwrap_or_else(|| {
            bad_cell(row, cell(columns.flag), "FLAG_AT_FL", "GF, YF, FCY, SF, C60, RF or FF", complaints);
            Flag::Unknown
        });
        if self.cars.get(*current).is_none_or(|car| !same(car.number, number)) {
            *current = self.car(number, row.line);
        }
        // A document has at most 2^31 bytes, so fewer cars than that.
        lap.car = CarIndex(*current as u32);
        let car = &mut self.cars[*current];
        for (index, text) in car.texts.iter_mut().enumerate() {
            let found = rows.cell(row, self.columns.texts[index]);
            if !found.is_empty() && !same(text, found) {
                if text.is_empty() {
                    *text = found;
                } else {
                    car_text_differs(row, TEXT_NAMES[index], number, text, found, complaints);
                }
            }
        }
        seat_name(car, row, lap.seat, rows.cell(row, self.columns.driver), complaints);
        self.laps.push(lap);
    }

    fn car(&mut self, number: &'a [u8], line: u32) -> usize {
        let trimmed = number.trim_ascii();
        *self.by_number.entry(trimmed).or_insert_with(|| {
            self.cars.push(CarRows { number: trimmed, line, texts: [b""; TEXTS], drivers: Vec::new() });
            self.cars.len() - 1
        })
    }
}

#[inline]
fn timed(row: &Row, cell: &[u8], name: &str, complaints: &mut Complaints) -> Ms {
    numbers::time(cell).unwrap_or_else(|_| {
        bad_cell(row, cell, name, "a time such as 1:54.401", complaints);
        Ms::NONE
    })
}

#[inline]
fn flag(cell: &[u8]) -> Option<Flag> {
    Some(match cell {
        [] => Flag::Unknown,
        [b'G', b'F'] => Flag::Green,
        [b'F', b'C', b'Y'] => Flag::FullCourseYellow,
        [b'S', b'F' | b'C'] => Flag::SafetyCar,
        [b'F', b'F'] => Flag::Finish,
        [b'R', b'F'] => Flag::Red,
        [b'Y', b'F'] => Flag::Yellow,
        b"C60" | b"CODE60" => Flag::Code60,
        _ => return None,
    })
}

#[inline]
fn small(row: &Row, cell: &[u8], name: &str, complaints: &mut Complaints) -> u8 {
    if let [digit @ b'0'..=b'9'] = cell {
        return digit - b'0';
    }
    match numbers::whole(cell).map(|number| u8::try_from(number.unwrap_or(0))) {
        Ok(Ok(number)) => number,
        _ => {
            bad_cell(row, cell, name, "a small number", complaints);
            0
        }
    }
}

/// Equality of short texts, without the call that comparing slices is.
#[inline]
fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    // Whole words from the front, and the last bytes as one more word that may overlap them.
    if let (Some(a_end), Some(b_end)) = (a.last_chunk::<8>(), b.last_chunk::<8>()) {
        return u64::from_le_bytes(*a_end) == u64::from_le_bytes(*b_end)
            && a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0).all(|(a, b)| a == b);
    }
    if let (Some(a_end), Some(b_end)) = (a.last_chunk::<4>(), b.last_chunk::<4>()) {
        return a_end == b_end && a.first_chunk::<4>() == b.first_chunk::<4>();
    }
    a.iter().zip(b).all(|(a, b)| a == b)
}

#[inline]
fn seat_name<'a>(car: &mut CarRows<'a>, row: &Row, seat: u8, name: &'a [u8], complaints: &mut Complaints) {
    match car.drivers.iter_mut().find(|driver| driver.0 == seat) {
        Some(driver) if same(driver.1, name) || name.is_empty() => {}
        Some(driver) if driver.1.is_empty() => driver.1 = name,
        Some(driver) => seat_renamed(car.number, row, seat, driver.1, name, complaints),
        None => car.drivers.push((seat, name)),
    }
}

fn finish_car(car: &CarRows, complaints: &mut Complaints) -> Car {
    let mut text = |cell| document::text(cell, car.line, complaints);
    let mut drivers: Vec<Driver> =
        car.drivers.iter().map(|&(seat, name)| Driver { seat, name: text(name) }).collect();
    drivers.sort_by_key(|driver| driver.seat);
    drivers.retain(|driver| driver.seat > 0 || !driver.name.is_empty());
    let [class, group, team, manufacturer, vehicle] = car.texts.map(&mut text);
    Car { number: text(car.number), class, group, team, manufacturer, vehicle, drivers }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_compare_as_slices_do() {
        let text = b"abcdefghijklmnopqrstuvwxyz";
        for length in 0..text.len() {
            assert!(same(&text[..length], &text[..length]));
            for changed in 0..length {
                let mut other = text[..length].to_vec();
                other[changed] ^= 1;
                assert!(!same(&text[..length], &other), "{length} {changed}");
            }
        }
        assert!(!same(b"a", b"ab"));
    }
}
