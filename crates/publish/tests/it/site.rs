use parcferme_core::audit::{Audit, audit};
use parcferme_core::generate::{Draft, DraftCar, DraftEntry, DraftRow, DraftTable, DraftWinner};
use parcferme_core::numbers::RoundNumber;
use parcferme_core::season::{Round, RoundStatus, Session, StatisticKind, Status};
use parcferme_core::timing::{Car, CarIndex, Driver, Flag, Lap, LapSheet, Ms};
use parcferme_core::{Ix, Outcome, Points, Rulebook, Season, compute};
use parcferme_publish::seasons::{Kept, Seasons};
use parcferme_publish::site::{self, Page, career, compare, home};
use parcferme_publish::view::{self, Settings, View};
use parcferme_publish::{data, documents};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const RULES: &str = r#"
name = "Made up <rules>"
[[points]]
id = "standard"
scale = [10, 6, 4]
article = "Article 1 & only"
[classified]
min_share = "70 %"
of = "class-winner"
article = "Article 2"
[[title]]
id = "teams"
name = "Teams' Championship"
per = "class"
competitor = "team"
scores = "best-car"
ties = ["wins", "countback", "shared"]
[[title]]
id = "drivers"
name = "Drivers' Championship"
per = "class"
competitor = "driver"
windows = [{ rounds = "1-4", best = 1 }]
ties = ["wins", "countback", "shared"]
"#;
const HOSTILE: &str = "<b>Beta</b> & \"Söhne\"";

pub struct Made {
    season: Season,
    rules: Rulebook,
    outcome: Outcome,
    audit: Audit,
    settings: Settings,
    laps: BTreeMap<Ix<Session>, Arc<LapSheet>>,
}

impl Made {
    pub fn of(draft: &Draft) -> Made {
        Made::by(RULES, draft)
    }

    pub fn by(rules: &str, draft: &Draft) -> Made {
        let (rules, diagnostics) = Rulebook::parse("made-up.toml", rules);
        assert_eq!(diagnostics, []);
        let mut season = draft.season(|title| rules.titles[rules.title(title).expect("a title")].competitor);
        for row in season.results.rows_mut() {
            row.grid = row.position;
        }
        let outcome = compute(&season, &rules);
        let audit = audit(&season, &rules, &outcome);
        let settings = Settings {
            feeds: true,
            pictures: true,
            server: false,
            compare: false,
            editions: false,
            base_url: Some("https://example.org/r/".into()),
        };
        let race = season.round(RoundNumber(1)).and_then(|round| season.session(round, "race"));
        let laps = race.map(|race| (race, Arc::new(lap_sheet()))).into_iter().collect();
        Made { season, rules, outcome, audit, settings, laps }
    }

    pub fn view(&self) -> View<'_> {
        View::new(&self.season, &self.rules, &self.outcome, &self.audit, &self.settings).with_laps(&self.laps)
    }
}

/// Two cars of two classes over six laps, the second with a stop and a change of driver.
fn lap_sheet() -> LapSheet {
    let driver = |seat, name: &str| Driver { seat, name: name.into() };
    let car = |number: &str, class: &str| Car {
        number: number.into(),
        class: class.into(),
        team: HOSTILE.into(),
        drivers: vec![driver(1, "Ann One"), driver(2, "Bo Two")],
        ..Car::default()
    };
    let lap = |car: u32, number: u32| Lap {
        car: CarIndex(car),
        number,
        time: Ms::new(60_000 + car * 1000),
        elapsed: Ms::new(number * (60_000 + car * 1000)),
        seat: if car == 1 && number > 3 { 2 } else { 1 },
        in_pit: car == 1 && number == 3,
        flag: if number == 5 { Flag::FullCourseYellow } else { Flag::Green },
        ..Lap::default()
    };
    let laps = (0..2).flat_map(|own| (1..=6).map(move |number| lap(own, number))).collect();
    LapSheet::new(vec![car("3", "GTS"), car("23", "GT")], laps)
}

