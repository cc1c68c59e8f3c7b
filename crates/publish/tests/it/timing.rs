//! Sheets of grids and of laps, from a race of three cars made up here.

use parcferme_core::generate::{Draft, DraftCar};
use parcferme_core::numbers::Position;
use parcferme_core::season::{Kind, Status};
use parcferme_core::timing::{Car, CarIndex, Driver, Flag, Lap, LapSheet, Ms, TimedSession};
use parcferme_publish::pdf::{Print, print};
use parcferme_publish::sheet::timing::{Timed, TimingSheet};
use parcferme_publish::sheet::{
    Block, Cell, Column, Ground, Group, Head, Row, Sheet, Table, crew_marks, grid,
};
use parcferme_publish::{csv, html_fragment, markdown, xlsx};

/// Car 3 leads, stops on lap 2 and changes its driver; 03 passes it and takes the flag first; 8 retires in the pits. Lap 3
/// is run under yellow.
fn laps() -> LapSheet {
    let car = |number: &str, class: &str, team: &str, drivers: &[&str]| Car {
        number: number.into(),
        class: class.into(),
        team: team.into(),
        vehicle: "Panoz".into(),
        drivers: (1..).zip(drivers).map(|(seat, name)| Driver { seat, name: (*name).into() }).collect(),
        ..Car::default()
    };
    let cars = vec![
        car("3", "GTS", "Alpha", &["Élan Lühr", "Tomáš Enge"]),
        car("03", "GT", "Beta", &["Ana Pra"]),
        car("8", "GT", "Gamma", &["Bo Qvist"]),
    ];
    // Car, seat, lap, time in seconds, ends in the pit lane, seconds in it before.
    let driven = [
        (0, 1, 1, 100, false, None),
        (0, 1, 2, 101, true, None),
        (0, 2, 3, 160, false, Some(45)),
        (0, 2, 4, 99, false, None),
        (1, 1, 1, 102, false, None),
        (1, 1, 2, 103, false, None),
        (1, 1, 3, 120, false, None),
        (1, 1, 4, 98, false, None),
        (2, 1, 1, 104, false, None),
        (2, 1, 2, 130, true, None),
    ];
    let mut elapsed = [0; 3];
    let mut sectors = Vec::new();
    let laps = driven.map(|(car, seat, number, time, in_pit, pit)| {
        let own = u32::try_from(sectors.len() / 3).unwrap();
        sectors.extend([time * 300, time * 300, time * 400].map(Ms::new));
        elapsed[car] += time;
        let flag = match number {
            3 => Flag::FullCourseYellow,
            4 => Flag::Finish,
            _ => Flag::Green,
        };
        Lap {
            car: CarIndex(u32::try_from(car).unwrap()),
            number,
            seat,
            time: Ms::new(time * 1000),
            elapsed: Ms::new(elapsed[car] * 1000),
            hour: Ms::new(36_000_000 + elapsed[car] * 1000),
            sectors: own,
            pit: pit.map_or(Ms::NONE, |pit| Ms::new(pit * 1000)),
            speed: 1805,
            flag,
            in_pit,
            ..Lap::default()
        }
    });
    LapSheet::new(cars, laps.to_vec()).with_sectors(sectors, 3)
}

fn sheet(kind: TimingSheet) -> Sheet {
    let laps = laps();
    let head = Head { event: "Grand Prix".into(), document: kind.words().into(), ..Head::default() };
    Timed::new(TimedSession::new(&laps, None), &["GTS".to_owned()]).sheet(kind, head)
}

/// The columns of a table's rows, by their keys.
fn cells(table: &Table, keys: &[&str]) -> Vec<String> {
    let at = |key: &&str| {
        table.columns.iter().position(|column| column.key == **key).unwrap_or_else(|| panic!("{key}"))
    };
    let columns: Vec<usize> = keys.iter().map(at).collect();
    let row = |row: &parcferme_publish::sheet::Row| {
        columns.iter().map(|&column| row.cell(column).plain("/")).collect::<Vec<_>>().join(" ")
    };
    table.rows().map(row).collect()
}

#[test]
fn the_lap_chart_has_the_cars_as_they_crossed_the_line() {
    let sheet = sheet(TimingSheet::LapChart);
    let [Block::Table(chart), Block::Table(leaders)] = sheet.blocks.as_slice() else { panic!("{sheet:?}") };
    assert_eq!(
        cells(chart, &["position", "lap_1", "lap_2", "lap_3", "lap_4"]),
        ["1 3 3 03 03", "2 03 03 3 3", "3 8 8  "]
    );
    let first = chart.rows().next().unwrap();
    let grounds: Vec<(Option<usize>, Ground)> =
        (1..5).map(|lap| (first.cell(lap).class, first.cell(lap).ground)).collect();
    let (plain, slowed) = (Ground::OfClass, Ground::OfClassSlowed);
    assert_eq!(grounds, [(Some(0), plain), (Some(0), plain), (Some(1), slowed), (Some(1), plain)]);
    assert_eq!(cells(leaders, &["first_lap", "last_lap", "laps", "number"]), ["1 2 2 3", "3 4 2 03"]);
    let legend: Vec<(&str, Option<usize>)> =
        sheet.head.legend.iter().map(|run| (run.text.as_str(), run.class)).collect();
    assert_eq!(legend[..2], [("GTS", Some(0)), ("GT", Some(1))]);
    assert!(csv::table(chart).starts_with("position,lap_1,lap_2,lap_3,lap_4\r\n1,3,3,03,03\r\n"));
}

