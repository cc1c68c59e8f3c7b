//! Exact linear equations of which some may be wrong: an unknown is what most of the equations say that hold nothing else
//! unknown; what is left is eliminated.

use crate::exact::{Points, Share};
use smallvec::SmallVec;
use std::collections::{BTreeMap, BTreeSet};

/// A sum of unknowns, by their numbers, that is so many points.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub terms: SmallVec<[(usize, Share); 2]>,
    pub points: Points,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub points: Points,
    /// Equations that say so, and that say something else.
    pub by: u32,
    pub against: u32,
    /// No equation says it, or only together with such a value: set so that the others have one.
    pub free: bool,
}

/// Most rows that are eliminated: what is left beyond them stays open.
const MOST_ROWS: usize = 400;

/// The values of the unknowns; none where nothing says one. Of unknowns that are only known together, those of the
/// smallest numbers are set to nought if `close`. Those that are known stand.
pub(super) fn solve(
    unknowns: usize,
    rows: &[Row],
    close: bool,
    known: BTreeMap<usize, Value>,
) -> Vec<Option<Value>> {
    let mut values: Vec<Option<Value>> = vec![None; unknowns];
    for (unknown, value) in known {
        values[unknown] = Some(value);
    }
    let mut assumed = false;
    loop {
        if vote(rows, &mut values) {
            continue;
        }
        let left = left_over(rows, &values);
        if left.is_empty() {
            return values;
        }
        let found = eliminate(left.iter().take(MOST_ROWS).cloned());
        if !found.is_empty() {
            for (unknown, points) in found {
                values[unknown] = Some(Value { points, by: 1, against: 0, free: assumed });
            }
            continue;
        }
        let first = left.iter().flat_map(|own| own.0.keys()).min();
        match first.filter(|_| close) {
            Some(&first) => {
                assumed = true;
                values[first] = Some(Value { points: Points::ZERO, by: 0, against: 0, free: true });
            }
            None => return values,
        }
    }
}

/// What a row says under these values: `Ok(true)` where it holds; how many unknowns it still has otherwise.
pub(super) fn holds(row: &Row, values: &[Option<Value>]) -> Option<bool> {
    let mut sum = Points::ZERO;
    for &(unknown, share) in &row.terms {
        sum += values[unknown]?.points.times(share);
    }
    Some(sum == row.points)
}

fn vote(rows: &[Row], values: &mut [Option<Value>]) -> bool {
    let mut votes: BTreeMap<usize, BTreeMap<Points, u32>> = BTreeMap::new();
    let mut free: BTreeSet<usize> = BTreeSet::new();
    for row in rows {
        let mut open = None;
        let mut assumes = false;
        let mut rest = row.points;
        let mut several = false;
        for &(unknown, share) in &row.terms {
            match values[unknown] {
                Some(value) => {
                    rest += -value.points.times(share);
                    assumes |= value.free;
                }
                None if open.is_some() => several = true,
                None => open = Some((unknown, share)),
            }
        }
        if let (Some((unknown, share)), false) = (open, several) {
            let (part, of) = share.ratio();
            if assumes {
                free.insert(unknown);
            }
            *votes.entry(unknown).or_default().entry(rest.times(Share::fraction(of, part))).or_default() += 1;
        }
    }
    let any = !votes.is_empty();
    for (unknown, votes) in votes {
        let all: u32 = votes.values().sum();
        // Of as many votes the larger value: nought is also what somebody gets whom a table leaves out.
        if let Some((&points, &by)) = votes.iter().max_by_key(|(points, by)| (**by, **points)) {
            values[unknown] = Some(Value { points, by, against: all - by, free: free.contains(&unknown) });
        }
    }
    any
}

type Sum = (BTreeMap<usize, Share>, Points);

