//! Numbers larger than any that a database holds, wherever an address, a query, a header or a body takes one: nothing of that
//! number is there, which is said, on both databases.

use crate::desk::{FILES, enter};
use crate::gate::{Answered, Club, by};
use crate::record::each;
use axum::body::Body;
use axum::http::Request;
use parcferme::server::{endpoints, form_token};
use parcferme_store::{Digest, Role};
use serde_json::json;

const NUMBERS: [&str; 5] = [
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
];

/// A path of an endpoint with a number in each place that takes one; none where none does.
fn numbered(path: &str, number: &str) -> String {
    let part = |own: &str| match own {
        "{series}" => "cup".to_owned(),
        "{season}" | "{year}" => "2026".to_owned(),
        own if own.starts_with('{') => number.to_owned(),
        own => own.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[test]
fn a_number_that_nothing_has_is_told_and_never_a_fault() {
    each("numbers", |place| {
        let club = Club::of(place.address());
        enter(&mut club.record(), &FILES.map(|own| (own.0, own.1.to_owned())));
        let roles = Role::ALL.map(|own| match own {
            Role::Administrator => "administrator *".to_owned(),
            _ => format!("{} cup/*", own.word()),
        });
        club.official("all", &roles.iter().map(String::as_str).collect::<Vec<_>>());
        let grants: Vec<_> = roles.iter().map(|own| own.parse().unwrap()).collect();
        let token = (&Digest::of(b"token"), by().when.later(600));
        club.record().make_token(&by(), "all", ("all", &grants), token).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(walk(&club));
    });
}

async fn walk(club: &Club) {
    let named = format!("{}-{}", NUMBERS[1], Digest::of(b"nothing"));
    for endpoint in endpoints().listed() {
        // Streams, what ends the session that asks, and what tries tables: they take no number.
        let path = endpoint.path.as_str();
        if ["/sign-out", "/events"].iter().any(|own| path.ends_with(own)) || path.ends_with("/try") {
            continue;
        }
        let mut asked = Vec::new();
        for number in NUMBERS {
            asked.push(numbered(path, number));
            for query in ["after", "before", "at", "round", "number"] {
                asked.push(format!("{}?{query}={number}", numbered(path, "1")));
            }
        }
        let api = path.starts_with("/api/");
        for (own, number) in asked.iter().zip(NUMBERS.iter().flat_map(|own| [own; 6])) {
            let mut request = Request::builder().method(&endpoint.method).uri(own);
            request = request.header("sec-fetch-site", "same-origin").header("accept", "text/html");
            request = match api {
                true => request
                    .header("authorization", "Bearer token")
                    .header("if-match", format!("\"{number}\"")),
                false => request.header("cookie", "parcferme=all"),
            };
            let body = match (api, path.rsplit('/').next().unwrap_or_default()) {
                (_, _) if endpoint.method == "GET" => String::new(),
                (true, "operations") => json!({"preview": named}).to_string(),
                (true, "decisions") => json!({"preview": named, "decision": ""}).to_string(),
                (true, "redactions") => {
                    json!({"why": "x", "documents": [], "operations": [{"season": "cup/2026", "number": 1u64 << 63}]})
                        .to_string()
                }
                (true, "previews") => json!({"why": "x"}).to_string(),
                (true, _) => String::new(),
                (false, _) => form_urlencoded::Serializer::new(String::new())
                    .append_pair("form", &form_token("all"))
                    .extend_pairs([("after", *number), ("preview", named.as_str()), ("why", "x"), ("number", number)])
                    .finish(),
            };
            let answered = club.ask(request.body(Body::from(body)).unwrap()).await;
            tells(&answered, api, &format!("{} {own}", endpoint.method));
        }
    }
}

fn tells(answered: &Answered, api: bool, asked: &str) {
    let status = answered.status.as_u16();
    assert!(status < 500, "{asked}: {status} {}", answered.text);
    let kind = answered.headers.get("content-type").map_or("", |own| own.to_str().unwrap());
    if status >= 400 {
        let expected = if api { "application/problem+json" } else { "text/html; charset=utf-8" };
        assert!(kind == expected || !api, "{asked}: {status} {kind} {}", answered.text);
        assert!(!answered.text.is_empty(), "{asked}: {status} says nothing");
    }
}
