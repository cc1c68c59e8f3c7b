//! The site: the front page, every page and document of every season, comparisons, assets.

use crate::ending::Ending;
use crate::library;
use crate::server::gate::{Endpoints, May};
use crate::server::shelf::{HTML, Served, Shelf};
use crate::server::{embed, problem, respond, scenario, whatif};
use crate::smallest::Wish;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, Response, StatusCode};
use parcferme_core::Diagnostic;
use parcferme_publish::site::{
    View, assets, career as pages_of_careers, compare, gallery, home, search, smallest,
};
use serde::Deserialize;
use std::sync::Arc;

type Answer = Response<Body>;

pub fn endpoints() -> Endpoints {
    let pages = Endpoints::new()
        .get("/", May::Anyone, front)
        .get("/index.html", May::Anyone, front)
        .get("/compare.html", May::Anyone, comparison)
        .get("/assets/{file}", May::Anyone, asset)
        .get("/robots.txt", May::Anyone, robots)
        .get("/career/", May::Anyone, careers)
        .get("/career/index.html", May::Anyone, careers)
        .get("/career/{kind}/{file}", May::Anyone, career)
        .get("/{series}/{year}", May::Anyone, with_slash)
        .get("/{series}/{year}/", May::Anyone, season)
        .get("/{series}/{year}/search.html", May::Anyone, search_season)
        .get("/{series}/{year}/round/{file}", May::Anyone, round)
        .get("/{series}/{year}/gallery.html", May::Anyone, under_other_rules)
        .get("/{series}/{year}/champion.html", May::Anyone, champion)
        .get("/{series}/{year}/{*path}", May::Anyone, page);
    pages
        .merge(whatif::endpoints())
        .merge(embed::endpoints())
        .merge(scenario::endpoints())
        .layered(|router| router.fallback(|| async { missing(0) }))
}

async fn robots(asked: HeaderMap) -> Answer {
    respond::body(&asked, "text/plain", "User-agent: *\nAllow: /\n")
}

async fn front(State(shelf): State<Arc<Shelf>>, asked: HeaderMap) -> Answer {
    respond::body(&asked, HTML, home::page(&shelf.together(), &shelf.settings).html)
}

#[derive(Deserialize)]
struct Two {
    a: Option<String>,
    b: Option<String>,
    /// Ids of tables, one of each season.
    left: Option<String>,
    right: Option<String>,
}

async fn comparison(State(shelf): State<Arc<Shelf>>, Query(two): Query<Two>, asked: HeaderMap) -> Answer {
    let season = |id: &Option<String>| id.as_ref().and_then(|id| shelf.get(id.trim_matches('/')));
    let refuse = |title: &str, detail: &str| problem::page(Ending::Unknown.http_status(), title, detail, 0);
    let page = match (season(&two.a), season(&two.b)) {
        (Some(a), None) if two.b.is_none() => {
            let named = |served: &Served| {
                let view = served.view();
                (view.season.id.clone(), view.season.name.clone())
            };
            let others: Vec<(String, String)> = shelf.all().iter().map(named).collect();
            let (id, name) = named(&a);
            compare::choose(&shelf.settings, (&id, &name), &others, compare::SERVED_PATH)
        }
        (Some(a), Some(b)) => {
            let (a, b) = (a.view(), b.view());
            let table = |view: &View<'_>, id: &str| {
                view.outcome.tables.iter().position(|table| view.table_id(table) == id)
            };
            let chosen = match (&two.left, &two.right) {
                (None, None) => None,
                (left, right) => {
                    let left = left.as_ref().and_then(|id| table(&a, id));
                    let Some((left, right)) = left.zip(right.as_ref().and_then(|id| table(&b, id))) else {
                        return refuse(
                            "Which two tables?",
                            "Choose one of each season: one of them is not here.",
                        );
                    };
                    Some([left, right])
                }
            };
            compare::page(&a, &b, compare::SERVED_PATH, chosen)
        }
        _ => return refuse("Which two seasons?", "Choose both on the front page: one of them is not here."),
    };
    respond::body(&asked, HTML, page.html)
}

