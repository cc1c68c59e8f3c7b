//! Stays in the pit lane, from the crossings there and the pit time on the lap after.

use super::sheet::{Lap, Ms};
use crate::exact::Millis;

/// How a stay in the pit lane shows in the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StopKind {
    /// In over the line in the pit lane, out on the next lap.
    Stop,
    /// Pit time on the lap itself: in and out, or held there under a red flag, before the line.
    WithinLap,
    /// Pit time on the first lap: started from the pit lane. Not a stop.
    PitStart,
    /// In on the last lap, and no lap after it.
    NotLeft,
}

impl StopKind {
    pub const fn word(self) -> &'static str {
        match self {
            StopKind::Stop => "stop",
            StopKind::WithinLap => "within-lap",
            StopKind::PitStart => "pit-start",
            StopKind::NotLeft => "not-left",
        }
    }
}

/// One stay in the pit lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PitStop {
    pub kind: StopKind,
    /// The lap that ended, or was spent, in the pit lane.
    pub lap: u32,
    /// Elapsed time at the end of that lap.
    pub at: Option<Millis>,
    /// From pit entry to pit exit, where recorded.
    pub duration: Option<Millis>,
    /// Who came in, and who went out, from 1; 0 where not recorded.
    pub seat_in: u8,
    pub seat_out: u8,
}

impl PitStop {
    pub fn is_stop(&self) -> bool {
        self.kind != StopKind::PitStart
    }
}

/// The stays of one car, given its laps in order.
pub fn pit_stops(laps: &[Lap]) -> Vec<PitStop> {
    let mut stops: Vec<PitStop> = Vec::new();
    for (index, lap) in laps.iter().enumerate() {
        let came_in = index > 0 && laps[index - 1].in_pit;
        let within = lap.pit.is_some() && !came_in;
        let stop = |kind, pit: Ms, seat_out| PitStop {
            kind,
            lap: lap.number,
            at: lap.elapsed.get(),
            duration: pit.get(),
            seat_in: lap.seat,
            seat_out,
        };
        if within {
            let kind = if index == 0 { StopKind::PitStart } else { StopKind::WithinLap };
            stops.push(stop(kind, lap.pit, lap.seat));
        }
        match laps.get(index + 1) {
            Some(next) if lap.in_pit && next.pit.is_some() => {
                stops.push(stop(StopKind::Stop, next.pit, next.seat));
            }
            // The pit time stands on this lap already: one stay, seen on both sides of the line.
            Some(_) if lap.in_pit && within && index > 0 => {}
            Some(next) if lap.in_pit => stops.push(stop(StopKind::Stop, Ms::NONE, next.seat)),
            None if lap.in_pit => stops.push(stop(StopKind::NotLeft, Ms::NONE, lap.seat)),
            _ => {}
        }
    }
    stops
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lap(number: u32, in_pit: bool, pit: Option<u32>, seat: u8) -> Lap {
        Lap { number, in_pit, pit: pit.map_or(Ms::NONE, Ms::new), seat, ..Lap::default() }
    }

    fn kinds(laps: &[Lap]) -> Vec<(StopKind, u32, Option<i64>)> {
        pit_stops(laps).iter().map(|stop| (stop.kind, stop.lap, stop.duration.map(|d| d.0))).collect()
    }

    #[test]
    fn pit_time_belongs_to_the_stop_of_the_lap_before() {
        let laps = [lap(1, true, None, 1), lap(2, false, Some(60_000), 2), lap(3, true, None, 2)];
        assert_eq!(kinds(&laps), [(StopKind::Stop, 1, Some(60_000)), (StopKind::NotLeft, 3, None)]);
        assert_eq!((pit_stops(&laps)[0].seat_in, pit_stops(&laps)[0].seat_out), (1, 2));
    }

    #[test]
    fn held_in_the_pit_lane_under_a_red_flag_is_one_stay() {
        let laps = [lap(1, false, None, 1), lap(2, true, Some(2_000_000), 1), lap(3, false, None, 1)];
        assert_eq!(kinds(&laps), [(StopKind::WithinLap, 2, Some(2_000_000))]);
    }

    #[test]
    fn a_start_from_the_pit_lane_is_no_stop() {
        let laps = [lap(1, false, Some(1_215_752), 1), lap(2, true, None, 1)];
        assert_eq!(kinds(&laps), [(StopKind::PitStart, 1, Some(1_215_752)), (StopKind::NotLeft, 2, None)]);
        assert!(!pit_stops(&laps)[0].is_stop());
    }
}
