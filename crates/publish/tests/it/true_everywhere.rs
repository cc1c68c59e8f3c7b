//! What pages and documents say of who leads and who has won: of seasons that run, that end level, of which rounds are unknown.

use crate::site::{Made, draft, pages};
use calamine::{Reader, Xlsx};
use parcferme_core::Points;
use parcferme_core::generate::{Draft, DraftTable};
use parcferme_core::season::RoundStatus;
use parcferme_publish::documents::{self, About, Document, Form};
use parcferme_publish::sheet::official::Issue;
use parcferme_publish::view::{Kept, View};
use std::collections::{BTreeMap, BTreeSet};
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
        if tag.starts_with("script") {
            continue;
        }
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
fn a_title_of_which_nothing_is_known_says_so_in_every_form() {
    let rules = "[[points]]\nid = \"p\"\nscale = [9]\n[[title]]\nid = \"teams\"\nname = \"Teams' Championship\"\ncompetitor = \"team\"\n";
    let made = Made::by(rules, &Draft { rounds: Draft::calendar(3), ..Draft::default() });
    let view = made.view();
    let table = view.outcome.tables.iter().position(|own| view.table_id(own) == "teams").unwrap();
    assert!(view.outcome.tables[table].rounds.is_empty());
    let not = "Nothing is known of this championship: neither results nor points of the 3 rounds run.";
    // A table of CSV has its sentences in its rows, and there are none.
    let about = documents::plan(&view).into_iter().filter(|own| own.about == About::Table(table));
    for document in about.filter(|own| own.form != Form::Csv) {
        let Some(text) = text(&view, &document) else { continue };
        assert!(text.contains(not), "{}: {text}", document.path);
    }
    let said = said(&view);
    for (path, text) in &said {
        for wrong in ["no rounds", "counts 0 of", "Nobody has scored", "nothing known: "] {
            assert!(!text.contains(wrong), "{path}: {text}");
        }
        assert_not_over(path, text);
    }
    let page = &said["made/up/standings/teams.html"];
    assert!(page.contains("Teams' Championship: nothing known"), "{page}");
    assert!(page.contains("Nothing of the 3 rounds run") && !page.contains("Before the first"), "{page}");
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

#[test]
fn where_another_table_was_published_the_story_says_so() {
    let with = |totals: &[i64]| {
        let mut draft = draft();
        let table = draft.tables.iter_mut().find(|own| own.title == "teams" && own.class == "GTS").unwrap();
        for (row, total) in table.rows.iter_mut().zip(totals) {
            row.total = Some(parcferme_core::Points::whole(*total));
        }
        let made = Made::of(&draft);
        let said = said(&made.view());
        let told = |path: &str| {
            let at = said[path].find("The published table has other totals: ")?;
            said[path][at..].split_inclusive('.').next().map(str::to_owned)
        };
        let pages = ["made/up/standings/teams-gts.html", "made/up/index.html", "season.json"];
        pages.map(|path| told(path).unwrap_or_default())
    };
    assert_eq!(with(&[26, 16]), ["", "", ""]);
    let said = "The published table has other totals: Alpha 20, not 26.";
    assert_eq!(with(&[20, 16]), [said; 3]);
    // Of two, both: the rules are others, and that is said instead.
    assert_eq!(with(&[20, 14]), ["", "", ""]);
}

#[test]
fn every_citation_leads_to_its_line_of_the_document() {
    let made = Made::of(&draft());
    let season = made.view().season;
    let cited = season.results.rows()[0].cites[0].document;
    let own = season.documents[cited].clone();
    let text: String = (1..=400).map(|line| format!("line <{line}>\n")).collect();
    let kept = |own| BTreeMap::from([("x".to_owned(), Kept { text: text.clone(), own })]);
    let named = |all: BTreeMap<String, Kept>| {
        all.into_values().map(|kept| (own.name.clone(), kept)).collect::<BTreeMap<_, _>>()
    };
    let page = |texts: &BTreeMap<String, Kept>| {
        let view = made.view().with_texts(texts);
        let path = format!("made/up/sources/{}.html", parcferme_publish::view::file_name(&own.name));
        pages(&view)[&path].html.clone()
    };
    // Of a file of the season's own every line; of a copy whose licence says nothing those that were read; else what was read.
    let (own_file, copy, none) =
        (page(&named(kept(true))), page(&named(kept(false))), page(&BTreeMap::new()));
    let lines = |html: &str| html.matches("<li id=\"L").count();
    assert_eq!(lines(&own_file), 400);
    assert!(own_file.contains("line &#60;400&#62;"), "{own_file}");
    assert!(lines(&copy) > 0 && lines(&copy) < 400 && copy.contains("Its licence does not say"), "{copy}");
    assert_eq!(lines(&copy), lines(&none));
    assert!(none.contains("The document is not kept with the season") && !none.contains("<code>line"));
    assert!(none.contains("Result: round 1, Grand Prix 1, No. 3 Alpha"), "{none}");
}

#[test]
fn no_two_files_have_one_name_and_none_is_a_device() {
    let mut hostile = draft();
    hostile.classes = vec!["GT".into(), "gt".into()];
    for car in &mut hostile.cars {
        car.class = if car.class == "GTS" { "GT".into() } else { "gt".into() };
        car.team = if car.team == "Alpha" { "con".into() } else { car.team.clone() };
    }
    hostile.tables.clear();
    hostile.winners.clear();
    hostile.entries.clear();
    hostile.rounds[3].event = "1-cars".into();
    let made = Made::of(&hostile);
    let view = made.view();
    let paths = pages(&view).into_keys().map(|path| path.replacen("made/up/", "", 1));
    let paths: Vec<String> = paths.chain(documents::plan(&view).into_iter().map(|own| own.path)).collect();
    let lower: BTreeSet<String> = paths.iter().map(|path| path.to_lowercase()).collect();
    assert_eq!(lower.len(), paths.len());
    for path in &lower {
        for part in path.split('/') {
            let stem = part.split('.').next().unwrap_or_default();
            assert!(!["con", "nul", "aux", "prn", ""].contains(&stem), "{path}");
            assert!(
                !part.ends_with(['.', ' ']) && !part.contains([':', '?', '*', '"', '<', '>', '|', '\\']),
                "{path}"
            );
        }
    }
}

/// Words for units, in the plural.
const UNITS: [&str; 12] = [
    "points", "laps", "rounds", "wins", "places", "cars", "results", "titles", "drivers", "teams",
    "sessions", "races",
];

#[test]
fn numbers_of_one_are_singular_and_ids_are_no_words() {
    let mut one = draft();
    one.cars[7].laps = Some(1);
    let made = Made::of(&one);
    let view = made.view();
    let ids: Vec<&str> = view.season.rounds.rows().iter().map(|own| own.event.as_str()).collect();
    let kinds =
        ["chassis-maker", "engine-maker", "standings-cell", "class-winner", "best-car", "class-position"];
    for (path, text) in said(&view).iter().filter(|own| !own.0.ends_with(".json") && !own.0.ends_with(".ics"))
    {
        for unit in UNITS {
            let words = format!("1 {unit}");
            for (at, _) in text.match_indices(&words) {
                let before = text[..at].chars().next_back().unwrap_or(' ');
                let after = text[at + words.len()..].chars().next().unwrap_or(' ');
                let alone =
                    !before.is_ascii_digit() && !"./,:\u{2013}-".contains(before) && !after.is_alphanumeric();
                assert!(!alone, "{path}: {}", &text[at.saturating_sub(40)..at + words.len()]);
            }
        }
        let words = text.split_whitespace().filter(|word| !word.starts_with("https://"));
        let text = words.collect::<Vec<_>>().join(" ");
        for id in ids.iter().chain(&kinds).filter(|id| id.contains('-')) {
            assert!(!text.contains(*id) || path.ends_with(".xml"), "{path} says {id}");
        }
        for left in ["{{ ", "{% ", "}}", "Some(", "None,", "[object"] {
            assert!(!text.contains(left) || path.ends_with(".wiki"), "{path}: {left}");
        }
    }
}

/// Two rounds of two cars in GTS, with a published table of totals alone.
fn published(totals: [i64; 2]) -> Draft {
    let mut own = draft();
    own.rounds.truncate(2);
    own.winners.clear();
    own.tables[0].rows.iter_mut().zip(totals).for_each(|(row, total)| {
        row.cells.clear();
        row.total = Some(Points::whole(total));
    });
    own
}

#[test]
fn by_rules_other_than_those_of_the_published_table_nobody_has_won() {
    // As computed: of the table after the first round, which is not the one that was published, nothing is said either.
    let made = Made::of(&published([16, 16]));
    let all = said(&made.view());
    assert!(all.contains_key("made/up/standings/teams-gts-after-1.html"));
    for (path, text) in &all {
        assert!(!text.contains("of other rules") && !text.contains("rules other"), "{path}: {text}");
    }

    let made = Made::of(&published([50, 40]));
    let view = made.view();
    let table = view.outcome.tables.iter().position(|own| view.table_id(own) == "teams-gts").unwrap();
    let caveat =
        "The published table is of other rules than these: 2 of its 2 totals are not what they give, ";
    for document in documents::plan(&view).iter().filter(|own| own.about == About::Table(table)) {
        let Some(text) = text(&view, document) else { continue };
        assert!(text.contains(caveat), "{}: {text}", document.path);
    }
    let page = visible(&pages(&view)["made/up/standings/teams-gts.html"].html);
    assert!(page.contains(caveat), "{page}");
    for gone in ["Most wins", "lead never changed"] {
        assert!(!page.contains(gone), "{gone}: {page}");
    }
    assert_not_over("teams-gts", &page);
    let audit = visible(&pages(&view)["made/up/audit.html"].html);
    assert!(audit.contains("✗ 2 contradicted") || audit.contains("✗ 2  contradicted"), "{audit}");
    assert!(audit.contains("0 published totals proven, 0 unverified, 2 contradicted"), "{audit}");
    let front = visible(&pages(&view)["made/up/index.html"].html);
    assert!(front.contains(caveat) && !front.contains("Final standings"), "{front}");
    // Both have 16 points.
    assert_eq!(view.leads[table].verb(), "are level by rules other than those published");
    assert!(!view.leads[table].won());

    // One row of two is a misprint, or was decided on: the rules are the same.
    let made = Made::of(&published([16, 40]));
    let view = made.view();
    let alpha =
        view.outcome.tables[table].rows.iter().find(|own| view.name(own.competitor) == "Alpha").unwrap();
    assert_eq!(alpha.total, Points::whole(16));
    assert!(view.leads[table].tells(), "{:?}", view.leads[table]);
    let page = visible(&pages(&view)["made/up/standings/teams-gts.html"].html);
    assert!(page.contains("The published table has other totals: ") && !page.contains(caveat), "{page}");
}

#[test]
fn a_title_for_which_nothing_counts_says_so_and_why() {
    let rules = r#"
name = "made/up"

[[points]]
id = "race"
article = "1"
scale = [10, 8]

[[eligible]]
article = "2"
titles = ["privateers"]
only = "privately-entered"

[[title]]
id = "teams"
article = "3"
name = "Teams"
competitor = "team"

[[title]]
id = "privateers"
article = "4"
name = "Privateers"
competitor = "team"
"#;
    let made = Made::by(rules, &running());
    let view = made.view();
    let said = said(&view);
    let why = "No result counts for Privateers. What rules look for and do not find: no car bears the mark \
               `privately-entered`, without which none counts.";
    for path in ["made/up/index.html", "made/up/standings/index.html"] {
        assert!(said[path].contains(why), "{path}: {}", said[path]);
    }
    let json = serde_json::to_value(parcferme_publish::json::season::season(&view)).unwrap();
    assert_eq!(json["titles"][0].get("no_table"), None);
    let reason = "no car bears the mark `privately-entered`, without which none counts";
    assert_eq!(json["titles"][1]["no_table"], reason);
}
