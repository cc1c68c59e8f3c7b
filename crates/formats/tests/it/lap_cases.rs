//! Lap files in which something is not as usual, each named by what: the order that must come out, and what is told.

use parcferme_core::timing::{SessionKind, classify};
use parcferme_core::{Diagnostic, Severity};
use parcferme_formats::alkamel::read_laps;

/// Number, laps and status of each car in order, and the warnings with their lines.
fn told(name: &str) -> (Vec<String>, Vec<(String, u32)>) {
    let path = format!("{}/../../fixtures/laps/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    told_of(&std::fs::read_to_string(path).expect("a fixture"))
}

fn told_of(text: &str) -> (Vec<String>, Vec<(String, u32)>) {
    let (sheet, diagnostics) = read_laps("laps.csv", text.as_bytes());
    let order = classify(&sheet);
    let rows = order.rows.iter().map(|row| {
        let what = match order.taken.kind {
            SessionKind::Race => row.elapsed.map_or(String::new(), |at| at.to_string()),
            SessionKind::BestLap => row.best.map_or(String::new(), |best| best.time.to_string()),
        };
        let untimed = if row.untimed { " untimed" } else { "" };
        format!("{} {} {what} {}{untimed}", sheet.car(row.car).number, row.laps, row.status.word())
    });
    let warned = |own: &&Diagnostic| own.severity == Severity::Warning;
    let place = |own: &Diagnostic| (format!("{} {}", own.id, own.message), own.places[0].line);
    (rows.collect(), diagnostics.iter().filter(warned).map(place).collect())
}

fn only(message: &str, line: u32) -> Vec<(String, u32)> {
    vec![(message.to_owned(), line)]
}

#[test]
fn the_race_ends_when_the_winner_has_done_its_laps() {
    let (rows, warnings) = told("cool-down-laps-of-some-cars");
    assert_eq!(rows, ["1 5 5:00.000 finished", "2 5 5:05.000 finished", "3 5 5:10.000 finished"]);
    assert_eq!(warnings, []);
    let (rows, _) = told("winner-stops-after-the-line");
    assert_eq!(rows.len(), 8);
    for (index, row) in rows.iter().enumerate() {
        assert!(row.starts_with(&format!("{} 10 ", index + 1)) && row.ends_with("finished"), "{row}");
    }
}

#[test]
fn laps_that_cannot_be_are_told_and_left_as_they_are() {
    let (rows, warnings) = told("lap-of-two-seconds");
    assert_eq!(rows, ["2 6 4:55.000 finished", "1 5 5:00.000 finished"]);
    assert_eq!(warnings, only("PF0544 lap 3 of car 2 took 2.000 s, far less than a lap", 9));
    let (rows, warnings) = told("passing-missed");
    assert_eq!(rows, ["1 6 6:00.000 finished", "2 5 6:06.000 finished"]);
    assert_eq!(
        warnings,
        only("PF0545 lap 3 of car 2 took 2:02.000, 2 of its laps: a passing may be missing", 10)
    );
}

#[test]
fn the_clock_serves_where_elapsed_time_is_missing() {
    let (rows, warnings) = told("last-lap-known-by-the-clock");
    assert_eq!(rows, ["1 4 4:00.000 finished", "2 4 4:04.000 finished"]);
    assert_eq!(
        warnings,
        only("PF0542 lap 4 of car 1 has no elapsed time; it was taken from the time of day", 5)
    );
    // Past midnight, and without any clock.
    let rows = |hours: [&str; 4]| {
        let [a, b, c, d] = hours;
        format!(
            "NUMBER;LAP_NUMBER;LAP_TIME;ELAPSED;HOUR\n1;1;1:00.000;1:00.000;{a}\n1;2;;;{b}\n2;1;1:01.000;1:01.000;{c}\n2;2;1:01.000;2:02.000;{d}\n"
        )
    };
    let midnight = told_of(&rows(["23:59:30.000", "00:00:29.000", "23:59:31.000", "00:00:32.000"]));
    assert_eq!(midnight.0, ["1 2 1:59.000 finished", "2 2 2:02.000 finished"]);
    let unknown = told_of(&rows(["", "", "", ""]));
    assert_eq!(unknown.0, ["2 2 2:02.000 finished untimed", "1 2  dnf untimed"]);
}

#[test]
fn times_to_ten_thousandths_order_the_cars() {
    let (rows, warnings) = told("times-to-ten-thousandths");
    assert_eq!(rows, ["2 2 1:18.864 finished", "1 2 1:18.864 finished"]);
    assert_eq!(warnings, []);
}

#[test]
fn two_cars_with_one_number_are_two() {
    let (rows, warnings) = told("lap-file-with-one-number-twice");
    assert_eq!(rows, ["3 2 3:20.000 finished", "5 2 3:22.000 finished", "3 2 3:24.000 finished"]);
    assert_eq!(warnings, only("PF0540 two cars bear number 3; they are kept apart", 6));
}

/// Rows of car 3, and what they must become: cars, and ids of the warnings.
#[test]
fn what_tells_two_cars_of_one_number_apart() {
    let read = |header: &str, rows: &[&str]| {
        let text = format!("NUMBER;LAP_NUMBER;LAP_TIME;ELAPSED;{header}\n{}\n", rows.join("\n"));
        let (sheet, diagnostics) = read_laps("laps.csv", text.as_bytes());
        let ids: Vec<&str> = diagnostics.iter().map(|own| own.id).collect();
        (sheet.cars().len(), ids.join(" "))
    };
    let crews = ["3;1;60;60;Ann", "3;2;60;120;Ann", "3;1;61;61;Ben", "3;2;61;122;Ben"];
    assert_eq!(read("DRIVER_NAME", &crews), (2, "PF0540".into()), "the crew");
    let by_time = ["3;1;60;60;Ann", "3;1;61;61;Ben", "3;2;60;120;Ann", "3;2;61;122;Ben"];
    assert_eq!(read("DRIVER_NAME", &by_time), (2, "PF0540".into()), "whatever the order of the rows");
    let blocks = ["3;1;60;60;", "3;2;60;120;", "3;1;61;61;", "3;2;61;122;"];
    assert_eq!(read("TEAM", &blocks), (2, "PF0540".into()), "nothing but the order of the rows");
    let mixed = ["3;1;60;60;", "3;1;61;61;", "3;2;60;120;", "3;2;61;122;"];
    assert_eq!(read("TEAM", &mixed), (1, "PF0541".into()), "nothing at all: said once");
    let again = ["3;1;60;60;", "3;2;60;120;", "3;1;60;60;", "3;2;60;120;"];
    assert_eq!(read("TEAM", &again), (1, "PF0520 PF0520".into()), "the same records twice");
    let team = ["3;1;60;60;Red", "3;2;60;120;Rot", "3;3;60;180;Red"];
    assert_eq!(read("TEAM", &team), (1, "PF0516".into()), "one car whose team is spelled in two ways");
    let turned = ["3;3;60;180;Ben", "3;2;60;120;Ann", "3;1;60;60;Ann"];
    assert_eq!(read("DRIVER_NAME", &turned), (1, String::new()), "rows from the last to the first");
    let relay = ["3;1;60;60;Ann", "3;2;60;120;Ben", "3;3;60;180;Cleo"];
    assert_eq!(read("DRIVER_NAME", &relay), (1, String::new()), "a change of driver");
    let (sheet, _) = read_laps(
        "laps.csv",
        format!("NUMBER;LAP_NUMBER;LAP_TIME;ELAPSED;DRIVER_NAME\n{}\n", relay.join("\n")).as_bytes(),
    );
    let crew: Vec<_> = sheet.cars()[0].drivers.iter().map(|own| (own.seat, own.name.as_str())).collect();
    assert_eq!(crew, [(1, "Ann"), (2, "Ben"), (3, "Cleo")]);
}

#[test]
fn practice_is_ordered_by_best_lap() {
    let (rows, warnings) = told("qualifying");
    assert_eq!(rows, ["2 2 1:40.000 finished", "1 3 1:45.000 finished"]);
    assert_eq!(warnings, []);
}

#[test]
fn a_circuit_may_have_any_number_of_sectors() {
    let text = "NUMBER;LAP_NUMBER;LAP_TIME;ELAPSED;S1;S2;S3;S4;S5\n\
        7;1;1:00.000;1:00.000;10.0;11.0;12.0;13.0;14.0\n7;2;1:00.000;2:00.000;10.1;;12.1;13.1;14.1\n";
    let (sheet, _) = read_laps("laps.csv", text.as_bytes());
    let of =
        |lap: usize| sheet.sectors(&sheet.laps()[lap]).iter().map(|own| own.or_zero()).collect::<Vec<_>>();
    assert_eq!(of(0), [10_000, 11_000, 12_000, 13_000, 14_000]);
    assert_eq!(of(1), [10_100, 0, 12_100, 13_100, 14_100]);
}
