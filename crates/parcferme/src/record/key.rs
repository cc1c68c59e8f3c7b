//! The private key by which a record's log is signed: a file for the eyes of its owner.

use super::editions::To;
use crate::library::Refused;
use parcferme_core::{Diagnostic, Place};
use parcferme_store::proof::{Checkpoint, Signer, Verifier};
use parcferme_store::{Address, Record};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The file of the key: the one named, or beside the file of the record.
pub fn path(named: Option<&Path>, address: &Address) -> Option<PathBuf> {
    match (named, address) {
        (Some(path), _) => Some(path.to_owned()),
        (None, Address::Postgres(_)) => None,
        (None, Address::File(data)) => {
            let mut name = data.file_name()?.to_owned();
            name.push(".key");
            Some(data.with_file_name(name))
        }
    }
}

/// Reads the key of a file; none where there is no file.
///
/// # Errors
/// It is no key, or others may read it.
pub fn read(path: &Path) -> Result<Option<Signer>, Refused> {
    let meta = match path.metadata() {
        Ok(meta) => meta,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(path, &error)),
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = meta.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(vec![
                Diagnostic::error("PF1338", "the private key can be read by others")
                    .at(Place::document(path.display().to_string()))
                    .found(format!("mode {mode:03o}"))
                    .expected("mode 600")
                    .help(format!("chmod 600 {}; if others have read it, let another key follow: `parcferme edition rotate-key`", path.display())),
            ]);
        }
    }
    #[cfg(not(unix))]
    let _ = meta;
    let text = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
    let signer = Signer::of_secret(&text).map_err(|error| {
        vec![
            Diagnostic::error("PF1339", format!("the private key cannot be read: {error}"))
                .at(Place::document(path.display().to_string()))
                .help(
                    "put the file back from a copy; without it nothing can be signed in the name of this log",
                ),
        ]
    })?;
    Ok(Some(signer))
}

fn unreadable(path: &Path, error: &io::Error) -> Refused {
    vec![
        Diagnostic::error("PF1339", format!("the private key cannot be read: {error}"))
            .at(Place::document(path.display().to_string()))
            .help("check the path and your right to read it"),
    ]
}

/// Draws a key and writes it to a new file that its owner alone may read.
///
/// # Errors
/// A file is there, it cannot be written, or the name can name no key.
pub fn make(path: &Path, name: &str) -> Result<Signer, Refused> {
    let unwritten = |error: &dyn std::fmt::Display| {
        vec![
            Diagnostic::error("PF1340", format!("a private key cannot be made: {error}"))
                .at(Place::document(path.display().to_string()))
                .help("check the path and your right to write there, or name another with --key-file"),
        ]
    };
    let mut drawn = [0; 32];
    getrandom::fill(&mut drawn).map_err(|error| unwritten(&error))?;
    let signer = Signer::new(name, drawn)
        .ok_or_else(|| unwritten(&format!("`{name}` cannot name a log: no spaces and no `+`")))?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(|error| unwritten(&error))?;
    let written = file.write_all(format!("{}\n", signer.secret()).as_bytes()).and_then(|()| file.sync_all());
    let folder = path.parent().filter(|own| !own.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let flushed = written.and_then(|()| if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) });
    flushed.map_err(|error| unwritten(&error))?;
    Ok(signer)
}

/// What became of the log's head.
pub enum Signed {
    /// It is signed; with the file of the key, where it was made now.
    By { checkpoint: Checkpoint, signer: Signer, made: Option<PathBuf> },
    /// Nothing has been published.
    Nothing,
    /// It is not, and why: a warning.
    Not(Diagnostic),
}

/// Signs the head of the log. The first time, the key is made; later it must be there.
///
/// # Errors
/// The key is another than the record's, or cannot be read or made; or what the database says.
pub fn sign_log(record: &mut Record, to: To<'_>, log_name: Option<&str>) -> Result<Signed, Refused> {
    let Some(path) = path(to.key_file, to.record) else {
        return Ok(Signed::Not(unsigned("no key for a record in a database: name its file with --key-file")));
    };
    let is_first = record.signers().map_err(super::refused)?.is_empty();
    let (signer, was_made) = match read(&path)? {
        Some(own) => (own, None),
        None if is_first => {
            let name = log_name.map_or_else(|| name_of(to), str::to_owned);
            (make(&path, &name)?, Some(path))
        }
        None => return Ok(Signed::Not(unsigned(&format!("the private key is not at {}", path.display())))),
    };
    let checkpoint = record.sign(&signer, super::now()).map_err(super::refused)?;
    Ok(checkpoint.map_or(Signed::Nothing, |checkpoint| Signed::By { checkpoint, signer, made: was_made }))
}

/// What a log is called where nobody says it: the address where it will be, else as the record's file.
fn name_of(to: To<'_>) -> String {
    let at_site = to.site.and_then(|own| own.split_once("://")).map(|own| own.1.trim_end_matches('/'));
    let name = match (at_site, to.record) {
        (Some(site), _) => format!("{site}/log"),
        (None, Address::File(data)) => data.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        (None, Address::Postgres(_)) => "parcferme".to_owned(),
    };
    name.replace(|own: char| own.is_whitespace() || own == '+', "-")
}

/// Makes the key of a record that has none, and announces it; none where it has one, or no file is known for it.
///
/// # Errors
/// The key cannot be made; or what the database says.
pub fn first(record: &mut Record, to: To<'_>) -> Result<Option<(PathBuf, Verifier)>, Refused> {
    let Some(path) = path(to.key_file, to.record) else { return Ok(None) };
    if !record.signers().map_err(super::refused)?.is_empty() {
        return Ok(None);
    }
    let signer = match read(&path)? {
        Some(own) => own,
        None => make(&path, &name_of(to))?,
    };
    record.sign(&signer, super::now()).map_err(super::refused)?;
    Ok(Some((path, signer.verifier())))
}

fn unsigned(why: &str) -> Diagnostic {
    Diagnostic::warning("PF1337", format!("the log is not signed: {why}"))
        .help("the edition is published; the next command that has the key signs it too")
}
