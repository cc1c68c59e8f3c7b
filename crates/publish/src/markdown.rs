//! A sheet as Markdown with tables as GitHub and most wikis and forums read them.

use crate::sheet::{Align, Block, Cell, Row, Run, Sheet, Table};

/// The whole sheet: head, tables, notes, digest.
pub fn sheet(sheet: &Sheet) -> String {
    let head = &sheet.head;
    let mut parts = Vec::new();
    if !head.event.is_empty() {
        parts.push(format!("# {}", escaped(&head.event)));
    }
    if !sheet.title().is_empty() {
        parts.push(format!("## {}", escaped(&sheet.title())));
    }
    let facts = [&head.series, &head.circuit, &head.dates].into_iter().filter(|text| !text.is_empty());
    let facts: Vec<String> = facts.map(|text| escaped(text)).collect();
    if !facts.is_empty() {
        parts.push(facts.join(" · "));
    }
    for (label, text) in [
        ("Issued", head.issued.as_str()),
        ("Protests until", &head.protest_until),
        ("What changed:", head.status.what_changed()),
    ] {
        if !text.is_empty() {
            parts.push(format!("{label} {}", escaped(text)));
        }
    }
    if !head.legend.is_empty() {
        let legend: Vec<String> = head.legend.iter().map(|run| styled(std::slice::from_ref(run))).collect();
        parts.push(legend.join(" · "));
    }
    for block in &sheet.blocks {
        match block {
            Block::Table(own) => {
                if !own.title.is_empty() {
                    parts.push(format!("### {}", escaped(&own.title)));
                }
                parts.push(table(own).trim_end().to_owned());
            }
            Block::Paragraph(runs) => parts.push(styled(runs)),
            Block::Notes { title, lines } => {
                if !title.is_empty() {
                    parts.push(format!("### {}", escaped(title)));
                }
                let lines: Vec<String> = lines.iter().map(|line| format!("- {}", styled(line))).collect();
                parts.push(lines.join("\n"));
            }
        }
    }
    if !sheet.foot.inputs_digest.is_empty() {
        parts.push(format!(
            "Computed from inputs with SHA-256 `{}`",
            sheet.foot.inputs_digest.replace('`', "")
        ));
    }
    let mut text = parts.join("\n\n");
    text.push('\n');
    text
}

/// One table, a part below each heading, with its notes at the end. Columns are padded so that the source reads as a table
/// too.
pub fn table(table: &Table) -> String {
    if table.columns.is_empty() {
        return String::new();
    }
    let mut parts: Vec<(&str, Vec<&Row>)> = Vec::new();
    for group in &table.groups {
        match parts.last_mut() {
            Some((_, rows)) if group.heading.is_empty() => rows.extend(&group.rows),
            _ => parts.push((&group.heading, group.rows.iter().collect())),
        }
    }
    if parts.is_empty() {
        parts.push(("", Vec::new()));
    }
    let mut text = String::new();
    if !table.caveat.is_empty() {
        text.push_str(&format!("*{}*\n\n", escaped(&table.caveat)));
    }
    for (index, (heading, rows)) in parts.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        if !table.id.is_empty() {
            text.push_str(&format!("<!-- data-parcferme=\"{}\" -->\n\n", in_comment(&table.id)));
        }
        if !heading.is_empty() {
            text.push_str(&format!("**{}**\n\n", escaped(heading)));
        }
        text.push_str(&part(table, rows));
    }
    for (index, (mark, note)) in table.marked_notes().enumerate() {
        let break_before = if index == 0 { "\n" } else { "" };
        let mark = mark.map_or_else(String::new, |mark| format!("<sup>{mark}</sup> "));
        text.push_str(&format!("{break_before}{mark}{}  \n", escaped(note)));
    }
    text
}

/// A name in a comment, which shows nothing and tells a reader which table follows.
pub(crate) fn in_comment(id: &str) -> String {
    id.replace(['"', '<', '>', '\n'], " ").replace("--", "- -")
}

fn part(table: &Table, body: &[&Row]) -> String {
    let mut rows: Vec<Vec<String>> = vec![table.columns.iter().map(head).collect()];
    rows.extend(body.iter().map(|row| cells(table, row)));
    let widths: Vec<usize> = (0..table.columns.len())
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0).max(3))
        .collect();
    let mut text = String::new();
    for (index, row) in rows.iter().enumerate() {
        for ((cell, column), width) in row.iter().zip(&table.columns).zip(&widths) {
            let free = width.saturating_sub(cell.chars().count());
            let (before, after) = match column.align {
                Align::Left => (0, free),
                Align::Centre => (free / 2, free - free / 2),
                Align::Right => (free, 0),
            };
            text.push_str("| ");
            text.extend(std::iter::repeat_n(' ', before));
            text.push_str(cell);
            text.extend(std::iter::repeat_n(' ', after + 1));
        }
        text.push_str("|\n");
        if index == 0 {
            for (column, width) in table.columns.iter().zip(&widths) {
                let dashes = "-".repeat(width - 1);
                text.push_str(&match column.align {
                    Align::Left => format!("| {dashes}- "),
                    Align::Centre => format!("| :{}: ", "-".repeat(width - 2)),
                    Align::Right => format!("| {dashes}: "),
                });
            }
            text.push_str("|\n");
        }
    }
    text
}

fn head(column: &crate::sheet::Column) -> String {
    if column.unit.is_empty() {
        escaped(&column.head)
    } else {
        format!("{} ({})", escaped(&column.head), escaped(&column.unit))
    }
}

fn cells(table: &Table, row: &Row) -> Vec<String> {
    (0..table.columns.len()).map(|column| cell(table, row.cell(column), row.stressed)).collect()
}

fn cell(table: &Table, cell: &Cell, stressed: bool) -> String {
    let lines: Vec<String> = cell
        .lines
        .iter()
        .map(|line| {
            let mut line = line.clone();
            line.iter_mut().for_each(|run| run.bold |= stressed);
            styled(&line)
        })
        .collect();
    let mut text = lines.join("<br>");
    if !cell.notes.is_empty() {
        text.push_str(&format!("<sup>{}</sup>", table.marks(cell).join(",")));
    }
    text
}

/// Runs with their marks; spaces at the ends of a run stay outside of them, where Markdown wants them.
fn styled(runs: &[Run]) -> String {
    let mut text = String::new();
    for run in runs {
        let bare = run.text.trim();
        if bare.is_empty() || run.is_plain() {
            text.push_str(&escaped(&run.text));
            continue;
        }
        let from = run.text.len() - run.text.trim_start().len();
        let (before, after) = (&run.text[..from], &run.text[from + bare.len()..]);
        let mut marked = escaped(bare);
        for (on, open, close) in [
            (run.strike, "~~", "~~"),
            (run.underline, "<u>", "</u>"),
            (run.italic, "*", "*"),
            (run.bold, "**", "**"),
        ] {
            if on {
                marked = format!("{open}{marked}{close}");
            }
        }
        text.push_str(before);
        text.push_str(&marked);
        text.push_str(after);
    }
    text
}

/// Text in which nothing is markup and no line ends.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '|' | '~' | '#' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '&' if characters.peek().is_some_and(|next| *next == '#' || next.is_ascii_alphanumeric()) => {
                escaped.push_str("&amp;");
            }
            character if character.is_control() => escaped.push(' '),
            character => escaped.push(character),
        }
    }
    escaped
}
