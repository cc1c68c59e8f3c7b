//! The record over the API: operations, editions, notices, tables at a moment; decisions previewed and signed.
//!
//! A write says by `Idempotency-Key` what it is known by, and by `If-Match` which state of the season it was made for. Sent
//! again because its answer was lost, it is the same.

use super::ask::{Ask, Given, Refusal};
use super::season::SeasonPath;
use crate::desk::decision::{self, Preview, PreviewId, Signed};
use crate::desk::state::State as Results;
use crate::desk::{Stands, notice};
use crate::ending::Ending;
use crate::library::Refused;
use crate::record;
use crate::server::desk::at::person;
use crate::server::desk::stewards::{POSTS, PUBLISHES, STEWARDS};
use crate::server::desk::{at_record, status};
use crate::server::gate::{Endpoints, May};
use crate::server::notices;
use crate::server::official::Official;
use crate::server::problem::{self, Problem, Told};
use crate::server::respond;
use crate::server::shelf::let_go;
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::{ETAG, IF_MATCH};
use parcferme_core::Diagnostic;
use parcferme_core::season::Moment;
use parcferme_publish::json::record as wire;
use parcferme_publish::json::standings;
use parcferme_publish::sheet::capital;
use parcferme_store::{Address, Digest, Edition, Entered, Operation, Record, Role, Standing};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tower_http::limit::RequestBodyLimitLayer;
use utoipa::IntoParams;

/// A decision or a notice: longer than any that a person writes.
const MAX_BYTES: usize = 64 << 10;
/// Operations or editions of one answer.
const MOST: usize = 100;
const KEY: &str = "idempotency-key";
const MAX_KEY: usize = 150;

const READERS: May = May::InSeason(&[Role::Reader]);

