//! Exact quantities: points and shares are rationals, times are whole milliseconds. No operation wraps: what does not fit
//! is beyond, and no number.

mod millis;
mod rational;

pub use millis::Millis;

use rational::Rational;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};
use std::str::FromStr;

/// Championship points, exact. Formula One 1954 awarded sevenths.
///
/// Displays as a decimal where that is exact (`4.5`), else as a fraction in lowest terms (`57/7`). Points that 64 bits
/// cannot hold are beyond: they display in words, take in what they are added to, and an outcome that has some is
/// refused (see [`crate::compute::beyond`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(Rational);

/// A share such as 70 %, exact, between any two quantities of one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(Rational);

/// Why a text is not a number that can be counted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadNumber {
    /// It does not have the form of one.
    Form,
    /// Larger than any number of the sport.
    TooLarge,
    /// With more decimals than are kept.
    TooFine,
}

impl fmt::Display for BadNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadNumber::Form => "not a number of the expected form",
            BadNumber::TooLarge => "larger than any number that is counted",
            BadNumber::TooFine => "finer than any number that is counted",
        })
    }
}

impl std::error::Error for BadNumber {}

impl Default for Points {
    fn default() -> Points {
        Points::ZERO
    }
}

impl Points {
    pub const ZERO: Points = Points(Rational::ZERO);

    /// A scale as documents write it, best first: `9-6-4.5`.
    pub fn scale_text(points: &[Points]) -> String {
        points.iter().map(Points::to_string).collect::<Vec<_>>().join("-")
    }

    pub const fn whole(points: i64) -> Points {
        Points(Rational::whole(points))
    }

    /// `numerator / denominator` points; beyond where the denominator is zero.
    pub fn fraction(numerator: i64, denominator: i64) -> Points {
        Points(Rational::new(numerator, denominator))
    }

    pub fn is_zero(self) -> bool {
        self == Points::ZERO
    }

    /// Whether they are too large, or too fine, to be known exactly.
    pub const fn is_beyond(self) -> bool {
        self.0.is_beyond()
    }

    pub const fn is_whole(self) -> bool {
        self.0.is_whole()
    }

    /// Numerator and denominator in lowest terms, the denominator above zero; none for points beyond.
    pub const fn ratio(self) -> Option<(i64, i64)> {
        self.0.parts()
    }

    /// These points divided among `parts`; beyond where there are none.
    #[must_use]
    pub fn split(self, parts: u32) -> Points {
        Points(self.0.times(Rational::new(1, i64::from(parts))))
    }

    /// These points times a share, such as half points.
    #[must_use]
    pub fn times(self, share: Share) -> Points {
        Points(self.0.times(share.0))
    }

    /// So much for each of these points.
    #[must_use]
    pub fn each(self, amount: Points) -> Points {
        Points(self.0.times(amount.0))
    }

    /// Rounded to whole points, a half away from zero.
    #[must_use]
    pub fn rounded(self) -> Points {
        Points(self.0.round())
    }

    /// Rounded up to whole points.
    #[must_use]
    pub fn rounded_up(self) -> Points {
        -(-self).rounded_down()
    }

    /// Rounded down to whole points.
    #[must_use]
    pub fn rounded_down(self) -> Points {
        Points(self.0.floor())
    }
}

impl Share {
    pub const ONE: Share = Share(Rational::whole(1));
    pub const ZERO: Share = Share(Rational::ZERO);

    /// `numerator / denominator`; beyond where the denominator is zero.
    pub fn fraction(numerator: i64, denominator: i64) -> Share {
        Share(Rational::new(numerator, denominator))
    }

    pub fn percent(percent: i64) -> Share {
        Share(Rational::new(percent, 100))
    }

    /// Whether it is a part of a whole: neither below zero nor above 100 %.
    pub fn is_part(self) -> bool {
        (Share::ZERO..=Share::ONE).contains(&self)
    }

    /// Numerator and denominator in lowest terms, the denominator above zero.
    pub const fn ratio(self) -> (i64, i64) {
        match self.0.parts() {
            Some(parts) => parts,
            // No share is beyond: documents state small ones, and rules multiply two of them at most. Were one, no car
            // would have covered it.
            None => (i64::MAX, 1),
        }
    }

