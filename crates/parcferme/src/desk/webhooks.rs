//! Webhooks as an administrator keeps them, at the desk and over the API.

use crate::library::Refused;
use crate::record::{now, refused};
use crate::webhook::{Sender, absent, shown};
use parcferme_core::Diagnostic;
use parcferme_store::{By, Delivery, Event, Events, Record, Scope, Webhook};

/// Deliveries that are shown of each.
pub const SHOWN: u32 = 20;

/// What is drawn at random for a webhook: its id, and what signs its deliveries.
pub struct Drawn {
    id: String,
    secret: [u8; 32],
}

impl Drawn {
    /// # Errors
    /// The system has no random numbers.
    pub fn new() -> Result<Drawn, Refused> {
        let mut secret = [0; 32];
        crate::record::fill(&mut secret)?;
        Ok(Drawn { id: drawn("wh")?, secret })
    }
}

/// An id that no other has.
fn drawn(kind: &str) -> Result<String, Refused> {
    let mut bytes = [0; 8];
    crate::record::fill(&mut bytes)?;
    Ok(format!("{kind}_{:016x}", u64::from_be_bytes(bytes)))
}

/// Adds one; with its secret, which is shown this once.
///
/// # Errors
/// It can have no such address or seasons, there are too many, or what the database says.
pub fn add(
    record: &mut Record,
    by: &By<'_>,
    sender: &Sender,
    (address, seasons): (&str, &str),
    events: &[String],
) -> Result<(Webhook, String), Refused> {
    let target = sender.target(address)?;
    let scope: Scope = seasons.trim().parse().map_err(|wrong: String| {
        vec![Diagnostic::error("PF1406", wrong).expected("`*`, `series/*` or `series/season`")]
    })?;
    let events = events_of(events)?;
    let own = Drawn::new()?;
    record.add_webhook(by, &own.id, (&target, &scope, &events), &own.secret).map_err(refused)?;
    Ok((found(record, &own.id)?, shown(&own.secret)))
}

/// Events by their words.
fn events_of(words: &[String]) -> Result<Events, Refused> {
    let events = words.iter().map(|own| own.parse()).collect::<Result<Vec<Event>, String>>();
    let events = events.and_then(|own| Events::of(own).ok_or_else(|| "no event is chosen".to_owned()));
    events.map_err(|wrong| {
        vec![
            Diagnostic::error("PF1408", format!("a webhook cannot be told of this: {wrong}"))
                .expected_one_of(&Event::ALL.map(Event::word))
                .help("nothing was changed"),
        ]
    })
}

/// Has one told of other events.
///
/// # Errors
/// There is no such webhook or event, or what the database says.
pub fn change(record: &mut Record, by: &By<'_>, id: &str, events: &[String]) -> Result<Webhook, Refused> {
    let events = events_of(events)?;
    found(record, id)?;
    record.change_webhook(by, id, &events).map_err(refused)?;
    found(record, id)
}

/// A webhook by its id.
///
/// # Errors
/// There is no such webhook, or what the database says.
pub fn found(record: &mut Record, id: &str) -> Result<Webhook, Refused> {
    record.webhook(id).map_err(refused)?.ok_or_else(|| absent(id))
}

/// A webhook with its last deliveries.
///
/// # Errors
/// As [`found`].
pub fn with_deliveries(record: &mut Record, id: &str) -> Result<(Webhook, Vec<Delivery>), Refused> {
    Ok((found(record, id)?, record.deliveries(id, SHOWN).map_err(refused)?))
}

/// Has a test sent.
///
/// # Errors
/// As [`found`].
pub fn test(record: &mut Record, id: &str) -> Result<(Webhook, Vec<Delivery>), Refused> {
    found(record, id)?;
    record.test_webhook(id, &drawn("test")?, now()).map_err(refused)?;
    with_deliveries(record, id)
}

/// Removes one; as it was.
///
/// # Errors
/// As [`found`].
pub fn remove(record: &mut Record, by: &By<'_>, id: &str) -> Result<Webhook, Refused> {
    let own = found(record, id)?;
    record.remove_webhook(by, id).map_err(refused)?;
    Ok(own)
}

/// Switches one on again.
///
/// # Errors
/// As [`found`].
pub fn switch_on(record: &mut Record, by: &By<'_>, id: &str) -> Result<Webhook, Refused> {
    found(record, id)?;
    record.switch_on_webhook(by, id).map_err(refused)?;
    found(record, id)
}
