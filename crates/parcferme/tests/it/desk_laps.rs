//! Laps at the desk: a timekeeper corrects one, with a reason.

use crate::desk::{FILES, change, enter};
use crate::desk_pages::hidden;
use crate::gate::{Answered, Club};

const TIM: &str = "parcferme=tim";
const LAPS: &str = "NUMBER;DRIVER_NUMBER;LAP_NUMBER;LAP_TIME;CROSSING_FINISH_LINE_IN_PIT;ELAPSED;DRIVER_NAME;CLASS;TEAM;FLAG_AT_FL
1;1;1;1:00.000;;1:00.000;Ann Archer;;One;GF
1;1;2;1:00.000;;2:00.000;Ann Archer;;One;GF
1;1;3;2:00.000;;4:00.000;Ann Archer;;One;FF
3;1;1;1:01.000;;1:01.000;Cid Cole;;Team 3;GF
3;1;2;1:01.000;;2:02.000;Cid Cole;;Team 3;GF
3;1;3;1:01.000;;3:03.000;Cid Cole;;Team 3;GF
3;1;4;1:01.000;;4:04.000;Cid Cole;;Team 3;FF
";
const PATH: &str = "/desk/cup/2026/rounds/02/laps";

/// A season whose second round has its rows from laps.
pub fn club() -> Club {
    let club = Club::new();
    let files: Vec<(&str, String)> = FILES
        .iter()
        .map(|own| match own.0 {
            "results/02-race.csv" => ("laps/02-race.csv", LAPS.to_owned()),
            path => (path, own.1.to_owned()),
        })
        .collect();
    enter(&mut club.record(), &files);
    club.official("tim", &["timekeeper cup/*"]);
    club.official("tom", &["timekeeper cup/*"]);
    club.official("ann", &["points-keeper cup/*"]);
    club
}

fn missed<'a>(lap: &'a str, reason: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("session", "race"),
        ("number", "1"),
        ("class", ""),
        ("team", "One"),
        ("kind", "missed-passing"),
        ("lap", lap),
        ("at", "3:00.000"),
        ("driver", "left from before"),
        ("reason", reason),
        ("from", "video 14:03"),
    ]
}

async fn confirm(club: &Club, who: &str, shown: &Answered) -> Answered {
    let (id, why) = (hidden(shown, "preview"), hidden(shown, "why"));
    club.send("/desk/cup/2026/enter", who, &[("preview", &id), ("why", &why)]).await
}

#[tokio::test]
async fn a_missed_crossing_is_corrected_and_the_tables_follow() {
    let club = club();
    assert!(club.get("/desk/cup/2026", TIM).await.text.contains("/laps\">Laps</a>"));
    let files = club.get("/desk/cup/2026/laps", TIM).await.text;
    assert!(
        files.contains("rounds/02/laps?session=race") && files.contains("Round 2, Summer Race, race"),
        "{files}"
    );
    let cars = club.get(&format!("{PATH}?session=race"), TIM).await.text;
    assert!(cars.contains("number=3&amp;class=&amp;team=Team%203") && cars.contains("1:01.000"), "{cars}");
    let car = club.get(&format!("{PATH}?session=race&number=1&team=One&lap=3"), TIM).await.text;
    assert!(
        car.contains("name=\"lap\" value=\"3\"") && car.contains("2:00.000") && car.contains("Ann Archer"),
        "{car}"
    );
    let shown = club.send(PATH, TIM, &missed("3", "transponder failed")).await;
    assert!(
        shown.text.contains("Ann Archer gains") && shown.text.contains("laps/corrections.csv"),
        "{}",
        shown.text
    );
    let classified = shown.text.split_once("Classified otherwise").unwrap().1;
    let row = "<th scope=\"row\">1</th><td>One</td><td class=\"pf-right\">2</td><td class=\"pf-right\"><b>1</b></td>\
        <td class=\"pf-right\">3</td><td class=\"pf-right\"><b>4</b></td>";
    assert!(classified.contains("Round 2, race") && classified.contains(row), "{classified}");
    let said = "<p>Car 1, lap 3: a crossing was missed, at 3:00.000 (transponder failed).</p>";
    assert!(shown.text.contains(said), "{}", shown.text);
    assert_eq!(
        hidden(&shown, "why"),
        "laps of round 2, race: car 1, lap 3: a crossing was missed, at 3:00.000 (transponder failed)"
    );
    assert_eq!(confirm(&club, TIM, &shown).await.location(), "/desk/cup/2026?done=entered");
    let mut record = club.record();
    let files = record.files("cup/2026", 2).unwrap();
    assert_eq!(
        String::from_utf8_lossy(&files["laps/corrections.csv"]),
        "session,kind,number,class,team,lap,at,driver,reason,from\n02-race,missed-passing,1,,One,3,3:00.000,,transponder failed,video 14:03\n"
    );
    assert_eq!(files["laps/02-race.csv"], LAPS.as_bytes(), "the records stay as they came");
    let car = club.get(&format!("{PATH}?session=race&number=1&team=One"), TIM).await.text;
    assert!(car.contains("a crossing was missed, at 3:00.000: transponder failed"), "{car}");
    // Where results are declared, they stand: said, and no table moves.
    change(&mut record, "results", &[("results/02-race.csv", Some(crate::desk::RESULTS.to_owned()))]);
    let cars = club.get(&format!("{PATH}?session=race"), TIM).await.text;
    assert!(cars.contains("Results are declared for this session, and they stand."), "{cars}");
    assert!(cars.contains("Car 1, lap 3: a crossing was missed"), "{cars}");
}

