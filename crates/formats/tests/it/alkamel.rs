//! Al Kamel files: dialects and faults of our own making, and the real files where they are at hand.

use crate::made_race::MadeRace;
use parcferme_core::timing::driver_time::driver_times;
use parcferme_core::timing::official::{Comparison, Reason, compare};
use parcferme_core::timing::stints::stints;
use parcferme_core::timing::{Classification, Flag, LapSheet, Ms, classify};
use parcferme_core::{Diagnostic, Millis, Severity};
use parcferme_formats::alkamel::{ResultKind, read_laps, read_results, read_weather};
use proptest::prelude::*;
use std::path::PathBuf;

/// The corpus file, or `None` with a word on why the test skips. Continuous integration must have it.
pub fn corpus(path: &str) -> Option<Vec<u8>> {
    let root = std::env::var_os("PARCFERME_CORPUS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus"),
        PathBuf::from,
    );
    let bytes = std::fs::read(root.join(path)).ok();
    if bytes.is_none() {
        assert!(std::env::var_os("CI").is_none(), "no corpus at {}", root.display());
        eprintln!("skipped: {} is not there", root.join(path).display());
    }
    bytes
}

fn ids(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|diagnostic| diagnostic.id).collect()
}

fn laps(text: &str) -> (LapSheet, Vec<Diagnostic>) {
    read_laps("laps.csv", text.as_bytes())
}

/// A small race: two cars, two laps each, in the dialect as exported.
const SMALL: &str = "\u{feff}NUMBER; DRIVER_NUMBER; LAP_NUMBER; LAP_TIME; LAP_IMPROVEMENT; CROSSING_FINISH_LINE_IN_PIT; S1; KPH; ELAPSED; HOUR;TOP_SPEED;DRIVER_NAME;PIT_TIME;CLASS;GROUP;TEAM;MANUFACTURER;FLAG_AT_FL;\r\n\
03;1;1;1:40.000;0;;20.000;190.1;1:40.000;13:01:40.000;301.5;Ada Ek;;GT;;Team Nord;Marque;GF;\r\n\
03;1;2;1:39.500;2;;19.900;191.0;3:19.500;13:03:19.500;;Ada Ek;;GT;;Team Nord;Marque;FF;\r\n\
3;1;1;1:41.000;0;B;;189.0;1:41.000;13:01:41.000;300.0;Bo Dahl;;GT;H;Team Syd;Marque;GF;\r\n\
3;2;2;2:20.250;2;;21.000;140.0;4:01.250;13:04:01.250;300.0;Cy Falk;0:00:45.125;GT;H;Team Syd;Marque;FF;\r\n";

#[test]
fn every_column_of_the_small_race_is_read() {
    let (sheet, diagnostics) = laps(SMALL);
    assert_eq!(diagnostics, []);
    let [first, second] = sheet.cars() else { panic!("two cars") };
    assert_eq!((first.number.as_str(), second.number.as_str()), ("03", "3"));
    assert_eq!(
        (first.class.as_str(), first.team.as_str(), first.manufacturer.as_str()),
        ("GT", "Team Nord", "Marque")
    );
    assert_eq!(second.group, "H");
    let names: Vec<_> = second.drivers.iter().map(|driver| (driver.seat, driver.name.as_str())).collect();
    assert_eq!(names, [(1, "Bo Dahl"), (2, "Cy Falk")]);
    let lap = sheet.laps()[3];
    assert_eq!((lap.number, lap.seat, lap.flag), (2, 2, Flag::Finish));
    assert_eq!((lap.time, lap.elapsed), (Ms::new(140_250), Ms::new(241_250)));
    assert_eq!((lap.hour, lap.pit), (Ms::new(47_041_250), Ms::new(45_125)));
    assert_eq!(sheet.sectors(&lap), [Ms::new(21_000)], "the file has one sector");
    assert_eq!((lap.speed, lap.top_speed, lap.line), (1400, 3000, 5));
    assert!(sheet.laps()[2].in_pit);
}

