//! Stints: a block a car, with running totals of the car on track and of each driver.

use super::{Timed, count, pit_time, time};
use crate::sheet::{Cell, Column, Row, Table};
use parcferme_core::Millis;
use parcferme_core::timing::stints::stints;
use std::collections::BTreeMap;

pub(super) const LEGEND: &str = "A stint ends with a stay in the pit lane or a change of driver. Time in the pit lane stands \
     with the stint that it leads to. Mean of the laps neither into nor out of the pits and not slowed by a flag.";

pub(super) fn table(timed: &Timed) -> Table {
    let groups = timed.cars().filter(|(_, laps)| !laps.is_empty()).map(|(car, laps)| {
        let ends =
            |number: u32| laps.iter().find(|lap| lap.number == number).and_then(|lap| lap.elapsed.get());
        let mut on_track = Millis(0);
        let mut driven: BTreeMap<u8, Millis> = BTreeMap::new();
        let rows = (1..).zip(stints(laps)).map(|(number, stint)| {
            let driver = driven.entry(stint.seat).or_insert(Millis(0));
            driver.0 += stint.track_time.0;
            on_track.0 += stint.track_time.0;
            let start = match number {
                1 => Some(Millis(0)),
                _ => ends(stint.first_lap.saturating_sub(1)),
            };
            let cells = vec![
                timed.number_cell(car),
                count(number),
                timed.driver_cell(car, stint.seat),
                count(stint.first_lap),
                count(stint.last_lap),
                count(stint.laps),
                time(start),
                time(ends(stint.last_lap)),
                Cell::time(stint.track_time),
                pit_time(stint.pit_time),
                Cell::time(on_track),
                Cell::time(*driver),
                time(stint.best),
                time(stint.mean),
            ];
            Row::new(cells)
        });
        timed.group(car, rows.collect())
    });
    let right = |key: &str, head: &str, full: &str| Column::new(key, head).right().full(full);
    let columns = vec![
        right("number", "No.", "Car number"),
        right("stint", "Stint", ""),
        Column::new("driver", "Driver").grow(1),
        right("first_lap", "From lap", ""),
        right("last_lap", "To lap", ""),
        right("laps", "Laps", ""),
        right("start", "Start", "Race time at the start of the stint").dispensable(6),
        right("end", "End", "Race time at the end of the stint").dispensable(5),
        right("track_time", "On track", "Time on track in the stint"),
        right("pit_time", "In pits", "Time in the pit lane before or during the stint").dispensable(3),
        right("car_total", "Car so far", "Time on track of the car up to the end of the stint")
            .dispensable(8),
        right("driver_total", "Driver so far", "Time on track of the driver up to the end of the stint")
            .dispensable(7),
        right("best_lap", "Best lap", "").dispensable(1),
        right(
            "mean_lap",
            "Mean lap",
            "Mean of the laps neither into nor out of the pits and not slowed by a flag",
        )
        .dispensable(4),
    ];
    super::table("stints", columns, groups.collect())
}
