//! What can be wrong with one row of a lap file, in words. Out of the way of the rows that are right.

use super::cells::Row;
use super::complaints::{Complaints, shortened};
use super::numbers;
use parcferme_core::Diagnostic;

#[cold]
pub fn bad_cell(row: &Row, cell: &[u8], name: &str, expected: &str, complaints: &mut Complaints) {
    complaints.add(row.line, row.text, || {
        Diagnostic::warning(
            "PF0511",
            format!("column {name} does not hold {expected} and was read as absent"),
        )
        .found(shortened(cell))
        .expected(expected)
    });
}

#[cold]
pub fn row_without_lap(
    row: &Row,
    number: &[u8],
    lap: Result<Option<u32>, numbers::NotANumber>,
    complaints: &mut Complaints,
) {
    if number.eq_ignore_ascii_case(b"NUMBER") {
        complaints
            .add(row.line, row.text, || Diagnostic::note("PF0514", "the header is repeated inside the file"));
        return;
    }
    if lap == Ok(Some(0)) && !number.is_empty() {
        complaints.add(row.line, row.text, || {
            Diagnostic::note("PF0515", "a record of lap 0 is not a completed lap and was not counted")
        });
        return;
    }
    complaints.add(row.line, row.text, || {
        Diagnostic::error("PF0513", "a row names no car or no lap and was left out")
            .expected("a car in NUMBER and a lap from 1 in LAP_NUMBER")
    });
}

#[cold]
pub fn car_text_differs(
    (line, text): (u32, &[u8]),
    name: &str,
    number: &[u8],
    first: &[u8],
    found: &[u8],
    complaints: &mut Complaints,
) {
    let [number, first, found] = [number, first, found].map(shortened);
    complaints.add(line, text, || {
        Diagnostic::warning("PF0516", format!("car {number} changes its {name}; the first was kept"))
            .found(found)
            .expected(first)
    });
}

#[cold]
pub fn seat_renamed(
    number: &[u8],
    (line, text): (u32, &[u8]),
    seat: u8,
    first: &[u8],
    found: &[u8],
    complaints: &mut Complaints,
) {
    let [number, first, found] = [number, first, found].map(shortened);
    complaints.add(line, text, || {
        Diagnostic::warning(
            "PF0517",
            format!("seat {seat} of car {number} has two names; the first was kept"),
        )
        .found(found)
        .expected(first)
        .help("two drivers may share a number in the crew: driver time of this seat counts both")
    });
}
