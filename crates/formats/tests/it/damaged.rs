//! Result files that were cut, changed or doubled on the way: told, and never the end of the program.

use crate::made_results::all;
use parcferme_core::{Rulebook, Severity};
use parcferme_formats::folder::{Folder, digest};
use parcferme_formats::intake::{self, Reading, Wish};
use proptest::prelude::*;

fn read(name: &str, bytes: &[u8]) -> Reading {
    intake::read(&[(name, bytes)])
}

/// Adds a file to an empty folder, writes that, reads it and makes its season.
fn through(name: &str, bytes: &[u8]) {
    let reading = read(name, bytes);
    let added = intake::add(
        reading.said,
        &|_| digest(bytes),
        &Folder::default(),
        &Wish { round: Some(1), ..Wish::default() },
    );
    if let Some(folder) = added.folder {
        let mut files = folder.write();
        files.extend(added.laps);
        Folder::read(&files).0.season(&Rulebook::default());
    }
}

#[test]
fn every_made_file_is_read_for_what_it_is() {
    for (name, bytes) in all(12) {
        let reading = read(name, &bytes);
        let errors = reading.diagnostics.iter().filter(|own| own.severity == Severity::Error).count();
        assert_eq!((reading.unknown.len(), errors), (0, 0), "{name}: {:?}", reading.diagnostics);
        let rows: usize = reading.said.iter().flat_map(|own| &own.sessions).map(|own| own.rows.len()).sum();
        assert!(rows >= 12, "{name}: {rows} rows");
        through(name, &bytes);
    }
}

#[test]
fn a_file_cut_at_any_byte_is_never_taken_for_a_whole_one() {
    for (name, bytes) in all(2) {
        let whole = bytes.len()
            - bytes.iter().rev().take_while(|own| own.is_ascii_whitespace() || **own == 0).count();
        let first = bytes.iter().position(|own| matches!(own, b'{' | b'<')).unwrap_or(0);
        for end in (0..whole).step_by(if name == "iracing.csv" { whole } else { 37 }) {
            let reading = read(name, &bytes[..end]);
            assert!(reading.said.is_empty(), "{name} cut at {end} of {whole}");
            assert!(!reading.diagnostics.is_empty());
            if end > first + 120 {
                assert_eq!(reading.diagnostics[0].id, "PF1020", "{name} cut at {end} of {whole}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// A number becomes a word, a list or a huge number; a key is doubled; a piece is put in or taken out.
    #[test]
    fn nothing_that_is_changed_ends_the_program(
        which in 0_usize..11, at in any::<prop::sample::Index>(), length in 0_usize..40,
        piece in prop::sample::select(vec!["\"x\"", "[]", "{}", "null", "-1", "99999999999999999999", "1e9", "\"", ",", "\u{1b}[31m", "\"a\": 1,", "</Driver>", "\n", ""]),
    ) {
        let (name, mut bytes) = all(3).swap_remove(which);
        let from = at.index(bytes.len());
        let to = (from + length).min(bytes.len());
        bytes.splice(from..to, piece.bytes());
        through(name, &bytes);
    }

    /// One value after another is another kind of value.
    #[test]
    fn values_of_another_kind_are_told(which in 0_usize..11, at in any::<prop::sample::Index>(), to in prop::sample::select(vec!["\"x\"", "[1]", "{\"a\": 1}", "true"])) {
        let (name, bytes) = all(3).swap_remove(which);
        prop_assume!(name.ends_with(".json") && name != "acc.json");
        let text = String::from_utf8(bytes).unwrap();
        let values: Vec<usize> = text.match_indices(": ").map(|(at, _)| at + 2).filter(|&at| text[at..].starts_with(|own: char| own.is_ascii_digit())).collect();
        let from = values[at.index(values.len())];
        let end = from + text[from..].find(|own: char| !own.is_ascii_digit() && own != '.').unwrap();
        let changed = format!("{}{to}{}", &text[..from], &text[end..]);
        let reading = read(name, changed.as_bytes());
        prop_assert!(reading.unknown.is_empty());
        through(name, changed.as_bytes());
    }
}
