//! Spreadsheets: XLSX, XLS and OpenDocument, every sheet that is shown. Cells of formulas have the value that was saved.

mod cells;
mod opendocument;
mod packed;

use super::{Grids, MAX_CELLS, too_large};
use calamine::{Reader, SheetVisible, Style, Xls, XlsOptions, Xlsx, XlsxError};
use cells::Cells;
use packed::Packed;
use parcferme_core::{Diagnostic, Place};
use std::collections::HashMap;
use std::io::Cursor;

/// Whether a packed spreadsheet unpacks to more than so many bytes.
pub(super) fn is_larger(bytes: &[u8], most: u64) -> bool {
    matches!(packed::look_within(bytes, most), Packed::TooLarge(_))
}

/// `None` where the file is no spreadsheet.
pub(super) fn read(name: &str, bytes: &[u8]) -> Option<Grids> {
    let (form, read): (_, Reading) = match bytes {
        [b'P', b'K', 3, 4, ..] => match packed::look(bytes) {
            Packed::Xlsx => ("a spreadsheet (XLSX)", xlsx),
            Packed::OpenDocument => ("a spreadsheet (OpenDocument)", opendocument::read),
            Packed::Binary => ("a spreadsheet (XLSB)", |_, _| {
                Err("binary workbooks are not read; save it as XLSX".to_owned())
            }),
            Packed::TooLarge(found) => {
                return Some(Grids {
                    form: "a packed file",
                    told: vec![too_large(name, found)],
                    ..Grids::default()
                });
            }
            Packed::Other => return None,
        },
        [0xd0, 0xcf, 0x11, 0xe0, ..] => ("a spreadsheet (XLS)", xls),
        _ => return None,
    };
    let mut book = Book { name, grids: Grids { form, ..Grids::default() } };
    if let Err(error) = read(&mut book, bytes) {
        book.grids.grids.clear();
        book.grids.told.push(
            Diagnostic::error("PF1043", "the spreadsheet cannot be read")
                .at(Place::document(name))
                .found(error)
                .help("open it in a spreadsheet program and save it again as XLSX, or the sheet as CSV"),
        );
    }
    Some(book.grids)
}

/// Reads the sheets of a book; what stands in the way, where they cannot be read.
type Reading = fn(&mut Book<'_>, &[u8]) -> Result<(), String>;

/// A spreadsheet being read.
struct Book<'n> {
    name: &'n str,
    grids: Grids,
}

impl Book<'_> {
    /// Takes a sheet; one that is too large is told and left.
    fn sheet(&mut self, sheet: &str, cells: Result<Cells, String>) {
        match cells {
            Ok(cells) => {
                self.grids.told.extend(cells.told(self.name, sheet));
                let grid = cells.grid(sheet);
                if !grid.rows.is_empty() {
                    self.grids.grids.push(grid);
                }
            }
            Err(found) => self.grids.told.push(too_large(self.name, format!("sheet {sheet}: {found}"))),
        }
    }

    fn hidden(&mut self, sheet: &str) {
        self.grids.told.push(
            Diagnostic::note("PF1044", format!("sheet `{sheet}` is hidden and is not read"))
                .at(Place::document(self.name))
                .help("show it in the spreadsheet where it is meant to be read"),
        );
    }

    fn hidden_rows(&mut self, rows: usize) {
        if rows > 0 {
            self.grids.told.push(
                Diagnostic::note(
                    "PF1044",
                    match rows {
                        1 => "1 hidden row is read as the others".to_owned(),
                        _ => format!("{rows} hidden rows are read as the others"),
                    },
                )
                .at(Place::document(self.name))
                .help("delete them where they are not meant"),
            );
        }
    }
}

fn xlsx(book: &mut Book<'_>, bytes: &[u8]) -> Result<(), String> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => "it is locked by a password".to_owned(),
        error => error.to_string(),
    })?;
    book.hidden_rows(packed::hidden_rows(bytes));
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.visible != SheetVisible::Visible {
            book.hidden(&sheet.name);
            continue;
        }
        if sheet.typ != calamine::SheetType::WorkSheet {
            continue;
        }
        let merged = workbook.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let mut own = Cells::new(workbook.has_1904_epoch());
        own.fill(filled(&mut workbook, &sheet.name));
        let mut cells = Ok(own);
        let mut reader = workbook.worksheet_cells_reader(&sheet.name).map_err(|error| error.to_string())?;
        while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|error| error.to_string())? {
            let put =
                cells.as_mut().ok().map(|own| own.put(cell.pos, &cell.value.into(), cell.formula.is_some()));
            if let Some(Err(found)) = put {
                cells = Err(found);
                break;
            }
        }
        drop(reader);
        if let Ok(cells) = &mut cells {
            cells.merge(&merged);
        }
        book.sheet(&sheet.name, cells);
    }
    Ok(())
}

/// The cells of a sheet that fill a number with noughts, and to how many digits: those of the format `000`.
fn filled(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> HashMap<(u32, u32), usize> {
    let digits = |style: &Style| {
        let code = &style.number_format.as_ref()?.format_code;
        (code.len() > 1 && code.bytes().all(|own| own == b'0')).then_some(code.len())
    };
    let Ok(mut reader) = workbook.worksheet_cells_reader(sheet) else { return HashMap::new() };
    let filled: Vec<Option<usize>> = reader.styles().iter().map(digits).collect();
    let mut cells = HashMap::new();
    if filled.iter().all(Option::is_none) {
        return cells;
    }
    while let Ok(Some((row, column, style))) = reader.next_style_id() {
        if let Some(digits) = filled.get(style).copied().flatten()
            && cells.len() < MAX_CELLS
        {
            cells.insert((row, column), digits);
        }
    }
    cells
}

fn xls(book: &mut Book<'_>, bytes: &[u8]) -> Result<(), String> {
    let mut workbook: Xls<_> = Xls::new_with_options(Cursor::new(bytes), XlsOptions::default())
        .map_err(|error| error.to_string())?;
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.visible != SheetVisible::Visible {
            book.hidden(&sheet.name);
            continue;
        }
        let Ok(range) = workbook.worksheet_range(&sheet.name) else { continue };
        let merged = workbook.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let cells = Cells::new(workbook.has_1904_epoch()).range(&range, None).map(|mut cells| {
            cells.merge(&merged);
            cells
        });
        book.sheet(&sheet.name, cells);
    }
    Ok(())
}
