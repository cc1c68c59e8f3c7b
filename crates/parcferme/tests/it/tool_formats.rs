//! `check` and `audit` for tools: each place is a file and line that is there, the exit status is that of the text.

use serde_json::Value;
use std::path::Path;
use std::process::Command;

fn parcferme(at: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_parcferme")).args(arguments).current_dir(at).output().unwrap();
    (run.status.code(), String::from_utf8(run.stdout).unwrap())
}

/// A repository with a season whose published total of Eve Ellis is wrong.
fn repository() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    assert_eq!(parcferme(place.path(), &["new", "seasons/my cup", "--example"]).0, Some(0));
    let table = place.path().join("seasons/my cup/published/standings-drivers.csv");
    let text = std::fs::read_to_string(&table).unwrap();
    std::fs::write(&table, text.replace("18,25,18,61", "18,24,18,60")).unwrap();
    place
}

/// The line of the published table that is wrong, by which a place is proven to land.
const WRONG: &str = "2,Eve Ellis,18,24,18,60";

fn line(at: &Path, path: &str, number: u64) -> String {
    let text = std::fs::read_to_string(at.join(path)).unwrap();
    text.lines().nth(usize::try_from(number).unwrap() - 1).unwrap().to_owned()
}

#[test]
fn annotations_land_on_the_line_wherever_the_command_is_given() {
    let place = repository();
    let season = place.path().join("seasons/my cup");
    let whole = season.display().to_string();
    let seen_from = |at: &Path, season: &str| {
        let (status, said) = parcferme(at, &["audit", season, "--format", "github"]);
        assert_eq!(status, Some(1), "{said}");
        let first = said.lines().find(|line| line.contains("title=PF0203")).unwrap();
        first.split_once("::error ").unwrap().1.split_once("::").unwrap().0.to_owned()
    };
    let here = "file=seasons/my cup/published/standings-drivers.csv,line=3,title=PF0203";
    assert_eq!(seen_from(place.path(), "seasons/my cup"), here);
    assert_eq!(seen_from(place.path(), "./seasons/../seasons/my cup/"), here);
    // Where a folder above is a link, the absolute path has another spelling.
    if whole.starts_with(&std::env::temp_dir().canonicalize().unwrap().display().to_string()) {
        assert_eq!(seen_from(place.path(), &whole), here);
    }
    assert_eq!(seen_from(&season, "."), "file=published/standings-drivers.csv,line=3,title=PF0203");
    assert_eq!(line(place.path(), "seasons/my cup/published/standings-drivers.csv", 3), WRONG);
}

#[test]
fn sarif_names_files_by_address_and_has_a_rule_for_each_id() {
    let place = repository();
    let (status, said) = parcferme(place.path(), &["audit", "seasons/my cup", "--format", "sarif"]);
    assert_eq!(status, Some(1));
    let log: Value = serde_json::from_str(&said).unwrap();
    let run = &log["runs"][0];
    assert_eq!((&log["version"], &run["tool"]["driver"]["name"]), (&"2.1.0".into(), &"Parc Fermé".into()));
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert!(results.len() >= 2);
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().contains(rule["id"].as_str().unwrap()));
        assert!(!rule["shortDescription"]["text"].as_str().unwrap().is_empty());
        let place_of = &result["locations"][0]["physicalLocation"];
        let uri = place_of["artifactLocation"]["uri"].as_str().unwrap();
        let path = uri.replace("%20", " ");
        let number = place_of["region"]["startLine"].as_u64().unwrap();
        assert!(!line(place.path(), &path, number).is_empty());
    }
    let cell = results.iter().find(|own| own["ruleId"] == "PF0203").unwrap();
    let uri = &cell["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "seasons/my%20cup/published/standings-drivers.csv");
}

#[test]
fn junit_has_a_case_for_each_check_and_for_each_file() {
    let place = repository();
    let (status, said) = parcferme(place.path(), &["audit", "seasons", "--format", "junit"]);
    assert_eq!(status, Some(1));
    let cases = said.matches("<testcase ").count();
    assert_eq!(cases, parcferme_core::audit::CHECKS.len() + 1, "{said}");
    assert!(said.contains("name=\"standings-cell\">\n      <failure type=\"PF0203\""), "{said}");
    let (status, said) = parcferme(place.path(), &["check", "seasons/my cup", "--format", "junit"]);
    assert_eq!(status, Some(0));
    assert_eq!(said.matches("<testcase ").count(), 6, "{said}");
    assert!(said.contains("failures=\"0\"") && said.contains("name=\"results/02-race.csv\"/>"), "{said}");
}

#[test]
fn what_cannot_be_read_is_written_too_and_the_status_stays() {
    let place = repository();
    let results = place.path().join("seasons/my cup/results/02-race.csv");
    let text = std::fs::read_to_string(&results).unwrap();
    let lines = text.lines().enumerate().map(|(at, line)| {
        let more = if at == 0 { "n%o\u{1b}[31m:nsense," } else { "x," };
        format!("{more}{line}\n")
    });
    std::fs::write(&results, lines.collect::<String>()).unwrap();
    for command in ["check", "audit"] {
        let (status, said) = parcferme(place.path(), &[command, "seasons/my cup", "--format", "github"]);
        assert_eq!(status, Some(if command == "check" { 1 } else { 2 }));
        let first = said.lines().next().unwrap();
        assert!(
            first.starts_with("::error file=seasons/my cup/results/02-race.csv,line=1,title=PF0404::"),
            "{first}"
        );
        assert!(first.contains("n%25o:nsense") && !first.contains('\u{1b}'), "{first}");
        let (again, said) = parcferme(place.path(), &[command, "seasons/my cup", "--format", "junit"]);
        assert_eq!(again, status);
        assert!(said.contains("<failure type=\"PF0404\""), "{said}");
    }
    let (status, _) = parcferme(place.path(), &["check", "seasons/my cup", "--format", "csv"]);
    assert_eq!(status, Some(2));
}
