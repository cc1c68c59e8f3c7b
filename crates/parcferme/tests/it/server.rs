//! The server as a reader meets it: pages, JSON, conditional requests, what is refused, a folder that breaks.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use parcferme::server::{Shelf, router};
use parcferme_publish::view::Settings;
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

/// A request with headers of its own.
fn ask_as(shelf: &Arc<Shelf>, method: &str, path: &str, given: &[(&str, &str)]) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let request = given.iter().fold(Request::builder().method(method).uri(path), |own, (name, value)| {
            own.header(*name, *value)
        });
        let answer = router(shelf.clone()).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        Answer { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    })
}

#[test]
fn parts_of_a_document_are_answered_as_long_as_it_is_the_same() {
    let shelf = shelf(&[]);
    let path = "/alms/2003/calendar.ics";
    let whole = ask(&shelf, path);
    assert_eq!(whole.headers[header::ACCEPT_RANGES], "bytes");
    let (tag, length) = (whole.headers[header::ETAG].to_str().unwrap(), whole.text.len());
    // One in the middle, the last bytes, and one that ends beyond the end.
    for (range, part, of) in [
        ("bytes=6-14", &whole.text[6..15], format!("bytes 6-14/{length}")),
        ("bytes=-9", &whole.text[length - 9..], format!("bytes {}-{}/{length}", length - 9, length - 1)),
        ("bytes=9-99999999", &whole.text[9..], format!("bytes 9-{}/{length}", length - 1)),
    ] {
        let answer =
            ask_as(&shelf, "GET", path, &[("range", range), ("if-range", tag), ("accept-encoding", "br")]);
        assert_eq!((answer.status, answer.text.as_str()), (StatusCode::PARTIAL_CONTENT, part), "{range}");
        assert_eq!(answer.headers[header::CONTENT_RANGE], of.as_str());
        assert_eq!(answer.headers[header::CONTENT_LENGTH], part.len().to_string().as_str());
        assert!(!answer.headers.contains_key(header::CONTENT_ENCODING));
    }
    // Whole, where the reader has another state of it, a date, several ranges, or what is no range.
    let weak = format!("W/{tag}");
    for given in [
        [("range", "bytes=0-3"), ("if-range", "\"another\"")],
        [("range", "bytes=0-3"), ("if-range", weak.as_str())],
        [("range", "bytes=0-3"), ("if-range", "Sun, 29 Nov 2026 12:00:00 GMT")],
        [("range", "bytes=0-3, 9-12"), ("accept", "*/*")],
        [("range", "lines=1-2"), ("accept", "*/*")],
    ] {
        let answer = ask_as(&shelf, "GET", path, &given);
        assert_eq!((answer.status, answer.text == whole.text), (StatusCode::OK, true), "{given:?}");
    }
    let beyond = ask_as(&shelf, "GET", path, &[("range", "bytes=99999999-")]);
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(beyond.headers[header::CONTENT_RANGE], format!("bytes */{length}").as_str());
    assert!(beyond.text.contains("No such part"));
}

#[test]
fn head_is_answered_as_get_without_the_body() {
    let shelf = shelf(&[]);
    for path in [
        "/",
        "/alms/2003/",
        "/alms/2003/round/3.pdf",
        "/api/v1/seasons",
        "/assets/site.css",
        "/nope",
        "/api",
        "/try",
    ] {
        let (get, head) = (ask_as(&shelf, "GET", path, &[]), ask_as(&shelf, "HEAD", path, &[]));
        assert_eq!((head.status, head.text.as_str()), (get.status, ""), "{path}");
        for name in [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::ETAG] {
            assert_eq!(head.headers.get(&name), get.headers.get(&name), "{path}");
        }
    }
}