#[tokio::test]
async fn the_second_of_two_timekeepers_is_told_and_shown_both() {
    let club = club();
    let tom = "parcferme=tom";
    let first = club.send(PATH, TIM, &missed("3", "transponder failed")).await;
    let second = club.send(PATH, tom, &missed("3", "loop was off")).await;
    assert_eq!(confirm(&club, TIM, &first).await.location(), "/desk/cup/2026?done=entered");
    let late = confirm(&club, tom, &second).await;
    assert_eq!(late.status.as_u16(), 409);
    for told in ["entered since by tim", "transponder failed", "loop was off", "You gave", "The record has"] {
        assert!(late.text.to_lowercase().contains(&told.to_lowercase()), "{told}: {}", late.text);
    }
    assert_eq!(club.record().operations("cup/2026", 0).unwrap().len(), 2, "nothing of the second");
}

#[tokio::test]
async fn what_fits_no_lap_is_refused_in_words_and_kept() {
    let club = club();
    let with = |field: &str, value: &'static str| -> Vec<(&'static str, &'static str)> {
        missed("3", "loop").into_iter().map(|own| if own.0 == field { (own.0, value) } else { own }).collect()
    };
    for (field, value, told) in [
        ("lap", "9", "a lap that the car has not driven"),
        ("lap", "x", "laps of the correction cannot be read"),
        ("at", "9:00.000", "the missed passing is not within its lap"),
        ("reason", "", "reason"),
        ("kind", "", "kind"),
    ] {
        let refused = club.send(PATH, TIM, &with(field, value)).await;
        assert_eq!(refused.status.as_u16(), 400, "{field}: {}", refused.text);
        assert!(
            refused.text.to_lowercase().contains(told) && refused.text.contains("video 14:03"),
            "{told}: {}",
            refused.text
        );
    }
    assert_eq!(club.get(PATH, "parcferme=ann").await.status.as_u16(), 403, "laps are the timekeeper's");
    for gone in ["/desk/cup/2026/rounds/01/laps", "/desk/cup/2026/rounds/7/laps"] {
        assert_eq!(club.get(gone, TIM).await.status.as_u16(), 404, "{gone}");
    }
}

/// What looks like a slip is told before it counts, and is entered all the same.
#[tokio::test]
async fn a_preview_tells_what_looks_like_a_slip() {
    let club = club();
    let drove = |name: &'static str| {
        [
            ("session", "race"),
            ("number", "1"),
            ("team", "One"),
            ("kind", "driver"),
            ("lap", "2"),
            ("driver", name),
            ("reason", "video"),
        ]
    };
    let shown = club.send(PATH, TIM, &drove("Nobody Known")).await;
    let told = "Nobody Known is not of the crew of car 1 so far";
    assert!(
        shown.text.contains(told) && shown.text.contains("Expected: one of Ann Archer"),
        "{}",
        shown.text
    );
    let near = club.send(PATH, TIM, &drove("Ann Archr")).await;
    assert!(near.text.contains("Did you mean “Ann Archer”?"), "{}", near.text);
    let known = club.send(PATH, TIM, &drove("Cid Cole")).await;
    assert!(known.text.contains("Cid Cole is not of the crew of car 1"), "{}", known.text);
    let names = ["place[]", "number[]", "laps[]", "time[]", "status[]", "drivers[]"];
    let rows = [
        ["1", "1", "", "", "", "Ann Archer"],
        ["1", "3", "", "", "", "Cid Cole"],
        ["7", "8", "", "", "", "Eve Ebb"],
    ];
    let cells = rows.iter().flat_map(|row| names.into_iter().zip(*row));
    let fields: Vec<(&str, &str)> = [("session", "race"), ("after", "1")].into_iter().chain(cells).collect();
    let shown = club.send("/desk/cup/2026/rounds/01/grid", "parcferme=ann", &fields).await;
    for told in ["cars 1 and 3 share place 1 of round 1, race", "positions 2 to 6 of"] {
        assert!(shown.text.to_lowercase().contains(told), "{told}: {}", shown.text);
    }
    assert!(!shown.text.contains("Ann Archer is not of the crew"), "{}", shown.text);
    assert_eq!(confirm(&club, "parcferme=ann", &shown).await.location(), "/desk/cup/2026?done=entered");
}
