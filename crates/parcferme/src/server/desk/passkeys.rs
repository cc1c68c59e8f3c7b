//! `/desk/passkeys` and `/sign-in/passkey`: a device proves to be an official's, in place of login and password. Only where
//! browsers let it: at a name, with TLS. What a device is asked is kept in the record until it answers, for five minutes: another
//! server of the same record takes the answer too.

use super::sign_in::{begin, is, of_this_site, too_often};
use super::{Answer, go, page, refused, who};
use crate::ending::Ending;
use crate::record::{self, now};
use crate::server::came::Came;
use crate::server::form::{self, Posted};
use crate::server::front::host_of;
use crate::server::gate::{Endpoints, May};
use crate::server::keeper::Keeper;
use crate::server::official::{self, Official};
use crate::server::pages::missing;
use crate::server::problem;
use crate::server::respond;
use crate::server::shelf::Shelf;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use parcferme_publish::site::desk::passkeys::{self as pages, Question};
use parcferme_publish::stamp::moment_in_words;
use parcferme_publish::view::Settings;
use parcferme_store::{By, Digest, Fault, Passkey};
use passki::{
    AuthenticationCredential, AuthenticationOptions, AuthenticationState, Passki, RegistrationCredential,
    RegistrationOptions, RegistrationState, ResidentKeyRequirement, StoredPasskey,
    UserVerificationRequirement,
};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

const PATH: &str = "/desk/passkeys";
const SIGN_IN: &str = "/sign-in/passkey";
/// Seconds that a device may take.
const PATIENCE: i64 = 300;

pub fn endpoints() -> Endpoints {
    Endpoints::new()
        .get(PATH, May::SignedIn, show)
        .post(PATH, May::SignedIn, change)
        .get(SIGN_IN, May::Anyone, ask_device)
        .post(SIGN_IN, May::Anyone, sign_in)
        .get("/assets/passkey.js", May::Anyone, script)
}

/// What a device was asked, until it answers.
#[derive(Serialize, Deserialize)]
enum Waits {
    ForNew { login: String, name: String, state: RegistrationState },
    ForKnown(AuthenticationState),
}

impl Waits {
    /// Keeps it; the secret that the answer comes with. None where it cannot be kept now.
    async fn keep(&self, keeper: &Arc<Keeper>) -> Option<String> {
        let (secret, digest) = record::secret().ok()?;
        let about = json(self);
        let kept = keeper.ask(move |record| record.ask_device(&digest, &about, (now(), PATIENCE)));
        kept.await.ok().map(|()| secret)
    }

    /// Each is answered once.
    async fn take(keeper: &Arc<Keeper>, secret: &str) -> Option<Waits> {
        let digest = Digest::of(secret.as_bytes());
        let kept = keeper.ask(move |record| record.device_answers(&digest, now())).await.ok()??;
        serde_json::from_str(&kept).ok()
    }
}

/// Whom devices sign in to: a site with TLS at a name, or this machine itself. None where browsers would refuse.
fn party(settings: &Settings) -> Option<Passki> {
    let (scheme, rest) = settings.base_url.as_deref()?.split_once("://")?;
    let authority = rest.split('/').next()?.to_ascii_lowercase();
    let host = host_of(&authority);
    let is_name = host.parse::<IpAddr>().is_err() && !host.starts_with('[') && host.contains('.');
    let fits = (scheme == "https" && is_name) || host == "localhost";
    fits.then(|| Passki::new(host, &[&format!("{scheme}://{authority}")], "Parc Ferm\u{e9}"))
}

/// Whether passkeys can be had here.
pub fn offered(settings: &Settings) -> bool {
    party(settings).is_some()
}

/// What a device knows an account by: nobody learns the login from it.
fn handle(login: &str) -> [u8; 32] {
    *Digest::of(format!("passkey {login}").as_bytes()).bytes()
}

async fn script(asked: HeaderMap) -> Answer {
    respond::body(&asked, "text/javascript; charset=utf-8", pages::SCRIPT)
}

async fn show(State(shelf): State<Arc<Shelf>>, own: Official) -> Answer {
    listed(&shelf, &own, None).await
}

