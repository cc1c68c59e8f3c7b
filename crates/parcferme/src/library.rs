//! Seasons and rulebooks by name: bundled ones, and folders on disk.

use crate::{f1db, folder_on_disk};
use parcferme_core::audit;
use parcferme_core::career::Ruling;
use parcferme_core::compute::beyond;
use parcferme_core::compute::handicap::{self, Handicaps};
use parcferme_core::infer::Space;
use parcferme_core::numbers::RoundNumber;
use parcferme_core::rulebook::{Wording, by_name};
use parcferme_core::season::{Round, Session};
use parcferme_core::timing::LapSheet;
use parcferme_core::{Diagnostic, Ix, Outcome, Place, Rulebook, Season, Severity, compute_after};
use parcferme_formats::careers;
use parcferme_formats::folder::{Files, Folder, MAX_FILE_BYTES, NOTICES, is_a_folder};
use parcferme_formats::text::utf16;
use parcferme_publish::sheet::official::Issue;
use parcferme_publish::view::Kept;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, OnceLock};

#[derive(RustEmbed)]
#[folder = "../../seasons"]
struct Seasons;

#[derive(RustEmbed)]
#[folder = "../../rulebooks"]
struct Rulebooks;

/// A season with everything that was read to make it.
pub struct Loaded {
    /// The season as it was asked for: a folder, or the name of a bundled season.
    pub asked: String,
    /// Text of the folder's files by path.
    pub files: Files,
    pub folder: Folder,
    pub season: Season,
    pub rules: Rulebook,
    /// Documents that facts were read from, as far as they are kept with the season, by name.
    pub texts: BTreeMap<String, Kept>,
    /// Lap records of the sessions that have some, as the folder has them.
    pub laps: BTreeMap<Ix<Session>, Arc<LapSheet>>,
    /// What was found wrong; never an error.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// What documents of the season say of themselves.
    pub fn issue(&self) -> Issue {
        Issue { inputs_digest: self.digest(), issuer: crate::ISSUER.to_owned(), ..Issue::default() }
    }

    /// Reads what is kept of the documents: the folder's own files, and in [`COPIES`] copies of others. A copy that is not
    /// the document that was read, by its digest, is told and not shown.
    fn keep_texts(&mut self, copy: impl Fn(&str) -> Option<Vec<u8>>) {
        for own in self.season.documents.rows() {
            if let Some(text) = self.files.get(&own.name) {
                self.texts.insert(own.name.clone(), Kept { text: text.clone(), own: true });
                continue;
            }
            let inside = Path::new(&own.name);
            if !inside.components().all(|part| matches!(part, std::path::Component::Normal(_))) {
                continue;
            }
            let Some(bytes) = copy(&own.name) else { continue };
            let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            if !own.digest.is_empty() && own.digest != digest {
                self.diagnostics.push(
                    Diagnostic::warning("PF1160", "the copy is not the document that facts were read from")
                        .at(Place::document(format!("{COPIES}/{}", own.name)))
                        .found(format!("SHA-256 {digest}"))
                        .expected(format!("SHA-256 {}, as sources.toml states", own.digest))
                        .help("put the document back as it was, or take the copy away: it is not shown"),
                );
                continue;
            }
            if let Ok(text) = String::from_utf8(bytes) {
                self.texts.insert(own.name.clone(), Kept { text, own: false });
            }
        }
    }

    /// What the rules make of the facts; refused where points cannot be exact.
    pub fn outcome(&self) -> Result<Outcome, Refused> {
        outcome(&self.season, &self.rules, None)
    }

