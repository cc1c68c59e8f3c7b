//! The lap records of one session: cars, who sat in them, and one compact record a lap.

use super::correction::Applied;
use crate::exact::Millis;
use crate::numbers::CarNumber;
use std::ops::Range;

/// A car's place in [`LapSheet::cars`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CarIndex(pub u32);

impl CarIndex {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Milliseconds that may be absent, in four bytes; the largest value is `u32::MAX - 1` (49 days).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ms(u32);

impl Ms {
    pub const NONE: Ms = Ms(u32::MAX);

    /// `u32::MAX` reads as absent.
    pub const fn new(ms: u32) -> Ms {
        Ms(ms)
    }

    pub const fn is_some(self) -> bool {
        self.0 != u32::MAX
    }

    pub const fn get(self) -> Option<Millis> {
        if self.is_some() { Some(Millis(self.0 as i64)) } else { None }
    }

    /// In milliseconds, an absent value as 0.
    pub const fn or_zero(self) -> i64 {
        if self.is_some() { self.0 as i64 } else { 0 }
    }
}

impl Default for Ms {
    fn default() -> Ms {
        Ms::NONE
    }
}

impl std::fmt::Debug for Ms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.get() {
            Some(time) => write!(f, "{time}"),
            None => f.write_str("-"),
        }
    }
}

/// What was shown at the finish line when a lap ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// The record does not say.
    #[default]
    Unknown,
    Green,
    Yellow,
    FullCourseYellow,
    SafetyCar,
    Code60,
    Red,
    /// The chequered flag.
    Finish,
}

impl Flag {
    pub const fn word(self) -> &'static str {
        match self {
            Flag::Unknown => "unknown",
            Flag::Green => "green",
            Flag::Yellow => "yellow",
            Flag::FullCourseYellow => "full-course-yellow",
            Flag::SafetyCar => "safety-car",
            Flag::Code60 => "code-60",
            Flag::Red => "red",
            Flag::Finish => "finish",
        }
    }
}

/// One lap of one car.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lap {
    pub car: CarIndex,
    /// From 1, as recorded.
    pub number: u32,
    pub time: Ms,
    /// From the green flag to the end of this lap.
    pub elapsed: Ms,
    /// Time of day at the end of this lap, since midnight.
    pub hour: Ms,
    /// Where its sectors stand in the sheet: see [`LapSheet::sectors`]. `u32::MAX` where it has none.
    pub sectors: u32,
    /// Time spent in the pit lane, where this lap ended or contained a stay there.
    pub pit: Ms,
    /// Tenths of km/h; 0 where not recorded.
    pub top_speed: u32,
    /// Average over the lap in tenths of km/h; 0 where not recorded.
    pub speed: u32,
    /// Line of the document, from 1; 0 where there is none.
    pub line: u32,
    /// What `time` and `elapsed` have beyond the millisecond, in ten-thousandths of one.
    pub time_rest: u16,
    pub elapsed_rest: u16,
    /// Which of the crew drove, from 1; 0 where not recorded.
    pub seat: u8,
    pub flag: Flag,
    /// The lap ended on the finish line's extension in the pit lane.
    pub in_pit: bool,
    /// Its time was taken away: it counts as a lap and not as a best lap.
    pub deleted: bool,
    /// It was driven after the car had taken the flag, as a correction says; it and all behind it do not count.
    pub after_flag: bool,
}

impl Default for Lap {
    fn default() -> Lap {
        Lap {
            car: CarIndex::default(),
            number: 0,
            time: Ms::NONE,
            elapsed: Ms::NONE,
            hour: Ms::NONE,
            sectors: u32::MAX,
            pit: Ms::NONE,
            top_speed: 0,
            speed: 0,
            line: 0,
            time_rest: 0,
            elapsed_rest: 0,
            seat: 0,
            flag: Flag::Unknown,
            in_pit: false,
            deleted: false,
            after_flag: false,
        }
    }
}

impl Lap {
    /// Elapsed time with all its digits, for comparing.
    pub fn crossed(&self) -> Option<Exact> {
        Some(Exact(self.elapsed.get()?, self.elapsed_rest))
    }

    /// The lap time with all its digits, for comparing.
    pub fn took(&self) -> Option<Exact> {
        Some(Exact(self.time.get()?, self.time_rest))
    }
}

/// A time with what it has beyond the millisecond, in ten-thousandths of one; it exists to compare times, which are shown
/// in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exact(pub Millis, pub u16);

impl Default for CarIndex {
    fn default() -> CarIndex {
        CarIndex(u32::MAX)
    }
}

/// A member of a car's crew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Driver {
    /// From 1, as numbered in the document.
    pub seat: u8,
    pub name: String,
}

/// A car with what the document says of it; empty text where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Car {
    /// Text: `0`, `03`, `3`, `08` and `8` are five cars.
    pub number: CarNumber,
    pub class: String,
    pub group: String,
    pub team: String,
    pub manufacturer: String,
    pub vehicle: String,
    /// In the order of their seats.
    pub drivers: Vec<Driver>,
}

