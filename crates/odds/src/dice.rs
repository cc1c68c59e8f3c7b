//! Random numbers in fixed lanes: integers alone, so that a seed gives the same numbers on every machine.

// As in `season.rs`: loops over lanes.
#![allow(clippy::needless_range_loop)]

use parcferme_core::generate;

/// How many seasons are drawn side by side.
pub const LANES: usize = 64;

/// One number a lane.
pub type Lanes<T> = [T; LANES];

/// A generator a lane: xoshiro128+ (Blackman and Vigna, *Scrambled linear pseudorandom number generators*, 2021).
#[derive(Clone, Debug)]
pub struct Dice {
    state: [Lanes<u32>; 4],
}

impl Dice {
    /// The dice of one block of seasons: what is drawn in it depends on the seed and its number alone.
    pub fn of_block(seed: u64, block: u64) -> Dice {
        // Two rounds of SplitMix64, so that neither seeds nor blocks that follow each other share lanes.
        let mut seeds = generate::Dice::new(generate::Dice::new(seed).roll() ^ block);
        let mut mixed = generate::Dice::new(seeds.roll());
        let mut state = [[0; LANES]; 4];
        for word in &mut state {
            for lane in word {
                // The upper half of the 64 bits.
                *lane = (mixed.roll() >> 32) as u32;
            }
        }
        // A lane of noughts alone would stay so.
        state[0].iter_mut().for_each(|lane| *lane |= 1);
        Dice { state }
    }

    /// Twice thirty-two bits a lane: the state is read and written once for both.
    #[inline(always)]
    pub fn roll(&mut self) -> [Lanes<u32>; 2] {
        let [a, b, c, d] = &mut self.state;
        let mut rolled = [[0; LANES]; 2];
        let [first, second] = &mut rolled;
        for lane in 0..LANES {
            let mut own = [a[lane], b[lane], c[lane], d[lane]];
            first[lane] = step(&mut own);
            second[lane] = step(&mut own);
            [a[lane], b[lane], c[lane], d[lane]] = own;
        }
        rolled
    }
}

/// One step of xoshiro128+.
#[inline(always)]
fn step(state: &mut [u32; 4]) -> u32 {
    let [a, b, c, d] = state;
    let rolled = a.wrapping_add(*d);
    let shifted = *b << 9;
    *c ^= *a;
    *d ^= *b;
    *b ^= *c;
    *a ^= *d;
    *c ^= shifted;
    *d = d.rotate_left(11);
    rolled
}

/// The seed of what was computed from: FNV-1a over a digest and whatever else tells two questions apart.
pub fn seed(parts: &[&str]) -> u64 {
    let mut hash: u64 = 0xCBF2_9CE4_8422_2325;
    for part in parts {
        // The end of a part is a byte that no text has.
        for byte in part.bytes().chain([0xFF]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out by hand from the authors' code with state 1, 2, 3, 4: the sum of the first and the last word.
    #[test]
    fn a_lane_is_the_published_generator() {
        let mut dice = Dice { state: [[1; LANES], [2; LANES], [3; LANES], [4; LANES]] };
        let rolled: Vec<u32> = (0..2).flat_map(|_| dice.roll()).map(|own| own[LANES - 1]).collect();
        assert_eq!(rolled, [5, 12_295, 25_178_119, 27_286_542]);
    }

    #[test]
    fn blocks_seeds_and_lanes_differ() {
        let first = Dice::of_block(1, 0).roll()[0];
        assert_ne!(first, Dice::of_block(1, 1).roll()[0]);
        assert_ne!(first, Dice::of_block(2, 0).roll()[0]);
        let mut lanes = first.to_vec();
        lanes.sort_unstable();
        lanes.dedup();
        assert_eq!(lanes.len(), LANES);
        assert_ne!(seed(&["ab", "c"]), seed(&["a", "bc"]));
    }
}
