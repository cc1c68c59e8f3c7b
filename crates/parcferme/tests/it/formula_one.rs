//! Formula One 1950-2026: both tables after every round, from positions and rules, against the published ones.

use parcferme::{f1db, library};
use parcferme_core::audit::{CheckCount, audit};
use parcferme_core::scenario::when_decided;
use parcferme_core::{Severity, compute};
use parcferme_formats::folder::Folder;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The copy of f1db in the corpus; None, said out loud, where there is none. CI must have it.
pub fn corpus() -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let root = std::env::var_os("PARCFERME_CORPUS").map_or(workspace, PathBuf::from).join("f1db");
    if f1db::is_copy(&root) {
        return Some(root);
    }
    assert!(std::env::var_os("CI").is_none(), "CI needs the corpus: set PARCFERME_CORPUS");
    eprintln!("skipped: no copy of f1db in the corpus, which PARCFERME_CORPUS names");
    None
}

#[test]
fn every_published_cell_agrees_or_has_a_decision_or_waiver() {
    let Some(root) = corpus() else { return };
    let seasons = library::load_all(&root.display().to_string(), None).unwrap();
    assert_eq!(seasons.len(), 77);
    let mut counts: Vec<CheckCount> = Vec::new();
    for loaded in &seasons {
        assert_eq!(loaded.diagnostics, [], "{}", loaded.season.id);
        let audit = audit(&loaded.season, &loaded.rules, &compute(&loaded.season, &loaded.rules));
        let tables = |check: &str| check.starts_with("standings-") || check == "waiver";
        let mut wrong =
            audit.findings.iter().filter(|own| tables(own.check) && own.severity != Severity::Note);
        assert_eq!(wrong.next(), None, "{}", loaded.season.id);
        assert!(!audit.has_errors(), "{}", loaded.season.id);
        for count in audit.checks {
            match counts.iter_mut().find(|own| own.check == count.check) {
                None => counts.push(count),
                Some(own) => {
                    own.checked += count.checked;
                    own.agree += count.agree;
                    own.decided += count.decided;
                    own.differ += count.differ;
                    own.waived += count.waived;
                    own.unverifiable += count.unverifiable;
                }
            }
        }
    }
    let of = |check: &str| {
        let count = counts.iter().find(|own| own.check == check).unwrap();
        (count.checked, count.agree, count.decided, count.differ, count.waived, count.unverifiable)
    };
    // Checked, agreeing, of these by decision, differing, waived, not to be verified: drivers of 2026 whom the tables of
    // the first rounds list before they were classified once.
    assert_eq!(of("standings-total"), (34_460, 34_456, 162, 0, 4, 0));
    assert_eq!(of("standings-position"), (34_432, 34_352, 390, 0, 80, 6));
    assert_eq!(of("standings-missing-row"), (34_461, 34_460, 39, 0, 1, 0));
}

#[test]
fn a_season_folder_says_what_f1db_says() {
    let Some(root) = corpus() else { return };
    let (folders, _) = f1db::read(&root).unwrap();
    for folder in folders.iter().filter(|own| [1953, 1957, 1984, 2023].contains(&own.year)) {
        let (again, diagnostics) = Folder::read(&folder.write());
        assert_eq!(diagnostics, []);
        let rules = library::bundled_rulebook(&folder.rulebook).unwrap();
        let (of_f1db, of_folder) = (folder.season(&rules).0, again.season(&rules).0);
        assert_eq!(of_f1db.results.len(), of_folder.results.len());
        let tables = |season| compute(season, &rules).tables;
        assert_eq!(tables(&of_f1db), tables(&of_folder), "{}", folder.year);
    }
}

/// Rounds that f1db marks as the decider of a title, by year.
fn deciders(root: &Path, title: &str) -> BTreeMap<i32, u32> {
    let key = format!("{title}ChampionshipDecider: true");
    let files = f1db::files(root).unwrap();
    let marked = files.iter().filter(|(path, text)| path.ends_with("/race.yml") && text.contains(&key));
    marked
        .map(|(path, _)| {
            let mut parts = path.split('/').skip(1);
            let year = parts.next().unwrap().parse().unwrap();
            let round = parts.nth(1).unwrap().split('-').next().unwrap().parse().unwrap();
            (year, round)
        })
        .collect()
}

/// Title, year, the round that f1db marks, and ours. Ours asks what could still have happened: rivals who died or stayed
/// at home could have won (1960, 1961, 1978). And it counts what f1db's does not: that a rival could at best have drawn level and lost the tie-break (1968, 1978), or would
/// have had to drop what he held (1953).
const DECIDED_OTHERWISE: [(&str, i32, u32, u32); 6] = [
    ("drivers", 1953, 8, 7),
    ("drivers", 1960, 8, 9),
    ("drivers", 1961, 7, 8),
    ("drivers", 1978, 14, 15),
    ("constructors", 1968, 12, 11),
    ("constructors", 1978, 13, 12),
];

#[test]
fn titles_were_decided_when_history_says() {
    let Some(root) = corpus() else { return };
    let seasons = library::load_all(&root.display().to_string(), None).unwrap();
    let (mut marked, mut otherwise) = (0, Vec::new());
    for title in ["drivers", "constructors"] {
        for (year, round) in deciders(&root, title) {
            let loaded = seasons.iter().find(|own| own.season.year == year).unwrap();
            let outcome = compute(&loaded.season, &loaded.rules);
            let table = outcome.table(loaded.rules.title(title).unwrap(), None).unwrap();
            let decided = when_decided(&loaded.season, &loaded.rules, table).after().unwrap();
            let ours = loaded.season.rounds[decided].number.unwrap().0;
            marked += 1;
            otherwise.extend((ours != round).then_some((title, year, round, ours)));
        }
    }
    assert_eq!(otherwise, DECIDED_OTHERWISE);
    assert_eq!(marked, 144);
}
