//! `/api/v1`: everything that a page shows as JSON, in the shapes of the command line's.

use crate::server::shelf::{Served, Shelf};
use crate::server::{problem, respond};
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::routing::get;
use parcferme_core::explain::{Question, explain};
use parcferme_core::season::Round;
use parcferme_core::{Ix, compute_after};
use parcferme_publish::json;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, OpenApi};

type Answer = Response<Body>;
/// An answer that says why there is none; boxed, because it is much larger than a name.
type Refusal = Box<Answer>;

pub fn router() -> Router<Arc<Shelf>> {
    Router::new()
        .route("/seasons", get(seasons))
        .route("/seasons/{series}/{year}", get(season))
        .route("/seasons/{series}/{year}/standings", get(standings))
        .route("/seasons/{series}/{year}/rounds/{round}/classification", get(classification))
        .route("/seasons/{series}/{year}/explanations/{title}/{class}/{competitor}", get(explanation))
        .route("/seasons/{series}/{year}/audit", get(audit))
        .route("/seasons/{series}/{year}/inference", get(inference))
        .route("/seasons/{series}/{year}/names", get(names))
        .route("/openapi.json", get(openapi_document))
        .method_not_allowed_fallback(|| async {
            problem::json(
                StatusCode::METHOD_NOT_ALLOWED,
                "Only GET and HEAD",
                "Nothing can be changed through this interface.",
            )
        })
}

/// The description of the API, OpenAPI 3.1 as indented JSON with a final newline.
pub fn openapi() -> String {
    // A description made of texts always has a JSON form.
    Description::openapi().to_pretty_json().unwrap_or_default() + "\n"
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Parc Fermé",
        description = "Seasons, classifications, standings with the reason for every number, and audits of published tables. Points and totals are strings: a decimal where it is exact, else a fraction.",
        license(name = "MIT OR Apache-2.0")
    ),
    servers((url = "/api/v1")),
    paths(seasons, season, standings, classification, explanation, audit, inference, names)
)]
struct Description;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct WhichTables {
    /// Only this title, such as `teams`
    title: Option<String>,
    /// Only this class, such as `GTS`
    class: Option<String>,
    /// As it stood after this round
    after: Option<u32>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct WhichSession {
    /// Session of the round; `race` where nothing is said
    session: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct WhichRound {
    /// Round whose cell is explained; the total where nothing is said
    round: Option<u32>,
}

/// All seasons
#[utoipa::path(get, path = "/seasons", responses((status = 200, body = json::season::List)))]
async fn seasons(State(shelf): State<Arc<Shelf>>, asked: HeaderMap) -> Answer {
    let seasons = shelf
        .all()
        .iter()
        .map(|served| json::season::listed(&served.view(), !served.broken.is_empty()))
        .collect();
    document(&asked, &json::season::List { schema: json::season::LIST_SCHEMA, seasons })
}

/// A season: classes, titles, rounds, sources
#[utoipa::path(get, path = "/seasons/{series}/{year}", params(("series" = String, Path), ("year" = String, Path)),
    responses((status = 200, body = json::season::Document), (status = 404, body = problem::Problem, content_type = "application/problem+json")))]
async fn season(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year)): Path<(String, String)>,
    asked: HeaderMap,
) -> Answer {
    with(&shelf, &series, &year, |served| Ok(document(&asked, &json::season::season(&served.view()))))
}

/// Tables of titles and classes
#[utoipa::path(get, path = "/seasons/{series}/{year}/standings", params(("series" = String, Path), ("year" = String, Path), WhichTables),
    responses((status = 200, body = json::standings::Standings), (status = 404, body = problem::Problem, content_type = "application/problem+json")))]
async fn standings(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year)): Path<(String, String)>,
    Query(which): Query<WhichTables>,
    asked: HeaderMap,
) -> Answer {
    with(&shelf, &series, &year, |served| {
        let (season, rules) = (&served.computed.loaded.season, &served.computed.loaded.rules);
        let after = which.after.map(|number| round(served, number)).transpose()?;
        let title = which
            .title
            .as_deref()
            .map(|id| rules.title(id).ok_or_else(|| missing("title", id)))
            .transpose()?;
        let class = which
            .class
            .as_deref()
            .map(|id| season.class(id).ok_or_else(|| missing("class", id)))
            .transpose()?;
        let earlier = after.map(|after| compute_after(season, rules, Some(after)));
        let tables = earlier.as_ref().map_or(&served.computed.outcome.tables, |outcome| &outcome.tables);
        let chosen = tables
            .iter()
            .filter(|table| title.is_none_or(|title| table.title == title))
            .filter(|table| class.is_none_or(|class| table.class == Some(class)));
        Ok(document(&asked, &json::standings::standings(season, rules, chosen)))
    })
}

/// The classification of a session
#[utoipa::path(get, path = "/seasons/{series}/{year}/rounds/{round}/classification",
    params(("series" = String, Path), ("year" = String, Path), ("round" = u32, Path), WhichSession),
    responses((status = 200, body = json::classification::Classification), (status = 404, body = problem::Problem, content_type = "application/problem+json")))]
