//! Recordings of live timing, which are told as that.

use super::form::{File, beginning};
use parcferme_core::{Diagnostic, Place};

/// Lines that are looked at: some recordings begin with words of their own.
const BEGINNING: usize = 60;
/// Records of the RMonitor protocol.
const RECORDS: &[&[u8]] =
    &[b"A", b"B", b"C", b"COMP", b"E", b"F", b"G", b"H", b"I", b"J", b"L", b"SP", b"SR"];

/// A recording of what a timing computer sent while a session ran: crossings and changes, no result.
pub(super) fn damage(file: &File<'_>) -> Option<Diagnostic> {
    let is_record = |line: &&[u8]| {
        // A recorder may write when it came before it.
        let from = line.iter().take(40).position(|own| *own == b'$');
        let before = |at: usize| line[..at].iter().all(|own| own.is_ascii_digit() || b" .:-/".contains(own));
        let word =
            from.filter(|at| before(*at)).and_then(|at| line[at + 1..].split(|own| *own == b',').next());
        word.is_some_and(|word| RECORDS.contains(&word))
    };
    // Recorders put remarks between the records, such as when they came.
    let remark = |own: &[u8]| own.strip_prefix(b"\xef\xbb\xbf").unwrap_or(own).starts_with(b"#");
    let lines = file.bytes.split(|own| *own == b'\n');
    let lines = lines.filter(|own| !own.trim_ascii().is_empty() && !remark(own));
    let lines: Vec<&[u8]> = lines.take(BEGINNING).collect();
    let records = lines.iter().filter(|own| is_record(own)).count();
    if lines.len() < 3 || records * 4 < lines.len() * 3 {
        return None;
    }
    Some(
        Diagnostic::error(
            "PF1420",
            "this is a recording of a live timing feed (RMonitor), which has no result",
        )
        .at(Place::document(file.name))
        .found(beginning(file.bytes))
        .expected("the results of the session, or its laps, as the timing program writes them to a file")
        .help("the program that recorded it, or the timekeeper, can export the session as CSV"),
    )
}
