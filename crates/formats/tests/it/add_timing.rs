//! Adding a timing service's files: the real ones against what an independent reading of them gives, and files of our own
//! making in every order.

use crate::alkamel::corpus;
use parcferme_core::season::{Date, Status};
use parcferme_core::{Diagnostic, Severity};
use parcferme_formats::folder::{Files, Folder, digest};
use parcferme_formats::intake::{self, Added, Wish};
use proptest::prelude::*;

/// Path with its folder, and bytes.
type Named = (String, Vec<u8>);

fn add(existing: &Folder, files: &[Named], wish: &Wish) -> Added {
    let within = |path: &str| path.split_once('/').map_or(path, |own| own.1).to_owned();
    let names: Vec<String> = files.iter().map(|own| within(&own.0)).collect();
    let given: Vec<(&str, &[u8])> =
        names.iter().zip(files).map(|(name, own)| (name.as_str(), own.1.as_slice())).collect();
    let mut read = intake::read(&given);
    assert_eq!(read.unknown, Vec::<String>::new());
    for own in &mut read.said {
        let at = names.iter().position(|name| *name == own.document).expect("a file of that name");
        own.path.clone_from(&files[at].0);
    }
    let of_name = |name: &str| digest(given.iter().find(|own| own.0 == name).expect("a file").1);
    let mut added = intake::add(read.said, &of_name, existing, wish);
    added.diagnostics.splice(0..0, read.diagnostics);
    added
}

/// All files of a folder with `added` in it.
fn written(added: &Added) -> Files {
    let mut files = added.folder.as_ref().expect("a folder").write();
    files.extend(added.laps.clone());
    files
}

