//! The report as `parcferme.classification/1`.

use super::{Options, Report, tables, words};
use parcferme_core::season::Status;
use parcferme_core::timing::driver_time::driver_times;
use parcferme_core::timing::flags::{flag_periods, laps_by_flag};
use parcferme_core::timing::official::{Comparison, Reason};
use parcferme_core::timing::pit_stops::pit_stops;
use parcferme_core::timing::stints::stints;
use parcferme_core::timing::{Car, Lap, Row};
use parcferme_formats::names::slug;
use parcferme_publish::json::{Named, classification as wire};
use std::io::{self, Write};

pub fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let document = wire::Classification {
        schema: wire::SCHEMA,
        season: None,
        round: None,
        session: report.session.clone(),
        rows: tables::rows(report, options).into_iter().map(|each| row(report, each)).collect(),
        distance_rule: options.distance.map(wire::DistanceRule::from),
        finish: Some(wire::Finish {
            basis: words::basis(report.order.basis),
            elapsed_ms: report.order.flag_at.map(|at| at.0),
        }),
        flags: Some(
            flag_periods(&report.sheet)
                .iter()
                .map(|period| wire::FlagPeriod {
                    flag: words::flag(period.flag),
                    from_ms: period.from.0,
                    to_ms: period.to.0,
                })
                .collect(),
        ),
        against: report.against.as_ref().map(|(document, comparison)| against(report, document, comparison)),
    };
    serde_json::to_writer(&mut *out, &document)?;
    writeln!(out)
}

fn row(report: &Report, row: &Row) -> wire::Row {
    let car = report.sheet.car(row.car);
    let laps = report.laps(row);
    let crew = Crew::of(car);
    let distance = report.distances.get(&row.car);
    let status = report.status(row);
    wire::Row {
        position: Some(row.position),
        class: text(&car.class),
        class_position: Some(row.class_position),
        number: car.number.clone(),
        team: named(&car.team),
        drivers: crew.0.iter().map(|driver| driver.1.clone()).collect(),
        chassis: text(&car.vehicle).or_else(|| text(&car.manufacturer)),
        engine: None,
        laps: Some(row.laps),
        status: status.word(),
        classified: status == Status::Finished,
        basis: "timed",
        group: text(&car.group),
        elapsed_ms: row.elapsed.map(|elapsed| elapsed.0),
        gap: row.gap.map(Into::into),
        interval: row.interval.map(Into::into),
        class_gap: row.class_gap.map(Into::into),
        class_interval: row.class_interval.map(Into::into),
        best_lap: row.best.map(|best| wire::BestLap {
            lap: best.number,
            time_ms: best.time.0,
            driver: crew.driver(best.seat),
        }),
        required_laps: distance.map(|distance| distance.required_laps),
        meets_distance: distance.map(|distance| distance.margin_laps >= 0),
        laps_short: distance.map(|d| u32::try_from(-d.margin_laps).unwrap_or(0)),
        laps_after_flag: u32::try_from(row.after_flag).ok().filter(|&laps| laps > 0),
        stints: Some(stint_rows(&crew, laps)),
        driver_times: Some(driver_rows(&crew, laps)),
        pit_stops: Some(stop_rows(&crew, laps)),
        laps_by_flag: Some(laps_by_flag(laps).into_iter().map(|(flag, n)| (words::flag(flag), n)).collect()),
    }
}

fn stint_rows(crew: &Crew, laps: &[Lap]) -> Vec<wire::Stint> {
    let row = |stint: parcferme_core::timing::stints::Stint| wire::Stint {
        driver: crew.driver(stint.seat),
        first_lap: stint.first_lap,
        last_lap: stint.last_lap,
        laps: stint.laps,
        track_ms: stint.track_time.0,
        pit_ms: stint.pit_time.0,
        best_ms: stint.best.map(|time| time.0),
        mean_ms: stint.mean.map(|time| time.0),
    };
    stints(laps).into_iter().map(row).collect()
}

fn driver_rows(crew: &Crew, laps: &[Lap]) -> Vec<wire::DriverTime> {
    let row = |time: parcferme_core::timing::driver_time::DriverTime| wire::DriverTime {
        driver: crew.driver(time.seat),
        seat: time.seat,
        laps: time.laps,
        track_ms: time.track_time.0,
        pit_ms: time.pit_time.0,
        best_lap: time.best.map(|best| best.number),
        best_ms: time.best.map(|best| best.time.0),
    };
    driver_times(laps).into_iter().map(row).collect()
}

fn stop_rows(crew: &Crew, laps: &[Lap]) -> Vec<wire::PitStop> {
    let row = |stop: parcferme_core::timing::pit_stops::PitStop| wire::PitStop {
        kind: words::stop(stop.kind),
        lap: stop.lap,
        at_ms: stop.at.map(|at| at.0),
        pit_ms: stop.duration.map(|time| time.0),
        driver_in: crew.driver(stop.seat_in),
        driver_out: crew.driver(stop.seat_out),
    };
    pit_stops(laps).into_iter().map(row).collect()
}

fn against(report: &Report, document: &str, comparison: &Comparison) -> wire::Against {
    let reason = |reason: &Reason| {
        let (ms, laps, by) = match reason {
            Reason::Time(time) => (Some(time.0), None, &[][..]),
            Reason::Laps(laps) => (None, Some(*laps), &[][..]),
            Reason::Displaced { by } => (None, None, by.as_slice()),
            _ => (None, None, &[][..]),
        };
        wire::DifferenceReason {
            kind: words::reason_kind(reason),
            text: words::reason(reason, &report.sheet),
            ms,
            laps,
            cars: by.iter().map(|&car| report.sheet.car(car).number.clone()).collect(),
        }
    };
    let differences = comparison.differences.iter().map(|difference| wire::Difference {
        number: difference.number.clone(),
        timed_position: difference.timed_position,
        published_position: difference.published_position,
        reasons: difference.reasons.iter().map(reason).collect(),
        line: difference.line,
    });
    wire::Against {
        document: document.to_owned(),
        compared: comparison.compared,
        same: comparison.same,
        differences: differences.collect(),
    }
}

/// The crew's names, made once for all its stints.
struct Crew(Vec<(u8, Named)>);

impl Crew {
    fn of(car: &Car) -> Crew {
        Crew(car.drivers.iter().map(|driver| (driver.seat, named(&driver.name))).collect())
    }

    fn driver(&self, seat: u8) -> Option<Named> {
        self.0.iter().find(|driver| driver.0 == seat).map(|driver| driver.1.clone())
    }
}

fn named(name: &str) -> Named {
    Named { id: slug(name), name: name.to_owned() }
}

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
