//! Exact quantities: points and shares are rationals, times are whole milliseconds.

use num_rational::Ratio;
use num_traits::Zero;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};
use std::str::FromStr;

/// Championship points, exact. Formula One 1954 awarded sevenths.
///
/// Displays as a decimal where that is exact (`4.5`), else as a fraction in lowest terms (`57/7`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(Ratio<i64>);

/// A share such as 70 %, exact, between any two quantities of one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(Ratio<i64>);

/// A duration in whole milliseconds; hours are unlimited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub i64);

impl Default for Points {
    fn default() -> Points {
        Points::ZERO
    }
}

/// The text was not a number of the wanted form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a number of the expected form")
    }
}

impl std::error::Error for NotANumber {}

impl Points {
    pub const ZERO: Points = Points(Ratio::new_raw(0, 1));

    pub const fn whole(points: i64) -> Points {
        Points(Ratio::new_raw(points, 1))
    }

    /// `numerator / denominator` points. The denominator must not be zero.
    pub fn fraction(numerator: i64, denominator: i64) -> Points {
        Points(Ratio::new(numerator, denominator))
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Numerator and denominator in lowest terms, the denominator above zero.
    pub fn ratio(self) -> (i64, i64) {
        (*self.0.numer(), *self.0.denom())
    }

    /// These points divided among `parts` (above zero).
    #[must_use]
    pub fn split(self, parts: u32) -> Points {
        Points(self.0 / i64::from(parts))
    }

    /// These points times a share, such as half points.
    #[must_use]
    pub fn times(self, share: Share) -> Points {
        Points(self.0 * share.0)
    }

    /// Rounded half up to whole points.
    #[must_use]
    pub fn rounded(self) -> Points {
        Points(self.0.round())
    }

    /// Rounded up to whole points.
    #[must_use]
    pub fn rounded_up(self) -> Points {
        Points(self.0.ceil())
    }

    /// Rounded down to whole points.
    #[must_use]
    pub fn rounded_down(self) -> Points {
        Points(self.0.floor())
    }
}

impl Share {
    pub const ONE: Share = Share(Ratio::new_raw(1, 1));
    pub const ZERO: Share = Share(Ratio::new_raw(0, 1));

    pub fn fraction(numerator: i64, denominator: i64) -> Share {
        Share(Ratio::new(numerator, denominator))
    }

    pub fn percent(percent: i64) -> Share {
        Share(Ratio::new(percent, 100))
    }

    /// Numerator and denominator in lowest terms, the denominator above zero.
    pub fn ratio(self) -> (i64, i64) {
        (*self.0.numer(), *self.0.denom())
    }

    /// `part / whole` in percent with one decimal, rounded half up, for display only: `69.6 %`.
    pub fn display_percent(part: i64, whole: i64) -> String {
        if whole == 0 {
            return "- %".to_owned();
        }
        let tenths = Ratio::new(part * 1000, whole).round().to_integer();
        format!("{}.{} %", tenths / 10, (tenths % 10).abs())
    }

    /// As a decimal string such as `0.70`: two digits or as many as it needs.
    pub fn decimal(self) -> String {
        let text = decimal(self.0).unwrap_or_else(|| self.0.to_string());
        match text.split_once('.') {
            None if !text.contains('/') => format!("{text}.00"),
            Some((_, digits)) if digits.len() == 1 => format!("{text}0"),
            _ => text,
        }
    }
}

/// A terminating decimal of the ratio, if it has one of at most 12 digits.
fn decimal(ratio: Ratio<i64>) -> Option<String> {
    if ratio.is_integer() {
        return Some(ratio.numer().to_string());
    }
    let negative = *ratio.numer() < 0;
    let (mut rest, denominator) = (i128::from(ratio.numer().abs()), i128::from(*ratio.denom()));
    let mut text = format!("{}{}.", if negative { "-" } else { "" }, rest / denominator);
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

fn parse_ratio(text: &str) -> Result<Ratio<i64>, NotANumber> {
    let number = |part: &str| part.parse::<i64>().map_err(|_| NotANumber);
    if let Some((over, under)) = text.split_once('/') {
        let (over, under) = (number(over.trim())?, number(under.trim())?);
        return if under == 0 { Err(NotANumber) } else { Ok(Ratio::new(over, under)) };
    }
    let Some((whole, digits)) = text.split_once('.') else { return number(text).map(Ratio::from) };
    if digits.is_empty() || digits.len() > 12 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NotANumber);
    }
    let negative = whole.starts_with('-');
    let whole = if whole.is_empty() || whole == "-" { 0 } else { number(whole)? };
    let part = Ratio::new(number(digits)?, 10_i64.pow(u32::try_from(digits.len()).unwrap_or(0)));
    Ok(if negative { Ratio::from(whole) - part } else { Ratio::from(whole) + part })
}

