//! What laps declare: a row for each car with all that is typed by hand where there are no lap records. Names stay text;
//! whoever makes a season of it knows the competitors.

use super::classification::{BestLap, Classification, Row, may_be_best};
use super::correction::Correction;
use super::flags::flag_periods;
use super::order::by_lap;
use super::pit_stops::pit_stops;
use super::sheet::{CarIndex, Flag, Lap, LapSheet};
use crate::exact::Millis;
use crate::numbers::{CarNumber, Laps, Position};
use crate::rules::ranking::{FLYING_LAPS, FLYING_LAPS_REST, SECOND_BEST_LAP, TIME_REST};
use crate::season::{Measured, Status};
use std::collections::BTreeMap;

/// A session as its laps declare it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// In the order of the classification.
    pub rows: Vec<TimedRow>,
    /// How long the red flag was out, as the crossings show it; none where it was not.
    pub red_flag: Option<Millis>,
}

/// A car as its laps declare it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedRow {
    pub car: CarIndex,
    pub number: CarNumber,
    /// As the records print them; empty where they do not.
    pub class: String,
    pub team: String,
    pub group: String,
    pub chassis: String,
    pub manufacturer: String,
    /// From 1; two cars level in laps and time share one.
    pub position: Option<Position>,
    /// Its place among cars of as many laps is not known.
    pub untimed: bool,
    pub status: Status,
    pub laps: Laps,
    pub time: Option<Millis>,
    pub best: Option<BestLap>,
    pub second_best: Option<BestLap>,
    /// Those who drove, in the order of their seats.
    pub drivers: Vec<TimedDriver>,
    /// What rules look at, by the names under which results have it: laps led, last lap, the elapsed time at the end of each
    /// lap, laps that may be the best.
    pub measures: Vec<Measured>,
    pub pit_stops: u32,
    /// Lines of the lap file: the first and the last lap that count. 0 where it has none.
    pub lines: [u32; 2],
    /// What was corrected of its laps.
    pub corrections: Vec<Correction>,
}

/// Who drove the car, and how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedDriver {
    pub name: String,
    /// From 1.
    pub seat: u8,
    pub laps: Laps,
    /// On the track, without the pit lane; none where a lap has neither a time nor elapsed times around it.
    pub drive_time: Option<Millis>,
    pub best: Option<BestLap>,
}

/// The rows of a session that was classified from its laps.
pub fn declare(sheet: &LapSheet, order: &Classification) -> Declared {
    let led = led(sheet, order);
    let rows = order.rows.iter().map(|row| declare_row(sheet, row, &led)).collect();
    Declared { rows, red_flag: red_flag(sheet) }
}

/// Laps led overall and in class, by car.
type Led = BTreeMap<CarIndex, [u32; 2]>;

fn led(sheet: &LapSheet, order: &Classification) -> Led {
    let mut led = Led::new();
    for crossed in by_lap(order.rows.iter().map(|row| counted(sheet, row))) {
        let mut classes: Vec<&str> = Vec::new();
        for (place, lap) in crossed.iter().enumerate() {
            let class = sheet.car(lap.car).class.as_str();
            let in_class = !classes.contains(&class);
            if !in_class && place > 0 {
                continue;
            }
            let own = led.entry(lap.car).or_default();
            own[0] += u32::from(place == 0);
            own[1] += u32::from(in_class);
            classes.push(class);
        }
    }
    led
}

fn declare_row(sheet: &LapSheet, row: &Row, led: &Led) -> TimedRow {
    let (car, laps) = (sheet.car(row.car), counted(sheet, row));
    let stops = pit_stops(laps).iter().filter(|stop| stop.is_stop()).count();
    let line = |lap: Option<&Lap>| lap.map_or(0, |lap| lap.line);
    let applied = sheet.applied().iter().filter(|own| own.car == row.car);
    TimedRow {
        car: row.car,
        number: car.number.clone(),
        class: car.class.clone(),
        team: car.team.clone(),
        group: car.group.clone(),
        chassis: car.vehicle.clone(),
        manufacturer: car.manufacturer.clone(),
        position: row.position,
        untimed: row.untimed,
        status: row.status,
        laps: row.laps,
        time: row.elapsed,
        best: row.best,
        second_best: row.second_best,
        drivers: drivers(sheet, row.car, laps),
        measures: measures(row, laps, led.get(&row.car).copied().unwrap_or_default()),
        pit_stops: u32::try_from(stops).unwrap_or(u32::MAX),
        lines: [line(laps.first()), line(laps.last())],
        corrections: applied.map(|own| own.correction.clone()).collect(),
    }
}

