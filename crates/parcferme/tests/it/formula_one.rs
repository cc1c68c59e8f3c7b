//! Formula One 1950-2026: both tables after every round, from positions and rules, against the published ones.

use parcferme::{f1db, library};
use parcferme_core::audit::{CheckCount, audit};
use parcferme_core::compute::decided::decided_after;
use parcferme_core::{Severity, compute};
use parcferme_formats::folder::Folder;
use std::path::{Path, PathBuf};

/// The copy of f1db in the corpus; None, said out loud, where there is none. CI must have it.
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
        let text = library::bundled_rulebook(&folder.rulebook).unwrap();
        let rules = parcferme_core::Rulebook::parse(&folder.rulebook, &text).0;
        let (of_f1db, of_folder) = (folder.season(&rules).0, again.season(&rules).0);
        assert_eq!(of_f1db.results.len(), of_folder.results.len());
        let tables = |season| compute(season, &rules).tables;
        assert_eq!(tables(&of_f1db), tables(&of_folder), "{}", folder.year);
    }
}

/// Year and the round at which history says that the title was won. In 2004 only the count of wins kept Barrichello from
/// drawing level; in 1988 dropped scores decided; in 2023 the sprint of round 17 did.
const DRIVERS_DECIDED: [(i32, u32); 18] = [
    (1957, 6),
    (1963, 7),
    (1966, 7),
    (1971, 8),
    (1973, 13),
    (1984, 16),
    (1988, 15),
    (1992, 11),
    (2001, 13),
    (2002, 11),
    (2003, 16),
    (2004, 14),
    (2009, 16),
    (2011, 15),
    (2019, 19),
    (2020, 14),
    (2021, 22),
    (2023, 17),
];

const CONSTRUCTORS_DECIDED: [(i32, u32); 5] = [(1988, 11), (2002, 13), (2014, 16), (2020, 13), (2023, 16)];

#[test]
fn titles_were_decided_when_history_says() {
    let Some(root) = corpus() else { return };
    let seasons = library::load_all(&root.display().to_string(), None).unwrap();
    let drivers = DRIVERS_DECIDED.map(|(year, round)| ("drivers", year, round));
    let constructors = CONSTRUCTORS_DECIDED.map(|(year, round)| ("constructors", year, round));
    for (title, year, round) in drivers.into_iter().chain(constructors) {
        let loaded = seasons.iter().find(|own| own.season.year == year).unwrap();
        let outcome = compute(&loaded.season, &loaded.rules);
        let table = outcome.table(loaded.rules.title(title).unwrap(), None).unwrap();
        let decided = decided_after(&loaded.season, &loaded.rules, table);
        let number = decided.and_then(|decided| loaded.season.rounds[decided].number);
        assert_eq!(number, Some(round), "{title} {year}");
    }
}