impl FromStr for Points {
    type Err = NotANumber;

    /// `20`, `4.5`, `57/7` or `-10`.
    fn from_str(text: &str) -> Result<Points, NotANumber> {
        parse_ratio(text.trim()).map(Points)
    }
}

impl FromStr for Share {
    type Err = NotANumber;

    /// `70 %`, `70%`, `0.70` or `7/10`.
    fn from_str(text: &str) -> Result<Share, NotANumber> {
        let text = text.trim();
        match text.strip_suffix('%') {
            Some(percent) => Ok(Share(parse_ratio(percent.trim())? / 100)),
            None => parse_ratio(text).map(Share),
        }
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match decimal(self.0) {
            Some(text) => f.pad(&text),
            None => f.pad(&self.0.to_string()),
        }
    }
}

impl fmt::Display for Share {
    /// In percent where that is a terminating decimal (`70 %`), else as a fraction.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match decimal(self.0 * 100) {
            Some(text) => f.pad(&format!("{text} %")),
            None => f.pad(&self.0.to_string()),
        }
    }
}

impl Add for Points {
    type Output = Points;
    fn add(self, other: Points) -> Points {
        // Nearly all points are whole: adding them needs no common denominator.
        if *self.0.denom() == 1 && *other.0.denom() == 1 {
            return Points::whole(self.0.numer() + other.0.numer());
        }
        Points(self.0 + other.0)
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
        Points(-self.0)
    }
}

impl Mul<i64> for Points {
    type Output = Points;
    fn mul(self, times: i64) -> Points {
        Points(self.0 * times)
    }
}

impl Mul<Share> for Share {
    type Output = Share;
    fn mul(self, other: Share) -> Share {
        Share(self.0 * other.0)
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Points>>(items: I) -> Points {
        items.fold(Points::ZERO, Add::add)
    }
}

impl fmt::Display for Millis {
    /// `1:13.748`, `12:00:54.520`, `31.003`; hours are not wrapped at 24.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let total = self.0.unsigned_abs();
        let (seconds, millis) = (total / 1000, total % 1000);
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let text = if hours > 0 {
            format!("{sign}{hours}:{minutes:02}:{seconds:02}.{millis:03}")
        } else if minutes > 0 {
            format!("{sign}{minutes}:{seconds:02}.{millis:03}")
        } else {
            format!("{sign}{seconds}.{millis:03}")
        };
        f.pad(&text)
    }
}

impl FromStr for Millis {
    type Err = NotANumber;

    /// `SS.mmm`, `M:SS.mmm`, `H:MM:SS.mmm` (hours may exceed 24) or the older `5:44'41.101`.
    fn from_str(text: &str) -> Result<Millis, NotANumber> {
        let text = text.trim();
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) || whole.is_empty() {
            return Err(NotANumber);
        }
        let mut seconds: i64 = 0;
        for (index, part) in whole.split([':', '\'']).enumerate() {
            if index > 2 || part.is_empty() || part.len() > 9 || !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(NotANumber);
            }
            seconds = seconds * 60 + part.parse::<i64>().map_err(|_| NotANumber)?;
        }
        let scale = 10_i64.pow(3 - u32::try_from(fraction.len()).unwrap_or(3));
        let millis =
            if fraction.is_empty() { 0 } else { fraction.parse::<i64>().map_err(|_| NotANumber)? * scale };
        Ok(Millis(seconds * 1000 + millis))
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
        assert_eq!(shown("1/0"), Err(NotANumber));
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
    fn times_pass_twenty_four_hours_and_come_back() {
        for text in ["12:00:54.520", "25:01:02.003", "1:13.748", "31.003"] {
            assert_eq!(text.parse::<Millis>().map(|t| t.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("5:44'41.101".parse(), Ok(Millis(20_681_101)));
        assert_eq!("1:2:3:4".parse::<Millis>(), Err(NotANumber));
    }
}
