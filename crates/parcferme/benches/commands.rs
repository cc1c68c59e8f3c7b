//! Whole commands, as a process from start to end: `cargo bench -p parcferme --bench commands`.
//!
//! To reach: `standings` of a bundled season and `classify` of a 20,000-lap file with stints and
//! driver time, each under 15 ms.

#[path = "../../formats/tests/it/made_race.rs"]
mod made_race;

use criterion::{Criterion, criterion_group, criterion_main};
use made_race::MadeRace;
use std::process::{Command, Stdio};

fn command(criterion: &mut Criterion, name: &str, arguments: &[&str]) {
    criterion.bench_function(name, |bencher| {
        bencher.iter(|| {
            let done = Command::new(env!("CARGO_BIN_EXE_parcferme"))
                .args(arguments)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            assert!(done.is_ok_and(|status| status.success()), "{arguments:?}");
        });
    });
}

fn commands(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let laps = folder.path().join("laps.csv");
    std::fs::write(&laps, MadeRace { cars: 70, laps: 330, seed: 1 }.csv()).expect("a file in it");
    let laps = laps.to_string_lossy();
    command(criterion, "standings alms/2003", &["standings", "alms/2003"]);
    command(criterion, "classify 20,000 laps", &["classify", &laps]);
    command(
        criterion,
        "classify 20,000 laps, stints and drivers",
        &["classify", &laps, "--stints", "--drivers"],
    );
    command(criterion, "classify 20,000 laps as JSON", &["classify", &laps, "--format", "json"]);
}

criterion_group!(benches, commands);
criterion_main!(benches);
