//! One answer in every form: what a table, CSV, Markdown, HTML, wikitext, JSON and the pages say of a car.

use parcferme_core::audit::audit;
use parcferme_core::numbers::RoundNumber;
use parcferme_core::{Outcome, Rulebook, Season, compute};
use parcferme_formats::folder::{Files, Folder};
use parcferme_publish::documents::{self, Form};
use parcferme_publish::sheet::official::Issue;
use parcferme_publish::site;
use parcferme_publish::view::{Settings, View};
use parcferme_publish::{csv, data, html_fragment, json, markdown, sheet, wikitext};
use std::collections::{BTreeMap, BTreeSet};

const DRIVERS: &str = r#"
[[title]]
id = "drivers"
competitor = "driver"
ties = ["countback", "shared"]
"#;

struct Made {
    season: Season,
    rules: Rulebook,
    outcome: Outcome,
}

impl Made {
    fn new(rules: &str, calendar: &str, files: &[(&str, &str)]) -> Made {
        let (rules, found) = Rulebook::parse("rulebook.toml", rules);
        assert_eq!(found, []);
        let mut all = Files::new();
        all.insert(
            "season.toml".to_owned(),
            format!("series = \"made\"\nyear = 2026\nname = \"Made\"\n{calendar}"),
        );
        all.extend(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
        let (folder, found) = Folder::read(&all);
        assert_eq!(found, []);
        let (season, found) = folder.season(&rules);
        assert_eq!(found, []);
        let outcome = compute(&season, &rules);
        Made { season, rules, outcome }
    }

    /// The classification of the first round's first session in every form of text, and the page of the round.
    fn forms(&self) -> BTreeMap<&'static str, String> {
        let classification = &self.outcome.classifications[0];
        let own =
            sheet::classification::classification(&self.season, &self.rules, &self.outcome, classification);
        let document = json::classification::declared(&self.season, &self.rules, classification);
        let page = self.with_view(|view| {
            let round = self.season.round(RoundNumber(1)).unwrap();
            let (path, subject) = site::plan(view)
                .into_iter()
                .find(|(_, subject)| *subject == site::Subject::Round(round))
                .unwrap();
            assert_eq!(path, "round/1.html");
            subject.render(view).html
        });
        BTreeMap::from([
            ("csv", csv::sheet(&own)),
            ("markdown", markdown::sheet(&own)),
            ("html", html_fragment::sheet(&own, "")),
            (
                "wikitext",
                wikitext::classification(&self.season, classification, wikitext::Spelling::Canonical),
            ),
            ("json", serde_json::to_string(&document).unwrap()),
            ("page", page),
        ])
    }

