//! Pit stops: a block a car, with time of day, time in the pit lane, and who came in and went out.

use super::{Timed, count, time};
use crate::sheet::{Cell, Column, Row, Table};
use parcferme_core::Millis;
use parcferme_core::timing::pit_stops::{StopKind, pit_stops};

pub(super) fn table(timed: &Timed) -> Table {
    let groups = timed.cars().map(|(car, laps)| {
        let hour = |number: u32| laps.iter().find(|lap| lap.number == number).and_then(|lap| lap.hour.get());
        let (mut stops, mut total) = (0, Millis(0));
        let rows = pit_stops(laps).into_iter().map(|stop| {
            stops += u32::from(stop.is_stop());
            total.0 += stop.duration.map_or(0, |time| time.0);
            let cells = vec![
                timed.number_cell(car),
                if stop.is_stop() { count(stops) } else { Cell::empty() },
                count(stop.lap),
                time(stop.at),
                hour(stop.lap).map_or_else(Cell::empty, |hour| Cell::text(clock(hour))),
                time(stop.duration),
                Cell::time(total),
                timed.driver_cell(car, stop.seat_in),
                match stop.kind {
                    StopKind::NotLeft => Cell::empty(),
                    _ => timed.driver_cell(car, stop.seat_out),
                },
                Cell::text(remark(stop.kind)),
            ];
            Row::new(cells)
        });
        timed.group(car, rows.collect())
    });
    let right = |key: &str, head: &str, full: &str| Column::new(key, head).right().full(full);
    let columns = vec![
        right("number", "No.", "Car number"),
        right("stop", "Stop", "").dispensable(5),
        right("lap", "Lap", "Lap that ended in the pit lane"),
        right("race_time", "Race time", "Race time at the end of that lap").dispensable(2),
        right("time_of_day", "Time of day", "Time of day at the end of that lap").dispensable(4),
        right("pit_time", "In pit lane", "From pit entry to pit exit"),
        right("pit_total", "In all", "Time in the pit lane so far").dispensable(3),
        Column::new("driver_in", "Driver in").grow(1),
        Column::new("driver_out", "Driver out").grow(1),
        Column::new("remark", "Remark").dispensable(1),
    ];
    super::table("pit-stops", columns, groups.filter(|group| !group.rows.is_empty()).collect())
}

/// Time of day in whole seconds: `17:03:21`.
fn clock(since_midnight: Millis) -> String {
    let seconds = since_midnight.0 / 1000;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

const fn remark(kind: StopKind) -> &'static str {
    match kind {
        StopKind::Stop => "",
        StopKind::WithinLap => "in and out within the lap",
        StopKind::PitStart => "started from the pit lane",
        StopKind::NotLeft => "did not leave again",
    }
}
