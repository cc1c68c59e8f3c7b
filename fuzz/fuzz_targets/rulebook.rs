//! Rulebooks: any text is a rulebook or a diagnostic, and what was read can be told in prose.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parcferme_core::Rulebook;

fuzz_target!(|text: &str| {
    let (rules, _) = Rulebook::parse("fuzz.toml", text);
    rules.prose();
});
