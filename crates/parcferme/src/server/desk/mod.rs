//! `/desk`, and the way in: what officials do in the browser. Forms that need no script; an answer to one that was done is
//! a redirect, so that a page loaded anew does nothing again.

mod account;
pub mod add;
pub mod at;
pub mod audit;
mod begin;
pub mod enter;
pub mod laps;
pub mod log;
#[cfg(feature = "passkeys")]
pub mod passkeys;
mod people;
pub mod rulebook;
pub mod shown;
mod sign_in;
pub mod stewards;
mod tokens;
pub mod typed;
mod webhooks;

use crate::ending::Ending;
use crate::library::Refused;
use crate::server::gate::{Endpoints, May};
use crate::server::keeper::Keeper;
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
use parcferme_store::{Fault, Record, Role};
use std::sync::Arc;
use tower_http::limit::RequestBodyLimitLayer;

pub type Answer = Response<Body>;

/// A form of text: longer than any that a person fills in.
const MAX_FORM_BYTES: usize = 64 << 10;

pub fn endpoints() -> Endpoints {
    Endpoints::new()
        .get("/desk", May::SignedIn, front)
        .merge(sign_in::endpoints())
        .merge(begin::endpoints())
        .merge(stewards::endpoints())
        .merge(enter::endpoints())
        .merge(log::endpoints())
        .merge(rulebook::endpoints())
        .merge(laps::endpoints())
        .merge(typed::endpoints())
        .merge(people::endpoints())
        .merge(account::endpoints())
        .merge(tokens::endpoints())
        .merge(audit::endpoints())
        .merge(webhooks::endpoints())
        .merge(passkey_endpoints())
        .layered(|router| router.layer(RequestBodyLimitLayer::new(MAX_FORM_BYTES)))
        .merge(add::endpoints())
}

#[cfg(feature = "passkeys")]
use passkeys::{endpoints as passkey_endpoints, offered as has_passkeys};

#[cfg(not(feature = "passkeys"))]
fn passkey_endpoints() -> Endpoints {
    Endpoints::new()
}

/// Whether passkeys can be had here: not where the program was built without them.
#[cfg(not(feature = "passkeys"))]
fn has_passkeys(_: &parcferme_publish::view::Settings) -> bool {
    false
}

async fn front(State(shelf): State<Arc<Shelf>>, official: Official) -> Answer {
    let Some(keeper) = &shelf.record else { return crate::server::pages::missing() };
    let heads = match keeper.ask(Record::heads).await {
        Ok(heads) => heads,
        Err(fault) => return refused(&fault),
    };
    let works_on =
        |season: &str| official.account.roles(Some(season)).iter().any(|role| *role != Role::Administrator);
    let seasons: Vec<(String, String)> = heads
        .into_iter()
        .filter(|head| works_on(&head.season))
        .map(|head| {
            let served = shelf.get(&head.season);
            let name =
                served.map_or_else(|| head.season.clone(), |own| own.computed.loaded.season.name.clone());
            (name, format!("desk/{}", head.season))
        })
        .collect();
    page(pages::front(&shelf.settings, &who(&official), &seasons, May::Begins.admits(&official)))
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
        ),
        _ => unanswered(&vec![fault.diagnostic()]),
    }
}

/// Asks the record what the desk asks, in a thread that may wait.
///
/// # Errors
/// Why it was refused.
pub async fn at_record<T: Send + 'static>(
    keeper: &Arc<Keeper>,
    question: impl FnOnce(&mut Record) -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refused> {
    let told = keeper.clone();
    let asked = keeper.ask(move |record| match question(record) {
        // A connection that may be lost is not kept.
        Err(found) if found.iter().any(|own| may_be_lost(own.id)) => {
            Err(Fault::Unreachable(found[0].message.clone()))
        }
        answer => {
            if let Err(found) = &answer {
                told.heard(found);
            }
            Ok(answer)
        }
    });
    asked.await.unwrap_or_else(|fault| Err(crate::record::refused(fault)))
}

/// Whether it is said where a connection may be lost, or what lies behind it is not in order.
fn may_be_lost(id: &str) -> bool {
    matches!(id, "PF1306" | "PF1311" | "PF1312" | "PF1313")
}

/// The status that a refusal of the record has.
pub fn status(found: &Refused) -> StatusCode {
    let ending =
        match found.first().map_or("", |own| own.id) {
            "PF1304" | "PF1305" | "PF1354" | "PF1356" | "PF1374" | "PF1417" | "PF1429" | "PF1430"
            | "PF1431" => Ending::MovedOn,
            "PF1390" => Ending::OtherState,
            "PF1321" | "PF1322" | "PF1358" | "PF1391" | "PF1392" | "PF1393" | "PF1394" | "PF1405"
            | "PF1419" => Ending::Unknown,
            "PF1415" => Ending::Gone,
            "PF1357" | "PF1373" | "PF1433" => Ending::Forbidden,
            "PF1306" | "PF1308" | "PF1309" | "PF1310" | "PF1311" => Ending::Slow,
            "PF1312" | "PF1313" => Ending::Broken,
            _ => Ending::Unreadable,
        };
    ending.http_status()
}

/// Why something was not done, as a page.
pub fn unanswered(found: &Refused) -> Answer {
    let status = status(found);
    if let Some(own) = problem::stopped(status, found) {
        return problem::answer_page(&own);
    }
    if status.is_server_error() {
        // What the database says is for its keeper.
        let detail = "Try again in a minute, and look first whether it was done.";
        return problem::page(status, "The record cannot be asked just now", detail);
    }
    let id = found.first().map_or("", |own| own.id);
    problem::page_of(id, status, "That cannot be done", &at::said(found).join(" "))
}
