//! Result sheets as PDF: whatever the bytes are, the reader says something or why not.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parcferme_formats::intake;

fuzz_target!(|bytes: &[u8]| {
    let as_pdf = bytes.starts_with(b"%PDF-");
    let reading = intake::read(&[("fuzz.pdf", bytes)]);
    assert!(!as_pdf || !reading.said.is_empty() || !reading.diagnostics.is_empty());
});