    /// SHA-256 over the folder's files and the rulebook, in hexadecimal: what a document was computed from. What was issued
    /// or posted is left out: a sheet that becomes official keeps its digest.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        let rules = self.rules.wording.to_toml();
        let rulebook = ("rulebook", rules.as_str());
        for (path, text) in self
            .files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .chain([rulebook])
            .filter(|own| own.0 != "issues.toml" && own.0 != NOTICES)
        {
            for part in [path, text] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The folder of a season folder that holds copies of the documents that facts were read from, by their names.
pub const COPIES: &str = "documents";
/// Bytes of a copy that are read.
const MOST_OF_A_COPY: u64 = 4 << 20;

/// Why a season could not be loaded: at least one of these is an error.
pub type Refused = Vec<Diagnostic>;

/// Loads `alms/2003` or a folder, with the rulebook that it names or the one given.
pub fn load(season: &str, rulebook: Option<&Path>) -> Result<Loaded, Refused> {
    let files = find_files(season)?;
    let (folder, diagnostics) = Folder::read(&files);
    let mut loaded = make(season, files, folder, diagnostics, rulebook)?;
    let root = Path::new(season).join(COPIES);
    loaded.keep_texts(|name| {
        let path = root.join(name);
        let is_file =
            fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_file() && meta.len() <= MOST_OF_A_COPY);
        is_file.then(|| fs::read(&path).ok()).flatten()
    });
    Ok(loaded)
}

/// Loads the files of a season as a record keeps them, with the rulebook that they name or the text of one by its name, and
/// the documents that facts were read from: for pages that show them.
///
/// # Errors
/// They are no season, or the rules do not fit it.
pub fn of_record(season: &str, raw: Raw, rulebook: Option<(&str, &str)>) -> Result<Loaded, Refused> {
    let (copies, files): (Raw, Raw) =
        raw.into_iter().partition(|(path, _)| Path::new(path).starts_with(COPIES));
    let mut loaded = load_files(season, texts_of_a_season(files)?, rulebook)?;
    loaded.keep_texts(|name| {
        let bytes = copies.get(&format!("{COPIES}/{name}"))?;
        (bytes.len() as u64 <= MOST_OF_A_COPY).then(|| bytes.clone())
    });
    Ok(loaded)
}

/// Loads one season, or all of a folder that is a copy of f1db or has a season folder in each of its folders.
pub fn load_all(season: &str, rulebook: Option<&Path>) -> Result<Vec<Loaded>, Refused> {
    let root = Path::new(season);
    if f1db::is_copy(root) {
        let (folders, mut diagnostics) = f1db::read(root)?;
        let mut seasons = Vec::with_capacity(folders.len());
        for folder in folders {
            seasons.push(make(season, Files::new(), folder, std::mem::take(&mut diagnostics), rulebook)?);
        }
        return Ok(seasons);
    }
    let inside = season_folders(root);
    if inside.is_empty() {
        return Ok(vec![load(season, rulebook)?]);
    }
    inside.iter().map(|path| load(&path.display().to_string(), rulebook)).collect()
}

/// The season folders in a folder that is none itself, and in the folders in it, such as those of series; by name.
pub fn season_folders(root: &Path) -> Vec<PathBuf> {
    let is_season = |path: &Path| path.join("season.toml").is_file();
    let inside = |path: &Path| fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = Vec::new();
    if root.is_dir() && !root.join("season.toml").exists() {
        for path in inside(root) {
            if is_season(&path) {
                found.push(path);
            } else {
                found.extend(inside(&path).filter(|own| is_season(own)));
            }
        }
        found.sort();
    }
    found
}

/// Seasons as they were named, with those in a folder of season folders each for itself, and what `careers.toml` beside
/// them decides.
///
/// # Errors
/// A `careers.toml` cannot be read.
pub fn named_seasons(named: &[String]) -> Result<(Vec<String>, Vec<Ruling>), Refused> {
    let (mut names, mut rulings) = (Vec::new(), Vec::new());
    for name in named {
        let root = Path::new(name);
        let inside = season_folders(root);
        if inside.is_empty() {
            names.push(name.clone());
            continue;
        }
        names.extend(inside.iter().map(|path| path.display().to_string()));
        let file = root.join(careers::FILE);
        if file.is_file() {
            let (found, mut told) = careers::read(&file.display().to_string(), &read_text(&file)?);
            refuse_errors(&mut told)?;
            rulings.extend(found);
        }
    }
    Ok((names, rulings))
}

/// A season of files in memory, complete with its rulebook; nothing of the machine is read for it but what ships.
///
/// # Errors
/// The files are no season, or the rules do not fit it.
pub fn of_files(files: Files) -> Result<Loaded, Refused> {
    let (folder, diagnostics) = Folder::read(&files);
    make("", files, folder, diagnostics, None)
}

fn make(
    asked: &str,
    files: Files,
    folder: Folder,
    mut diagnostics: Vec<Diagnostic>,
    rulebook: Option<&Path>,
) -> Result<Loaded, Refused> {
    refuse_errors(&mut diagnostics)?;
    let found = match rulebook {
        Some(path) => wording_of_file(&path.display().to_string(), Some(folder.year))?,
        None => find_rulebook(&folder.rulebook, &files, folder.year, &mut diagnostics)?,
    };
    score(asked, files, folder, diagnostics, found)
}

/// Loads the files of a season, with the rulebook that they name or the text of one by its name.
pub fn load_files(asked: &str, files: Files, rulebook: Option<(&str, &str)>) -> Result<Loaded, Refused> {
    let (folder, mut diagnostics) = Folder::read(&files);
    let Some((name, text)) = rulebook else {
        return make(asked, files, folder, diagnostics, None);
    };
    refuse_errors(&mut diagnostics)?;
    let wording = taken_apart(name, text)?;
    score(asked, files, folder, diagnostics, (name.to_owned(), wording))
}

/// A season that was loaded, with a rulebook by its name and text.
///
/// # Errors
/// The rulebook cannot be read, or does not fit the season.
pub fn scored_by(loaded: &Loaded, (name, text): (&str, &str)) -> Result<Loaded, Refused> {
    let (files, folder) = (loaded.files.clone(), loaded.folder.clone());
    let own = score(&loaded.asked, files, folder, Vec::new(), (name.to_owned(), taken_apart(name, text)?))?;
    Ok(Loaded { texts: loaded.texts.clone(), ..own })
}

fn score(
    asked: &str,
    files: Files,
    folder: Folder,
    mut diagnostics: Vec<Diagnostic>,
    (name, wording): (String, Wording),
) -> Result<Loaded, Refused> {
    let (rules, found) = Rulebook::of(&name, Arc::new(wording));
    diagnostics.extend(found);
    refuse_errors(&mut diagnostics)?;
    let (season, found) = folder.season(&rules);
    diagnostics.extend(found);
    diagnostics.extend(rules.check_against(&season));
    refuse_errors(&mut diagnostics)?;
    diagnostics.extend(audit::mistakes(&season, &rules));
    if !rules.open.is_empty() {
        diagnostics.extend(Space::usual(&season, &rules).err().into_iter().flatten());
    }
    refuse_errors(&mut diagnostics)?;
    let laps = folder.laps.iter().filter_map(|((round, session), own)| {
        let session = season.session(season.round(RoundNumber(*round))?, session)?;
        (!own.sheet.laps().is_empty()).then(|| (session, own.sheet.clone()))
    });
    let laps = laps.collect();
    let texts = BTreeMap::new();
    Ok(Loaded { asked: asked.to_owned(), files, folder, season, rules, texts, laps, diagnostics })
}

/// Classifications and tables, after the last round run or after the one given; refused where points cannot be exact.
pub fn outcome(season: &Season, rules: &Rulebook, after: Option<Ix<Round>>) -> Result<Outcome, Refused> {
    let outcome = compute_after(season, rules, after);
    let found = beyond(season, rules, &outcome);
    if found.is_empty() { Ok(outcome) } else { Err(found) }
}

/// What each carries into a round; into the one that is run next where none is named.
///
/// # Errors
/// The calendar has no round, or an amount cannot be exact.
pub fn handicaps(
    season: &Season,
    rules: &Rulebook,
    outcome: &Outcome,
    round: Option<Ix<Round>>,
) -> Result<Handicaps, Refused> {
    let Some(round) = round.or_else(|| handicap::next_round(season)) else {
        return Err(vec![
            Diagnostic::error("PF0361", "the season has no round that is run")
                .expected("a `[[round]]` with a number in season.toml"),
        ]);
    };
    let found = handicap::handicaps(season, rules, &outcome.classifications, round);
    let beyond = found.sessions.iter().flat_map(|of| &of.carried).find(|own| own.amount.is_beyond());
    if let Some(own) = beyond {
        let whose = &season.competitors[own.competitor].name;
        return Err(vec![
            Diagnostic::error("PF0362", format!("what {whose} carries is too large or too fine to be exact"))
                .expected("amounts that 64 bits hold, as a fraction in lowest terms")
                .help("use smaller numbers in the handicaps of the rulebook"),
        ]);
    }
    Ok(found)
}

/// The folder alone, for commands that score nothing.
pub fn load_folder(season: &str) -> Result<(Folder, Vec<Diagnostic>), Refused> {
    let (folder, mut diagnostics) = Folder::read(&find_files(season)?);
    refuse_errors(&mut diagnostics)?;
    Ok((folder, diagnostics))
}

/// A folder scored by other rules than its own.
///
/// # Errors
/// The folder has errors by these rules, or its points cannot be exact.
pub fn scored(folder: &Folder, rules: &Rulebook) -> Result<(Season, Outcome), Refused> {
    let (season, mut found) = folder.season(rules);
    refuse_errors(&mut found)?;
    let outcome = outcome(&season, rules, None)?;
    Ok((season, outcome))
}

pub(crate) fn refuse_errors(diagnostics: &mut Vec<Diagnostic>) -> Result<(), Refused> {
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

/// The documents of rulebooks that ship with the program, by name; each is taken apart once.
static DOCUMENTS: LazyLock<BTreeMap<String, Document>> = LazyLock::new(|| {
    let names = Rulebooks::iter().filter_map(|path| path.strip_suffix(".toml").map(str::to_owned));
    names.map(|name| (name, Document::default())).collect()
});

#[derive(Default)]
struct Document {
    whole: OnceLock<Arc<Wording>>,
    /// What stands before its rules: seasons and names.
    head: OnceLock<Arc<Wording>>,
}

fn bundled_document(name: &str) -> Option<Arc<Wording>> {
    let document = DOCUMENTS.get(name)?;
    let whole = document.whole.get_or_init(|| read_document(name, |text| text));
    Some(whole.clone())
}

fn bundled_head(name: &str) -> Option<Arc<Wording>> {
    let document = DOCUMENTS.get(name)?;
    let head = document.head.get_or_init(|| {
        read_document(name, |text| {
            let mut at = 0;
            let is_rule = |line: &&str| line.starts_with('[') && !line.starts_with("[[era]]");
            for line in text.split_inclusive('\n').take_while(|line| !is_rule(line)) {
                at += line.len();
            }
            &text[..at]
        })
    });
    Some(head.clone())
}

fn read_document(name: &str, part: impl Fn(&str) -> &str) -> Arc<Wording> {
    let path = format!("{name}.toml");
    let file = Rulebooks::get(&path).map(|own| own.data).unwrap_or_default();
    Arc::new(Wording::read(&path, part(&String::from_utf8_lossy(&file))).0)
}

/// Ids of the rulebooks that ship with the program, sorted: `series/season`, or the name of one that holds for any.
pub fn bundled_rulebooks() -> Vec<String> {
    let mut ids = Vec::new();
    for name in DOCUMENTS.keys() {
        let seasons = bundled_head(name).and_then(|own| own.seasons().ok()).unwrap_or_default();
        match seasons.is_empty() {
            true => ids.push(name.clone()),
            false => ids.extend(seasons.iter().map(|season| format!("{name}/{season}"))),
        }
    }
    ids.sort();
    ids
}

/// The name of a rulebook that ships with the program, without reading its rules.
pub fn bundled_name(id: &str) -> Option<String> {
    let head = by_name::named(id, &|name| bundled_head(name).map(Ok))?.ok()?;
    Some(Rulebook::of(id, Arc::new(head)).0.name)
}

/// Whether a rulebook of that id ships with the program.
pub fn is_bundled(id: &str) -> bool {
    bundled_wording(id).is_some_and(|own| own.is_ok())
}

fn bundled_wording(id: &str) -> Option<Result<Wording, Refused>> {
    by_name::named(id, &|name| bundled_document(name).map(Ok))
}

/// A rulebook that ships with the program.
pub fn bundled_rulebook(id: &str) -> Option<Rulebook> {
    let wording = bundled_wording(id)?.ok()?;
    Some(Rulebook::of(id, Arc::new(wording)).0)
}

/// The files of a season that ships with the program, to the byte; none where none is called so.
pub(crate) fn bundled_files(season: &str) -> Raw {
    let prefix = format!("{}/", season.trim_matches('/'));
    let own = Seasons::iter().filter(|path| path.starts_with(&prefix));
    own.filter_map(|path| Some((path[prefix.len()..].to_owned(), Seasons::get(&path)?.data.into_owned())))
        .collect()
}

fn find_files(season: &str) -> Result<Files, Refused> {
    let path = Path::new(season);
    if path.is_dir() {
        return read_folder(path);
    }
    folder_on_disk::clear_beside(path);
    let bundled = bundled_files(season);
    if !bundled.is_empty() {
        return texts(bundled, Path::new(""));
    }
    Err(no_season(season))
}

/// What is said where there is no season of that name.
pub(crate) fn no_season(season: &str) -> Refused {
    let known = bundled_seasons();
    let words: Vec<&str> = known.iter().map(String::as_str).collect();
    let refused = Diagnostic::error("PF0901", format!("no season `{season}`"))
        .found(season)
        .expected(format!("a season folder, or a bundled season: {}", known.join(", ")))
        .help("make one from documents with `parcferme import FILE... --season DIR`")
        .did_you_mean(season, &words);
    vec![refused]
}

/// The text files of a folder by relative path, while nobody writes it. Hidden files are left out; a link, and a folder
/// where a file of facts is expected, are refused.
pub fn read_folder(root: &Path) -> Result<Files, Refused> {
    folder_on_disk::read(root, read_held_folder)
}

/// The same of a folder that this command holds.
pub(crate) fn read_held_folder(root: &Path) -> Result<Files, Refused> {
    let mut walk = Walk::default();
    walk.read(root, is_text_of_a_season);
    for path in walk.links.iter().filter(|path| is_text_of_a_season(path)) {
        walk.refused.push(
            Diagnostic::error("PF0453", "a link lies where a file of facts is expected; it is not read")
                .at(Place::document(slashed(path)))
                .expected("a file")
                .help("put the file itself into the folder: a season is complete on its own"),
        );
    }
    let in_place_of_file = |path: &&PathBuf| {
        let inside = path.components().count() > 1 && is_of_facts(path);
        inside || (has_text_ending(path) && path.components().count() == 1)
    };
    walk.refused.extend(walk.folders.iter().filter(in_place_of_file).map(|path| is_a_folder(&slashed(path))));
    walk.finish().and_then(|files| texts(files, root))
}

/// The files of a season as they lie on a disk or in a record, by path.
pub type Raw = BTreeMap<String, Vec<u8>>;

/// All files of a folder that this command holds, to the byte. Hidden files are left out; links, and files below the fourth
/// folder, are refused: they would be left out of what is to be the whole season.
pub(crate) fn read_whole_folder(root: &Path) -> Result<Raw, Refused> {
    let mut walk = Walk::default();
    walk.read(root, |_| true);
    let left_out = |what: &'static str| {
        move |path: &PathBuf| {
            Diagnostic::error("PF1320", format!("{what} lies in the folder, and cannot be entered"))
            .at(Place::document(slashed(path)))
            .expected("files, down to the fourth folder")
            .help("put the file itself into the folder, or move it elsewhere: a season is complete on its own")
        }
    };
    walk.refused.extend(walk.links.iter().map(left_out("a link")));
    walk.refused.extend(walk.deep.iter().map(left_out("a fifth folder")));
    walk.finish()
}

/// Those of a season's files that its readers look at, as text.
pub fn texts_of_a_season(raw: Raw) -> Result<Files, Refused> {
    let raw = raw.into_iter().filter(|(path, _)| is_text_of_a_season(Path::new(path)));
    texts(raw.collect(), Path::new(""))
}

fn texts(raw: Raw, root: &Path) -> Result<Files, Refused> {
    let (mut files, mut refused) = (Files::new(), Refused::new());
    for (path, bytes) in raw {
        match text_of(&root.join(&path), bytes) {
            Ok(text) => {
                files.insert(path, text);
            }
            Err(found) => refused.extend(found),
        }
    }
    if refused.is_empty() { Ok(files) } else { Err(refused) }
}

/// Whether loading a season looks at a file of its folder.
pub(crate) fn is_looked_at(path: &Path) -> bool {
    is_text_of_a_season(path) || path.starts_with(COPIES)
}

fn is_text_of_a_season(path: &Path) -> bool {
    // Copies of documents are none of the facts, whatever they end in.
    (has_text_ending(path) || is_of_facts(path)) && !path.starts_with(COPIES)
}

fn has_text_ending(path: &Path) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case("toml") || own.eq_ignore_ascii_case("csv"))
}

