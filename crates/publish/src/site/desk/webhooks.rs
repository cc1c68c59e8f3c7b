//! To whom editions and documents of the notice board are announced, and what became of the last announcements.

use super::Who;
use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::Settings;
use askama::Template;

/// A webhook; moments in words.
#[derive(Clone, Debug)]
pub struct Webhook {
    pub id: String,
    pub address: String,
    /// For which seasons, in words.
    pub seasons: String,
    /// Of what, in words.
    pub events: String,
    /// Each event: its name, in words, and whether it is told of it.
    pub told: Vec<(&'static str, &'static str, bool)>,
    /// That it is switched off, since when and why.
    pub off: Option<String>,
    pub deliveries: Vec<Delivery>,
}

#[derive(Clone, Debug)]
pub struct Delivery {
    pub what: String,
    pub made: String,
    /// `waiting`, `held`, `taken`, `given up`.
    pub state: &'static str,
    pub attempts: u64,
    /// What came of the last attempt, and when the next is.
    pub told: String,
}

#[derive(Template)]
#[template(path = "desk/webhooks.html")]
struct Webhooks<'p> {
    head: Head,
    who: &'p Who,
    webhooks: &'p [Webhook],
    made: Option<(&'p str, &'p str)>,
    refused: &'p [String],
    given: &'p Filled<'p>,
}

/// The form as it was filled in.
#[derive(Clone, Debug)]
pub struct Filled<'p> {
    pub address: &'p str,
    pub seasons: &'p str,
    /// Each event: its name, in words, and whether it is chosen.
    pub events: Vec<(&'static str, &'static str, bool)>,
}

/// All webhooks; `made` is the address of one that was added, with its secret, which is shown this once; `refused` says why
/// one was not, `given` what was filled in.
pub fn webhooks(
    settings: &Settings,
    who: &Who,
    webhooks: &[Webhook],
    made: Option<(&str, &str)>,
    (refused, given): (&[String], &Filled<'_>),
) -> Page {
    let head =
        Head::of_site(settings, "desk/webhooks", "Webhooks", "To whom editions and notices are announced");
    page!(Webhooks { head, who, webhooks, made, refused, given })
}
