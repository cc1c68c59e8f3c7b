//! Editions and documents announced to webhooks, for as long as the record is served. What is to be sent stands in the record: a server
//! that is killed goes on where it stood.

use crate::record::now;
use crate::server::keeper::Keeper;
use crate::server::shelf::Shelf;
use crate::webhook::{self, Message, Told};
use futures_util::future::join_all;
use parcferme_store::{Due, Fault};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::time::timeout;

/// How often the record is asked what is due.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// And after it could not be asked.
const LOOK_AGAIN: Duration = Duration::from_secs(30);
/// So many at once.
const AT_ONCE: u32 = 16;

/// Sends what is due, until the server stops; what is being sent then is sent to the end.
pub async fn run(shelf: Arc<Shelf>) {
    let Some(keeper) = shelf.record.clone() else { return };
    let mut changes = shelf.changed.subscribe();
    loop {
        let pause = match round(&shelf, &keeper).await {
            Ok(0) => LOOK_EVERY,
            Ok(_) => Duration::ZERO,
            Err(fault) => {
                crate::report::to_stderr(&[fault.diagnostic()]);
                LOOK_AGAIN
            }
        };
        // In time nothing came: the next look.
        if timeout(pause, changes.wait_for(|own| own.is_over)).await.is_ok() {
            return;
        }
    }
}

/// How many were sent.
async fn round(shelf: &Shelf, keeper: &Arc<Keeper>) -> Result<usize, Fault> {
    let due = keeper.ask(|record| {
        let mut found = Vec::new();
        for own in record.take_due(now(), AT_ONCE)? {
            let told = Told::of(record, &own.delivery.about)?;
            found.push((own, told));
        }
        Ok(found)
    });
    let due = due.await?;
    let sent = due.len();
    let answered = join_all(due.into_iter().map(|(own, told)| async move {
        let message = message(&own, told.as_ref(), shelf);
        let answered = shelf.sender.send(&own.target, &message, &own.secret).await;
        (own, answered)
    }));
    for (own, answered) in answered.await {
        keeper.ask(move |record| record.answered(&own, &answered, now())).await?;
    }
    Ok(sent)
}

fn message(own: &Due, told: Option<&Told>, shelf: &Shelf) -> Message {
    let said = webhook::announcement(&own.delivery, told, &shelf.settings);
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |own| own.as_secs());
    Message {
        id: own.delivery.id.clone(),
        timestamp: i64::try_from(seconds).unwrap_or(i64::MAX),
        // Texts and numbers always have a form in JSON.
        body: serde_json::to_vec(&said).unwrap_or_default(),
    }
}
