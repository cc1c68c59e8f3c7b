//! Data by address: the list of what there is, everything in one file, and reading from other sites.

use crate::changes::parcferme;
use crate::server::shelf;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use parcferme::server::{Shelf, router};
use parcferme_publish::view::Settings;
use std::io::{Cursor, Read};
use std::sync::Arc;
use tower::ServiceExt;

fn asked(
    shelf: &Arc<Shelf>,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
) -> (StatusCode, HeaderMap, Vec<u8>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = router(shelf.clone()).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        (status, headers, answer.into_body().collect().await.unwrap().to_bytes().to_vec())
    })
}

fn got(shelf: &Arc<Shelf>, path: &str) -> Vec<u8> {
    let (status, _, bytes) = asked(shelf, Method::GET, path, &[]);
    assert_eq!(status, StatusCode::OK, "{path}");
    bytes
}

#[test]
fn the_list_of_what_there_is_holds_and_every_example_answers() {
    let shelf = shelf(&[]);
    for path in ["/api", "/api/", "/api/v1"] {
        let told: serde_json::Value = serde_json::from_slice(&got(&shelf, path)).unwrap();
        assert_eq!(told["schema"], "parcferme.api/1", "{path}");
    }
    let told: serde_json::Value = serde_json::from_slice(&got(&shelf, "/api")).unwrap();
    assert_eq!(told["description"], "/api/v1/openapi.json");
    let paths = told["paths"].as_array().unwrap();
    assert!(paths.len() > 25, "{}", paths.len());
    let standings =
        paths.iter().find(|own| own["path"] == "/api/v1/seasons/{series}/{year}/standings").unwrap();
    assert_eq!(standings["example"], "/api/v1/seasons/alms/2003/standings");
    for own in told["downloads"].as_array().unwrap() {
        let (status, headers, bytes) = asked(&shelf, Method::GET, own["path"].as_str().unwrap(), &[]);
        assert_eq!((status, bytes.is_empty()), (StatusCode::OK, false), "{own}");
        assert_eq!(headers[header::CONTENT_TYPE], own["media_type"].as_str().unwrap());
    }
    let page = asked(&shelf, Method::GET, "/api", &[("accept", "text/html,application/xhtml+xml")]);
    let page = String::from_utf8(page.2).unwrap();
    assert!(
        page.contains("<h1>Data and API</h1>")
            && page.contains("<a href=\"/api/v1/seasons/alms/2003/standings\">"),
        "{page}"
    );
    let examples: Vec<&str> = paths.iter().filter_map(|own| own["example"].as_str()).collect();
    assert!(examples.len() > 25, "{examples:?}");
    for own in examples {
        // What takes long is asked for elsewhere.
        if !["/inference", "/gallery", "/odds"].iter().any(|slow| own.ends_with(slow)) {
            assert_eq!(asked(&shelf, Method::GET, own, &[]).0, StatusCode::OK, "{own}");
        }
    }
}

#[test]
fn everything_in_one_file_says_the_same_in_each_form() {
    let shelf = shelf(&[]);
    let sqlite = got(&shelf, "/seasons.sqlite");
    assert!(sqlite.starts_with(b"SQLite format 3\0"));
    let json: serde_json::Value = serde_json::from_slice(&got(&shelf, "/seasons-tables.json")).unwrap();
    assert_eq!(json["schema"], "parcferme.tables/1");
    let mut zip = zip::ZipArchive::new(Cursor::new(got(&shelf, "/seasons-csv.zip"))).unwrap();
    let tables = json["tables"].as_object().unwrap();
    assert_eq!(zip.len(), tables.len() + 1, "every table, and the schema");
    let mut text = String::new();
    zip.by_name("standing_cell.csv").unwrap().read_to_string(&mut text).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    let cells = tables["standing_cell"].as_array().unwrap();
    assert_eq!(rows.len(), cells.len());
    // The same number in both: what Corvette Racing scored at Sonoma.
    let at = |name: &str| head.iter().position(|own| own == name).unwrap();
    let is = |season: &str, title: &str, who: &str, round: &str| {
        [season == "alms/2003", title == "teams", who == "corvette-racing", round == "grand-prix-of-sonoma"]
            .iter()
            .all(|own| *own)
    };
    let in_csv = rows
        .iter()
        .find(|own| is(&own[at("season")], &own[at("title")], &own[at("competitor")], &own[at("event")]))
        .unwrap();
    let text_of = |own: &serde_json::Value, name: &str| {
        own[name].as_str().map_or_else(|| own[name].to_string(), str::to_owned)
    };
    let in_json = cells
        .iter()
        .find(|own| {
            is(
                &text_of(own, "season"),
                &text_of(own, "title"),
                &text_of(own, "competitor"),
                &text_of(own, "event"),
            )
        })
        .unwrap();
    assert_eq!((&in_csv[at("points")], in_json["points"].as_str()), ("20", Some("20")));
}

#[test]
fn other_sites_may_read_and_nothing_else() {
    let shelf = shelf(&[]);
    for path in ["/api/v1/seasons", "/alms/2003/standings/teams-gts.csv", "/seasons.json"] {
        let (_, headers, _) = asked(&shelf, Method::GET, path, &[("origin", "https://example.org")]);
        assert_eq!(headers["access-control-allow-origin"], "*", "{path}");
        assert!(!headers.contains_key("access-control-allow-credentials"));
    }
    let preflight = [
        ("origin", "https://example.org"),
        ("access-control-request-method", "GET"),
        ("access-control-request-headers", "if-none-match"),
    ];
    let (status, headers, _) = asked(&shelf, Method::OPTIONS, "/api/v1/seasons", &preflight);
    assert_eq!(
        (status, headers["access-control-allow-methods"].to_str().unwrap()),
        (StatusCode::OK, "GET,HEAD")
    );
    // What is sent is not read by a page of another site.
    let (_, headers, _) = asked(&shelf, Method::POST, "/api/v1/try", &[("origin", "https://example.org")]);
    assert!(!headers.contains_key("access-control-allow-origin"), "{headers:?}");
}

#[test]
fn every_page_links_to_the_data() {
    let served = Shelf::open(&[], Settings { server: true, feeds: true, ..Settings::default() }).unwrap();
    let served = Arc::new(served);
    for path in
        ["/", "/try", "/alms/2003/", "/alms/2003/why/teams-gts/prodrive.html", "/alms/2003/whatif.html"]
    {
        let page = String::from_utf8(got(&served, path)).unwrap();
        for target in [
            "api\"",
            "api/v1/openapi.json\"",
            "seasons.sqlite\"",
            "seasons-csv.zip\"",
            "seasons-tables.json\"",
        ] {
            assert!(page.contains(target), "{path}: {target}");
        }
    }
    let to = tempfile::tempdir().unwrap();
    let output = parcferme(&["publish", "alms/2003", "--to", to.path().to_str().unwrap()]);
    assert!(output.status.success());
    for file in ["seasons.sqlite", "seasons-csv.zip", "seasons-tables.json", "seasons.json"] {
        assert!(to.path().join(file).is_file(), "{file}");
    }
    let page = std::fs::read_to_string(to.path().join("alms/2003/round/3.html")).unwrap();
    assert!(
        page.contains("<a href=\"../../../seasons-csv.zip\">CSV</a>") && !page.contains("openapi.json"),
        "{page}"
    );
}