fn measures(row: &Row, laps: &[Lap], [led, led_in_class]: [u32; 2]) -> Vec<Measured> {
    let measure = |name: &str, lap, value| Measured { name: name.to_owned(), lap, value };
    let mut all = vec![
        measure("laps_led", 0, i64::from(led)),
        measure("laps_led_in_class", 0, i64::from(led_in_class)),
    ];
    let last = laps.len().checked_sub(1).and_then(|last| took(laps, last));
    all.extend(last.map(|time| measure("last_lap", 0, time.0)));
    let crossed = |lap: &Lap| Some(measure("crossings", lap.number, lap.elapsed.get()?.0));
    all.extend(laps.iter().filter_map(crossed));
    for lap in laps.iter().filter(|lap| may_be_best(lap)) {
        let Some(time) = lap.time.get() else { continue };
        all.push(measure(FLYING_LAPS, lap.number, time.0));
        if lap.time_rest > 0 {
            all.push(measure(FLYING_LAPS_REST, lap.number, i64::from(lap.time_rest)));
        }
    }
    if row.elapsed_rest > 0 {
        all.push(measure(TIME_REST, 0, i64::from(row.elapsed_rest)));
    }
    all.extend(row.second_best.map(|best| measure(SECOND_BEST_LAP, 0, best.time.0)));
    all
}

fn drivers(sheet: &LapSheet, car: CarIndex, laps: &[Lap]) -> Vec<TimedDriver> {
    struct Sum {
        laps: u32,
        time: Option<i64>,
        own: Vec<Lap>,
    }
    let mut seats: BTreeMap<u8, Sum> = BTreeMap::new();
    for (index, lap) in laps.iter().enumerate() {
        let sum = seats.entry(lap.seat).or_insert(Sum { laps: 0, time: Some(0), own: Vec::new() });
        sum.laps += 1;
        let on_track = took(laps, index).map(|time| (time.0 - lap.pit.or_zero()).max(0));
        sum.time = sum.time.zip(on_track).map(|(sum, own)| sum + own);
        sum.own.push(*lap);
    }
    let driver = |driver: &super::sheet::Driver| {
        let sum = seats.get(&driver.seat)?;
        Some(TimedDriver {
            name: driver.name.clone(),
            seat: driver.seat,
            laps: Laps(sum.laps),
            drive_time: sum.time.map(Millis),
            best: super::classification::best_lap(&sum.own),
        })
    };
    sheet.car(car).drivers.iter().filter_map(driver).collect()
}

/// The lap's time, or the elapsed times around it less one another.
fn took(laps: &[Lap], index: usize) -> Option<Millis> {
    let lap = laps.get(index)?;
    let before = || match index.checked_sub(1).map(|before| &laps[before]) {
        Some(before) if before.number + 1 == lap.number => before.elapsed.get(),
        None if lap.number == 1 => Some(Millis(0)),
        _ => None,
    };
    lap.time.get().or_else(|| Some(Millis(lap.elapsed.get()?.0 - before()?.0)))
}

fn counted<'s>(sheet: &'s LapSheet, row: &Row) -> &'s [Lap] {
    let laps = sheet.laps_of(row.car);
    &laps[..laps.len() - row.after_flag]
}

