//! The what-if page. Its forms ask for one change more: that is made into a line, and the reader is sent to the address that
//! says all changes; what cannot be is said at the forms.

use crate::by_hand;
use crate::ending::Ending;
use crate::library::{self, Refused};
use crate::server::gate::{Endpoints, May};
use crate::server::pages::{busy, missing, no_rulebook, sent_to};
use crate::server::shelf::{HTML, Served, Shelf};
use crate::server::{problem, respond};
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Response, StatusCode};
use parcferme_core::Diagnostic;
use parcferme_publish::site::whatif::{Asked, Forms, OTHER_SCALE, page};
use std::sync::Arc;

pub fn endpoints() -> Endpoints {
    Endpoints::new().get("/{series}/{year}/whatif.html", May::Anyone, what_if)
}

type Fields = Vec<(String, String)>;

async fn what_if(
    State(shelf): State<Arc<Shelf>>,
    Path((series, year)): Path<(String, String)>,
    Query(fields): Query<Fields>,
    asked: HeaderMap,
) -> Response<Body> {
    let Some(served) = shelf.get(&format!("{series}/{year}")) else { return missing() };
    // Many changes are many seasons to compute.
    let Some(_turn) = shelf.turns.take().await else { return busy() };
    match answer(&served, &fields) {
        Made::Page(StatusCode::OK, html) => respond::body(&asked, HTML, html),
        Made::Page(status, html) => {
            let mut response = respond::body(&HeaderMap::new(), HTML, html);
            *response.status_mut() = status;
            response
        }
        Made::At(query) => sent_to(&format!("whatif.html{query}"), StatusCode::SEE_OTHER),
        Made::NoRulebook => no_rulebook(),
        Made::Unknown(name) => {
            let name: String = name.chars().filter(|own| !own.is_control()).take(40).collect();
            let detail = format!("`{name}` is no parameter of this page. It has: {}.", KNOWN.join(", "));
            problem::page(Ending::Unreadable.http_status(), "Cannot be read", &detail)
        }
    }
}

enum Made {
    Page(StatusCode, String),
    /// The query of the page that has the answer.
    At(String),
    NoRulebook,
    /// A parameter that the page does not have.
    Unknown(String),
}

/// What an address may ask: what is otherwise, and the fields of the forms.
const KNOWN: [&str; 15] = [
    "rulebook",
    "set",
    "in",
    "car",
    "do",
    "seconds",
    "places",
    "places_in",
    "place",
    "with",
    "rule",
    "value",
    OTHER_SCALE,
    "cancel",
    "without",
];

fn answer(served: &Served, fields: &Fields) -> Made {
    let field = |name: &str| fields.iter().find(|own| own.0 == name).map_or("", |own| own.1.as_str());
    let (rulebook, set) = (field("rulebook"), field("set"));
    if let Some(unknown) = fields.iter().map(|own| own.0.as_str()).find(|own| !KNOWN.contains(own)) {
        return Made::Unknown(unknown.to_owned());
    }
    if !rulebook.is_empty() && !library::is_bundled(rulebook) {
        return Made::NoRulebook;
    }
    let (loaded, outcome) = (&served.computed.loaded, &served.computed.outcome);
    let mut refused = Vec::new();
    let mut noted = |own: Refused| refused.extend(own.iter().map(said));
    match by_hand::line(loaded, outcome, fields) {
        Ok(None) => {}
        Ok(Some(line)) => match served.otherwise(rulebook, &format!("{set}\n{line}")) {
            Ok(found) => match found.address().filter(|own| own.len() <= LONGEST_QUERY) {
                Some(query) => return Made::At(query),
                None => noted(vec![by_hand::too_long()]),
            },
            Err(own) => noted(own),
        },
        Err(own) => noted(own),
    }
    let chosen = by_hand::chosen(loaded, outcome, fields).unwrap_or_default();
    let rulebooks = library::bundled_rulebooks();
    let found = match rulebook.is_empty() && set.trim().is_empty() {
        true => None,
        false => served.otherwise(rulebook, set).map_err(noted).ok(),
    };
    let view = served.view();
    let forms = Forms {
        rulebooks: &rulebooks,
        scales: by_hand::scales(),
        rulebook,
        set,
        refused: &refused,
        chosen: chosen.as_ref().map(|own| (own.session, own.car.as_str())),
    };
    let status = if refused.is_empty() { StatusCode::OK } else { Ending::Unreadable.http_status() };
    let Some(found) = found else { return Made::Page(status, page(&view, &forms, None).html) };
    let warnings: Vec<String> = found.told.iter().map(|own| own.message.clone()).collect();
    let asked = Asked {
        change: &found.change,
        each: &found.each(),
        comparison: &found.comparison,
        shares: &found.shares,
        warnings: &warnings,
        query: &found.address().unwrap_or_default(),
        rules: &found.made.rules,
    };
    Made::Page(status, page(&view, &forms, Some(&asked)).html)
}

/// What an address may have behind its path, so that the whole is answered.
const LONGEST_QUERY: usize = 1_900;

/// A diagnostic as the page says it.
fn said(own: &Diagnostic) -> String {
    let mut said = format!("{}.", parcferme_publish::sheet::capital(&own.message));
    if let Some(expected) = &own.expected {
        said += &format!(" Expected: {expected}.");
    }
    if let Some(help) = &own.help {
        said += &format!(" {}.", parcferme_publish::sheet::capital(help));
    }
    said
}
