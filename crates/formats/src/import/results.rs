//! Declared results and statistics of the rounds that have a page.

use super::agree::Stated;
use super::calendar::Season;
use super::{Import, from};
use crate::folder::words::says_nothing;
use crate::folder::{Folder, ResultRecord, SeatRecord, StatisticRecord};
use crate::names::slug;
use crate::pages::crew::Crew;
use crate::pages::{CarTime, Mark, Page, Quantity, ResultRow, StatisticValue};
use parcferme_core::number_words::counted;
use parcferme_core::season::Status;
use parcferme_core::{Diagnostic, Millis};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const SESSION: &str = "race";

pub(super) fn reconcile(pages: &[Page], season: &Season, folder: &mut Folder, made: &mut Import) {
    let mut sessions: BTreeMap<(u32, String), Vec<(&Page, &ResultRow)>> = BTreeMap::new();
    for page in pages {
        let mut nowhere: BTreeMap<String, Vec<&ResultRow>> = BTreeMap::new();
        for row in &page.results {
            match season.round_of_row(page, row.of.as_ref()) {
                Some(round) => {
                    let session =
                        if row.session.is_empty() { SESSION.to_owned() } else { row.session.clone() };
                    sessions.entry((round, session)).or_default().push((page, row));
                }
                None if row.of.is_some() => nowhere.entry(row.heading_class.clone()).or_default().push(row),
                None => {}
            }
        }
        tell_nowhere(page, &nowhere, made);
    }
    for ((round, session), rows) in sessions {
        for (session, rows) in by_class(&session, rows) {
            let mut cars: Vec<Car> = Vec::new();
            let mut of: BTreeMap<(String, &str, usize), usize> = BTreeMap::new();
            let rows = checked(rows, season, made);
            let mut times: BTreeMap<(&str, String, &str), usize> = BTreeMap::new();
            for (page, row) in rows {
                // Rows of one page with one number are several cars: each is its own.
                let car = if row.number.is_empty() { crew_text(&row.crew) } else { row.number.clone() };
                let time =
                    times.entry((page.document.as_str(), car.clone(), row.class.as_str())).or_default();
                let at = *of.entry((car, row.class.as_str(), *time)).or_insert_with(|| {
                    cars.push(Car { rows: Vec::new() });
                    cars.len() - 1
                });
                *time += 1;
                cars[at].rows.push((page, row));
            }
            let mut records: Vec<ResultRecord> = cars.iter().map(|car| car.record(round, made)).collect();
            // As declared: by position, those without one behind.
            records.sort_by_key(|record| (record.position.is_none(), record.position));
            times_of_gaps(&mut records);
            if !records.is_empty() {
                folder.results.insert((round, session), records);
            }
        }
    }
    statistics(pages, season, folder, made);
}

/// Tables of results whose heading names no round of the calendar.
fn tell_nowhere(page: &Page, nowhere: &BTreeMap<String, Vec<&ResultRow>>, made: &mut Import) {
    for (heading, rows) in nowhere {
        let Some(first) = rows.first() else { continue };
        made.left_out += rows.len();
        made.diagnostics.push(
            Diagnostic::warning(
                "PF0173",
                "results of a season's page were left out: their round is not known",
            )
            .at(page.place(first.line))
            .found(format!("{} rows below the heading \"{heading}\"", rows.len()))
            .expected("a heading with the round's number, or with the name of one round of the calendar")
            .help("import the season's calendar with it, or write `Round 3` into the heading"),
        );
    }
}

type Rows<'p> = Vec<(&'p Page, &'p ResultRow)>;

/// Classes that raced for themselves have sessions of their own: in one race no place is taken twice.
fn by_class<'p>(session: &str, rows: Rows<'p>) -> Vec<(String, Rows<'p>)> {
    let mut at: BTreeMap<(&str, u32), BTreeSet<&str>> = BTreeMap::new();
    for (page, row) in &rows {
        if let Some(position) = row.position {
            at.entry((page.document.as_str(), position)).or_default().insert(&row.class);
        }
    }
    let clashing = at.values().filter(|classes| classes.len() > 1).count();
    if clashing < 3 || 2 * clashing < at.len() {
        return vec![(session.to_owned(), rows)];
    }
    let mut of: BTreeMap<&str, Rows<'p>> = BTreeMap::new();
    for (page, row) in rows {
        of.entry(&row.class).or_default().push((page, row));
    }
    of.into_iter().map(|(class, rows)| (format!("{session}-{}", slug(class)), rows)).collect()
}

/// One car of a round, as each page has it.
struct Car<'p> {
    rows: Vec<(&'p Page, &'p ResultRow)>,
}

