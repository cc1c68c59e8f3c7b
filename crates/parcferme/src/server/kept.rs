//! Answers that are the same for everybody as long as a season is: made once for each state of it, and kept as they go over
//! the wire.
//!
//! What is kept is bounded by its bytes, so an address may ask anything. Those who ask for the same at once wait for one making.
//! A making has a thread of its own: those that answer never compute.

use crate::attempt::Waiting;
use crate::ending::Ending;
use crate::server::official::Official;
use crate::server::problem;
use crate::server::respond::{self, Asked};
use crate::server::shelf::Shelf;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, HeaderMap, HeaderValue, SET_COOKIE, VARY};
use axum::http::{Method, Response, StatusCode};
use axum::middleware::Next;
use quick_cache::sync::Cache;
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};
use std::sync::Arc;

/// Bytes of all answers that are kept.
const MOST_KEPT: u64 = 128 << 20;
/// Bytes of one of them.
const MOST_OF_ONE: usize = 32 << 20;
/// A guess for the cache's first size: answers are some kilobytes.
const ABOUT: usize = 4096;

/// What an answer is kept under.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    /// Of the season, or of the shelf where the address names none.
    state: u64,
    encoding: Encoding,
    /// Path and query as they came.
    address: String,
}

/// How the bytes are packed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    /// The smallest that the reader takes; as they are for who wants a range of them.
    fn of(headers: &HeaderMap, asked: &Asked) -> Encoding {
        if asked.is_for_a_range() {
            return Encoding::Identity;
        }
        let takes = |wanted: &str| {
            let listed = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|own| own.to_str().ok());
            listed.flat_map(|own| own.split(',')).any(|own| {
                let (name, weight) = own.split_once(';').unwrap_or((own, ""));
                let weight = weight.trim().trim_start_matches("q=").trim_end_matches(['0', '.']);
                let refused = own.contains(';') && weight.is_empty();
                name.trim().eq_ignore_ascii_case(wanted) && !refused
            })
        };
        match () {
            () if takes("br") => Encoding::Brotli,
            () if takes("gzip") => Encoding::Gzip,
            () => Encoding::Identity,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Encoding::Brotli => "br",
            Encoding::Gzip => "gzip",
            Encoding::Identity => "identity",
        }
    }
}

/// An answer as it goes over the wire.
struct Kept {
    headers: HeaderMap,
    bytes: Bytes,
}

#[derive(Clone)]
struct Weigh;

impl Weighter<Key, Arc<Kept>> for Weigh {
    fn weight(&self, key: &Key, kept: &Arc<Kept>) -> u64 {
        /// What the cache and the allocator need for themselves.
        const BESIDE: usize = 512;
        /// Of a header, with its place in the map.
        const OF_ONE: usize = 160;
        let headers: usize = kept.headers.values().map(|own| own.len() + OF_ONE).sum();
        let own = key.address.len() + kept.bytes.len() + headers + BESIDE;
        u64::try_from(own).unwrap_or(u64::MAX)
    }
}

/// The answers of a server.
pub struct Answers(Cache<Key, Arc<Kept>, Weigh>);

impl Default for Answers {
    fn default() -> Answers {
        Answers::of(MOST_KEPT)
    }
}

impl Answers {
    /// Keeps none of those that there are.
    pub fn forget(&self) {
        self.0.clear();
    }

    fn of(most: u64) -> Answers {
        // Two shards: the largest answer must fit into one.
        let options =
            OptionsBuilder::new().estimated_items_capacity(ABOUT).weight_capacity(most).shards(2).build();
        match options {
            Ok(options) => Answers(Cache::with_options(
                options,
                Weigh,
                DefaultHashBuilder::default(),
                quick_cache::sync::DefaultLifecycle::default(),
            )),
            Err(_) => Answers(Cache::with_weighter(ABOUT, most, Weigh)),
        }
    }
}

/// Answers what is kept; makes and keeps what is not.
pub async fn kept(State(shelf): State<Arc<Shelf>>, mut request: Request, next: Next) -> Response<Body> {
    let head = request.method() == Method::HEAD;
    let address = request.uri().path_and_query().map_or("/", |own| own.as_str()).to_owned();
    // What an official sees is nobody else's.
    let reading =
        (head || request.method() == Method::GET) && request.extensions().get::<Official>().is_none();
    let known = reading.then(|| shelf.state_of(request.uri())).flatten();
    let Some(state) = known else { return next.run(request).await };
    let asked = Asked::take(request.headers_mut());
    let encoding = Encoding::of(request.headers(), &asked);
    let api = problem::is_for_programs(request.uri().path());
    let key = Key { state, encoding, address };
    let kept = match shelf.answers.0.get_value_or_guard_async(&key).await {
        Ok(kept) => kept,
        Err(place) => {
            *request.method_mut() = Method::GET;
            request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static(encoding.word()));
            let waiting = Waiting::default();
            let _ends = waiting.clone().ends_with_this();
            request.extensions_mut().insert(waiting);
            let making = tokio::runtime::Handle::current();
            let made = tokio::task::spawn_blocking(move || {
                making.block_on(async { made(next.run(request).await).await })
            });
            match made.await {
                Ok(Made::Same(kept)) => {
                    let kept = Arc::new(kept);
                    if kept.bytes.len() <= MOST_OF_ONE {
                        // What the cache does not take is answered all the same.
                        let _ = place.insert(kept.clone());
                    }
                    kept
                }
                Ok(Made::Other(response)) if head => return respond::without_body(response),
                Ok(Made::Other(response)) => return response,
                Err(_) => {
                    let detail = "The answer was not made: its making ended early.";
                    return problem::refuse(api, Ending::Broken.http_status(), "No answer", detail);
                }
            }
        }
    };
    respond::with(&asked, head, api, &kept.headers, &kept.bytes)
}

