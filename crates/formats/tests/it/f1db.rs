//! A made-up copy of f1db: what its files say stands in the folder, and no file of it can bring the reader down.

use parcferme_core::season::{RoundStatus, Status};
use parcferme_core::{Points, Share};
use parcferme_formats::f1db;
use parcferme_formats::folder::{Files, Folder};
use proptest::prelude::*;
use std::collections::BTreeMap;

const RACE: &str = "\
id: 1
round: 1
date: 1955-01-16
grandPrixId: argentina
officialName: \"Gran Premio: the first\"
circuitId: buenos-aires
laps: 29
scheduledLaps: 96
";
const RESULTS: &str = "\
- position: 1
  driverNumber: 2
  driverId: anna-alpha
  constructorId: brm
  engineManufacturerId: brm
  tyreManufacturerId: dunlop
  laps: 29
  time: \"1:00:38.600\"
  timePenalty: \"5.000\"
  reasonRetired:
  points: 8
  gridPosition: PL
- position: 2
  driverNumber: 4
  driverId: berta-de-beta
  constructorId: cooper
  engineManufacturerId: climax
  gridPosition: 3
- position: 2
  driverNumber: 4
  driverId: clara-gamma
  constructorId: cooper
  engineManufacturerId: climax
  sharedCar: true
- position: DNPQ
  driverNumber: 6
  driverId: dora-delta
  constructorId: cooper
  engineManufacturerId: climax
";
const FASTEST: &str = "\
- position: 1
  driverNumber: 4
  driverId: clara-gamma
  time: \"1:48.300\"
- position: 2
  driverNumber: 2
  driverId: anna-alpha
  time: \"1:48.400\"
";
const STANDINGS: &str = "\
- position: 1
  driverId: anna-alpha
  points: 8
- position: EX
  driverId: clara-gamma
  points: 3.33
";

fn files() -> Files {
    [
        ("reference/constructors/brm.yml", "id: brm\nname: BRM\nchronology:\n  - constructorId: cooper\n"),
        (
            "reference/grands-prix/argentina.yml",
            "id: argentina\nname: Argentína\nfullName: Argentine Grand Prix\n",
        ),
        ("seasons/1955/races/01-argentina/race.yml", RACE),
        ("seasons/1955/races/01-argentina/race-results.yml", RESULTS),
        ("seasons/1955/races/01-argentina/fastest-laps.yml", FASTEST),
        ("seasons/1955/races/01-argentina/driver-standings.yml", STANDINGS),
        ("seasons/1955/races/02-monaco/race.yml", "round: 2\ngrandPrixId: monaco\nlaps: 100\n"),
        ("seasons/1955/driver-standings.yml", STANDINGS),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()))
    .into()
}

fn read(files: &Files) -> (Folder, Vec<String>) {
    let decision =
        "[[decision]]\nid = \"a\"\nkind = \"withhold\"\nround = 1\nnumber = \"2\"\nreason = \"b\"\n";
    let (mut folders, found) = f1db::read(files, &BTreeMap::from([(1955, decision.to_owned())]));
    (folders.pop().unwrap_or_default(), found.iter().map(|own| own.id.to_owned()).collect())
}

#[test]
fn the_files_of_a_season_become_its_folder() {
    let (folder, found) = read(&files());
    assert_eq!(found, [""; 0]);
    assert_eq!((folder.series.as_str(), folder.year, folder.rulebook.as_str()), ("f1", 1955, "f1/1955"));
    let [first, second] = folder.rounds.as_slice() else { panic!("{:?}", folder.rounds) };
    assert_eq!(
        (first.name.as_str(), first.completed),
        ("Gran Premio: the first", Some(Share::fraction(29, 96)))
    );
    assert_eq!([&first.short_name, &second.short_name], ["Argentína", "Monaco"]);
    assert_eq!((second.status, second.completed), (RoundStatus::Scheduled, None));
    let rows = &folder.results[&(1, "race".to_owned())];
    assert_eq!(rows.len(), 3);
    assert_eq!((rows[0].team.as_str(), rows[0].manufacturer.as_str()), ("BRM", "BRM"));
    assert_eq!(rows[0].remark, "time penalty 5.000 s; started from the pit lane");
    assert_eq!(rows[1].manufacturer, "Cooper-Climax");
    let crew: Vec<&str> = rows[1].crew.iter().map(|seat| seat.driver.as_str()).collect();
    assert_eq!(crew, ["Berta de Beta", "Clara Gamma"]);
    assert_eq!(rows[1].best_lap.map(|time| time.to_string()).as_deref(), Some("1:48.300"));
    assert_eq!(rows[2].status, Status::Dnq);
    assert_eq!(folder.feats.len(), 1);
    assert_eq!(folder.feats[0].driver, "Clara Gamma");
    let after: Vec<Option<u32>> = folder.published.iter().map(|table| table.after).collect();
    assert_eq!(after, [None, Some(1)]);
    assert_eq!(folder.published[0].lines[1].position, None);
    assert_eq!(folder.published[0].lines[1].total, Some(Points::fraction(333, 100)));
    assert_eq!(folder.decisions.len(), 1);
    assert_eq!(folder.results[&(1, "race".to_owned())][1].from.len(), 2, "a car cites all its records");
}

#[test]
fn what_is_missing_or_strange_is_said() {
    let said = |path: &str, text: Option<&str>| {
        let mut files = files();
        match text {
            Some(text) => files.insert(path.to_owned(), text.to_owned()),
            None => files.remove(path),
        };
        read(&files).1
    };
    let race = "seasons/1955/races/01-argentina";
    assert_eq!(f1db::read(&Files::new(), &BTreeMap::new()).1[0].id, "PF0604");
    assert_eq!(said(&format!("{race}/race.yml"), None), ["PF0605"; 3]);
    assert_eq!(said(&format!("{race}/pit-stops.yml"), Some("- a: 1\n")), ["PF0606"]);
    let lost = RESULTS.replace("clara-gamma", "somebody-else");
    assert_eq!(said(&format!("{race}/race-results.yml"), Some(&lost)), ["PF0608"]);
    let word = RESULTS.replace("DNPQ", "GONE");
    assert_eq!(said(&format!("{race}/race-results.yml"), Some(&word)), ["PF0603"]);
}

proptest! {
    #[test]
    fn no_text_brings_the_reader_down(text in "(- |  )?[a-zA-Z]{0,12}:? ?[\"'\\[a-z0-9:.]{0,9}\n?.{0,20}", at in 0_usize..7) {
        let mut files = files();
        let path = files.keys().nth(at).cloned().unwrap_or_default();
        let whole = files.get(&path).map(|own| format!("{own}{text}\n")).unwrap_or_default();
        files.insert(path, whole);
        let (folders, _) = f1db::read(&files, &BTreeMap::new());
        prop_assert!(folders.len() <= 1);
    }
}