#[test]
fn each_packing_has_a_tag_of_its_own() {
    let shelf = shelf(&[]);
    let mut tags = std::collections::BTreeSet::new();
    for packed in ["br", "gzip", "identity"] {
        let answer = ask_as(&shelf, "GET", "/alms/2003/", &[("accept-encoding", packed)]);
        let own =
            answer.headers.get(header::CONTENT_ENCODING).map_or("identity", |own| own.to_str().unwrap());
        assert_eq!(own, packed);
        let tag = answer.headers[header::ETAG].to_str().unwrap().to_owned();
        let again =
            ask_as(&shelf, "GET", "/alms/2003/", &[("accept-encoding", packed), ("if-none-match", &tag)]);
        assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
        tags.insert(tag);
    }
    assert_eq!(tags.len(), 3);
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
    let banner = "The season of 2003 is not shown as it stands now";
    let banner = banner.replace("The season of 2003", "2003 American Le Mans Series");
    let (broken, front) = (ask(&shelf, table), ask(&shelf, "/"));
    assert_eq!(broken.status, StatusCode::OK);
    for (page, name) in [(&broken.text, table), (&front.text, "/")] {
        assert!(
            page.contains(&banner) && page.contains("PF0") && page.contains("season.toml:1"),
            "{name}: {page}"
        );
        assert!(!page.contains(&name_of(place.path())), "{name} shows a place of this machine");
    }
    // The rest of the page is what it was.
    let rows = |page: &str| page.split_once("<table").map(|own| own.1.to_owned());
    assert_eq!(rows(&broken.text), rows(&good));
    assert!(broken.headers.contains_key("warning"));
    let listed: serde_json::Value = serde_json::from_str(&ask(&shelf, "/api/v1/seasons").text).unwrap();
    assert_eq!(listed["seasons"][0]["broken"], true);
    std::fs::write(&season, text.replace("2003 American Le Mans Series", "The season of 2003")).unwrap();
    shelf.reload("alms/2003", &folder);
    let mended = ask(&shelf, table);
    assert!(mended.text.contains("The season of 2003") && !mended.headers.contains_key("warning"));
    assert!(!mended.text.contains("is not shown as it stands now"));
    assert!(!ask(&shelf, "/").text.contains("is not shown as it stands now"));
}

fn name_of(path: &Path) -> String {
    path.display().to_string()
}

/// A season folder of its own, a copy of the bundled one.
fn season_folder() -> (tempfile::TempDir, std::path::PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("season");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seasons/alms/2003"), &folder);
    (place, folder)
}

#[test]
fn whatever_cannot_be_read_is_a_page_or_a_problem() {
    let shelf = shelf(&[]);
    for (method, path, status) in [
        ("GET", "/compare.html?a=alms/2003&a=alms/2003", StatusCode::BAD_REQUEST),
        ("GET", "/alms/2003/whatif.html?rulebok=alms/2013", StatusCode::BAD_REQUEST),
        ("GET", "/alms/%FF/", StatusCode::BAD_REQUEST),
        ("GET", "/api/v1/seasons/%FF/2003", StatusCode::BAD_REQUEST),
        ("GET", "/api/v1/careers?kind=driver&kind=driver", StatusCode::BAD_REQUEST),
        ("POST", "/alms/2003/", StatusCode::METHOD_NOT_ALLOWED),
        ("DELETE", "/api/v1/seasons", StatusCode::METHOD_NOT_ALLOWED),
        ("PUT", "/try", StatusCode::METHOD_NOT_ALLOWED),
    ] {
        let answer = ask_as(&shelf, method, path, &[]);
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.text);
        let kind = answer.headers[header::CONTENT_TYPE].to_str().unwrap();
        let wanted =
            if path.starts_with("/api/") { "application/problem+json" } else { "text/html; charset=utf-8" };
        assert_eq!(kind, wanted, "{method} {path}");
    }
    let named = ask(&shelf, "/alms/2003/whatif.html?rulebok=alms/2013").text;
    assert!(named.contains("<code>rulebok</code>") || named.contains("`rulebok`"), "{named}");
}

