//! A copy of a log, or a folder of an edition: on this machine, at an address, or in a record.

use crate::fetch::{self, Client};
use crate::library::Refused;
use crate::record;
use parcferme_core::{Diagnostic, Place};
use parcferme_store::Edition;
use parcferme_store::proof::{Log, Verifier};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub enum Copy {
    Folder(PathBuf),
    Site(Client, String),
    /// The files of the log of a record, by path.
    Record(String, BTreeMap<String, Vec<u8>>),
}

/// A log as it was read, with the keys that lie beside it.
pub struct Read {
    pub shown: String,
    pub log: Log,
    pub keys: Vec<Verifier>,
}

/// Why an address is not read.
pub fn unread(place: &str, what: impl std::fmt::Display) -> Refused {
    vec![
        Diagnostic::error("PF1442", format!("cannot read it: {what}"))
            .at(Place::document(place.to_owned()))
            .expected("an address that answers: https://, or http:// to this machine itself")
            .help("check the address and the network; what was saved in files is proven without one"),
    ]
}

pub fn client() -> Result<Client, Refused> {
    Client::new().map_err(|error| unread("the network", error))
}

impl Copy {
    /// # Errors
    /// The record that it names cannot be read, or has no log.
    pub fn of(text: &str) -> Result<Copy, Refused> {
        if fetch::is_address(text) {
            return Ok(Copy::Site(client()?, text.trim_end_matches('/').to_owned()));
        }
        if Path::new(text).is_dir() {
            return Ok(Copy::Folder(PathBuf::from(text)));
        }
        let files = record::open(text)?.log_files().map_err(record::refused)?;
        Ok(Copy::Record(text.to_owned(), files.ok_or_else(|| no_log(text, "nothing of it is signed"))?))
    }

    /// A file below it; none where it is not there.
    ///
    /// # Errors
    /// Whether it is there cannot be said.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Refused> {
        match self {
            Copy::Record(_, files) => Ok(files.get(path).cloned()),
            Copy::Folder(folder) => match fs::read(folder.join(path)) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(unread(&self.shown(path), error)),
            },
            Copy::Site(client, _) => {
                let at = self.shown(path);
                client.get(&at).map_err(|error| unread(&at, error))
            }
        }
    }

    /// Where a file lies, to be shown.
    pub fn shown(&self, path: &str) -> String {
        match self {
            Copy::Folder(folder) => folder.join(path).display().to_string(),
            Copy::Site(_, base) => format!("{base}/{path}"),
            Copy::Record(data, _) if path.is_empty() => data.clone(),
            Copy::Record(data, _) => format!("{data}: {path}"),
        }
    }

    /// The log that lies there, or in `log` below it.
    ///
    /// # Errors
    /// There is none, or its entries are not those that were signed.
    pub fn log(&self) -> Result<Read, Refused> {
        let mut found = None;
        for below in ["", "log/"] {
            found = self.read(&format!("{below}checkpoint"))?.map(|own| (below, own));
            if found.is_some() {
                break;
            }
        }
        let Some((below, head)) = found else {
            return Err(no_log(&self.shown("checkpoint"), "there is no checkpoint"));
        };
        let at = self.shown(&format!("{below}checkpoint"));
        let wrong = |what: &str| no_log(&at, what);
        let head = String::from_utf8(head).map_err(|_| wrong("its checkpoint is no text"))?;
        let (note, checkpoint, bundles) = Log::head(&head).map_err(wrong)?;
        let mut entries = Vec::new();
        for bundle in bundles {
            let (path, whole) = (format!("{below}{}", bundle.path), format!("{below}{}", bundle.whole));
            let bytes = match self.read(&path)? {
                Some(own) => own,
                None => self.read(&whole)?.ok_or_else(|| wrong(&format!("{path} is not there")))?,
            };
            entries.extend(bundle.entries(&bytes).map_err(|own| wrong(&format!("{path}: {own}")))?);
        }
        let keys = self.read(&format!("{below}keys"))?.unwrap_or_default();
        let keys = keys_in(&String::from_utf8_lossy(&keys));
        let shown = self.shown(below).trim_end_matches('/').to_owned();
        Ok(Read { shown, log: Log::of(note, checkpoint, entries).map_err(wrong)?, keys })
    }
}

impl Read {
    /// The editions of the log, as far as they are of a form that this version reads.
    pub fn editions(&self) -> impl DoubleEndedIterator<Item = Edition> + '_ {
        self.log.entries.iter().filter_map(|own| Edition::of(String::from_utf8(own.clone()).ok()?).ok())
    }
}

/// Whatever line of a text is a key.
pub fn keys_in(text: &str) -> Vec<Verifier> {
    text.lines().filter_map(|line| line.parse().ok()).collect()
}

fn no_log(place: &str, what: &str) -> Refused {
    vec![
        Diagnostic::error("PF1443", format!("it is no log that can be read: {what}"))
            .at(Place::document(place.to_owned()))
            .expected("a folder or an address with `checkpoint`, `keys` and `tile/`, there or in `log` below it; or a record")
            .help("`parcferme edition tiles` writes such a folder, and a site that `serve --data` serves has it at /log"),
    ]
}
