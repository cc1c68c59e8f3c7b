//! Pages that say who can still win, for either field: a site of files has them for an open one alone.

use crate::ending::Ending;
use crate::lookup;
use crate::server::gate::{Endpoints, May};
use crate::server::pages::{answer, missing};
use crate::server::shelf::Shelf;
use crate::server::{problem, respond};
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Response};
use parcferme_core::scenario::FieldIs;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
struct Asked {
    field: Option<String>,
}

pub fn endpoints() -> Endpoints {
    Endpoints::new().get("/{series}/{year}/scenario.html", May::Anyone, now).get(
        "/{series}/{year}/scenario/{file}",
        May::Anyone,
        after,
    )
}

async fn now(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response<Body> {
    page(&shelf, (&series, &year), "scenario.html", &asked, &headers)
}

async fn after(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year, file)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response<Body> {
    page(&shelf, (&series, &year), &format!("scenario/{file}"), &asked, &headers)
}

fn page(
    shelf: &Shelf,
    (series, year): (&str, &str),
    path: &str,
    asked: &Asked,
    headers: &HeaderMap,
) -> Response<Body> {
    match asked.field.as_deref().map_or(Ok(FieldIs::Open), lookup::field) {
        Ok(FieldIs::Open) => answer(shelf, series, year, path, headers),
        Ok(field) => {
            let Some(served) = shelf.get(&format!("{series}/{year}")) else { return missing() };
            let Some(file) = served.scenario(path, field) else { return missing() };
            let mut response = respond::body(headers, file.media_type, file.bytes);
            respond::warn_where_broken(&served, &mut response);
            response
        }
        Err(unknown) => problem::page(
            Ending::Unknown.http_status(),
            "No such field",
            &format!("Expected: one of {}.", unknown.known.join(", ")),
        ),
    }
}
