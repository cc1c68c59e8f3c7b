//! The gate: every endpoint says who may use it, and nobody else comes through.
//!
//! [`Endpoints`] is the only way to register one, and asks for method, path and [`May`]; the lint on `Router::route` holds
//! that. What matches a path and stands in no row of the table is refused. Pages take the session of a cookie, `/api/` the
//! token of an `Authorization` header and nothing else: no page of another site can make a browser send that.

use crate::ending::Ending;
use crate::server::came::Came;
use crate::server::official::{self, Official};
use crate::server::problem;
use crate::server::respond;
use crate::server::shelf::Shelf;
use axum::Router;
use axum::extract::{FromRequestParts, MatchedPath, RawPathParams, Request, State};
use axum::handler::Handler;
use axum::http::header::{ALLOW, CACHE_CONTROL, LOCATION, WWW_AUTHENTICATE};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::{MethodRouter, delete, get, post};
use parcferme_store::Role;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Who may use an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// Anybody, without an account.
    Anyone,
    /// Whoever is signed in.
    SignedIn,
    /// Who invites others.
    Administrator,
    /// Who begins seasons: an administrator, and a points-keeper of any season or series. Which they may begin, the page says.
    Begins,
    /// Who has one of these roles for the season that the path names. A reader is whoever has any role there.
    InSeason(&'static [Role]),
}

impl May {
    /// Whether somebody with these roles, for the season of the path or for the whole record, is let through.
    pub fn lets(self, roles: &[Role]) -> bool {
        match self {
            May::Anyone | May::SignedIn => true,
            May::Administrator => roles.contains(&Role::Administrator),
            May::Begins => roles.iter().any(|own| matches!(own, Role::Administrator | Role::PointsKeeper)),
            May::InSeason(own) => {
                let works = roles.iter().any(|role| *role != Role::Administrator);
                own.iter().any(|role| roles.contains(role) || (*role == Role::Reader && works))
            }
        }
    }

    /// Whether an official is let through.
    pub fn admits(self, official: &Official) -> bool {
        match self {
            // The path names no season: a role for any is enough.
            May::Begins => self.lets(&official.account.grants.iter().map(|own| own.role).collect::<Vec<_>>()),
            _ => self.lets(&official.roles),
        }
    }
}

/// Endpoints with who may use each.
#[derive(Default)]
pub struct Endpoints {
    router: Router<Arc<Shelf>>,
    listed: Vec<Endpoint>,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Endpoint {
    pub method: Method,
    pub path: String,
    pub may: May,
}

impl Endpoints {
    pub fn new() -> Endpoints {
        Endpoints::default()
    }

    /// Answers reading; `HEAD` too.
    #[must_use]
    pub fn get<H: Handler<T, Arc<Shelf>>, T: 'static>(self, path: &str, may: May, handler: H) -> Endpoints {
        self.add(Method::GET, path, may, get(handler))
    }

    /// Answers what changes something, or is too long for an address.
    #[must_use]
    pub fn post<H: Handler<T, Arc<Shelf>>, T: 'static>(self, path: &str, may: May, handler: H) -> Endpoints {
        self.add(Method::POST, path, may, post(handler))
    }

    /// Takes something away.
    #[must_use]
    pub fn delete<H: Handler<T, Arc<Shelf>>, T: 'static>(
        self,
        path: &str,
        may: May,
        handler: H,
    ) -> Endpoints {
        self.add(Method::DELETE, path, may, delete(handler))
    }

    #[allow(clippy::disallowed_methods, reason = "the one place where a path is registered")]
    fn add(mut self, method: Method, path: &str, may: May, handler: MethodRouter<Arc<Shelf>>) -> Endpoints {
        self.listed.push(Endpoint { method, path: path.to_owned(), may });
        Endpoints { router: self.router.route(path, handler), listed: self.listed }
    }

    #[must_use]
    pub fn merge(mut self, other: Endpoints) -> Endpoints {
        self.listed.extend(other.listed);
        Endpoints { router: self.router.merge(other.router), listed: self.listed }
    }

    /// What all of them share, such as limits.
    #[must_use]
    pub fn layered(self, layered: impl FnOnce(Router<Arc<Shelf>>) -> Router<Arc<Shelf>>) -> Endpoints {
        Endpoints { router: layered(self.router), ..self }
    }

    /// The table: every endpoint, and who may.
    pub fn listed(&self) -> &[Endpoint] {
        &self.listed
    }

    /// The router behind the gate.
    pub(super) fn gated(self, shelf: Arc<Shelf>) -> Router<Arc<Shelf>> {
        let mut table: BTreeMap<String, Vec<(Method, May)>> = BTreeMap::new();
        for own in self.listed {
            table.entry(own.path).or_default().push((own.method, own.may));
        }
        self.router.layer(axum::middleware::from_fn_with_state(Arc::new(Gate { shelf, table }), gate))
    }
}

