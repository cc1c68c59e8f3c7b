//! docs/CLUB.md, walked: its listings are given at the desk, and what it says of pages stands on them.

use crate::desk_pages::hidden;
use crate::gate::Club;
use std::fs;
use std::path::Path;
use std::process::Command;

const DESK: &str = "/desk/hill-cup/2027";

fn tutorial() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/CLUB.md")).unwrap()
}

/// Every second piece between two marks.
fn between<'t>(text: &'t str, mark: &str) -> Vec<&'t str> {
    text.split(mark).skip(1).step_by(2).collect()
}

#[tokio::test]
async fn a_club_is_run_word_by_word() {
    let text = tutorial();
    let listings: Vec<&str> = between(&text, "```").into_iter().map(str::trim).collect();
    let [_, serve, calendar, entries, results, keep] = listings[..] else { panic!("{}", listings.len()) };
    assert_eq!(serve, "parcferme serve --data hill.record");
    let club = Club::new();
    club.official("amy", &["administrator *"]);
    let amy = "parcferme=amy";
    let mut seen = include_str!("../../../publish/templates/desk/welcome.html").to_owned();
    seen += &club.get("/desk", amy).await.text;
    let form = club.get("/desk/new", amy).await.text;
    assert!(form.contains("rulebook examples/club"));
    seen += &form;
    let given = [
        ("name", "Hill Cup"),
        ("season", "2027"),
        ("like", "rulebook examples/club"),
        ("calendar", calendar),
        ("classes", "GT, TC"),
    ];
    let shown = club.send("/desk/new", amy, &given).await;
    seen += &shown.text;
    let preview = hidden(&shown, "preview");
    let confirmed = [given.as_slice(), &[("do", "make"), ("preview", preview.as_str())]].concat();
    let made = club.send("/desk/new", amy, &confirmed).await;
    assert_eq!(made.location(), format!("{DESK}?done=begun-granted"), "{}", made.text);
    seen += &club.get(&format!("{DESK}/entries"), amy).await.text;
    for (round, kind, pasted) in [("", "entries", entries), ("1", "", results)] {
        seen += &club.get(&format!("{DESK}/add"), amy).await.text;
        let fields = [("text", pasted), ("kind", kind), ("round", round)];
        let shown = club.upload(&format!("{DESK}/add"), "amy", &[], &fields).await;
        assert_eq!(shown.status.as_u16(), 200, "{}", shown.text);
        assert_eq!(kind.is_empty(), shown.text.contains("from the entry list"), "{}", shown.text);
        // The second thing that was pasted has a number in its name, which is none of a session.
        assert_eq!(kind.is_empty(), shown.text.contains("round 1, race: 6 cars"), "{}", shown.text);
        let preview = hidden(&shown, "preview");
        let confirmed = [("preview", preview.as_str()), ("why", "so it is")];
        let entered = club.send(&format!("{DESK}/enter"), amy, &confirmed).await;
        assert_eq!(entered.location(), format!("{DESK}?done=entered"), "{}", entered.text);
        seen += &shown.text;
    }
    let desk = club.get(DESK, amy).await.text;
    seen += &desk;
    club.official("bea", &["steward hill-cup/*"]);
    seen += &club.get(DESK, "parcferme=bea").await.text;
    for named in between(&text, "**") {
        assert!(seen.contains(named), "no page has: {named}");
    }
    assert!(club.get("/desk/people", amy).await.text.contains("People"));
    club.send(&format!("{DESK}/publish"), amy, &[]).await;
    let published = club.get("/editions/hill-cup/2027/1/standings.json", "").await;
    let tables: serde_json::Value = serde_json::from_str(&published.text).unwrap();
    let all = tables["tables"].as_array().unwrap();
    let firsts: Vec<&str> = all.iter().filter_map(|own| own["rows"][0]["total"].as_str()).collect();
    assert!(
        !firsts.is_empty() && firsts.iter().all(|own| *own == "15"),
        "{published:?}",
        published = published.text
    );
    let record = club.record_file();
    for command in keep.lines() {
        let words = command.split_whitespace().map(|own| match own {
            "hill.record" => record.clone(),
            "hill.backup" => record.with_file_name("hill.backup"),
            own => own.into(),
        });
        let output = Command::new(env!("CARGO_BIN_EXE_parcferme")).args(words.skip(1)).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
