//! `parcferme log [SEASON] --data RECORD`: what was entered, by whom and why.

use super::Answer;
use super::record_args::{DataArgs, tell_difference};
use crate::record::{self, log::told};
use parcferme_publish::record::operation;
use parcferme_publish::stamp::moment_in_words;
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
        let (mut told, before, after) = told(&mut record, own)?;
        if args.lines {
            told.changed.retain(|own| own.redacted);
        }
        for line in operation(&told) {
            writeln!(out, "{line}")?;
        }
        if args.lines {
            tell_difference(&before, &after, true, out)?;
        }
    }
    Ok(true)
}
