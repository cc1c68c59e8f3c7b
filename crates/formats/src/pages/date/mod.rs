//! Days as pages print them: `March 15`, `29 June 2003`, `24.–25. Juni`, `30 avril – 1er mai`, `2003-03-15`, `15.03.2003`.
//!
//! A day of two readings (`03/04/2003`) is none, unless other rows of its column prove the order. Of several days the
//! last is meant, on which a race ends.

mod column;
mod grammar;
mod words;

pub(crate) use column::{Season, in_column};

use grammar::{Day, Days, Found};
use parcferme_core::season::Date;

/// What is printed where a day is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Printed {
    /// A day, or the first and the last of several.
    Days { first: Date, last: Date },
    /// A day that may be another, and why.
    Doubtful(&'static str),
    /// No day.
    Nothing,
}

/// The first day named in a sentence; a year that is not printed beside it is `year`. Of a range the last day.
pub(crate) fn first_in(text: &str, year: Option<i32>) -> Option<Date> {
    match grammar::find(text, false)? {
        Found::Days(days) => Some(dated(&days, year)?.1),
        Found::TwoReadings { .. } => None,
    }
}

/// First and last day; none where a year is missing or a day does not exist.
fn dated(days: &Days, year: Option<i32>) -> Option<(Date, Date)> {
    let last_year = days.last.year.or(days.first.year.map(|year| year + i32::from(days.wraps()))).or(year)?;
    let first_year = days.first.year.unwrap_or(last_year - i32::from(days.wraps()));
    let date = |day: &Day, year| Date::new(year, day.month, day.day);
    let (first, last) = (date(&days.first, first_year)?, date(&days.last, last_year)?);
    (first <= last).then_some((first, last))
}

/// The first season that the text names: the year in which it begins, and what it is called where it runs over New
/// Year: `2025-26` of `2025–26`.
pub(crate) fn season_in(text: &str) -> Option<(i32, Option<String>)> {
    super::words::of(text).iter().find_map(|word| season(word.text))
}

/// The same of one word.
pub(crate) fn season(word: &str) -> Option<(i32, Option<String>)> {
    if let Some(year) = plain_year(word) {
        return Some((year, None));
    }
    let word = word.trim_matches(|c: char| !c.is_ascii_digit());
    let (first, last) = word.split_once(['-', '–', '/'])?;
    let year = plain_year(first).filter(|_| first.len() == 4)?;
    let short = format!("{:02}", (year + 1) % 100);
    let follows = last == short || last == (year + 1).to_string();
    follows.then(|| (year, Some(format!("{year}-{short}"))))
}

/// A title or subject without the season before it: `2025–26 Example Series`.
pub(crate) fn without_season(title: &str) -> &str {
    match title.split_once(' ') {
        Some((word, rest)) if word.starts_with(|c: char| c.is_ascii_digit()) && season(word).is_some() => {
            rest
        }
        _ => title,
    }
}

fn plain_year(text: &str) -> Option<i32> {
    let text = text.trim_matches(|c: char| !c.is_ascii_digit());
    if text.len() != 4 {
        return None;
    }
    text.parse().ok().filter(|year| (1890..=2200).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seasons_over_new_year_have_a_label() {
        for (text, year, label) in [
            ("2003 American Le Mans Series", 2003, None),
            ("2025–26 Example Series", 2025, Some("2025-26")),
            ("the 2025-2026 Example Series", 2025, Some("2025-26")),
            ("1999/00 Example Series", 1999, Some("1999-00")),
            ("(2025/26)", 2025, Some("2025-26")),
        ] {
            assert_eq!(season_in(text), Some((year, label.map(str::to_owned))), "{text}");
        }
        for text in ["2025-27 Example Series", "2025-6 Example Series", "25-26 Example Series", "Example"] {
            assert_eq!(season_in(text), None, "{text}");
        }
        assert_eq!(without_season("2025–26 Example Series"), "Example Series");
        assert_eq!(without_season("2003 Example"), "Example");
        assert_eq!(without_season("24 Hours of Example"), "24 Hours of Example");
    }

    #[test]
    fn days_in_sentences_are_read() {
        let day = |text| first_in(text, Some(2003)).map(|date| date.to_string());
        assert_eq!(day("March 15").as_deref(), Some("2003-03-15"));
        assert_eq!(day("It took place on October 18, 2004.").as_deref(), Some("2004-10-18"));
        assert_eq!(
            day("The 24 hours began on Saturday, 14 June and ended on 15 June").as_deref(),
            Some("2003-06-14")
        );
        assert_eq!(day("15 March 1999").as_deref(), Some("1999-03-15"));
        assert_eq!(day("June 14–15").as_deref(), Some("2003-06-15"));
        assert_eq!(day("2003-02-28,").as_deref(), Some("2003-02-28"));
        assert_eq!(day("on 15.03.1999 at A").as_deref(), Some("1999-03-15"));
        assert_eq!(first_in("March 15", None), None);
        for text in [
            "February 29",
            "no day",
            "Ann Archer may win 5 races",
            "Team A set 12 out of 15 laps",
            "on lap 3 of 15, March was first",
            "03/04/2003",
            "the 1000 km of 5 circuits",
            "1:02.003 by car 5",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