fn read_back(files: &Files) -> Folder {
    let (folder, found) = Folder::read(files);
    let errors: Vec<&Diagnostic> = found.iter().filter(|own| own.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    folder
}

fn ids(added: &Added) -> Vec<&str> {
    let told = added.diagnostics.iter().filter(|own| own.severity != Severity::Note);
    told.map(|own| own.id).collect()
}

fn real(folder: &str, names: &[&str]) -> Option<Vec<Named>> {
    let file = |name: &&str| {
        let path = format!("{folder}/{name}.csv");
        let top = folder.rsplit('/').next().unwrap_or(folder);
        corpus(&path).map(|bytes| (format!("{top}/{name}.csv"), bytes))
    };
    names.iter().map(file).collect()
}

/// Winner, laps, time by class.
fn winners(folder: &Folder, round: u32, session: &str) -> Vec<(String, String, Option<u32>, String)> {
    let rows = &folder.results[&(round, session.to_owned())];
    let first = |class: &String| {
        let placed = rows.iter().filter(|row| row.class == *class && row.position.is_some());
        let row = placed.min_by_key(|row| row.position).expect("a car of the class");
        (class.clone(), row.number.clone(), row.laps, row.time.expect("a time").to_string())
    };
    let classes: Vec<String> = folder.classes.iter().map(|own| own.id.clone()).collect();
    classes.iter().map(first).collect()
}

fn feats(folder: &Folder, round: u32, feat: &str) -> Vec<(String, String, String)> {
    let own = folder.feats.iter().filter(|own| own.round == round && own.feat == feat);
    own.map(|own| (own.class.clone(), own.number.clone(), own.time.expect("a time").to_string())).collect()
}

fn three(own: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    own.iter().map(|own| (own.0.to_owned(), own.1.to_owned(), own.2.to_owned())).collect()
}

const ENDURANCE: [&str; 8] = [
    "sebring-qualifying-results",
    "sebring-race-laps",
    "sebring-race-results",
    "sebring-race-weather",
    "watkins-qualifying-results",
    "watkins-race-laps",
    "watkins-race-results",
    "watkins-race-weather",
];

#[test]
fn two_rounds_of_real_official_files_are_a_season() {
    let Some(files) = real("alkamel/imsa-2024", &ENDURANCE) else { return };
    let added = add(&Folder::default(), &files, &Wish::default());
    assert_eq!(ids(&added), [""; 0]);
    let folder = read_back(&written(&added));
    assert_eq!(folder.year, 2024);
    let rounds: Vec<_> = folder.rounds.iter().map(|own| (own.number, own.event.as_str(), own.date)).collect();
    assert_eq!(
        rounds,
        [(Some(1), "sebring", Date::new(2024, 3, 16)), (Some(2), "watkins", Date::new(2024, 6, 23))]
    );
    let cars: Vec<_> = folder.results.iter().map(|(key, rows)| (key.0, key.1.as_str(), rows.len())).collect();
    assert_eq!(cars, [(1, "qualifying", 58), (1, "race", 58), (2, "qualifying", 56), (2, "race", 56)]);
    let laps: Vec<_> = folder.laps.values().map(|own| own.sheet.laps().len()).collect();
    assert_eq!(laps, [16_836, 7_300]);
    let won = |class: &str, number: &str, laps, time: &str| {
        (class.to_owned(), number.to_owned(), Some(laps), time.to_owned())
    };
    assert_eq!(
        winners(&folder, 1, "race"),
        [
            won("GTP", "40", 333, "12:00:54.520"),
            won("LMP2", "18", 330, "12:01:31.978"),
            won("GTDPRO", "14", 316, "12:01:29.753"),
            won("GTD", "57", 314, "12:01:19.560"),
        ]
    );
    assert_eq!(
        winners(&folder, 2, "race"),
        [
            won("GTP", "7", 148, "6:01:10.521"),
            won("LMP2", "88", 147, "6:01:55.995"),
            won("GTDPRO", "23", 139, "6:01:44.846"),
            won("GTD", "57", 139, "6:01:52.445"),
        ]
    );
    for (round, feat, own) in [
        (
            1,
            "fastest-lap",
            [
                ("GTD", "78", "2:01.071"),
                ("GTDPRO", "62", "2:00.966"),
                ("GTP", "40", "1:49.497"),
                ("LMP2", "11", "1:51.388"),
            ],
        ),
        (
            1,
            "pole",
            [
                ("GTD", "57", "1:58.778"),
                ("GTDPRO", "14", "1:58.714"),
                ("GTP", "31", "1:48.152"),
                ("LMP2", "99", "1:52.142"),
            ],
        ),
        (
            2,
            "fastest-lap",
            [
                ("GTD", "12", "1:45.745"),
                ("GTDPRO", "64", "1:45.852"),
                ("GTP", "6", "1:34.188"),
                ("LMP2", "81", "1:36.528"),
            ],
        ),
        (
            2,
            "pole",
            [
                ("GTD", "12", "1:44.642"),
                ("GTDPRO", "62", "1:44.203"),
                ("GTP", "40", "1:32.209"),
                ("LMP2", "99", "1:35.925"),
            ],
        ),
    ] {
        assert_eq!(feats(&folder, round, feat), three(&own), "{feat} of round {round}");
    }
    // The lap file alone says who made the car.
    let row = &folder.results[&(2, "qualifying".to_owned())][0];
    assert_eq!((row.number.as_str(), row.manufacturer.as_str()), ("40", "Acura"));
    let crew: Vec<_> = row.crew.iter().map(|own| (own.driver.as_str(), own.nation.as_str())).collect();
    assert_eq!(crew, [("Jordan Taylor", "USA"), ("Louis Deletraz", "CHE")]);
}

#[test]
fn real_files_give_the_same_bytes_in_any_order_and_again() {
    let Some(files) = real("alkamel/imsa-2024", &ENDURANCE) else { return };
    let added = add(&Folder::default(), &files, &Wish::default());
    let once = written(&added);
    let turned: Vec<Named> = files.iter().rev().cloned().collect();
    assert!(
        written(&add(&Folder::default(), &turned, &Wish::default())) == once,
        "the order of files counts"
    );
    let again = add(&read_back(&once), &files, &Wish::default());
    let mut all = once.clone();
    all.extend(written(&again));
    assert!(all == once, "adding the same files again changes the folder");
}

#[test]
fn real_sheets_of_a_cup_with_decimals_shared_numbers_and_a_sheet_by_class() {
    let names = [
        "barber-2-by-class",
        "barber-2-laps",
        "barber-2-results",
        "barber-2-weather",
        "cota-1-laps",
        "cota-1-results",
        "vir-1-laps",
        "vir-1-results",
    ];
    let Some(files) = real("tables/grcup-2025", &names) else { return };
    let added = add(&Folder::default(), &files, &Wish::default());
    assert_eq!(ids(&added), ["PF0540", "PF1072", "PF1073"]);
    let folder = read_back(&written(&added));
    let cars: Vec<_> = folder.results.iter().map(|(key, rows)| (key.0, key.1.as_str(), rows.len())).collect();
    assert_eq!(cars, [(1, "race-2", 22), (2, "race-1", 31), (3, "race-1", 24)]);
    for (round, session, number, laps, time) in [
        (1, "race-2", "13", 28, "45:37.014"),
        (2, "race-1", "46", 17, "45:57.575"),
        (3, "race-1", "72", 20, "45:41.760"),
    ] {
        let own = (number.to_owned(), Some(laps), time.to_owned());
        let (_, number, laps, time) = winners(&folder, round, session).remove(0);
        assert_eq!((number, laps, time), own);
    }
    let fastest: Vec<_> = (1..=3).flat_map(|round| feats(&folder, round, "fastest-lap")).collect();
    assert_eq!(
        fastest,
        three(&[("Am", "22", "1:37.304"), ("Am", "46", "2:28.630"), ("Am", "13", "2:08.432")])
    );
    // Two cars 3, on places 15 and 18; one car did not start at the last.
    let threes = folder.results[&(2, "race-1".to_owned())].iter().filter(|row| row.number == "3");
    assert_eq!(
        threes.map(|row| (row.position, row.tags.join(" "))).collect::<Vec<_>>(),
        [(Some(15), "Legends".to_owned()), (Some(18), String::new())]
    );
    let away: Vec<_> = folder.results[&(3, "race-1".to_owned())]
        .iter()
        .filter(|row| row.status == Status::Dns)
        .map(|row| (row.number.as_str(), row.position))
        .collect();
    assert_eq!(away, [("78", None)]);
    // The sheet by class is a second source of the same cars.
    assert_eq!(folder.further[&(1, "race-2".to_owned())].len(), 22);
}

#[test]
fn real_lap_files_alone_are_rounds_with_fastest_laps() {
    let Some(files) = real("alkamel/wec", &["2025-imola-6h-analysis", "2025-spa-6h-analysis"]) else {
        return;
    };
    let added = add(&Folder::default(), &files, &Wish::default());
    assert_eq!(ids(&added), ["PF1073"]);
    let files = written(&added);
    let folder = read_back(&files);
    assert_eq!(folder.year, 2025);
    let laps: Vec<_> = folder.laps.iter().map(|(key, own)| (key.0, own.sheet.laps().len())).collect();
    assert_eq!(laps, [(1, 7_044), (2, 4_630)]);
    for (round, own) in [
        (1, [("HYPERCAR", "50", "1:32.504"), ("LMGT3", "87", "1:42.912")]),
        // Car 50 took less for its first lap, which began on the grid; the vendor marks this one as the best.
        (2, [("HYPERCAR", "51", "2:03.799"), ("LMGT3", "21", "2:18.721")]),
    ] {
        assert_eq!(feats(&folder, round, "fastest-lap"), three(&own), "round {round}");
    }
}

#[test]
fn real_sessions_that_are_no_races() {
    let names = [
        "2021-lime-rock-gtd-points-gtlm-laps",
        "2021-lime-rock-gtd-points-gtlm-results",
        "2021-lime-rock-gtd-position-laps",
        "2021-lime-rock-gtd-position-results",
        "2021-lime-rock-warm-up-laps",
        "2021-lime-rock-warm-up-results",
    ];
    let Some(files) = real("tables/imsa-sessions", &names) else { return };
    let added = add(&Folder::default(), &files, &Wish::default());
    let folder = read_back(&written(&added));
    let sessions: Vec<_> = folder.results.iter().map(|(key, rows)| (key.1.as_str(), rows.len())).collect();
    assert_eq!(
        sessions,
        [("qualifying-gtd-points-gtlm", 16), ("qualifying-gtd-position", 13), ("warm-up", 16)]
    );
    assert_eq!(
        folder.laps.keys().cloned().collect::<Vec<_>>(),
        folder.results.keys().cloned().collect::<Vec<_>>()
    );
    // Two sessions had cars of GTD: which of them was for the pole, the files do not say.
    assert_eq!(feats(&folder, 1, "pole"), three(&[("GTLM", "3", "49.958")]));
    assert_eq!(ids(&added), ["PF1077"]);
}

/// A race, its sheet by class and its laps, a qualifying with its laps, and the weather of both, of one made-up event.
fn made() -> Vec<Named> {
    let race = "\u{feff}POSITION;NUMBER;STATUS;LAPS;TOTAL_TIME;GAP_FIRST;GAP_PREVIOUS;FL_LAPNUM;FL_TIME;FL_KPH;TEAM;CLASS;GROUP;VEHICLE;DRIVER1_FIRSTNAME;DRIVER1_SECONDNAME;DRIVER1_COUNTRY;DRIVER2_FIRSTNAME;DRIVER2_SECONDNAME;DRIVER2_COUNTRY;\r\n\
        1.0;7;Classified;3;5:01.000;-;-;2;1:40.000;190;Team Nord;GT;;Marque A1;Ann;ARCHER;SWE;Ben;Boyd;GBR;\r\n\
        2.0;8;Classified;3;5:04.000;+3.000;+3.000;3;1:41.000;189;Team Syd;GT;;Marque B2;Cleo;Cox;FRA;Dan;Dale;USA;\r\n\
        3.0;21;Not started;0;;;;0;;;Team Vest;TC;;Other C3;Eve;Ellis;USA;;;;\r\n";
    let by_class = "CLASS_TYPE;POS;PIC;NUMBER;TEAM;VEHICLE;DRIVERS;LAPS;ELAPSED;GAP_FIRST;GAP_PREVIOUS;BEST_LAP_NUM;BEST_LAP_TIME;BEST_LAP_KPH\n\
        GT;1;1;7;Team Nord;Marque A1;ARCHER / BOYD;3;5:01.000;;;2;1:40.000;190\nGT;2;2;8;Team Syd;Marque B2;COX / DALE;3;4:59.000;;;3;1:41.000;189\n";
    let laps = "NUMBER; DRIVER_NUMBER; LAP_NUMBER; LAP_TIME; LAP_IMPROVEMENT; CROSSING_FINISH_LINE_IN_PIT; ELAPSED; HOUR;DRIVER_NAME;PIT_TIME;CLASS;GROUP;TEAM;MANUFACTURER;FLAG_AT_FL;\r\n\
        7;1;1;1:41.000;0;;1:41.000;13:01:41.000;Ann ARCHER;;GT;;Team Nord;Marque;GF;\r\n7;1;2;1:40.000;2;;3:21.000;13:03:21.000;Ann ARCHER;;GT;;Team Nord;Marque;GF;\r\n7;2;3;1:40.000;0;;5:01.000;13:05:01.000;Ben BOYD;;GT;;Team Nord;Marque;FF;\r\n\
        8;1;1;1:42.000;0;;1:42.000;13:01:42.000;Cleo COX;;GT;;Team Syd;Marque;GF;\r\n8;1;2;1:41.000;2;;3:23.000;13:03:23.000;Cleo COX;;GT;;Team Syd;Marque;GF;\r\n8;2;3;1:41.000;0;;5:04.000;13:05:04.000;Dan DALE;;GT;;Team Syd;Marque;FF;\r\n";
    let qualifying = "POS,NUMBER,LAP,TIME,GAP_FIRST,GAP_PREVIOUS,KPH, LAPS,TEAM,CLASS,VEHICLE,DRIVER1_FIRSTNAME,DRIVER1_SECONDNAME\n\
        1,8,2,1:39.000,-,-,191,2,Team Syd,GT,Marque B2,Cleo,Cox\n2,7,2,1:39.500,+0.500,+0.500,190,2,Team Nord,GT,Marque A1,Ben,Boyd\n3,21,2,1:45.000,+6.000,+5.500,180,2,Team Vest,TC,Other C3,Eve,Ellis\n";
    let qualifying_laps = "NUMBER,DRIVER_NUMBER,LAP_NUMBER,LAP_TIME,ELAPSED,DRIVER_NAME,PIT_TIME,CLASS,TEAM,MANUFACTURER\n\
        7,2,1,3:00.000,3:00.000,Ben BOYD,0:00:40.000,GT,Team Nord,Marque\n7,2,2,1:39.500,4:39.500,Ben BOYD,,GT,Team Nord,Marque\n\
        8,1,1,3:05.000,3:05.000,Cleo COX,0:00:41.000,GT,Team Syd,Marque\n8,1,2,1:39.000,4:44.000,Cleo COX,,GT,Team Syd,Marque\n\
        21,1,1,3:10.000,3:10.000,Eve ELLIS,0:00:42.000,TC,Team Vest,Other\n21,1,2,1:45.000,4:55.000,Eve ELLIS,,TC,Team Vest,Other\n";
    let weather = |seconds: u32| {
        format!(
            "TIME_UTC_SECONDS;TIME_UTC_STR;AIR_TEMP;TRACK_TEMP;HUMIDITY;PRESSURE;WIND_SPEED;WIND_DIRECTION;RAIN\n{seconds};x;20;30;50;1000;1;90;0\n"
        )
    };
    [
        ("hill-race-results.csv", race.to_owned()),
        ("hill-race-by-class.csv", by_class.to_owned()),
        ("hill-race-laps.csv", laps.to_owned()),
        ("hill-race-weather.csv", weather(1_772_366_400)),
        ("hill-qualifying-results.csv", qualifying.to_owned()),
        ("hill-qualifying-laps.csv", qualifying_laps.to_owned()),
        ("hill-qualifying-weather.csv", weather(1_772_280_000)),
    ]
    .map(|(name, text)| (format!("cup/{name}"), text.into_bytes()))
    .into()
}

#[test]
fn what_the_made_up_event_gives() {
    let added = add(&Folder::default(), &made(), &Wish::default());
    // The sheet by class has another time of car 8.
    assert_eq!(ids(&added), ["PF1005"]);
    let folder = read_back(&written(&added));
    let round = &folder.rounds[0];
    assert_eq!((round.name.as_str(), round.date, folder.rounds.len()), ("Hill", Date::new(2026, 3, 1), 1));
    let race = &folder.results[&(1, "race".to_owned())];
    let own: Vec<_> = race.iter().map(|row| (row.position, row.status, row.manufacturer.as_str())).collect();
    assert_eq!(
        own,
        [
            (Some(1), Status::Finished, "Marque"),
            (Some(2), Status::Finished, "Marque"),
            (None, Status::Dns, "Other")
        ]
    );
    assert_eq!(
        race[1].time.map(|time| time.to_string()).as_deref(),
        Some("5:04.000"),
        "the full sheet stands"
    );
    assert_eq!(race[0].crew[0].driver, "Ann ARCHER");
    assert_eq!(feats(&folder, 1, "pole"), three(&[("GT", "8", "1:39.000"), ("TC", "21", "1:45.000")]));
    assert_eq!(feats(&folder, 1, "fastest-lap"), three(&[("GT", "7", "1:40.000")]));
    let further = &folder.further[&(1, "race".to_owned())];
    assert_eq!(further.iter().map(|row| row.number.as_str()).collect::<Vec<_>>(), ["7", "8"]);
}

#[test]
fn a_fastest_lap_of_a_shared_number_is_told_and_crews_come_from_the_laps_where_the_sheet_names_none() {
    let result = "POSITION;NUMBER;STATUS;LAPS;TOTAL_TIME;GAP_FIRST;FL_LAPNUM;FL_TIME;CLASS;GROUP\n1;3;Classified;2;3:20.000;-;2;1:39.000;Am;\n2;5;Classified;2;3:22.000;+2.000;2;1:40.000;Am;\n3;3;Classified;2;3:24.000;+4.000;2;1:41.000;Am;Old\n";
    let head = "NUMBER;DRIVER_NUMBER;LAP_NUMBER;LAP_TIME;ELAPSED;DRIVER_NAME;CLASS;GROUP\n";
    let car = |number, name, group, first: u32, best| {
        format!(
            "{number};1;1;{first};{first};{name};Am;{group}\n{number};1;2;{best};{};{name};Am;{group}\n",
            first + best
        )
    };
    let laps = format!(
        "{head}{}{}{}",
        car(3, "Ann Archer", "", 101, 99),
        car(5, "Ben Boyd", "", 102, 100),
        car(3, "Cleo Cox", "Old", 103, 101)
    );
    let files = [("cup/hill-race-results.csv", result.to_owned()), ("cup/hill-race-laps.csv", laps)];
    let files = files.map(|(path, text)| (path.to_owned(), text.into_bytes()));
    let added = add(&Folder::default(), &files, &Wish::default());
    assert_eq!(ids(&added), ["PF1072", "PF0540", "PF1080"]);
    let folder = read_back(&written(&added));
    assert_eq!(feats(&folder, 1, "fastest-lap"), []);
    let crews: Vec<String> = folder.results[&(1, "race".to_owned())]
        .iter()
        .map(|row| row.crew.iter().map(|own| own.driver.as_str()).collect::<Vec<_>>().join(", "))
        .collect();
    assert_eq!(crews, ["", "Ben Boyd", ""], "of two cars 3 nothing says which is which");
}

#[test]
fn content_decides_what_a_file_is_and_its_name_nothing() {
    let names = ["d.csv", "a.csv", "e.csv", "g.csv", "b.csv", "f.csv", "c.csv"];
    let renamed: Vec<Named> =
        made().into_iter().zip(names).map(|((_, bytes), name)| (format!("x/{name}"), bytes)).collect();
    let wish = Wish { round: Some(4), ..Wish::default() };
    let added = add(&Folder::default(), &renamed, &wish);
    let folder = read_back(&written(&added));
    let rows: Vec<_> = folder.results.iter().map(|(key, rows)| (key.0, key.1.as_str(), rows.len())).collect();
    // No car changed its driver, though one has its second: it is qualifying.
    assert_eq!(rows, [(4, "qualifying", 3), (4, "race", 3)]);
    assert_eq!(folder.laps.len(), 2);
    let misleading: Vec<Named> = made()
        .into_iter()
        .filter(|own| own.0.contains("race-results") || own.0.contains("race-laps"))
        .map(|(path, bytes)| (path.replace("race", "qualifying"), bytes))
        .collect();
    let added = add(&Folder::default(), &misleading, &Wish::default());
    let keys: Vec<_> = added.folder.as_ref().expect("a folder").results.keys().cloned().collect();
    assert_eq!(keys, [(1, "race".to_owned())], "a race that is called qualifying");
}

#[test]
fn another_session_under_the_name_of_one_that_stands_is_refused() {
    let first = written(&add(&Folder::default(), &made(), &Wish::default()));
    let folder = read_back(&first);
    let other = |path: &str| {
        let (_, bytes) = made().into_iter().find(|own| own.0.contains("race-results")).expect("the race");
        let text = String::from_utf8(bytes)
            .expect("UTF-8")
            .replace("1:40.000", "1:38.000")
            .replace("1:41.000", "1:38.500");
        vec![(path.to_owned(), text.into_bytes())]
    };
    let added = add(&folder, &other("cup/hill-race-results-again.csv"), &Wish::default());
    assert_eq!((ids(&added), added.folder.is_none()), (vec!["PF1074"], true));
    let wish = Wish { session: Some("race-2".to_owned()), ..Wish::default() };
    let added = add(&folder, &other("cup/hill-race-results-again.csv"), &wish);
    assert_eq!(ids(&added), [""; 0]);
    assert!(added.folder.expect("a folder").results.contains_key(&(1, "race-2".to_owned())));
}

#[test]
fn a_provisional_sheet_gives_way_to_the_final_one_in_either_order() {
    let sheet = |name: &str, time: &str| {
        let text = format!(
            "POSITION;NUMBER;STATUS;LAPS;TOTAL_TIME;GAP_FIRST;FL_LAPNUM;FL_TIME;CLASS\n1;7;Classified;3;{time};-;2;1:40.000;GT\n2;8;Classified;3;5:09.000;+3.000;2;1:41.000;GT\n"
        );
        (format!("cup/Hill/{name}"), text.into_bytes())
    };
    let files = [
        sheet("03_Provisional Results_Race.csv", "5:01.000"),
        sheet("03_Results_Race_Official.csv", "5:06.000"),
    ];
    let mut all = Vec::new();
    for order in [[0, 1], [1, 0]] {
        let mut files_of = Files::new();
        for at in order {
            let added = add(
                &if files_of.is_empty() { Folder::default() } else { read_back(&files_of) },
                &files[at..=at],
                &Wish::default(),
            );
            files_of.extend(written(&added));
        }
        let folder = read_back(&files_of);
        let time = folder.results[&(1, "race".to_owned())][0].time.map(|time| time.to_string());
        assert_eq!(time.as_deref(), Some("5:06.000"), "{order:?}");
        let further = folder.further[&(1, "race".to_owned())][0].time.map(|time| time.to_string());
        assert_eq!(further.as_deref(), Some("5:01.000"), "{order:?}");
        all.push(folder.feats);
    }
    assert_eq!(all[0].len(), all[1].len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn files_one_by_one_in_any_order_are_the_folder_of_all_at_once(order in Just((0..7_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let files = made();
        let together = written(&add(&Folder::default(), &files, &Wish::default()));
        let mut step = Files::new();
        for at in order {
            let existing = if step.is_empty() { Folder::default() } else { read_back(&step) };
            let added = add(&existing, &files[at..=at], &Wish::default());
            prop_assert!(added.folder.is_some(), "{:?}", added.diagnostics);
            step.extend(written(&added));
        }
        // In which order documents came is known, and told.
        let sorted = |files: &Files| {
            let mut folder = read_back(files);
            folder.documents.sort_by(|a, b| a.name.cmp(&b.name));
            folder.rounds.iter_mut().for_each(|round| round.from.clear());
            folder.classes.sort_by(|a, b| a.id.cmp(&b.id));
            let mut written = folder.write();
            written.extend(files.iter().filter(|own| own.0.starts_with("laps/")).map(|(path, text)| (path.clone(), text.clone())));
            written
        };
        let (step, together) = (sorted(&step), sorted(&together));
        for (path, text) in &together {
            prop_assert_eq!(step.get(path), Some(text), "{}", path);
        }
        prop_assert_eq!(step.len(), together.len());
    }
}
