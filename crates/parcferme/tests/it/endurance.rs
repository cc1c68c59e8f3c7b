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
