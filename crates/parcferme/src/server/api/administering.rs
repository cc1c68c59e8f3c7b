//! What administrators do over the API: webhooks, redactions, and the audit log. Accounts, roles and tokens are theirs at the desk
//! alone, so that who finds a token cannot make himself another.

use super::ask::{Ask, Given};
use super::record::{at, read};
use crate::desk::webhooks as own;
use crate::record::accounts::noted_in_words;
use crate::record::redaction::targets;
use crate::record::refused;
use crate::server::gate::{Endpoints, May};
use crate::server::official::Official;
use crate::webhook::{kind, next, state};
use axum::body::Bytes;
use parcferme_publish::json::noted::{self, AUDIT_LOG, AuditLog};
use parcferme_publish::json::redactions as redacted;
use parcferme_publish::json::webhooks as wire;
use parcferme_store::{Announced, Delivery, Event, Record, RedactedOperation, Redaction, Webhook};
use serde::Deserialize;
use tower_http::limit::RequestBodyLimitLayer;
use utoipa::IntoParams;

const MAX_BYTES: usize = 4 << 10;
/// A thousand digests.
const MAX_REDACTION: usize = 256 << 10;
/// Lines of one answer.
const MOST: usize = 100;

pub fn endpoints() -> Endpoints {
    Endpoints::new()
        .get("/api/v1/audit", May::Administrator, audit)
        .get("/api/v1/webhooks", May::Administrator, webhooks)
        .post("/api/v1/webhooks", May::Administrator, add)
        .delete("/api/v1/webhooks/{webhook}", May::Administrator, remove)
        .get("/api/v1/webhooks/{webhook}/deliveries", May::Administrator, deliveries)
        .post("/api/v1/webhooks/{webhook}/tests", May::Administrator, test)
        .post("/api/v1/webhooks/{webhook}/on", May::Administrator, switch_on)
        .post("/api/v1/webhooks/{webhook}/events", May::Administrator, change)
        .layered(|router| router.layer(RequestBodyLimitLayer::new(MAX_BYTES)))
        .merge(
            Endpoints::new()
                .get("/api/v1/redactions", May::Administrator, redactions)
                .post("/api/v1/redactions", May::Administrator, redact)
                .layered(|router| router.layer(RequestBodyLimitLayer::new(MAX_REDACTION))),
        )
}

/// A webhook by its id.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct WebhookPath {
    /// Id of the webhook
    #[param(example = "wh_0123456789abcdef", max_length = 200)]
    webhook: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Before {
    /// Only lines before this one: `next` of the answer before
    #[param(example = "100")]
    before: Option<u32>,
}

fn webhook(own: &Webhook) -> wire::Webhook {
    wire::Webhook {
        id: own.id.clone(),
        address: own.target.to_string(),
        seasons: own.scope.to_string(),
        events: own.events.iter().map(|own| own.word().to_owned()).collect(),
        made: own.made.to_string(),
        off: own.off.as_ref().map(|own| own.why.clone()),
        off_since: own.off.as_ref().and_then(|own| Some(own.since?.to_string())),
    }
}

fn with_deliveries((to, all): (Webhook, Vec<Delivery>)) -> wire::Deliveries {
    let delivery = |own: Delivery| {
        let (kind, state, due) = (kind(&own), state(&to, &own), next(&to, &own));
        let (season, edition, document) = match own.about {
            Announced::Test => (None, None, None),
            Announced::Edition { season, number } => (Some(season), Some(number), None),
            Announced::Document { season, posted, .. } => (Some(season), None, Some(posted.number)),
        };
        wire::Delivery {
            kind,
            state,
            id: own.id,
            season,
            edition,
            document,
            made: own.made.to_string(),
            attempts: own.attempts,
            tried: own.tried.map(|own| own.to_string()),
            due: due.map(|own| own.to_string()),
            status: own.status,
            fault: own.fault,
        }
    };
    wire::Deliveries {
        schema: wire::DELIVERIES,
        webhook: webhook(&to),
        deliveries: all.into_iter().map(delivery).collect(),
    }
}

/// To whom editions and documents of the notice board are announced
#[utoipa::path(get, path = "/webhooks", security(("token" = [])), responses((status = 200, body = wire::Webhooks)))]
pub async fn webhooks(ask: Ask, _: Official) -> Given {
    let all = at(&ask, |record, _, _| record.webhooks().map_err(refused)).await?;
    ask.answer(&wire::Webhooks { schema: wire::WEBHOOKS, webhooks: all.iter().map(webhook).collect() })
}

/// Add a webhook; its secret is shown this once
#[utoipa::path(post, path = "/webhooks", request_body = wire::Draft, security(("token" = [])),
    responses((status = 200, body = wire::Added)))]
pub async fn add(ask: Ask, official: Official, body: Bytes) -> Given {
    let draft: wire::Draft = read(&body)?;
    let sender = ask.shelf.sender.clone();
    let (added, secret) = at(&ask, move |record, _, _| {
        let seasons = draft.seasons.as_deref().unwrap_or("*");
        let events = draft.events.unwrap_or_else(|| vec![Event::EditionPublished.word().to_owned()]);
        own::add(record, &official.by(), &sender, (&draft.address, seasons), &events)
    })
    .await?;
    ask.answer(&wire::Added { schema: wire::WEBHOOK, webhook: webhook(&added), secret })
}

/// Remove a webhook, with what was to be sent to it
#[utoipa::path(delete, path = "/webhooks/{webhook}", params(WebhookPath), security(("token" = [])),
    responses((status = 200, body = wire::Webhooks)))]
