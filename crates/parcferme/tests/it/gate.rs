//! Every endpoint by every caller: the table that the router is made of is walked, so that a new endpoint is in it.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use parcferme::server::{Endpoint, May, Setup, Shelf, endpoints, form_token, meeting, router, serve};
use parcferme::webhook::Sender;
use parcferme_core::season::Moment;
use parcferme_publish::view::{Settings, season_folder};
use parcferme_store::{Address, By, Digest, Grant, Record, Role};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

pub struct Club {
    pub address: Address,
    pub shelf: Arc<Shelf>,
    router: axum::Router,
    /// What pages led to, each once.
    followed: Mutex<BTreeSet<String>>,
    _folder: Option<tempfile::TempDir>,
}

pub struct Answered {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub text: String,
}

impl Answered {
    /// The session that it begins, as a browser sends it back.
    pub fn cookie(&self) -> String {
        let set = self.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(set.contains("; HttpOnly; SameSite=Lax"), "{set}");
        set.split(';').next().unwrap().to_owned()
    }

    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |own| own.to_str().unwrap())
    }
}

fn now() -> Moment {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    Moment::of_unix(seconds as i64).unwrap()
}

pub fn by() -> By<'static> {
    By { who: None, from: "command", when: now() }
}

impl Club {
    pub fn new() -> Club {
        let folder = tempfile::tempdir().unwrap();
        let club = Club::of(Address::File(folder.path().join("club.record")));
        Club { _folder: Some(folder), ..club }
    }

    /// The same of a record at an address.
    pub fn of(address: Address) -> Club {
        drop(Record::open_or_make(&address).unwrap());
        let shelf = Arc::new(Shelf::default().with_record(Some(address.clone())));
        // Streams end at once: nobody waits for what changes.
        shelf.close();
        Club { address, router: router(shelf.clone()), shelf, followed: Mutex::default(), _folder: None }
    }

    /// The same, sending webhooks as it is told.
    pub fn with_sender(self, sender: Sender) -> Club {
        let shelf = Arc::new(Shelf::default().with_record(Some(self.address.clone())).with_sender(sender));
        shelf.close();
        Club { router: router(shelf.clone()), shelf, ..self }
    }

    /// Where the record is.
    pub fn record_file(&self) -> std::path::PathBuf {
        match &self.address {
            Address::File(path) => path.clone(),
            other => panic!("{other:?}"),
        }
    }

    /// The same, reached by a name.
    #[cfg(feature = "passkeys")]
    pub fn at(self, site: &str) -> Club {
        self.with_settings(Settings { base_url: Some(site.to_owned()), ..Settings::default() })
    }

    /// The same with pages as they are told to be.
    pub fn with_settings(self, settings: Settings) -> Club {
        let shelf = Arc::new(Shelf::bare(settings).with_record(Some(self.address.clone())));
        shelf.close();
        Club { router: router(shelf.clone()), shelf, ..self }
    }

    /// The same record behind a server that was started anew.
    pub fn restarted(self) -> Club {
        let shelf = Arc::new(Shelf::default().with_record(Some(self.address.clone())));
        shelf.close();
        Club { router: router(shelf.clone()), shelf, ..self }
    }

    pub fn record(&self) -> Record {
        Record::open(&self.address).unwrap()
    }

    /// Somebody with these roles, signed in: the secret of the session is the login.
    pub fn official(&self, login: &str, grants: &[&str]) {
        let grants: Vec<Grant> = grants.iter().map(|own| own.parse().unwrap()).collect();
        let (mut record, by) = (self.record(), by());
        let secret = Digest::of(login.as_bytes());
        record.invite(&by, (login, login), &grants, (&secret, by.when.later(60))).unwrap();
        record.begin_session(&by, login, (&secret, by.when.later(600))).unwrap();
    }

