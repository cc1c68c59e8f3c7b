//! Published pages: any bytes are a page or a diagnostic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parcferme_formats::pages;

fuzz_target!(|bytes: &[u8]| {
    pages::read("fuzz.txt", bytes);
});
