//! `/api/v1` as a program meets it: its description, every path of it, every page of the site, what is refused.

use crate::desk::enter_season;
use crate::record::{bundled, everything};
use crate::server::{Answer, ask, ask_with, copy, shelf};
use axum::http::{StatusCode, header};
use parcferme::server::{Shelf, openapi};
use parcferme_publish::site::{Subject, laps, plan};
use parcferme_publish::view::{Settings, View, file_name};
use parcferme_store::{Address, Record};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

const LAPS: &str = "NUMBER; DRIVER_NUMBER; LAP_NUMBER; LAP_TIME; ELAPSED;DRIVER_NAME;CLASS;TEAM;\n\
    3;1;1;1:00.000;1:00.000;Ron Fellows;GTS;Corvette Racing;\n\
    3;1;2;1:00.000;2:00.000;Ron Fellows;GTS;Corvette Racing;\n\
    80;1;1;1:00.500;1:00.500;Somebody Else;GTS;Prodrive;\n\
    80;1;2;1:02.000;2:02.500;Somebody Else;GTS;Prodrive;\n";

/// The bundled season with laps of its last race, and in a record.
fn with_laps() -> (tempfile::TempDir, Arc<Shelf>) {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("season");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seasons/alms/2003"), &folder);
    std::fs::create_dir(folder.join("laps")).unwrap();
    std::fs::write(folder.join("laps/09-race.csv"), LAPS).unwrap();
    let address = Address::File(place.path().join("a.record"));
    let mut record = Record::open_or_make(&address).unwrap();
    enter_season(&mut record, "alms/2003", everything(&bundled()));
    let shelf = Shelf::open(&[folder.display().to_string()], Settings::default()).unwrap();
    (place, Arc::new(shelf.with_record(Some(address))))
}

fn json(shelf: &Arc<Shelf>, path: &str) -> Value {
    let answer = ask(shelf, path);
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    serde_json::from_str(&answer.text).unwrap()
}

fn problem(answer: &Answer, path: &str) -> Value {
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json", "{path}");
    let problem: Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(problem["status"], answer.status.as_u16(), "{path}");
    problem
}

#[test]
fn the_description_is_the_one_that_is_checked_in() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == openapi(), "write it anew: parcferme serve --openapi > docs/openapi.json");
    let json: Value = serde_json::from_str(&written).unwrap();
    assert!(json["openapi"].as_str().unwrap().starts_with("3.1"));
}

/// A path of the description with its examples filled in.
fn filled(path: &str, operation: &Value) -> String {
    let (mut path, mut query) = (path.to_owned(), Vec::new());
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap();
        let example = match &parameter["example"] {
            Value::String(text) => text.clone(),
            Value::Bool(flag) => flag.to_string(),
            _ => panic!("{path}: {name} has no example"),
        };
        match parameter["in"].as_str() {
            Some("path") => path = path.replace(&format!("{{{name}}}"), &example),
            _ => query.push(format!("{name}={example}")),
        }
    }
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

