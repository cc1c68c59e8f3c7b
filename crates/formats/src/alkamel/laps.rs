//! Lap records: `23_Analysis`, `23_Time Cards` and `AnalysisEnduranceWithSections`.

use super::cars::{Cars, Said};
use super::cells::{ABSENT, CELLS_MAX, Row, Rows};
use super::complaints::Complaints;
use super::document::{self, CARS_MAX, Document, LINE_BYTES_MAX, ROWS_MAX};
use super::lap_columns::{Columns, TEXT_NAMES};
use super::lap_faults::{bad_cell, car_text_differs, row_without_lap};
use super::{invariants, numbers};
use crate::text::narrowed;
use parcferme_core::Diagnostic;
use parcferme_core::timing::{CarIndex, Flag, Lap, LapSheet, Ms};

/// Reads a lap file: one row a car and lap, in any dialect seen.
///
/// `document` is the file's name for the diagnostics. A row without car or lap number is left out
/// with an error; a bad value elsewhere is read as absent with a warning.
pub fn read_laps(document: &str, bytes: &[u8]) -> (LapSheet, Vec<Diagnostic>) {
    let bytes = &*narrowed(bytes);
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

struct Reader<'a> {
    columns: Columns,
    header_cells: usize,
    cars: Cars<'a>,
    laps: Vec<Lap>,
    /// The sectors of each lap, one after another.
    sectors: Vec<Ms>,
    /// Lines of the laps that the vendor marks as a car's best.
    marked: Vec<u32>,
    /// Whether a time has digits beyond the millisecond.
    finer: bool,
}

impl<'a> Reader<'a> {
    fn new(document: &Document<'a>, columns: Columns, bytes: usize) -> Reader<'a> {
        // The shortest real row has 120 bytes; a hostile file may not reserve more than its own size.
        let laps = Vec::with_capacity(bytes / 160);
        let sectors = Vec::with_capacity(bytes / 160 * columns.sectors.len().min(3));
        Reader {
            columns,
            header_cells: document.header.len(),
            cars: Cars::default(),
            laps,
            sectors,
            marked: Vec::new(),
            finer: false,
        }
    }

    fn read(mut self, mut rows: Rows<'a>, complaints: &mut Complaints) -> LapSheet {
        let mut current = 0;
        while let Some(mut row) = rows.next_row() {
            if self.cars.rows.len() > CARS_MAX || self.laps.len() >= ROWS_MAX {
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
        let cars = self.cars.finish(&mut self.laps, complaints);
        if !self.laps.is_sorted_by_key(|lap| (lap.car, lap.number)) {
            self.laps.sort_by_key(|lap| (lap.car, lap.number));
        }
        invariants::drop_repeated(&mut self.laps, &cars, complaints);
        invariants::fill_elapsed(&mut self.laps, &cars, complaints);
        if self.finer {
            complaints.add(0, b"", invariants::finer_than_millis);
        }
        let sheet = LapSheet::new(cars, self.laps).with_sectors(self.sectors, self.columns.sectors.len());
        invariants::check(&sheet, &self.marked, complaints);
        sheet
    }

    #[cold]
    fn leave_the_rest(&mut self, row: &Row, complaints: &mut Complaints) {
        let cars = self.cars.rows.len() > CARS_MAX;
        let (what, limit) = if cars { ("cars", CARS_MAX) } else { ("lap records", ROWS_MAX) };
        complaints.add(row.line, row.text, || document::too_many(what, limit));
        if cars {
            self.cars.forget_last();
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
        let (time, time_rest) = timed(row, cell(columns.lap_time), "LAP_TIME", complaints);
        let (elapsed, elapsed_rest) = timed(row, cell(columns.elapsed), "ELAPSED", complaints);
        self.finer |= time_rest | elapsed_rest != 0;
        let mut lap = Lap {
            number: lap_number,
            time,
            elapsed,
            hour: timed(row, cell(columns.hour), "HOUR", complaints).0,
            pit: timed(row, cell(columns.pit_time), "PIT_TIME", complaints).0,
            line: row.line,
            time_rest,
            elapsed_rest,
            ..Lap::default()
        };
        if !columns.sectors.is_empty() {
            // A document has at most 2^31 bytes, so fewer laps than that.
            lap.sectors = (self.sectors.len() / columns.sectors.len()) as u32;
        }
        for columns in &columns.sectors {
            let first = cell(columns.at);
            let mut sector = timed(row, first, &columns.name, complaints).0;
            for (&column, name) in columns.again.iter().zip(&columns.again_names) {
                let again = cell(column);
                if same(again, first) || again.strip_prefix(b"0:").is_some_and(|again| same(again, first)) {
                    continue;
                }
                let again = timed(row, again, name, complaints).0;
                if sector != again && again.is_some() {
                    if sector.is_some() {
                        invariants::sector_differs(row, name, sector, again, complaints);
                    } else {
                        sector = again;
                    }
                }
            }
            self.sectors.push(sector);
        }
        lap.seat = small(row, cell(columns.seat), "DRIVER_NUMBER", complaints);
        if small(row, cell(columns.mark), "LAP_IMPROVEMENT", complaints) >= 2 {
            self.marked.push(row.line);
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
        let driver = cell(columns.driver);
        let texts = columns.texts.map(cell);
        let is_current = self.cars.rows.get(*current).is_some_and(|car| {
            same(car.number, number)
                && same(car.texts[0], texts[0])
                && same(car.texts[2], texts[2])
                && (car.alone && car.laps.1 < lap_number
                    || !car.begins_again(lap_number) && car.drivers.iter().any(|own| same(own.1, driver)))
        });
        if !is_current {
            *current = self.cars.find(&Said { number, texts, driver, lap: lap_number, line: row.line });
        }
        // A document has at most 2^31 bytes, so fewer cars than that.
        lap.car = CarIndex(*current as u32);
        let car = &mut self.cars.rows[*current];
        for (index, (text, found)) in car.texts.iter_mut().zip(texts).enumerate() {
            if !found.is_empty() && !same(text, found) {
                if text.is_empty() {
                    *text = found;
                } else {
                    let at = (row.line, row.text);
                    car_text_differs(at, TEXT_NAMES[index], number, text, found, complaints);
                }
            }
        }
        car.has_lap(lap_number);
        if self.columns.seat == ABSENT && !driver.is_empty() {
            lap.seat = car.seat_named(driver);
        }
        match car.drivers.iter().find(|own| own.0 == lap.seat) {
            Some(own) if same(own.1, driver) => {}
            _ => car.sits(lap.seat, driver, (row.line, row.text), complaints),
        }
        self.laps.push(lap);
    }
}

#[inline]
fn timed(row: &Row, cell: &[u8], name: &str, complaints: &mut Complaints) -> (Ms, u16) {
    numbers::exact_time(cell).unwrap_or_else(|_| {
        bad_cell(row, cell, name, "a time such as 1:54.401", complaints);
        (Ms::NONE, 0)
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
