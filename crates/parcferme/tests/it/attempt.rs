//! A stranger's table: what the page and the interface make of it, what is kept, and what is refused.

use crate::server::{Answer, ask, shelf};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use parcferme::server::{Shelf, router};
use parcferme_formats::folder::{Files, Folder};
use std::io::{Cursor, Read, Write};
use std::sync::Arc;
use tower::ServiceExt;

const CLUB: &str = "Club Championship 2026\n\nPos\tDriver\tOulton\tBrands\tSnett\tTotal\n1\tAnn Archer\t25\t18\t25\t68\n2\tBen Boyd\t18\t25\t15\t58\n3\tCleo Cole\t15\t15\t18\t48\n4\tDan Dale\t12\t0\t12\t25\n";

fn sent(
    shelf: &Arc<Shelf>,
    path: &str,
    kind: &str,
    headers: &[(&str, &str)],
    bytes: Vec<u8>,
) -> (Answer, Vec<u8>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut request = Request::builder().method("POST").uri(path).header(header::CONTENT_TYPE, kind);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = router(shelf.clone()).oneshot(request.body(Body::from(bytes)).unwrap()).await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let bytes = answer.into_body().collect().await.unwrap().to_bytes().to_vec();
        (Answer { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }, bytes)
    })
}

/// A form: names, labels of files, contents.
fn form(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file =
            file.map_or_else(String::new, |own| format!("; filename=\"{own}\"\r\nContent-Type: image/png"));
        let _ = write!(body, "--cut\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--cut--\r\n");
    body
}

const FORM: &str = "multipart/form-data; boundary=cut";

fn tried(shelf: &Arc<Shelf>, parts: &[(&str, Option<&str>, &[u8])]) -> Answer {
    sent(shelf, "/try", FORM, &[], form(parts)).0
}

fn verdict(answer: &Answer) -> String {
    let from = answer.text.find("<section id=\"answer\"").unwrap_or_else(|| panic!("{}", answer.text));
    let rest = &answer.text[from..];
    rest[rest.find("<h2>").unwrap() + 4..rest.find("</h2>").unwrap()].replace("&#39;", "'")
}

#[test]
fn a_position_that_two_cars_have_is_told_and_the_rest_is_computed() {
    let text = "Club Cup 2026\nRound 1\n\nPos\tNo\tDriver\tLaps\n1\t7\tAnn Archer\t20\n2\t8\tBen Boyd\t20\n2\t9\tCleo Cole\t20\n3\t4\tDan Dale\t19\n";
    let answer = tried(&shelf(&[]), &[("text", None, text.as_bytes()), ("points", None, b"25-18-15")]);
    assert!(verdict(&answer).starts_with("Scored by 25-18-15"), "{}", verdict(&answer));
    assert!(answer.text.contains("two cars have position 2 in round 1, race"), "{}", answer.text);
    assert!(answer.text.contains("Ann Archer") && answer.text.contains("Cleo Cole"));
}

#[test]
fn a_pasted_table_is_added_up() {
    let shelf = shelf(&[]);
    let empty = ask(&shelf, "/try");
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.text.contains("enctype=\"multipart/form-data\""));
    let wrong = tried(&shelf, &[("text", None, CLUB.as_bytes())]);
    assert_eq!(
        verdict(&wrong),
        "The table does not add up: 3 of 4 totals are the sum of all rounds. The points are as published: without results no rule can be checked."
    );
    assert!(
        wrong.text.contains("total differs from the published table: Dan Dale: published 25, computed 24")
    );
    assert!(wrong.text.contains("<th scope=\"row\">Oulton</th><td>Rd 1</td>"));
    assert_eq!(wrong.headers[header::CACHE_CONTROL], "no-store");
    let right = CLUB.replace("12\t0\t12\t25", "12\t0\t12\t24");
    assert!(
        verdict(&tried(&shelf, &[("text", None, right.as_bytes())]))
            .starts_with("The table adds up: each of 4 totals is the sum of all rounds.")
    );
    // The worst result of each is dropped.
    let best = "Pos,Driver,R1,R2,R3,Total\n1,Ann,25,18,25,50\n2,Ben,18,25,15,43\n3,Cleo,15,15,18,33\n";
    assert!(
        verdict(&tried(&shelf, &[("text", None, best.as_bytes())]))
            .starts_with("The table adds up: each of 3 totals is the sum of the best 2 results.")
    );
}

