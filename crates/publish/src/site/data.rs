//! What a page shows, as JSON beside it: the same shapes as the command line and the server's interface.

use crate::documents::as_json;
use crate::json;
use crate::scenario::{Told, now};
use crate::site::link::season_folder;
use crate::site::plan::Subject;
use crate::site::view::View;
use crate::site::{Page, laps};
use parcferme_core::Ix;
use parcferme_core::scenario::{Contest, FieldIs};
use parcferme_core::season::Round;
use serde::Serialize;

/// Where the JSON of a page stands inside the season's folder.
pub fn path(page: &str) -> String {
    match page {
        "index.html" => "season.json".to_owned(),
        "standings/index.html" => "standings/points.json".to_owned(),
        page => format!("{}.json", page.trim_end_matches(".html")),
    }
}

/// The JSON of a round's page. `round/3.json` is its classification alone, as `round/3.csv` is.
pub fn round_path(page: &str) -> String {
    format!("{}-summary.json", page.trim_end_matches(".html"))
}

/// The path of a page's JSON where no document is that already.
pub fn path_of(page: &str, subject: &Subject) -> Option<String> {
    match subject {
        Subject::Season
        | Subject::StandingsList
        | Subject::Standings { .. }
        | Subject::Embed { .. }
        | Subject::Audit
        | Subject::Search
        | Subject::SearchIndex
        | Subject::Source(_)
        | Subject::Data(_) => None,
        Subject::Round(_) => Some(round_path(page)),
        _ => Some(path(page)),
    }
}

/// The JSON of a page, standing where the plan says.
pub fn page(view: &View, of: &Subject, path: &str) -> Page {
    Page {
        path: format!("{}{path}", season_folder(&view.season.id)),
        title: "JSON".to_owned(),
        html: text(view, of),
    }
}

fn text(view: &View, subject: &Subject) -> String {
    match subject {
        Subject::Season => indented(&json::season::season(view)),
        Subject::Round(round) => indented(&json::round::round(view, *round)),
        Subject::RoundCars(round) => indented(&json::cars::cars(view, *round)),
        Subject::Laps(session, part) => {
            let told = json::timed::of_session(view, *session, |timed, whose| match part {
                laps::Part::LapChart => compact(&json::timed::chart(timed, whose)),
                laps::Part::Pace(class) => compact(&json::timed::laps(timed, whose, Some(class))),
                laps::Part::Stints(class) => compact(&json::timed::classification(timed, whose, Some(class))),
            });
            told.unwrap_or_default()
        }
        Subject::StandingsList => {
            indented(&json::standings::with_progress(view, 0..view.outcome.tables.len()))
        }
        Subject::Standings { table } | Subject::Embed { table } => {
            indented(&json::standings::with_progress(view, [*table]))
        }
        Subject::StandingsAfter { table, column } => {
            let then = view.history.get(*table).and_then(|history| history.get(*column));
            indented(&json::standings::standings(view.season, view.rules, then))
        }
        Subject::Scenario(after) => indented(&scenario(view, *after)),
        Subject::Odds => indented(&json::odds::odds(view)),
        Subject::Why { table, row } => {
            json::why::why(view, *table, *row).map_or_else(String::new, |own| indented(&own))
        }
        Subject::Competitor(competitor) => indented(&json::competitor::competitor(view, *competitor)),
        Subject::Circuit(circuit) => indented(&json::circuit::circuit(view, circuit)),
        Subject::Audit => indented(&json::audit::audit(view.season, view.rules, view.audit)),
        Subject::AuditCheck(check) => indented(&json::audit::of_check(view, *check)),
        Subject::AuditCells => indented(&json::cells::cells(view)),
        Subject::Rules => indented(&json::rules::document(&view.season.id, view.rules)),
        Subject::Search | Subject::SearchIndex => indented(&json::search::search(view, "")),
        Subject::Sources | Subject::Source(_) => indented(&json::sources::sources(view.season)),
        Subject::Data(of) => text(view, of),
    }
}

fn scenario(view: &View, after: Option<Ix<Round>>) -> json::scenario::Document {
    let after = after.or_else(|| now(&view.outcome.tables));
    let tables = 0..view.outcome.tables.len();
    let contests: Vec<Contest<'_>> = tables.map(|table| view.contest(table, after, FieldIs::Open)).collect();
    let told: Vec<Told<'_>> =
        contests.iter().enumerate().map(|(n, own)| view.told_with_odds(n, own)).collect();
    json::scenario::scenario(view.season, after, FieldIs::Open, &told)
}

fn indented(document: &impl Serialize) -> String {
    String::from_utf8(as_json(document)).unwrap_or_default()
}

/// Lap records are many and small: indented they would be three times as long.
fn compact(document: &impl Serialize) -> String {
    serde_json::to_string(document).unwrap_or_default() + "\n"
}