pub fn endpoints() -> Endpoints {
    Endpoints::new()
        .get("/api/v1/seasons/{series}/{year}/operations", READERS, operations)
        .get("/api/v1/seasons/{series}/{year}/editions", May::Anyone, all_editions)
        .post("/api/v1/seasons/{series}/{year}/editions", PUBLISHES, publish)
        .get("/api/v1/seasons/{series}/{year}/notices", May::Anyone, all_notices)
        .post("/api/v1/seasons/{series}/{year}/notices", POSTS, post)
        .get("/api/v1/seasons/{series}/{year}/record/standings", READERS, tables)
        .post("/api/v1/seasons/{series}/{year}/decisions/previews", STEWARDS, preview)
        .post("/api/v1/seasons/{series}/{year}/decisions", STEWARDS, sign)
        .layered(|router| router.layer(RequestBodyLimitLayer::new(MAX_BYTES)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct After {
    /// Only those after this number: `next` of the answer before
    #[param(example = "0")]
    after: Option<u32>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct At {
    /// As the record stood then: the number of an operation, or a moment such as `2026-08-03T12:00Z`; now where nothing is said
    #[param(example = "1", max_length = 200)]
    at: Option<String>,
}

/// What a write says of itself.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "only described: the headers are read as they come")]
pub struct Write {
    /// What it is known by: sent again with the same key, it is entered once
    #[param(rename = "Idempotency-Key", max_length = 150)]
    key: Option<String>,
    /// The ETag of the season's state that it was made for
    #[param(rename = "If-Match", max_length = 200)]
    state: Option<String>,
}

/// What names a state of a season.
pub(super) fn tag(number: u64, digest: &Digest) -> String {
    format!("\"{number}-{digest}\"")
}

/// Asks the record in a thread that may wait.
pub(super) async fn at<T: Send + 'static, P, Q>(
    ask: &Ask<P, Q>,
    question: impl FnOnce(&mut Record, &Address, &str) -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refusal> {
    let Some(keeper) = &ask.shelf.record else {
        let detail = "No record is served here: start the server with --data.";
        return Err(Refusal::new(Ending::Unknown.http_status(), "No record", detail));
    };
    let (address, season) = (keeper.address.clone(), ask.season_id().to_owned());
    at_record(keeper, move |record| question(record, &address, &season)).await.map_err(|own| refusal(&own))
}

/// Diagnostics as a problem document.
pub(super) fn refusal(found: &Refused) -> Refusal {
    Refusal::of(problem::answer_json(&told(found)))
}

pub(super) fn told(found: &Refused) -> Problem {
    let detail = found.first().map_or_else(String::new, |own| format!("{}.", capital(&own.message)));
    let of_status = Problem::new(status(found), "It cannot be done", &detail);
    let first = Problem { id: found.first().map_or(of_status.id, |own| own.id), ..of_status };
    Problem {
        diagnostics: found.iter().map(Told::of).collect(),
        ..problem::stopped(status(found), found).unwrap_or(first)
    }
}

/// A write: who sent it, and what its headers say.
pub(super) struct Writes {
    pub official: Official,
    pub key: Option<String>,
    headers: HeaderMap,
}

impl Writes {
    pub fn of(official: Official, headers: HeaderMap) -> Result<Writes, Refusal> {
        let key = match headers.get(KEY) {
            None => None,
            Some(value) => {
                let text = value.to_str().unwrap_or("").trim();
                let is_key = !text.is_empty() && text.len() <= MAX_KEY;
                if !is_key {
                    return Err(Refusal::bad("`Idempotency-Key` is empty, too long, or no plain text."));
                }
                // Nobody uses another's.
                Some(format!("{} {text}", official.account.login))
            }
        };
        Ok(Writes { official, key, headers })
    }

    /// The number of the operation that `If-Match` names as the last that was seen.
    pub fn seen(&self) -> Option<u64> {
        let named = self.headers.get(IF_MATCH).and_then(|own| own.to_str().ok())?;
        let number =
            |own: &str| own.trim().trim_start_matches("W/").trim_matches('"').split('-').next()?.parse().ok();
        named.split(',').find_map(number)
    }

    /// Refuses what was made for another state of the season, unless it was entered before.
    pub fn fits(&self, record: &mut Record, season: &str) -> Result<(), Refused> {
        let Some(wanted) = self.headers.get(IF_MATCH).and_then(|own| own.to_str().ok()) else {
            return Ok(());
        };
        if let Some(key) = &self.key
            && record.entered_as(key).map_err(record::refused)?.is_some()
        {
            return Ok(());
        }
        let head = record::head(record, season)?;
        let own = tag(head.number, &head.hash);
        let named: Vec<&str> = wanted.split(',').map(|own| own.trim().trim_start_matches("W/")).collect();
        // The number of the last operation is enough, where that is all that somebody knows.
        let by_number = format!("\"{}\"", head.number);
        if named.iter().any(|tag| *tag == "*" || *tag == own || *tag == by_number) {
            return Ok(());
        }
        let follows = self.seen().unwrap_or(0);
        let mut found = vec![
            Diagnostic::error(
                "PF1390",
                format!("the record of {season} does not stand as `If-Match` names it"),
            )
            .found(wanted)
            .expected(own)
            .help(
                "nothing was entered: look at what was entered since, and send it again for the state of now",
            ),
        ];
        found.extend(record::entered_since(record, season, follows)?);
        Err(found)
    }
}

pub(super) fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| Refusal::bad(&format!("{error}.")))
}

/// A page of a list: at most [`MOST`], and what to ask for `after` to go on.
fn paged<T>(mut all: Vec<T>, number: impl Fn(&T) -> u64) -> (Vec<T>, Option<u64>) {
    let more = all.len() > MOST;
    all.truncate(MOST);
    let next = all.last().map(number).filter(|_| more);
    (all, next)
}

/// What was entered, in order
#[utoipa::path(get, path = "/seasons/{series}/{year}/operations", params(SeasonPath, After),
    security(("token" = [])),
    responses((status = 200, body = wire::Operations)))]
pub async fn operations(ask: Ask<super::InSeason, After>, _: Official) -> Given {
    let after = ask.query.after.unwrap_or(0).into();
    let document = at(&ask, move |record, _, season| {
        record::head(record, season)?;
        let (all, next) = paged(record.operations(season, after).map_err(record::refused)?, |own| own.number);
        let operations = all.into_iter().map(|own| wire::Operation {
            number: own.number,
            when: own.when.to_string(),
            who: own.who,
            why: own.why,
            undoes: own.undoes,
            files: own.changes.into_iter().map(|own| own.path).collect(),
            edition: own.edition.map(|own| own.0),
            digest: own.hash.to_string(),
            statement: own.statement,
        });
        let (operations, season) = (operations.collect(), season.to_owned());
        Ok(wire::Operations { schema: wire::OPERATIONS, season, operations, next })
    });
    ask.answer(&document.await?)
}

/// What was published, in order, and how the last of it stands
#[utoipa::path(get, path = "/seasons/{series}/{year}/editions", params(SeasonPath, After),
    responses((status = 200, body = wire::Editions)))]
