//! People and their roles, and a link that is shown once.

use super::Who;
use crate::qr::Code;
use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::Settings;
use askama::Template;

/// Somebody with an account.
#[derive(Clone, Debug)]
pub struct Person {
    pub login: String,
    pub name: String,
    /// Why they cannot sign in; none where they can.
    pub out: Option<&'static str>,
    pub disabled: bool,
    pub roles: Vec<Given>,
    /// Competitors that they belong to: the id, and the seasons.
    pub ties: Vec<(String, String)>,
}

/// A role that somebody has.
#[derive(Clone, Debug)]
pub struct Given {
    pub role: String,
    pub scope: String,
    pub words: String,
}

#[derive(Template)]
#[template(path = "desk/people.html")]
struct People<'p> {
    head: Head,
    who: &'p Who,
    people: &'p [Person],
    roles: &'p [&'p str],
    done: &'p str,
}

/// Everybody with an account; `roles` are those that can be granted, `done` what was just done, in words.
pub fn people(settings: &Settings, who: &Who, people: &[Person], roles: &[&str], done: &str) -> Page {
    let head = Head::of_site(settings, "desk/people", "People", "Who may do what");
    page!(People { head, who, people, roles, done })
}

#[derive(Template)]
#[template(path = "desk/link.html")]
struct Link<'p> {
    head: Head,
    name: &'p str,
    link: &'p str,
    code: String,
}

/// A link that works once, as text and as a code for a phone's camera. It is not shown again.
pub fn link(settings: &Settings, name: &str, link: &str) -> Page {
    let code = Code::of(link).map_or_else(String::new, |own| own.svg("The link as a QR code"));
    let head =
        Head::of_site(settings, "desk/people", "A link that works once", "For its owner alone").anywhere();
    page!(Link { head, name, link, code })
}
