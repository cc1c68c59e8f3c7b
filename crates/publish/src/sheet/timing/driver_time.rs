//! Driver time: a block a car, with each driver's laps, stints, and time on track and in the pits.

use super::{Timed, count, pit_time, share, time};
use crate::sheet::{Cell, Column, Row, Table};
use parcferme_core::Millis;
use parcferme_core::timing::driver_time::driver_times;
use parcferme_core::timing::stints::stints;

pub(super) fn table(timed: &Timed) -> Table {
    let groups = timed.cars().filter(|(_, laps)| !laps.is_empty()).map(|(car, laps)| {
        let (times, stints) = (driver_times(laps), stints(laps));
        let whole = Millis(times.iter().map(|own| own.track_time.0).sum());
        let rows = times.into_iter().map(|own| {
            let of_driver = stints.iter().filter(|stint| stint.seat == own.seat).count();
            let cells = vec![
                timed.number_cell(car),
                timed.driver_cell(car, own.seat),
                count(u32::try_from(of_driver).unwrap_or(u32::MAX)),
                count(own.laps),
                Cell::time(own.track_time),
                share(own.track_time, whole),
                pit_time(own.pit_time),
                Cell::time(Millis(own.track_time.0 + own.pit_time.0)),
                time(own.best.map(|best| best.time)),
            ];
            Row::new(cells)
        });
        timed.group(car, rows.collect())
    });
    let right = |key: &str, head: &str, full: &str| Column::new(key, head).right().full(full);
    let columns = vec![
        right("number", "No.", "Car number"),
        Column::new("driver", "Driver").grow(1),
        right("stints", "Stints", "").dispensable(5),
        right("laps", "Laps", ""),
        right("track_time", "On track", "Time on track"),
        right("share", "Share", "Share of the car's time on track").dispensable(1),
        right("pit_time", "In pits", "Time in the pit lane before or during the driver's laps")
            .dispensable(3),
        right("time", "In all", "Time on track and in the pit lane").dispensable(4),
        right("best_lap", "Best lap", "").dispensable(2),
    ];
    super::table("driver-time", columns, groups.collect())
}