    fn with_view<T>(&self, of: impl FnOnce(&View<'_>) -> T) -> T {
        let audit = audit(&self.season, &self.rules, &self.outcome);
        let settings = Settings { feeds: true, ..Settings::default() };
        of(&View::new(&self.season, &self.rules, &self.outcome, &audit, &settings))
    }
}

const ROUND: &str = "[[round]]\nnumber = 1\nevent = \"a\"\nname = \"A\"\n";

#[test]
fn a_retired_car_that_the_rules_put_out_has_no_place_in_any_form() {
    let rules = |retired: bool| {
        format!(
            "[[points]]\nid = \"p\"\nscale = [9, 6, 4, 3]\n[classified]\nmin_share = \"70 %\"\nretired = {retired}\n{DRIVERS}"
        )
    };
    let results = "position,status,number,drivers,laps,time\n1,,1,Ann,50,1:00:00.000\n2,dnf,33,Cleo,48,57:00.000\n3,,2,Ben,40,1:00:10.000\n";
    let made = |retired| Made::new(&rules(retired), ROUND, &[("results/01-race.csv", results)]);
    let out = made(false).forms();
    assert!(out["csv"].contains("\r\n2,2,,Ben,40,"), "who was behind it moves up: {}", out["csv"]);
    assert!(out["csv"].contains("\r\n,33,,Cleo,48,57:00.000,,,DNF\r\n"), "{}", out["csv"]);
    assert!(out["markdown"].contains("\n|       |    33 |"), "{}", out["markdown"]);
    assert!(out["wikitext"].contains("! DNF\n|\n| 33\n"), "{}", out["wikitext"]);
    assert!(out["page"].contains("<td>Ret</td>"), "{}", out["page"]);
    assert!(out["json"].contains(r#"{"position":null,"class":null,"class_position":null,"number":"33""#));
    assert!(out["json"].contains(r#""status":"dnf","classified":false"#));
    for (form, text) in &out {
        assert!(!text.contains('†'), "{form}: {text}");
    }
    let scores = made(true).forms();
    assert!(
        scores["csv"].contains("\r\n2,33,,Cleo,48,57:00.000,+2 laps,+2 laps,DNF †\r\n"),
        "{}",
        scores["csv"]
    );
    assert!(scores["wikitext"].contains("! 2 DNF†\n"), "{}", scores["wikitext"]);
    assert!(scores["page"].contains("<td>Ret †</td>"), "{}", scores["page"]);
    assert!(scores["json"].contains(r#""status":"dnf","classified":true"#));
}

#[test]
fn equal_places_and_guesses_are_marked_in_every_form() {
    let rules = format!("[[points]]\nid = \"p\"\nscale = [9, 6, 4, 3]\n{DRIVERS}");
    let level = "position,number,drivers,laps\n1,1,Ann,50\n1,2,Ben,50\n3,3,Cleo,49\n";
    let level = Made::new(&rules, ROUND, &[("results/01-race.csv", level)]);
    let forms = level.forms();
    assert!(
        forms["csv"].contains("\r\n1=,1,,Ann,50,") && forms["csv"].contains("\r\n1=,2,,Ben,50,"),
        "{}",
        forms["csv"]
    );
    assert_eq!(forms["wikitext"].matches("! 1=\n").count(), 2);
    assert!(forms["page"].contains(">1=</a>") && forms["html"].contains("1="));
    let winners =
        level.with_view(|view| view.winners(level.season.round(RoundNumber(1)).unwrap(), None).len());
    assert_eq!(winners, 2);
    let guess =
        "position,number,drivers,laps,time\n,1,Ann,50,1:00:00.000\n,2,Ben,50,\n,3,Cleo,49,1:00:01.000\n";
    let forms = Made::new(&rules, ROUND, &[("results/01-race.csv", guess)]).forms();
    for (form, text) in &forms {
        assert!(text.contains("guess"), "{form}: {text}");
    }
    assert!(!level.forms().values().any(|text| text.contains("guess")));
}

#[test]
fn best_laps_are_shown_where_they_order_the_cars() {
    let rules = format!("[[points]]\nid = \"p\"\nsessions = [\"qualifying\"]\nscale = [2, 1]\n{DRIVERS}");
    let results = "position,number,drivers,best_lap\n,1,Ann,1:10.500\n,2,Ben,1:10.000\n,3,Cleo,\n";
    let forms = Made::new(&rules, ROUND, &[("results/01-qualifying.csv", results)]).forms();
    let lines: Vec<&str> = forms["csv"].lines().collect();
    assert_eq!(
        lines,
        [
            "position,number,team,drivers,best_lap,gap,interval,status",
            "1,2,,Ben,1:10.000,,,",
            "2,1,,Ann,1:10.500,+0.500,+0.500,",
            ",3,,Cleo,,,,NC",
        ]
    );
    assert!(!forms["page"].contains(">Laps<") && forms["page"].contains(">Gap<"));
    assert!(!forms["wikitext"].contains("! Laps") && forms["wikitext"].contains("! Best lap\n"));
}

#[test]
fn no_page_or_document_stands_where_another_does() {
    let calendar = "[[class]]\nid = \"GT\"\n[[round]]\nnumber = 1\nevent = \"a\"\nname = \"A\"\nmain = [\"race-1\", \"race-2\"]\n\
                    [[round]]\nevent = \"1\"\nname = \"Called off\"\nstatus = \"cancelled\"\n";
    let rules = "[[points]]\nid = \"p\"\nscale = [9, 6]\n[[points]]\nid = \"q\"\nsessions = [\"cars\", \"summary\", \"letter\"]\nscale = [1]\n\
                 [[title]]\nid = \"teams\"\ncompetitor = \"team\"\nper = \"class\"\n[[title]]\nid = \"teams-gt\"\ncompetitor = \"team\"\n\
                 [[title]]\nid = \"teams-gt-after-1\"\ncompetitor = \"driver\"\n";
    let results = "position,class,number,team,drivers\n1,GT,1,東京レーシング,山田 太郎\n2,GT,2,大阪レーシング,Øyvind Ås\n";
    let sessions = ["race-1", "race-2", "cars", "summary", "letter"].map(|id| format!("results/01-{id}.csv"));
    let files: Vec<(&str, &str)> = sessions.iter().map(|path| (path.as_str(), results)).collect();
    let made = Made::new(rules, calendar, &files);
    made.with_view(|view| {
        let mut seen = BTreeSet::new();
        let mut written = Vec::new();
        for (path, subject) in site::plan(view) {
            assert!(!subject.render(view).html.is_empty(), "{path}");
            written.push(path);
        }
        written.extend(data::plan(view).into_iter().map(|own| own.0));
        for document in documents::plan(view) {
            if document.form != Form::Picture {
                let (bytes, _) = document.render(view, &Issue::default());
                assert!(!bytes.is_empty(), "{}", document.path);
            }
            written.push(document.path);
        }
        for path in written {
            assert!(seen.insert(path.clone()), "{path} is written twice");
        }
        assert!(seen.contains("round/1-race-1.csv") && seen.contains("round/1-summary~.json"));
        assert!(seen.contains("round/1~.html"), "the cancelled round whose event is called 1");
    });
}

/// A season without classes has winners too.
#[test]
fn who_won_is_told_wherever_winners_are() {
    let results = "position,number,team,drivers\n1,7,Alpha,Ann Archer\n2,8,Beta,Ben Boyd\n";
    let rules = format!("[[points]]\nid = \"p\"\nscale = [9, 6]\n{DRIVERS}");
    let calendar = "[[round]]\nnumber = 1\nevent = \"hill\"\nname = \"Hill\"\ncircuit = \"The Hill\"\ndate = \"2026-05-02\"\n";
    let made = Made::new(&rules, calendar, &[("results/01-race.csv", results)]);
    made.with_view(|view| {
        let page = |path: &str| {
            let (_, subject) = site::plan(view).into_iter().find(|own| own.0 == path).unwrap();
            subject.render(view).html
        };
        let document = |path: &str| {
            let (bytes, _) = documents::find(view, path).unwrap().render(view, &Issue::default());
            String::from_utf8(bytes).unwrap()
        };
        let told = [
            (document("feed.xml"), "#7 Ann Archer"),
            (document("calendar.ics"), "#7 Ann Archer (Alpha)"),
            (document("season.json"), "\"Ann Archer\""),
            (page("index.html"), "Ann Archer"),
            (page("round/1.html"), "Winner: No. 7 Ann Archer"),
            (page("circuit/the-hill.html"), "No. 7 Ann Archer"),
        ];
        for (text, words) in told {
            assert!(text.contains(words), "{words} in {text}");
        }
    });
}