    /// `part / whole` in percent with one decimal, rounded half away from zero, for display only: `69.6 %`.
    pub fn display_percent(part: i64, whole: i64) -> String {
        let tenths = Rational::new(part, whole).times(Rational::whole(1000)).round();
        match tenths.parts() {
            None => "- %".to_owned(),
            Some((tenths, _)) => {
                let sign = if tenths < 0 { "-" } else { "" };
                format!("{sign}{}.{} %", tenths.abs() / 10, tenths.abs() % 10)
            }
        }
    }

    /// As a decimal string such as `0.70`: two digits or as many as it needs.
    pub fn decimal(self) -> String {
        let text = self.0.decimal().unwrap_or_else(|| self.0.to_string());
        match text.split_once('.') {
            None if self.0.is_whole() => format!("{text}.00"),
            Some((_, digits)) if digits.len() == 1 => format!("{text}0"),
            _ => text,
        }
    }
}

impl FromStr for Points {
    type Err = BadNumber;

    /// `20`, `4.5`, `57/7` or `-10`.
    fn from_str(text: &str) -> Result<Points, BadNumber> {
        Rational::parse(text.trim()).map(Points)
    }
}

impl FromStr for Share {
    type Err = BadNumber;

    /// `70 %`, `70%`, `0.70` or `7/10`.
    fn from_str(text: &str) -> Result<Share, BadNumber> {
        let text = text.trim();
        match text.strip_suffix('%') {
            Some(percent) => Ok(Share(Rational::parse(percent.trim())?.times(Rational::new(1, 100)))),
            None => Rational::parse(text).map(Share),
        }
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.decimal() {
            Some(text) => f.pad(&text),
            None => f.pad(&self.0.to_string()),
        }
    }
}

impl fmt::Display for Share {
    /// In percent where that is a terminating decimal (`70 %`), else as a fraction.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.times(Rational::whole(100)).decimal() {
            Some(text) => f.pad(&format!("{text} %")),
            None => f.pad(&self.0.to_string()),
        }
    }
}

impl Add for Points {
    type Output = Points;
    fn add(self, other: Points) -> Points {
        Points(self.0.plus(other.0))
    }
}

impl AddAssign for Points {
    fn add_assign(&mut self, other: Points) {
        *self = *self + other;
    }
}

impl Sub for Points {
    type Output = Points;
    fn sub(self, other: Points) -> Points {
        self + -other
    }
}

impl Neg for Points {
    type Output = Points;
    fn neg(self) -> Points {
        Points(self.0.negated())
    }
}

impl Mul<i64> for Points {
    type Output = Points;
    fn mul(self, times: i64) -> Points {
        Points(self.0.times(Rational::whole(times)))
    }
}

