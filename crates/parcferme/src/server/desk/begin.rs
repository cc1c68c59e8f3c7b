//! `/desk/new`: a new championship, from a template or from the season before.

use super::at::said;
use super::{Answer, at_record, go, page, unanswered, who};
use crate::desk::begin;
use crate::library;
use crate::new_season::Asked;
use crate::server::form::Posted;
use crate::server::gate::{Endpoints, May};
use crate::server::official::Official;
use crate::server::pages::missing;
use crate::server::shelf::Shelf;
use axum::extract::{Query, State};
use parcferme_core::Severity;
use parcferme_publish::site::desk::begin as pages;
use serde::Deserialize;
use std::sync::Arc;

pub fn endpoints() -> Endpoints {
    Endpoints::new().get("/desk/new", May::Begins, form).post("/desk/new", May::Begins, make)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Fields {
    name: String,
    series: String,
    season: String,
    /// `own`, `rulebook ID`, or `season ID`.
    like: String,
    rounds: String,
    calendar: String,
    classes: String,
}

async fn form(State(shelf): State<Arc<Shelf>>, official: Official, Query(fields): Query<Fields>) -> Answer {
    shown(&shelf, &official, &fields, &[]).await
}

/// The form, with what was filled in; and why it was refused.
async fn shown(shelf: &Arc<Shelf>, official: &Official, given: &Fields, refused: &[String]) -> Answer {
    let Some(keeper) = &shelf.record else { return missing() };
    let account = official.account.clone();
    let seasons = match at_record(keeper, move |record| begin::before(record, &account)).await {
        Ok(own) => own,
        Err(found) => return unanswered(&found),
    };
    let rulebooks = library::bundled_rulebooks();
    let choices = pages::Choices { seasons: &seasons, rulebooks: &rulebooks };
    let given = pages::Given {
        name: &given.name,
        series: &given.series,
        season: &given.season,
        like: &given.like,
        rounds: &given.rounds,
        calendar: &given.calendar,
        classes: &given.classes,
    };
    page(pages::begin(&shelf.settings, &who(official), &choices, &given, refused))
}

async fn make(State(shelf): State<Arc<Shelf>>, official: Official, Posted(fields): Posted<Fields>) -> Answer {
    let Some(keeper) = &shelf.record else { return missing() };
    let (asked, own, address) = (fields.clone(), official.clone(), keeper.address.clone());
    let made = at_record(keeper, move |record| {
        let Fields { name, series, season, like, rounds, calendar, classes } = asked;
        let asked = Asked { name, series, season, rounds, calendar, classes };
        begin::begin(record, &address, (&own.account, &own.by()), (&asked, &like), (None, None))
    });
    match made.await {
        Ok(own) => {
            go(&format!("/desk/{}?done={}", own.season, if own.granted { "begun-granted" } else { "begun" }))
        }
        Err(found) => {
            let status = super::status(&found);
            if status.is_server_error() {
                return unanswered(&found);
            }
            let errors = found.into_iter().filter(|own| own.severity == Severity::Error).collect();
            let mut answer = shown(&shelf, &official, &fields, &said(&errors)).await;
            *answer.status_mut() = status;
            answer
        }
    }
}
