//! Editions and documents of the board announced to webhooks: added and looked at by an administrator, sent by a server, again by the next one.

use crate::desk::FILES;
use crate::desk_pages::{club_of, cookie, hidden};
use crate::gate::{Answered, Club, by};
use axum::body::Body;
use axum::http::Request;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use parcferme::server::{Setup, Shelf, serve};
use parcferme::webhook::{Message, Sender, Told, announcement};
use parcferme_publish::view::Settings;
use parcferme_store::{Act, Announced, Delivery, Digest, Draft, Facts, Record, Standing};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

const WEBHOOKS: &str = "/api/v1/webhooks";

fn club() -> Club {
    let club = club_of(&[("adm", "administrator *"), ("ann", "points-keeper cup/2026")]);
    for (login, grant) in [("adm", "administrator *"), ("ann", "points-keeper cup/2026")] {
        let secret = (&Digest::of(format!("token {login}").as_bytes()), by().when.later(600));
        club.record().make_token(&by(), login, (login, &[grant.parse().unwrap()]), secret).unwrap();
    }
    club.with_sender(Sender::new(true))
}

async fn ask(club: &Club, who: &str, method: &str, path: &str, body: Value) -> (u16, Value) {
    let request =
        Request::builder().method(method).uri(path).header("authorization", format!("Bearer token {who}"));
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let Answered { status, text, .. } = club.ask(request.body(body).unwrap()).await;
    (status.as_u16(), serde_json::from_str(&text).unwrap_or_else(|_| panic!("{status}: {text}")))
}

async fn add(club: &Club, address: &str) -> (String, String) {
    let (status, added) =
        ask(club, "adm", "POST", WEBHOOKS, json!({"address": address, "seasons": "cup/*"})).await;
    assert_eq!((status, &added["schema"]), (200, &json!("parcferme.webhook/1")), "{added}");
    let text = |own: &Value| own.as_str().unwrap().to_owned();
    (text(&added["webhook"]["id"]), text(&added["secret"]))
}

/// A server over the record, in a process as it were: it ends with all that it does.
fn served(club: &Club) -> (Runtime, Arc<Shelf>) {
    let mut shelf = Shelf::default().with_record(Some(club.address.clone())).with_sender(Sender::new(true));
    shelf.settings.base_url = Some("https://results.club.example/".to_owned());
    let shelf = Arc::new(shelf);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let runtime = Runtime::new().unwrap();
    runtime.spawn(serve(shelf.clone(), Setup::default(), listener));
    (runtime, shelf)
}

/// Takes one request, and answers it; its head and its body.
async fn heard(listener: &TcpListener, answer: &str) -> (String, Vec<u8>) {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut heard = Vec::new();
    loop {
        let mut part = [0; 1024];
        let read = stream.read(&mut part).await.unwrap();
        heard.extend(&part[..read]);
        if read == 0 || heard.ends_with(b"}") {
            break;
        }
    }
    stream.write_all(answer.as_bytes()).await.unwrap();
    let at = heard.windows(4).position(|own| own == b"\r\n\r\n").unwrap();
    (String::from_utf8(heard[..at].to_vec()).unwrap(), heard[at + 4..].to_vec())
}

fn header<'h>(head: &'h str, name: &str) -> &'h str {
    head.lines()
        .find_map(|own| own.strip_prefix(name)?.strip_prefix(": "))
        .unwrap_or_else(|| panic!("{name}: {head}"))
}

