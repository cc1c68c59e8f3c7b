//! The cars of a lap file while its rows are read. Two cars may bear one number: their team, class or crew and their laps
//! tell them apart.

use super::complaints::{Complaints, shortened};
use super::document;
use super::lap_columns::{TEXT_NAMES, TEXTS};
use super::lap_faults::{car_text_differs, seat_renamed};
use parcferme_core::Diagnostic;
use parcferme_core::timing::{Car, CarIndex, Driver, Lap, Ms};
use std::collections::{BTreeMap, HashMap};

/// A car while its rows are read; texts are slices of the document until the end.
pub struct CarRows<'a> {
    pub number: &'a [u8],
    /// Its first line.
    pub line: u32,
    pub texts: [&'a [u8]; TEXTS],
    /// Seat, name, and the line of their first row.
    pub drivers: Vec<(u8, &'a [u8], u32)>,
    /// The lowest and the highest lap read so far; none yet where the second is 0.
    pub laps: (u32, u32),
    /// No other car bears the number so far.
    pub alone: bool,
}

/// What a row says of its car.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    pub number: &'a [u8],
    pub texts: [&'a [u8]; TEXTS],
    pub driver: &'a [u8],
    pub lap: u32,
    pub line: u32,
}

/// Of the texts, those that tell cars apart: class and team.
const TELLING: [usize; 2] = [0, 2];
/// What two cars of one number are told by in words: class, group and team.
const WORDS: [usize; 3] = [0, 1, 2];

impl CarRows<'_> {
    /// Neither class nor team contradicts.
    fn may_be(&self, said: &Said) -> bool {
        TELLING.iter().all(|&at| {
            let (own, found) = (self.texts[at], said.texts[at]);
            own.is_empty() || found.is_empty() || own == found
        })
    }

    fn has_driver(&self, name: &[u8]) -> bool {
        self.drivers.iter().any(|driver| driver.1 == name)
    }

    fn takes_further(&self, lap: u32) -> bool {
        lap < self.laps.0 || lap > self.laps.1
    }

    /// A lap that the car has, or nearly: the first lap once more, behind others, begins another car.
    pub fn begins_again(&self, lap: u32) -> bool {
        lap == self.laps.0 && lap < self.laps.1
    }

    #[inline]
    pub fn has_lap(&mut self, lap: u32) {
        self.laps = if self.laps.1 == 0 { (lap, lap) } else { (self.laps.0.min(lap), self.laps.1.max(lap)) };
    }
}

#[derive(Default)]
pub struct Cars<'a> {
    pub rows: Vec<CarRows<'a>>,
    by_number: HashMap<&'a [u8], Vec<usize>>,
}

impl<'a> Cars<'a> {
    /// The car of a row: one of its number that knows the driver, or that the row takes a lap further; else a new one.
    #[cold]
    pub fn find(&mut self, said: &Said<'a>) -> usize {
        let number = said.number.trim_ascii();
        let known = self.by_number.entry(number).or_default();
        // A file that gives each row another team must not be slow.
        let may_be =
            || known.iter().rev().take(MOST_ALIKE).copied().filter(|&car| self.rows[car].may_be(said));
        let by_driver = || may_be().filter(|&car| self.rows[car].has_driver(said.driver));
        let further = |&car: &usize| self.rows[car].takes_further(said.lap);
        let found = match said.driver {
            [] => may_be()
                .find(further)
                .or_else(|| may_be().find(|&car| !self.rows[car].begins_again(said.lap))),
            _ => by_driver()
                .find(further)
                .or_else(|| by_driver().next_back())
                .or_else(|| may_be().find(further)),
        };
        if let Some(found) = found {
            return found;
        }
        let alone = known.is_empty();
        if let [first] = known[..] {
            self.rows[first].alone = false;
        }
        known.push(self.rows.len());
        let (line, texts, drivers) = (said.line, [&b""[..]; TEXTS], Vec::new());
        self.rows.push(CarRows { number, line, texts, drivers, laps: (0, 0), alone });
        self.rows.len() - 1
    }

    /// Takes back the car that was found last, where it was new.
    pub fn forget_last(&mut self) {
        if let Some(cars) = self.rows.pop().and_then(|car| self.by_number.get_mut(car.number)) {
            cars.pop();
        }
    }

