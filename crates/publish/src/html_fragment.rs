//! A sheet as a fragment of HTML to embed in anybody's page: semantic tables, no styles inside, no scripts.
//!
//! Class names begin with `pf-`; [`style`] dresses them for those who want it. Identifiers begin with the prefix that
//! the caller gives, so that two fragments can stand on one page.

use crate::palette;
use crate::sheet::{Align, Block, Cell, Column, Ground, Group, Row, Run, Sheet, Table, Value};
use std::fmt::Write;

/// A small style sheet for the fragment, with the colours of classes and results.
pub fn style() -> String {
    let mut css = STYLE.to_owned();
    for index in 0..8 {
        let colour = palette::class(index).css();
        let _ = writeln!(css, ".pf-class-{index}{{background:{colour}}}");
        for (slowed, name) in [(false, "tint"), (true, "slowed")] {
            let colour = palette::tint(index, slowed).css();
            let _ = writeln!(css, ".pf-{name}-{index}{{background:{colour};color:#16202a}}");
        }
    }
    for (ground, name) in GROUNDS {
        if let Some(colour) = palette::ground(ground) {
            let ink = if ground == Ground::Disqualified { "#fff" } else { "#16202a" };
            let _ = writeln!(css, ".pf-{name}{{background:{};color:{ink}}}", colour.css());
        }
    }
    css
}

