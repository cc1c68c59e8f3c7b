//! Lap files, result files and weather files: the three readers on the same bytes, what is made of laps, and the way of the
//! file into a season folder, by a path made of its beginning.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parcferme_core::timing::classify;
use parcferme_core::timing::driver_time::driver_times;
use parcferme_core::timing::flags::flag_periods;
use parcferme_core::timing::official::compare;
use parcferme_core::timing::stints::stints;
use parcferme_formats::alkamel::{read_laps, read_results, read_weather};
use parcferme_formats::folder::Folder;
use parcferme_formats::intake::{self, Wish};

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
    let mut reading = intake::read(&[("fuzz.csv", bytes)]);
    for said in &mut reading.said {
        said.path = String::from_utf8_lossy(&bytes[..bytes.len().min(64)]).into_owned();
    }
    intake::add(
        reading.said,
        &|_| String::new(),
        &Folder::default(),
        &Wish { round: Some(1), ..Wish::default() },
    );
});
