//! `?at=` at any page of a season: what everybody was shown of it at a moment, which is the edition that was the last then.

use crate::ending::Ending;
use crate::server::desk::{at_record, unanswered};
use crate::server::keeper::Keeper;
use crate::server::pages::sent_to;
use crate::server::problem;
use crate::server::shelf::Shelf;
use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::{Response, StatusCode};
use axum::middleware::Next;
use parcferme_core::printable::printable;
use parcferme_core::season::Moment;
use parcferme_publish::stamp::moment_in_words;
use std::sync::Arc;

type Answer = Response<Body>;

/// Leads to the edition of the moment that an address names; all else goes on.
pub async fn then(State(shelf): State<Arc<Shelf>>, request: Request, next: Next) -> Answer {
    let Some((season, at)) = wanted(&shelf, &request) else { return next.run(request).await };
    // In an address a plus is a space, unless it is written as `%2B`.
    let Ok(moment) = at.trim().replace(' ', "+").parse::<Moment>() else {
        let detail = format!(
            "“{}” is no moment. One has a day, an hour and its distance from UTC, such as 2026-08-03T12:00Z.",
            printable(&at)
        );
        return problem::page_of("PF1434", Ending::Unreadable.http_status(), "Which moment?", &detail);
    };
    let keeper = shelf.record.clone().filter(|_| shelf.published(&season).is_some());
    let Some(keeper) = keeper else {
        let detail = "The season is read from a folder, which has no past here. Ask for it without a moment.";
        return problem::page(Ending::Unreadable.http_status(), "As it is, and not as it was", detail);
    };
    let is_data = request.uri().path().ends_with(".json");
    edition(&keeper, season, (moment, is_data)).await
}

async fn edition(keeper: &Arc<Keeper>, season: String, (moment, is_data): (Moment, bool)) -> Answer {
    let of = season.clone();
    let asked = at_record(keeper, move |record| record.editions(&of).map_err(crate::record::refused));
    let editions = match asked.await {
        Ok(own) => own,
        Err(found) => return unanswered(&found),
    };
    match editions.iter().rev().find(|own| own.when.utc() <= moment.utc()) {
        Some(own) => {
            let document = if is_data { "/standings.json" } else { "" };
            sent_to(&format!("/editions/{season}/{}{document}", own.number), StatusCode::SEE_OTHER)
        }
        None => {
            let first = editions.first().map_or_else(String::new, |own| {
                format!(" The first edition is of {}.", moment_in_words(own.when.on_clock_of(moment)))
            });
            let detail = format!("At {} nothing had been published.{first}", moment_in_words(moment));
            problem::page_of("PF1322", Ending::Unknown.http_status(), "Nothing had been published", &detail)
        }
    }
}

/// The season and the moment that are asked for; none where no season or no moment is.
fn wanted(shelf: &Shelf, request: &Request) -> Option<(String, String)> {
    let Query(all) = Query::<Vec<(String, String)>>::try_from_uri(request.uri()).ok()?;
    let (_, at) = all.into_iter().find(|own| own.0 == "at")?;
    let mut parts = request.uri().path().split('/').skip(1);
    let season = format!("{}/{}", parts.next()?, parts.next()?);
    shelf.get(&season).map(|_| (season, at))
}