pub async fn all_editions(ask: Ask<super::InSeason, After>) -> Given {
    let after = ask.query.after.unwrap_or(0).into();
    let document = at(&ask, move |record, _, season| {
        let stands = Stands::now(record, season)?;
        let results = Results::of(record, &stands)?;
        let mut all = record.editions(season).map_err(record::refused)?;
        all.retain(|own| own.number > after);
        let (all, next) = paged(all, |own| own.number);
        Ok(wire::Editions {
            schema: wire::EDITIONS,
            season: season.to_owned(),
            state: results.word(),
            waits: results.waits_in_public(record::now()),
            editions: all.iter().map(edition).collect(),
            next,
        })
    });
    ask.answer(&document.await?)
}

fn edition(own: &Edition) -> wire::Edition {
    let document = |paper: &parcferme_store::Paper| wire::Document {
        path: format!("editions/{}/{}/{}", own.season, own.number, paper.name),
        digest: paper.digest.to_string(),
    };
    wire::Edition {
        number: own.number,
        standing: own.standing.word(),
        when: own.when.to_string(),
        supersedes: own.supersedes,
        after: own.after.0,
        digest: own.hash.to_string(),
        documents: own.papers.iter().map(document).collect(),
    }
}

/// Publish what the record says, as provisional or as official
#[utoipa::path(post, path = "/seasons/{series}/{year}/editions", params(SeasonPath, Write),
    request_body(content = wire::Publication, description = "As provisional where nothing is sent"),
    security(("token" = [])),
    responses((status = 200, body = wire::Entered)))]
pub async fn publish(ask: Ask, official: Official, headers: HeaderMap, body: Bytes) -> Given {
    let wire::Publication { standing } = if body.is_empty() { Default::default() } else { read(&body)? };
    let standing = match standing {
        wire::AsStanding::Provisional => Standing::Provisional,
        wire::AsStanding::Official => Standing::Official,
    };
    let writes = Writes::of(official, headers)?;
    let shelf = ask.shelf.clone();
    let document = at(&ask, move |record, address, season| {
        writes.fits(record, season)?;
        let by = (writes.official.account.name.as_str(), "published over the API", writes.key.as_deref());
        let (edition, is_new) = shelf.publish((record, address), (season, standing), by)?;
        Ok(wire::Entered { edition: Some(edition), before: !is_new, ..nothing_yet(season) })
    });
    ask.answer(&document.await?)
}

/// An operation that was entered.
pub(super) fn entered_of(own: &Entered) -> wire::Entered {
    wire::Entered {
        operation: Some(own.operation.number),
        before: own.before,
        ..nothing_yet(&own.operation.season)
    }
}

fn nothing_yet(season: &str) -> wire::Entered {
    wire::Entered {
        schema: wire::ENTERED,
        season: season.to_owned(),
        operation: None,
        document: None,
        counts: None,
        edition: None,
        before: false,
        warnings: Vec::new(),
    }
}

/// The notice board, newest first
#[utoipa::path(get, path = "/seasons/{series}/{year}/notices", params(SeasonPath),
    responses((status = 200, body = wire::Notices)))]
pub async fn all_notices(ask: Ask) -> Given {
    let shown = at(&ask, move |record, _, season| notices::shown(record, season)).await?;
    let notices = shown.posted.iter().map(Into::into).collect();
    ask.answer(&wire::Notices { schema: wire::NOTICES, season: shown.season, notices })
}

/// Put a notice on the board
#[utoipa::path(post, path = "/seasons/{series}/{year}/notices", params(SeasonPath, Write), request_body = wire::NoticeDraft,
    security(("token" = [])),
    responses((status = 200, body = wire::Entered)))]
pub async fn post(ask: Ask, official: Official, headers: HeaderMap, body: Bytes) -> Given {
    let draft: wire::NoticeDraft = read(&body)?;
    let writes = Writes::of(official, headers)?;
    let shelf = ask.shelf.clone();
    let document = at(&ask, move |record, address, season| {
        writes.fits(record, season)?;
        let keys: Vec<(&str, &str)> = draft.keys.iter().map(|own| (own.0.as_str(), own.1.as_str())).collect();
        let filled = notice::Notice { seen: writes.seen(), ..notice::filled(&draft.kind, &keys)? };
        let own = person(&writes.official.account, season);
        let posted = notice::post(record, season, &filled, (address, &own, writes.key.as_deref()))?;
        let anew = |act| shelf.publish_anew((record, address), season, &own, act);
        let edition = posted.anew.as_ref().map(anew).transpose()?.flatten();
        Ok(wire::Entered {
            document: Some(posted.number),
            edition,
            warnings: posted.told.iter().map(|own| own.message.clone()).collect(),
            ..entered_of(&posted.entered)
        })
    });
    ask.answer(&document.await?)
}

