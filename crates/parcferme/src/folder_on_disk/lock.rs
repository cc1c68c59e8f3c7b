//! The lock on a season folder: many read, or one writes.
//!
//! It is the operating system's lock on the directory itself, so that nothing is left when a command is killed, and a
//! folder that may only be read can be locked too. Where directories have no locks, a file beside them stands for them.

use crate::library::Refused;
use crate::report;
use parcferme_core::{Diagnostic, Place};
use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// How often a command that waits looks again.
const LOOK_EVERY: Duration = Duration::from_millis(10);
/// How long a command waits before it says so.
const SILENCE: Duration = Duration::from_millis(200);

/// Held until it is dropped.
pub struct Lock {
    _file: Option<File>,
}

impl Lock {
    /// Waits until nobody else reads or writes the folder. None where the folder is no longer the one that was waited for.
    /// `shown` is what the person calls it.
    pub fn exclusive(folder: &Path, shown: &Path, patience: Duration) -> Result<Option<Lock>, Refused> {
        wait(folder, shown, patience, File::try_lock)
    }

    /// Waits until nobody writes the folder.
    pub fn shared(folder: &Path, patience: Duration) -> Result<Option<Lock>, Refused> {
        wait(folder, folder, patience, File::try_lock_shared)
    }
}

fn wait(
    folder: &Path,
    shown: &Path,
    patience: Duration,
    try_lock: impl Fn(&File) -> Result<(), TryLockError>,
) -> Result<Option<Lock>, Refused> {
    let file = match open(folder) {
        Ok(file) => file,
        // Gone meanwhile, as a place where a folder was made.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(vec![
                Diagnostic::error("PF0902", format!("cannot read it: {error}"))
                    .at(Place::document(shown.display().to_string()))
                    .help("check the path and your right to read it"),
            ]);
        }
    };
    let (began, mut told) = (Instant::now(), false);
    loop {
        match try_lock(&file) {
            Ok(()) => return Ok(is_still(folder, &file).then_some(Lock { _file: Some(file) })),
            // A file system without locks, as some of the network: as if nobody else were there.
            Err(TryLockError::Error(_)) => return Ok(Some(Lock { _file: None })),
            Err(TryLockError::WouldBlock) if began.elapsed() < patience => {
                if !told && began.elapsed() >= SILENCE {
                    told = true;
                    let waits =
                        Diagnostic::note("PF0933", "another command holds the folder: waiting for it");
                    report::to_stderr(&[waits.at(Place::document(shown.display().to_string()))]);
                }
                std::thread::sleep(LOOK_EVERY);
            }
            Err(TryLockError::WouldBlock) => {
                return Err(vec![
                    Diagnostic::error("PF0933", "another command holds the folder")
                        .at(Place::document(shown.display().to_string()))
                        .expected(format!("it to end within {} s", patience.as_secs()))
                        .help("let it end, or stop it; then give this command again: nothing was changed"),
                ]);
            }
        }
    }
}

#[cfg(unix)]
fn open(folder: &Path) -> io::Result<File> {
    File::open(folder)
}

#[cfg(not(unix))]
fn open(folder: &Path) -> io::Result<File> {
    folder.metadata()?;
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(".parcferme-lock");
    File::options().create(true).append(true).open(folder.with_file_name(name))
}

/// Whether the directory that is locked still stands in its place.
#[cfg(unix)]
fn is_still(folder: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(now), Ok(locked)) = (folder.metadata(), file.metadata()) else { return false };
    (now.dev(), now.ino()) == (locked.dev(), locked.ino())
}

#[cfg(not(unix))]
fn is_still(folder: &Path, _: &File) -> bool {
    folder.is_dir()
}
