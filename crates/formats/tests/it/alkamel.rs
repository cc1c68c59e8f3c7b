//! Al Kamel files: made-up dialects and faults, and the real files where they are at hand.

use parcferme_core::timing::classify;
use parcferme_formats::alkamel::read_laps;
use std::path::PathBuf;

/// The corpus file, or `None` with a word on why the test skips. Continuous integration must have it.
pub fn corpus(path: &str) -> Option<Vec<u8>> {
    let root = std::env::var_os("PARCFERME_CORPUS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus"),
        PathBuf::from,
    );
    let bytes = std::fs::read(root.join(path)).ok();
    if bytes.is_none() {
        assert!(std::env::var_os("CI").is_none(), "no corpus at {}", root.display());
        println!("skipped: {} is not there", root.join(path).display());
    }
    bytes
}

#[test]
fn sebring_is_won_by_car_40_after_333_laps() {
    let Some(bytes) = corpus("alkamel/imsa-2024/sebring-race-laps.csv") else { return };
    let (sheet, diagnostics) = read_laps("sebring-race-laps.csv", &bytes);
    for d in &diagnostics {
        println!("{} {} {:?} {:?} {:?}", d.id, d.message, d.places, d.found, d.expected);
    }
    let order = classify(&sheet);
    let winner = &order.rows[0];
    assert_eq!(sheet.car(winner.car).number, "40");
    assert_eq!(winner.laps, 333);
    assert_eq!(winner.elapsed.map(|elapsed| elapsed.to_string()).as_deref(), Some("12:00:54.520"));
}
