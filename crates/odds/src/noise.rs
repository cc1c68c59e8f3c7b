//! The noise by which orders are drawn, as a table.

// Loops over lanes go through several arrays at once; as indices they become one instruction for many lanes.
#![allow(clippy::needless_range_loop)]

use crate::dice::{LANES, Lanes};
use crate::logarithm::ln;
use std::sync::OnceLock;

/// Parts of a natural logarithm in which orders are drawn: a half of the 16 bits has room for eight of them.
pub(crate) const PARTS: f32 = 2_048.0;
/// What a draw is lowered by, so that its range is as far from nought below as above.
const MIDDLE: f64 = 4.5;

/// Gumbel's distribution by 16 random bits, from above: the largest sum of the logarithm of a strength and such noise comes in
/// first, as Plackett and Luce have it. The largest sixteenth, whose values lie far apart, has an entry for each value of the
/// bits, the rest one for sixteen: what is looked up so often has to stay near the processor.
pub(crate) type Noise = [i16; 2 * FINE];
/// How many entries of either kind there are.
pub(crate) const FINE: usize = 1 << 12;

pub(crate) fn noise() -> &'static Noise {
    static NOISE: OnceLock<Box<Noise>> = OnceLock::new();
    NOISE.get_or_init(|| {
        let mut table = Box::new([0; 2 * FINE]);
        let (fine, coarse) = table.split_at_mut(FINE);
        let of = |from_above: f64| {
            let share = 1.0 - from_above / 65_536.0;
            ((-ln(-ln(share)) - MIDDLE) * f64::from(PARTS)) as i16
        };
        fine.iter_mut().enumerate().for_each(|(bits, own)| *own = of(bits as f64 + 0.5));
        coarse.iter_mut().enumerate().for_each(|(bits, own)| *own = of(bits as f64 * 16.0 + 8.0));
        table
    })
}

/// Looked up one by one: a function of its own, because wide registers are slower at it.
#[inline(never)]
pub(crate) fn look_up_noise(noise: &Noise, at: &Lanes<u16>) -> Lanes<i16> {
    let mut found = [0; LANES];
    for lane in 0..LANES {
        // Never beyond the table: the mask says so to the compiler.
        found[lane] = noise[usize::from(at[lane]) & (2 * FINE - 1)];
    }
    found
}
