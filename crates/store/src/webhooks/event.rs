//! What webhooks are told of.

use std::fmt;
use std::str::FromStr;

/// What happens that somebody may want to be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// An edition was published.
    EditionPublished,
    /// A decision came onto the notice board, with all the signatures that it needs.
    DecisionSigned,
    /// Another document came onto the notice board: a finding, a protest, an appeal, a bulletin.
    NoticePosted,
}

impl Event {
    pub const ALL: [Event; 3] = [Event::EditionPublished, Event::DecisionSigned, Event::NoticePosted];

    pub const fn word(self) -> &'static str {
        match self {
            Event::EditionPublished => "edition.published",
            Event::DecisionSigned => "decision.signed",
            Event::NoticePosted => "notice.posted",
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Event {
    type Err = String;

    fn from_str(text: &str) -> Result<Event, String> {
        let known = Event::ALL.map(Event::word).join(", ");
        let found = Event::ALL.into_iter().find(|own| own.word() == text);
        found.ok_or_else(|| format!("`{}` is no event; one of {known}", text.escape_debug()))
    }
}

/// The events that a webhook is told of: at least one, each once, in their own order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Events(Vec<Event>);

impl Events {
    /// None where there is no event.
    pub fn of(mut events: Vec<Event>) -> Option<Events> {
        events.sort_unstable();
        events.dedup();
        (!events.is_empty()).then_some(Events(events))
    }

    pub fn has(&self, event: Event) -> bool {
        self.0.contains(&event)
    }

    pub fn iter(&self) -> impl Iterator<Item = Event> + '_ {
        self.0.iter().copied()
    }
}

impl Default for Events {
    /// Editions alone.
    fn default() -> Events {
        Events(vec![Event::EditionPublished])
    }
}

impl fmt::Display for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.iter().map(|own| own.word()).collect::<Vec<_>>().join(" "))
    }
}

impl FromStr for Events {
    type Err = String;

    fn from_str(text: &str) -> Result<Events, String> {
        let events = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        Events::of(events).ok_or_else(|| "no event is named".to_owned())
    }
}

/// A document that an operation puts onto the notice board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Posted {
    /// Its number there.
    pub number: u32,
    /// A decision, or another document.
    pub is_decision: bool,
}

impl Posted {
    pub const fn event(self) -> Event {
        if self.is_decision { Event::DecisionSigned } else { Event::NoticePosted }
    }
}
