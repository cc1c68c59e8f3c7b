//! What if, by hand: the forms of the page, the addresses that they make, and what cannot be.

use crate::changes::parcferme;
use crate::server::{Answer, ask, shelf};
use axum::http::{StatusCode, header};
use parcferme::server::Shelf;
use parcferme_publish::view::Settings;
use std::sync::Arc;

const PAGE: &str = "/alms/2003/whatif.html";

/// What a form sends, and the address to which the reader is sent on.
fn sent(shelf: &Arc<Shelf>, query: &str) -> String {
    let answer = ask(shelf, &format!("{PAGE}?{query}"));
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{query}: {}", plain(&answer.text));
    let location = answer.headers[header::LOCATION].to_str().unwrap();
    location.strip_prefix("whatif.html").unwrap().to_owned()
}

fn shown(shelf: &Arc<Shelf>, query: &str) -> Answer {
    let answer = ask(shelf, &format!("{PAGE}{query}"));
    assert_eq!(answer.status, StatusCode::OK, "{query}");
    answer
}

/// The text of a page, with single blanks.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => (inside, text) = (false, text + " "),
            own if !inside => text.push(own),
            _ => {}
        }
    }
    text.replace("&#39;", "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_form_makes_an_address_that_says_the_change_and_what_it_does() {
    let shelf = shelf(&[]);
    let form = ask(&shelf, &format!("{PAGE}?in=3+race&car=%2388")).text;
    assert!(form.contains("<option value=\"#88\" selected>12 · 88 Prodrive (GTS)</option>"));
    // Sonoma's times are not known: no form adds seconds to them.
    assert!(!form.contains("name=\"seconds\""));
    let query = sent(&shelf, "rulebook=&set=&in=3+race&car=%2388&do=disqualify");
    assert_eq!(query, "?set=decision+disqualify+round%3D3+session%3Drace+number%3D88");
    let page = plain(&shown(&shelf, &query).text);
    assert!(page.contains("Car 88 disqualified in round 3 (Grand Prix of Sonoma) take away"), "{page}");
    // The two teams behind it score two points more each: third instead of fourth place, fourth instead of fifth.
    assert!(
        page.contains("GTS Teams' Championship: the title stays where it is. Team Olive Garden gains 2 points; Carsport America gains 2 points."),
        "{page}"
    );
    assert!(
        page.contains(
            "GTS Drivers' Championship: first place in the rounds that are known stays where it is."
        )
    );
}

#[test]
fn changes_add_up_and_each_can_be_taken_away() {
    let shelf = shelf(&[]);
    let first = sent(&shelf, "in=3+race&car=%2388&do=dns");
    let both =
        sent(&shelf, &format!("{}&in=9+race&car=%2388&do=places&places=1&places_in=class", &first[1..]));
    assert_eq!(
        both,
        "?set=3+race+%2388+status%3Ddns%0Adecision+place-penalty+round%3D9+session%3Drace+number%3D88+places%3D1+places_in%3Dclass"
    );
    let page = shown(&shelf, &both).text;
    let told = plain(&page);
    assert!(told.contains("Car 88 not started in round 3 (Grand Prix of Sonoma)"), "{told}");
    assert!(told.contains("A drop of 1 place in its class for car 88 in round 9 (Petit Le Mans)"), "{told}");
    assert!(told.contains("What each change does"), "{told}");
    assert!(
        page.contains(&format!("href=\"whatif.html{first}\"")),
        "without the second the first is left: {page}"
    );
    // A third, from the same page.
    let all = sent(&shelf, &format!("{}&rule=points.standard.scale&value=10+6+4", &both[1..]));
    assert!(all.ends_with("%0Apoints.standard.scale+%3D+%5B10%2C+6%2C+4%5D"), "{all}");
    assert!(plain(&shown(&shelf, &all).text).contains("Points by place (standard): 10-6-4 take away"));
}

#[test]
fn rules_by_hand_are_written_as_a_person_writes_them() {
    let shelf = shelf(&[]);
    for (fields, line) in [
        ("rule=points.standard.scale&value=25-18-15", "points.standard.scale = [25, 18, 15]"),
        (
            "rule=points.standard.scale&value=9%3B+4.5%3B+8%2F7",
            "points.standard.scale = [9, \"4.5\", \"8/7\"]",
        ),
        ("rule=points.standard.scale&value=1&scale_of=10%2C+8%2C+6", "points.standard.scale = [10, 8, 6]"),
        ("rule=classified.1.min_share&value=80", "classified.1.min_share = \"80 %\""),
        ("rule=classified.1.min_share&value=80+%25", "classified.1.min_share = \"80 %\""),
        ("rule=title.teams.windows&value=5", "title.teams.windows = [{ best = 5 }]"),
        ("cancel=9", "cancel 9"),
    ] {
        let query = sent(&shelf, fields);
        let set: Vec<(String, String)> =
            form_urlencoded::parse(&query.as_bytes()[1..]).into_owned().collect();
        assert_eq!(set, [("set".to_owned(), line.to_owned())], "{fields}");
    }
    let page = plain(&shown(&shelf, "?set=cancel+9").text);
    assert!(page.contains("Round 9 (Petit Le Mans) not held take away"), "{page}");
    // A swap says both cars, and is one change.
    let swapped = sent(&shelf, "in=9+race&car=%2388&do=swap&with=%233");
    assert_eq!(swapped, "?set=9+race+%2388+swap%3D%233");
}

