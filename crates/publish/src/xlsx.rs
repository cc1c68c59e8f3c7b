//! A sheet as a workbook: typed cells, one worksheet a table, and one a class where a table is grouped by class.
//!
//! Numbers are numbers, times are durations of a day's fraction shown as `[h]:mm:ss.000`, points that are no decimal
//! are numbers shown as fractions. The first row is the head, frozen, with a filter. The last worksheet says what the
//! workbook is.

mod about;
mod names;

use crate::palette::{self, Colour};
use crate::sheet::{Align, Cell, Ground, Group, Run, Sheet, Table, Value, Width};
use parcferme_core::{Diagnostic, formula};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, FormatUnderline, Note,
};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

/// Characters that a cell of the format can hold.
const MOST_CHARACTERS: usize = 32_000;

/// The workbook's bytes, the same for the same sheet. Diagnostics: PF0703 where it could not be written.
pub fn workbook(sheet: &Sheet) -> (Vec<u8>, Vec<Diagnostic>) {
    match write(sheet) {
        Ok(bytes) => (bytes, Vec::new()),
        Err(error) => {
            let message = format!("the workbook could not be written: {error}");
            (Vec::new(), vec![Diagnostic::error("PF0703", message)])
        }
    }
}

fn write(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(sheet)?);
    let mut names = names::Names::default();
    for (index, table) in sheet.tables().enumerate() {
        for part in parts(table, &sheet.classes) {
            let wanted = if part.name.is_empty() { format!("Table {}", index + 1) } else { part.name };
            let worksheet = workbook.add_worksheet();
            worksheet.set_name(names.claim(&wanted))?;
            fill(worksheet, table, &part.groups)?;
            margins(worksheet, sheet);
        }
    }
    let worksheet = workbook.add_worksheet();
    worksheet.set_name(names.claim("About"))?;
    about::fill(worksheet, sheet)?;
    workbook.save_to_buffer()
}

fn properties(sheet: &Sheet) -> Result<DocProperties, XlsxError> {
    let stamp = sheet.head.issued_at.unwrap_or_default();
    let (hour, minute, second) = stamp.time();
    // The format knows no year before 1900.
    let year = u16::try_from(stamp.date().year()).unwrap_or(1900).clamp(1900, 9999);
    let created = ExcelDateTime::from_ymd(year, stamp.date().month(), stamp.date().day())?;
    let created = created.and_hms(hour.into(), minute, f64::from(second))?;
    let title = [sheet.head.event.as_str(), &sheet.title()].join(": ");
    let short = |text: &str| text.chars().take(255).collect::<String>();
    Ok(DocProperties::new()
        .set_title(short(title.trim_matches([':', ' '])))
        .set_company(short(&sheet.head.series))
        .set_author(short(&sheet.foot.issuer))
        .set_creation_datetime(&created))
}

struct Part<'a> {
    name: String,
    groups: Vec<&'a Group>,
}

/// A worksheet a class, or a heading where groups are of none; one in all where the table has no headings.
fn parts<'a>(table: &'a Table, classes: &[String]) -> Vec<Part<'a>> {
    if table.groups.iter().all(|group| group.heading.is_empty()) {
        let name = if table.id.is_empty() { table.title.clone() } else { table.id.clone() };
        return vec![Part { name, groups: table.groups.iter().collect() }];
    }
    let mut parts: Vec<Part<'_>> = Vec::new();
    for group in &table.groups {
        let of_class = group.class.and_then(|class| classes.get(class));
        let name = of_class.unwrap_or(&group.heading);
        match parts.iter_mut().find(|part| of_class.is_some() && part.name == *name) {
            Some(part) => part.groups.push(group),
            None => parts.push(Part { name: name.clone(), groups: vec![group] }),
        }
    }
    parts
}

