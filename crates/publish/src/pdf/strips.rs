//! Charts as wide as a race is long, cut into strips that fit the page: each begins with the table's other columns.

use super::columns::{self, Setting};
use crate::sheet::{Block, Column, Group, Row, Sheet, Table, Width};
use std::borrow::Cow;
use std::collections::BTreeMap;

pub(super) fn is_chart(table: &Table) -> bool {
    table.columns.iter().any(|column| column.width == Width::Chart)
}

/// The sheet with its charts in strips, and the settings of these by block; as it is where it has no chart.
pub(super) fn cut(sheet: &Sheet, measure: f32) -> (Cow<'_, Sheet>, BTreeMap<usize, Setting>) {
    let mut settings = BTreeMap::new();
    if !sheet.tables().any(is_chart) {
        return (Cow::Borrowed(sheet), settings);
    }
    let mut blocks = Vec::new();
    for block in &sheet.blocks {
        match block {
            Block::Table(table) if is_chart(table) => {
                let (setting, count) = columns::strips(table, measure);
                let (chart, lead): (Vec<usize>, Vec<usize>) =
                    (0..table.columns.len()).partition(|&at| table.columns[at].width == Width::Chart);
                for part in chart.chunks(count) {
                    let kept: Vec<usize> = lead.iter().chain(part).copied().collect();
                    let widths = kept.iter().map(|&at| setting.widths[at]).collect();
                    settings.insert(blocks.len(), Setting { widths, ..setting.clone() });
                    blocks.push(Block::Table(strip(table, part, &kept)));
                }
            }
            other => blocks.push(other.clone()),
        }
    }
    let whole = Sheet { blocks, ..sheet.clone() };
    (Cow::Owned(whole), settings)
}

fn strip(table: &Table, part: &[usize], kept: &[usize]) -> Table {
    let name = |at: Option<&usize>| at.map_or("", |&at| table.columns[at].words());
    let (first, last) = (name(part.first()), name(part.last()));
    let own = if first == last { first.to_owned() } else { format!("{first} to {}", last.to_lowercase()) };
    let columns: Vec<Column> = kept.iter().map(|&at| table.columns[at].clone()).collect();
    let row = |row: &Row| Row { cells: kept.iter().map(|&at| row.cell(at).clone()).collect(), ..row.clone() };
    let groups = table
        .groups
        .iter()
        .map(|group| Group { rows: group.rows.iter().map(row).collect(), ..group.clone() });
    Table {
        title: [table.title.as_str(), &own].join(" ").trim().to_owned(),
        row_head: table.row_head.and_then(|head| kept.iter().position(|&at| at == head)),
        columns,
        groups: groups.collect(),
        id: table.id.clone(),
        class: table.class,
        arrangement: table.arrangement,
        caveat: table.caveat.clone(),
        notes: table.notes.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::Cell;

    #[test]
    fn every_column_of_a_chart_stands_once_behind_the_leading_ones() {
        let columns = std::iter::once(Column::new("position", "Pos")).chain(
            (1..=95).map(|lap| Column::new("lap", &lap.to_string()).full(&format!("Lap {lap}")).chart()),
        );
        let cells = std::iter::once(Cell::whole(1)).chain((1..=95).map(|lap| Cell::text(format!("c{lap}"))));
        let table = Table {
            columns: columns.collect(),
            groups: vec![Group { rows: vec![Row::new(cells.collect())], ..Group::default() }],
            ..Table::default()
        };
        let sheet = Sheet { blocks: vec![Block::Table(table)], ..Sheet::default() };
        let (cut, settings) = cut(&sheet, 527.0);
        assert_eq!(settings.len(), cut.blocks.len());
        let heads: Vec<Vec<&str>> =
            cut.tables().map(|own| own.columns.iter().map(|column| column.head.as_str()).collect()).collect();
        assert!(heads.len() > 1 && heads.iter().all(|own| own[0] == "Pos"), "{heads:?}");
        let laps: Vec<&str> = heads.iter().flat_map(|own| &own[1..]).copied().collect();
        assert_eq!(laps, (1..=95).map(|lap| lap.to_string()).collect::<Vec<_>>());
        let last = cut.tables().last().unwrap();
        assert!(last.title.ends_with("to lap 95"), "{}", last.title);
        assert_eq!(last.rows().next().unwrap().cells.last().unwrap().plain(""), "c95");
    }
}