impl Car {
    pub fn driver(&self, seat: u8) -> Option<&Driver> {
        self.drivers.iter().find(|driver| driver.seat == seat)
    }
}

/// All lap records of a session, grouped by car, each car's laps in ascending order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LapSheet {
    cars: Vec<Car>,
    laps: Vec<Lap>,
    ranges: Vec<Range<usize>>,
    /// Each lap's sectors one after another, `sector_count` a lap.
    sectors: Vec<Ms>,
    sector_count: usize,
    applied: Vec<Applied>,
}

impl LapSheet {
    /// Groups and sorts the laps where they are not so already. Laps of a car that is not among
    /// `cars` stay unreachable by [`LapSheet::laps_of`]; equal lap numbers keep their order.
    pub fn new(cars: Vec<Car>, mut laps: Vec<Lap>) -> LapSheet {
        let key = |lap: &Lap| (lap.car, lap.number);
        if !laps.is_sorted_by_key(key) {
            laps.sort_by_key(key);
        }
        let mut ranges = Vec::with_capacity(cars.len());
        let mut from = 0;
        for car in 0..cars.len() {
            let to = from + laps[from..].partition_point(|lap| lap.car.index() <= car);
            ranges.push(from..to);
            from = to;
        }
        LapSheet { cars, laps, ranges, sectors: Vec::new(), sector_count: 0, applied: Vec::new() }
    }

    /// `count` sectors a lap; [`Lap::sectors`] says which of these groups is whose.
    #[must_use]
    pub fn with_sectors(self, sectors: Vec<Ms>, count: usize) -> LapSheet {
        LapSheet { sectors, sector_count: count, ..self }
    }

    /// The same sheet with other laps, as corrections leave them.
    pub(super) fn with_laps(&self, cars: Vec<Car>, laps: Vec<Lap>, applied: Vec<Applied>) -> LapSheet {
        let sheet = LapSheet::new(cars, laps).with_sectors(self.sectors.clone(), self.sector_count);
        LapSheet { applied, ..sheet }
    }

    /// The corrections that were applied to the records.
    pub fn applied(&self) -> &[Applied] {
        &self.applied
    }

    /// How many sectors a lap has; 0 where they are not recorded.
    pub fn sector_count(&self) -> usize {
        self.sector_count
    }

    /// The lap's sectors in order; empty where none is recorded for it.
    pub fn sectors(&self, lap: &Lap) -> &[Ms] {
        let from = (lap.sectors as usize).saturating_mul(self.sector_count);
        self.sectors.get(from..from + self.sector_count).unwrap_or(&[])
    }

    pub fn cars(&self) -> &[Car] {
        &self.cars
    }

    /// Every lap, grouped by car.
    pub fn laps(&self) -> &[Lap] {
        &self.laps
    }

    pub fn car(&self, car: CarIndex) -> &Car {
        &self.cars[car.index()]
    }

    pub fn laps_of(&self, car: CarIndex) -> &[Lap] {
        &self.laps[self.ranges[car.index()].clone()]
    }

    pub fn car_indexes(&self) -> impl ExactSizeIterator<Item = CarIndex> + use<> {
        (0..u32::try_from(self.cars.len()).unwrap_or(u32::MAX)).map(CarIndex)
    }

    /// The first car of that number; two may bear it.
    pub fn car_numbered(&self, number: &str) -> Option<CarIndex> {
        self.car_indexes().find(|&car| self.car(car).number == number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laps_are_grouped_by_car_whatever_their_order() {
        let lap = |car, number| Lap { car: CarIndex(car), number, ..Lap::default() };
        let cars = vec![Car::default(), Car::default(), Car::default()];
        let sheet = LapSheet::new(cars, vec![lap(2, 2), lap(0, 1), lap(2, 1), lap(0, 2)]);
        let numbers = |car| sheet.laps_of(CarIndex(car)).iter().map(|l| l.number).collect::<Vec<_>>();
        assert_eq!((numbers(0), numbers(1), numbers(2)), (vec![1, 2], vec![], vec![1, 2]));
    }

    #[test]
    fn a_lap_keeps_its_sectors_wherever_it_is_sorted_to() {
        let lap = |number, sectors| Lap { car: CarIndex(0), number, sectors, ..Lap::default() };
        let laps = vec![lap(2, 0), lap(1, 1), lap(3, u32::MAX)];
        let sectors = [21, 22, 11, 12].map(Ms::new).to_vec();
        let sheet = LapSheet::new(vec![Car::default()], laps).with_sectors(sectors, 2);
        let of = |lap: usize| {
            sheet.sectors(&sheet.laps()[lap]).iter().map(|own| own.or_zero()).collect::<Vec<_>>()
        };
        assert_eq!((of(0), of(1), of(2)), (vec![11, 12], vec![21, 22], vec![]));
        assert_eq!(LapSheet::new(Vec::new(), Vec::new()).sectors(&lap(1, 0)), []);
    }
}
