//! Rulebooks: any text is a rulebook or a diagnostic, and what was read can be told in prose.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parcferme_core::Rulebook;
use std::sync::Arc;

fuzz_target!(|text: &str| {
    let (rules, _) = Rulebook::parse("fuzz.toml", text);
    rules.prose();
    for season in rules.wording.seasons().unwrap_or_default().into_iter().take(4) {
        if let Ok(wording) = rules.wording.of_season(season) {
            Rulebook::of("fuzz.toml", Arc::new(wording)).0.prose();
        }
    }
    let _ = rules.wording.on(&rules.wording);
});
