//! A new championship at the desk.

use crate::desk_pages::hidden;
use crate::gate::{Answered, Club};

const CUP: [(&str, &str); 5] = [
    ("name", "Hill Cup"),
    ("season", "2027"),
    ("like", "own"),
    ("calendar", "Spring Race, 2027-04-12, Hill Circuit\r\nSummer Race; 3 August 2027\r\nAutumn Race"),
    ("classes", "GT, TC"),
];

/// Fills in the form, and confirms what is shown.
async fn begin(club: &Club, cookie: &str, given: &[(&str, &str)]) -> Answered {
    let shown = club.send("/desk/new", cookie, given).await;
    if shown.status.as_u16() != 200 {
        return shown;
    }
    let preview = hidden(&shown, "preview");
    let confirmed = [given, &[("do", "make"), ("preview", preview.as_str())]].concat();
    club.send("/desk/new", cookie, &confirmed).await
}

fn text(club: &Club, season: &str, path: &str) -> String {
    let mut record = club.record();
    let head = record.head(season).unwrap().unwrap();
    let files = record.files(season, head.number).unwrap();
    files.get(path).map_or_else(String::new, |own| String::from_utf8(own.clone()).unwrap())
}

#[tokio::test]
async fn an_administrator_begins_a_season_and_keeps_its_points() {
    let club = Club::new();
    club.official("amy", &["administrator *"]);
    let amy = "parcferme=amy";
    assert!(club.get("/desk", amy).await.text.contains("New championship"));
    let form = club.get("/desk/new", amy).await.text;
    assert!(form.contains("rulebook examples/club") && !form.contains("The season before"), "{form}");
    let shown = club.send("/desk/new", amy, &CUP).await;
    for said in [
        "<td class=\"pf-right\">1</td><th scope=\"row\">Spring Race</th><td>2027-04-12</td><td>Hill Circuit</td>",
        "<th scope=\"row\">Summer Race</th><td>2027-08-03</td><td>not given</td>",
        "<th scope=\"row\">Autumn Race</th><td>not given</td><td>not given</td>",
        "<code>hill-cup/2027</code>",
        "Classes: GT, TC",
    ] {
        assert!(shown.text.contains(said), "{said}: {}", shown.text);
    }
    assert!(club.record().head("hill-cup/2027").unwrap().is_none(), "nothing is made before it is confirmed");
    let back = club.send("/desk/new", amy, &[CUP.as_slice(), &[("do", "change")]].concat()).await;
    assert!(back.text.contains("Look at it") && back.text.contains("Autumn Race"), "{}", back.text);
    // What was not shown is not made.
    let unseen = [CUP.as_slice(), &[("do", "make")]].concat();
    assert_eq!(club.send("/desk/new", amy, &unseen).await.status.as_u16(), 400);
    let made = begin(&club, amy, &CUP).await;
    let preview = hidden(&shown, "preview");
    let confirmed = [CUP.as_slice(), &[("do", "make"), ("preview", preview.as_str())]].concat();
    assert_eq!(made.location(), "/desk/hill-cup/2027?done=begun-granted", "{}", made.text);
    let desk = club.get(made.location(), amy).await;
    assert!(
        desk.text.contains("you are its points-keeper") && desk.text.contains("Hill Cup 2027"),
        "{}",
        desk.text
    );
    let season = text(&club, "hill-cup/2027", "season.toml");
    for said in [
        "series = \"hill-cup\"",
        "year = 2027",
        "id = \"TC\"",
        "event = \"spring-race\"\nname = \"Spring Race\"\ncircuit = \"Hill Circuit\"\ndate = \"2027-04-12\"\nstatus = \"scheduled\"",
        "number = 2\nevent = \"summer-race\"\nname = \"Summer Race\"\ndate = \"2027-08-03\"",
        "number = 3",
    ] {
        assert!(season.contains(said), "{said}: {season}");
    }
    let all = club.record().operations("hill-cup/2027", 0).unwrap();
    assert_eq!((all.len(), all[0].who.as_str(), all[0].why.as_str()), (1, "amy", "the season begins"));
    // Sent twice, it is made once.
    let again = club.send("/desk/new", amy, &confirmed).await;
    assert_eq!(again.location(), "/desk/hill-cup/2027?done=begun", "{}", again.text);
    // Another of the same name is told, with what was filled in.
    let mut other = CUP;
    other[4].1 = "GT";
    let taken = club.send("/desk/new", amy, &other).await;
    assert_eq!(taken.status.as_u16(), 409);
    assert!(
        taken.text.contains("The record has a season hill-cup/2027 already")
            && taken.text.contains("Autumn Race"),
        "{}",
        taken.text
    );
}

