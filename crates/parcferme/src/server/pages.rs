//! The site: the front page, every page and document of every season, comparisons, assets.

use crate::attempt::Waiting;
use crate::ending::Ending;
use crate::library;
use crate::server::gate::{Endpoints, May};
use crate::server::shelf::{HTML, JSON, Served, Shelf};
use crate::server::{embed, problem, respond, scenario, turns, whatif};
use crate::smallest::Wish;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, Response, StatusCode};
use parcferme_core::Diagnostic;
use parcferme_core::season::Kind;
use parcferme_publish::data;
use parcferme_publish::site::choice::Wanted;
use parcferme_publish::site::{
    against, assets, career as pages_of_careers, compare, gallery, home, search, smallest,
};
use parcferme_publish::view::View;
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
        .get("/career/index.json", May::Anyone, careers_data)
        .get("/career/{kind}/{file}", May::Anyone, career)
        .get("/career/driver/{career}/against.html", May::Anyone, against_whom)
        .get("/career/driver/{career}/against/{file}", May::Anyone, against_each_other)
        .get("/{series}/{year}", May::Anyone, with_slash)
        .get("/{series}/{year}/", May::Anyone, season)
        .get("/{series}/{year}/search.html", May::Anyone, search_season)
        .get("/{series}/{year}/round/{file}", May::Anyone, round)
        .get("/{series}/{year}/standings/{file}", May::Anyone, standings)
        .get("/{series}/{year}/odds.html", May::Anyone, odds)
        .get("/{series}/{year}/gallery.html", May::Anyone, under_other_rules)
        .get("/{series}/{year}/champion.html", May::Anyone, champion)
        .get("/{series}/{year}/{*path}", May::Anyone, page);
    pages
        .merge(whatif::endpoints())
        .merge(embed::endpoints())
        .merge(scenario::endpoints())
        .layered(|router| router.fallback(|| async { missing() }))
}

async fn robots(asked: HeaderMap) -> Answer {
    respond::body(&asked, "text/plain", "User-agent: *\nAllow: /\n")
}

async fn front(State(shelf): State<Arc<Shelf>>, asked: HeaderMap) -> Answer {
    respond::body(&asked, HTML, home::page(&shelf.together(), &shelf.settings, &shelf.stale()).html)
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
    let refuse = |title: &str, detail: &str| problem::page(Ending::Unknown.http_status(), title, detail);
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
    let path = format!("career/{kind}/{file}");
    let of = path.strip_suffix(".json").map(|page| format!("{page}.html"));
    let of = of.and_then(|page| pages_of_careers::find(&seasons, &page));
    if let Some(data) = of.and_then(|own| data::of_seasons(&seasons, &own)) {
        return respond::body(&asked, JSON, data);
    }
    match pages_of_careers::find(&seasons, &path) {
        Some(subject) => respond::body(&asked, HTML, subject.render(&seasons, &shelf.settings).html),
        None => missing(),
    }
}

async fn careers_data(State(shelf): State<Arc<Shelf>>, asked: HeaderMap) -> Answer {
    let seasons = shelf.together();
    respond::body(
        &asked,
        JSON,
        data::of_seasons(&seasons, &pages_of_careers::Subject::Index).unwrap_or_default(),
    )
}

/// Two drivers against each other.
async fn against_each_other(
    State(shelf): State<Arc<Shelf>>,
    Path((career, file)): Path<(String, String)>,
    asked: HeaderMap,
) -> Answer {
    let seasons = shelf.together();
    let driver = |id: &str| seasons.careers.find(Kind::Driver, id);
    match (driver(&career), file.strip_suffix(".html").and_then(driver)) {
        (Some(a), Some(b)) if a.id != b.id => {
            respond::body(&asked, HTML, against::page(&seasons, &shelf.settings, a, b).html)
        }
        _ => missing(),
    }
}

/// Against whom: the only driver that the words fit, or a list of those that they do.
async fn against_whom(
    State(shelf): State<Arc<Shelf>>,
    Path(career): Path<String>,
    Query(Words { q }): Query<Words>,
    asked: HeaderMap,
) -> Answer {
    let seasons = shelf.together();
    let Some(own) = seasons.careers.find(Kind::Driver, &career) else { return missing() };
    match against::only(&seasons, own, q.trim()) {
        Some(other) => sent_to(&format!("/{}", against::path(own, other)), StatusCode::SEE_OTHER),
        None => respond::body(&asked, HTML, against::choose(&seasons, &shelf.settings, own, q.trim()).html),
    }
}

/// The answer is at another address.
pub fn sent_to(address: &str, status: StatusCode) -> Answer {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    respond::set(response.headers_mut(), LOCATION, address);
    response
}

async fn asset(Path(file): Path<String>, asked: HeaderMap) -> Answer {
    let path = format!("assets/{file}");
    match assets::ASSETS.iter().find(|own| own.path == path) {
        Some(own) => respond::body(&asked, own.media_type, own.content),
        None => missing(),
    }
}

async fn with_slash(Path((series, year)): Path<(String, String)>, State(shelf): State<Arc<Shelf>>) -> Answer {
    if series == "api" {
        return no_resource();
    }
    let id = format!("{series}/{year}");
    if shelf.get(&id).is_none() {
        return missing();
    }
    sent_to(&format!("/{id}/"), StatusCode::PERMANENT_REDIRECT)
}

