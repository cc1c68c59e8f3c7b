//! Any table of a sheet as wikitext, for what has no form of its own there.

use super::markup::{Wikitable, abbreviated, escaped};
use crate::palette;
use crate::sheet::{Align, Cell, Run, Table};

/// The table with its notes below it.
pub fn sheet_table(table: &Table) -> String {
    let mut wiki = Wikitable::captioned(&table.title);
    wiki.row("");
    for column in &table.columns {
        wiki.head("", &abbreviated(&column.head, &column.full));
    }
    for group in &table.groups {
        if !group.heading.is_empty() {
            wiki.row("");
            let span = table.columns.len().max(1);
            wiki.head(&format!("colspan=\"{span}\""), &escaped(&group.heading));
        }
        for row in &group.rows {
            wiki.row(if row.stressed { "style=\"font-weight:bold\"" } else { "" });
            for (index, column) in table.columns.iter().enumerate() {
                let cell = row.cell(index);
                let attributes = attributes(cell, column.align);
                let content = content(table, cell);
                if table.row_head == Some(index) {
                    wiki.head(&attributes, &content);
                } else {
                    wiki.cell(&attributes, &content);
                }
            }
        }
    }
    let mut text = wiki.finish();
    if !table.caveat.is_empty() {
        text.push_str(&format!("''{}''\n", escaped(&table.caveat)));
    }
    for (mark, note) in table.marked_notes() {
        let mark = mark.map_or_else(String::new, |mark| format!("<sup>{mark}</sup> "));
        text.push_str(&format!("* {mark}{}\n", escaped(note)));
    }
    text
}

fn attributes(cell: &Cell, align: Align) -> String {
    let mut attributes = match align {
        Align::Left => String::new(),
        Align::Centre => "align=\"center\"".to_owned(),
        Align::Right => "align=\"right\"".to_owned(),
    };
    if let Some(colour) = palette::behind(cell) {
        let ink = if colour.is_dark() { "; color:white" } else { "" };
        attributes.push_str(&format!(" style=\"background:{}{ink}\"", colour.css().to_uppercase()));
    }
    attributes.trim_start().to_owned()
}

fn content(table: &Table, cell: &Cell) -> String {
    let lines: Vec<String> = cell.lines.iter().map(|line| line.iter().map(styled).collect()).collect();
    let mut text = lines.join("<br />");
    if !cell.notes.is_empty() {
        text.push_str(&format!("<sup>{}</sup>", table.marks(cell).join(",")));
    }
    text
}

fn styled(run: &Run) -> String {
    let bare = escaped(&run.text);
    if bare.is_empty() {
        return run.text.replace(|character: char| character.is_control(), " ");
    }
    let mut marked = bare;
    if run.strike {
        marked = format!("<s>{marked}</s>");
    }
    if run.underline {
        marked = format!("<u>{marked}</u>");
    }
    marked = match (run.bold, run.italic) {
        (true, true) => format!("'''''{marked}'''''"),
        (true, false) => format!("'''{marked}'''"),
        (false, true) => format!("''{marked}''"),
        (false, false) => marked,
    };
    // Spaces at the ends part this run from its neighbours.
    let before = if run.text.starts_with(' ') { " " } else { "" };
    let after = if run.text.ends_with(' ') { " " } else { "" };
    format!("{before}{marked}{after}")
}
