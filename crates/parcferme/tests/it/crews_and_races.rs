//! Seasons whose cars bear no numbers and have no teams, and seasons with several races a weekend: told by their crews, every
//! race with its winner, and every link that a page offers answers.

use crate::server::ask;
use axum::http::{StatusCode, header};
use parcferme::server::Shelf;
use parcferme_publish::view::Settings;
use std::collections::{BTreeSet, VecDeque};
use std::path::Path;
use std::sync::Arc;

const RULES: &str = r#"
name = "Made up"
[[points]]
id = "race"
scale = [25, 18, 15, 12, 10, 8, 6, 4, 2, 1]
article = "Points"
[[title]]
id = "drivers"
name = "Drivers' Championship"
competitor = "driver"
ties = ["wins", "countback", "shared"]
article = "Drivers"
"#;

const RALLY: &str = r#"
series = "snow"
year = 2007
name = "Snow Rallies 2007"
rulebook = "rulebook.toml"
[[class]]
id = "A8"
name = "A8"
[[class]]
id = "N/4"
name = "N/4"
[[round]]
number = 1
event = "frost"
name = "Frost Rally"
[[round]]
number = 2
event = "ice"
name = "Ice Rally"
date = "2007-02-18"
[[round]]
number = 3
event = "thaw"
name = "Thaw Rally"
status = "scheduled"
[[round]]
number = 4
event = "mud"
name = "Mud Rally"
date = "2007-01-02"
status = "scheduled"
"#;

const CUP: &str = r#"
series = "cup"
year = 2011
name = "Cup 2011"
rulebook = "rulebook.toml"
[[class]]
id = "Trophy"
name = "Trophy"
[[round]]
number = 1
event = "spring"
name = "Spring Meeting"
circuit = "Oakfield"
date = "2011-04-02"
main = ["race-1", "race-2"]
[[round]]
number = 2
event = "autumn"
name = "Autumn Meeting"
circuit = "Oakfield"
date = "2011-09-03"
main = ["race-1", "race-2"]
"#;

/// The folder of a season.
fn season(at: &Path, season: &str, results: &[(&str, &str)]) -> String {
    std::fs::create_dir_all(at.join("results")).unwrap();
    std::fs::write(at.join("season.toml"), season.trim_start()).unwrap();
    std::fs::write(at.join("rulebook.toml"), RULES.trim_start()).unwrap();
    for (name, text) in results {
        std::fs::write(at.join("results").join(name), text).unwrap();
    }
    at.display().to_string()
}

/// Of the first round only who was where is known, without classes and without those beside the drivers.
fn rally(place: &Path) -> String {
    let first = "position,status,number,drivers\n1,finished,,Ann Archer\n2,finished,,Ben Baker\n3,finished,,Cleo Cole\n";
    let second = "position,status,class,number,drivers,chassis,time\n\
        1,finished,A8,,Ben Baker; Bea Best (no share),Alpha,3:28:17.000\n\
        2,finished,A8,,Ann Archer; Al Ames (no share),Alpha,3:28:26.500\n\
        5,finished,N/4,,Dan Dale; Di Drew (no share),Beta,3:40:00.000\n\
        6,finished,N/4,,Cleo Cole; Cy Clay (no share),Beta,3:41:00.000\n\
        ,dnf,N/4,,Eve Ellis; Ed Egan (no share),Beta,\n";
    season(&place.join("rally"), RALLY, &[("01-race.csv", first), ("02-race.csv", second)])
}

/// Two cars 26 of two teams, one whose number has a stroke, and one without any; no result says a class.
fn cup(place: &Path) -> String {
    let race = |rows: &[(&str, &str, &str)]| {
        let rows = rows
            .iter()
            .enumerate()
            .map(|(at, (number, team, driver))| format!("{},finished,{number},{team},{driver}\n", at + 1));
        format!("position,status,number,team,drivers\n{}", rows.collect::<String>())
    };
    let ann = ("26", "Alpha Racing", "Ann Archer");
    let ben = ("26", "Beta Racing", "Ben Baker");
    let cleo = ("152/B", "Gamma Racing", "Cleo Cole");
    let dan = ("", "", "Dan Dale");
    season(
        &place.join("cup"),
        CUP,
        &[
            ("01-race-1.csv", race(&[ann, ben, cleo, dan]).as_str()),
            ("01-race-2.csv", race(&[cleo, ann, dan, ben]).as_str()),
            ("02-race-1.csv", race(&[ben, ann, cleo, dan]).as_str()),
            ("02-race-2.csv", race(&[ben, cleo, ann, dan]).as_str()),
        ],
    )
}

