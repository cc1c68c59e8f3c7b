//! `parcferme verify --data RECORD`: whether all of the record holds. `parcferme verify FILE|URL`: whether a document is what
//! was published, without the record. `parcferme verify LOG --against LOG`: whether two copies are of one history.

mod against;
mod copy;
mod document;

use super::{Answer, Failure};
use crate::record::{self, editions, redaction};
use crate::report;
use parcferme_core::{Diagnostic, Severity};
use parcferme_store::proof::Verifier;
use std::fs;
use std::io::Write;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme verify --data club.record
  parcferme verify posted/standings.pdf --key results.club.example+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
  parcferme verify https://results.club.example/editions/hill-cup/2026/3/standings.pdf
  parcferme verify standings.pdf --from https://results.club.example
  parcferme verify my-copy --against https://results.club.example/log

Of a record: walks the chains of digests from the first operation and the first edition on, reads every document, compares every row with
the statement beside it, checks the signed heads of the log, and computes every edition again from its facts and its rulebook.

Of a document of an edition, with `edition.json` and `edition.json.tlog-proof` beside it as `parcferme edition write` puts them and
sites have them: that it is what was published, to the byte, and that the edition is in the log that the key signed. Of files that needs
no record and no network. A document alone is looked up by its bytes in the log that --from names. The key is the series': take it from
where you trust it, not from beside the document; without --key the one beside the log is taken, and that is said.

Of two copies of a log: that the shorter is the beginning of the longer. Where it is not, both signed heads are shown, as evidence.

Exit status 1 where something does not hold; what, stands on standard error.")]
pub struct Args {
    /// A document of an edition, a file or an address; or with --against a copy of the log
    #[arg(value_name = "FILE|URL", required_unless_present = "data", conflicts_with = "data")]
    document: Option<String>,
    /// The public key of the log, as text or in a file
    #[arg(long, value_name = "KEY|FILE", requires = "document")]
    key: Option<String>,
    /// Where to look up a document that is alone: a site, a copy of the log, or a record
    #[arg(long, value_name = "URL|FOLDER|FILE", requires = "document")]
    from: Option<String>,
    /// Another copy of the log: a folder, an address, or a record
    #[arg(long, value_name = "URL|FOLDER|FILE", requires = "document", conflicts_with = "from")]
    against: Option<String>,
    /// The record: a file, or postgres://user@host/database
    #[arg(long, value_name = "FILE|URL")]
    data: Option<String>,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let key = args.key.as_deref();
    match (&args.document, &args.data, &args.against) {
        (Some(one), _, Some(other)) => against::run(one, other, key, out),
        (Some(document), _, None) => document::run(document, key, args.from.as_deref(), out),
        (None, Some(data), _) => verify_record(data, out),
        // The command line asks for one of them.
        (None, None, _) => Ok(true),
    }
}

/// The keys that somebody named: as text, or a file of keys or of the announcements of a log.
fn keys_of(key: &str) -> Result<Vec<Verifier>, Failure> {
    let keys = match key.parse::<Verifier>() {
        Ok(own) => Ok(vec![own]),
        Err(error) => {
            let keys = copy::keys_in(&fs::read_to_string(key).unwrap_or_default());
            if keys.is_empty() { Err(error) } else { Ok(keys) }
        }
    };
    keys.map_err(|error| {
        Failure::Refused(vec![
            Diagnostic::error("PF1346", format!("no public key: {error}"))
                .found(key)
                .expected("a key as `parcferme edition publish` tells it, or a file with one"),
        ])
    })
}

fn counted(number: u64, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

fn verify_record(data: &str, out: &mut dyn Write) -> Answer {
    let mut record = record::open(data)?;
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
    writeln!(
        out,
        "{}, {}, {}{}.",
        counted(walked.operations, "operation"),
        counted(walked.editions, "edition"),
        counted(walked.documents, "document"),
        match walked.noted {
            0 => String::new(),
            lines => format!(", {} in the audit log", counted(lines, "line")),
        }
    )?;
    let of = |severity| found.iter().filter(|own| own.severity == severity).count();
    let (wrong, doubtful, redacted) = (of(Severity::Error), of(Severity::Warning), of(Severity::Note));
    let is_whole = walked.redactions.is_empty();
    if chains_hold && is_whole {
        writeln!(out, "Both chains hold, and all documents have the bytes they had.")?;
    } else if chains_hold {
        writeln!(out, "Both chains hold, and all documents have the bytes they had but what was redacted:")?;
    }
    for line in walked.redactions.iter().flat_map(redaction::in_words) {
        writeln!(out, "  {line}")?;
    }
    match (wrong, doubtful) {
        (0, 0) if redacted > 0 => {
            let cannot = counted(redacted as u64, "edition");
            writeln!(
                out,
                "Every edition is computed again to the byte, but {cannot} of which the facts were redacted."
            )?;
        }
        (0, 0) if walked.editions > 0 => writeln!(out, "Every edition is computed again to the byte.")?,
        (0, 0) => {}
        (0, 1) => {
            writeln!(out, "1 thing is not as this version of the program computes it: see the warning.")?
        }
        (0, doubtful) => {
            writeln!(
                out,
                "{doubtful} things are not as this version of the program computes them: see the warnings."
            )?;
        }
        (1, _) => writeln!(out, "1 thing does not hold.")?,
        (wrong, _) => writeln!(out, "{wrong} things do not hold.")?,
    }
    Ok(wrong == 0)
}
