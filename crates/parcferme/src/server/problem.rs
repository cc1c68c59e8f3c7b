//! What cannot be answered: a page for people, problem+json (RFC 9457) for programs. Neither shows anything of the machine.

use crate::ending::Ending;
use crate::server::respond;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Response, StatusCode};
use parcferme_core::Diagnostic;
use parcferme_publish::site::problem;
use serde::Serialize;

/// A problem document.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// `about:blank`: the title says what the status means here.
    #[serde(rename = "type")]
    pub kind: &'static str,
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

pub const MEDIA_TYPE: &str = "application/problem+json";

impl Problem {
    pub fn new(status: StatusCode, title: &str, detail: &str) -> Problem {
        Problem {
            kind: "about:blank",
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.to_owned(),
            nearest: Vec::new(),
            known: Vec::new(),
            diagnostics: Vec::new(),
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

pub fn page(status: StatusCode, title: &str, detail: &str, depth: usize) -> Response<Body> {
    answer(status, "text/html; charset=utf-8", problem::page(title, detail, depth).html.into_bytes())
}

/// A page or a problem document, whichever the reader asked in the way of.
pub fn refuse(api: bool, status: StatusCode, title: &str, detail: &str) -> Response<Body> {
    if api { json(status, title, detail) } else { page(status, title, detail, 0) }
}

fn answer(status: StatusCode, media_type: &str, bytes: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    respond::set(response.headers_mut(), CONTENT_TYPE, media_type);
    response
}