#[test]
fn dialects_read_alike() {
    let (expected, _) = laps(SMALL);
    let no_bom = SMALL.trim_start_matches('\u{feff}');
    let dialects = [
        no_bom.to_owned(),
        SMALL.replace("\r\n", "\n"),
        no_bom.replace(';', ",").replace("\r\n", "\n"),
        no_bom.replace(';', "\t"),
        SMALL.replace(";\r\n", "\r\n"),
        SMALL.trim_end().to_owned(),
        SMALL.replace("; ", ";"),
        SMALL.replace("NUMBER; DRIVER", "number ; driver"),
        SMALL.replace("\r\n3;1;1", "\r\n\r\n3;1;1"),
        SMALL.replace(";Team Nord;", ";\"Team Nord\";"),
    ];
    for dialect in &dialects {
        let (sheet, diagnostics) = laps(dialect);
        assert_eq!(diagnostics, [], "{dialect}");
        assert_eq!(sheet.cars(), expected.cars(), "{dialect}");
        let records = |sheet: &LapSheet| {
            sheet.laps().iter().map(|lap| (lap.car, lap.number, lap.elapsed, lap.pit)).collect::<Vec<_>>()
        };
        assert_eq!(records(&sheet), records(&expected), "{dialect}");
    }
}

#[test]
fn columns_come_and_go() {
    let without = |column: usize| -> String {
        let drop = |line: &str| {
            let cells = line.split(';').enumerate().filter(|(index, _)| *index != column);
            cells.map(|(_, cell)| cell).collect::<Vec<_>>().join(";")
        };
        SMALL.lines().map(drop).collect::<Vec<_>>().join("\r\n") + "\r\n"
    };
    let (sheet, diagnostics) = laps(&without(17));
    assert_eq!(diagnostics, [], "no FLAG_AT_FL");
    assert!(sheet.laps().iter().all(|lap| lap.flag == Flag::Unknown));
    assert_eq!(classify(&sheet).flag_at, Some(Millis(199_500)));
    let (sheet, diagnostics) = laps(&without(8));
    assert_eq!(ids(&diagnostics), ["PF0521"; 4], "no ELAPSED: the sum of the lap times");
    assert_eq!(sheet.laps()[1].elapsed, Ms::new(199_500));
    assert_eq!(ids(&laps(&without(0)).1), ["PF0506"], "no NUMBER");
    assert_eq!(ids(&laps(&without(2)).1), ["PF0506"], "no LAP_NUMBER");
    let wide = SMALL
        .replace("FLAG_AT_FL;", "FLAG_AT_FL;IM1a_time;IM1a_elapsed;")
        .replace("F;\r\n", "F;10.1;10.1;\r\n");
    let (sheet, diagnostics) = laps(&wide);
    assert_eq!(ids(&diagnostics), ["PF0508"]);
    assert_eq!(sheet.laps().len(), 4);
}

#[test]
fn sectors_in_other_units_fill_in_or_are_compared() {
    let text = "NUMBER;LAP_NUMBER;LAP_TIME;ELAPSED;S1;S1_LARGE;S1_SECONDS;\n\
        7;1;2:00.000;2:00.000;;1:02.835;62.835;\n\
        7;2;2:00.000;4:00.000;1:02.835;1:02.835;62.835;\n\
        7;3;2:00.000;6:00.000;1:02.835;1:02.836;62.835;\n";
    let (sheet, diagnostics) = laps(text);
    assert_eq!(ids(&diagnostics), ["PF0522"]);
    assert!(sheet.laps().iter().all(|lap| sheet.sectors(lap) == [Ms::new(62_835)]));
}

#[test]
fn old_and_long_times() {
    let text =
        "NUMBER;LAP_NUMBER;LAP_TIME;ELAPSED;\n7;1;5:44'41.101;5:44'41.101;\n7;2;20:00:00.000;25:44:41.101;\n";
    let (sheet, diagnostics) = laps(text);
    assert_eq!(diagnostics, []);
    assert_eq!(sheet.laps()[1].elapsed.get(), Some(Millis(92_681_101)));
}

