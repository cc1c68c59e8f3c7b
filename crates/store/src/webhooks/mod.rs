//! Webhooks: to whom editions and documents of the notice board are announced, and what became of each announcement.
//!
//! A delivery is a row, written with the edition, or with the operation, in one transaction, and stands until it was taken: what sends it may be
//! killed at any moment. An attempt is counted, and the next one dated, before anything is sent; so at worst the same is
//! sent twice, under the same id. What is sent follows from the row, and is not kept.

mod event;
mod target;

pub use event::{Event, Events, Posted};
pub use target::Target;

use crate::accounts::account::kept;
use crate::database::{Row, Value};
use crate::{By, Deed, Edition, Fault, Operation, Record, Scope};
use parcferme_core::season::Moment;

/// More would be a way to have this server send a lot.
const MOST_WEBHOOKS: usize = 50;
/// Seconds from each attempt to the next: 4 days in all.
const PAUSES: [i64; 10] = [5, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 86_400, 144_000];
/// After so many a delivery is given up.
pub const MAX_ATTEMPTS: usize = PAUSES.len() + 1;

/// To whom something of some seasons is announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    pub id: String,
    pub target: Target,
    pub scope: Scope,
    pub events: Events,
    pub made: Moment,
    /// That nothing is sent to it any more; what is announced meanwhile is held until it is switched on.
    pub off: Option<Off>,
}

/// A webhook that is switched off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Off {
    pub why: String,
    /// Not known of one that was switched off before 2026-12.
    pub since: Option<Moment>,
}

impl Webhook {
    fn of(mut row: Row) -> Result<Webhook, Fault> {
        Ok(Webhook {
            id: row.text(0)?,
            target: kept(&row.text(1)?)?,
            scope: kept(&row.text(2)?)?,
            events: kept(&row.text(3)?)?,
            made: row.moment(4)?,
            off: match row.text_or_none(5)? {
                Some(why) => Some(Off { why, since: row.moment_or_none(6)? }),
                None => None,
            },
        })
    }

    /// As the audit log names it.
    fn named(&self) -> String {
        format!("{} for {} of {}: {}", self.id, self.events, self.scope, self.target)
    }
}

/// What a delivery tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Announced {
    /// Nothing: it is tried whether it arrives.
    Test,
    Edition {
        season: String,
        number: u64,
    },
    /// A document, with the operation that put it onto the notice board.
    Document {
        season: String,
        operation: u64,
        posted: Posted,
    },
}

impl Announced {
    /// None of a test.
    pub const fn event(&self) -> Option<Event> {
        match self {
            Announced::Test => None,
            Announced::Edition { .. } => Some(Event::EditionPublished),
            Announced::Document { posted, .. } => Some(posted.event()),
        }
    }

    /// By event, season, edition, operation and document.
    fn of(row: &mut Row, at: usize) -> Result<Announced, Fault> {
        let event = row.text(at)?;
        let Some(season) = row.text_or_none(at + 1)? else { return Ok(Announced::Test) };
        Ok(match kept(&event)? {
            Event::EditionPublished => Announced::Edition { season, number: row.number(at + 2)? },
            own => {
                let number = u32::try_from(row.number(at + 4)?)
                    .map_err(|_| Fault::Damaged("a document has a number that is too large".to_owned()))?;
                let posted = Posted { number, is_decision: own == Event::DecisionSigned };
                Announced::Document { season, operation: row.number(at + 3)?, posted }
            }
        })
    }
}

/// Something to be sent to a webhook, and how that went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The same for every attempt, and for every webhook that the same is sent to.
    pub id: String,
    pub about: Announced,
    pub made: Moment,
    pub attempts: u64,
    /// When it is sent next; none once it was taken or given up.
    pub due: Option<Moment>,
    /// When it was last tried.
    pub tried: Option<Moment>,
    /// The HTTP status of the last answer.
    pub status: Option<u64>,
    /// Why the last attempt failed.
    pub fault: Option<String>,
}

const DELIVERY: usize = 12;

