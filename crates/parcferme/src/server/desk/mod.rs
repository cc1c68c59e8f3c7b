//! `/desk`, and the way in: what officials do in the browser. Forms that need no script; an answer to one that was done is
//! a redirect, so that a page loaded anew does nothing again.

mod account;
mod audit;
mod people;
mod sign_in;
mod tokens;

use crate::ending::Ending;
use crate::server::gate::{Endpoints, May};
use crate::server::official::Official;
use crate::server::problem;
use crate::server::respond;
use crate::server::shelf::{HTML, Shelf};
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::{Response, StatusCode};
use parcferme_publish::site::Page;
use parcferme_publish::site::desk::{self as pages, Who};
use parcferme_store::Fault;
use std::sync::Arc;
use tower_http::limit::RequestBodyLimitLayer;

pub type Answer = Response<Body>;

/// A form of text: longer than any that a person fills in.
const MAX_FORM_BYTES: usize = 64 << 10;

pub fn endpoints() -> Endpoints {
    Endpoints::new()
        .get("/desk", May::SignedIn, front)
        .merge(sign_in::endpoints())
        .merge(people::endpoints())
        .merge(account::endpoints())
        .merge(tokens::endpoints())
        .merge(audit::endpoints())
        .layered(|router| router.layer(RequestBodyLimitLayer::new(MAX_FORM_BYTES)))
}

async fn front(State(shelf): State<Arc<Shelf>>, official: Official) -> Answer {
    page(pages::front(&shelf.settings, &who(&official), &[]))
}

/// Somebody who is signed in, as pages name them.
pub fn who(official: &Official) -> Who {
    let account = &official.account;
    Who {
        login: account.login.clone(),
        name: account.name.clone(),
        form: official.form.clone(),
        is_administrator: account.is_administrator(),
        roles: account.grants.iter().map(in_words).collect(),
    }
}

pub use crate::record::accounts::grant_in_words as in_words;

/// A page that is shown once, to one.
pub fn page(page: Page) -> Answer {
    let mut answer = Response::new(Body::from(page.html));
    respond::set(answer.headers_mut(), CONTENT_TYPE, HTML);
    respond::set(answer.headers_mut(), CACHE_CONTROL, "no-store");
    answer
}

/// Done: the page that shows it.
pub fn go(to: &str) -> Answer {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::SEE_OTHER;
    respond::set(answer.headers_mut(), LOCATION, to);
    respond::set(answer.headers_mut(), CACHE_CONTROL, "no-store");
    answer
}

/// What the record would not do, as a page.
pub fn refused(fault: &Fault) -> Answer {
    match fault {
        Fault::Refused(what) => problem::page(
            Ending::Unreadable.http_status(),
            "That cannot be done",
            &format!("{}. Nothing was changed.", parcferme_publish::sheet::capital(what)),
            0,
        ),
        // What the database says is for its keeper.
        _ => problem::page(
            Ending::Slow.http_status(),
            "The record cannot be asked just now",
            "Try again in a minute, and look first whether it was done.",
            0,
        ),
    }
}
