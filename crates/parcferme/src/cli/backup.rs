//! `parcferme backup` and `parcferme restore`: a record copied whole.

use super::{Answer, Failure, record_args::DataArgs};
use crate::record;
use parcferme_core::{Diagnostic, Place};
use parcferme_store::{Address, Copied, Record};
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme backup --data club.record --to club-2026-08-03.backup
  parcferme backup --data postgres://club@localhost/results --to results.backup

The record as it stands now, as one SQLite file, whatever others enter meanwhile. A backup is a record itself: `log`, `verify`
and `pull` read it.")]
pub struct BackupArgs {
    #[command(flatten)]
    data: DataArgs,
    /// File to write; a new one
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme restore club-2026-08-03.backup --data club.record
  parcferme restore club-2026-08-03.backup --data postgres://club@localhost/results

Copies a backup into a new file or an empty database, and walks through the copy. So a record also moves from SQLite to PostgreSQL
and back.")]
pub struct RestoreArgs {
    /// The backup
    backup: PathBuf,
    #[command(flatten)]
    data: DataArgs,
}

pub fn backup(args: &BackupArgs, out: &mut dyn Write) -> Answer {
    let mut record = args.data.open()?;
    let copied = copy_to_file(&mut record, &args.to)?;
    writeln!(out, "{}: {}.", args.to.display(), told(copied))?;
    Ok(true)
}

/// Beside its place first, so that half a backup is never taken for a whole one.
fn copy_to_file(record: &mut Record, to: &Path) -> Result<Copied, Failure> {
    let is_there = |path: &Path| {
        Failure::Refused(vec![
            Diagnostic::error("PF1333", "something lies where the backup is to be written")
                .at(Place::document(path.display().to_string()))
                .help("name a new file; nothing was written"),
        ])
    };
    if to.symlink_metadata().is_ok() {
        return Err(is_there(to));
    }
    let unwritten = |error: std::io::Error| {
        Failure::Refused(vec![
            Diagnostic::error("PF1334", format!("cannot write the backup: {error}"))
                .at(Place::document(to.display().to_string()))
                .help("check the path, the space and your right to write there; nothing was left"),
        ])
    };
    let folder = to.parent().filter(|own| !own.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let stage = tempfile::Builder::new().prefix(".parcferme-backup").tempdir_in(folder).map_err(unwritten)?;
    let part = stage.path().join("record");
    let copied = {
        let mut copy = Record::open_or_make(&Address::File(part.clone())).map_err(record::refused)?;
        record.copy_to(&mut copy).map_err(record::refused)?
    };
    // Closed: all of it is in the one file. Never over another that came meanwhile.
    std::fs::hard_link(&part, to).or_else(|_| std::fs::rename(&part, to)).map_err(unwritten)?;
    std::fs::File::open(to).and_then(|file| file.sync_all()).map_err(unwritten)?;
    if cfg!(unix) {
        std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(unwritten)?;
    }
    Ok(copied)
}

pub fn restore(args: &RestoreArgs, out: &mut dyn Write) -> Answer {
    let mut backup = record::open(&args.backup.display().to_string())?;
    let before = backup.walk().map_err(record::refused)?;
    if !before.flaws.is_empty() {
        return Err(Failure::Refused(before.flaws));
    }
    let mut record = Record::open_or_make(&Address::of(&args.data.data)).map_err(record::refused)?;
    let copied = backup.copy_to(&mut record).map_err(record::refused)?;
    let after = record.walk().map_err(record::refused)?;
    if !after.flaws.is_empty() {
        return Err(Failure::Refused(after.flaws));
    }
    writeln!(out, "{}: {}, and all of it holds.", Address::of(&args.data.data), told(copied))?;
    Ok(true)
}

fn told(copied: Copied) -> String {
    let counted = |number: u64, what: &str| match number {
        1 => format!("1 {what}"),
        number => format!("{number} {what}s"),
    };
    format!(
        "{}, {}, {}",
        counted(copied.operations, "operation"),
        counted(copied.editions, "edition"),
        counted(copied.documents, "document")
    )
}