#[test]
fn results_and_their_table_tell_the_rules() {
    let shelf = shelf(&[]);
    let race = |order: [&str; 4]| {
        let rows = order.iter().zip(1..).map(|(name, place)| format!("{place},{},{name}\n", name.len()));
        format!("Pos,No,Driver\n{}", rows.collect::<String>())
    };
    let (a, b) = (
        race(["Ann Archer", "Ben Boyd", "Cleopatra Cole", "Dan D"]),
        race(["Ben Boyd", "Ann Archer", "Dan D", "Cleopatra Cole"]),
    );
    let first = format!("Round 1: Oulton Park\n{a}");
    let second = format!("Round 2: Brands Hatch\n{b}");
    let table = "Pos,Driver,R1,R2,Total\n1,Ann Archer,9,6,15\n1,Ben Boyd,6,9,15\n3,Cleopatra Cole,4,3,7\n3,Dan D,3,4,7\n";
    let given: [(&str, Option<&str>, &[u8]); 3] = [
        ("files", Some("one.png"), first.as_bytes()),
        ("files", Some("two.png"), second.as_bytes()),
        ("files", Some("three"), table.as_bytes()),
    ];
    let answer = tried(&shelf, &given);
    let said = verdict(&answer);
    assert!(
        said.starts_with("Rules were found in it: they give 12 of 12 published points"),
        "{said}: {}",
        answer.text
    );
    assert!(answer.text.contains("9-6-4-3"), "{}", answer.text);
}

#[test]
fn nothing_that_was_given_runs() {
    let shelf = shelf(&[]);
    let page = "<html><body><script>alert(1)</script><table><tr><th>Pos<th>Driver<th>R1<th>R2<th>Total<tr><td>1<td><img src=x onerror=alert(1)>Ann<td>5<td>5<td>10<tr><td>2<td>&lt;script&gt;alert(2)&lt;/script&gt;<td>4<td>4<td>8<tr><td>3<td>&quot;&gt;&lt;svg onload=1&gt;<td>3<td>3<td>6</table></body></html>";
    let label = "../../<b>x\"; y\r\n.html";
    let answer = tried(
        &shelf,
        &[
            ("files", Some(&label.replace(['\r', '\n', '"'], "")), page.as_bytes()),
            ("text", None, b"<script>alert(3)</script>"),
        ],
    );
    assert_eq!(answer.status, StatusCode::OK);
    for sign in ["<script>alert", "onerror=", "<svg onload", "<b>x"] {
        assert!(!answer.text.contains(sign), "{sign}: {}", answer.text);
    }
    let names = CLUB.replace("Ann Archer", "<svg onload=1>");
    let answer = tried(&shelf, &[("text", None, names.as_bytes())]);
    assert!(
        answer.text.contains("&#60;svg onload=1&#62;") || answer.text.contains("&lt;svg onload=1&gt;"),
        "{}",
        answer.text
    );
    assert!(!answer.text.contains("<svg onload"), "{}", answer.text);
    let policy = answer.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
}

#[test]
fn what_is_kept_has_an_address_of_its_own_and_nothing_else_is() {
    let shelf = shelf(&[]);
    let keep: [(&str, Option<&str>, &[u8]); 2] = [("text", None, CLUB.as_bytes()), ("as", None, b"keep")];
    let answer = tried(&shelf, &keep);
    let path = answer.text.split("<a href=\"try/").nth(1).and_then(|own| own.split('"').next()).unwrap();
    assert_eq!(path.len(), 33, "{path}");
    let page = ask(&shelf, &format!("/try/{path}"));
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("2026 Club Championship") || page.text.contains("Club Championship"),
        "{}",
        page.text
    );
    let why = ask(&shelf, &format!("/try/{path}why/drivers/dan-dale.html"));
    assert_eq!(why.status, StatusCode::OK);
    assert!(
        !ask(&shelf, "/").text.contains(path) && !ask(&shelf, "/api/v1/seasons").text.contains(&path[..32])
    );
    assert_eq!(ask(&shelf, &format!("/try/{}/", "0".repeat(32))).status, StatusCode::NOT_FOUND);
    // Read and not kept, it is nowhere; and another site's form keeps nothing.
    assert!(!tried(&shelf, &keep[..1]).text.contains("<b>Kept:</b>"));
    let (elsewhere, _) = sent(&shelf, "/try", FORM, &[("sec-fetch-site", "cross-site")], form(&keep));
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
}

