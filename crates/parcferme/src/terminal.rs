//! Sheets on a terminal: aligned tables that fit, class names in their colours, notes below.

mod text_table;

use anstyle::{Color, RgbColor, Style};
use parcferme_core::printable::into_printable;
use parcferme_publish::palette;
use parcferme_publish::sheet::{self, Align, Block, Ground, Sheet, Width};
use std::io::{IsTerminal, Write};
use text_table::{Column, TextTable, paragraph};

/// Writes a sheet for people. Colours go out as ANSI codes; the stream strips them where they are not wanted.
pub fn write(sheet: &Sheet, out: &mut dyn Write) -> std::io::Result<()> {
    write_within(sheet, terminal_width(), out)
}

/// Writes a sheet in so many columns; where none are given, nothing is cut.
pub fn write_within(sheet: &Sheet, width: Option<usize>, out: &mut dyn Write) -> std::io::Result<()> {
    let bold = Style::new().bold();
    let dim = Style::new().dimmed();
    let head = [&sheet.head.event, &sheet.head.series].map(String::as_str);
    let head: Vec<&str> = head.into_iter().filter(|text| !text.is_empty()).collect();
    let line = |text: String| folded(&text, width);
    writeln!(out, "{}", line(format!("{bold}{}{bold:#}", head.join(" · "))))?;
    let below = [sheet.title(), sheet.head.circuit.clone(), sheet.head.dates.clone()];
    let below: Vec<&str> = below.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    writeln!(out, "{}", line(format!("{dim}{}{dim:#}", below.join(" · "))))?;
    for block in &sheet.blocks {
        writeln!(out)?;
        match block {
            Block::Table(table) => {
                if !table.title.is_empty() {
                    let chip = table.class.map_or_else(String::new, chip);
                    writeln!(out, "{}", line(format!("{chip}{bold}{}{bold:#}", table.title)))?;
                }
                if !table.caveat.is_empty() {
                    out.write_all(paragraph(&table.caveat, width).as_bytes())?;
                }
                out.write_all(text_table(sheet, table).text(width).as_bytes())?;
            }
            Block::Paragraph(runs) => out.write_all(paragraph(&plain(runs), width).as_bytes())?,
            Block::Notes { title, lines } => {
                writeln!(out, "{bold}{title}{bold:#}")?;
                for line in lines {
                    out.write_all(paragraph(&format!("  {}", plain(line)), width).as_bytes())?;
                }
            }
        }
    }
    Ok(())
}

/// Writes what `write` writes, its lines broken at spaces where they do not fit the terminal.
pub fn write_folded(
    out: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let mut text = Vec::new();
    write(&mut text)?;
    out.write_all(folded(&String::from_utf8_lossy(&text), terminal_width()).as_bytes())
}

/// The text with lines of at most `width` characters where a space allows it; what follows stands below the text of its
/// line, behind the words at its front. Codes of style take no room.
pub fn folded(text: &str, width: Option<usize>) -> String {
    let Some(width) = width else { return text.to_owned() };
    let mut all = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        fold(line, width, &mut all);
    }
    all
}

/// Characters at the front of a line in which a word such as `computed` may stand, beside which its text is kept.
const FRONT: usize = 24;

fn fold(line: &str, width: usize, all: &mut String) {
    let bare = anstream::adapter::strip_str(line).to_string();
    let bare = bare.trim_end();
    if bare.chars().count() <= width {
        all.push_str(line);
        return;
    }
    let (mut hang, mut blanks) = (0, 2);
    for (at, own) in bare.chars().take(FRONT.min(width / 2)).enumerate() {
        match own {
            ' ' => blanks += 1,
            _ if blanks > 1 => (hang, blanks) = (at, 0),
            _ => blanks = 0,
        }
    }
    let hang = if hang == 0 { 2 } else { hang };
    let mut used = 0;
    for word in line.split_inclusive(' ') {
        let length = anstream::adapter::strip_str(word).to_string().trim_end().chars().count();
        if used > hang && used + length > width {
            all.truncate(all.trim_end_matches(' ').len());
            all.push('\n');
            all.extend(std::iter::repeat_n(' ', hang));
            used = hang;
        }
        all.push_str(word);
        used += length + usize::from(word.ends_with(' '));
    }
}

/// Columns of the terminal; none in a pipe, where nothing is cut.
pub fn terminal_width() -> Option<usize> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    comfy_table::Table::new().width().map(usize::from)
}

fn plain(runs: &[sheet::Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

fn text_table(sheet: &Sheet, table: &sheet::Table) -> TextTable {
    let columns = table.columns.iter().map(|column| {
        let shown = if column.align == Align::Right {
            Column::right(&column.head)
        } else {
            Column::left(&column.head)
        };
        let shown = shown.dispensable(column.rank);
        // Such columns are rounds.
        let shown = if column.width == Width::Even { shown.of_many("round") } else { shown };
        if matches!(column.width, Width::Grow(_)) { shown.shrinks_to(12) } else { shown }
    });
    let mut text = TextTable {
        columns: columns.collect(),
        classes: table
            .columns
            .iter()
            .position(|column| column.key == "class")
            .map(|at| (at, sheet.classes.clone())),
        notes: table
            .marked_notes()
            .map(|(mark, note)| match mark {
                Some(mark) => format!("{} {note}", superscript(&[mark])),
                None => note.to_owned(),
            })
            .collect(),
        ..TextTable::default()
    };
    let bold = Style::new().bold();
    for group in &table.groups {
        if !group.heading.is_empty() {
            let chip = group.class.map_or_else(String::new, chip);
            text.headings.push((text.rows.len(), format!("{chip}{bold}{}{bold:#}", group.heading)));
        }
        for row in &group.rows {
            if row.stressed {
                text.bold.push(text.rows.len());
            }
            text.rows.push((0..table.columns.len()).map(|index| cell_text(table, row.cell(index))).collect());
        }
    }
    text
}

/// The cell's text with what colour alone would show: dropped results in brackets, retirements with a mark.
fn cell_text(table: &sheet::Table, cell: &sheet::Cell) -> String {
    let mut text = into_printable(cell.plain(", "));
    if cell.ground == Ground::Retired && text == "0" {
        text = "·".to_owned();
    }
    if cell.lines.iter().flatten().any(|run| run.strike) {
        text = format!("({text})");
    }
    text + &superscript(&table.marks(cell))
}

/// A square in the class' colour.
fn chip(class: usize) -> String {
    let colour = palette::class(class);
    let style = Style::new().fg_color(Some(Color::Rgb(RgbColor(colour.red, colour.green, colour.blue))));
    format!("{style}■{style:#} ")
}

fn superscript(marks: &[String]) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let raised = |own: char| own.to_digit(10).map_or(own, |digit| DIGITS[digit as usize]);
    let raise = |mark: &String| mark.chars().map(raised).collect();
    marks.iter().map(raise).collect::<Vec<String>>().join("⁺")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_broken_below_their_own_text() {
        let dim = Style::new().dimmed();
        let text = format!("short\n   {dim}computed  {dim:#} Rd 1 14 + Rd 3 20 + Rd 4 16 + Rd 5 16\n");
        assert_eq!(folded(&text, None), text);
        let shown = anstream::adapter::strip_str(&folded(&text, Some(32))).to_string();
        assert_eq!(
            shown,
            "short\n   computed   Rd 1 14 + Rd 3 20\n              + Rd 4 16 + Rd 5\n              16\n"
        );
    }
}
