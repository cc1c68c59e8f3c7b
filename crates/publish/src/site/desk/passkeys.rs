//! Passkeys of an official, and the page that asks a device.

use super::Who;
use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::Settings;
use askama::Template;

/// The script that asks the device. The only one that a page of officials needs.
pub const SCRIPT: &str = include_str!("../../../assets/site/passkey.js");

/// A passkey; moments in words.
#[derive(Clone, Debug)]
pub struct Passkey {
    pub name: String,
    pub made: String,
    pub used: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/passkeys.html")]
struct Passkeys<'p> {
    head: Head,
    who: &'p Who,
    passkeys: &'p [Passkey],
    refused: Option<&'p str>,
}

/// Passkeys; `refused` says why one was not added.
pub fn passkeys(settings: &Settings, who: &Who, passkeys: &[Passkey], refused: Option<&str>) -> Page {
    let head = Head::of_site(settings, "desk/passkeys", "Passkeys", "Your own account");
    page!(Passkeys { head, who, passkeys, refused })
}

/// What a device is asked.
pub struct Question {
    /// `create` or `get`.
    pub does: &'static str,
    /// What the browser is given, as JSON.
    pub options: String,
    /// Where the answer is sent, from the site's root.
    pub path: &'static str,
    /// What is sent with it.
    pub fields: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "desk/passkey.html")]
struct Asking<'p> {
    head: Head,
    lede: &'static str,
    own: &'p Question,
}

/// The page that asks a device.
pub fn passkey(settings: &Settings, own: &Question) -> Page {
    let (title, lede) = match own.does {
        "create" => ("Add a passkey", "The device makes a key for this site alone."),
        _ => ("Sign in with a passkey", "For officials who have added one."),
    };
    let head = Head::of_site(settings, own.path, title, "For officials");
    page!(Asking { head, lede, own })
}
