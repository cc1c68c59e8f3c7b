//! Files of a timing service: results, laps, weather.

use super::form::File;
use super::said::{Column, Kind, Left, Said, SeenCar, Session};
use crate::alkamel::{self, FileKind, OfficialResults, ResultKind};
use crate::folder::{Origin, ResultRecord, SeatRecord, status_of};
use crate::text::guess;
use parcferme_core::number_words::counted;
use parcferme_core::season::{Date, Status};
use parcferme_core::timing::classification::best_lap;
use parcferme_core::timing::official::OfficialRow;
use parcferme_core::timing::{LapSheet, SessionKind, Taken};
use parcferme_core::{Diagnostic, Place, Severity};
use std::collections::BTreeMap;

/// `None` where the header is not one of the vendor's.
pub(super) fn read(file: &File<'_>) -> Option<(Said, Vec<Diagnostic>)> {
    let kind = alkamel::kind_of(file.bytes)?;
    let (mut said, mut diagnostics) = match kind {
        FileKind::Laps => laps(file),
        FileKind::Results => results(file),
        FileKind::Weather => weather(file),
        FileKind::Grid => {
            left("a starting grid", "the grid is no result; grid positions stand in the results")
        }
        FileKind::Flags => {
            left("flags and messages of race control", "nothing in a season folder holds them")
        }
    };
    said.document = file.name.to_owned();
    // Notes on single laps are told by whoever classifies them.
    diagnostics.retain(|own| own.severity != Severity::Note || kind == FileKind::Results);
    Some((said, diagnostics))
}

fn left(taken_for: &str, why: &str) -> (Said, Vec<Diagnostic>) {
    let left = Left { what: "the whole file".to_owned(), why: why.to_owned(), line: 0 };
    (Said { taken_for: taken_for.to_owned(), left: vec![left], ..Said::default() }, Vec::new())
}

fn laps(file: &File<'_>) -> (Said, Vec<Diagnostic>) {
    let (sheet, mut diagnostics) = alkamel::read_laps(file.name, file.bytes);
    let taken = Taken::from_laps(&sheet);
    let (kind, open) = match taken.kind {
        SessionKind::Race => (Kind::Race, false),
        SessionKind::BestLap if one_driver_each(&sheet) => (Kind::Qualifying, false),
        SessionKind::BestLap => (Kind::Practice, true),
    };
    let what = match taken.kind {
        SessionKind::Race => "a race",
        SessionKind::BestLap => "practice or qualifying",
    };
    let cars = seen(&sheet);
    if sheet.laps().is_empty() {
        return (Said { taken_for: "a lap file".to_owned(), ..Said::default() }, diagnostics);
    }
    let text = match std::str::from_utf8(file.bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            diagnostics.push(
                Diagnostic::warning(
                    "PF1070",
                    "the lap file is not UTF-8 and was kept as Windows-1252, which is a guess",
                )
                .at(Place::document(file.name))
                .expected("UTF-8")
                .help("check the names in it"),
            );
            guess(file.bytes)
        }
    };
    let session =
        Session { kind, kind_is_open: open, laps: Some(text), cars, bests_tell: true, ..Session::default() };
    let taken_for = format!(
        "laps of {what} ({}, {})",
        counted(sheet.cars().len(), "car"),
        counted(sheet.laps().len(), "lap")
    );
    (Said { taken_for, sessions: vec![session], ..Said::default() }, diagnostics)
}

/// Whether no car changed its driver, though crews have several: so it is in qualifying.
fn one_driver_each(sheet: &LapSheet) -> bool {
    let seats = |car| sheet.laps_of(car).iter().map(|lap| lap.seat);
    let one = |car| seats(car).min() == seats(car).max();
    sheet.car_indexes().all(one) && sheet.car_indexes().any(|car| seats(car).any(|seat| seat > 1))
}

/// The cars of a lap file with their best laps.
pub(super) fn seen(sheet: &LapSheet) -> Vec<SeenCar> {
    let car = |own| {
        let car = sheet.car(own);
        SeenCar {
            number: car.number.to_string(),
            class: car.class.clone(),
            team: car.team.clone(),
            manufacturer: car.manufacturer.clone(),
            drivers: car.drivers.iter().map(|own| own.name.clone()).collect(),
            best: best_lap(sheet.laps_of(own)).map(|best| best.time),
        }
    };
    sheet.car_indexes().map(car).collect()
}

