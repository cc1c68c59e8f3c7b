//! The lap chart: rows are positions, columns laps, the cell is the car that crossed the line there, on the ground of its
//! class; lighter where the lap ended under a neutralisation. Below it, who led.

use super::{Timed, count};
use crate::sheet::{Block, Cell, Column, Ground, Group, Row, Run, Sheet, Table};
use parcferme_core::timing::order::{by_lap, leaders};
use parcferme_core::timing::{Flag, Lap};

pub(super) fn fill(timed: &Timed, sheet: &mut Sheet) {
    let order = by_lap(timed.cars().map(|(_, laps)| laps));
    let classes = timed.classes.iter().enumerate();
    let present =
        classes.filter(|(class, _)| timed.cars().any(|(car, _)| timed.class_of(car) == Some(*class)));
    sheet
        .head
        .legend
        .extend(present.map(|(class, id)| Run { class: Some(class), ..Run::plain(id.as_str()) }));
    if order.iter().flatten().any(|lap| slowed(lap)) {
        sheet.head.legend.push(Run::plain("lighter: full course yellow or safety car"));
    }
    sheet.blocks.push(Block::Table(chart(timed, &order)));
    sheet.blocks.push(Block::Table(led(timed, &order)));
}

fn chart(timed: &Timed, order: &[Vec<&Lap>]) -> Table {
    let places = order.iter().map(Vec::len).max().unwrap_or(0).max(timed.grid.len());
    let mut columns = vec![Column::new("position", "Pos").right().full("Position")];
    if !timed.grid.is_empty() {
        columns.push(Column::new("grid", "Grid").chart());
    }
    columns.extend((1..=order.len()).map(|lap| {
        let lap = lap.to_string();
        Column::new(&format!("lap_{lap}"), &lap).full(&format!("Lap {lap}")).chart()
    }));
    let rows = (0..places).map(|place| {
        let mut cells = vec![Cell::whole(place as i64 + 1)];
        if !timed.grid.is_empty() {
            cells.push(timed.grid.get(place).map_or_else(Cell::empty, |number| {
                let class = timed.laps.car_numbered(number).and_then(|car| timed.class_of(car));
                on_class(Cell::text(number.clone()), class, Ground::OfClass)
            }));
        }
        cells.extend(order.iter().map(|crossed| {
            crossed.get(place).map_or_else(Cell::empty, |lap| {
                let ground = if slowed(lap) { Ground::OfClassSlowed } else { Ground::OfClass };
                on_class(Cell::text(timed.laps.car(lap.car).number.clone()), timed.class_of(lap.car), ground)
            })
        }));
        Row::new(cells)
    });
    Table {
        id: "lap-chart".to_owned(),
        columns,
        row_head: Some(0),
        groups: vec![Group { rows: rows.collect(), ..Group::default() }],
        ..Table::default()
    }
}

fn on_class(cell: Cell, class: Option<usize>, ground: Ground) -> Cell {
    match class {
        Some(class) => cell.of_class(class).on(ground),
        None => cell,
    }
}

fn slowed(lap: &Lap) -> bool {
    matches!(lap.flag, Flag::FullCourseYellow | Flag::SafetyCar | Flag::Code60)
}

fn led(timed: &Timed, order: &[Vec<&Lap>]) -> Table {
    let rows = leaders(order).into_iter().map(|spell| {
        let car = timed.laps.car(spell.car);
        Row::new(vec![
            count(spell.first),
            count(spell.last),
            count(spell.last - spell.first + 1),
            timed.number_cell(spell.car),
            timed.class_cell(spell.car),
            Cell::text(car.team.clone()),
        ])
    });
    Table {
        id: "leaders".to_owned(),
        title: "Leaders at the line".to_owned(),
        columns: vec![
            Column::new("first_lap", "From lap").right(),
            Column::new("last_lap", "To lap").right(),
            Column::new("laps", "Laps").right(),
            Column::new("number", "No.").right().full("Car number"),
            Column::new("class", "Class"),
            Column::new("team", "Team").grow(1),
        ],
        row_head: Some(3),
        groups: vec![Group { rows: rows.collect(), ..Group::default() }],
        ..Table::default()
    }
}
