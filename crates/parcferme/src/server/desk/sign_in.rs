//! Signing in and out, and links that work once.

use super::{Answer, go, has_passkeys, page, refused};
use crate::ending::Ending;
use crate::password;
use crate::record::{self, now};
use crate::server::came::Came;
use crate::server::form::{self, Posted};
use crate::server::gate::{Endpoints, May};
use crate::server::keeper::Keeper;
use crate::server::official::{self, Official, SESSION_SECONDS};
use crate::server::pages::missing;
use crate::server::problem;
use crate::server::respond;
use crate::server::shelf::Shelf;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use parcferme_publish::site::desk::{self as pages, SignIn, Welcome};
use parcferme_store::{By, Digest, Fault};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Instant;

pub fn endpoints() -> Endpoints {
    Endpoints::new()
        .get("/sign-in", May::Anyone, show)
        .post("/sign-in", May::Anyone, sign_in)
        .post("/sign-out", May::SignedIn, sign_out)
        .get("/welcome/{secret}", May::Anyone, welcome)
        .post("/welcome/{secret}", May::Anyone, choose)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    then: String,
}

async fn show(State(shelf): State<Arc<Shelf>>, Query(Asked { then }): Query<Asked>) -> Answer {
    if shelf.record.is_none() {
        return missing();
    }
    page(pages::sign_in(&shelf.settings, &form_to(&shelf, of_this_site(&then))))
}

/// What is asked of somebody who wants to go there.
fn form_to(shelf: &Shelf, then: String) -> SignIn {
    let query: String = form_urlencoded::byte_serialize(then.as_bytes()).collect();
    let passkey = has_passkeys(&shelf.settings).then(|| format!("sign-in/passkey?then={query}"));
    SignIn { then, passkey, ..SignIn::default() }
}

/// A path of this site, for whatever came with a request.
pub fn of_this_site(then: &str) -> String {
    let inside =
        then.strip_prefix("/desk").is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    let plain = !then.contains(['\\', '\r', '\n']);
    if inside && plain { then.to_owned() } else { "/desk".to_owned() }
}

#[derive(Deserialize)]
struct Given {
    login: String,
    password: String,
    #[serde(default)]
    then: String,
}

async fn sign_in(State(shelf): State<Arc<Shelf>>, came: Came, headers: HeaderMap, body: Bytes) -> Answer {
    let Some(keeper) = shelf.record.clone() else { return missing() };
    if !official::is_of_this_site(&headers) {
        return elsewhere();
    }
    let Given { login, password, then } = match form::read(&body) {
        Ok(given) => given,
        Err(wrong) => return form::unreadable(&wrong),
    };
    let login = login.trim().to_lowercase();
    let then = of_this_site(&then);
    if !shelf.attempts.may(&login, came.from, Instant::now()) {
        return too_often();
    }
    let (asked, from) = (login.clone(), came.from.to_string());
    let known = match keeper.ask(move |record| record.password(&asked)).await {
        Ok(known) => known,
        Err(fault) => return refused(&fault),
    };
    if !is(&shelf, password, known.clone()).await {
        // What is no account's login may be somebody's password in the wrong field: it is not written down.
        let of = known.is_some().then(|| login.clone());
        let told = keeper.ask(move |record| {
            record.refuse_sign_in(&By { who: None, from: &from, when: now() }, of.as_deref())
        });
        if let Err(fault) = told.await {
            return refused(&fault);
        }
        let why = "Login and password do not fit, or the account is shut.".to_owned();
        let mut answer = page(pages::sign_in(
            &shelf.settings,
            &SignIn { login, refused: Some(why), ..form_to(&shelf, then) },
        ));
        *answer.status_mut() = Ending::NoAccount.http_status();
        return answer;
    }
    shelf.attempts.was_let_in(&login, came.from);
    begin(&keeper, &came, login, &then).await
}

/// Begins a session of somebody who has proven to be its owner.
pub async fn begin(keeper: &Arc<Keeper>, came: &Came, login: String, then: &str) -> Answer {
    let Ok((secret, digest)) = record::secret() else { return refused(&Fault::Unreachable(String::new())) };
    let from = came.from.to_string();
    let begun = keeper.ask(move |record| {
        let by = By { who: Some(&login), from: &from, when: now() };
        record.begin_session(&by, &login, (&digest, by.when.later(SESSION_SECONDS.into())))
    });
    match begun.await {
        Ok(()) => {
            let mut answer = go(then);
            respond::set(answer.headers_mut(), SET_COOKIE, &official::cookie(came, Some(&secret)));
            answer
        }
        Err(fault) => refused(&fault),
    }
}

#[derive(Deserialize)]
struct Nothing {
    #[serde(rename = "form")]
    _form: String,
}