#[test]
fn the_grid_stands_before_the_first_lap_where_it_is_known() {
    let laps = laps();
    let mut timed = Timed::new(TimedSession::new(&laps, None), &[]);
    timed.grid = vec!["03".to_owned(), "3".to_owned()];
    let sheet = timed.sheet(TimingSheet::LapChart, Head::default());
    let chart = sheet.tables().next().unwrap();
    assert_eq!(cells(chart, &["position", "grid", "lap_1"]), ["1 03 3", "2 3 03", "3  8"]);
}

#[test]
fn stints_add_up_by_car_and_by_driver() {
    let sheet = sheet(TimingSheet::Stints);
    let table = sheet.tables().next().unwrap();
    let headings: Vec<(&str, Option<usize>)> =
        table.groups.iter().map(|group| (group.heading.as_str(), group.class)).collect();
    assert_eq!(headings[1], ("3  ·  Alpha  ·  Panoz  ·  GTS", Some(0)));
    assert_eq!(
        cells(
            table,
            &[
                "number",
                "stint",
                "driver",
                "first_lap",
                "last_lap",
                "start",
                "end",
                "track_time",
                "pit_time",
                "car_total",
                "driver_total"
            ]
        ),
        [
            "03 1 Ana Pra 1 4 0.000 7:03.000 7:03.000  7:03.000 7:03.000",
            "3 1 Élan Lühr 1 2 0.000 3:21.000 3:21.000  3:21.000 3:21.000",
            "3 2 Tomáš Enge 3 4 3:21.000 7:40.000 3:34.000 45.000 6:55.000 3:34.000",
            "8 1 Bo Qvist 1 2 0.000 3:54.000 3:54.000  3:54.000 3:54.000",
        ]
    );
}

#[test]
fn pit_stops_say_who_came_in_and_who_went_out() {
    let sheet = sheet(TimingSheet::PitStops);
    let table = sheet.tables().next().unwrap();
    assert_eq!(
        cells(
            table,
            &["number", "stop", "lap", "time_of_day", "pit_time", "driver_in", "driver_out", "remark"]
        ),
        ["3 1 2 10:03:21 45.000 Élan Lühr Tomáš Enge ", "8 1 2 10:03:54  Bo Qvist  did not leave again",]
    );
}

#[test]
fn driver_time_shares_out_the_cars_time_on_track() {
    let sheet = sheet(TimingSheet::DriverTime);
    let table = sheet.tables().next().unwrap();
    assert_eq!(
        cells(table, &["number", "driver", "stints", "laps", "track_time", "share", "pit_time", "time"])
            [1..3],
        ["3 Élan Lühr 1 2 3:21.000 48.4 %  3:21.000", "3 Tomáš Enge 1 2 3:34.000 51.6 % 45.000 4:19.000",]
    );
}

#[test]
fn fastest_laps_are_of_drivers_by_class_and_fall_in_order() {
    let sheet = sheet(TimingSheet::FastestLaps);
    let [Block::Table(drivers), Block::Table(fell)] = sheet.blocks.as_slice() else { panic!("{sheet:?}") };
    let classes: Vec<&str> = drivers.groups.iter().map(|group| group.heading.as_str()).collect();
    assert_eq!(classes, ["GTS", "GT"]);
    // Laps into the pits do not count: Lühr and Qvist have none that does.
    assert_eq!(
        cells(drivers, &["position", "number", "driver", "lap", "time", "speed", "sector_1", "ideal_lap"]),
        ["1 3 Tomáš Enge 4 1:39.000 180.5 29.700 1:39.000", "1 03 Ana Pra 4 1:38.000 180.5 29.400 1:38.000"]
    );
    assert_eq!(
        cells(fell, &["race_time", "number", "lap", "time"]),
        ["3:25.000 03 2 1:43.000", "7:03.000 03 4 1:38.000"]
    );
}

