//! What a points-keeper gives at the desk: files, shown with what they do, and entered when that is confirmed.

use crate::desk::{FILES, change};
use crate::desk_pages::{club_of, cookie, hidden};
use crate::gate::{Answered, Club};
use axum::body::Body;
use axum::http::Request;
use parcferme::server::form_token;

fn club() -> Club {
    club_of(&[
        ("ann", "points-keeper cup/2026"),
        ("pam", "points-keeper cup/*"),
        ("rex", "reader cup/2026"),
        ("tim", "timekeeper cup/2026"),
    ])
}

impl Club {
    /// Sends files and fields as a browser sends a form that has files.
    pub async fn upload(
        &self,
        path: &str,
        login: &str,
        files: &[(&str, &[u8])],
        fields: &[(&str, &str)],
    ) -> Answered {
        const BOUNDARY: &str = "----parcferme";
        let token = form_token(login);
        let mut body = Vec::new();
        for (name, value) in [("form", token.as_str())].iter().chain(fields) {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend([head.as_bytes(), value.as_bytes(), b"\r\n"].concat());
        }
        for (name, bytes) in files {
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
        }
        body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header("cookie", cookie(login))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"));
        self.ask(request.body(Body::from(body)).unwrap()).await
    }
}

const ADD: &str = "/desk/cup/2026/add";
const ENTER: &str = "/desk/cup/2026/enter";
/// As a club's timing program writes it: heads of its own, semicolons, gaps.
const SHEET: &[u8] = "Platz;Startnr;Fahrer;Bewerber;Rd;Zeit;Sponsor\n1;3;Cid Cole;Team 3;12;21:10,500;Oil\n2;1;Ann Archer;One;12;+4,200;Ice\nRet;5;Dan Dunn;Five;3;;\n".as_bytes();

#[tokio::test]
async fn a_file_is_shown_then_entered_then_published() {
    let club = club();
    let form = club.get(ADD, &cookie("ann")).await.text;
    assert!(form.contains("type=\"file\"") && form.contains("2. Summer"), "{form}");
    let front = club.get("/desk/cup/2026", &cookie("ann")).await.text;
    assert!(front.contains("/desk/cup/2026/add\""), "{front}");
    assert!(!club.get("/desk/cup/2026", &cookie("tim")).await.text.contains("/add\""));
    // Which round it is of nobody knows: that is asked, and the files are kept.
    let asked = club.upload(ADD, "ann", &[("export.csv", SHEET)], &[]).await;
    assert_eq!(asked.status.as_u16(), 400);
    assert!(asked.text.contains("Choose the round, and read it again."), "{}", asked.text);
    assert!(!asked.text.contains("parcferme add"), "{}", asked.text);
    let upload = hidden(&asked, "upload");
    let fields = [("upload", upload.as_str()), ("round", "2"), ("replace", "yes")];
    // So they are where the server is started anew, and so is what was shown.
    let club = club.restarted();
    let shown = club.upload(ADD, "ann", &[], &fields).await;
    assert_eq!(shown.status.as_u16(), 200, "{}", shown.text);
    for says in [
        "Taken for results",
        "round 2, race: 3 cars",
        "Startnr is number",
        "Sponsor is left out",
        "<td>Cid Cole</td>",
        "Nothing is entered until you confirm it below.",
        "results/02-race.csv",
        "Ann Archer",
    ] {
        assert!(shown.text.contains(says), "{says}: {}", shown.text);
    }
    assert_eq!(club.record().operations("cup/2026", 0).unwrap().len(), 1, "nothing counts yet");
    let id = hidden(&shown, "preview");
    let confirmed = [("preview", id.as_str()), ("why", "results of round 2")];
    let club = club.restarted();
    for _ in 0..2 {
        let entered = club.send(ENTER, &cookie("ann"), &confirmed).await;
        assert_eq!(entered.location(), "/desk/cup/2026?done=entered", "{}", entered.text);
    }
    let operations = club.record().operations("cup/2026", 0).unwrap();
    assert_eq!(operations.len(), 2);
    assert_eq!((operations[1].who.as_str(), operations[1].why.as_str()), ("ann", "results of round 2"));
    let files = club.record().files("cup/2026", 2).unwrap();
    assert_eq!(files["documents/export.csv"], SHEET, "as it came");
    assert!(files.contains_key("mapping.toml") && files["rulebook.toml"] == FILES[1].1.as_bytes());
    let rows = String::from_utf8_lossy(&files["results/02-race.csv"]).into_owned();
    assert!(rows.contains("Cid Cole") && rows.contains("Dan Dunn"), "{rows}");
    let done = club.get("/desk/cup/2026?done=entered", &cookie("ann")).await.text;
    assert!(done.contains("It is entered.") && done.contains("Publish as provisional"), "{done}");
    club.send("/desk/cup/2026/publish", &cookie("ann"), &[]).await;
    let published = club.get("/editions/cup/2026/1/standings.json", "").await;
    let tables: serde_json::Value = serde_json::from_str(&published.text).unwrap();
    assert_eq!(tables["tables"][0]["rows"][0]["total"], "18", "{tables}");
    // Given once more, there is nothing new.
    let again = club.upload(ADD, "ann", &[("export.csv", SHEET)], &[("round", "2")]).await;
    assert!(again.text.contains("nothing to enter"), "{}", again.text);
}