#[test]
fn two_drivers_are_held_against_each_other() {
    let shelf = shelf(&[]);
    let page = ask(&shelf, "/career/driver/jj-lehto/against/jan-magnussen.html");
    assert_eq!(page.status, StatusCode::OK);
    let told: serde_json::Value =
        serde_json::from_str(&ask(&shelf, "/api/v1/careers/driver/jj-lehto/against/jan-magnussen").text)
            .unwrap();
    let ahead = format!(
        "<td class=\"num\">{}</td><td class=\"num\">{}</td>",
        told["met"]["ahead"], told["met"]["behind"]
    );
    assert!(page.text.contains(&ahead), "{ahead}: {}", page.text);
    let sent = ask(&shelf, "/career/driver/jj-lehto/against.html?q=magnusen");
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(sent.headers[header::LOCATION], "/career/driver/jj-lehto/against/jan-magnussen.html");
    assert_eq!(ask(&shelf, "/career/driver/jj-lehto/against.html?q=nobody-at-all").status, StatusCode::OK);
    assert_eq!(ask(&shelf, "/career/driver/jj-lehto/against/jj-lehto.html").status, StatusCode::NOT_FOUND);
}

#[test]
fn a_page_of_a_career_has_its_json_beside_it() {
    let shelf = shelf(&[]);
    for path in ["/career/index", "/career/driver/index", "/career/driver/jj-lehto"] {
        assert_eq!(ask(&shelf, &format!("{path}.html")).status, StatusCode::OK, "{path}");
        let told: serde_json::Value =
            serde_json::from_str(&ask(&shelf, &format!("{path}.json")).text).unwrap();
        assert!(told["schema"].as_str().unwrap().starts_with("parcferme.career"), "{told}");
    }
}

#[test]
fn a_series_may_be_called_as_the_site_calls_its_own() {
    let (_place, folder) = season_folder();
    let season = folder.join("season.toml");
    let text = std::fs::read_to_string(&season).unwrap();
    assert!(text.contains("series = \"alms\""), "{text}");
    // The rulebook is named by series and year where the folder names none.
    std::fs::write(&season, text.replace("series = \"alms\"", "series = \"career\"")).unwrap();
    let shelf = shelf(&[name_of(&folder)]);
    assert_eq!(ask(&shelf, "/career~/2003/").status, StatusCode::OK);
    assert_eq!(ask(&shelf, "/career/index.html").status, StatusCode::OK);
    assert!(ask(&shelf, "/").text.contains("career~/2003/index.html"));
    assert_eq!(ask(&shelf, "/api/v1/seasons/career/2003").status, StatusCode::OK);
}

#[test]
fn a_page_that_is_not_the_newest_hears_when_it_is_mended() {
    let (_place, folder) = season_folder();
    let shelf = shelf(&[name_of(&folder)]);
    let season = folder.join("season.toml");
    let text = std::fs::read_to_string(&season).unwrap();
    std::fs::write(&season, "series = ").unwrap();
    shelf.reload("alms/2003", &folder);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let request = Request::builder().uri("/events").body(Body::empty()).unwrap();
        let answer = router(shelf.clone()).oneshot(request).await.unwrap();
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/event-stream");
        let mut body = answer.into_body();
        let mut next = async || {
            let frame = body.frame().await?.unwrap();
            Some(String::from_utf8_lossy(frame.data_ref().unwrap()).into_owned())
        };
        assert_eq!(next().await.as_deref(), Some("event: stale\ndata: [\"alms/2003\"]\n\n"));
        std::fs::write(&season, text).unwrap();
        shelf.reload("alms/2003", &folder);
        assert_eq!(next().await.as_deref(), Some("event: stale\ndata: []\n\n"));
        shelf.close();
        assert_eq!(next().await, None, "a server that stops does not wait for those who listen");
    });
}

#[test]
fn a_folder_that_cannot_be_read_keeps_the_others_from_nobody_and_is_served_when_it_is_mended() {
    let ((_one, a), (_two, b)) = (season_folder(), season_folder());
    let text = std::fs::read_to_string(b.join("season.toml")).unwrap();
    std::fs::write(b.join("season.toml"), "series = ").unwrap();
    let shelf = Arc::new(Shelf::open(&[name_of(&a), name_of(&b)], Settings::default()).unwrap());
    assert_eq!(ask(&shelf, "/alms/2003/index.html").status, 200);
    assert_eq!(shelf.reload("", &b), None, "it is as it was");
    let other = text.replace("series = \"alms\"", "series = \"other\"");
    assert_ne!(other, text);
    std::fs::write(b.join("season.toml"), other).unwrap();
    assert_eq!(shelf.reload("", &b).as_deref(), Some("other/2003"));
    assert_eq!(ask(&shelf, "/other/2003/index.html").status, 200);
    // Alone, there is nothing that could be served, and the place of what is wrong names the folder.
    std::fs::write(b.join("season.toml"), "series = ").unwrap();
    let refused = Shelf::open(&[name_of(&b)], Settings::default()).err().unwrap();
    let place = &refused[0].places[0].document;
    assert!(place.starts_with(&name_of(&b)) && place.ends_with("season.toml"), "{place}");
}

