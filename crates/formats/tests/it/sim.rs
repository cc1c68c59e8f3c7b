//! Real result files of simulators, where they are at hand, against what independent scripts found in them.

use crate::alkamel::corpus;
use parcferme_core::timing::LapSheet;
use parcferme_formats::alkamel::read_laps;
use parcferme_formats::folder::ResultRecord;
use parcferme_formats::intake::{self, Said, said::Session};

fn read(path: &str) -> Option<(Said, Vec<&'static str>)> {
    let bytes = corpus(path)?;
    let mut read = intake::read(&[(path.rsplit('/').next().unwrap(), &bytes)]);
    assert_eq!(read.unknown, Vec::<String>::new(), "{path}");
    let mut ids: Vec<&str> = read.diagnostics.iter().map(|own| own.id).collect();
    ids.dedup();
    Some((read.said.remove(0), ids))
}

fn session<'s>(said: &'s Said, id: &str) -> &'s Session {
    said.sessions.iter().find(|own| own.id() == id).unwrap()
}

/// Place, number, ids, laps, time, best lap, grid, status.
fn row(row: &ResultRecord) -> String {
    fn shown<T: ToString>(value: Option<T>) -> String {
        value.map_or_else(|| "-".to_owned(), |value| value.to_string())
    }
    let ids: Vec<&str> = row.crew.iter().map(|own| own.id.as_str()).collect();
    format!(
        "{} #{} {} {} {} {} {} {}",
        shown(row.position),
        row.number,
        ids.join("+"),
        shown(row.laps),
        shown(row.time.map(|own| own.0)),
        shown(row.best_lap.map(|own| own.0)),
        shown(row.grid),
        row.status.word()
    )
}

fn rows(session: &Session, at: &[usize]) -> Vec<String> {
    at.iter().map(|&at| row(&session.rows[at])).collect()
}

fn laps(session: &Session) -> LapSheet {
    let text = session.laps.as_ref().unwrap();
    let (sheet, told) = read_laps("laps.csv", text.as_bytes());
    let errors = told.iter().filter(|own| own.severity == parcferme_core::Severity::Error);
    assert_eq!(errors.map(|own| own.message.as_str()).collect::<Vec<_>>(), [""; 0]);
    sheet
}

fn feats(session: &Session) -> Vec<(&str, &str, Option<i64>)> {
    let feat = |own: &'_ intake::said::Feat| own.time.map(|time| time.0);
    session.feats.iter().map(|own| (own.feat.as_str(), own.number.as_str(), feat(own))).collect()
}

#[test]
fn competizione() {
    let Some((said, ids)) = read("sim/acc_race.json") else { return };
    assert_eq!(ids, [""; 0]);
    let race = session(&said, "race");
    assert_eq!(race.event.circuit, "Brands Hatch");
    assert_eq!(
        rows(race, &[0, 1, 2]),
        [
            "1 #82 123 23 2329129 90837 - finished",
            "2 #107 456 21 2181760 90930 - finished",
            "3 #17 789 21 2236216 90462 - finished",
        ]
    );
    let classes: Vec<&str> = race.rows.iter().map(|own| own.class.as_str()).collect();
    assert_eq!(classes, ["Overall", "Pro-Am", "Overall"]);
    assert_eq!(race.rows[2].crew[0].driver, "Federico Siv TEAMname", "a line break in a name");
    assert_eq!(
        (race.rows[0].chassis.as_str(), race.rows[1].chassis.as_str()),
        ("Mercedes-AMG GT3", "Audi R8 LMS")
    );
    let sheet = laps(race);
    assert_eq!((sheet.cars().len(), sheet.laps().len()), (3, 65));
    let (said, _) = read("sim/acc_qualy.json").unwrap();
    let qualifying = session(&said, "qualifying");
    assert_eq!(
        rows(qualifying, &[0, 1]),
        ["1 #1 S76561197971070302 19 - 83520 - finished", "2 #98 S76561197998991296 18 - 86034 - finished",]
    );
    assert_eq!(laps(qualifying).laps().len(), 37);
    let (said, _) = read("sim/acc_race_driver_swaps.json").unwrap();
    let crew: Vec<&str> = session(&said, "race").rows[0].crew.iter().map(|own| own.driver.as_str()).collect();
    assert_eq!(crew, ["Andrea Mel", "Second Driver"]);
    let text = session(&said, "race").laps.as_ref().unwrap();
    assert_eq!(text.lines().filter(|line| line.contains("Second Driver")).count(), 1);
}

