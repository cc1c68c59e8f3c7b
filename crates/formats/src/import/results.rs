//! Declared results and statistics of the rounds that have a page.

use super::agree::Stated;
use super::calendar::Season;
use super::{Import, from};
use crate::folder::{Folder, ResultRecord, SeatRecord, StatisticRecord};
use crate::pages::crew::Crew;
use crate::pages::{CarTime, Mark, Page, Quantity, ResultRow, StatisticValue};
use parcferme_core::season::Status;
use parcferme_core::{Diagnostic, Millis};
use std::collections::BTreeMap;

const SESSION: &str = "race";

pub(super) fn reconcile(pages: &[Page], season: &Season, folder: &mut Folder, made: &mut Import) {
    let mut cars: BTreeMap<u32, Vec<Car>> = BTreeMap::new();
    let mut of: BTreeMap<(u32, &str, &str), usize> = BTreeMap::new();
    for page in pages {
        let Some(&round) = season.round_of.get(&page.document) else { continue };
        check(page, season, made);
        let of_round = cars.entry(round).or_default();
        for row in &page.results {
            let at = *of.entry((round, &row.number, &row.class)).or_insert_with(|| {
                of_round.push(Car { rows: Vec::new() });
                of_round.len() - 1
            });
            of_round[at].rows.push((page, row));
        }
    }
    for (round, cars) in cars {
        let mut records: Vec<ResultRecord> = cars.iter().map(|car| car.record(round, made)).collect();
        // As declared: by position, those without one behind.
        records.sort_by_key(|record| (record.position.is_none(), record.position));
        folder.results.insert((round, SESSION.to_owned()), records);
    }
    statistics(pages, season, folder, made);
}

/// One car of a round, as each page has it.
struct Car<'p> {
    rows: Vec<(&'p Page, &'p ResultRow)>,
}

impl Car<'_> {
    fn record(&self, round: u32, made: &mut Import) -> ResultRecord {
        let number = self.rows.first().map(|(_, row)| row.number.clone()).unwrap_or_default();
        let mut text = |field: &str, of: fn(&ResultRow) -> String| {
            let mut stated = Stated::default();
            for (page, row) in &self.rows {
                if !of(row).is_empty() {
                    stated.add(of(row), page.place(row.line));
                }
            }
            let what = format!("{field} of car {number} in round {round}");
            stated.settle(&what, String::clone, &mut made.report).unwrap_or_default()
        };
        let position = text("position", |row| row.position_text.clone());
        let laps = text("laps", |row| row.laps.map(|laps| laps.to_string()).unwrap_or_default());
        let crew = text("crew", |row| crew_text(&row.crew));
        let (class, team) =
            (text("class", |row| row.class.clone()), text("team", |row| row.team.name.clone()));
        let team_nation = text("country of the team", |row| row.team.nation_code());
        let (chassis, engine) =
            (text("chassis", |row| row.chassis.clone()), text("engine", |row| row.engine.clone()));
        let (tyre, remark) =
            (text("tyre", |row| row.tyre.clone()), text("time", |row| row.time_or_reason.clone()));
        let row_with =
            |test: &dyn Fn(&ResultRow) -> bool| self.rows.iter().map(|(_, row)| *row).find(|row| test(row));
        let placed = row_with(&|row| row.position_text == position);
        let lines = |page: &Page, row: &ResultRow| {
            [Some(row.line), row.engine_line]
                .into_iter()
                .flatten()
                .map(|line| from(page, line))
                .collect::<Vec<_>>()
        };
        ResultRecord {
            position: placed.and_then(|row| row.position),
            status: placed.map_or(Status::Finished, |row| status(row.mark)),
            class,
            number: number.clone(),
            team,
            team_nation,
            crew: row_with(&|row| crew_text(&row.crew) == crew)
                .map(|row| seats(&row.crew))
                .unwrap_or_default(),
            chassis,
            engine,
            tyre,
            laps: laps.parse().ok(),
            time: whole_time(&remark),
            remark: if whole_time(&remark).is_some() { String::new() } else { remark },
            from: self.rows.iter().flat_map(|(page, row)| lines(page, row)).collect(),
            ..ResultRecord::default()
        }
    }
}

/// A race's time, not a gap.
fn whole_time(text: &str) -> Option<Millis> {
    text.parse().ok().filter(|_| text.contains(':') && !text.starts_with('+'))
}

/// The crew whatever the country codes: they are compared driver by driver elsewhere.
fn crew_text(crew: &Crew) -> String {
    crew.members().map(|member| member.name).collect::<Vec<_>>().join("; ")
}

fn seats(crew: &Crew) -> Vec<SeatRecord> {
    crew.members()
        .map(|member| SeatRecord {
            id: String::new(),
            drive_time: None,
            driver: member.name.to_owned(),
            nation: member.nation.map(|nation| nation.code().to_owned()).unwrap_or_default(),
            drove: true,
            scores: true,
        })
        .collect()
}

