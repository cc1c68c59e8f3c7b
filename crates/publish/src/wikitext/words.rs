//! Numbers and days in English words, as articles write them.

use crate::stamp::month;
use parcferme_core::number_words::{self, CARDINALS, ORDINALS};
use parcferme_core::season::Date;

/// `second`, `25th`.
pub(super) fn ordinal(number: u32) -> String {
    let word = (number as usize).checked_sub(1).and_then(|index| ORDINALS.get(index));
    word.map_or_else(|| number_words::ordinal(number), |word| (*word).to_owned())
}

/// `nine`, `13`.
pub(super) fn cardinal(number: usize) -> String {
    match number.checked_sub(1) {
        None => "no".to_owned(),
        Some(index) if number <= 12 => CARDINALS[index].to_owned(),
        Some(_) => number.to_string(),
    }
}

/// `June 29`.
pub(super) fn day(date: Date) -> String {
    format!("{} {}", month(date), date.day())
}

/// `June 29, 2003`.
pub(super) fn full_day(date: Date) -> String {
    format!("{}, {}", day(date), date.year())
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
            [1, 12, 21, 25, 32, 111].map(ordinal),
            ["first", "twelfth", "twenty-first", "25th", "32nd", "111th"]
        );
        assert_eq!([0, 9, 13].map(cardinal), ["no", "nine", "13"]);
        assert_eq!(full_day("2003-06-29".parse().unwrap()), "June 29, 2003");
        let items = ["A", "B", "C"].map(str::to_owned);
        assert_eq!([list(&items[..1]), list(&items[..2]), list(&items)], ["A", "A and B", "A, B, and C"]);
    }
}
