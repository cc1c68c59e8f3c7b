//! The numbers of the sport, each a type of its own: a position is not a count of laps, nor the number of a round, nor that
//! of a car.

use std::cmp::Ordering;
use std::fmt;
use std::num::{NonZeroU32, ParseIntError};
use std::ops::Deref;
use std::str::FromStr;

/// A place in an order, from 1; the better one is the smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(NonZeroU32);

impl Position {
    pub const FIRST: Position = Position(NonZeroU32::MIN);

    /// None for 0: there is no such place.
    pub const fn new(place: u32) -> Option<Position> {
        match NonZeroU32::new(place) {
            Some(place) => Some(Position(place)),
            None => None,
        }
    }

    /// The place of a row of a list, of which the first has index 0.
    pub fn of_index(index: usize) -> Position {
        Position(u32::try_from(index).map_or(NonZeroU32::MAX, |index| NonZeroU32::MIN.saturating_add(index)))
    }

    pub const fn get(self) -> u32 {
        self.0.get()
    }

    /// Index of the place in a list that begins with the first: in a scale of points.
    pub const fn index(self) -> usize {
        self.get() as usize - 1
    }

    /// So many places ahead of it, at most the first.
    #[must_use]
    pub fn ahead(self, places: u32) -> Position {
        Position::new(self.get().saturating_sub(places)).unwrap_or(Position::FIRST)
    }

    /// So many places behind it.
    #[must_use]
    pub const fn behind(self, places: u32) -> Position {
        Position(self.0.saturating_add(places))
    }
}

/// A number of laps driven, asked for or taken away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Laps(pub u32);

impl Laps {
    /// None where so many cannot be taken away.
    pub fn checked_sub(self, other: Laps) -> Option<Laps> {
        self.0.checked_sub(other.0).map(Laps)
    }

    /// None taken away beyond the last.
    #[must_use]
    pub fn saturating_sub(self, other: Laps) -> Laps {
        Laps(self.0.saturating_sub(other.0))
    }

    /// `1 lap`, `12 laps`.
    pub fn in_words(self) -> String {
        crate::number_words::counted(self.0, "lap")
    }
}

/// The number of a round in its season, as the calendar gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoundNumber(pub u32);

/// The number that a car bears. It is text: `0`, `03` and `3` are three cars; empty where a document gives none.
///
/// In order of value, not of letters: 2, 03, 3, 10; behind those, numbers with letters in them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CarNumber(Box<str>);

impl CarNumber {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn value(&self) -> (bool, u64) {
        let value = self.0.parse().ok();
        (value.is_none(), value.unwrap_or(0))
    }
}

impl Ord for CarNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value().cmp(&other.value()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for CarNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Read as text; a text does not become a car number by itself.
impl Deref for CarNumber {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for CarNumber {
    fn from(text: &str) -> CarNumber {
        CarNumber(text.into())
    }
}

impl From<String> for CarNumber {
    fn from(text: String) -> CarNumber {
        CarNumber(text.into())
    }
}

impl PartialEq<str> for CarNumber {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl PartialEq<&str> for CarNumber {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

impl From<CarNumber> for String {
    fn from(number: CarNumber) -> String {
        number.0.into()
    }
}

macro_rules! counted_as {
    ($($number:ty: $count:expr;)*) => { $(
        impl From<$number> for u32 {
            fn from(number: $number) -> u32 {
                $count(number)
            }
        }

        impl From<$number> for i64 {
            fn from(number: $number) -> i64 {
                i64::from($count(number))
            }
        }
    )* };
}

counted_as! {
    Position: Position::get;
    Laps: |laps: Laps| laps.0;
    RoundNumber: |number: RoundNumber| number.0;
}

macro_rules! shown_as {
    ($($number:ty),*) => { $(
        impl fmt::Display for $number {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )* };
}

shown_as!(Position, Laps, RoundNumber, CarNumber);

impl FromStr for Position {
    type Err = ParseIntError;
    fn from_str(text: &str) -> Result<Position, ParseIntError> {
        text.parse().map(Position)
    }
}

impl FromStr for RoundNumber {
    type Err = ParseIntError;
    fn from_str(text: &str) -> Result<RoundNumber, ParseIntError> {
        text.parse().map(RoundNumber)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_no_place_0() {
        assert_eq!((Position::new(0), Position::new(1)), (None, Some(Position::FIRST)));
        assert!("0".parse::<Position>().is_err());
        assert_eq!("12".parse(), Ok(Position::of_index(11)));
        assert_eq!((Position::of_index(11).index(), Position::of_index(11).behind(1).get()), (11, 13));
        assert_eq!(Position::of_index(usize::MAX).behind(1).get(), u32::MAX);
    }

    #[test]
    fn cars_are_in_order_of_value_and_told_apart_by_text() {
        let mut cars = ["10", "3", "A1", "03", "2", "", "0"].map(CarNumber::from);
        cars.sort();
        assert_eq!(cars, ["0", "2", "03", "3", "10", "", "A1"].map(CarNumber::from));
    }

    #[test]
    fn laps_cannot_be_fewer_than_none() {
        assert_eq!(Laps(3).checked_sub(Laps(2)), Some(Laps(1)));
        assert_eq!(Laps(2).checked_sub(Laps(3)), None);
        assert_eq!([Laps(1).in_words(), Laps(0).in_words()], ["1 lap", "0 laps"]);
    }
}