#[tokio::test]
async fn a_column_that_was_understood_wrongly_is_put_right_and_remembered() {
    let club = club();
    let sheet = "Pos,No,Driver,Who Paid\n1,1,Ann Archer,Works One\n2,3,Cid Cole,Works Two\n".as_bytes();
    let fields = [("round", "2"), ("replace", "yes")];
    let shown = club.upload(ADD, "ann", &[("a.csv", sheet)], &fields).await;
    assert!(shown.text.contains("Who Paid is left out"), "{}", shown.text);
    let upload = hidden(&shown, "upload");
    let fields =
        [("upload", upload.as_str()), ("column:Who Paid", "team"), ("column:Pos", ""), fields[0], fields[1]];
    let shown = club.upload(ADD, "ann", &[], &fields).await;
    assert!(shown.text.contains("Who Paid is team"), "{}", shown.text);
    assert!(shown.text.contains("<td>Works One</td>"), "{}", shown.text);
    let id = hidden(&shown, "preview");
    club.send(ENTER, &cookie("ann"), &[("preview", &id)]).await;
    let files = club.record().files("cup/2026", 2).unwrap();
    let mapping = String::from_utf8_lossy(&files["mapping.toml"]).into_owned();
    assert!(mapping.contains("head = \"Who Paid\"\nfield = \"team\""), "{mapping}");
    // The next of its shape is read so without a word.
    let next = club
        .upload(ADD, "pam", &[("a.csv", &sheet[..sheet.len() - 1])], &[("round", "1"), ("replace", "yes")])
        .await;
    assert!(next.text.contains("Who Paid is team") && next.text.contains("a (2).csv"), "{}", next.text);
}

#[tokio::test]
async fn a_table_that_says_nothing_is_asked_about_by_its_heads() {
    let club = club();
    let sheet = "Alpha,Beta,Gamma\n1,1,Ann Archer\n2,3,Cid Cole\n".as_bytes();
    let asked = club.upload(ADD, "ann", &[("a.csv", sheet)], &[("round", "2")]).await;
    assert_eq!(asked.status.as_u16(), 400);
    for says in
        ["Say what the table has", "column:Alpha", "column:Gamma", "It is not clear yet what this file has."]
    {
        assert!(asked.text.contains(says), "{says}: {}", asked.text);
    }
    assert!(!asked.text.contains("--map"), "{}", asked.text);
    let upload = hidden(&asked, "upload");
    let fields = [
        ("upload", upload.as_str()),
        ("round", "2"),
        ("kind", "results"),
        ("replace", "yes"),
        ("column:Alpha", "position"),
        ("column:Beta", "number"),
        ("column:Gamma", "drivers"),
    ];
    let shown = club.upload(ADD, "ann", &[], &fields).await;
    assert!(shown.text.contains("Gamma is drivers"), "{}", shown.text);
}

#[tokio::test]
async fn who_comes_second_is_told_and_nothing_is_lost() {
    let club = club();
    let give = async |login: &str, round: &str| {
        let fields = [("round", round), ("replace", "yes")];
        let shown = club.upload(ADD, login, &[("export.csv", SHEET)], &fields).await;
        hidden(&shown, "preview")
    };
    let (first, second) = (give("ann", "1").await, give("pam", "2").await);
    let other = club.send(ENTER, &cookie("pam"), &[("preview", &first)]).await;
    assert_eq!(other.status.as_u16(), 404, "what somebody else was shown is not theirs to enter");
    let same = give("pam", "1").await;
    club.send(ENTER, &cookie("ann"), &[("preview", &first), ("why", "round 1 of Ann's")]).await;
    let told = club.send(ENTER, &cookie("pam"), &[("preview", &same)]).await;
    assert!(told.text.contains("There is nothing to enter"), "{}", told.text);
    let told = club.send(ENTER, &cookie("pam"), &[("preview", &second)]).await;
    assert_eq!(told.status.as_u16(), 409, "{}", told.text);
    assert!(told.text.contains("Entered since by ann: round 1 of Ann&#39;s"), "{}", told.text);
}