async fn listed(shelf: &Arc<Shelf>, own: &Official, why: Option<&str>) -> Answer {
    let (Some(keeper), true) = (&shelf.record, offered(&shelf.settings)) else { return missing() };
    let login = own.account.login.clone();
    match keeper.ask(move |record| record.passkeys(&login)).await {
        Ok(all) => {
            let shown = |own: Passkey| pages::Passkey {
                name: own.name,
                made: moment_in_words(own.made),
                used: own.used.map(moment_in_words),
            };
            let all: Vec<pages::Passkey> = all.into_iter().map(shown).collect();
            let mut answer = page(pages::passkeys(&shelf.settings, &who(own), &all, why));
            if why.is_some() {
                *answer.status_mut() = Ending::Unreadable.http_status();
            }
            answer
        }
        Err(fault) => refused(&fault),
    }
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
enum Change {
    Begin { name: String, password: String },
    Add { asked: String, credential: String },
    Remove { name: String },
}

async fn change(
    State(shelf): State<Arc<Shelf>>,
    own: Official,
    came: Came,
    Posted(change): Posted<Change>,
) -> Answer {
    let (Some(keeper), Some(party)) = (shelf.record.clone(), party(&shelf.settings)) else {
        return missing();
    };
    let login = own.account.login.clone();
    match change {
        Change::Begin { name, password } => {
            // Who found a session open may not add a device of his own.
            if !shelf.attempts.may(&login, came.from, Instant::now()) {
                return too_often();
            }
            let asked = login.clone();
            let known = keeper.ask(move |record| Ok((record.password(&asked)?, record.passkeys(&asked)?)));
            let (known, passkeys) = match known.await {
                Ok(known) => known,
                Err(fault) => return refused(&fault),
            };
            if !is(&shelf, password, known).await {
                return listed(&shelf, &own, Some("That is not the password of now.")).await;
            }
            shelf.attempts.was_let_in(&login, came.from);
            let name = name.trim().to_owned();
            let stored: Vec<StoredPasskey> = passkeys.iter().filter_map(stored).collect();
            let mut options = RegistrationOptions::default();
            options.resident_key = ResidentKeyRequirement::Required;
            options.user_verification = UserVerificationRequirement::Required;
            options.exclude_credentials = Some(&stored);
            let begun = party.start_passkey_registration(&handle(&login), &login, &own.account.name, options);
            let Ok((challenge, state)) = begun else { return not_asked() };
            let waits = Waits::ForNew { login, name, state };
            let Some(asked) = waits.keep(&keeper).await else { return not_asked() };
            let fields = vec![("form", own.form.clone()), ("do", "add".to_owned()), ("asked", asked)];
            question(&shelf, "create", &challenge, ("desk/passkeys", fields))
        }
        Change::Add { asked, credential } => {
            let Some(Waits::ForNew { login: of, name, state }) = Waits::take(&keeper, &asked).await else {
                return listed(&shelf, &own, Some("That took too long. Begin again.")).await;
            };
            let made = serde_json::from_str::<RegistrationCredential>(&credential).ok();
            let made = made.filter(|_| of == login);
            let made = made.and_then(|made| party.finish_passkey_registration(&made, &state).ok());
            let Some(key) = made else {
                return listed(&shelf, &own, Some("The device's answer does not hold. Nothing was added."))
                    .await;
            };
            let (by, text) = (own.clone(), json(&key));
            let added = keeper.ask(move |record| {
                record.add_passkey(&by.by(), (&login, &name), (&key.credential_id, &text))
            });
            match added.await {
                Ok(()) => go(PATH),
                Err(Fault::Refused(why)) => {
                    let why = format!("{}.", parcferme_publish::sheet::capital(&why));
                    listed(&shelf, &own, Some(&why)).await
                }
                Err(fault) => refused(&fault),
            }
        }
        Change::Remove { name } => {
            match keeper.ask(move |record| record.remove_passkey(&own.by(), &login, &name)).await {
                Ok(()) => go(PATH),
                Err(fault) => refused(&fault),
            }
        }
    }
}

/// The page that asks the device.
fn question(
    shelf: &Shelf,
    does: &'static str,
    options: &impl Serialize,
    (path, fields): (&'static str, Vec<(&'static str, String)>),
) -> Answer {
    page(pages::passkey(&shelf.settings, &Question { does, options: json(options), path, fields }))
}

