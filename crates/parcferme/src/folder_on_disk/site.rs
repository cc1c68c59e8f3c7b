//! A folder that `publish` writes: afterwards it is what was published and nothing older; until then, and where the command
//! is killed or the disk is full, it is the site that was there before.
//!
//! Files are staged one by one; then the folder is exchanged whole, by one step (`whole`), or where the system cannot do that,
//! by the journal of season folders. A list of what was written lies in the folder ([`MANIFEST`]): of what is no longer
//! published only files on it go, and those that somebody changed since stay.

use super::journal::{self, Staging};
use super::lock::Lock;
use super::whole::{self, Order};
use super::{PATIENCE, place};
use crate::library::Refused;
use parcferme_core::{Diagnostic, Place};
use parcferme_formats::folder::digest;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// What was published into a folder, in the folder.
pub const MANIFEST: &str = ".parcferme-site.json";

/// Path and SHA-256 of each file.
#[derive(Default, Serialize, Deserialize)]
struct Manifest {
    files: BTreeMap<String, String>,
}

/// A site on its way into its folder, which this command alone may write until the value is dropped.
pub struct Site {
    root: PathBuf,
    staging: Staging,
    /// None where no list lies there.
    before: Option<Manifest>,
    now: Manifest,
    /// Names as systems see them that do not tell capital letters.
    taken: BTreeSet<String>,
    same: usize,
    _lock: Lock,
}

/// What a publication changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    pub written: usize,
    pub same: usize,
    pub removed: usize,
    /// Files that were there without a list that names them, as of an early version of the program: they stay.
    pub unlisted: usize,
}

impl Site {
    /// Holds the folder, made where it is not there; ends or clears up what a killed command left.
    ///
    /// # Errors
    /// The folder cannot be made or written, or another command holds it for a minute.
    pub fn hold(folder: &Path) -> Result<Site, Refused> {
        loop {
            fs::create_dir_all(folder).map_err(|error| vec![unwritten(folder, &error)])?;
            let root = folder.canonicalize().map_err(|error| vec![unwritten(folder, &error)])?;
            let Some(lock) = Lock::exclusive(&root, folder, PATIENCE)? else { continue };
            let begun = journal::recover(&root).and_then(|()| {
                // What cannot be cleared is in the way of the one step alone.
                let _ = whole::clear(&root);
                Staging::begin(&root)
            });
            let staging = begun.map_err(|error| vec![unwritten(folder, &error)])?;
            // One that cannot be read names nothing: what it named stays.
            let before = fs::read(root.join(MANIFEST)).ok();
            let before = before.and_then(|bytes| serde_json::from_slice(&bytes).ok());
            let (now, taken) = (Manifest::default(), BTreeSet::new());
            return Ok(Site { root, staging, before, now, taken, same: 0, _lock: lock });
        }
    }

    /// Adds a file. Paths come from plans.
    ///
    /// # Errors
    /// It cannot be written, or another file of the site has its name, capital letters aside.
    pub fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        if !self.taken.insert(path.to_lowercase()) {
            return Err(io::Error::other(format!("two files of the site would be {path}")));
        }
        place::way(&self.root, path)
            .map_err(|(at, what)| io::Error::other(format!("{what} lies at {}", at.display())))?;
        self.now.files.insert(path.to_owned(), digest(bytes));
        if fs::read(self.root.join(path)).is_ok_and(|own| own == bytes) {
            self.same += 1;
            return Ok(());
        }
        self.staging.put(path, bytes)
    }

    /// Lets the files take their places, and takes away those of an earlier publication that are not among them.
    ///
    /// # Errors
    /// Something cannot be written, and nothing has changed; or, by the journal, the next publication goes on.
    pub fn finish(mut self) -> io::Result<Published> {
        let listed = self.before.as_ref().map(|own| &own.files);
        let unlisted = match listed {
            Some(_) => 0,
            None => {
                let all = place::files_below(&self.root)?;
                all.iter().filter(|path| !self.now.files.contains_key(*path)).count()
            }
        };
        let gone = listed.into_iter().flatten().filter(|own| {
            let own_bytes = || fs::read(self.root.join(own.0)).is_ok_and(|bytes| digest(&bytes) == *own.1);
            !self.now.files.contains_key(own.0) && place::way(&self.root, own.0).is_ok() && own_bytes()
        });
        let gone: Vec<String> = gone.map(|own| own.0.clone()).collect();
        let removed = gone.len();
        let written = self.staging.len();
        let manifest = serde_json::to_vec_pretty(&self.now)?;
        self.staging.put(MANIFEST, &manifest)?;
        let staged = self.staging.files();
        let order = Order { staged: &staged, write: self.staging.paths(), remove: &gone };
        if !whole::exchange(&self.root, &order)? {
            self.staging.stand(gone)?;
            journal::recover(&self.root)?;
        }
        Ok(Published { written, same: self.same, removed, unlisted })
    }
}

fn unwritten(folder: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("PF0917", format!("cannot write the site: {error}"))
        .at(Place::document(folder.display().to_string()))
        .help("check the path, the space and your right to write there; the site that was there is as it was")
}
