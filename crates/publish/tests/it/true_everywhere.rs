//! What pages and documents say of who leads and who has won: of seasons that run, that end level, of which rounds are unknown.

use crate::site::{Made, draft, pages};
use calamine::{Reader, Xlsx};
use parcferme_core::generate::{Draft, DraftTable};
use parcferme_core::season::RoundStatus;
use parcferme_publish::documents::{self, About, Document, Form};
use parcferme_publish::sheet::official::Issue;
use parcferme_publish::site::View;
use std::collections::BTreeMap;
use std::io::Cursor;

/// Every page and document of a season as text, by its path. PDF goes the way of the sheet that Markdown is of.
fn said(view: &View) -> BTreeMap<String, String> {
    let mut said: BTreeMap<String, String> =
        pages(view).into_iter().map(|(path, page)| (path, visible(&page.html))).collect();
    for document in documents::plan(view) {
        if let Some(text) = text(view, &document) {
            said.insert(document.path, text);
        }
    }
    said
}

fn text(view: &View, document: &Document) -> Option<String> {
    let bytes = || document.render(view, &Issue::default()).0;
    match document.form {
        Form::PdfA4 | Form::PdfLetter | Form::Style => None,
        Form::Picture => {
            let shown = document.preview(view, &Issue::default());
            Some(format!("{}\n{}", shown.heading, shown.document))
        }
        Form::Xlsx => {
            let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes())).unwrap();
            let mut text = String::new();
            for (name, range) in workbook.worksheets() {
                text += &format!("{name}\n");
                for row in range.rows() {
                    text += &row.iter().map(|cell| format!("{cell}\t")).collect::<String>();
                    text.push('\n');
                }
            }
            Some(text)
        }
        Form::Fragment => Some(visible(&String::from_utf8(bytes()).unwrap())),
        _ => Some(String::from_utf8(bytes()).unwrap()),
    }
}

/// The text of a page with its descriptions, links and drawings; tags gone.
pub fn visible(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        let (tag, rest) = part.split_once('>').unwrap_or(("", part));
        for name in ["content=\"", "title=\"", "aria-label=\"", "alt=\""] {
            if let Some((_, value)) = tag.split_once(name) {
                text += &format!(" {}\n", value.split('"').next().unwrap_or_default());
            }
        }
        if tag.starts_with('/') || tag.starts_with("br") {
            text.push(' ');
        }
        text += rest;
    }
    text.replace("&#39;", "'").replace("&#x27;", "'").replace("&amp;", "&")
}

/// Words that say that somebody has won a title, or that it is closed.
const OVER: [&str; 9] = [
    " won with ",
    " won, level",
    " has won ",
    "share the title",
    "is champion.",
    "for good",
    "was decided",
    "nobody else could win",
    "finished alone",
];

fn assert_not_over(path: &str, text: &str) {
    for words in OVER {
        if let Some(at) = text.find(words) {
            panic!("{path} says {:?}", &text[at.saturating_sub(60)..(at + 60).min(text.len())]);
        }
    }
}

/// The draft's first two rounds and a third to come.
fn running() -> Draft {
    let mut running = draft();
    running.rounds[2].status = RoundStatus::Scheduled;
    running.tables = Vec::<DraftTable>::new();
    running.winners.clear();
    running
}

#[test]
fn while_a_round_is_to_come_nothing_says_that_anybody_has_won() {
    let made = Made::of(&running());
    let view = made.view();
    let said = said(&view);
    assert!(said.len() > 100, "{}", said.len());
    for (path, text) in &said {
        assert_not_over(path, text);
    }
    // Two crews of two: both drivers of each car are level, and lead together.
    let page = &said["made/up/standings/drivers-gts.html"];
    assert!(page.contains("share the lead"), "{page}");
    assert!(page.contains("After round 2, Grand Prix 2, with 1 round to go"), "{page}");
    let card = &said["standings/drivers-gts.png"];
    assert_eq!(card, "Drivers' Championship, GTS\nAfter round 2, Grand Prix 2, with 1 round to go");
    assert!(said["season.wiki"].contains("season is a season of motor races"));
    assert!(said["season.wiki"].contains("over three races, of which one is still to come."));
}