#[test]
fn assetto_corsa() {
    let Some((said, ids)) = read("sim/ac_server_race.json") else { return };
    assert_eq!(ids, ["PF1024"]);
    let race = session(&said, "race");
    assert_eq!((race.event.circuit.as_str(), race.rows.len()), ("Monza (Full Course)", 23));
    assert_eq!(
        rows(race, &[0, 1, 7, 10]),
        [
            "1 #253509700 76561198213775428 10 1003035 98907 - finished",
            "2 #93773218 76561198054038946 9 972763 100687 - finished",
            "8 #113362054 76561198073627782 3 1023011 133463 - finished",
            "11 #117506650 76561198077772378 0 - - - dnf",
        ]
    );
    // Six drivers left: they have laps and no line of the result.
    let left: Vec<(u32, i64, Option<u32>)> = race.rows[17..]
        .iter()
        .map(|own| (own.laps.unwrap(), own.best_lap.unwrap().0, own.position))
        .collect();
    let mut expected = [(6, 100_189), (6, 101_374), (7, 99_695), (1, 188_254), (1, 132_710), (2, 107_371)];
    expected.sort_unstable();
    let mut found: Vec<(u32, i64)> = left.iter().map(|own| (own.0, own.1)).collect();
    found.sort_unstable();
    assert_eq!(found, expected);
    assert!(left.iter().all(|own| own.2.is_none()));
    assert_eq!(laps(race).laps().len(), 82);
    assert_eq!(feats(race), [("fastest-lap", "253509700", Some(98_907))]);
    let (said, _) = read("sim/ac_client_race_out.json").unwrap();
    let race = session(&said, "race");
    let places: Vec<(&str, Option<u32>, Option<i64>)> = race
        .rows
        .iter()
        .map(|own| (own.crew[0].driver.as_str(), own.laps, own.time.map(|own| own.0)))
        .collect();
    assert_eq!(places.len(), 21);
    assert_eq!(places[0], ("Petr Dolezal", Some(30), Some(4_225_383)));
    assert_eq!(places[4], ("Jaroslav Honzik", Some(30), Some(4_328_313)));
    assert_eq!(places[19], ("Tomas Ledenyi", Some(0), None));
    assert_eq!(laps(race).laps().len(), 453);
    let qualifying = session(&said, "qualifying");
    assert_eq!(row(&qualifying.rows[0]).split_once(' ').unwrap().0, "1");
    assert_eq!(
        (qualifying.rows[0].crew[0].driver.as_str(), qualifying.rows[0].best_lap.map(|own| own.0)),
        ("Petr Dolezal", Some(139_291))
    );
}

#[test]
fn iracing() {
    let Some((said, ids)) = read("sim/iracing_result_36788868.json") else { return };
    assert_eq!(ids, ["PF1026"]);
    assert_eq!((said.series.as_str(), said.year), ("NXTGEN S19 PMR Porsche League", Some(2021)));
    let race = session(&said, "race");
    assert_eq!(
        (race.event.circuit.as_str(), race.event.date),
        ("Mount Panorama Circuit", "2021-01-08".parse().ok())
    );
    assert_eq!(
        rows(race, &[0, 1, 2, 15, 16]),
        [
            "1 #8 357237 5 893260 129620 1 finished",
            "2 #88 180797 5 893865 129651 2 finished",
            "3 #69 53814 5 897316 130569 3 finished",
            "16 #9 479494 5 971516 133917 14 finished",
            "17 #911 488626 4 - 131919 15 finished",
        ]
    );
    let measures: Vec<(&str, i64)> =
        race.rows[0].measures.iter().map(|own| (own.name.as_str(), own.value)).collect();
    assert_eq!(measures, [("incidents", 4), ("laps_led", 5)]);
    assert_eq!(feats(race), [("fastest-lap", "15", Some(129_226)), ("pole", "8", None)]);
    assert_eq!(session(&said, "qualifying").rows.len(), 17);
    assert_eq!(session(&said, "practice").rows.len(), 17);
    assert_eq!(row(&session(&said, "qualifying").rows[16]), "17 #10 501012 2 - - - finished");
}

