//! The server as a reader meets it: pages, JSON, conditional requests, what is refused, a folder that breaks.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use parcferme::server::{Shelf, router};
use parcferme_publish::site::Settings;
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt;

pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub text: String,
}

pub fn shelf(folders: &[String]) -> Arc<Shelf> {
    Arc::new(Shelf::open(folders, Settings::default()).unwrap())
}

pub fn ask_with(shelf: &Arc<Shelf>, path: &str, tag: Option<&str>) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut request = Request::builder().uri(path);
        if let Some(tag) = tag {
            request = request.header(header::IF_NONE_MATCH, tag);
        }
        let answer = router(shelf.clone()).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        Answer { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    })
}

pub fn ask(shelf: &Arc<Shelf>, path: &str) -> Answer {
    ask_with(shelf, path, None)
}

#[test]
fn pages_and_documents_come_with_their_types_and_a_strict_policy() {
    let shelf = shelf(&[]);
    for (path, media_type) in [
        ("/", "text/html"),
        ("/alms/2003/", "text/html"),
        ("/alms/2003/standings/teams-gts.html", "text/html"),
        ("/alms/2003/audit.html", "text/html"),
        ("/alms/2003/round/3.html", "text/html"),
        ("/alms/2003/round/3.pdf", "application/pdf"),
        ("/alms/2003/calendar.ics", "text/calendar"),
        ("/alms/2003/feed.xml", "application/atom+xml"),
        ("/compare.html?a=alms/2003", "text/html"),
        ("/compare.html?a=alms/2003&b=alms/2003", "text/html"),
        ("/compare.html?a=alms/2003&b=alms/2003&left=teams-gt&right=drivers-gts", "text/html"),
        ("/alms/2003/whatif.html", "text/html"),
        ("/alms/2003/whatif.html?rulebook=alms/2013", "text/html"),
        ("/alms/2003/gallery.html", "text/html"),
        ("/alms/2003/gallery.html?by=alms/2013", "text/html"),
        ("/alms/2003/champion.html", "text/html"),
        ("/alms/2003/champion.html?champion=teams%20GTS=prodrive", "text/html"),
        ("/assets/site.css", "text/css"),
        ("/api/v1/seasons", "application/json"),
        ("/api/v1/seasons/alms/2003", "application/json"),
        ("/api/v1/seasons/alms/2003/audit", "application/json"),
        ("/api/v1/seasons/alms/2003/names", "application/json"),
        ("/api/v1/seasons/alms/2003/rounds/3/classification", "application/json"),
        ("/api/v1/seasons/alms/2003/explanations/teams/GTS/carsport-america?round=3", "application/json"),
    ] {
        let answer = ask(&shelf, path);
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let own = answer.headers[header::CONTENT_TYPE].to_str().unwrap();
        assert!(own.starts_with(media_type), "{path}: {own}");
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    }
}

