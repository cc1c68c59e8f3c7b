//! f1db (<https://github.com/f1db/f1db>, CC BY 4.0): every Formula One season since 1950 as small YAML files, read into
//! season folders.
//!
//! Read are the calendar, race and sprint results, fastest laps, and the standings published after every round. The
//! points that stand beside results are not: what a result is worth is for the rulebook to say.
//!
//! Purpose: files in, [`Folder`]s out, one a season, with diagnostics PF06xx. Invariant: every record cites its file
//! and line.

mod calendar;
mod fastest_laps;
mod names;
mod record;
mod results;
mod standings;

use crate::folder::{DocumentRecord, Files, Folder, digest};
use names::Names;
use parcferme_core::{Diagnostic, Place};
use std::collections::BTreeMap;

/// Series id of the folders.
pub const SERIES: &str = "f1";
const LICENCE: &str = "CC BY 4.0, f1db contributors";

/// Whether files look like a copy of f1db: `seasons/<year>/races/...` at its top.
pub fn is_f1db<'p>(mut paths: impl Iterator<Item = &'p str>) -> bool {
    paths.any(|path| Path::split(path).is_some_and(|path| path.race.is_some()))
}

/// Reads all seasons. `files` are those of f1db's `src/data` folder by path: `seasons/...`, and `reference/...`, or
/// `circuits/...`, `constructors/...` and `grands-prix/...` where names are wanted as written. `decisions` are texts in the form of a season folder's
/// `decisions.toml`, by year.
pub fn read(files: &Files, decisions: &BTreeMap<i32, String>) -> (Vec<Folder>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let names = Names::read(files);
    let mut seasons: BTreeMap<i32, Vec<(Path<'_>, &str)>> = BTreeMap::new();
    for (path, text) in files {
        if let Some(path) = Path::split(path) {
            seasons.entry(path.year).or_default().push((path, text));
        }
    }
    if seasons.is_empty() {
        diagnostics.push(
            Diagnostic::error("PF0604", "no season of f1db is here")
                .at(Place::document("seasons"))
                .expected("files such as seasons/1950/races/01-great-britain/race-results.yml")
                .help("name the folder that has `seasons` in it"),
        );
    }
    let mut folders = Vec::with_capacity(seasons.len());
    for (year, files) in seasons {
        let mut folder = season(year, &files, &names, &mut diagnostics);
        if let Some(text) = decisions.get(&year) {
            diagnostics.extend(folder.read_decisions("decisions.toml", text));
        }
        folders.push(folder);
    }
    (folders, diagnostics)
}

/// The parts of `seasons/1955/races/01-argentina/race.yml`.
#[derive(Clone, Copy)]
struct Path<'p> {
    whole: &'p str,
    year: i32,
    /// `01-argentina`; None for a file of the season.
    race: Option<&'p str>,
    file: &'p str,
}

impl<'p> Path<'p> {
    fn split(whole: &'p str) -> Option<Path<'p>> {
        let mut parts = whole.strip_prefix("seasons/")?.split('/');
        let year = parts.next()?.parse().ok()?;
        let (race, file) = match (parts.next()?, parts.next(), parts.next()) {
            ("races", Some(race), Some(file)) => (Some(race), file),
            (file, None, None) => (None, file),
            _ => return None,
        };
        parts.next().is_none().then_some(Path { whole, year, race, file })
    }
}

fn season(year: i32, files: &[(Path<'_>, &str)], names: &Names, diagnostics: &mut Vec<Diagnostic>) -> Folder {
    let mut folder = Folder {
        series: SERIES.to_owned(),
        year,
        name: format!("Formula One World Championship {year}"),
        rulebook: format!("{SERIES}/{year}"),
        documents: files.iter().map(|(path, text)| document(path.whole, text)).collect(),
        ..Folder::default()
    };
    let mut rounds: BTreeMap<&str, u32> = BTreeMap::new();
    for &(path, text) in files.iter().filter(|(path, _)| path.file == "race.yml") {
        let held = files.iter().any(|(other, _)| other.race == path.race && other.file == "race-results.yml");
        if let (Some(race), Some(record)) =
            (path.race, calendar::read(path.whole, text, held, names, diagnostics))
        {
            rounds.extend(record.number.map(|number| (race, number)));
            folder.rounds.push(record);
        }
    }
    folder.rounds.sort_by_key(|round| round.number);
    for &(path, text) in files {
        let round = path.race.and_then(|race| rounds.get(race).copied());
        let (source, out) = (path.whole, &mut *diagnostics);
        match (path.file, round) {
            ("race-results.yml", Some(round)) => {
                let rows = results::read(source, text, names, out);
                folder.results.insert((round, "race".to_owned()), rows);
            }
            ("sprint-race-results.yml", Some(round)) => {
                let rows = results::read(source, text, names, out);
                folder.results.insert((round, "sprint".to_owned()), rows);
            }
            ("driver-standings.yml", after) if after.is_some() == path.race.is_some() => {
                folder.published.push(standings::read(source, text, "drivers", after, names, out));
            }
            ("constructor-standings.yml", after) if after.is_some() == path.race.is_some() => {
                folder.published.push(standings::read(source, text, "constructors", after, names, out));
            }
            ("race.yml" | "fastest-laps.yml", Some(_)) => {}
            (_, None) if path.race.is_some() => out.push(
                Diagnostic::error("PF0605", "the race has no calendar file that can be read")
                    .at(Place::document(source))
                    .expected("race.yml beside it, with the round's number"),
            ),
            _ => out.push(
                Diagnostic::warning("PF0606", "a file of f1db that no reader knows")
                    .at(Place::document(source))
                    .help("its facts are not in the season folder"),
            ),
        }
    }
    for &(path, text) in files.iter().filter(|(path, _)| path.file == "fastest-laps.yml") {
        if let Some(&round) = path.race.and_then(|race| rounds.get(race)) {
            fastest_laps::read(path.whole, text, round, names, &mut folder, diagnostics);
        }
    }
    folder
}

fn document(path: &str, text: &str) -> DocumentRecord {
    DocumentRecord {
        name: path.to_owned(),
        title: String::new(),
        digest: digest(text.as_bytes()),
        licence: LICENCE.to_owned(),
    }
}