    /// Joins what was one car after all, says which numbers two cars bear, and gives each lap its car.
    pub fn finish(mut self, laps: &mut [Lap], complaints: &mut Complaints) -> Vec<Car> {
        let mut shared: Vec<Vec<usize>> =
            self.by_number.into_values().filter(|cars| cars.len() > 1).collect();
        shared.sort_unstable();
        let mut joined: HashMap<usize, usize> = HashMap::new();
        let mut records: HashMap<usize, BTreeMap<u32, (Ms, Ms)>> = HashMap::new();
        if !shared.is_empty() {
            let of_car = |lap: &Lap| (lap.number, (lap.time, lap.elapsed));
            laps.iter().for_each(|lap| records.entry(lap.car.index()).or_default().extend([of_car(lap)]));
        }
        for cars in &shared {
            let mut first = records.remove(&cars[0]).unwrap_or_default();
            for other in &cars[1..] {
                let own = records.remove(other).unwrap_or_default();
                let differ =
                    own.iter().filter(|&(lap, times)| first.get(lap).is_some_and(|known| known != times));
                let differ = differ.count();
                if differ > 0 && differ * 2 >= own.len().min(first.len()) {
                    two_cars(&self.rows[cars[0]], &self.rows[*other], complaints);
                } else {
                    first.extend(own);
                    joined.insert(*other, cars[0]);
                    let (own, other) = self.rows.split_at_mut(*other);
                    join(&mut own[cars[0]], &other[0], complaints);
                }
            }
        }
        if !joined.is_empty() {
            let mut next = 0;
            let places: Vec<u32> = (0..self.rows.len())
                .map(|car| {
                    let place = next;
                    next += u32::from(!joined.contains_key(&car));
                    place
                })
                .collect();
            for lap in laps.iter_mut() {
                let car = lap.car.index();
                lap.car = CarIndex(places[joined.get(&car).copied().unwrap_or(car)]);
            }
        }
        let cars = self.rows.iter().enumerate().filter(|(car, _)| !joined.contains_key(car));
        cars.map(|(_, car)| finish_car(car, complaints)).collect()
    }
}

/// Cars of one number that a row is held against.
const MOST_ALIKE: usize = 8;

/// One car whose team or class changed, or whose rows stand in an order of their own.
fn join<'a>(first: &mut CarRows<'a>, other: &CarRows<'a>, complaints: &mut Complaints) {
    for (index, (own, found)) in first.texts.iter_mut().zip(other.texts).enumerate() {
        if own.is_empty() {
            *own = found;
        } else if !found.is_empty() && *own != found {
            car_text_differs((other.line, b""), TEXT_NAMES[index], first.number, own, found, complaints);
        }
    }
    for &(seat, name, line) in &other.drivers {
        first.sits(seat, name, (line, b""), complaints);
    }
}

impl<'a> CarRows<'a> {
    /// In a file that does not number the crew: the seat of a name, in the order in which they come.
    pub fn seat_named(&self, name: &[u8]) -> u8 {
        let known = self.drivers.iter().find(|driver| driver.1 == name).map(|driver| driver.0);
        known.unwrap_or_else(|| u8::try_from(self.drivers.len() + 1).unwrap_or(u8::MAX))
    }

    #[inline]
    pub fn sits(&mut self, seat: u8, name: &'a [u8], at: (u32, &[u8]), complaints: &mut Complaints) {
        match self.drivers.iter_mut().find(|driver| driver.0 == seat) {
            Some(driver) if name.is_empty() || driver.1 == name => {}
            Some(driver) if driver.1.is_empty() => driver.1 = name,
            Some(driver) => seat_renamed(self.number, at, seat, driver.1, name, complaints),
            None => self.drivers.push((seat, name, at.0)),
        }
    }
}

fn two_cars(first: &CarRows, other: &CarRows, complaints: &mut Complaints) {
    let number = shortened(first.number);
    let words = |car: &CarRows| {
        let names = car.drivers.iter().map(|driver| driver.1);
        let words =
            WORDS.iter().map(|&at| car.texts[at].trim_ascii()).chain(names).filter(|text| !text.is_empty());
        format!("{} from line {}", words.map(shortened).collect::<Vec<_>>().join(", "), car.line)
    };
    complaints.add(other.line, b"", || {
        Diagnostic::warning("PF0540", format!("two cars bear number {number}; they are kept apart"))
            .found(format!("{}; {}", words(first), words(other)))
            .expected("one car for each number")
            .help("the same laps have different times: where it is one car, leave one set of them out")
    });
}

fn finish_car(car: &CarRows, complaints: &mut Complaints) -> Car {
    let mut text = |cell| document::text(cell, car.line, complaints);
    let mut drivers: Vec<Driver> =
        car.drivers.iter().map(|&(seat, name, _)| Driver { seat, name: text(name) }).collect();
    drivers.sort_by_key(|driver| driver.seat);
    drivers.retain(|driver| driver.seat > 0 || !driver.name.is_empty());
    let [class, group, team, manufacturer, vehicle] = car.texts.map(&mut text);
    Car { number: text(car.number).into(), class, group, team, manufacturer, vehicle, drivers }
}
