//! From values to whole pixels, and the round values to write on an axis.

/// Maps `domain` onto `range` (pixels) in a straight line, in whole numbers.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    domain: (i64, i64),
    range: (i64, i64),
}

impl Scale {
    /// A domain of no extent maps to the start of the range.
    pub fn new(domain: (i64, i64), range: (i64, i64)) -> Scale {
        Scale { domain, range }
    }

    /// The pixel of a value, rounded to the nearest; values outside the domain land outside the range.
    pub fn at(&self, value: i64) -> i64 {
        let span = i128::from(self.domain.1) - i128::from(self.domain.0);
        if span == 0 {
            return self.range.0;
        }
        let across = i128::from(self.range.1) - i128::from(self.range.0);
        let scaled = (i128::from(value) - i128::from(self.domain.0)) * across * 2 + span;
        i64::try_from(scaled.div_euclid(span * 2)).unwrap_or(i64::MAX).saturating_add(self.range.0)
    }
}

/// Round values from at most `low` to at least `high`, about `count` of them, steps of 1, 2 or 5 times a power of ten.
pub fn ticks(low: i64, high: i64, count: i64) -> Vec<i64> {
    let mut step = 1i64;
    let mut growth = [2, 5, 10].iter().cycle();
    let mut base = 1i64;
    while (high.saturating_sub(low)) / step > count.max(1) {
        let factor = *growth.next().unwrap_or(&10);
        step = base.saturating_mul(factor);
        if factor == 10 {
            base = step;
        }
    }
    every(step, low, high)
}

/// Round durations in milliseconds from at most `low` to at least `high`, about `count` of them.
pub fn duration_ticks(low: i64, high: i64, count: i64) -> Vec<i64> {
    const STEPS: [i64; 25] = [
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000,
        300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 10_800_000, 21_600_000, 43_200_000,
    ];
    let span = high.saturating_sub(low);
    let fits = STEPS.into_iter().find(|step| span / step <= count.max(1));
    every(fits.unwrap_or_else(|| (span / count.max(1) / 3_600_000 + 1) * 3_600_000), low, high)
}

fn every(step: i64, low: i64, high: i64) -> Vec<i64> {
    let first = low.div_euclid(step);
    let last = -(high.saturating_neg().div_euclid(step));
    (first..=last).map(|n| n.saturating_mul(step)).collect()
}

/// Thousandths as a decimal: `162500` is `162.5`.
pub fn decimal(thousandths: i64) -> String {
    let (sign, size) =
        if thousandths < 0 { ("\u{2212}", thousandths.unsigned_abs()) } else { ("", thousandths as u64) };
    let text = format!("{sign}{}.{:03}", size / 1000, size % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Milliseconds as a lap time or a duration: `1:39.731`, `12:00:07.050`.
pub fn clock(milliseconds: i64) -> String {
    let sign = if milliseconds < 0 { "\u{2212}" } else { "" };
    let all = milliseconds.unsigned_abs();
    let (hours, minutes, seconds, rest) = (all / 3_600_000, all / 60_000 % 60, all / 1000 % 60, all % 1000);
    match (hours, minutes) {
        (0, 0) => format!("{sign}{seconds}.{rest:03}"),
        (0, _) => format!("{sign}{minutes}:{seconds:02}.{rest:03}"),
        _ => format!("{sign}{hours}:{minutes:02}:{seconds:02}.{rest:03}"),
    }
}

/// The same without the thousandths where they are zero, for axes.
pub fn clock_tick(milliseconds: i64) -> String {
    let text = clock(milliseconds);
    match text.split_once('.') {
        Some((whole, "000")) if whole.contains(':') => whole.to_owned(),
        Some((whole, "000")) => format!("{whole} s"),
        Some((whole, part)) => format!("{whole}.{}", part.trim_end_matches('0')),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_ends_and_rounds_between() {
        let up = Scale::new((0, 10), (100, 0));
        assert_eq!((up.at(0), up.at(10), up.at(5)), (100, 0, 50));
        let thirds = Scale::new((0, 3), (0, 10));
        assert_eq!((thirds.at(1), thirds.at(2)), (3, 7));
        assert_eq!(Scale::new((4, 4), (7, 90)).at(4), 7);
        assert_eq!(Scale::new((i64::MIN, i64::MAX), (0, 100)).at(0), 50);
    }

    #[test]
    fn ticks_are_round_and_cover() {
        assert_eq!(ticks(0, 170, 6), [0, 50, 100, 150, 200]);
        assert_eq!(ticks(-30, 170, 6), [-50, 0, 50, 100, 150, 200]);
        assert_eq!(ticks(0, 0, 6), [0]);
        assert_eq!(ticks(0, 9, 10).len(), 10);
        assert_eq!(duration_ticks(95_300, 99_100, 5), [95_000, 96_000, 97_000, 98_000, 99_000, 100_000]);
        assert_eq!(duration_ticks(0, 86_400_000, 5).last(), Some(&86_400_000));
    }

    #[test]
    fn writes_decimals_and_times() {
        assert_eq!(
            (decimal(162_500).as_str(), decimal(20_000).as_str(), decimal(-500).as_str()),
            ("162.5", "20", "−0.5")
        );
        assert_eq!((clock(99_731).as_str(), clock(43_207_050).as_str()), ("1:39.731", "12:00:07.050"));
        assert_eq!(
            (clock_tick(95_000).as_str(), clock_tick(5_000).as_str(), clock_tick(500).as_str()),
            ("1:35", "5 s", "0.5")
        );
    }
}
