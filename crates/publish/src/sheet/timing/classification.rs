//! The order at the flag as lap records give it.

use super::{Timed, count, time};
use crate::sheet::classification::laps_word;
use crate::sheet::{Cell, Column, Group, Row, Table};
use parcferme_core::outcome::Gap;
use parcferme_core::season::Status;
use parcferme_core::timing::finish::FinishBasis;
use parcferme_core::timing::pit_stops::pit_stops;
use parcferme_core::timing::{Car, Row as Timing};

pub(super) fn table(timed: &Timed) -> Table {
    let session = &timed.session;
    let rows: Vec<&Timing> = session.rows(timed.only.as_deref()).collect();
    let gap = |gap: Option<Gap>| Cell::text(gap.map_or_else(String::new, |gap| gap.to_string()));
    let cells = |row: &&Timing| {
        let car = timed.laps.car(row.car);
        let status = session.status(row);
        let stops = pit_stops(session.laps(row)).iter().filter(|stop| stop.is_stop()).count();
        let cells = vec![
            count(row.position),
            count(row.class_position),
            timed.number_cell(row.car),
            timed.class_cell(row.car),
            Cell::text(car.team.clone()),
            Cell::text(crew(car)),
            count(row.laps),
            time(row.elapsed),
            gap(row.gap),
            gap(row.class_gap),
            Cell::text(if status == Status::Finished { String::new() } else { status.word().to_uppercase() }),
            time(row.best.map(|best| best.time)),
            count(u32::try_from(stops).unwrap_or(u32::MAX)),
        ];
        Row { cells, stressed: row.class_position == 1, ..Row::default() }
    };
    let right = |key: &str, head: &str, full: &str| Column::new(key, head).right().full(full);
    Table {
        id: "classification".to_owned(),
        columns: vec![
            right("position", "Pos", "Position"),
            right("class_position", "PIC", "Position in class"),
            right("number", "No.", "Car number"),
            Column::new("class", "Class"),
            Column::new("team", "Team").grow(2),
            Column::new("drivers", "Drivers").grow(3).dispensable(4),
            right("laps", "Laps", ""),
            right("time", "Time", "Race time").dispensable(2),
            right("gap", "Gap", "Gap to the leader"),
            right("class_gap", "In class", "Gap to the class leader").dispensable(1),
            Column::new("status", "Status"),
            right("best_lap", "Best lap", "").dispensable(3),
            right("stops", "Stops", "Pit stops").dispensable(5),
        ],
        row_head: Some(2),
        notes: notes(timed, &rows),
        groups: vec![Group { rows: rows.iter().map(cells).collect(), ..Group::default() }],
        ..Table::default()
    }
}

/// `J. Taylor, L. Delétraz`: the first name shortened.
fn crew(car: &Car) -> String {
    let short = |name: &str| match name.split_once(' ') {
        Some((first, rest)) => format!("{}. {rest}", first.chars().take(1).collect::<String>()),
        None => name.to_owned(),
    };
    car.drivers.iter().map(|driver| short(&driver.name)).collect::<Vec<_>>().join(", ")
}

fn notes(timed: &Timed, rows: &[&Timing]) -> Vec<String> {
    let session = &timed.session;
    let mut notes = Vec::new();
    let flag = session.order.flag_at.map_or(String::new(), |at| at.to_string());
    notes.push(match session.order.basis {
        FinishBasis::Recorded => format!(
            "Chequered flag at {flag}, as recorded at the line; DNF: has laps, but none that ended under it."
        ),
        FinishBasis::Derived => format!(
            "Chequered flag at {flag}: the file has no flags, so it is taken to fall for the first of the cars still running; DNF: not seen from then on."
        ),
        FinishBasis::Unknown => "The file does not tell when the race ended.".to_owned(),
    });
    let number = |row: &Timing| timed.laps.car(row.car).number.as_str();
    let laps = |count: usize| laps_word(i64::try_from(count).unwrap_or(i64::MAX));
    let after: Vec<String> = rows
        .iter()
        .filter(|row| row.after_flag > 0)
        .map(|row| format!("car {} {}", number(row), laps(row.after_flag)))
        .collect();
    if !after.is_empty() {
        notes.push(format!("Not counted, since they came after the flag: {}.", after.join(", ")));
    }
    if let Some(rule) = session.rule {
        let short = rows.iter().filter_map(|row| {
            let distance = session.distance(row).filter(|distance| distance.margin_laps < 0)?;
            let (has, needs, winner) = (row.laps, distance.required_laps, distance.winner_laps);
            let missing = laps_word(-distance.margin_laps);
            Some(format!("Car {} misses it by {missing}: {has} of {needs} (winner {winner}).", number(row)))
        });
        let short: Vec<String> = short.collect();
        let meet = rows.len() - short.len();
        notes.push(format!("Distance rule, {rule}: {meet} of {} cars meet it.", rows.len()));
        notes.extend(short);
    }
    notes
}
