//! `parcferme serve`: the site and the API over HTTP, computed in memory.
//!
//! Pages are rendered in `publish` from an outcome; the server only wires: `shelf` holds the seasons and notices when a
//! folder changes, `pages` answers for the site, `editions` for what a record has published, `api` for JSON, `respond` adds what every answer has.
//! Each of them registers its endpoints with `gate`, which says who may; `official` is who came through.

mod announcer;
mod api;
mod attempt;
mod attempts;
mod came;
mod connections;
mod data;
mod desk;
mod editions;
mod embed;
mod encryption;
mod events;
mod form;
mod front;
mod gate;
mod health;
mod keeper;
mod kept;
mod notices;
mod official;
mod pages;
mod previews;
mod problem;
mod published;
mod respond;
mod scenario;
mod settle;
mod shelf;
mod then;
mod turns;
mod watcher;
mod whatif;

pub use api::openapi;
pub use came::Network;
pub use encryption::{Encryption, named as encryption};
pub use front::{Log, Setup, host_of};
pub use gate::{Endpoint, Endpoints, May};
pub use official::form_token;
pub use shelf::Shelf;

use crate::ending::Ending;
use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::http::header::{ETAG, IF_NONE_MATCH, WARNING};
use axum::middleware::{self, Next};
use axum::response::Response;
use front::Front;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

/// Longest path and query that is answered.
const MAX_URI_BYTES: usize = 2048;
/// Nothing is uploaded but what is tried: other bodies are refused beyond this.
const MAX_BODY_BYTES: usize = 1024;
/// No page takes anywhere near this long.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Every endpoint, with who may use it.
pub fn endpoints() -> Endpoints {
    endpoints_of(None)
}

/// The same; answers that are the same for everybody as long as a season is are kept, where there is a shelf to keep them.
fn endpoints_of(shelf: Option<&Arc<Shelf>>) -> Endpoints {
    // Nothing else of the record may stand here: it changes without a word of the shelf's.
    let of_state = api::endpoints().merge(pages::endpoints()).merge(data::endpoints());
    let of_state = of_state.merge(editions::documents()).layered(|router| {
        let packed = router.layer(CompressionLayer::new());
        match shelf {
            Some(shelf) => packed
                .layer(middleware::from_fn_with_state(shelf.clone(), kept::kept))
                .layer(middleware::from_fn_with_state(shelf.clone(), then::then)),
            None => packed,
        }
    });
    let packed = |router: Router<Arc<Shelf>>| router.layer(CompressionLayer::new());
    let of_the_moment =
        editions::endpoints().merge(events::endpoints()).merge(notices::endpoints()).layered(packed);
    of_state
        .merge(of_the_moment)
        .layered(|router| router.layer(readable_by_all()).layer(RequestBodyLimitLayer::new(MAX_BODY_BYTES)))
        .merge(
            attempt::endpoints()
                .merge(desk::endpoints())
                .merge(api::record::endpoints())
                .merge(api::entering::endpoints())
                .merge(api::administering::endpoints())
                .layered(packed),
        )
        .merge(health::endpoints())
}

/// Everything that the server answers, to whoever asks in whichever name.
pub fn router(shelf: Arc<Shelf>) -> Router {
    meeting(shelf, Setup::default())
}

/// Everything that the server answers, behind its front.
pub fn meeting(shelf: Arc<Shelf>, setup: Setup) -> Router {
    let front = Arc::new(Front::new(setup));
    endpoints_of(Some(&shelf))
        .gated(shelf.clone())
        .layer(TimeoutLayer::with_status_code(Ending::Slow.http_status(), TIMEOUT))
        .layer(middleware::from_fn(guard))
        .layer(middleware::from_fn_with_state(front, front::meet))
        .with_state(shelf)
}

/// Pages of other sites may read what there is; nobody logs in, so nothing is anybody's own.
fn readable_by_all() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD])
        .allow_headers([IF_NONE_MATCH])
        .expose_headers([ETAG, WARNING])
        .max_age(Duration::from_secs(86_400))
}

/// Refuses what no page needs, and sets the headers that every answer has.
async fn guard(request: Request, next: Next) -> Response {
    let long = request.uri().path_and_query().is_some_and(|own| own.as_str().len() > MAX_URI_BYTES);
    let api = problem::is_for_programs(request.uri().path());
    let embedded = embed::is_embedded(request.uri().path());
    let mut response = if long {
        problem::refuse(
            api,
            Ending::TooLong.http_status(),
            "The address is too long",
            "Addresses of this site are short: start from the front page.",
        )
    } else {
        problem::in_words(api, next.run(request).await).await
    };
    respond::security_headers(response.headers_mut(), embedded);
    response
}

/// Serves until the program is told to stop.
///
/// # Errors
/// The address cannot be listened on.
pub async fn serve(
    shelf: Arc<Shelf>,
    mut setup: Setup,
    listener: std::net::TcpListener,
) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let stopping = shelf.clone();
    let stops = async move {
        stopped().await;
        stopping.close();
    };
    let announcing = tokio::spawn(announcer::run(shelf.clone()));
    let encryption = setup.encryption.take();
    let renewing = encryption.clone().map(|own| tokio::spawn(encryption::keep(own)));
    let served = connections::serve(listener, encryption, meeting(shelf, setup), stops).await;
    if let Some(own) = renewing {
        own.abort();
    }
    // It heard that the server stops, and ends what it sends.
    let _ = announcing.await;
    served
}

/// Opens the address; loopback unless told otherwise.
///
/// # Errors
/// The address is in use or not ours.
pub fn listen(address: SocketAddr) -> std::io::Result<std::net::TcpListener> {
    std::net::TcpListener::bind(address)
}

/// Ctrl-C, or what a service manager sends. Without a handler for one of them the server runs until it is killed.
async fn stopped() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
