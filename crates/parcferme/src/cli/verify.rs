//! `parcferme verify --data RECORD`: whether all of the record holds.

use super::Answer;
use crate::record::{self, editions};
use crate::report;
use parcferme_core::Severity;
use std::io::Write;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme verify --data club.record

Walks both chains of digests from the first operation and the first edition on, reads every document, compares every row with
the statement beside it, and computes every edition again from its facts and its rulebook. Exit status 1 where something
does not hold; what, stands on standard error.")]
pub struct Args {
    #[command(flatten)]
    data: super::record_args::DataArgs,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let mut record = args.data.open()?;
    let walked = record.walk().map_err(record::refused)?;
    let mut found = walked.flaws;
    let chains_hold = found.is_empty();
    // Where a statement cannot be read, what it published cannot be asked for.
    if let Ok(all) = record.all_editions() {
        for edition in all {
            found.extend(editions::again(&mut record, &edition)?);
        }
    }
    report::to_stderr(&found);
    let counted = |number: u64, what: &str| match number {
        1 => format!("1 {what}"),
        number => format!("{number} {what}s"),
    };
    writeln!(
        out,
        "{}, {}, {}.",
        counted(walked.operations, "operation"),
        counted(walked.editions, "edition"),
        counted(walked.documents, "document")
    )?;
    let wrong = found.iter().filter(|own| own.severity == Severity::Error).count();
    let doubtful = found.len() - wrong;
    if chains_hold {
        writeln!(out, "Both chains hold, and all documents have the bytes they had.")?;
    }
    match (wrong, doubtful) {
        (0, 0) if walked.editions > 0 => writeln!(out, "Every edition is computed again to the byte.")?,
        (0, 0) => {}
        (0, _) => writeln!(
            out,
            "{} not be compared to the byte.",
            if doubtful == 1 { "1 document can" } else { "Some documents can" }
        )?,
        (1, _) => writeln!(out, "1 thing does not hold.")?,
        (wrong, _) => writeln!(out, "{wrong} things do not hold.")?,
    }
    Ok(wrong == 0)
}
