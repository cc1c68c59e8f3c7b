//! Rules otherwise than they are: `whatif --set` and `rulebook diff`.

use std::process::{Command, Output};

pub fn parcferme(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_parcferme")).args(args).output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Competitor, total before and after of a table's rows.
fn rows(change: &str) -> Vec<(String, String, String)> {
    let output = parcferme(&["whatif", "alms/2003", "--set", change, "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{change}");
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["schema"], "parcferme.whatif/1");
    let tables = answer["tables"].as_array().unwrap();
    let table = tables.iter().find(|own| own["title"] == "teams" && own["class"] == "LMP900").unwrap();
    let total = |own: &serde_json::Value| own["total"].as_str().unwrap_or_default().to_owned();
    let row = |own: &serde_json::Value| {
        let name = own["competitor"]["id"].as_str().unwrap_or_default().to_owned();
        (name, total(&own["before"]), total(&own["after"]))
    };
    table["rows"].as_array().unwrap().iter().map(row).collect()
}

#[test]
fn one_rule_otherwise_gives_the_tables_before_and_after() {
    // Each of the first two won one of the short rounds whose results are known: 100 points in place of 20.
    let wins = rows("points.standard.scale = [100, 16, 13]");
    let of = |id: &str| wins.iter().find(|own| own.0 == id).map(|own| (own.1.as_str(), own.2.as_str()));
    assert_eq!(of("infineon-team-joest"), Some(("170", "250")));
    assert_eq!(of("adt-champion-racing"), Some(("163", "243")));
    for (id, before, after) in rows("name = Another name") {
        assert_eq!(before, after, "{id}: a change of no rule");
    }
}

#[test]
fn a_change_that_cannot_be_is_refused_with_what_can() {
    for (change, told) in [
        ("points.scale = [1]", "PF0316"),
        ("points.standard.scales = [1]", "did you mean `scale`?"),
        ("points.standard.scale = many", "PF0303"),
        ("classified.min_share = 140 %", "PF0312"),
    ] {
        let output = parcferme(&["whatif", "alms/2003", "--set", change]);
        assert_eq!(output.status.code(), Some(2), "{change}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(told), "{change}: {said}");
    }
}

#[test]
fn two_rulebooks_are_compared_in_sentences() {
    let same = parcferme(&["rulebook", "diff", "f1/2009", "f1/2009"]);
    assert_eq!((same.status.code(), text(&same).lines().count()), (Some(0), 1));
    let other = parcferme(&["rulebook", "diff", "f1/2009", "f1/2010"]);
    assert_eq!(other.status.code(), Some(1));
    let said = text(&other);
    assert!(said.contains("- Points by place: 10-8-6-5-4-3-2-1."), "{said}");
    assert!(said.contains("+ Points by place: 25-18-15-12-10-8-6-4-2-1."), "{said}");
}

fn json(args: &[&str]) -> serde_json::Value {
    let output = parcferme(args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn of_several_changes_each_has_its_share() {
    let answer = json(&[
        "whatif",
        "alms/2003",
        "--set",
        "points.standard.scale = [20, 16, 13]",
        "--result",
        "3 race #88 position=5",
        "--cancel",
        "9",
        "--format",
        "json",
    ]);
    let shares = answer["shares"].as_array().unwrap();
    let said: Vec<&str> = shares.iter().map(|own| own["change"].as_str().unwrap()).collect();
    assert_eq!(
        said,
        [
            "Points by place (standard): 20-16-13",
            "Car 88 placed 5th in round 3 (Grand Prix of Sonoma)",
            "Round 9 (Petit Le Mans) not held"
        ]
    );
    assert!(shares.iter().all(|own| own["alone"]["rows"].as_u64().unwrap() > 0));
    assert_eq!(
        answer["address"],
        "?set=points.standard.scale+%3D+%5B20%2C+16%2C+13%5D%0A3+race+%2388+position%3D5%0Acancel+9"
    );
    // One change is all of it.
    assert_eq!(
        json(&["whatif", "alms/2003", "--cancel", "9", "--format", "json"])["shares"],
        serde_json::json!([])
    );
}

#[test]
fn what_would_have_made_somebody_champion_does_so() {
    let answer = json(&["whatif", "alms/2003", "--champion", "teams GTS=Prodrive", "--format", "json"]);
    let ways = answer["ways"].as_array().unwrap();
    assert!(ways.iter().any(|own| own["sort"] == "places" && own["size"] == 1), "{ways:?}");
    let mut tried = 0;
    for way in ways {
        let arguments: Vec<&str> =
            way["arguments"].as_array().unwrap().iter().map(|own| own.as_str().unwrap()).collect();
        if arguments.is_empty() {
            continue;
        }
        let answer = json(&[&["whatif", "alms/2003", "--format", "json"][..], &arguments].concat());
        let tables = answer["tables"].as_array().unwrap();
        let table = tables.iter().find(|own| own["title"] == "teams" && own["class"] == "GTS").unwrap();
        let first: Vec<&serde_json::Value> =
            table["rows"].as_array().unwrap().iter().filter(|own| own["after"]["position"] == 1).collect();
        assert!(first.iter().any(|own| own["competitor"]["name"] == "Prodrive"), "{arguments:?}");
        tried += 1;
    }
    assert!(tried > 2, "{ways:?}");
    let already =
        json(&["whatif", "alms/2003", "--champion", "teams LMP900=Infineon Team Joest", "--format", "json"]);
    assert_eq!((already["already"].as_bool(), already["ways"].as_array().unwrap().len()), (Some(true), 0));
    for wish in ["teams=Prodrive", "teamz GTS=Prodrive", "teams GTS=Ferrari"] {
        assert_eq!(parcferme(&["whatif", "alms/2003", "--champion", wish]).status.code(), Some(2), "{wish}");
    }
}

#[test]
fn a_rulebook_by_era_is_shown_as_one_of_its_seasons() {
    let shown = text(&parcferme(&["rulebook", "show", "f1/1982"]));
    assert!(shown.contains("f1.toml:") && shown.contains("the best 11 results count"), "{shown}");
    let toml = text(&parcferme(&["rulebook", "show", "f1/1982", "--toml"]));
    assert!(
        toml.starts_with("name = \"Formula One World Championship 1982\"\n") && !toml.contains("seasons"),
        "{toml}"
    );
    let place = tempfile::tempdir().unwrap();
    let own = place.path().join("own.toml");
    std::fs::write(&own, "like = \"f1/1982\"\n[[title]]\nid = \"drivers\"\nwindows = [{ best = 9 }]\n")
        .unwrap();
    let diff = text(&parcferme(&["rulebook", "diff", "f1/1982", own.to_str().unwrap()]));
    assert!(diff.contains("+ ") && diff.contains("the best 9 results count"), "{diff}");
    std::fs::write(&own, "seasons = \"2001-2003\"\n[[points]]\nid = \"a\"\nseasons = \"2001\"\nscale = [1]\n[[points]]\nid = \"a\"\nseasons = \"2003\"\nscale = [1]\n[[title]]\nid = \"d\"\ncompetitor = \"driver\"\n").unwrap();
    let checked = parcferme(&["rulebook", "check", own.to_str().unwrap()]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(text(&checked).contains("PF0335"), "{}", text(&checked));
    let all = parcferme(&["rulebook", "list"]);
    for id in text(&all).lines() {
        let checked = parcferme(&["rulebook", "show", id, "--toml"]);
        assert_eq!((checked.status.code(), checked.stderr.is_empty()), (Some(0), true), "{id}");
    }
}

#[test]
fn what_does_not_fit_is_told_and_what_cannot_be_asked_is_refused() {
    let stderr = |args: &[&str]| {
        let output = parcferme(args);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    // Computed all the same: the tables show what comes of it.
    let (status, said) = stderr(&["whatif", "alms/2003", "--rulebook", "f2/2022"]);
    assert_eq!(status, Some(0));
    assert!(said.contains("warning[PF0265]: no rule gives points for session `race`"), "{said}");
    let told = json(&["whatif", "alms/2003", "--rulebook", "f1/2014", "--format", "json"]);
    assert_eq!(told["warnings"][0], "no event `abu-dhabi`");
    for (args, id) in [
        (vec!["whatif", "alms/2003", "--champion", "teams GTS"], "PF0364"),
        (vec!["whatif", "alms/2003", "--champion", "teams=prodrive"], "PF0908"),
        (vec!["whatif", "alms/2003", "--rulebook", "btcc"], "PF0366"),
        (vec!["whatif", "alms/2003", "--result", "3 race #71 points=20"], "PF0367"),
        (vec!["rulebook", "show", "btcc"], "PF0366"),
        (vec!["gallery", "alms/2003", "--title", "team"], "PF0908"),
        (vec!["infer", "alms/2003", "--between", "0", "512"], "PF0365"),
    ] {
        let (status, said) = stderr(&args);
        assert_eq!(status, Some(2), "{args:?}");
        assert!(said.contains(id), "{args:?}: {said}");
    }
    let (status, _) = stderr(&["infer", "alms/2003", "--between", "0", "511"]);
    assert_eq!(status, Some(0));
    let broken_off = text(&parcferme(&["infer", "alms/2003", "--within", "0"]));
    assert!(broken_off.contains("hypotheses are not refuted so far"), "{broken_off}");
}

#[test]
fn a_season_folder_stands_for_its_rulebook() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("cup").display().to_string();
    assert!(parcferme(&["new", &folder]).status.success());
    let shown = text(&parcferme(&["rulebook", "show", &folder]));
    assert!(shown.contains("rulebook.toml:"), "{shown}");
    assert_eq!(text(&parcferme(&["rulebook", "diff", &folder, &folder])).lines().count(), 1);
}
