//! A season's folder beside its record: which state it came from, and how both have gone on since.

use super::refused;
use crate::library::{Raw, Refused};
use parcferme_core::{Diagnostic, Place};
use parcferme_publish::record::Changed;
use parcferme_store::{Clash, Digest, Operation, Record, difference, merge};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The file of a folder that says where it came from.
pub const ORIGIN: &str = ".parcferme-record";

/// The state of a record that a folder came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    pub season: String,
    pub operation: u64,
    pub digest: Digest,
}

impl Origin {
    pub fn of(operation: &Operation) -> Origin {
        Origin { season: operation.season.clone(), operation: operation.number, digest: operation.hash }
    }

    pub fn text(&self) -> String {
        format!(
            "# The state of the record that these files come from. `parcferme push` and `parcferme pull` keep it.\nseason = \"{}\"\noperation = {}\ndigest = \"{}\"\n",
            self.season, self.operation, self.digest
        )
    }
}

/// The number of the operation after which a folder was taken from the record: by what lies in it, or because all its
/// files stood so. None where neither tells.
///
/// # Errors
/// It came from another record, or what the database says.
pub fn base(
    record: &mut Record,
    season: &str,
    origin: Option<&[u8]>,
    files: &Raw,
) -> Result<Option<u64>, Refused> {
    let operations = record.operations(season, 0).map_err(refused)?;
    if let Some(bytes) = origin {
        let own: Origin = toml::from_str(&String::from_utf8_lossy(bytes)).map_err(|error| {
            vec![
                Diagnostic::error("PF1326", "where the folder comes from cannot be read")
                    .at(Place::document(ORIGIN))
                    .found(error.message().to_owned())
                    .help(format!("put {ORIGIN} back as it was, or take it away")),
            ]
        })?;
        let known = operations.iter().any(|operation| Origin::of(operation) == own);
        if known {
            return Ok(Some(own.operation));
        }
        return Err(vec![
            Diagnostic::error("PF1327", "the folder comes from another record")
                .at(Place::document(ORIGIN))
                .found(format!("operation {} of {}, {}", own.operation, own.season, own.digest))
                .expected(format!("an operation of {season} in this record"))
                .help(format!("name the record that it comes from with --data, or take {ORIGIN} away to begin anew; nothing was changed")),
        ]);
    }
    let digests: BTreeMap<String, Digest> =
        files.iter().map(|(path, bytes)| (path.clone(), Digest::of(bytes))).collect();
    let mut stands: BTreeMap<String, Digest> = BTreeMap::new();
    let mut base = if digests.is_empty() { Some(0) } else { None };
    for operation in operations {
        for change in operation.changes {
            match change.after {
                Some(after) => stands.insert(change.path, after),
                None => stands.remove(&change.path),
            };
        }
        if stands == digests {
            base = Some(operation.number);
        }
    }
    Ok(base)
}

/// What two made of one state, file by file.
#[derive(Debug, Default)]
pub struct Joined {
    /// The files as they are to be, by path.
    pub files: Raw,
    /// Files that both changed, each another place.
    pub joined: Vec<String>,
    /// Files of which both changed the same place.
    pub clashes: Vec<Clash>,
}

/// The files of a folder with what the record has for them since the state `base`.
pub fn join(base: &Raw, ours: &Raw, theirs: &Raw) -> Joined {
    let mut found = Joined::default();
    let paths: BTreeSet<&String> = base.keys().chain(ours.keys()).chain(theirs.keys()).collect();
    for path in paths {
        let [b, o, t] = [base, ours, theirs].map(|files| files.get(path).map(Vec::as_slice));
        match merge(path, b, o, t) {
            Ok(merged) => {
                if o != b && t != b && o != t {
                    found.joined.push(path.clone());
                }
                if let Some(bytes) = merged {
                    found.files.insert(path.clone(), bytes);
                }
            }
            Err(clash) => found.clashes.push(clash),
        }
    }
    found
}

/// A file in which two states differ.
#[derive(Clone, Debug)]
pub struct Differs {
    pub changed: Changed,
    /// Lines, or blocks of a TOML file, that are in one state alone.
    pub gone: Vec<String>,
    pub come: Vec<String>,
}

/// In what two states of a season differ, file by file.
pub fn differences(before: &Raw, after: &Raw) -> Vec<Differs> {
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differing = paths.into_iter().filter(|path| before.get(*path) != after.get(*path));
    differing
        .map(|path| {
            let [b, a] = [before, after].map(|files| files.get(path));
            let found = difference(path, b.map_or(&[][..], Vec::as_slice), a.map_or(&[][..], Vec::as_slice));
            let changed = Changed {
                path: path.clone(),
                was: b.is_some(),
                is: a.is_some(),
                gone: found.gone.len(),
                come: found.come.len(),
                redacted: false,
            };
            Differs { changed, gone: found.gone, come: found.come }
        })
        .collect()
}

/// A diagnostic for each place that two changed.
pub fn clashes(found: &[Clash]) -> Refused {
    let shown = |text: &str| match text.trim_end() {
        "" => "nothing".to_owned(),
        text => text.lines().take(12).collect::<Vec<_>>().join(" ⏎ "),
    };
    let told = found.iter().map(|own| {
        Diagnostic::error("PF1328", "two changed the same place, each in his own way")
            .at(Place::document(own.path.clone()))
            .found(format!("here: {}", shown(&own.ours)))
            .expected(format!("as in the record: {}", shown(&own.theirs)))
            .help("agree on one, write it into the file, then give the command again; nothing was changed")
    });
    told.collect()
}
