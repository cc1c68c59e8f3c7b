//! `classify FILE`: a race of our own making through the whole command.

#[path = "../../../formats/tests/it/made_race.rs"]
pub mod made_race;

use made_race::MadeRace;
use parcferme::cli::Format;
use parcferme::cli::classify_laps::{Options, run};
use parcferme_core::rules::distance::{DistanceOf, MinimumDistance, Rounding};
use parcferme_core::{Diagnostic, Share};
use serde_json::Value;
use std::path::PathBuf;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        let folder = Folder(tempfile::tempdir().expect("a temporary folder"));
        folder.write("made-race.csv", &MadeRace { cars: 9, laps: 60, seed: 7 }.csv());
        folder
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).expect("a file in the temporary folder");
        path
    }

    fn answer(&self, options: &Options, format: Format) -> (String, Vec<Diagnostic>) {
        let mut out = Vec::new();
        let told =
            run(&self.0.path().join("made-race.csv"), options, format, &mut out).expect("a readable file");
        let text = String::from_utf8(out).expect("UTF-8");
        (anstream::adapter::strip_str(&text).to_string(), told.diagnostics)
    }

    fn json(&self, options: &Options) -> Value {
        serde_json::from_str(&self.answer(options, Format::Json).0).expect("JSON")
    }
}

fn distance(percent: i64) -> Options {
    let share = Share::percent(percent);
    let distance = Some(MinimumDistance { share, of: DistanceOf::ClassWinner, rounding: Rounding::Exact });
    Options { distance, ..Options::default() }
}

#[test]
fn json_keeps_the_contract() {
    let json = Folder::new().json(&distance(70));
    assert_eq!(json["schema"], "parcferme.classification/1");
    assert_eq!((&json["season"], &json["round"]), (&Value::Null, &Value::Null));
    assert_eq!(json["session"], "made-race");
    let rows = json["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 9);
    for (index, row) in rows.iter().enumerate() {
        assert_eq!(row["position"], index + 1);
        for key in [
            "class",
            "class_position",
            "number",
            "team",
            "drivers",
            "chassis",
            "laps",
            "status",
            "classified",
        ] {
            assert!(!row[key].is_null(), "{key}");
        }
        assert!(row.as_object().expect("an object").contains_key("engine"));
        assert_eq!(row["basis"], "timed");
        assert_eq!(row["classified"], row["status"] == "finished");
        let sum = |list: &str, key: &str| -> i64 {
            row[list].as_array().expect("a list").iter().filter_map(|each| each[key].as_i64()).sum()
        };
        assert_eq!(sum("driver_times", "laps"), row["laps"].as_i64().expect("laps"));
        assert_eq!(
            sum("stints", "track_ms") + sum("stints", "pit_ms"),
            row["elapsed_ms"].as_i64().expect("elapsed")
        );
        assert_eq!(sum("driver_times", "track_ms"), sum("stints", "track_ms"));
    }
}

#[test]
fn the_distance_rule_turns_finishers_into_not_classified() {
    let folder = Folder::new();
    let status = |percent| {
        let json = folder.json(&distance(percent));
        let rows = json["rows"].as_array().expect("rows").clone();
        rows.iter()
            .map(|row| (row["status"].clone(), row["meets_distance"].clone(), row["laps_short"].clone()))
            .collect::<Vec<_>>()
    };
    assert!(status(1).iter().all(|(status, meets, short)| status != "nc" && *meets == true && *short == 0));
    // Nobody covers more than the winner of the class.
    for (status, meets, short) in status(101) {
        assert!(status == "nc" || status == "dnf", "{status}");
        assert_eq!(meets, false);
        assert!(short.as_u64().is_some_and(|short| short > 0));
    }
}

#[test]
fn tables_are_as_wide_as_they_may_be() {
    let folder = Folder::new();
    let all = Options { stints: true, driver_times: true, pit_stops: true, ..distance(70) };
    for width in [60, 80, 120] {
        let (text, _) = folder.answer(&Options { width: Some(width), ..all.clone() }, Format::Table);
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(width.max(78)), "{width}: {widest:?}");
        for title in ["Classification from lap records", "Stints", "Driver time", "Pit stops"] {
            assert!(text.contains(title), "{title}");
        }
    }
}