impl Mul<Share> for Share {
    type Output = Share;
    fn mul(self, other: Share) -> Share {
        Share(self.0.times(other.0))
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Points>>(items: I) -> Points {
        items.fold(Points::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_show_decimals_where_exact_and_fractions_elsewhere() {
        let shown = |text: &str| text.parse::<Points>().map(|p| p.to_string());
        assert_eq!(shown("4.50"), Ok("4.5".to_owned()));
        assert_eq!(shown("114/14"), Ok("57/7".to_owned()));
        assert_eq!(shown("-0.5"), Ok("-0.5".to_owned()));
        assert_eq!(shown("1/0"), Err(BadNumber::Form));
        assert_eq!(Points::whole(1).split(7) * 7, Points::whole(1));
    }

    #[test]
    fn shares_read_percent_decimal_and_fraction() {
        for text in ["70 %", "70%", "0.7", "7/10"] {
            assert_eq!(text.parse(), Ok(Share::percent(70)), "{text}");
        }
        assert_eq!(Share::percent(70).decimal(), "0.70");
        assert_eq!(Share::percent(70).to_string(), "70 %");
        assert_eq!(Share::display_percent(71, 102), "69.6 %");
    }

    #[test]
    fn what_documents_may_state_has_an_edge_and_a_reason() {
        for text in
            ["999999999", "-999999999", "1/1000000", "0.999999", "999999999.999999", "1.50000000000000", "+5"]
        {
            assert!(text.parse::<Points>().is_ok(), "{text}");
        }
        for (text, bad) in [
            ("1000000000", BadNumber::TooLarge),
            ("-1000000000", BadNumber::TooLarge),
            ("9223372036854775807", BadNumber::TooLarge),
            ("92233720368547758070", BadNumber::TooLarge),
            ("1/1000000000", BadNumber::TooLarge),
            ("1/1000001", BadNumber::TooFine),
            ("33.3333333333", BadNumber::TooFine),
            ("1.", BadNumber::Form),
            ("--1", BadNumber::Form),
            ("1e3", BadNumber::Form),
            ("-1/0", BadNumber::Form),
            ("", BadNumber::Form),
        ] {
            assert_eq!(text.parse::<Points>(), Err(bad), "{text}");
            assert_eq!(text.parse::<Share>(), Err(bad), "{text}");
        }
        assert_eq!("66.6666666667 %".parse::<Share>(), Err(BadNumber::TooFine));
        assert_eq!("2/3".parse::<Share>(), Ok(Share::fraction(2, 3)));
    }

    #[test]
    fn nothing_wraps_and_beyond_stays_beyond() {
        let most = Points::whole(i64::MAX);
        for beyond in [
            most + Points::whole(1),
            most * 3,
            -most - Points::whole(2),
            Points::whole(i64::MIN),
            Points::fraction(1, i64::MAX) + Points::fraction(1, i64::MAX - 1),
            Points::fraction(i64::MAX, 2).times(Share::fraction(5, 3)),
            Points::fraction(1, 0),
            most.split(0),
        ] {
            assert!(beyond.is_beyond(), "{beyond}");
            assert_eq!((beyond.ratio(), beyond.to_string()), (None, "too large".to_owned()));
            for still in [
                beyond + most,
                beyond.times(Share::ZERO),
                -beyond,
                beyond.split(2),
                beyond.rounded(),
                beyond.rounded_up(),
            ] {
                assert!(still.is_beyond());
            }
            assert!(beyond > most && !beyond.is_zero());
        }
        assert_eq!(most - most, Points::ZERO);
        assert_eq!((most + Points::whole(-1)).ratio(), Some((i64::MAX - 1, 1)));
        assert_eq!(Points::fraction(i64::MAX, 7) * 7, most);
    }

    #[test]
    fn points_round_on_both_sides_of_the_half_and_of_zero() {
        for (text, down, nearest, up) in
            [("2.5", 2, 3, 3), ("2.49", 2, 2, 3), ("-2.5", -3, -3, -2), ("-2.49", -3, -2, -2), ("7", 7, 7, 7)]
        {
            let points: Points = text.parse().unwrap();
            let rounded = [points.rounded_down(), points.rounded(), points.rounded_up()];
            assert_eq!(rounded, [down, nearest, up].map(Points::whole), "{text}");
        }
    }

    /// Sums, products and orders of many rationals against those of a library with numbers of 128 bits.
    #[test]
    fn rationals_agree_with_a_library() {
        let mut state = 7_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from((state >> 33) % below).unwrap()
        };
        for _ in 0..5_000 {
            let (a, b, c, d) =
                (next(2_000_000) - 1_000_000, next(1_000) + 1, next(2_000) - 1_000, next(40) + 1);
            let (one, two) = (Points::fraction(a, b), Points::fraction(c, d));
            let wide = |over: i64, under: i64| num_rational::Ratio::new(i128::from(over), i128::from(under));
            let same = |own: Points, theirs: num_rational::Ratio<i128>| {
                let own = own.ratio().map(|(over, under)| (i128::from(over), i128::from(under)));
                assert_eq!(own, Some((*theirs.numer(), *theirs.denom())));
            };
            same(one + two, wide(a, b) + wide(c, d));
            same(one - two, wide(a, b) - wide(c, d));
            same(one.times(Share::fraction(c, d)), wide(a, b) * wide(c, d));
            same(one * c, wide(a, b) * i128::from(c));
            same(one.rounded(), wide(a, b).round());
            same(one.rounded_down(), wide(a, b).floor());
            same(one.rounded_up(), wide(a, b).ceil());
            assert_eq!(one.cmp(&two), wide(a, b).cmp(&wide(c, d)));
        }
    }
}