#[test]
fn the_folder_that_was_made_can_be_taken_away() {
    let shelf = shelf(&[]);
    let (answer, bytes) =
        sent(&shelf, "/try", FORM, &[], form(&[("text", None, CLUB.as_bytes()), ("as", None, b"zip")]));
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/zip");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = Files::new();
    for at in 0..zip.len() {
        let mut member = zip.by_index(at).unwrap();
        let name = member.name().unwrap().strip_prefix("season/").unwrap().to_owned();
        let mut text = String::new();
        member.read_to_string(&mut text).unwrap();
        files.insert(name, text);
    }
    let (folder, told) = Folder::read(&files);
    assert_eq!(told.iter().map(|own| own.message.as_str()).collect::<Vec<_>>(), Vec::<&str>::new());
    assert_eq!(
        folder.rounds.iter().map(|own| own.name.as_str()).collect::<Vec<_>>(),
        ["Oulton", "Brands", "Snett"]
    );
    assert!(parcferme::library::of_files(files).is_ok());
}

#[test]
fn what_is_too_much_is_refused_and_says_so() {
    let shelf = shelf(&[]);
    let large = vec![b'x'; 9 << 20];
    let status = |parts: &[(&str, Option<&str>, &[u8])]| tried(&shelf, parts).status;
    assert_eq!(status(&[("files", Some("a"), &large)]), StatusCode::PAYLOAD_TOO_LARGE);
    let many: Vec<(&str, Option<&str>, &[u8])> =
        (0..25).map(|_| ("files", Some("a.csv"), CLUB.as_bytes())).collect();
    assert_eq!(status(&many), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(status(&[("text", None, b"  ")]), StatusCode::BAD_REQUEST);
    assert_eq!(
        status(&[("text", None, CLUB.as_bytes()), ("rulebook", None, b"../../etc/passwd")]),
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        sent(&shelf, "/try", FORM, &[], b"--cut\r\nno form".to_vec()).0.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        sent(&shelf, "/try", "multipart/form-data", &[], form(&many[..1])).0.status,
        StatusCode::BAD_REQUEST
    );
    // A bomb: a few kilobytes that unpack to 64 MiB.
    let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        bomb.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    }
    bomb.write_all(&vec![b'0'; 64 << 20]).unwrap();
    let bomb = bomb.finish().unwrap().into_inner();
    assert!(bomb.len() < 200_000);
    let answer = tried(&shelf, &[("files", Some("bomb.xlsx"), &bomb)]);
    assert!(answer.text.contains("the packed file is larger unpacked than can be tried"), "{}", answer.text);
    let long = "1,Ann,25\n".repeat(70_000);
    let answer = tried(&shelf, &[("text", None, long.as_bytes())]);
    assert!(
        answer.text.contains("the file is longer than can be tried") && answer.text.contains("70000 lines")
    );
}

