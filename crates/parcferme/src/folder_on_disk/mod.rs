//! A season folder on disk: held by one writer at a time, read as a whole, exchanged as one step.
//!
//! What is not named stays as it is: other files, `.git`, modes, the folder itself. How an exchange survives being
//! killed: `journal`; who may read and write when: `lock`; what lies where a season is to be: `place`.

mod journal;
mod lock;
mod place;
mod site;
mod whole;

pub use site::{Published, Site};

use crate::library::{self, Raw, Refused};
use lock::Lock;
use parcferme_core::{Diagnostic, Place};
use parcferme_formats::folder::Files;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a command waits for another that holds the folder.
const PATIENCE: Duration = Duration::from_secs(60);

/// What an exchange changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    pub written: usize,
    pub removed: usize,
    pub same: usize,
}

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.written, self.removed) {
            (0, 0) => write!(f, "nothing changed, {} files as they were", self.same),
            (written, 0) => write!(f, "{written} files written, {} as they were", self.same),
            (written, removed) => {
                write!(f, "{written} files written, {removed} removed, {} as they were", self.same)
            }
        }
    }
}

/// A folder that this command alone may write, until this value is dropped. What it reads and what it writes belong
/// together: hold the folder from the one to the other.
pub struct Held {
    /// The folder itself, behind all links.
    root: PathBuf,
    /// Where a folder that is not there yet is made.
    beside: Option<PathBuf>,
    _lock: Lock,
}

/// Holds a season folder, or the place of one that is to be made. Waits for another command that holds it, and says so;
/// finishes or clears up what a killed command left.
///
/// # Errors
/// Something else lies in the place, or another command holds it for a minute.
pub fn hold(folder: &Path) -> Result<Held, Refused> {
    hold_within(folder, PATIENCE)
}

fn hold_within(folder: &Path, patience: Duration) -> Result<Held, Refused> {
    loop {
        match place::resolve(folder)? {
            place::Found::Folder(root) => {
                let Some(lock) = Lock::exclusive(&root, folder, patience)? else { continue };
                journal::recover(&root).map_err(|error| vec![unfinished(folder, &error)])?;
                return Ok(Held { root, beside: None, _lock: lock });
            }
            place::Found::Nothing { root, beside } => {
                let made = root.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| make_dir(&beside));
                made.map_err(|error| vec![unwritten(folder, &error)])?;
                let Some(lock) = Lock::exclusive(&beside, folder, patience)? else { continue };
                if root.symlink_metadata().is_err() {
                    return Ok(Held { root, beside: Some(beside), _lock: lock });
                }
                // Somebody made the folder meanwhile.
                let _ = fs::remove_dir(&beside);
            }
        }
    }
}

fn make_dir(path: &Path) -> io::Result<()> {
    match fs::create_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        other => other,
    }
}

impl Held {
    /// The text files of the season that is there; none where there is no season yet.
    ///
    /// # Errors
    /// A file cannot be read, or the folder is no season and has something in it.
    pub fn files(&self) -> Result<Option<Files>, Refused> {
        if self.beside.is_some() {
            return Ok(None);
        }
        if self.has("season.toml") {
            return library::read_held_folder(&self.root).map(Some);
        }
        place::is_free(&self.root)?;
        Ok(None)
    }

    /// All files of the folder, to the byte; none of one that is not there yet.
    ///
    /// # Errors
    /// A file cannot be read, or something lies there that is no file.
    pub fn raw(&self) -> Result<Raw, Refused> {
        if self.beside.is_some() { Ok(Raw::new()) } else { library::read_whole_folder(&self.root) }
    }

    /// The bytes at a path of the folder; none where no file can be read there.
    pub fn file(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(self.root.join(path)).ok()
    }

