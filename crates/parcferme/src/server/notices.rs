//! `/seasons/SERIES/SEASON/notices`: the notice board for everybody. What lacks a signature is not on it.

use crate::desk::state::State as Results;
use crate::desk::{Stands, board};
use crate::library::Refused;
use crate::record::now;
use crate::server::desk::at_record;
use crate::server::gate::{Endpoints, May};
use crate::server::pages::missing;
use crate::server::respond;
use crate::server::shelf::{HTML, Shelf};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Response};
use parcferme_core::Severity;
use parcferme_publish::board::{Posted, Which};
use parcferme_publish::site::notices::{self as pages, Board};
use parcferme_publish::{atom, pdf};
use parcferme_store::Record;
use std::sync::Arc;

type Answer = Response<Body>;

pub fn endpoints() -> Endpoints {
    Endpoints::new().get("/seasons/{series}/{season}/notices", May::Anyone, list).get(
        "/seasons/{series}/{season}/notices/{file}",
        May::Anyone,
        file,
    )
}

/// A season's board, as it is shown to everybody.
pub struct Shown {
    pub season: String,
    name: String,
    state: &'static str,
    waits: Vec<String>,
    pub posted: Vec<Posted>,
}

impl Shown {
    fn board(&self) -> Board<'_> {
        let Shown { season, name, state, waits, posted } = self;
        Board { season, name, state, waits, posted }
    }
}

/// # Errors
/// The record has no such season, or what the database says.
pub fn shown(record: &mut Record, season: &str) -> Result<Shown, Refused> {
    let stands = Stands::now(record, season)?;
    let results = Results::of(record, &stands)?;
    let mut posted = board::of(record, &stands)?;
    posted.retain(|own| own.kind != "proposal");
    let waits = match &results.edition {
        None => Vec::new(),
        Some(_) => results.waits_in_public(now()),
    };
    let name = stands.loaded.season.name.clone();
    Ok(Shown { season: season.to_owned(), name, state: results.word(), waits, posted })
}

async fn of(shelf: &Arc<Shelf>, series: &str, season: &str) -> Result<Shown, Answer> {
    let season = format!("{series}/{season}");
    let Some(keeper) = &shelf.record else { return Err(missing()) };
    // What the record says of itself is for its keeper, not for readers.
    at_record(keeper, move |record| shown(record, &season)).await.map_err(|_| missing())
}

async fn list(
    Path((series, season)): Path<(String, String)>,
    State(shelf): State<Arc<Shelf>>,
    asked: HeaderMap,
) -> Answer {
    match of(&shelf, &series, &season).await {
        Ok(own) => respond::body(&asked, HTML, pages::board(&shelf.settings, &own.board()).html),
        Err(answer) => answer,
    }
}

/// `14`, `14.pdf` or `feed.xml`.
async fn file(
    Path((series, season, file)): Path<(String, String, String)>,
    State(shelf): State<Arc<Shelf>>,
    asked: HeaderMap,
) -> Answer {
    let own = match of(&shelf, &series, &season).await {
        Ok(own) => own,
        Err(answer) => return answer,
    };
    if file == "feed.xml" {
        let base = shelf.settings.base_url.as_deref().unwrap_or("").trim_end_matches('/');
        let feed = pages::feed(&format!("{base}/"), &own.board(), crate::ISSUER);
        return respond::body(&asked, "application/atom+xml", atom::feed(&feed));
    }
    let (number, is_sheet) = match file.strip_suffix(".pdf") {
        Some(number) => (number, true),
        None => (file.as_str(), false),
    };
    let wanted = number.parse().ok().map(Which::Document);
    let Some(found) = own.posted.iter().find(|own| Some(own.which) == wanted) else { return missing() };
    if !is_sheet {
        let page = pages::notice(&shelf.settings, (&own.season, &own.name), found);
        return respond::body(&asked, HTML, page.html);
    }
    let (printed, told) = pdf::print(&found.sheet(&own.name, crate::ISSUER), pdf::Print::default());
    match told.iter().any(|own| own.severity == Severity::Error) {
        true => missing(),
        false => respond::body(&asked, "application/pdf", printed.bytes),
    }
}