/// Two classes; two rounds known in full, the third by published points only (one of them wrong in round 1), one cancelled.
pub fn draft() -> Draft {
    let car = |round, position, class: &str, number: &str, team: &str, laps, status| DraftCar {
        round,
        position: Some(position),
        status,
        class: class.into(),
        number: number.into(),
        team: team.into(),
        chassis: format!("{team} C1"),
        engine: "V8".into(),
        drivers: vec![format!("{team} One"), format!("{team} Two")],
        laps: Some(laps),
        ..DraftCar::default()
    };
    let fin = Status::Finished;
    let row = |position, team: &str, cells: [Option<i64>; 3]| DraftRow {
        position: Some(position),
        competitor: team.into(),
        cells: cells.iter().map(|points| points.map(Points::whole)).collect(),
        total: Some(Points::whole(cells.iter().flatten().sum())),
    };
    let mut rounds = Draft::calendar(3);
    rounds.push(Round {
        number: None,
        event: "never-run".into(),
        status: RoundStatus::Cancelled,
        name: "Never Run".into(),
        ..rounds[0].clone()
    });
    Draft {
        classes: vec!["GTS".into(), "GT".into()],
        rounds,
        cars: vec![
            car(1, 1, "GTS", "3", "Alpha", 100, fin),
            car(1, 2, "GTS", "03", HOSTILE, 99, fin),
            car(1, 3, "GT", "23", "Gamma", 90, fin),
            car(1, 4, "GT", "24", "Delta", 50, Status::Dnf),
            car(2, 1, "GTS", "03", HOSTILE, 100, fin),
            car(2, 2, "GTS", "3", "Alpha", 99, fin),
            car(2, 3, "GT", "24", "Delta", 80, fin),
            car(2, 4, "GT", "23", "Gamma", 79, Status::Dsq),
        ],
        tables: vec![DraftTable {
            title: "teams".into(),
            class: "GTS".into(),
            rows: vec![
                row(1, "Alpha", [Some(10), Some(6), Some(10)]),
                row(2, HOSTILE, [Some(4), Some(10), None]),
            ],
            ..DraftTable::default()
        }],
        winners: vec![DraftWinner {
            round: 3,
            class: "GTS".into(),
            number: "3".into(),
            team: "Alpha".into(),
            drivers: vec!["Alpha One".into()],
        }],
        entries: vec![DraftEntry {
            class: "GTS".into(),
            team: "Alpha".into(),
            number: "3".into(),
            chassis: "Alpha C1".into(),
            driver: "Alpha One".into(),
            rounds: vec![1, 2, 3],
            ..DraftEntry::default()
        }],
        statistics: vec![(
            1,
            StatisticKind::Pole { number: "3".into(), team: "Alpha".into(), time: None },
            "#3 Alpha: 1:05.000".into(),
        )],
        ..Draft::default()
    }
}

pub fn pages(view: &View) -> BTreeMap<String, Page> {
    let folder = view::season_folder(&view.season.id);
    let pages = site::plan(view).into_iter().map(|(path, subject)| {
        let page = subject.render(view);
        assert_eq!(page.path, format!("{folder}{path}"), "a page does not stand where the plan says");
        (page.path.clone(), page)
    });
    let data = data::plan(view).into_iter().map(|(path, subject)| {
        let path = format!("{folder}{path}");
        let text = String::from_utf8(data::of_page(view, &subject)).expect("JSON is text");
        (path.clone(), Page { path, title: "JSON".into(), html: text })
    });
    pages.chain(data).collect()
}

fn attributes<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let key = format!(" {name}=\"");
    html.match_indices(&key).filter_map(|(at, _)| html[at + key.len()..].split('"').next()).collect()
}

/// Elements close in order; nothing inline; tables say what their heads are for.
fn sound(page: &Page) {
    const VOID: [&str; 7] = ["!doctype", "meta", "link", "br", "input", "img", "hr"];
    let html = page.html.as_str();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let end = rest[at..].find('>').map(|end| at + end).expect("a tag ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        let name = tag.split([' ', '\n']).next().unwrap_or(tag);
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closes out of order in {}", page.path);
        } else if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
        if name == "script" {
            assert!(tag.contains(" src=") || tag.contains("ld+json"), "inline script in {}", page.path);
        }
        assert!(name != "th" || tag.contains("scope="), "a head without scope in {}", page.path);
    }
    assert!(open.is_empty(), "left open in {}: {open:?}", page.path);
    // A line to be copied into other people's pages has its quotes escaped.
    for forbidden in [" style=\"", "<style", " onclick", " onload", "http:"] {
        assert!(!html.contains(forbidden), "{forbidden} in {}", page.path);
    }
    assert_eq!(html.matches("<h1").count(), 1, "{}", page.path);
    assert_eq!(html.matches("<table").count(), html.matches("<caption").count(), "{}", page.path);
    let ids = attributes(html, "id");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id twice in {}: {ids:?}", page.path);
}

