//! Webhooks as they are sent: an edition or a document told in a few words, signed, to an address that leads into nobody's own network.

mod message;
mod posted;
pub(crate) mod reach;
mod send;
#[cfg(feature = "tls")]
pub(crate) mod tls;

pub use message::{Message, shown};
pub use posted::Document;
pub use send::Sender;

use crate::library::Refused;
use parcferme_core::Diagnostic;
use parcferme_core::season::Moment;
use parcferme_publish::json::announcement::{self, ANNOUNCEMENT, Announcement, Data};
use parcferme_publish::stamp::moment_in_words;
use parcferme_publish::view::Settings;
use parcferme_store::{Announced, Delivery, Edition, Event, Fault, Off, Record, Target, Webhook};

/// What a delivery is called.
pub fn kind(own: &Delivery) -> &'static str {
    own.about.event().map_or(announcement::TEST, Event::word)
}

/// How a delivery to a webhook stands.
pub fn state(to: &Webhook, own: &Delivery) -> &'static str {
    match (own.due, own.is_taken()) {
        (Some(_), _) if to.off.is_some() => "held",
        (Some(_), _) => "waiting",
        (None, true) => "taken",
        (None, false) => "given up",
    }
}

/// When a delivery is sent next; none where it is not, as to a webhook that is off.
pub fn next(to: &Webhook, own: &Delivery) -> Option<Moment> {
    own.due.filter(|_| to.off.is_none())
}

/// That a webhook is off: since when, and why.
pub fn off_in_words(off: &Off) -> String {
    let since = off.since.map_or_else(String::new, |own| format!(" since {}", moment_in_words(own)));
    format!("switched off{since}, for {}", off.why)
}

/// What a delivery tells of, as the record has it.
pub enum Told {
    Edition(Box<Edition>),
    Document(Box<Document>),
}

impl Told {
    /// None of a test.
    ///
    /// # Errors
    /// What the database says.
    pub fn of(record: &mut Record, about: &Announced) -> Result<Option<Told>, Fault> {
        Ok(match about {
            Announced::Test => None,
            Announced::Edition { season, number } => {
                record.edition(season, *number)?.map(|own| Told::Edition(Box::new(own)))
            }
            Announced::Document { season, operation, posted } => {
                let own = Document::of(record, (season, *operation), *posted)?;
                own.map(|own| Told::Document(Box::new(own)))
            }
        })
    }
}

fn series_of(season: &str) -> String {
    season.split('/').next().unwrap_or_default().to_owned()
}

/// What is sent of a delivery.
pub fn announcement(own: &Delivery, told: Option<&Told>, settings: &Settings) -> Announcement {
    let data = |told: &Told| match told {
        Told::Edition(own) => Data::Published(announcement::Published {
            series: series_of(&own.season),
            season: own.season.clone(),
            edition: own.number,
            standing: own.standing.word(),
            supersedes: own.supersedes,
            address: settings.edition_address(&own.season, own.number),
            digest: own.hash.to_string(),
        }),
        Told::Document(own) => Data::Posted(own.announced(settings)),
    };
    Announcement {
        schema: ANNOUNCEMENT,
        kind: kind(own),
        timestamp: own.made.to_string(),
        data: told.map(data),
    }
}

impl Sender {
    /// An address that somebody gives for a webhook.
    ///
    /// # Errors
    /// It can be none, or leads where nothing is sent.
    pub fn target(&self, text: &str) -> Result<Target, Refused> {
        let target: Target = text.trim().parse().map_err(|wrong| {
            vec![
                Diagnostic::error("PF1403", format!("a webhook cannot have this address: {wrong}"))
                    .expected("https://host/path")
                    .help("nothing was added"),
            ]
        })?;
        match self.refuses(&target) {
            None => Ok(target),
            Some(why) => Err(vec![
                Diagnostic::error("PF1404", format!("nothing is sent to this address: {}", why.words()))
                    .found(target.to_string())
                    .expected("https:// to a host that everybody can reach")
                    .help(why.help()),
            ]),
        }
    }
}

/// There is no such webhook.
pub fn absent(id: &str) -> Refused {
    vec![
        Diagnostic::error("PF1405", format!("there is no webhook `{}`", id.escape_debug()))
            .help("`parcferme webhook list` and `/desk/webhooks` list those that there are"),
    ]
}
