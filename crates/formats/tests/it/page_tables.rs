//! What stands beside the numbers of a page's tables: colours and their key, drivers of one car, stages, lengths, winners; and
//! numbers of real pages, by which the readers are held.

use super::page_kinds::{CALENDAR, ended, folder, ids, imported, season, standings};
use parcferme_core::season::{Length, RoundStatus, Status};
use parcferme_core::{Laps, Millis};
use parcferme_formats::folder::Folder;
use parcferme_formats::import::{Document, Import, import};

const KEY: &str = "{|\n! Colour !! Result\n|- style=\"background:#FFFFBF\"\n| Gold || Winner\n|- bgcolor=#DFDFDF\n| Silver || 2nd place\n\
    |- bgcolor=#CFCFFF\n| rowspan=2 | Blue || Finished, no points\n|- bgcolor=#CFCFFF\n| Not classified (NC)\n\
    |- bgcolor=#EFCFFF\n| Purple || Did not finish (Ret)\n|- bgcolor=white\n| White || Did not start (DNS)\n|}\n\n";

/// Drivers' places in colours: gold, silver, blue, purple, and others.
fn coloured(rows: &[&str]) -> String {
    standings("Pos !! Driver !! ALP !! BET !! GAM !! Points", rows)
}

fn rows() -> [&'static str; 4] {
    [
        "1 || Anton Brand || bgcolor=#FFFFBF | 1 || bgcolor=#DFDFDF | 2 || bgcolor=#FFFFBF | 1 || 68",
        "2 || Claude Durand || bgcolor=#DFDFDF | 2 || bgcolor=#FFFFBF | 1 || bgcolor=#EFCFFF | 4 || 43",
        "3 || Elio Ferro || bgcolor=#EFCFFF | 3 || bgcolor=#CFCFFF | 3 || bgcolor=#DFDFDF | 2 || 33",
        "4 || Gus Hall || bgcolor=#EFCFFF | 4 || bgcolor=#CFCFFF | NC || bgcolor=#CFCFFF | 3 || 3",
    ]
}

fn race(folder: &Folder, round: u32) -> Vec<(String, Option<u32>, Status)> {
    ended(&folder.results[&(round, "race".to_owned())])
}

#[test]
fn a_place_in_the_colour_of_retirements_is_of_a_car_that_did_not_finish() {
    let made = imported(&[&season(&format!("{CALENDAR}{}{KEY}", coloured(&rows())))]);
    assert_eq!(ids(&made), [] as [&str; 0]);
    let folder = folder(made);
    let name = |name: &str| name.to_owned();
    assert_eq!(
        race(&folder, 1),
        [
            (name("Anton Brand"), Some(1), Status::Finished),
            (name("Claude Durand"), Some(2), Status::Finished),
            (name("Elio Ferro"), Some(3), Status::Dnf),
            (name("Gus Hall"), Some(4), Status::Dnf),
        ]
    );
    // Blue is of finishers and of cars that were not classified: a place is of a finisher.
    assert_eq!(race(&folder, 2)[2], (name("Elio Ferro"), Some(3), Status::Finished));
    assert_eq!(race(&folder, 2)[3], (name("Gus Hall"), None, Status::Nc));
}

#[test]
fn colours_that_no_key_explains_or_that_say_otherwise_are_told() {
    let mut told = rows();
    told[0] = "1 || Anton Brand || bgcolor=#FFFFBF | 1 || bgcolor=#DFDFDF | 2 || bgcolor=#DFDFDF | 1 || 68";
    told[3] = "4 || Gus Hall || bgcolor=#D0E7FF | 4 || bgcolor=#CFCFFF | NC || bgcolor=white | 3 || 3";
    let made = imported(&[&season(&format!("{CALENDAR}{}{KEY}", coloured(&told)))]);
    assert_eq!(ids(&made), ["PF1121", "PF1121", "PF1122"]);
    let finished = race(&folder(made), 3);
    assert_eq!((finished[0].1, finished[2].1, finished[2].2), (Some(1), Some(3), Status::Finished));

    let without = rows().map(|row| row.replace("bgcolor=#CFCFFF | 3 || bg", "bgcolor=#EFCFFF | 3 || bg"));
    let mut without: Vec<&str> = without.iter().map(String::as_str).collect();
    let more = [
        "5 || Ivo Jung || bgcolor=#CFCFFF | 5 || bgcolor=#EFCFFF | 5 || bgcolor=#EFCFFF | 5 || 2",
        "6 || Kim Lang || bgcolor=#CFCFFF | 6 || bgcolor=#EFCFFF | 6 || bgcolor=#EFCFFF | 6 || 1",
        "7 || Max Nord || bgcolor=#CFCFFF | 7 || bgcolor=#CFCFFF | 4 || bgcolor=#EFCFFF | 7 || 1",
    ];
    without.extend(more);
    let made = imported(&[&season(&format!("{CALENDAR}{}", coloured(&without)))]);
    assert_eq!(ids(&made), ["PF1120"]);
}