#[test]
fn every_path_of_the_description_answers_in_its_schema() {
    let (_place, shelf) = with_laps();
    let description: Value = serde_json::from_str(&openapi()).unwrap();
    let paths = description["paths"].as_object().unwrap();
    assert!(paths.len() > 20, "{} paths", paths.len());
    for (path, item) in paths {
        let operation = &item["get"];
        if operation.is_null() {
            // What is sent has tests of its own.
            continue;
        }
        if !operation["security"].is_null() {
            // What takes a token too.
            continue;
        }
        let asked = format!("/api/v1{}", filled(path, operation));
        let document = json(&shelf, &asked);
        let content = &operation["responses"]["200"]["content"]["application/json"];
        let schema = content["schema"]["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
        let schema = &description["components"]["schemas"][schema];
        assert_eq!(document["schema"], schema["properties"]["schema"]["example"], "{asked}");
        for name in schema["required"].as_array().unwrap() {
            assert!(document.get(name.as_str().unwrap()).is_some(), "{asked} has no {name}");
        }
        for name in document.as_object().unwrap().keys() {
            assert!(schema["properties"].get(name).is_some(), "{asked}: {name} is not described");
        }
    }
}

/// Where the interface tells what a page shows. A new kind of page does not compile without.
fn counterpart(view: &View, subject: &Subject) -> String {
    let round = |ix| {
        let round: &parcferme_core::season::Round = &view.season.rounds[ix];
        format!("rounds/{}", round.number.map_or_else(|| round.event.clone(), |number| number.to_string()))
    };
    let table = |n: usize| {
        let table = &view.outcome.tables[n];
        let class = table.class.map_or("-", |class| view.season.classes[class].id.as_str());
        (view.rules.titles[table.title].id.as_str(), class)
    };
    match subject {
        Subject::Season => String::new(),
        Subject::Round(ix) => round(*ix),
        Subject::RoundCars(ix) => format!("{}/cars", round(*ix)),
        Subject::Laps(session, part) => {
            let own = &view.season.sessions[*session];
            let (round, session) = (round(own.round), &own.id);
            match part {
                laps::Part::LapChart => format!("{round}/lap-chart?session={session}"),
                laps::Part::Pace(class) => format!("{round}/laps?session={session}&class={class}"),
                laps::Part::Stints(class) => {
                    format!("{round}/classification?basis=timed&session={session}&class={class}")
                }
            }
        }
        Subject::StandingsList => "standings".to_owned(),
        Subject::Standings { table: n } | Subject::Embed { table: n } => {
            let (title, class) = table(*n);
            format!("standings?title={title}&class={class}")
        }
        Subject::StandingsAfter { table: n, column } => {
            let (title, class) = table(*n);
            let after = view.season.rounds[view.outcome.tables[*n].rounds[*column]].label();
            format!("standings?title={title}&class={class}&after={after}")
        }
        Subject::Scenario(None) => "scenario?odds=true".to_owned(),
        Subject::Scenario(Some(after)) => {
            format!("scenario?odds=true&after={}", view.season.rounds[*after].label())
        }
        Subject::Odds => "odds".to_owned(),
        Subject::Why { table: n, row } => {
            let (title, class) = table(*n);
            let competitor = view.outcome.tables[*n].rows[*row].competitor;
            format!("why/{title}/{class}/{}", view.season.competitors[competitor].id)
        }
        Subject::Competitor(ix) => {
            let own = &view.season.competitors[*ix];
            format!("competitors/{}/{}", own.kind.word(), own.id)
        }
        Subject::Circuit(name) => format!("circuits/{}", file_name(name)),
        Subject::Audit => "audit".to_owned(),
        Subject::AuditCheck(check) => format!("audit?check={}", view.audit.checks[*check].check),
        Subject::AuditCells => "audit/cells".to_owned(),
        Subject::Rules => "rules".to_owned(),
        Subject::Search => "search".to_owned(),
        Subject::Sources | Subject::Source(_) => "sources".to_owned(),
    }
}

#[test]
fn every_page_of_the_site_has_its_counterpart() {
    let (_place, shelf) = with_laps();
    let served = shelf.get("alms/2003").unwrap();
    let view = served.view();
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    let mut with_data = 0;
    for (_, subject) in plan(&view) {
        let kind = format!("{subject:?}").replace(|c: char| c.is_ascii_digit(), "");
        let seen = tried.entry(kind).or_default();
        *seen += 1;
        if *seen > 2 {
            continue;
        }
        let asked = format!("/api/v1/seasons/alms/2003/{}", counterpart(&view, &subject).replace(' ', "%20"));
        let told = json(&shelf, asked.trim_end_matches('/'));
        // Beside the page of a static site stands the same document.
        if let Some(path) = subject.data_path(&view) {
            assert!(told == json(&shelf, &format!("/alms/2003/{path}")), "{asked} and {path} differ");
            with_data += 1;
        }
    }
    assert!(tried.len() > 20 && with_data > 20, "{with_data} of {tried:?}");
    for (asked, path) in
        [("", "season.json"), ("/standings", "standings/points.json"), ("/audit", "audit.json")]
    {
        let told = json(&shelf, &format!("/api/v1/seasons/alms/2003{asked}"));
        assert!(told == json(&shelf, &format!("/alms/2003/{path}")), "{path}");
    }
}

#[test]
fn answers_are_in_the_shapes_of_the_command_line() {
    let shelf = shelf(&[]);
    let json = json(&shelf, "/api/v1/seasons/alms/2003/standings?title=teams&class=GTS&after=3");
    assert_eq!(json["schema"], "parcferme.standings/1");
    assert_eq!(json["after_round"], 3);
    assert_eq!(json["tables"].as_array().unwrap().len(), 1);
    assert_eq!(json["tables"][0]["rows"][0]["competitor"]["id"], "corvette-racing");
    assert_eq!(json["tables"][0]["rows"][0]["total"], "66");
}

#[test]
fn laps_are_told_with_the_ids_of_the_season() {
    let (_place, shelf) = with_laps();
    let round = "/api/v1/seasons/alms/2003/rounds/petit-le-mans";
    let timed = json(&shelf, &format!("{round}/classification?basis=timed"));
    assert_eq!((&timed["round"], &timed["session"]), (&9.into(), &"race".into()));
    let first = &timed["rows"][0];
    assert_eq!((&first["number"], &first["team"]["id"]), (&"3".into(), &"corvette-racing".into()));
    assert_eq!((&first["drivers"][0]["id"], &first["stints"][0]["laps"]), (&"ron-fellows".into(), &2.into()));
    assert_eq!(timed["rows"][1]["drivers"][0]["id"], "", "nobody of the season has that name");
    let laps = json(&shelf, &format!("{round}/laps?class=gts"));
    assert_eq!(laps["cars"][1]["laps"][1]["gap_ms"], 2500);
    let declared = json(&shelf, &format!("{round}/classification?class=GTS"));
    assert!(declared["rows"].as_array().unwrap().iter().all(|row| row["class"] == "GTS"));
    assert_eq!(declared["rows"][0]["basis"], "declared");
    assert_eq!(json(&shelf, round)["round"]["timed_sessions"][0], "race");
}

#[test]
fn a_program_that_has_a_document_is_not_sent_it_again() {
    let shelf = shelf(&[]);
    for path in ["rounds/3", "competitors/team/corvette-racing", "whatif?rulebook=alms/2013"] {
        let path = format!("/api/v1/seasons/alms/2003/{path}");
        let first = ask(&shelf, &path);
        let tag = first.headers[header::ETAG].to_str().unwrap();
        let again = ask_with(&shelf, &path, Some(tag));
        assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path}");
        let other = ask_with(&shelf, &path, Some("\"other\""));
        assert_eq!((other.status, other.text == first.text), (StatusCode::OK, true), "{path}");
    }
}