#[test]
fn one_season_in_two_folders_is_told_with_both() {
    let ((_one, a), (_two, b)) = (season_folder(), season_folder());
    let refused = Shelf::open(&[name_of(&a), name_of(&b)], Settings::default()).err().unwrap();
    assert_eq!(refused.iter().map(|own| own.id).collect::<Vec<_>>(), ["PF1371"]);
    let found = refused[0].found.as_deref().unwrap();
    assert!(found.contains(&name_of(&a)) && found.contains(&name_of(&b)), "{found}");
}

#[test]
#[cfg(unix)]
fn a_folder_is_watched_whatever_lies_in_it() {
    let (_place, folder) = season_folder();
    // What could hold a reader for ever, lead it round in circles or out of the folder, or be too much of it.
    std::os::unix::fs::symlink(&folder, folder.join("laps-of-another")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.join("notes.txt")).unwrap();
    let pipe = std::process::Command::new("mkfifo").arg(folder.join("pipe")).status().unwrap();
    assert!(pipe.success());
    let many = folder.join("pictures");
    std::fs::create_dir(&many).unwrap();
    for n in 0..5_000 {
        std::fs::write(many.join(format!("{n}.jpg")), "").unwrap();
    }
    let shelf = shelf(&[name_of(&folder)]);
    shelf.watch();
    let heard = |wanted: &str| {
        for _ in 0..600 {
            if ask(&shelf, "/alms/2003/").text.contains(wanted) {
                return true;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        false
    };
    let season = folder.join("season.toml");
    let text = std::fs::read_to_string(&season).unwrap();
    std::fs::write(&season, text.replace("2003 American Le Mans Series", "The season of 2003")).unwrap();
    assert!(heard("The season of 2003"));
    // A pipe where facts are expected is told, and not opened.
    let facts =
        std::process::Command::new("mkfifo").arg(folder.join("results/99-race.csv")).status().unwrap();
    assert!(facts.success());
    assert!(heard("PF1370, results/99-race.csv"));
    std::fs::remove_file(folder.join("results/99-race.csv")).unwrap();
    std::fs::write(&season, text.replace("2003 American Le Mans Series", "It is mended")).unwrap();
    assert!(heard("It is mended"));
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
            // Each share is rounded to four places.
            let most = 1.0 + 0.000_051 * contenders.len() as f64;
            assert!((0.97..=most).contains(&sum), "{title}: {sum} after {}", rounds[round]);
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
fn a_table_that_only_one_rulebook_makes_is_told_as_that() {
    let shelf = shelf(&[]);
    let page = ask(&shelf, "/alms/2003/whatif.html?rulebook=f1/2014").text.replace("&#39;", "'");
    assert!(page.contains("Teams' Championship: under these rules there is no such table."), "{page}");
    let told = ask(&shelf, "/api/v1/seasons/alms/2003/whatif?rulebook=f1/2014").text;
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let tables = told["tables"].as_array().unwrap();
    let rows = |own: &serde_json::Value, side: &str| {
        own["rows"].as_array().unwrap().iter().filter(|row| !row[side].is_null()).count()
    };
    for own in tables.iter().filter(|own| own["changed"] == true) {
        match own["prize"].as_str().unwrap() {
            "gone" => assert_eq!(rows(own, "after"), 0, "{own}"),
            "new" => assert_eq!(rows(own, "before"), 0, "{own}"),
            _ => assert!(rows(own, "before") > 0, "{own}"),
        }
    }
    assert!(tables.iter().any(|own| own["prize"] == "gone"), "{told}");
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
