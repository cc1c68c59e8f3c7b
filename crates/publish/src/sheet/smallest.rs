//! The smallest changes that would have made somebody champion.

use crate::sheet::{Block, Cell, Column, Group, Head, Row, Run, Sheet, Table};
use crate::view::smallest::{Smallest, Way};
use parcferme_core::Season;
use parcferme_core::number_words::counted;

/// `table` is the name of the title, with its class.
pub fn smallest(season: &Season, table: &str, own: &Smallest) -> Sheet {
    let paragraph = |text: String| Block::Paragraph(vec![Run::plain(text)]);
    let mut blocks = vec![paragraph(answer(table, own))];
    if !own.ways.is_empty() {
        blocks.push(Block::Table(Table {
            id: "smallest".to_owned(),
            title: "The smallest changes".to_owned(),
            columns: vec![
                Column::new("size", "Size"),
                Column::new("change", "Change").grow(2),
                Column::new("arguments", "parcferme whatif").grow(1),
            ],
            row_head: Some(1),
            groups: vec![Group { rows: own.ways.iter().map(row).collect(), ..Group::default() }],
            ..Table::default()
        }));
    }
    blocks.extend(effort(own).map(paragraph));
    Sheet {
        head: Head {
            event: season.name.clone(),
            document: format!("What would have put {} first", own.competitor.name),
            ..Head::default()
        },
        classes: season.classes.rows().iter().map(|class| class.id.clone()).collect(),
        blocks,
        ..Sheet::default()
    }
}

/// What was found, in a sentence.
pub fn answer(table: &str, own: &Smallest) -> String {
    let name = &own.competitor.name;
    match (own.already, own.ways.is_empty()) {
        (true, _) => format!("{table}: {name} is first as it is."),
        (false, true) => format!(
            "{table}: no single decision, rule or race tried, and no two races, would have put {name} first."
        ),
        (false, false) => format!("{table}: each of these would have put {name} first."),
    }
}

/// What was tried for it, in sentences; none where it is so already.
pub fn effort(own: &Smallest) -> Option<String> {
    if own.already {
        return None;
    }
    let broken = if own.broken_off { ", and then broken off: there may be others" } else { "" };
    let mut text = format!("{} computed{broken}.", counted(own.computed, "season"));
    if own.not_declared > 0 {
        let results = counted(own.not_declared, "result");
        text.push_str(&format!(" Places of {results} follow from laps and were not tried."));
    }
    Some(text)
}

/// `2 places`, `1 rule`.
pub fn size(own: &Way) -> String {
    if own.sort == "places" { counted(own.size as usize, "place") } else { format!("1 {}", own.sort) }
}

fn row(own: &Way) -> Row {
    let quoted = |own: &String| if own.starts_with("--") { own.clone() } else { format!("'{own}'") };
    let shown: Vec<String> = own.arguments.iter().map(quoted).collect();
    Row::new(vec![Cell::text(size(own)), Cell::text(&own.text), Cell::text(shown.join(" "))])
}
