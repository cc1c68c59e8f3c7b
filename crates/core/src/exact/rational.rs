//! Rationals of 64 bits whose every operation is checked: one that does not fit is beyond, and stays so.

use super::BadNumber;
use std::cmp::Ordering;
use std::fmt;

/// A rational in lowest terms, or [`Rational::BEYOND`]. Beyond is no number: it takes in whatever it is added to or
/// multiplied with, stands after all numbers, and never shows as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Rational {
    /// Never `i64::MIN`, so that it can be negated.
    over: i64,
    /// Above zero; zero for beyond alone.
    under: i64,
}

/// The largest whole number that documents may state, and the largest numerator of their fractions.
const MOST: i64 = 999_999_999;
/// How many decimals they may state; fractions have denominators of as many digits.
const DECIMALS: usize = 6;

impl Rational {
    pub const BEYOND: Rational = Rational { over: 1, under: 0 };
    pub const ZERO: Rational = Rational { over: 0, under: 1 };

    pub const fn whole(number: i64) -> Rational {
        if number == i64::MIN { Rational::BEYOND } else { Rational { over: number, under: 1 } }
    }

    /// A denominator of zero is beyond.
    pub fn new(over: i64, under: i64) -> Rational {
        Rational::reduced(i128::from(over), i128::from(under))
    }

    fn reduced(over: i128, under: i128) -> Rational {
        if under == 0 {
            return Rational::BEYOND;
        }
        let common = greatest_common_divisor(over.unsigned_abs(), under.unsigned_abs());
        // A divisor of the denominator, which came from two of 64 bits: it fits.
        let common = i128::try_from(common).unwrap_or(1) * under.signum();
        match (i64::try_from(over / common), i64::try_from(under / common)) {
            (Ok(over), Ok(under)) if over != i64::MIN => Rational { over, under },
            _ => Rational::BEYOND,
        }
    }

    pub const fn is_beyond(self) -> bool {
        self.under == 0
    }

    pub const fn is_whole(self) -> bool {
        self.under == 1
    }

    /// Numerator and denominator in lowest terms, the denominator above zero; none for beyond.
    pub const fn parts(self) -> Option<(i64, i64)> {
        if self.is_beyond() { None } else { Some((self.over, self.under)) }
    }

    pub fn plus(self, other: Rational) -> Rational {
        // Nearly all points are whole: adding them needs no common denominator.
        if self.under == 1 && other.under == 1 {
            return self.over.checked_add(other.over).map_or(Rational::BEYOND, Rational::whole);
        }
        if self.is_beyond() || other.is_beyond() {
            return Rational::BEYOND;
        }
        // Products of 63 bits and 63 bits: their sum fits.
        let [a, b, c, d] = [self.over, self.under, other.over, other.under].map(i128::from);
        Rational::reduced(a * d + c * b, b * d)
    }

    pub fn negated(self) -> Rational {
        if self.is_beyond() { self } else { Rational { over: -self.over, ..self } }
    }

    pub fn times(self, other: Rational) -> Rational {
        if self.is_beyond() || other.is_beyond() {
            return Rational::BEYOND;
        }
        let [a, b, c, d] = [self.over, self.under, other.over, other.under].map(i128::from);
        Rational::reduced(a * c, b * d)
    }

    /// To the whole number below.
    pub fn floor(self) -> Rational {
        if self.is_beyond() { self } else { Rational::whole(self.over.div_euclid(self.under)) }
    }

    /// To the nearest whole number, a half away from zero.
    pub fn round(self) -> Rational {
        if self.is_beyond() {
            return self;
        }
        let (over, under) = (i128::from(self.over.abs()), i128::from(self.under));
        let rounded = Rational::reduced((2 * over + under) / (2 * under), 1);
        if self.over < 0 { rounded.negated() } else { rounded }
    }

    /// A terminating decimal, if it has one of at most 12 digits.
    pub fn decimal(self) -> Option<String> {
        if self.is_beyond() {
            return None;
        }
        if self.is_whole() {
            return Some(self.over.to_string());
        }
        let sign = if self.over < 0 { "-" } else { "" };
        let (mut rest, denominator) = (i128::from(self.over.abs()), i128::from(self.under));
        let mut text = format!("{sign}{}.", rest / denominator);
        rest %= denominator;
        for _ in 0..12 {
            rest *= 10;
            text.push(char::from(b'0' + u8::try_from(rest / denominator).unwrap_or(0)));
            rest %= denominator;
            if rest == 0 {
                return Some(text);
            }
        }
        None
    }

    /// `20`, `4.5`, `57/7` or `-10`, within what documents may state: a season's sums of such numbers fit.
    pub fn parse(text: &str) -> Result<Rational, BadNumber> {
        if let Some((over, under)) = text.split_once('/') {
            let (over, under) = (whole(over.trim())?, whole(under.trim())?);
            if under == 0 {
                return Err(BadNumber::Form);
            }
            let ratio = Rational::new(over, under);
            let finest = 10_i64.pow(DECIMALS as u32);
            return if ratio.under > finest { Err(BadNumber::TooFine) } else { Ok(ratio) };
        }
        let Some((before, digits)) = text.split_once('.') else { return whole(text).map(Rational::whole) };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(BadNumber::Form);
        }
        let digits = digits.trim_end_matches('0');
        let before = match before {
            "" | "-" => 0,
            before => whole(before)?,
        };
        if digits.len() > DECIMALS {
            return Err(BadNumber::TooFine);
        }
        let part = if digits.is_empty() { 0 } else { digits.parse().map_err(|_| BadNumber::Form)? };
        let part = Rational::new(part, 10_i64.pow(digits.len() as u32));
        let part = if text.starts_with('-') { part.negated() } else { part };
        Ok(Rational::whole(before).plus(part))
    }
}

/// A whole number, at most [`MOST`] above or below zero.
fn whole(text: &str) -> Result<i64, BadNumber> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(BadNumber::Form);
    }
    // All digits: what does not parse is too large.
    text.parse().ok().filter(|number: &i64| (-MOST..=MOST).contains(number)).ok_or(BadNumber::TooLarge)
}

fn greatest_common_divisor(a: u128, b: u128) -> u128 {
    // The remainder of 64 bits is many times faster, and most rationals are small.
    if let (Ok(mut a), Ok(mut b)) = (u64::try_from(a), u64::try_from(b)) {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        return u128::from(a);
    }
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Ord for Rational {
    fn cmp(&self, other: &Rational) -> Ordering {
        if self.under == other.under {
            return self.over.cmp(&other.over);
        }
        match (self.is_beyond(), other.is_beyond()) {
            (true, _) => Ordering::Greater,
            (_, true) => Ordering::Less,
            _ => (i128::from(self.over) * i128::from(other.under))
                .cmp(&(i128::from(other.over) * i128::from(self.under))),
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Rational) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Rational {
    /// As a fraction in lowest terms, `57/7`, or whole; in words where it is beyond.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            None => f.pad("too large"),
            Some((over, 1)) => f.pad(&over.to_string()),
            Some((over, under)) => f.pad(&format!("{over}/{under}")),
        }
    }
}