struct Gate {
    shelf: Arc<Shelf>,
    table: BTreeMap<String, Vec<(Method, May)>>,
}

async fn gate(State(gate): State<Arc<Gate>>, request: Request, next: Next) -> Response {
    // No path matched: nothing is there.
    let Some(path) = request.extensions().get::<MatchedPath>() else { return next.run(request).await };
    // No endpoint answers it; what may be read from pages of other sites says so.
    if request.method() == Method::OPTIONS {
        return next.run(request).await;
    }
    let rows = gate.table.get(path.as_str()).map_or(&[][..], Vec::as_slice);
    let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
    let Some((_, may)) = rows.iter().find(|own| own.0 == *method) else {
        return not_allowed(is_api(&request), rows);
    };
    if *may == May::Anyone {
        return next.run(request).await;
    }
    let mut answer = match let_through(&gate.shelf, *may, request).await {
        Ok(request) => next.run(request).await,
        Err(refusal) => *refusal,
    };
    // What officials see is theirs, and nobody between keeps it.
    respond::set(answer.headers_mut(), CACHE_CONTROL, "no-store");
    answer
}

fn is_api(request: &Request) -> bool {
    request.uri().path().starts_with("/api/")
}

/// The request with the official who made it, or why it does not come through.
async fn let_through(shelf: &Arc<Shelf>, may: May, request: Request) -> Result<Request, Box<Response>> {
    let api = is_api(&request);
    let (mut parts, body) = request.into_parts();
    let refuse = |status, title: &str, detail: &str| Box::new(problem::refuse(api, status, title, detail));
    let Some(keeper) = &shelf.record else {
        return Err(refuse(
            Ending::Unknown.http_status(),
            "No record is served here",
            "Officials work on a record: start the server with --data.",
        ));
    };
    let reading = parts.method == Method::GET || parts.method == Method::HEAD;
    if !api && !reading && !official::is_of_this_site(&parts.headers) {
        return Err(refuse(
            Ending::Forbidden.http_status(),
            "This came from another site",
            "Forms of this site are sent from its own pages.",
        ));
    }
    let season = season_of(&mut parts).await;
    let came = Came::of(&parts);
    let asked = official::who(keeper, &parts.headers, &came, api, season).await;
    let official = asked.map_err(|_| {
        refuse(
            Ending::Slow.http_status(),
            "The record cannot be read just now",
            "Nothing is lost: try again in a minute.",
        )
    })?;
    match official {
        None if api => {
            let mut answer = refuse(
                Ending::NoAccount.http_status(),
                "A token is needed",
                "Send `Authorization: Bearer TOKEN`; tokens are made at /desk/tokens.",
            );
            respond::set(answer.headers_mut(), WWW_AUTHENTICATE, "Bearer");
            Err(answer)
        }
        None if reading => {
            Err(Box::new(to_sign_in(parts.uri.path_and_query().map_or("/", |own| own.as_str()))))
        }
        None => Err(refuse(
            Ending::NoAccount.http_status(),
            "You are not signed in",
            "Your session has ended. Sign in at /sign-in, then send the form again: nothing was done.",
        )),
        Some(own) if !may.admits(&own) => Err(refuse(
            Ending::Forbidden.http_status(),
            "That is not yours to do",
            &needs(may, own.season.as_deref()),
        )),
        Some(own) => {
            parts.extensions.insert(own);
            Ok(Request::from_parts(parts, body))
        }
    }
}

/// The season that a path names, as `alms/2003`.
async fn season_of(parts: &mut Parts) -> Option<String> {
    let params = RawPathParams::from_request_parts(parts, &()).await.ok()?;
    let named = |names: &[&str]| params.iter().find(|own| names.contains(&own.0)).map(|own| own.1.to_owned());
    Some(format!("{}/{}", named(&["series"])?, named(&["season", "year"])?))
}