#[test]
fn csv_is_one_table_and_markdown_all() {
    let folder = Folder::new();
    let (csv, _) = folder.answer(&distance(70), Format::Csv);
    assert_eq!(csv.lines().count(), 10);
    assert!(csv.starts_with("position,status,class,number,team,drivers,"), "a results file: {csv}");
    let stints = Options { stints: true, ..distance(70) };
    assert!(folder.answer(&stints, Format::Csv).0.starts_with("group,number,stint,driver"));
    assert_eq!(folder.answer(&stints, Format::Markdown).0.matches("\n### ").count(), 1);
}

#[test]
fn one_class_keeps_its_places_in_the_field() {
    let folder = Folder::new();
    let whole = folder.json(&Options::default());
    let class = folder.json(&Options { class: Some("gt".into()), ..Options::default() });
    let of = |json: &Value| -> Vec<Value> {
        json["rows"].as_array().expect("rows").iter().filter(|row| row["class"] == "GT").cloned().collect()
    };
    assert_eq!(of(&class), of(&whole));
    assert_eq!(class["rows"].as_array().map(Vec::len), Some(3));
    let (text, diagnostics) =
        folder.answer(&Options { class: Some("LMP1".into()), ..Options::default() }, Format::Table);
    assert_eq!((text.as_str(), diagnostics[0].id), ("", "PF0519"));
}

#[test]
fn against_a_result_every_difference_has_its_reason() {
    let folder = Folder::new();
    let json = folder.json(&Options::default());
    let rows = json["rows"].as_array().expect("rows");
    // The published result swaps the first two: 60 s were added to the winner's time.
    let mut order: Vec<&Value> = rows.iter().collect();
    order.swap(0, 1);
    let mut text = String::from("POSITION;NUMBER;STATUS;LAPS;TOTAL_TIME;FL_LAPNUM;FL_TIME;\n");
    for (position, row) in (1..).zip(&order) {
        let added = if position == 2 { 60_000 } else { 0 };
        let time = parcferme_core::Millis(row["elapsed_ms"].as_i64().expect("elapsed") + added);
        let best = parcferme_core::Millis(row["best_lap"]["time_ms"].as_i64().unwrap_or(0));
        let number = row["number"].as_str().expect("a number");
        text += &format!(
            "{position};{number};Classified;{};{time};{};{best};\n",
            row["laps"], row["best_lap"]["lap"]
        );
    }
    let against = Some(folder.write("official.csv", &text));
    let json = folder.json(&Options { against, ..Options::default() });
    let against = &json["against"];
    assert_eq!((against["compared"].as_u64(), against["same"].as_u64()), (Some(9), Some(7)));
    let kinds = against["differences"]
        .as_array()
        .expect("differences")
        .iter()
        .map(|each| each["reasons"][0]["kind"].clone());
    assert_eq!(kinds.collect::<Vec<_>>(), ["displaced", "time"]);
    assert_eq!(against["differences"][1]["reasons"][0]["ms"], 60_000);
    let qualifying = folder.write("qualifying.csv", "POS;NUMBER;LAP;TIME;\n1;001;5;1:40.000;\n");
    let options = Options { against: Some(qualifying), ..Options::default() };
    assert_eq!(folder.answer(&options, Format::Json).1[0].id, "PF0536");
}

#[test]
fn nothing_is_written_where_nothing_can_be_read() {
    let folder = Folder::new();
    folder.write("made-race.csv", "");
    let (text, diagnostics) = folder.answer(&Options::default(), Format::Json);
    assert_eq!((text.as_str(), diagnostics[0].id), ("", "PF0501"));
    let missing = run(&folder.0.path().join("none.csv"), &Options::default(), Format::Json, &mut Vec::new());
    assert!(missing.is_err());
}

