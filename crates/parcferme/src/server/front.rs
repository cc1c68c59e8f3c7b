//! The front of the server: where a request came from, whether it asks for this host, what is counted and logged of it.
//!
//! Neither counts nor logs hold a query, a form or a secret: paths are told as they are registered, `/welcome/{secret}`.

use crate::ending::Ending;
use crate::server::came::{Came, Encrypted, Network};
use crate::server::encryption::Encryption;
use crate::server::problem;
use crate::server::respond;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, Uri, Version};
use axum::middleware::Next;
use axum::response::Response;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// What is told of each request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Log {
    /// Nothing
    #[default]
    Off,
    /// A line of JSON on the standard error
    Json,
}

/// How the server meets the network.
#[derive(Debug, Default)]
pub struct Setup {
    /// Names by which people reach it, besides addresses and `localhost`. None: any name.
    pub hosts: Option<Vec<String>>,
    /// Proxies whose word is taken for where a request came from.
    pub proxies: Vec<Network>,
    pub log: Log,
    /// TLS by the server itself.
    pub encryption: Option<Encryption>,
}

pub struct Front {
    setup: Setup,
    began: Instant,
    /// Drawn at random, so that the ids of two runs differ.
    run: u64,
    requests: AtomicU64,
    open: AtomicI64,
    answered: Mutex<BTreeMap<(String, u16), Answered>>,
}

#[derive(Default)]
struct Answered {
    count: u64,
    micros: u64,
}

impl Front {
    pub fn new(setup: Setup) -> Front {
        let mut drawn = [0; 8];
        // Ids alone: without random numbers they begin alike.
        let _ = getrandom::fill(&mut drawn);
        Front {
            setup,
            began: Instant::now(),
            run: u64::from_be_bytes(drawn) >> 32,
            requests: AtomicU64::new(0),
            open: AtomicI64::new(0),
            answered: Mutex::default(),
        }
    }

    /// What was counted, as Prometheus reads it.
    pub fn measures(&self) -> String {
        let mut out = String::new();
        let head = |out: &mut String, name: &str, kind: &str, help: &str| {
            let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
        };
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, seconds) = ("parcferme_requests_total", "parcferme_request_seconds_total");
        head(&mut out, count, "counter", "Requests answered, by path as registered.");
        for ((path, status), own) in answered.iter() {
            let _ = writeln!(out, "{count}{{path=\"{path}\",status=\"{status}\"}} {}", own.count);
        }
        head(&mut out, seconds, "counter", "Time spent on them.");
        for ((path, status), own) in answered.iter() {
            let (whole, micros) = (own.micros / 1_000_000, own.micros % 1_000_000);
            let _ = writeln!(out, "{seconds}{{path=\"{path}\",status=\"{status}\"}} {whole}.{micros:06}");
        }
        drop(answered);
        head(&mut out, "parcferme_requests_open", "gauge", "Requests being answered now.");
        let _ = writeln!(out, "parcferme_requests_open {}", self.open.load(Ordering::Relaxed));
        head(&mut out, "parcferme_up_seconds", "gauge", "Since the server began.");
        let _ = writeln!(out, "parcferme_up_seconds {}", self.began.elapsed().as_secs());
        out
    }

    fn came(&self, request: &Request) -> Came {
        let from = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let from = from.map_or(IpAddr::from([127, 0, 0, 1]), |own| own.0.ip());
        let encrypted = request.extensions().get::<Encrypted>().is_some();
        let came = Came::through(from, request.headers(), &self.setup.proxies);
        Came { private: came.private || encrypted, ..came }
    }

    /// Whether a request leaves open which host it asks: it names none, two, or something that is no host. One that came by
    /// no connection, as in a test, need not name any.
    fn is_unclear(request: &Request) -> bool {
        let mut named = request.headers().get_all(HOST).iter();
        match (named.next(), named.next()) {
            (Some(host), None) => {
                host.to_str().map_or(true, |own| !own.is_empty() && own.parse::<Authority>().is_err())
            }
            (Some(_), Some(_)) => true,
            (None, _) => {
                let connected = request.extensions().get::<ConnectInfo<SocketAddr>>().is_some();
                connected && request.version() == Version::HTTP_11
            }
        }
    }

    /// Whether a request asks for this host: an address, `localhost`, or one of the names. A name of somebody else's that was
    /// made to lead here (DNS rebinding) is none of these.
    fn is_here(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let Some(hosts) = &self.setup.hosts else { return true };
        let asked = uri.host().or_else(|| headers.get(HOST).and_then(|own| own.to_str().ok()).map(host_of));
        asked.is_none_or(|asked| {
            let bare = asked.trim_start_matches('[').trim_end_matches(']');
            asked.eq_ignore_ascii_case("localhost")
                || bare.parse::<IpAddr>().is_ok()
                || hosts.iter().any(|own| own.eq_ignore_ascii_case(asked))
        })
    }
}

