//! Seasons under other rulebooks: each title with its champion, and those of the rulebooks.

use crate::sheet::{Block, Cell, Column, Group, Head, Row, Sheet, Table};
use crate::view::Named;
use crate::view::gallery::{Gallery, OfTitle};
use parcferme_core::number_words::counted;

/// All titles, or those that would have gone to somebody else.
pub fn gallery(own: &Gallery, only_turned: bool) -> Sheet {
    let shown = own.titles.iter().filter(|own| !only_turned || !own.otherwise.is_empty());
    let row = |title: &OfTitle| {
        let otherwise: Vec<String> = title
            .otherwise
            .iter()
            .map(|other| {
                let by = own.stretches(&other.by);
                format!("{} by {by} ({})", names(&other.champions), other.why())
            })
            .collect();
        let otherwise = if title.fitting == 0 { "no rulebook fits".to_owned() } else { otherwise.join("; ") };
        Row {
            cells: vec![
                Cell::text(&title.season),
                Cell::text(title.full_name()),
                Cell::text(names(&title.champions)),
                Cell::text(otherwise),
            ],
            stressed: !title.otherwise.is_empty(),
            ..Row::default()
        }
    };
    Sheet {
        head: Head {
            event: format!(
                "{} under {}",
                counted(own.titles.len(), "title"),
                counted(own.by.len(), "rulebook")
            ),
            document: format!("{} would have somebody else first by one of them", own.turned()),
            ..Head::default()
        },
        blocks: vec![Block::Table(Table {
            id: "gallery".to_owned(),
            title: "First by the season's own rules, and by others".to_owned(),
            columns: vec![
                Column::new("season", "Season"),
                Column::new("title", "Title").grow(1),
                Column::new("champion", "First").grow(1),
                Column::new("otherwise", "By other rules").grow(2),
            ],
            row_head: Some(0),
            groups: vec![Group { rows: shown.map(row).collect(), ..Group::default() }],
            ..Table::default()
        })],
        ..Sheet::default()
    }
}

/// `Ann Archer and Ben Boyd`.
pub fn names(all: &[Named]) -> String {
    all.iter().map(|own| own.name.as_str()).collect::<Vec<_>>().join(" and ")
}
