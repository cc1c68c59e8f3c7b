//! Who made a request: an official by the session of a cookie, or by the token of a program.

use crate::record::now;
use crate::server::came::Came;
use crate::server::keeper::Keeper;
use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Response, StatusCode};
use parcferme_store::{Account, By, Digest, Fault, Role};
use std::sync::Arc;

/// A session that nobody uses ends after so many seconds.
pub const IDLE_SECONDS: u32 = 8 * 3600;
/// And in any case after so many.
pub const SESSION_SECONDS: u32 = 7 * 86_400;

/// Where nobody between can read it, the browser holds the cookie to this host and path and to encrypted connections.
const PRIVATE_COOKIE: &str = "__Host-parcferme";
/// Browsers refuse such a cookie on plain HTTP, which is all there is at a bare address in a paddock.
const PLAIN_COOKIE: &str = "parcferme";

/// Who made a request that came through the gate.
#[derive(Clone, Debug)]
pub struct Official {
    /// With the roles of a token alone where a program asks.
    pub account: Account,
    /// For the season of the path; for the whole record where the path names none.
    pub roles: Vec<Role>,
    pub season: Option<String>,
    /// The address that the request came from.
    pub from: String,
    /// What every form of this session carries.
    pub form: String,
    /// The session; none where a program asks.
    pub session: Option<Digest>,
}

impl Official {
    /// For the audit log, now.
    pub fn by(&self) -> By<'_> {
        By { who: Some(&self.account.login), from: &self.from, when: now() }
    }
}

impl<S: Sync> FromRequestParts<S> for Official {
    type Rejection = Response<axum::body::Body>;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Official, Self::Rejection> {
        parts.extensions.get::<Official>().cloned().ok_or_else(|| {
            // An endpoint for anybody asks for an official: a fault of the program, and nobody comes through by it.
            let mut answer = Response::default();
            *answer.status_mut() = StatusCode::FORBIDDEN;
            answer
        })
    }
}

/// What a form of a session carries: who does not know the session cannot know it.
pub fn form_token(secret: &str) -> String {
    Digest::of(format!("form {secret}").as_bytes()).to_string()
}

/// The cookie that begins a session, or ends it where there is no secret.
pub fn cookie(came: &Came, secret: Option<&str>) -> String {
    let (name, secure) = if came.private { (PRIVATE_COOKIE, "; Secure") } else { (PLAIN_COOKIE, "") };
    let (value, age) = secret.map_or(("", 0), |own| (own, SESSION_SECONDS));
    format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}")
}

fn secret_of_cookie<'h>(headers: &'h HeaderMap, came: &Came) -> Option<&'h str> {
    let name = if came.private { PRIVATE_COOKIE } else { PLAIN_COOKIE };
    let cookies = headers.get_all(COOKIE).iter().filter_map(|own| own.to_str().ok());
    cookies.flat_map(|own| own.split(';')).find_map(|own| own.trim().strip_prefix(name)?.strip_prefix('='))
}

fn secret_of_program(headers: &HeaderMap) -> Option<&str> {
    let (kind, secret) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    kind.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// Who made a request; none where nobody is signed in, or the session or token has ended.
pub async fn who(
    keeper: &Arc<Keeper>,
    headers: &HeaderMap,
    came: &Came,
    api: bool,
    season: Option<String>,
) -> Result<Option<Official>, Fault> {
    let secret = if api { secret_of_program(headers) } else { secret_of_cookie(headers, came) };
    let Some(secret) = secret.filter(|own| !own.is_empty()) else { return Ok(None) };
    let digest = Digest::of(secret.as_bytes());
    let account =
        keeper
            .ask(move |record| {
                if api { record.token(&digest, now()) } else { record.session(&digest, now(), IDLE_SECONDS) }
            })
            .await?;
    Ok(account.map(|account| Official {
        roles: account.roles(season.as_deref()),
        account,
        season,
        from: came.from.to_string(),
        form: form_token(secret),
        session: (!api).then_some(digest),
    }))
}

/// Whether a browser says that a form was sent from a page of this site. Every browser says one of the two; who says
/// neither is not let through.
pub fn is_of_this_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|own| own.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let origin = text(ORIGIN.as_str()).and_then(|own| own.split_once("://")).map(|own| own.1);
    origin.is_some() && origin == text(HOST.as_str())
}
