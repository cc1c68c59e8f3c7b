//! Answers: a body with its digest as ETag, conditional requests and ranges (RFC 9110), the headers that keep a page to itself.

use crate::server::problem;
use crate::server::shelf::Served;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderMap, HeaderName,
    HeaderValue, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use axum::http::{Response, StatusCode};
use parcferme_publish::site::assets::{CONTENT_SECURITY_POLICY, EMBEDDED_SECURITY_POLICY};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::ops::RangeInclusive;

/// A body with its media type; `304` where the reader has it already.
pub fn body(asked: &HeaderMap, media_type: &str, bytes: impl Into<Bytes>) -> Response<Body> {
    let bytes = bytes.into();
    // Weak, because compression changes the bytes on the wire.
    let tag = format!("W/{}", tag(&bytes));
    let known = is_known(asked, &tag);
    let (status, bytes) =
        if known { (StatusCode::NOT_MODIFIED, Bytes::new()) } else { (StatusCode::OK, bytes) };
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    set(headers, ETAG, &tag);
    set(headers, CACHE_CONTROL, "public, max-age=0, must-revalidate");
    if status == StatusCode::OK {
        set(headers, CONTENT_TYPE, media_type);
    }
    response
}

/// Whether the reader has the answer of a tag already.
fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let listed = asked.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    listed.flat_map(|value| value.split(',')).any(|own| own.trim() == "*" || opaque(own) == opaque(tag))
}

/// What a request asks of an answer that is whole: whether it changed, a range of it.
pub struct Asked(HeaderMap);

impl Asked {
    /// Takes it out of the request, so that the answer is made whole.
    pub fn take(headers: &mut HeaderMap) -> Asked {
        let mut own = HeaderMap::new();
        for name in [IF_NONE_MATCH, RANGE, IF_RANGE] {
            for value in headers.get_all(&name) {
                own.append(&name, value.clone());
            }
            headers.remove(&name);
        }
        Asked(own)
    }

    pub fn is_for_a_range(&self) -> bool {
        self.0.contains_key(RANGE)
    }

    /// The range asked for. None where the whole is the answer: no range, one that cannot be read, several, or one of bytes
    /// that are others now.
    ///
    /// # Errors
    /// There are no such bytes.
    fn range(&self, tag: &str, length: usize) -> Result<Option<RangeInclusive<usize>>, ()> {
        let Some(range) = self.0.get(RANGE).and_then(|own| own.to_str().ok()) else { return Ok(None) };
        // Compared strongly; a date is none of ours, and never the same.
        if self.0.get(IF_RANGE).is_some_and(|own| own.as_bytes() != tag.as_bytes()) {
            return Ok(None);
        }
        let Ok(parsed) = http_range_header::parse_range_header(range) else { return Ok(None) };
        let length = u64::try_from(length).map_err(|_| ())?;
        let ranges = parsed.validate(length).map_err(|_| ())?;
        let [only] = ranges.as_slice() else { return Ok(None) };
        let [first, last] = [*only.start(), *only.end()].map(usize::try_from);
        Ok(Some(first.map_err(|_| ())?..=last.map_err(|_| ())?))
    }
}

/// Headers of bytes as they go over the wire: their own digest, and that parts of them can be had.
pub fn of_bytes(headers: &mut HeaderMap, bytes: &[u8]) {
    headers.remove(CONTENT_LENGTH);
    set(headers, ETAG, &tag(bytes));
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
}

/// The answer of headers and bytes to what was asked of them; without the bytes for `HEAD`.
pub fn with(asked: &Asked, head: bool, api: bool, headers: &HeaderMap, bytes: &Bytes) -> Response<Body> {
    let tag = headers.get(ETAG).and_then(|own| own.to_str().ok()).unwrap_or_default();
    let mut response = Response::new(Body::empty());
    *response.headers_mut() = headers.clone();
    if is_known(&asked.0, tag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().remove(CONTENT_TYPE);
        return response;
    }
    // A range is a range of what `GET` answers.
    let range = if head { Ok(None) } else { asked.range(tag, bytes.len()) };
    let Ok(range) = range else {
        let detail = format!("The file has {} bytes.", bytes.len());
        let mut response =
            problem::refuse(api, StatusCode::RANGE_NOT_SATISFIABLE, "No such part of the file", &detail);
        set(response.headers_mut(), CONTENT_RANGE, &format!("bytes */{}", bytes.len()));
        return response;
    };
    let part = match range {
        Some(range) => {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            let of = format!("bytes {}-{}/{}", range.start(), range.end(), bytes.len());
            set(response.headers_mut(), CONTENT_RANGE, &of);
            bytes.slice(range)
        }
        None => bytes.clone(),
    };
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(part.len()));
    if !head {
        *response.body_mut() = Body::from(part);
    }
    response
}

/// What `HEAD` gets: the headers alone, with the length of what `GET` answers.
pub fn without_body(response: Response<Body>) -> Response<Body> {
    let length = response.body().size_hint().exact();
    let mut response = response.map(|_| Body::empty());
    if let Some(length) = length {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
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
    if served.stale.is_some() {
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

/// The digest of bytes, as a tag.
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