fn resolve(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{href} leaves the site from {from}"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_page_is_sound_small_and_the_same_each_time() {
    let made = Made::of(&draft());
    let view = made.view();
    let all = pages(&view);
    assert!(all.len() > 40, "{} pages", all.len());
    for page in all.values().filter(|page| page.path.ends_with(".html")) {
        sound(page);
        assert!(page.html.len() < 100_000, "{} has {} bytes", page.path, page.html.len());
        assert!(!page.html.contains("<b>Beta"), "markup of a name came through in {}", page.path);
    }
    let again = Made::of(&draft());
    assert_eq!(all, pages(&again.view()));
}

#[test]
fn every_link_leads_to_a_page_and_to_a_part_of_it() {
    let made = Made::of(&draft());
    let view = made.view();
    let mut all = pages(&view);
    let seasons = Seasons::of(vec![Arc::new(Kept::of(&view))], &[]);
    let front = home::page(&seasons, &made.settings, &[]);
    all.insert(front.path.clone(), front);
    let mut careers = Vec::new();
    for (path, subject) in career::plan(&seasons) {
        let page = subject.render(&seasons, &made.settings);
        assert_eq!(page.path, path);
        careers.extend(data::of_seasons(&seasons, &subject).map(|_| view::data_path(&path)));
        all.insert(path, page);
    }
    let assets: BTreeSet<&str> = site::assets::ASSETS.iter().map(|asset| asset.path).collect();
    let mut papers: BTreeSet<String> =
        documents::plan(&view).into_iter().map(|own| format!("made/up/{}", own.path)).collect();
    papers.insert(home::DATA_PATH.to_owned());
    papers.extend(careers);
    // All seasons as data, which the program writes beside the pages.
    papers.extend(["seasons.sqlite", "seasons-csv.zip", "seasons-tables.json"].map(str::to_owned));
    let mut followed = 0;
    for page in all.values().filter(|page| page.path.ends_with(".html")) {
        for href in attributes(&page.html, "href").into_iter().chain(attributes(&page.html, "src")) {
            if let Some(inside) = href.strip_prefix("https://example.org/r/") {
                assert_eq!(inside, page.path, "the canonical address of a page is its own");
                continue;
            }
            let (path, part) = href.split_once('#').unwrap_or((href, ""));
            let target = if path.is_empty() { page.path.clone() } else { resolve(&page.path, path) };
            if assets.contains(target.as_str()) || papers.contains(&target) {
                continue;
            }
            let found =
                all.get(&target).unwrap_or_else(|| panic!("{} links to {href}: no {target}", page.path));
            assert!(
                part.is_empty() || attributes(&found.html, "id").contains(&part),
                "{} links to {href}: no such part",
                page.path
            );
            followed += 1;
        }
    }
    assert!(followed > 1000, "{followed} links");
}

#[test]
fn names_that_differ_by_case_alone_have_pages_and_anchors_of_their_own() {
    let mut own = draft();
    for (round, circuit) in own.rounds.iter_mut().zip(["Hill Park", "hill park", "Hill-Park", "Hill Park"]) {
        round.circuit = circuit.into();
    }
    own.cars[0].number = "7A".into();
    own.cars[2].number = "7a".into();
    let made = Made::of(&own);
    let view = made.view();
    let circuits: Vec<String> =
        view.season.rounds.rows().iter().map(|own| view.circuit_id(&own.circuit)).collect();
    assert_eq!(circuits, ["hill-park", "hill-park~2", "hill-park~3", "hill-park"]);
    let all = pages(&view);
    let page = &all["made/up/circuit/hill-park~2.html"].html;
    assert!(page.contains("round/2.html") && !page.contains("round/1.html"), "{page}");
    let cars = &all["made/up/round/1-cars.html"].html;
    let ids = attributes(cars, "id");
    for anchor in ["car-7a", "car-7a~2"] {
        assert_eq!(ids.iter().filter(|id| **id == anchor).count(), 1, "{anchor} in {ids:?}");
    }
}

