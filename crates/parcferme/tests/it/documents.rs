//! Every document of the season of 2003.

use crate::original::{Original, original};
use parcferme::library::load;
use parcferme_core::{audit, compute};
use parcferme_publish::documents::{Document, Form, find, plan};
use parcferme_publish::pdf::{Print, print};
use parcferme_publish::sheet::Status;
use parcferme_publish::sheet::official::{Issue, points};
use parcferme_publish::view::{Settings, View};
use std::collections::{BTreeMap, BTreeSet};

fn issue() -> Issue {
    Issue {
        status: Status::Provisional,
        issued: "18 October 2003, 20:15".to_owned(),
        issued_at: "2003-10-19T00:15:00Z".parse().ok(),
        protest_until: "18 October 2003, 20:45".to_owned(),
        inputs_digest: "9a620c299d1ec9efb0c7aeebb7d21c89a08b8e1db0a315127d806071860abfc1".to_owned(),
        issuer: "Parc Fermé".to_owned(),
        signatures: vec!["Chief timekeeper".to_owned()],
        ..Issue::default()
    }
}

fn with_view(original: &Original, look: impl FnOnce(&View)) {
    let audit = audit::audit(&original.season, &original.rules, &original.outcome);
    let settings = Settings { base_url: Some("https://example.org/".to_owned()), ..Settings::default() };
    look(&View::new(&original.season, &original.rules, &original.outcome, &audit, &settings));
}

#[test]
fn every_document_is_made_without_complaint_and_the_same_twice() {
    let Some(original) = original() else { return };
    with_view(&original, |view| {
        let documents = plan(view);
        let paths: BTreeSet<&str> = documents.iter().map(|document| document.path.as_str()).collect();
        assert_eq!(paths.len(), documents.len());
        for path in ["round/3.pdf", "round/9.xlsx", "standings/teams-gts.csv", "calendar-gt.ics", "feed.xml"]
        {
            assert!(paths.contains(path), "{path} is not in {paths:?}");
            assert!(find(view, path).is_some());
        }
        let mut made: BTreeMap<&str, usize> = BTreeMap::new();
        for document in &documents {
            let made = made.entry(document.form.name()).or_default();
            *made += 1;
            // A picture takes a second without optimisation.
            if document.form == Form::Picture && *made > 2 {
                continue;
            }
            let (bytes, diagnostics) = document.render(view, &issue());
            assert_eq!(diagnostics, [], "{}", document.path);
            assert!(bytes.len() > 80, "{}: {} bytes", document.path, bytes.len());
            if *made == 1 {
                assert!(bytes == document.render(view, &issue()).0, "{}", document.path);
            }
        }
        assert_eq!(find(view, "../etc/passwd"), None);
    });
}

#[test]
fn calendars_know_the_cancelled_round_and_who_won() {
    let Some(original) = original() else { return };
    with_view(&original, |view| {
        let text = |path: &str| {
            let document: Document = find(view, path).unwrap();
            assert_eq!(document.form, Form::Calendar);
            String::from_utf8(document.render(view, &issue()).0).unwrap().replace("\r\n ", "")
        };
        let all = text("calendar.ics");
        assert_eq!(all.matches("BEGIN:VEVENT").count(), 10);
        assert_eq!(all.matches("STATUS:CANCELLED").count(), 1);
        assert!(all.contains("UID:alms-2003-petit-le-mans@parcferme\r\n"), "{all}");
        let gts = text("calendar-gts.ics");
        assert!(gts.contains("DESCRIPTION:GTS: #88 Prodrive ("), "{gts}");
        assert!(!gts.contains("LMP900"), "{gts}");
    });
}

#[test]
fn the_command_line_hands_out_a_sheet_byte_for_byte() {
    let command = std::process::Command::new(env!("CARGO_BIN_EXE_parcferme"))
        .args(["standings", "alms/2003", "--title", "teams", "--format", "pdf"])
        .output()
        .unwrap();
    assert!(command.status.success(), "{}", String::from_utf8_lossy(&command.stderr));
    let Ok(loaded) = load("alms/2003", None) else { panic!("no bundled season") };
    let outcome = compute(&loaded.season, &loaded.rules);
    let teams = outcome.tables.iter().filter(|table| loaded.rules.titles[table.title].id == "teams");
    let sheet = points(&loaded.season, &loaded.rules, teams, &loaded.issue());
    assert!(command.stdout == print(&sheet, Print::default()).0.bytes);
}