#[test]
fn a_season_under_other_rules_says_who_gains_and_who_loses() {
    let shelf = shelf(&[]);
    let text = ask(&shelf, "/alms/2003/whatif.html?rulebook=alms/2013").text;
    assert!(text.contains("Corvette Racing") && text.contains("Scored by American Le Mans Series 2013"));
    let unknown = ask(&shelf, "/alms/2003/whatif.html?rulebook=../../etc/passwd");
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[test]
fn a_number_says_what_other_rules_would_make_of_it() {
    let shelf = shelf(&[]);
    let page = ask(&shelf, "/alms/2003/why/teams-gts/carsport-america.html").text;
    assert!(page.contains("<li>with 70 % of the overall winner&#39;s laps: 0 points</li>"), "{page}");
    // Declared cells rest on no rule.
    assert_eq!(page.matches("What other rules would give").count(), 1);
}

#[test]
fn a_reader_who_has_a_page_is_not_sent_it_again() {
    let shelf = shelf(&[]);
    let first = ask(&shelf, "/alms/2003/");
    let tag = first.headers[header::ETAG].to_str().unwrap();
    let again = ask_with(&shelf, "/alms/2003/", Some(tag));
    assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
}

#[test]
fn what_is_not_there_is_a_page_for_people_and_a_problem_for_programs() {
    let shelf = shelf(&[]);
    let long = format!("/{}", "a".repeat(3000));
    for (path, status) in [
        ("/nope", StatusCode::NOT_FOUND),
        ("/alms/1890/", StatusCode::NOT_FOUND),
        ("/alms/2003/../../../etc/passwd", StatusCode::NOT_FOUND),
        ("/alms/2003/..%2f..%2f..%2fetc%2fpasswd", StatusCode::NOT_FOUND),
        ("/alms/2003/%2e%2e/season.toml", StatusCode::NOT_FOUND),
        ("/alms/2003/season.toml", StatusCode::NOT_FOUND),
        ("/assets/..%2f..%2fCargo.toml", StatusCode::NOT_FOUND),
        ("/compare.html?a=alms/2003&b=nope", StatusCode::NOT_FOUND),
        ("/compare.html?a=alms/2003&b=alms/2003&left=teams-gt&right=nope", StatusCode::NOT_FOUND),
        (long.as_str(), StatusCode::URI_TOO_LONG),
    ] {
        let answer = ask(&shelf, path);
        assert_eq!(answer.status, status, "{path}");
        assert!(
            answer.text.starts_with("<!doctype html>") || answer.text.starts_with("<!DOCTYPE html>"),
            "{path}"
        );
        assert!(!answer.text.contains("root:") && !answer.text.contains("/home/"), "{path}");
    }
}

#[test]
fn a_folder_that_breaks_leaves_the_last_good_tables_up() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("season");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seasons/alms/2003"), &folder);
    let name = folder.display().to_string();
    let shelf = shelf(std::slice::from_ref(&name));
    let table = "/alms/2003/standings/teams-gts.html";
    let good = ask(&shelf, table).text;
    let season = folder.join("season.toml");
    let text = std::fs::read_to_string(&season).unwrap();
    std::fs::write(&season, "series = ").unwrap();
    shelf.reload("alms/2003", &folder);
    let broken = ask(&shelf, table);
    assert_eq!((broken.status, broken.text == good), (StatusCode::OK, true));
    assert!(broken.headers.contains_key("warning"));
    let listed: serde_json::Value = serde_json::from_str(&ask(&shelf, "/api/v1/seasons").text).unwrap();
    assert_eq!(listed["seasons"][0]["broken"], true);
    std::fs::write(&season, text.replace("2003 American Le Mans Series", "The season of 2003")).unwrap();
    shelf.reload("alms/2003", &folder);
    let mended = ask(&shelf, table);
    assert!(mended.text.contains("The season of 2003") && !mended.headers.contains_key("warning"));
}

#[test]
fn the_schema_of_rulebooks_is_the_one_that_is_checked_in() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rulebook.schema.json");
    let written = std::fs::read_to_string(path).unwrap_or_default();
    let made = parcferme_publish::json::schema::rulebook();
    assert!(written == made, "write it anew: parcferme rulebook schema > docs/rulebook.schema.json");
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn odds_stand_beside_the_exact_answer_and_agree_with_it() {
    let shelf = shelf(&[]);
    let answer = ask(&shelf, "/api/v1/seasons/alms/2003/odds");
    assert_eq!(answer.status, StatusCode::OK);
    let document: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    let titles = document["titles"].as_array().unwrap();
    let classes: Vec<&str> = titles.iter().map(|own| own["class"].as_str().unwrap()).collect();
    // Of the other titles rounds are not known.
    assert_eq!(classes, ["LMP900", "LMP675", "GTS", "GT"]);
    for title in titles {
        let rounds: Vec<u64> =
            title["rounds"].as_array().unwrap().iter().map(|own| own.as_u64().unwrap()).collect();
        // No car is known of the first round.
        assert_eq!(rounds, [2, 3, 4, 5, 6, 7, 8, 9]);
        let decided = rounds.iter().position(|own| Some(*own) == title["decided_after"].as_u64()).unwrap();
        let contenders = title["contenders"].as_array().unwrap();
        let share = |contender: &serde_json::Value, round: usize| -> f64 {
            contender["shares"][round].as_str().unwrap().parse().unwrap()
        };
        for round in 0..rounds.len() {
            let sum: f64 = contenders.iter().map(|own| share(own, round)).sum();
            assert!((0.97..=1.0001).contains(&sum), "{title}: {sum} after {}", rounds[round]);
            let certain = contenders[0]["shares"][round] == "1.0000";
            assert_eq!(certain, round >= decided, "{title} after {}", rounds[round]);
        }
    }
    let page = ask(&shelf, "/alms/2003/odds.html");
    assert!(page.text.len() < 100_000 && page.text.contains("Corvette Racing is champion."));
    assert_eq!(page.text.matches("class=\"chart odds\"").count(), 8, "two widths of four titles");
    let before = ask(&shelf, "/alms/2003/scenario/after-8.html").text;
    let (table, _) = before.split_once("</table>").map(|own| own.1.split_once("</table>").unwrap()).unwrap();
    assert!(table.contains("what the next race is worth") && table.contains("if 1st next"), "{table}");
    assert!(before.contains("The odds count the champions of 4096 drawn ends of the season"));
    // Odds are drawn for an open field alone.
    let entered = ask(&shelf, "/alms/2003/scenario/after-8.html?field=entered");
    assert!(!entered.text.contains("drawn ends"));
    let refused = ask(&shelf, "/api/v1/seasons/alms/2003/scenario?odds=true&field=entered");
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}