/// Each fault with the diagnostic that it must provoke, and how many laps are left.
#[test]
fn every_fault_has_its_diagnostic() {
    let row = |old: &str, new: &str| SMALL.replacen(old, new, 1).into_bytes();
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(SMALL.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let no_mark: Vec<u8> = SMALL[3..].encode_utf16().flat_map(u16::to_be_bytes).collect();
    let long = format!("{SMALL}{}\r\n", "9".repeat(1 << 17)).into_bytes();
    let cut = SMALL.as_bytes()[..SMALL.len() - 20].to_vec();
    let cases: Vec<(&str, Vec<u8>, &[&str], usize)> = vec![
        ("empty", Vec::new(), &["PF0501"], 0),
        ("UTF-16 with mark", utf16.clone(), &[], 4),
        ("UTF-16 without mark", no_mark, &[], 4),
        ("UTF-16 with half a letter", utf16[..utf16.len() - 3].to_vec(), &["PF0503"], 0),
        ("binary", b"PK\x03\x04\x00\x01\x02rest of an archive".to_vec(), &["PF0504"], 0),
        ("one endless line", vec![b'x'; 1 << 20], &["PF0505"], 0),
        ("an endless line inside", long, &["PF0505"], 4),
        (
            "another kind of file",
            b"TIME;MESSAGE;\r\n1;x;\r\n".to_vec(),
            &["PF0506", "PF0506", "PF0506", "PF0508"],
            0,
        ),
        (
            "Latin-1",
            b"NUMBER;LAP_NUMBER;LAP_TIME;TEAM\n7;1;1:00.0;Equipe \xc9lan\n".to_vec(),
            &["PF0507", "PF0521"],
            1,
        ),
        ("cut off", cut, &["PF0509"], 3),
        ("header only", b"NUMBER;LAP_NUMBER;LAP_TIME;\r\n".to_vec(), &["PF0510"], 0),
        ("a time that is none", row("1:39.500", "1:39,500"), &["PF0511"], 4),
        ("a speed that is none", row("190.1", "fast"), &["PF0511"], 4),
        ("a flag unknown", row(";GF;", ";ZZ;"), &["PF0511"], 4),
        ("a pit mark unknown", row(";B;", ";P;"), &["PF0511", "PF0526"], 4),
        ("too many cells", row("GF;\r\n", "GF;;;x;y;\r\n"), &["PF0512"], 4),
        ("no car", row("\n03;1;1", "\n;1;1"), &["PF0513", "PF0523"], 3),
        ("no lap", row("\n03;1;1", "\n03;1;one"), &["PF0513", "PF0523"], 3),
        (
            "header again",
            [SMALL.as_bytes(), &SMALL.as_bytes()[3..]].concat(),
            &["PF0514", "PF0520", "PF0520", "PF0520", "PF0520"],
            4,
        ),
        ("lap 0", row("\n03;1;1", "\n03;1;0"), &["PF0515", "PF0523"], 3),
        (
            "team changes",
            row(
                "03;1;2;1:39.500;2;;19.900;191.0;3:19.500;13:03:19.500;;Ada Ek;;GT;;Team Nord",
                "03;1;2;1:39.500;2;;19.900;191.0;3:19.500;13:03:19.500;;Ada Ek;;GT;;Team Ost",
            ),
            &["PF0516"],
            4,
        ),
        (
            "seat renamed",
            row(";Ada Ek;;GT;;Team Nord;Marque;FF", ";Eva Ek;;GT;;Team Nord;Marque;FF"),
            &["PF0517"],
            4,
        ),
        ("recorded twice", row("03;1;2;1:39.500", "03;1;1;1:39.500"), &["PF0520"], 3),
        ("lap missing", row("03;1;2;1:39.500", "03;1;4;1:39.500"), &["PF0523"], 4),
        ("time runs back", row(";3:19.500;13:03:19.500", ";1:19.500;13:01:19.500"), &["PF0524"], 4),
        ("sum differs", row(";3:19.500;13:03:19.500", ";3:19.501;13:03:19.501"), &["PF0525"], 4),
        ("pit time from nowhere", row(";Ada Ek;;GT", ";Ada Ek;0:01:00.000;GT"), &["PF0526"], 4),
        ("no pit time", row("0:00:45.125", ""), &["PF0526"], 4),
        ("clock differs", row("13:03:19.500", "13:03:20.500"), &["PF0527"], 4),
    ];
    for (fault, bytes, expected, left) in cases {
        let (sheet, diagnostics) = read_laps("laps.csv", &bytes);
        assert_eq!(ids(&diagnostics), expected, "{fault}: {diagnostics:#?}");
        assert_eq!(sheet.laps().len(), left, "{fault}");
        assert!(diagnostics.iter().all(|diagnostic| diagnostic.places[0].document == "laps.csv"), "{fault}");
    }
}

#[test]
fn more_cars_than_a_session_can_have_are_refused() {
    let rows: String = (0..70_000).map(|car| format!("{car};1;1;1;\n")).collect();
    let (sheet, diagnostics) = laps(&format!("NUMBER;LAP_NUMBER;LAP_TIME;ELAPSED;\n{rows}"));
    assert_eq!(sheet.cars().len(), 65_536);
    assert!(ids(&diagnostics).contains(&"PF0518"));
    let (results, diagnostics) = read_results("r.csv", format!("NUMBER;POSITION;\n{rows}").as_bytes());
    assert_eq!(results.rows.len(), 65_536);
    assert!(ids(&diagnostics).contains(&"PF0518"));
}

#[test]
fn a_mark_on_a_slower_lap_is_noted() {
    let text = "NUMBER;LAP_NUMBER;LAP_TIME;ELAPSED;LAP_IMPROVEMENT;\n\
        7;1;1:50.000;1:50.000;0;\n7;2;1:40.000;3:30.000;0;\n7;3;1:41.000;5:11.000;2;\n";
    assert_eq!(ids(&laps(text).1), ["PF0528"]);
}

#[test]
fn a_fault_on_every_line_is_counted_not_repeated() {
    let mut text = String::from("NUMBER;LAP_NUMBER;LAP_TIME;ELAPSED;\n");
    for lap in 1..=100 {
        text.push_str(&format!("7;{lap};x;{lap}.000;\n"));
    }
    let (sheet, diagnostics) = laps(&text);
    assert_eq!(sheet.laps().len(), 100);
    assert_eq!(ids(&diagnostics), ["PF0511"; 11]);
    assert!(diagnostics[10].message.starts_with("90 more"), "{}", diagnostics[10].message);
}

#[test]
fn rows_in_any_order_give_the_same_sheet() {
    let (expected, _) = laps(SMALL);
    let mut lines: Vec<&str> = SMALL.lines().collect();
    lines.swap(1, 2);
    let (sheet, diagnostics) = laps(&(lines.join("\r\n") + "\r\n"));
    assert_eq!(diagnostics, []);
    assert_eq!(classify(&sheet).rows, classify(&expected).rows);
}

/// File, cars, laps, and the kinds of notes that the real files provoke.
const REAL: [(&str, usize, usize, &[&str]); 4] = [
    ("alkamel/imsa-2024/sebring-race-laps.csv", 58, 16_836, &["PF0526"]),
    ("alkamel/imsa-2024/watkins-race-laps.csv", 56, 7_300, &["PF0526"]),
    ("alkamel/wec/2025-imola-6h-analysis.csv", 36, 7_044, &["PF0528"]),
    ("alkamel/wec/2025-spa-6h-analysis.csv", 36, 4_630, &["PF0528"]),
];

#[test]
fn real_files_keep_their_invariants() {
    for (path, cars, laps, notes) in REAL {
        let Some(bytes) = corpus(path) else { return };
        let (sheet, diagnostics) = read_laps(path, &bytes);
        assert_eq!((sheet.cars().len(), sheet.laps().len()), (cars, laps), "{path}");
        assert!(diagnostics.iter().all(|d| d.severity == Severity::Note), "{path}: {diagnostics:#?}");
        let mut kinds = ids(&diagnostics);
        kinds.dedup();
        assert_eq!(kinds, notes, "{path}");
    }
}

#[test]
fn sebring_is_won_by_car_40_after_333_laps() {
    let Some((sheet, order, comparison)) = race("sebring") else { return };
    let winner = &order.rows[0];
    assert_eq!((sheet.car(winner.car).number.as_str(), winner.laps.0), ("40", 333));
    assert_eq!(winner.elapsed, Some(Millis(43_254_520)));
    // Car 77 was given 35 s after the race and lost six places; the six gained one each.
    assert_eq!((comparison.compared, comparison.same), (58, 51));
    assert_eq!(
        summary(&comparison),
        [
            "19 23>22 behind 77",
            "1 24>23 behind 77",
            "23 25>24 behind 77",
            "60 26>25 behind 77",
            "64 27>26 behind 77",
            "65 28>27 behind 77",
            "77 22>28 35.000",
        ]
    );
}

#[test]
fn watkins_glen_differs_by_one_time_penalty() {
    let Some((sheet, order, comparison)) = race("watkins") else { return };
    assert_eq!(sheet.car(order.rows[0].car).number, "7");
    assert_eq!((comparison.compared, comparison.same), (56, 51));
    assert_eq!(
        summary(&comparison),
        [
            "023 36>35 behind 70",
            "43 37>36 behind 70",
            "4 38>37 behind 70",
            "32 39>38 behind 70",
            "70 35>39 35.000",
        ]
    );
}

fn race(name: &str) -> Option<(LapSheet, Classification, Comparison)> {
    let bytes = corpus(&format!("alkamel/imsa-2024/{name}-race-laps.csv"))?;
    let (sheet, _) = read_laps("laps.csv", &bytes);
    let (results, diagnostics) =
        read_results("results.csv", &corpus(&format!("alkamel/imsa-2024/{name}-race-results.csv"))?);
    assert_eq!(diagnostics, []);
    assert_eq!(results.kind, ResultKind::Race);
    let order = classify(&sheet);
    let comparison = compare(&sheet, &order, &results.rows);
    Some((sheet, order, comparison))
}

fn summary(comparison: &Comparison) -> Vec<String> {
    let place = |position: Option<u32>| position.unwrap_or(0);
    let lines = comparison.differences.iter().flat_map(|difference| {
        difference.reasons.iter().map(move |reason| {
            let reason = match reason {
                Reason::Time(time) => time.to_string(),
                Reason::Displaced { by } => format!("behind {}", by.join(" ")),
                other => format!("{other:?}"),
            };
            let (timed, published) = (
                place(difference.timed_position.map(u32::from)),
                place(difference.published_position.map(u32::from)),
            );
            format!("{} {timed}>{published} {reason}", difference.number)
        })
    });
    lines.collect()
}

#[test]
fn official_best_laps_and_crews_agree_with_the_lap_records() {
    for name in ["sebring", "watkins"] {
        let Some(bytes) = corpus(&format!("alkamel/imsa-2024/{name}-race-results.csv")) else { return };
        let (results, _) = read_results("results.csv", &bytes);
        let Some((sheet, order, _)) = race(name) else { return };
        for row in &results.rows {
            let car = sheet.car_numbered(&row.number).unwrap();
            let best = order.row_of(car).unwrap().best;
            assert_eq!(row.best_lap, best.map(|best| (best.number, best.time)), "{name} {}", row.number);
            assert_eq!((&row.team, &row.class), (&sheet.car(car).team, &sheet.car(car).class));
            let (timed, printed) =
                (order.row_of(car).unwrap(), row.gap_first.trim_start_matches('+').to_lowercase());
            let gap = timed.gap.map_or("-".to_owned(), |gap| gap.to_string());
            assert_eq!(gap.trim_start_matches('+'), printed, "{name} {}", row.number);
            // The lap file knows who drove, the result also who was entered; names agree by seat.
            for driver in &sheet.car(car).drivers {
                let entered = row.drivers.iter().find(|entered| entered.seat == driver.seat);
                assert_eq!(entered.map(|entered| &entered.name), Some(&driver.name), "{name} {}", row.number);
            }
        }
    }
}

#[test]
fn qualifying_and_weather_are_read() {
    for (name, cars, pole, readings) in
        [("sebring", 58, ("31", 5, 108_152), 691), ("watkins", 56, ("40", 4, 92_209), 346)]
    {
        let Some(bytes) = corpus(&format!("alkamel/imsa-2024/{name}-qualifying-results.csv")) else { return };
        let (results, diagnostics) = read_results("qualifying.csv", &bytes);
        assert_eq!(diagnostics, []);
        assert_eq!((results.kind, results.rows.len()), (ResultKind::FastestLap, cars));
        let first = &results.rows[0];
        let best = first.best_lap.map(|(lap, time)| (lap, time.0));
        assert_eq!((first.number.as_str(), best), (pole.0, Some((pole.1, pole.2))));
        assert_eq!(results.rows.last().and_then(|last| last.best_lap), None);
        let Some(bytes) = corpus(&format!("alkamel/imsa-2024/{name}-race-weather.csv")) else { return };
        let (weather, diagnostics) = read_weather("weather.csv", &bytes);
        assert_eq!(diagnostics, []);
        assert_eq!(weather.readings.len(), readings);
    }
}

#[test]
fn result_shapes() {
    let by_class = "CLASS_TYPE;POS;PIC;NUMBER;TEAM;VEHICLE;DRIVERS;LAPS;ELAPSED;GAP_FIRST;GAP_PREVIOUS;BEST_LAP_NUM;BEST_LAP_TIME;BEST_LAP_KPH\n\
        GT;1;1;03;Team Nord;Marque;Ada Ek / Bo Dahl;2;3:19.500;-;-;2;1:39.500;191.0\n";
    let (results, diagnostics) = read_results("r.csv", by_class.as_bytes());
    assert_eq!(diagnostics, []);
    let row = &results.rows[0];
    assert_eq!(
        (row.class.as_str(), row.total_time, row.drivers[1].name.as_str()),
        ("GT", Some(Millis(199_500)), "Bo Dahl")
    );
    let older = "POSITION;NUMBER;TEAM;DRIVER_1;DRIVER_2;STATUS;LAPS;TOTAL_TIME;FL_LAPNUM;FL_TIME;\n\
        1;03;Team Nord;Ada EK;Bo DAHL;Classified;2;5:44'41.101;2;1:39.500;\n1;3;Team Syd;Cy FALK;;Not started;;;;;\n";
    let (results, diagnostics) = read_results("r.csv", older.as_bytes());
    assert_eq!(ids(&diagnostics), ["PF0533"], "two cars with one position");
    assert_eq!(results.rows[0].total_time, Some(Millis(20_681_101)));
    assert_eq!((results.rows[1].laps, results.rows[1].drivers.len()), (None, 1));
    let one_driver = "POSITION;NUMBER;STATUS;LAPS;TOTAL_TIME;DRIVER_FIRSTNAME;DRIVER_SECONDNAME;DRIVER_LICENSE;DRIVER_COUNTRY;\n\
        1;03;Classified;2;3:19.500;Ada;Ek;Platinium;SWE;\n2;03;Classified;1;3:19.500;Ada;Ek;Gold;SWE;\n;;;;;;;;;\n";
    let (results, diagnostics) = read_results("r.csv", one_driver.as_bytes());
    assert_eq!(ids(&diagnostics), ["PF0532", "PF0530", "PF0534"]);
    assert_eq!(
        (results.rows[0].drivers[0].name.as_str(), results.rows[0].drivers[0].license.as_str()),
        ("Ada Ek", "Platinum")
    );
    assert_eq!(ids(&read_results("r.csv", b"POSITION;NUMBER;\n").1), ["PF0531"]);
    assert_eq!(ids(&read_results("r.csv", b"POSITION;TEAM;\n").1), ["PF0506"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A made race reads without a complaint, whatever the order of its rows, and its sums hold.
    #[test]
    fn made_races_hold_their_sums(cars in 1_u32..12, laps in 1_u32..70, seed in any::<u64>(), turn in any::<prop::sample::Index>()) {
        let text = MadeRace { cars, laps, seed }.csv();
        let (sheet, diagnostics) = read_laps("made.csv", text.as_bytes());
        prop_assert!(diagnostics.is_empty(), "{:#?}", diagnostics);
        let order = classify(&sheet);
        let mut lines: Vec<&str> = text.lines().collect();
        let at = 1 + turn.index(lines.len() - 1);
        lines[1..].rotate_left(at - 1);
        let (turned, _) = read_laps("made.csv", (lines.join("\n") + "\n").as_bytes());
        let numbers = |sheet: &LapSheet| {
            classify(sheet).rows.iter().map(|row| (sheet.car(row.car).number.clone(), row.gap, row.class_gap)).collect::<Vec<_>>()
        };
        prop_assert_eq!(numbers(&sheet), numbers(&turned));
        for row in &order.rows {
            let laps = sheet.laps_of(row.car);
            let times = driver_times(laps);
            let sum: i64 = times.iter().map(|time| time.track_time.0 + time.pit_time.0).sum();
            prop_assert_eq!(Some(Millis(sum)), row.elapsed);
            prop_assert_eq!(stints(laps).iter().map(|stint| stint.laps.0).sum::<u32>(), row.laps.0);
            prop_assert_eq!(stints(laps).iter().map(|stint| stint.track_time.0).sum::<i64>(), times.iter().map(|time| time.track_time.0).sum::<i64>());
        }
        for pair in order.rows.windows(2) {
            prop_assert!((pair[0].laps, std::cmp::Reverse(pair[0].elapsed)) >= (pair[1].laps, std::cmp::Reverse(pair[1].elapsed)));
        }
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        read_laps("x", &bytes);
        read_results("x", &bytes);
        read_weather("x", &bytes);
    }

    /// Bytes of a real file damaged in places reach deeper than noise does.
    #[test]
    fn damaged_files_never_panic(damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..40), cut in any::<prop::sample::Index>()) {
        let mut bytes = SMALL.as_bytes().to_vec();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len()) + 1);
        let (sheet, _) = read_laps("x", &bytes);
        let order = classify(&sheet);
        prop_assert_eq!(order.rows.len(), sheet.cars().len());
        read_results("x", &bytes);
    }
}
