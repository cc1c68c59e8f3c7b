//! Numbers, days and times as spreadsheets keep them, as the text that was meant.

use parcferme_core::Millis;
use parcferme_core::season::Date;

const DAY_MS: i64 = 86_400_000;
/// Digits that spreadsheets show of a number; what a sum leaves beyond them is no part of it.
const DIGITS: usize = 15;

/// A number to fifteen digits, without noughts behind: `25` of 25.000000000000004.
pub(super) fn number(value: f64) -> String {
    if !value.is_finite() || value.abs() >= 1e15 || (value != 0.0 && value.abs() < 1e-12) {
        return value.to_string();
    }
    let scientific = format!("{:.*e}", DIGITS - 1, value);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let (whole, part) = match usize::try_from(exponent) {
        Ok(shift) if shift + 1 < digits.len() => {
            (digits[..=shift].to_owned(), digits[shift + 1..].to_owned())
        }
        Ok(shift) => (format!("{digits:0<width$}", width = shift + 1), String::new()),
        Err(_) => ("0".to_owned(), "0".repeat(exponent.unsigned_abs() as usize - 1) + &digits),
    };
    let part = part.trim_end_matches('0');
    let text = if part.is_empty() { whole } else { format!("{whole}.{part}") };
    if text == "0" { text } else { format!("{sign}{text}") }
}

/// A share of days, which is how spreadsheets keep times, to the nearest millisecond. `None` below zero and beyond a year.
pub(super) fn duration(days: f64) -> Option<Millis> {
    if !(0.0..366.0).contains(&days) {
        return None;
    }
    // A time to the millisecond differs from its neighbours in the tenth digit of at most twelve: nearest is exact.
    Some(Millis((days * DAY_MS as f64).round() as i64))
}

/// The number of that day; those before it are counted wrong, for 29 February 1900 never was.
const FIRST_OF_MARCH_1900: i64 = 61;

/// A day by its number; with its time where it has one.
pub(super) fn day(serial: f64, since_1904: bool) -> Option<String> {
    let serial = if since_1904 { serial + 1462.0 } else { serial };
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let mut whole = serial.floor() as i64;
    let mut time = ((serial - serial.floor()) * DAY_MS as f64).round() as i64;
    if time >= DAY_MS {
        (whole, time) = (whole + 1, 0);
    }
    let date = Date::new(1900, 3, 1)?.days_after(u32::try_from(whole - FIRST_OF_MARCH_1900).ok()?)?;
    if time == 0 { Some(date.to_string()) } else { Some(format!("{date} {}", Millis(time))) }
}

/// `PT1H2M3.456S`, as OpenDocument has times.
pub(super) fn iso_duration(text: &str) -> Option<Millis> {
    let mut rest = text.strip_prefix('P')?;
    let (mut seconds, mut fraction) = (0_i64, 0_i64);
    let mut in_time = false;
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix('T') {
            (in_time, rest) = (true, time);
            continue;
        }
        let end = rest.find(|character: char| character.is_ascii_alphabetic())?;
        let (number, unit) = (&rest[..end], &rest[end..=end]);
        let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, ""));
        let whole: i64 = whole.parse().ok().filter(|whole| (0..10_000_000).contains(whole))?;
        let scale = match (unit, in_time) {
            ("D", false) => 86_400,
            ("H", true) => 3600,
            ("M", true) => 60,
            ("S", true) => 1,
            _ => return None,
        };
        seconds += whole * scale;
        if !part.is_empty() {
            if unit != "S" || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            // Nanoseconds, to the nearest millisecond.
            let nanos: i64 = format!("{part:0<9.9}").parse().ok()?;
            fraction = (nanos + 500_000) / 1_000_000;
        }
        rest = &rest[end + 1..];
    }
    Some(Millis(seconds * 1000 + fraction))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_a_spreadsheet_shows() {
        for (value, shown) in [
            (35.0, "35"),
            (4.5, "4.5"),
            (0.1 + 0.2, "0.3"),
            (25.000000000000004, "25"),
            (-2.0, "-2"),
            (0.0, "0"),
            (1234567.25, "1234567.25"),
            (0.05, "0.05"),
            (100.0, "100"),
            (73.748, "73.748"),
            (28.14, "28.14"),
        ] {
            assert_eq!(number(value), shown);
        }
    }

    #[test]
    fn every_millisecond_of_three_days_survives_as_a_share_of_a_day() {
        for ms in (0..3 * DAY_MS).step_by(7919) {
            assert_eq!(duration(ms as f64 / DAY_MS as f64), Some(Millis(ms)));
        }
        assert_eq!(duration(-0.5), None);
    }

    #[test]
    fn days_by_their_number() {
        for (serial, since_1904, expected) in [
            (45780.0, false, Some("2025-05-03")),
            (37912.0, false, Some("2003-10-18")),
            (61.0, false, Some("1900-03-01")),
            (36585.0, false, Some("2000-02-29")),
            (44318.0, true, Some("2025-05-03")),
            (45780.5, false, Some("2025-05-03 12:00:00.000")),
            (2_958_465.0, false, Some("9999-12-31")),
            (60.0, false, None),
            (-3.0, false, None),
            (1e9, false, None),
        ] {
            assert_eq!(day(serial, since_1904).as_deref(), expected, "{serial}");
        }
    }

    #[test]
    fn times_of_opendocument() {
        assert_eq!(iso_duration("PT01H02M03.456S"), Some(Millis(3_723_456)));
        assert_eq!(iso_duration("PT00H01M13.748000000S"), Some(Millis(73_748)));
        assert_eq!(iso_duration("PT26H00M00S"), Some(Millis(93_600_000)));
        assert_eq!(iso_duration("PT1X"), None);
        assert_eq!(iso_duration("1:13"), None);
    }
}
