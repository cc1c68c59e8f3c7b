//! `/desk/new`: a new championship, from a template or from the season before.

use super::at::said;
use super::{Answer, at_record, go, page, unanswered, who};
use crate::desk::begin;
use crate::library::{self, Refused};
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
    Endpoints::new().get("/desk/new", May::Begins, form).post("/desk/new", May::Begins, act)
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
    /// What was shown, by its digest.
    preview: String,
    #[serde(rename = "do")]
    act: Act,
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Act {
    /// Show what was understood; nothing is made.
    #[default]
    Show,
    /// Back to the form, as it was filled in.
    Change,
    Make,
}

impl Fields {
    fn given(&self) -> pages::Given<'_> {
        pages::Given {
            name: &self.name,
            series: &self.series,
            season: &self.season,
            like: &self.like,
            rounds: &self.rounds,
            calendar: &self.calendar,
            classes: &self.classes,
        }
    }

    fn asked(&self) -> Asked {
        let Fields { name, series, season, rounds, calendar, classes, .. } = self.clone();
        Asked { name, series, season, rounds, calendar, classes }
    }
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
    page(pages::begin(&shelf.settings, &who(official), &choices, &given.given(), refused))
}

async fn act(State(shelf): State<Arc<Shelf>>, official: Official, Posted(fields): Posted<Fields>) -> Answer {
    match fields.act {
        Act::Show => understood(&shelf, &official, &fields).await,
        Act::Change => shown(&shelf, &official, &fields, &[]).await,
        Act::Make => make(&shelf, &official, &fields).await,
    }
}

/// What the season would be, for who fills it in to look at before it is made.
async fn understood(shelf: &Arc<Shelf>, official: &Official, fields: &Fields) -> Answer {
    let Some(keeper) = &shelf.record else { return missing() };
    let (asked, like, account) = (fields.asked(), fields.like.clone(), official.account.clone());
    let plan = at_record(keeper, move |record| begin::preview(record, &account, &asked, &like));
    match plan.await {
        Ok(plan) => {
            let folder = &plan.loaded.folder;
            let rounds = folder.rounds.iter().map(|own| pages::Round {
                number: own.number.map_or_else(String::new, |own| own.to_string()),
                name: &own.name,
                day: own.date.map_or_else(String::new, |own| own.to_string()),
                circuit: &own.circuit,
            });
            let understood = pages::Understood {
                id: &plan.season,
                name: &folder.name,
                why: &plan.why,
                rounds: rounds.collect(),
                classes: folder.classes.iter().map(|own| own.id.as_str()).collect(),
                entries: folder.entries.len(),
                told: said(&plan.loaded.diagnostics),
                preview: plan.digest.to_string(),
            };
            page(pages::understood(&shelf.settings, &who(official), &fields.given(), &understood))
        }
        Err(found) => not_made(shelf, official, fields, found).await,
    }
}

async fn make(shelf: &Arc<Shelf>, official: &Official, fields: &Fields) -> Answer {
    let Some(keeper) = &shelf.record else { return missing() };
    let (asked, own, address) = (fields.asked(), official.clone(), keeper.address.clone());
    let (like, preview) = (fields.like.clone(), fields.preview.clone());
    let made = at_record(keeper, move |record| {
        begin::begin(record, &address, (&own.account, &own.by()), (&asked, &like), (Some(&preview), None))
    });
    match made.await {
        Ok(own) => {
            go(&format!("/desk/{}?done={}", own.season, if own.granted { "begun-granted" } else { "begun" }))
        }
        Err(found) => not_made(shelf, official, fields, found).await,
    }
}

/// The form with what was filled in, and why it was refused.
async fn not_made(shelf: &Arc<Shelf>, official: &Official, fields: &Fields, found: Refused) -> Answer {
    let status = super::status(&found);
    if status.is_server_error() {
        return unanswered(&found);
    }
    let errors = found.into_iter().filter(|own| own.severity == Severity::Error).collect();
    let mut answer = shown(shelf, official, fields, &said(&errors)).await;
    *answer.status_mut() = status;
    answer
}