/// The exit of a lap file of these rows against a result of these, and the comparison.
fn against(laps: &str, results: &str) -> (bool, Value) {
    let folder = Folder::new();
    folder.write("made-race.csv", &format!("NUMBER;LAP_NUMBER;LAP_TIME;ELAPSED;FLAG_AT_FL;\n{laps}"));
    let path = folder.write(
        "official.csv",
        &format!("POSITION;NUMBER;STATUS;LAPS;TOTAL_TIME;FL_LAPNUM;FL_TIME;\n{results}"),
    );
    let options = Options { against: Some(path), ..Options::default() };
    let mut out = Vec::new();
    let told =
        run(&folder.0.path().join("made-race.csv"), &options, Format::Json, &mut out).expect("readable");
    let json: Value = serde_json::from_slice(&out).expect("JSON");
    (told.in_order, json["against"].clone())
}

const TWO: &str = "1;1;100;100;GF;\n1;2;100;200;FF;\n2;1;101;101;GF;\n2;2;101;202;FF;\n";

#[test]
fn a_place_is_compared_as_the_number_it_is_or_not_at_all() {
    let rows = |first: &str, second: &str| {
        format!("{first};1;Classified;2;3:20.000;2;1:40.000;\n{second};2;Classified;2;3:22.000;2;1:41.000;\n")
    };
    let shown = |first: &str, second: &str| {
        let (in_order, against) = against(TWO, &rows(first, second));
        (in_order, against["same"].as_u64(), against["without_place"].as_u64())
    };
    assert_eq!(shown("1", "2"), (true, Some(2), Some(0)));
    assert_eq!(shown("1.0", "2.0"), (true, Some(2), Some(0)));
    assert_eq!(shown("2.0", "1.0"), (false, Some(0), Some(0)));
    assert_eq!(shown("1st", "2"), (false, Some(1), Some(1)));
    assert_eq!(
        shown("1", ""),
        (true, Some(1), Some(1)),
        "nothing to compare is not the same, and no difference"
    );
}

#[test]
fn a_place_that_rests_on_an_absent_time_is_said_everywhere() {
    let folder = Folder::new();
    let laps =
        "NUMBER;LAP_NUMBER;LAP_TIME;ELAPSED;FLAG_AT_FL;\n1;1;;;FF;\n2;1;101;101;FF;\n3;2;101;202;FF;\n";
    folder.write("made-race.csv", laps);
    let json = folder.json(&Options::default());
    let untimed: Vec<(&str, bool)> = json["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| (row["number"].as_str().expect("number"), row["untimed"] == true))
        .collect();
    assert_eq!(untimed, [("3", false), ("2", true), ("1", true)]);
    assert!(
        folder.answer(&Options::default(), Format::Table).0.contains("The order of cars 2, 1 is not known")
    );
    let mut out = Vec::new();
    let told = run(&folder.0.path().join("made-race.csv"), &Options::default(), Format::Csv, &mut out)
        .expect("readable");
    assert!(!told.in_order);
}

#[test]
fn how_the_session_is_ordered_can_be_said_and_is_told() {
    let folder = Folder::new();
    let of = |kind| folder.json(&Options { kind, ..distance(70) })["ordered_by"].clone();
    let own = of(None);
    assert_eq!((&own["kind"], &own["told"]), (&Value::from("race"), &Value::from(false)));
    assert_eq!(own["because"][0], "the cars have a common start");
    let asked = of(Some(parcferme_core::timing::SessionKind::BestLap));
    assert_eq!((&asked["kind"], &asked["told"]), (&Value::from("best-lap"), &Value::from(true)));
    let best =
        folder.json(&Options { kind: Some(parcferme_core::timing::SessionKind::BestLap), ..distance(70) });
    let times: Vec<i64> = best["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["best_lap"]["time_ms"].as_i64())
        .collect();
    assert!(times.len() > 5 && times.is_sorted(), "{times:?}");
    assert!(best["distance_rule"].is_null());
}