#[tokio::test]
async fn what_is_too_large_or_not_ones_own_is_refused() {
    let club = club();
    let large = vec![b'a'; (8 << 20) + (70 << 10)];
    let refused = club.upload(ADD, "ann", &[("a.csv", &large)], &[]).await;
    assert_eq!(refused.status.as_u16(), 413);
    let many: Vec<(String, &[u8])> = (0..21).map(|own| (format!("{own}.csv"), SHEET)).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|own| (own.0.as_str(), own.1)).collect();
    assert_eq!(club.upload(ADD, "ann", &many, &[]).await.status.as_u16(), 413);
    let empty = club.upload(ADD, "ann", &[], &[]).await;
    assert!(empty.status.as_u16() == 400 && empty.text.contains("Nothing was given."), "{}", empty.text);
    for login in ["rex", "tim"] {
        assert_eq!(club.upload(ADD, login, &[("a.csv", SHEET)], &[]).await.status.as_u16(), 403);
        assert_eq!(club.get(ADD, &cookie(login)).await.status.as_u16(), 403);
    }
    // A form of another session, and names that lead elsewhere.
    let stale = club.upload(ADD, "ann", &[("a.csv", SHEET)], &[("form", "guessed")]).await;
    assert_eq!(stale.status.as_u16(), 400);
    let shown =
        club.upload(ADD, "ann", &[("../../<b>.csv", SHEET)], &[("round", "2"), ("replace", "yes")]).await;
    assert!(shown.text.contains("documents/b.csv") && !shown.text.contains("<b>.csv"), "{}", shown.text);
}

const GRID: &str = "/desk/cup/2026/rounds/2/grid";
const ENTRIES: &str = "/desk/cup/2026/entries";