    /// The name of something that lies in the folder, hidden or not; none in one that is empty or not there yet.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn anything(&self) -> Result<Option<String>, Refused> {
        if self.beside.is_some() {
            return Ok(None);
        }
        let entries = fs::read_dir(&self.root).map_err(|error| vec![unwritten(&self.root, &error)])?;
        Ok(entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).min())
    }

    /// Whether something lies at this path of the folder.
    pub fn has(&self, path: &str) -> bool {
        self.root.join(path).symlink_metadata().is_ok()
    }

    /// Writes these files, by path in the folder, and removes the files that are `gone`, all or nothing: whoever reads the
    /// folder through this program finds it as it was or as it is to be, whenever this is killed. Everything else stays,
    /// and so do the modes of files that are written anew.
    ///
    /// # Errors
    /// A link or a folder lies where a file is to be, or the disk refuses. Nothing was changed then.
    pub fn exchange(&mut self, files: &Files, gone: impl Fn(&str) -> bool) -> Result<Changed, Refused> {
        self.exchange_bytes(&files.iter().map(|(path, text)| (path.clone(), text.as_bytes())).collect(), gone)
    }

    /// The same of files that need not be text.
    ///
    /// # Errors
    /// As [`Held::exchange`].
    pub fn exchange_bytes(
        &mut self,
        files: &BTreeMap<String, &[u8]>,
        gone: impl Fn(&str) -> bool,
    ) -> Result<Changed, Refused> {
        let shown = self.root.clone();
        let error = |error: io::Error| vec![unwritten(&shown, &error)];
        for path in files.keys() {
            place::is_for_a_file(&self.root, path)?;
        }
        if let Some(beside) = &self.beside {
            journal::make(beside, &self.root, files).map_err(error)?;
            self.beside = None;
            return Ok(Changed { written: files.len(), ..Changed::default() });
        }
        let (mut write, mut changed) = (BTreeMap::new(), Changed::default());
        for (path, own) in files {
            match fs::read(self.root.join(path)) {
                Ok(bytes) if bytes == *own => changed.same += 1,
                _ => {
                    write.insert(path.clone(), *own);
                }
            }
        }
        let all = place::files_below(&self.root).map_err(error)?;
        let remove: Vec<String> =
            all.into_iter().filter(|path| !files.contains_key(path) && gone(path)).collect();
        (changed.written, changed.removed) = (write.len(), remove.len());
        if write.is_empty() && remove.is_empty() {
            return Ok(changed);
        }
        journal::stage(&self.root, &write, &remove).map_err(error)?;
        journal::recover(&self.root).map_err(|error| vec![unfinished(&shown, &error)])?;
        Ok(changed)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // A folder that was to be made and was not: what is left is cleared by the next command too.
        if let Some(beside) = &self.beside {
            let _ = fs::remove_dir_all(beside);
        }
    }
}

/// Reads a folder while nobody writes it: what a killed command left is finished or cleared up first.
///
/// # Errors
/// What the reading gives, or what was left cannot be finished.
pub fn read<T>(folder: &Path, read: impl FnOnce(&Path) -> Result<T, Refused>) -> Result<T, Refused> {
    loop {
        let Some(_lock) = Lock::shared(folder, PATIENCE)? else { continue };
        if !journal::is_left(folder) {
            return read(folder);
        }
        drop(_lock);
        drop(hold(folder)?);
    }
}

/// Clears what a killed command left beside a folder that it was to make.
pub fn clear_beside(folder: &Path) {
    if let Ok(place::Found::Nothing { beside, .. }) = place::resolve(folder)
        && beside.is_dir()
    {
        // Held by a command that runs: nothing was left.
        if let Ok(Some(_lock)) = Lock::exclusive(&beside, folder, Duration::ZERO) {
            let _ = fs::remove_dir_all(&beside);
        }
    }
}

/// Whether an import makes the file: what is no longer among those it makes goes.
pub fn is_fact(path: &str) -> bool {
    const FACTS: [&str; 7] = [
        "season.toml",
        "sources.toml",
        "names.toml",
        "decisions.toml",
        "entries.csv",
        "feats.csv",
        "statistics.csv",
    ];
    let table = |folder: &str| {
        path.strip_prefix(folder)
            .and_then(|name| name.rsplit_once('.'))
            .is_some_and(|(stem, ending)| !stem.contains('/') && ending.eq_ignore_ascii_case("csv"))
    };
    FACTS.contains(&path) || ["results/", "further/", "published/"].into_iter().any(table)
}

fn unwritten(folder: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("PF0916", format!("cannot write the season folder: {error}"))
        .at(Place::document(folder.display().to_string()))
        .help("check the path, the space and your right to write there; nothing was changed")
}

fn unfinished(folder: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(
        "PF0934",
        format!("files of the folder are half exchanged, and it cannot be finished: {error}"),
    )
    .at(Place::document(folder.display().to_string()))
    .expected(format!("the files in {} to take their places", journal::STAGE))
    .help(
        "mend what the reason names, then give any command on the folder: it goes on where this one stopped",
    )
}

#[cfg(test)]
mod tests;