impl Delivery {
    fn of(row: &mut Row) -> Result<Delivery, Fault> {
        Ok(Delivery {
            id: row.text(0)?,
            about: Announced::of(row, 1)?,
            made: row.moment(6)?,
            attempts: row.number(7)?,
            due: row.moment_or_none(8)?,
            tried: row.moment_or_none(9)?,
            status: row.number_or_none(10)?,
            fault: row.text_or_none(11)?,
        })
    }

    pub fn is_taken(&self) -> bool {
        self.due.is_none() && self.tried.is_some() && self.fault.is_none()
    }
}

/// A delivery whose time has come, with what it takes to send it.
#[derive(Clone, Debug)]
pub struct Due {
    pub webhook: String,
    pub target: Target,
    pub secret: Vec<u8>,
    pub delivery: Delivery,
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// It was taken.
    Taken { status: u16 },
    /// Nobody wants any more of it.
    Gone { status: u16 },
    /// It is sent again later.
    Failed { status: Option<u16>, fault: String },
}

impl Record {
    /// Adds a webhook, whose secret signs what is sent to it.
    ///
    /// # Errors
    /// There are too many, and what the database says.
    pub fn add_webhook(
        &mut self,
        by: &By<'_>,
        id: &str,
        (target, scope, events): (&Target, &Scope, &Events),
        secret: &[u8; 32],
    ) -> Result<(), Fault> {
        self.write(|record| {
            if record.webhooks()?.len() >= MOST_WEBHOOKS {
                return Err(Fault::Refused(format!("there are {MOST_WEBHOOKS} webhooks already")));
            }
            record.database.run(
                "INSERT INTO webhook (id, target, scope, events, secret, made) VALUES ($1, $2, $3, $4, $5, $6)",
                &[
                    Value::Text(id),
                    Value::Text(&target.to_string()),
                    Value::Text(&scope.to_string()),
                    Value::Text(&events.to_string()),
                    Value::Bytes(secret),
                    Value::Text(&by.when.utc().to_string()),
                ],
            )?;
            let named = record.expect_webhook(id)?.named();
            record.note(by, Deed::WebhookAdded, None, Some(&named))
        })
    }

