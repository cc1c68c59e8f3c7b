//! Before the last session, two competitors: which of them ends ahead, by the place of each.

use crate::scenario::{Contest, End, FieldIs, Taken};
use crate::season::Competitor;
use crate::table::Ix;
use std::cmp::Ordering;

/// Which of two ends ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ahead {
    First,
    Second,
    /// No tie-break parts them: they share the place, or the stewards decide.
    Level,
    /// Who has the feats of the session decides.
    Feats,
    /// Two cars do not hold one place.
    Never,
}

impl Ahead {
    fn of(order: Ordering) -> Ahead {
        match order {
            Ordering::Less => Ahead::First,
            Ordering::Greater => Ahead::Second,
            Ordering::Equal => Ahead::Level,
        }
    }
}

impl Contest<'_> {
    /// By the place of the first and the place of the second, which of the two ends ahead: places from 1 to the last that is
    /// looked at, and in an open field then none. None where more than one session is to come, several cars of one
    /// competitor score, one of the two is not entered, or nothing can be said.
    pub fn duel(&self, first: Ix<Competitor>, second: Ix<Competitor>) -> Option<Vec<Vec<Ahead>>> {
        if !self.has_last_table() {
            return None;
        }
        let (one, other) = (self.line(first)?, self.line(second)?);
        let entered = self.field == FieldIs::Entered;
        if entered && [one, other].iter().any(|&line| self.cars_in(line, &self.slots[0]) == 0) {
            return None;
        }
        let places: Vec<Option<u32>> =
            (1..=self.last_place()).map(Some).chain((!entered).then_some(None)).collect();
        let ends = |line: usize| -> Vec<[End; 2]> {
            places
                .iter()
                .map(|&place| [self.after_last(line, place, 0), self.after_last(line, place, u64::MAX)])
                .collect()
        };
        let (ends_one, ends_other) = (ends(one), ends(other));
        let ahead = |a: &End, b: &End| match (a.rank.is_out(), b.rank.is_out()) {
            (false, true) => Ordering::Less,
            (true, false) => Ordering::Greater,
            (true, true) => Ordering::Equal,
            (false, false) => self.order(a, b),
        };
        let one_car = self.shares_car(one, other);
        let cell = |a: usize, b: usize| {
            if places[a] == places[b] && places[a].is_some() {
                // Two who share a car have the same of it.
                let same = || Ahead::of(ahead(&ends_one[a][0], &ends_other[b][0]));
                return if one_car { same() } else { Ahead::Never };
            }
            // A feat never harms: what holds at both ends holds between them.
            let with = ahead(&ends_one[a][1], &ends_other[b][0]);
            let without = ahead(&ends_one[a][0], &ends_other[b][1]);
            if with == without { Ahead::of(with) } else { Ahead::Feats }
        };
        Some((0..places.len()).map(|a| (0..places.len()).map(|b| cell(a, b)).collect()).collect())
    }

    /// Where one ends with a place in the last session, and with those of these feats that the place allows.
    pub(super) fn after_last(&self, line: usize, place: Option<u32>, feats: u64) -> End {
        let slot = &self.slots[0];
        let reached = slot.feats.iter().enumerate().filter(|(_, feat)| feat.reaches(place));
        let all = reached.fold(0, |all, (index, _)| all | 1_u64 << index);
        let taken =
            Taken { places: place.into_iter().collect(), feats: feats & all, starts: place.is_none() };
        self.end(line, &[taken])
    }
}
