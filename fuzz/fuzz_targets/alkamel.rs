//! Lap files, result files and weather files: the three readers on the same bytes, and what is made of laps.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parcferme_core::timing::classify;
use parcferme_core::timing::driver_time::driver_times;
use parcferme_core::timing::flags::flag_periods;
use parcferme_core::timing::official::compare;
use parcferme_core::timing::stints::stints;
use parcferme_formats::alkamel::{read_laps, read_results, read_weather};

fuzz_target!(|bytes: &[u8]| {
    let (sheet, _) = read_laps("fuzz.csv", bytes);
    let order = classify(&sheet);
    for row in &order.rows {
        let laps = sheet.laps_of(row.car);
        stints(laps);
        driver_times(laps);
    }
    flag_periods(&sheet);
    let (results, _) = read_results("fuzz.csv", bytes);
    compare(&sheet, &order, &results.rows);
    read_weather("fuzz.csv", bytes);
});
