//! `/desk/people`: who has an account, with which roles; inviting, granting, revoking, shutting.

use super::{Answer, at_record, go, in_words, page, refused, unanswered, who};
use crate::desk::ties;
use crate::record::{self, LINK_SECONDS};
use crate::server::came::Came;
use crate::server::form::{Posted, unreadable};
use crate::server::gate::{Endpoints, May};
use crate::server::official::Official;
use crate::server::pages::missing;
use crate::server::shelf::Shelf;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::http::header::HOST;
use parcferme_publish::site::desk::{self as pages, Given, Person};
use parcferme_store::{Account, Fault, Grant, Record, Role, Tie};
use serde::Deserialize;
use std::sync::Arc;

const PATH: &str = "/desk/people";

pub fn endpoints() -> Endpoints {
    Endpoints::new().get(PATH, May::Administrator, show).post(PATH, May::Administrator, invite).post(
        "/desk/people/{login}/change",
        May::Administrator,
        change,
    )
}

#[derive(Deserialize)]
struct Shown {
    #[serde(default)]
    done: String,
}

/// What was done, in words; an address says which of them, and no others.
fn done(word: &str) -> &'static str {
    match word {
        "tied-unseen" => {
            "The tie is kept, but no season there has a competitor yet: look again when one has."
        }
        _ => "",
    }
}

async fn show(State(shelf): State<Arc<Shelf>>, own: Official, Query(shown): Query<Shown>) -> Answer {
    let Some(keeper) = &shelf.record else { return missing() };
    match keeper.ask(Record::accounts).await {
        Ok(accounts) => {
            let people: Vec<Person> = accounts.into_iter().map(person).collect();
            let roles = Role::ALL.map(Role::word);
            page(pages::people(&shelf.settings, &who(&own), &people, &roles, done(&shown.done)))
        }
        Err(fault) => refused(&fault),
    }
}

fn person(own: Account) -> Person {
    let given = |grant: &Grant| Given {
        role: grant.role.word().to_owned(),
        scope: grant.scope.to_string(),
        words: in_words(grant),
    };
    Person {
        out: match (own.disabled, own.has_password) {
            (true, _) => Some("shut"),
            (false, false) => Some("has not chosen a password"),
            (false, true) => None,
        },
        roles: own.grants.iter().map(given).collect(),
        ties: own.ties.iter().map(|own| (own.competitor.clone(), own.scope.to_string())).collect(),
        login: own.login,
        name: own.name,
        disabled: own.disabled,
    }
}

#[derive(Deserialize)]
struct Invited {
    login: String,
    name: String,
    role: String,
    scope: String,
}

async fn invite(
    State(shelf): State<Arc<Shelf>>,
    own: Official,
    came: Came,
    headers: HeaderMap,
    Posted(invited): Posted<Invited>,
) -> Answer {
    let grant = match grant_of(&invited.role, &invited.scope) {
        Ok(grant) => grant,
        Err(wrong) => return unreadable(&wrong),
    };
    let (login, name) = (invited.login.trim().to_lowercase(), invited.name.trim().to_owned());
    let shown = name.clone();
    by_link(&shelf, &came, &headers, &shown, move |record, digest| {
        let by = own.by();
        record.invite(&by, (&login, &name), &[grant], (digest, by.when.later(LINK_SECONDS)))
    })
    .await
}

fn grant_of(role: &str, scope: &str) -> Result<Grant, String> {
    let wrong = |own: String| format!("{}.", parcferme_publish::sheet::capital(&own));
    role.parse().and_then(|role| Grant::new(role, scope.trim().parse()?)).map_err(wrong)
}

/// Draws a link, has the record know it, and shows it this once.
async fn by_link(
    shelf: &Arc<Shelf>,
    came: &Came,
    headers: &HeaderMap,
    name: &str,
    enter: impl FnOnce(&mut Record, &parcferme_store::Digest) -> Result<(), Fault> + Send + 'static,
) -> Answer {
    let Some(keeper) = &shelf.record else { return missing() };
    let Ok((secret, digest)) = record::secret() else { return refused(&Fault::Unreachable(String::new())) };
    match keeper.ask(move |record| enter(record, &digest)).await {
        Ok(()) => {
            let base = shelf.settings.base_url.as_ref().map(|own| own.trim_end_matches('/').to_owned());
            let base = base.unwrap_or_else(|| {
                let host = headers.get(HOST).and_then(|own| own.to_str().ok()).unwrap_or_default();
                format!("{}://{host}", if came.private { "https" } else { "http" })
            });
            page(pages::link(&shelf.settings, name, &format!("{base}/welcome/{secret}")))
        }
        Err(fault) => refused(&fault),
    }
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
enum Change {
    Grant { role: String, scope: String },
    Revoke { role: String, scope: String },
    Tie { competitor: String, scope: String },
    Untie { competitor: String, scope: String },
    Link,
    Disable,
    Enable,
}

async fn change(
    State(shelf): State<Arc<Shelf>>,
    Path(login): Path<String>,
    own: Official,
    came: Came,
    headers: HeaderMap,
    Posted(change): Posted<Change>,
) -> Answer {
    let Some(keeper) = shelf.record.clone() else { return missing() };
    let tie = |competitor: &str, scope: &str| {
        let scope = scope
            .trim()
            .parse()
            .map_err(|own: String| format!("{}.", parcferme_publish::sheet::capital(&own)))?;
        Ok::<Tie, String>(Tie { scope, competitor: competitor.trim().to_owned() })
    };
    type Entered = Box<dyn FnOnce(&mut Record) -> Result<(), Fault> + Send>;
    let enter: Result<Entered, String> = match change {
        Change::Link => {
            let shown = login.clone();
            return by_link(&shelf, &came, &headers, &shown, move |record, digest| {
                let by = own.by();
                record.make_link(&by, Some(&login), (digest, by.when.later(LINK_SECONDS)))
            })
            .await;
        }
        Change::Grant { role, scope } => grant_of(&role, &scope).map(|grant| {
            Box::new(move |record: &mut Record| record.grant(&own.by(), &login, &grant)) as Entered
        }),
        Change::Revoke { role, scope } => grant_of(&role, &scope).map(|grant| {
            Box::new(move |record: &mut Record| record.revoke(&own.by(), &login, &grant)) as Entered
        }),
        Change::Tie { competitor, scope } => match tie(&competitor, &scope) {
            Err(wrong) => Err(wrong),
            Ok(tie) => {
                let tied = at_record(&keeper, move |record| {
                    let meant = ties::meant(record, &tie)?;
                    record.tie(&own.by(), &login, &meant.tie, true).map_err(record::refused)?;
                    Ok(meant.is_known)
                });
                return match tied.await {
                    Ok(true) => go(PATH),
                    Ok(false) => go(&format!("{PATH}?done=tied-unseen")),
                    Err(found) => unanswered(&found),
                };
            }
        },
        Change::Untie { competitor, scope } => tie(&competitor, &scope).map(|tie| {
            Box::new(move |record: &mut Record| record.tie(&own.by(), &login, &tie, false)) as Entered
        }),
        Change::Disable => Ok(Box::new(move |record| record.disable(&own.by(), &login, true))),
        Change::Enable => Ok(Box::new(move |record| record.disable(&own.by(), &login, false))),
    };
    match enter {
        Err(wrong) => unreadable(&wrong),
        Ok(enter) => match keeper.ask(enter).await {
            Ok(()) => go(PATH),
            Err(fault) => refused(&fault),
        },
    }
}
