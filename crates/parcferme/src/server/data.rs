//! Data by address: the list of what there is at `/api`, for people and programs, and everything on the shelf in one file.

use crate::ending::Ending;
use crate::library;
use crate::server::api::openapi_document;
use crate::server::gate::{Endpoints, May};
use crate::server::problem;
use crate::server::respond;
use crate::server::shelf::{HTML, Served, Shelf};
use crate::server::turns;
use crate::sqlite::bulk::Form;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{ACCEPT, VARY};
use axum::http::{HeaderMap, Response, StatusCode};
use parcferme_core::Ix;
use parcferme_core::season::{Kind, Round};
use parcferme_publish::json::{api as wire, season, timed};
use parcferme_publish::site::{api, home};
use parcferme_publish::view::View;
use parcferme_publish::view::api::{Api, Download, Path};
use std::collections::BTreeMap;
use std::sync::Arc;

type Answer = Response<Body>;

pub fn endpoints() -> Endpoints {
    let list = format!("/{}", api::PATH);
    let mut endpoints = Endpoints::new()
        .get(&list, May::Anyone, there_is)
        .get(&format!("{list}/"), May::Anyone, there_is)
        .get(&format!("/{}", home::DATA_PATH), May::Anyone, seasons);
    for form in Form::ALL {
        let all = move |State(shelf): State<Arc<Shelf>>, asked: HeaderMap| everything(shelf, form, asked);
        endpoints = endpoints.get(&format!("/{}", form.path()), May::Anyone, all);
    }
    endpoints
}

/// A page for who asks for one, JSON for everybody else.
pub async fn there_is(State(shelf): State<Arc<Shelf>>, asked: HeaderMap) -> Answer {
    let accepts = asked.get(ACCEPT).and_then(|own| own.to_str().ok()).unwrap_or_default();
    let own = own(&shelf);
    let mut response = if accepts.contains("text/html") {
        respond::body(&asked, HTML, api::page(&shelf.settings, &own).html)
    } else {
        respond::body(&asked, "application/json", serde_json::to_vec(&wire::api(&own)).unwrap_or_default())
    };
    respond::set(response.headers_mut(), VARY, "accept");
    response
}

fn own(shelf: &Shelf) -> Api {
    let there = Examples::of(shelf);
    // A description made of texts always has a JSON form.
    let described = serde_json::to_value(openapi_document()).unwrap_or_default();
    let mut paths = Vec::new();
    for (path, item) in described["paths"].as_object().into_iter().flatten() {
        for (method, operation) in [("GET", &item["get"]), ("POST", &item["post"])] {
            if operation.is_null() {
                continue;
            }
            paths.push(Path {
                method,
                path: format!("{BASE}{path}"),
                what: operation["summary"].as_str().unwrap_or_default().to_owned(),
                // What takes a token answers nobody who follows a link.
                example: (method == "GET" && operation["security"].is_null())
                    .then(|| there.fill(path, &operation["parameters"]))
                    .flatten(),
            });
        }
    }
    let what = |form: Form| match form {
        Form::Sqlite => {
            "all seasons as tables: facts, classifications, standings, decisions, published tables (SQLite 3)"
        }
        Form::Csv => "the same tables as CSV, a file each, with the schema (ZIP)",
        Form::Json => "the same tables as JSON, rows as objects",
    };
    let downloads = Form::ALL.into_iter().map(|form| Download {
        path: format!("/{}", form.path()),
        media_type: form.media_type(),
        what: what(form),
    });
    let list = Download {
        path: format!("/{}", home::DATA_PATH),
        media_type: "application/json",
        what: "the list of seasons, with who leads or won",
    };
    Api { description: "/api/v1/openapi.json", downloads: downloads.chain([list]).collect(), paths }
}

const BASE: &str = "/api/v1";

/// What paths are filled in with: things that are on the shelf, so that whoever follows an example finds something.
struct Examples {
    values: BTreeMap<&'static str, String>,
    /// The season is one that the record published.
    published: bool,
    /// There are laps of the round, and what is carried into it can be told.
    laps: bool,
    handicap: bool,
}

/// The season whose things examples name where it is there, for it has some of everything.
const BEST: &str = "alms/2003";

impl Examples {
    /// Of what the record published, where it did.
    fn of(shelf: &Shelf) -> Examples {
        let all = shelf.all();
        let (mut published, mut others): (Vec<Served>, Vec<Served>) =
            all.into_iter().partition(|own| shelf.published(&own.computed.loaded.season.id).is_some());
        let is_best = |own: &Served| own.computed.loaded.season.id != BEST;
        published.sort_by_key(is_best);
        others.sort_by_key(is_best);
        let is_published = !published.is_empty();
        let mut own =
            Examples { values: BTreeMap::new(), published: is_published, laps: false, handicap: false };
        if let Some(served) = published.first().or(others.first()) {
            own.name(&served.view());
        }
        let together = shelf.together();
        let mut drivers = together.careers.of_kind(Kind::Driver);
        if let (Some(one), Some(other)) = (drivers.next(), drivers.next()) {
            own.values.insert("career", one.id.clone());
            own.values.insert("other", other.id.clone());
        }
        own
    }