async fn sign_out(State(shelf): State<Arc<Shelf>>, came: Came, own: Official, _: Posted<Nothing>) -> Answer {
    let (Some(keeper), Some(session)) = (&shelf.record, own.session) else { return missing() };
    let ended = keeper.ask(move |record| record.end_session(&own.by(), &own.account.login, &session)).await;
    match ended {
        Ok(()) => {
            let mut answer = go("/");
            respond::set(answer.headers_mut(), SET_COOKIE, &official::cookie(&came, None));
            answer
        }
        Err(fault) => refused(&fault),
    }
}

fn path_of(secret: &str) -> String {
    format!("welcome/{secret}")
}

async fn welcome(State(shelf): State<Arc<Shelf>>, Path(secret): Path<String>) -> Answer {
    let Some(keeper) = &shelf.record else { return missing() };
    let digest = Digest::of(secret.as_bytes());
    match keeper.ask(move |record| record.linked(&digest, now())).await {
        Ok(Some(account)) => {
            let own = Welcome {
                login: account.as_ref().map_or_else(String::new, |own| own.login.clone()),
                name: account.map(|own| own.name),
                ..Welcome::default()
            };
            page(pages::welcome(&shelf.settings, &own, &path_of(&secret)))
        }
        Ok(None) => spent(),
        Err(fault) => refused(&fault),
    }
}

#[derive(Deserialize)]
struct Chosen {
    password: String,
    #[serde(default)]
    login: String,
    #[serde(default)]
    name: String,
}

async fn choose(
    State(shelf): State<Arc<Shelf>>,
    Path(secret): Path<String>,
    came: Came,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let Some(keeper) = shelf.record.clone() else { return missing() };
    if !official::is_of_this_site(&headers) {
        return elsewhere();
    }
    let chosen: Chosen = match form::read(&body) {
        Ok(chosen) => chosen,
        Err(wrong) => return form::unreadable(&wrong),
    };
    let digest = Digest::of(secret.as_bytes());
    let account = match keeper.ask(move |record| record.linked(&digest, now())).await {
        Ok(Some(account)) => account,
        Ok(None) => return spent(),
        Err(fault) => return refused(&fault),
    };
    let first = account.is_none();
    let (login, name) = account.map_or_else(
        || (chosen.login.trim().to_lowercase(), chosen.name.trim().to_owned()),
        |own| (own.login, own.name),
    );
    let again = |why: String| {
        let own = Welcome {
            login: login.clone(),
            name: (!first).then(|| name.clone()),
            chosen_name: name.clone(),
            refused: Some(why),
        };
        let mut answer = page(pages::welcome(&shelf.settings, &own, &path_of(&secret)));
        *answer.status_mut() = Ending::Unreadable.http_status();
        answer
    };
    if let Some(why) = password::refused(&chosen.password, &login, &name) {
        return again(why);
    }
    let Some(hash) = hashed(&shelf, chosen.password).await else { return too_often() };
    let (from, of) = (came.from.to_string(), (login.clone(), name.clone()));
    let used = keeper.ask(move |record| {
        let by = By { who: None, from: &from, when: now() };
        record.use_link(&by, &digest, first.then_some((of.0.as_str(), of.1.as_str())), &hash)
    });
    match used.await {
        Ok(login) => begin(&keeper, &came, login, "/desk").await,
        Err(Fault::Refused(why)) => again(format!("{}.", parcferme_publish::sheet::capital(&why))),
        Err(fault) => refused(&fault),
    }
}

/// Whether a password is the one of a hash, looked at when it is its turn.
pub async fn is(shelf: &Arc<Shelf>, password: String, known: Option<String>) -> bool {
    let Ok(_turn) = shelf.attempts.hashing.acquire().await else { return false };
    tokio::task::spawn_blocking(move || password::is(&password, known.as_deref())).await.unwrap_or(false)
}

/// A password's hash, made when it is its turn.
pub async fn hashed(shelf: &Arc<Shelf>, password: String) -> Option<String> {
    let _turn = shelf.attempts.hashing.acquire().await.ok()?;
    tokio::task::spawn_blocking(move || password::hash(&password)).await.ok()?.ok()
}

fn spent() -> Answer {
    problem::page(
        Ending::Unknown.http_status(),
        "This link does not work any more",
        "It was used, or it is too old, or a later one took its place. An administrator makes another.",
    )
}

pub fn elsewhere() -> Answer {
    problem::page(
        Ending::Forbidden.http_status(),
        "This came from another site",
        "Forms of this site are sent from its own pages.",
    )
}

pub fn too_often() -> Answer {
    let mut answer = problem::page(
        Ending::TooOften.http_status(),
        "Too many attempts",
        "Wait ten minutes, then try again. An administrator can make a link by which you choose another password.",
    );
    respond::set(answer.headers_mut(), RETRY_AFTER, "600");
    answer
}
