//! Import: the bytes as two pages of a season, cut at the first form feed, and a second time with the folder that came of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parcferme_formats::folder::Folder;
use parcferme_formats::import::{Document, import};

fuzz_target!(|bytes: &[u8]| {
    let cut = bytes.iter().position(|&byte| byte == 0x0c).unwrap_or(bytes.len());
    let documents =
        [Document { name: "a.txt", bytes: &bytes[..cut] }, Document { name: "b.txt", bytes: &bytes[cut..] }];
    let documents = if cut == bytes.len() { &documents[..1] } else { &documents[..] };
    if let Some(folder) = import(documents, &Folder::default()).folder {
        let again = import(documents, &folder).folder;
        assert_eq!(
            again.map(|folder| folder.write()),
            Some(folder.write()),
            "importing twice changes the folder"
        );
    }
});