/// Structs of texts, numbers and lists always have a form in JSON.
fn json(own: &impl Serialize) -> String {
    serde_json::to_string(own).unwrap_or_default()
}

fn stored(own: &Passkey) -> Option<StoredPasskey> {
    serde_json::from_str(&own.key).ok()
}

fn not_asked() -> Answer {
    problem::page(Ending::Slow.http_status(), "The device cannot be asked just now", "Try again in a minute.")
}

#[derive(Deserialize)]
struct Then {
    #[serde(default)]
    then: String,
}

async fn ask_device(
    State(shelf): State<Arc<Shelf>>,
    came: Came,
    Query(Then { then }): Query<Then>,
) -> Answer {
    let (Some(keeper), Some(party)) = (&shelf.record, party(&shelf.settings)) else { return missing() };
    if !shelf.attempts.may_ask(came.from, Instant::now()) {
        return too_often();
    }
    let mut options = AuthenticationOptions::default();
    options.user_verification = UserVerificationRequirement::Required;
    // None is named: the device offers those that it has for this site.
    let Ok((challenge, state)) = party.start_passkey_authentication(&[], options) else { return not_asked() };
    let Some(asked) = Waits::ForKnown(state).keep(keeper).await else { return not_asked() };
    let fields = vec![("then", of_this_site(&then)), ("asked", asked)];
    question(&shelf, "get", &challenge, ("sign-in/passkey", fields))
}

#[derive(Deserialize)]
struct Given {
    asked: String,
    credential: String,
    #[serde(default)]
    then: String,
}

async fn sign_in(State(shelf): State<Arc<Shelf>>, came: Came, headers: HeaderMap, body: Bytes) -> Answer {
    let (Some(keeper), Some(party)) = (shelf.record.clone(), party(&shelf.settings)) else {
        return missing();
    };
    if !official::is_of_this_site(&headers) {
        return super::sign_in::elsewhere();
    }
    let Given { asked, credential, then } = match form::read(&body) {
        Ok(given) => given,
        Err(wrong) => return form::unreadable(&wrong),
    };
    // Whose it will be is not known before: each address counts for itself.
    let counted = format!("passkey {}", came.from);
    if !shelf.attempts.may(&counted, came.from, Instant::now()) {
        return too_often();
    }
    let waited = Waits::take(&keeper, &asked).await;
    let given = serde_json::from_str::<AuthenticationCredential>(&credential).ok();
    let (Some(Waits::ForKnown(state)), Some(given)) = (waited, given) else { return not_let_in() };
    let Ok(id) = BASE64_URL_SAFE_NO_PAD.decode(given.raw_id.trim_end_matches('=')) else {
        return not_let_in();
    };
    let known = match keeper.ask(move |record| record.passkey(&id)).await {
        Ok(known) => known,
        Err(fault) => return refused(&fault),
    };
    let verified = known.and_then(|own| {
        let mut key = stored(&own)?;
        let result = party.finish_passkey_authentication(&given, &state, &key).ok()?;
        // Nobody has said yet whose it is: the device does.
        let is_its = result.user_handle.is_some_and(|said| said == handle(&own.login));
        key.counter = result.counter;
        is_its.then_some((own, json(&key)))
    });
    let Some((own, key)) = verified else {
        let from = came.from.to_string();
        let by = move |record: &mut parcferme_store::Record| {
            record.refuse_sign_in(&By { who: None, from: &from, when: now() }, None)
        };
        return match keeper.ask(by).await {
            Ok(()) => not_let_in(),
            Err(fault) => refused(&fault),
        };
    };
    let login = own.login.clone();
    match keeper.ask(move |record| record.use_passkey(&own, &key, now())).await {
        Ok(true) => {
            shelf.attempts.was_let_in(&counted, came.from);
            begin(&keeper, &came, login, &of_this_site(&then)).await
        }
        Ok(false) => not_let_in(),
        Err(fault) => refused(&fault),
    }
}

fn not_let_in() -> Answer {
    problem::page(
        Ending::NoAccount.http_status(),
        "You are not signed in",
        "The device is not known here, or it took too long. Try again, or sign in with login and password.",
    )
}
