//! Lap records: a file into typed columns, and a race from them.
//!
//! To beat: 3 million rows of 26 to 30 columns a second in the reader. `cargo bench -p parcferme-formats
//! --bench lap_records`; rows a second are printed as elements.

#[path = "../tests/it/made_race.rs"]
mod made_race;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use made_race::MadeRace;
use parcferme_core::timing::classify;
use parcferme_core::timing::driver_time::driver_times;
use parcferme_core::timing::stints::stints;
use parcferme_formats::alkamel::read_laps;
use std::hint::black_box;

fn lap_records(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("lap records");
    for (name, race) in [
        ("20,000 laps", MadeRace { cars: 70, laps: 330, seed: 1 }),
        ("400,000 laps", MadeRace { cars: 1400, laps: 330, seed: 1 }),
    ] {
        let text = race.csv();
        let rows = text.lines().count() as u64 - 1;
        group.throughput(Throughput::Elements(rows));
        group.bench_function(format!("read: {name}"), |bencher| {
            bencher.iter(|| read_laps("made.csv", black_box(text.as_bytes())));
        });
    }
    let text = MadeRace { cars: 70, laps: 330, seed: 1 }.csv();
    let (sheet, _) = read_laps("made.csv", text.as_bytes());
    group.throughput(Throughput::Elements(sheet.laps().len() as u64));
    group.bench_function("classify with stints and driver time: 20,000 laps", |bencher| {
        bencher.iter(|| {
            let order = classify(black_box(&sheet));
            let cars = sheet.car_indexes().map(|car| {
                let laps = sheet.laps_of(car);
                (stints(laps).len(), driver_times(laps).len())
            });
            (order, cars.collect::<Vec<_>>())
        });
    });
    group.finish();
}

criterion_group!(benches, lap_records);
criterion_main!(benches);
