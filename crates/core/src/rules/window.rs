//! Kind `window`: of a stretch of rounds, only the best results count.

use crate::block::{Block, Key, Reader, Shape};
use crate::exact::Points;

pub const KEYS: &[Key] = &[
    Key { name: "rounds", shape: Shape::Rounds, doc: "The stretch; all rounds where the key is absent." },
    Key { name: "best", shape: Shape::Positive, doc: "How many of its results count." },
];

/// The best `best` results of `rounds` count. Rounds in no window count in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Round numbers; empty means all.
    pub rounds: Vec<u32>,
    pub best: u32,
}

impl Window {
    pub fn read(block: &mut Block<'_>, reader: &mut Reader<'_>) -> Window {
        let best = block.count(reader, "best");
        Window {
            rounds: block.rounds(reader, "rounds").unwrap_or_default().value,
            best: block.require(reader, "best", best).value,
        }
    }

    fn holds(&self, round: u32) -> bool {
        self.rounds.is_empty() || self.rounds.contains(&round)
    }

    /// Clears `counted` for the results that the windows drop. `rounds`, `points` and `counted` go in step; of equal
    /// results the earlier counts.
    pub fn drop_results(windows: &[Window], rounds: &[u32], points: &[Points], counted: &mut [bool]) {
        for window in windows {
            let mut inside: Vec<usize> =
                (0..rounds.len()).filter(|&index| window.holds(rounds[index])).collect();
            if inside.len() <= window.best as usize {
                continue;
            }
            inside.sort_by(|&a, &b| points[b].cmp(&points[a]).then(a.cmp(&b)));
            for &index in &inside[window.best as usize..] {
                counted[index] = false;
            }
        }
    }

    pub fn prose(&self) -> String {
        match (self.rounds.first(), self.rounds.last()) {
            (Some(first), Some(last)) => {
                format!("the best {} results of rounds {first} to {last} count", self.best)
            }
            _ => format!("the best {} results count", self.best),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_each_half_count_and_the_earlier_of_equals() {
        let windows = [Window { rounds: vec![1, 2, 3], best: 2 }, Window { rounds: vec![4, 5], best: 1 }];
        let points = [6, 9, 6, 1, 4].map(Points::whole);
        let mut counted = [true; 5];
        Window::drop_results(&windows, &[1, 2, 3, 4, 5], &points, &mut counted);
        assert_eq!(counted, [true, true, false, false, true]);
    }

    #[test]
    fn a_window_wider_than_the_season_so_far_drops_nothing() {
        let mut counted = [true; 2];
        let window = [Window { rounds: Vec::new(), best: 2 }];
        Window::drop_results(&window, &[1, 2], &[Points::ZERO; 2], &mut counted);
        assert_eq!(counted, [true; 2]);
    }
}
