//! Data by address: the list of what there is at `/api`, for people and programs, and everything on the shelf in one file.

use crate::ending::Ending;
use crate::server::api::openapi_document;
use crate::server::gate::{Endpoints, May};
use crate::server::problem;
use crate::server::respond;
use crate::server::shelf::{HTML, Shelf};
use crate::server::turns;
use crate::sqlite::bulk::Form;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{ACCEPT, VARY};
use axum::http::{HeaderMap, Response, StatusCode};
use parcferme_publish::json::{api as wire, season};
use parcferme_publish::site::{api, home};
use parcferme_publish::view::api::{Api, Download, Path};
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
    let own = own();
    let mut response = if accepts.contains("text/html") {
        respond::body(&asked, HTML, api::page(&shelf.settings, &own).html)
    } else {
        respond::body(&asked, "application/json", serde_json::to_vec(&wire::api(&own)).unwrap_or_default())
    };
    respond::set(response.headers_mut(), VARY, "accept");
    response
}

fn own() -> Api {
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
                    .then(|| example(path, &operation["parameters"]))
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

/// A path with the examples of what it needs filled in; none where something has none.
fn example(path: &str, parameters: &serde_json::Value) -> Option<String> {
    let (mut filled, mut query) = (path.to_owned(), Vec::new());
    for own in parameters.as_array().into_iter().flatten() {
        let name = own["name"].as_str().unwrap_or_default();
        let value = match &own["example"] {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Null => continue,
            other => other.to_string(),
        };
        let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
        let value = value.replace('+', "%20");
        if own["in"] == "path" {
            filled = filled.replace(&format!("{{{name}}}"), &value);
        } else if own["required"] == true {
            query.push(format!("{name}={value}"));
        }
    }
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    (!filled.contains('{')).then(|| format!("{BASE}{filled}{query}"))
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
