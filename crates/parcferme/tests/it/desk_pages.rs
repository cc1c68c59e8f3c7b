//! The desk and the record's API over HTTP, as officials and programs use them.

use crate::desk::{FILES, change, enter};
use crate::gate::{Answered, Club, by, resolved};
use axum::body::Body;
use axum::http::Request;
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