fn status(mark: Mark) -> Status {
    match mark {
        Mark::None => Status::Finished,
        Mark::DidNotFinish => Status::Dnf,
        Mark::DidNotStart => Status::Dns,
        Mark::NotClassified => Status::Nc,
        Mark::Disqualified | Mark::Excluded => Status::Dsq,
        Mark::Withdrawn | Mark::DidNotQualify => Status::Dnq,
    }
}

/// What must not enter a season: two cars with one position, one car twice, a class that the season does not have.
fn check(page: &Page, season: &Season, made: &mut Import) {
    let mut positions: BTreeMap<u32, &ResultRow> = BTreeMap::new();
    let mut numbers: BTreeMap<&str, &ResultRow> = BTreeMap::new();
    for row in &page.results {
        if let Some(position) = row.position
            && let Some(other) = positions.insert(position, row)
        {
            made.diagnostics.push(
                Diagnostic::error("PF0126", format!("two cars have position {position}"))
                    .at(page.place(row.line))
                    .at(page.place(other.line))
                    .found(format!("cars {} and {}", other.number, row.number))
                    .expected("one car a position")
                    .help("compare the two rows with the published page"),
            );
        }
        if let Some(other) = numbers.insert(&row.number, row) {
            made.diagnostics.push(
                Diagnostic::error("PF0128", format!("car {} stands twice in the results", row.number))
                    .at(page.place(row.line))
                    .at(page.place(other.line))
                    .found(format!("lines {} and {}", other.line, row.line))
                    .expected("one row a car")
                    .help("compare the two rows with the published page"),
            );
        }
        if !season.classes.contains(&row.class) {
            made.diagnostics.push(
                Diagnostic::error("PF0125", format!("the season has no class \"{}\"", row.class))
                    .at(page.place(row.line))
                    .found(row.class.clone())
                    .expected(format!("one of {}", season.classes.join(", ")))
                    .help("correct the row, or name the class on the season's page"),
            );
        }
    }
}

fn statistics(pages: &[Page], season: &Season, folder: &mut Folder, made: &mut Import) {
    let mut stated: BTreeMap<(u32, u8), Stated<StatisticKey>> = BTreeMap::new();
    let mut records: BTreeMap<(u32, u8), Vec<(StatisticKey, StatisticRecord)>> = BTreeMap::new();
    for page in pages {
        let Some(&round) = season.round_of.get(&page.document) else { continue };
        for statistic in &page.statistics {
            let Some((order, mut record)) = record(&statistic.value) else {
                let what = format!("statistic \"{}\" was not understood", statistic.label);
                made.report.leave_open(
                    super::NoteKind::Unread,
                    what,
                    "kept in the document only",
                    [page.place(statistic.line)],
                );
                continue;
            };
            record.round = round;
            record.session = SESSION.to_owned();
            record.from = vec![from(page, statistic.line)];
            let key = (record.number.clone(), record.time, record.value, record.printed.clone());
            stated.entry((round, order)).or_default().add(key.clone(), page.place(statistic.line));
            let same = records.entry((round, order)).or_default();
            match same.iter_mut().find(|(own, _)| *own == key) {
                Some((_, own)) => own.from.append(&mut record.from),
                None => same.push((key, record)),
            }
        }
    }
    for (key, stated) in stated {
        let same = records.remove(&key).unwrap_or_default();
        let name = same.first().map_or("", |(_, record)| record.kind.as_str()).to_owned();
        let what = format!("{name} of round {}", key.0);
        let settled = stated.settle(
            &what,
            |(number, _, _, printed)| format!("{number} {printed}").trim().to_owned(),
            &mut made.report,
        );
        folder.statistics.extend(
            same.into_iter().filter(|(own, _)| Some(own) == settled.as_ref()).map(|(_, record)| record),
        );
    }
}

type StatisticKey = (String, Option<Millis>, Option<i64>, String);

/// The record of a statistic and its place in the list.
fn record(value: &StatisticValue) -> Option<(u8, StatisticRecord)> {
    let car = |kind: &str, time: &CarTime| StatisticRecord {
        kind: kind.to_owned(),
        number: time.number.clone().unwrap_or_default(),
        team: time.team.clone(),
        time: time.time,
        printed: time.time_text.clone(),
        ..StatisticRecord::default()
    };
    let quantity = |kind: &str, quantity: &Quantity| StatisticRecord {
        kind: kind.to_owned(),
        value: Some(whole_metres(quantity)),
        printed: quantity.text.clone(),
        ..StatisticRecord::default()
    };
    Some(match value {
        StatisticValue::Pole(time) => (0, car("pole", time)),
        StatisticValue::FastestLap(time) => (1, car("fastest-lap", time)),
        StatisticValue::Distance(distance) => (2, quantity("distance", distance)),
        StatisticValue::AverageSpeed(speed) => (3, quantity("average-speed", speed)),
        StatisticValue::Other(_) => return None,
    })
}

/// Metres (an hour), rounded half up; what was printed stays beside it.
fn whole_metres(quantity: &Quantity) -> i64 {
    i64::try_from((quantity.micrometres() + 500_000).div_euclid(1_000_000)).unwrap_or(i64::MAX)
}