#[tokio::test]
async fn an_edition_reaches_who_wants_it_though_the_server_was_killed_between() {
    let club = club();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (id, secret) = add(&club, &format!("http://{}/in", listener.local_addr().unwrap())).await;
    let (status, published) =
        ask(&club, "ann", "POST", "/api/v1/seasons/cup/2026/editions", Value::Null).await;
    assert_eq!((status, &published["edition"]), (200, &json!(1)), "{published}");

    // The first server sends it, and is killed before it hears an answer.
    let (first, _) = served(&club);
    let (stream, _) = listener.accept().await.unwrap();
    first.shutdown_background();
    drop(stream);
    let (second, shelf) = served(&club);
    let (head, body) = heard(&listener, "HTTP/1.1 204 No Content\r\n\r\n").await;
    let said: Value = serde_json::from_slice(&body).unwrap();
    let edition = club.record().editions("cup/2026").unwrap().remove(0);
    assert_eq!(
        said,
        json!({
            "schema": "parcferme.announcement/1",
            "type": "edition.published",
            "timestamp": edition.when.to_string(),
            "data": {
                "series": "cup",
                "season": "cup/2026",
                "edition": 1,
                "standing": "provisional",
                "supersedes": null,
                "address": "https://results.club.example/editions/cup/2026/1",
                "digest": edition.hash.to_string(),
            },
        })
    );
    let message = Message {
        id: header(&head, "webhook-id").to_owned(),
        timestamp: header(&head, "webhook-timestamp").parse().unwrap(),
        body,
    };
    let key = BASE64_STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    assert_eq!(header(&head, "webhook-signature"), message.signature(&key));

    // A test, from the desk; then the server ends what it does and stops.
    let page = club.get("/desk/webhooks", &cookie("adm")).await;
    let fields = [("do", "test"), ("id", hidden(&page, "id").as_str())].map(|own| (own.0, own.1.to_owned()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|own| (own.0, own.1.as_str())).collect();
    assert_eq!(club.send("/desk/webhooks", &cookie("adm"), &fields).await.location(), "/desk/webhooks");
    let (_, body) = heard(&listener, "HTTP/1.1 500 Broken\r\n\r\nand why").await;
    let said: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((&said["type"], &said["data"]), (&json!("webhook.test"), &Value::Null));
    shelf.close();
    assert!(tokio::time::timeout(Duration::from_secs(5), announced(&club, &id)).await.is_ok());
    let (_, told) = ask(&club, "adm", "GET", &format!("{WEBHOOKS}/{id}/deliveries"), Value::Null).await;
    let of = |own: &Value| {
        (own["type"].clone(), own["state"].clone(), own["status"].clone(), own["fault"].clone())
    };
    let all: Vec<_> = told["deliveries"].as_array().unwrap().iter().map(of).collect();
    assert_eq!(
        all[0],
        (json!("webhook.test"), json!("waiting"), json!(500), json!("it answered 500")),
        "{told}"
    );
    assert_eq!(all[1], (json!("edition.published"), json!("taken"), json!(204), Value::Null), "{told}");
    assert_eq!(told["deliveries"][1]["attempts"], 2);
    let page = club.get("/desk/webhooks", &cookie("adm")).await;
    assert!(page.text.contains("It answered 500. Next ") && !page.text.contains("and why"), "{}", page.text);
    assert!(!page.text.contains(&secret), "a secret is shown once");
    second.shutdown_background();
}

#[tokio::test]
async fn what_comes_onto_the_board_reaches_who_wants_it() {
    let club = club();
    club.official("bea", &["steward cup/2026"]);
    let secret = (&Digest::of(b"token bea"), by().when.later(600));
    club.record().make_token(&by(), "bea", ("bea", &["steward cup/2026".parse().unwrap()]), secret).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/in", listener.local_addr().unwrap());
    let draft = json!({"address": address, "events": ["notice.posted", "decision.signed"]});
    let (status, added) = ask(&club, "adm", "POST", WEBHOOKS, draft).await;
    assert_eq!((status, &added["webhook"]["events"]), (200, &json!(["decision.signed", "notice.posted"])));
    const SEASON: &str = "/api/v1/seasons/cup/2026";
    let notice = json!({"kind": "finding", "keys": {"title": "Car 1 is underweight", "article": "12.3"}});
    let (status, posted) = ask(&club, "bea", "POST", &format!("{SEASON}/notices"), notice).await;
    assert_eq!((status, &posted["document"]), (200, &json!(1)), "{posted}");
    let draft = json!({"kind": "disqualify", "keys": {"round": "2", "number": "1", "reason": "Underweight"}});
    let (_, preview) = ask(&club, "bea", "POST", &format!("{SEASON}/decisions/previews"), draft).await;
    let sign = json!({"preview": preview["preview"], "decision": preview["decision"]});
    let (status, signed) = ask(&club, "bea", "POST", &format!("{SEASON}/decisions"), sign).await;
    assert_eq!(status, 200, "{signed}");
    // An edition, which it did not choose.
    ask(&club, "ann", "POST", &format!("{SEASON}/editions"), Value::Null).await;

    let (server, shelf) = served(&club);
    let mut told = Vec::new();
    for _ in 0..2 {
        let (_, body) = heard(&listener, "HTTP/1.1 204 No Content\r\n\r\n").await;
        told.push(serde_json::from_slice::<Value>(&body).unwrap());
    }
    told.sort_by_key(|own| own["data"]["document"].as_u64());
    let operations = club.record().operations("cup/2026", 0).unwrap();
    let own = |document: usize, kind: &str, more: Value| {
        let mut own = json!({
            "series": "cup",
            "season": "cup/2026",
            "document": document,
            "kind": kind,
            "author": "bea",
            "operation": document + 1,
            "address": format!("https://results.club.example/seasons/cup/2026/notices/{document}"),
            "digest": operations[document].hash.to_string(),
        });
        own.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        own
    };
    let dates = [told[0]["data"]["date"].clone(), told[1]["data"]["date"].clone()];
    assert!(dates.iter().all(|own| own.as_str().unwrap().starts_with("20")), "{dates:?}");
    assert_eq!(told[0]["type"], "notice.posted");
    let more = json!({"title": "Car 1 is underweight", "article": "12.3", "date": dates[0]});
    assert_eq!(told[0]["data"], own(1, "finding", more));
    assert_eq!(told[1]["type"], "decision.signed");
    let title = told[1]["data"]["title"].clone();
    assert!(title.as_str().unwrap().contains("isqualified"), "{title}");
    assert_eq!(
        told[1]["data"],
        own(2, "decision", json!({"title": title, "article": null, "date": dates[1]}))
    );
    let id = added["webhook"]["id"].as_str().unwrap();
    assert!(tokio::time::timeout(Duration::from_secs(5), announced(&club, id)).await.is_ok());
    let (_, told) = ask(&club, "adm", "GET", &format!("{WEBHOOKS}/{id}/deliveries"), Value::Null).await;
    let all: Vec<_> =
        told["deliveries"].as_array().unwrap().iter().map(|own| own["document"].clone()).collect();
    assert_eq!(all.len(), 2, "{told}");
    assert!(all.contains(&json!(1)) && all.contains(&json!(2)), "{told}");
    let page = club.get("/desk/webhooks", &cookie("adm")).await.text;
    assert!(
        page.contains("cup/2026, document 2") && page.contains("signed decisions and other notices"),
        "{page}"
    );
    shelf.close();
    server.shutdown_background();
}

/// What an operation puts onto the board: new numbers alone, without proposals, and nothing of a season's first operation.
#[test]
fn only_what_is_new_on_the_board_is_told() {
    let club = club_of(&[]);
    let mut record = club.record();
    let all = ("https://example.org/".parse().unwrap(), "*".parse().unwrap());
    let events = "edition.published decision.signed notice.posted".parse().unwrap();
    record.add_webhook(&by(), "w", (&all.0, &all.1, &events), &[1; 32]).unwrap();
    let notice = |number: u32, kind: &str| {
        format!(
            "[[notice]]\nnumber = {number}\nkind = \"{kind}\"\ntitle = \"T\"\nat = \"2026-08-03T12:00:00Z\"\nauthor = \"Bea\"\n"
        )
    };
    let (bulletin, proposal) = (notice(1, "bulletin"), notice(2, "proposal"));
    let enter =
        |record: &mut Record, (season, follows): (&str, u64), why: &str, files: &[(&str, Option<String>)]| {
            let files = files.iter().map(|own| (own.0.to_owned(), own.1.clone().map(String::into_bytes)));
            let draft = Draft {
                season: season.to_owned(),
                follows,
                key: String::new(),
                who: "Ann".to_owned(),
                why: why.to_owned(),
                when: by().when,
                act: Act::Facts(Facts { files: files.collect(), undoes: None }),
            };
            parcferme::record::enter(record, &club.address, draft, Some(why)).unwrap();
        };
    let mut follows = 0;
    let mut told = |why: &str, text: Option<String>| {
        follows += 1;
        enter(&mut record, ("cup/2026", follows), why, &[("notices.toml", text)]);
        let all = record.deliveries("w", 99).unwrap().into_iter();
        all.map(|own| match own.about {
            Announced::Document { operation, posted, .. } => (operation, posted.number),
            other => panic!("{other:?}"),
        })
        .collect::<Vec<_>>()
    };
    assert_eq!(told("posted", Some(bulletin.clone())), [(2, 1)]);
    assert_eq!(told("proposed", Some(format!("{bulletin}{proposal}"))), [(2, 1)]);
    assert_eq!(told("a word changed", Some(bulletin.replace("\"T\"", "\"U\""))), [(2, 1)]);
    assert_eq!(told("taken back", None), [(2, 1)]);
    let mut again = told("posted again", Some(bulletin));
    again.sort_unstable();
    assert_eq!(again, [(2, 1), (6, 1)]);
    // A season that begins with a board brings what was posted elsewhere.
    let mut files = FILES.map(|own| (own.0, Some(own.1.to_owned()))).to_vec();
    files.push(("notices.toml", Some(notice(7, "bulletin"))));
    enter(&mut record, ("cup/2031", 0), "begun", &files);
    assert_eq!(record.deliveries("w", 99).unwrap().len(), 2);
}

/// Until what was sent last has an answer in the record.
async fn announced(club: &Club, id: &str) {
    let answered = |own: &Delivery| own.status.is_some();
    while !club.record().deliveries(id, 9).unwrap().iter().all(answered) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn an_administrator_keeps_webhooks_at_the_desk() {
    let club = club();
    let admin = cookie("adm");
    let added = |address: &'static str, seasons: &'static str| {
        [("do", "add"), ("address", address), ("seasons", seasons), ("decision.signed", "yes")]
    };
    let nothing = [("do", "add"), ("address", "https://hooks.example.org/"), ("seasons", "*")];
    let page = club.send("/desk/webhooks", &admin, &nothing).await;
    assert!(page.status.as_u16() == 400 && page.text.contains("no event is chosen"), "{}", page.text);
    let form = club.get("/desk/webhooks", &admin).await.text;
    assert!(form.contains("name=\"edition.published\" value=\"yes\" checked"), "{form}");
    assert!(form.contains("name=\"notice.posted\" value=\"yes\">"), "{form}");
    for (address, seasons, status, says) in [
        ("https://hooks.example.org/<in>", "*", 400, "cannot have this address"),
        ("hooks.example.org", "*", 400, "is not https://"),
        ("http://hooks.example.org/", "*", 400, "could be read on the way"),
        ("https://169.254.169.254/latest", "*", 400, "a network that is not public"),
        ("http://192.168.1.20:9000/in", "*", 400, "No option opens private networks"),
        ("https://hooks.example.org/", "cup", 400, "names no seasons"),
    ] {
        let page = club.send("/desk/webhooks", &admin, &added(address, seasons)).await;
        assert_eq!(page.status.as_u16(), status, "{address}: {}", page.text);
        assert!(page.text.contains(says) && page.text.contains("role=\"alert\""), "{address}: {}", page.text);
        assert!(!page.text.contains("<in>"), "{}", page.text);
    }
    assert!(club.record().webhooks().unwrap().is_empty());
    let page = club.send("/desk/webhooks", &admin, &added("https://hooks.example.org/in", "cup/2026")).await;
    assert!(page.status.is_success() && page.text.contains("whsec_"), "{}", page.text);
    assert!(page.text.contains("cup/2026, told of signed decisions"), "{}", page.text);
    let own = club.record().webhooks().unwrap().remove(0);
    // One that is gone, and is switched on again.
    club.record().test_webhook(&own.id, "t", by().when).unwrap();
    let due = club.record().take_due(by().when.later(1), 9).unwrap().remove(0);
    club.record().answered(&due, &parcferme_store::Answered::Gone { status: 410 }, by().when).unwrap();
    let page = club.get("/desk/webhooks", &admin).await;
    assert!(
        page.text.contains("Switched off since ")
            && page.text.contains(", for it answered that it is gone (410)"),
        "{}",
        page.text
    );
    assert!(!page.text.contains("Next "), "nothing is sent to it: {}", page.text);
    // What is announced meanwhile is held.
    club.record().test_webhook(&own.id, "t2", by().when).unwrap();
    let page = club.get("/desk/webhooks", &admin).await;
    assert!(page.text.contains("<td>held</td>") && !page.text.contains("waiting"), "{}", page.text);
    let (_, told) = ask(&club, "adm", "GET", &format!("{WEBHOOKS}/{}/deliveries", own.id), Value::Null).await;
    assert!(told["webhook"]["off_since"].is_string(), "{told}");
    assert!(told["deliveries"].as_array().unwrap().iter().all(|own| own["due"].is_null()), "{told}");
    // It is told of other events.
    let chosen =
        [("do", "events"), ("id", own.id.as_str()), ("edition.published", "yes"), ("notice.posted", "yes")];
    assert_eq!(club.send("/desk/webhooks", &admin, &chosen).await.location(), "/desk/webhooks");
    let page = club.get("/desk/webhooks", &admin).await;
    assert!(page.text.contains("told of editions and other notices"), "{}", page.text);
    assert_eq!(club.send("/desk/webhooks", &admin, &chosen[..2]).await.status.as_u16(), 400, "of nothing");
    let (status, told) = ask(
        &club,
        "adm",
        "POST",
        &format!("{WEBHOOKS}/{}/events", own.id),
        json!({"events": ["decision.signed"]}),
    )
    .await;
    assert_eq!((status, &told["webhook"]["events"]), (200, &json!(["decision.signed"])), "{told}");
    let unknown =
        ask(&club, "adm", "POST", &format!("{WEBHOOKS}/{}/events", own.id), json!({"events": []})).await;
    assert_eq!((unknown.0, &unknown.1["diagnostics"][0]["id"]), (400, &json!("PF1408")), "{unknown:?}");
    for (what, audit) in [("on", "switched on the webhook"), ("remove", "removed the webhook")] {
        let done = club.send("/desk/webhooks", &admin, &[("do", what), ("id", &own.id)]).await;
        assert_eq!(done.location(), "/desk/webhooks", "{}", done.text);
        let log = club.get("/desk/audit", &admin).await.text;
        assert!(log.contains(&format!("{audit} {}", own.id)), "{log}");
    }
    let gone = club.send("/desk/webhooks", &admin, &[("do", "test"), ("id", &own.id)]).await;
    assert!(gone.status.as_u16() == 404, "{}", gone.text);
}

#[tokio::test]
async fn a_program_of_an_administrator_keeps_webhooks_and_reads_the_audit_log() {
    let club = club();
    let (status, refused) = ask(&club, "adm", "POST", WEBHOOKS, json!({"address": "http://10.0.0.1/"})).await;
    assert_eq!((status, &refused["diagnostics"][0]["id"]), (400, &json!("PF1404")), "{refused}");
    for events in [json!([]), json!(["editions"])] {
        let draft = json!({"address": "https://hooks.example.org/in", "events": events});
        let (status, refused) = ask(&club, "adm", "POST", WEBHOOKS, draft).await;
        assert_eq!((status, &refused["diagnostics"][0]["id"]), (400, &json!("PF1408")), "{refused}");
    }
    let (id, _) = add(&club, "https://hooks.example.org/in").await;
    let (_, all) = ask(&club, "adm", "GET", WEBHOOKS, Value::Null).await;
    assert_eq!(all["webhooks"][0]["id"], json!(id));
    assert_eq!(
        all["webhooks"][0]["events"],
        json!(["edition.published"]),
        "as it was before there were others"
    );
    assert_eq!((&all["webhooks"][0]["seasons"], &all["webhooks"][0]["off"]), (&json!("cup/*"), &Value::Null));
    let own = format!("{WEBHOOKS}/{id}");
    let (_, told) = ask(&club, "adm", "POST", &format!("{own}/tests"), Value::Null).await;
    assert_eq!(
        (&told["deliveries"][0]["state"], &told["deliveries"][0]["attempts"]),
        (&json!("waiting"), &json!(0))
    );
    assert_eq!(ask(&club, "adm", "POST", &format!("{own}/on"), Value::Null).await.0, 200);
    let (status, left) = ask(&club, "adm", "DELETE", &own, Value::Null).await;
    assert_eq!((status, &left["webhooks"]), (200, &json!([])));
    for (method, path) in
        [("DELETE", String::new()), ("GET", "/deliveries".to_owned()), ("POST", "/tests".to_owned())]
    {
        let (status, refused) = ask(&club, "adm", method, &format!("{own}{path}"), Value::Null).await;
        assert_eq!(
            (status, &refused["diagnostics"][0]["id"]),
            (404, &json!("PF1405")),
            "{method} {path}: {refused}"
        );
    }
    let (_, log) = ask(&club, "adm", "GET", "/api/v1/audit", Value::Null).await;
    let did = |at: usize| log["lines"][at]["did"].as_str().unwrap().to_owned();
    assert!(
        did(0).starts_with("removed the webhook wh_") && did(1).starts_with("added the webhook wh_"),
        "{log}"
    );
    assert_eq!((&log["lines"][0]["who"], &log["next"]), (&json!("adm"), &Value::Null));
    let (_, before) = ask(&club, "adm", "GET", "/api/v1/audit?before=2", Value::Null).await;
    assert_eq!(before["lines"].as_array().unwrap().len(), 1);
    // More than one answer holds.
    for _ in 0..110 {
        club.record().refuse_sign_in(&by(), None).unwrap();
    }
    let (_, log) = ask(&club, "adm", "GET", "/api/v1/audit", Value::Null).await;
    assert_eq!(log["lines"].as_array().unwrap().len(), 100);
    let (_, rest) =
        ask(&club, "adm", "GET", &format!("/api/v1/audit?before={}", log["next"]), Value::Null).await;
    assert_eq!(rest["lines"][0]["number"], json!(log["next"].as_u64().unwrap() - 1));
}

/// The example of the documentation is what is sent, signed as it says.
#[test]
fn the_documentation_shows_what_is_sent() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/API.md");
    let text = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let section = text.split_once("### Webhooks").unwrap().1;
    let block = |kind: &str| {
        let rest = section.split_once(&format!("```{kind}\n")).unwrap().1;
        rest.split_once("\n```").unwrap().0.to_owned()
    };
    let (head, body) = (block("http"), block("json"));
    let club = club_of(&[]);
    let draft = |follows, key: &str, act| parcferme_store::Draft {
        season: "hill-cup/2026".to_owned(),
        follows,
        key: key.to_owned(),
        who: "Ann Archer".to_owned(),
        why: "round 1".to_owned(),
        when: "2026-08-03T12:00:00Z".parse().unwrap(),
        act,
    };
    let mut record = club.record();
    let files = [("season.toml".to_owned(), Some(b"1".to_vec()))].into();
    record
        .enter(&draft(0, "a", parcferme_store::Act::Facts(parcferme_store::Facts { files, undoes: None })))
        .unwrap();
    let publication = parcferme_store::Publication {
        standing: Standing::Provisional,
        rulebook: b"name = \"Club\"\n".to_vec(),
        engine: "Parc Ferm\u{e9} 0.1.0".to_owned(),
        documents: [("standings.json".to_owned(), b"{}".to_vec().into())].into(),
        address: None,
    };
    let edition =
        record.enter(&draft(1, "b", parcferme_store::Act::Publish(publication))).unwrap().edition.unwrap();
    let settings =
        Settings { base_url: Some("https://results.club.example".to_owned()), ..Settings::default() };
    let id = format!("edition_{}", edition.hash);
    let delivery = Delivery {
        id: id.clone(),
        about: Announced::Edition { season: edition.season.clone(), number: edition.number },
        made: edition.when,
        attempts: 1,
        due: None,
        tried: None,
        status: None,
        fault: None,
    };
    let told = Told::of(&mut record, &delivery.about).unwrap();
    let said = serde_json::to_string(&announcement(&delivery, told.as_ref(), &settings)).unwrap();
    assert_eq!(body, said, "the body of docs/API.md");
    let message = Message { id, timestamp: 1_785_758_401, body: said.into_bytes() };
    let secret = section.split_once("`whsec_").unwrap().1.split_once('`').unwrap().0;
    let signature = message.signature(&BASE64_STANDARD.decode(secret).unwrap());
    let expected = format!(
        "webhook-id: {}\nwebhook-timestamp: {}\nwebhook-signature: {signature}",
        message.id, message.timestamp
    );
    assert!(head.contains(&expected), "docs/API.md has\n{head}\nand should have\n{expected}");
}
