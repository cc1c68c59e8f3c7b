//! `parcferme pull SEASON --data RECORD --to DIR`: a season of the record as a folder.

use super::record_args::{DataArgs, tell_difference};
use super::{Answer, Failure};
use crate::folder_on_disk;
use crate::library::Raw;
use crate::record::{self, folder};
use parcferme_core::{Diagnostic, Place};
use parcferme_store::Address;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme pull hill-cup/2026 --data club.record --to hill-cup
  parcferme pull hill-cup/2026 --data club.record --to as-it-stood --at 2026-08-03T12:00+02:00
  parcferme pull hill-cup/2026 --data club.record --to after-seven --at 7

What differs is told first. In a folder that came from the record and was edited since, what only one side changed is taken
over, blocks and lines that each side changed in one file are joined, and where both changed the same place nothing is
written and both are shown. Files that the record never knew stay as they are.")]
pub struct Args {
    /// Season of the record, such as hill-cup/2026; `parcferme log` lists them
    season: String,
    #[command(flatten)]
    data: DataArgs,
    /// Folder to write it to
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// As it stood after an operation, by its number, or at a moment
    #[arg(long, value_name = "NUMBER|MOMENT")]
    at: Option<String>,
    /// Only tell what would be written
    #[arg(long)]
    dry_run: bool,
    /// Tell every block and line that differs
    #[arg(long)]
    lines: bool,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    record::lies_outside(&Address::of(&args.data.data), &args.to)?;
    let mut record = args.data.open()?;
    let head = record::head(&mut record, &args.season)?;
    let number = record::number_at(&mut record, &head, args.at.as_deref())?;
    let theirs = record.files(&args.season, number).map_err(record::refused)?;
    let operation = record::operation(&mut record, &head, number)?;
    let mut held = folder_on_disk::hold(&args.to)?;
    let ours = held.raw()?;
    let origin = held.file(folder::ORIGIN);
    let Some(base) = folder::base(&mut record, &args.season, origin.as_deref(), &ours)? else {
        return Err(Failure::Refused(vec![
            Diagnostic::error("PF1323", "the folder does not say which state of the record it came from")
                .at(Place::document(args.to.display().to_string()))
                .found(format!("no {}, and files that never stood so in {}", folder::ORIGIN, args.season))
                .expected("a folder that was pulled or pushed, or a new one")
                .help("name a new folder with --to; nothing was changed"),
        ]));
    };
    let base = record.files(&args.season, base).map_err(record::refused)?;
    let joined = folder::join(&base, &ours, &theirs);
    if !joined.clashes.is_empty() {
        return Err(Failure::Refused(folder::clashes(&joined.clashes)));
    }
    let after = if number == head.number { String::new() } else { format!(" after operation {number}") };
    if joined.files == ours {
        writeln!(out, "{}: the folder has all that the record has{after}.", args.season)?;
    } else {
        writeln!(out, "{}{after}, into {}:", args.season, args.to.display())?;
        tell_difference(&ours, &joined.files, args.lines, out)?;
    }
    for path in &joined.joined {
        writeln!(out, "  {path}: changed here and in the record, and joined.")?;
    }
    if args.dry_run {
        writeln!(out, "Nothing was written.")?;
        return Ok(true);
    }
    let text = folder::Origin::of(&operation).text();
    let mut files: BTreeMap<String, &[u8]> =
        joined.files.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
    files.insert(folder::ORIGIN.to_owned(), text.as_bytes());
    let gone: Raw = ours.into_iter().filter(|(path, _)| !joined.files.contains_key(path)).collect();
    let changed = held.exchange_bytes(&files, |path| gone.contains_key(path))?;
    writeln!(out, "{}: {changed}.", args.to.display())?;
    Ok(true)
}
