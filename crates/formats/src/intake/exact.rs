//! Times as simulators write them, to the ten-thousandth of a second, and the days of their clocks.

use parcferme_core::Millis;
use parcferme_core::season::Date;

/// A time in ten-thousandths of a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Exact(pub i64);

/// A hundred thousand hours: a longer time is none.
const MOST: i64 = 100_000 * 36_000_000;

impl Exact {
    /// Of milliseconds above nought; the large numbers that programs write for "no time" are none.
    pub(super) fn of_millis(millis: i64) -> Option<Exact> {
        const NONE: [i64; 2] = [999_999_999, i32::MAX as i64];
        let is_time = millis > 0 && millis < MOST / 10 && !NONE.contains(&millis);
        is_time.then_some(Exact(millis.saturating_mul(10)))
    }

    /// `27:11.465`, `55.934`; none for words and laps.
    pub(super) fn of_clock(text: &str) -> Option<Exact> {
        let millis: Millis = text.parse().ok()?;
        Exact::of_millis(millis.0)
    }

    /// Of ten-thousandths above nought.
    pub(super) fn of_ten_thousandths(time: i64) -> Option<Exact> {
        (time > 0 && time < MOST).then_some(Exact(time))
    }

    /// Of decimal seconds, such as `134.8484`; more than four decimals are none.
    pub(super) fn of_seconds(text: &str) -> Option<Exact> {
        let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let digits = |text: &str| text.bytes().all(|own| own.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(part) {
            return None;
        }
        let part = part.trim_end_matches('0');
        if part.len() > 4 {
            return None;
        }
        let seconds: i64 = whole.parse().ok().filter(|own| *own < MOST / 10_000)?;
        let part: i64 = format!("{part:0<4}").parse().ok()?;
        Some(Exact(seconds * 10_000 + part))
    }

    /// In whole milliseconds, the rest cut off.
    pub(super) fn millis(self) -> Millis {
        Millis(self.0.div_euclid(10))
    }

    pub(super) fn has_rest(self) -> bool {
        self.0 % 10 != 0
    }

    pub(super) fn plus(self, other: Exact) -> Exact {
        Exact(self.0.saturating_add(other.0))
    }

    /// None where nothing or less is left.
    pub(super) fn minus(self, other: Exact) -> Option<Exact> {
        Some(Exact(self.0.saturating_sub(other.0))).filter(|own| own.0 > 0)
    }

    /// As lap files have it: `2:14.8484`, `2:14.848`.
    pub(super) fn shown(self) -> String {
        match self.0.rem_euclid(10) {
            0 => self.millis().to_string(),
            rest => format!("{}{rest}", self.millis()),
        }
    }
}

/// The day of a moment in seconds since 1970, by the clock of UTC.
pub(super) fn day_of_seconds(seconds: i64) -> Option<Date> {
    // Days of the calendar from days since 0000-03-01, in eras of 400 years.
    let days = seconds.div_euclid(86_400).checked_add(719_468)?;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era.checked_mul(400)?.checked_add(year_of_era)?.checked_add(i64::from(month <= 2))?;
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)
}

/// The day that a moment such as `2024-09-24T09:15:00.000Z` begins with.
pub(super) fn day_of_text(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_exact() {
        assert_eq!(Exact::of_seconds("134.8484"), Some(Exact(1_348_484)));
        assert_eq!(Exact::of_seconds("134.8484").map(Exact::shown), Some("2:14.8484".to_owned()));
        assert_eq!(Exact::of_seconds("20").map(Exact::shown), Some("20.000".to_owned()));
        for none in ["--.----", "", "-1.0", "1.23456", "1e3", "99999999999999999999", "."] {
            assert_eq!(Exact::of_seconds(none), None, "{none}");
        }
        assert_eq!(Exact::of_millis(90_462).map(Exact::millis), Some(Millis(90_462)));
        for none in [0, -1, 999_999_999, 2_147_483_647, i64::MAX, i64::MIN] {
            assert_eq!(Exact::of_millis(none), None);
        }
        assert_eq!((Exact(19).millis(), Exact(19).has_rest()), (Millis(1), true));
    }

    #[test]
    fn days_of_clocks() {
        let day = |text: &str| text.parse::<Date>().ok();
        assert_eq!(day_of_seconds(1_364_151_698), day("2013-03-24"));
        assert_eq!(day_of_seconds(0), day("1970-01-01"));
        assert_eq!(day_of_seconds(951_782_400), day("2000-02-29"));
        assert_eq!(day_of_seconds(-1), day("1969-12-31"));
        assert_eq!((day_of_seconds(i64::MAX), day_of_seconds(i64::MIN)), (None, None));
        assert_eq!(day_of_text("2024-09-24T09:15:00.000Z"), day("2024-09-24"));
        assert_eq!((day_of_text("2024-13-24T"), day_of_text("é")), (None, None));
    }
}
