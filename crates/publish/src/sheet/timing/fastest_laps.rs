//! Fastest laps: each driver's best lap, sectors and ideal lap by class, and how the session's best lap fell.

use super::{Timed, count, time};
use crate::sheet::{Block, Cell, Column, Group, Row, Sheet, Table, Value};
use parcferme_core::Millis;
use parcferme_core::timing::CarIndex;
use parcferme_core::timing::bests::{Bests, bests, sequence};

pub(super) fn fill(timed: &Timed, sheet: &mut Sheet) {
    sheet.blocks.push(Block::Table(drivers(timed)));
    sheet.blocks.push(Block::Table(fell(timed)));
}

fn drivers(timed: &Timed) -> Table {
    let mut all: Vec<(CarIndex, Bests)> = timed
        .cars()
        .flat_map(|(car, laps)| bests(timed.laps, laps).into_iter().map(move |own| (car, own)))
        .collect();
    all.sort_by_key(|(car, own)| (own.best.exact(), *car, own.seat));
    let sectors = all.iter().any(|(_, own)| own.ideal().is_some());
    let speeds = all.iter().any(|(_, own)| own.speed > 0);
    let mut classes: Vec<Option<usize>> = all.iter().map(|(car, _)| timed.class_of(*car)).collect();
    classes.sort_by_key(|class| class.unwrap_or(usize::MAX));
    classes.dedup();
    let groups = classes.into_iter().map(|class| {
        let own: Vec<_> = all.iter().filter(|(car, _)| timed.class_of(*car) == class).collect();
        let first = own.first().map(|(_, own)| own.best.time);
        let mut best_sectors = vec![None; timed.laps.sector_count()];
        for (_, bests) in &own {
            for (best, sector) in best_sectors.iter_mut().zip(&bests.sectors) {
                *best = [*best, *sector].into_iter().flatten().min();
            }
        }
        let rows = (1..).zip(own).map(|(position, (car, own))| {
            let mut cells = vec![
                count(position),
                timed.number_cell(*car),
                timed.driver_cell(*car, own.seat),
                Cell::text(timed.laps.car(*car).team.clone()),
                count(own.best.number),
                Cell::time(own.best.time),
                behind(first, own.best.time),
            ];
            if speeds {
                cells.push(speed(own.speed));
            }
            if sectors {
                cells.extend(own.sectors.iter().zip(&best_sectors).map(|(own, best)| {
                    let cell = time(*own);
                    if own.is_some() && own == best { cell.bold() } else { cell }
                }));
                let ideal = own.ideal();
                cells.push(time(ideal));
                cells.push(time(ideal.map(|ideal| Millis(own.best.time.0 - ideal.0))));
            }
            Row { cells, stressed: false, parted: false }
        });
        let heading = class.map_or_else(String::new, |class| timed.classes[class].clone());
        Group { heading, class, rows: rows.collect() }
    });
    let groups = groups.collect();
    let right = |key: &str, head: &str, full: &str| Column::new(key, head).right().full(full);
    let mut columns = vec![
        right("position", "Pos", "Position in class"),
        right("number", "No.", "Car number"),
        Column::new("driver", "Driver").grow(2),
        Column::new("team", "Team").grow(3),
        right("lap", "Lap", "Number of the lap"),
        right("time", "Time", ""),
        right("gap", "Gap", "Gap to the best of the class"),
    ];
    if speeds {
        columns.push(right("speed", "Average", "Average speed of the lap").unit("km/h"));
    }
    if sectors {
        columns.extend(
            (1..=timed.laps.sector_count()).map(|n| {
                right(&format!("sector_{n}"), &format!("S{n}"), &format!("Best time in sector {n}"))
            }),
        );
        columns.extend([
            right("ideal_lap", "Ideal lap", "Sum of the driver's best sectors"),
            right("lost", "Lost", "Best lap less ideal lap"),
        ]);
    }
    let mut notes = vec![
        "Laps that end in the pit lane, and the first lap from the grid, do not count as best laps."
            .to_owned(),
    ];
    if sectors {
        notes.push("Bold: the best of the class in that sector.".to_owned());
    }
    Table {
        id: "fastest-laps".to_owned(),
        title: "Fastest lap of each driver".to_owned(),
        columns,
        row_head: Some(1),
        groups,
        notes: notes.into_iter().map(Into::into).collect(),
        ..Table::default()
    }
}

fn fell(timed: &Timed) -> Table {
    let rows = sequence(timed.cars().map(|(_, laps)| laps)).into_iter().map(|own| {
        Row::new(vec![
            Cell::time(own.at),
            timed.number_cell(own.car),
            timed.class_cell(own.car),
            timed.driver_cell(own.car, own.lap.seat),
            Cell::text(timed.laps.car(own.car).team.clone()),
            count(own.lap.number),
            Cell::time(own.lap.time),
        ])
    });
    Table {
        id: "sequence".to_owned(),
        title: "Each time the best lap was beaten".to_owned(),
        columns: vec![
            Column::new("race_time", "Race time").right().full("Race time at the end of the lap"),
            Column::new("number", "No.").right().full("Car number"),
            Column::new("class", "Class"),
            Column::new("driver", "Driver").grow(2),
            Column::new("team", "Team").grow(3),
            Column::new("lap", "Lap").right().full("Number of the lap"),
            Column::new("time", "Time").right(),
        ],
        row_head: Some(1),
        groups: vec![Group { rows: rows.collect(), ..Group::default() }],
        ..Table::default()
    }
}

fn behind(first: Option<Millis>, own: Millis) -> Cell {
    match first {
        Some(first) if first < own => Cell::time(Millis(own.0 - first.0)),
        _ => Cell::empty(),
    }
}

/// Tenths of km/h.
fn speed(tenths: u32) -> Cell {
    if tenths == 0 {
        return Cell::empty();
    }
    Cell::valued(Value::Thousandths(i64::from(tenths) * 100), format!("{}.{}", tenths / 10, tenths % 10))
}