const STYLE: &str = "\
.pf-sheet{font-family:system-ui,sans-serif;font-size:.9rem;overflow-x:auto}
.pf-sheet table{border-collapse:collapse;font-variant-numeric:tabular-nums}
.pf-sheet th,.pf-sheet td{padding:.25em .5em;text-align:left;vertical-align:top}
.pf-sheet thead th{border-bottom:2px solid;white-space:nowrap}
.pf-sheet tbody tr:nth-child(even){background:#8881}
.pf-sheet .pf-right{text-align:right;white-space:nowrap}
.pf-sheet .pf-centre{text-align:center}
.pf-sheet .pf-stressed{font-weight:bold}
.pf-sheet .pf-parted td,.pf-sheet .pf-parted th{border-top:1px solid}
.pf-sheet caption{text-align:left}
.pf-notes{list-style:none;padding-left:0}
.pf-chip{display:inline-block;width:.65em;height:.65em;margin-right:.35em}
";

const GROUNDS: [(Ground, &str); 9] = [
    (Ground::First, "first"),
    (Ground::Second, "second"),
    (Ground::Third, "third"),
    (Ground::Scored, "scored"),
    (Ground::Unscored, "unscored"),
    (Ground::Retired, "retired"),
    (Ground::NotQualified, "not-qualified"),
    (Ground::Disqualified, "disqualified"),
    (Ground::NotStarted, "not-started"),
];

/// The whole sheet as one `<section>`; as a `<div>` where it has no heading of its own.
pub fn sheet(sheet: &Sheet, id_prefix: &str) -> String {
    let head = &sheet.head;
    let element = if head.event.is_empty() { "div" } else { "section" };
    let mut html = format!("<{element} class=\"pf-sheet\" lang=\"{}\">\n", escaped(sheet.language()));
    if !head.event.is_empty() {
        let _ = writeln!(html, "<h2>{}</h2>", escaped(&head.event));
    }
    if !sheet.title().is_empty() {
        let _ = writeln!(html, "<p class=\"pf-document\"><strong>{}</strong></p>", escaped(&sheet.title()));
    }
    let facts = [&head.series, &head.circuit, &head.dates].into_iter().filter(|text| !text.is_empty());
    let facts: Vec<String> = facts.map(|text| escaped(text)).collect();
    if !facts.is_empty() {
        let _ = writeln!(html, "<p>{}</p>", facts.join(" · "));
    }
    for (label, text) in [
        ("Issued", head.issued.as_str()),
        ("Protests until", &head.protest_until),
        ("What changed:", head.status.what_changed()),
    ] {
        if !text.is_empty() {
            let _ = writeln!(html, "<p>{label} {}</p>", escaped(text));
        }
    }
    if !head.legend.is_empty() {
        let legend: Vec<String> = head.legend.iter().map(|run| styled(std::slice::from_ref(run))).collect();
        let _ = writeln!(html, "<p class=\"pf-legend\">{}</p>", legend.join(" · "));
    }
    for (index, block) in sheet.blocks.iter().enumerate() {
        match block {
            Block::Table(own) => html.push_str(&table(own, &format!("{id_prefix}-{}", index + 1))),
            Block::Paragraph(runs) => {
                let _ = writeln!(html, "<p>{}</p>", styled(runs));
            }
            Block::Notes { title, lines } => {
                if !title.is_empty() {
                    let _ = writeln!(html, "<h3>{}</h3>", escaped(title));
                }
                html.push_str("<ul>\n");
                for line in lines {
                    let _ = writeln!(html, "<li>{}</li>", styled(line));
                }
                html.push_str("</ul>\n");
            }
        }
    }
    if !sheet.foot.inputs_digest.is_empty() {
        let digest = escaped(&sheet.foot.inputs_digest);
        let _ =
            writeln!(html, "<p><small>Computed from inputs with SHA-256 <code>{digest}</code></small></p>");
    }
    let _ = writeln!(html, "</{element}>");
    html
}

/// One table with its notes.
pub fn table(table: &Table, id: &str) -> String {
    let mut html = format!("<table data-parcferme=\"{}\">\n", escaped(&table.id));
    let id = escaped(id);
    if !table.title.is_empty() {
        let caveat = match table.caveat.as_str() {
            "" => String::new(),
            caveat => format!("<br><em class=\"pf-caveat\">{}</em>", escaped(caveat)),
        };
        let _ = writeln!(html, "<caption>{}{}{caveat}</caption>", chip(table.class), escaped(&table.title));
    }
    html.push_str("<thead><tr>");
    for column in &table.columns {
        html.push_str(&head(column));
    }
    html.push_str("</tr></thead>\n");
    for own in &table.groups {
        html.push_str(&group(table, own, &id));
    }
    html.push_str("</table>\n");
    if table.marked_notes().any(|(mark, _)| mark.is_some()) {
        html.push_str("<ul class=\"pf-notes\">\n");
        for (number, (mark, note)) in (1..).zip(table.marked_notes()) {
            if let Some(mark) = mark {
                let note = escaped(note);
                let _ = writeln!(html, "<li id=\"{id}-note-{number}\"><sup>{mark}</sup> {note}</li>");
            }
        }
        html.push_str("</ul>\n");
    }
    for (_, note) in table.marked_notes().filter(|(mark, _)| mark.is_none()) {
        let _ = writeln!(html, "<p class=\"pf-note\">{}</p>", escaped(note));
    }
    html
}

fn head(column: &Column) -> String {
    let class = align(column.align).map_or(String::new(), |class| format!(" class=\"{class}\""));
    let unit = if column.unit.is_empty() {
        String::new()
    } else {
        format!(" <small>{}</small>", escaped(&column.unit))
    };
    let words = if column.full.is_empty() || column.full == column.head {
        escaped(&column.head)
    } else {
        format!("<abbr title=\"{}\">{}</abbr>", escaped(&column.full), escaped(&column.head))
    };
    format!("<th scope=\"col\"{class}>{words}{unit}</th>")
}

fn group(table: &Table, group: &Group, id: &str) -> String {
    let mut html = String::from("<tbody>\n");
    if !group.heading.is_empty() {
        let columns = table.columns.len().max(1);
        let heading = escaped(&group.heading);
        let chip = chip(group.class);
        let _ = writeln!(html, "<tr><th scope=\"rowgroup\" colspan=\"{columns}\">{chip}{heading}</th></tr>");
    }
    for own in &group.rows {
        html.push_str(&row(table, own, id));
    }
    html.push_str("</tbody>\n");
    html
}

fn row(table: &Table, row: &Row, id: &str) -> String {
    let classes: Vec<&str> = [(row.stressed, "pf-stressed"), (row.parted, "pf-parted")]
        .iter()
        .filter(|c| c.0)
        .map(|c| c.1)
        .collect();
    let mut html =
        if classes.is_empty() { "<tr>".to_owned() } else { format!("<tr class=\"{}\">", classes.join(" ")) };
    for (index, column) in table.columns.iter().enumerate() {
        let cell = row.cell(index);
        let element = if table.row_head == Some(index) { "th scope=\"row\"" } else { "td" };
        let _ = write!(
            html,
            "<{element}{}>{}</{}>",
            attributes(cell, column),
            content(table, cell, id),
            &element[..2]
        );
    }
    html.push_str("</tr>\n");
    html
}

fn attributes(cell: &Cell, column: &Column) -> String {
    let ground =
        GROUNDS.iter().find(|(ground, _)| *ground == cell.ground).map(|(_, name)| format!("pf-{name}"));
    let tint = match (cell.ground, cell.class) {
        (Ground::OfClass, Some(class)) => Some(format!("pf-tint-{}", class % 8)),
        (Ground::OfClassSlowed, Some(class)) => Some(format!("pf-slowed-{}", class % 8)),
        _ => None,
    };
    let align = align(column.align).map(str::to_owned);
    let classes: Vec<String> = [align, ground, tint].into_iter().flatten().collect();
    let mut text = String::new();
    if !classes.is_empty() {
        let _ = write!(text, " class=\"{}\"", classes.join(" "));
    }
    if let Value::Time(time) = cell.value {
        let _ = write!(text, " data-ms=\"{}\"", time.0);
    }
    text
}

fn content(table: &Table, cell: &Cell, id: &str) -> String {
    let lines: Vec<String> = cell.lines.iter().map(|line| styled(line)).collect();
    let mut html = format!("{}{}", chip(cell.chip()), lines.join("<br>"));
    for &note in &cell.notes {
        let _ = write!(html, "<sup><a href=\"#{id}-note-{note}\">{}</a></sup>", table.mark(note));
    }
    html
}

fn chip(class: Option<usize>) -> String {
    class.map_or(String::new(), |class| {
        format!("<span class=\"pf-chip pf-class-{}\" aria-hidden=\"true\"></span>", class % 8)
    })
}

fn align(align: Align) -> Option<&'static str> {
    match align {
        Align::Left => None,
        Align::Centre => Some("pf-centre"),
        Align::Right => Some("pf-right"),
    }
}

fn styled(runs: &[Run]) -> String {
    let mut html = String::new();
    for run in runs {
        let marks = [(run.bold, "b"), (run.italic, "i"), (run.underline, "u"), (run.strike, "s")];
        let on = || marks.iter().filter(|mark| mark.0).map(|mark| mark.1);
        on().for_each(|mark| {
            let _ = write!(html, "<{mark}>");
        });
        html.push_str(&chip(run.class));
        html.push_str(&escaped(&run.text));
        on().rev().for_each(|mark| {
            let _ = write!(html, "</{mark}>");
        });
    }
    html
}

/// Text for an element or an attribute in double quotes.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\u{0}' => escaped.push('\u{FFFD}'),
            character => escaped.push(character),
        }
    }
    escaped
}