#[test]
fn a_standings_cell_shows_points_place_and_basis_and_links_to_its_reason() {
    let made = Made::of(&draft());
    let all = pages(&made.view());
    let page = &all["made/up/standings/teams-gts.html"].html;
    assert!(
        page.contains(
            "<td class=\"c g1\"><a href=\"../why/teams-gts/alpha.html#r1\">10<small>1st</small></a></td>"
        ),
        "{page}"
    );
    assert!(page.contains("10°<small>1st</small>"), "the declared cell is not marked");
    let after = &all["made/up/standings/teams-gts-after-1.html"].html;
    assert!(after.contains("After round 1, Grand Prix 1") && !after.contains("#r2\""));
    assert!(after.contains("alpha.html#r1\">10</a></td></tr>"), "the total after round 1 is explained by it");
    let drivers = &all["made/up/standings/drivers-gts.html"].html;
    assert!(drivers.contains("<s>6</s>") && drivers.contains("dropped"), "the dropped score is not struck");
    let retired = &all["made/up/standings/drivers-gt.html"].html;
    assert!(retired.contains("DSQ"), "{retired}");
}

#[test]
fn the_audit_page_shows_what_is_proven_unverified_and_contradicted() {
    let made = Made::of(&draft());
    let all = pages(&made.view());
    let page = &all["made/up/audit/cells.html"].html;
    for sign in ["title=\"proven\"", "title=\"unverified:", "title=\"contradicted: computed 6\""] {
        assert!(page.contains(sign), "no {sign}");
    }
    assert!(all["made/up/audit.html"].html.contains("<dd>4</dd>"));
    assert!(all["made/up/audit/standings-cell.html"].html.contains("<dd>4</dd>"));
}

#[test]
fn the_reason_of_a_number_names_its_article_and_its_place() {
    let made = Made::of(&draft());
    let all = pages(&made.view());
    let page = &all["made/up/why/teams-gts/alpha.html"].html;
    assert!(page.contains("10 + 6 + 10 = 26"), "{page}");
    assert!(page.contains("Article 1 &#38; only") && page.contains("rules.html#a0"));
    assert!(page.contains("Carried from a published table, not verified"));
}

#[test]
fn paths_are_found_and_others_are_not() {
    let made = Made::of(&draft());
    let view = made.view();
    assert_eq!(site::find(&view, ""), Some(site::Subject::Season));
    assert_eq!(
        site::find(&view, "round/1.html"),
        Some(site::Subject::Round(made.season.round(RoundNumber(1)).expect("round 1")))
    );
    for path in ["round/9.html", "../index.html", "/etc/passwd", "index", "why/teams-gts/"] {
        assert_eq!(site::find(&view, path), None, "{path}");
    }
}

#[test]
fn seasons_without_anything_have_pages() {
    let made = Made::of(&Draft::default());
    for page in pages(&made.view()).values().filter(|page| page.path.ends_with(".html")) {
        sound(page);
        assert!(!page.html.contains("points.json"), "{} links to points that nobody has", page.path);
        assert!(!page.html.contains(". \""), "a description with an empty sentence in {}", page.path);
    }
}

#[test]
fn two_seasons_compare_class_by_class() {
    let (made, other) = (Made::of(&draft()), Made::of(&Draft { rounds: Draft::calendar(2), ..draft() }));
    let (a, b) = (made.view(), other.view());
    let page = compare::page(&a, &b, &compare::path(&a.season.id, &b.season.id), None);
    sound(&page);
    assert_eq!(page.path, "compare/made-up--made-up.html");
    assert!(page.html.contains("<h2>GTS</h2>") && page.html.contains("Rounds held"));
    assert!(!page.html.contains("Only in") && !page.html.contains("namesake"));
}

#[test]
fn seasons_of_other_classes_compare_by_the_order_of_classes_and_name_what_is_left() {
    let mut renamed = draft();
    for car in &mut renamed.cars {
        car.class = if car.class == "GTS" { "Other".into() } else { continue };
    }
    renamed.cars.retain(|car| car.class == "Other");
    renamed.classes = vec!["Other".into()];
    renamed.tables.clear();
    renamed.winners.clear();
    renamed.entries.clear();
    let (made, other) = (Made::of(&draft()), Made::of(&renamed));
    let (a, b) = (made.view(), other.view());
    let page = compare::page(&a, &b, "compare/x.html", None);
    sound(&page);
    assert!(page.html.contains("<h2>GTS beside Other</h2>"), "{}", page.html);
    assert!(page.html.contains("<h2>Only in") && page.html.contains(", GT: rounds 1 and 2 only</a>"));
    assert!(page.html.contains("namesake"));
    let chosen = compare::page(&a, &b, "compare/x.html", Some([1, 0]));
    assert!(chosen.html.contains("<h2>GT beside Other</h2>") && !chosen.html.contains("Only in"));
}

