//! What was published of a record, at addresses that never change: editions and the log.

use crate::ending::Ending;
use crate::server::gate::{Endpoints, May};
use crate::server::pages::missing;
use crate::server::shelf::{HTML, Shelf};
use crate::server::{problem, respond};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, Response};
use parcferme_publish::json;
use parcferme_publish::sheet::coverage;
use parcferme_publish::site::editions;
use parcferme_publish::stamp::moment_in_words;
use parcferme_store::{Digest, Edition, Fault, Record};
use std::collections::BTreeSet;
use std::sync::Arc;

type Answer = Response<Body>;

const STATEMENT: &str = "edition.json";
const PROOF: &str = "edition.json.tlog-proof";
const STANDINGS: &str = "standings.json";

pub fn endpoints() -> Endpoints {
    Endpoints::new()
        .get("/editions.html", May::Anyone, list)
        .get("/editions/{series}/{season}/{number}", May::Anyone, one)
        .get("/log/keys", May::Anyone, keys)
        .get("/.well-known/parcferme/keys", May::Anyone, keys)
        .get("/log/{*path}", May::Anyone, log)
}

/// The documents of editions: their bytes never change, but that they are redacted, of which the shelf learns within a second.
pub fn documents() -> Endpoints {
    Endpoints::new().get("/editions/{series}/{season}/{number}/{*document}", May::Anyone, document)
}

/// Asks the record in a thread that may wait; what cannot be answered is a page.
async fn ask<T: Send + 'static>(
    shelf: Arc<Shelf>,
    question: impl FnOnce(&mut Record) -> Result<Option<T>, Fault> + Send + 'static,
) -> Result<T, Answer> {
    let Some(keeper) = &shelf.record else { return Err(missing()) };
    match keeper.ask(question).await {
        Ok(Some(answer)) => Ok(answer),
        Ok(None) => Err(missing()),
        Err(Fault::Redacted { redaction, .. }) => Err(problem::page(
            Ending::Gone.http_status(),
            "This was redacted",
            &format!(
                "It was published and had to go, {}. Its digest stays in the edition.",
                moment_in_words(redaction.when)
            ),
        )),
        // What the database says is for its keeper, not for readers.
        Err(_) => Err(problem::page(
            Ending::Slow.http_status(),
            "The record cannot be read just now",
            "Nothing is lost: try again in a minute.",
        )),
    }
}

async fn list(State(shelf): State<Arc<Shelf>>, asked: HeaderMap) -> Answer {
    let found =
        ask(shelf.clone(), |record| Ok(Some((record.all_editions()?, record.signed()?, gone(record)?))));
    match found.await {
        Ok((all, signed, gone)) => {
            let shown: Vec<editions::Edition> =
                all.iter().map(|own| shown(&shelf, own, (own.index < signed, &gone))).collect();
            let page = editions::page(&shelf.settings, &shown, |id| name(&shelf, id), signed > 0);
            respond::body(&asked, HTML, page.html)
        }
        Err(answer) => answer,
    }
}

async fn one(
    Path((series, season, number)): Path<(String, String, u64)>,
    State(shelf): State<Arc<Shelf>>,
    asked: HeaderMap,
) -> Answer {
    let id = format!("{series}/{season}");
    let of_season = id.clone();
    let found = ask(shelf.clone(), move |record| {
        let all = record.editions(&of_season)?;
        let Some(at) = all.iter().position(|own| own.number == number) else { return Ok(None) };
        let standings = all[at].papers.iter().find(|paper| paper.name == STANDINGS);
        let standings = match standings.map(|paper| record.document(&paper.digest)).transpose() {
            Err(Fault::Redacted { .. }) => None,
            standings => standings?,
        };
        Ok(Some((at, all, record.signed()?, gone(record)?, standings.unwrap_or_default())))
    });
    match found.await {
        Ok((at, all, signed, gone, standings)) => {
            let all: Vec<editions::Edition> =
                all.iter().map(|own| shown(&shelf, own, (own.index < signed, &gone))).collect();
            let page =
                editions::one(&shelf.settings, &all[at], &all, &name(&shelf, &id), printed(&standings));
            respond::body(&asked, HTML, page.html)
        }
        Err(answer) => answer,
    }
}

