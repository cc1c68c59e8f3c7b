//! The tables of a report: the classification first, then what was asked for.

use super::super::text_table::{Column, TextTable};
use super::{Options, Report, words};
use parcferme_core::Millis;
use parcferme_core::outcome::Gap;
use parcferme_core::rules::distance::MinimumDistance;
use parcferme_core::season::Status;
use parcferme_core::timing::driver_time::driver_times;
use parcferme_core::timing::finish::FinishBasis;
use parcferme_core::timing::pit_stops::pit_stops;
use parcferme_core::timing::stints::stints;
use parcferme_core::timing::{Car, Row};

pub fn all(report: &Report, options: &Options) -> Vec<TextTable> {
    let rows: Vec<&Row> = report.timed.rows(options.class.as_deref()).collect();
    let mut tables = vec![classification(report, &rows, options.distance.as_ref())];
    tables.extend(options.stints.then(|| stint_table(report, &rows)));
    tables.extend(options.driver_times.then(|| driver_table(report, &rows)));
    tables.extend(options.pit_stops.then(|| stop_table(report, &rows)));
    tables.extend(report.against.is_some().then(|| against_table(report)));
    tables
}

fn classification(report: &Report, rows: &[&Row], rule: Option<&MinimumDistance>) -> TextTable {
    let columns = vec![
        Column::right("pos"),
        Column::right("PIC"),
        Column::left("class"),
        Column::right("no."),
        Column::left("team").shrinks_to(20),
        Column::left("drivers").shrinks_to(24).dispensable(3),
        Column::right("laps"),
        Column::right("time/gap"),
        Column::left("status"),
        Column::right("in class").dispensable(1),
        Column::right("best lap").dispensable(2),
        Column::right("stops").dispensable(4),
    ];
    let gap = |gap: Option<Gap>| gap.map(|gap| gap.to_string());
    let time = |time: Option<Millis>| time.map_or(String::new(), |time| time.to_string());
    let cells = |row: &&Row| {
        let car = report.timed.sheet.car(row.car);
        let status = report.timed.status(row);
        let stops = pit_stops(report.timed.laps(row)).iter().filter(|stop| stop.is_stop()).count();
        vec![
            row.position.to_string(),
            row.class_position.to_string(),
            car.class.clone(),
            car.number.clone(),
            car.team.clone(),
            crew(car),
            row.laps.to_string(),
            gap(row.gap).unwrap_or_else(|| time(row.elapsed)),
            if status == Status::Finished { String::new() } else { status.word().to_owned() },
            gap(row.class_gap).unwrap_or_else(|| "-".to_owned()),
            time(row.best.map(|best| best.time)),
            stops.to_string(),
        ]
    };
    TextTable {
        title: format!("{}: classification from lap records", report.session),
        columns,
        rows: rows.iter().map(cells).collect(),
        classes: Some((2, classes(report))),
        bold: (0..rows.len()).filter(|&index| rows[index].class_position == 1).collect(),
        notes: notes(report, rows, rule),
    }
}

fn classes(report: &Report) -> Vec<String> {
    report.timed.classes().into_iter().map(str::to_owned).collect()
}

/// `J. Taylor, L. Delétraz`: the first name shortened.
fn crew(car: &Car) -> String {
    let short = |name: &str| match name.split_once(' ') {
        Some((first, rest)) => format!("{}. {rest}", first.chars().take(1).collect::<String>()),
        None => name.to_owned(),
    };
    car.drivers.iter().map(|driver| short(&driver.name)).collect::<Vec<_>>().join(", ")
}

fn notes(report: &Report, rows: &[&Row], rule: Option<&MinimumDistance>) -> Vec<String> {
    let mut notes = Vec::new();
    let flag = report.timed.order.flag_at.map_or(String::new(), |at| at.to_string());
    notes.push(match report.timed.order.basis {
        FinishBasis::Recorded => format!(
            "Chequered flag at {flag}, as recorded at the line; dnf: has laps, but none that ended under it."
        ),
        FinishBasis::Derived => format!(
            "Chequered flag at {flag}: the file has no flags, so it is taken to fall for the first of the cars still running; dnf: not seen from then on."
        ),
        FinishBasis::Unknown => "The file does not tell when the race ended.".to_owned(),
    });
    let after: Vec<String> = rows
        .iter()
        .filter(|row| row.after_flag > 0)
        .map(|row| {
            format!("car {} {}", report.timed.sheet.car(row.car).number, words::laps(row.after_flag as u64))
        })
        .collect();
    if !after.is_empty() {
        notes.push(format!("Not counted, since they came after the flag: {}.", after.join(", ")));
    }
    if let Some(rule) = rule {
        let short = rows.iter().filter_map(|row| {
            let distance = report.timed.distance(row).filter(|distance| distance.margin_laps < 0)?;
            let (number, missing) =
                (&report.timed.sheet.car(row.car).number, distance.margin_laps.unsigned_abs());
            let (has, needs, winner) = (row.laps, distance.required_laps, distance.winner_laps);
            Some(format!(
                "  car {number} misses it by {}: {has} of {needs} (winner {winner})",
                words::laps(missing)
            ))
        });
        let short: Vec<String> = short.collect();
        let meet = rows.len() - short.len();
        notes.push(format!(
            "Distance rule, {}: {meet} of {} cars meet it.",
            words::distance_rule(rule),
            rows.len()
        ));
        notes.extend(short);
    }
    notes
}

