//! What the desk enters, over the API: proposed, shown, entered by what was shown.

use crate::desk_pages::club_of;
use crate::gate::{Answered, Club, by};
use axum::body::Body;
use axum::http::Request;
use parcferme_store::Digest;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn club() -> Club {
    let club = club_of(&[
        ("ann", "points-keeper cup/2026"),
        ("pam", "points-keeper cup/2026"),
        ("tim", "timekeeper cup/2026"),
        ("bea", "steward cup/2026"),
        ("pat", "points-keeper dale-cup/*"),
    ]);
    for (login, grant) in [
        ("ann", "points-keeper cup/2026"),
        ("pam", "points-keeper cup/2026"),
        ("tim", "timekeeper cup/2026"),
        ("bea", "steward cup/2026"),
        ("pat", "points-keeper dale-cup/*"),
    ] {
        token(&club, login, grant);
    }
    club
}

pub fn token(club: &Club, login: &str, grant: &str) {
    let secret = (&Digest::of(format!("token {login}").as_bytes()), by().when.later(600));
    club.record().make_token(&by(), login, (login, &[grant.parse().unwrap()]), secret).unwrap();
}

const SEASON: &str = "/api/v1/seasons/cup/2026";

/// What is sent, and the headers beside the token.
async fn send(club: &Club, who: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answered {
    let mut request = Request::builder().method("POST").uri(format!("{SEASON}{path}"));
    request = request.header("authorization", format!("Bearer token {who}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    club.ask(request.body(Body::from(body.to_string())).unwrap()).await
}

async fn read(club: &Club, who: &str, path: &str) -> (Value, String) {
    let request = Request::builder().uri(path).header("authorization", format!("Bearer token {who}"));
    let answer = club.ask(request.body(Body::empty()).unwrap()).await;
    let tag = answer.headers.get("etag").map_or("", |own| own.to_str().unwrap()).to_owned();
    (document(&answer), tag)
}

fn document(answer: &Answered) -> Value {
    serde_json::from_str(&answer.text).unwrap_or_else(|_| panic!("{}: {}", answer.status, answer.text))
}

fn told(answer: &Answered) -> (u16, String) {
    let own = document(answer);
    let id = own["diagnostics"][0]["id"].as_str().or(own["id"].as_str()).unwrap_or_default().to_owned();
    (answer.status.as_u16(), id)
}

fn entries(number: &str, driver: &str) -> Value {
    json!({"entry": {"number": number, "team": "Further", "driver": driver}})
}

#[tokio::test]
async fn what_a_proposal_shows_is_entered_once_and_asked_for_again() {
    let club = club();
    let swapped = json!({"lines": [{"number": "3", "place": "1"}, {"number": "1", "place": "2"}]});
    let shown = send(&club, "ann", "/record/rounds/2/results/previews", &[], &swapped).await;
    let tag = shown.headers["etag"].to_str().unwrap().to_owned();
    let shown = document(&shown);
    assert_eq!(shown["schema"], "parcferme.proposal/1", "{shown}");
    assert_eq!(shown["sentences"], json!(["results/02-race.csv: 2 lines changed."]), "{shown}");
    assert_eq!(shown["why"], "results of round 2, race");
    let rows = shown["tables"]["tables"][0]["rows"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["points"] != "0"), "{rows:?}");
    assert_eq!(club.record().operations("cup/2026", 0).unwrap().len(), 1, "nothing counts yet");
    let enter = json!({"preview": shown["preview"]});
    let by_somebody_else = send(&club, "pam", "/operations", &[], &enter).await;
    assert_eq!(told(&by_somebody_else), (404, "PF1394".to_owned()));
    let key = [("idempotency-key", "k1"), ("if-match", tag.as_str())];
    let entered = document(&send(&club, "ann", "/operations", &key, &enter).await);
    assert_eq!((&entered["operation"], &entered["before"]), (&json!(2), &json!(false)), "{entered}");
    // The answer was lost: the same key enters it once, though the season has moved on since.
    let again = document(&send(&club, "ann", "/operations", &key, &enter).await);
    assert_eq!((&again["operation"], &again["before"]), (&json!(2), &json!(true)), "{again}");
    // Crossed: the key with something else.
    let other = document(&send(&club, "ann", "/record/entries/previews", &[], &entries("7", "Eve")).await);
    let crossed = send(&club, "ann", "/operations", &key[..1], &json!({"preview": other["preview"]})).await;
    assert_eq!(told(&crossed), (409, "PF1305".to_owned()), "{}", crossed.text);
    let operations = club.record().operations("cup/2026", 0).unwrap();
    assert_eq!((operations.len(), operations[1].who.as_str()), (2, "ann"));
    assert_eq!(operations[1].why, "results of round 2, race");
    let (lines, _) = read(&club, "ann", &format!("{SEASON}/record/rounds/2/results")).await;
    let third = json!({"number": "3", "class": "", "team": "Team 3", "place": "1", "laps": "", "time": "", "status": "", "drivers": "Cid Cole"});
    assert_eq!((&lines["rows"], &lines["lines"][1]), (&json!(2), &third), "what was not said stays");
    // As it was read, it can be sent: nothing differs. A line less is a row less, a further car has its own class and team.
    let same = json!({"lines": lines["lines"]});
    let same = send(&club, "ann", "/record/rounds/2/results/previews", &[], &same).await;
    assert_eq!(told(&same), (400, "PF1364".to_owned()));
    let further = json!({"lines": [third, {"number": "9", "place": "2", "team": "Nine", "drivers": "Gus"}]});
    let shown = send(&club, "ann", "/record/rounds/2/results/previews", &[], &further).await;
    let come = document(&shown)["files"][0]["come"].to_string();
    assert!(come.contains("Nine") && !come.contains("Ann Archer"), "{}", shown.text);
    let (audit, tag) = read(&club, "tim", &format!("{SEASON}/record/audit")).await;
    assert_eq!((&audit["schema"], &tag[..3]), (&json!("parcferme.audit/1"), "\"2-"), "{audit}");
}

/// What is sent again because its answer was lost has the same answer, whatever was entered since; the id of a refusal is that
/// of what is wrong.
#[tokio::test]
async fn a_replay_has_the_same_answer_and_a_refusal_the_id_of_what_is_wrong() {
    let club = club();
    let key = |own| [("idempotency-key", own)];
    let published = document(&send(&club, "ann", "/editions", &key("p1"), &json!({})).await);
    let keys = json!({"round": "2", "number": "3", "reason": "Underweight"});
    let draft = json!({"kind": "disqualify", "keys": keys});
    let shown = document(&send(&club, "bea", "/decisions/previews", &[], &draft).await);
    let signature = json!({"preview": shown["preview"], "decision": shown["decision"]});
    let signed = document(&send(&club, "bea", "/decisions", &key("d1"), &signature).await);
    assert_eq!((&signed["edition"], &signed["before"]), (&json!(2), &json!(false)), "{signed}");
    let appeal = json!({"kind": "appeal", "keys": {"title": "Appeal", "decision": "001"}});
    let state = |number: u64| format!("\"{number}\"");
    let seen = state(club.record().head("cup/2026").unwrap().unwrap().number);
    let headers = [key("n1")[0], ("if-match", seen.as_str())];
    let posted = document(&send(&club, "bea", "/notices", &headers, &appeal).await);
    assert_eq!(posted["edition"], json!(3), "{posted}");
    for (who, path, name, body, first) in [
        ("bea", "/decisions", "d1", &signature, &signed),
        ("bea", "/notices", "n1", &appeal, &posted),
        ("ann", "/editions", "p1", &json!({}), &published),
    ] {
        let again = document(&send(&club, who, path, &key(name), body).await);
        let mut same = first.clone();
        same["before"] = json!(true);
        assert_eq!(again, same);
    }
    // Crossed: the key was used for something else.
    let crossed =
        send(&club, "bea", "/notices", &key("d1"), &json!({"kind": "bulletin", "keys": {"title": "x"}}))
            .await;
    let official = send(&club, "ann", "/editions", &[], &json!({"standing": "official"})).await;
    for (refused, id) in [(crossed, "PF1305"), (official, "PF1430")] {
        let own = document(&refused);
        let ids = (&own["id"], &own["diagnostics"][0]["id"]);
        assert_eq!((refused.status.as_u16(), ids), (409, (&json!(id), &json!(id))), "{own}");
    }
    let form = [("standing", "official")];
    let page = club.send("/desk/cup/2026/publish", "parcferme=ann", &form).await;
    assert!(page.status.as_u16() == 409 && page.text.contains("PF1430"), "{}", page.text);
    for (at, status, id) in [
        ("yesterday", 400, "PF1434"),
        ("2026-08-03T12:00", 400, "PF1434"),
        ("2003-01-01T00:00Z", 404, "PF1322"),
        ("99", 404, "PF1322"),
    ] {
        let request = Request::builder().uri(format!("{SEASON}/record/standings?at={at}"));
        let request = request.header("authorization", "Bearer token ann").body(Body::empty()).unwrap();
        let refused = club.ask(request).await;
        let own = document(&refused);
        assert_eq!((refused.status.as_u16(), &own["id"]), (status, &json!(id)), "{at}: {own}");
    }
}

#[tokio::test]
async fn what_was_entered_is_found_by_its_key_when_the_proposal_is_forgotten() {
    let club = club();
    let shown =
        document(&send(&club, "ann", "/record/entries/previews", &[], &entries("7", "Eve Ebb")).await);
    let enter = json!({"preview": shown["preview"], "why": "Eve enters"});
    let key = [("idempotency-key", "k1")];
    send(&club, "ann", "/operations", &key, &enter).await;
    // A day goes by.
    let forgotten = rusqlite::Connection::open(club.record_file()).unwrap().execute("DELETE FROM shown", []);
    assert_eq!(forgotten, Ok(1));
    let again = document(&send(&club, "ann", "/operations", &key, &enter).await);
    assert_eq!((&again["operation"], &again["before"]), (&json!(2), &json!(true)), "{again}");
    let unknown = send(&club, "ann", "/operations", &[("idempotency-key", "k2")], &enter).await;
    assert_eq!(told(&unknown), (404, "PF1394".to_owned()));
    let other = json!({"preview": format!("1-{}", Digest::of(b"another"))});
    let crossed = send(&club, "ann", "/operations", &key, &other).await;
    assert_eq!(told(&crossed), (400, "PF1365".to_owned()), "{}", crossed.text);
}

#[tokio::test]
async fn who_comes_second_is_told_the_difference_and_can_enter_it_anew() {
    let club = club();
    let path = "/record/entries/previews";
    let first = document(&send(&club, "ann", path, &[], &entries("7", "Eve Ebb")).await);
    let rules = json!({"do": "change", "kind": "points", "index": 0, "keys": {"scale": "12 9 7"}});
    let second = document(&send(&club, "pam", "/record/rulebook/previews", &[], &rules).await);
    assert!(second["rules"][0]["after"].as_str().unwrap().contains("12"), "{second}");
    let same = document(&send(&club, "pam", path, &[], &entries("8", "Fay Fox")).await);
    let tag = format!("\"1-{}\"", club.record().head("cup/2026").unwrap().unwrap().hash);
    send(&club, "ann", "/operations", &[], &json!({"preview": first["preview"]})).await;
    // Made for another state, by the header: not even shown.
    for named in [tag.as_str(), "\"1\"", "\"nonsense\""] {
        let stale = send(&club, "pam", path, &[("if-match", named)], &entries("9", "Gus")).await;
        assert_eq!(told(&stale), (412, "PF1390".to_owned()), "{named}: {}", stale.text);
        assert!(stale.text.contains("entered since by ann: entry 7 added"), "{}", stale.text);
    }
    let fits = send(&club, "pam", path, &[("if-match", "\"2\"")], &entries("9", "Gus")).await;
    assert_eq!(fits.status.as_u16(), 200, "{}", fits.text);
    // Different places: the same on the season as it stands now, to be entered as that.
    let moved = send(&club, "pam", "/operations", &[], &json!({"preview": second["preview"]})).await;
    assert_eq!(moved.status.as_u16(), 409);
    let moved = document(&moved);
    assert_eq!(
        (&moved["id"], &moved["diagnostics"][0]["id"]),
        (&json!("PF1304"), &json!("PF1329")),
        "{moved}"
    );
    assert_ne!(moved["proposal"]["preview"], second["preview"]);
    let anew = json!({"preview": moved["proposal"]["preview"]});
    assert_eq!(document(&send(&club, "pam", "/operations", &[], &anew).await)["operation"], 3);
    // The same place: both are told.
    let clash = send(&club, "pam", "/operations", &[], &json!({"preview": same["preview"]})).await;
    let clash = document(&clash);
    assert!(clash["clashes"][0]["proposed"].as_str().unwrap().contains("Fay Fox"), "{clash}");
    assert!(clash["clashes"][0]["stands"].as_str().unwrap().contains("Eve Ebb"), "{clash}");
    assert_eq!(club.record().operations("cup/2026", 0).unwrap().len(), 3, "nothing was entered");
    // Taken back, with a reason.
    let undone = json!({"why": "Eve is ill"});
    let shown = document(&send(&club, "ann", "/operations/2/undoing/previews", &[], &undone).await);
    let entered =
        document(&send(&club, "ann", "/operations", &[], &json!({"preview": shown["preview"]})).await);
    assert_eq!(entered["operation"], 4, "{entered}");
    let last = club.record().operations("cup/2026", 3).unwrap().remove(0);
    assert_eq!((last.undoes, last.why.as_str()), (Some(2), "Eve is ill"));
}

#[tokio::test]
async fn what_clashes_is_put_over_what_stands_and_shown_before_it_counts() {
    let club = club();
    let path = "/record/entries/previews";
    let first = document(&send(&club, "ann", path, &[], &entries("7", "Eve Ebb")).await);
    let second = document(&send(&club, "pam", path, &[], &entries("7", "Fay Fox")).await);
    send(&club, "ann", "/operations", &[], &json!({"preview": first["preview"]})).await;
    let clash = send(&club, "pam", "/operations", &[], &json!({"preview": second["preview"]})).await;
    assert_eq!(clash.status.as_u16(), 409);
    assert!(document(&clash)["detail"].as_str().unwrap().contains("`\"over\": true`"), "{}", clash.text);
    let over = json!({"preview": second["preview"], "over": true, "why": "Fay drives it"});
    let shown = send(&club, "pam", "/operations", &[], &over).await;
    assert_eq!(shown.status.as_u16(), 409);
    let shown = document(&shown);
    assert_eq!(
        (&shown["clashes"], &shown["proposal"]["why"]),
        (&Value::Null, &json!("Fay drives it")),
        "{shown}"
    );
    assert_eq!(club.record().operations("cup/2026", 0).unwrap().len(), 2, "nothing was entered");
    let file = &shown["proposal"]["files"][0];
    assert!(
        file["gone"].to_string().contains("Eve Ebb") && file["come"].to_string().contains("Fay Fox"),
        "{shown}"
    );
    let anew = json!({"preview": shown["proposal"]["preview"], "over": true});
    assert_eq!(document(&send(&club, "pam", "/operations", &[], &anew).await)["operation"], 3);
    let (list, _) = read(&club, "ann", &format!("{SEASON}/record/entries")).await;
    assert_eq!(list["rows"].as_array().unwrap().len(), 1, "{list}");
    assert_eq!(list["rows"][0]["driver"], "Fay Fox", "{list}");
}

#[tokio::test]
async fn an_entry_is_changed_and_taken_out_by_its_row() {
    let club = club();
    let path = "/record/entries/previews";
    let both = entries("7", "Eve Ebb; Fay Fox");
    let shown = document(&send(&club, "ann", path, &[], &both).await);
    send(&club, "ann", "/operations", &[], &json!({"preview": shown["preview"]})).await;
    let (list, tag) = read(&club, "ann", &format!("{SEASON}/record/entries")).await;
    assert_eq!(list["rows"][1]["driver"], "Fay Fox", "{list}");
    assert!(tag.starts_with("\"2-"), "{tag}");
    let changed = json!({"row": 1, "entry": {"nation": "FRA"}});
    let shown = document(&send(&club, "ann", path, &[("if-match", &tag)], &changed).await);
    let come = shown["files"][0]["come"].as_array().unwrap();
    assert!(come.contains(&json!("7,Further,Fay Fox,FRA\n")), "{shown}");
    send(&club, "ann", "/operations", &[], &json!({"preview": shown["preview"]})).await;
    let shown = document(&send(&club, "ann", path, &[], &json!({"row": 0})).await);
    send(&club, "ann", "/operations", &[], &json!({"preview": shown["preview"]})).await;
    let (list, _) = read(&club, "ann", &format!("{SEASON}/record/entries")).await;
    assert_eq!(list["rows"].as_array().unwrap().len(), 1);
    assert_eq!((&list["rows"][0]["driver"], &list["rows"][0]["nation"]), (&json!("Fay Fox"), &json!("FRA")));
    for (body, status, id) in [
        (json!({"row": 5}), 404, "PF1391"),
        (json!({"entry": {}}), 400, "PF1364"),
        (json!({"entry": {"colour": "red"}}), 400, "PF1381"),
    ] {
        let refused = send(&club, "ann", path, &[], &body).await;
        assert_eq!(told(&refused), (status, id.to_owned()), "{body}: {}", refused.text);
    }
}

#[tokio::test]
async fn what_does_not_fit_the_season_is_refused() {
    let club = club();
    for (who, path, body, status, id) in [
        ("ann", "/record/rounds/9/results/previews", json!({"lines": []}), 404, "PF1392"),
        ("ann", "/record/rounds/2/results/previews", json!({"lines": [{"place": "1"}]}), 400, "PF1381"),
        ("tim", "/record/rounds/2/laps/previews", json!({"kind": "deleted"}), 404, "PF1393"),
        ("tim", "/record/rounds/2/results/previews", json!({"lines": []}), 403, "PF1384"),
        ("ann", "/record/rulebook/previews", json!({"do": "paint"}), 400, "PF1381"),
        (
            "ann",
            "/record/rulebook/previews",
            json!({"do": "remove", "kind": "points", "index": 7}),
            400,
            "PF1376",
        ),
        ("ann", "/operations/1/undoing/previews", json!({"why": "no"}), 409, "PF1304"),
        ("ann", "/operations/1/undoing/previews", json!({"why": " "}), 400, "PF1381"),
        ("ann", "/operations", json!({"preview": "x"}), 400, "PF1351"),
    ] {
        let refused = send(&club, who, path, &[], &body).await;
        assert_eq!(told(&refused), (status, id.to_owned()), "{path} {body}: {}", refused.text);
    }
    // A table that says nothing is asked about, by its heads.
    let sheet = "Alpha,Beta,Gamma\n1,1,Ann Archer\n2,3,Cid Cole\n";
    let path = format!("{SEASON}/record/files/previews");
    let asked = upload(&club, "ann", &path, &[("files", "a.csv", sheet), ("round", "", "2")]).await;
    assert_eq!(asked.status.as_u16(), 400);
    assert_eq!(document(&asked)["asked"][0]["heads"], json!(["Alpha", "Beta", "Gamma"]), "{}", asked.text);
    let fields = [
        ("files", "a.csv", sheet),
        ("round", "", "2"),
        ("replace", "", "yes"),
        ("kind", "", "results"),
        ("column:Alpha", "", "position"),
        ("column:Beta", "", "number"),
        ("column:Gamma", "", "drivers"),
    ];
    let shown = document(&upload(&club, "ann", &path, &fields).await);
    assert_eq!(shown["read"]["files"][0]["columns"][2]["field"], "drivers", "{shown}");
    assert_eq!(shown["read"]["first"][0]["rows"][0][4], "Ann Archer", "{shown}");
    let nothing = upload(&club, "ann", &path, &[("round", "", "2")]).await;
    assert_eq!(told(&nothing), (400, "PF1366".to_owned()));
    let large = "a".repeat((8 << 20) + (70 << 10));
    let refused = upload(&club, "ann", &path, &[("files", "a.csv", &large)]).await;
    assert_eq!(told(&refused), (413, "PF1385".to_owned()));
}

#[tokio::test]
async fn a_points_keeper_begins_seasons_of_their_series() {
    let club = club();
    let begin = |key: &'static str, rounds: &'static str| {
        let body = json!({"name": "Dale Cup", "season": "2027", "like": "own", "rounds": rounds});
        Request::builder()
            .method("POST")
            .uri("/api/v1/record/seasons")
            .header("authorization", "Bearer token pat")
            .header("idempotency-key", key)
            .body(Body::from(body.to_string()))
            .unwrap()
    };
    for before in [false, true] {
        let made = document(&club.ask(begin("b1", "3")).await);
        assert_eq!((&made["season"], &made["before"]), (&json!("dale-cup/2027"), &json!(before)), "{made}");
    }
    assert_eq!(told(&club.ask(begin("b2", "4")).await), (409, "PF1374".to_owned()));
    // Who keeps the points of one series begins no other.
    let mut request = begin("b3", "3");
    request.headers_mut().insert("authorization", "Bearer token ann".parse().unwrap());
    assert_eq!(told(&club.ask(request).await), (403, "PF1373".to_owned()));
}

async fn upload(club: &Club, who: &str, path: &str, parts: &[(&str, &str, &str)]) -> Answered {
    const BOUNDARY: &str = "----parcferme";
    let mut body = String::new();
    for (name, file, text) in parts {
        let file = if file.is_empty() { String::new() } else { format!("; filename=\"{file}\"") };
        body += &format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{text}\r\n"
        );
    }
    body += &format!("--{BOUNDARY}--\r\n");
    let request = Request::builder()
        .method("POST")
        .uri(path)
        .header("authorization", format!("Bearer token {who}"))
        .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"));
    club.ask(request.body(Body::from(body)).unwrap()).await
}

/// The words of a line of a shell, with variables filled in.
fn words(line: &str, variables: &BTreeMap<String, String>) -> Vec<String> {
    let (mut words, mut word, mut quote, mut begun) = (Vec::new(), String::new(), None, false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, quote) {
            (own, Some(other)) if own == other => quote = None,
            ('\'' | '"', None) => (quote, begun) = (Some(letter), true),
            ('\\', Some('"')) => word.extend(letters.next()),
            ('$', None | Some('"')) => {
                let mut name = String::new();
                while let Some(own) = letters.next_if(|own| own.is_ascii_uppercase()) {
                    name.push(own);
                }
                word += variables.get(&name).unwrap_or_else(|| panic!("{name} is not set: {line}"));
                begun = true;
            }
            (own, None) if own.is_whitespace() => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (own, _) => {
                word.push(own);
                begun = true;
            }
        }
    }
    words.extend(begun.then_some(word));
    words
}

