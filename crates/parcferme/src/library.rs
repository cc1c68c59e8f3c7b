//! Seasons and rulebooks by name: bundled ones, and folders on disk.

use crate::{f1db, laps};
use parcferme_core::audit;
use parcferme_core::compute::beyond;
use parcferme_core::season::{Round, Session};
use parcferme_core::timing::LapSheet;
use parcferme_core::{Diagnostic, Ix, Outcome, Place, Rulebook, Season, Severity, compute_after};
use parcferme_formats::folder::{Files, Folder, MAX_FILE_BYTES};
use parcferme_publish::sheet::official::Issue;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(RustEmbed)]
#[folder = "../../seasons"]
struct Seasons;

#[derive(RustEmbed)]
#[folder = "../../rulebooks"]
struct Rulebooks;

/// A season with everything that was read to make it.
pub struct Loaded {
    /// Text of the folder's files by path.
    pub files: Files,
    pub folder: Folder,
    pub season: Season,
    pub rules: Rulebook,
    pub rulebook_text: String,
    /// Lap records of the sessions that have some; empty until [`Loaded::with_laps`].
    pub laps: BTreeMap<Ix<Session>, LapSheet>,
    /// What was found wrong; never an error.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// What documents of the season say of themselves.
    pub fn issue(&self) -> Issue {
        Issue { inputs_digest: self.digest(), issuer: crate::ISSUER.to_owned(), ..Issue::default() }
    }

    /// What the rules make of the facts; refused where points cannot be exact.
    pub fn outcome(&self) -> Result<Outcome, Refused> {
        outcome(&self.season, &self.rules, None)
    }

    /// With the lap records that lie in the season's folder: large, and wanted for charts alone.
    #[must_use]
    pub fn with_laps(mut self, folder: &Path) -> Loaded {
        let files = match folder.is_dir() {
            true => read_files(folder, |path| path.starts_with("laps")).unwrap_or_else(|found| {
                self.diagnostics.extend(found.into_iter().map(laps::at_most_a_warning));
                Files::new()
            }),
            false => Files::new(),
        };
        let (sheets, found) = laps::read(&files, &self.season);
        self.laps = sheets;
        self.diagnostics.extend(found);
        self
    }

