//! Numbers and days in English words, as articles write them.

use crate::stamp::MONTHS;
use parcferme_core::season::Date;

const ORDINALS: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];
const CARDINALS: [&str; 13] =
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// `second`, `21st`.
pub(super) fn ordinal(number: u32) -> String {
    let word = (number as usize).checked_sub(1).and_then(|index| ORDINALS.get(index));
    if let Some(word) = word {
        return (*word).to_owned();
    }
    parcferme_core::explain::ordinal(number)
}

/// `nine`, `13`.
pub(super) fn cardinal(number: usize) -> String {
    CARDINALS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// `June 29`.
pub(super) fn day(date: Date) -> String {
    let month = MONTHS.get(usize::from(date.month).saturating_sub(1)).copied().unwrap_or("");
    format!("{month} {}", date.day)
}

/// `June 29, 2003`.
pub(super) fn full_day(date: Date) -> String {
    format!("{}, {}", day(date), date.year)
}

/// `A`, `A and B`, `A, B, and C`.
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [others @ .., last] => format!("{}, and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_read_as_english() {
        assert_eq!(
            [1, 12, 21, 22, 23, 111].map(ordinal),
            ["first", "twelfth", "21st", "22nd", "23rd", "111th"]
        );
        assert_eq!([0, 9, 13].map(cardinal), ["no", "nine", "13"]);
        assert_eq!(full_day(Date { year: 2003, month: 6, day: 29 }), "June 29, 2003");
        let items = ["A", "B", "C"].map(str::to_owned);
        assert_eq!([list(&items[..1]), list(&items[..2]), list(&items)], ["A", "A and B", "A, B, and C"]);
    }
}
