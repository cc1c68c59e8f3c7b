//! OpenDocument spreadsheets. What repeats is counted before anything is unfolded.

use super::super::MAX_CELLS;
use super::Book;
use super::cells::Cells;
use super::packed;
use calamine::{Dimensions, Ods, Reader as _};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, HashMap};
use std::io::Cursor;

pub(super) fn read(book: &mut Book<'_>, bytes: &[u8]) -> Result<(), String> {
    let content = packed::text(bytes, "content.xml").ok_or("content.xml is damaged")?;
    let looked = look(&content)?;
    book.hidden_rows(looked.hidden_rows);
    let mut workbook: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.visible != calamine::SheetVisible::Visible {
            book.hidden(&sheet.name);
            continue;
        }
        let range = workbook.worksheet_range(&sheet.name).map_err(|error| error.to_string())?;
        let formulas = workbook.worksheet_formula(&sheet.name).ok();
        let mut own = Cells::default();
        own.fill(looked.digits.get(&sheet.name).cloned().unwrap_or_default());
        let cells = own.range(&range, formulas.as_ref()).map(|mut cells| {
            cells.merge(looked.merged.get(&sheet.name).map_or(&[], Vec::as_slice));
            cells
        });
        book.sheet(&sheet.name, cells);
    }
    Ok(())
}

#[derive(Default)]
struct Looked {
    hidden_rows: usize,
    merged: BTreeMap<String, Vec<Dimensions>>,
    /// Cells of numbers that are shown with noughts in front, and with how many digits.
    digits: BTreeMap<String, HashMap<(u32, u32), usize>>,
}

/// Counts the cells that the repeats make, and finds the merged ones.
fn look(content: &str) -> Result<Looked, String> {
    let mut looked = Looked::default();
    let mut reader = Reader::from_str(content);
    let (mut sheet, mut row, mut column, mut rows_here) = (String::new(), 0_u64, 0_u64, 1_u64);
    let (mut widest, mut last_used, mut used_here) = (0_u64, 0_u64, false);
    let at = |row: u64, column: u64| {
        (u32::try_from(row).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    };
    let mut number_at = None;
    loop {
        let (element, empty) = match reader.read_event() {
            Ok(Event::Start(element)) => (element, false),
            Ok(Event::Empty(element)) => (element, true),
            Ok(Event::End(end)) => {
                if end.name().as_ref() == "table:table-row" {
                    row = row.saturating_add(rows_here);
                    if used_here {
                        last_used = row;
                    }
                    if last_used.saturating_mul(widest) > MAX_CELLS as u64 {
                        return Err(format!("sheet {sheet} has {last_used} rows of {widest} columns"));
                    }
                }
                continue;
            }
            Ok(Event::Text(text)) => {
                let shown = text.trim();
                if let Some(at) = number_at
                    && shown.len() > 1
                    && shown.starts_with('0')
                    && shown.bytes().all(|own| own.is_ascii_digit())
                {
                    looked.digits.entry(sheet.clone()).or_default().insert(at, shown.len());
                }
                continue;
            }
            Ok(Event::Eof) => return Ok(looked),
            Ok(_) => continue,
            Err(error) => return Err(error.to_string()),
        };
        let number = |name: &str| attribute(&element, name).and_then(|own| own.parse::<u64>().ok());
        match element.name().as_ref() {
            "table:table" => {
                sheet = attribute(&element, "table:name").unwrap_or_default();
                (row, widest, last_used) = (0, 0, 0);
            }
            "table:table-row" => {
                (column, used_here) = (0, false);
                rows_here = number("table:number-rows-repeated").unwrap_or(1);
                let hidden = attribute(&element, "table:visibility").is_some_and(|own| own != "visible");
                looked.hidden_rows += usize::from(hidden && rows_here < 1000);
                if empty {
                    row = row.saturating_add(rows_here);
                }
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let repeats = number("table:number-columns-repeated").unwrap_or(1);
                if !empty || attribute(&element, "office:value-type").is_some() {
                    used_here = true;
                    widest = widest.max(column.saturating_add(repeats));
                }
                let (down, right) = (
                    number("table:number-rows-spanned").unwrap_or(1),
                    number("table:number-columns-spanned").unwrap_or(1),
                );
                if down > 1 {
                    let end =
                        at(row.saturating_add(down - 1), column.saturating_add(right.saturating_sub(1)));
                    looked
                        .merged
                        .entry(sheet.clone())
                        .or_default()
                        .push(Dimensions::new(at(row, column), end));
                }
                let is_number = attribute(&element, "office:value-type").is_some_and(|own| own == "float");
                number_at = (is_number && !empty && repeats == 1).then(|| at(row, column));
                column = column.saturating_add(repeats);
            }
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    Some(attribute.value.to_string())
}
