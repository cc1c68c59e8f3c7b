//! `parcferme undo SEASON NUMBER --data RECORD`: what an operation did is taken back by a further one.

use super::record_args::{DataArgs, EnterArgs, tell_difference};
use super::{Answer, Failure, tell};
use crate::record::{self, folder};
use parcferme_core::Diagnostic;
use parcferme_store::{Act, Facts, undo};
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
    let undone = record::operation(&mut record, &head, args.number)?;
    if let Some((edition, _)) = undone.edition {
        return Err(Failure::Refused(vec![
            Diagnostic::error("PF1331", format!("operation {} published edition {edition}: that is not undone", args.number))
                .at(record::place(&args.season, "operation", args.number))
                .help("what was published stays published; put the facts right, then publish a further edition, which supersedes it"),
        ]));
    }
    let stands = record.files(&args.season, head.number).map_err(record::refused)?;
    let mut after = stands.clone();
    let (mut facts, mut clashes) = (Facts { undoes: Some(args.number), ..Facts::default() }, Vec::new());
    for change in &undone.changes {
        let mut bytes = |digest: Option<parcferme_store::Digest>| {
            digest.map(|own| record.document(&own)).transpose().map_err(record::refused)
        };
        let (before, then) = (bytes(change.before)?, bytes(change.after)?);
        let now = stands.get(&change.path);
        match undo(&change.path, before.as_deref(), then.as_deref(), now.map(Vec::as_slice)) {
            Err(clash) => clashes.push(clash),
            Ok(taken) if taken.as_ref() == now => {}
            Ok(taken) => {
                match &taken {
                    Some(bytes) => after.insert(change.path.clone(), bytes.clone()),
                    None => after.remove(&change.path),
                };
                facts.files.insert(change.path.clone(), taken);
            }
        }
    }
    if !clashes.is_empty() {
        return Err(Failure::Refused(folder::clashes(&clashes)));
    }
    if facts.files.is_empty() {
        writeln!(
            out,
            "{}: nothing to enter, what operation {} did is not there any more.",
            args.season, args.number
        )?;
        return Ok(true);
    }
    let loaded = record::load(&args.season, after.clone())?;
    tell(&loaded.diagnostics);
    writeln!(out, "{}:", args.season)?;
    tell_difference(&stands, &after, args.lines, out)?;
    if args.dry_run {
        writeln!(out, "Nothing was entered.")?;
        return Ok(true);
    }
    let draft = args.enter.draft(&args.season, head.number, Act::Facts(facts));
    let done = record::enter(&mut record, &args.data.address(), draft, args.enter.key.as_deref())?;
    writeln!(
        out,
        "Operation {} is undone, by operation {} of {}.",
        args.number, done.operation.number, args.season
    )?;
    Ok(true)
}
