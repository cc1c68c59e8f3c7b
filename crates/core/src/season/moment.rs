//! Days and moments, as the calendar and the clocks at a circuit have them.

use jiff::civil;
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;
use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar; there is none that does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

/// Why a text is not a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotADay {
    /// Not of the form `2003-10-18`.
    Form,
    /// Of that form, but the month has no such day, or the year no such month.
    NoSuchDay,
}

impl fmt::Display for NotADay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NotADay::Form => "not a day of the form 2003-10-18",
            NotADay::NoSuchDay => "a day that does not exist",
        })
    }
}

impl std::error::Error for NotADay {}

impl Date {
    /// None where the month has no such day, or the year is not one of 0 to 9999.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Date> {
        let year = i16::try_from(year).ok().filter(|year| *year >= 0)?;
        civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().map(Date)
    }

    pub fn year(self) -> i32 {
        self.0.year().into()
    }

    /// From 1.
    pub fn month(self) -> u8 {
        self.0.month().unsigned_abs()
    }

    /// Of the month, from 1.
    pub fn day(self) -> u8 {
        self.0.day().unsigned_abs()
    }

    /// The day after; the last day of the year 9999 stays.
    #[must_use]
    pub fn after(self) -> Date {
        Date(self.0.tomorrow().unwrap_or(self.0))
    }

    /// So many days later; None beyond the year 9999.
    pub fn days_after(self, days: u32) -> Option<Date> {
        let span = jiff::Span::new().try_days(days).ok()?;
        self.0.checked_add(span).ok().map(Date)
    }

    /// The day before.
    #[must_use]
    pub fn before(self) -> Date {
        Date(self.0.yesterday().unwrap_or(self.0))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl FromStr for Date {
    type Err = NotADay;

    /// `2003-10-18`.
    fn from_str(text: &str) -> Result<Date, NotADay> {
        let mut parts = text.splitn(3, '-');
        let mut next = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits);
            part.filter(|part| part.bytes().all(|byte| byte.is_ascii_digit())).ok_or(NotADay::Form)
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        let number = |text: &str| text.parse::<u8>().map_err(|_| NotADay::Form);
        let year = year.parse().map_err(|_| NotADay::Form)?;
        Date::new(year, number(month)?, number(day)?).ok_or(NotADay::NoSuchDay)
    }
}

/// A moment as a clock at the circuit shows it, to the second, with the clock's offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    clock: civil::DateTime,
    offset: Offset,
}

/// The text is no moment such as `2003-10-18T20:15-04:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAMoment;

impl fmt::Display for NotAMoment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a moment of the form 2003-10-18T20:15-04:00")
    }
}

impl std::error::Error for NotAMoment {}

/// No clock on earth is further from UTC.
const MOST_OFFSET_SECONDS: i32 = 14 * 3600;

impl Moment {
    /// The beginning of a day where clocks show UTC.
    pub fn midnight(date: Date) -> Moment {
        Moment { clock: date.0.at(0, 0, 0, 0), offset: Offset::UTC }
    }

    /// So many seconds after the beginning of 1970, on a clock that shows UTC; none outside the years that days have.
    pub fn of_unix(seconds: i64) -> Option<Moment> {
        let stamp = jiff::Timestamp::from_second(seconds).ok()?;
        let clock = Offset::UTC.to_datetime(stamp);
        (clock.year() >= 0).then_some(Moment { clock, offset: Offset::UTC })
    }

    /// So many seconds later on the same clock; none beyond the years that days have.
    pub fn seconds_after(self, seconds: i64) -> Option<Moment> {
        let clock = self.clock.checked_add(jiff::SignedDuration::from_secs(seconds)).ok()?;
        (clock.year() >= 0).then_some(Moment { clock, offset: self.offset })
    }

    /// The same moment on the clock of another.
    #[must_use]
    pub fn on_clock_of(self, other: Moment) -> Moment {
        let ahead = jiff::SignedDuration::from_secs(other.offset.seconds().into());
        Moment { clock: self.utc().clock.saturating_add(ahead), offset: other.offset }
    }

    pub fn date(self) -> Date {
        Date(self.clock.date())
    }

    pub fn hour(self) -> u8 {
        self.clock.hour().unsigned_abs()
    }

    pub fn minute(self) -> u8 {
        self.clock.minute().unsigned_abs()
    }

    pub fn second(self) -> u8 {
        self.clock.second().unsigned_abs()
    }

    /// Minutes that the clock is ahead of UTC.
    pub fn offset_minutes(self) -> i32 {
        self.offset.seconds() / 60
    }

    /// So many seconds later, on a clock that shows UTC; earlier where they are negative. Years end where days do.
    #[must_use]
    pub fn later(self, seconds: i64) -> Moment {
        let clock = self.utc().clock.saturating_add(jiff::SignedDuration::from_secs(seconds));
        Moment { clock: clock.max(jiff::civil::date(0, 1, 1).at(0, 0, 0, 0)), offset: Offset::UTC }
    }

