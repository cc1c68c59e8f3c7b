//! `/desk/audit`: what was done to accounts.

use super::{Answer, page, refused};
use crate::record::accounts::noted_in_words;
use crate::server::gate::{Endpoints, May};
use crate::server::pages::missing;
use crate::server::shelf::Shelf;
use axum::extract::{Query, State};
use parcferme_publish::site::desk::{self as pages, Line};
use parcferme_publish::stamp::moment_in_words;
use serde::Deserialize;
use std::sync::Arc;

const LINES: u64 = 100;

pub fn endpoints() -> Endpoints {
    Endpoints::new().get("/desk/audit", May::Administrator, show)
}

#[derive(Deserialize)]
struct Asked {
    before: Option<u64>,
}

async fn show(State(shelf): State<Arc<Shelf>>, Query(Asked { before }): Query<Asked>) -> Answer {
    let Some(keeper) = &shelf.record else { return missing() };
    // The database counts to half as far.
    let before = before.filter(|own| i64::try_from(*own).is_ok());
    match keeper.ask(move |record| record.noted(before, LINES)).await {
        Ok(lines) => {
            let lines: Vec<Line> = lines
                .into_iter()
                .map(|own| Line {
                    number: own.number,
                    when: moment_in_words(own.when),
                    did: noted_in_words(&own),
                    who: own.who.unwrap_or_else(|| "nobody signed in".to_owned()),
                    from: own.from,
                })
                .collect();
            page(pages::audit(&shelf.settings, &lines))
        }
        Err(fault) => refused(&fault),
    }
}
