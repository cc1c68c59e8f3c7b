//! `laps/<round>-<session>.csv`: what was timed, lap by lap. A session without declared results has its rows from here; where
//! results are declared they stand, and a fault in the laps refuses nothing.

use super::{CORRECTIONS, Files, Folder, file_name, is_table, read_corrections};
use crate::alkamel::read_laps;
use parcferme_core::timing::LapSheet;
use parcferme_core::timing::correction::{Applied, Correction, corrected};
use parcferme_core::{Diagnostic, Place, Severity};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A session's lap records, with their corrections applied.
#[derive(Clone, Debug)]
pub struct LapRecords {
    pub file: String,
    pub sheet: Arc<LapSheet>,
}

/// The path of a session's lap file.
pub fn path(round: u32, session: &str) -> String {
    format!("laps/{round:02}-{session}.csv")
}

/// Reads all lap files, once the calendar and the results are known.
pub(super) fn read(files: &Files, folder: &mut Folder, diagnostics: &mut Vec<Diagnostic>) {
    let (corrections, found) = match files.get(CORRECTIONS) {
        Some(text) => read_corrections(CORRECTIONS, text),
        None => (Vec::new(), Vec::new()),
    };
    let mut without_laps: BTreeSet<&str> = corrections.iter().map(|own| own.0.as_str()).collect();
    for (path, text) in files.iter().filter(|(path, _)| *path != CORRECTIONS && is_table(path)) {
        let Some(name) = path.strip_prefix("laps/").map(|name| &name[..name.len() - 4]) else { continue };
        let Some(key) = session(name, folder) else {
            diagnostics.push(
                Diagnostic::warning("PF0422", "laps of a round that the season does not have")
                    .at(Place::document(path.clone()))
                    .found(name)
                    .expected("a round's number and the id of a session, such as `laps/03-race.csv`"),
            );
            continue;
        };
        without_laps.remove(name);
        if let Some(other) = folder.laps.get(&key) {
            diagnostics.push(
                Diagnostic::error("PF0550", format!("two files have the laps of round {}, {}", key.0, key.1))
                    .at(Place::document(path))
                    .at(Place::document(&other.file))
                    .expected(format!("laps/{:02}-{}.csv", key.0, key.1))
                    .help("delete one of the two, or give it the number of its own round"),
            );
            continue;
        }
        let (sheet, found) = correct(name, read_laps(path, text.as_bytes()), &corrections);
        let declared = folder.has_results(&key);
        // Notes say what is worth a look in the records themselves: for whoever classifies the file.
        let told = found.into_iter().filter(|own| own.severity != Severity::Note);
        diagnostics.extend(told.map(|own| if declared { at_most_a_warning(own) } else { own }));
        folder.laps.insert(key, LapRecords { file: path.clone(), sheet: Arc::new(sheet) });
    }
    // A correction that cannot be read is missed where rows rest on laps.
    let rows_of_laps = folder.laps.keys().any(|key| !folder.has_results(key));
    diagnostics.extend(found.into_iter().map(|own| if rows_of_laps { own } else { at_most_a_warning(own) }));
    let of_none = corrections.iter().filter(|own| without_laps.contains(own.0.as_str()));
    diagnostics.extend(of_none.map(|(name, correction)| {
        Diagnostic::warning("PF0549", "the correction is of a lap file that is not there")
            .at(Place::line(CORRECTIONS, correction.line, ""))
            .found(name.clone())
            .expected(format!("`laps/{name}.csv`"))
    }));
}

/// `03-race`, `3-hour-6`, of a round that the calendar has.
fn session(name: &str, folder: &Folder) -> Option<(u32, String)> {
    let (round, session) = file_name::parts(name)?;
    let known = folder.rounds.iter().any(|own| own.number == Some(round));
    known.then(|| (round, session.to_lowercase()))
}

/// The records of the lap file `name` with its corrections applied, and the diagnostics: what was told of a lap that is
/// corrected is not told again.
pub fn correct(
    name: &str,
    (sheet, mut diagnostics): (LapSheet, Vec<Diagnostic>),
    corrections: &[(String, Correction)],
) -> (LapSheet, Vec<Diagnostic>) {
    let own: Vec<Correction> =
        corrections.iter().filter(|own| own.0 == name).map(|own| own.1.clone()).collect();
    if own.is_empty() {
        return (sheet, diagnostics);
    }
    let (corrected, refused) = corrected(&sheet, &own);
    let lines: BTreeSet<u32> = corrected
        .applied()
        .iter()
        .flat_map(|Applied { car, correction }| {
            let laps = sheet.laps_of(*car).iter();
            laps.filter(|lap| (correction.first_lap..=correction.last_lap).contains(&lap.number))
                .map(|lap| lap.line)
        })
        .collect();
    let is_told = |own: &Diagnostic| own.places.first().is_some_and(|place| lines.contains(&place.line));
    diagnostics.retain(|own| !(matches!(own.id, "PF0544" | "PF0545") && is_told(own)));
    diagnostics.extend(refused);
    (corrected, diagnostics)
}

