//! Seasons of facts under `fixtures/seasons`: results as timed, totals as published, held against the rulebooks that ship
//! with the program. What they prove is told in `docs/evidence/endurance-tables.md`.

use parcferme::library;
use parcferme_core::audit::{Audit, audit};
use parcferme_core::compute;
use std::path::Path;

fn audited(season: &str) -> Audit {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/seasons").join(season);
    let loaded =
        library::load(&root.display().to_string(), None).unwrap_or_else(|refused| panic!("{refused:?}"));
    audit(&loaded.season, &loaded.rules, &compute(&loaded.season, &loaded.rules))
}

/// Checked, agreeing, differing, waived.
fn totals(audit: &Audit) -> (u32, u32, u32, u32) {
    let count = audit.count("standings-total").unwrap();
    (count.checked, count.agree, count.differ, count.waived)
}

#[test]
fn the_world_endurance_championship_of_2021_comes_out_as_published() {
    let audit = audited("wec-2021");
    assert_eq!(totals(&audit), (60, 57, 0, 3));
    assert!(!audit.has_errors());
}

#[test]
fn the_first_six_rounds_of_imsa_2025_come_out_as_published() {
    let audit = audited("imsa-2025-gtp");
    assert_eq!(totals(&audit), (14, 14, 0, 0));
    assert!(!audit.has_errors());
}

/// `docs/evidence/championship-rules.md` names nothing that is not there, and leaves no rule without a proof or a reason.
#[test]
fn every_rule_of_the_table_is_stated_and_proven_or_says_why_not() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = std::fs::read_to_string(root.join("docs/evidence/championship-rules.md")).unwrap();
    let mut wrong = Vec::new();
    let mut numbers = Vec::new();
    for line in page.lines().filter(|line| line.starts_with("| ")).skip(1) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [number, _, _, stated, proven, remarks] = cells[..] else {
            panic!("six cells a row: {line}");
        };
        numbers.push(number.parse::<u32>().unwrap());
        for one in stated.split("; `").filter(|one| !one.is_empty()) {
            let (id, article) = one.split_once(' ').unwrap_or((one, ""));
            let id = id.trim_matches('`');
            let Some(rules) = library::bundled_rulebook(id) else {
                wrong.push(format!("{number}: no rulebook {id}"));
                continue;
            };
            let article = article.strip_prefix('(').and_then(|article| article.strip_suffix(')')).unwrap();
            if !rules.articles.rows().iter().any(|own| own.text.starts_with(article)) {
                wrong.push(format!("{number}: {id} has no article {article}"));
            }
        }
        for name in proven.split(", ").map(|name| name.trim_matches('`')).filter(|name| !name.is_empty()) {
            let path = match name.strip_prefix("fixtures/seasons/") {
                Some(_) => format!("{name}/season.toml"),
                None => format!("fixtures/situations/{name}.toml"),
            };
            if !root.join(&path).is_file() {
                wrong.push(format!("{number}: no {path}"));
            }
        }
        if (stated.is_empty() || proven.is_empty()) && remarks.is_empty() {
            wrong.push(format!("{number}: neither proof nor reason"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(numbers, (1..=54).collect::<Vec<u32>>());
}
