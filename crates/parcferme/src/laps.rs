//! Lap records that lie in a season folder as `laps/<round>-<session>.csv`, for the charts of the site. They are no facts of
//! the season: nothing is scored from them, and a fault in them refuses nothing.

use parcferme_core::season::Session;
use parcferme_core::timing::LapSheet;
use parcferme_core::{Diagnostic, Ix, Place, Season, Severity};
use parcferme_formats::alkamel::read_laps;
use parcferme_formats::folder::Files;
use std::collections::BTreeMap;

/// The lap records of each session that has some. Diagnostics are warnings at most; PF0422 where a file names no session.
pub fn read(files: &Files, season: &Season) -> (BTreeMap<Ix<Session>, LapSheet>, Vec<Diagnostic>) {
    let mut sheets = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for (path, text) in files {
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
        let (sheet, found) = read_laps(path, text.as_bytes());
        diagnostics.extend(found);
        if !sheet.laps().is_empty() {
            sheets.insert(session, sheet);
        }
    }
    (sheets, diagnostics.into_iter().map(at_most_a_warning).collect())
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