    /// Asks; what a page of officials leads to must be there, whichever test sees it.
    pub async fn ask(&self, request: Request<Body>) -> Answered {
        let path = request.uri().path().to_owned();
        let cookie = request.headers().get("cookie").and_then(|own| own.to_str().ok()).unwrap_or_default();
        let cookie = cookie.to_owned();
        let answered = self.ask_alone(request).await;
        let officials = ["/desk", "/sign-in", "/welcome/"].iter().any(|own| path.starts_with(own));
        if officials && answered.text.starts_with("<!doctype html>") {
            self.leads_somewhere(&path, &cookie, &answered.text).await;
        }
        answered
    }

    /// Follows every address of a page as a browser does: what is asked answers, what takes a form is an endpoint.
    async fn leads_somewhere(&self, path: &str, cookie: &str, page: &str) {
        let listed = endpoints();
        let tags = page.split('<').filter_map(|own| own.split_once('>')).map(|own| own.0);
        for tag in tags {
            let value =
                |name: &str| tag.split_once(&format!(" {name}=\""))?.1.split_once('"').map(|own| own.0);
            let Some(address) = ["href", "src", "action"].into_iter().find_map(value) else { continue };
            let address = address.split(['#', '?']).next().unwrap();
            if address.is_empty() || address.contains(':') {
                continue;
            }
            let to = resolved(path, address);
            if !self.followed.lock().unwrap().insert(format!("{cookie} {to} {}", value("method").is_some())) {
                continue;
            }
            if value("method") == Some("post") {
                let takes = |own: &&Endpoint| own.method == "POST" && fits(&own.path, &to);
                assert!(listed.listed().iter().any(|own| takes(&own)), "{path}: {address} posts to {to}");
            } else {
                let request = Request::builder().uri(&to).header("cookie", cookie).body(Body::empty());
                let status = self.ask_alone(request.unwrap()).await.status.as_u16();
                assert!(status < 400, "{path}: {address} leads to {to}, which answers {status}");
            }
        }
    }

