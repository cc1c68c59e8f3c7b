//! Something is taken out for good, by commands and over the API: all else holds, and says what went.

use crate::desk_pages::club_of;
use crate::gate::by;
use crate::record::{Place, each};
use axum::body::Body;
use axum::http::Request;
use parcferme_store::Digest;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

const SEASON: &str = "series = \"cup\"\nyear = 2026\nname = \"Cup 2026\"\nrulebook = \"rulebook.toml\"\n\n[[round]]\nnumber = 1\nevent = \"one\"\nname = \"One\"\ndate = \"2026-05-01\"\n";
const RULES: &str = "name = \"Cup 2026\"\n\n[[points]]\nid = \"race\"\nscale = [10, 8]\narticle = \"3.1\"\n\n[[title]]\nid = \"drivers\"\nname = \"Drivers\"\ncompetitor = \"driver\"\nties = [\"wins\", \"shared\"]\n";

fn results(name: &str) -> String {
    format!("position,status,number,team,drivers,laps\n1,,7,Seven,{name},20\n2,,8,Eight,Cid Cole,20\n")
}

/// A season of one round, beside the record; its one result.
pub fn cup(place: &Place, winner: &str) -> PathBuf {
    let folder = place.path("cup");
    fs::create_dir_all(folder.join("results")).unwrap();
    fs::write(folder.join("season.toml"), SEASON).unwrap();
    fs::write(folder.join("rulebook.toml"), RULES).unwrap();
    let race = folder.join("results/01-race.csv");
    fs::write(&race, results(winner)).unwrap();
    race
}

#[test]
fn a_name_goes_by_commands_and_verify_says_so() {
    each("redaction", |place| {
        let race = cup(place, "Minor Name");
        let who = ["--data", &place.data, "--who", "Ann Archer", "--why", "after round 1"];
        let publish = [&["edition", "publish", "cup/2026"], &who[..]].concat();
        place.push("cup", "Ann Archer", "Minor Name has won round 1");
        place.well(&publish);
        let data = ["--data", place.data.as_str()];
        let find = || place.well(&[&["redact", "find", "Minor Name"], &data[..]].concat());
        let out = |status: i32, targets: &[&str]| {
            let order = ["--data", &place.data, "--who", "Ann Archer", "--why", "order 12/26 of the court"];
            let asked = [&["redact", "out"], targets, &order[..]].concat();
            if status == 0 { place.well(&asked) } else { place.refused(status, &asked) }
        };
        let digests = |found: &str| -> Vec<String> {
            found.lines().filter(|own| own.len() == 64).map(str::to_owned).collect()
        };
        let found = find();
        assert_eq!(digests(&found).len(), 4, "the result, both tables, the classification: {found}");
        assert_eq!(found.matches("It stands now and cannot be redacted yet").count(), 4, "{found}");
        assert!(out(2, &[&digests(&found)[0]]).contains("error[PF1417]"));

        fs::write(&race, results("Withheld")).unwrap();
        place.push("cup", "Ann Archer", "a name is withheld");
        place.well(&publish);
        let found = find();
        assert!(!found.contains("It stands now"), "{found}");
        let targets = digests(&found);
        let said = "cup/2026:1\n   ";
        assert!(found.contains(said) && found.contains("Ann Archer: Minor Name has won round 1"), "{found}");
        assert!(out(2, &["cup/2026:99"]).contains("error[PF1419]"));
        let mut targets: Vec<&str> = targets.iter().map(String::as_str).collect();
        targets.push("cup/2026:1");
        let told = out(0, &targets);
        assert!(told.contains("Ann Archer: order 12/26 of the court\n   document "), "{told}");
        assert!(told.ends_with("   operation cup/2026:1, who and why\n"), "{told}");
        assert_eq!(place.well(&[&["redact", "list"], &data[..]].concat()), told);
        assert_eq!(find(), "Nothing in the record has it as text.\n");

        let verified = place.well(&[&["verify"], &data[..]].concat());
        assert!(verified.contains("the bytes they had but what was redacted:\n  1  "), "{verified}");
        assert!(
            verified.ends_with("to the byte, but 1 edition of which the facts were redacted.\n"),
            "{verified}"
        );
        let log = place.well(&[&["log", "cup/2026", "--lines"], &data[..]].concat());
        assert!(log.contains("[redacted]\n   [redacted]\n") && log.contains("a name is withheld"), "{log}");
        assert!(log.contains("results/01-race.csv: what it said is redacted."), "{log}");
        let then = [&["pull", "cup/2026", "--to", "then", "--at", "1"], &data[..]].concat();
        assert!(place.refused(2, &then).contains("error[PF1415]"));
        place.well(&[&["pull", "cup/2026", "--to", "now"], &data[..]].concat());
        fs::write(place.path("now/results/01-race.csv"), results("Minor Name")).unwrap();
        let back = [&["push", "now"], &who[..]].concat();
        assert!(place.refused(2, &back).contains("error[PF1416]"));
        place.well(&[&["backup", "--to", "copy"], &data[..]].concat());
        assert!(place.well(&["verify", "--data", "copy"]).contains("but what was redacted:"));
    });
}

