//! What cannot be answered: a page for people, problem+json (RFC 9457) for programs. Neither shows anything of the machine.

use crate::ending::Ending;
use crate::library::Refused;
use crate::server::keeper::stops;
use crate::server::respond;
use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{Response, StatusCode};
use parcferme_core::Diagnostic;
use parcferme_publish::json::proposal;
use parcferme_publish::sheet::capital;
use parcferme_publish::site::problem;
use serde::Serialize;

/// A problem document.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// `about:blank`: the title says what the status means here.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Such as `PF1382`, that of the first diagnostic where there is one; `docs/errors` says more.
    pub id: &'static str,
    pub title: String,
    pub status: u16,
    pub detail: String,
    /// Of what there is: what was most likely meant, best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nearest: Vec<String>,
    /// Of what there is: ids, at most a hundred.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<String>,
    /// What is wrong one by one, each with an id that has a page of its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<Told>,
    /// Of a table that says nothing: what is asked before it is read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<proposal::Asked>,
    /// What was to be entered, on the season as it stands now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Box<proposal::Proposal>>,
    /// Places that another changed since.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clashes: Vec<proposal::Clash>,
}

/// A diagnostic.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Told {
    /// Such as `PF1304`; `docs/errors` says more.
    pub id: &'static str,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Told {
    pub fn of(own: &Diagnostic) -> Told {
        let Diagnostic { id, message, found, expected, help, .. } = own.clone();
        Told { id, message, found, expected, help }
    }
}

/// What a request that ends with this status is told by, where nothing more is known of it. Each has a page in `docs/errors`.
fn id(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "PF1382",
        StatusCode::METHOD_NOT_ALLOWED => "PF1383",
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => "PF1384",
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::URI_TOO_LONG => "PF1385",
        StatusCode::RANGE_NOT_SATISFIABLE => "PF1386",
        StatusCode::MISDIRECTED_REQUEST => HOST_NOT_TOLD,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT => {
            "PF1388"
        }
        StatusCode::CONFLICT => "PF1304",
        StatusCode::GONE => "PF1415",
        StatusCode::PRECONDITION_FAILED => "PF1390",
        own if own.is_server_error() => "PF1389",
        _ => "PF1381",
    }
}

/// Of a request that does not say which host it asks, or asks another.
const HOST_NOT_TOLD: &str = "PF1387";

pub const MEDIA_TYPE: &str = "application/problem+json";

impl Problem {
    pub fn new(status: StatusCode, title: &str, detail: &str) -> Problem {
        Problem {
            kind: "about:blank",
            id: id(status),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.to_owned(),
            nearest: Vec::new(),
            known: Vec::new(),
            diagnostics: Vec::new(),
            asked: Vec::new(),
            proposal: None,
            clashes: Vec::new(),
        }
    }
}

pub fn json(status: StatusCode, title: &str, detail: &str) -> Response<Body> {
    answer_json(&Problem::new(status, title, detail))
}

pub fn answer_json(problem: &Problem) -> Response<Body> {
    let status = StatusCode::from_u16(problem.status).unwrap_or(Ending::Broken.http_status());
    // A document of texts and a number always has a JSON form.
    answer(status, MEDIA_TYPE, serde_json::to_vec(problem).unwrap_or_default())
}

pub fn page(status: StatusCode, title: &str, detail: &str) -> Response<Body> {
    answer_page(&Problem::new(status, title, detail))
}

/// That nothing can be written, and why: of a disk that is full, or a record that may only be read. None of anything else.
pub fn stopped(status: StatusCode, found: &Refused) -> Option<Problem> {
    let own = stops(found)?;
    let title = capital(&own.message);
    let detail = "Nothing was entered. Whoever runs the server makes it writable; then send it again.";
    Some(Problem { id: own.id, ..Problem::new(status, &title, detail) })
}

/// The same where what is wrong has an id of its own, and not that of its status alone.
pub fn page_of(id: &'static str, status: StatusCode, title: &str, detail: &str) -> Response<Body> {
    answer_page(&Problem { id, ..Problem::new(status, title, detail) })
}

pub fn answer_page(own: &Problem) -> Response<Body> {
    let status = StatusCode::from_u16(own.status).unwrap_or(Ending::Broken.http_status());
    let page = problem::page(own.id, &own.title, &own.detail);
    answer(status, "text/html; charset=utf-8", page.html.into_bytes())
}

/// A request that names no host, or more than one.
pub fn without_host(api: bool) -> Response<Body> {
    let problem = Problem {
        id: HOST_NOT_TOLD,
        ..Problem::new(
            Ending::Unreadable.http_status(),
            "Which host is asked?",
            "A request names one host, in one `Host` header.",
        )
    };
    if api { answer_json(&problem) } else { answer_page(&problem) }
}

/// Whether a path is one that programs ask.
pub fn is_for_programs(path: &str) -> bool {
    path.starts_with("/api/")
}

/// A page or a problem document, whichever the reader asked in the way of.
pub fn refuse(api: bool, status: StatusCode, title: &str, detail: &str) -> Response<Body> {
    if api { json(status, title, detail) } else { page(status, title, detail) }
}

/// A refusal of a layer or an extractor, which is a line of text or nothing, as the page or problem that others are.
pub async fn in_words(api: bool, response: Response<Body>) -> Response<Body> {
    let status = response.status();
    let kind = response.headers().get(CONTENT_TYPE).and_then(|own| own.to_str().ok()).unwrap_or_default();
    let bare = kind.is_empty() || kind.starts_with("text/plain");
    if !bare || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let text = axum::body::to_bytes(body, MOST_TEXT).await.unwrap_or_default();
    let text: String = String::from_utf8_lossy(&text).chars().filter(|own| !own.is_control()).collect();
    let (title, detail) = match status {
        StatusCode::BAD_REQUEST => ("Cannot be read", "The address or what was sent cannot be read."),
        StatusCode::METHOD_NOT_ALLOWED => ("Not done in this way", "Nothing can be changed at this address."),
        StatusCode::PAYLOAD_TOO_LARGE => ("That is too large", "Nothing of this size is taken here."),
        StatusCode::SERVICE_UNAVAILABLE => ("That takes too long", "Ask again in a moment, or for less."),
        other => (other.canonical_reason().unwrap_or("Refused"), "It cannot be answered."),
    };
    let detail = if text.is_empty() { detail.to_owned() } else { format!("{}.", text.trim_end_matches('.')) };
    let mut response = refuse(api, status, title, &detail);
    if let Some(allow) = parts.headers.get(ALLOW) {
        response.headers_mut().insert(ALLOW, allow.clone());
    }
    response
}

/// Of a refusal that is put into words.
const MOST_TEXT: usize = 4 << 10;

fn answer(status: StatusCode, media_type: &str, bytes: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    respond::set(response.headers_mut(), CONTENT_TYPE, media_type);
    response
}