/// A host without its port.
pub fn host_of(authority: &str) -> &str {
    match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => authority.rsplit_once(':').map_or(authority, |own| own.0),
    }
}

/// Meets a request, and tells of it when it is answered.
pub async fn meet(State(front): State<Arc<Front>>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let number = front.requests.fetch_add(1, Ordering::Relaxed);
    let id = format!("{:08x}-{number:x}", front.run);
    let came = front.came(&request);
    request.extensions_mut().insert(came);
    request.extensions_mut().insert(front.clone());
    let path = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    front.open.fetch_add(1, Ordering::Relaxed);
    let open = Open(&front.open);
    let api = problem::is_for_programs(request.uri().path());
    let mut response = if Front::is_unclear(&request) {
        problem::without_host(api)
    } else if front.is_here(request.uri(), request.headers()) {
        let mut answer = next.run(request).await;
        if came.private {
            // A year. Subdomains are not ours to bind.
            let name = HeaderName::from_static("strict-transport-security");
            respond::set(answer.headers_mut(), name, "max-age=31536000");
        }
        answer
    } else {
        problem::refuse(
            api,
            Ending::Elsewhere.http_status(),
            "This server does not answer to that name",
            "Its keeper names it with --host or --base-url.",
        )
    };
    drop(open);
    respond::set(response.headers_mut(), HeaderName::from_static("x-request-id"), &id);
    let (status, micros) = (response.status().as_u16(), began.elapsed().as_micros());
    let micros = u64::try_from(micros).unwrap_or(u64::MAX);
    if front.setup.log == Log::Json {
        let line = serde_json::json!({
            "when": crate::record::now().to_string(),
            "id": id,
            "from": came.from.to_string(),
            "method": method.as_str(),
            "path": path,
            "status": status,
            "micros": micros,
        });
        // Who does not read the log does not stop the server.
        let _ = writeln!(std::io::stderr(), "{line}");
    }
    let mut answered = front.answered.lock().unwrap_or_else(PoisonError::into_inner);
    let own = answered.entry((path, status)).or_default();
    own.count += 1;
    own.micros = own.micros.saturating_add(micros);
    drop(answered);
    response
}

/// A request that is being answered, whichever way it ends.
struct Open<'f>(&'f AtomicI64);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_host_is_asked() {
        let front =
            Front::new(Setup { hosts: Some(vec!["results.club.example".to_owned()]), ..Setup::default() });
        for (host, is) in [
            ("localhost:8003", true),
            ("127.0.0.1:8003", true),
            ("[::1]:8003", true),
            ("192.168.1.4", true),
            ("results.club.example", true),
            ("Results.Club.Example:443", true),
            ("evil.example", false),
            ("results.club.example.evil.example", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            respond::set(&mut headers, HOST, host);
            assert_eq!(front.is_here(&Uri::from_static("/"), &headers), is, "{host}");
        }
        assert!(!front.is_here(&Uri::from_static("http://evil.example/"), &HeaderMap::new()));
    }
}
