//! Formula One 1950-2026 with the rulebook withheld: the rules that results and published tables give, against those of the
//! regulations.

use crate::formula_one::corpus;
use parcferme::library;
use parcferme_core::outcome::StandingsRow;
use parcferme_core::scale::{Bound, MOST, infer_scale};
use parcferme_core::{Outcome, Points, Rulebook, compute};
use std::collections::BTreeMap;

/// Points of each competitor of a title in each round, those that are dropped too.
fn cells(outcome: &Outcome, rules: &Rulebook, title: &str) -> BTreeMap<(usize, usize), Points> {
    let Some(table) = rules.title(title).and_then(|ix| outcome.table(ix, None)) else {
        return BTreeMap::new();
    };
    let of_row = |row: &StandingsRow| {
        let competitor = row.competitor.index();
        row.cells.iter().map(move |cell| ((competitor, cell.round.index()), cell.points)).collect::<Vec<_>>()
    };
    table.rows.iter().flat_map(of_row).filter(|own| !own.1.is_zero()).collect()
}

/// Seasons whose windows the tables leave open: no total that is published depends on what was dropped, or on where the
/// stretches end.
const WINDOWS_OPEN: [i32; 16] =
    [1967, 1968, 1969, 1970, 1971, 1972, 1973, 1974, 1975, 1976, 1977, 1978, 1981, 1982, 1983, 1984];

#[test]
fn rules_of_formula_one_are_found_in_its_tables() {
    let Some(root) = corpus() else { return };
    // The search takes long where nothing is optimised: a debug build looks at some seasons of each kind.
    let some = [1950, 1961, 1975, 1991, 2014, 2026];
    let (mut explained, mut open) = (0, Vec::new());
    for loaded in library::load_all(&root.display().to_string(), None).unwrap() {
        let (season, rules) = (&loaded.season, &loaded.rules);
        if cfg!(debug_assertions) && !some.contains(&season.year) {
            continue;
        }
        let own = infer_scale(season, Bound { most: MOST, tell: &mut |_| true }).unwrap();
        let (points, of_them) = own.points();
        assert_eq!((points, own.unexplained.len()), (of_them, 0), "{}", season.id);
        explained += 1;
        let (truth, ours) = (compute(season, rules), compute(season, &own.rules));
        for title in ["drivers", "constructors"] {
            assert_eq!(cells(&truth, rules, title), cells(&ours, &own.rules, title), "{} {title}", season.id);
        }
        let windows = |rules: &Rulebook| rules.titles[rules.title("drivers").unwrap()].windows.clone();
        if windows(rules) != windows(&own.rules) {
            open.push(season.year);
        }
    }
    let looked_at = |year: &i32| !cfg!(debug_assertions) || some.contains(year);
    assert_eq!(open, WINDOWS_OPEN.into_iter().filter(looked_at).collect::<Vec<_>>());
    assert_eq!(explained, if cfg!(debug_assertions) { some.len() } else { 77 });
}

#[test]
fn the_scales_of_the_american_le_mans_series_are_found() {
    let loaded = library::load("alms/2003", None).unwrap();
    let own = infer_scale(&loaded.season, Bound { most: MOST, tell: &mut |_| true }).unwrap();
    assert_eq!(own.points(), (136, 136));
    let scales = ["scale = [20, 16, 13, 10, 8, 6, 4, 3, 2, 1]", "scale = [26, 22, 19, 16, 14, 12, 10, 9, 8]"];
    assert!(scales.iter().all(|scale| own.text.contains(scale)), "{}", own.text);
    // The tables decide that cars far behind score nothing, and leave open at which share.
    assert!(own.decided.iter().any(|own| own.about == "classified.min_share"), "{:?}", own.decided);
    assert!(own.open.iter().any(|own| own.about == "classified.min_share"), "{:?}", own.open);
}

#[test]
fn what_was_inferred_is_a_document_too() {
    let run = |format: &str| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_parcferme"));
        program.args(["infer", "alms/2003", "--scale", "--format", format]).output().unwrap()
    };
    let told: serde_json::Value = serde_json::from_slice(&run("json").stdout).unwrap();
    assert_eq!(told["schema"], "parcferme.scale/1");
    assert_eq!((&told["points"]["published"], &told["points"]["explained"]), (&136.into(), &136.into()));
    assert_eq!((&told["stopped"], &told["unexplained"]), (&false.into(), &serde_json::json!([])));
    let text = told["rulebook"].as_str().unwrap();
    assert_eq!(Rulebook::parse("found.toml", text).1, []);
    let table = String::from_utf8(run("table").stdout).unwrap();
    assert!(table.trim_end().ends_with(text.trim_end()), "{table}");
    let first = &told["known"][0];
    assert_eq!(first["about"], "points.standard");
    assert_eq!(first["places"][0], serde_json::json!({ "position": 1, "points": "20", "cells": 8 }));
    assert!(told["open"].as_array().unwrap().iter().any(|own| own["about"] == "classified.min_share"));
    assert_eq!(run("csv").status.code(), Some(2));
}