#[test]
fn a_season_lists_those_it_can_be_compared_with() {
    let settings = Settings { compare: true, ..Settings::default() };
    let all = [("x/1".to_owned(), "One".to_owned()), ("x/2".to_owned(), "Two".to_owned())];
    let page = compare::choose(&settings, ("x/2", "Two"), &all, &compare::choose_path("x/2"));
    sound(&page);
    assert!(page.html.contains("href=\"../compare/x-1--x-2.html\">One</a>"), "{}", page.html);
    assert!(!page.html.contains("compare/x-2--x-2"));
}

#[test]
fn the_search_list_names_everything_once() {
    let made = Made::of(&draft());
    let all = pages(&made.view());
    let found: serde_json::Value = serde_json::from_str(&all["made/up/search.json"].html).expect("JSON");
    let found = found["found"].as_array().expect("a list");
    let names: Vec<&str> = found.iter().filter_map(|own| own["name"].as_str()).collect();
    assert!(names.contains(&"Alpha") && names.contains(&HOSTILE) && names.contains(&"Circuit 2"));
    let links: BTreeSet<&str> = found.iter().filter_map(|own| own["href"].as_str()).collect();
    assert_eq!(links.len(), found.len());
    assert!(links.iter().all(|href| all.contains_key(&format!("made/up/{href}"))));
}

#[test]
fn pages_of_what_is_issued_offer_it_to_take_away_and_show_it_in_previews() {
    let made = Made::of(&draft());
    let all = pages(&made.view());
    let round = &all["made/up/round/1.html"].html;
    assert!(round.contains("href=\"../round/1.pdf\">PDF (A4)</a>"), "{round}");
    assert!(
        round.contains("<meta property=\"og:image\" content=\"https://example.org/r/made/up/round/1.png\">")
    );
    assert!(!all["made/up/round/3.html"].html.contains("og:image"), "round 3 has no picture");
    assert!(all["made/up/standings/teams-gts.html"].html.contains("../standings/teams-gts.csv"));
}

#[test]
fn the_laps_of_a_session_have_charts_of_their_own() {
    let made = Made::of(&draft());
    let all = pages(&made.view());
    assert!(all["made/up/round/1.html"].html.contains("../round/1-race-laps.html"));
    let chart = &all["made/up/round/1-race-laps.html"].html;
    assert!(chart.contains("2 cars over 6 laps") && chart.contains("Full course yellow, lap 5<"), "{chart}");
    assert!(chart.contains("started 3, last at position 2"), "the grid of the result: {chart}");
    assert!(chart.contains("id=\"lap-chart-23\"") && chart.contains("href=\"#lap-chart-23\""), "{chart}");
    let stints = &all["made/up/round/1-race-stints-gt.html"].html;
    assert!(stints.contains("laps 4 to 6") && stints.contains("Bo Two"), "{stints}");
    assert!(all["made/up/round/1-race-pace-gts.html"].html.contains("Ann One: best 1:00.000"));
}

#[test]
fn every_page_has_its_json() {
    let made = Made::of(&draft());
    let view = made.view();
    let all = pages(&view);
    let mut schemas: BTreeSet<String> = BTreeSet::new();
    for page in all.values().filter(|page| page.path.ends_with(".html")) {
        let links: Vec<String> = attributes(&page.html, "href")
            .into_iter()
            .filter(|href| href.ends_with(".json"))
            .map(|href| resolve(&page.path, href))
            .filter(|link| link.starts_with("made/up/"))
            .collect();
        // A table inside other people's pages has no foot; the table's own page has its JSON.
        assert!(
            !links.is_empty() || page.path.starts_with("made/up/embed/"),
            "{} links to no JSON",
            page.path
        );
        for link in links {
            let text = match all.get(&link) {
                Some(data) => data.html.clone(),
                None => {
                    let inside = link.strip_prefix("made/up/").expect("inside the season");
                    let document = documents::find(&view, inside).unwrap_or_else(|| panic!("no {link}"));
                    String::from_utf8(document.render(&view, &Default::default()).0).expect("UTF-8")
                }
            };
            let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            schemas.insert(json["schema"].as_str().expect("a schema").to_owned());
        }
    }
    let schemas: Vec<&str> = schemas.iter().map(|own| own.trim_start_matches("parcferme.")).collect();
    assert_eq!(
        schemas,
        [
            "audit/1",
            "cars/1",
            "cells/1",
            "circuit/1",
            "classification/1",
            "competitor/1",
            "lap-chart/1",
            "laps/1",
            "round/1",
            "rules/1",
            "scenario/1",
            "search/1",
            "season/1",
            "sources/1",
            "standings/1",
            "why/1"
        ]
    );
}

