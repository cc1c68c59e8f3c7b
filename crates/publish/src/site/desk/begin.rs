//! The form of a new championship.

use super::Who;
use crate::site::head::{Head, Step};
use crate::site::{Page, page};
use crate::view::Settings;
use askama::Template;

/// What another championship may begin from.
pub struct Choices<'a> {
    /// Seasons of the record.
    pub seasons: &'a [String],
    /// Rulebooks that ship with the program.
    pub rulebooks: &'a [String],
}

impl Choices<'_> {
    /// Rulebooks to start from, apart from those of series.
    fn examples(&self, wanted: bool) -> impl Iterator<Item = &String> {
        self.rulebooks.iter().filter(move |own| own.starts_with("examples/") == wanted)
    }
}

/// What was filled in.
pub struct Given<'a> {
    pub name: &'a str,
    pub series: &'a str,
    pub season: &'a str,
    /// `own`, `rulebook ID`, or `season ID`.
    pub like: &'a str,
    pub rounds: &'a str,
    pub calendar: &'a str,
    pub classes: &'a str,
}

impl Given<'_> {
    fn is_like(&self, kind: &str, id: &str) -> bool {
        self.like.split_once(' ') == Some((kind, id))
    }
}

#[derive(Template)]
#[template(path = "desk/begin.html")]
struct Begin<'p> {
    head: Head,
    who: &'p Who,
    choices: &'p Choices<'p>,
    given: &'p Given<'p>,
    refused: &'p [String],
}

/// A new championship to be filled in.
pub fn begin(
    settings: &Settings,
    who: &Who,
    choices: &Choices<'_>,
    given: &Given<'_>,
    refused: &[String],
) -> Page {
    let mut head = Head::of_site(settings, "desk/new", "New championship", "What officials do");
    head.trail = vec![Step { name: "Desk".to_owned(), href: head.site("desk") }];
    page!(Begin { head, who, choices, given, refused })
}

/// A round as it was understood.
pub struct Round<'a> {
    pub number: String,
    pub name: &'a str,
    /// Empty where none was given, as the circuit is.
    pub day: String,
    pub circuit: &'a str,
}

/// A season as it would be made.
pub struct Understood<'a> {
    pub id: &'a str,
    pub name: &'a str,
    /// What the log will say.
    pub why: &'a str,
    pub rounds: Vec<Round<'a>>,
    pub classes: Vec<&'a str>,
    /// How many entries the season before gives.
    pub entries: usize,
    pub told: Vec<String>,
    /// Names all of it.
    pub preview: String,
}

#[derive(Template)]
#[template(path = "desk/understood.html")]
struct UnderstoodPage<'p> {
    head: Head,
    who: &'p Who,
    given: &'p Given<'p>,
    own: &'p Understood<'p>,
    classes: String,
}

/// A new championship before it is made: what was understood of what was filled in.
pub fn understood(settings: &Settings, who: &Who, given: &Given<'_>, own: &Understood<'_>) -> Page {
    let mut head = Head::of_site(settings, "desk/new", own.name, "What officials do");
    head.trail = vec![Step { name: "Desk".to_owned(), href: head.site("desk") }];
    page!(UnderstoodPage { head, who, given, own, classes: own.classes.join(", ") })
}