#[test]
fn a_dagger_is_of_retirements_where_a_sentence_says_so() {
    let table = coloured(&[
        "1 || Anton Brand || 1 || 2 || 1 || 68",
        "2 || Claude Durand || 2 || 1 || 4<sup>†</sup> || 43",
        "3 || Elio Ferro || 3† || NC || 2 || 33",
        "4 || Gus Hall || Ret || 3 || 3 || 3",
    ]);
    let status = |note: &str| {
        let folder = folder(imported(&[&season(&format!("{CALENDAR}{table}\n{note}\n"))]));
        (race(&folder, 1)[2].clone(), race(&folder, 3)[3].clone())
    };
    let (first, third) = status("† Retired but classified.");
    assert_eq!((first.1, first.2, third.1, third.2), (Some(3), Status::Dnf, Some(4), Status::Dnf));
    let (first, third) = status("† Points were taken away.");
    assert_eq!((first.2, third.2), (Status::Finished, Status::Finished));
}

#[test]
fn a_table_of_clubs_with_one_car_each_gives_results_and_who_drove() {
    let clubs = |drivers: &str| {
        let mut rows = String::new();
        for club in 1..=7_u32 {
            let (first, second) = (club, if club == 7 { 7 } else { ((club - 1) ^ 1) + 1 });
            let third = if club == 7 { "Ret".to_owned() } else { club.to_string() };
            rows += &match club {
                2 => format!(
                    "|-\n| rowspan=2 | 2 || rowspan=2 | Club 2 || Ann Archer || {first} || || || rowspan=2 | 60\n|-\n| Ben Boyd || || {second} || {third}\n"
                ),
                _ => format!(
                    "|-\n| {club} || Club {club} || Driver {} || {first} || {second} || {third} || {}\n",
                    char::from(b'A' + club as u8),
                    90 - club
                ),
            };
        }
        format!(
            "== Championship standings ==\n{{|\n! Pos !! Entrant !! {drivers} !! ALP !! BET !! GAM !! Pts\n{rows}|}}\n"
        )
    };
    let made = imported(&[&season(&format!("{CALENDAR}{}", clubs("Drivers")))]);
    assert_eq!((made.left_out, ids(&made)), (0, vec![]));
    let results = folder(made).results;
    let of = |round: u32| {
        let rows = &results[&(round, "race".to_owned())];
        let own = rows.iter().find(|row| row.team == "Club 2").unwrap();
        (own.position, own.crew[0].driver.clone(), rows.len())
    };
    assert_eq!(of(1), (Some(2), "Ann Archer".to_owned(), 7));
    assert_eq!(of(2), (Some(1), "Ben Boyd".to_owned(), 7));

    // Best cars of teams that have several: their places leave gaps, and what is lost is counted.
    let best = standings(
        "Pos !! Team !! ALP !! BET !! GAM !! Points",
        &[
            "1 || Team One || 1 || 2 || Ret || 68",
            "2 || Team Two || 4 || 1 || 3 || 43",
            "3 || Team Three || 7 || NC || 9 || 33",
        ],
    );
    let made = imported(&[&season(&format!("{CALENDAR}{best}"))]);
    assert_eq!(made.left_out, 3);
    assert!(folder(made).results.is_empty());
}