fn results(file: &File<'_>) -> (Said, Vec<Diagnostic>) {
    let (results, mut diagnostics) = alkamel::read_results(file.name, file.bytes);
    let by_best = results.kind == ResultKind::FastestLap;
    let rows: Vec<ResultRecord> =
        results.rows.iter().map(|row| record(file.name, row, by_best, &mut diagnostics)).collect();
    shared_numbers(file.name, &results, &mut diagnostics);
    let what = if by_best { "a result of practice or qualifying" } else { "a race result" };
    let (kind, kind_is_open) = if by_best { (Kind::Practice, true) } else { (Kind::Race, false) };
    let mut said = Said {
        taken_for: format!("{what} ({} cars)", rows.len()),
        columns: columns(&results, by_best),
        left: licences(&results),
        ..Said::default()
    };
    if !rows.is_empty() {
        said.sessions = vec![Session { kind, kind_is_open, rows, bests_tell: true, ..Session::default() }];
    }
    (said, diagnostics)
}

fn record(document: &str, row: &OfficialRow, by_best: bool, told: &mut Vec<Diagnostic>) -> ResultRecord {
    let status = match row.status.trim() {
        "" => Status::Finished,
        word => status_of(word).unwrap_or_else(|| {
            told.push(
                Diagnostic::warning(
                    "PF1071",
                    format!("the status of car {} is no word that is known", row.number),
                )
                .at(Place::line(document, row.line, ""))
                .found(word)
                .expected("Classified, Not classified, Retired, Not started, Disqualified or Excluded")
                .help("it was taken for `nc`; correct the row in the results"),
            );
            Status::Nc
        }),
    };
    // A sheet by best lap numbers the cars without a time on: as declared, and not classified.
    let status = match (by_best, status, row.best_lap, row.laps.map(|laps| laps.0)) {
        (true, Status::Finished, None, Some(0) | None) => Status::Dns,
        (true, Status::Finished, None, _) => Status::Nc,
        _ => status,
    };
    let classified = match status {
        Status::Finished if !row.status.trim().is_empty() => Some(true),
        Status::Nc if !by_best => Some(false),
        _ => None,
    };
    let placed = status.started() && status != Status::Dsq;
    let seat = |own: &parcferme_core::timing::official::OfficialDriver| SeatRecord {
        nation: own.country.clone(),
        ..SeatRecord::of(own.name.as_str())
    };
    ResultRecord {
        position: row.position.filter(|_| placed).map(u32::from),
        status,
        classified,
        class: row.class.clone(),
        number: row.number.to_string(),
        team: row.team.clone(),
        crew: row.drivers.iter().map(seat).collect(),
        chassis: row.vehicle.clone(),
        tyre: row.tyres.clone(),
        laps: row.laps.map(|laps| laps.0),
        time: row.total_time.filter(|_| !by_best),
        best_lap: row.best_lap.map(|best| best.1),
        tags: Some(row.group.trim().to_owned()).filter(|group| !group.is_empty()).into_iter().collect(),
        from: vec![Origin { document: document.to_owned(), line: row.line }],
        ..ResultRecord::default()
    }
}

/// Where the columns went that the file fills.
fn columns(results: &OfficialResults, by_best: bool) -> Vec<Column> {
    type Filled = fn(&OfficialRow) -> bool;
    let taken: [(&str, &str, Filled); 10] = [
        ("position", "position", |row| row.position.is_some()),
        ("number", "number", |row| !row.number.is_empty()),
        ("status", "status", |row| !row.status.is_empty()),
        ("laps", "laps", |row| row.laps.is_some()),
        ("total time", "time", |row| row.total_time.is_some()),
        ("best lap", "best_lap", |row| row.best_lap.is_some()),
        ("team", "team", |row| !row.team.is_empty()),
        ("class", "class", |row| !row.class.is_empty()),
        ("group", "tags", |row| !row.group.is_empty()),
        ("vehicle", "chassis", |row| !row.vehicle.is_empty()),
    ];
    let more: [(&str, &str, Filled); 2] = [
        ("tyres", "tyre", |row| !row.tyres.is_empty()),
        ("drivers", "drivers", |row| !row.drivers.is_empty()),
    ];
    let filled = taken.into_iter().chain(more).filter(|own| results.rows.iter().any(own.2));
    let column = |(head, field, _): (&str, &str, Filled)| Column {
        head: if by_best && head == "best lap" { "time".to_owned() } else { head.to_owned() },
        field: Some(field.to_owned()),
    };
    filled.map(column).collect()
}

