//! Numbers as English sentences have them: what readers look for and writers write.

use crate::exact::{Millis, Points};
use std::fmt::Display;

/// Names of the months, January first.
pub const MONTHS: [&str; 12] = [
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

/// One to twenty.
pub const CARDINALS: [&str; 20] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];
/// First to twenty-fourth: a season has no more rounds.
pub const ORDINALS: [&str; 24] = [
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
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
];

/// `1st`, `2nd`, `3rd`, `11th`, `21st`.
pub fn ordinal(number: impl Into<u32>) -> String {
    let number = number.into();
    let ending = match (number % 10, number % 100) {
        (1, tens) if tens != 11 => "st",
        (2, tens) if tens != 12 => "nd",
        (3, tens) if tens != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// `1 round`, `2 rounds`.
pub fn counted<N: Display + PartialEq + From<bool>>(number: N, one: &str) -> String {
    let ending = if number == N::from(true) { "" } else { "s" };
    format!("{number} {one}{ending}")
}

/// `lap 3`, `laps 3 to 5`.
pub fn laps_from_to<N: Display + PartialEq>(first: N, last: N) -> String {
    if first == last { format!("lap {first}") } else { format!("laps {first} to {last}") }
}

/// `1 point`, `−1 point`, `13 points`.
pub fn points_in_words(points: Points) -> String {
    let one = points == Points::whole(1) || points == Points::whole(-1);
    format!("{} {}", signed(points), if one { "point" } else { "points" })
}

/// A number as people read it: with the sign for minus (U+2212), where machines write a hyphen.
pub fn signed(number: impl Display) -> String {
    let text = number.to_string();
    match text.strip_prefix('-') {
        Some(size) => format!("\u{2212}{size}"),
        None => text,
    }
}

/// `26 + 16 − 3`.
pub fn sum_in_words(parts: impl IntoIterator<Item = Points>) -> String {
    let parts: Vec<String> = parts.into_iter().map(signed).collect();
    parts.join(" + ").replace("+ \u{2212}", "\u{2212} ")
}

/// A time within a sentence: `5.000 s`, `1:02.345`.
pub fn time_in_words(time: Millis) -> String {
    let unit = if time.0.unsigned_abs() < 60_000 { " s" } else { "" };
    format!("{}{unit}", signed(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_said_of_one_alone() {
        assert_eq!([0, 1, 2].map(|own| counted(own, "round")), ["0 rounds", "1 round", "2 rounds"]);
        assert_eq!([(3, 3), (3, 5)].map(|(from, to)| laps_from_to(from, to)), ["lap 3", "laps 3 to 5"]);
        let points = [-1, 0, 1, 2].map(|own| points_in_words(Points::whole(own)));
        assert_eq!(points, ["\u{2212}1 point", "0 points", "1 point", "2 points"]);
    }

    #[test]
    fn a_time_has_its_unit_and_a_number_its_sign() {
        let times = [5_000, 59_999, 60_000, -891].map(|own| time_in_words(Millis(own)));
        assert_eq!(times, ["5.000 s", "59.999 s", "1:00.000", "\u{2212}0.891 s"]);
        assert_eq!([signed(-3), signed(3)], ["\u{2212}3", "3"]);
        assert_eq!(sum_in_words([26, -3, 16].map(Points::whole)), "26 \u{2212} 3 + 16");
    }
}
