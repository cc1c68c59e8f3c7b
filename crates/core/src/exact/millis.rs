//! Times in whole milliseconds, and how documents write them.

use super::BadNumber;
use std::fmt;
use std::str::FromStr;

/// A duration in whole milliseconds; hours are unlimited in what is shown.
///
/// A time that is read is under a hundred thousand hours, so that ten million of them add up within 64 bits: more facts
/// than documents of limited size can hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub i64);

/// A hundred thousand hours.
const MOST: i64 = 100_000 * 3_600_000;

impl Millis {
    /// A duration in words, exact: `2 h`, `45 min`, `1.265 s`, `250 ms`, `2 h 45 min`; or a time such as `2:45:00`.
    pub fn of_words(text: &str) -> Result<Millis, BadNumber> {
        if text.contains(':') {
            return text.parse();
        }
        let mut words = text.split_whitespace().peekable();
        if words.peek().is_none() {
            return Err(BadNumber::Form);
        }
        let mut total = 0_i64;
        while let Some(word) = words.next() {
            // `90 s`, and `90s` as some write it.
            let letters = word.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(word.len());
            let (number, unit) = word.split_at(letters);
            let unit = if unit.is_empty() { words.next().unwrap_or("") } else { unit };
            let unit = match unit {
                "h" => 3_600_000,
                "min" => 60_000,
                "s" => 1000,
                "ms" => 1,
                _ => return Err(BadNumber::Form),
            };
            total = total.checked_add(in_millis(number, unit)?).ok_or(BadNumber::TooLarge)?;
        }
        checked(total)
    }
}

/// A decimal number of a unit in whole milliseconds.
fn in_millis(number: &str, unit: i64) -> Result<i64, BadNumber> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return Err(BadNumber::Form);
    }
    let fraction = fraction.trim_end_matches('0');
    // Past nine decimals no unit has a whole number of milliseconds.
    if fraction.len() > 9 {
        return Err(BadNumber::TooFine);
    }
    let scale = 10_i64.pow(fraction.len() as u32);
    let part = if fraction.is_empty() { 0 } else { fraction.parse().map_err(|_| BadNumber::Form)? };
    let part: i64 = unit * part;
    if part % scale != 0 {
        return Err(BadNumber::TooFine);
    }
    let whole: i64 = whole.parse().map_err(|_| BadNumber::TooLarge)?;
    let millis = whole.checked_mul(unit).and_then(|own| own.checked_add(part / scale));
    checked(millis.ok_or(BadNumber::TooLarge)?).map(|own| own.0)
}

fn checked(millis: i64) -> Result<Millis, BadNumber> {
    if millis < MOST { Ok(Millis(millis)) } else { Err(BadNumber::TooLarge) }
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
    type Err = BadNumber;

    /// `SS.mmm`, `M:SS.mmm`, `H:MM:SS.mmm` (hours may exceed 24) or the older `5:44'41.101`.
    fn from_str(text: &str) -> Result<Millis, BadNumber> {
        let text = text.trim();
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || whole.is_empty() {
            return Err(BadNumber::Form);
        }
        let fraction = if fraction.len() > 3 { fraction.trim_end_matches('0') } else { fraction };
        let mut seconds: i64 = 0;
        for (index, part) in whole.split([':', '\'']).enumerate() {
            if index > 2 || part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(BadNumber::Form);
            }
            let part = part.parse::<i64>().ok().filter(|&part| part < MOST).ok_or(BadNumber::TooLarge)?;
            seconds = seconds * 60 + part;
        }
        if fraction.len() > 3 {
            return Err(BadNumber::TooFine);
        }
        let scale = 10_i64.pow(3 - u32::try_from(fraction.len()).unwrap_or(3));
        let millis = if fraction.is_empty() {
            0
        } else {
            fraction.parse::<i64>().map_err(|_| BadNumber::Form)? * scale
        };
        checked(seconds.checked_mul(1000).ok_or(BadNumber::TooLarge)? + millis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_pass_twenty_four_hours_and_come_back() {
        for text in ["12:00:54.520", "25:01:02.003", "1:13.748", "31.003", "99999:59:59.999"] {
            assert_eq!(text.parse::<Millis>().map(|time| time.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("5:44'41.101".parse(), Ok(Millis(20_681_101)));
        assert_eq!("31.0030000".parse(), Ok(Millis(31_003)));
        for (text, bad) in [
            ("1:2:3:4", BadNumber::Form),
            ("1:", BadNumber::Form),
            ("-1.000", BadNumber::Form),
            ("1.00x", BadNumber::Form),
            ("31.0031", BadNumber::TooFine),
            ("100000:00:00", BadNumber::TooLarge),
            ("99999999999999999999", BadNumber::TooLarge),
            ("999999999:999999999:999999999", BadNumber::TooLarge),
        ] {
            assert_eq!(text.parse::<Millis>(), Err(bad), "{text}");
        }
    }

    #[test]
    fn durations_in_words_are_exact_to_the_millisecond() {
        for (text, millis) in [
            ("2 h", 7_200_000),
            ("45 min", 2_700_000),
            ("2 h 45 min", 9_900_000),
            ("2:45:00", 9_900_000),
            ("90 s", 90_000),
            ("90s", 90_000),
            ("1.265 s", 1_265),
            ("1.5 s", 1_500),
            ("0.5 s", 500),
            ("0.50000 s", 500),
            ("250 ms", 250),
            ("1.5 h", 5_400_000),
            ("0.001 min", 60),
            ("0:01.265", 1_265),
            ("99999 h 59 min 59.999 s", 359_999_999_999),
        ] {
            assert_eq!(Millis::of_words(text), Ok(Millis(millis)), "{text}");
        }
        for (text, bad) in [
            ("", BadNumber::Form),
            ("5", BadNumber::Form),
            ("s", BadNumber::Form),
            ("-5 s", BadNumber::Form),
            ("1. s", BadNumber::Form),
            (".5 s", BadNumber::Form),
            ("1.5.5 s", BadNumber::Form),
            ("5 sec", BadNumber::Form),
            ("1.2655 s", BadNumber::TooFine),
            ("0.0000000001 h", BadNumber::TooFine),
            ("0.5 ms", BadNumber::TooFine),
            ("100000 h", BadNumber::TooLarge),
            ("99999 h 60 min", BadNumber::TooLarge),
            ("9223372036854775807 h", BadNumber::TooLarge),
            ("92233720368547758079 ms", BadNumber::TooLarge),
        ] {
            assert_eq!(Millis::of_words(text), Err(bad), "{text}");
        }
    }
}