fn fill(worksheet: &mut Worksheet, table: &Table, groups: &[&Group]) -> Result<(), XlsxError> {
    let mut widths: Vec<usize> = Vec::with_capacity(table.columns.len());
    for (column, own) in (0..).zip(&table.columns) {
        let words =
            if own.unit.is_empty() { own.head.clone() } else { format!("{} ({})", own.head, own.unit) };
        let format = aligned(Format::new().set_bold().set_border_bottom(FormatBorder::Medium), own.align);
        match words.parse::<u32>() {
            // The number of a round: as text it would be marked as a number that is stored as one.
            Ok(number) => worksheet.write_number_with_format(0, column, number, &format)?,
            Err(_) => worksheet.write_string_with_format(0, column, limited(&words), &format)?,
        };
        if !own.full.is_empty() && own.full != own.head {
            let said = Note::new(limited(&own.full)).set_author("");
            worksheet.insert_note(0, column, &said)?;
        }
        widths.push(words.chars().count());
    }
    let mut line = 0;
    for row in groups.iter().flat_map(|group| &group.rows) {
        line += 1;
        for ((column, own), width) in (0..).zip(&table.columns).zip(&mut widths) {
            let cell = row.cell(usize::from(column));
            let shown =
                cell.lines.iter().map(|line| line.iter().map(|run| run.text.chars().count()).sum()).max();
            *width = (*width).max(shown.unwrap_or(0));
            let marks = table.marks(cell).join(",");
            write_cell(worksheet, (line, column), (cell, &marks), row.stressed, own.align)?;
        }
    }
    for ((column, own), width) in (0..).zip(&table.columns).zip(&widths) {
        let around = if own.width == Width::Chart { 0.8 } else { 2.0 };
        worksheet.set_column_width(column, (*width).min(60) as f64 + around)?;
    }
    let below = std::iter::once(table.caveat.clone()).filter(|caveat| !caveat.is_empty());
    let notes = table.marked_notes().map(|(mark, note)| match mark {
        Some(mark) => format!("{mark}  {note}"),
        None => note.to_owned(),
    });
    for (note, own) in (line + 2..).zip(below.chain(notes)) {
        worksheet.write_string_with_format(note, 0, limited(&own), &Format::new().set_italic())?;
    }
    let last = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    if line > 0 && !table.columns.is_empty() {
        worksheet.autofilter(0, 0, line, last)?;
    }
    worksheet.set_repeat_rows(0, 0)?;
    worksheet.set_landscape();
    match table.columns.iter().position(|column| column.width == Width::Chart) {
        // As wide as a race is long: printed on as many pages side by side as it takes, with its first columns on each.
        Some(lead) => {
            let lead = u16::try_from(lead).unwrap_or(u16::MAX);
            worksheet.set_freeze_panes(1, lead)?;
            if lead > 0 {
                worksheet.set_repeat_columns(0, lead - 1)?;
            }
            worksheet.set_print_fit_to_pages(0, 1);
        }
        None => {
            // Who it is stays in sight where rounds are many.
            let named = table.row_head.filter(|own| *own < 3 && table.columns.len() > 8);
            worksheet.set_freeze_panes(1, named.map_or(0, |own| u16::try_from(own + 1).unwrap_or(0)))?;
            worksheet.set_print_fit_to_pages(1, 0);
        }
    }
    Ok(())
}

/// What stands around the table where the worksheet is printed.
fn margins(worksheet: &mut Worksheet, sheet: &Sheet) {
    // The format takes 255 characters in all, and `&` for its commands.
    let plain = |text: &str| text.chars().take(90).collect::<String>().replace('&', "&&");
    worksheet.set_header(format!("&L&B{}&R{}", plain(&sheet.head.event), plain(&sheet.title())));
    let issued = if sheet.head.issued.is_empty() { "" } else { "Issued " };
    worksheet.set_footer(format!("&L{issued}{}&RPage &P / &N", plain(&sheet.head.issued)));
}

