//! What was handed out: a sheet with its status, when, and until when protests are taken.

use crate::exact::NotANumber;
use crate::season::{Cites, Date, Round, Session};
use crate::table::Ix;
use std::fmt;
use std::str::FromStr;

/// A moment as a clock at the circuit shows it, with the clock's offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    pub date: Date,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    /// Minutes that the clock is ahead of UTC.
    pub offset_minutes: i16,
}

impl Moment {
    /// The same moment on a clock that shows UTC.
    pub fn utc(self) -> Moment {
        let minutes = i32::from(self.hour) * 60 + i32::from(self.minute) - i32::from(self.offset_minutes);
        let date = match minutes.div_euclid(DAY_MINUTES) {
            days if days < 0 => self.date.before(),
            0 => self.date,
            _ => self.date.after(),
        };
        let minutes = minutes.rem_euclid(DAY_MINUTES);
        // Below 24 and 60 by the remainder.
        let part = |value: i32| u8::try_from(value).unwrap_or(0);
        Moment { date, hour: part(minutes / 60), minute: part(minutes % 60), offset_minutes: 0, ..self }
    }

    fn order(self) -> (Date, u8, u8, u8) {
        let utc = self.utc();
        (utc.date, utc.hour, utc.minute, utc.second)
    }
}

const DAY_MINUTES: i32 = 24 * 60;

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Moment) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    /// By time; the same moment on two clocks by the clocks.
    fn cmp(&self, other: &Moment) -> std::cmp::Ordering {
        (self.order(), self.offset_minutes).cmp(&(other.order(), other.offset_minutes))
    }
}

impl fmt::Display for Moment {
    /// `2003-10-18T20:15:00-04:00` (RFC 3339).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{:02}:{:02}:{:02}", self.date, self.hour, self.minute, self.second)?;
        if self.offset_minutes == 0 {
            return f.write_str("Z");
        }
        let (sign, ahead) =
            (if self.offset_minutes < 0 { '-' } else { '+' }, self.offset_minutes.unsigned_abs());
        write!(f, "{sign}{:02}:{:02}", ahead / 60, ahead % 60)
    }
}

impl FromStr for Moment {
    type Err = NotANumber;

    /// RFC 3339; seconds may be left out, and a space may stand for the `T`: `2003-10-18 20:15-04:00`.
    fn from_str(text: &str) -> Result<Moment, NotANumber> {
        let (date, clock) = text.split_once(['T', ' ']).ok_or(NotANumber)?;
        let date: Date = date.parse()?;
        if date.day > days_in(date.year, date.month) {
            return Err(NotANumber);
        }
        let (time, offset) = match clock.strip_suffix('Z') {
            Some(time) => (time, 0),
            None => {
                let at = clock.rfind(['+', '-']).ok_or(NotANumber)?;
                let (hours, minutes) = clock[at + 1..].split_once(':').ok_or(NotANumber)?;
                let ahead = i16::from(two_digits(hours, 15)?) * 60 + i16::from(two_digits(minutes, 60)?);
                (&clock[..at], if clock[at..].starts_with('-') { -ahead } else { ahead })
            }
        };
        let mut parts = time.splitn(3, ':');
        let hour = two_digits(parts.next().unwrap_or(""), 24)?;
        let minute = two_digits(parts.next().unwrap_or(""), 60)?;
        let second = parts.next().map_or(Ok(0), |part| two_digits(part, 60))?;
        Ok(Moment { date, hour, minute, second, offset_minutes: offset })
    }
}

fn two_digits(text: &str, below: u8) -> Result<u8, NotANumber> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|value| digits && *value < below).ok_or(NotANumber)
}

impl Date {
    /// The day after, in the Gregorian calendar.
    #[must_use]
    pub fn after(self) -> Date {
        if self.day < days_in(self.year, self.month) {
            return Date { day: self.day + 1, ..self };
        }
        if self.month < 12 {
            return Date { month: self.month + 1, day: 1, ..self };
        }
        Date { year: self.year + 1, month: 1, day: 1 }
    }

    /// The day before.
    #[must_use]
    pub fn before(self) -> Date {
        if self.day > 1 {
            return Date { day: self.day - 1, ..self };
        }
        let (year, month) = if self.month > 1 { (self.year, self.month - 1) } else { (self.year - 1, 12) };
        Date { year, month, day: days_in(year, month) }
    }
}

fn days_in(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// What an issue claims to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IssueStatus {
    Provisional,
    Official,
    Amended {
        /// From 1.
        number: u32,
        what_changed: String,
    },
}

/// Which sheet was handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Issued {
    Results(Ix<Session>),
    Grid(Ix<Session>),
    /// The sheets made from a session's lap records.
    Laps(Ix<Session>),
    /// The tables of all titles after a round.
    Points(Ix<Round>),
    Entries,
}

/// A sheet as it was handed out: a further fact beside those that it shows. Nothing is computed from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    pub of: Issued,
    pub status: IssueStatus,
    pub at: Moment,
    pub protest_until: Option<Moment>,
    /// Who issued it, such as `Clerk of the course`.
    pub author: String,
    pub cites: Cites,
}

#[cfg(test)]
mod tests {
    use super::*;

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
            "2003-10-18T1:00Z",
            "2003-02-29T10:00Z",
            "2003-10-18T10:00+4:00",
            "2003-10-18T10:00:00.5Z",
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