fn is_of_facts(path: &Path) -> bool {
    path.starts_with("results") || path.starts_with("published")
}

/// The files under a folder whose relative path is wanted, down to the fourth folder. Links and hidden files are left
/// out.
pub fn read_files(root: &Path, wanted: impl Fn(&Path) -> bool) -> Result<Files, Refused> {
    let mut walk = Walk::default();
    walk.read(root, wanted);
    walk.finish().and_then(|files| texts(files, root))
}

/// What lies under a folder.
#[derive(Default)]
struct Walk {
    files: Raw,
    folders: Vec<PathBuf>,
    /// Folders below the fourth, which are not looked into.
    deep: Vec<PathBuf>,
    links: Vec<PathBuf>,
    refused: Refused,
}

impl Walk {
    fn read(&mut self, root: &Path, wanted: impl Fn(&Path) -> bool) {
        let mut open = vec![PathBuf::new()];
        while let Some(inside) = open.pop() {
            let folder = root.join(&inside);
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) => {
                    self.refused.push(unreadable(&folder, &error));
                    continue;
                }
            };
            for entry in entries.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let Ok(kind) = entry.file_type() else { continue };
                if name.starts_with('.') {
                    continue;
                }
                let path = inside.join(&name);
                if kind.is_symlink() {
                    self.links.push(path);
                } else if kind.is_dir() {
                    let to = if path.components().count() <= 4 { &mut open } else { &mut self.deep };
                    to.push(path.clone());
                    self.folders.push(path);
                } else if wanted(&path) && !kind.is_file() {
                    // To open it could wait for ever.
                    self.refused.push(
                        Diagnostic::error(
                            "PF1370",
                            "a pipe, a socket or a device lies where a file is expected; it is not read",
                        )
                        .at(Place::document(slashed(&path)))
                        .expected("a file")
                        .help("put the file itself into the folder, or take the other away"),
                    );
                } else if wanted(&path) {
                    match read_bytes(&root.join(&path)) {
                        Ok(bytes) => {
                            self.files.insert(slashed(&path), bytes);
                        }
                        Err(found) => self.refused.extend(found),
                    }
                }
            }
        }
    }

    fn finish(mut self) -> Result<Raw, Refused> {
        self.refused.sort();
        if self.refused.is_empty() { Ok(self.files) } else { Err(self.refused) }
    }
}