/// Lists over all seasons, and what fits some words.
async fn careers(
    State(shelf): State<Arc<Shelf>>,
    Query(Words { q }): Query<Words>,
    asked: HeaderMap,
) -> Answer {
    respond::body(&asked, HTML, pages_of_careers::index(&shelf.together(), &shelf.settings, q.trim()).html)
}

async fn career(
    State(shelf): State<Arc<Shelf>>,
    Path((kind, file)): Path<(String, String)>,
    asked: HeaderMap,
) -> Answer {
    let seasons = shelf.together();
    match pages_of_careers::find(&seasons, &format!("career/{kind}/{file}")) {
        Some(subject) => respond::body(&asked, HTML, subject.render(&seasons, &shelf.settings).html),
        None => missing(2),
    }
}

async fn asset(Path(file): Path<String>, asked: HeaderMap) -> Answer {
    let path = format!("assets/{file}");
    match assets::ASSETS.iter().find(|own| own.path == path) {
        Some(own) => respond::body(&asked, own.media_type, own.content),
        None => missing(1),
    }
}

async fn with_slash(Path((series, year)): Path<(String, String)>, State(shelf): State<Arc<Shelf>>) -> Answer {
    if series == "api" {
        return no_resource();
    }
    let id = format!("{series}/{year}");
    if shelf.get(&id).is_none() {
        return missing(1);
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    respond::set(response.headers_mut(), LOCATION, &format!("/{id}/"));
    response
}

async fn season(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year)): Path<(String, String)>,
    asked: HeaderMap,
) -> Answer {
    answer(&shelf, &series, &year, "index.html", &asked).await
}

async fn page(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year, path)): Path<(String, String, String)>,
    asked: HeaderMap,
) -> Answer {
    answer(&shelf, &series, &year, &path, &asked).await
}

#[derive(Deserialize)]
struct Words {
    #[serde(default)]
    q: String,
}

#[derive(Deserialize)]
struct OfClass {
    class: Option<String>,
}

/// A page of a round, with one class picked out where the address names one.
async fn round(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year, file)): Path<(String, String, String)>,
    Query(OfClass { class }): Query<OfClass>,
    asked: HeaderMap,
) -> Answer {
    let path = format!("round/{file}");
    let Some((class, served)) = class.zip(shelf.get(&format!("{series}/{year}"))) else {
        return answer(&shelf, &series, &year, &path, &asked).await;
    };
    let Some(file) = served.of_class(&path, &class) else { return missing(3) };
    let mut response = respond::body(&asked, file.media_type, file.bytes.clone());
    respond::warn_where_broken(&served, &mut response);
    response
}

/// What fits some words, whole or nearly; everything where none are given.
async fn search_season(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year)): Path<(String, String)>,
    Query(Words { q }): Query<Words>,
    asked: HeaderMap,
) -> Answer {
    if q.trim().is_empty() {
        return answer(&shelf, &series, &year, "search.html", &asked).await;
    }
    let Some(served) = shelf.get(&format!("{series}/{year}")) else { return missing(2) };
    let mut response = respond::body(&asked, HTML, search::page(&served.view(), q.trim()).html);
    respond::warn_where_broken(&served, &mut response);
    response
}

#[derive(Deserialize)]
struct By {
    #[serde(default)]
    by: String,
}

/// The season under the rulebooks of its series, or under one that ships.
async fn under_other_rules(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year)): Path<(String, String)>,
    Query(By { by }): Query<By>,
    asked: HeaderMap,
) -> Answer {
    let Some(served) = shelf.get(&format!("{series}/{year}")) else { return missing(2) };
    if !by.is_empty() && !library::is_bundled(&by) {
        return no_rulebook();
    }
    let (searching, chosen) = (served.clone(), by.clone());
    let named = move || {
        let named = [chosen.as_str()];
        searching.gallery(if chosen.is_empty() { &[] } else { &named })
    };
    match tokio::task::spawn_blocking(named).await {
        Ok(Ok(made)) => {
            let rulebooks = library::bundled_rulebooks();
            let page = gallery::page(&served.view(), &rulebooks, &by, &made);
            respond::body(&asked, HTML, page.html)
        }
        Ok(Err(refused)) => cannot_be(&refused),
        Err(_) => no_answer(),
    }
}

