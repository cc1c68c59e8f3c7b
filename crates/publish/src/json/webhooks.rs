//! Webhooks and their deliveries.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub const WEBHOOKS: &str = "parcferme.webhooks/1";
pub const WEBHOOK: &str = "parcferme.webhook/1";
pub const DELIVERIES: &str = "parcferme.deliveries/1";

/// All webhooks, the oldest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = webhooks::Webhooks)]
pub struct Webhooks {
    #[schema(example = json!(WEBHOOKS))]
    pub schema: &'static str,
    pub webhooks: Vec<Webhook>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = webhooks::Webhook)]
pub struct Webhook {
    pub id: String,
    pub address: String,
    /// `*`, `series/*` or `series/season`.
    pub seasons: String,
    /// `edition.published`, `decision.signed`, `notice.posted`: what it is told of.
    pub events: Vec<String>,
    pub made: String,
    /// Why nothing is sent to it any more: what is announced is held until it is switched on.
    pub off: Option<String>,
    /// Since when; not known where it was switched off before 2026-12.
    pub off_since: Option<String>,
}

/// A webhook that was added.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = webhooks::Added)]
pub struct Added {
    #[schema(example = json!(WEBHOOK))]
    pub schema: &'static str,
    pub webhook: Webhook,
    /// What its deliveries are signed with: not shown again.
    pub secret: String,
}

/// A webhook to be added.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = webhooks::Draft)]
pub struct Draft {
    /// `https://host[:port]/path`.
    #[schema(example = "https://hooks.example.org/results", max_length = 500)]
    pub address: String,
    /// `*`, `series/*` or `series/season`; all seasons where nothing is said.
    #[schema(example = "hill-cup/*", max_length = 200)]
    pub seasons: Option<String>,
    /// What it is told of: `edition.published`, `decision.signed`, `notice.posted`. Editions alone where nothing is said.
    #[schema(example = json!(["edition.published", "decision.signed"]), max_items = 10)]
    pub events: Option<Vec<String>>,
}

/// What a webhook is told of from now on.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = webhooks::Told)]
pub struct Told {
    /// `edition.published`, `decision.signed`, `notice.posted`; at least one.
    #[schema(example = json!(["edition.published", "notice.posted"]), max_items = 10)]
    pub events: Vec<String>,
}

/// The last deliveries to a webhook, the newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = webhooks::Deliveries)]
pub struct Deliveries {
    #[schema(example = json!(DELIVERIES))]
    pub schema: &'static str,
    pub webhook: Webhook,
    pub deliveries: Vec<Delivery>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = webhooks::Delivery)]
pub struct Delivery {
    /// `webhook-id` of what was sent.
    pub id: String,
    /// `edition.published`, `decision.signed`, `notice.posted`, or `webhook.test`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub season: Option<String>,
    pub edition: Option<u64>,
    /// Number on the notice board.
    pub document: Option<u32>,
    pub made: String,
    /// `waiting`, `held` (the webhook is off), `taken` or `given up`.
    pub state: &'static str,
    pub attempts: u64,
    pub tried: Option<String>,
    /// When it is sent next; not where it is held.
    pub due: Option<String>,
    /// The HTTP status of the last answer.
    pub status: Option<u64>,
    /// Why the last attempt failed.
    pub fault: Option<String>,
}