pub async fn remove(ask: Ask<WebhookPath>, official: Official) -> Given {
    let id = ask.path.webhook.clone();
    let all = at(&ask, move |record, _, _| {
        own::remove(record, &official.by(), &id)?;
        record.webhooks().map_err(refused)
    })
    .await?;
    ask.answer(&wire::Webhooks { schema: wire::WEBHOOKS, webhooks: all.iter().map(webhook).collect() })
}

/// The last deliveries to a webhook, and what came of each
#[utoipa::path(get, path = "/webhooks/{webhook}/deliveries", params(WebhookPath), security(("token" = [])),
    responses((status = 200, body = wire::Deliveries)))]
pub async fn deliveries(ask: Ask<WebhookPath>, _: Official) -> Given {
    let id = ask.path.webhook.clone();
    let found = at(&ask, move |record, _, _| own::with_deliveries(record, &id)).await?;
    ask.answer(&with_deliveries(found))
}

/// Send a test to a webhook: it is among the deliveries until it was taken
#[utoipa::path(post, path = "/webhooks/{webhook}/tests", params(WebhookPath), security(("token" = [])),
    responses((status = 200, body = wire::Deliveries)))]
pub async fn test(ask: Ask<WebhookPath>, _: Official) -> Given {
    let id = ask.path.webhook.clone();
    let found = at(&ask, move |record, _, _| own::test(record, &id)).await?;
    ask.answer(&with_deliveries(found))
}

/// Switch a webhook on again: what it has not taken is sent anew
#[utoipa::path(post, path = "/webhooks/{webhook}/on", params(WebhookPath), security(("token" = [])),
    responses((status = 200, body = wire::Deliveries)))]
pub async fn switch_on(ask: Ask<WebhookPath>, official: Official) -> Given {
    let id = ask.path.webhook.clone();
    let found = at(&ask, move |record, _, _| {
        own::switch_on(record, &official.by(), &id)?;
        own::with_deliveries(record, &id)
    })
    .await?;
    ask.answer(&with_deliveries(found))
}

/// Have a webhook told of other events from now on
#[utoipa::path(post, path = "/webhooks/{webhook}/events", params(WebhookPath), request_body = wire::Told,
    security(("token" = [])), responses((status = 200, body = wire::Deliveries)))]
pub async fn change(ask: Ask<WebhookPath>, official: Official, body: Bytes) -> Given {
    let wire::Told { events } = read(&body)?;
    let id = ask.path.webhook.clone();
    let found = at(&ask, move |record, _, _| {
        own::change(record, &official.by(), &id, &events)?;
        own::with_deliveries(record, &id)
    })
    .await?;
    ask.answer(&with_deliveries(found))
}

fn redaction(own: &Redaction) -> redacted::Redaction {
    let operation =
        |own: &RedactedOperation| redacted::Operation { season: own.season.clone(), number: own.number };
    redacted::Redaction {
        number: own.number,
        when: own.when.to_string(),
        who: own.who.clone(),
        why: own.why.clone(),
        documents: own.documents.iter().map(|own| own.digest.to_string()).collect(),
        operations: own.operations.iter().map(operation).collect(),
        statement: own.statement.clone(),
    }
}

/// What was redacted, in order
#[utoipa::path(get, path = "/redactions", security(("token" = [])), responses((status = 200, body = redacted::Redactions)))]
pub async fn redactions(ask: Ask, _: Official) -> Given {
    let all = at(&ask, |record, _, _| record.redactions().map_err(refused)).await?;
    let redactions = all.iter().map(redaction).collect();
    ask.answer(&redacted::Redactions { schema: redacted::REDACTIONS, redactions })
}

/// Take documents, and who entered operations and why, out of the record for good
#[utoipa::path(post, path = "/redactions", request_body = redacted::Draft, security(("token" = [])),
    responses((status = 200, body = redacted::Redactions)))]
pub async fn redact(ask: Ask, official: Official, body: Bytes) -> Given {
    let redacted::Draft { why, documents, operations } = read(&body)?;
    let shelf = ask.shelf.clone();
    let done = at(&ask, move |record, _, _| {
        let targets = targets(documents.iter().map(String::as_str))?;
        let named = operations.into_iter().map(|own| (own.season, own.number));
        let operations = targets.operations.into_iter().chain(named).collect();
        let by = (&official.by(), official.account.name.as_str(), why.trim());
        let done = record.redact(by, &targets.documents, &operations).map_err(refused)?;
        shelf.forget_redacted(record)?;
        Ok(done)
    })
    .await?;
    ask.answer(&redacted::Redactions { schema: redacted::REDACTIONS, redactions: vec![redaction(&done)] })
}

/// What was done to accounts and webhooks, the newest first
#[utoipa::path(get, path = "/audit", params(Before), security(("token" = [])),
    responses((status = 200, body = AuditLog)))]
pub async fn audit(ask: Ask<super::InSeason, Before>, _: Official) -> Given {
    let before = ask.query.before.map(u64::from);
    let mut lines =
        at(&ask, move |record: &mut Record, _, _| record.noted(before, MOST as u64 + 1).map_err(refused))
            .await?;
    let more = lines.len() > MOST;
    lines.truncate(MOST);
    let next = lines.last().map(|own| own.number).filter(|_| more);
    let line = |own: parcferme_store::Noted| noted::Line {
        number: own.number,
        when: own.when.to_string(),
        did: noted_in_words(&own),
        who: own.who,
        from: own.from,
    };
    ask.answer(&AuditLog { schema: AUDIT_LOG, lines: lines.into_iter().map(line).collect(), next })
}