    fn name(&mut self, view: &View<'_>) {
        let season = view.season;
        let (series, year) = season.id.split_once('/').unwrap_or((&season.id, ""));
        let values = &mut self.values;
        values.extend([("series", series.to_owned()), ("year", year.to_owned())]);
        values.extend([("a", season.id.clone()), ("b", season.id.clone())]);
        if let Some(name) = view.circuits().first() {
            values.insert("circuit", view.circuit_id(name));
        }
        let filled = view.outcome.tables.iter().find_map(|own| Some((own, own.rows.first()?)));
        if let Some((table, row)) = filled {
            let class = table.class.map_or_else(|| "-".to_owned(), |own| season.classes[own].id.clone());
            let leader = &season.competitors[row.competitor];
            values.extend([("title", view.rules.titles[table.title].id.clone()), ("class", class)]);
            values.extend([
                ("competitor", leader.id.clone()),
                ("competitor kind", leader.kind.word().to_owned()),
            ]);
        }
        let classified = |own: &Ix<Round>| view.main_classification(*own).is_some();
        let rounds: Vec<Ix<Round>> = season.rounds.iter().map(|own| own.0).filter(classified).collect();
        let timed = |own: &Ix<Round>| {
            view.main_session(*own).is_some_and(|own| timed::of_session(view, own, |_, _| ()).is_some())
        };
        let with_laps = rounds.iter().copied().find(timed);
        self.laps = with_laps.is_some();
        if let Some(round) = with_laps.or(rounds.last().copied()) {
            let number = season.rounds[round].number;
            values.insert(
                "round",
                number.map_or_else(|| season.rounds[round].event.clone(), |own| own.to_string()),
            );
            let told = library::handicaps(season, view.rules, view.outcome, Some(round));
            self.handicap = told.is_ok();
        }
    }

    /// A path with what it needs filled in; none where there is nothing of the kind.
    fn fill(&self, path: &str, parameters: &serde_json::Value) -> Option<String> {
        let last = path.rsplit('/').next().unwrap_or_default();
        let is_there = match last {
            "editions" | "notices" => self.published,
            "laps" | "lap-chart" => self.laps,
            "handicap" => self.handicap,
            _ => true,
        };
        let (mut filled, mut query) = (path.to_owned(), Vec::new());
        // Something has to be otherwise.
        let is_needed = |own: &&serde_json::Value| {
            own["required"] == true || (last == "whatif" && own["name"] == "rulebook")
        };
        for own in parameters.as_array().into_iter().flatten().filter(is_needed) {
            let name = own["name"].as_str().unwrap_or_default();
            let value = match (name, path.starts_with("/careers")) {
                ("rulebook", _) => own["example"].as_str(),
                ("kind", true) => Some(Kind::Driver.word()),
                ("kind", false) => self.values.get("competitor kind").map(String::as_str),
                _ => self.values.get(name).map(String::as_str),
            };
            let value: String = form_urlencoded::byte_serialize(value?.as_bytes()).collect();
            let value = value.replace('+', "%20");
            match own["in"] == "path" {
                true => filled = filled.replace(&format!("{{{name}}}"), &value),
                false => query.push(format!("{name}={value}")),
            }
        }
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        is_there.then(|| format!("{BASE}{filled}{query}"))
    }
}

/// The list of seasons, as a site of files has it.
async fn seasons(State(shelf): State<Arc<Shelf>>, asked: HeaderMap) -> Answer {
    let all = shelf.all();
    let listed = all.iter().map(|own| season::listed(&own.view(), own.stale.is_some()));
    let list = season::List { schema: season::LIST_SCHEMA, seasons: listed.collect() };
    respond::body(&asked, "application/json", serde_json::to_vec(&list).unwrap_or_default())
}

async fn everything(shelf: Arc<Shelf>, form: Form, asked: HeaderMap) -> Answer {
    // Large, and seldom asked for: made apart, one after the other.
    let Some(_turn) = shelf.turns.take().await else {
        return problem::json(StatusCode::SERVICE_UNAVAILABLE, turns::BUSY, turns::BUSY_DETAIL);
    };
    match shelf.everything(form) {
        Some(bytes) => respond::body(&asked, form.media_type(), bytes),
        None => problem::json(Ending::Broken.http_status(), "No answer", "The file could not be made."),
    }
}
