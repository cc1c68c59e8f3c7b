//! Copies of f1db on disk, with the decisions that ship with the program.

use crate::library::{self, Refused};
use parcferme_core::{Diagnostic, Severity};
use parcferme_formats::f1db;
use parcferme_formats::folder::{Files, Folder};
use rust_embed::RustEmbed;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(RustEmbed)]
#[folder = "../../decisions/f1"]
struct Decisions;

/// Whether a folder is a copy of f1db: it has `seasons/1950/races`, or that of another year.
pub fn is_copy(root: &Path) -> bool {
    let years = std::fs::read_dir(root.join("seasons")).into_iter().flatten().flatten();
    years.map(|year| year.path()).any(|year| year.join("races").is_dir())
}

/// Reads all seasons of a copy, with their decisions.
pub fn read(root: &Path) -> Result<(Vec<Folder>, Vec<Diagnostic>), Refused> {
    let files = files(root)?;
    let (folders, diagnostics) = f1db::read(&files, &decisions());
    if diagnostics.iter().any(|own| own.severity == Severity::Error) {
        return Err(diagnostics);
    }
    Ok((folders, diagnostics))
}

/// The files of a copy that are read, by path.
pub fn files(root: &Path) -> Result<Files, Refused> {
    library::read_files(root, |path| path.extension().is_some_and(|own| own == "yml"))
}

/// What officials decided and f1db's results do not show, by year, as texts in the form of `decisions.toml`.
pub fn decisions() -> BTreeMap<i32, String> {
    let year = |path: &str| path.strip_suffix(".toml")?.parse().ok();
    Decisions::iter()
        .filter_map(|path| {
            let text = String::from_utf8(Decisions::get(&path)?.data.into_owned()).ok()?;
            Some((year(&path)?, text))
        })
        .collect()
}