#[test]
fn who_can_still_win_is_told_round_by_round_and_for_either_field() {
    let shelf = shelf(&[]);
    let page = |path: &str| {
        let answer = ask(&shelf, &format!("/alms/2003/{path}"));
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.text.len() < 100_000, "{path} has {} bytes", answer.text.len());
        answer.text
    };
    let open = "Corvette Racing and Prodrive can still win, with one round to come.";
    let before = page("scenario/after-8.html");
    assert!(before.contains(open) && before.contains("Dyson Racing is champion, with one round to come."));
    assert!(
        before.contains("class=\"chart places\"") && before.contains("ADT Champion Racing is champion if")
    );
    assert!(!before.contains("Corvette Racing is champion,"), "nobody is champion before it is decided");
    for path in ["standings/teams-gts-after-8.html", "scenario/after-8.html?field=open"] {
        assert!(page(path).contains(open), "{path}");
    }
    // The season is over: nobody can still win anything.
    let now = page("scenario.html");
    assert!(now.contains("Corvette Racing is champion.") && !now.contains("class=\"chart places\""));
    for path in ["index.html", "standings/teams-gts.html"] {
        assert!(!page(path).contains("can still win"), "{path}");
    }
    let entered = page("scenario/after-8.html?field=entered");
    assert!(
        entered.contains("are ranked in every session") && !before.contains("are ranked in every session")
    );
    let unknown = ask(&shelf, "/alms/2003/scenario/after-8.html?field=closed");
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.text.contains("one of open, entered"), "{}", unknown.text);
    let missing = ask(&shelf, "/alms/2003/scenario/after-99.html?field=entered");
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

#[test]
fn who_would_have_been_champion_is_told_with_the_tables_that_show_it() {
    let shelf = shelf(&[]);
    let page = ask(&shelf, "/alms/2003/champion.html?champion=teams%20GTS=prodrive").text;
    assert!(page.contains("each of these would have put Prodrive first"), "{page}");
    let address = page.split("href=\"whatif.html").nth(2).and_then(|own| own.split('"').next()).unwrap();
    let shown = ask(
        &shelf,
        &format!("/alms/2003/whatif.html{}", address.replace("&amp;", "&").replace("&#38;", "&")),
    );
    assert!(
        shown.text.contains("the title goes from Corvette Racing to Prodrive"),
        "{address}: {}",
        shown.text
    );
    let told = ask(&shelf, "/api/v1/seasons/alms/2003/smallest/teams/GTS/Prodrive").text;
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!((&told["schema"], &told["broken_off"]), (&"parcferme.smallest/1".into(), &false.into()));
    assert!(told["ways"].as_array().unwrap().iter().all(|own| own["address"].is_string()), "{told}");

    let page = ask(&shelf, "/alms/2003/gallery.html").text;
    assert!(page.contains("None of 4 titles would have somebody else first by one of 6 rulebooks"), "{page}");
    let told = ask(&shelf, "/api/v1/seasons/alms/2003/gallery?by=alms/2005,%20alms/2013").text;
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["by"], serde_json::json!(["alms/2005", "alms/2013"]));

    let many = vec!["alms/2005"; 25].join(",");
    for (path, status) in [
        ("/alms/2003/champion.html?champion=teams", StatusCode::BAD_REQUEST),
        ("/alms/2003/champion.html?champion=teams=prodrive", StatusCode::BAD_REQUEST),
        ("/alms/2003/champion.html?champion=teams%20GTS=nobody", StatusCode::BAD_REQUEST),
        ("/alms/2003/gallery.html?by=/etc/hosts", StatusCode::NOT_FOUND),
        ("/alms/2004/gallery.html", StatusCode::NOT_FOUND),
        ("/api/v1/seasons/alms/2003/gallery?by=/etc/hosts", StatusCode::NOT_FOUND),
        (&format!("/api/v1/seasons/alms/2003/gallery?by={many}"), StatusCode::BAD_REQUEST),
        ("/api/v1/seasons/alms/2003/smallest/teams/-/prodrive", StatusCode::NOT_FOUND),
    ] {
        let answer = ask(&shelf, path);
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        assert!(!answer.text.contains("127.0.0.1"), "{path}");
    }
}