#[test]
fn stages_of_a_rally_are_no_calendar_and_a_class_among_others_has_places_of_all() {
    let page = "= 2007 Example Rally =\n\nThe 2007 Example Rally was the third round of the 2007 Example Championship season.\n\n\
        == Results ==\n{|\n! Pos. !! Driver !! Car !! Time !! Points\n|-\n! colspan=5 | Main\n|-\n| 1. || Ann Archer || Alpha || 3:28:17.0 || 10\n|-\n\
        | 2. || Ben Boyd || Beta || 3:28:26.5 || 8\n|-\n! colspan=5 | Junior\n|-\n| 1. (3.) || Cleo Cox || Gamma || 3:49:37.9 || 10\n|-\n\
        | 2. (4.) || Dan Dale || Gamma || 3:57:11.6 || 8\n|-\n| colspan=2 | Drivers on their second day || || || \n|}\n\n\
        == Special stages ==\n{|\n! Leg !! Stage !! Time !! Name !! Length !! Winner !! Leader\n|-\n| rowspan=2 | 1 (16 Feb) || SS1 || 07:43 || Wood 1 || 30.30 km || A. Archer || A. Archer\n|-\n\
        | SS2 || 08:34 || Hill || 11.92 km || B. Boyd || A. Archer\n|-\n| 2 (17 Feb) || SS3 || 09:34 || Wood 2 || 30.30 km || B. Boyd || A. Archer\n|}\n";
    let made = imported(&[page]);
    assert_eq!((made.left_out, ids(&made)), (0, vec![]));
    let folder = folder(made);
    assert_eq!(folder.rounds.iter().map(|round| round.number).collect::<Vec<_>>(), [Some(3)]);
    let rows = &folder.results[&(3, "race".to_owned())];
    let read: Vec<(Option<u32>, &str)> = rows.iter().map(|row| (row.position, row.class.as_str())).collect();
    assert_eq!(read, [(Some(1), "Main"), (Some(2), "Main"), (Some(3), "Junior"), (Some(4), "Junior")]);
}

#[test]
fn a_calendar_with_winners_was_held_and_says_how_long_its_races_were() {
    let calendar = "== Calendar ==\n{|\n! Rnd !! Race !! Length !! Circuit !! Date !! Winner\n|-\n| 1 || Alpha 300 || 24 Hours || Alpha Ring || 5 May || Ann Archer\n|-\n\
        | 2 || Beta 300 || 45 minutes || Beta Park || 7 July || Ben Boyd\n|-\n| 3 || Gamma 300 || 120 laps || Gamma Circuit || 1 September || \n|-\n\
        | 4 || Delta 300 || 100.5 miles || Delta Circuit || 8 September || TBA\n|}\n";
    let made = imported(&[&season(calendar)]);
    let told = made.report.open.iter().any(|note| note.what.contains("100.5 miles"));
    let rounds = folder(made).rounds;
    let status: Vec<RoundStatus> = rounds.iter().map(|round| round.status).collect();
    assert_eq!(
        status,
        [RoundStatus::Held, RoundStatus::Held, RoundStatus::Scheduled, RoundStatus::Scheduled]
    );
    let lengths: Vec<Option<Length>> = rounds.iter().map(|round| round.length).collect();
    let time = |minutes: i64| Some(Length::Time(Millis(minutes * 60_000)));
    assert_eq!(lengths, [time(24 * 60), time(45), Some(Length::Laps(Laps(120))), None]);
    assert!(told);

    // A list of winners beside the calendar says the same of the rounds that it names, and its own rows are not missed.
    let winners = "== Races ==\n{|\n! No !! Race !! Pole position !! Winning driver\n|-\n| 1 || rowspan=2 | Alpha 300 || Ann Archer || Ann Archer\n|-\n| 2 || || Ben Boyd\n|}\n";
    let made = imported(&[&season(&format!("{CALENDAR}{winners}"))]);
    assert_eq!((made.left_out, ids(&made)), (0, vec![]));
    let status: Vec<RoundStatus> = folder(made).rounds.iter().map(|round| round.status).collect();
    assert_eq!(status, [RoundStatus::Held, RoundStatus::Scheduled, RoundStatus::Scheduled]);
}

