//! Forms that officials send: read, and held to be of their own session.

use crate::ending::Ending;
use crate::server::official::Official;
use crate::server::problem;
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::Response;
use serde::de::DeserializeOwned;

/// The name of the field that every form of a session carries.
pub const FIELD: &str = "form";

/// The fields of a form, sent by the official whose session it is.
pub struct Posted<T>(pub T);

/// A form of another session, or of none.
pub fn stale() -> Response<Body> {
    problem::page(
        Ending::Unreadable.http_status(),
        "This form is of another session",
        "Open the page again and fill it in anew: nothing was done.",
    )
}

pub fn unreadable(detail: &str) -> Response<Body> {
    problem::page(Ending::Unreadable.http_status(), "The form cannot be read", detail)
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Posted<T> {
    type Rejection = Response<Body>;

    async fn from_request(request: Request, state: &S) -> Result<Posted<T>, Response<Body>> {
        let (mut parts, body) = request.into_parts();
        let official = Official::from_request_parts(&mut parts, state).await?;
        let request = Request::from_parts(parts, body);
        let bytes = axum::body::Bytes::from_request(request, state)
            .await
            .map_err(|own| unreadable(&format!("{}.", own.body_text())))?;
        let mut sent = form_urlencoded::parse(&bytes).filter(|own| own.0 == FIELD);
        if sent.next().is_none_or(|own| own.1 != official.form) {
            return Err(stale());
        }
        read(&bytes).map(Posted).map_err(|wrong| unreadable(&wrong))
    }
}

/// Fields by name; one whose name ends in `[]` is a list. What is wrong is said in a sentence.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    let wrong = |error: serde_json::Error| format!("{error}.");
    let mut fields = serde_json::Map::new();
    for (name, value) in form_urlencoded::parse(bytes) {
        let value = serde_json::Value::String(value.into_owned());
        match fields.get_mut(name.as_ref()) {
            None => {
                let value = match name.strip_suffix("[]") {
                    Some(_) => serde_json::Value::Array(vec![value]),
                    None => value,
                };
                fields.insert(name.into_owned(), value);
            }
            Some(serde_json::Value::Array(all)) => all.push(value),
            Some(_) => return Err(format!("`{name}` stands in it twice.")),
        }
    }
    serde_json::from_value(serde_json::Value::Object(fields)).map_err(wrong)
}
