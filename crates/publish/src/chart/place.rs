//! Places labels along a line so that they do not overlap and stand as near as can be to where they belong.

/// For each wanted position (pixels, any order) a position at least `gap` from every other, within `low..=high` if they fit.
///
/// Labels that crowd are spread evenly about the middle of their wishes (the least sum of squares). Order is kept; equal
/// wishes keep the order given.
pub fn spread(wanted: &[i64], gap: i64, low: i64, high: i64) -> Vec<i64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|&i| wanted[i]);
    let room = gap * (wanted.len() as i64 - 1).max(0);
    let (low, high) = if low + room > high { (low, low + room) } else { (low, high) };

    let mut blocks: Vec<Block> = Vec::new();
    for (rank, &i) in order.iter().enumerate() {
        let mut block = Block { first: rank, count: 1, sum: wanted[i] };
        while let Some(above) = blocks.last() {
            if above.top() + above.count * gap <= block.top() {
                break;
            }
            // The wish of a block is that of its first label, so members count less their offset in it.
            block = Block {
                first: above.first,
                count: above.count + block.count,
                sum: above.sum + block.sum - block.count * above.count * gap,
            };
            blocks.pop();
        }
        blocks.push(block);
    }

    let mut places = vec![0; wanted.len()];
    let mut free = low;
    for (n, block) in blocks.iter().enumerate() {
        let below: i64 = blocks[n + 1..].iter().map(|b| b.count).sum();
        let last_top = high - (below + block.count - 1) * gap;
        let top = block.top().min(last_top).max(free);
        for offset in 0..block.count {
            places[order[block.first + offset as usize]] = top + offset * gap;
        }
        free = top + block.count * gap;
    }
    places
}

struct Block {
    first: usize,
    count: i64,
    sum: i64,
}

impl Block {
    fn top(&self) -> i64 {
        self.sum.div_euclid(self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_labels_stay() {
        assert_eq!(spread(&[10, 100, 50], 12, 0, 200), [10, 100, 50]);
    }

    #[test]
    fn crowded_labels_spread_about_their_middle() {
        assert_eq!(spread(&[50, 50, 50], 10, 0, 200), [40, 50, 60]);
        assert_eq!(spread(&[50, 52], 10, 0, 200), [46, 56]);
    }

    #[test]
    fn the_edges_hold() {
        assert_eq!(spread(&[0, 0, 0], 10, 0, 200), [0, 10, 20]);
        assert_eq!(spread(&[200, 199, 198], 10, 0, 200), [200, 190, 180]);
    }

    #[test]
    fn never_nearer_than_the_gap_whatever_is_asked() {
        for seed in 0..200i64 {
            let wanted: Vec<i64> = (0..15).map(|i| (seed * 7919 + i * i * 104_729) % 300).collect();
            let mut places = spread(&wanted, 14, 0, 300);
            places.sort_unstable();
            assert!(places.windows(2).all(|w| w[1] - w[0] >= 14), "{wanted:?} -> {places:?}");
            assert!(places[0] >= 0 && places[14] <= 300);
        }
    }
}
