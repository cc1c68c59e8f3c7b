//! Tables of any form: text, spreadsheets, JSON, SQL. Nothing panics, and what is read can be added.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parcferme_formats::folder::Folder;
use parcferme_formats::intake::{self, Wish};

fuzz_target!(|bytes: &[u8]| {
    let wish = Wish { round: Some(1), ..Wish::default() };
    let reading = intake::read_for(&[("table", bytes)], &Folder::default(), &wish);
    let added = intake::add(reading.said, &|_| String::new(), &Folder::default(), &wish);
    if let Some(folder) = added.folder {
        Folder::read(&folder.write());
    }
});
