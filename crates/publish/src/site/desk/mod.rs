//! Pages of officials: signing in, and the desk. Plain forms, which need no script but where a device is asked.
//!
//! Every form of a session carries the text that the server gave for it (`form`).

pub mod adding;
pub mod begin;
pub mod entering;
pub mod laps;
pub mod log;
mod own;
pub mod passkeys;
mod people;
pub mod rulebook;
mod sign_in;
pub mod stewards;
pub mod typing;
mod webhooks;

pub use own::{Line, Token, account, audit, tokens};
pub use people::{Given, Person, link, people};
pub use sign_in::{SignIn, Welcome, sign_in, welcome};
pub use webhooks::{Delivery, Filled as FilledWebhook, Webhook, webhooks};

use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::Settings;
use askama::Template;

/// Where officials begin.
pub const PATH: &str = "desk";

/// Somebody who is signed in, as pages name them.
#[derive(Clone, Debug)]
pub struct Who {
    pub login: String,
    pub name: String,
    /// What every form of the session carries.
    pub form: String,
    pub is_administrator: bool,
    /// Roles with their seasons, in words.
    pub roles: Vec<String>,
}

#[derive(Template)]
#[template(path = "desk/front.html")]
struct Front<'p> {
    head: Head,
    who: &'p Who,
    seasons: &'p [(String, String)],
    begins: bool,
}

/// The first page after signing in: what there is to do; `seasons` are names and addresses, `begins` whether
/// they may begin another.
pub fn front(settings: &Settings, who: &Who, seasons: &[(String, String)], begins: bool) -> Page {
    let head = Head::of_site(settings, PATH, "Desk", "What officials do");
    page!(Front { head, who, seasons, begins })
}
