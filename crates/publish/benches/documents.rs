//! What each document costs. Reference: a three-page result sheet as PDF takes under 40 ms.

#[path = "../tests/it/sample.rs"]
mod sample;

use criterion::{Criterion, criterion_group, criterion_main};
use parcferme_publish::pdf::{Print, print};
use parcferme_publish::{csv, html_fragment, og_image, xlsx};
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
    criterion.bench_function("xlsx: results of 60 cars", |bencher| {
        bencher.iter(|| xlsx::workbook(black_box(&results)));
    });
    criterion.bench_function("html: results of 60 cars", |bencher| {
        bencher.iter(|| html_fragment::sheet(black_box(&results), "x"));
    });
    criterion.bench_function("csv: results of 60 cars", |bencher| {
        bencher.iter(|| results.tables().map(csv::table).collect::<Vec<_>>());
    });
    let preview = sample::preview();
    criterion
        .bench_function("png: link preview", |bencher| bencher.iter(|| og_image::png(black_box(&preview))));
}

criterion_group!(benches, documents);
criterion_main!(benches);
