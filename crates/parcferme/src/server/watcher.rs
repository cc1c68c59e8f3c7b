//! Looks after season folders: what changes is read again.
//!
//! The system tells where something changes (`notify`); what changed is found by looking. Folders that the system tells
//! nothing of, on other machines' disks or where it watches too many already, are looked at often; all others now and then
//! too, for a link may come to lead elsewhere without a word. To look never opens a file, follows no link below the folder,
//! and takes a small share of the time however many files there are.

use super::shelf::Shelf;
use crate::{library, report};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use parcferme_core::{Diagnostic, Place};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Weak;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant, SystemTime};

/// How often folders are looked at of which the system tells nothing.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How often where it tells.
const LOOK_ALL_THE_SAME: Duration = Duration::from_secs(10);
/// Files are written one after the other: how long it is quiet before they are read.
const QUIET: Duration = Duration::from_millis(50);
/// How long it need not be quiet at most.
const UNQUIET: Duration = Duration::from_secs(1);
/// A look is followed by so many times its length without one, where that is not too long.
const REST: u32 = 4;
const LONGEST_REST: Duration = Duration::from_secs(5);
/// Folders in folders that a season's files lie in; readers look no further.
const DEEPEST: usize = 4;
/// Folders that are watched for one season at most.
const MOST_WATCHED: usize = 256;

/// A folder that is watched.
pub struct Folder {
    /// Of its season.
    pub id: String,
    pub path: PathBuf,
    /// What it looked like before it was read last: what changed while it was read is read again.
    pub seen: Look,
}

/// Watches in a thread of its own for as long as the shelf is in use.
pub fn watch(shelf: Weak<Shelf>, mut folders: Vec<Folder>) {
    std::thread::spawn(move || {
        let (tell, told) = channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // To read a file changes nothing; what cannot be told is looked for.
            if !event.is_ok_and(|own| matches!(own.kind, EventKind::Access(_))) {
                let _ = tell.send(());
            }
        });
        let mut watched = Watched { watcher: watcher.ok(), known: BTreeSet::new(), told: BTreeSet::new() };
        // Watched first: what changed before that, the first look shows.
        let mut longest = Duration::ZERO;
        for own in &folders {
            watched.all(&own.seen.folders);
        }
        loop {
            wait(&told, longest);
            let Some(shelf) = shelf.upgrade() else { return };
            let mut looked = Duration::ZERO;
            longest = LOOK_ALL_THE_SAME;
            for own in &mut folders {
                let start = Instant::now();
                let now = look(&own.path);
                looked += start.elapsed();
                if !watched.all(&now.folders) {
                    longest = LOOK_EVERY;
                    if watched.told.insert(own.id.clone()) {
                        report::to_stderr(&[not_told(own, now.folders.len())]);
                    }
                }
                if now != own.seen {
                    own.seen = now;
                    if let Some(id) = shelf.reload(&own.id, &own.path) {
                        own.id = id;
                    }
                }
            }
            drop(shelf);
            std::thread::sleep((looked * REST).min(LONGEST_REST));
        }
    });
}

/// Until something changes and it is quiet again, or the time is over.
fn wait(told: &Receiver<()>, longest: Duration) {
    match told.recv_timeout(longest) {
        Ok(()) => {
            let start = Instant::now();
            while start.elapsed() < UNQUIET && told.recv_timeout(QUIET).is_ok() {}
            while told.try_recv().is_ok() {}
        }
        Err(RecvTimeoutError::Timeout) => {}
        // Nobody tells anything: there is no watcher.
        Err(RecvTimeoutError::Disconnected) => std::thread::sleep(longest),
    }
}

/// Says that a season's folder is looked at, for the system does not tell of all of it.
fn not_told(own: &Folder, folders: usize) -> Diagnostic {
    Diagnostic::note(
        "PF1427",
        format!("the system does not tell what changes in {}: it is looked at every {} ms", own.id, LOOK_EVERY.as_millis()),
    )
    .at(Place::document(own.path.display().to_string()))
    .found(format!("{folders} folders to watch"))
    .expected(format!("at most {MOST_WATCHED}, on a disk of this machine, within fs.inotify.max_user_watches"))
    .help("changes are shown all the same; move folders that are none of the season's out of it, or raise the limit")
}

/// The folders that the system tells of.
struct Watched {
    watcher: Option<RecommendedWatcher>,
    known: BTreeSet<PathBuf>,
    /// Seasons of which it was said that they are looked at all the time.
    told: BTreeSet<String>,
}

impl Watched {
    /// Watches these too; whether all of them are.
    fn all(&mut self, folders: &[PathBuf]) -> bool {
        let Some(watcher) = &mut self.watcher else { return false };
        if folders.len() > MOST_WATCHED {
            return false;
        }
        let mut all = true;
        for folder in folders {
            if !self.known.contains(folder) {
                match watcher.watch(folder, RecursiveMode::NonRecursive) {
                    Ok(()) => {
                        self.known.insert(folder.clone());
                    }
                    Err(_) => all = false,
                }
            }
        }
        all
    }
}

/// What a folder looks like from outside.
#[derive(Default, PartialEq, Eq)]
pub struct Look {
    /// Path, time and length of each file that a season is read from.
    files: Vec<(PathBuf, Option<SystemTime>, u64)>,
    /// It, and the folders in it.
    folders: Vec<PathBuf>,
}

pub fn look(folder: &Path) -> Look {
    let mut seen = Look::default();
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((inside, depth)) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&inside) else { continue };
        // Hidden files are none of the season's: `.git`, and files that wait to take their places.
        let shown = |entry: &std::fs::DirEntry| !entry.file_name().as_encoded_bytes().starts_with(b".");
        for entry in entries.flatten().filter(shown) {
            // Of a link, its own.
            let Ok(kind) = entry.file_type() else { continue };
            let path = entry.path();
            if kind.is_dir() {
                if depth < DEEPEST {
                    open.push((path, depth + 1));
                }
            } else if path.strip_prefix(folder).is_ok_and(library::is_looked_at)
                && let Ok(meta) = entry.metadata()
            {
                seen.files.push((path, meta.modified().ok(), meta.len()));
            }
        }
        seen.folders.push(inside);
    }
    seen.files.sort();
    seen.folders.sort();
    seen
}
