//! Tables for other people's pages: small, framed by anybody, and nothing else is.

use crate::changes::parcferme;
use crate::server::{ask, shelf};
use axum::http::StatusCode;
use parcferme::server::Shelf;
use parcferme_publish::view::Settings;
use std::sync::Arc;

const TABLE: &str = "/alms/2003/embed/teams-gts.html";

fn policy(path: &str) -> String {
    ask(&shelf(&[]), path).headers["content-security-policy"].to_str().unwrap().to_owned()
}

#[test]
fn a_table_to_embed_says_who_won_and_links_to_the_proof() {
    let shelf = shelf(&[]);
    let page = ask(&shelf, TABLE).text;
    assert!(
        page.contains("2003 American Le Mans Series. Corvette Racing won, after round 9, Petit Le Mans."),
        "{page}"
    );
    assert!(page.contains("<td>1</td><th scope=\"row\">Corvette Racing</th><td><a href=\"../why/teams-gts/corvette-racing.html#total\" target=\"_blank\">167"), "{page}");
    assert!(!page.contains("<script"));
    // Of the drivers' tables most rounds are not known: nobody has won.
    let drivers = ask(&shelf, "/alms/2003/embed/drivers-gts.html").text;
    assert!(drivers.contains("are level in the rounds that are known, after round 9"), "{drivers}");
    let two = ask(&shelf, &format!("{TABLE}?rows=2&theme=dark")).text;
    assert_eq!(two.matches("<th scope=\"row\">").count(), 2);
    assert!(two.contains("<html lang=\"en\" class=\"dark\">") && two.contains("And 3 more</a>"), "{two}");
    for table in ["teams-gt", "drivers-gt", "drivers-lmp900", "manufacturers-lmp900"] {
        let page = ask(&shelf, &format!("/alms/2003/embed/{table}.html"));
        assert!(page.status != StatusCode::OK || page.text.len() < 15_000, "{table}: {}", page.text.len());
    }
    for query in ["?theme=pink", "?rows=0", "?rows=many"] {
        assert_eq!(ask(&shelf, &format!("{TABLE}{query}")).status, StatusCode::BAD_REQUEST, "{query}");
    }
    assert_eq!(ask(&shelf, "/alms/2003/embed/nothing.html").status, StatusCode::NOT_FOUND);
}

#[test]
fn only_tables_to_embed_may_be_framed() {
    assert!(policy(TABLE).contains("frame-ancestors *"));
    for path in [
        "/",
        "/alms/2003/",
        "/alms/2003/embed.html",
        "/alms/2003/standings/teams-gts.html",
        "/try",
        "/api/v1/seasons",
        "/embed/alms/2003",
    ] {
        assert!(policy(path).contains("frame-ancestors 'none'"), "{path}");
    }
}

#[test]
fn a_page_makes_the_line() {
    let served = Shelf::open(&[], Settings { server: true, ..Settings::default() }).unwrap();
    let served = Arc::new(served);
    let standings = ask(&served, "/alms/2003/standings/teams-gts.html").text;
    assert!(
        standings.contains("<a href=\"../embed.html?table=teams-gts\">Embed this table</a>"),
        "{standings}"
    );
    let page = ask(&served, "/alms/2003/embed.html?table=teams-gts&theme=clear&rows=3").text;
    let line = "&#60;iframe src=&#34;///alms/2003/embed/teams-gts.html?theme=clear&#38;amp;rows=3&#34; title=&#34;Teams&#38;#39; Championship, GTS&#34; width=&#34;100%&#34; height=&#34;255&#34; style=&#34;border:0&#34; loading=&#34;lazy&#34;&#62;&#60;/iframe&#62;";
    assert!(page.contains(line), "{page}");
    assert_eq!(ask(&served, "/alms/2003/embed.html?table=nobody").status, StatusCode::NOT_FOUND);
}

#[test]
fn a_site_of_files_has_them_too() {
    let to = tempfile::tempdir().unwrap();
    let folder = to.path().to_str().unwrap();
    let output =
        parcferme(&["publish", "alms/2003", "--to", folder, "--base-url", "https://example.org/racing/"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read = |path: &str| std::fs::read_to_string(to.path().join(path)).unwrap();
    assert!(read("alms/2003/embed/teams-gts.html").contains("Corvette Racing won"));
    assert!(read("assets/embed.css").contains("color-scheme"));
    let standings = read("alms/2003/standings/teams-gts.html");
    assert!(
        standings.contains("src=&#34;https://example.org/racing/alms/2003/embed/teams-gts.html&#34;"),
        "{standings}"
    );
}