/// Tables as the record stands, or stood
#[utoipa::path(get, path = "/seasons/{series}/{year}/record/standings", params(SeasonPath, At),
    security(("token" = [])),
    responses((status = 200, body = standings::Standings)))]
pub async fn tables(ask: Ask<super::InSeason, At>, _: Official) -> Given {
    let wanted = ask.query.at.clone();
    let (document, tag) = at(&ask, move |record, _, season| {
        let head = record::head(record, season)?;
        let number = record::number_at(record, &head, wanted.as_deref())?;
        let stands = Stands::after(record, season, number)?;
        let (own, rules) = (&stands.loaded.season, &stands.loaded.rules);
        let document = standings::standings(own, rules, &stands.outcome.tables);
        Ok((document, tag(number, &stands.operation.hash)))
    })
    .await?;
    let mut answer = ask.answer(&document)?;
    respond::set(answer.headers_mut(), ETAG, &tag);
    Ok(answer)
}

/// What a decision does, before it is signed: every table before and after
#[utoipa::path(post, path = "/seasons/{series}/{year}/decisions/previews", params(SeasonPath), request_body = wire::Draft,
    security(("token" = [])),
    responses((status = 200, body = wire::Preview)))]
pub async fn preview(ask: Ask, _: Official, body: Bytes) -> Given {
    let draft: wire::Draft = read(&body)?;
    let shelf = ask.shelf.clone();
    let (document, tag) = at(&ask, move |record, _, season| {
        let stands = Stands::now(record, season)?;
        let keys: Vec<(&str, &str)> = draft.keys.iter().map(|own| (own.0.as_str(), own.1.as_str())).collect();
        let now: Moment = record::now();
        let own = Preview::of(&stands, decision::filled(&stands, &draft.kind, &keys, now)?)?;
        let document = wire::Preview {
            schema: wire::PREVIEW,
            season: season.to_owned(),
            preview: own.id.to_string(),
            decision: own.record.block(),
            lacks: own.lacks(),
            publishes: own.drafts.operations.iter().map(draft_of).collect(),
            tables: own.document.clone(),
        };
        let tag = tag(stands.operation.number, &stands.operation.hash);
        shelf.previews.keep(stands, own);
        Ok((document, tag))
    })
    .await?;
    let mut answer = ask.answer(&document)?;
    respond::set(answer.headers_mut(), ETAG, &tag);
    Ok(answer)
}

fn draft_of(own: &Operation) -> wire::Unpublished {
    wire::Unpublished {
        operation: own.number,
        who: own.who.clone(),
        when: own.when.to_string(),
        why: own.why.clone(),
    }
}

/// Sign what a preview shows
#[utoipa::path(post, path = "/seasons/{series}/{year}/decisions", params(SeasonPath, Write), request_body = wire::Signature,
    security(("token" = [])),
    responses((status = 200, body = wire::Entered)))]
pub async fn sign(ask: Ask, official: Official, headers: HeaderMap, body: Bytes) -> Given {
    let signature: wire::Signature = read(&body)?;
    let writes = Writes::of(official, headers)?;
    let shelf = ask.shelf.clone();
    let document = at(&ask, move |record, address, season| {
        let id: PreviewId = signature.preview.parse()?;
        writes.fits(record, season)?;
        let own = person(&writes.official.account, season);
        let by = (address, &own, writes.key.as_deref());
        let shown = (signature.decision.as_str(), id);
        let signed = match shelf.previews.take(season, shown) {
            Some((stands, preview)) => {
                let signed = decision::sign_shown(record, (&stands, &preview), by);
                let_go((stands, preview));
                signed?
            }
            None => decision::sign(record, season, shown, by)?,
        };
        let anew = |act| shelf.publish_anew((record, address), season, &own, act);
        let edition = signed.anew().map(anew).transpose()?.flatten();
        Ok(wire::Entered {
            operation: Some(signed.entered().operation.number),
            document: Some(signed.number()),
            counts: Some(matches!(signed, Signed::Decided { .. })),
            edition,
            before: signed.entered().before,
            ..nothing_yet(season)
        })
    });
    ask.answer(&document.await?)
}
