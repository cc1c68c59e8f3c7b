//! f1db: the text as each of the files that a season has.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parcferme_formats::f1db;
use parcferme_formats::folder::Files;
use std::collections::BTreeMap;

const FILES: [&str; 6] = [
    "seasons/1950/races/01-great-britain/race.yml",
    "seasons/1950/races/01-great-britain/race-results.yml",
    "seasons/1950/races/01-great-britain/sprint-race-results.yml",
    "seasons/1950/races/01-great-britain/fastest-laps.yml",
    "seasons/1950/races/01-great-britain/driver-standings.yml",
    "seasons/1950/races/01-great-britain/constructor-standings.yml",
];

fuzz_target!(|text: &str| {
    let files: Files = FILES.iter().map(|&path| (path.to_owned(), text.to_owned())).collect();
    f1db::read(&files, &BTreeMap::new());
});
