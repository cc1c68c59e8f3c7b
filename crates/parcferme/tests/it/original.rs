//! The season of 2003 as its documents give it.

use parcferme::library::bundled_rulebook;
use parcferme_core::{Outcome, Rulebook, Season, compute};
use parcferme_formats::folder::Folder;
use parcferme_formats::import::{Document, import};
use parcferme_formats::pages::{self, Page};
use std::path::PathBuf;

pub struct Original {
    pub pages: Vec<Page>,
    pub folder: Folder,
    pub rules: Rulebook,
    pub season: Season,
    pub outcome: Outcome,
}

/// The documents of 2003; None (said aloud) where they are not there.
pub fn original() -> Option<Original> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let Ok(files) = std::fs::read_dir(&folder) else {
        assert!(std::env::var_os("CI").is_none(), "no documents in {}", folder.display());
        eprintln!("skipped: no documents in {}", folder.display());
        return None;
    };
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    let read: Vec<(String, Vec<u8>)> = paths
        .iter()
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(path).unwrap()))
        .collect();
    let documents: Vec<Document> = read.iter().map(|(name, bytes)| Document { name, bytes }).collect();
    let folder = import(&documents, &Folder::default()).folder.unwrap();
    let mut pages: Vec<Page> = read.iter().map(|(name, bytes)| pages::read(name, bytes).0).collect();
    pages::crew::split(&mut pages);
    pages::parts::split(&mut pages);
    let (rules, season, outcome) = computed(&folder);
    Some(Original { pages, folder, rules, season, outcome })
}

pub fn computed(folder: &Folder) -> (Rulebook, Season, Outcome) {
    let rules = bundled_rulebook("alms/2003").unwrap();
    let (season, diagnostics) = folder.season(&rules);
    assert_eq!(diagnostics, []);
    let outcome = compute(&season, &rules);
    (rules, season, outcome)
}
