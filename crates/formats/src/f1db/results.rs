//! `race-results.yml` and `sprint-race-results.yml`: one record a driver, gathered to one row a car.

use super::names::Names;
use super::record::{self, Record};
use crate::folder::{ResultRecord, SeatRecord};
use parcferme_core::number_words::time_in_words;
use parcferme_core::numbers::Position;
use parcferme_core::season::Status;
use parcferme_core::{Diagnostic, Millis};

const KEYS: &[&str] = &[
    "position",
    "driverNumber",
    "driverId",
    "constructorId",
    "engineManufacturerId",
    "tyreManufacturerId",
    "sharedCar",
    "laps",
    "time",
    "timePenalty",
    "gap",
    "interval",
    "reasonRetired",
    "points",
    "gridPosition",
    "grandSlam",
];
/// Mark of a car that several drivers drove in turn.
const SHARED_CAR: &str = "shared-car";

/// The cars of a session, in the order of the file.
pub(super) fn read(
    document: &str,
    text: &str,
    names: &Names,
    out: &mut Vec<Diagnostic>,
) -> Vec<ResultRecord> {
    let mut rows: Vec<ResultRecord> = Vec::new();
    let mut position = "";
    for record in record::read(document, text, KEYS, out) {
        let (Some(driver), Some(stated)) = (record.wanted("driverId", out), record.wanted("position", out))
        else {
            continue;
        };
        let seat = SeatRecord {
            id: String::new(),
            driver: names.driver(driver),
            nation: String::new(),
            drove: true,
            scores: true,
            drive_time: None,
        };
        let number = record.text("driverNumber").unwrap_or_default();
        if record.text("sharedCar") == Some("true") {
            match rows.last_mut().filter(|row| row.number == number && position == stated) {
                Some(car) => {
                    car.crew.push(seat);
                    car.from.push(record.from());
                    if car.tags.is_empty() {
                        car.tags.push(SHARED_CAR.to_owned());
                    }
                    continue;
                }
                None => out.push(
                    Diagnostic::warning("PF0607", "a shared car does not follow the car it shares")
                        .at(record.place(format!("{stated} {number} {driver}")))
                        .found(format!("car {number}, {stated}"))
                        .expected("the record of the driver who started it just before")
                        .help("it is read as a car of its own"),
                ),
            }
        }
        position = stated;
        rows.push(row(&record, stated, number, seat, names, out));
    }
    rows
}

fn row(
    record: &Record<'_>,
    position: &str,
    number: &str,
    seat: SeatRecord,
    names: &Names,
    out: &mut Vec<Diagnostic>,
) -> ResultRecord {
    let retired = record.text("reasonRetired").unwrap_or_default();
    let place: Option<Position> = position.parse().ok();
    let status = match (place, status(position)) {
        (Some(_), _) if retired.is_empty() => Status::Finished,
        (Some(_), _) => Status::Dnf,
        (None, Some(status)) => status,
        (None, None) => {
            out.push(
                Diagnostic::error("PF0603", "`position` cannot be read")
                    .at(record.place(position))
                    .found(position)
                    .expected("a position, or one of DNF, NC, DSQ, DNS, DNQ, DNPQ, DNP, EX"),
            );
            Status::Nc
        }
    };
    let mut remarks: Vec<String> = Vec::new();
    if matches!(position, "DNPQ" | "DNP" | "EX") {
        remarks.push(position.to_owned());
    }
    remarks.extend(record.text("timePenalty").map(|time| {
        let read = time.parse().map_or_else(|_| time.to_owned(), |own: Millis| time_in_words(own));
        format!("time penalty {read}")
    }));
    let grid = record.text("gridPosition");
    if grid == Some("PL") {
        remarks.push("started from the pit lane".to_owned());
    }
    if !retired.is_empty() {
        remarks.push(retired.to_owned());
    }
    let (maker, engine) = (
        record.wanted("constructorId", out).unwrap_or_default(),
        record.text("engineManufacturerId").unwrap_or_default(),
    );
    ResultRecord {
        position: place.map(Position::get),
        status,
        // A car may retire and still be classified: the position says so.
        classified: (status == Status::Dnf && place.is_some()).then_some(true),
        number: number.to_owned(),
        team: names.maker(maker),
        crew: vec![seat],
        engine: names.maker(engine),
        tyre: record.text("tyreManufacturerId").map_or_else(String::new, |id| names.maker(id)),
        manufacturer: names.constructor(maker, engine),
        laps: record.value("laps", "a number of laps", out),
        time: record.value::<Millis>("time", "a time such as 3:00:38.600", out),
        grid: grid
            .filter(|grid| *grid != "PL")
            .and_then(|_| record.value("gridPosition", "a place", out).map(Position::get)),
        remark: remarks.join("; "),
        from: vec![record.from()],
        ..ResultRecord::default()
    }
}

fn status(position: &str) -> Option<Status> {
    Some(match position {
        "DNF" => Status::Dnf,
        "NC" => Status::Nc,
        "DSQ" => Status::Dsq,
        "DNS" => Status::Dns,
        "DNQ" | "DNPQ" | "DNP" | "EX" => Status::Dnq,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drivers_of_a_shared_car_are_one_crew_and_a_car_may_retire_classified() {
        let text = "\
- position: 2
  driverNumber: 12
  driverId: a-one
  constructorId: ferrari
  engineManufacturerId: ferrari
- position: 2
  driverNumber: 12
  driverId: b-two
  constructorId: ferrari
  engineManufacturerId: ferrari
  sharedCar: true
- position: 3
  driverNumber: 7
  driverId: c-three
  constructorId: cooper
  engineManufacturerId: climax
  reasonRetired: Engine
- position: DNPQ
  driverNumber: 12
  driverId: d-four
  constructorId: ferrari
  engineManufacturerId: ferrari
";
        let mut out = Vec::new();
        let rows = read("r.yml", text, &Names::default(), &mut out);
        assert_eq!(out, []);
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0].crew.len(), 2);
        assert_eq!(rows[0].tags, [SHARED_CAR]);
        assert_eq!((rows[1].status, rows[1].classified), (Status::Dnf, Some(true)));
        assert_eq!(rows[1].manufacturer, "Cooper-Climax");
        assert_eq!((rows[2].status, rows[2].remark.as_str()), (Status::Dnq, "DNPQ"));
    }

    #[test]
    fn a_shared_car_that_follows_another_is_said() {
        let text =
            "- position: 2\n  driverNumber: 12\n  driverId: b-two\n  constructorId: x\n  sharedCar: true\n";
        let mut out = Vec::new();
        assert_eq!(read("r.yml", text, &Names::default(), &mut out).len(), 1);
        assert_eq!(out.iter().map(|own| own.id).collect::<Vec<_>>(), ["PF0607"]);
    }
}