    async fn ask_alone(&self, request: Request<Body>) -> Answered {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        Answered { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Answered {
        self.ask(Request::builder().uri(path).header("cookie", cookie).body(Body::empty()).unwrap()).await
    }

    /// Sends a form as a browser does that shows a page of this site.
    pub async fn send(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answered {
        let mut body = form_urlencoded::Serializer::new(String::new());
        if let Some(secret) = cookie.strip_prefix("parcferme=") {
            body.append_pair("form", &form_token(secret));
        }
        let body = body.extend_pairs(fields).finish();
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header("cookie", cookie)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(body)).unwrap()).await
    }
}

/// Where an address of a page leads.
pub fn resolved(path: &str, address: &str) -> String {
    if address.starts_with('/') {
        return address.to_owned();
    }
    let mut steps: Vec<&str> = path.split('/').collect();
    steps.pop();
    for step in address.split('/') {
        match step {
            ".." if steps.len() > 1 => drop(steps.pop()),
            ".." | "." => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Whether a path is one of an endpoint.
fn fits(endpoint: &str, path: &str) -> bool {
    let (ours, theirs): (Vec<&str>, Vec<&str>) = (endpoint.split('/').collect(), path.split('/').collect());
    ours.len() == theirs.len()
        && ours.iter().zip(&theirs).all(|(own, step)| own.starts_with('{') || own == step)
}

/// A path of an endpoint, with something in each place.
fn filled(path: &str) -> String {
    let part = |own: &str| match own {
        "{series}" => "alms".to_owned(),
        "{season}" | "{year}" => "2003".to_owned(),
        own if own.starts_with('{') => "1".to_owned(),
        own => own.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Whether somebody with these roles for `alms/2003` may: said here in other words than the gate's own.
fn may(endpoint: &Endpoint, roles: &[Role]) -> bool {
    match endpoint.may {
        May::Anyone | May::SignedIn => true,
        May::Administrator => roles.contains(&Role::Administrator),
        May::Begins => roles.contains(&Role::Administrator) || roles.contains(&Role::PointsKeeper),
        May::InSeason([Role::Reader]) => roles.iter().any(|own| *own != Role::Administrator),
        May::InSeason(own) => own.iter().any(|own| roles.contains(own)),
    }
}

#[tokio::test]
async fn every_endpoint_lets_through_who_may_and_nobody_else() {
    let club = Club::new();
    let mut callers: Vec<(String, Option<Vec<Role>>)> =
        vec![("nobody".to_owned(), None), ("over".to_owned(), None)];
    for role in Role::ALL {
        let scope = if role == Role::Administrator { "*" } else { "alms/2003" };
        club.official(role.word(), &[&format!("{} {scope}", role.word())]);
        callers.push((role.word().to_owned(), Some(vec![role])));
        if role != Role::Administrator {
            let elsewhere = format!("{}-elsewhere", role.word());
            club.official(&elsewhere, &[&format!("{} f1/*", role.word())]);
            callers.push((elsewhere, Some(Vec::new())));
        }
    }
    let by = by();
    club.official("over", &["steward alms/2003"]);
    club.record().end_sessions(&by, "over").unwrap();
    // Tokens of the API: of somebody who may everything, for each role alone.
    let all = Role::ALL.map(|own| match own {
        Role::Administrator => format!("{} *", own.word()),
        _ => format!("{} alms/*", own.word()),
    });
    club.official("everything", &all.iter().map(String::as_str).collect::<Vec<_>>());
    for grant in &all {
        let token = (&Digest::of(format!("token {grant}").as_bytes()), by.when.later(600));
        let grants = [grant.parse().unwrap()];
        club.record().make_token(&by, "everything", (grant, &grants), token).unwrap();
    }
    let listed = endpoints();
    assert!(listed.listed().len() > 40, "the table is whole");
    for endpoint in listed.listed() {
        let path = filled(&endpoint.path);
        let api = path.starts_with("/api/");
        let named = format!("{} {}", endpoint.method, endpoint.path);
        if let May::InSeason(_) = endpoint.may {
            assert!(
                endpoint.path.contains("{series}")
                    && (endpoint.path.contains("{season}") || endpoint.path.contains("{year}")),
                "{named}: names no season"
            );
        }
        let ask = async |headers: &[(&str, String)]| {
            let mut request = Request::builder().method(&endpoint.method).uri(&path);
            request = request.header("sec-fetch-site", "same-origin");
            for (name, value) in headers {
                request = request.header(*name, value);
            }
            club.ask(request.body(Body::empty()).unwrap()).await
        };
        let let_through = |answer: &Answered| {
            let to_sign_in = answer.location().starts_with("/sign-in?then=");
            ![StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&answer.status) && !to_sign_in
        };
        // Signing out ends the session of the one who asks, so nothing is sent that a form must carry: what comes through
        // is refused by its form, and not by the gate.
        for (login, roles) in &callers {
            let answer = ask(&[("cookie", format!("parcferme={login}"))]).await;
            let expected = match roles {
                _ if endpoint.may == May::Anyone => true,
                // Who keeps the points of another series begins seasons of that.
                Some(_) if endpoint.may == May::Begins && login == "points-keeper-elsewhere" => !api,
                Some(roles) => !api && may(endpoint, roles),
                None => false,
            };
            assert_eq!(
                let_through(&answer),
                expected,
                "{named} as {login}: {} {}",
                answer.status,
                answer.text
            );
            if endpoint.may != May::Anyone {
                assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store", "{named} as {login}");
                assert_eq!(answer.headers.get("access-control-allow-origin"), None, "{named} as {login}");
            }
        }
        for (role, grant) in Role::ALL.iter().zip(&all) {
            let answer = ask(&[("authorization", format!("Bearer token {grant}"))]).await;
            let expected = endpoint.may == May::Anyone || (api && may(endpoint, &[*role]));
            assert_eq!(let_through(&answer), expected, "{named} by a token of a {}", role.word());
        }
    }
}

#[tokio::test]
async fn somebody_signs_in_and_out() {
    let club = Club::new();
    let by = by();
    club.record().make_link(&by, None, (&Digest::of(b"first"), by.when.later(60))).unwrap();
    assert!(club.get("/welcome/first", "").await.text.contains("The first account"));
    assert_eq!(club.get("/welcome/second", "").await.status, StatusCode::NOT_FOUND);
    let chosen = [("login", "ann"), ("name", "Ann Archer"), ("password", "too short")];
    let refused = club.send("/welcome/first", "", &chosen).await;
    assert!(
        refused.status == StatusCode::BAD_REQUEST && refused.text.contains("at least 12"),
        "{}",
        refused.text
    );
    assert!(!refused.text.contains("too short"), "a password is never shown again");
    let chosen = [("login", "ann"), ("name", "Ann Archer"), ("password", "correct horse battery")];
    let first = club.send("/welcome/first", "", &chosen).await;
    assert_eq!((first.status, first.location()), (StatusCode::SEE_OTHER, "/desk"));
    let cookie = first.cookie();
    assert!(club.get("/desk", &cookie).await.text.contains("Ann Archer"));
    assert_eq!(club.send("/welcome/first", "", &chosen).await.status, StatusCode::NOT_FOUND, "used");

    // Out: the session is gone, not only the cookie.
    let without = club
        .ask(
            Request::builder()
                .method("POST")
                .uri("/sign-out")
                .header("cookie", &cookie)
                .header("sec-fetch-site", "same-origin")
                .body(Body::from("form=guessed"))
                .unwrap(),
        )
        .await;
    assert_eq!(without.status, StatusCode::BAD_REQUEST, "a form of no session");
    assert_eq!(club.get("/desk", &cookie).await.status, StatusCode::OK);
    let out = club.send("/sign-out", &cookie, &[]).await;
    assert!(out.headers[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
    let shut = club.get("/desk/account?x=1", &cookie).await;
    assert_eq!(shut.location(), "/sign-in?then=%2Fdesk%2Faccount%3Fx%3D1");

    // In again, to where one wanted to go, and nowhere else.
    for (then, goes) in [
        ("/desk/people", "/desk/people"),
        ("https://evil.example/", "/desk"),
        ("//evil.example", "/desk"),
        ("/desk\\evil", "/desk"),
        ("/deskevil", "/desk"),
    ] {
        let given = [("login", "Ann "), ("password", "correct horse battery"), ("then", then)];
        let signed_in = club.send("/sign-in", "", &given).await;
        assert_eq!((signed_in.status, signed_in.location()), (StatusCode::SEE_OTHER, goes), "{then}");
    }
    let told: Vec<&str> =
        club.record().noted(None, 100).unwrap().iter().map(|own| own.deed.words()).collect();
    assert!(told.contains(&"signed out as"));
}

#[tokio::test]
async fn an_unknown_login_and_a_wrong_password_are_told_the_same() {
    let club = Club::new();
    club.official("ann", &["steward *"]);
    let hash = parcferme::password::hash("correct horse battery").unwrap();
    club.record().choose_password(&by(), "ann", &hash).unwrap();
    let told = async |login: &str| {
        let answer =
            club.send("/sign-in", "", &[("login", login), ("password", "wrong horse battery")]).await;
        assert_eq!(answer.headers.get(header::SET_COOKIE), None);
        (answer.status, answer.text.replace(login, "LOGIN"))
    };
    let (wrong, unknown) = (told("ann").await, told("zoe").await);
    assert_eq!(wrong, unknown);
    assert_eq!(wrong.0, StatusCode::UNAUTHORIZED);
    // What was typed as a login and is none is not written down: it may be a password.
    let noted: Vec<Option<String>> =
        club.record().noted(None, 2).unwrap().into_iter().map(|own| own.account).collect();
    assert_eq!(noted, [None, Some("ann".to_owned())]);
    // Who tries too often waits, with the right password too.
    let mut statuses = Vec::new();
    for _ in 0..9 {
        statuses.push(told("ann").await.0);
    }
    assert_eq!(statuses.last(), Some(&StatusCode::TOO_MANY_REQUESTS));
    let right = [("login", "ann"), ("password", "correct horse battery")];
    assert_eq!(club.send("/sign-in", "", &right).await.status, StatusCode::TOO_MANY_REQUESTS);
    // From another site nobody signs in: it would be with somebody else's account.
    let foreign = Request::builder()
        .method("POST")
        .uri("/sign-in")
        .header("sec-fetch-site", "cross-site")
        .body(Body::from("login=ann&password=correct+horse+battery"))
        .unwrap();
    assert_eq!(club.ask(foreign).await.status, StatusCode::FORBIDDEN);
}

/// Over a connection of its own, as the network brings it.
async fn over_the_wire(address: std::net::SocketAddr, request: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn the_front_answers_for_this_host_and_counts() {
    let club = Club::new();
    let shelf = Arc::new(Shelf::default().with_record(Some(club.address.clone())));
    let proxies = vec!["127.0.0.1".parse().unwrap()];
    let setup = Setup { hosts: Some(vec!["results.club.example".to_owned()]), proxies, ..Setup::default() };
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let served = tokio::spawn(serve(shelf, setup, listener));
    let ask = async |path: &str, host: &str, more: &str| {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{more}Connection: close\r\n\r\n");
        over_the_wire(address, &request).await
    };
    for (path, says) in [("/healthz", "alive"), ("/readyz", "ready")] {
        let answer = ask(path, "127.0.0.1", "").await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with(&format!("{says}\n")), "{answer}");
        assert!(answer.contains("x-request-id: "), "{answer}");
    }
    assert!(ask("/healthz", "results.club.example", "").await.starts_with("HTTP/1.1 200"));
    for host in ["evil.example", "results.club.example.evil.example"] {
        let answer = ask("/desk", host, "").await;
        assert!(answer.starts_with("HTTP/1.1 421"), "{answer}");
    }
    // A request names one host.
    for hosts in ["", "Host: localhost\r\nHost: evil.example\r\n", "Host: a/b\r\n"] {
        for path in ["/healthz", "/api/v1/seasons"] {
            let request = format!("GET {path} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n");
            let answer = over_the_wire(address, &request).await;
            assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("PF1387"), "{hosts}: {answer}");
        }
    }
    // A secret in a path is counted under the path as registered.
    ask("/welcome/a-secret", "localhost", "").await;
    let counted = ask("/metrics", "localhost", "").await;
    assert!(counted.contains("parcferme_requests_total{path=\"/healthz\",status=\"200\"} 2"), "{counted}");
    assert!(counted.contains("parcferme_requests_total{path=\"/desk\",status=\"421\"} 2"), "{counted}");
    assert!(
        counted.contains("path=\"/welcome/{secret}\",status=\"404\"") && !counted.contains("a-secret"),
        "{counted}"
    );
    // Through the proxy, from elsewhere.
    let elsewhere = "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n";
    let answer = ask("/metrics", "localhost", elsewhere).await;
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    assert!(answer.contains("strict-transport-security: max-age="), "{answer}");
    assert!(!counted.contains("strict-transport-security"), "{counted}");
    served.abort();
}

#[tokio::test]
async fn an_encrypted_connection_has_the_cookie_of_one() {
    let club = Club::new();
    let by = by();
    club.record().make_link(&by, None, (&Digest::of(b"first"), by.when.later(60))).unwrap();
    let shelf = Arc::new(Shelf::default().with_record(Some(club.address.clone())));
    let setup = Setup { proxies: vec!["127.0.0.1".parse().unwrap()], ..Setup::default() };
    let behind = meeting(shelf, setup);
    let ask = async |method: &str, path: &str, cookie: &str, body: &'static str| {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("x-forwarded-proto", "https")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", cookie)
            .body(Body::from(body))
            .unwrap();
        behind.clone().oneshot(request).await.unwrap()
    };
    let chosen = "login=ann&name=Ann+Archer&password=correct+horse+battery";
    let first = ask("POST", "/welcome/first", "", chosen).await;
    let set = first.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(
        set.starts_with("__Host-parcferme=")
            && set.ends_with("; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure"),
        "{set}"
    );
    let cookie = set.split(';').next().unwrap();
    assert_eq!(ask("GET", "/desk", cookie, "").await.status(), StatusCode::OK);
    // The plain name is not taken where the other can be: somebody between could have set it.
    let plain = cookie.trim_start_matches("__Host-");
    assert_eq!(ask("GET", "/desk", plain, "").await.status(), StatusCode::SEE_OTHER);
}

/// A series may be called as anything: its season's folder is not below an address that is somebody else's.
#[test]
fn no_season_has_the_address_of_something_else() {
    for own in endpoints().listed() {
        let first = own.path.split('/').nth(1).unwrap_or_default();
        if first.is_empty() || first.contains(['{', '.']) {
            continue;
        }
        assert_ne!(season_folder(&format!("{first}/2003")), format!("{first}/2003/"), "{}", own.path);
        // Below the desk, a series stands beside pages of its own.
        let second: Vec<&str> = own.path.split('/').skip(2).collect();
        let taken = |own: &str| !own.is_empty() && !own.contains('{');
        assert!(first != "desk" || second.len() != 2 || !taken(second[0]), "{}", own.path);
    }
}

#[test]
fn what_cannot_be_answered_has_an_id() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let club = Club::new();
    for (method, path, id) in [
        ("GET", "/api/v1/nowhere", "PF1382"),
        ("GET", "/nowhere", "PF1382"),
        ("POST", "/api/v1/seasons", "PF1383"),
        ("GET", "/api/v1/seasons?x=1", "PF1381"),
    ] {
        let request = Request::builder().method(method).uri(path).header("host", "localhost");
        let answer = runtime.block_on(club.ask(request.body(Body::empty()).unwrap()));
        assert!(answer.text.contains(id), "{method} {path}: {}", answer.text);
    }
}

/// By the server's own certificate: what is asked is answered as over any encrypted connection.
#[cfg(feature = "tls")]
#[tokio::test]
async fn the_server_speaks_tls_by_itself() {
    use parcferme::server::encryption;
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, ServerName};
    use std::path::Path;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let tls = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls");
    let refused = encryption(Some(&tls.join("server.pem")), None).unwrap_err();
    assert_eq!(refused[0].id, "PF1407");
    // A key of no certificate, and a file that is not there.
    for (certificate, key) in
        [("authority.pem", "server.key"), ("server.pem", "absent.key"), ("server.key", "server.key")]
    {
        let refused = encryption(Some(&tls.join(certificate)), Some(&tls.join(key))).unwrap_err();
        assert_eq!(refused[0].id, "PF1407", "{certificate} {key}");
    }
    let club = Club::new();
    let by = by();
    club.record().make_link(&by, None, (&Digest::of(b"first"), by.when.later(60))).unwrap();
    let own = encryption(Some(&tls.join("server.pem")), Some(&tls.join("server.key"))).unwrap();
    let setup = Setup { encryption: own, ..Setup::default() };
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let shelf = Arc::new(Shelf::default().with_record(Some(club.address.clone())));
    let served = tokio::spawn(serve(shelf, setup, listener));

    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(tls.join("authority.pem")).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
    let ask = async |request: String| {
        let stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let mut stream = connector.connect(ServerName::try_from("localhost").unwrap(), stream).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    };
    let answer =
        ask("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".to_owned()).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("strict-transport-security: "), "{answer}");
    let chosen = "login=ann&name=Ann+Archer&password=correct+horse+battery";
    let first = ask(format!(
        "POST /welcome/first HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{chosen}",
        chosen.len()
    ))
    .await;
    assert!(first.contains("__Host-parcferme=") && first.contains("; Secure"), "{first}");
    // Who speaks plain HTTP is not answered.
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let mut plain = Vec::new();
    let _ = stream.read_to_end(&mut plain).await;
    assert!(!String::from_utf8_lossy(&plain).contains("alive"), "{plain:?}");
    served.abort();
}
