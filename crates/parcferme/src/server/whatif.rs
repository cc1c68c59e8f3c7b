//! The what-if page. Its forms ask for one change more: that is made into a line, and the reader is sent to the address that
//! says all changes; what cannot be is said at the forms.

use crate::by_hand;
use crate::ending::Ending;
use crate::library::{self, Refused};
use crate::server::gate::{Endpoints, May};
use crate::server::pages::{missing, no_answer, no_rulebook};
use crate::server::respond;
use crate::server::shelf::{HTML, Served, Shelf};
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, Response, StatusCode};
use parcferme_core::Diagnostic;
use parcferme_publish::site::whatif::{Asked, Forms, page};
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
    let Some(served) = shelf.get(&format!("{series}/{year}")) else { return missing(2) };
    // Many changes are many seasons to compute: other requests go on being answered.
    let made = tokio::task::spawn_blocking(move || answer(&served, &fields));
    match made.await {
        Ok(Made::Page(StatusCode::OK, html)) => respond::body(&asked, HTML, html),
        Ok(Made::Page(status, html)) => {
            let mut response = respond::body(&HeaderMap::new(), HTML, html);
            *response.status_mut() = status;
            response
        }
        Ok(Made::At(query)) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::SEE_OTHER;
            respond::set(response.headers_mut(), LOCATION, &format!("whatif.html{query}"));
            response
        }
        Ok(Made::NoRulebook) => no_rulebook(),
        Err(_) => no_answer(),
    }
}

enum Made {
    Page(StatusCode, String),
    /// The query of the page that has the answer.
    At(String),
    NoRulebook,
}

fn answer(served: &Served, fields: &Fields) -> Made {
    let field = |name: &str| fields.iter().find(|own| own.0 == name).map_or("", |own| own.1.as_str());
    let (rulebook, set) = (field("rulebook"), field("set"));
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
