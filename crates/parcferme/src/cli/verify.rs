//! `parcferme verify --data RECORD`: whether all of the record holds. `parcferme verify FILE`: whether a document is what was
//! published, without the record and without a network.

use super::{Answer, Failure};
use crate::record::{self, editions, redaction};
use crate::report;
use parcferme_core::{Diagnostic, Place, Severity};
use parcferme_publish::stamp::moment_in_words;
use parcferme_store::proof::{Proof, Verifier};
use parcferme_store::{Digest, Edition};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme verify --data club.record
  parcferme verify posted/standings.pdf --key results.club.example+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW

Of a record: walks the chains of digests from the first operation and the first edition on, reads every document, compares every row with
the statement beside it, checks the signed heads of the log, and computes every edition again from its facts and its rulebook.

Of a document of an edition, with `edition.json` and `edition.json.tlog-proof` beside it as `parcferme edition write` puts them:
that it is what was published, to the byte, and that the edition is in the log that the key signed. That needs no record and no
network. The key is the series': take it from where you trust it, not from beside the document.

Exit status 1 where something does not hold; what, stands on standard error.")]
pub struct Args {
    /// A document of an edition
    #[arg(required_unless_present = "data", conflicts_with = "data")]
    document: Option<PathBuf>,
    /// The public key of the log, as text or in a file
    #[arg(long, value_name = "KEY|FILE", requires = "document")]
    key: Option<String>,
    /// The record: a file, or postgres://user@host/database
    #[arg(long, value_name = "FILE|URL")]
    data: Option<String>,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    match (&args.document, &args.data) {
        (Some(document), _) => verify_document(document, args.key.as_deref(), out),
        (None, Some(data)) => verify_record(data, out),
        // The command line asks for one of them.
        (None, None) => Ok(true),
    }
}

fn unreadable(path: &Path, what: &str) -> Failure {
    Failure::Refused(vec![
        Diagnostic::error("PF1343", format!("cannot read it: {what}"))
            .at(Place::document(path.display().to_string()))
            .expected("a document of an edition, with edition.json and edition.json.tlog-proof beside it")
            .help("`parcferme edition write` writes all three into a folder; ask for it where you have the document from"),
    ])
}

fn verify_document(document: &Path, key: Option<&str>, out: &mut dyn Write) -> Answer {
    let bytes = fs::read(document).map_err(|error| unreadable(document, &error.to_string()))?;
    // The edition lies beside the document, or above the folder that the document has in it.
    let folders = document.parent().map(|own| if own.as_os_str().is_empty() { Path::new(".") } else { own });
    let folders: Vec<PathBuf> =
        folders.into_iter().flat_map(|own| [own.to_owned(), own.join("..")]).collect();
    let beside = folders.iter().map(|folder| folder.join("edition.json")).find(|path| path.is_file());
    let beside = beside.unwrap_or_else(|| document.with_file_name("edition.json"));
    let text = |path: &Path| fs::read_to_string(path).map_err(|error| unreadable(path, &error.to_string()));
    let statement = text(&beside)?;
    let edition = Edition::of(statement.clone()).map_err(|error| unreadable(&beside, &error))?;
    let path = beside.with_file_name("edition.json.tlog-proof");
    let proof = Proof::read(&text(&path)?).map_err(|error| unreadable(&path, error))?;

    let wrong = |message: String| {
        report::to_stderr(&[
            Diagnostic::error("PF1344", message).at(Place::document(document.display().to_string()))
        ]);
        Ok(false)
    };
    let called = document.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let digest = Digest::of(&bytes);
    let is_statement = bytes == statement.as_bytes();
    if !is_statement && !edition.papers.iter().any(|paper| paper.digest == digest) {
        let named =
            edition.papers.iter().find(|paper| paper.name.rsplit('/').next() == Some(called.as_str()));
        let what = match named {
            Some(paper) => format!("it is not what was published as `{}`: other bytes", paper.name),
            None => "it is no document of the edition beside it".to_owned(),
        };
        return wrong(format!("{what} (edition {} of {})", edition.number, edition.season));
    }
    let Some(key) = key else {
        return Err(Failure::Refused(vec![
            Diagnostic::error("PF1345", "whose signature is it to be? the public key of the log is not named")
                .at(Place::document(document.display().to_string()))
                .expected("--key, as results.club.example+c74f20a3+ARpc...")
                .help("the series publishes it, in `keys` of its log; a key from beside the document would prove nothing"),
        ]));
    };
    let keys: Result<Vec<Verifier>, &str> = match key.parse::<Verifier>() {
        Ok(own) => Ok(vec![own]),
        // A file of keys, or the announcements of a log: whatever line is a key.
        Err(error) => {
            let lines = fs::read_to_string(key).unwrap_or_default();
            let keys: Vec<Verifier> = lines.lines().filter_map(|line| line.parse().ok()).collect();
            if keys.is_empty() { Err(error) } else { Ok(keys) }
        }
    };
    let keys = keys.map_err(|error| {
        Failure::Refused(vec![
            Diagnostic::error("PF1346", format!("no public key: {error}"))
                .found(key)
                .expected("a key as `parcferme edition publish` tells it, or a file with one"),
        ])
    })?;
    if edition.index != proof.index {
        return wrong(format!(
            "the proof is of entry {}, the edition is entry {}",
            proof.index, edition.index
        ));
    }
    let checkpoint = match proof.verify(statement.as_bytes(), &keys) {
        Ok(own) => own,
        Err(error) => return wrong(error.to_owned()),
    };
    writeln!(out, "{}: as it was published, to the byte.", document.display())?;
    let supersedes =
        edition.supersedes.map_or_else(String::new, |number| format!(", supersedes edition {number}"));
    writeln!(
        out,
        "{}, edition {}: {}, {}{supersedes}.",
        edition.season,
        edition.number,
        edition.standing.word(),
        moment_in_words(edition.when)
    )?;
    writeln!(
        out,
        "Entry {} of the log {}, signed by the key when it had {}.",
        edition.index,
        checkpoint.origin,
        counted(checkpoint.size, "edition")
    )?;
    writeln!(out, "Whether a later edition supersedes it, the log says.")?;
    Ok(true)
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