#[test]
fn rfactor() {
    let Some((said, ids)) = read("sim/rf2_race_swaps.xml") else { return };
    assert_eq!(ids, ["PF0144", "PF1024"]);
    let race = session(&said, "race");
    assert_eq!(race.event.date, "2013-03-24".parse().ok());
    let places: Vec<_> = race
        .rows
        .iter()
        .map(|own| (own.position, own.team.as_str(), own.time.map(|own| own.0), own.grid))
        .collect();
    assert_eq!(
        places,
        [
            (Some(1), "jl lafosse", Some(1_250_232), Some(3)),
            (Some(2), "Ecurie Bonnier", Some(1_252_631), Some(1)),
            (Some(3), "Ecurie Bonnier", Some(1_253_647), Some(5)),
            (Some(4), "Noritake Takahara", Some(1_268_035), Some(2)),
            (Some(5), "scuderia filipinetti", Some(1_332_885), Some(4)),
        ]
    );
    // Laps 1 to 3, 4 and 5 with 9 and 10, 6 to 8.
    let crew: Vec<&str> = race.rows[0].crew.iter().map(|own| own.driver.as_str()).collect();
    assert_eq!(crew, ["Paul Schuman", "Malek1th", "Nick Woodbury"]);
    let times: i64 = race.rows[0].crew.iter().map(|own| own.drive_time.unwrap().0).sum();
    assert!((1_250_229..=1_250_232).contains(&times), "{times}");
    assert_eq!(race.rows[2].crew[0].driver, "Gérard larrousse");
    let text = race.laps.as_ref().unwrap();
    assert_eq!(text.lines().filter(|line| line.contains("Nick Woodbury")).count(), 3);
    assert!(text.contains(";2:10.7517;"), "every digit");
    assert_eq!(laps(race).laps().len(), 50);
    let (said, _) = read("sim/rf2_qualify.xml").unwrap();
    let qualifying = session(&said, "qualifying");
    let bests: Vec<i64> = qualifying.rows.iter().map(|own| own.best_lap.unwrap().0).collect();
    assert_eq!(bests, [122_124, 124_265, 124_868, 126_874, 132_018]);
    assert_eq!(qualifying.rows.iter().map(|own| own.laps.unwrap()).collect::<Vec<_>>(), [7, 8, 5, 7, 3]);
    assert_eq!(laps(qualifying).laps().len(), 30);
    assert_eq!(read("sim/rf2_race.xml").unwrap().0.sessions[0].rows.len(), 5);
}

#[test]
fn raceroom() {
    let Some((said, ids)) = read("sim/r3e_race_sectors.json") else { return };
    assert_eq!(ids, ["PF1024"]);
    let race = session(&said, "race");
    assert_eq!(race.event.circuit, "Red Bull Ring Spielberg (Grand Prix Circuit)");
    assert_eq!(race.event.date, "2020-05-09".parse().ok());
    assert_eq!(
        rows(race, &[0, 1, 2, 16, 17]),
        [
            "1 #792057 792057 7 689261 97152 1 finished",
            "2 #1187 1187 7 691221 97231 2 finished",
            "3 #4887506 4887506 7 691778 97341 4 finished",
            "17 #59164 59164 4 - 99151 14 dnf",
            "18 #212200 212200 1 - - 7 dnf",
        ]
    );
    assert_eq!(race.rows[0].measures[0].value, 2);
    assert_eq!(laps(race).laps().len(), 16 * 7 + 4 + 1);
    assert_eq!(row(&session(&said, "qualifying").rows[0]), "1 #792057 792057 3 - 97073 - finished");
    assert_eq!(session(&said, "practice").rows.len(), 18);
    let (said, _) = read("sim/r3e_qualify_race.json").unwrap();
    let race = session(&said, "race");
    let places: Vec<(&str, Option<u32>, Option<i64>, &str)> = race
        .rows
        .iter()
        .map(|own| (own.crew[0].id.as_str(), own.laps, own.time.map(|own| own.0), own.status.word()))
        .collect();
    assert_eq!(
        places,
        [
            ("matsuo", Some(12), Some(1_216_072), "finished"),
            ("noisoh", Some(12), Some(1_219_633), "finished"),
            ("KX3QX", Some(6), None, "dsq"),
            ("RaidenHornet", Some(2), None, "dnf"),
        ]
    );
    let qualifying = session(&said, "qualifying");
    assert_eq!(
        qualifying.rows.iter().map(|own| own.status.word()).collect::<Vec<_>>(),
        ["finished", "finished", "finished", "dsq"]
    );
}

#[test]
fn automobilista() {
    let Some((said, ids)) = read("sim/ams2_ds_practice_race.json") else { return };
    assert_eq!(ids, ["PF1024"]);
    let race = session(&said, "race");
    assert_eq!(race.event.date, "2020-07-06".parse().ok());
    let ids = [
        "76561198415727989",
        "76561197974383391",
        "76561198873325717",
        "76561198038438111",
        "76561198094251399",
    ];
    let found: Vec<(&str, Option<u32>, Option<i64>)> =
        race.rows.iter().map(|own| (own.crew[0].id.as_str(), own.laps, own.time.map(|own| own.0))).collect();
    assert_eq!(
        found,
        [
            (ids[0], Some(17), Some(1_876_089)),
            (ids[1], Some(17), Some(1_906_467)),
            (ids[2], Some(17), Some(1_917_098)),
            (ids[3], Some(17), Some(2_002_604)),
            (ids[4], Some(16), Some(1_924_443)),
        ]
    );
    assert_eq!(feats(race), [("fastest-lap", race.rows[0].number.as_str(), Some(108_321))]);
    assert_eq!(session(&said, "practice").rows.len(), 6);
}