/// A relative path as season folders write it.
fn slashed(path: &Path) -> String {
    let parts: Vec<String> =
        path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}

/// A file's text, refused where it is too large or neither UTF-8 nor UTF-16.
pub fn read_text(path: &Path) -> Result<String, Refused> {
    text_of(path, read_bytes(path)?)
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, Refused> {
    let length = fs::metadata(path).map_err(|error| vec![unreadable(path, &error)])?.len();
    if length > MAX_FILE_BYTES as u64 {
        return Err(vec![
            Diagnostic::error("PF0402", "the file is larger than a season's file can be")
                .at(Place::document(path.display().to_string()))
                .found(format!("{length} bytes"))
                .expected(format!("at most {MAX_FILE_BYTES} bytes")),
        ]);
    }
    fs::read(path).map_err(|error| vec![unreadable(path, &error)])
}

fn text_of(path: &Path, bytes: Vec<u8>) -> Result<String, Refused> {
    if let Some(text) = utf16(&bytes) {
        return Ok(text);
    }
    String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
            .iter()
            .filter(|&&byte| byte == b'\n')
            .count();
        vec![
            Diagnostic::error("PF0903", "the file is not UTF-8 text")
                .at(Place::line(path.display().to_string(), u32::try_from(line + 1).unwrap_or(0), ""))
                .expected("text in UTF-8, or UTF-16")
                .help("save the file as UTF-8, or check that it is the file you meant"),
        ]
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error("PF0902", format!("cannot read it: {error}"))
        .at(Place::document(path.display().to_string()))
        .help("check the path and your right to read it")
}

/// The rulebook that `season.toml` names: the folder's own, one that ships, or a file. A rulebook.toml beside the name of
/// another is refused; it serves where no other has the name.
fn find_rulebook(
    name: &str,
    files: &Files,
    year: i32,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(String, Wording), Refused> {
    const OWN: &str = "rulebook.toml";
    let in_folder = |name: &str| {
        let text = files.get(name).filter(|_| name.ends_with(".toml"))?;
        let found = read_wording(name, text, Some(year), &|other| {
            files
                .get(other)
                .map(|text| taken_apart(other, text).map(Arc::new))
                .or_else(|| other_document(other))
        });
        Some(found.map(|own| (name.to_owned(), own)))
    };
    let own = || in_folder(OWN);
    let is_written = rulebook_line(files, name).line > 0;
    if let Some(found) = own().filter(|_| !is_written) {
        return found;
    }
    if name.is_empty() || name == OWN {
        return own().unwrap_or_else(|| Err(no_rulebook(name)));
    }
    let named = in_folder(name).unwrap_or_else(|| wording_of_file(name, Some(year)));
    match (own(), named) {
        (None, named) => named,
        (Some(_), Ok(_)) => Err(vec![
            Diagnostic::error("PF0454", format!("two rulebooks: rulebook.toml beside the named `{name}`"))
                .at(rulebook_line(files, name))
                .at(Place::document(OWN))
                .found(format!("rulebook = \"{name}\", and a file rulebook.toml"))
                .expected("one rulebook")
                .help(format!("delete rulebook.toml to score by `{name}`, or write rulebook = \"rulebook.toml\" to score by the file")),
        ]),
        (Some(own), Err(_)) => {
            diagnostics.push(
                Diagnostic::note("PF0455", format!("no rulebook `{name}` ships: rulebook.toml is taken"))
                    .at(rulebook_line(files, name))
                    .expected("rulebook = \"rulebook.toml\""),
            );
            own
        }
    }
}

/// Whether the rulebook that the folder names is there, or one of its own.
pub fn has_rulebook(name: &str, files: &Files) -> bool {
    let found = find_rulebook(name, files, 0, &mut Vec::new());
    !found.is_err_and(|refused| refused.iter().any(|own| ["PF0904", "PF0319"].contains(&own.id)))
}

/// The line of season.toml that names the rulebook.
fn rulebook_line(files: &Files, name: &str) -> Place {
    let text = files.get("season.toml").map_or("", String::as_str);
    let line = text
        .lines()
        .enumerate()
        .find(|(_, line)| line.trim_start().starts_with("rulebook") && line.contains(name));
    match line {
        Some((index, line)) => Place::line("season.toml", u32::try_from(index + 1).unwrap_or(0), line),
        None => Place::document("season.toml"),
    }
}

/// A rulebook of that name, one that ships with the program or a file, and what is to be said of it short of errors.
pub fn rulebook(name: &str) -> Result<(Rulebook, Vec<Diagnostic>), Refused> {
    let (name, wording) = wording_of_file(name, None)?;
    if let Some((first, last)) = wording.seasons().ok().and_then(|own| Some((*own.first()?, *own.last()?))) {
        return Err(vec![
            Diagnostic::error("PF0366", format!("`{name}` has the rules of several seasons: which?"))
                .found(name.as_str())
                .expected(format!("{name}/{first} to {name}/{last}"))
                .help(format!("`parcferme rulebook check {name}` looks at all of them")),
        ]);
    }
    let (rules, mut found) = Rulebook::of(&name, Arc::new(wording));
    refuse_errors(&mut found)?;
    Ok((rules, found))
}

/// What a rulebook says that ships with the program, or a file. `year` is the season, where the document has several and the
/// name does not say which.
fn wording_of_file(name: &str, year: Option<i32>) -> Result<(String, Wording), Refused> {
    if let Some(found) = bundled_wording(name) {
        return Ok((name.to_owned(), found?));
    }
    if Path::new(name).is_file() {
        let wording = read_wording(name, &read_text(Path::new(name))?, year, &other_document)?;
        return Ok((name.to_owned(), wording));
    }
    // A season folder stands for the rulebook in it.
    let inside = Path::new(name).join("rulebook.toml");
    if inside.is_file() {
        return wording_of_file(&inside.display().to_string(), year);
    }
    let of_era = by_name::named(name, &other_document);
    of_era.map_or_else(|| Err(no_rulebook(name)), |own| Ok((name.to_owned(), own?)))
}

/// The seasons of a document that ships, or of a file; none where it is of one season.
pub fn seasons_of(name: &str) -> Result<Vec<u16>, Refused> {
    let document = other_document(name).transpose()?;
    document.map_or(Ok(Vec::new()), |own| own.seasons().map_err(|own| vec![*own]))
}

/// A document that ships, or a file.
fn other_document(name: &str) -> Option<Result<Arc<Wording>, Refused>> {
    if let Some(own) = bundled_document(name) {
        return Some(Ok(own));
    }
    let path = Path::new(name);
    let is_file = name.ends_with(".toml") && path.is_file();
    is_file.then(|| read_text(path).and_then(|text| taken_apart(name, &text)).map(Arc::new))
}

fn taken_apart(name: &str, text: &str) -> Result<Wording, Refused> {
    let (wording, found) = Wording::read(name, text);
    if found.is_empty() { Ok(wording) } else { Err(found) }
}

fn read_wording(
    name: &str,
    text: &str,
    year: Option<i32>,
    find: by_name::Find<'_>,
) -> Result<Wording, Refused> {
    let wording = taken_apart(name, text)?;
    let by_era = !wording.seasons().map_err(|own| vec![*own])?.is_empty();
    let season = year.and_then(|year| u16::try_from(year).ok()).filter(|_| by_era);
    let wording = season.map_or(Ok(wording.clone()), |season| wording.of_season(season))?;
    by_name::complete(wording, find)
}

/// What is said where there is no rulebook of that name.
pub fn no_rulebook(name: &str) -> Refused {
    let known = bundled_rulebooks();
    let words: Vec<&str> = known.iter().map(String::as_str).collect();
    let refused = Diagnostic::error("PF0904", format!("no rulebook `{name}`"))
        .found(name)
        .expected("a bundled rulebook, a file, or a file rulebook.toml in the season folder")
        .help("start one with `parcferme rulebook new`, or name one with --rulebook FILE")
        .did_you_mean(name, &words);
    vec![refused]
}

#[cfg(test)]
// A test that cannot go on has failed.
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const RULES: &str = "name = \"Club\"\n\n[[points]]\nid = \"scale\"\nscale = [10, 8]\n\n[[title]]\nid = \"drivers\"\ncompetitor = \"driver\"\nties = [\"shared\"]\n";

    /// A season that names this rulebook, with these files beside season.toml.
    fn season(rulebook: &str, files: &[(&str, &str)]) -> tempfile::TempDir {
        let place = tempfile::tempdir().unwrap();
        let text = format!(
            "series = \"club\"\nyear = 2024\nname = \"Club\"\nrulebook = \"{rulebook}\"\n\n[[round]]\nnumber = 1\nevent = \"a\"\n"
        );
        for (path, text) in [("season.toml", text.as_str())].iter().chain(files) {
            let path = place.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        place
    }

    /// The rulebook that scores it, or the errors and what they are about.
    fn loaded(place: &tempfile::TempDir) -> Result<(String, Vec<&'static str>), Vec<String>> {
        let loaded = load(&place.path().display().to_string(), None);
        let ids = |found: &[Diagnostic]| found.iter().map(|own| own.id).collect();
        loaded.map(|own| (own.rules.document.clone(), ids(&own.diagnostics))).map_err(|found| {
            found
                .iter()
                .map(|own| {
                    format!("{} {}", own.id, own.places.first().map_or_else(String::new, ToString::to_string))
                })
                .collect()
        })
    }

    #[test]
    fn one_rulebook_scores_a_season() {
        let own = [("rulebook.toml", RULES)];
        let is = |document: &str, told: &[&'static str]| Ok((document.to_owned(), told.to_vec()));
        assert_eq!(loaded(&season("rulebook.toml", &own)), is("rulebook.toml", &[]));
        assert_eq!(loaded(&season("club/2024", &own)), is("rulebook.toml", &["PF0455"]));
        assert_eq!(loaded(&season("imsa/2024", &own)), Err(vec!["PF0454 season.toml:4".to_owned()]));
        assert_eq!(loaded(&season("club.toml", &[("club.toml", RULES)])), is("club.toml", &[]));
        let silent = season("x", &own);
        let text = fs::read_to_string(silent.path().join("season.toml")).unwrap();
        let text = text.replace("rulebook = \"x\"\n", "").replace("club", "imsa");
        fs::write(silent.path().join("season.toml"), text).unwrap();
        assert_eq!(loaded(&silent), is("rulebook.toml", &[]));
        let two = [("club.toml", RULES), ("rulebook.toml", RULES)];
        assert_eq!(loaded(&season("club.toml", &two)), Err(vec!["PF0454 season.toml:4".to_owned()]));
        assert_eq!(loaded(&season("rulebook.toml", &[])), Err(vec!["PF0904 ".to_owned()]));
    }

    #[test]
    fn tables_as_spreadsheets_save_unicode_text_are_read() {
        let place = season("rulebook.toml", &[("rulebook.toml", RULES)]);
        let text =
            "\u{feff}position\tnumber\tteam\tdrivers\tlaps\tstatus\n1\t7\tÉlan\tAnn Archer\t10\tfinished\n";
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        fs::create_dir_all(place.path().join("results")).unwrap();
        fs::write(place.path().join("results/01-race.csv"), wide).unwrap();
        let (folder, _) = load_folder(&place.path().display().to_string()).unwrap();
        assert_eq!(folder.results[&(1, "race".to_owned())][0].team, "Élan");
    }

    #[test]
    fn seasons_are_found_in_a_folder_and_in_the_folders_of_series_in_it() {
        let root = tempfile::tempdir().unwrap();
        let season = |path: &str| {
            fs::create_dir_all(root.path().join(path)).unwrap();
            fs::write(root.path().join(path).join("season.toml"), "").unwrap();
        };
        for path in ["cup/2025", "cup/2026", "hill", "hill/of-a-season", "too/deep/here"] {
            season(path);
        }
        fs::write(root.path().join("notes.txt"), "").unwrap();
        let found = season_folders(root.path());
        let named: Vec<&str> =
            found.iter().map(|own| own.strip_prefix(root.path()).unwrap().to_str().unwrap()).collect();
        assert_eq!(named, ["cup/2025", "cup/2026", "hill"]);
        assert_eq!(season_folders(&root.path().join("hill")), Vec::<PathBuf>::new());
    }

    #[test]
    fn folders_and_links_in_place_of_files_are_refused() {
        let rules = ("rulebook.toml", RULES);
        let inside =
            season("rulebook.toml", &[rules, ("results/01-race.csv/part.csv", "position,number\n1,1\n")]);
        assert_eq!(loaded(&inside), Err(vec!["PF0452 results/01-race.csv".to_owned()]));
        let empty = season("rulebook.toml", &[rules]);
        fs::create_dir_all(empty.path().join("entries.csv")).unwrap();
        fs::create_dir_all(empty.path().join("notes")).unwrap();
        assert_eq!(loaded(&empty), Err(vec!["PF0452 entries.csv".to_owned()]));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_refused_where_facts_are_expected() {
        let place = season("rulebook.toml", &[("rulebook.toml", RULES), ("notes.txt", "")]);
        let link = |from: &str, to: &str| {
            std::os::unix::fs::symlink(place.path().join(from), place.path().join(to)).unwrap()
        };
        link("notes.txt", "more.txt");
        assert!(loaded(&place).is_ok());
        fs::create_dir_all(place.path().join("results")).unwrap();
        link("notes.txt", "results/01-race.csv");
        link("gone.csv", "feats.csv");
        assert_eq!(
            loaded(&place),
            Err(vec!["PF0453 feats.csv".to_owned(), "PF0453 results/01-race.csv".to_owned()])
        );
    }
}