async fn classification(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year, number)): Path<(String, String, u32)>,
    Query(which): Query<WhichSession>,
    asked: HeaderMap,
) -> Answer {
    with(&shelf, &series, &year, |served| {
        let (season, rules) = (&served.computed.loaded.season, &served.computed.loaded.rules);
        let id = which.session.as_deref().unwrap_or("race");
        let session = season.session(round(served, number)?, id).ok_or_else(|| missing("session", id))?;
        let found = served.computed.outcome.classification(session).ok_or_else(|| {
            let detail = "Only the round's published points are carried, if any.";
            Box::new(problem::json(StatusCode::NOT_FOUND, "Results not known", detail))
        })?;
        Ok(document(&asked, &json::classification::declared(season, rules, found)))
    })
}

/// Why a cell or a total is what it is; class `-` for a title without classes
#[utoipa::path(get, path = "/seasons/{series}/{year}/explanations/{title}/{class}/{competitor}",
    params(("series" = String, Path), ("year" = String, Path), ("title" = String, Path), ("class" = String, Path), ("competitor" = String, Path), WhichRound),
    responses((status = 200, body = json::explanation::Document), (status = 404, body = problem::Problem, content_type = "application/problem+json")))]
async fn explanation(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year, title, class, competitor)): Path<(String, String, String, String, String)>,
    Query(which): Query<WhichRound>,
    asked: HeaderMap,
) -> Answer {
    with(&shelf, &series, &year, |served| {
        let (season, rules) = (&served.computed.loaded.season, &served.computed.loaded.rules);
        let title = rules.title(&title).ok_or_else(|| missing("title", &title))?;
        let class = match class.as_str() {
            "-" => None,
            id => Some(season.class(id).ok_or_else(|| missing("class", id))?),
        };
        let kind = rules.titles[title].competitor;
        let competitor =
            season.competitor(kind, &competitor).ok_or_else(|| missing(kind.word(), &competitor))?;
        let round = which.round.map(|number| round(served, number)).transpose()?;
        let question = Question { title, class, competitor, round };
        let found = explain(season, rules, &served.computed.outcome, question).ok_or_else(|| {
            let detail = "The table has no row or no column for it.";
            Box::new(problem::json(StatusCode::NOT_FOUND, "No such cell", detail))
        })?;
        Ok(document(&asked, &json::explanation::explanation(season, rules, &found)))
    })
}

/// Published tables against computed ones, documents against each other
#[utoipa::path(get, path = "/seasons/{series}/{year}/audit", params(("series" = String, Path), ("year" = String, Path)),
    responses((status = 200, body = json::audit::Document), (status = 404, body = problem::Problem, content_type = "application/problem+json")))]
async fn audit(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year)): Path<(String, String)>,
    asked: HeaderMap,
) -> Answer {
    with(&shelf, &series, &year, |served| {
        let loaded = &served.computed.loaded;
        Ok(document(&asked, &json::audit::audit(&loaded.season, &loaded.rules, &served.computed.audit)))
    })
}

/// Which rules reproduce the published tables
#[utoipa::path(get, path = "/seasons/{series}/{year}/inference", params(("series" = String, Path), ("year" = String, Path)),
    responses((status = 200, body = json::inference::Document), (status = 404, body = problem::Problem, content_type = "application/problem+json")))]
async fn inference(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year)): Path<(String, String)>,
    asked: HeaderMap,
) -> Answer {
    with(&shelf, &series, &year, |served| {
        let inference = served.inference();
        Ok(document(&asked, &json::inference::inference(&served.computed.loaded.season, inference)))
    })
}

/// Which spellings are one thing, and near misses
#[utoipa::path(get, path = "/seasons/{series}/{year}/names", params(("series" = String, Path), ("year" = String, Path)),
    responses((status = 200, body = json::names::Names), (status = 404, body = problem::Problem, content_type = "application/problem+json")))]
async fn names(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year)): Path<(String, String)>,
    asked: HeaderMap,
) -> Answer {
    with(&shelf, &series, &year, |served| {
        let loaded = &served.computed.loaded;
        Ok(document(&asked, &crate::cli::names::json::document(&loaded.season.id, &loaded.folder.names)))
    })
}

async fn openapi_document(asked: HeaderMap) -> Answer {
    respond::body(&asked, "application/vnd.oai.openapi+json;version=3.1", openapi())
}

fn with(
    shelf: &Shelf,
    series: &str,
    year: &str,
    answer: impl FnOnce(&Served) -> Result<Answer, Refusal>,
) -> Answer {
    let id = format!("{series}/{year}");
    match shelf.get(&id) {
        Some(served) => answer(&served).unwrap_or_else(|problem| *problem),
        None => *missing("season", &id),
    }
}

fn round(served: &Served, number: u32) -> Result<Ix<Round>, Refusal> {
    served.computed.loaded.season.round(number).ok_or_else(|| missing("round", &number.to_string()))
}

fn missing(what: &str, id: &str) -> Refusal {
    let shown: String = id.chars().filter(|letter| !letter.is_control()).take(80).collect();
    Box::new(problem::json(
        StatusCode::NOT_FOUND,
        &format!("No such {what}"),
        &format!("There is no {what} `{shown}`."),
    ))
}

fn document(asked: &HeaderMap, document: &impl Serialize) -> Answer {
    match serde_json::to_vec(document) {
        Ok(bytes) => respond::body(asked, "application/json", bytes),
        Err(_) => problem::json(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Cannot be written",
            "The answer has no JSON form.",
        ),
    }
}