    /// SHA-256 over the folder's files and the rulebook, in hexadecimal: what a document was computed from. What was issued
    /// is left out: a sheet that becomes official keeps its digest.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        let rulebook = ("rulebook", self.rulebook_text.as_str());
        for (path, text) in self
            .files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .chain([rulebook])
            .filter(|own| own.0 != "issues.toml")
        {
            for part in [path, text] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Why a season could not be loaded: at least one of these is an error.
pub type Refused = Vec<Diagnostic>;

/// Loads `alms/2003` or a folder, with the rulebook that it names or the one given.
pub fn load(season: &str, rulebook: Option<&Path>) -> Result<Loaded, Refused> {
    let files = find_files(season)?;
    let (folder, diagnostics) = Folder::read(&files);
    make(files, folder, diagnostics, rulebook)
}

/// Loads one season, or all of a folder that is a copy of f1db or has a season folder in each of its folders.
pub fn load_all(season: &str, rulebook: Option<&Path>) -> Result<Vec<Loaded>, Refused> {
    let root = Path::new(season);
    if f1db::is_copy(root) {
        let (folders, mut diagnostics) = f1db::read(root)?;
        let mut seasons = Vec::with_capacity(folders.len());
        for folder in folders {
            seasons.push(make(Files::new(), folder, std::mem::take(&mut diagnostics), rulebook)?);
        }
        return Ok(seasons);
    }
    let mut inside: Vec<PathBuf> = Vec::new();
    if root.is_dir() && !root.join("season.toml").exists() {
        inside.extend(fs::read_dir(root).into_iter().flatten().flatten().map(|entry| entry.path()));
        inside.retain(|path| path.join("season.toml").is_file());
        inside.sort();
    }
    if inside.is_empty() {
        return Ok(vec![load(season, rulebook)?]);
    }
    inside.iter().map(|path| load(&path.display().to_string(), rulebook)).collect()
}

fn make(
    files: Files,
    folder: Folder,
    mut diagnostics: Vec<Diagnostic>,
    rulebook: Option<&Path>,
) -> Result<Loaded, Refused> {
    refuse_errors(&mut diagnostics)?;
    let (name, text) = match rulebook {
        Some(path) => (path.display().to_string(), read_text(path)?),
        None => find_rulebook(&folder.rulebook, &files)?,
    };
    let (rules, found) = Rulebook::parse(&name, &text);
    diagnostics.extend(found);
    refuse_errors(&mut diagnostics)?;
    let (season, found) = folder.season(&rules);
    diagnostics.extend(found);
    diagnostics.extend(rules.check_against(&season, &text));
    refuse_errors(&mut diagnostics)?;
    diagnostics.extend(audit::mistakes(&season, &rules));
    refuse_errors(&mut diagnostics)?;
    Ok(Loaded { files, folder, season, rules, rulebook_text: text, laps: BTreeMap::new(), diagnostics })
}

/// Classifications and tables, after the last round run or after the one given; refused where points cannot be exact.
pub fn outcome(season: &Season, rules: &Rulebook, after: Option<Ix<Round>>) -> Result<Outcome, Refused> {
    let outcome = compute_after(season, rules, after);
    let found = beyond(season, rules, &outcome);
    if found.is_empty() { Ok(outcome) } else { Err(found) }
}

/// The folder alone, for commands that score nothing.
pub fn load_folder(season: &str) -> Result<(Folder, Vec<Diagnostic>), Refused> {
    let (folder, mut diagnostics) = Folder::read(&find_files(season)?);
    refuse_errors(&mut diagnostics)?;
    Ok((folder, diagnostics))
}

fn refuse_errors(diagnostics: &mut Vec<Diagnostic>) -> Result<(), Refused> {
    if diagnostics.iter().any(|own| own.severity == Severity::Error) {
        return Err(std::mem::take(diagnostics));
    }
    Ok(())
}

/// Ids of the seasons that ship with the program, sorted.
pub fn bundled_seasons() -> Vec<String> {
    let mut ids: Vec<String> =
        Seasons::iter().filter_map(|path| path.strip_suffix("/season.toml").map(str::to_owned)).collect();
    ids.sort();
    ids
}

/// Ids of the rulebooks that ship with the program, sorted.
pub fn bundled_rulebooks() -> Vec<String> {
    let mut ids: Vec<String> =
        Rulebooks::iter().filter_map(|path| path.strip_suffix(".toml").map(str::to_owned)).collect();
    ids.sort();
    ids
}

/// Text of a bundled rulebook.
pub fn bundled_rulebook(id: &str) -> Option<String> {
    let file = Rulebooks::get(&format!("{id}.toml"))?;
    String::from_utf8(file.data.into_owned()).ok()
}

fn find_files(season: &str) -> Result<Files, Refused> {
    let path = Path::new(season);
    if path.is_dir() {
        return read_folder(path);
    }
    let prefix = format!("{}/", season.trim_matches('/'));
    let bundled: Files = Seasons::iter()
        .filter(|path| path.starts_with(&prefix))
        .filter_map(|path| {
            let text = String::from_utf8(Seasons::get(&path)?.data.into_owned()).ok()?;
            Some((path[prefix.len()..].to_owned(), text))
        })
        .collect();
    if !bundled.is_empty() {
        return Ok(bundled);
    }
    let known = bundled_seasons();
    let words: Vec<&str> = known.iter().map(String::as_str).collect();
    let refused = Diagnostic::error("PF0901", format!("no season `{season}`"))
        .found(season)
        .expected(format!("a season folder, or a bundled season: {}", known.join(", ")))
        .help("make one from documents with `parcferme import FILE... --season DIR`")
        .did_you_mean(season, &words);
    Err(vec![refused])
}

/// The text files of a folder by relative path. Links and hidden files are left out.
pub fn read_folder(root: &Path) -> Result<Files, Refused> {
    let is_text = |path: &Path| path.extension().is_some_and(|own| own == "toml" || own == "csv");
    let of_facts = |path: &Path| path.starts_with("results") || path.starts_with("published");
    read_files(root, |path| (is_text(path) && !path.starts_with("laps")) || of_facts(path))
}

/// The files under a folder whose relative path is wanted, down to the fourth folder. Links and hidden files are left
/// out.
pub fn read_files(root: &Path, wanted: impl Fn(&Path) -> bool) -> Result<Files, Refused> {
    let mut files = Files::new();
    let mut refused = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(inside) = open.pop() {
        let folder = root.join(&inside);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                refused.push(unreadable(&folder, &error));
                continue;
            }
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Ok(kind) = entry.file_type() else { continue };
            if name.starts_with('.') || kind.is_symlink() {
                continue;
            }
            let path = inside.join(&name);
            if kind.is_dir() {
                if path.components().count() <= 4 {
                    open.push(path);
                }
                continue;
            }
            if !wanted(&path) {
                continue;
            }
            match read_text(&root.join(&path)) {
                Ok(text) => {
                    let parts: Vec<String> = path
                        .components()
                        .map(|part| part.as_os_str().to_string_lossy().into_owned())
                        .collect();
                    files.insert(parts.join("/"), text);
                }
                Err(found) => refused.extend(found),
            }
        }
    }
    if refused.is_empty() { Ok(files) } else { Err(refused) }
}