fn stint_table(report: &Report, rows: &[&Row]) -> TextTable {
    let mut cells = Vec::new();
    for row in rows {
        let car = report.timed.sheet.car(row.car);
        for (index, stint) in (1..).zip(stints(report.timed.laps(row))) {
            cells.push(vec![
                car.number.clone(),
                car.class.clone(),
                format!("{index}"),
                driver(car, stint.seat),
                stint.first_lap.to_string(),
                stint.last_lap.to_string(),
                stint.laps.to_string(),
                stint.track_time.to_string(),
                pit(stint.pit_time),
                stint.best.map_or(String::new(), |time| time.to_string()),
                stint.mean.map_or(String::new(), |time| time.to_string()),
            ]);
        }
    }
    TextTable {
        title: format!("{}: stints", report.session),
        columns: vec![
            Column::right("no."),
            Column::left("class"),
            Column::right("stint"),
            Column::left("driver").shrinks_to(12),
            Column::right("from lap"),
            Column::right("to lap"),
            Column::right("laps"),
            Column::right("on track"),
            Column::right("in pits").dispensable(2),
            Column::right("best lap").dispensable(1),
            Column::right("mean lap").dispensable(3),
        ],
        rows: cells,
        classes: Some((1, classes(report))),
        notes: vec!["Mean of the laps neither into nor out of the pits and not slowed by a flag.".to_owned()],
        ..TextTable::default()
    }
}

fn driver_table(report: &Report, rows: &[&Row]) -> TextTable {
    let mut cells = Vec::new();
    for row in rows {
        let car = report.timed.sheet.car(row.car);
        let times = driver_times(report.timed.laps(row));
        let whole: i64 = times.iter().map(|time| time.track_time.0).sum();
        for time in times {
            cells.push(vec![
                car.number.clone(),
                car.class.clone(),
                driver(car, time.seat),
                time.laps.to_string(),
                time.track_time.to_string(),
                parcferme_core::Share::display_percent(time.track_time.0, whole),
                pit(time.pit_time),
                time.best.map_or(String::new(), |best| best.time.to_string()),
            ]);
        }
    }
    TextTable {
        title: format!("{}: driver time", report.session),
        columns: vec![
            Column::right("no."),
            Column::left("class"),
            Column::left("driver").shrinks_to(12),
            Column::right("laps"),
            Column::right("on track"),
            Column::right("share").dispensable(1),
            Column::right("in pits").dispensable(3),
            Column::right("best lap").dispensable(2),
        ],
        rows: cells,
        classes: Some((1, classes(report))),
        notes: vec!["Time on track is the sum of the lap times less the time in the pit lane.".to_owned()],
        ..TextTable::default()
    }
}

fn stop_table(report: &Report, rows: &[&Row]) -> TextTable {
    let mut cells = Vec::new();
    for row in rows {
        let car = report.timed.sheet.car(row.car);
        for stop in pit_stops(report.timed.laps(row)) {
            cells.push(vec![
                car.number.clone(),
                car.class.clone(),
                stop.lap.to_string(),
                stop.at.map_or(String::new(), |at| at.to_string()),
                stop.duration.map_or(String::new(), |time| time.to_string()),
                driver(car, stop.seat_in),
                if stop.seat_out == stop.seat_in { String::new() } else { driver(car, stop.seat_out) },
                stop.kind.word().to_owned(),
            ]);
        }
    }
    TextTable {
        title: format!("{}: pit stops", report.session),
        columns: vec![
            Column::right("no."),
            Column::left("class"),
            Column::right("lap"),
            Column::right("race time"),
            Column::right("in pits"),
            Column::left("driver in").shrinks_to(12),
            Column::left("new driver").shrinks_to(12),
            Column::left("kind").dispensable(1),
        ],
        rows: cells,
        classes: Some((1, classes(report))),
        ..TextTable::default()
    }
}

fn against_table(report: &Report) -> TextTable {
    let Some((document, comparison)) = &report.against else { return TextTable::default() };
    let place = |position: Option<u32>| position.map_or("-".to_owned(), |position| position.to_string());
    let cells = comparison.differences.iter().flat_map(|difference| {
        difference.reasons.iter().map(move |reason| {
            vec![
                difference.number.clone(),
                place(difference.timed_position),
                place(difference.published_position),
                words::reason(reason, report.timed.sheet),
            ]
        })
    });
    TextTable {
        title: format!("{}: against {document}", report.session),
        columns: vec![
            Column::right("no."),
            Column::right("timed"),
            Column::right("published"),
            Column::left("reason").shrinks_to(40),
        ],
        rows: cells.collect(),
        notes: vec![format!(
            "{} of {} cars have the same place, laps and total time in both.",
            comparison.same, comparison.compared
        )],
        ..TextTable::default()
    }
}

fn driver(car: &Car, seat: u8) -> String {
    match car.driver(seat) {
        Some(driver) => driver.name.clone(),
        None if seat == 0 => "-".to_owned(),
        None => format!("seat {seat}"),
    }
}

fn pit(time: Millis) -> String {
    if time.0 == 0 { String::new() } else { time.to_string() }
}