/// What came of a request.
enum Made {
    /// The same for everybody.
    Same(Kept),
    Other(Response<Body>),
}

async fn made(response: Response<Body>) -> Made {
    let headers = response.headers();
    let listed = |own: &HeaderValue| own.to_str().unwrap_or("*").to_ascii_lowercase();
    let varies = headers.get_all(VARY).iter().any(|own| listed(own) != ACCEPT_ENCODING.as_str());
    let own = headers.contains_key(SET_COOKIE)
        || headers.get(CACHE_CONTROL).is_some_and(|own| listed(own).contains("no-store"));
    // There are more addresses of nothing than any memory holds, and to say so takes no time.
    if response.status() != StatusCode::OK || varies || own {
        return Made::Other(response);
    }
    let (parts, body) = response.into_parts();
    match axum::body::to_bytes(body, usize::MAX).await {
        Ok(bytes) => {
            let mut headers = parts.headers;
            respond::of_bytes(&mut headers, &bytes);
            // Of its own size: what was written piece by piece has room to grow.
            Made::Same(Kept { headers, bytes: Bytes::copy_from_slice(&bytes) })
        }
        Err(_) => {
            let detail = "The answer was not made: it could not be written.";
            Made::Other(problem::refuse(false, Ending::Broken.http_status(), "No answer", detail))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::routing::get;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tower::ServiceExt;

    fn asked(encodings: &str) -> Encoding {
        let mut headers = HeaderMap::new();
        respond::set(&mut headers, ACCEPT_ENCODING, encodings);
        let none = Asked::take(&mut headers.clone());
        Encoding::of(&headers, &none)
    }

    #[test]
    fn a_reader_gets_what_it_takes() {
        assert!(asked("gzip, deflate, br") == Encoding::Brotli);
        assert!(asked("GZIP;q=0.5, br;q=0.000") == Encoding::Gzip);
        assert!(asked("br;q=0, gzip; q=0, *") == Encoding::Identity);
        assert!(asked("") == Encoding::Identity);
    }

    #[test]
    fn what_is_kept_is_bounded_by_bytes() {
        let answers = Answers::of(1 << 20);
        for n in 0..1_000 {
            let kept = Kept { headers: HeaderMap::new(), bytes: Bytes::from(vec![0; 10_000]) };
            let key = Key { state: 0, encoding: Encoding::Identity, address: format!("/{n}") };
            answers.0.insert(key, Arc::new(kept));
        }
        assert!(answers.0.weight() <= 1 << 20 && answers.0.len() > 50, "{}", answers.0.weight());
    }

    #[tokio::test]
    #[allow(clippy::disallowed_methods, reason = "a router of the test alone")]
    async fn an_answer_is_made_once_and_a_fault_each_time() {
        let made = Arc::new(AtomicUsize::new(0));
        let counted = made.clone();
        let count = move || counted.fetch_add(1, Ordering::SeqCst);
        let (page, none, fault) = (count.clone(), count.clone(), count);
        let shelf = Arc::new(Shelf::default());
        let router = Router::new()
            .route(
                "/page",
                get(|asked: HeaderMap| async move {
                    page();
                    respond::body(&asked, "text/plain", "a page")
                }),
            )
            .route(
                "/none",
                get(|| async move {
                    none();
                    (StatusCode::NOT_FOUND, "nothing of that name")
                }),
            )
            .route(
                "/fault",
                get(|| async move {
                    fault();
                    StatusCode::INTERNAL_SERVER_ERROR
                }),
            )
            .layer(axum::middleware::from_fn_with_state(shelf.clone(), kept));
        let ask = |path: &str| {
            let request = Request::builder().uri(path).body(Body::empty());
            let router = router.clone();
            async move { router.oneshot(request.unwrap_or_default()).await.map(|own| own.status()) }
        };
        let at_once = tokio::join!(ask("/page"), ask("/page"), ask("/page"));
        assert_eq!(at_once, (Ok(StatusCode::OK), Ok(StatusCode::OK), Ok(StatusCode::OK)));
        assert_eq!(made.load(Ordering::SeqCst), 1);
        let kept = shelf.answers.0.len();
        let none = tokio::join!(ask("/none"), ask("/none"), ask("/none"));
        let missing = Ok(StatusCode::NOT_FOUND);
        assert_eq!(none, (missing, missing, missing));
        assert_eq!((made.load(Ordering::SeqCst), shelf.answers.0.len()), (4, kept));
        let request =
            Request::builder().uri("/none").header("if-none-match", "*").header("range", "bytes=0-2");
        let answer = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        let text = axum::body::to_bytes(answer.into_body(), 1_000).await.unwrap();
        assert_eq!(text, "nothing of that name");
        for _ in 0..2 {
            assert_eq!(ask("/fault").await, Ok(StatusCode::INTERNAL_SERVER_ERROR));
        }
        assert_eq!(made.load(Ordering::SeqCst), 7);
    }
}
