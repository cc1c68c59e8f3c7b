//! How far behind the first car to end a lap each other car ended it.

use super::sheet::Lap;
use crate::exact::Millis;
use std::collections::BTreeMap;

/// The least elapsed time at each lap among some cars.
#[derive(Clone, Debug, Default)]
pub struct Leads(BTreeMap<u32, Millis>);

impl Leads {
    pub fn of<'l>(laps: impl IntoIterator<Item = &'l Lap>) -> Leads {
        let mut leads: BTreeMap<u32, Millis> = BTreeMap::new();
        for lap in laps {
            if let Some(at) = lap.elapsed.get() {
                let lead = leads.entry(lap.number).or_insert(at);
                *lead = (*lead).min(at);
            }
        }
        Leads(leads)
    }

    /// None where the lap is not timed.
    pub fn behind(&self, lap: &Lap) -> Option<Millis> {
        Some(Millis(lap.elapsed.get()?.0 - self.0.get(&lap.number)?.0))
    }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::{CarIndex, Ms};
    use super::*;

    #[test]
    fn a_lap_is_behind_whoever_ended_it_first() {
        let lap = |car, number, at| Lap { car: CarIndex(car), number, elapsed: at, ..Lap::default() };
        let laps =
            [lap(0, 1, Ms::new(10)), lap(1, 1, Ms::new(12)), lap(1, 2, Ms::new(20)), lap(0, 2, Ms::NONE)];
        let leads = Leads::of(&laps);
        let behind = laps.iter().map(|lap| leads.behind(lap).map(|time| time.0)).collect::<Vec<_>>();
        assert_eq!(behind, [Some(0), Some(2), Some(0), None]);
    }
}