/// Who may, in a sentence.
fn needs(may: May, season: Option<&str>) -> String {
    let who = match may {
        May::Anyone | May::SignedIn => "an account".to_owned(),
        May::Administrator => "an administrator".to_owned(),
        May::Begins => "an administrator, or the role points-keeper for some season".to_owned(),
        May::InSeason(roles) => {
            let words: Vec<&str> = roles.iter().map(|own| own.word()).collect();
            format!("the role {} for {}", words.join(" or "), season.unwrap_or("the season"))
        }
    };
    format!("It takes {who}. An administrator grants roles, at /desk/people.")
}

fn to_sign_in(then: &str) -> Response {
    let then: String = form_urlencoded::byte_serialize(then.as_bytes()).collect();
    let mut answer = Response::default();
    *answer.status_mut() = StatusCode::SEE_OTHER;
    respond::set(answer.headers_mut(), LOCATION, &format!("/sign-in?then={then}"));
    answer
}

fn not_allowed(api: bool, rows: &[(Method, May)]) -> Response {
    let detail = "This address does not answer to that method.";
    let mut answer = problem::refuse(api, Ending::NotAllowed.http_status(), "Not that way", detail);
    let mut allowed: Vec<&str> = rows.iter().map(|own| own.0.as_str()).collect();
    if allowed.contains(&"GET") {
        allowed.push("HEAD");
    }
    respond::set(answer.headers_mut(), ALLOW, &allowed.join(","));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::now;
    use axum::body::Body;
    use axum::http::Request;
    use parcferme_store::{Address, By, Digest, Grant, Record};
    use tower::ServiceExt;

    #[test]
    fn an_administrator_invites_and_does_not_judge() {
        let steward = May::InSeason(&[Role::Steward]);
        assert!(!steward.lets(&[Role::Administrator]));
        assert!(steward.lets(&[Role::Administrator, Role::Steward]));
        let drafts = May::InSeason(&[Role::Reader]);
        assert!(
            drafts.lets(&[Role::Timekeeper]) && !drafts.lets(&[Role::Administrator]) && !drafts.lets(&[])
        );
    }

    async fn done() -> &'static str {
        "done"
    }

    /// One endpoint of each kind, as a page and of the API.
    fn each_kind() -> Endpoints {
        let stewards = May::InSeason(&[Role::Steward]);
        Endpoints::new()
            .get("/open", May::Anyone, done)
            .get("/desk", May::SignedIn, done)
            .post("/desk", May::SignedIn, done)
            .get("/desk/people", May::Administrator, done)
            .get("/desk/{series}/{season}/drafts", May::InSeason(&[Role::Reader]), done)
            .post("/desk/{series}/{season}/decide", stewards, done)
            .get("/api/v1/{series}/{year}/drafts", May::InSeason(&[Role::Reader]), done)
            .post("/api/v1/{series}/{year}/decide", stewards, done)
    }

    struct Caller(Router);

    impl Caller {
        async fn status(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> u16 {
            let mut request = Request::builder().method(method).uri(path);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let answer = self.0.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            if may_be_kept(&answer) && path != "/open" && answer.status() != StatusCode::METHOD_NOT_ALLOWED {
                panic!("{method} {path}: what officials see may be kept");
            }
            answer.status().as_u16()
        }
    }

    fn may_be_kept(answer: &Response) -> bool {
        answer.headers().get(CACHE_CONTROL).is_none_or(|own| own != "no-store")
    }

    #[tokio::test]
    async fn whoever_asks_comes_through_where_they_may_and_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let address = Address::File(folder.path().join("club.record"));
        let mut record = Record::open_or_make(&address).unwrap();
        let by = By { who: None, from: "command", when: now() };
        let until = by.when.later(3600);
        for (login, grants) in [
            ("reader", &["reader alms/2003"][..]),
            ("steward", &["steward alms/2003"]),
            ("other", &["steward f1/*"]),
            ("admin", &["administrator *"]),
            ("both", &["steward alms/*", "timekeeper *"]),
            ("over", &["steward alms/2003"]),
        ] {
            let grants: Vec<Grant> = grants.iter().map(|own| own.parse().unwrap()).collect();
            let link = Digest::of(login.as_bytes());
            record.invite(&by, (login, login), &grants, (&link, until)).unwrap();
            let until = if login == "over" { by.when } else { until };
            record.begin_session(&by, login, (&link, until)).unwrap();
        }
        for (name, grant, seconds) in [
            ("reads", "reader alms/2003", 60),
            ("decides", "steward alms/2003", 60),
            ("late", "steward alms/2003", -1),
        ] {
            let token = (&Digest::of(name.as_bytes()), by.when.later(seconds));
            record.make_token(&by, "both", (name, &[grant.parse().unwrap()]), token).unwrap();
        }
        let shelf = Arc::new(Shelf::default().with_record(Some(address)));
        let router = each_kind().gated(shelf.clone()).with_state(shelf);
        let caller = Caller(router);
        let page = |who: &str| {
            let mut headers = vec![("sec-fetch-site".to_owned(), "same-origin".to_owned())];
            if !who.is_empty() {
                headers.push(("cookie".to_owned(), format!("a=b; parcferme={who}")));
            }
            headers
        };
        let program = |who: &str| vec![("authorization".to_owned(), format!("Bearer {who}"))];
        let ask = async |method: &str, path: &str, headers: &[(String, String)]| {
            let headers: Vec<_> = headers.iter().map(|own| (own.0.as_str(), own.1.as_str())).collect();
            caller.status(method, path, &headers).await
        };
        // Signed in at: /desk, /desk sent, /desk/people, drafts, decide; drafts and decide of another season of the series.
        for (who, expected) in [
            ("", [303, 401, 303, 303, 401, 303, 401]),
            ("nobody", [303, 401, 303, 303, 401, 303, 401]),
            ("over", [303, 401, 303, 303, 401, 303, 401]),
            ("reader", [200, 200, 403, 200, 403, 403, 403]),
            ("steward", [200, 200, 403, 200, 200, 403, 403]),
            ("other", [200, 200, 403, 403, 403, 403, 403]),
            ("admin", [200, 200, 200, 403, 403, 403, 403]),
            ("both", [200, 200, 403, 200, 200, 200, 200]),
            // A program's token is no session.
            ("decides", [303, 401, 303, 303, 401, 303, 401]),
        ] {
            let asked = [
                ("GET", "/desk"),
                ("POST", "/desk"),
                ("GET", "/desk/people"),
                ("GET", "/desk/alms/2003/drafts"),
                ("POST", "/desk/alms/2003/decide"),
                ("GET", "/desk/alms/2004/drafts"),
                ("POST", "/desk/alms/2004/decide"),
            ];
            for ((method, path), status) in asked.iter().zip(expected) {
                assert_eq!(ask(method, path, &page(who)).await, status, "{who}: {method} {path}");
            }
            assert_eq!(ask("GET", "/open", &page(who)).await, 200);
            // A session is nothing to the API: a page of another site could send it.
            assert_eq!(ask("POST", "/api/v1/alms/2003/decide", &page(who)).await, 401, "{who}");
        }
        for (who, expected) in [
            ("", [401, 401, 401]),
            ("late", [401; 3]),
            ("steward", [401; 3]),
            ("reads", [200, 403, 403]),
            ("decides", [200, 200, 403]),
        ] {
            let asked = [
                ("GET", "/api/v1/alms/2003/drafts"),
                ("POST", "/api/v1/alms/2003/decide"),
                ("GET", "/api/v1/alms/2004/drafts"),
            ];
            for ((method, path), status) in asked.iter().zip(expected) {
                assert_eq!(ask(method, path, &program(who)).await, status, "{who}: {method} {path}");
            }
        }
        // What is sent from another site, or does not say from where, is not let through with any session.
        for foreign in [
            vec![("sec-fetch-site", "cross-site")],
            vec![("sec-fetch-site", "same-site")],
            vec![("origin", "https://evil.example"), ("host", "club.example")],
            vec![("origin", "null"), ("host", "club.example")],
            vec![],
        ] {
            let headers: Vec<_> = foreign.iter().copied().chain([("cookie", "parcferme=steward")]).collect();
            assert_eq!(caller.status("POST", "/desk/alms/2003/decide", &headers).await, 403, "{foreign:?}");
        }
        let own =
            [("origin", "http://club.example"), ("host", "club.example"), ("cookie", "parcferme=steward")];
        assert_eq!(caller.status("POST", "/desk/alms/2003/decide", &own).await, 200);
        // A method that nobody registered is refused before anybody is asked who they are.
        assert_eq!(ask("DELETE", "/desk", &page("admin")).await, 405);
        assert_eq!(ask("HEAD", "/desk", &page("admin")).await, 200);
    }
}
