//! What a page shows, as JSON beside it: the same shapes as the command line and the server's interface.

use crate::documents::as_json;
use crate::json;
use crate::scenario::{Told, now};
use crate::seasons::Seasons;
use crate::site::{Subject, career, laps, plan as pages};
use crate::view::View;
use parcferme_core::Ix;
use parcferme_core::scenario::{Contest, FieldIs};
use parcferme_core::season::Round;
use serde::Serialize;

/// Every file of JSON beside the pages of a season, by its path inside the season's folder, with the page.
pub fn plan(view: &View) -> Vec<(String, Subject)> {
    let pages = pages(view).into_iter();
    pages.filter_map(|(_, subject)| Some((subject.data_path(view)?, subject))).collect()
}

/// What a page of a season shows.
pub fn of_page(view: &View, subject: &Subject) -> Vec<u8> {
    match subject {
        Subject::Season => as_json(&json::season::season(view)),
        Subject::Round(round) => as_json(&json::round::round(view, *round)),
        Subject::RoundCars(round) => as_json(&json::cars::cars(view, *round)),
        Subject::Laps(session, part) => {
            let told = json::timed::of_session(view, *session, |timed, whose| match part {
                laps::Part::LapChart => compact(&json::timed::chart(timed, whose)),
                laps::Part::Pace(class) => compact(&json::timed::laps(timed, whose, Some(class))),
                laps::Part::Stints(class) => compact(&json::timed::classification(timed, whose, Some(class))),
            });
            told.unwrap_or_default()
        }
        Subject::StandingsList => {
            as_json(&json::standings::with_progress(view, 0..view.outcome.tables.len()))
        }
        Subject::Standings { table } | Subject::Embed { table } => {
            as_json(&json::standings::with_progress(view, [*table]))
        }
        Subject::StandingsAfter { table, column } => {
            let then = view.history.get(*table).and_then(|history| history.get(*column));
            as_json(&json::standings::standings(view.season, view.rules, then))
        }
        Subject::Scenario(after) => as_json(&scenario(view, *after)),
        Subject::Odds => as_json(&json::odds::odds(view)),
        Subject::Why { table, row } => {
            json::why::why(view, *table, *row).map_or_else(Vec::new, |own| as_json(&own))
        }
        Subject::Competitor(competitor) => as_json(&json::competitor::competitor(view, *competitor)),
        Subject::Circuit(circuit) => as_json(&json::circuit::circuit(view, circuit)),
        Subject::Audit => as_json(&json::audit::audit(view.season, view.rules, view.audit)),
        Subject::AuditCheck(check) => as_json(&json::audit::of_check(view, *check)),
        Subject::AuditCells => as_json(&json::cells::cells(view)),
        Subject::Rules => as_json(&json::rules::document(&view.season.id, view.rules)),
        Subject::Search => serde_json::to_vec(&json::search::search(view, "")).unwrap_or_default(),
        Subject::Sources | Subject::Source(_) => as_json(&json::sources::sources(view.season)),
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

/// Lap records are many and small: indented they would be three times as long.
fn compact(document: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(document).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// What a page across seasons shows; none of circuits and classes.
pub fn of_seasons(seasons: &Seasons, subject: &career::Subject) -> Option<Vec<u8>> {
    match subject {
        career::Subject::Index => Some(as_json(&json::career::list(seasons, None, ""))),
        career::Subject::Kind(kind) => Some(as_json(&json::career::list(seasons, Some(*kind), ""))),
        career::Subject::Career(own) => Some(as_json(&json::career::career(seasons, own))),
        career::Subject::Circuit(_) | career::Subject::Class(_) => None,
    }
}

/// What the front page shows: the list of seasons.
pub fn of_front(views: &[View]) -> Vec<u8> {
    let seasons = views.iter().map(|view| json::season::listed(view, false)).collect();
    as_json(&json::season::List { schema: json::season::LIST_SCHEMA, seasons })
}

/// What the comparison of two seasons shows.
pub fn of_comparison(a: &View, b: &View) -> Vec<u8> {
    as_json(&json::comparison::comparison(a, b))
}
