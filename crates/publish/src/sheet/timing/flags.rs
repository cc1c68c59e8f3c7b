//! Flags: when each was out, for how long, and how long in all so far, as the crossings of the line show it.

use super::Timed;
use crate::sheet::{Block, Cell, Column, Group, Row, Run, Sheet, Table};
use parcferme_core::Millis;
use parcferme_core::timing::Flag;
use parcferme_core::timing::flags::flag_periods;
use std::collections::BTreeMap;

pub(super) fn fill(timed: &Timed, sheet: &mut Sheet) {
    sheet.blocks.push(Block::Paragraph(vec![Run::plain(
        "As recorded at the line: a flag is out from the first car that crosses under it to the first that crosses under the next.",
    )]));
    sheet.blocks.push(Block::Table(periods(timed)));
}

fn periods(timed: &Timed) -> Table {
    let periods = flag_periods(timed.laps);
    let mut totals: BTreeMap<Flag, Millis> = BTreeMap::new();
    let rows = periods.iter().enumerate().map(|(index, period)| {
        let from = if index == 0 { Millis(0) } else { period.from };
        let to = periods.get(index + 1).map_or(period.to, |next| next.from);
        let length = Millis(to.0 - from.0);
        let total = totals.entry(period.flag).or_insert(Millis(0));
        total.0 += length.0;
        Row::new(vec![
            Cell::text(words(period.flag)).bold(),
            Cell::time(from),
            Cell::time(to),
            Cell::time(length),
            Cell::time(*total),
        ])
    });
    Table {
        id: "flags".to_owned(),
        columns: vec![
            Column::new("flag", "Flag").grow(1),
            Column::new("from", "From").right().full("Race time from which it was out"),
            Column::new("to", "To").right().full("Race time until which it was out"),
            Column::new("length", "Length").right(),
            Column::new("total", "In all").right().full("How long this flag was out so far"),
        ],
        row_head: Some(0),
        groups: vec![Group { rows: rows.collect(), ..Group::default() }],
        ..Table::default()
    }
}

const fn words(flag: Flag) -> &'static str {
    match flag {
        Flag::Unknown => "Not recorded",
        Flag::Green => "Green",
        Flag::Yellow => "Yellow",
        Flag::FullCourseYellow => "Full course yellow",
        Flag::SafetyCar => "Safety car",
        Flag::Code60 => "Code 60",
        Flag::Red => "Red",
        Flag::Finish => "Chequered flag",
    }
}