#[derive(Deserialize)]
struct Champion {
    #[serde(default)]
    champion: String,
}

/// The smallest changes that would have made somebody champion.
async fn champion(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year)): Path<(String, String)>,
    Query(Champion { champion }): Query<Champion>,
    asked: HeaderMap,
) -> Answer {
    let Some(served) = shelf.get(&format!("{series}/{year}")) else { return missing(2) };
    if champion.trim().is_empty() {
        return respond::body(&asked, HTML, smallest::page(&served.view(), None).html);
    }
    let loaded = &served.computed.loaded;
    let wish = match Wish::parse(&champion, loaded) {
        Ok(wish) => wish,
        Err(refused) => return cannot_be(&refused),
    };
    let searching = served.clone();
    match tokio::task::spawn_blocking(move || searching.smallest(&wish)).await {
        Ok(Ok(found)) => {
            let shown =
                smallest::Asked { wish: &wish.text(loaded), table: &wish.table(loaded), found: &found };
            respond::body(&asked, HTML, smallest::page(&served.view(), Some(&shown)).html)
        }
        Ok(Err(refused)) => cannot_be(&refused),
        Err(_) => no_answer(),
    }
}

pub fn no_rulebook() -> Answer {
    let detail = "Choose one of the list: these pages know the rulebooks that ship with the program.";
    problem::page(Ending::Unknown.http_status(), "No such rulebook", detail, 2)
}

/// What was asked makes no season, or speaks of what it does not have.
fn cannot_be(refused: &[Diagnostic]) -> Answer {
    let first = refused.first();
    let message = first.map_or("It cannot be computed", |own| own.message.as_str());
    let expected = first.and_then(|own| own.expected.as_deref());
    let expected = expected.map_or_else(String::new, |expected| format!(" Expected: {expected}."));
    let detail = format!("{message}.{expected}");
    problem::page(Ending::Unreadable.http_status(), "No such season can be", &detail, 2)
}

pub fn no_answer() -> Answer {
    let detail = "The page was not made: its making ended without an answer.";
    problem::page(Ending::Broken.http_status(), "No answer", detail, 2)
}

/// Paths are looked up among those that the season has: none is ever taken for a file of the machine.
///
/// What is not made yet is made beside the threads that answer: a page with odds takes long enough to keep others waiting.
pub async fn answer(shelf: &Shelf, series: &str, year: &str, path: &str, asked: &HeaderMap) -> Answer {
    if series == "api" {
        return no_resource();
    }
    let depth = 2 + path.matches('/').count();
    let Some(served) = shelf.get(&format!("{series}/{year}")) else { return missing(depth) };
    let file = match served.made(path) {
        Some(file) => Some(file),
        None => {
            let (making, path) = (served.clone(), path.to_owned());
            match tokio::task::spawn_blocking(move || making.file(&path)).await {
                Ok(file) => file,
                Err(_) => return no_answer(),
            }
        }
    };
    let mut response = match file {
        Some(file) => respond::body(asked, file.media_type, file.bytes.clone()),
        None => return missing(depth),
    };
    respond::warn_where_broken(&served, &mut response);
    response
}

/// What lies under `/api` and is none of its paths.
fn no_resource() -> Answer {
    let detail = "GET /api/v1/openapi.json describes what there is.";
    problem::json(Ending::Unknown.http_status(), "No such resource", detail)
}

pub fn missing(depth: usize) -> Answer {
    problem::page(
        Ending::Unknown.http_status(),
        "No such page",
        "There is nothing at this address. The front page lists every season.",
        depth,
    )
}