#[test]
fn a_round_that_was_called_off_and_run_again_has_two_columns() {
    let calendar = "== Calendar ==\n{|\n! Round !! Circuit !! Date !! Pole !! Winner\n|-\n| 1 || Alpha || 5 May || A. Brand || A. Brand\n|-\n| 2 || Alpha || 6 May || colspan=2 | Round cancelled\n|-\n\
        | 3 || Beta || 7 July || A. Brand || A. Brand\n|-\n| 4 || Beta || 8 July || A. Brand || A. Brand\n|-\n| 2 || Beta || 8 July || A. Brand || C. Durand\n|}\n";
    let table = "== Drivers' Championship ==\n{|\n! Pos !! Driver !! colspan=2 | ALP !! colspan=3 | BET !! Points\n|-\n| 1 || Anton Brand || 1 || C || 1 || 1 || 2 || 68\n|-\n\
        | 2 || Claude Durand || 2 || C || 2 || Ret || 1 || 43\n|-\n| 3 || Elio Ferro || 3 || C || Ret || 2 || 3 || 33\n|-\n| Pos || Driver || ALP || ALP || BET || BET || BET || Points\n|}\n";
    let made = imported(&[&season(&format!("{calendar}{table}"))]);
    assert_eq!(made.left_out, 0);
    let folder = folder(made);
    assert_eq!(folder.rounds.iter().filter(|round| round.status == RoundStatus::Held).count(), 4);
    let winner = |round| race(&folder, round)[0].0.clone();
    assert_eq!([1, 2, 3, 4].map(winner), ["Anton Brand", "Claude Durand", "Anton Brand", "Anton Brand"]);
}

#[test]
fn a_head_that_is_repeated_below_does_not_spoil_its_column() {
    let table = standings(
        "Pos !! Driver !! ALP !! BET !! GAM !! Points",
        &[
            "1 || Anton Brand || 1 || 2 || || 68",
            "2 || Claude Durand || 2 || 1 || || 43",
            "3 || Elio Ferro || 3 || Ret || || 33",
            "colspan=6 | Ineligible for points",
            "|| Gus Hall || Ret || 3 || ||",
            "Pos || Driver || ALP || BET || GAM || Points",
        ],
    );
    let made = imported(&[&season(&format!("{CALENDAR}{table}"))]);
    assert_eq!(made.left_out, 0);
    let rounds: Vec<u32> = folder(made).results.keys().map(|(round, _)| *round).collect();
    assert_eq!(rounds, [1, 2]);
}

#[test]
fn a_lap_time_that_is_none_is_told_and_a_gap_is_a_time() {
    let page = "= 2012 Example 300 =\n\nThe 2012 Example 300 was the second round of the 2012 Example Cup season.\n\n\
        == Qualifying ==\n{|\n! Pos !! No !! Driver !! Time\n|-\n| 1 || 7 || Ann Archer || 1:02.345\n|-\n| 2 || 8 || Ben Boyd || 1:02..456\n|-\n| 3 || 9 || Cleo Cox || no time\n|}\n\n\
        == Race ==\n{|\n! Pos !! No !! Bike !! Driver !! Laps !! Time\n|-\n| 1 || 7 || Honda CBR600RR || Ann Archer || 20 || 30:00.000\n|-\n| 2 || 8 || Yamaha YZF-R6 || Ben Boyd || 20 || + 3.456 s\n|-\n\
        | 3 || 9 || Ducati 999 || Cleo Cox || 19 || +12.000\n|}\n";
    let page = page.replace("! Pos !! No !! Driver !! Time", "! Pos !! No !! Driver !! Q1");
    let made = imported(&[&page]);
    assert_eq!(ids(&made), ["PF1123"]);
    assert!(made.report.open.iter().any(|note| note.what.contains("no time")));
    let results = folder(made).results;
    let rows = &results[&(2, "race".to_owned())];
    let read: Vec<(Option<i64>, &str, &str)> = rows
        .iter()
        .map(|row| (row.time.map(|time| time.0), row.remark.as_str(), row.chassis.as_str()))
        .collect();
    assert_eq!(
        read,
        [
            (Some(1_800_000), "", "Honda CBR600RR"),
            (Some(1_803_456), "", "Yamaha YZF-R6"),
            (None, "+12.000", "Ducati 999")
        ]
    );
}

#[test]
fn captions_of_a_season_name_no_event_and_a_breakdown_is_no_class() {
    let page = format!(
        "= 2012 Example Cup season =\n\nAnn Archer at Round 1 of the 2012 Example Cup.\n\nThe 2012 Example Cup season was the first season of the series. It was a race of three rounds.\n\n{CALENDAR}\
        == Driver Breakdown ==\n{{|\n! Pos !! Driver !! Wins !! Points\n|-\n| 1 || Ann Archer || 2 || 60\n|-\n| 2 || Ben Boyd || 1 || 50\n|}}\n"
    );
    let made = imported(&[&page]);
    assert_eq!(made.report.contradictory.len(), 0, "{:?}", made.report.contradictory);
    let folder = folder(made);
    assert_eq!(
        folder.rounds.iter().map(|round| round.name.as_str()).collect::<Vec<_>>(),
        ["Alpha 300", "Beta 300", "Gamma 300"]
    );
    assert_eq!(folder.classes.len(), 0);
}

