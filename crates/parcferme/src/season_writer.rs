//! Writing a season folder: all of it or nothing.

use crate::library::Refused;
use parcferme_core::{Diagnostic, Place};
use parcferme_formats::folder::Files;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

/// What writing a folder changed.
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

/// Replaces the facts of a season folder by `files`. Files that an import does not make (lap records, notes, a rulebook of
/// the folder's own) stay. The new folder is made beside the old one and takes its place in one step; an error leaves the
/// old folder as it was.
pub fn replace(folder: &Path, files: &Files) -> Result<Changed, Refused> {
    replace_io(folder, files).map_err(|error| {
        vec![
            Diagnostic::error("PF0916", format!("cannot write the season folder: {error}"))
                .at(Place::document(folder.display().to_string()))
                .help("check the path, the space and your right to write there; nothing was changed"),
        ]
    })
}

fn replace_io(folder: &Path, files: &Files) -> io::Result<Changed> {
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent)?;
    let mut changed = Changed::default();
    for (path, text) in files {
        match fs::read(folder.join(path)) {
            Ok(bytes) if bytes == text.as_bytes() => changed.same += 1,
            _ => changed.written += 1,
        }
    }
    let kept = if folder.is_dir() { others(folder, files, &mut changed)? } else { Vec::new() };
    if changed.written == 0 && changed.removed == 0 && folder.is_dir() {
        return Ok(changed);
    }
    let making = tempfile::Builder::new().prefix(".parcferme-").tempdir_in(parent)?;
    let (new, old) = (making.path().join("new"), making.path().join("old"));
    for (path, text) in files {
        write_file(&new.join(path), text.as_bytes())?;
    }
    for path in kept {
        let to = new.join(&path);
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::copy(folder.join(&path), to)?;
    }
    if folder.exists() {
        fs::rename(folder, &old)?;
        if let Err(error) = fs::rename(&new, folder) {
            fs::rename(&old, folder)?;
            return Err(error);
        }
    } else {
        fs::rename(&new, folder)?;
    }
    Ok(changed)
}

fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, bytes)
}

/// Files of the folder that stay as they are; facts that are no longer among `files` go.
fn others(folder: &Path, files: &Files, changed: &mut Changed) -> io::Result<Vec<String>> {
    let mut kept = Vec::new();
    let mut open = vec![String::new()];
    while let Some(inside) = open.pop() {
        for entry in fs::read_dir(folder.join(&inside))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if inside.is_empty() { name } else { format!("{inside}/{name}") };
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else if is_fact(&path) {
                changed.removed += usize::from(!files.contains_key(&path));
            } else {
                kept.push(path);
            }
        }
    }
    Ok(kept)
}

/// Whether an import makes the file.
fn is_fact(path: &str) -> bool {
    const FACTS: [&str; 7] = [
        "season.toml",
        "sources.toml",
        "names.toml",
        "decisions.toml",
        "entries.csv",
        "feats.csv",
        "statistics.csv",
    ];
    FACTS.contains(&path) || path.starts_with("results/") || path.starts_with("published/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(all: &[(&str, &str)]) -> Files {
        all.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn facts_are_replaced_and_everything_else_stays() -> io::Result<()> {
        let place = tempfile::tempdir()?;
        let folder = place.path().join("season");
        let first = files(&[("season.toml", "a"), ("results/01-race.csv", "b")]);
        assert_eq!(replace(&folder, &first), Ok(Changed { written: 2, removed: 0, same: 0 }));
        write_file(&folder.join("laps/01-race.csv"), b"laps")?;
        let second = files(&[("season.toml", "a"), ("results/02-race.csv", "c")]);
        assert_eq!(replace(&folder, &second), Ok(Changed { written: 1, removed: 1, same: 1 }));
        assert_eq!(fs::read_to_string(folder.join("laps/01-race.csv"))?, "laps");
        assert!(!folder.join("results/01-race.csv").exists());
        assert_eq!(replace(&folder, &second), Ok(Changed { written: 0, removed: 0, same: 2 }));
        assert_eq!(fs::read_dir(place.path())?.count(), 1, "nothing is left beside the folder");
        Ok(())
    }
}