#[test]
fn what_cannot_be_is_said_at_the_forms() {
    let shelf = shelf(&[]);
    let earlier = "set=cancel+1";
    for (fields, told) in [
        ("in=3+race&car=%23999&do=disqualify", "Car 999 was not in that session."),
        ("in=3+race&car=%23999", "Car 999 was not in that session."),
        ("in=12+race&car=%2388&do=disqualify", "The season has no results of `12 race`."),
        (
            "in=3+race&car=%2388&do=time&seconds=5",
            "The time of car 88 is not known: seconds cannot be added to it.",
        ),
        (
            "in=3+race&car=%2388&do=places&places=0",
            "`0` is no number of places. Expected: a whole number from 1 to 200.",
        ),
        ("in=3+race&car=%2388&do=place&place=99", "`99` is no place in that session."),
        ("in=3+race&car=%2388&do=place&place=12", "Car 88 is on place 12 already."),
        ("in=3+race&car=%2388&do=swap&with=%2388", "No other car is chosen."),
        ("in=3+race&car=88&do=dns", "No car is chosen."),
        ("in=3+race&car=%2388&do=explode", "What shall be otherwise is none of the list."),
        ("rule=points.standard.scale&value=ten", "`ten` is no scale of points."),
        ("rule=points.nosuch.scale&value=10", "The rulebook has no `points` called `nosuch`."),
        ("rule=name&value=x", "The forms do not know the rule `name`."),
        ("rule=classified.1.min_share&value=180", "`180` is no share of a distance."),
        ("rule=title.teams.windows&value=none", "`none` is no number of results."),
        ("cancel=12", "The season has no round 12."),
        ("without=d9", "The season has no decision `d9`."),
    ] {
        let answer = ask(&shelf, &format!("{PAGE}?{earlier}&{fields}"));
        let page = plain(&answer.text);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{fields}");
        assert!(page.contains("This cannot be.") && page.contains(told), "{fields}: {page}");
        // What was changed before still stands.
        assert!(page.contains("Round 1 (12 Hours of Sebring) not held"), "{fields}: {page}");
    }
    let escaped = ask(&shelf, &format!("{PAGE}?set=%3Cscript%3Ealert(1)%3C/script%3E"));
    assert!(!escaped.text.contains("<script>alert"), "{}", escaped.text);
    let full = "points.standard.scale+%3D+%5B10%5D%0A".repeat(60);
    let answer = ask(&shelf, &format!("{PAGE}?set={}", &full[..1900]));
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(plain(&answer.text).contains("too many changes at once"));
}

#[test]
fn the_interface_and_the_command_read_the_same_lines() {
    let line = "decision disqualify round=3 session=race number=88";
    let shelf = shelf(&[]);
    let asked = ask(
        &shelf,
        "/api/v1/seasons/alms/2003/whatif?set=decision+disqualify+round%3D3+session%3Drace+number%3D88",
    );
    let asked: serde_json::Value = serde_json::from_str(&asked.text).unwrap();
    let output =
        parcferme(&["whatif", "alms/2003", "--decision", &line["decision ".len()..], "--format", "json"]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(asked, told);
    assert_eq!(told["change"], "Car 88 disqualified in round 3 (Grand Prix of Sonoma)");
    let prizes: Vec<&str> = ["teams", "drivers"]
        .iter()
        .map(|title| {
            let tables = told["tables"].as_array().unwrap();
            let own = tables.iter().find(|own| own["title"] == *title && own["class"] == "GTS").unwrap();
            own["prize"].as_str().unwrap()
        })
        .collect();
    assert_eq!(prizes, ["title", "known-rounds"]);
}

#[test]
fn a_site_of_files_has_no_forms_that_nobody_answers() {
    let to = tempfile::tempdir().unwrap();
    let output = parcferme(&["publish", "alms/2003", "--to", to.path().to_str().unwrap()]);
    assert!(output.status.success());
    let round = std::fs::read_to_string(to.path().join("alms/2003/round/3.html")).unwrap();
    assert!(!round.contains("whatif.html"));
    let served = Shelf::open(&[], Settings { server: true, ..Settings::default() }).unwrap();
    let round = ask(&Arc::new(served), "/alms/2003/round/3.html").text;
    assert!(round.contains("<a href=\"../whatif.html?in=3+race&#38;car=%2388#result\""), "{round}");
}
