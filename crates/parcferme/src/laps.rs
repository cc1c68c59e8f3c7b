//! Lap records that lie in a season folder as `laps/<round>-<session>.csv`, for the charts of the site. They are no facts of
//! the season: nothing is scored from them, and a fault in them refuses nothing.

use parcferme_core::season::Session;
use parcferme_core::timing::LapSheet;
use parcferme_core::timing::correction::{Applied, Correction, corrected};
use parcferme_core::{Diagnostic, Ix, Place, Season, Severity};
use parcferme_formats::alkamel::read_laps;
use parcferme_formats::folder::{CORRECTIONS, Files, read_corrections};
use std::collections::{BTreeMap, BTreeSet};

/// The lap records of each session that has some. Diagnostics are warnings at most; PF0422 where a file names no session.
pub fn read(files: &Files, season: &Season) -> (BTreeMap<Ix<Session>, LapSheet>, Vec<Diagnostic>) {
    let mut sheets = BTreeMap::new();
    let (corrections, mut diagnostics) = match files.get(CORRECTIONS) {
        Some(text) => read_corrections(CORRECTIONS, text),
        None => (Vec::new(), Vec::new()),
    };
    let mut without_laps: BTreeSet<&str> = corrections.iter().map(|own| own.0.as_str()).collect();
    for (path, text) in files.iter().filter(|(path, _)| *path != CORRECTIONS) {
        let Some(name) = path.strip_prefix("laps/").and_then(|name| name.strip_suffix(".csv")) else {
            continue;
        };
        let Some(session) = session_named(season, name) else {
            diagnostics.push(
                Diagnostic::warning("PF0422", "laps of a session that the season does not have")
                    .at(Place::document(path.clone()))
                    .found(name)
                    .expected(
                        "a round's number and the id of a session with results, such as `laps/03-race.csv`",
                    ),
            );
            continue;
        };
        without_laps.remove(name);
        let (sheet, found) = correct(name, read_laps(path, text.as_bytes()), &corrections);
        diagnostics.extend(found);
        if !sheet.laps().is_empty() {
            sheets.insert(session, sheet);
        }
    }
    let of_none = corrections.iter().filter(|own| without_laps.contains(own.0.as_str()));
    diagnostics.extend(of_none.map(|(name, correction)| {
        Diagnostic::warning("PF0549", "the correction is of a lap file that is not there")
            .at(Place::line(CORRECTIONS, correction.line, ""))
            .found(name.clone())
            .expected(format!("`laps/{name}.csv`"))
    }));
    (sheets, diagnostics.into_iter().map(at_most_a_warning).collect())
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

pub fn at_most_a_warning(diagnostic: Diagnostic) -> Diagnostic {
    Diagnostic { severity: diagnostic.severity.max(Severity::Warning), ..diagnostic }
}

/// `03-race`, `3-hour-6`.
fn session_named(season: &Season, name: &str) -> Option<Ix<Session>> {
    let (round, session) = name.split_once('-')?;
    season.session(season.round(round.parse().ok()?)?, session)
}

#[cfg(test)]
mod tests {
    use super::*;
    use parcferme_core::generate::{Draft, DraftCar};
    use parcferme_core::season::Kind;

    const LAPS: &str =
        "NUMBER; LAP_NUMBER; LAP_TIME; ELAPSED;CLASS;TEAM;\n3;1;1:00.000;1:00.000;GTS;Alpha;\n";

    fn season() -> Season {
        let car =
            DraftCar { position: Some(1), class: "GTS".into(), number: "3".into(), ..DraftCar::default() };
        let draft = Draft {
            classes: vec!["GTS".into()],
            rounds: Draft::calendar(1),
            cars: vec![car],
            ..Draft::default()
        };
        draft.season(|_| Kind::Team)
    }

    #[test]
    fn laps_find_their_session() {
        let files = Files::from([("laps/01-race.csv".to_owned(), LAPS.to_owned())]);
        let (sheets, _) = read(&files, &season());
        let laps: Vec<usize> = sheets.values().map(|sheet| sheet.laps().len()).collect();
        assert_eq!(laps, [1]);
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
        let mut files = Files::from([("laps/01-race.csv".to_owned(), format!("{header}{rows}"))]);
        let ids = |found: &[Diagnostic]| found.iter().map(|own| own.id).collect::<Vec<_>>().join(" ");
        assert_eq!(ids(&read(&files, &season()).1), "PF0545");
        let corrections = "session,kind,number,lap,at,reason\n01-race,missed-passing,3,3,3:00.000,loop\n02-race,deleted,3,1,,x\n";
        files.insert(CORRECTIONS.to_owned(), corrections.to_owned());
        let (sheets, found) = read(&files, &season());
        assert_eq!(sheets.values().next().map(|sheet| sheet.laps().len()), Some(6));
        assert_eq!(ids(&found), "PF0549");
    }

    #[test]
    fn laps_of_no_session_and_laps_that_cannot_be_read_refuse_nothing() {
        let files = Files::from([
            ("laps/01-sprint.csv".to_owned(), LAPS.to_owned()),
            ("laps/01-race.csv".to_owned(), "no lap file".to_owned()),
        ]);
        let (sheets, diagnostics) = read(&files, &season());
        assert!(sheets.is_empty());
        assert!(diagnostics.iter().any(|own| own.id == "PF0422"));
        assert!(diagnostics.len() > 1 && diagnostics.iter().all(|own| own.severity != Severity::Error));
    }
}
