// Formula One 1950-2026: reading f1db, and both tables after every round from loaded facts.
//
// Needs the corpus; without it there is nothing to measure, which it says.

use parcferme_core::compute::classify::classify_all;
use parcferme_core::compute::tally::tallies;
use parcferme_core::{Rulebook, Season};
use parcferme_formats::f1db;
use parcferme_formats::folder::{Files, Folder};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};

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
    let path = root().join(format!("rulebooks/{}.toml", folder.rulebook));
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let (rules, _) = Rulebook::parse(&folder.rulebook, &text);
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

fn cpu() -> u64 {
    std::fs::read_to_string("/proc/self/schedstat").unwrap().split(' ').next().unwrap().parse().unwrap()
}
fn main() {
    let mut files = Files::new();
    let t = cpu();
    read_tree(&root().join("../shared/corpus/f1db"), "", &mut files);
    println!("disk {} us", (cpu() - t) / 1000);
    let mut decisions = Files::new();
    read_tree(&root().join("decisions/f1"), "", &mut decisions);
    let decisions: BTreeMap<i32, String> = decisions
        .into_iter()
        .filter_map(|(name, text)| Some((name.strip_suffix(".toml")?.parse().ok()?, text)))
        .collect();
    let t = cpu();
    let (folders, _) = f1db::read(&files, &decisions);
    println!("read {} us", (cpu() - t) / 1000);
    let t = cpu();
    let seasons: Vec<(Season, Rulebook)> = folders.iter().map(season).collect();
    println!("seasons {} us", (cpu() - t) / 1000);
    let t = cpu();
    let w: Vec<_> = folders.iter().map(|f| f.write()).collect();
    println!("write {} us", (cpu() - t) / 1000);
    let t = cpu();
    let n: usize = w.iter().map(|f| Folder::read(f).0.results.len()).sum();
    println!("folder read {} us {n}", (cpu() - t) / 1000);
    {
        let t = cpu();
        let n: u32 = seasons
            .iter()
            .map(|(s, r)| {
                parcferme_core::audit(s, r, &parcferme_core::compute(s, r))
                    .checks
                    .iter()
                    .map(|c| c.checked)
                    .sum::<u32>()
            })
            .sum();
        println!("audit {} us {n}", (cpu() - t) / 1000);
    }
    for _ in 0..5 {
        let t = cpu();
        let c: Vec<_> = seasons.iter().map(|(s, r)| classify_all(s, r)).collect();
        let t1 = cpu();
        let ta: Vec<_> = seasons.iter().zip(&c).map(|((s, r), c)| tallies(s, r, c)).collect();
        let t2 = cpu();
        let n: usize = ta
            .iter()
            .zip(&seasons)
            .flat_map(|(ta, (_, rules))| {
                ta.iter().flat_map(|tally| {
                    (1..=tally.rounds.len())
                        .map(|columns| tally.rank(&rules.titles[tally.title], columns).len())
                })
            })
            .sum();
        let t3 = cpu();
        println!(
            "classify {} tallies {} rank {} = {} us, {n} rows",
            (t1 - t) / 1000,
            (t2 - t1) / 1000,
            (t3 - t2) / 1000,
            (t3 - t) / 1000
        );
    }
    let (season, rules) = seasons.iter().find(|(season, _)| season.year == 2023).unwrap();
    for _ in 0..5 {
        let t = cpu();
        black_box(all_tables(season, rules));
        println!("2023 {} us", (cpu() - t) / 1000);
    }
    if std::env::args().count() > 1 {
        for _ in 0..40 {
            for (s, r) in &seasons {
                black_box(all_tables(s, r));
            }
        }
    }
}
