//! `parcferme log [SEASON] --data RECORD`: what was entered, by whom and why.

use super::Answer;
use super::record_args::{DataArgs, changed, tell_difference};
use crate::library::Raw;
use crate::record;
use parcferme_publish::record::{Told, operation};
use parcferme_publish::stamp::moment_in_words;
use parcferme_store::{Operation, Record};
use std::io::Write;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme log --data club.record                        the seasons of the record
  parcferme log hill-cup/2026 --data club.record          what was entered, first to last
  parcferme log hill-cup/2026 --data club.record --lines  and every block and line of it
  parcferme log hill-cup/2026 --data club.record --statements | head -1 | tr -d '\\n' | sha256sum

The last writes statements as they are hashed, one a line: the digest of the first stands as `previous` in the second.")]
pub struct Args {
    /// Season of the record; all of them in a line each where none is named
    season: Option<String>,
    #[command(flatten)]
    data: DataArgs,
    /// Only operations after this one
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    after: u64,
    /// Tell every block and line that came and went
    #[arg(long)]
    lines: bool,
    /// Write statements as they are hashed, one a line
    #[arg(long, conflicts_with = "lines")]
    statements: bool,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let mut record = args.data.open()?;
    let Some(season) = &args.season else {
        for head in record.heads().map_err(record::refused)? {
            let operations = if head.number == 1 { "operation" } else { "operations" };
            let last = moment_in_words(head.when);
            writeln!(out, "{}: {} {operations}, the last on {last}", head.season, head.number)?;
        }
        return Ok(true);
    };
    record::head(&mut record, season)?;
    let operations = record.operations(season, args.after).map_err(record::refused)?;
    for (index, own) in operations.iter().enumerate() {
        if args.statements {
            writeln!(out, "{}", own.statement)?;
            continue;
        }
        if index > 0 {
            writeln!(out)?;
        }
        let (before, after) = files(&mut record, own)?;
        let edition = match own.edition {
            Some((number, _)) => record.edition(season, number).map_err(record::refused)?,
            None => None,
        };
        let told = Told {
            number: own.number,
            when: own.when,
            who: own.who.clone(),
            why: own.why.clone(),
            undoes: own.undoes,
            changed: if args.lines { Vec::new() } else { changed(&before, &after) },
            edition: edition.map(|edition| (edition.number, edition.standing.word())),
        };
        for line in operation(&told) {
            writeln!(out, "{line}")?;
        }
        if args.lines {
            tell_difference(&before, &after, true, out)?;
        }
    }
    Ok(true)
}

/// The files that an operation changed, before and after.
fn files(record: &mut Record, own: &Operation) -> Result<(Raw, Raw), crate::library::Refused> {
    let (mut before, mut after) = (Raw::new(), Raw::new());
    for change in &own.changes {
        for (digest, files) in [(change.before, &mut before), (change.after, &mut after)] {
            if let Some(digest) = digest {
                files.insert(change.path.clone(), record.document(&digest).map_err(record::refused)?);
            }
        }
    }
    Ok((before, after))
}