#[test]
fn a_number_of_one_round_alone_is_told_where_numbers_are_steady() {
    let race = |round: u32, numbers: &[u32]| {
        let rows: Vec<String> = numbers
            .iter()
            .enumerate()
            .map(|(at, number)| {
                let driver = char::from(b'A' + u8::try_from(at).unwrap());
                format!("|-\n| {} || {number} || Team {} || Driver {driver} || 20\n", at + 1, at / 2)
            })
            .collect();
        format!("== Round {round} ==\n{{|\n! Pos !! No !! Team !! Driver !! Laps\n{}|}}\n\n", rows.concat())
    };
    let told = |third: &[u32]| {
        let usual: Vec<u32> = (21..33).collect();
        let body = format!("{CALENDAR}{}{}{}", race(1, &usual), race(2, &usual), race(3, third));
        let made = imported(&[&season(&body)]);
        let alone = made.report.open.into_iter().filter(|note| note.what.ends_with("is in round 3 alone"));
        alone.map(|note| note.what).collect::<Vec<_>>()
    };
    let mut third: Vec<u32> = (21..33).collect();
    third[3] = 2;
    assert_eq!(told(&third), ["car 2 of Team 1 is in round 3 alone"]);
    // Cars that changed hands keep their numbers.
    third.swap(4, 5);
    third[3] = 24;
    assert_eq!(told(&third), [] as [&str; 0]);
    // Where every race gave its own numbers, none of them is odd.
    let drawn: Vec<u32> = (41..53).collect();
    assert_eq!(told(&drawn), [] as [&str; 0]);
}

#[test]
fn seconds_beside_minutes_are_times() {
    let page = "= 2012 Example 300 =\n\nThe 2012 Example 300 was the second round of the 2012 Example Cup season.\n\n\
        == Qualifying ==\n{|\n! Pos !! No !! Driver !! Q1\n|-\n| 1 || 7 || Ann Archer || 59.783\n|-\n| 2 || 8 || Ben Boyd || 59.099\n|-\n| 3 || 9 || Cleo Cox || 1:00.273\n|}\n";
    let made = imported(&[page]);
    assert_eq!(ids(&made), [] as [&str; 0]);
    let results = folder(made).results;
    let best = results[&(2, "qualifying".to_owned())].iter().map(|row| row.best_lap.map(|time| time.0));
    assert_eq!(best.collect::<Vec<_>>(), [Some(59_783), Some(59_099), Some(60_273)]);
}

/// Pages that others wrote, read from `PARCFERME_CORPUS`.
fn of_corpus(name: &str) -> Option<Import> {
    let Some(root) = std::env::var_os("PARCFERME_CORPUS") else {
        eprintln!("skipped: PARCFERME_CORPUS is not set");
        return None;
    };
    let bytes = std::fs::read(std::path::Path::new(&root).join("pages").join(name)).unwrap();
    Some(import(&[Document { name, bytes: &bytes }], &Folder::default()))
}

/// Numbers counted on the pages by another program: places cell by cell, those behind which the key's colour or sign is of
/// cars that did not finish, rounds and rows.
#[test]
fn numbers_of_real_pages_are_read_as_they_stand() {
    let expected = [
        ("1989-formula-one-season.html", 16, 623, 223),
        ("1990-indycar-season.html", 16, 445, 171),
        ("1998-cart-season.html", 19, 535, 211),
        ("2008-superleague-formula-season.html", 12, 214, 64),
        ("2014-nascar-camping-world-truck-series.html", 2, 75, 19),
    ];
    for (name, races, rows, retired) in expected {
        let Some(made) = of_corpus(name) else { return };
        let results = folder(made).results;
        let all = || results.values().flatten();
        let read = (results.len(), all().count(), all().filter(|row| row.status == Status::Dnf).count());
        assert_eq!(read, (races, rows, retired), "{name}");
    }
    let Some(made) = of_corpus("2007-rally-norway.html") else { return };
    let folder = folder(made);
    let rows = &folder.results[&(3, "race".to_owned())];
    let places: Vec<u32> = rows.iter().filter_map(|row| row.position).collect();
    assert_eq!(places, [1, 2, 3, 4, 5, 6, 7, 8, 18, 21, 28, 31, 38, 39, 41, 44]);
}