/// The lines of a grid as a form sends them: place, number, laps, time, status, drivers.
fn lines<'a>(all: &'a [[&'a str; 6]]) -> Vec<(&'a str, &'a str)> {
    let names = ["place[]", "number[]", "laps[]", "time[]", "status[]", "drivers[]"];
    all.iter().flat_map(|line| names.into_iter().zip(*line)).collect()
}

async fn confirm(club: &Club, login: &str, shown: &Answered) -> Answered {
    assert_eq!(shown.status.as_u16(), 200, "{}", shown.text);
    let id = hidden(shown, "preview");
    let why = hidden_why(shown);
    club.send(ENTER, &cookie(login), &[("preview", &id), ("why", &why)]).await
}

fn hidden_why(page: &Answered) -> String {
    page.text.split_once("name=\"why\" value=\"").unwrap().1.split_once('"').unwrap().0.to_owned()
}

#[tokio::test]
async fn results_are_typed_as_people_write_them() {
    let club = club();
    let ann = cookie("ann");
    let grid = club.get(GRID, &ann).await;
    for says in [
        "Results of Summer Race",
        "name=\"place[]\" value=\"1\"",
        "value=\"Ann Archer\"",
        "Team 3, Cid Cole</option>",
    ] {
        assert!(grid.text.contains(says), "{says}: {}", grid.text);
    }
    let after = hidden(&grid, "after");
    let typed = [
        ["2", "1", "12", "+4.2", "", "Ann Archer"],
        ["1", "3", "12", "21:10.5", "", "Cid Cole"],
        ["Ret", "5", "3", "", "", "Dan Dunn; Eve East"],
        ["", "", "", "", "", ""],
    ];
    let typed = lines(&typed);
    let fields: Vec<(&str, &str)> =
        [("session", "race"), ("after", after.as_str())].into_iter().chain(typed).collect();
    let shown = club.send(GRID, &ann, &fields).await;
    assert!(shown.text.contains("Results of round 2, Summer Race"), "{}", shown.text);
    assert_eq!(confirm(&club, "ann", &shown).await.location(), "/desk/cup/2026?done=entered");
    let files = club.record().files("cup/2026", 2).unwrap();
    assert_eq!(
        String::from_utf8_lossy(&files["results/02-race.csv"]),
        "position,number,team,drivers,laps,time,status\n2,1,One,Ann Archer,12,+4.2,\n1,3,Team 3,Cid Cole,12,21:10.5,\n,5,,Dan Dunn; Eve East,3,,dnf\n"
    );
    let operations = club.record().operations("cup/2026", 1).unwrap();
    assert_eq!(operations[0].why, "results of round 2, race");
    // A session that has none yet: the cars are known, with team and drivers.
    let grid = club.get(&format!("{GRID}?session=sprint"), &ann).await;
    assert!(grid.text.contains("value=\"Dan Dunn; Eve East\""), "{}", grid.text);
    let after = hidden(&grid, "after");
    let typed = [
        ["2", "1", "", "", "", "Ann Archer"],
        ["1", "3", "", "", "", "Cid Cole"],
        ["", "5", "", "", "", "Dan Dunn; Eve East"],
    ];
    let typed = lines(&typed);
    let fields: Vec<(&str, &str)> =
        [("session", "sprint"), ("after", after.as_str())].into_iter().chain(typed).collect();
    let shown = club.send(GRID, &ann, &fields).await;
    confirm(&club, "ann", &shown).await;
    let files = club.record().files("cup/2026", 3).unwrap();
    assert_eq!(
        String::from_utf8_lossy(&files["results/02-sprint.csv"]),
        "position,number,team,drivers\n1,3,Team 3,Cid Cole\n2,1,One,Ann Archer\n",
        "in the order of places, and nobody who was not there"
    );
}

#[tokio::test]
async fn what_cannot_be_typed_comes_back_as_it_was_typed() {
    let club = club();
    let ann = cookie("ann");
    let typed = [["1", "1", "many", "", "", "Ann Archer"], ["first", "3", "", "", "", "Cid Cole"]];
    let typed = lines(&typed);
    let fields: Vec<(&str, &str)> = [("session", "race"), ("after", "1")].into_iter().chain(typed).collect();
    let refused = club.send(GRID, &ann, &fields).await;
    assert_eq!(refused.status.as_u16(), 400);
    for says in
        ["role=\"alert\"", "value=\"many\"", "value=\"first\"", "Found: many", "Expected: a number of laps"]
    {
        assert!(refused.text.contains(says), "{says}: {}", refused.text);
    }
    assert_eq!(club.record().operations("cup/2026", 0).unwrap().len(), 1);
    assert_eq!(club.get("/desk/cup/2026/rounds/7/grid", &ann).await.status.as_u16(), 404);
    assert_eq!(club.get(GRID, &cookie("tim")).await.status.as_u16(), 403);
}

#[tokio::test]
async fn two_type_one_row_and_are_shown_both() {
    let club = club();
    let give = async |login: &str, place: &str| {
        let typed = [["1", "1", "", "", "", "Ann Archer"], [place, "3", "", "", "", "Cid Cole"]];
        let typed = lines(&typed);
        let fields: Vec<(&str, &str)> =
            [("session", "race"), ("after", "1")].into_iter().chain(typed).collect();
        club.send(GRID, &cookie(login), &fields).await
    };
    let (anns, pams) = (give("ann", "3").await, give("pam", "4").await);
    confirm(&club, "ann", &anns).await;
    let told = confirm(&club, "pam", &pams).await;
    assert_eq!(told.status.as_u16(), 409);
    for says in
        ["4,3,Team 3,Cid Cole", "3,3,Team 3,Cid Cole", "Entered since by ann", "/rounds/2/grid?session=race"]
    {
        assert!(told.text.contains(says), "{says}: {}", told.text);
    }
    // What she typed is kept: put over what was entered, it is shown, and entered when that is confirmed.
    let (id, why) = (hidden(&told, "preview"), hidden_why(&told));
    let over = [("preview", id.as_str()), ("why", why.as_str()), ("over", "yes")];
    let mut shown = club.send(ENTER, &cookie("pam"), &over).await;
    assert!(shown.status.as_u16() == 409 && shown.text.contains("Entered since by ann"), "{}", shown.text);
    assert_eq!(club.record().head("cup/2026").unwrap().unwrap().number, 2);
    shown.status = axum::http::StatusCode::OK;
    let entered = confirm(&club, "pam", &shown).await;
    assert_eq!(entered.location(), "/desk/cup/2026?done=entered", "{}", entered.text);
    let rows = club.record().files("cup/2026", 3).unwrap()["results/02-race.csv"].clone();
    assert!(String::from_utf8_lossy(&rows).contains("4,3,Team 3,Cid Cole"));
}

#[tokio::test]
async fn the_entry_list_is_typed_and_pasted() {
    let club = club();
    let ann = cookie("ann");
    let page = club.get(ENTRIES, &ann).await;
    assert!(page.text.contains("There is no entry yet."), "{}", page.text);
    let fields: Vec<(&str, &str)> = [("after", "1")]
        .into_iter()
        .chain(["7", "", "Seven", "Fay Fox; Gus Gray", "", "", "", "1"].map(|own| ("cell[]", own)))
        .collect();
    let shown = club.send(ENTRIES, &ann, &fields).await;
    assert_eq!(confirm(&club, "ann", &shown).await.location(), "/desk/cup/2026?done=entered");
    let text = |club: &Club, after: u64| {
        String::from_utf8_lossy(&club.record().files("cup/2026", after).unwrap()["entries.csv"]).into_owned()
    };
    assert_eq!(text(&club, 2), "number,team,driver,rounds\n7,Seven,Fay Fox,1\n7,Seven,Gus Gray,1\n");
    // Known in the grid of the round that it is entered for, and in no other.
    let first = club.get("/desk/cup/2026/rounds/1/grid", &ann).await.text;
    assert!(first.contains("value=\"Fay Fox; Gus Gray\""), "{first}");
    assert!(!club.get(GRID, &ann).await.text.contains("Fay Fox"));
    let change = club.get(&format!("{ENTRIES}?row=1"), &ann).await.text;
    assert!(change.contains("Change an entry") && change.contains("value=\"Gus Gray\""), "{change}");
    let fields: Vec<(&str, &str)> = [("after", "2"), ("row", "1"), ("remove", "yes")]
        .into_iter()
        .chain(["7", "", "Seven", "Gus Gray", "", "", "", "1"].map(|own| ("cell[]", own)))
        .collect();
    let shown = club.send(ENTRIES, &ann, &fields).await;
    confirm(&club, "ann", &shown).await;
    assert_eq!(text(&club, 3), "number,team,driver,rounds\n7,Seven,Fay Fox,1\n");
    // A whole list, through the reader of files.
    let list =
        [("kind", "entries"), ("text", "No,Class,Team,Driver\n8,GT,Eight,Hal Hope\n9,GT,Nine,Ida Ives\n")];
    let shown = club.upload(ADD, "ann", &[], &list).await;
    assert!(shown.text.contains("entry list: 2 drivers"), "{}", shown.text);
    confirm(&club, "ann", &shown).await;
    assert!(text(&club, 4).contains("Fay Fox") && text(&club, 4).contains("Ida Ives"), "{}", text(&club, 4));
    // A class that is new is the season's from then on, pasted or typed.
    let fields: Vec<(&str, &str)> = [("after", "4")]
        .into_iter()
        .chain(["10", "TC \"2\"", "Ten", "Kit Kerr", "", "", "", ""].map(|own| ("cell[]", own)))
        .collect();
    let shown = club.send(ENTRIES, &ann, &fields).await;
    confirm(&club, "ann", &shown).await;
    let season =
        String::from_utf8_lossy(&club.record().files("cup/2026", 5).unwrap()["season.toml"]).into_owned();
    assert!(season.contains("id = \"GT\"") && season.contains("id = 'TC \"2\"'"), "{season}");
}

#[tokio::test]
async fn a_round_is_held_once_results_of_its_race_are_typed() {
    let club = club();
    let ann = cookie("ann");
    let files = club.record().files("cup/2026", 1).unwrap();
    let calendar = String::from_utf8_lossy(&files["season.toml"]).into_owned();
    let to_come = "\n[[round]]\nnumber = 3\nevent = \"autumn\" # moved from May\nname = \"Autumn Race\"\n";
    let text = format!("{calendar}{to_come}status = \"scheduled\"\n");
    change(&mut club.record(), "a third round", &[("season.toml", Some(text))]);
    let typed = [["1", "3", "12", "", "", "Cid Cole"], ["2", "1", "12", "", "", "Ann Archer"]];
    let typed = lines(&typed);
    let grid = "/desk/cup/2026/rounds/3/grid";
    for (session, held) in [("qualifying", false), ("race", true)] {
        let shown = club.get(&format!("{grid}?session={session}"), &ann).await;
        let after = hidden(&shown, "after");
        let fields: Vec<(&str, &str)> =
            [("session", session), ("after", after.as_str())].into_iter().chain(typed.clone()).collect();
        let shown = club.send(grid, &ann, &fields).await;
        confirm(&club, "ann", &shown).await;
        let last = club.record().head("cup/2026").unwrap().unwrap().number;
        let now = club.record().files("cup/2026", last).unwrap();
        let status = if held { "" } else { "status = \"scheduled\"\n" };
        assert_eq!(
            String::from_utf8_lossy(&now["season.toml"]),
            format!("{calendar}{to_come}{status}"),
            "after the {session}"
        );
    }
}