/// The rows that still have unknowns, with what is known put in; each once.
fn left_over(rows: &[Row], values: &[Option<Value>]) -> BTreeSet<(BTreeMap<usize, Share>, Points)> {
    let mut left = BTreeSet::new();
    for row in rows {
        let mut sum: Sum = (BTreeMap::new(), row.points);
        for &(unknown, share) in &row.terms {
            match values[unknown] {
                Some(value) => sum.1 += -value.points.times(share),
                None => {
                    sum.0.insert(unknown, share);
                }
            }
        }
        if !sum.0.is_empty() {
            left.insert(sum);
        }
    }
    left
}

/// Unknowns of which the rows say one value. A row that contradicts those before it is left out.
fn eliminate(rows: impl Iterator<Item = Sum>) -> Vec<(usize, Points)> {
    let mut pivots: BTreeMap<usize, Sum> = BTreeMap::new();
    for mut row in rows {
        while let Some((&unknown, &share)) = row.0.iter().find(|(unknown, _)| pivots.contains_key(unknown)) {
            subtract(&mut row, &pivots[&unknown], share);
        }
        let Some((&pivot, &share)) = row.0.first_key_value() else { continue };
        scale(&mut row, share);
        for other in pivots.values_mut() {
            if let Some(&share) = other.0.get(&pivot) {
                subtract(other, &row, share);
            }
        }
        pivots.insert(pivot, row);
    }
    let single = pivots.into_iter().filter(|(_, own)| own.0.len() == 1 && !own.1.is_beyond());
    single.map(|(unknown, own)| (unknown, own.1)).collect()
}

/// Divides a row by a share.
fn scale(row: &mut Sum, share: Share) {
    let (part, of) = share.ratio();
    let by = Share::fraction(of, part);
    row.0.values_mut().for_each(|own| *own = *own * by);
    row.1 = row.1.times(by);
}

/// Takes a pivot's row, so many times, from another.
fn subtract(row: &mut Sum, pivot: &Sum, times: Share) {
    for (&unknown, &share) in &pivot.0 {
        let ((a, b), (c, d)) =
            (row.0.get(&unknown).map_or((0, 1), |own| own.ratio()), (share * times).ratio());
        let left = a.checked_mul(d).zip(c.checked_mul(b)).and_then(|(a, c)| a.checked_sub(c));
        match left.zip(b.checked_mul(d)) {
            Some((0, _)) | None => row.0.remove(&unknown),
            Some((part, of)) => row.0.insert(unknown, Share::fraction(part, of)),
        };
    }
    row.1 += -pivot.1.times(times);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(terms: &[(usize, i64)], points: i64) -> Row {
        let terms = terms.iter().map(|&(unknown, times)| (unknown, Share::fraction(times, 1))).collect();
        Row { terms, points: Points::whole(points) }
    }

    fn values(unknowns: usize, rows: &[Row], close: bool) -> Vec<Option<i64>> {
        let whole = |own: &Value| own.points.ratio().map(|own| own.0);
        solve(unknowns, rows, close, BTreeMap::new()).iter().map(|own| own.as_ref().and_then(whole)).collect()
    }

    #[test]
    fn most_equations_win_and_the_rest_follows() {
        let rows = [row(&[(0, 1)], 9), row(&[(0, 1)], 9), row(&[(0, 1)], 4), row(&[(0, 1), (1, 1)], 10)];
        assert_eq!(values(3, &rows, true), [Some(9), Some(1), None]);
        assert_eq!(solve(3, &rows, true, BTreeMap::new())[0].map(|own| (own.by, own.against)), Some((2, 1)));
    }

    #[test]
    fn two_sums_of_two_are_eliminated() {
        let rows = [row(&[(0, 1), (1, 1)], 33), row(&[(0, 1), (1, 2)], 41), row(&[(0, 1), (1, 1)], 33)];
        assert_eq!(values(2, &rows, false), [Some(25), Some(8)]);
    }

    #[test]
    fn what_is_known_only_together_stays_open_or_is_closed() {
        let rows = [row(&[(0, 1), (1, 1)], 26)];
        assert_eq!(values(2, &rows, false), [None, None]);
        assert_eq!(values(2, &rows, true), [Some(0), Some(26)]);
        assert!(solve(2, &rows, true, BTreeMap::new())[0].is_some_and(|own| own.free));
    }
}