/// From the first crossing under red to the first under another flag, each time it was out.
fn red_flag(sheet: &LapSheet) -> Option<Millis> {
    let periods = flag_periods(sheet);
    let mut out = None;
    for (index, period) in periods.iter().enumerate().filter(|(_, period)| period.flag == Flag::Red) {
        let to = periods.get(index + 1).map_or(period.to, |next| next.from);
        out = Some(Millis(out.map_or(0, |out: Millis| out.0) + to.0 - period.from.0));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::classify;
    use super::super::sheet::{Car, Driver, Ms};
    use super::*;

    /// Car 1 (P) leads laps 1 and 3, car 2 (GT) lap 2; car 3 (GT) drives two laps. Red after 200 s.
    fn sheet() -> LapSheet {
        let car = |number: &str, class: &str| Car {
            number: number.into(),
            class: class.into(),
            drivers: vec![Driver { seat: 1, name: "Ann".into() }, Driver { seat: 2, name: "Ben".into() }],
            ..Car::default()
        };
        let (green, red, finish) = (Flag::Green, Flag::Red, Flag::Finish);
        // Car, seat, elapsed, lap time, seconds in the pit lane, flag.
        let driven = [
            (0, 1, 100, Some(100), 0, green),
            (0, 2, 210, Some(110), 40, red),
            (0, 2, 320, None, 0, finish),
            (1, 1, 101, Some(101), 0, green),
            (1, 1, 205, Some(104), 0, red),
            (1, 1, 330, Some(125), 0, finish),
            (2, 1, 103, Some(103), 0, green),
            (2, 1, 260, Some(157), 0, green),
        ];
        let mut numbers = [0; 3];
        let laps = driven.iter().zip(2..).map(|(&(car, seat, at, time, pit, flag), line)| {
            numbers[car] += 1;
            Lap {
                car: CarIndex(u32::try_from(car).unwrap()),
                number: numbers[car],
                seat,
                elapsed: Ms::new(at * 1000),
                time: time.map_or(Ms::NONE, |time: u32| Ms::new(time * 1000)),
                pit: if pit > 0 { Ms::new(pit * 1000) } else { Ms::NONE },
                in_pit: numbers[car] == 1 && car == 0,
                flag,
                line,
                ..Lap::default()
            }
        });
        let laps = laps.collect();
        LapSheet::new(vec![car("1", "P"), car("2", "GT"), car("3", "GT")], laps)
    }

    fn declared() -> Declared {
        let sheet = sheet();
        declare(&sheet, &classify(&sheet))
    }

    #[test]
    fn rows_have_what_is_typed_by_hand() {
        let shown: Vec<_> = declared()
            .rows
            .iter()
            .map(|row| {
                (row.number.clone(), row.position, row.laps, row.time.map(|time| time.0 / 1000), row.status)
            })
            .collect();
        let row = |number: &str, position, laps, time, status| {
            (number.into(), Position::new(position), Laps(laps), Some(time), status)
        };
        let (finished, retired) = (Status::Finished, Status::Dnf);
        assert_eq!(
            shown,
            [row("1", 1, 3, 320, finished), row("2", 2, 3, 330, finished), row("3", 3, 2, 260, retired)]
        );
        assert_eq!(declared().rows.iter().map(|row| row.lines).collect::<Vec<_>>(), [[2, 4], [5, 7], [8, 9]]);
        assert_eq!(declared().rows.iter().map(|row| row.pit_stops).collect::<Vec<_>>(), [1, 0, 0]);
    }

    fn measured(row: &TimedRow, name: &str) -> Vec<(u32, i64)> {
        row.measures.iter().filter(|own| own.name == name).map(|own| (own.lap, own.value)).collect()
    }

    #[test]
    fn laps_are_led_overall_and_in_class() {
        let rows = declared().rows;
        let led = |name| rows.iter().map(|row| measured(row, name)[0].1).collect::<Vec<_>>();
        assert_eq!((led("laps_led"), led("laps_led_in_class")), (vec![2, 1, 0], vec![3, 3, 0]));
        assert_eq!(measured(&rows[0], "last_lap"), [(0, 110_000)]);
    }

    #[test]
    fn laps_that_may_be_the_best_are_neither_the_first_nor_deleted() {
        assert_eq!(measured(&declared().rows[1], "flying_laps"), [(2, 104_000), (3, 125_000)]);
        assert_eq!(measured(&declared().rows[1], "second_best_lap"), [(0, 125_000)]);
        let mut laps = sheet().laps().to_vec();
        laps.iter_mut()
            .filter(|lap| lap.number == 2)
            .for_each(|lap| (lap.deleted, lap.time_rest) = (true, 7));
        laps.iter_mut()
            .filter(|lap| lap.number == 3)
            .for_each(|lap| (lap.time_rest, lap.elapsed_rest) = (8, 9));
        let sheet = LapSheet::new(sheet().cars().to_vec(), laps);
        let row = &declare(&sheet, &classify(&sheet)).rows[1];
        assert_eq!(measured(row, "flying_laps"), [(3, 125_000)]);
        assert_eq!(
            (measured(row, "flying_laps_rest"), measured(row, "time_rest")),
            (vec![(3, 8)], vec![(0, 9)])
        );
    }

    #[test]
    fn drive_time_is_on_the_track_and_elapsed_time_stands_in_for_a_lap_time() {
        let rows = declared().rows;
        let times: Vec<_> = rows[0]
            .drivers
            .iter()
            .map(|own| (own.name.as_str(), own.laps, own.drive_time.map(|t| t.0)))
            .collect();
        assert_eq!(times, [("Ann", Laps(1), Some(100_000)), ("Ben", Laps(2), Some(180_000))]);
        assert_eq!(rows[1].drivers.len(), 1, "who did not drive is not in the crew of the laps");
        let mut laps = sheet().laps().to_vec();
        laps[2].elapsed = Ms::NONE;
        let untimed = LapSheet::new(sheet().cars().to_vec(), laps);
        let rows = declare(&untimed, &classify(&untimed)).rows;
        let ben = rows.iter().find(|row| row.number == "1").map(|row| row.drivers[1].drive_time);
        assert_eq!(ben, Some(None), "a sum without one of its laps is no sum");
    }

    #[test]
    fn crossings_and_the_red_flag() {
        assert_eq!(measured(&declared().rows[2], "crossings"), [(1, 103_000), (2, 260_000)]);
        assert_eq!(
            declared().red_flag,
            Some(Millis(55_000)),
            "from 205 s to the first crossing under green at 260 s"
        );
        assert_eq!(red_flag(&LapSheet::default()), None);
    }
}
