//! The cars of one session as a simulator's file has them, and the session that they make.

use super::super::exact::Exact;
use super::super::lap_file::{self, LapLine};
use super::super::said::{Column, Event, Feat, Kind, Left, Said, Session};
use super::numbers;
use crate::folder::{ResultRecord, SeatRecord};
use parcferme_core::Diagnostic;
use parcferme_core::season::{Measured, Status};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default)]
pub(in super::super) struct Driver {
    pub name: String,
    /// By which the simulator knows the driver.
    pub id: String,
    pub nation: String,
    pub drive_time: Option<Exact>,
}

#[derive(Clone, Debug, Default)]
pub(in super::super) struct Lap {
    pub time: Option<Exact>,
    /// At its end, since the start; where no lap of a car has one, they are summed.
    pub elapsed: Option<Exact>,
    /// Place in the crew, from 0.
    pub seat: usize,
    pub sectors: Vec<Exact>,
    pub in_pit: bool,
}

#[derive(Clone, Debug, Default)]
pub(in super::super) struct Car {
    /// By which the simulator knows the car or its team, where that is not its driver's id.
    pub id: String,
    pub number: String,
    pub class: String,
    pub team: String,
    pub chassis: String,
    pub manufacturer: String,
    pub drivers: Vec<Driver>,
    pub position: Option<u32>,
    pub status: Option<Status>,
    pub remark: String,
    pub tags: Vec<String>,
    pub laps: Option<u32>,
    pub time: Option<Exact>,
    pub best: Option<Exact>,
    pub grid: Option<u32>,
    pub incidents: Option<u32>,
    pub laps_led: Option<u32>,
    pub run: Vec<Lap>,
    pub line: u32,
}

impl Car {
    /// What a made number comes from.
    pub(in super::super) fn key(&self) -> String {
        let first = self.drivers.first();
        [Some(&self.id), first.map(|own| &own.id), first.map(|own| &own.name)]
            .into_iter()
            .flatten()
            .find(|own| !own.is_empty())
            .cloned()
            .unwrap_or_default()
    }
}

/// One session.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Field {
    pub event: Event,
    pub kind: Kind,
    /// Empty where the kind says enough.
    pub id: String,
    pub cars: Vec<Car>,
}

/// What a reader makes: what the file says and what there is to tell.
#[derive(Debug, Default)]
pub(in super::super) struct Wrote {
    pub said: Said,
    pub told: Vec<Diagnostic>,
    made: numbers::Made,
}

impl Wrote {
    pub(in super::super) fn new(document: &str, taken_for: &str) -> Wrote {
        let said = Said { document: document.to_owned(), taken_for: taken_for.to_owned(), ..Said::default() };
        Wrote { said, ..Wrote::default() }
    }

    pub(in super::super) fn left(&mut self, what: impl Into<String>, why: &str) {
        self.said.left.push(Left { what: what.into(), why: why.to_owned(), line: 0 });
    }

    /// Says where keys of the file went.
    pub(in super::super) fn columns(&mut self, pairs: &[(&str, &str)]) {
        for (head, field) in pairs {
            let field = Some((*field).to_owned()).filter(|own| !own.is_empty());
            self.said.columns.push(Column { head: (*head).to_owned(), field });
        }
    }

    /// Adds a session; one without cars is left out, with a word.
    pub(in super::super) fn add(&mut self, mut field: Field) {
        let what = if field.id.is_empty() { field.kind.word().to_owned() } else { field.id.clone() };
        if field.cars.is_empty() {
            self.left(format!("session {what}"), "the file has no car in it");
            return;
        }
        self.made.give(&mut field.cars);
        let is_race = field.kind == Kind::Race;
        let mut unfitting = 0;
        for car in &mut field.cars {
            unfitting += clock(&mut car.run, car.time.filter(|_| is_race));
            drive_times(car);
        }
        if unfitting > 0 {
            self.left(
                format!("times of {unfitting} laps of {what}"),
                "with the laps behind them they are longer than the race time that the file states",
            );
        }
        let times = || field.cars.iter().flat_map(|car| [car.time.filter(|_| is_race), car.best]).flatten();
        if times().any(Exact::has_rest) {
            self.left(
                format!("digits beyond the millisecond of times of {what}"),
                "results have milliseconds; places are those of the file, laps keep every digit",
            );
        }
        let feats = if is_race { feats(&field.cars) } else { Vec::new() };
        let laps: Vec<LapLine> = field.cars.iter().flat_map(laps_of).collect();
        self.said.sessions.push(Session {
            event: field.event,
            kind: field.kind,
            id: field.id,
            rows: field.cars.into_iter().map(|car| row(car, is_race)).collect(),
            laps: lap_file::write(&laps),
            feats,
            ..Session::default()
        });
    }

