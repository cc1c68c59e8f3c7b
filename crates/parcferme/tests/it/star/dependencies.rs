//! `core <- {formats, publish, odds, store} <- parcferme`, and what core may stand on.

use super::source::workspace;
use std::fs;
use toml::Table;

/// Exact numbers, days, spans, spelling, Latin letters and small vectors: nothing that does input or output.
const CORE_MAY_USE: [&str; 9] =
    ["deunicode", "jiff", "num-rational", "schemars", "serde", "serde_spanned", "smallvec", "strsim", "toml"];

/// Crates between core and the program: each knows core and no other.
const MIDDLE: [&str; 4] = ["formats", "odds", "publish", "store"];

/// Names of what a crate depends on, in any table of dependencies.
fn dependencies(krate: &str) -> Vec<String> {
    let path = workspace().join("crates").join(krate).join("Cargo.toml");
    let manifest: Table = fs::read_to_string(path).unwrap().parse().unwrap();
    let tables = manifest.iter().filter(|(key, _)| key.ends_with("dependencies"));
    let targets = manifest.get("target").and_then(|target| target.as_table()).into_iter().flatten();
    let of_targets = targets.filter_map(|(_, table)| table.as_table()).flatten();
    tables
        .chain(of_targets.filter(|(key, _)| key.ends_with("dependencies")))
        .filter_map(|(_, table)| table.as_table())
        .flat_map(|table| table.keys().cloned())
        .collect()
}

fn of_the_workspace(krate: &str) -> Vec<String> {
    dependencies(krate).into_iter().filter(|name| name.starts_with("parcferme")).collect()
}

#[test]
fn core_stands_alone() {
    assert_eq!(of_the_workspace("core"), [""; 0]);
    let foreign: Vec<String> =
        dependencies("core").into_iter().filter(|name| !CORE_MAY_USE.contains(&name.as_str())).collect();
    assert_eq!(foreign, [""; 0], "core may use {CORE_MAY_USE:?} only");
}

/// With its default features it reads the machine's clock and zone.
#[test]
fn core_knows_the_calendar_and_no_clock() {
    let path = workspace().join("crates/core/Cargo.toml");
    let manifest: Table = fs::read_to_string(path).unwrap().parse().unwrap();
    let jiff = manifest["dependencies"]["jiff"].as_table().unwrap();
    assert_eq!(jiff.get("default-features").and_then(|own| own.as_bool()), Some(false));
    assert_eq!(jiff.get("features"), None);
}

#[test]
fn the_crates_between_know_core_alone() {
    let crates: Vec<String> = fs::read_dir(workspace().join("crates"))
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| name != "core" && name != "parcferme")
        .collect();
    for krate in crates {
        assert!(MIDDLE.contains(&krate.as_str()), "a crate outside the star: {krate}");
        assert_eq!(of_the_workspace(&krate), ["parcferme-core"], "{krate}");
    }
}
