//! An exchange of files that survives being killed at any instant.
//!
//! 1. The new files are written to `.parcferme-new/files` in the folder and flushed to the disk.
//! 2. `.parcferme-new/order.json`, which says what is written and what goes, takes its name: from here on the exchange
//!    stands. Killed before, the next command throws the new files away; killed after, it goes on.
//! 3. Each file takes its place by a rename, what goes is removed, the folders are flushed.
//! 4. The order goes first, then the rest of `.parcferme-new`.
//!
//! A folder that is not there yet is made beside its place, flushed, and takes it by one rename.

use super::place;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Where new files wait inside the folder; also the end of the name under which a new folder is made.
pub const STAGE: &str = ".parcferme-new";
const FILES: &str = "files";
const ORDER: &str = "order.json";

/// What an exchange does, by path in the folder.
#[derive(Serialize, Deserialize)]
struct Order {
    write: Vec<String>,
    remove: Vec<String>,
}

/// Whether an exchange was begun and not ended.
pub fn is_left(root: &Path) -> bool {
    root.join(STAGE).symlink_metadata().is_ok_and(|meta| meta.is_dir())
}

/// Makes a folder that is not there yet.
pub fn make(beside: &Path, root: &Path, files: &BTreeMap<String, &[u8]>) -> io::Result<()> {
    clear(beside)?;
    write_all(beside, files)?;
    step()?;
    // Replaces nothing but an empty folder.
    fs::rename(beside, root)?;
    step()?;
    flush_dir(parent(root))
}

/// Steps 1 and 2: from here on [`recover`] brings the exchange to its end. Where this fails, nothing has changed.
pub fn stage(root: &Path, write: &BTreeMap<String, &[u8]>, remove: &[String]) -> io::Result<()> {
    let stage = root.join(STAGE);
    if stage.symlink_metadata().is_ok() {
        return Err(io::Error::other(format!("{} is there, and is none of ours", stage.display())));
    }
    let staged = stage_io(root, write, remove);
    if staged.is_err() {
        discard(&stage)?;
    }
    staged
}

fn stage_io(root: &Path, write: &BTreeMap<String, &[u8]>, remove: &[String]) -> io::Result<()> {
    let (stage, order) =
        (root.join(STAGE), Order { write: write.keys().cloned().collect(), remove: remove.to_vec() });
    can_be_written(root, &order)?;
    step()?;
    fs::create_dir(&stage)?;
    write_all(&stage.join(FILES), write)?;
    for path in write.keys() {
        keep_mode(&root.join(path), &stage.join(FILES).join(path))?;
    }
    give_order(root, &order)
}

/// A folder that nothing can be written to would stop the exchange halfway.
fn can_be_written(root: &Path, order: &Order) -> io::Result<()> {
    let folders = folders(root, order);
    folders.iter().filter(|folder| folder.is_dir()).try_for_each(|own| tempfile::tempfile_in(own).map(|_| ()))
}

/// Step 2: all files are staged.
fn give_order(root: &Path, order: &Order) -> io::Result<()> {
    let stage = root.join(STAGE);
    step()?;
    let draft = stage.join("order.draft");
    let mut file = File::create(&draft)?;
    file.write_all(&serde_json::to_vec_pretty(order)?)?;
    file.sync_all()?;
    flush_dir(&stage)?;
    flush_dir(root)?;
    step()?;
    fs::rename(&draft, stage.join(ORDER))?;
    step()?;
    flush_dir(&stage)
}

/// Files that are staged one by one, where they are too many to be held at once. Dropped before the order stands, they are
/// thrown away.
pub struct Staging {
    root: PathBuf,
    write: Vec<String>,
    stands: bool,
}

impl Staging {
    /// Nothing may be left of an exchange before: [`recover`].
    pub fn begin(root: &Path) -> io::Result<Staging> {
        fs::create_dir(root.join(STAGE))?;
        Ok(Staging { root: root.to_owned(), write: Vec::new(), stands: false })
    }

    pub fn len(&self) -> usize {
        self.write.len()
    }

    pub fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        step()?;
        let to = self.files().join(path);
        fs::create_dir_all(parent(&to))?;
        File::create_new(&to)?.write_all(bytes)?;
        keep_mode(&self.root.join(path), &to)?;
        self.write.push(path.to_owned());
        Ok(())
    }

    /// Where the files lie.
    pub fn files(&self) -> PathBuf {
        self.root.join(STAGE).join(FILES)
    }

    /// Their paths.
    pub fn paths(&self) -> &[String] {
        &self.write
    }

    /// From here on [`recover`] brings the exchange to its end.
    pub fn stand(mut self, remove: Vec<String>) -> io::Result<()> {
        let order = Order { write: std::mem::take(&mut self.write), remove };
        can_be_written(&self.root, &order)?;
        give_order(&self.root, &order)?;
        self.stands = true;
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.stands {
            // What cannot be thrown away now is thrown away by the next command.
            let _ = discard(&self.root.join(STAGE));
        }
    }
}

