//! A comparison as a sheet: each table after, with the places and points before.

use crate::sheet::{Block, Cell, Column, Group, Head, Row, Run, Sheet, Table};
use parcferme_core::numbers::Position;
use parcferme_core::season::Competitor;
use parcferme_core::whatif::{Compared, ComparedRow, Comparison, Share, Stands};
use parcferme_core::{Points, Season};

/// Tables that differ, each with what becomes of its title; one sentence where none does.
pub fn whatif(season: &Season, change: &str, comparison: &Comparison, of_each: &[Share]) -> Sheet {
    let mut blocks = Vec::new();
    if of_each.len() > 1 {
        blocks.push(shares(of_each));
    }
    let (mut same, mut names) = (0, Vec::new());
    for table in &comparison.tables {
        if table.rows.iter().any(ComparedRow::changed) {
            blocks.push(Block::Paragraph(vec![Run::plain(hands(table))]));
            blocks.push(Block::Table(compared(table)));
        } else {
            same += 1;
            names.push(title(table));
        }
    }
    let declared: usize = comparison.tables.iter().map(|table| table.declared).sum();
    if declared > 0 {
        blocks.push(Block::Paragraph(vec![Run::plain(format!(
            "{declared} cells are carried from published tables, as their rounds' results are not known: they keep \
             their points whatever the rules."
        ))]));
    }
    if same > 0 {
        blocks.push(Block::Notes {
            title: "Nothing changes in".to_owned(),
            lines: names.into_iter().map(|name| vec![Run::plain(name)]).collect(),
        });
    }
    Sheet {
        head: Head { event: season.name.clone(), document: format!("What if: {change}"), ..Head::default() },
        classes: season.classes.rows().iter().map(|class| class.id.clone()).collect(),
        blocks,
        ..Sheet::default()
    }
}

/// What each of several changes does: by itself, and after all others.
fn shares(all: &[Share]) -> Block {
    let said = |own: &Comparison| {
        let rows = match own.changed_rows() {
            0 => "nothing changes".to_owned(),
            1 => "1 row changes".to_owned(),
            rows => format!("{rows} rows change"),
        };
        let turned: Vec<String> =
            own.turned().map(|own| hands(own).trim_end_matches('.').to_owned()).collect();
        [vec![rows], turned].concat().join("; ")
    };
    let line = |own: &Share| {
        let (alone, last) = (said(&own.alone), said(&own.last));
        let text = match alone == last {
            true => format!(": by itself, and after all others, {alone}."),
            false => format!(": by itself {alone}. After all others {last}."),
        };
        vec![Run::bold(own.said.as_str()), Run::plain(text)]
    };
    Block::Notes { title: "What each change does".to_owned(), lines: all.iter().map(line).collect() }
}

/// `GTS Teams' Championship`.
pub fn title(table: &Compared) -> String {
    let class = table.class.as_ref().map(|(_, id)| id.as_str());
    [class, Some(table.name.as_str())].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Whether the title changes hands, in a sentence.
pub fn hands(table: &Compared) -> String {
    let names = |of: &[Competitor]| {
        let names: Vec<&str> = of.iter().map(|own| own.name.as_str()).collect();
        if names.is_empty() { "nobody".to_owned() } else { names.join(" and ") }
    };
    match &table.hands {
        Some((before, after)) => {
            format!("{}: the title goes from {} to {}.", title(table), names(before), names(after))
        }
        None => format!("{}: the title stays where it is.", title(table)),
    }
}

fn compared(own: &Compared) -> Table {
    let position = |stands: Option<Stands>| {
        stands.map_or_else(Cell::empty, |own| {
            own.position.map_or_else(|| Cell::text("EX"), |place| Cell::whole(i64::from(place)))
        })
    };
    let total = |stands: Option<Stands>| stands.map_or_else(Cell::empty, |own| Cell::points(own.total));
    let rows = own
        .rows
        .iter()
        .map(|row| Row {
            cells: vec![
                position(row.after),
                position(row.before),
                Cell::text(match row.places() {
                    Some(places) if places > 0 => format!("▲ {places}"),
                    Some(places) if places < 0 => format!("▼ {}", -places),
                    Some(_) => String::new(),
                    None if row.after.is_none() => "out".to_owned(),
                    None => "new".to_owned(),
                }),
                Cell::text(row.competitor.name.clone()),
                total(row.after),
                total(row.before),
                Cell::text(match row.points() {
                    points if points > Points::ZERO => format!("+{points}"),
                    points if points.is_zero() => String::new(),
                    points => points.to_string(),
                }),
            ],
            stressed: row.changed() && row.after.is_some_and(|own| own.position == Some(Position::FIRST)),
            ..Row::default()
        })
        .collect();
    Table {
        id: own
            .class
            .as_ref()
            .map_or_else(|| own.title.clone(), |(_, class)| format!("{}-{class}", own.title)),
        title: title(own),
        class: own.class.as_ref().map(|(index, _)| *index),
        columns: vec![
            Column::new("position_after", "Pos").right().full("Position after"),
            Column::new("position_before", "was").right().full("Position before"),
            Column::new("places", "±").right().full("Places gained or lost"),
            Column::new("competitor", "Competitor").grow(1),
            Column::new("total_after", "Total").right().full("Total after"),
            Column::new("total_before", "was").right().full("Total before"),
            Column::new("points", "±").right().full("Points gained or lost"),
        ],
        row_head: Some(3),
        groups: vec![Group { rows, ..Group::default() }],
        ..Table::default()
    }
}