fn both() -> (tempfile::TempDir, Arc<Shelf>) {
    let place = tempfile::tempdir().unwrap();
    let folders = [rally(place.path()), cup(place.path())];
    let settings = Settings { server: true, feeds: true, ..Settings::default() };
    let shelf = Arc::new(Shelf::open(&folders, settings).unwrap());
    (place, shelf)
}

fn page(shelf: &Arc<Shelf>, path: &str) -> String {
    let answer = ask(shelf, path);
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    answer.text
}

/// Rows of a page with a text, without markup.
fn rows(page: &str, with: &str) -> Vec<String> {
    let rows = page.split("<tr").skip(1).map(|own| own.split("</tr>").next().unwrap());
    rows.filter(|own| own.contains(with)).map(plain).collect()
}

fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in format!("<{html}").chars() {
        match letter {
            '<' => inside = true,
            '>' => (inside, text) = (false, text + " "),
            own if !inside => text.push(own),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_rally_is_told_by_its_crews() {
    let (_place, shelf) = both();
    let round = page(&shelf, "/snow/2007/round/2.html");
    // On a phone the head of a row is all that there is of a car beside place, time and points.
    let heads: Vec<String> = round
        .split("<th scope=\"row\" class=\"who\">")
        .skip(1)
        .map(|own| plain(&format!("th>{}", own.split("<details").next().unwrap())))
        .collect();
    assert_eq!(heads[..2], ["Ben Baker , Bea Best", "Ann Archer , Al Ames"], "{round}");
    assert!(round.contains(">Crew</th>") && !round.contains("No and team"), "{round}");
    assert!(round.contains("Winners: A8: Ben Baker, Bea Best, N/4: Dan Dale, Di Drew"), "{round}");
    let winners = round.split("Class winners").nth(1).unwrap().split("</ul>").next().unwrap();
    assert!(winners.contains("Ben Baker, Bea Best") && !winners.contains("class=\"no\""), "{winners}");
    let season = page(&shelf, "/snow/2007/index.html");
    assert!(
        rows(&season, "Ice Rally")[0].contains("A8 Ben Baker, Bea Best N/4 Dan Dale, Di Drew"),
        "{season}"
    );
    // Of the first round places are known, and no classes.
    assert_eq!(rows(&season, "Frost Rally"), ["1 Frost Rally Ann Archer"]);
    for (path, told) in [
        ("/snow/2007/calendar.ics", "A8: Ben Baker\\, Bea Best\\nN/4: Dan Dale\\, Di Drew"),
        ("/snow/2007/feed.xml", "A8: Ben Baker, Bea Best; N/4: Dan Dale, Di Drew"),
        ("/snow/2007/season.wiki", "Ann Archer"),
        ("/snow/2007/round/2.html", "\"name\":\"Dan Dale, Di Drew\""),
    ] {
        let text = page(&shelf, path).replace("\r\n ", "");
        assert!(text.contains(told), "{path}: {text}");
        assert!(!text.contains("# Ben") && !text.contains("No.  "), "{path}: {text}");
    }
    let field = season.split("The field by class").nth(1).unwrap_or_default();
    assert!(field.contains("of 1 of 2 rounds") && !field.contains("fewest at 1 (0)"), "{field}");
}

#[test]
fn wikitext_says_of_days_what_is_known_and_has_rounds_in_their_order() {
    let (_place, shelf) = both();
    let text = page(&shelf, "/snow/2007/season.wiki");
    assert!(text.contains("It is to have four races, of which two are still to come."), "{text}");
    let at = |what: &str| text.find(what).unwrap_or_else(|| panic!("no {what} in {text}"));
    let order = ["Frost Rally", "Ice Rally", "Thaw Rally", "Mud Rally"].map(at);
    assert!(order.is_sorted(), "{order:?} in {text}");
    let cup = page(&shelf, "/cup/2011/season.wiki");
    assert!(cup.contains("It began April 2, 2011, and ended September 3, 2011, after two races."), "{cup}");
}

#[test]
fn every_race_of_a_weekend_has_its_winner_and_each_is_told_once() {
    let (_place, shelf) = both();
    let season = page(&shelf, "/cup/2011/index.html");
    assert!(
        rows(&season, "Spring Meeting")[0]
            .contains("26 Ann Archer Alpha Racing 152/B Cleo Cole Gamma Racing"),
        "{season}"
    );
    assert!(rows(&season, "Autumn Meeting")[0].ends_with("26 Ben Baker Beta Racing"), "{season}");
    // Nobody raced in the class that was announced.
    assert!(!season.contains("<th scope=\"col\" class=\"w k0\">"), "{season}");
    for (path, told) in [
        ("/cup/2011/calendar.ics", "#26 Ann Archer (Alpha Racing)\\n#152/B Cleo Cole (Gamma Racing)"),
        ("/cup/2011/feed.xml", "#26 Ann Archer; #152/B Cleo Cole"),
        ("/cup/2011/round/1.html", "Winners: No. 26 Ann Archer, No. 152/B Cleo Cole"),
        ("/cup/2011/circuit/oakfield.html", "No. 152/B Cleo Cole"),
        ("/cup/2011/season.wiki", "#152/B Gamma Racing"),
        ("/cup/2011/season.wiki", "rowspan=\"4\""),
    ] {
        let text = page(&shelf, path).replace("\r\n ", "");
        assert!(text.contains(told), "{path}: {text}");
    }
    let round: serde_json::Value = serde_json::from_str(&page(&shelf, "/api/v1/seasons/cup/2011")).unwrap();
    let winners =
        round["season"]["rounds"][0]["winners"].as_array().or(round["rounds"][0]["winners"].as_array());
    assert_eq!(winners.map(Vec::len), Some(2), "{round}");
}

#[test]
fn a_place_of_several_races_says_that_it_is_the_best_of_them() {
    let (_place, shelf) = both();
    let table = page(&shelf, "/cup/2011/standings/drivers.html");
    assert!(table.contains("<small title=\"race 1: 3rd, race 2: 1st\">1st</small>"), "{table}");
    assert!(table.contains("the place is the best of its places"), "{table}");
    let rally = page(&shelf, "/snow/2007/standings/drivers.html");
    assert!(!rally.contains("<small title=") && !rally.contains("the best of its places"), "{rally}");
    let driver = page(&shelf, "/cup/2011/driver/cleo-cole.html");
    assert!(driver.contains("<small>race 1</small>") && !driver.contains("race-1</small>"), "{driver}");
}

#[test]
fn a_car_that_no_number_tells_can_have_another_result() {
    let (_place, shelf) = both();
    let sent = |path: &str, query: &str| {
        let answer = ask(&shelf, &format!("{path}whatif.html?{query}"));
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{query}: {}", plain(&answer.text));
        let location = answer.headers[header::LOCATION].to_str().unwrap().to_owned();
        (location.clone(), plain(&page(&shelf, &format!("{path}{location}"))))
    };
    let rally = |query: &str| sent("/snow/2007/", &format!("in=2+race&car=%23%40Ann+Archer&{query}"));
    let form = page(&shelf, "/snow/2007/whatif.html?in=2+race&car=%23%40Ann+Archer");
    assert!(
        form.contains("<option value=\"#@Ann Archer\" selected>2 · Ann Archer, Al Ames (A8)</option>"),
        "{form}"
    );
    let (_, told) = rally("do=disqualify");
    assert!(told.contains("The car of Ann Archer disqualified in round 2 (Ice Rally)"), "{told}");
    // Ten seconds are more than what it was behind, and less than what it was ahead.
    let (line, told) = rally("do=time&seconds=10");
    assert!(line.contains("position%3D2"), "{line}");
    assert!(told.contains("the car of Ann Archer") || told.contains("The car of Ann Archer"), "{told}");
    let (line, _) = rally("do=time&seconds=3600");
    assert!(line.contains("position%3D4"), "{line}");
    let (line, _) = rally("do=places&places=1");
    assert!(line.contains("position%3D5"), "{line}");
    let (line, told) = rally("do=swap&with=%23%40Ben+Baker");
    assert!(line.contains("swap%3D"), "{line}");
    assert!(told.contains("Ann Archer gains"), "{told}");
    // Of two cars 26, the driver tells which.
    let (_, told) = sent("/cup/2011/", "in=1+race-2&car=%2326%40Ann+Archer&do=dnf");
    assert!(told.contains("Car 26 of Ann Archer retired in round 1 (Spring Meeting, race 2)"), "{told}");
    let (_, told) = sent("/cup/2011/", "in=1+race-2&car=%23152%2F%2FB&do=place&place=3");
    assert!(told.contains("Car 152/B placed 3rd"), "{told}");
    let refused = ask(&shelf, "/cup/2011/whatif.html?in=1+race-2&car=%2326&do=dnf");
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(plain(&refused.text).contains("Car 26 is several cars of that session"), "{}", refused.text);
}

#[test]
fn what_of_no_race_is_known_is_no_nought_in_a_career() {
    let (_place, shelf) = both();
    let career = page(&shelf, "/career/driver/dan-dale.html");
    assert!(career.contains("<dt>Poles</dt><dd><span title=\"not known\">–</span></dd>"), "{career}");
    assert!(career.contains("<dt>Wins</dt><dd>0</dd>"), "{career}");
    let told: serde_json::Value =
        serde_json::from_str(&page(&shelf, "/api/v1/careers/driver/dan-dale")).unwrap();
    let figures = &told["career"]["figures"];
    assert!(figures["poles"].is_null() && figures["best_laps"].is_null() && figures["wins"] == 0, "{told}");
    let two = page(&shelf, "/career/driver/ann-archer/against/cleo-cole.html");
    assert!(two.contains("Ahead in the race, of 6 races in which both have a place"), "{two}");
}

/// Every page of a season, from its front page, with what it leads to.
fn followed(shelf: &Arc<Shelf>, folder: &str) -> BTreeSet<String> {
    let mut seen: BTreeSet<String> = BTreeSet::from([format!("{folder}index.html")]);
    let mut open: VecDeque<(String, String)> = seen.iter().map(|own| (own.clone(), String::new())).collect();
    while let Some((path, from)) = open.pop_front() {
        let answer = ask(shelf, &path);
        assert!(
            answer.status.is_success() || answer.status.is_redirection(),
            "{from} leads to {path}: {} {}",
            answer.status,
            plain(&answer.text)
        );
        let kind =
            answer.headers.get(header::CONTENT_TYPE).and_then(|own| own.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("text/html") {
            continue;
        }
        for link in answer.text.split("href=\"").skip(1).filter_map(|own| own.split('"').next()) {
            let link = link.replace("&#38;", "&").replace("&amp;", "&").replace("&#39;", "'");
            let Some(target) = resolved(&path, link.split('#').next().unwrap()) else { continue };
            let within = target.starts_with(folder) || target.starts_with("/career/");
            if within && seen.insert(target.clone()) {
                open.push_back((target, path.clone()));
            }
        }
    }
    seen
}

/// Where a link of a page leads; none where it leads out of the site or to the page itself.
fn resolved(page: &str, link: &str) -> Option<String> {
    if link.is_empty() || link.contains(':') && !link.contains('?') {
        return None;
    }
    if link.starts_with('/') {
        return Some(link.to_owned());
    }
    let base = page.split('?').next().unwrap_or(page);
    if link.starts_with('?') {
        return Some(format!("{base}{link}"));
    }
    let (path, query) =
        link.split_once('?').map_or((link, String::new()), |(path, query)| (path, format!("?{query}")));
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    Some(format!("{}{query}", parts.join("/")))
}

#[test]
fn every_link_of_such_seasons_answers() {
    let (_place, shelf) = both();
    // Every row of a result asks what if.
    for (folder, rows) in [("/snow/2007/", 3 + 5), ("/cup/2011/", 4 * 4)] {
        let seen = followed(&shelf, folder);
        let cars = seen.iter().filter(|own| own.contains("whatif.html?in=") && own.contains("&car=")).count();
        assert!(cars == rows && seen.len() > 40, "{folder}: {cars} cars of {} pages", seen.len());
    }
}
