//! What laps tell of a session, as the rows that results have: those of a session without results, those that declared ones
//! are held against, and a results file of its own.

use super::results::{ResultRecord, SeatRecord, write_needed};
use super::{LapRecords, Origin};
use parcferme_core::Millis;
use parcferme_core::numbers::Position;
use parcferme_core::timing::classification::classify_as;
use parcferme_core::timing::declare::{Declared, TimedRow, declare};
use parcferme_core::timing::{LapSheet, SessionKind, Taken};

/// A session as its laps tell it.
pub(super) struct Timed {
    /// Each with the lap of the best one, 0 where there is none.
    pub rows: Vec<(ResultRecord, u32)>,
    /// How long the red flag was out.
    pub red_flag: Option<Millis>,
}

impl Timed {
    pub(super) fn of(laps: &LapRecords, kind: SessionKind) -> Timed {
        let Declared { rows, red_flag } = declare(&laps.sheet, &classify_as(&laps.sheet, Taken::told(kind)));
        let row = |row: TimedRow| {
            let number = row.best.map_or(0, |best| best.number);
            // The rules of the season say who is placed.
            (ResultRecord { position: None, ..record(row, &laps.file) }, number)
        };
        Timed { rows: rows.into_iter().map(row).collect(), red_flag }
    }
}

/// A results file of what laps tell, in the order of the session; `class` leaves out the cars of others. Crossings are in it
/// where a red flag was out, single laps where the session is ordered by them.
pub fn write_timed(sheet: &LapSheet, taken: Taken, file: &str, class: Option<&str>) -> String {
    let by_best = taken.kind == SessionKind::BestLap;
    let Declared { rows, red_flag } = declare(sheet, &classify_as(sheet, taken));
    let wanted = |row: &TimedRow| class.is_none_or(|class| class.eq_ignore_ascii_case(&row.class));
    let rows = rows.into_iter().filter(wanted).map(|mut row| {
        row.measures.retain(|own| match own.name.as_str() {
            "crossings" => red_flag.is_some(),
            "flying_laps" | "second_best_lap" => by_best,
            _ => true,
        });
        record(row, file)
    });
    write_needed(&rows.collect::<Vec<_>>())
}

fn record(row: TimedRow, file: &str) -> ResultRecord {
    let seat = |driver: parcferme_core::timing::declare::TimedDriver| SeatRecord {
        id: String::new(),
        driver: driver.name,
        nation: String::new(),
        drove: true,
        scores: true,
        drive_time: driver.drive_time,
    };
    let lines = row.lines.into_iter().filter(|&line| line > 0);
    let mut from: Vec<Origin> = lines.map(|line| Origin { document: file.to_owned(), line }).collect();
    let corrected = |own: parcferme_core::timing::correction::Correction| Origin {
        document: own.document,
        line: own.line,
    };
    from.extend(row.corrections.into_iter().map(corrected));
    from.dedup();
    ResultRecord {
        position: row.position.map(Position::get),
        status: row.status,
        class: row.class,
        number: row.number.into(),
        team: row.team,
        crew: row.drivers.into_iter().filter(|driver| !driver.name.is_empty()).map(seat).collect(),
        chassis: row.chassis,
        manufacturer: row.manufacturer,
        laps: Some(row.laps.0),
        time: row.time,
        best_lap: row.best.map(|best| best.time),
        measures: row.measures,
        from,
        line: row.lines[1],
        ..ResultRecord::default()
    }
}