fn write_cell(
    worksheet: &mut Worksheet,
    (line, column): (u32, u16),
    (cell, marks): (&Cell, &str),
    stressed: bool,
    align: Align,
) -> Result<(), XlsxError> {
    // A number stays one: its marks are part of how it is shown.
    let marked =
        |shape: &str| if marks.is_empty() { shape.to_owned() } else { format!("{shape}\" {marks}\"") };
    let mut format = aligned(Format::new(), align);
    if !marks.is_empty() {
        format = format.set_num_format(marked("General"));
    }
    if stressed {
        format = format.set_bold();
    }
    if let Some(colour) = palette::behind(cell) {
        format = format.set_background_color(rgb(colour));
        if cell.ground == Ground::Disqualified {
            format = format.set_font_color(Color::White);
        }
    }
    if let Some(class) = cell.chip() {
        format =
            format.set_border_left(FormatBorder::Thick).set_border_left_color(rgb(palette::class(class)));
    }
    if cell.is_struck() {
        format = format.set_font_strikethrough();
    }
    match cell.value {
        Value::Empty if cell.is_empty() => {
            worksheet.write_blank(line, column, &format)?;
        }
        Value::Whole(number) if exact(number) => {
            worksheet.write_number_with_format(line, column, number as f64, &format)?;
        }
        Value::Thousandths(number) if exact(number) => {
            let format = format.set_num_format(marked("0.000"));
            worksheet.write_number_with_format(line, column, number as f64 / 1000.0, &format)?;
        }
        Value::Points(points) if points.ratio().is_some() => {
            // Of points beyond, nothing is written as a number: they go the way of text.
            let (over, under) = points.ratio().unwrap_or_default();
            let fraction = points.to_string().contains('/');
            let format = if fraction { format.set_num_format(marked("# ??/??")) } else { format };
            worksheet.write_number_with_format(line, column, over as f64 / under as f64, &format)?;
        }
        Value::Time(time) if time.0 >= 0 && exact(time.0) => {
            let shape = if time.0 >= 3_600_000 { "[h]:mm:ss.000" } else { "[m]:ss.000" };
            let format = format.set_num_format(marked(shape));
            worksheet.write_number_with_format(line, column, time.0 as f64 / 86_400_000.0, &format)?;
        }
        _ => text(worksheet, (line, column), (cell, marks), &format)?,
    }
    Ok(())
}

/// Whether a whole number survives as the format's floating point number.
fn exact(number: i64) -> bool {
    number.unsigned_abs() < 1 << 53
}

fn text(
    worksheet: &mut Worksheet,
    (line, column): (u32, u16),
    (cell, marks): (&Cell, &str),
    format: &Format,
) -> Result<(), XlsxError> {
    let behind = if marks.is_empty() { String::new() } else { format!(" {marks}") };
    let plain = cell.plain("\n") + &behind;
    let styled = cell.lines.iter().flatten().any(|run| !run.is_plain()) && !cell.is_struck();
    let format = if cell.lines.len() > 1 { format.clone().set_text_wrap() } else { format.clone() };
    // A text in the file; this keeps it one where a person edits the cell.
    let format = if formula::is_formula(&plain) { format.set_quote_prefix() } else { format };
    if !styled || plain.chars().count() > MOST_CHARACTERS {
        worksheet.write_string_with_format(line, column, limited(&plain), &format)?;
        return Ok(());
    }
    let mut runs: Vec<(Format, String)> = Vec::new();
    for (index, line) in cell.lines.iter().enumerate() {
        if index > 0 {
            runs.push((Format::new(), "\n".to_owned()));
        }
        runs.extend(
            line.iter().filter(|run| !run.text.is_empty()).map(|run| (run_format(run), run.text.clone())),
        );
    }
    if !behind.is_empty() {
        runs.push((Format::new(), behind));
    }
    match runs.as_slice() {
        // The format takes rich text of two parts or more.
        [] => worksheet.write_blank(line, column, &format)?,
        [(_, text)] => worksheet.write_string_with_format(line, column, text, &format)?,
        _ => {
            let runs: Vec<(&Format, &str)> =
                runs.iter().map(|(format, text)| (format, text.as_str())).collect();
            worksheet.write_rich_string_with_format(line, column, &runs, &format)?
        }
    };
    Ok(())
}

fn run_format(run: &Run) -> Format {
    let mut format = Format::new();
    if run.bold {
        format = format.set_bold();
    }
    if run.italic {
        format = format.set_italic();
    }
    if run.underline {
        format = format.set_underline(FormatUnderline::Single);
    }
    if run.strike {
        format = format.set_font_strikethrough();
    }
    format
}

fn aligned(format: Format, align: Align) -> Format {
    match align {
        // Texts keep clear of the figures before them.
        Align::Left => format.set_indent(1),
        Align::Centre => format.set_align(FormatAlign::Center),
        Align::Right => format.set_align(FormatAlign::Right),
    }
}

fn rgb(colour: Colour) -> Color {
    Color::RGB(u32::from_be_bytes([0, colour.red, colour.green, colour.blue]))
}

/// What fits into a cell.
fn limited(text: &str) -> String {
    text.chars().take(MOST_CHARACTERS).collect()
}
