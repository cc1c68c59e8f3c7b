//! `/desk/tokens`: what programs sign in with.

use super::{Answer, go, in_words, page, refused, who};
use crate::record::{self, now};
use crate::server::form::{Posted, unreadable};
use crate::server::gate::{Endpoints, May};
use crate::server::official::Official;
use crate::server::pages::missing;
use crate::server::shelf::Shelf;
use axum::extract::State;
use parcferme_publish::site::desk::{self as pages, Token};
use parcferme_publish::stamp::moment_in_words;
use parcferme_store::{Account, Fault, Grant, Role};
use serde::Deserialize;
use std::sync::Arc;

const PATH: &str = "/desk/tokens";
const MOST_DAYS: i64 = 366;

pub fn endpoints() -> Endpoints {
    Endpoints::new().get(PATH, May::SignedIn, show).post(PATH, May::SignedIn, change)
}

async fn show(State(shelf): State<Arc<Shelf>>, own: Official) -> Answer {
    listed(&shelf, &own, None).await
}

async fn listed(shelf: &Arc<Shelf>, own: &Official, made: Option<(&str, &str)>) -> Answer {
    let Some(keeper) = &shelf.record else { return missing() };
    let login = own.account.login.clone();
    match keeper.ask(move |record| record.tokens(&login)).await {
        Ok(tokens) => {
            let now = now();
            let tokens: Vec<Token> = tokens
                .into_iter()
                .map(|own| Token {
                    name: own.name,
                    roles: own.grants.iter().map(in_words).collect(),
                    until: moment_in_words(own.until),
                    over: own.until <= now,
                    used: own.used.map(moment_in_words),
                })
                .collect();
            page(pages::tokens(&shelf.settings, &who(own), &tokens, &possible(&own.account), made))
        }
        Err(fault) => refused(&fault),
    }
}

/// What a token of an account can be given, with words for it: each role of its own, and reading alone.
fn possible(account: &Account) -> Vec<(String, String)> {
    let mut grants: Vec<Grant> = Vec::new();
    for own in &account.grants {
        let reads =
            (own.role != Role::Administrator).then(|| Grant { role: Role::Reader, scope: own.scope.clone() });
        for grant in [Some(own.clone()), reads].into_iter().flatten() {
            if !grants.contains(&grant) {
                grants.push(grant);
            }
        }
    }
    grants.sort();
    grants.iter().map(|own| (own.to_string(), in_words(own))).collect()
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
enum Change {
    Make {
        name: String,
        #[serde(rename = "grant[]", default)]
        grants: Vec<String>,
        days: String,
    },
    Revoke {
        name: String,
    },
}

async fn change(State(shelf): State<Arc<Shelf>>, own: Official, Posted(change): Posted<Change>) -> Answer {
    let Some(keeper) = &shelf.record else { return missing() };
    let login = own.account.login.clone();
    match change {
        Change::Revoke { name } => {
            let by = own.clone();
            match keeper.ask(move |record| record.revoke_token(&by.by(), &login, &name)).await {
                Ok(()) => go(PATH),
                Err(fault) => refused(&fault),
            }
        }
        Change::Make { name, grants, days } => {
            let Some(days) = days.trim().parse().ok().filter(|own| (1..=MOST_DAYS).contains(own)) else {
                return unreadable(&format!("A token is for 1 to {MOST_DAYS} days."));
            };
            let grants: Vec<Grant> = match grants.iter().map(|own| own.parse()).collect() {
                Ok(grants) => grants,
                Err(wrong) => return unreadable(&wrong),
            };
            let Ok((secret, digest)) = record::secret() else {
                return refused(&Fault::Unreachable(String::new()));
            };
            let name = name.trim().to_owned();
            let (by, named) = (own.clone(), name.clone());
            let made = keeper.ask(move |record| {
                let by = by.by();
                record.make_token(&by, &login, (&named, &grants), (&digest, by.when.later(days * 86_400)))
            });
            match made.await {
                Ok(()) => listed(&shelf, &own, Some((&name, &secret))).await,
                Err(fault) => refused(&fault),
            }
        }
    }
}