impl Car<'_> {
    fn record(&self, round: u32, made: &mut Import) -> ResultRecord {
        let number = self.rows.first().map(|(_, row)| row.number.clone()).unwrap_or_default();
        let name = self.rows.first().map(|(_, row)| car_name(row)).unwrap_or_default();
        let mut text = |field: &str, of: fn(&ResultRow) -> String| {
            let mut stated = Stated::default();
            for (page, row) in &self.rows {
                if !of(row).is_empty() {
                    stated.add(of(row), page.place(row.line));
                }
            }
            let what = format!("{field} of {name} in round {round}");
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
        let manufacturer = text("manufacturer", |row| row.manufacturer.clone());
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
                .map(|row| seats(&row.crew, true).chain(seats(&row.co_drivers, false)).collect())
                .unwrap_or_default(),
            chassis,
            engine,
            tyre,
            manufacturer,
            best_lap: self.rows.iter().find_map(|(_, row)| row.best_lap),
            grid: self.rows.iter().find_map(|(_, row)| row.grid),
            laps: laps.parse().ok(),
            time: whole_time(&remark),
            remark: if whole_time(&remark).is_some() { String::new() } else { remark },
            from: self.rows.iter().flat_map(|(page, row)| lines(page, row)).collect(),
            ..ResultRecord::default()
        }
    }
}

/// A gap to the winner, whose time is known, is a time where the car did as many laps.
fn times_of_gaps(records: &mut [ResultRecord]) {
    let winner = records.iter().find(|record| record.position == Some(1));
    let Some((time, laps)) = winner.and_then(|winner| Some((winner.time?, winner.laps))) else { return };
    for record in records.iter_mut().filter(|record| record.time.is_none() && record.laps == laps) {
        if record.status != Status::Finished {
            continue;
        }
        if let Some(total) = gap(&record.remark).and_then(|gap| time.0.checked_add(gap.0)) {
            record.time = Some(Millis(total));
            record.remark.clear();
        }
    }
}

/// `+3.456`, `+ 22.6 s`, `+1:02.3`; laps are none.
fn gap(text: &str) -> Option<Millis> {
    let rest = text.trim().strip_prefix('+')?.trim();
    let bare = ["secs", "sec", "s"].iter().find_map(|unit| rest.strip_suffix(unit)).unwrap_or(rest).trim();
    bare.parse().ok().filter(|_| bare.contains(['.', ':']))
}

/// A race's time, not a gap.
fn whole_time(text: &str) -> Option<Millis> {
    text.parse().ok().filter(|_| text.contains(':') && !text.starts_with('+'))
}

/// The crew whatever the country codes: they are compared driver by driver elsewhere.
fn crew_text(crew: &Crew) -> String {
    crew.members().map(|member| member.name).collect::<Vec<_>>().join("; ")
}

/// A dash where a name should be is nobody, as it is in a results file.
fn seats(crew: &Crew, scores: bool) -> impl Iterator<Item = SeatRecord> {
    crew.members().filter(|own| !says_nothing(own.name)).map(move |member| SeatRecord {
        id: String::new(),
        drive_time: None,
        driver: member.name.to_owned(),
        nation: member.nation.map(|nation| nation.code().to_owned()).unwrap_or_default(),
        drove: true,
        scores,
    })
}

pub(super) fn status(mark: Mark) -> Status {
    match mark {
        Mark::None => Status::Finished,
        Mark::DidNotFinish => Status::Dnf,
        Mark::DidNotStart => Status::Dns,
        Mark::NotClassified => Status::Nc,
        Mark::Disqualified | Mark::Excluded => Status::Dsq,
        Mark::Withdrawn | Mark::DidNotQualify => Status::Dnq,
    }
}