    /// All webhooks, the oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub fn webhooks(&mut self) -> Result<Vec<Webhook>, Fault> {
        let sql = "SELECT id, target, scope, events, made, off, off_since FROM webhook ORDER BY made, id";
        self.database.rows(sql, &[])?.into_iter().map(Webhook::of).collect()
    }

    /// A webhook by its id.
    ///
    /// # Errors
    /// What the database says.
    pub fn webhook(&mut self, id: &str) -> Result<Option<Webhook>, Fault> {
        let sql = "SELECT id, target, scope, events, made, off, off_since FROM webhook WHERE id = $1";
        self.database.rows(sql, &[Value::Text(id)])?.into_iter().next().map(Webhook::of).transpose()
    }

    fn expect_webhook(&mut self, id: &str) -> Result<Webhook, Fault> {
        self.webhook(id)?
            .ok_or_else(|| Fault::Refused(format!("there is no webhook `{}`", id.escape_debug())))
    }

    /// Removes a webhook, with all that was to be sent to it.
    ///
    /// # Errors
    /// There is no such webhook, and what the database says.
    pub fn remove_webhook(&mut self, by: &By<'_>, id: &str) -> Result<(), Fault> {
        self.write(|record| {
            let named = record.expect_webhook(id)?.named();
            record.database.run("DELETE FROM delivery WHERE webhook = $1", &[Value::Text(id)])?;
            record.database.run("DELETE FROM webhook WHERE id = $1", &[Value::Text(id)])?;
            record.note(by, Deed::WebhookRemoved, None, Some(&named))
        })
    }

    /// Switches a webhook on again: all that was not taken is sent anew.
    ///
    /// # Errors
    /// There is no such webhook, and what the database says.
    pub fn switch_on_webhook(&mut self, by: &By<'_>, id: &str) -> Result<(), Fault> {
        self.write(|record| {
            let webhook = record.expect_webhook(id)?;
            if webhook.off.is_none() {
                return Ok(());
            }
            record.database.run("UPDATE webhook SET off = NULL, off_since = NULL WHERE id = $1", &[Value::Text(id)])?;
            record.database.run(
                "UPDATE delivery SET due = $2, attempts = 0 WHERE webhook = $1 AND (due IS NOT NULL OR fault IS NOT NULL)",
                &[Value::Text(id), Value::Text(&by.when.utc().to_string())],
            )?;
            record.note(by, Deed::WebhookSwitchedOn, None, Some(&webhook.named()))
        })
    }

    /// Has a webhook told of other events from now on; what was announced already is sent all the same.
    ///
    /// # Errors
    /// There is no such webhook, and what the database says.
    pub fn change_webhook(&mut self, by: &By<'_>, id: &str, events: &Events) -> Result<(), Fault> {
        self.write(|record| {
            if record.expect_webhook(id)?.events == *events {
                return Ok(());
            }
            let named = events.to_string();
            let values = [Value::Text(id), Value::Text(&named)];
            record.database.run("UPDATE webhook SET events = $2 WHERE id = $1", &values)?;
            let named = record.expect_webhook(id)?.named();
            record.note(by, Deed::WebhookChanged, None, Some(&named))
        })
    }

    /// Has a test sent to a webhook.
    ///
    /// # Errors
    /// There is no such webhook, and what the database says.
    pub fn test_webhook(&mut self, id: &str, delivery: &str, when: Moment) -> Result<(), Fault> {
        self.write(|record| {
            record.expect_webhook(id)?;
            record.write_delivery((id, delivery), &Announced::Test, when)
        })
    }

    /// Has an edition announced to whom it concerns; the caller holds the transaction.
    pub(crate) fn announce_edition(&mut self, edition: &Edition) -> Result<(), Fault> {
        let about = Announced::Edition { season: edition.season.clone(), number: edition.number };
        self.tell(&format!("edition_{}", edition.hash), &edition.season, &about, edition.when)
    }

    /// The same of documents that an operation puts onto the notice board.
    pub(crate) fn announce_documents(
        &mut self,
        operation: &Operation,
        documents: &[Posted],
    ) -> Result<(), Fault> {
        for posted in documents {
            let id = format!("document_{}_{}", posted.number, operation.hash);
            let (season, number) = (operation.season.clone(), operation.number);
            let about = Announced::Document { season, operation: number, posted: *posted };
            self.tell(&id, &operation.season, &about, operation.when)?;
        }
        Ok(())
    }

    fn tell(&mut self, id: &str, season: &str, about: &Announced, when: Moment) -> Result<(), Fault> {
        for webhook in self.webhooks()? {
            let wants = about.event().is_some_and(|own| webhook.events.has(own));
            if wants && webhook.scope.covers(season) {
                self.write_delivery((&webhook.id, id), about, when)?;
            }
        }
        Ok(())
    }

    fn write_delivery(
        &mut self,
        (webhook, id): (&str, &str),
        about: &Announced,
        made: Moment,
    ) -> Result<(), Fault> {
        let made = made.utc().to_string();
        let (season, edition, operation, document) = match about {
            Announced::Test => (None, None, None, None),
            Announced::Edition { season, number } => (Some(season.as_str()), Some(*number), None, None),
            Announced::Document { season, operation, posted } => {
                (Some(season.as_str()), None, Some(*operation), Some(u64::from(posted.number)))
            }
        };
        self.database.run(
            "INSERT INTO delivery (webhook, id, event, season, edition, operation, document, made, due)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &[
                Value::Text(webhook),
                Value::Text(id),
                Value::Text(about.event().map_or("webhook.test", Event::word)),
                season.into(),
                edition.map_or(Value::Null, Value::Int),
                operation.map_or(Value::Null, Value::Int),
                document.map_or(Value::Null, Value::Int),
                Value::Text(&made),
                Value::Text(&made),
            ],
        )?;
        Ok(())
    }

    /// The last deliveries to a webhook, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub fn deliveries(&mut self, webhook: &str, most: u32) -> Result<Vec<Delivery>, Fault> {
        let mut rows = self.database.rows(
            "SELECT id, event, season, edition, operation, document, made, attempts, due, tried, status, fault
                 FROM delivery WHERE webhook = $1
                 ORDER BY made DESC, coalesce(edition, 0) DESC, coalesce(document, 0) DESC, id LIMIT $2",
            &[Value::Text(webhook), Value::Int(most.into())],
        )?;
        rows.iter_mut().map(Delivery::of).collect()
    }

    /// Takes up to `most` deliveries whose time has come; nobody else takes them until their next attempt is due.
    ///
    /// # Errors
    /// What the database says.
    pub fn take_due(&mut self, now: Moment, most: u32) -> Result<Vec<Due>, Fault> {
        // Most often there is nothing: then nobody is kept from writing.
        if self.due(now, 1)?.is_empty() {
            return Ok(Vec::new());
        }
        self.write(|record| {
            let mut taken = record.due(now, most)?;
            for own in &mut taken {
                let next = now.later(pause_after(own.delivery.attempts));
                own.delivery.attempts += 1;
                own.delivery.due = Some(next);
                record.database.run(
                    "UPDATE delivery SET attempts = $3, due = $4, tried = $5 WHERE webhook = $1 AND id = $2",
                    &[
                        Value::Text(&own.webhook),
                        Value::Text(&own.delivery.id),
                        Value::Int(own.delivery.attempts),
                        Value::Text(&next.utc().to_string()),
                        Value::Text(&now.utc().to_string()),
                    ],
                )?;
            }
            Ok(taken)
        })
    }

    fn due(&mut self, now: Moment, most: u32) -> Result<Vec<Due>, Fault> {
        let rows = self.database.rows(
            "SELECT own.id, own.event, own.season, own.edition, own.operation, own.document,
                     own.made, own.attempts, own.due, own.tried, own.status, own.fault,
                     webhook.id, webhook.target, webhook.secret
                 FROM delivery AS own JOIN webhook ON webhook.id = own.webhook
                 WHERE own.due IS NOT NULL AND own.due <= $1 AND webhook.off IS NULL
                 ORDER BY own.due, own.made, coalesce(own.edition, 0), coalesce(own.document, 0) LIMIT $2",
            &[Value::Text(&now.utc().to_string()), Value::Int(most.into())],
        )?;
        rows.into_iter()
            .map(|mut row| {
                Ok(Due {
                    delivery: Delivery::of(&mut row)?,
                    webhook: row.text(DELIVERY)?,
                    target: kept(&row.text(DELIVERY + 1)?)?,
                    secret: row.bytes(DELIVERY + 2)?,
                })
            })
            .collect()
    }

    /// Writes down what came of an attempt. A webhook that is gone, or that took nothing since a delivery that is given up was
    /// made, is switched off.
    ///
    /// # Errors
    /// What the database says; the attempt is made again then.
    pub fn answered(&mut self, own: &Due, answered: &Answered, now: Moment) -> Result<(), Fault> {
        let spent = own.delivery.attempts >= MAX_ATTEMPTS as u64;
        let (status, fault, over) = match answered {
            Answered::Taken { status } => (Some(*status), None, true),
            Answered::Gone { status } => (Some(*status), Some(GONE), false),
            Answered::Failed { status, fault } => (*status, Some(fault.as_str()), spent),
        };
        let of = [Value::Text(&own.webhook), Value::Text(&own.delivery.id)];
        self.write(|record| {
            let changed = record.database.run(
                "UPDATE delivery SET status = $3, fault = $4 WHERE webhook = $1 AND id = $2",
                &[of[0], of[1], status.map_or(Value::Null, |own| Value::Int(own.into())), fault.into()],
            )?;
            // Removed meanwhile.
            if changed == 0 {
                return Ok(());
            }
            if over {
                record.database.run("UPDATE delivery SET due = NULL WHERE webhook = $1 AND id = $2", &of)?;
            }
            match answered {
                Answered::Gone { .. } => record.switch_off(&own.webhook, GONE, now),
                Answered::Failed { .. }
                    if spent && !record.took_since(&own.webhook, own.delivery.made)? =>
                {
                    record.switch_off(&own.webhook, SILENT, now)
                }
                _ => Ok(()),
            }
        })
    }

    fn took_since(&mut self, webhook: &str, when: Moment) -> Result<bool, Fault> {
        let taken = self.database.rows(
            "SELECT id FROM delivery WHERE webhook = $1 AND due IS NULL AND fault IS NULL AND tried >= $2 LIMIT 1",
            &[Value::Text(webhook), Value::Text(&when.utc().to_string())],
        )?;
        Ok(!taken.is_empty())
    }

    fn switch_off(&mut self, id: &str, why: &str, when: Moment) -> Result<(), Fault> {
        let webhook = self.expect_webhook(id)?;
        if webhook.off.is_some() {
            return Ok(());
        }
        let since = when.utc().to_string();
        let values = [Value::Text(id), Value::Text(why), Value::Text(&since)];
        self.database.run("UPDATE webhook SET off = $2, off_since = $3 WHERE id = $1", &values)?;
        let by = By { who: None, from: "server", when };
        self.note(&by, Deed::WebhookSwitchedOff, None, Some(&format!("{}: {why}", webhook.named())))
    }

    /// Webhooks and deliveries as rows, for a copy.
    pub(crate) fn copy_webhooks(&mut self, other: &mut Record) -> Result<(), Fault> {
        for mut row in self
            .database
            .rows("SELECT id, target, scope, events, secret, made, off, off_since FROM webhook", &[])?
        {
            let (off, since) = (row.text_or_none(6)?, row.text_or_none(7)?);
            other.database.run(
                "INSERT INTO webhook (id, target, scope, events, secret, made, off, off_since) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                &[
                    Value::Text(&row.text(0)?),
                    Value::Text(&row.text(1)?),
                    Value::Text(&row.text(2)?),
                    Value::Text(&row.text(3)?),
                    Value::Bytes(&row.bytes(4)?),
                    Value::Text(&row.text(5)?),
                    off.as_deref().into(),
                    since.as_deref().into(),
                ],
            )?;
        }
        let rows = self.database.rows(
            "SELECT webhook, id, event, season, edition, operation, document, made, attempts, due, tried, status, fault
                 FROM delivery",
            &[],
        )?;
        for mut row in rows {
            let number = |column| Ok(row.number_or_none(column)?.map_or(Value::Null, Value::Int));
            let [edition, operation, document, status] = [number(4)?, number(5)?, number(6)?, number(11)?];
            let [season, due, tried, fault] =
                [row.text_or_none(3)?, row.text_or_none(9)?, row.text_or_none(10)?, row.text_or_none(12)?];
            other.database.run(
                "INSERT INTO delivery (webhook, id, event, season, edition, operation, document, made, attempts, due, tried,
                         status, fault)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                &[
                    Value::Text(&row.text(0)?),
                    Value::Text(&row.text(1)?),
                    Value::Text(&row.text(2)?),
                    season.as_deref().into(),
                    edition,
                    operation,
                    document,
                    Value::Text(&row.text(7)?),
                    Value::Int(row.number(8)?),
                    due.as_deref().into(),
                    tried.as_deref().into(),
                    status,
                    fault.as_deref().into(),
                ],
            )?;
        }
        Ok(())
    }
}

const GONE: &str = "it answered that it is gone (410)";
const SILENT: &str = "it took nothing for days";

fn pause_after(attempts: u64) -> i64 {
    let last = PAUSES[PAUSES.len() - 1];
    usize::try_from(attempts).ok().and_then(|own| PAUSES.get(own)).copied().unwrap_or(last)
}
