//! The page of a round: what each car brought, who moved, one class alone; rounds in three letters.

use crate::server::{ask, shelf};

/// The row of a car in the classification.
fn row(page: &str, number: &str, who: &str) -> String {
    let found = page.split("<tr class=\"in").skip(1).map(|own| own.split("</tr>").next().unwrap());
    let mut found =
        found.filter(|own| own.contains(&format!("<span class=\"no\">{number}</span>")) && own.contains(who));
    found.next().unwrap_or_else(|| panic!("no car {number} of {who}")).to_owned()
}

#[test]
fn a_car_shows_the_points_that_it_brought_and_a_second_car_none() {
    let page = ask(&shelf(&[]), "/alms/2003/round/3.html").text;
    // Sonoma: car 3 won GTS, car 4 of the same team was second in class; the team scores with its best car.
    assert!(
        row(&page, "3", "Corvette Racing").contains("why/teams-gts/corvette-racing.html#r3\">20</a>"),
        "{page}"
    );
    let second = row(&page, "4", "Corvette Racing");
    assert!(second.contains("why/teams-gts/corvette-racing.html#r3\">0</a>"), "{second}");
    let round: serde_json::Value =
        serde_json::from_str(&ask(&shelf(&[]), "/api/v1/seasons/alms/2003/rounds/3").text).unwrap();
    for (number, points) in [("3", "20"), ("4", "0")] {
        let mut brought = round["brought"].as_array().unwrap().iter();
        let own = brought.find(|own| own["number"] == number && own["team"] == "Corvette Racing").unwrap();
        assert_eq!(own["points"], points, "car {number}");
    }
    let at = |what: &str| page.find(what).unwrap_or_else(|| panic!("no {what}"));
    assert!(at("<table class=\"result\"") < at("Class winners"), "the result comes first");
    assert!(at("Class winners") < at("Standings after this round"));
}

#[test]
fn who_moved_is_told_in_words_and_against_the_round_before() {
    let shelf = shelf(&[]);
    let standings = |after: u32| -> serde_json::Value {
        let path = format!("/api/v1/seasons/alms/2003/standings?title=teams&class=GT&after={after}");
        serde_json::from_str(&ask(&shelf, &path).text).unwrap()
    };
    let place = |table: &serde_json::Value, id: &str| {
        let rows = table["tables"][0]["rows"].as_array().unwrap();
        rows.iter().find(|row| row["competitor"]["id"] == id).and_then(|row| row["position"].as_i64())
    };
    let (before, after) = (standings(2), standings(3));
    let page = ask(&shelf, "/alms/2003/round/3.html").text;
    let card = page
        .split("Standings after this round")
        .nth(1)
        .unwrap()
        .split("<div class=\"card")
        .find(|own| own.contains("standings/teams-gt-after-3.html"))
        .unwrap();
    let round: serde_json::Value =
        serde_json::from_str(&ask(&shelf, "/api/v1/seasons/alms/2003/rounds/3").text).unwrap();
    let stood = round["after"].as_array().unwrap().iter();
    let stood = stood.clone().find(|own| own["title"] == "teams" && own["class"] == "GT").unwrap();
    let mut moved = 0;
    for row in after["tables"][0]["rows"].as_array().unwrap().iter().take(10) {
        let id = row["competitor"]["id"].as_str().unwrap();
        let Some(was) = place(&before, id) else { continue };
        let n = was - row["position"].as_i64().unwrap();
        let of = card.split("<tr>").find(|own| own.contains(&format!("team/{id}.html"))).unwrap();
        let said = match n {
            0 => String::new(),
            1 => "up 1 place".to_owned(),
            -1 => "down 1 place".to_owned(),
            n if n > 0 => format!("up {n} places"),
            n => format!("down {} places", -n),
        };
        assert!(if said.is_empty() { !of.contains(" place") } else { of.contains(&said) }, "{id}: {n}: {of}");
        moved += usize::from(n != 0);
        let data =
            stood["rows"].as_array().unwrap().iter().find(|own| own["competitor"]["id"] == id).unwrap();
        assert_eq!((&data["moved"], &data["total"]), (&serde_json::json!(n), &row["total"]), "{id}");
    }
    assert!(moved > 0, "somebody moved");
}

#[test]
fn the_address_picks_a_class_without_scripts() {
    let shelf = shelf(&[]);
    let page = ask(&shelf, "/alms/2003/round/3.html?class=gts").text;
    assert!(page.contains("data-class=\"gts\" checked>"), "{page}");
    let other = ask(&shelf, "/alms/2003/round/3.html?class=%22%3E%3Cscript%3E").text;
    assert_eq!(other, ask(&shelf, "/alms/2003/round/3.html").text, "no such class");
    assert!(!other.contains("data-class=\"gts\" checked>"));
}

#[test]
fn rounds_have_codes_and_full_names() {
    let page = ask(&shelf(&[]), "/alms/2003/standings/teams-gts.html").text;
    for (code, name) in [
        ("SEB", "Round 1, 12 Hours of Sebring"),
        ("ATL", "Round 2, Grand Prix of Atlanta"),
        ("SON", "Round 3, Grand Prix of Sonoma"),
        ("MOS", "Round 5, Toronto Grand Prix of Mosport"),
        ("PET", "Round 9, Petit Le Mans"),
    ] {
        assert!(page.contains(&format!("<abbr title=\"{name}\">{code}</abbr>")), "{code}: {page}");
    }
}
