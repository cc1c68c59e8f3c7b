//! Days as pages print them: `March 15`, `June 29, 2003`, `15 March 2003`, `2003-03-15`.

use super::words::{self, Word};
use parcferme_core::season::Date;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The first day named in the text; a year that is not printed beside it is `year`.
/// Of a range (`June 14-15`) the last day, on which the race ends.
pub(crate) fn first_in(text: &str, year: Option<i32>) -> Option<Date> {
    let found = words::of(text);
    found.iter().enumerate().find_map(|(index, word)| {
        iso(word.text).or_else(|| {
            let month = month(word.text)?;
            let (day, last) = day_beside(&found, index)?;
            let stated = found.get(last + 1).and_then(|word| plain_year(word.text));
            Date::new(stated.or(year)?, month, day)
        })
    })
}

/// The first season that the text names: the year in which it begins, and what it is called where it runs over New
/// Year: `2025-26` of `2025–26`.
pub(crate) fn season_in(text: &str) -> Option<(i32, Option<String>)> {
    words::of(text).iter().find_map(|word| season(word.text))
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

fn month(word: &str) -> Option<u8> {
    let word = word.trim_end_matches(['.', ',']).to_ascii_lowercase();
    let index =
        MONTHS.iter().position(|month| *month == word || (word.len() == 3 && month.starts_with(&word)))?;
    Some(index as u8 + 1)
}

/// The day's number after or before the month, and the index of the last word used.
fn day_beside(found: &[Word], month_at: usize) -> Option<(u8, usize)> {
    let after = found.get(month_at + 1).and_then(|word| day(word.text)).map(|day| (day, month_at + 1));
    after.or_else(|| {
        let before = month_at.checked_sub(1).and_then(|at| found.get(at))?;
        day(before.text).map(|day| (day, month_at))
    })
}

fn day(word: &str) -> Option<u8> {
    let last = word.rsplit(['-', '–']).next()?;
    let digits = last.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ',' || c == '.');
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn iso(word: &str) -> Option<Date> {
    let mut numbers = word.trim_end_matches(['.', ',']).splitn(3, '-');
    let year = plain_year(numbers.next()?)?;
    Date::new(year, numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?)
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
    fn days_in_every_order_are_read() {
        let day = |text| first_in(text, Some(2003)).map(|date| date.to_string());
        assert_eq!(day("March 15").as_deref(), Some("2003-03-15"));
        assert_eq!(day("It took place on October 18, 2004.").as_deref(), Some("2004-10-18"));
        assert_eq!(day("15 March 1999").as_deref(), Some("1999-03-15"));
        assert_eq!(day("June 14–15").as_deref(), Some("2003-06-15"));
        assert_eq!(day("2003-02-28,").as_deref(), Some("2003-02-28"));
        assert_eq!(day("February 29"), None);
        assert_eq!(first_in("March 15", None), None);
        assert_eq!(day("no day"), None);
    }
}
