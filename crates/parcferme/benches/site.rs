//! The site of the bundled season: `cargo bench -p parcferme --bench site`.
//!
//! To reach: any page in under 2 ms, the whole static site with all charts and documents in under a second.

use criterion::{Criterion, criterion_group, criterion_main};
use parcferme::library;
use parcferme_core::{audit, compute};
use parcferme_publish::site::plan;
use parcferme_publish::view::{Settings, View};
use std::hint::black_box;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn pages(criterion: &mut Criterion) {
    let Ok(loaded) = library::load("alms/2003", None) else { panic!("the bundled season loads") };
    let outcome = compute(&loaded.season, &loaded.rules);
    let audit = audit(&loaded.season, &loaded.rules, &outcome);
    let settings = Settings::default();
    let view = View::new(&loaded.season, &loaded.rules, &outcome, &audit, &settings);
    let plan = plan(&view);
    let took = |subject: &parcferme_publish::site::Subject| {
        let best = (0..3).map(|_| {
            let start = Instant::now();
            black_box(subject.render(&view));
            start.elapsed()
        });
        best.min().unwrap_or(Duration::ZERO)
    };
    let slowest = plan.iter().max_by_key(|(_, subject)| took(subject));
    if let Some((path, subject)) = slowest {
        criterion.bench_function(&format!("the slowest of {} pages, {path}", plan.len()), |bencher| {
            bencher.iter(|| subject.render(&view));
        });
    }
    criterion.bench_function("all pages", |bencher| {
        bencher.iter(|| plan.iter().map(|(_, subject)| subject.render(&view).html.len()).sum::<usize>());
    });
    criterion.bench_function("a season made ready for its pages", |bencher| {
        bencher.iter(|| View::new(&loaded.season, &loaded.rules, &outcome, &audit, &settings));
    });
}

fn whole_site(criterion: &mut Criterion) {
    criterion.bench_function("publish alms/2003 into an empty folder", |bencher| {
        bencher.iter(|| {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let done = Command::new(env!("CARGO_BIN_EXE_parcferme"))
                .args(["publish", "alms/2003", "--to"])
                .arg(folder.path())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            assert!(done.is_ok_and(|status| status.success()));
        });
    });
}

criterion_group!(benches, pages, whole_site);
criterion_main!(benches);
