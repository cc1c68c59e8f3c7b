//! Formula One 1950-2026 with the rulebook withheld: the rules that results and published tables give, against those of the
//! regulations.

use parcferme::{f1db, library};
use parcferme_core::scale::{Bound, Inferred, MOST, infer_scale};
use parcferme_core::{Outcome, Points, Rulebook, Season, compute};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn corpus() -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let root = std::env::var_os("PARCFERME_CORPUS").map_or(workspace, PathBuf::from).join("f1db");
    if f1db::is_copy(&root) {
        return Some(root);
    }
    assert!(std::env::var_os("CI").is_none(), "CI needs the corpus: set PARCFERME_CORPUS");
    eprintln!("skipped: no copy of f1db in the corpus, which PARCFERME_CORPUS names");
    None
}

fn inferred(season: &Season) -> Option<Inferred> {
    infer_scale(season, Bound { most: MOST, tell: &mut |_| true })
}

/// Points of each competitor of a title in each round, those that are dropped too.
fn cells(outcome: &Outcome, rules: &Rulebook, title: &str) -> BTreeMap<(usize, usize), Points> {
    let Some(table) = rules.title(title).and_then(|ix| outcome.table(ix, None)) else { return BTreeMap::new() };
    let rows = table.rows.iter();
    rows.flat_map(|row| row.cells.iter().map(|cell| ((row.competitor.index(), cell.round.index()), cell.points)))
        .filter(|(_, points)| !points.is_zero())
        .collect()
}

#[test]
fn dev() {
    let Some(root) = corpus() else { return };
    let years: Vec<i32> = std::env::var("YEARS").unwrap_or_default().split(',').filter_map(|own| own.parse().ok()).collect();
    for loaded in library::load_all(&root.display().to_string(), None).unwrap() {
        if !years.is_empty() && !years.contains(&loaded.season.year) { continue; }
        let start = std::time::Instant::now();
        let Some(own) = inferred(&loaded.season) else { println!("{}: nothing", loaded.season.id); continue };
        let (truth, ours) = (compute(&loaded.season, &loaded.rules), compute(&loaded.season, &own.rules));
        let mut line = format!("{} {:?} points {:?} positions {:?}", loaded.season.year, start.elapsed(), own.points(), own.positions());
        for title in ["drivers", "constructors"] {
            let (a, b) = (cells(&truth, &loaded.rules, title), cells(&ours, &own.rules, title));
            let wrong = a.iter().filter(|(key, points)| b.get(key) != Some(points)).count() + b.keys().filter(|key| !a.contains_key(key)).count();
            let windows = |rules: &Rulebook| rules.title(title).map(|ix| rules.titles[ix].windows.clone());
            line += &format!(" {title}: {}/{} cells wrong, windows {}", wrong, a.len(), windows(&loaded.rules) == windows(&own.rules));
        }
        println!("{line}{}", if own.stopped { " STOPPED" } else { "" });
        if std::env::var_os("SHOW").is_some() {
            println!("{}", own.text);
            for known in &own.known { println!("known {known:?}"); }
            for known in &own.decided { println!("decided {known:?}"); }
            for known in &own.open { println!("open {known:?}"); }
            for known in &own.unexplained { println!("unexplained {} {known:?}", loaded.season.competitors[known.competitor].name); }
        }
    }
}
