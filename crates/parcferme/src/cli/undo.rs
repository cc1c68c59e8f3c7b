//! `parcferme undo SEASON NUMBER --data RECORD`: what an operation did is taken back by a further one.

use super::record_args::{DataArgs, EnterArgs, tell_difference};
use super::{Answer, Failure, tell};
use crate::record::undo::Undone;
use crate::record::{self, folder};
use parcferme_store::Act;
use std::io::Write;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme undo hill-cup/2026 7 --data club.record --who 'Ann Archer' --why 'the appeal was upheld'

Takes back what operation 7 did, and nothing that was entered after it: the blocks and lines that it brought go, those that
it took out come back. Where one of them has been changed since, nothing is entered and both are shown. Operation 7 stays in
the log. An edition is not undone: publish a further one.")]
pub struct Args {
    /// Season of the record, such as hill-cup/2026
    season: String,
    /// Number of the operation, as `parcferme log` tells it
    number: u64,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    enter: EnterArgs,
    /// Only tell what would be entered
    #[arg(long)]
    dry_run: bool,
    /// Tell every block and line that differs
    #[arg(long)]
    lines: bool,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let mut record = args.data.open()?;
    let head = record::head(&mut record, &args.season)?;
    let stands = record.files(&args.season, head.number).map_err(record::refused)?;
    let undone = Undone::of(&mut record, &args.season, args.number, &stands)?;
    if !undone.clashes.is_empty() {
        return Err(Failure::Refused(folder::clashes(&undone.clashes)));
    }
    if undone.facts.files.is_empty() {
        writeln!(
            out,
            "{}: nothing to enter, what operation {} did is not there any more.",
            args.season, args.number
        )?;
        return Ok(true);
    }
    let after = undone.after(&stands);
    let loaded = record::load(&args.season, after.clone())?;
    tell(&loaded.diagnostics);
    writeln!(out, "{}:", args.season)?;
    tell_difference(&stands, &after, args.lines, out)?;
    if args.dry_run {
        writeln!(out, "Nothing was entered.")?;
        return Ok(true);
    }
    let draft = args.enter.draft(&args.season, head.number, Act::Facts(undone.facts));
    let done = record::enter(&mut record, &args.data.address(), draft, args.enter.key.as_deref())?;
    writeln!(
        out,
        "Operation {} is undone, by operation {} of {}.",
        args.number, done.operation.number, args.season
    )?;
    Ok(true)
}
