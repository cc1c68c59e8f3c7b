//! Answers: a body with its digest as ETag, conditional requests, the headers that keep a page to itself.

use crate::server::shelf::Served;
use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_NONE_MATCH,
};
use axum::http::{Response, StatusCode};
use parcferme_publish::site::assets::{CONTENT_SECURITY_POLICY, EMBEDDED_SECURITY_POLICY};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A body with its media type; `304` where the reader has it already.
pub fn body(asked: &HeaderMap, media_type: &str, bytes: impl Into<Vec<u8>>) -> Response<Body> {
    let bytes = bytes.into();
    let tag = tag(&bytes);
    let known = asked
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|own| own.trim().trim_start_matches("W/") == tag || own.trim() == "*");
    let (status, bytes) =
        if known { (StatusCode::NOT_MODIFIED, Vec::new()) } else { (StatusCode::OK, bytes) };
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    set(headers, ETAG, &format!("W/{tag}"));
    set(headers, CACHE_CONTROL, "public, max-age=0, must-revalidate");
    if status == StatusCode::OK {
        set(headers, CONTENT_TYPE, media_type);
    }
    response
}

/// Headers of every answer: nothing from elsewhere is loaded, nobody sniffs, and nobody frames but what is made for it.
pub fn security_headers(headers: &mut HeaderMap, embedded: bool) {
    let policy = if embedded { EMBEDDED_SECURITY_POLICY } else { CONTENT_SECURITY_POLICY };
    for (name, value) in [
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

/// The last good tables stay up; that they are not the newest is said beside them.
pub fn warn_where_broken(served: &Served, response: &mut Response<Body>) {
    if !served.broken.is_empty() {
        set(
            response.headers_mut(),
            HeaderName::from_static("warning"),
            "110 - \"the season's folder cannot be read: these are the last good tables\"",
        );
    }
}

pub fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// Weak in use, because compression changes the bytes on the wire.
fn tag(bytes: &[u8]) -> String {
    let mut tag = String::from("\"");
    for byte in Sha256::digest(bytes).iter().take(12) {
        let _ = write!(tag, "{byte:02x}");
    }
    tag + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_who_has_the_page_is_told_so() {
        let first = body(&HeaderMap::new(), "text/plain", "a");
        assert_eq!(first.status(), StatusCode::OK);
        let mut asked = HeaderMap::new();
        if let Some(tag) = first.headers().get(ETAG) {
            asked.insert(IF_NONE_MATCH, tag.clone());
        }
        assert_eq!(body(&asked, "text/plain", "a").status(), StatusCode::NOT_MODIFIED);
        assert_eq!(body(&asked, "text/plain", "b").status(), StatusCode::OK);
    }
}