/// Ends an exchange that stands, and throws away one that does not.
pub fn recover(root: &Path) -> io::Result<()> {
    if !is_left(root) {
        return Ok(());
    }
    let stage = root.join(STAGE);
    let order = match fs::read(stage.join(ORDER)) {
        Ok(bytes) => serde_json::from_slice::<Order>(&bytes)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return discard(&stage),
        Err(error) => return Err(error),
    };
    for path in order.write.iter().chain(&order.remove) {
        place::way(root, path)
            .map_err(|(at, what)| io::Error::other(format!("{what} lies at {}", at.display())))?;
    }
    for path in &order.write {
        fs::create_dir_all(parent(&root.join(path)))?;
    }
    // One after the other, and nothing else between: who looks past this program sees both kinds for this long.
    for path in &order.write {
        step()?;
        // Not there: it took its place before the command was killed.
        absent_is_fine(fs::rename(stage.join(FILES).join(path), root.join(path)))?;
    }
    for path in &order.remove {
        step()?;
        absent_is_fine(fs::remove_file(root.join(path)))?;
    }
    for folder in folders(root, &order).iter().filter(|folder| folder.is_dir()) {
        step()?;
        flush_dir(folder)?;
    }
    for path in order.remove.iter().map(|path| root.join(path)) {
        let inside = path.ancestors().skip(1).take_while(|folder| *folder != root);
        // The first that something else lies in stays, with those around it.
        let _ = inside.map(fs::remove_dir).find(Result::is_err);
    }
    discard(&stage)
}

/// Removes what was staged: the order first, so that no half of it is ever taken for a whole.
fn discard(stage: &Path) -> io::Result<()> {
    step()?;
    absent_is_fine(fs::remove_file(stage.join(ORDER)))?;
    if stage.is_dir() {
        flush_dir(stage)?;
    }
    step()?;
    absent_is_fine(fs::remove_dir_all(stage))
}

fn absent_is_fine(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes everything in a folder.
fn clear(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Writes files and flushes them and the folders they lie in: all are written before the first is flushed, for disks write
/// many files at once sooner than one by one.
fn write_all(root: &Path, files: &BTreeMap<String, &[u8]>) -> io::Result<()> {
    fs::create_dir_all(root)?;
    let (mut written, mut folders) = (Vec::with_capacity(files.len()), BTreeSet::from([root.to_owned()]));
    for (path, bytes) in files {
        step()?;
        let path = root.join(path);
        fs::create_dir_all(parent(&path))?;
        folders.extend(path.ancestors().skip(1).take_while(|own| own.starts_with(root)).map(Path::to_owned));
        File::create_new(&path)?.write_all(bytes)?;
        written.push(path);
    }
    step()?;
    written.iter().try_for_each(|path| File::options().write(true).open(path)?.sync_all())?;
    folders.iter().try_for_each(|folder| flush_dir(folder))
}

/// A file that is written anew keeps its mode, and its owner where this may give files away.
pub(super) fn keep_mode(old: &Path, new: &Path) -> io::Result<()> {
    let Ok(meta) = old.metadata() else { return Ok(()) };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let _ = std::os::unix::fs::chown(new, Some(meta.uid()), Some(meta.gid()));
    }
    fs::set_permissions(new, meta.permissions())
}

/// The folders whose files an order changes, and the root.
fn folders(root: &Path, order: &Order) -> BTreeSet<PathBuf> {
    let paths = order.write.iter().chain(&order.remove).map(|path| root.join(path));
    paths.map(|path| parent(&path).to_owned()).chain([root.to_owned()]).collect()
}

pub(super) fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Flushes the names in a folder, where the system can.
pub(super) fn flush_dir(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Between any two steps the command may be killed. A test says before which; from there on it does nothing more.
#[cfg(not(test))]
#[allow(clippy::unnecessary_wraps)]
pub(super) fn step() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub use killed::{kill_before, step};

#[cfg(test)]
mod killed {
    use std::cell::Cell;
    use std::io;

    thread_local! {
        static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
    }

    /// From the step of this number on, nothing is done in this thread.
    pub fn kill_before(number: usize) {
        LEFT.set(number);
    }

    pub fn step() -> io::Result<()> {
        let left = LEFT.get();
        LEFT.set(left.saturating_sub(1));
        if left == 0 { Err(io::Error::other("killed")) } else { Ok(()) }
    }
}
