//! Signing in, and choosing a password by a link that works once.

use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::Settings;
use askama::Template;

/// What the form shows again.
#[derive(Clone, Debug, Default)]
pub struct SignIn {
    pub login: String,
    /// Where to go then: a path of this site.
    pub then: String,
    /// The page that asks a device instead; none where passkeys cannot be had.
    pub passkey: Option<String>,
    /// Why somebody was not let in.
    pub refused: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/sign_in.html")]
struct SignInPage<'p> {
    head: Head,
    own: &'p SignIn,
}

pub fn sign_in(settings: &Settings, own: &SignIn) -> Page {
    let head = Head::of_site(settings, "sign-in", "Sign in", "For officials");
    page!(SignInPage { head, own })
}

/// A link that was opened.
#[derive(Clone, Debug, Default)]
pub struct Welcome {
    /// Whose it is; none where it makes the first account.
    pub name: Option<String>,
    pub login: String,
    pub chosen_name: String,
    pub refused: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/welcome.html")]
struct WelcomePage<'p> {
    head: Head,
    own: &'p Welcome,
}

/// `path` is where the form is sent, from the site's root.
pub fn welcome(settings: &Settings, own: &Welcome, path: &str) -> Page {
    let head = Head::of_site(settings, path, "Choose a password", "A link that works once");
    page!(WelcomePage { head, own })
}
