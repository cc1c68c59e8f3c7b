//! `classify FILE`: a lap file to a classification, with stints, driver time and pit stops, and
//! `--against RESULTS`: the published result beside it.

mod json;
mod tables;

use super::{Failure, Format, write_sheet};
use crate::terminal;
use parcferme_core::rules::distance::MinimumDistance;
use parcferme_core::timing::official::{Comparison, compare};
use parcferme_core::timing::{LapSheet, SessionKind, Taken, TimedSession};
use parcferme_core::{Diagnostic, Place, Severity};
use parcferme_formats::alkamel::{ResultKind, read_laps, read_results};
use parcferme_formats::folder::{CORRECTIONS, LapCorrections, correct_laps, read_corrections, write_timed};
use parcferme_formats::intake;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What to tell of a lap file, beyond the order.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// A published result to compare with.
    pub against: Option<PathBuf>,
    /// How the session is ordered, where it is not to be taken from the records.
    pub kind: Option<SessionKind>,
    /// The minimum distance to judge every car of a race by.
    pub distance: Option<MinimumDistance>,
    pub stints: bool,
    pub driver_times: bool,
    pub pit_stops: bool,
    /// Only the cars of this class; positions stay those of the whole field.
    pub class: Option<String>,
    /// Columns of the terminal; none for no limit.
    pub width: Option<usize>,
}

/// What is to be told beside the answer.
#[derive(Debug)]
pub struct Told {
    pub diagnostics: Vec<Diagnostic>,
    /// False where a place rests on a time that is not recorded, or the published result differs.
    pub in_order: bool,
}

/// Everything known of the session, ready to be shown.
struct Report<'s> {
    session: String,
    timed: TimedSession<'s>,
    against: Option<(String, Comparison)>,
}

/// Says what a file is that is no lap file, where a reader of other documents knows it.
fn another_document(name: &str, bytes: &[u8]) -> Option<Diagnostic> {
    let reading = intake::read(&[(name, bytes)]);
    let said = reading.said.first()?;
    Some(
        Diagnostic::error("PF1037", "the file is no lap file")
            .at(Place::document(name))
            .found(said.taken_for.clone())
            .expected("a lap file (CSV)")
            .help("add it to a season: `parcferme add FILE --season DIR`; the laps that it has are then in laps/"),
    )
}

/// Reads the lap file at `path`, classifies it and writes the answer to `out`.
///
/// Gives the diagnostics of the documents, to be shown beside the answer, and whether all is in order. Where one of them is
/// an error that left nothing to classify, nothing is written.
///
/// As CSV, only what was asked for beside the classification, where something was.
///
/// # Errors
/// A file cannot be read, or `out` not be written.
pub fn run(path: &Path, options: &Options, format: Format, out: &mut dyn Write) -> Result<Told, Failure> {
    let refused = |diagnostics| Ok(Told { diagnostics, in_order: false });
    let (corrections, mut diagnostics) = corrections_beside(path)?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = read(path)?;
    let (sheet, found) = correct_laps(&name, read_laps(&file_name(path), &bytes), &corrections);
    if sheet.laps().is_empty()
        && let Some(other) = another_document(&file_name(path), &bytes)
    {
        return refused(vec![other]);
    }
    diagnostics.extend(found);
    if sheet.laps().is_empty() {
        debug_assert!(diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error));
        return refused(diagnostics);
    }
    if let Some(unknown) = options.class.as_ref().and_then(|class| unknown_class(class, &sheet)) {
        diagnostics.push(unknown);
        return refused(diagnostics);
    }
    let taken = options.kind.map_or_else(|| Taken::from_laps(&sheet), Taken::told);
    let kind = taken.kind;
    let timed = TimedSession::of_kind(&sheet, options.distance, taken);
    let mut against = None;
    if let Some(path) = &options.against {
        let name = file_name(path);
        let (results, more) = read_results(&name, &read(path)?);
        diagnostics.extend(more);
        match (results.kind, kind) {
            _ if results.rows.is_empty() => {}
            (ResultKind::FastestLap, SessionKind::Race) => diagnostics.push(not_a_race(&name)),
            (ResultKind::Race, SessionKind::BestLap) => diagnostics.push(a_race(&name)),
            _ => against = Some((name, compare(&sheet, &timed.order, &results.rows))),
        }
    }
    let session = name;
    let untimed = timed.order.rows.iter().any(|row| row.untimed);
    let differs = against.as_ref().is_some_and(|(_, comparison)| !comparison.differences.is_empty());
    let report = Report { session, timed, against };
    match format {
        Format::Json => json::write(&report, options, out)?,
        Format::Table => {
            terminal::write_within(&tables::sheet(&report, options, false), options.width, out)?;
        }
        Format::Csv if !(options.stints || options.driver_times || options.pit_stops) => {
            let class = options.class.as_deref();
            let taken = report.timed.order.taken.clone();
            let file = cited_as(path);
            out.write_all(write_timed(&sheet, taken, &file, class).as_bytes())?;
        }
        format => write_sheet(&tables::sheet(&report, options, format == Format::Csv), format, out)?,
    }
    Ok(Told { diagnostics, in_order: !untimed && !differs })
}

/// A lap file as the results of a season folder cite it.
fn cited_as(path: &Path) -> String {
    let name = file_name(path);
    let of_season = path.parent().and_then(Path::file_name).is_some_and(|own| own == "laps");
    if of_season { format!("laps/{name}") } else { name }
}

/// The corrections that lie beside a lap file of a season folder.
fn corrections_beside(path: &Path) -> Result<(LapCorrections, Vec<Diagnostic>), Failure> {
    let beside = path.with_file_name("corrections.csv");
    if !beside.is_file() || beside == path {
        return Ok((Vec::new(), Vec::new()));
    }
    let text = String::from_utf8_lossy(&read(&beside)?).into_owned();
    Ok(read_corrections(CORRECTIONS, &text))
}

fn unknown_class(class: &str, sheet: &LapSheet) -> Option<Diagnostic> {
    if sheet.cars().iter().any(|car| car.class.eq_ignore_ascii_case(class)) {
        return None;
    }
    let classes: BTreeSet<&str> = sheet.cars().iter().map(|car| car.class.as_str()).collect();
    let there = classes.into_iter().collect::<Vec<_>>().join(", ");
    Some(
        Diagnostic::error("PF0519", "the lap file has no car of that class")
            .found(class)
            .expected(format!("one of {there}")),
    )
}

fn not_a_race(document: &str) -> Diagnostic {
    Diagnostic::error("PF0536", "the published result is of practice or qualifying, not of a race")
        .at(Place::document(document))
        .help("it is ordered by best laps and was not compared; give the `03_Results` of the race, or say `--ordered-by best-lap`")
}

fn a_race(document: &str) -> Diagnostic {
    Diagnostic::error("PF0546", "the published result is of a race, and the laps were ordered by best lap")
        .at(Place::document(document))
        .help("it was not compared; where the laps are of a race, say `--ordered-by race`")
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| {
        Failure::Refused(vec![
            Diagnostic::error("PF0902", format!("cannot read it: {error}"))
                .at(Place::document(path.display().to_string())),
        ])
    })
}
