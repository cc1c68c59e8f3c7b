//! The cells of one sheet, those with something in them, as text.

use super::super::{Grid, MAX_CELLS, MAX_COLUMNS, units};
use calamine::{Data, Dimensions, Range};
use parcferme_core::number_words::counted;
use parcferme_core::{Diagnostic, Millis, Place};
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

/// By row and column, from 0.
#[derive(Default)]
pub(super) struct Cells {
    rows: BTreeMap<u32, BTreeMap<u32, String>>,
    /// Days are counted from 1904.
    since_1904: bool,
    count: usize,
    /// Formulas whose value was not saved: how many, and the row of the first.
    unsaved: Option<(usize, u32)>,
    /// Cells with an error such as `#N/A`, likewise.
    errors: Option<(usize, u32)>,
    /// Digits that cells show at least, by row and column, where their format fills them with noughts: car 007.
    digits: HashMap<(u32, u32), usize>,
}

impl Cells {
    pub fn new(since_1904: bool) -> Cells {
        Cells { since_1904, ..Cells::default() }
    }

    /// Cells whose format fills a number with noughts in front.
    pub fn fill(&mut self, digits: HashMap<(u32, u32), usize>) {
        self.digits = digits;
    }

    pub fn put(&mut self, (row, column): (u32, u32), value: &Data, formula: bool) -> Result<(), String> {
        let count = |counted: &mut Option<(usize, u32)>| {
            let (times, _) = counted.get_or_insert((0, row));
            *times += 1;
        };
        let text = match value {
            Data::Empty => {
                if formula {
                    count(&mut self.unsaved);
                }
                return Ok(());
            }
            Data::Error(_) => {
                count(&mut self.errors);
                return Ok(());
            }
            value => {
                let text = text(value, self.since_1904);
                match self.digits.get(&(row, column)) {
                    Some(&digits) if text.bytes().all(|own| own.is_ascii_digit()) => {
                        format!("{text:0>digits$}")
                    }
                    _ => text,
                }
            }
        };
        if text.trim().is_empty() {
            return Ok(());
        }
        if column as usize >= MAX_COLUMNS {
            return Err(format!("a cell in column {}", column + 1));
        }
        self.count += 1;
        if self.count > MAX_CELLS {
            return Err(format!("more than {MAX_CELLS} cells"));
        }
        self.rows.entry(row).or_default().insert(column, text);
        Ok(())
    }

    /// Takes the cells of a range, and the formulas that have no value there.
    pub fn range(mut self, range: &Range<Data>, formulas: Option<&Range<String>>) -> Result<Cells, String> {
        let cells = &mut self;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at = (top + row as u32, left + column as u32);
            cells.put(at, value, false)?;
        }
        for (row, column, formula) in formulas.iter().flat_map(|own| {
            let (top, left) = own.start().unwrap_or_default();
            own.used_cells().map(move |(row, column, text)| (top + row as u32, left + column as u32, text))
        }) {
            if !formula.is_empty() && range.get_value((row, column)).is_none_or(|own| *own == Data::Empty) {
                cells.put((row, column), &Data::Empty, true)?;
            }
        }
        Ok(self)
    }

    /// A cell that reaches over several rows stands in each of them.
    pub fn merge(&mut self, merged: &[Dimensions]) {
        for area in merged {
            let (top, left) = area.start;
            let value = self.rows.get(&top).and_then(|row| row.get(&left)).cloned();
            let Some(value) = value else { continue };
            // Rows without anything of their own are none.
            let below = (Bound::Excluded(top), Bound::Included(area.end.0.max(top.saturating_add(1))));
            for row in self.rows.range_mut(below).map(|(_, row)| row) {
                if self.count < MAX_CELLS && !row.contains_key(&left) {
                    row.insert(left, value.clone());
                    self.count += 1;
                }
            }
        }
    }

    pub fn told(&self, document: &str, sheet: &str) -> Vec<Diagnostic> {
        let unsaved = self.unsaved.map(|(times, row)| {
            Diagnostic::warning(
                "PF1045",
                format!(
                    "{} on sheet `{sheet}` {} no value",
                    counted(times, "formula"),
                    if times == 1 { "has" } else { "have" }
                ),
            )
            .at(Place::line(document, row + 1, ""))
            .expected("the values that the formulas gave when the file was last saved")
            .help("open it in a spreadsheet program and save it")
        });
        let errors = self.errors.map(|(times, row)| {
            Diagnostic::warning(
                "PF1045",
                match times {
                    1 => format!("1 cell on sheet `{sheet}` has an error and is read as empty"),
                    _ => format!("{times} cells on sheet `{sheet}` have an error and are read as empty"),
                },
            )
            .at(Place::line(document, row + 1, ""))
            .help("mend the formulas, or type the values in")
        });
        unsaved.into_iter().chain(errors).collect()
    }

    pub fn grid(self, sheet: &str) -> Grid {
        let rows = self.rows.into_iter().map(|(row, mut cells)| {
            let width = cells.last_key_value().map_or(0, |(column, _)| column + 1);
            let record = (0..width).map(|column| cells.remove(&column).unwrap_or_default()).collect();
            (row + 1, record)
        });
        Grid {
            name: sheet.to_owned(), rows: rows.collect(), head: None, separator: '│', decimal_comma: true
        }
    }
}

fn text(value: &Data, since_1904: bool) -> String {
    match value {
        Data::Int(own) => own.to_string(),
        Data::Float(own) => units::number(*own),
        Data::String(own) => own.trim().to_owned(),
        Data::Bool(own) => own.to_string(),
        Data::DateTimeIso(own) => iso_day(own),
        Data::DurationIso(own) => {
            units::iso_duration(own).map_or_else(|| own.clone(), |time| time.to_string())
        }
        Data::Error(_) | Data::Empty => String::new(),
        Data::DateTime(own) => {
            let days = own.as_f64();
            let time = || units::duration(days).map(|time| time.to_string());
            // A time of a day or two in a cell that shows clocks: nobody raced in January 1900.
            let is_time = own.is_duration() || days < 1.0 || (days < 31.0 && days.fract() != 0.0);
            let shown = if is_time { time() } else { units::day(days, since_1904) };
            shown.unwrap_or_else(|| units::number(days))
        }
    }
}

/// `2025-05-03T00:00:00` is a day.
fn iso_day(text: &str) -> String {
    match text.split_once('T') {
        Some((day, time)) if time.trim_matches(['0', ':', '.', 'Z']).is_empty() => day.to_owned(),
        Some((day, time)) if day.is_empty() || day.starts_with("1899-12-3") => time
            .trim_end_matches('Z')
            .parse::<Millis>()
            .map_or_else(|_| text.to_owned(), |time| time.to_string()),
        Some((day, time)) => format!("{day} {time}"),
        None => text.to_owned(),
    }
}
