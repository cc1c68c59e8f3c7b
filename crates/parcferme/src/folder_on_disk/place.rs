//! What lies where a season is to be: a folder, nothing, or something that is not ours and stays.

use super::journal;
use crate::library::Refused;
use parcferme_core::{Diagnostic, Place};
use std::fs::{self, FileType};
use std::io;
use std::path::{Component, Path, PathBuf};

/// What lies in the place of a season folder.
pub enum Found {
    /// A folder; links to it are followed.
    Folder(PathBuf),
    /// Nothing: the folder is made at `beside` and then takes its place.
    Nothing { root: PathBuf, beside: PathBuf },
}

/// Looks at the place; anything but a folder or nothing is refused.
pub fn resolve(folder: &Path) -> Result<Found, Refused> {
    let in_the_way = |what: &str| {
        vec![
            Diagnostic::error("PF0931", format!("{what} lies in the place of the season folder"))
                .at(Place::document(folder.display().to_string()))
                .expected("a season folder, or nothing")
                .help("name another place, or move it away: nothing was changed"),
        ]
    };
    match folder.symlink_metadata() {
        Ok(meta) if meta.is_dir() || meta.is_symlink() => match folder.canonicalize() {
            Ok(root) if root.is_dir() => Ok(Found::Folder(root)),
            Ok(_) => Err(in_the_way("a link to a file")),
            Err(_) => Err(in_the_way("a link that leads nowhere")),
        },
        Ok(meta) => Err(in_the_way(kind(meta.file_type()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let Some(name) = folder.file_name() else { return Err(in_the_way("a path without a name")) };
            let mut hidden = std::ffi::OsString::from(".");
            hidden.push(name);
            hidden.push(journal::STAGE);
            Ok(Found::Nothing { root: folder.to_owned(), beside: folder.with_file_name(hidden) })
        }
        Err(error) => Err(vec![super::unwritten(folder, &error)]),
    }
}

fn kind(kind: FileType) -> &'static str {
    match kind {
        _ if kind.is_symlink() => "a link",
        _ if kind.is_dir() => "a folder",
        _ if kind.is_file() => "a file",
        _ => "something that is no file",
    }
}

/// Whether a folder without `season.toml` may become a season: it has nothing but hidden files, such as `.git`, and what
/// may lie beside the facts.
pub fn is_free(root: &Path) -> Result<(), Refused> {
    let in_the_way = |name: &str| {
        let beside = ["rulebook.toml", "mapping.toml", "issues.toml", "notices.toml", "laps"];
        let text = name.to_ascii_lowercase();
        let about = text.ends_with(".md") || text.starts_with("license") || text.starts_with("licence");
        !name.starts_with('.') && !about && !beside.contains(&name)
    };
    let entries = fs::read_dir(root).map_err(|error| vec![super::unwritten(root, &error)])?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| in_the_way(name)).collect();
    names.sort();
    let Some(first) = names.first() else { return Ok(()) };
    let more = if names.len() > 1 { format!(" and {} more", names.len() - 1) } else { String::new() };
    Err(vec![
        Diagnostic::error("PF0932", "the folder is no season and has something in it")
            .at(Place::document(root.display().to_string()))
            .found(format!("{first}{more}, and no season.toml"))
            .expected("a season folder, an empty folder, or nothing")
            .help("name a new folder, such as one inside this one: nothing was changed"),
    ])
}

/// Refuses to write where a link or a folder lies, or below a link or a file: they are not replaced.
pub fn is_for_a_file(root: &Path, path: &str) -> Result<(), Refused> {
    let Err((at, what)) = way(root, path) else { return Ok(()) };
    Err(vec![
        Diagnostic::error("PF0936", format!("{what} lies where a file of the season is to be written"))
            .at(Place::document(root.join(at).display().to_string()))
            .expected("a file, or nothing")
            .help("a season is complete on its own: put the file itself there, or move the thing away; nothing was changed"),
    ])
}

/// Nothing but folders on the way to the file, and there a file or nothing; else what lies where.
pub fn way(root: &Path, path: &str) -> Result<(), (PathBuf, &'static str)> {
    let parts: Vec<Component<'_>> = Path::new(path).components().collect();
    let mut at = PathBuf::new();
    for (index, part) in parts.iter().enumerate() {
        let Component::Normal(name) = part else { return Err((path.into(), "a path that leads elsewhere")) };
        at.push(name);
        let Ok(meta) = root.join(&at).symlink_metadata() else { continue };
        let right = if index + 1 == parts.len() { meta.is_file() } else { meta.is_dir() };
        if !right {
            return Err((at, kind(meta.file_type())));
        }
    }
    Ok(())
}

/// All files that are not hidden, down to the fourth folder, by path; links are not followed.
pub fn files_below(root: &Path) -> io::Result<Vec<String>> {
    let (mut files, mut open) = (Vec::new(), vec![String::new()]);
    while let Some(inside) = open.pop() {
        for entry in fs::read_dir(root.join(&inside))? {
            let entry = entry?;
            let (kind, name) = (entry.file_type()?, entry.file_name());
            // What has no name in UTF-8 is none of ours.
            let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else { continue };
            if kind.is_file() {
                files.push(format!("{inside}{name}"));
            } else if kind.is_dir() && inside.matches('/').count() < 4 {
                open.push(format!("{inside}{name}/"));
            }
        }
    }
    files.sort();
    Ok(files)
}
