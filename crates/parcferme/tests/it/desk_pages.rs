//! The desk and the record's API over HTTP, as officials and programs use them.

use crate::desk::{FILES, change, enter};
use crate::gate::{Answered, Club, by, resolved};
use axum::body::Body;
use axum::http::Request;
use parcferme_publish::view::Settings;
use parcferme_store::{Digest, Standing, Tie};

/// A club whose season is in its record, with officials.
pub fn club_of(officials: &[(&str, &str)]) -> Club {
    let club = Club::new();
    enter(&mut club.record(), &FILES.map(|own| (own.0, own.1.to_owned())));
    for (login, grant) in officials {
        club.official(login, &[grant]);
    }
    club
}

fn club() -> Club {
    club_of(&[
        ("bea", "steward cup/2026"),
        ("cid", "steward cup/*"),
        ("ann", "points-keeper cup/2026"),
        ("tim", "timekeeper cup/2026"),
    ])
}

pub fn cookie(login: &str) -> String {
    format!("parcferme={login}")
}

/// The value of a hidden field.
pub fn hidden(page: &Answered, name: &str) -> String {
    let from = page
        .text
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap_or_else(|| panic!("{name}: {}", page.text));
    let text = from.1.split_once('"').unwrap().0;
    [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")]
        .iter()
        .fold(text.to_owned(), |text, own| text.replace(own.0, own.1))
}

#[tokio::test]
async fn a_steward_signs_what_the_page_showed() {
    let club = club();
    let (bea, cid) = (cookie("bea"), cookie("cid"));
    let front = club.get("/desk/cup/2026", &bea).await;
    assert!(
        front.text.contains("/decide\"") && front.text.contains("Nothing has been published."),
        "{}",
        front.text
    );
    assert!(!front.text.contains("Publish as provisional"), "a steward does not publish");
    assert!(club.get("/desk", &bea).await.text.contains("desk/cup/2026"));
    let published = club.send("/desk/cup/2026/publish", &cookie("ann"), &[]).await;
    assert_eq!(published.location(), "/desk/cup/2026?done=published");
    let kinds = club.get("/desk/cup/2026/decide?answers=7", &bea).await.text;
    for kind in parcferme_core::decisions::KINDS {
        assert!(kinds.contains(&format!("?kind={}&#38;answers=7", kind.name)), "{}: {kinds}", kind.name);
    }
    let form = club.get("/desk/cup/2026/decide?kind=time-penalty&answers=7", &bea).await.text;
    for field in ["round", "session", "number", "time", "reason", "article", "evidence", "answers", "date"] {
        assert!(form.contains(&format!("name=\"{field}\"")), "{field}: {form}");
    }
    // What does not fit comes back with what was filled in.
    let refused = club
        .send(
            "/desk/cup/2026/preview",
            &bea,
            &[("kind", "disqualify"), ("round", "2"), ("number", "99"), ("reason", "Too light")],
        )
        .await;
    assert_eq!(refused.status.as_u16(), 400);
    assert!(
        refused.text.contains("role=\"alert\"") && refused.text.contains("Too light"),
        "{}",
        refused.text
    );
    let fields = [
        ("kind", "disqualify"),
        ("round", "2"),
        ("number", "1"),
        ("reason", "Underweight\r\nby 3 kg"),
        ("article", "12.3"),
    ];
    let preview = club.send("/desk/cup/2026/preview", &bea, &fields).await;
    assert!(preview.text.contains("Sign as bea") && preview.text.contains("Ann Archer"), "{}", preview.text);
    // As browsers send lines.
    let block = hidden(&preview, "decision").replace('\n', "\r\n");
    let id = hidden(&preview, "preview");
    let signed = [("preview", id.as_str()), ("decision", block.as_str())];
    for _ in 0..2 {
        assert_eq!(
            club.send("/desk/cup/2026/sign", &bea, &signed).await.location(),
            "/desk/cup/2026?done=signed"
        );
    }
    // Somebody else comes too late, is told what came between, and sees what the decision does now.
    let late = club.send("/desk/cup/2026/sign", &cid, &signed).await;
    assert_eq!(late.status.as_u16(), 409);
    assert!(
        late.text.contains("the record has moved on") && late.text.contains("Entered since by bea"),
        "{}",
        late.text
    );
    let other = block.replace("12.3", "12.4");
    let wrong = club.send("/desk/cup/2026/sign", &cid, &[("preview", &id), ("decision", &other)]).await;
    assert_eq!(wrong.status.as_u16(), 400);
    let operations = club.record().operations("cup/2026", 0).unwrap();
    let whys: Vec<&str> = operations.iter().map(|own| own.why.as_str()).collect();
    assert_eq!(operations.len(), 4, "{whys:?}");
    assert_eq!(club.record().editions("cup/2026").unwrap().len(), 2, "the tables changed: a further edition");
    // On the board, for everybody.
    let board = club.get("/seasons/cup/2026/notices", "").await.text;
    assert!(board.contains("Document 1, decision") && board.contains("Edition 2"), "{board}");
    let own = club.get("/seasons/cup/2026/notices/1", "").await.text;
    assert!(own.contains("by 3 kg") && own.contains("Signed by") && own.contains("12.3"), "{own}");
    let sheet = club.get("/seasons/cup/2026/notices/1.pdf", "").await;
    assert!(sheet.text.starts_with("%PDF-") && sheet.headers["content-type"] == "application/pdf");
    let feed = club.get("/seasons/cup/2026/notices/feed.xml", "").await;
    assert!(feed.text.contains("<title>Document 1, decision: Car 1 disqualified"), "{}", feed.text);
    for gone in
        ["/seasons/cup/2026/notices/2", "/seasons/cup/2027/notices", "/seasons/cup/2026/notices/x.pdf"]
    {
        assert_eq!(club.get(gone, "").await.status.as_u16(), 404, "{gone}");
    }
}

#[tokio::test]
async fn the_second_signature_is_given_where_the_proposal_is_shown() {
    let club = Club::new();
    let two = "\n[[signatures]]\nkinds = [\"disqualify\"]\ncount = 2\n";
    let more = |path: &str, text: &str| match path {
        "rulebook.toml" => format!("{text}{two}"),
        _ => text.to_owned(),
    };
    enter(&mut club.record(), &FILES.map(|own| (own.0, more(own.0, own.1))));
    for login in ["bea", "cid"] {
        club.official(login, &["steward cup/2026"]);
    }
    let fields = [("kind", "disqualify"), ("round", "2"), ("number", "1"), ("reason", "Underweight")];
    let mut shown = "/desk/cup/2026/preview".to_owned();
    let mut page = club.send(&shown, &cookie("bea"), &fields).await;
    for (login, done) in [("bea", "proposed"), ("cid", "signed")] {
        let action =
            page.text.split_once("class=\"stacked\" action=\"").unwrap().1.split_once('"').unwrap().0;
        let (id, block) = (hidden(&page, "preview"), hidden(&page, "decision"));
        let signed = [("preview", id.as_str()), ("decision", block.as_str())];
        let answered = club.send(&resolved(&shown, action), &cookie(login), &signed).await;
        assert_eq!(answered.location(), format!("/desk/cup/2026?done={done}"), "{}", answered.text);
        if login == "bea" {
            let front = club.get("/desk/cup/2026", &cookie("cid")).await.text;
            let link = front.split_once(">Look at it and sign").unwrap().0.rsplit_once("href=\"").unwrap().1;
            shown = resolved("/desk/cup/2026", link.trim_end_matches('"'));
            page = club.get(&shown, &cookie("cid")).await;
        }
    }
}

#[tokio::test]
async fn every_page_of_the_desk_leads_somewhere() {
    let club = club_of(&[]);
    let roles = ["administrator *", "steward cup/2026", "points-keeper cup/2026", "timekeeper cup/2026"];
    club.official("all", &roles);
    assert_eq!(club.send("/desk/cup/2026/publish", &cookie("all"), &[]).await.status.as_u16(), 303);
    let listed = parcferme::server::endpoints();
    let pages = listed.listed().iter().filter(|own| own.method == "GET" && own.path.starts_with("/desk"));
    for own in pages {
        let path = own.path.replace("{series}", "cup").replace("{season}", "2026");
        let path = path.replace("{number}", "1").replace("{round}", "1");
        let status = club.get(&path, &cookie("all")).await.status.as_u16();
        // A proposal and laps are not there: other tests have them.
        let absent = path.contains("/proposals/") || path.ends_with("1/laps");
        assert!(status == 200 || absent || path.ends_with("/passkeys"), "{path}: {status}");
    }
    club.send(
        "/desk/people",
        &cookie("all"),
        &[("login", "eve"), ("name", "Eve"), ("role", "reader"), ("scope", "*")],
    )
    .await;
    let link = club.send("/desk/people/eve/change", &cookie("all"), &[("do", "link")]).await;
    assert!(link.text.contains("/welcome/"), "{}", link.text);
}

#[tokio::test]
async fn who_belongs_to_a_competitor_sees_why_another_must_sign() {
    let club = club();
    let tie = Tie { scope: "cup/*".parse().unwrap(), competitor: "1".to_owned() };
    club.record().tie(&by(), "bea", &tie, true).unwrap();
    let fields = [("kind", "disqualify"), ("round", "2"), ("number", "1"), ("reason", "Underweight")];
    let preview = club.send("/desk/cup/2026/preview", &cookie("bea"), &fields).await;
    assert!(
        preview.text.contains("Nobody judges himself") && !preview.text.contains("Sign as"),
        "{}",
        preview.text
    );
    let other = club.send("/desk/cup/2026/preview", &cookie("cid"), &fields).await;
    let signed = [("preview", hidden(&other, "preview")), ("decision", hidden(&other, "decision"))];
    let signed: Vec<(&str, &str)> = signed.iter().map(|own| (own.0, own.1.as_str())).collect();
    assert_eq!(club.send("/desk/cup/2026/sign", &cookie("bea"), &signed).await.status.as_u16(), 403);
    assert_eq!(club.record().operations("cup/2026", 0).unwrap().len(), 1);
}

#[tokio::test]
async fn a_timekeeper_posts_a_finding_once() {
    let club = club();
    let tim = cookie("tim");
    let form = club.get("/desk/cup/2026/notice?kind=finding", &tim).await;
    let key = hidden(&form, "key");
    let fields = [
        ("kind", "finding"),
        ("key", key.as_str()),
        ("title", "Car 1: 697 kg"),
        ("round", "2"),
        ("text", "Weighed twice"),
    ];
    for _ in 0..2 {
        assert_eq!(
            club.send("/desk/cup/2026/notice", &tim, &fields).await.location(),
            "/desk/cup/2026?done=posted"
        );
    }
    assert_eq!(club.record().operations("cup/2026", 0).unwrap().len(), 2);
    let refused =
        club.send("/desk/cup/2026/notice", &tim, &[("kind", "protest"), ("title", "Too light")]).await;
    assert!(refused.status.as_u16() == 400 && refused.text.contains("Too light"), "{}", refused.text);
    assert_eq!(club.get("/desk/cup/2026/decide", &tim).await.status.as_u16(), 403);
}

impl Club {
    async fn api(
        &self,
        method: &str,
        path: &str,
        token: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answered {
        let mut request = Request::builder().method(method).uri(format!("/api/v1/seasons/cup/2026{path}"));
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.ask(request.body(Body::from(body.to_owned())).unwrap()).await
    }
}

fn json(answer: &Answered) -> serde_json::Value {
    serde_json::from_str(&answer.text).unwrap_or_else(|error| panic!("{error}: {}", answer.text))
}

#[tokio::test]
async fn a_program_previews_signs_and_reads_what_was_entered() {
    let club = club();
    for (login, grant) in
        [("bea", "steward cup/2026"), ("cid", "steward cup/2026"), ("ann", "points-keeper cup/2026")]
    {
        let token = (&Digest::of(format!("token {login}").as_bytes()), by().when.later(600));
        club.record().make_token(&by(), login, (login, &[grant.parse().unwrap()]), token).unwrap();
    }
    let (bea, cid) = ("token bea", "token cid");
    let published = club.api("POST", "/editions", "token ann", &[("idempotency-key", "e1")], "").await;
    assert_eq!(json(&published)["edition"], 1, "{}", published.text);
    let draft = r#"{"kind": "disqualify", "keys": {"round": "2", "number": "1", "reason": "Underweight"}}"#;
    let preview = club.api("POST", "/decisions/previews", bea, &[], draft).await;
    let tag = preview.headers["etag"].to_str().unwrap().to_owned();
    let own = json(&preview);
    assert_eq!(own["schema"], "parcferme.decision-preview/1");
    let body = serde_json::json!({"preview": own["preview"], "decision": own["decision"]}).to_string();
    let before = json(&club.api("GET", "/record/standings", bea, &[], "").await);
    let key = [("idempotency-key", "k1"), ("if-match", tag.as_str())];
    let signed = json(&club.api("POST", "/decisions", bea, &key, &body).await);
    assert_eq!(
        (&signed["counts"], &signed["edition"], &signed["before"]),
        (&true.into(), &2.into(), &false.into()),
        "{signed}"
    );
    // Replayed: the same operation. Crossed, or by somebody else: refused.
    let again = json(&club.api("POST", "/decisions", bea, &key, &body).await);
    assert_eq!((&again["operation"], &again["before"]), (&signed["operation"], &true.into()), "{again}");
    let notice = r#"{"kind": "bulletin", "keys": {"title": "Briefing at nine"}}"#;
    let crossed = club.api("POST", "/notices", bea, &key[..1], notice).await;
    assert_eq!((crossed.status.as_u16(), &json(&crossed)["diagnostics"][0]["id"]), (409, &"PF1305".into()));
    let late = club.api("POST", "/decisions", cid, &[("idempotency-key", "k1")], &body).await;
    assert_eq!((late.status.as_u16(), &json(&late)["diagnostics"][0]["id"]), (409, &"PF1304".into()));
    let stale = club.api("POST", "/notices", bea, &[("if-match", &tag)], notice).await;
    assert_eq!((stale.status.as_u16(), &json(&stale)["diagnostics"][0]["id"]), (412, &"PF1390".into()));
    assert_eq!(json(&club.api("POST", "/notices", bea, &[], notice).await)["document"], 2);
    // As it stood, and as it stands.
    let stood = json(&club.api("GET", "/record/standings?at=1", bea, &[], "").await);
    let stands = json(&club.api("GET", "/record/standings", bea, &[], "").await);
    assert!(stood == before && stands != before);
    let page = json(&club.api("GET", "/operations?after=1", bea, &[], "").await);
    let numbers: Vec<u64> =
        page["operations"].as_array().unwrap().iter().map(|own| own["number"].as_u64().unwrap()).collect();
    assert_eq!((numbers, &page["next"]), (vec![2, 3, 4, 5], &serde_json::Value::Null));
    let editions = json(&club.api("GET", "/editions", "", &[], "").await);
    assert_eq!(
        (editions["editions"].as_array().unwrap().len(), &editions["state"]),
        (2, &"provisional".into())
    );
    let notices = json(&club.api("GET", "/notices", "", &[], "").await);
    assert_eq!(notices["notices"].as_array().unwrap().len(), 4, "{notices}");
    for (path, status) in [("/operations", 401), ("/operations?from=1", 401), ("/decisions", 405)] {
        assert_eq!(club.api("GET", path, "", &[], "").await.status.as_u16(), status, "{path}");
    }
    for body in ["", "{}", r#"{"kind": "disqualify", "keys": {"x": "1", "reason": "y"}}"#] {
        assert_eq!(
            club.api("POST", "/decisions/previews", bea, &[], body).await.status.as_u16(),
            400,
            "{body}"
        );
    }
}

#[tokio::test]
async fn everybody_sees_what_was_published_last_and_officials_what_was_entered_since() {
    let club = club();
    let (bea, ann) = (cookie("bea"), cookie("ann"));
    let page = "/cup/2026/index.html";
    assert_eq!(club.get(page, "").await.status.as_u16(), 404, "nothing is published");
    club.send("/desk/cup/2026/publish", &ann, &[]).await;
    let first = club.get(page, "").await.text;
    assert!(first.contains("<strong>Provisional.</strong>") && first.contains("Edition 1</a>"), "{first}");
    assert!(first.contains("seasons/cup/2026/notices\">Notice board"), "{first}");
    let tables = "/api/v1/seasons/cup/2026/standings";
    let before = club.get(tables, "").await.text;
    // Entered and not published: nobody is shown it but officials.
    let decision = "[[decision]]\nid = \"1\"\nkind = \"disqualify\"\nround = 2\nnumber = \"1\"\nreason = \"Too light\"\n";
    change(&mut club.record(), "decision 1", &[("decisions.toml", Some(decision.to_owned()))]);
    club.shelf.take_published(&mut club.record()).unwrap();
    assert_eq!(club.get(tables, "").await.text, before);
    assert!(club.get("/desk/cup/2026", &bea).await.text.contains("not published"));
    // Published by somebody else's program: shown without a word of this server's.
    let mut record = club.record();
    let by = ("Ann", "after round 2", None);
    let official = Standing::Official;
    parcferme::record::editions::publish(&mut record, &club.address, "cup/2026", official, by).unwrap();
    club.shelf.take_published(&mut record).unwrap();
    let last = club.get(page, "").await.text;
    assert!(last.contains("<strong>Official.</strong>") && last.contains("Edition 2</a>"), "{last}");
    let after = json(&club.get(tables, "").await);
    assert_eq!(after["tables"][0]["rows"][0]["competitor"]["id"], "cid-cole", "decision 1 counts: {after}");
}

/// As `serve --data` alone has it: a record, and no season of anybody else.
fn served_alone() -> Club {
    club().with_settings(Settings { server: true, editions: true, ..Settings::default() })
}

#[tokio::test]
async fn public_pages_lead_to_the_desk_where_there_is_one() {
    let club = served_alone();
    club.send("/desk/cup/2026/publish", &cookie("ann"), &[]).await;
    for (page, desk) in [
        ("/", "desk"),
        ("/cup/2026/index.html", "../../desk"),
        ("/cup/2026/round/2.html", "../../../desk"),
        ("/seasons/cup/2026/notices", "../../../desk"),
    ] {
        let text = club.get(page, "").await.text;
        let link = format!("<a href=\"{desk}\" rel=\"nofollow\">Officials sign in</a>");
        assert!(text.contains(&link), "{page}: {text}");
        assert_eq!(resolved(page, desk), "/desk", "{page}");
    }
    let own = club.get("/desk", &cookie("bea")).await.text;
    assert!(own.contains("rel=\"nofollow\">Desk</a>") && !own.contains("Officials sign in"), "{own}");
    let without = parcferme::server::Shelf::bare(Settings { server: true, ..Settings::default() });
    let router = parcferme::server::router(std::sync::Arc::new(without));
    let asked = Request::builder().uri("/").body(Body::empty()).unwrap();
    let answer = tower::ServiceExt::oneshot(router, asked).await.unwrap();
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("Officials sign in"));
}

#[tokio::test]
async fn examples_of_the_api_are_of_what_is_served() {
    let club = served_alone();
    for published in [false, true] {
        let told = json(&club.get("/api", "").await);
        let examples: Vec<String> = told["paths"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|own| Some(own["example"].as_str()?.to_owned()))
            .collect();
        for own in &examples {
            let answered = club.get(own, "").await;
            assert_eq!(answered.status.as_u16(), 200, "{own}: {}", answered.text);
        }
        let of_season = examples.iter().filter(|own| own.contains("/seasons/cup/2026")).count();
        assert!(if published { of_season > 15 } else { of_season == 0 }, "{examples:?}");
        for own in ["editions", "notices"] {
            assert_eq!(examples.contains(&format!("/api/v1/seasons/cup/2026/{own}")), published, "{own}");
        }
        club.send("/desk/cup/2026/publish", &cookie("ann"), &[]).await;
    }
}

#[tokio::test]
async fn who_decided_and_when_is_told_as_the_site_tells_it() {
    let club = served_alone();
    club.send("/desk/cup/2026/publish", &cookie("ann"), &[]).await;
    let fields = [
        ("kind", "disqualify"),
        ("round", "2"),
        ("number", "1"),
        ("reason", "Underweight"),
        ("author", "The stewards"),
        ("date", "2026-08-03T18:05:00+02:00"),
    ];
    let preview = club.send("/desk/cup/2026/preview", &cookie("bea"), &fields).await;
    let signed = [("preview", hidden(&preview, "preview")), ("decision", hidden(&preview, "decision"))];
    let signed: Vec<(&str, &str)> = signed.iter().map(|own| (own.0, own.1.as_str())).collect();
    club.send("/desk/cup/2026/sign", &cookie("bea"), &signed).await;
    let round = club.get("/cup/2026/round/2.html", "").await.text;
    let said =
        "The stewards, <time datetime=\"2026-08-03T18:05:00+02:00\">3 August 2026, 18:05 (UTC+2)</time>";
    assert!(round.contains(said), "{round}");
    let why = club.get("/cup/2026/why/drivers/ann-archer.html", "").await.text;
    assert!(!why.contains("2026-08-03T18:05"), "{why}");
    let notices = json(&club.api("GET", "/notices", "", &[], "").await);
    let decision =
        notices["notices"].as_array().unwrap().iter().find(|own| own["kind"] == "decision").unwrap();
    assert_eq!(
        (&decision["author"], &decision["lines"]["Decided by"]),
        (&"bea".into(), &"The stewards".into())
    );
    let feed = club.get("/seasons/cup/2026/notices/feed.xml", "").await.text;
    assert!(feed.contains("    <author><name>bea</name></author>\n"), "{feed}");
}

/// As it stood on 3 August at noon is an address: the edition that was the last then.
#[tokio::test]
async fn a_moment_at_a_page_of_a_season_leads_to_its_edition() {
    let club = club();
    let ann = cookie("ann");
    club.send("/desk/cup/2026/publish", &ann, &[]).await;
    // Moments are of seconds.
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let swapped = crate::desk::RESULTS.replace("2,3,Team 3,Cid", "2,5,Five,Dan");
    change(&mut club.record(), "another", &[("results/02-race.csv", Some(swapped))]);
    club.send("/desk/cup/2026/publish", &ann, &[]).await;
    let editions = club.record().editions("cup/2026").unwrap();
    let [first, second] = editions.as_slice() else { panic!("{} editions", editions.len()) };
    assert!(first.when.utc() < second.when.utc());
    for (at, number) in [(first.when, 1), (second.when.later(-1), 1), (second.when, 2)] {
        for (page, document) in
            [("", ""), ("standings/drivers.html", ""), ("standings/drivers.json", "/standings.json")]
        {
            let own = club.get(&format!("/cup/2026/{page}?at={at}"), "").await;
            let wanted = format!("/editions/cup/2026/{number}{document}");
            assert_eq!((own.status.as_u16(), own.location()), (303, wanted.as_str()), "{page} at {at}");
            assert_eq!(club.get(&wanted, "").await.status.as_u16(), 200, "{wanted}");
        }
    }
    let east = club.get("/cup/2026/?at=2003-10-18T20:15+02:00", "").await;
    assert!(east.status.as_u16() == 404 && east.text.contains("The first edition is of"), "{}", east.text);
    let unread = club.get("/cup/2026/standings/drivers.html?at=yesterday", "").await;
    assert!(unread.status.as_u16() == 400 && unread.text.contains("PF1434"), "{}", unread.text);
    assert_eq!(club.get("/cup/2026/standings/drivers.html", "").await.status.as_u16(), 200);
}

/// What a steward filled in wrongly is told by its field, and not by lines of a file that he never saw.
#[tokio::test]
async fn a_refusal_at_the_desk_names_fields_and_no_lines() {
    let club = club();
    let bea = cookie("bea");
    let refused = async |keys: &[(&str, &str)]| {
        let keys: Vec<(&str, &str)> = keys.iter().copied().chain([("reason", "Underweight")]).collect();
        let page = club.send("/desk/cup/2026/preview", &bea, &keys).await;
        assert_eq!(page.status.as_u16(), 400, "{}", page.text);
        page.text
    };
    for keys in [
        &[("kind", "disqualify"), ("round", "9"), ("number", "1")][..],
        &[("kind", "disqualify"), ("round", "2"), ("number", "77")],
        &[("kind", "disqualify"), ("round", "two"), ("number", "1")],
        &[("kind", "disqualify"), ("number", "1")],
        &[("kind", "time-penalty"), ("round", "2"), ("number", "1"), ("time", "soon")],
        &[("kind", "lift"), ("decision", "007")],
    ] {
        let page = refused(keys).await;
        let told = page.split_once("role=\"alert\"").map_or(page.as_str(), |own| own.1);
        let told = told.split_once("<form").map_or(told, |own| own.0);
        for file in ["line ", "decisions.toml", "(change"] {
            assert!(!told.contains(file), "{keys:?}: {told}");
        }
    }
    let notice = [("kind", "protest"), ("title", "x"), ("by", "Team 3"), ("at", "soon")];
    let page = club.send("/desk/cup/2026/notice", &bea, &notice).await.text;
    assert!(!page.contains("notices.toml") && page.contains("soon"), "{page}");
}

#[tokio::test]
async fn a_points_keeper_publishes_as_official_and_is_told_why_not() {
    let club = club();
    let (ann, bea) = (cookie("ann"), cookie("bea"));
    let page = "/desk/cup/2026";
    for shown in [club.get(page, &ann).await.text, club.get("/desk/cup/2026/check", &ann).await.text] {
        for way in ["Publish as provisional", "Publish as official", "no window for protests"] {
            assert!(shown.contains(way), "{way}: {shown}");
        }
    }
    let protest = [("kind", "protest"), ("title", "Too light"), ("by", "Team 3"), ("round", "2")];
    club.send("/desk/cup/2026/notice", &bea, &protest).await;
    let shown = club.get(page, &ann).await.text;
    assert!(!shown.contains("Publish as official") && shown.contains("It cannot be official yet"), "{shown}");
    assert!(shown.contains("Document 1, protest, is pending: Too light."), "{shown}");
    let official = [("standing", "official")];
    let refused = club.send("/desk/cup/2026/publish", &ann, &official).await;
    assert!(refused.status.as_u16() == 409 && refused.text.contains("is pending"), "{}", refused.text);
    club.send("/desk/cup/2026/notice", &bea, &[("kind", "withdrawal"), ("title", "Back"), ("answers", "1")])
        .await;
    let done = club.send("/desk/cup/2026/publish", &ann, &official).await;
    assert_eq!(done.location(), "/desk/cup/2026?done=official", "{}", done.text);
    assert_eq!(club.record().last_edition("cup/2026").unwrap().unwrap().standing, Standing::Official);
    let shown = club.get(page, &ann).await.text;
    assert!(!shown.contains("Publish as"), "there is nothing to publish: {shown}");
    // Over the API, by the same road.
    let token = (&Digest::of(b"token ann"), by().when.later(600));
    club.record()
        .make_token(&by(), "ann", ("ann", &["points-keeper cup/2026".parse().unwrap()]), token)
        .unwrap();
    let body = r#"{"standing": "official"}"#;
    assert_eq!(json(&club.api("POST", "/editions", "token ann", &[], body).await)["before"], true);
    club.send("/desk/cup/2026/notice", &bea, &protest).await;
    let refused = club.api("POST", "/editions", "token ann", &[], body).await;
    assert_eq!((refused.status.as_u16(), &json(&refused)["diagnostics"][0]["id"]), (409, &"PF1430".into()));
}

#[tokio::test]
async fn what_is_published_with_an_act_is_told_at_the_desk_and_over_the_api() {
    let club = club();
    let (bea, ann) = (cookie("bea"), cookie("ann"));
    club.send("/desk/cup/2026/publish", &ann, &[]).await;
    let draft = crate::desk::RESULTS.replace("2,3,Team 3,Cid", "2,5,Five,Dan");
    change(&mut club.record(), "a draft", &[("results/01-race.csv", Some(draft))]);
    let fields = [("kind", "disqualify"), ("round", "2"), ("number", "1"), ("reason", "Underweight")];
    let preview = club.send("/desk/cup/2026/preview", &bea, &fields).await;
    let told = "1 operation was entered since edition 1 and not published: this publishes it too.";
    assert!(preview.text.contains(told) && preview.text.contains(": a draft</li>"), "{}", preview.text);
    let token = (&Digest::of(b"token bea"), by().when.later(600));
    club.record().make_token(&by(), "bea", ("bea", &["steward cup/2026".parse().unwrap()]), token).unwrap();
    let body = r#"{"kind": "disqualify", "keys": {"round": "2", "number": "1", "reason": "Underweight"}}"#;
    let shown = json(&club.api("POST", "/decisions/previews", "token bea", &[], body).await);
    assert_eq!(
        (&shown["publishes"][0]["operation"], &shown["publishes"][0]["why"]),
        (&3.into(), &"a draft".into())
    );
    let signed = [("preview", hidden(&preview, "preview")), ("decision", hidden(&preview, "decision"))];
    let signed: Vec<(&str, &str)> = signed.iter().map(|own| (own.0, own.1.as_str())).collect();
    assert_eq!(
        club.send("/desk/cup/2026/sign", &bea, &signed).await.location(),
        "/desk/cup/2026?done=signed"
    );
    let last = club.record().operations("cup/2026", 4).unwrap().remove(0);
    assert!(last.why.starts_with("with operation 3, after decision 001"), "{}", last.why);
    // An appeal tells it on its form, and over the API asks for the state that was seen.
    change(&mut club.record(), "another draft", &[("results/01-race.csv", None)]);
    let form = club.get("/desk/cup/2026/notice?kind=appeal", &bea).await;
    assert!(form.text.contains(": another draft</li>"), "{}", form.text);
    assert!(!club.get("/desk/cup/2026/notice?kind=bulletin", &bea).await.text.contains("another draft"));
    let appeal = r#"{"kind": "appeal", "keys": {"title": "Appeal", "decision": "001"}}"#;
    let refused = club.api("POST", "/notices", "token bea", &[("if-match", "*")], appeal).await;
    assert_eq!((refused.status.as_u16(), &json(&refused)["diagnostics"][0]["id"]), (409, &"PF1429".into()));
    let after = hidden(&form, "after");
    let tag = format!("\"{after}\"");
    let posted = json(&club.api("POST", "/notices", "token bea", &[("if-match", &tag)], appeal).await);
    assert_eq!((&posted["document"], &posted["edition"]), (&2.into(), &3.into()), "{posted}");
}

#[tokio::test]
async fn check_tells_what_the_audit_finds() {
    let club = club();
    let table = "position,competitor,1,2,total\n1,Ann Archer,10,10,20\n2,Cid Cole,8,7,15\n";
    change(
        &mut club.record(),
        "a published table",
        &[("published/standings-drivers.csv", Some(table.to_owned()))],
    );
    let page = club.get("/desk/cup/2026/check", &cookie("ann")).await.text;
    let stands = parcferme::desk::Stands::now(&mut club.record(), "cup/2026").unwrap();
    let found = &stands.audit().findings;
    assert!(found.iter().any(|own| own.id == "PF0203"), "{found:?}");
    for own in found {
        assert!(page.contains(&format!("<small>{}</small>", own.id)), "{}: {page}", own.id);
        for place in &own.places {
            assert!(page.contains(&format!("<code>{place}</code>")), "{place}: {page}");
        }
    }
}
