//! A moment in UTC, given by the caller: nothing here asks a clock.

use parcferme_core::season::{Date, Moment};
use std::fmt;
use std::str::FromStr;

/// Names of the months, January first.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A moment in UTC, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    pub date: Date,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
}

/// The text was not of the form `2003-06-29T18:42:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAStamp;

impl fmt::Display for NotAStamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a moment of the form 2003-06-29T18:42:00Z")
    }
}

impl std::error::Error for NotAStamp {}

impl Default for Stamp {
    /// 2000-01-01T00:00:00Z: the moment written where a format insists on one and none is known.
    fn default() -> Stamp {
        Stamp::midnight(Date { year: 2000, month: 1, day: 1 })
    }
}

impl From<Moment> for Stamp {
    fn from(moment: Moment) -> Stamp {
        let Moment { date, hour, minute, second, .. } = moment.utc();
        Stamp { date, hour, minute, second }
    }
}

impl Stamp {
    pub const fn midnight(date: Date) -> Stamp {
        Stamp { date, hour: 0, minute: 0, second: 0 }
    }

    /// `20030629T184200Z`, as calendars write it.
    pub fn compact(self) -> String {
        format!("{}T{:02}{:02}{:02}Z", compact_date(self.date), self.hour, self.minute, self.second)
    }
}

/// `18 October 2003`.
pub fn in_words(date: Date) -> String {
    let month = MONTHS.get(usize::from(date.month).saturating_sub(1)).copied().unwrap_or("");
    format!("{} {month} {}", date.day, date.year)
}

/// `18 October 2003, 20:15 (UTC-4)`, as the clock at the circuit shows it.
pub fn moment_in_words(moment: Moment) -> String {
    let ahead = moment.offset_minutes.unsigned_abs();
    let sign = if moment.offset_minutes < 0 { '-' } else { '+' };
    let offset = match (ahead / 60, ahead % 60) {
        (0, 0) => String::new(),
        (hours, 0) => format!("{sign}{hours}"),
        (hours, minutes) => format!("{sign}{hours}:{minutes:02}"),
    };
    format!("{}, {:02}:{:02} (UTC{offset})", in_words(moment.date), moment.hour, moment.minute)
}

/// `20030629`.
pub fn compact_date(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year, date.month, date.day)
}

impl fmt::Display for Stamp {
    /// `2003-06-29T18:42:00Z` (RFC 3339).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{:02}:{:02}:{:02}Z", self.date, self.hour, self.minute, self.second)
    }
}

impl FromStr for Stamp {
    type Err = NotAStamp;

    fn from_str(text: &str) -> Result<Stamp, NotAStamp> {
        let (date, time) = text.split_once('T').ok_or(NotAStamp)?;
        let date = date.parse().map_err(|_| NotAStamp)?;
        let time = time.strip_suffix('Z').ok_or(NotAStamp)?;
        let mut parts = time.splitn(3, ':').map(|part| part.parse::<u8>().ok().filter(|_| part.len() == 2));
        let mut next = |below: u8| parts.next().flatten().filter(|part| *part < below).ok_or(NotAStamp);
        Ok(Stamp { date, hour: next(24)?, minute: next(60)?, second: next(60)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_come_back_and_nonsense_does_not() {
        let stamp: Stamp = "2003-06-29T18:42:07Z".parse().unwrap();
        assert_eq!(stamp.to_string(), "2003-06-29T18:42:07Z");
        assert_eq!(stamp.compact(), "20030629T184207Z");
        for text in
            ["", "2003-06-29", "2003-06-29T24:00:00Z", "2003-06-29T1:00:00Z", "2003-06-29T18:42:07+01:00"]
        {
            assert_eq!(text.parse::<Stamp>(), Err(NotAStamp), "{text}");
        }
    }
}
