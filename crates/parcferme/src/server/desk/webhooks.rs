//! `/desk/webhooks`: to whom editions and documents of the notice board are announced.

use super::at::said;
use super::{Answer, at_record, go, page, unanswered, who};
use crate::desk::webhooks as own;
use crate::library::Refused;
use crate::record::refused;
use crate::server::form::Posted;
use crate::server::gate::{Endpoints, May};
use crate::server::official::Official;
use crate::server::pages::missing;
use crate::server::shelf::Shelf;
use crate::webhook::{next, off_in_words, state};
use axum::extract::State;
use parcferme_publish::scenario::listed as in_a_row;
use parcferme_publish::sheet::capital;
use parcferme_publish::site::desk::{self as pages, Delivery, Webhook};
use parcferme_publish::stamp::moment_in_words;
use parcferme_store::{self as store, Announced, Event, Events, Record, Scope};
use serde::Deserialize;
use std::sync::Arc;

const PATH: &str = "/desk/webhooks";

pub fn endpoints() -> Endpoints {
    Endpoints::new().get(PATH, May::Administrator, show).post(PATH, May::Administrator, change)
}

async fn show(State(shelf): State<Arc<Shelf>>, official: Official) -> Answer {
    listed(&shelf, &official, None, (&[], &Given::default())).await
}

async fn listed(
    shelf: &Arc<Shelf>,
    official: &Official,
    made: Option<(&str, &str)>,
    (refused, given): (&[String], &Given),
) -> Answer {
    let Some(keeper) = &shelf.record else { return missing() };
    match at_record(keeper, all).await {
        Ok(all) => {
            let given = pages::FilledWebhook {
                address: &given.address,
                seasons: &given.seasons,
                events: given.chosen.events().map(|(own, is)| (own.word(), in_words(own), is)).to_vec(),
            };
            page(pages::webhooks(&shelf.settings, &who(official), &all, made, (refused, &given)))
        }
        Err(found) => unanswered(&found),
    }
}

fn all(record: &mut Record) -> Result<Vec<Webhook>, Refused> {
    let all = record.webhooks().map_err(refused)?;
    all.into_iter()
        .map(|own| {
            let deliveries = record.deliveries(&own.id, own::SHOWN).map_err(refused)?;
            Ok(Webhook {
                address: own.target.to_string(),
                seasons: match &own.scope {
                    Scope::Everything => "All seasons".to_owned(),
                    Scope::Series(own) => format!("Every season of {own}"),
                    Scope::Season(own) => own.clone(),
                },
                events: told_of(&own.events),
                told: Event::ALL.map(|event| (event.word(), in_words(event), own.events.has(event))).to_vec(),
                off: own.off.as_ref().map(|off| capital(&off_in_words(off))),
                deliveries: deliveries.into_iter().map(|one| delivery(&own, one)).collect(),
                id: own.id,
            })
        })
        .collect()
}

fn delivery(to: &store::Webhook, own: store::Delivery) -> Delivery {
    let state = state(to, &own);
    let next = next(to, &own).filter(|_| own.attempts > 0).map(moment_in_words);
    let last = match (own.fault, own.status) {
        (Some(fault), _) => capital(&fault),
        (None, Some(status)) => format!("It answered {status}"),
        (None, None) => String::new(),
    };
    Delivery {
        what: match own.about {
            Announced::Test => "A test".to_owned(),
            Announced::Edition { season, number } => format!("{season}, edition {number}"),
            Announced::Document { season, posted, .. } => format!("{season}, document {}", posted.number),
        },
        made: moment_in_words(own.made),
        state,
        attempts: own.attempts,
        told: match next {
            Some(next) if last.is_empty() => format!("Next {next}"),
            Some(next) => format!("{last}. Next {next}"),
            None => last,
        },
    }
}

/// A webhook as it is filled in.
#[derive(Clone, Deserialize)]
struct Given {
    address: String,
    seasons: String,
    #[serde(flatten)]
    chosen: Chosen,
}

/// Events, each where its box is ticked.
#[derive(Clone, Default, Deserialize)]
struct Chosen {
    #[serde(rename = "edition.published")]
    editions: Option<String>,
    #[serde(rename = "decision.signed")]
    decisions: Option<String>,
    #[serde(rename = "notice.posted")]
    notices: Option<String>,
}

impl Default for Given {
    fn default() -> Given {
        let (address, seasons) = (String::new(), "*".to_owned());
        Given { address, seasons, chosen: Chosen { editions: Some("yes".to_owned()), ..Chosen::default() } }
    }
}

impl Chosen {
    /// The words of those that are chosen.
    fn words(&self) -> Vec<String> {
        self.events().into_iter().filter(|own| own.1).map(|own| own.0.word().to_owned()).collect()
    }

    /// Each event, and whether it is chosen.
    fn events(&self) -> [(Event, bool); 3] {
        [
            (Event::EditionPublished, self.editions.is_some()),
            (Event::DecisionSigned, self.decisions.is_some()),
            (Event::NoticePosted, self.notices.is_some()),
        ]
    }
}

/// What somebody is told of, for a page.
fn in_words(event: Event) -> &'static str {
    match event {
        Event::EditionPublished => "editions",
        Event::DecisionSigned => "signed decisions",
        Event::NoticePosted => "other notices: findings, protests, appeals, bulletins",
    }
}

fn told_of(events: &Events) -> String {
    let short = |own: Event| in_words(own).split(':').next().unwrap_or_default();
    format!("told of {}", in_a_row(&events.iter().map(short).collect::<Vec<_>>()))
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
enum Change {
    Add(Given),
    Test { id: String },
    On { id: String },
    Remove { id: String },
    Events(Told),
}

/// What a webhook is told of, as a form says it.
#[derive(Deserialize)]
struct Told {
    id: String,
    #[serde(flatten)]
    chosen: Chosen,
}

async fn change(
    State(shelf): State<Arc<Shelf>>,
    official: Official,
    Posted(change): Posted<Change>,
) -> Answer {
    let Some(keeper) = &shelf.record else { return missing() };
    let by = official.clone();
    let done = match change {
        Change::Add(given) => {
            let (sender, own) = (shelf.sender.clone(), given.clone());
            let events = own.chosen.words();
            let added = at_record(keeper, move |record| {
                own::add(record, &by.by(), &sender, (&own.address, &own.seasons), &events)
            });
            return match added.await {
                Ok((webhook, secret)) => {
                    let made = (webhook.target.to_string(), secret);
                    listed(&shelf, &official, Some((&made.0, &made.1)), (&[], &Given::default())).await
                }
                Err(found) if super::status(&found).is_server_error() => unanswered(&found),
                Err(found) => {
                    let mut answer = listed(&shelf, &official, None, (&said(&found), &given)).await;
                    *answer.status_mut() = super::status(&found);
                    answer
                }
            };
        }
        Change::Test { id } => at_record(keeper, move |record| own::test(record, &id).map(drop)).await,
        Change::On { id } => {
            at_record(keeper, move |record| own::switch_on(record, &by.by(), &id).map(drop)).await
        }
        Change::Events(Told { id, chosen }) => {
            let events = chosen.words();
            at_record(keeper, move |record| own::change(record, &by.by(), &id, &events).map(drop)).await
        }
        Change::Remove { id } => {
            at_record(keeper, move |record| own::remove(record, &by.by(), &id).map(drop)).await
        }
    };
    match done {
        Ok(()) => go(PATH),
        Err(found) => unanswered(&found),
    }
}