fn licences(results: &OfficialResults) -> Vec<Left> {
    let graded = results.rows.iter().flat_map(|row| &row.drivers).filter(|own| !own.license.is_empty());
    match graded.count() {
        0 => Vec::new(),
        several => vec![Left {
            what: format!("grades of {several} drivers"),
            why: "results have no column for licences; where rules ask for them, they are `categories` in names.toml"
                .to_owned(),
            line: 0,
        }],
    }
}

/// Two cars of one number in one sheet: whatever names a car by its number has to say which.
fn shared_numbers(document: &str, results: &OfficialResults, told: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, &OfficialRow> = BTreeMap::new();
    for row in &results.rows {
        let Some(first) = seen.insert(row.number.as_str(), row) else { continue };
        // The sheet's reader tells it of the line alone.
        told.retain(|own| own.id != "PF0534" || own.places.first().is_none_or(|at| at.line != row.line));
        let words = |row: &OfficialRow| {
            let words = [&row.class, &row.group, &row.team].map(|own| own.trim().to_owned());
            let words: Vec<String> = words.into_iter().filter(|own| !own.is_empty()).collect();
            let place = row.position.map_or("no place".to_owned(), |own| format!("place {own}"));
            format!("{place} ({})", words.join(", "))
        };
        told.push(
            Diagnostic::warning("PF1072", format!("two cars bear number {} in one result", row.number))
                .at(Place::line(document, first.line, ""))
                .at(Place::line(document, row.line, ""))
                .found(format!("{}, and {}", words(first), words(row)))
                .expected("one car a number")
                .help("both were kept; a table that ranks cars counts them as one, so give one of them its right number in the results"),
        );
    }
}

fn weather(file: &File<'_>) -> (Said, Vec<Diagnostic>) {
    let (weather, diagnostics) = alkamel::read_weather(file.name, file.bytes);
    let mut said =
        Said { taken_for: format!("weather ({} readings)", weather.readings.len()), ..Said::default() };
    let day = weather.readings.iter().map(|own| own.utc_seconds).min().and_then(day_of);
    if let Some(day) = day {
        said.year = Some(day.year());
        let mut session = Session { kind_is_open: true, kind: Kind::Practice, ..Session::default() };
        session.event.date = Some(day);
        said.sessions = vec![session];
        said.left.push(Left {
            what: "temperatures, wind and rain".to_owned(),
            why: format!("results have no room for them; the day was taken: {day}, by UTC"),
            line: 0,
        });
    }
    (said, diagnostics)
}