    pub(in super::super) fn finish(mut self, mut told: Vec<Diagnostic>) -> (Said, Vec<Diagnostic>) {
        number_sessions(&mut self.said.sessions);
        told.extend(self.told);
        told.extend(self.made.told(&self.said.document));
        (self.said, told)
    }
}

/// Sessions of one event with one name are numbered in the order of the file.
fn number_sessions(sessions: &mut [Session]) {
    let keys: Vec<(Event, String)> =
        sessions.iter().map(|own| (own.event.clone(), own.id().to_owned())).collect();
    for (at, session) in sessions.iter_mut().enumerate() {
        let key = &keys[at];
        let same = |keys: &[(Event, String)]| keys.iter().filter(|own| *own == key).count();
        if same(&keys) > 1 {
            session.id = format!("{}-{}", key.1, same(&keys[..=at]));
        }
    }
}

/// Gives each lap its elapsed time, from the race time backwards or, where there is none, from the start; says how many
/// laps do not fit into the race time. Those keep no time.
fn clock(run: &mut [Lap], total: Option<Exact>) -> usize {
    if run.iter().any(|lap| lap.elapsed.is_some()) || run.iter().any(|lap| lap.time.is_none()) {
        return 0;
    }
    let Some(total) = total else {
        let mut sum = Exact::default();
        for lap in run {
            sum = sum.plus(lap.time.unwrap_or_default());
            lap.elapsed = Some(sum);
        }
        return 0;
    };
    // A file that rounds its times rounds each of them.
    let slack = i64::try_from(run.len()).unwrap_or(i64::MAX);
    let sum = run.iter().filter_map(|lap| lap.time).fold(Exact::default(), Exact::plus);
    let total = if (sum.0 - total.0).abs() <= slack { sum } else { total };
    let mut at = Some(total);
    let mut unfitting = 0;
    for lap in run.iter_mut().rev() {
        lap.elapsed = at;
        let time = lap.time.unwrap_or_default();
        let fits = at.is_some_and(|at| at >= time);
        if !fits {
            lap.time = None;
            lap.sectors.clear();
            unfitting += 1;
        }
        at = at.and_then(|at| at.minus(time));
    }
    unfitting
}

/// Time at the wheel where several drove and every lap has a time.
fn drive_times(car: &mut Car) {
    let known = car.drivers.iter().any(|driver| driver.drive_time.is_some());
    if car.drivers.len() < 2 || known || car.run.is_empty() || car.run.iter().any(|lap| lap.time.is_none()) {
        return;
    }
    for (seat, driver) in car.drivers.iter_mut().enumerate() {
        let own = car.run.iter().filter(|lap| lap.seat == seat).filter_map(|lap| lap.time);
        driver.drive_time = Some(own.fold(Exact::default(), Exact::plus));
    }
}

fn laps_of(car: &Car) -> impl Iterator<Item = LapLine> + '_ {
    car.run.iter().zip(1..).map(|(lap, number)| LapLine {
        number: car.number.clone(),
        class: car.class.clone(),
        team: car.team.clone(),
        vehicle: car.chassis.clone(),
        lap: number,
        time: lap.time,
        elapsed: lap.elapsed,
        seat: lap.seat + 1,
        driver: car.drivers.get(lap.seat).map_or_else(String::new, |own| own.name.clone()),
        sectors: lap.sectors.clone(),
        in_pit: lap.in_pit,
    })
}

