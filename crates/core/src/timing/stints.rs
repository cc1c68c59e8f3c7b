//! Stints: the laps from one stay in the pit lane, or one change of driver, to the next.

use super::pit_stops::pit_stops;
use super::sheet::{Flag, Lap};
use crate::exact::Millis;
use crate::numbers::Laps;

/// One driver's laps without a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stint {
    /// Who drove, from 1; 0 where not recorded.
    pub seat: u8,
    pub first_lap: u32,
    pub last_lap: u32,
    /// Records in the stint.
    pub laps: Laps,
    /// Sum of the lap times less the time in the pit lane.
    pub track_time: Millis,
    /// Time in the pit lane on these laps: at the start of the stint, or while held there.
    pub pit_time: Millis,
    /// Fastest lap neither into nor out of the pits.
    pub best: Option<Millis>,
    /// Mean of the laps neither into nor out of the pits and not slowed by a flag, rounded down.
    pub mean: Option<Millis>,
}

/// The stints of one car, given its laps in order.
///
/// Pit time is recorded on the lap that leaves the pits and taken off there as a whole, though its
/// first seconds, before the line, belong to the lap that came in.
pub fn stints(laps: &[Lap]) -> Vec<Stint> {
    let ends: Vec<u32> = pit_stops(laps).iter().filter(|stop| stop.is_stop()).map(|stop| stop.lap).collect();
    let mut stints = Vec::new();
    let mut start = 0;
    for (index, lap) in laps.iter().enumerate() {
        let last = laps.get(index + 1).is_none_or(|next| next.seat != lap.seat);
        if last || ends.binary_search(&lap.number).is_ok() {
            stints.push(stint(&laps[start..=index]));
            start = index + 1;
        }
    }
    stints
}

fn stint(laps: &[Lap]) -> Stint {
    let pit_time: i64 = laps.iter().map(|lap| lap.pit.or_zero()).sum();
    let track_time: i64 = laps.iter().map(track_ms).sum();
    let flying = laps.iter().filter(|lap| !lap.in_pit && !lap.pit.is_some() && lap.number > 1);
    let best = flying.clone().filter_map(|lap| lap.time.get()).min();
    let racing = flying.filter(|lap| matches!(lap.flag, Flag::Green | Flag::Finish | Flag::Unknown));
    let (count, sum) =
        racing.filter_map(|lap| lap.time.get()).fold((0, 0), |(count, sum), time| (count + 1, sum + time.0));
    Stint {
        seat: laps[0].seat,
        first_lap: laps[0].number,
        last_lap: laps[laps.len() - 1].number,
        laps: Laps(u32::try_from(laps.len()).unwrap_or(u32::MAX)),
        track_time: Millis(track_time),
        pit_time: Millis(pit_time),
        best,
        mean: (count > 0).then(|| Millis(sum / count)),
    }
}

/// The lap's time outside the pit lane; not below zero.
pub(super) fn track_ms(lap: &Lap) -> i64 {
    (lap.time.or_zero() - lap.pit.or_zero()).max(0)
}

#[cfg(test)]
mod tests {
    use super::super::sheet::Ms;
    use super::*;

    #[test]
    fn a_stop_and_a_change_of_driver_end_a_stint() {
        let lap = |number, in_pit, pit, seat| Lap {
            number,
            time: Ms::new(100_000),
            in_pit,
            pit,
            seat,
            ..Lap::default()
        };
        let out = Ms::new(40_000);
        let laps = [
            lap(1, false, Ms::NONE, 1),
            lap(2, true, Ms::NONE, 1),
            lap(3, false, out, 1),
            lap(4, true, Ms::NONE, 1),
            lap(5, false, out, 2),
            lap(6, false, Ms::NONE, 2),
            lap(7, false, Ms::NONE, 3),
        ];
        let shown = stints(&laps)
            .iter()
            .map(|s| (s.seat, s.first_lap, s.last_lap, s.track_time.0))
            .collect::<Vec<_>>();
        assert_eq!(shown, [(1, 1, 2, 200_000), (1, 3, 4, 160_000), (2, 5, 6, 160_000), (3, 7, 7, 100_000)]);
        assert_eq!(stints(&laps)[2].mean, Some(Millis(100_000)));
    }

    #[test]
    fn laps_behind_the_safety_car_are_not_in_the_mean() {
        let lap = |number, time, flag| Lap { number, time: Ms::new(time), flag, ..Lap::default() };
        let laps = [
            lap(1, 130, Flag::Green),
            lap(2, 100, Flag::Green),
            lap(3, 300, Flag::SafetyCar),
            lap(4, 110, Flag::Finish),
        ];
        assert_eq!(stints(&laps)[0].mean, Some(Millis(105)));
        assert_eq!(stints(&laps)[0].best, Some(Millis(100)));
    }

    #[test]
    fn no_laps_no_stints() {
        assert!(stints(&[]).is_empty());
    }
}
