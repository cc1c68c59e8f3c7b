//! What each document costs. Reference: a three-page result sheet as PDF takes under 40 ms.

#[path = "../tests/it/sample.rs"]
mod sample;

use criterion::{Criterion, criterion_group, criterion_main};
use parcferme_publish::pdf::{Print, print};
use std::hint::black_box;

fn documents(criterion: &mut Criterion) {
    let results = sample::results(60);
    let points = sample::points(12);
    criterion.bench_function("pdf: results of 60 cars, 3 pages", |bencher| {
        bencher.iter(|| print(black_box(&results), Print::default()));
    });
    criterion.bench_function("pdf: points of 4 titles, 2 pages", |bencher| {
        bencher.iter(|| print(black_box(&points), Print::default()));
    });
}

criterion_group!(benches, documents);
criterion_main!(benches);