/// The tables that a document of standings has.
fn printed(standings: &[u8]) -> Vec<editions::Table> {
    let line = |own: json::printed::Row| {
        let mark = if own.shared { "=" } else { "" };
        let not_verified = if own.carried() { coverage::NOT_VERIFIED } else { "" };
        editions::Line {
            position: own.position.map_or_else(String::new, |position| format!("{position}{mark}")),
            name: own.competitor.name,
            total: format!("{}{not_verified}", own.total),
        }
    };
    let tables = json::printed::read(standings).map(|own| own.tables).unwrap_or_default();
    let table = |own: json::printed::Table| editions::Table {
        heading: own.heading(),
        caveat: own.caveat,
        rows: own.rows.into_iter().map(line).collect(),
    };
    tables.into_iter().map(table).collect()
}

/// What a season is called; its id where it is not at hand.
fn name(shelf: &Shelf, id: &str) -> String {
    shelf.get(id).map_or_else(|| id.to_owned(), |own| own.computed.loaded.season.name.clone())
}

/// Documents of which the bytes were redacted.
fn gone(record: &mut Record) -> Result<BTreeSet<Digest>, Fault> {
    Ok(record.redactions()?.into_iter().flat_map(|own| own.documents).map(|own| own.digest).collect())
}

fn shown(shelf: &Shelf, own: &Edition, (signed, gone): (bool, &BTreeSet<Digest>)) -> editions::Edition {
    let served = shelf.get(&own.season);
    let season = served.as_ref().map(|own| &own.computed.loaded.season);
    let document = |name: &str, bytes| editions::Document::new(name, bytes, season);
    let papers = own.papers.iter().map(|paper| editions::Document {
        redacted: gone.contains(&paper.digest),
        ..document(&paper.name, Some(paper.bytes))
    });
    let statement = document(STATEMENT, Some(own.statement.len() as u64));
    editions::Edition {
        season: own.season.clone(),
        number: own.number,
        standing: own.standing.word(),
        when: own.when,
        supersedes: own.supersedes,
        documents: papers.chain([statement]).chain(signed.then(|| document(PROOF, None))).collect(),
    }
}

async fn document(
    Path((series, season, number, name)): Path<(String, String, u64, String)>,
    State(shelf): State<Arc<Shelf>>,
    asked: HeaderMap,
) -> Answer {
    let media_type = media_type(&name);
    // A proof grows with the log; all else stays for ever.
    let kept = if name == PROOF { "no-store" } else { "public, max-age=31536000, immutable" };
    let found = ask(shelf, move |record| {
        let Some(edition) = record.edition(&format!("{series}/{season}"), number)? else { return Ok(None) };
        match name.as_str() {
            STATEMENT => Ok(Some(edition.statement.into_bytes())),
            PROOF => Ok(record.proof(&edition)?.map(|proof| proof.to_string().into_bytes())),
            _ => {
                let paper = edition.papers.iter().find(|paper| paper.name == name);
                paper.map(|paper| record.document(&paper.digest)).transpose()
            }
        }
    });
    match found.await {
        Ok(bytes) => {
            let mut answer = respond::body(&asked, media_type, bytes);
            respond::set(answer.headers_mut(), CACHE_CONTROL, kept);
            answer
        }
        Err(answer) => answer,
    }
}

/// The public keys: from the first start on, before anything is published.
async fn keys(State(shelf): State<Arc<Shelf>>, asked: HeaderMap) -> Answer {
    match ask(shelf, Record::announcements).await {
        Ok(text) => respond::body(&asked, "text/plain; charset=utf-8", text.into_bytes()),
        Err(answer) => answer,
    }
}

async fn log(Path(path): Path<String>, State(shelf): State<Arc<Shelf>>, asked: HeaderMap) -> Answer {
    let tile = path.starts_with("tile/");
    let found = ask(shelf, move |record| Ok(record.log_files()?.and_then(|mut files| files.remove(&path))));
    match found.await {
        Ok(bytes) => {
            let media_type = if tile { "application/octet-stream" } else { "text/plain; charset=utf-8" };
            let mut answer = respond::body(&asked, media_type, bytes);
            if tile {
                respond::set(answer.headers_mut(), CACHE_CONTROL, "public, max-age=31536000, immutable");
            }
            answer
        }
        Err(answer) => answer,
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "json" => "application/json",
        "pdf" => "application/pdf",
        "tlog-proof" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
