//! `/desk/account`: another password, and an end to all sessions.

use super::sign_in::{begin, hashed, is, too_often};
use super::{Answer, go, has_passkeys, page, refused, who};
use crate::ending::Ending;
use crate::password;
use crate::server::came::Came;
use crate::server::form::Posted;
use crate::server::gate::{Endpoints, May};
use crate::server::official::{self, Official};
use crate::server::pages::missing;
use crate::server::respond;
use crate::server::shelf::Shelf;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use parcferme_publish::site::desk as pages;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Instant;

const PATH: &str = "/desk/account";

pub fn endpoints() -> Endpoints {
    Endpoints::new().get(PATH, May::SignedIn, show).post(PATH, May::SignedIn, change)
}

async fn show(State(shelf): State<Arc<Shelf>>, own: Official) -> Answer {
    page(pages::account(&shelf.settings, &who(&own), has_passkeys(&shelf.settings), None))
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
enum Change {
    Password { current: String, password: String },
    Sessions,
}

async fn change(
    State(shelf): State<Arc<Shelf>>,
    own: Official,
    came: Came,
    Posted(change): Posted<Change>,
) -> Answer {
    let Some(keeper) = shelf.record.clone() else { return missing() };
    let login = own.account.login.clone();
    let (current, new) = match change {
        Change::Sessions => {
            return match keeper.ask(move |record| record.end_sessions(&own.by(), &own.account.login)).await {
                Ok(()) => {
                    let mut answer = go("/sign-in");
                    respond::set(answer.headers_mut(), SET_COOKIE, &official::cookie(&came, None));
                    answer
                }
                Err(fault) => refused(&fault),
            };
        }
        Change::Password { current, password } => (current, password),
    };
    // Who found a session open may not find the password by trying.
    if !shelf.attempts.may(&login, came.from, Instant::now()) {
        return too_often();
    }
    let asked = login.clone();
    let known = match keeper.ask(move |record| record.password(&asked)).await {
        Ok(known) => known,
        Err(fault) => return refused(&fault),
    };
    let why = if is(&shelf, current, known).await {
        shelf.attempts.was_let_in(&login, came.from);
        password::refused(&new, &login, &own.account.name)
    } else {
        Some("That is not the password of now.".to_owned())
    };
    if let Some(why) = why {
        let mut answer =
            page(pages::account(&shelf.settings, &who(&own), has_passkeys(&shelf.settings), Some(&why)));
        *answer.status_mut() = Ending::Unreadable.http_status();
        return answer;
    }
    let Some(hash) = hashed(&shelf, new).await else { return too_often() };
    let changed =
        keeper.ask(move |record| record.choose_password(&own.by(), &own.account.login, &hash)).await;
    match changed {
        Ok(()) => begin(&keeper, &came, login, "/desk").await,
        Err(fault) => refused(&fault),
    }
}
