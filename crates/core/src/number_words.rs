//! Numbers as English sentences have them: what readers look for and writers write.

use crate::exact::Points;
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

/// `1 point`, `-1 point`, `13 points`.
pub fn points_in_words(points: Points) -> String {
    let one = points == Points::whole(1) || points == Points::whole(-1);
    format!("{points} {}", if one { "point" } else { "points" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_said_of_one_alone() {
        assert_eq!([0, 1, 2].map(|own| counted(own, "round")), ["0 rounds", "1 round", "2 rounds"]);
        assert_eq!([(3, 3), (3, 5)].map(|(from, to)| laps_from_to(from, to)), ["lap 3", "laps 3 to 5"]);
        let points = [-1, 0, 1, 2].map(|own| points_in_words(Points::whole(own)));
        assert_eq!(points, ["-1 point", "0 points", "1 point", "2 points"]);
    }
}
