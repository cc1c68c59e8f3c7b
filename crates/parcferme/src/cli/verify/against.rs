//! Whether two copies of a log are of one history.

use super::copy::{Copy, Read};
use super::{Answer, counted, keys_of};
use crate::report;
use parcferme_core::{Diagnostic, Place};
use parcferme_store::proof::{Against, Log, Verifier};
use std::io::Write;

pub fn run(one: &str, other: &str, key: Option<&str>, out: &mut dyn Write) -> Answer {
    let (one, other) = (Copy::of(one)?.log()?, Copy::of(other)?.log()?);
    let pinned = key.map(keys_of).transpose()?;
    let mut holds = true;
    for own in [&one, &other] {
        let keys: &[Verifier] = pinned.as_ref().unwrap_or(&own.keys);
        if !own.log.is_by(keys) {
            holds = false;
            report::to_stderr(&[Diagnostic::error("PF1344", "the head of the log is not signed by the key")
                .at(Place::document(own.shown.clone()))]);
        }
        writeln!(
            out,
            "{}: {}, {}.",
            own.shown,
            own.log.checkpoint.origin,
            counted(own.log.checkpoint.size, "edition")
        )?;
    }
    let said = one.log.against(&other.log);
    match said {
        Against::Same => writeln!(out, "Both are the same log.")?,
        Against::Grown => writeln!(
            out,
            "One history: the longer begins with the shorter, and nothing of it was changed or taken out."
        )?,
        Against::Apart(differ) => {
            holds = false;
            apart(&one, &other, differ, out)?;
        }
    }
    if pinned.is_none() {
        writeln!(out, "The keys are those beside each copy: name the series' own with --key.")?;
    }
    Ok(holds)
}

/// Two histories, with both heads as evidence.
fn apart(one: &Read, other: &Read, differ: Option<u64>, out: &mut dyn Write) -> std::io::Result<()> {
    let at = |own: &Log| {
        let entry = differ.and_then(|at| own.entries.get(usize::try_from(at).ok()?));
        entry.map_or_else(|| "no entry".to_owned(), |own| String::from_utf8_lossy(own).into_owned())
    };
    let first = differ.map_or_else(String::new, |at| format!(": entry {at} is another"));
    report::to_stderr(&[Diagnostic::error("PF1444", format!("two histories{first}"))
        .at(Place::document(one.shown.clone()))
        .at(Place::document(other.shown.clone()))
        .expected("the shorter to be the beginning of the longer")
        .help("both heads stand on standard output: who signed both has shown two histories, and cannot take it back")]);
    for own in [one, other] {
        writeln!(out, "\n{}, as it was signed:\n\n{}", own.shown, own.log.note)?;
        if differ.is_some() {
            writeln!(out, "and the entry:\n\n{}\n", at(&own.log))?;
        }
    }
    Ok(())
}