async fn season(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year)): Path<(String, String)>,
    asked: HeaderMap,
) -> Answer {
    answer(&shelf, &series, &year, "index.html", &asked)
}

async fn page(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year, path)): Path<(String, String, String)>,
    asked: HeaderMap,
) -> Answer {
    answer(&shelf, &series, &year, &path, &asked)
}

#[derive(Deserialize)]
struct Words {
    #[serde(default)]
    q: String,
}

type Chosen = Query<Vec<(String, String)>>;

/// A page of a round, with one class picked out, or with some cars in its charts, where the address names them.
async fn round(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year, file)): Path<(String, String, String)>,
    query: Chosen,
    asked: HeaderMap,
) -> Answer {
    as_wanted(&shelf, (&series, &year, &format!("round/{file}")), query, &asked)
}

/// A table, with some competitors in its charts where the address names them.
async fn standings(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year, file)): Path<(String, String, String)>,
    query: Chosen,
    asked: HeaderMap,
) -> Answer {
    as_wanted(&shelf, (&series, &year, &format!("standings/{file}")), query, &asked)
}

/// The odds, with one class picked out, and of some competitors, where the address names them.
async fn odds(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year)): Path<(String, String)>,
    query: Chosen,
    asked: HeaderMap,
) -> Answer {
    as_wanted(&shelf, (&series, &year, "odds.html"), query, &asked)
}

fn as_wanted(
    shelf: &Shelf,
    (series, year, path): (&str, &str, &str),
    Query(query): Chosen,
    asked: &HeaderMap,
) -> Answer {
    let wanted = Wanted::of(query.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let Some(served) = shelf.get(&format!("{series}/{year}")) else { return missing() };
    let Some(file) = served.wanted(path, &wanted) else { return missing() };
    let mut response = respond::body(asked, file.media_type, file.bytes);
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
        return answer(&shelf, &series, &year, "search.html", &asked);
    }
    let Some(served) = shelf.get(&format!("{series}/{year}")) else { return missing() };
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
    Extension(waiting): Extension<Waiting>,
    asked: HeaderMap,
) -> Answer {
    let Some(served) = shelf.get(&format!("{series}/{year}")) else { return missing() };
    if !by.is_empty() && !library::is_bundled(&by) {
        return no_rulebook();
    }
    let Some(_turn) = shelf.turns.take().await else { return busy() };
    let named = [by.as_str()];
    match served.gallery(if by.is_empty() { &[] } else { &named }, &waiting) {
        Ok(made) => {
            let rulebooks = library::bundled_rulebooks();
            let page = gallery::page(&served.view(), &rulebooks, &by, &made);
            respond::body(&asked, HTML, page.html)
        }
        Err(refused) => cannot_be(&refused),
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
    Extension(waiting): Extension<Waiting>,
    asked: HeaderMap,
) -> Answer {
    let Some(served) = shelf.get(&format!("{series}/{year}")) else { return missing() };
    if champion.trim().is_empty() {
        return respond::body(&asked, HTML, smallest::page(&served.view(), None).html);
    }
    let loaded = &served.computed.loaded;
    let wish = match Wish::parse(&champion, loaded) {
        Ok(wish) => wish,
        Err(refused) => return cannot_be(&refused),
    };
    let Some(_turn) = shelf.turns.take().await else { return busy() };
    match served.smallest(&wish, &waiting) {
        Ok(found) => {
            let shown =
                smallest::Asked { wish: &wish.text(loaded), table: &wish.table(loaded), found: &found };
            respond::body(&asked, HTML, smallest::page(&served.view(), Some(&shown)).html)
        }
        Err(refused) => cannot_be(&refused),
    }
}

pub fn no_rulebook() -> Answer {
    let detail = "Choose one of the list: these pages know the rulebooks that ship with the program.";
    problem::page(Ending::Unknown.http_status(), "No such rulebook", detail)
}

/// What was asked makes no season, or speaks of what it does not have.
fn cannot_be(refused: &[Diagnostic]) -> Answer {
    let first = refused.first();
    let message = first.map_or("It cannot be computed", |own| own.message.as_str());
    let expected = first.and_then(|own| own.expected.as_deref());
    let expected = expected.map_or_else(String::new, |expected| format!(" Expected: {expected}."));
    let detail = format!("{message}.{expected}");
    problem::page(Ending::Unreadable.http_status(), "No such season can be", &detail)
}

/// Others wait for what takes long too.
pub fn busy() -> Answer {
    problem::page(StatusCode::SERVICE_UNAVAILABLE, turns::BUSY, turns::BUSY_DETAIL)
}

/// Paths are looked up among those that the season has: none is ever taken for a file of the machine.
pub fn answer(shelf: &Shelf, series: &str, year: &str, path: &str, asked: &HeaderMap) -> Answer {
    if series == "api" {
        return no_resource();
    }
    let Some(served) = shelf.get(&format!("{series}/{year}")) else { return missing() };
    let Some(file) = served.file(path) else { return missing() };
    let mut response = respond::body(asked, file.media_type, file.bytes);
    respond::warn_where_broken(&served, &mut response);
    response
}

/// What lies under `/api` and is none of its paths.
fn no_resource() -> Answer {
    let detail = "GET /api/v1/openapi.json describes what there is.";
    problem::json(Ending::Unknown.http_status(), "No such resource", detail)
}

pub fn missing() -> Answer {
    problem::page(
        Ending::Unknown.http_status(),
        "No such page",
        "There is nothing at this address. The front page lists every season.",
    )
}
