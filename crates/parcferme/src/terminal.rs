//! Sheets on a terminal: aligned tables, a chip in its class' colour beside the class' name, notes below.

use anstyle::{Color, RgbColor, Style};
use comfy_table::{Attribute, Cell, CellAlignment, ContentArrangement, Table};
use parcferme_publish::palette;
use parcferme_publish::sheet::{self, Align, Block, Ground, Sheet};
use std::io::{IsTerminal, Write};

/// Writes a sheet for people. Colours go out as ANSI codes; the stream strips them where they are not wanted.
pub fn write(sheet: &Sheet, out: &mut dyn Write) -> std::io::Result<()> {
    let bold = Style::new().bold();
    let dim = Style::new().dimmed();
    let head = [&sheet.head.event, &sheet.head.series].map(String::as_str);
    let head: Vec<&str> = head.into_iter().filter(|text| !text.is_empty()).collect();
    writeln!(out, "{bold}{}{bold:#}", head.join(" · "))?;
    let below = [sheet.title(), sheet.head.circuit.clone(), sheet.head.dates.clone()];
    let below: Vec<&str> = below.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    writeln!(out, "{dim}{}{dim:#}", below.join(" · "))?;
    for block in &sheet.blocks {
        writeln!(out)?;
        match block {
            Block::Table(table) => write_table(sheet, table, out)?,
            Block::Paragraph(runs) => writeln!(out, "{}", plain(runs))?,
            Block::Notes { title, lines } => {
                writeln!(out, "{bold}{title}{bold:#}")?;
                for line in lines {
                    writeln!(out, "  {}", plain(line))?;
                }
            }
        }
    }
    Ok(())
}

fn plain(runs: &[sheet::Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

fn write_table(sheet: &Sheet, table: &sheet::Table, out: &mut dyn Write) -> std::io::Result<()> {
    let bold = Style::new().bold();
    let dim = Style::new().dimmed();
    if !table.title.is_empty() {
        let chip = table.class.map_or_else(String::new, |class| format!("{} ", chip(class)));
        writeln!(out, "{chip}{bold}{}{bold:#}", table.title)?;
    }
    let mut drawn = Table::new();
    drawn.load_preset("     ──            ").set_content_arrangement(ContentArrangement::Dynamic);
    drawn.set_width(width());
    drawn.set_header(table.columns.iter().map(|column| {
        Cell::new(&column.head).set_alignment(alignment(column.align)).add_attribute(Attribute::Bold)
    }));
    for group in &table.groups {
        for row in &group.rows {
            let cells = table.columns.iter().enumerate().map(|(index, column)| {
                let cell = row.cell(index);
                let mut text = mark(cell.ground).map_or_else(|| cell.plain(", "), |mark| format!("{mark}{}", cell.plain(", ")));
                if cell.lines.iter().flatten().any(|run| run.strike) {
                    text = format!("({text})");
                }
                text.push_str(&superscript(&cell.notes));
                let mut shown = Cell::new(text).set_alignment(alignment(column.align));
                if row.stressed || cell.lines.iter().flatten().any(|run| run.bold) {
                    shown = shown.add_attribute(Attribute::Bold);
                }
                if let Some(class) = cell.class {
                    let colour = palette::class(class);
                    shown = shown.fg(comfy_table::Color::Rgb { r: colour.red, g: colour.green, b: colour.blue });
                }
                shown
            });
            drawn.add_row(cells);
        }
    }
    for column in drawn.column_iter_mut() {
        column.set_padding((0, 1));
    }
    for line in drawn.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    for (index, note) in table.notes.iter().enumerate() {
        writeln!(out, "{dim}{} {note}{dim:#}", superscript(&[index + 1]))?;
    }
    debug_assert!(table.class.is_none_or(|class| class < sheet.classes.len().max(class + 1)));
    Ok(())
}

/// A square in the class' colour.
fn chip(class: usize) -> String {
    let colour = palette::class(class);
    let style = Style::new().fg_color(Some(Color::Rgb(RgbColor(colour.red, colour.green, colour.blue))));
    format!("{style}■{style:#}")
}

/// A mark for a result that colour alone would show on a page.
fn mark(ground: Ground) -> Option<&'static str> {
    match ground {
        Ground::Retired => Some("·"),
        _ => None,
    }
}

fn superscript(notes: &[usize]) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    notes
        .iter()
        .map(|note| note.to_string().bytes().map(|byte| DIGITS[usize::from(byte - b'0') % 10]).collect::<String>())
        .collect::<Vec<_>>()
        .join("\u{207A}")
}

fn alignment(align: Align) -> CellAlignment {
    match align {
        Align::Left => CellAlignment::Left,
        Align::Centre => CellAlignment::Center,
        Align::Right => CellAlignment::Right,
    }
}

/// Columns of the terminal; wide enough for a whole table in a pipe.
fn width() -> u16 {
    let terminal = if std::io::stdout().is_terminal() { comfy_table::Table::new().width() } else { None };
    terminal.unwrap_or(200).max(40)
}