#[tokio::test]
async fn an_administrator_redacts_over_the_api_and_the_address_says_gone() {
    let club = club_of(&[("adm", "administrator *"), ("ann", "points-keeper cup/2026")]);
    for (login, grant) in [("adm", "administrator *"), ("ann", "points-keeper cup/2026")] {
        let secret = (&Digest::of(format!("token {login}").as_bytes()), by().when.later(600));
        club.record().make_token(&by(), login, (login, &[grant.parse().unwrap()]), secret).unwrap();
    }
    let ask = async |who: &str, method: &str, path: &str, body: Value| {
        let request = Request::builder().method(method).uri(path);
        let request = request.header("authorization", format!("Bearer token {who}"));
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let answered = club.ask(request.body(body).unwrap()).await;
        (answered.status.as_u16(), answered.text)
    };
    let publish = async || ask("ann", "POST", "/api/v1/seasons/cup/2026/editions", Value::Null).await;
    let editions = "/api/v1/seasons/cup/2026/editions";
    assert_eq!(
        ask("ann", "POST", editions, json!({"standing": "final"})).await.0,
        400,
        "there is no such standing"
    );
    publish().await;
    let first = club.record().editions("cup/2026").unwrap().remove(0);
    let paper = first.papers.iter().find(|own| own.name == "standings.json").unwrap();
    let address = format!("/editions/cup/2026/1/{}", paper.name);
    assert_eq!(ask("ann", "GET", &address, Value::Null).await.0, 200);

    let all = "/api/v1/redactions";
    let draft = json!({"documents": [paper.digest.to_string()], "why": "order 12/26"});
    assert_eq!(ask("ann", "POST", all, draft.clone()).await.0, 403);
    let (status, needed) = ask("adm", "POST", all, draft.clone()).await;
    assert!(status == 409 && needed.contains("PF1417"), "{status} {needed}");
    let rules = json!({"do": "change", "kind": "points", "index": 0, "keys": {"scale": "12 9 7"}});
    let shown = ask("ann", "POST", "/api/v1/seasons/cup/2026/record/rulebook/previews", rules).await.1;
    let shown: Value = serde_json::from_str(&shown).unwrap();
    ask("ann", "POST", "/api/v1/seasons/cup/2026/operations", json!({"preview": shown["preview"]})).await;
    publish().await;
    assert_eq!(club.record().editions("cup/2026").unwrap().len(), 2);

    let (status, done) = ask("adm", "POST", all, draft.clone()).await;
    assert_eq!(status, 200, "{done}");
    let done: Value = serde_json::from_str(&done).unwrap();
    assert_eq!(done["redactions"][0]["documents"], json!([paper.digest.to_string()]), "{done}");
    assert_eq!(done["redactions"][0]["who"], "adm");
    let (status, page) = ask("ann", "GET", &address, Value::Null).await;
    assert!(status == 410 && page.contains("PF1415"), "{status} {page}");
    let (status, page) = ask("ann", "GET", "/editions/cup/2026/1", Value::Null).await;
    assert_eq!(status, 200, "the edition stays");
    assert!(page.contains("<li>Standings, JSON, redacted</li>"), "{page}");
    assert!(page.contains("1/standings.pdf\">Standings, PDF, "), "the rest is there: {page}");
    assert_eq!(ask("ann", "GET", "/editions/cup/2026/1/edition.json", Value::Null).await.1, first.statement);
    let (status, again) = ask("adm", "POST", all, draft).await;
    assert!(status == 404 && again.contains("PF1419"), "{status} {again}");
    let operation = json!({"operations": [{"season": "cup/2026", "number": 1}], "why": "order 13/26"});
    assert_eq!(ask("adm", "POST", all, operation).await.0, 200);
    let (_, listed) = ask("adm", "GET", all, Value::Null).await;
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed["redactions"].as_array().unwrap().len(), 2, "{listed}");
    assert!(club.record().walk().unwrap().flaws.is_empty());
    let (_, audit) = ask("adm", "GET", "/api/v1/audit", Value::Null).await;
    assert!(audit.contains("made redaction 2, ") && audit.contains("order 13/26"), "{audit}");
}