#[test]
fn the_interface_gives_the_same_as_data() {
    let shelf = shelf(&[]);
    let (answer, _) = sent(&shelf, "/api/v1/try", "text/plain", &[], CLUB.as_bytes().to_vec());
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let told: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(
        (&told["schema"], &told["rules"], &told["asks"]),
        (&"parcferme.try/1".into(), &"sums".into(), &false.into())
    );
    assert_eq!(told["standings"]["tables"][0]["rows"][3]["total"], "24");
    let totals = told["audit"]["checks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|own| own["check"] == "standings-total")
        .unwrap();
    assert_eq!((&totals["checked"], &totals["differ"]), (&4.into(), &1.into()));
    assert!(told["folder"]["season.toml"].as_str().unwrap().contains("Oulton"));
    let (refused, _) = sent(&shelf, "/api/v1/try", "text/plain", &[], Vec::new());
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(refused.headers[header::CONTENT_TYPE], "application/problem+json");
    // What is not tried still takes no body, and changes nothing.
    assert_eq!(
        sent(&shelf, "/api/v1/seasons", "text/plain", &[], b"x".to_vec()).0.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

/// Lists of qualifying have no numbers: what their cars are, their drivers say.
#[test]
fn qualifying_without_numbers_and_a_race_with_them_are_one_event() {
    let names = ["Ann Archer", "Ben Boyd", "Cleo Cole", "Dan Dale", "Eve Ekman"];
    let mut page = "= 2003 Grand Prix of Nowhere =\n\nThe 2003 Grand Prix of Nowhere was the seventh round of the 2003 Example World Series season, held on June 15, 2003 at Hill Park in Nowhere.\n\n== Qualifying results ==\n| Pos | Nat | Name | Team | Qual 1 | Qual 2 | Best |\n".to_owned();
    for (place, name) in (1..).zip(names) {
        page += &format!(
            "| {place} | CAN | {name} | Team {place} | 1:1{place}.314 | 1:1{place}.575 | 1:1{place}.314 |\n"
        );
    }
    page += "\n== Race ==\n| Pos | No | Driver | Team | Laps | Time/Retired | Grid | Points |\n";
    for (place, name) in (1..).zip(names) {
        page += &format!(
            "| {place} | 2{place} | {name} | Team {place} | 87 | 1:48:1{place}.023 | {place} | {} |\n",
            25 - place
        );
    }
    let answer = tried(&shelf(&[]), &[("files", Some("page.txt"), page.as_bytes())]);
    assert!(!answer.text.contains("PF1079"), "{}", answer.text);
    assert!(!verdict(&answer).contains("No table"), "{}", verdict(&answer));
}

const RACE: &str = "Pos,No,Driver,Team,Laps,Time\n1,7,Ann Archer,North,20,30:00.000\n2,9,Ben Boyd,South,20,30:05.500\n3,4,Cleo Cole,East,19,\n";

#[test]
fn one_race_is_a_classification_and_points_for_places_make_tables() {
    let shelf = shelf(&[]);
    let alone = tried(&shelf, &[("text", None, RACE.as_bytes())]);
    assert_eq!(
        verdict(&alone),
        "The classification was read, 3 rows in all. To score it, say below what the places give, choose a rulebook, or add a table with points."
    );
    assert!(alone.text.contains("+5.500"), "{}", alone.text);
    assert!(!alone.text.contains("Points by place"));
    let scored = tried(&shelf, &[("text", None, RACE.as_bytes()), ("points", None, b"10, 6; 3")]);
    assert_eq!(
        verdict(&scored),
        "Scored by 10-6-3, for the places of a race. There is no published table to hold it against."
    );
    assert!(scored.text.contains("Points by place: 10-6-3."), "{}", scored.text);
    let refused = tried(&shelf, &[("text", None, RACE.as_bytes()), ("points", None, b"10-six-3")]);
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.text.contains("<code>six</code>") || refused.text.contains("`six`"), "{}", refused.text);
    // The same as data.
    let (answer, _) = sent(
        &shelf,
        "/api/v1/try",
        FORM,
        &[],
        form(&[("text", None, RACE.as_bytes()), ("points", None, b"10-6-3")]),
    );
    let told: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(told["rules"], "scale", "{}", answer.text);
    let rows = told["standings"]["tables"][0]["rows"].as_array().unwrap();
    let totals: Vec<&str> = rows.iter().filter_map(|own| own["total"].as_str()).collect();
    assert_eq!(totals, ["10", "6", "3"]);
}

#[test]
fn what_has_nothing_to_score_is_shown_as_it_was_given() {
    let shelf = shelf(&[]);
    let calendar =
        "Round,Date,Circuit\n1,2026-04-12,Oulton Park\n2,2026-05-10,Brands Hatch\n3,2026-06-07,Snetterton\n";
    let answer = tried(&shelf, &[("text", None, calendar.as_bytes()), ("kind", None, b"calendar")]);
    assert_eq!(
        verdict(&answer),
        "Read: a calendar of 3 rounds. It has no results, so there is nothing to score yet. Add the results of a race, or a table with points."
    );
    assert!(answer.text.contains("<caption>Calendar</caption>"), "{}", answer.text);
    assert!(answer.text.contains("Brands Hatch"));
}

#[test]
fn a_recording_of_a_feed_is_told_as_that() {
    let shelf = shelf(&[]);
    let feed = "$F,9999,\"00:30:00\",\"12:00:00\",\"00:00:00\",\"Green \"\r\n$A,\"7\",\"7\",1,\"Ann\",\"Archer\",\"\",1\r\n$COMP,\"7\",\"7\",1,\"Ann\",\"Archer\",\"\",\"\"\r\n$G,1,\"7\",1,\"00:01:30.000\"\r\n$H,1,\"7\",1,\"00:01:30.000\"\r\n".repeat(20);
    let answer = tried(&shelf, &[("files", Some("feed.txt"), feed.as_bytes())]);
    assert!(answer.text.contains("as the timing program writes them to a file"), "{}", answer.text);
    assert!(verdict(&answer).starts_with("No table could be made of this: this is a recording"));
    // With remarks of the recorder between the records.
    let remarked =
        feed.lines().map(|own| format!("##2026-04-26 13:58:48.222\n{own}\r\n\n")).collect::<String>();
    let (answer, _) =
        sent(&shelf, "/api/v1/try", "text/plain", &[], format!("\u{feff}{remarked}").into_bytes());
    let told: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(told["diagnostics"][0]["id"], "PF1420", "{}", answer.text);
    // A sheet that has prices is none.
    let sheet = "Pos,Driver,Prize\n1,Ann,$500\n2,Ben,$300\n3,Cleo,$100\n";
    let answer = tried(&shelf, &[("text", None, sheet.as_bytes())]);
    assert!(!verdict(&answer).contains("recording"), "{}", verdict(&answer));
}
