//! What a request asks: its path and query read into structs. Whatever cannot be answered is a problem document.

use crate::attempt::Waiting;
use crate::ending::Ending;
use crate::lookup::{Unknown, What};
use crate::server::problem::{self, Problem};
use crate::server::respond;
use crate::server::shelf::{Served, Shelf};
use crate::server::turns;
use axum::body::Body;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Response, StatusCode};
use axum::response::IntoResponse;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio::sync::SemaphorePermit;

pub type Answer = Response<Body>;
pub type Given = Result<Answer, Refusal>;

/// Longest text of a path or a query, in characters: no id or name comes near it.
pub const MAX_TEXT: usize = 200;
/// The same of lists: of changes, and of rulebooks. An address ends before that.
const MAX_LIST: usize = 2000;
const LISTS: [&str; 2] = ["set", "by"];
/// Ids that a problem lists of what there is.
const MOST_LISTED: usize = 100;

/// A request, with what its path names beside the season, and its query.
pub struct Ask<P = InSeason, Q = Nothing> {
    pub path: P,
    pub query: Q,
    pub shelf: Arc<Shelf>,
    /// Whether anybody still waits for the answer.
    pub waiting: Waiting,
    season: String,
    headers: HeaderMap,
}

/// A path that names a season and no more, or not even a season.
#[derive(Debug, Deserialize)]
pub struct InSeason {}

/// A query that asks nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Why there is no answer; boxed, because an answer is much larger than a name.
pub struct Refusal(Box<Answer>);

impl Refusal {
    pub fn new(status: StatusCode, title: &str, detail: &str) -> Refusal {
        Refusal(Box::new(problem::json(status, title, detail)))
    }

    /// An answer that is a refusal.
    pub fn of(answer: Answer) -> Refusal {
        Refusal(Box::new(answer))
    }

    pub fn bad(detail: &str) -> Refusal {
        Refusal::new(Ending::Unreadable.http_status(), "Cannot be read", detail)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Answer {
        *self.0
    }
}

impl From<Unknown> for Refusal {
    fn from(unknown: Unknown) -> Refusal {
        let what = unknown.what.word();
        let asked: String = unknown.asked.chars().filter(|letter| !letter.is_control()).collect();
        let nearest: Vec<String> = unknown.nearest().into_iter().map(str::to_owned).collect();
        let hint = nearest.first().map_or_else(String::new, |own| format!(" Did you mean `{own}`?"));
        Refusal(Box::new(problem::answer_json(&Problem {
            nearest,
            known: unknown.known.into_iter().take(MOST_LISTED).collect(),
            ..Problem::new(
                Ending::Unknown.http_status(),
                &format!("No such {what}"),
                &format!("There is no {what} `{asked}`.{hint}"),
            )
        })))
    }
}

impl<P: DeserializeOwned + Send, Q: DeserializeOwned> FromRequestParts<Arc<Shelf>> for Ask<P, Q> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shelf: &Arc<Shelf>) -> Result<Self, Refusal> {
        type Texts = Vec<(String, String)>;
        let unread = |rejection: &dyn std::fmt::Display| Refusal::bad(&format!("{rejection}."));
        let Path(texts) =
            Path::<Texts>::from_request_parts(parts, shelf).await.map_err(|own| unread(&own))?;
        let Query(more) = Query::<Texts>::try_from_uri(&parts.uri).map_err(|own| unread(&own))?;
        let most = |name: &str| if LISTS.contains(&name) { MAX_LIST } else { MAX_TEXT };
        let too_long = |(name, value): &&(String, String)| value.chars().count() > most(name);
        if let Some((name, _)) = texts.iter().chain(&more).find(too_long) {
            let most = most(name);
            let name: String = name.chars().take(20).collect();
            return Err(Refusal::bad(&format!("`{name}` is longer than {most} characters.")));
        }
        let Path(path) = Path::<P>::from_request_parts(parts, shelf).await.map_err(|own| unread(&own))?;
        let Query(query) = Query::<Q>::try_from_uri(&parts.uri).map_err(|own| unread(&own.body_text()))?;
        let text =
            |name: &str| texts.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.as_str());
        Ok(Ask {
            path,
            query,
            shelf: shelf.clone(),
            waiting: parts.extensions.get::<Waiting>().cloned().unwrap_or_default(),
            season: format!("{}/{}", text("series"), text("year")),
            headers: parts.headers.clone(),
        })
    }
}

impl<P, Q> Ask<P, Q> {
    /// The id of the season that the path names.
    pub fn season_id(&self) -> &str {
        &self.season
    }

    /// The season that the path names.
    pub fn season(&self) -> Result<Served, Refusal> {
        self.season_named(&self.season)
    }

    /// A season by its id, `series/year`.
    pub fn season_named(&self, id: &str) -> Result<Served, Refusal> {
        let id = id.trim_matches('/');
        self.shelf.get(id).ok_or_else(|| {
            let known =
                self.shelf.all().into_iter().map(|own| own.computed.loaded.season.id.clone()).collect();
            Unknown::new(What::Season, id, known).into()
        })
    }

    /// A turn for what takes longer than a page may.
    ///
    /// # Errors
    /// Too many others are before it.
    pub async fn turn(&self) -> Result<SemaphorePermit<'_>, Refusal> {
        let busy = || Refusal::new(StatusCode::SERVICE_UNAVAILABLE, turns::BUSY, turns::BUSY_DETAIL);
        self.shelf.turns.take().await.ok_or_else(busy)
    }

    pub fn answer(&self, document: &impl Serialize) -> Given {
        match serde_json::to_vec(document) {
            Ok(bytes) => Ok(respond::body(&self.headers, "application/json", bytes)),
            Err(_) => Err(Refusal::new(
                Ending::Broken.http_status(),
                "Cannot be written",
                "The answer has no JSON form.",
            )),
        }
    }

    /// An answer about a season: says so where the season's folder cannot be read as it stands now.
    pub fn of(&self, served: &Served, document: &impl Serialize) -> Given {
        let mut answer = self.answer(document)?;
        respond::warn_where_broken(served, &mut answer);
        Ok(answer)
    }
}
