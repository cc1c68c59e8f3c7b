//! Tables for other people's pages, in the look that is asked for, and the page that makes the line of HTML for them.

use crate::ending::Ending;
use crate::server::gate::{Endpoints, May};
use crate::server::pages::missing;
use crate::server::shelf::{HTML, Shelf};
use crate::server::{problem, respond};
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::header::{HOST, VARY};
use axum::http::{HeaderMap, Response};
use parcferme_publish::site::embed::{Look, MOST_ROWS, Theme, line_page};
use serde::Deserialize;
use std::sync::Arc;

pub fn endpoints() -> Endpoints {
    Endpoints::new().get("/{series}/{year}/embed.html", May::Anyone, line).get(
        "/{series}/{year}/embed/{file}",
        May::Anyone,
        table,
    )
}

/// Whether a path is of a page that others may frame.
pub fn is_embedded(path: &str) -> bool {
    path.split('/').nth(3) == Some("embed")
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    table: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    rows: String,
}

impl Asked {
    fn look(&self) -> Result<Look, String> {
        let theme = match self.theme.as_str() {
            "" => Theme::Auto,
            word => Theme::from_word(word).ok_or_else(|| {
                let known: Vec<&str> = Theme::ALL.iter().map(|own| own.word()).collect();
                format!("`theme` is one of {}.", known.join(", "))
            })?,
        };
        let rows = match self.rows.as_str() {
            "" => None,
            text => {
                let rows = text.parse().ok().filter(|own| (1..=MOST_ROWS).contains(own));
                Some(rows.ok_or_else(|| format!("`rows` is a whole number from 1 to {MOST_ROWS}."))?)
            }
        };
        Ok(Look { theme, rows })
    }
}

fn refused(detail: &str) -> Response<Body> {
    problem::page(Ending::Unreadable.http_status(), "No such look", detail)
}

async fn table(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year, file)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response<Body> {
    let Some(served) = shelf.get(&format!("{series}/{year}")) else { return missing() };
    let look = match asked.look() {
        Ok(look) => look,
        Err(detail) => return refused(&detail),
    };
    let Some(file) = served.embedded(&format!("embed/{file}"), look) else { return missing() };
    let mut response = respond::body(&headers, file.media_type, file.bytes);
    respond::warn_where_broken(&served, &mut response);
    response
}

async fn line(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response<Body> {
    let Some(served) = shelf.get(&format!("{series}/{year}")) else { return missing() };
    let look = match asked.look() {
        Ok(look) => look,
        Err(detail) => return refused(&detail),
    };
    let view = served.view();
    let mut tables = view.outcome.tables.iter();
    let found = match asked.table.as_str() {
        "" => (!view.outcome.tables.is_empty()).then_some(0),
        id => tables.position(|own| view.table_id(own) == id),
    };
    let Some(found) = found else {
        return problem::page(
            Ending::Unknown.http_status(),
            "No such table",
            "Choose one of the season's standings.",
        );
    };
    // Where people reach the site the person who serves it knows; else the reader's own request says it.
    let host = headers.get(HOST).and_then(|own| own.to_str().ok()).unwrap_or_default();
    let base = view.settings.base_url.as_ref().map(|own| own.trim_end_matches('/').to_owned());
    let site = base.unwrap_or_else(|| format!("//{host}"));
    let mut response = respond::body(&headers, HTML, line_page(&view, &site, found, look).html);
    respond::set(response.headers_mut(), VARY, HOST.as_str());
    response
}
