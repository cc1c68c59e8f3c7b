//! Formula One 1950-2026: reading f1db, and both tables after every round from loaded facts.
//!
//! Needs the corpus; without it there is nothing to measure, which it says.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use parcferme_core::compute::classify::classify_all;
use parcferme_core::compute::tally::tallies;
use parcferme_core::outcome::{Outcome, StandingsTable};
use parcferme_core::rulebook::Wording;
use parcferme_core::scenario::{Contest, FieldIs, Question};
use parcferme_core::{Rulebook, Season, compute};
use parcferme_formats::f1db;
use parcferme_formats::folder::{Files, Folder};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read_tree(at: &Path, inside: &str, files: &mut Files) {
    for entry in std::fs::read_dir(at).into_iter().flatten().flatten() {
        let name = format!("{inside}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read_tree(&entry.path(), &format!("{name}/"), files);
        } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
            files.insert(name, text);
        }
    }
}

fn season(folder: &Folder) -> (Season, Rulebook) {
    static BOOK: LazyLock<Wording> = LazyLock::new(|| {
        let text = std::fs::read_to_string(root().join("rulebooks/f1.toml")).unwrap_or_default();
        Wording::read("f1.toml", &text).0
    });
    let year = u16::try_from(folder.year).unwrap_or_default();
    let wording = BOOK.of_season(year).unwrap_or_default();
    let (rules, _) = Rulebook::of(&folder.rulebook, Arc::new(wording));
    (folder.season(&rules).0, rules)
}

/// Ranks of all titles after every round; answers how many rows they have.
fn all_tables(season: &Season, rules: &Rulebook) -> usize {
    let classifications = classify_all(season, rules);
    let tallies = tallies(season, rules, &classifications);
    let rows = tallies.iter().flat_map(|tally| {
        (1..=tally.rounds.len()).map(|columns| tally.rank(&rules.titles[tally.title], columns).len())
    });
    rows.sum()
}

/// Who can win each title after each round; answers how many of them there are.
fn who_can_win(season: &Season, rules: &Rulebook, outcome: &Outcome) -> usize {
    let after = |table: &StandingsTable, round| {
        let question = Question { season, rules, after: Some(round), field: FieldIs::Open };
        let chances = Contest::of(question, table).chances();
        chances.iter().filter(|own| own.can_win == Some(true)).count()
    };
    let of_table =
        |table: &StandingsTable| table.rounds.iter().map(|&round| after(table, round)).sum::<usize>();
    outcome.tables.iter().map(of_table).sum()
}

fn formula_one(criterion: &mut Criterion) {
    let corpus =
        std::env::var_os("PARCFERME_CORPUS").map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    let mut files = Files::new();
    read_tree(&corpus.join("f1db"), "", &mut files);
    if !f1db::is_f1db(files.keys().map(String::as_str)) {
        eprintln!("skipped: no f1db in {}", corpus.display());
        return;
    }
    let mut decisions = Files::new();
    read_tree(&root().join("decisions/f1"), "", &mut decisions);
    let decisions: BTreeMap<i32, String> = decisions
        .into_iter()
        .filter_map(|(name, text)| Some((name.strip_suffix(".toml")?.parse().ok()?, text)))
        .collect();
    let (folders, _) = f1db::read(&files, &decisions);
    let seasons: Vec<(Season, Rulebook)> = folders.iter().map(season).collect();

    criterion.bench_function("formula one: 5,921 files read", |b| {
        b.iter(|| f1db::read(black_box(&files), &decisions));
    });
    criterion.bench_function("formula one: 77 seasons made of folders", |b| {
        b.iter(|| folders.iter().map(|folder| season(folder).0.results.len()).sum::<usize>());
    });
    criterion.bench_function("formula one: all tables after every round", |b| {
        b.iter(|| {
            let rows = seasons.iter().map(|(season, rules)| all_tables(black_box(season), rules));
            rows.sum::<usize>()
        });
    });
    let outcomes: Vec<Outcome> = seasons.iter().map(|(season, rules)| compute(season, rules)).collect();
    criterion.bench_function("formula one: who can win every title after every round", |b| {
        b.iter(|| {
            let all = seasons.iter().zip(&outcomes);
            all.map(|((season, rules), outcome)| who_can_win(black_box(season), rules, outcome))
                .sum::<usize>()
        });
    });
    let asked = |year: i32, ahead: usize| {
        let index = seasons.iter().position(|(season, _)| season.year == year)?;
        let ((season, rules), outcome) = (&seasons[index], &outcomes[index]);
        let table = outcome.tables.first()?;
        let after = table.rounds.iter().rev().nth(ahead).copied();
        Some((Question { season, rules, after, field: FieldIs::Open }, table))
    };
    for (what, year, ahead) in [
        ("one question, six rounds to come", 2024, 6),
        ("the last race of four contenders", 2010, 1),
        ("the last race with a fastest lap", 2021, 1),
    ] {
        let Some((question, table)) = asked(year, ahead) else { continue };
        criterion.bench_function(&format!("formula one: {what}"), |b| {
            b.iter(|| Contest::of(black_box(question), table).answer().chances.len());
        });
    }
    let Some((season, rules)) = seasons.iter().find(|(season, _)| season.year == 2023) else { return };
    criterion.bench_function("formula one: one season after a changed result", |b| {
        b.iter_batched(
            || {
                let mut changed = season.clone();
                if let [first, second, ..] = changed.results.rows_mut() {
                    std::mem::swap(&mut first.position, &mut second.position);
                }
                changed
            },
            |changed| all_tables(&changed, rules),
            BatchSize::SmallInput,
        );
    });
}

criterion_group!(benches, formula_one);
criterion_main!(benches);
