//! Time on track of each driver of a car.

use super::sheet::Lap;
use super::stints::track_ms;
use crate::exact::Millis;
use crate::numbers::Laps;
use std::collections::BTreeMap;

/// One driver's share of a car's race.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DriverTime {
    /// From 1; 0 where the records do not say who drove.
    pub seat: u8,
    pub laps: Laps,
    /// Sum of the lap times less the time in the pit lane.
    pub track_time: Millis,
    /// Time in the pit lane before or during this driver's laps.
    pub pit_time: Millis,
    /// Fastest lap that may count.
    pub best: Option<super::BestLap>,
}

/// Each driver's time, by seat. The sum of track and pit time over the drivers is the sum of the laps.
pub fn driver_times(laps: &[Lap]) -> Vec<DriverTime> {
    let mut times: BTreeMap<u8, DriverTime> = BTreeMap::new();
    for lap in laps {
        let none = DriverTime {
            seat: lap.seat,
            laps: Laps(0),
            track_time: Millis(0),
            pit_time: Millis(0),
            best: None,
        };
        let time = times.entry(lap.seat).or_insert(none);
        time.laps.0 += 1;
        time.track_time.0 += track_ms(lap);
        time.pit_time.0 += lap.pit.or_zero();
        let best = super::classification::best_lap(std::slice::from_ref(lap));
        time.best = [time.best, best].into_iter().flatten().min_by_key(|best| best.exact());
    }
    times.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::super::sheet::Ms;
    use super::*;

    #[test]
    fn times_are_summed_by_seat() {
        let lap =
            |number, seat, pit| Lap { number, seat, time: Ms::new(100_000 - number), pit, ..Lap::default() };
        let laps = [lap(1, 2, Ms::NONE), lap(2, 1, Ms::new(30_000)), lap(3, 2, Ms::NONE)];
        let shown = driver_times(&laps)
            .iter()
            .map(|t| (t.seat, t.laps, t.track_time.0, t.pit_time.0))
            .collect::<Vec<_>>();
        assert_eq!(shown, [(1, Laps(1), 69_998, 30_000), (2, Laps(2), 199_996, 0)]);
        assert_eq!(driver_times(&laps)[1].best.map(|best| best.number), Some(3));
    }
}
