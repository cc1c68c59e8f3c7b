//! Any file by the door: as it comes, and spliced into a made result file of some 60 cars, which is beyond 16 KiB; then the
//! folder that it makes.
#![no_main]

#[path = "../../crates/formats/tests/it/made_results.rs"]
mod made_results;

use libfuzzer_sys::fuzz_target;
use parcferme_core::Rulebook;
use parcferme_formats::folder::{Folder, digest};
use parcferme_formats::intake::{self, Wish};

fn through(name: &str, bytes: &[u8]) {
    let reading = intake::read(&[(name, bytes)]);
    let wish = Wish { round: Some(1), ..Wish::default() };
    let added = intake::add(reading.said, &|_| digest(bytes), &Folder::default(), &wish);
    if let Some(folder) = added.folder {
        let mut files = folder.write();
        files.extend(added.laps);
        Folder::read(&files).0.season(&Rulebook::default());
    }
}

fuzz_target!(|bytes: &[u8]| {
    through("fuzz", bytes);
    if let [which, a, b, length, piece @ ..] = bytes {
        let mut all = made_results::all(60);
        let (name, mut made) = all.swap_remove(usize::from(*which) % all.len());
        let from = (usize::from(*a) << 8 | usize::from(*b)) % made.len();
        let to = (from + usize::from(*length)).min(made.len());
        made.splice(from..to, piece.iter().copied());
        through(name, &made);
    }
});
