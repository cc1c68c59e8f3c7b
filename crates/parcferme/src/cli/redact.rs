//! `parcferme redact`: what has to go for good is taken out of the record.

use super::record_args::DataArgs;
use super::{Answer, Failure};
use crate::record::{now, redaction, refused};
use parcferme_publish::stamp::moment_in_words;
use parcferme_store::{By, Where};
use std::io::Write;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme redact find 'Minor Name' --data club.record             documents and operations that have it
  parcferme redact out 9f86d081... hill-cup/2026:7 --data club.record --who 'Ann Archer' --why 'order 12/26 of the court'
  parcferme redact list --data club.record                          what was redacted, when, by whom and why

First enter the season without what has to go, and publish that: what stands now is not redacted. Of a document the bytes go,
of an operation who entered it and why. Both cannot be had back. All digests stay: chains, editions and proofs hold, and
`verify` says what was redacted. Backups, folders and sheets that were handed out before have it still.")]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Documents and operations that have a text, and what they are part of
    Find(FindArgs),
    /// Take documents and words of operations out for good
    Out(OutArgs),
    /// What was redacted, first to last
    List(ListArgs),
}

#[derive(clap::Args)]
struct FindArgs {
    /// The text, to the letter
    text: String,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(clap::Args)]
struct OutArgs {
    /// The digest of a document, or a season and the number of an operation, such as hill-cup/2026:7
    #[arg(required = true, value_name = "DIGEST|SEASON:NUMBER")]
    targets: Vec<String>,
    /// Who redacts it, as it will be said
    #[arg(long, value_name = "NAME")]
    who: String,
    /// Why, in a sentence without what has to go: it is kept for good
    #[arg(long, value_name = "TEXT")]
    why: String,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(clap::Args)]
struct ListArgs {
    #[command(flatten)]
    data: DataArgs,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    match &args.what {
        What::Find(args) => find(args, out),
        What::Out(args) => {
            let by = By { who: None, from: "command", when: now() };
            let targets = redaction::targets(args.targets.iter().map(String::as_str))?;
            let done = args
                .data
                .open()?
                .redact((&by, &args.who, &args.why), &targets.documents, &targets.operations)
                .map_err(refused)?;
            for line in redaction::in_words(&done) {
                writeln!(out, "{line}")?;
            }
            Ok(true)
        }
        What::List(args) => {
            let all = args.data.open()?.redactions().map_err(refused)?;
            if all.is_empty() {
                writeln!(out, "Nothing was redacted.")?;
            }
            for line in all.iter().flat_map(redaction::in_words) {
                writeln!(out, "{line}")?;
            }
            Ok(true)
        }
    }
}

fn find(args: &FindArgs, out: &mut dyn Write) -> Result<bool, Failure> {
    let (held, said) = args.data.open()?.holding(&args.text).map_err(refused)?;
    if held.is_empty() && said.is_empty() {
        writeln!(out, "Nothing in the record has it as text.")?;
    }
    for own in &held {
        writeln!(out, "{}", own.digest)?;
        for place in &own.stands {
            let place = match place {
                Where::File { season, operation, path } => format!("{season}, operation {operation}: {path}"),
                Where::Paper { season, edition, name } => format!("{season}, edition {edition}: {name}"),
                Where::Rulebook { season, edition } => format!("{season}, edition {edition}: the rulebook"),
                Where::Shown { season, login, name } => {
                    format!("{season}, shown to {login} and not entered: {name} (goes with any redaction)")
                }
            };
            writeln!(out, "   {place}")?;
        }
        if let Some(needed) = &own.needed {
            writeln!(out, "   It stands now and cannot be redacted yet: {needed}")?;
        }
    }
    for own in &said {
        let when = moment_in_words(own.when);
        writeln!(out, "{}:{}", own.season, own.number)?;
        writeln!(out, "   {when}, {}: {}", own.who, own.why)?;
    }
    Ok(true)
}
