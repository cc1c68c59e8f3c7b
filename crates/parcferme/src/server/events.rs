//! What changes while a page is open (Server-Sent Events): which seasons are not shown as their folders stand now.
//!
//! Only pages that say so listen: they say, without being loaded anew, when it is mended. Others hold no connection.

use crate::ending::Ending;
use crate::server::gate::{Endpoints, May};
use crate::server::problem;
use crate::server::shelf::Shelf;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream;
use std::convert::Infallible;
use std::sync::Arc;

pub fn endpoints() -> Endpoints {
    Endpoints::new().get("/events", May::Anyone, events)
}

async fn events(State(shelf): State<Arc<Shelf>>) -> Response<Body> {
    let Ok(place) = shelf.listeners.0.clone().try_acquire_owned() else {
        let detail = "Too many pages listen. What a page shows is true without it.";
        return problem::page(Ending::Slow.http_status(), "Too many listen", detail);
    };
    let changes = shelf.changed.subscribe();
    // Known to whoever comes: the first word is what holds now.
    let first = (shelf, changes, place, true);
    let told = stream::unfold(first, |(shelf, mut changes, place, first)| async move {
        if !first && changes.changed().await.is_err() {
            return None;
        }
        if changes.borrow_and_update().is_over {
            return None;
        }
        let stale: Vec<String> = shelf.stale().into_iter().map(|own| own.season).collect();
        // A list of texts always has a JSON form.
        let event = Event::default().event("stale").json_data(stale).unwrap_or_default();
        Some((Ok::<Event, Infallible>(event), (shelf, changes, place, false)))
    });
    Sse::new(told).keep_alive(KeepAlive::default()).into_response()
}