#[tokio::test]
async fn a_points_keeper_begins_the_seasons_of_their_series_alone() {
    let club = Club::new();
    club.official("ann", &["points-keeper hill-cup/*"]);
    club.official("bea", &["steward hill-cup/*"]);
    let ann = "parcferme=ann";
    let other = club.send("/desk/new", ann, &[("name", "Dale Cup"), ("season", "2027")]).await;
    assert_eq!(other.status.as_u16(), 403);
    assert!(
        other.text.contains("You are no points-keeper of dale-cup/2027") && other.text.contains("Dale Cup"),
        "{}",
        other.text
    );
    assert_eq!(begin(&club, ann, &CUP).await.location(), "/desk/hill-cup/2027?done=begun");
    assert_eq!(club.get("/desk/new", "parcferme=bea").await.status.as_u16(), 403);
    for (field, value, told) in [
        ("season", "27", "The year is not one of a season"),
        ("name", "", "The championship has no name"),
        ("like", "season alms/2003", "no such season or rulebook to begin from"),
        ("calendar", "2027-04-12", "Line 1 of the calendar names no event"),
        (
            "calendar",
            "Spring Race, 31.02.2027, Hill Circuit",
            "Line 1 of the calendar says a day that there is not",
        ),
        (
            "calendar",
            "A, 2027-04-12, Hill\r\n\r\nB, 2027-13-45, Hill",
            "Line 3 of the calendar says a day that there is not",
        ),
        ("calendar", "A, 2027-04-12, Hill, Dale", "Line 1 of the calendar has more parts than are read"),
        ("classes", "GT, GT", "one stands twice"),
    ] {
        let given: Vec<(&str, &str)> =
            CUP.iter().map(|own| if own.0 == field { (field, value) } else { *own }).collect();
        let refused = club.send("/desk/new", ann, &given).await;
        assert_eq!(refused.status.as_u16(), 400, "{field}");
        assert!(refused.text.contains(told), "{told}: {}", refused.text);
    }
}

#[tokio::test]
async fn the_season_before_gives_entries_calendar_and_rules_and_no_results() {
    let club = Club::new();
    club.official("ann", &["points-keeper *"]);
    let files = [
        (
            "season.toml",
            "series = \"cup\"\nyear = 2026\nname = \"Cup 2026\"\nrulebook = \"rulebook.toml\"\n\n[[round]]\nnumber = 1\nevent = \"spring\"\nname = \"Spring Race\"\ndate = \"2026-04-12\"\n",
        ),
        (
            "rulebook.toml",
            "# Ours.\nname = \"Cup 2026\"\n\n[[points]]\nid = \"race\"\nscale = [9, 6]\n\n[[title]]\nid = \"drivers\"\nname = \"Drivers\"\ncompetitor = \"driver\"\nties = [\"wins\", \"shared\"]\n",
        ),
        ("entries.csv", "number,team,driver\n1,One,Ann Archer\n3,Team 3,Cid Cole\n"),
        ("results/01-race.csv", "position,number,team,drivers\n1,1,One,Ann Archer\n"),
    ];
    let files = files.iter().map(|own| (own.0.to_owned(), own.1.as_bytes().to_vec())).collect();
    crate::desk::enter_season(&mut club.record(), "cup/2026", files);
    let given = [("name", "Cup"), ("season", "2027"), ("like", "season cup/2026")];
    let made = begin(&club, "parcferme=ann", &given).await;
    assert_eq!(made.location(), "/desk/cup/2027?done=begun", "{}", made.text);
    let mut record = club.record();
    let paths: Vec<String> = record.facts("cup/2027", 1).unwrap().into_keys().collect();
    assert_eq!(paths, ["entries.csv", "rulebook.toml", "season.toml"]);
    let season = text(&club, "cup/2027", "season.toml");
    assert!(
        season.contains("Spring Race") && season.contains("scheduled") && !season.contains("2026"),
        "{season}"
    );
    assert!(text(&club, "cup/2027", "entries.csv").contains("Cid Cole"));
    let rules = text(&club, "cup/2027", "rulebook.toml");
    assert!(rules.starts_with("# Ours.\nname = \"Cup 2027\"") && rules.contains("scale = [9, 6]"), "{rules}");
    let log = record.operations("cup/2027", 0).unwrap();
    assert_eq!(log[0].why, "the season begins, with entries, calendar and rules of cup/2026");
}

#[tokio::test]
async fn every_example_of_rules_begins_a_season() {
    let club = Club::new();
    club.official("ann", &["points-keeper *"]);
    for example in parcferme::library::bundled_rulebooks().iter().filter(|own| own.starts_with("examples/")) {
        let (id, like) = (example.replace('/', "-"), format!("rulebook {example}"));
        let given = [("name", id.as_str()), ("season", "2027"), ("like", &like), ("rounds", "3")];
        let made = begin(&club, "parcferme=ann", &given).await;
        assert_eq!(made.location(), format!("/desk/{id}/2027?done=begun"), "{}", made.text);
        let rules = text(&club, &format!("{id}/2027"), "rulebook.toml");
        assert!(!rules.contains("An example to start from"), "{rules}");
    }
}
