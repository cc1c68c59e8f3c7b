//! Whether the server lives, whether it can answer, and what it counted.

use crate::ending::Ending;
use crate::server::came::Came;
use crate::server::front::Front;
use crate::server::gate::{Endpoints, May};
use crate::server::pages::missing;
use crate::server::problem;
use crate::server::respond;
use crate::server::shelf::Shelf;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::Response;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use parcferme_store::Record;
use std::sync::Arc;

pub fn endpoints() -> Endpoints {
    Endpoints::new().get("/healthz", May::Anyone, alive).get("/readyz", May::Anyone, ready).get(
        "/metrics",
        May::Anyone,
        measures,
    )
}

async fn alive() -> Response<Body> {
    text("alive\n".to_owned())
}

/// Seasons are loaded before the server listens, so it is the record that may be away.
async fn ready(State(shelf): State<Arc<Shelf>>) -> Response<Body> {
    let asked = match &shelf.record {
        // Whether what kept it from being written is gone is tried, so that who sends nothing meanwhile learns it too.
        Some(keeper) if keeper.stopped().is_some() => keeper.ask(Record::try_writing).await,
        Some(keeper) => keeper.ask(Record::signed).await.map(|_| ()),
        None => Ok(()),
    };
    match asked {
        Ok(()) => text("ready\n".to_owned()),
        Err(fault) => {
            let status = Ending::Slow.http_status();
            match problem::stopped(status, &vec![fault.diagnostic()]) {
                Some(own) => problem::answer_json(&own),
                None => problem::json(status, "Not ready", "The record cannot be read just now."),
            }
        }
    }
}

/// For this machine alone: what is asked for is nobody else's.
async fn measures(came: Came, Extension(front): Extension<Arc<Front>>) -> Response<Body> {
    if came.from.to_canonical().is_loopback() { text(front.measures()) } else { missing() }
}

fn text(text: String) -> Response<Body> {
    let mut answer = Response::new(Body::from(text));
    respond::set(answer.headers_mut(), CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    respond::set(answer.headers_mut(), CACHE_CONTROL, "no-store");
    answer
}