#[test]
fn what_is_not_there_is_a_problem_that_names_what_is_near() {
    let shelf = shelf(&[]);
    let season = "/api/v1/seasons/alms/2003";
    for (path, nearest) in [
        ("/api/v1/seasons/alms/203".to_owned(), Some("alms/2003")),
        (format!("{season}/standings?title=team"), Some("teams")),
        (format!("{season}/standings?class=GTSS"), Some("GTS")),
        (format!("{season}/scenario?title=team"), Some("teams")),
        (format!("{season}/scenario?class=GTSS"), Some("GTS")),
        (format!("{season}/scenario?field=entred"), Some("entered")),
        (format!("{season}/rounds/petit-le-man"), None),
        (format!("{season}/rounds/99/classification"), None),
        (format!("{season}/rounds/3?session=race"), None),
        (format!("{season}/rounds/3/classification?session=races"), Some("race")),
        (format!("{season}/competitors/team/corvette"), Some("corvette-racing")),
        (format!("{season}/competitors/teams/corvette-racing"), Some("team")),
        (format!("{season}/why/teams/GTS/corvette"), Some("corvette-racing")),
        (format!("{season}/circuits/road-atlant"), Some("road-atlanta")),
        (format!("{season}/audit?check=standings-cells"), Some("standings-cell")),
        (format!("{season}/whatif?rulebook=alms/213"), Some("alms/2013")),
        ("/api/v1/comparison?a=alms/2003&b=alms/203".to_owned(), Some("alms/2003")),
    ] {
        let answer = ask(&shelf, &path);
        let refused = if path.contains('?') && nearest.is_none() {
            StatusCode::BAD_REQUEST
        } else {
            StatusCode::NOT_FOUND
        };
        assert_eq!(answer.status, refused, "{path}");
        let problem = problem(&answer, &path);
        if let Some(nearest) = nearest {
            assert_eq!(problem["nearest"][0], nearest, "{path}");
            assert!(problem["detail"].as_str().unwrap().contains(nearest), "{path}");
        }
    }
    let path = format!("{season}/scenario?after=99");
    let answer = ask(&shelf, &path);
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(problem(&answer, &path)["known"].as_array().unwrap().len(), 10, "{}", answer.text);
    for path in ["/rounds/1/classification", "/rounds/3/laps", "/rounds/grand-prix-of-mexico/cars"] {
        let path = format!("{season}{path}");
        let answer = ask(&shelf, &path);
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(problem(&answer, &path)["title"].as_str().unwrap().ends_with("not known"), "{path}");
    }
    for path in ["/api/v1/nope", "/api/v2", "/api/v1/seasons/alms/2003/nope/nope"] {
        let answer = ask(&shelf, path);
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        problem(&answer, path);
    }
}

#[test]
fn what_cannot_be_read_is_a_problem_that_says_why() {
    let shelf = shelf(&[]);
    let season = "/api/v1/seasons/alms/2003";
    let long = "a".repeat(201);
    for (path, says) in [
        (format!("{season}/standings?titel=teams"), "unknown field `titel`"),
        (format!("{season}/standings?title=teams&title=drivers"), "duplicate field `title`"),
        (format!("{season}/rounds/3/classification?basis=guessed"), "declared"),
        (format!("{season}/search?q={long}"), "`q` is longer than 200 characters"),
        (format!("{season}/rounds/{long}"), "`round` is longer than 200 characters"),
        (format!("{season}/rounds/%ff"), "UTF-8"),
        (format!("{season}/whatif"), "Neither `rulebook` nor `set`"),
        (format!("{season}/rules?why=not"), "unknown field `why`"),
    ] {
        let answer = ask(&shelf, &path);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        let problem = problem(&answer, &path);
        assert!(problem["detail"].as_str().unwrap().contains(says), "{path}: {}", problem["detail"]);
    }
    let long = format!("/api/v1/{}", "a".repeat(3000));
    assert_eq!(ask(&shelf, &long).status, StatusCode::URI_TOO_LONG);
    problem(&ask(&shelf, &long), "long");
}