fn at_most_a_warning(diagnostic: Diagnostic) -> Diagnostic {
    Diagnostic { severity: diagnostic.severity.max(Severity::Warning), ..diagnostic }
}

#[cfg(test)]
mod tests {
    use super::super::{CORRECTIONS, Files, Folder};
    use parcferme_core::{Diagnostic, Severity};

    const LAPS: &str =
        "NUMBER; LAP_NUMBER; LAP_TIME; ELAPSED;CLASS;TEAM;\n3;1;1:00.000;1:00.000;GTS;Alpha;\n";
    const RESULTS: &str = "position,number\n1,3\n";

    fn read(files: &[(&str, &str)]) -> (Folder, Vec<Diagnostic>) {
        let season = "series = \"made-up\"\nyear = 2026\nname = \"Made up\"\n\n[[round]]\nnumber = 1\nevent = \"e\"\nname = \"e\"\n";
        let mut all: Files = Files::from([("season.toml".to_owned(), season.to_owned())]);
        all.extend(files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())));
        Folder::read(&all)
    }

    fn ids(found: &[Diagnostic]) -> String {
        found.iter().map(|own| own.id).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn laps_find_their_session_and_one_file_has_them() {
        let (folder, found) = read(&[("laps/01-race.csv", LAPS), ("laps/01-Sprint.CSV", LAPS)]);
        assert_eq!(ids(&found), "");
        let keys: Vec<_> =
            folder.laps.iter().map(|(key, own)| (key.1.as_str(), own.sheet.laps().len())).collect();
        assert_eq!(keys, [("race", 1), ("sprint", 1)]);
        let (_, found) = read(&[("laps/01-race.csv", LAPS), ("laps/1-race.csv", LAPS)]);
        assert_eq!(ids(&found), "PF0550");
        let (folder, found) =
            read(&[("laps/02-race.csv", LAPS), ("laps/race.csv", LAPS), ("laps/notes.md", "")]);
        assert_eq!((ids(&found).as_str(), folder.laps.len()), ("PF0422 PF0422", 0));
    }

    #[test]
    fn corrections_are_applied_and_what_they_settle_is_not_told() {
        let header = "NUMBER;LAP_NUMBER;LAP_TIME;ELAPSED;CLASS;\n";
        let times = [60, 60, 120, 60, 60];
        let mut at = 0;
        let rows: String = (1..)
            .zip(times)
            .map(|(lap, time)| {
                at += time;
                format!("3;{lap};{time};{at};GTS;\n")
            })
            .collect();
        let laps = format!("{header}{rows}");
        assert_eq!(ids(&read(&[("laps/01-race.csv", &laps)]).1), "PF0545");
        let corrections = "session,kind,number,lap,at,reason\n01-race,missed-passing,3,3,3:00.000,loop\n02-race,deleted,3,1,,x\n";
        let (folder, found) = read(&[("laps/01-race.csv", &laps), (CORRECTIONS, corrections)]);
        assert_eq!(folder.laps.values().next().map(|own| own.sheet.laps().len()), Some(6));
        assert_eq!(ids(&found), "PF0549");
    }

    #[test]
    fn a_fault_in_laps_is_an_error_where_rows_rest_on_them_and_a_warning_beside_results() {
        let corrections = "session,kind,number,lap,reason\n01-race,deleted,3,x,y\n";
        let broken = [("laps/01-race.csv", "no lap file"), (CORRECTIONS, corrections)];
        let is_error = |found: &[Diagnostic]| {
            assert!(found.len() > 1, "{found:?}");
            let has = |document: &str| {
                let own = found.iter().filter(|own| own.places[0].document == document);
                own.filter(|own| own.severity == Severity::Error).count() > 0
            };
            (has("laps/01-race.csv"), has(CORRECTIONS))
        };
        assert_eq!(is_error(&read(&broken).1), (true, true));
        let with_results = [broken[0], broken[1], ("results/01-race.csv", RESULTS)];
        assert_eq!(is_error(&read(&with_results).1), (false, false));
    }
}