#[test]
fn a_title_that_two_hold_has_two_holders_wherever_it_is_told() {
    let mut over = running();
    over.rounds.remove(2);
    let made = Made::of(&over);
    let view = made.view();
    let said = said(&view);
    let page = &said["made/up/standings/drivers-gts.html"];
    assert!(page.contains("share the title with 10 points each"), "{page}");
    for name in ["Alpha One", "Alpha Two"] {
        assert!(page.contains(name), "{name} in {page}");
    }
    for (path, text) in &said {
        assert!(!text.contains(" won with "), "{path}");
    }
}

#[test]
fn where_rounds_are_unknown_every_form_of_the_table_says_that_it_is_not_the_championship() {
    let made = Made::of(&draft());
    let view = made.view();
    let table = view.outcome.tables.iter().position(|own| view.table_id(own) == "drivers-gts").unwrap();
    assert_eq!(view.outcome.tables[table].unknown.len(), 1);
    let own: Vec<Document> =
        documents::plan(&view).into_iter().filter(|own| own.about == About::Table(table)).collect();
    let not = "This is not the championship: it counts 2 of the 3 rounds run. Nothing is known of round 3";
    let mut forms = Vec::new();
    for document in &own {
        let Some(text) = text(&view, document) else { continue };
        assert!(text.contains(not), "{}: {text}", document.path);
        assert_not_over(&document.path, &text);
        forms.push(document.form.name());
    }
    let all = ["XLSX", "CSV", "Markdown", "HTML to embed", "JSON", "Wikitext", "Picture"];
    assert_eq!(forms, all);
    let said = said(&view);
    // As it stood after a round before it, every round was known.
    for (path, text) in said.iter().filter(|own| !own.0.contains("after-") && !own.0.contains("/why/")) {
        if text.contains("Drivers' Championship, GTS") || text.contains("GTS Drivers' Championship") {
            let only = "Championship, GTS: rounds 1 and 2 only";
            assert!(
                text.contains(only) || text.contains("Championship: rounds 1 and 2 only"),
                "{path}: {text}"
            );
        }
    }
    let page = &said["made/up/standings/drivers-gts.html"];
    assert!(page.contains(not) && page.contains("Rounds 1 and 2"), "{page}");
    for gone in ["lead never changed", "led after every round", "Most wins", "After round 3"] {
        assert!(!page.contains(gone), "{gone} in {page}");
    }
    assert_not_over("page", page);
}

#[test]
fn numbers_that_were_carried_from_a_published_table_bear_their_mark_in_every_form() {
    let made = Made::of(&draft());
    let view = made.view();
    let table = view.outcome.tables.iter().position(|own| view.table_id(own) == "teams-gts").unwrap();
    let caveat = "Not verified in full: 1 of 5 results (°) is carried from a published table";
    for document in documents::plan(&view).iter().filter(|own| own.about == About::Table(table)) {
        let Some(text) = text(&view, document) else { continue };
        assert!(text.contains(caveat), "{}: {text}", document.path);
    }
    let of = |path: &str| text(&view, &documents::find(&view, path).unwrap()).unwrap();
    assert!(of("standings/teams-gts.md").contains("10<sup>°</sup>"));
    assert!(of("standings/teams-gts.wiki").contains("| 10°"));
    assert!(of("standings/teams-gts.csv").contains("round_3: carried from a published table, not verified"));
    assert!(
        of("standings/teams-gts.fragment.html").contains("10° "),
        "{}",
        of("standings/teams-gts.fragment.html")
    );
    assert!(of("standings/teams-gts.json").contains("\"basis\": \"declared\""));
}
