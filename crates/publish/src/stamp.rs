//! A moment in UTC, given by the caller: nothing here asks a clock.

use parcferme_core::number_words::MONTHS;
use parcferme_core::season::{Date, Moment, NotAMoment};
use std::fmt;
use std::str::FromStr;

/// A moment in UTC, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp(Moment);

impl Default for Stamp {
    /// 2000-01-01T00:00:00Z: the moment written where a format insists on one and none is known.
    fn default() -> Stamp {
        Stamp::midnight(Date::new(2000, 1, 1).expect("the day exists"))
    }
}

impl From<Moment> for Stamp {
    fn from(moment: Moment) -> Stamp {
        Stamp(moment.utc())
    }
}

impl FromStr for Stamp {
    type Err = NotAMoment;

    /// RFC 3339, whatever the offset.
    fn from_str(text: &str) -> Result<Stamp, NotAMoment> {
        text.parse().map(|moment: Moment| moment.into())
    }
}

impl Stamp {
    pub fn midnight(date: Date) -> Stamp {
        Stamp(Moment::midnight(date))
    }

    pub fn date(self) -> Date {
        self.0.date()
    }

    /// Hour, minute, second.
    pub fn time(self) -> (u8, u8, u8) {
        (self.0.hour(), self.0.minute(), self.0.second())
    }

    /// `20030629T184200Z`, as calendars write it.
    pub fn compact(self) -> String {
        let (hour, minute, second) = self.time();
        format!("{}T{hour:02}{minute:02}{second:02}Z", compact_date(self.date()))
    }
}

impl fmt::Display for Stamp {
    /// `2003-06-29T18:42:00Z` (RFC 3339).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// `October`.
pub(crate) fn month(date: Date) -> &'static str {
    MONTHS.get(usize::from(date.month()).saturating_sub(1)).copied().unwrap_or("")
}

/// `18 October 2003`.
pub fn in_words(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

/// `18 Oct 2003`, for columns.
pub fn short_in_words(date: Date) -> String {
    // Names of months are of the alphabet without accents.
    let month = month(date).get(..3).unwrap_or("");
    format!("{} {month} {}", date.day(), date.year())
}

/// When something was, as a document writes it: a moment in words, all else as it stands.
pub fn as_shown(written: &str) -> String {
    written.parse().map_or_else(|_| written.to_owned(), moment_in_words)
}

/// `18 October 2003, 20:15 (UTC-4)`, as the clock at the circuit shows it.
pub fn moment_in_words(moment: Moment) -> String {
    let ahead = moment.offset_minutes().unsigned_abs();
    let sign = if moment.offset_minutes() < 0 { '-' } else { '+' };
    let offset = match (ahead / 60, ahead % 60) {
        (0, 0) => String::new(),
        (hours, 0) => format!("{sign}{hours}"),
        (hours, minutes) => format!("{sign}{hours}:{minutes:02}"),
    };
    format!("{}, {:02}:{:02} (UTC{offset})", in_words(moment.date()), moment.hour(), moment.minute())
}

/// `20030629`.
pub fn compact_date(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_come_back_and_nonsense_does_not() {
        let stamp: Stamp = "2003-06-29T18:42:07Z".parse().unwrap();
        assert_eq!(stamp.to_string(), "2003-06-29T18:42:07Z");
        assert_eq!(stamp.compact(), "20030629T184207Z");
        assert_eq!(
            "2003-06-29T18:42:07+01:00".parse().map(Stamp::compact),
            Ok("20030629T174207Z".to_owned())
        );
        assert_eq!(Stamp::default().to_string(), "2000-01-01T00:00:00Z");
        for text in ["", "2003-06-29", "2003-06-29T24:00:00Z", "2003-06-29T1:00:00Z"] {
            assert_eq!(text.parse::<Stamp>(), Err(NotAMoment), "{text}");
        }
    }
}