/// The rows of a session that can enter a season. Two cars at one position with another right behind them, one car twice and
/// a class that nobody knows are left out and told.
fn checked<'p>(rows: Rows<'p>, season: &Season, made: &mut Import) -> Rows<'p> {
    let mut out: BTreeSet<(&str, u32)> = BTreeSet::new();
    let pages: BTreeSet<&str> = rows.iter().map(|(page, _)| page.document.as_str()).collect();
    for document in pages {
        let own: Rows = rows.iter().filter(|(page, _)| page.document == document).copied().collect();
        let mut tell = |rows: &[&(&'p Page, &'p ResultRow)], diagnostic: Diagnostic| {
            made.left_out += rows.len();
            out.extend(rows.iter().map(|(page, row)| (page.document.as_str(), row.line)));
            let placed = rows.iter().fold(diagnostic, |own, (page, row)| own.at(page.place(row.line)));
            made.diagnostics.push(placed);
        };
        let mut positions: BTreeMap<u32, Vec<&(&Page, &ResultRow)>> = BTreeMap::new();
        for row in &own {
            if let Some(position) = row.1.position {
                positions.entry(position).or_default().push(row);
            }
        }
        let all: BTreeSet<u32> = positions.keys().copied().collect();
        // In a dead heat cars are level, and the place behind them is empty.
        let level = |cars: &[&(&Page, &ResultRow)]| {
            let laps: BTreeSet<u32> = cars.iter().filter_map(|(_, row)| row.laps).collect();
            laps.len() <= 1
        };
        let wrong = |(position, cars): &(&u32, &Vec<&(&Page, &ResultRow)>)| {
            cars.len() > 1 && (all.contains(&(*position + 1)) || !level(cars))
        };
        for (position, cars) in positions.iter().filter(wrong) {
            let named: Vec<String> = cars.iter().map(|(_, row)| car_name(row)).collect();
            tell(
                cars,
                Diagnostic::warning(
                    "PF0126",
                    format!("two cars have position {position}: they were left out"),
                )
                .found(named.join(" and "))
                .expected("one car a position; behind a dead heat the next position is empty")
                .help("compare the two rows with the published page"),
            );
        }
        let mut cars: BTreeMap<&str, Vec<&(&Page, &ResultRow)>> = BTreeMap::new();
        for row in own.iter().filter(|(_, row)| !row.number.is_empty()) {
            cars.entry(row.1.number.as_str()).or_default().push(row);
        }
        for (number, rows) in cars.iter().filter(|(_, rows)| rows.len() > 1) {
            // A number that several drivers shared, of whom not all started, has a row for each.
            let crews: BTreeSet<String> = rows.iter().map(|(_, row)| crew_text(&row.crew)).collect();
            let started = rows.iter().filter(|(_, row)| status(row.mark).started()).count();
            if crews.len() == rows.len() && started <= 1 {
                continue;
            }
            let lines: Vec<String> = rows.iter().map(|(_, row)| format!("line {}", row.line)).collect();
            let classes: BTreeSet<&str> = rows.iter().map(|(_, row)| row.class.as_str()).collect();
            let apart = classes.len() == rows.len();
            let ending = if apart { "in several classes" } else { ": it was left out" };
            let diagnostic = Diagnostic::warning(
                "PF0128",
                format!("car {number} stands twice in the results {ending}").replace(" :", ":"),
            )
            .found(lines.join(" and "))
            .expected("one row a car")
            .help("compare the rows with the published page");
            // Classes may share numbers: the rows are kept.
            let kept: &[&(&Page, &ResultRow)] = if apart { &[] } else { rows };
            let placed = rows
                .iter()
                .filter(|_| apart)
                .fold(diagnostic, |own, (page, row)| own.at(page.place(row.line)));
            tell(kept, placed);
        }
        for row in own.iter().filter(|(_, row)| !row.class.is_empty() && !season.classes.contains(&row.class))
        {
            tell(
                &[row],
                Diagnostic::warning(
                    "PF0125",
                    format!("the season has no class \"{}\": the row was left out", row.1.class),
                )
                .found(row.1.class.clone())
                .expected(format!("one of {}", season.classes.join(", ")))
                .help("correct the row, or name the class on the season's page"),
            );
        }
        gaps(&own, made);
        without_number(&own, made);
    }
    rows.into_iter().filter(|(page, row)| !out.contains(&(page.document.as_str(), row.line))).collect()
}

fn car_name(row: &ResultRow) -> String {
    if row.number.is_empty() { crew_text(&row.crew) } else { format!("car {}", row.number) }
}

/// Cars without a number where nearly all others have one.
fn without_number(rows: &Rows, made: &mut Import) {
    let missing: Vec<&(&Page, &ResultRow)> = rows.iter().filter(|(_, row)| row.number.is_empty()).collect();
    if missing.is_empty() || 10 * missing.len() > rows.len() {
        return;
    }
    for (page, row) in missing {
        made.diagnostics.push(
            Diagnostic::warning("PF0181", "a car has no number")
                .at(page.place(row.line))
                .found(crew_text(&row.crew))
                .expected("a number, as the other cars have")
                .help("compare the row with the published page"),
        );
    }
}

/// Positions that nobody has, and laps that do not follow the positions: a row is missing, or a digit is wrong.
fn gaps(rows: &Rows, made: &mut Import) {
    let mut placed: Vec<(u32, &Page, &ResultRow)> =
        rows.iter().filter_map(|(page, row)| Some((row.position?, *page, *row))).collect();
    placed.sort_by_key(|(position, ..)| *position);
    for pair in placed.windows(2) {
        let [(before, _, above), (position, page, row)] = pair else { continue };
        let shared = placed.iter().filter(|(own, ..)| own == before).count() as u32;
        if *position > before + shared.max(1) {
            let missing = format!("{} to {}", before + 1, position - 1);
            made.diagnostics.push(
                Diagnostic::warning("PF0174", "no car has a position between two others")
                    .at(page.place(row.line))
                    .found(format!("positions {before} and {position}, nothing at {missing}"))
                    .expected("positions that follow each other")
                    .help("compare the row with the published page: a row is missing, or a digit is wrong"),
            );
        }
        // Those who finished are in order of laps, and so are those who did not.
        let ordered = |row: &ResultRow| matches!(row.mark, Mark::None | Mark::DidNotFinish);
        if let (Some(own), Some(more)) = (above.laps, row.laps)
            && more > own
            && ordered(above)
            && above.mark == row.mark
        {
            made.diagnostics.push(
                Diagnostic::warning("PF0175", "a car has more laps than the one in front of it")
                    .at(page.place(row.line))
                    .found(format!(
                        "{} with {} behind {} with {own}",
                        car_name(row),
                        counted(more, "lap"),
                        car_name(above)
                    ))
                    .expected("no more laps than the car in front")
                    .help("compare the two rows with the published page; a penalty may be the reason"),
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
