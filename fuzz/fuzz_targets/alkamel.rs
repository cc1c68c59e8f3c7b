//! Lap files, result files and weather files: the three readers on the same bytes, and what is made of laps.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parcferme_core::timing::classify;
use parcferme_formats::alkamel::{read_laps, read_results, read_weather};

fuzz_target!(|bytes: &[u8]| {
    let (sheet, _) = read_laps("fuzz.csv", bytes);
    classify(&sheet);
    read_results("fuzz.csv", bytes);
    read_weather("fuzz.csv", bytes);
});
