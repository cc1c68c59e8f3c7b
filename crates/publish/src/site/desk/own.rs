//! What officials keep for themselves: password, sessions, tokens; and the audit log.

use super::Who;
use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::Settings;
use askama::Template;

#[derive(Template)]
#[template(path = "desk/account.html")]
struct Account<'p> {
    head: Head,
    who: &'p Who,
    passkeys: bool,
    refused: Option<&'p str>,
}

/// Password and sessions; `passkeys` whether they can be had here, `refused` why a password was not changed.
pub fn account(settings: &Settings, who: &Who, passkeys: bool, refused: Option<&str>) -> Page {
    let head = Head::of_site(settings, "desk/account", "Password and sessions", "Your own account");
    page!(Account { head, who, passkeys, refused })
}

/// A token without its secret; moments in words.
#[derive(Clone, Debug)]
pub struct Token {
    pub name: String,
    pub roles: Vec<String>,
    pub until: String,
    pub over: bool,
    pub used: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/tokens.html")]
struct Tokens<'p> {
    head: Head,
    who: &'p Who,
    tokens: &'p [Token],
    grants: &'p [(String, String)],
    made: Option<(&'p str, &'p str)>,
}

/// Tokens; `grants` are what one can be given, with words for it; `made` is one with its secret, which is shown this once.
pub fn tokens(
    settings: &Settings,
    who: &Who,
    tokens: &[Token],
    grants: &[(String, String)],
    made: Option<(&str, &str)>,
) -> Page {
    let head = Head::of_site(settings, "desk/tokens", "Tokens", "For programs that use the API");
    page!(Tokens { head, who, tokens, grants, made })
}

/// A line of the audit log in words.
#[derive(Clone, Debug)]
pub struct Line {
    pub number: u64,
    pub when: String,
    pub who: String,
    pub did: String,
    pub from: String,
}

#[derive(Template)]
#[template(path = "desk/audit.html")]
struct Audit<'p> {
    head: Head,
    lines: &'p [Line],
}

/// Lines of the audit log, the newest first.
pub fn audit(settings: &Settings, lines: &[Line]) -> Page {
    let head = Head::of_site(settings, "desk/audit", "Audit log", "What was done to accounts");
    page!(Audit { head, lines })
}
