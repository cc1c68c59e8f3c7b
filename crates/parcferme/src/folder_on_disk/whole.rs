//! A folder exchanged whole, by one step of the system: who looks at any instant, past this program too, sees all of the old
//! one or all of the new.
//!
//! The new folder is made beside, of links to the same files (hard ones) for what stays and for what was staged, and the two
//! exchange their places. Where that cannot be, the caller goes by the journal: on other systems, on a mount, across disks,
//! with things in the folder that are no files, and where this command stands in the folder itself.

use super::journal::{STAGE, flush_dir, keep_mode, parent, step};
use super::place;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

/// What a folder becomes, by path inside it.
pub struct Order<'o> {
    /// Where the files lie that are written.
    pub staged: &'o Path,
    pub write: &'o [String],
    pub remove: &'o [String],
}

/// Exchanges the folder; false, and nothing was changed, where it cannot be exchanged whole.
pub fn exchange(root: &Path, order: &Order<'_>) -> io::Result<bool> {
    let Some(beside) = beside(root).filter(|_| !stands_in(root)) else { return Ok(false) };
    let seen: BTreeSet<String> = place::files_below(root)?.into_iter().collect();
    let made = step().and_then(|()| make(root, &beside, order));
    if made.and_then(|()| step()).and_then(|()| swap(root, &beside)).is_err() {
        step()?;
        clear(root)?;
        return Ok(false);
    }
    // From here on the folder is the new one, whatever becomes of the old.
    let late = place::files_below(&beside).unwrap_or_default();
    for path in late.iter().filter(|path| !seen.contains(*path)) {
        // Somebody's, put there meanwhile.
        let to = root.join(path);
        let _ = fs::create_dir_all(parent(&to)).and_then(|()| fs::rename(beside.join(path), to));
    }
    let _ = step().and_then(|()| flush_dir(parent(root))).and_then(|()| clear(root));
    Ok(true)
}

/// Removes what a killed command left beside the folder: a new one that was not finished, or the old one.
pub fn clear(root: &Path) -> io::Result<()> {
    match beside(root).map(fs::remove_dir_all) {
        Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn beside(root: &Path) -> Option<PathBuf> {
    let mut hidden = OsString::from(".");
    hidden.push(root.file_name()?);
    hidden.push(STAGE);
    Some(root.with_file_name(hidden))
}

/// A shell whose folder was exchanged would stand in one that is gone.
fn stands_in(root: &Path) -> bool {
    std::env::current_dir().and_then(|own| own.canonicalize()).is_ok_and(|own| own.starts_with(root))
}

/// The new folder, whole and flushed.
fn make(root: &Path, beside: &Path, order: &Order<'_>) -> io::Result<()> {
    let replaced: BTreeSet<&Path> = order.write.iter().chain(order.remove).map(Path::new).collect();
    let mut folders = vec![PathBuf::new()];
    let mut next = 0;
    fs::create_dir(beside)?;
    while let Some(inside) = folders.get(next).cloned() {
        next += 1;
        for entry in fs::read_dir(root.join(&inside))? {
            let entry = entry?;
            let path = inside.join(entry.file_name());
            let (from, to, kind) = (root.join(&path), beside.join(&path), entry.file_type()?);
            if path == Path::new(STAGE) || replaced.contains(path.as_path()) {
                continue;
            }
            if kind.is_dir() {
                fs::create_dir(to)?;
                folders.push(path);
            } else {
                link(kind, &from, &to)?;
            }
        }
    }
    step()?;
    for path in order.write {
        let to = beside.join(path);
        fs::create_dir_all(parent(&to))?;
        fs::hard_link(order.staged.join(path), to)?;
    }
    for path in order.remove {
        let inside = Path::new(path).ancestors().skip(1).take_while(|own| !own.as_os_str().is_empty());
        // The first that something else lies in stays, with those around it.
        let _ = inside.map(|own| fs::remove_dir(beside.join(own))).find(Result::is_err);
    }
    // Those inside first: a folder may be one that nothing can be put into.
    for path in folders.iter().rev().filter(|path| beside.join(path).is_dir()) {
        keep_mode(&root.join(path), &beside.join(path))?;
        flush_dir(&beside.join(path))?;
    }
    Ok(())
}

fn link(kind: FileType, from: &Path, to: &Path) -> io::Result<()> {
    if kind.is_file() {
        return fs::hard_link(from, to);
    }
    #[cfg(unix)]
    if kind.is_symlink() {
        return std::os::unix::fs::symlink(fs::read_link(from)?, to);
    }
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn swap(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn swap(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
