//! What each carries into a round: the command, the interface, the round's page.

use crate::server::{ask, shelf};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn parcferme(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_parcferme")).args(args).output().unwrap()
}

const RULES: &str = "
[[handicap]]
id = \"weight\"
scale = [30, 20, 10]
beyond = -10
max = 40
adds_up = true
article = \"Article 9\"

[[reversed_grid]]
id = \"sprint\"
sessions = [\"sprint\"]
of = \"race\"
drawn_from = 2
drawn_to = 3
article = \"Article <10>\"
";

/// The example season with a round to come and rules of handicaps.
fn season(place: &Path, more: &str) -> PathBuf {
    let folder = place.join("cup");
    let made = parcferme(&["new", &folder.display().to_string(), "--example"]);
    assert!(made.status.success(), "{made:?}");
    let add = |file: &str, text: &str| {
        let path = folder.join(file);
        let old = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, old + text).unwrap();
    };
    add("rulebook.toml", more);
    add(
        "season.toml",
        "\n[[round]]\nnumber = 4\nevent = \"winter\"\nname = \"Winter Race\"\nstatus = \"scheduled\"\n",
    );
    folder
}

#[test]
fn the_next_round_is_told_and_the_same_everywhere() {
    let place = tempfile::tempdir().unwrap();
    let folder = season(place.path(), RULES).display().to_string();
    let output = parcferme(&["handicap", &folder, "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&told["schema"], &told["round"]), (&"parcferme.handicap/1".into(), &4.into()));
    let race = &told["sessions"][0];
    let rows: Vec<_> = race["carried"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| (own["cars"][0].as_str().unwrap(), own["amount"].as_str().unwrap()))
        .collect();
    assert_eq!(rows, [("7", "40"), ("12", "40"), ("21", "30"), ("8", "0")]);
    assert_eq!(race["carried"][0]["because"][0]["article"]["text"], "Article 9");
    let missing = told["sessions"][1]["missing"][0]["text"].as_str().unwrap();
    assert_eq!(missing, "The results of race of round 4 are not known.");

    let shelf = shelf(std::slice::from_ref(&folder));
    let id = told["season"].as_str().unwrap();
    let asked: Value =
        serde_json::from_str(&ask(&shelf, &format!("/api/v1/seasons/{id}/rounds/4/handicap")).text).unwrap();
    assert_eq!(asked, told);
    let round: Value =
        serde_json::from_str(&ask(&shelf, &format!("/api/v1/seasons/{id}/rounds/4")).text).unwrap();
    assert_eq!(round["handicaps"], told["sessions"]);
    let page = ask(&shelf, &format!("/{id}/round/4.html")).text;
    assert!(
        page.contains("1st in race of round 1: 30 kg") && page.contains("(Article &lt;10&gt;)"),
        "{page}"
    );
    let page = ask(&shelf, &format!("/{id}/round/1.html")).text;
    assert!(page.contains("How many places are reversed is drawn, 2 to 3"), "{page}");

    let sheet = parcferme(&["handicap", &folder, "summer"]);
    let sheet = String::from_utf8(sheet.stdout).unwrap();
    assert!(sheet.contains(" 12  South Works        20  2nd in race of round 1: 20 kg¹"), "{sheet}");
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let block = |part: &str| format!("\n[[handicap]]\nid = \"by-{part}\"\nscale = [\"1/{part}\"]\n");
    let too_fine: String = ["999983", "999979", "999961", "999959"].map(block).concat();
    let folder = season(place.path(), &too_fine).display().to_string();
    for (args, id) in [
        (["handicap", "alms/2003", "1"], "PF0360"),
        (["handicap", &folder, "9"], "PF0907"),
        (["handicap", &folder, "4"], "PF0362"),
    ] {
        let output = parcferme(&args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(said.contains(id), "{args:?}: {said}");
    }
    let none = "series = \"cup\"\nyear = 2026\nname = \"Cup\"\nrulebook = \"rulebook.toml\"\n[[round]]\nnumber = 1\nevent = \"a\"\nname = \"A\"\nstatus = \"cancelled\"\n";
    let folder = place.path().join("none");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("season.toml"), none).unwrap();
    std::fs::write(folder.join("rulebook.toml"), RULES).unwrap();
    let output = parcferme(&["handicap", &folder.display().to_string()]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("PF0361"), "{said}");
}