/// What `curl` would send.
async fn curl(club: &Club, words: &[String], files: &[(&str, &str)]) -> Answered {
    assert_eq!(words[0], "curl");
    let (mut path, mut body, mut parts) = (String::new(), String::new(), Vec::new());
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut rest = words[1..].iter();
    while let Some(word) = rest.next() {
        match word.as_str() {
            "-s" => {}
            "-H" => {
                let (name, value) = rest.next().unwrap().split_once(": ").unwrap();
                headers.push((name.to_owned(), value.to_owned()));
            }
            "-d" => body = rest.next().unwrap().clone(),
            "-F" => {
                let (name, value) = rest.next().unwrap().split_once('=').unwrap();
                parts.push(match value.strip_prefix('@') {
                    Some(file) => {
                        let own = files.iter().find(|own| own.0 == file).unwrap();
                        (name.to_owned(), file.to_owned(), own.1.to_owned())
                    }
                    None => (name.to_owned(), String::new(), value.to_owned()),
                });
            }
            other => path = other.to_owned(),
        }
    }
    if !parts.is_empty() {
        let parts: Vec<(&str, &str, &str)> =
            parts.iter().map(|own| (own.0.as_str(), own.1.as_str(), own.2.as_str())).collect();
        return upload(club, "kim", &path, &parts).await;
    }
    let mut request = Request::builder().method(if body.is_empty() { "GET" } else { "POST" }).uri(path);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    club.ask(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn the_examples_of_the_documentation_enter_a_season() {
    let club = club();
    club.official("kim", &["points-keeper hill-cup/*"]);
    token(&club, "kim", "points-keeper hill-cup/*");
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/API.md");
    let text = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let entering = text.split_once("### Entering").unwrap().1.split_once("\n```\n").unwrap().1;
    let examples = entering.split_once("\n```\n").unwrap().0.replace("\\\n", " ");
    let mut variables: BTreeMap<String, String> =
        [("SITE", ""), ("TOKEN", "token kim")].map(|own| (own.0.to_owned(), own.1.to_owned())).into();
    let files = [("race1.csv", "Pos,No,Driver,Team\n1,27,Ann Archer,Example Racing\n2,3,Cid Cole,Team 3\n")];
    let mut sent = 0;
    for line in examples.lines().filter(|own| !own.trim().is_empty()) {
        let variable = line.split_once('=').filter(|own| own.0.bytes().all(|own| own.is_ascii_uppercase()));
        let Some((name, value)) = variable else {
            let answer = curl(&club, &words(line, &variables), &files).await;
            assert_eq!(answer.status.as_u16(), 200, "{line}: {}", answer.text);
            assert_eq!(document(&answer)["schema"], "parcferme.entered/1", "{line}");
            sent += 1;
            continue;
        };
        let value = match value.strip_prefix("$(").and_then(|own| own.strip_suffix(" | jq -r .preview)")) {
            Some(line) => {
                let answer = curl(&club, &words(line, &variables), &files).await;
                document(&answer)["preview"]
                    .as_str()
                    .unwrap_or_else(|| panic!("{line}: {}", answer.text))
                    .to_owned()
            }
            None => words(value, &variables).remove(0),
        };
        variables.insert(name.to_owned(), value);
    }
    assert_eq!(sent, 5);
    let whys: Vec<String> =
        club.record().operations("hill-cup/2027", 0).unwrap().into_iter().map(|own| own.why).collect();
    assert_eq!(
        whys,
        [
            "the season begins, by the rules of examples/club",
            "entry 27 added",
            "Results of round 1",
            "results of round 2, race",
            "rules: points race changed",
        ]
    );
}

#[tokio::test]
async fn a_correction_of_laps_shows_the_classification_and_is_entered() {
    let club = crate::desk_laps::club();
    token(&club, "tim", "timekeeper cup/*");
    let missed = json!({
        "kind": "missed-passing", "number": "1", "team": "One", "lap": "3", "at": "3:00.000",
        "reason": "transponder failed", "from": "video 14:03",
    });
    let shown = send(&club, "tim", "/record/rounds/2/laps/previews", &[], &missed).await;
    assert_eq!(shown.status.as_u16(), 200, "{}", shown.text);
    let shown = document(&shown);
    let stood = |position: u32, laps: u32, elapsed: u64, best: u64| json!({"position": position, "laps": laps, "elapsed_ms": elapsed, "best_lap_ms": best, "status": "finished"});
    assert_eq!(
        shown["classifications"],
        json!([{
            "round": 2, "event": "summer", "session": "race",
            "rows": [
                {"number": "1", "class": null, "team": "One",
                 "before": stood(2, 3, 240_000, 60_000), "after": stood(1, 4, 240_000, 60_000)},
                {"number": "3", "class": null, "team": "Team 3",
                 "before": stood(1, 4, 244_000, 61_000), "after": stood(2, 4, 244_000, 61_000)},
            ],
        }]),
        "{shown}"
    );
    assert!(shown["tables"]["tables"][0]["changed"].as_bool().unwrap(), "{shown}");
    let entered = send(&club, "tim", "/operations", &[], &json!({"preview": shown["preview"]})).await;
    assert_eq!(
        (entered.status.as_u16(), &document(&entered)["operation"]),
        (200, &json!(2)),
        "{}",
        entered.text
    );
    let files = club.record().files("cup/2026", 2).unwrap();
    let corrections = String::from_utf8_lossy(&files["laps/corrections.csv"]).into_owned();
    assert!(
        corrections.contains("02-race,missed-passing,1,,One,3,3:00.000,,transponder failed"),
        "{corrections}"
    );
    let why = club.record().operations("cup/2026", 1).unwrap().remove(0).why;
    assert!(why.starts_with("laps of round 2, race: car 1, lap 3: a crossing was missed"), "{why}");
    // The same once more fits no lap.
    let again = send(&club, "tim", "/record/rounds/2/laps/previews", &[], &missed).await;
    assert_eq!(again.status.as_u16(), 400, "{}", again.text);
}

#[tokio::test]
async fn a_class_of_the_entry_list_is_one_of_the_season() {
    let club = club();
    let entry = json!({"entry": {"number": "9", "class": "GT", "team": "Further", "driver": "Gil Gow"}});
    let shown = document(&send(&club, "ann", "/record/entries/previews", &[], &entry).await);
    let paths: Vec<&str> =
        shown["files"].as_array().unwrap().iter().map(|own| own["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["entries.csv", "season.toml"], "{shown}");
    let entered = send(&club, "ann", "/operations", &[], &json!({"preview": shown["preview"]})).await;
    assert_eq!(entered.status.as_u16(), 200, "{}", entered.text);
    let (list, _) = read(&club, "ann", &format!("{SEASON}/record/entries")).await;
    assert_eq!(list["rows"][0]["class"], "GT", "{list}");
    let season =
        String::from_utf8(club.record().files("cup/2026", 2).unwrap().remove("season.toml").unwrap())
            .unwrap();
    assert!(season.contains("[[class]]\nid = \"GT\"\nname = \"GT\"\n"), "{season}");
    // A second of the class makes no second class.
    let entry = json!({"entry": {"number": "10", "class": "GT", "team": "Further", "driver": "Hal Hoe"}});
    let shown = document(&send(&club, "ann", "/record/entries/previews", &[], &entry).await);
    assert_eq!(shown["files"].as_array().unwrap().len(), 1, "{shown}");
}

#[tokio::test]
async fn a_championship_is_shown_before_it_begins() {
    let club = club();
    let ask = async |path: &str, rounds: &str, preview: &Value| {
        let mut body =
            json!({"name": "Dale Cup", "season": "2027", "like": "rulebook examples/club", "rounds": rounds});
        if !preview.is_null() {
            body["preview"] = preview.clone();
        }
        let request = Request::builder().method("POST").uri(format!("/api/v1/record/seasons{path}"));
        let request = request.header("authorization", "Bearer token pat").header("idempotency-key", "begin");
        club.ask(request.body(Body::from(body.to_string())).unwrap()).await
    };
    let shown = document(&ask("/previews", "3", &Value::Null).await);
    assert_eq!(
        (&shown["schema"], &shown["season"]),
        (&json!("parcferme.beginning/1"), &json!("dale-cup/2027")),
        "{shown}"
    );
    assert_eq!(shown["why"], "the season begins, by the rules of examples/club");
    let files = shown["files"].as_array().unwrap();
    let season = files.iter().find(|own| own["path"] == "season.toml").unwrap();
    assert_eq!(
        season["come"].as_array().unwrap().iter().filter(|own| **own == "[[round]]").count(),
        3,
        "{season}"
    );
    assert!(club.record().head("dale-cup/2027").unwrap().is_none(), "nothing is entered");
    // Other than was shown.
    let refused = ask("", "4", &shown["preview"]).await;
    assert_eq!(told(&refused), (400, "PF1365".to_owned()), "{}", refused.text);
    for before in [false, true] {
        let begun = document(&ask("", "3", &shown["preview"]).await);
        assert_eq!(
            (&begun["season"], &begun["before"]),
            (&json!("dale-cup/2027"), &json!(before)),
            "{begun}"
        );
    }
    let taken: Vec<String> = club.record().files("dale-cup/2027", 1).unwrap().into_keys().collect();
    let told_of: Vec<&str> = files.iter().map(|own| own["path"].as_str().unwrap()).collect();
    assert_eq!(taken, told_of);
    assert_eq!(told(&ask("/previews", "3", &Value::Null).await), (409, "PF1374".to_owned()));
}