/// A file's text, refused where it is too large or not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Refused> {
    let length = fs::metadata(path).map_err(|error| vec![unreadable(path, &error)])?.len();
    if length > MAX_FILE_BYTES as u64 {
        return Err(vec![
            Diagnostic::error("PF0402", "the file is larger than a season's file can be")
                .at(Place::document(path.display().to_string()))
                .found(format!("{length} bytes"))
                .expected(format!("at most {MAX_FILE_BYTES} bytes")),
        ]);
    }
    let bytes = fs::read(path).map_err(|error| vec![unreadable(path, &error)])?;
    String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
            .iter()
            .filter(|&&byte| byte == b'\n')
            .count();
        vec![
            Diagnostic::error("PF0903", "the file is not UTF-8 text")
                .at(Place::line(path.display().to_string(), u32::try_from(line + 1).unwrap_or(0), ""))
                .expected("text in UTF-8")
                .help("save the file as UTF-8, or check that it is the file you meant"),
        ]
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error("PF0902", format!("cannot read it: {error}"))
        .at(Place::document(path.display().to_string()))
        .help("check the path and your right to read it")
}

fn find_rulebook(name: &str, files: &Files) -> Result<(String, String), Refused> {
    if let Some(text) = files.get("rulebook.toml") {
        return Ok(("rulebook.toml".to_owned(), text.clone()));
    }
    rulebook(name)
}

/// Document name and text of a rulebook: a file, or one that ships with the program.
pub fn rulebook(name: &str) -> Result<(String, String), Refused> {
    if let Some(text) = bundled_rulebook(name) {
        return Ok((format!("{name}.toml"), text));
    }
    if Path::new(name).is_file() {
        return Ok((name.to_owned(), read_text(Path::new(name))?));
    }
    let known = bundled_rulebooks();
    let words: Vec<&str> = known.iter().map(String::as_str).collect();
    let refused = Diagnostic::error("PF0904", format!("no rulebook `{name}`"))
        .found(name)
        .expected("a bundled rulebook, a file, or a file rulebook.toml in the season folder")
        .help("start one with `parcferme rulebook new`, or name one with --rulebook FILE")
        .did_you_mean(name, &words);
    Err(vec![refused])
}