#[test]
fn flags_are_out_until_the_next_one_and_add_up() {
    let sheet = sheet(TimingSheet::Flags);
    let table = sheet.tables().next().unwrap();
    // Car 3 crosses at 100, 201, 361 and 460 s, car 03 at 102, 205, 325 and 423 s.
    assert_eq!(
        cells(table, &["flag", "from", "to", "length", "total"]),
        [
            "Green 0.000 5:25.000 5:25.000 5:25.000",
            "Full course yellow 5:25.000 7:03.000 1:38.000 1:38.000",
            "Chequered flag 7:03.000 7:40.000 37.000 37.000",
        ]
    );
    let without =
        LapSheet::new(laps().cars().to_vec(), vec![Lap { car: CarIndex(0), number: 1, ..Lap::default() }]);
    assert!(!TimingSheet::Flags.is_known(&without) && !TimingSheet::PitStops.is_known(&without));
    assert!(TimingSheet::ALL.into_iter().all(|kind| kind.is_known(&laps())));
}

#[test]
fn every_sheet_goes_into_every_form_without_complaint() {
    for kind in TimingSheet::ALL {
        let sheet = sheet(kind);
        let (printed, diagnostics) = print(&sheet, Print::default());
        assert_eq!((printed.pages, diagnostics), (1, vec![]), "{kind:?}");
        assert_eq!(xlsx::workbook(&sheet).1, [], "{kind:?}");
        let known = if kind == TimingSheet::Flags { "Full course yellow" } else { "Alpha" };
        assert!(html_fragment::sheet(&sheet, "x").contains(known), "{kind:?}");
        assert!(markdown::sheet(&sheet).contains(known), "{kind:?}");
    }
}

#[test]
fn crews_show_who_started_and_who_set_the_best_lap() {
    let car = DraftCar {
        number: "3".into(),
        class: "GTS".into(),
        team: "Alpha".into(),
        // One name is written in another way than in the lap records.
        drivers: vec!["É. Lühr".into(), "Tomáš Enge".into(), "Kim Third".into()],
        position: Some(1),
        ..DraftCar::default()
    };
    let draft = Draft {
        classes: vec!["GTS".into()],
        rounds: Draft::calendar(1),
        cars: vec![car],
        ..Draft::default()
    };
    let season = draft.season(|_| Kind::Team);
    let rows: Vec<_> = season.results.iter().map(|(ix, _)| ix).collect();
    let table = Table {
        columns: vec![Column::new("number", "No."), Column::new("drivers", "Drivers")],
        groups: vec![Group {
            rows: vec![Row { stressed: true, ..Row::new(vec![Cell::text("3"), Cell::text("all")]) }],
            ..Group::default()
        }],
        ..Table::default()
    };
    let mut sheet = Sheet { blocks: vec![Block::Table(table)], ..Sheet::default() };
    crew_marks::mark(&mut sheet, &season, &rows, &laps());
    let row = sheet.tables().next().unwrap().rows().next().unwrap();
    let runs: Vec<(&str, bool, bool)> =
        row.cell(1).lines[0].iter().map(|run| (run.text.as_str(), run.bold, run.italic)).collect();
    assert_eq!(
        runs,
        [
            ("É. Lühr", true, false),
            (", ", false, false),
            ("Tomáš Enge", false, true),
            (", ", false, false),
            ("Kim Third", false, false),
        ]
    );
    assert!(!row.stressed && sheet.head.legend.len() == 2);
}

#[test]
fn the_grid_stands_two_by_two_and_says_who_started_without_a_place() {
    let car = |number: &str, team: &str, position| DraftCar {
        number: number.into(),
        class: "GTS".into(),
        team: team.into(),
        drivers: vec!["Élan Lühr".into()],
        position: Some(position),
        ..DraftCar::default()
    };
    let absent = DraftCar { status: Status::Dns, position: None, ..car("9", "Delta", 4) };
    let draft = Draft {
        classes: vec!["GTS".into()],
        rounds: Draft::calendar(1),
        cars: vec![car("3", "Alpha", 1), car("03", "Beta", 2), car("8", "Gamma", 3), absent],
        ..Draft::default()
    };
    let mut season = draft.season(|_| Kind::Team);
    let session = season.sessions.iter().next().unwrap().0;
    assert_eq!(grid::grid(&season, session), None);
    for (number, place) in [("3", 2), ("03", 1)] {
        season.results.rows_mut().iter_mut().find(|row| row.number == number).unwrap().grid =
            Position::new(place);
    }
    let sheet = grid::grid(&season, session).unwrap();
    let table = sheet.tables().next().unwrap();
    assert_eq!(
        cells(table, &["grid", "number", "class", "drivers", "team"]),
        ["1 03 GTS Élan Lühr Beta", "2 3 GTS Élan Lühr Alpha"]
    );
    let Some(Block::Notes { lines, .. }) = sheet.blocks.last() else { panic!("{sheet:?}") };
    let said: Vec<String> =
        lines.iter().map(|line| line.iter().map(|run| run.text.as_str()).collect()).collect();
    assert_eq!(said, ["8  Élan Lühr; Gamma"]);
    assert_eq!(print(&sheet, Print::default()).1, []);
}
