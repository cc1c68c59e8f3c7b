//! Rules otherwise than they are: `whatif --set` and `rulebook diff`.

use std::process::{Command, Output};

fn parcferme(args: &[&str]) -> Output {
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