/// The day of a moment in seconds since 1970-01-01 UTC.
fn day_of(seconds: i64) -> Option<Date> {
    // Counted from 0000-03-01, so that the leap day is the last of its year.
    let days = seconds.div_euclid(86_400).checked_add(719_468)?;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let (month, over) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    Date::new(
        i32::try_from(year + era * 400 + over).ok().filter(|year| (1900..2200).contains(year))?,
        u8::try_from(month).ok()?,
        u8::try_from(of_month).ok()?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_days() {
        let date = |year, month, day| Date::new(year, month, day);
        assert_eq!(day_of(1_710_596_481), date(2024, 3, 16));
        assert_eq!(day_of(1_709_164_800), date(2024, 2, 29));
        assert_eq!(day_of(1_709_251_199), date(2024, 2, 29));
        assert_eq!(day_of(0), date(1970, 1, 1));
        assert_eq!(day_of(951_782_400), date(2000, 2, 29));
        assert_eq!((day_of(i64::MAX), day_of(i64::MIN)), (None, None));
    }

    fn read_text(text: &str) -> (Said, Vec<Diagnostic>) {
        let (folder, wish) = (crate::folder::Folder::default(), super::super::Wish::default());
        read(&File { name: "x.csv", bytes: text.as_bytes(), folder: &folder, wish: &wish })
            .expect("a timing file")
    }

    #[test]
    fn statuses_places_and_groups_of_a_result() {
        let head =
            "POSITION;NUMBER;STATUS;LAPS;TOTAL_TIME;GAP_FIRST;FL_LAPNUM;FL_TIME;CLASS;GROUP;DRIVER_1;\n";
        let rows = "1.0;7;Classified;20;40:00.000;-;3;1:59.000;Am;;Ann ARCHER;\n2.0;8;Retired;9;20:00.000;11 Laps;3;1:59.500;Am;H;Ben BOYD;\n\
                    3.0;9;Not started;0;;;0;;Am;;;\n4.0;5;Disqualified;20;40:01.000;;4;1:58.000;Am;;;\n5.0;6;Lost;;;;;;Am;;;\n";
        let (said, told) = read_text(&format!("{head}{rows}"));
        let own: Vec<_> =
            said.sessions[0].rows.iter().map(|row| (row.position, row.status, row.classified)).collect();
        assert_eq!(
            own,
            [
                (Some(1), Status::Finished, Some(true)),
                (Some(2), Status::Dnf, None),
                (None, Status::Dns, None),
                (None, Status::Dsq, None),
                (Some(5), Status::Nc, Some(false)),
            ]
        );
        assert_eq!(said.sessions[0].rows[1].tags, ["H"]);
        assert_eq!(told.iter().map(|own| own.id).collect::<Vec<_>>(), ["PF1071"]);
        assert_eq!((said.sessions[0].kind, said.sessions[0].kind_is_open), (Kind::Race, false));
    }

    #[test]
    fn two_cars_of_one_number_are_told_once_and_kept() {
        let (said, told) = read_text(
            "POSITION;NUMBER;STATUS;LAPS;TOTAL_TIME;GAP_FIRST;CLASS;GROUP\n1;3;Classified;2;3:20.000;-;Am;Old\n2;3;Classified;2;3:21.000;+1.000;Am;\n",
        );
        assert_eq!(said.sessions[0].rows.len(), 2);
        assert_eq!(told.iter().map(|own| own.id).collect::<Vec<_>>(), ["PF1072"]);
        assert_eq!(told[0].found.as_deref(), Some("place 1 (Am, Old), and place 2 (Am)"));
    }

    #[test]
    fn a_sheet_by_best_lap_leaves_open_what_it_was_and_laps_may_say_it() {
        let (said, _) = read_text(
            "POS,NUMBER,LAP,TIME,GAP_FIRST,GAP_PREVIOUS,KPH, LAPS,CLASS\n1,7,3,1:40.000,-,-,190,5,GT\n2,8,0,,,,,2,GT\n",
        );
        let session = &said.sessions[0];
        assert!(session.kind_is_open);
        assert_eq!(
            (session.rows[0].best_lap, session.rows[0].laps),
            (Some(parcferme_core::Millis(100_000)), Some(5))
        );
        assert_eq!((session.rows[1].position, session.rows[1].status), (Some(2), Status::Nc));
        assert_eq!(session.rows[0].time, None);
        let laps = |second: u8| {
            let head = "NUMBER;DRIVER_NUMBER;LAP_NUMBER;LAP_TIME;ELAPSED;PIT_TIME;CLASS;\n";
            format!(
                "{head}7;1;1;200;200;0:00:30.000;GT;\n7;1;2;100;300;;GT;\n8;2;1;201;201;0:00:30.000;GT;\n8;{second};2;101;302;;GT;\n"
            )
        };
        let kind = |second| {
            let (said, _) = read_text(&laps(second));
            (said.sessions[0].kind, said.sessions[0].kind_is_open)
        };
        assert_eq!(kind(2), (Kind::Qualifying, false));
        assert_eq!(kind(1), (Kind::Practice, true));
    }
}