fn row(car: Car, is_race: bool) -> ResultRecord {
    let seat = |driver: Driver| SeatRecord {
        driver: driver.name,
        id: driver.id,
        nation: driver.nation,
        drove: true,
        scores: true,
        drive_time: driver.drive_time.map(Exact::millis),
    };
    let measures = [("incidents", car.incidents), ("laps_led", car.laps_led.filter(|_| is_race))];
    let measures = measures.into_iter().filter_map(|(name, value)| {
        Some(Measured { name: name.to_owned(), lap: 0, value: i64::from(value?) })
    });
    ResultRecord {
        position: car.position,
        status: car.status.unwrap_or(Status::Finished),
        class: car.class,
        number: car.number,
        team: car.team,
        crew: car.drivers.into_iter().map(seat).collect(),
        chassis: car.chassis,
        manufacturer: car.manufacturer,
        laps: car.laps,
        // The time that a car was out in practice or qualifying is no result.
        time: car.time.filter(|_| is_race).map(Exact::millis),
        best_lap: car.best.map(Exact::millis),
        grid: car.grid.filter(|&grid| grid > 0),
        measures: measures.collect(),
        tags: car.tags,
        remark: car.remark,
        line: car.line,
        ..ResultRecord::default()
    }
}

/// The fastest lap and the pole of each class, where one car alone has it.
fn feats(cars: &[Car]) -> Vec<Feat> {
    let mut classes: BTreeMap<&str, Vec<&Car>> = BTreeMap::new();
    for car in cars {
        classes.entry(&car.class).or_default().push(car);
    }
    let one_class = classes.len() == 1;
    let has_pole = cars.iter().any(|car| car.grid == Some(1));
    let mut feats = Vec::new();
    for (class, cars) in classes {
        let class = if one_class { "" } else { class };
        let feat = |name: &str, car: &Car, time: Option<Exact>| Feat {
            feat: name.to_owned(),
            number: car.number.clone(),
            class: class.to_owned(),
            driver: String::new(),
            time: time.map(Exact::millis),
            line: car.line,
        };
        let first = |of: fn(&Car) -> Option<i64>| -> Option<&Car> {
            let least = cars.iter().filter_map(|car| of(car)).min()?;
            let mut least = cars.iter().filter(|car| of(car) == Some(least));
            let car = least.next()?;
            least.next().is_none().then_some(*car)
        };
        if let Some(car) = first(|car| car.best.map(|own| own.0)) {
            feats.push(feat("fastest-lap", car, car.best));
        }
        if let Some(car) = first(|car| car.grid.filter(|&own| own > 0).map(i64::from)).filter(|_| has_pole) {
            feats.push(feat("pole", car, None));
        }
    }
    feats
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laps(times: &[i64]) -> Vec<Lap> {
        times.iter().map(|&time| Lap { time: Some(Exact(time)), ..Lap::default() }).collect()
    }

    fn elapsed(run: &[Lap]) -> Vec<Option<i64>> {
        run.iter().map(|lap| lap.elapsed.map(|own| own.0)).collect()
    }

    #[test]
    fn laps_that_do_not_fit_into_the_race_time_keep_none() {
        let mut run = laps(&[900, 500, 100, 110]);
        assert_eq!(clock(&mut run, Some(Exact(300))), 2);
        assert_eq!(elapsed(&run), [None, Some(90), Some(190), Some(300)]);
        assert_eq!(run.iter().map(|lap| lap.time.is_some()).collect::<Vec<_>>(), [false, false, true, true]);
        let mut run = laps(&[100, 110]);
        assert_eq!((clock(&mut run, Some(Exact(250))), elapsed(&run)), (0, vec![Some(140), Some(250)]));
        assert_eq!(clock(&mut laps(&[]), Some(Exact(250))), 0);
        let mut run = laps(&[100, 110]);
        assert_eq!((clock(&mut run, None), elapsed(&run)), (0, vec![Some(100), Some(210)]));
    }

    #[test]
    fn a_feat_is_of_one_car_alone_in_each_class() {
        let car = |number: &str, class: &str, best, grid| Car {
            number: number.to_owned(),
            class: class.to_owned(),
            best: Some(Exact(best)),
            grid: Some(grid),
            ..Car::default()
        };
        let found =
            feats(&[car("1", "A", 90, 2), car("2", "A", 80, 1), car("3", "B", 70, 3), car("4", "B", 70, 4)]);
        let found: Vec<String> =
            found.iter().map(|own| format!("{} {} {}", own.feat, own.class, own.number)).collect();
        assert_eq!(found, ["fastest-lap A 2", "pole A 2", "pole B 3"]);
        let one = feats(&[car("1", "A", 90, 2)]);
        assert_eq!((one.len(), one[0].class.as_str()), (1, ""), "nobody started first");
    }
}