    /// The same moment on a clock that shows UTC.
    #[must_use]
    pub fn utc(self) -> Moment {
        let ahead = jiff::SignedDuration::from_secs(self.offset.seconds().into());
        Moment { clock: self.clock.saturating_sub(ahead), offset: Offset::UTC }
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Moment) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    /// By time; the same moment on two clocks by the clocks.
    fn cmp(&self, other: &Moment) -> std::cmp::Ordering {
        (self.utc().clock, self.offset).cmp(&(other.utc().clock, other.offset))
    }
}

impl fmt::Display for Moment {
    /// `2003-10-18T20:15:00-04:00` (RFC 3339).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{:02}:{:02}:{:02}", self.date(), self.hour(), self.minute(), self.second())?;
        match self.offset_minutes() {
            0 => f.write_str("Z"),
            ahead => {
                let (sign, minutes) = (if ahead < 0 { '-' } else { '+' }, ahead.abs());
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl FromStr for Moment {
    type Err = NotAMoment;

    /// RFC 3339; seconds may be left out, and a space may stand for the `T`: `2003-10-18 20:15-04:00`.
    fn from_str(text: &str) -> Result<Moment, NotAMoment> {
        let pieces = Pieces::parse(text).map_err(|_| NotAMoment)?;
        let (Some(time), Some(offset)) = (pieces.time(), pieces.to_numeric_offset()) else {
            return Err(NotAMoment);
        };
        let seconds = offset.seconds();
        // A clock of whole minutes from UTC, read to the second. A leap second would be read as the one before it.
        let exact = time.subsec_nanosecond() == 0 && seconds % 60 == 0 && !text.contains(":60");
        let known = seconds.abs() <= MOST_OFFSET_SECONDS && pieces.date().year() >= 0;
        if !exact || !known || pieces.time_zone_annotation().is_some() {
            return Err(NotAMoment);
        }
        Ok(Moment { clock: pieces.date().to_datetime(time), offset })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_exist_are_read_and_no_others() {
        for text in ["2003-10-18", "2004-02-29", "2000-02-29", "0000-01-01", "9999-12-31"] {
            assert_eq!(text.parse::<Date>().map(|date| date.to_string()), Ok(text.to_owned()));
        }
        for (text, why) in [
            ("2026-02-31", NotADay::NoSuchDay),
            ("2003-02-29", NotADay::NoSuchDay),
            ("1900-02-29", NotADay::NoSuchDay),
            ("2003-04-31", NotADay::NoSuchDay),
            ("2003-13-01", NotADay::NoSuchDay),
            ("2003-00-10", NotADay::NoSuchDay),
            ("2003-01-00", NotADay::NoSuchDay),
            ("2003-1-1", NotADay::Form),
            ("20031018", NotADay::Form),
            ("2003-10-18T10:00", NotADay::Form),
            ("-003-10-18", NotADay::Form),
            ("18.10.2003", NotADay::Form),
            ("", NotADay::Form),
        ] {
            assert_eq!(text.parse::<Date>(), Err(why), "{text}");
        }
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(date("2003-12-31").after(), date("2004-01-01"));
        assert_eq!(date("2004-03-01").before(), date("2004-02-29"));
        assert_eq!(Date::new(10_000, 1, 1).or(Date::new(-1, 1, 1)).or(Date::new(2003, 200, 1)), None);
    }

    #[test]
    fn moments_come_back_and_nonsense_does_not() {
        for (text, shown, utc) in [
            ("2003-10-18T20:15-04:00", "2003-10-18T20:15:00-04:00", "2003-10-19T00:15:00Z"),
            ("2004-02-28 23:59:30-00:30", "2004-02-28T23:59:30-00:30", "2004-02-29T00:29:30Z"),
            ("2004-01-01T01:00+05:30", "2004-01-01T01:00:00+05:30", "2003-12-31T19:30:00Z"),
            ("2004-03-01T01:00+02:00", "2004-03-01T01:00:00+02:00", "2004-02-29T23:00:00Z"),
            ("2003-06-29T18:42:07Z", "2003-06-29T18:42:07Z", "2003-06-29T18:42:07Z"),
        ] {
            let moment: Moment = text.parse().unwrap();
            assert_eq!((moment.to_string(), moment.utc().to_string()), (shown.to_owned(), utc.to_owned()));
        }
        for text in [
            "",
            "2003-10-18",
            "2003-10-18T20:15",
            "2003-10-18T24:00Z",
            "2003-10-18T23:60Z",
            "2003-10-18T23:59:60Z",
            "2003-10-18T1:00Z",
            "2003-02-29T10:00Z",
            "2003-10-18T10:00+4:00",
            "2003-10-18T10:00+04:00:30",
            "2003-10-18T10:00+15:00",
            "2003-10-18T10:00:00.5Z",
            "2003-10-18T10:00+02:00[Europe/Paris]",
            "2003-10-18T+1:+2Z",
        ] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }

    #[test]
    fn moments_are_ordered_by_time_whatever_the_clock() {
        let moment = |text: &str| text.parse::<Moment>().unwrap();
        assert!(moment("2003-10-18T20:15-04:00") > moment("2003-10-18T23:00Z"));
        assert!(moment("2003-10-18T20:15-04:00") < moment("2003-10-19T02:16+02:00"));
    }
}