#[test]
fn laps_as_json_know_who_drove_and_how_far_behind() {
    let made = Made::of(&draft());
    let all = pages(&made.view());
    let json = |path: &str| -> serde_json::Value {
        serde_json::from_str(&all[&format!("made/up/round/1-race-{path}.json")].html).expect("JSON")
    };
    let laps = json("pace-gt");
    assert_eq!((&laps["season"], &laps["round"]), (&"made/up".into(), &1.into()));
    let car = &laps["cars"][0];
    assert_eq!((&car["number"], &car["team"]["id"]), (&"23".into(), &"Gamma".into()));
    let fourth = &car["laps"][3];
    assert_eq!(
        (&fourth["gap_ms"], &fourth["class_gap_ms"], &fourth["seat"]),
        (&4000.into(), &0.into(), &2.into())
    );
    assert_eq!(car["laps"][2]["in_pit"], true);
    let chart = json("laps");
    assert_eq!(chart["cautions"][0]["first_lap"], 5);
    assert_eq!(chart["cars"][1]["positions"].as_array().map(Vec::len), Some(6));
    let stints = json("stints-gt");
    assert_eq!(stints["rows"].as_array().map(Vec::len), Some(1));
    assert_eq!(stints["rows"][0]["stints"][1]["driver"]["name"], "Bo Two");
    assert_eq!((&stints["rows"][0]["position"], &stints["rows"][0]["basis"]), (&2.into(), &"timed".into()));
}

#[test]
fn a_season_without_classes_names_the_winner_of_each_round() {
    let only = Draft { tables: Vec::new(), winners: Vec::new(), entries: Vec::new(), ..draft() };
    let mut made = Made::of(&only);
    made.season.results.rows_mut().iter_mut().for_each(|row| row.class = None);
    made.season.classes = Default::default();
    made.outcome = compute(&made.season, &made.rules);
    let page = &pages(&made.view())["made/up/index.html"].html;
    assert!(page.contains("<th scope=\"col\">Winner</th>"), "{page}");
    assert!(
        page.contains("<span class=\"no\">3</span>") && page.contains("<span class=\"no\">03</span>"),
        "{page}"
    );
}

#[test]
fn nobody_has_won_while_a_round_is_to_come_or_is_not_known() {
    let page = |draft: &Draft, path: &str| {
        let made = Made::of(draft);
        pages(&made.view())[&format!("made/up/standings/{path}.html")].html.clone()
    };
    let unknown = page(&draft(), "drivers-gts");
    assert!(unknown.contains("This is not the championship: it counts 2 of the 3 rounds run."), "{unknown}");
    for word in ["won with", "never changed", "for good", "was decided"] {
        assert!(!unknown.contains(word), "{word} of a table that does not know round 3: {unknown}");
    }
    let mut running = draft();
    (running.tables, running.winners) = (Vec::new(), Vec::new());
    running.rounds[2].status = RoundStatus::Scheduled;
    let text = page(&running, "teams-gts");
    assert!(text.contains("share the lead with 16 points each."), "{text}");
    assert!(text.contains("share the lead with 16 points after 2 of 3 rounds."), "{text}");
    let text = page(&running, "teams-gt");
    assert!(text.contains("share the lead with 10 points each."), "{text}");
    // One of them led alone before the other caught up.
    for word in ["won with", "for good", "never changed"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    running.rounds[2].status = RoundStatus::Cancelled;
    let text = page(&running, "teams-gts");
    assert!(text.contains("share the title with 16 points each."), "{text}");
}

#[test]
fn cells_of_a_sheet_say_the_place_or_how_it_ended() {
    let made = Made::of(&draft());
    let view = made.view();
    let below = |id: &str| -> Vec<String> {
        let own = view.outcome.tables.iter().find(|own| view.table_id(own) == id).expect("the table");
        let table = parcferme_publish::sheet::standings::standings_table(view.season, view.rules, own);
        table
            .rows()
            .flat_map(|row| &row.cells)
            .map(|cell| cell.below.clone())
            .filter(|own| !own.is_empty())
            .collect()
    };
    assert!(below("teams-gts").contains(&"1st".to_owned()), "{:?}", below("teams-gts"));
    assert!(below("drivers-gt").contains(&"DSQ".to_owned()), "{:?}", below("drivers-gt"));
}
