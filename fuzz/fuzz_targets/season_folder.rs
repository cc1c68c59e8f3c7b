//! Season folders, written as one text: a line `=== path` before each file. What was read is computed and audited; where
//! nothing was wrong with it, writing it and reading it again gives the same bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parcferme_core::rulebook::Wording;
use parcferme_core::{Rulebook, Severity, audit, compute};
use parcferme_formats::folder::{Files, Folder};
use std::sync::{Arc, LazyLock};

static RULES: LazyLock<Rulebook> = LazyLock::new(|| {
    let by_era = Wording::read("alms.toml", include_str!("../../rulebooks/alms.toml")).0;
    Rulebook::of("alms/2003", Arc::new(by_era.of_season(2003).unwrap_or_default())).0
});

fuzz_target!(|text: &str| {
    let files: Files = text
        .split("=== ")
        .filter_map(|part| part.split_once('\n'))
        .map(|(path, text)| (path.trim().to_owned(), text.to_owned()))
        .collect();
    let (folder, found) = Folder::read(&files);
    let (season, _) = folder.season(&RULES);
    let outcome = compute(&season, &RULES);
    audit(&season, &RULES, &outcome);
    if found.iter().all(|own| own.severity != Severity::Error) {
        let written = folder.write();
        let (again, _) = Folder::read(&written);
        assert_eq!(written, again.write());
    }
});
