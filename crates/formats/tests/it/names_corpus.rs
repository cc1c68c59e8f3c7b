//! Names whose owners are known by id: what the program takes for one thing must have one id, and the other way round.

use parcferme_formats::names::{self, Context, Kind, Mention, Names, Rulings};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn corpus(part: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("PARCFERME_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus"), PathBuf::from);
    let folder = folder.join(part);
    if !folder.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "no corpus in {}", folder.display());
        eprintln!("skipped: no corpus in {}", folder.display());
        return None;
    }
    Some(folder)
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn decided(mentions: &[Mention]) -> Names {
    names::decide(mentions, &Rulings::default()).0
}

/// Words of an id as a name: `juan-manuel-fangio` is `juan manuel fangio`.
fn spelled(id: &str) -> String {
    id.replace('-', " ")
}

/// 77 seasons with brothers, fathers, sons and namesakes, often in one team: no two drivers are one.
#[test]
fn no_two_drivers_of_formula_one_are_taken_for_one() {
    let Some(seasons) = corpus("f1db/seasons") else { return };
    let mut drivers = 0;
    for season in folders(&seasons) {
        let mut mentions = Vec::new();
        let mut ids = BTreeSet::new();
        let races = folders(&season.join("races"));
        for (round, race) in (1..).zip(&races) {
            let Ok(text) = std::fs::read_to_string(race.join("race-results.yml")) else { continue };
            let document = race.file_name().unwrap().to_str().unwrap();
            for (row, block) in (1..).zip(text.split("\n- ")) {
                let field = |name: &str| {
                    let line = block.lines().find_map(|line| line.trim().strip_prefix(name));
                    line.map(|value| value.trim_matches([':', ' ', '"']).to_owned())
                };
                let Some(driver) = field("driverId") else { continue };
                let context = Context {
                    table: Some(1),
                    row,
                    number: field("driverNumber"),
                    rounds: vec![round],
                    ..Context::default()
                };
                let team = field("constructorId").unwrap_or_default();
                for (kind, text) in [(Kind::Driver, spelled(&driver)), (Kind::Team, spelled(&team))] {
                    let mut mention = Mention::new(kind, text, document, row);
                    mention.context = context.clone();
                    mentions.push(mention);
                }
                ids.insert(driver);
            }
        }
        let names = decided(&mentions);
        drivers += ids.len();
        let found = names.clusters.iter().filter(|cluster| cluster.kind == Kind::Driver).count();
        assert_eq!(found, ids.len(), "{}", season.display());
    }
    assert!(drivers > 2000, "{drivers} in all seasons");
}

/// Names of two long races as the series' result files print them, and the drivers' licence numbers.
fn two_races(folder: &Path) -> (Vec<Mention>, BTreeSet<String>) {
    let mut mentions = Vec::new();
    let mut licences = BTreeSet::new();
    for (round, file) in [
        (1, "sebring-race-results.csv"),
        (1, "sebring-qualifying-results.csv"),
        (2, "watkins-race-results.csv"),
        (2, "watkins-qualifying-results.csv"),
    ] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        for (row, record) in (2..).zip(reader.into_records()) {
            let record = record.unwrap();
            let cell = |name: &str| {
                let at = header.iter().position(|own| own == name);
                at.and_then(|at| record.get(at)).unwrap_or("").trim().to_owned()
            };
            let context = Context {
                table: Some(1),
                row,
                class: Some(cell("CLASS")),
                number: Some(cell("NUMBER")),
                rounds: vec![round],
                nation: None,
            };
            let mut named = vec![(Kind::Team, cell("TEAM")), (Kind::Chassis, cell("VEHICLE"))];
            for seat in 1..=6 {
                let part = |name: &str| cell(&format!("DRIVER{seat}_{name}"));
                let name = format!("{} {}", part("FIRSTNAME"), part("SECONDNAME"));
                if !name.trim().is_empty() {
                    licences.insert(part("IMSA_DriverId"));
                    named.push((Kind::Driver, name));
                }
            }
            for (kind, text) in named {
                mentions.push(Mention { context: context.clone(), ..Mention::new(kind, text, file, row) });
            }
        }
    }
    (mentions, licences)
}

#[test]
fn drivers_of_two_long_races_are_those_of_their_licences() {
    let Some(folder) = corpus("alkamel/imsa-2024") else { return };
    let (mentions, licences) = two_races(&folder);
    let names = decided(&mentions);
    let found = names.clusters.iter().filter(|cluster| cluster.kind == Kind::Driver).count();
    assert_eq!(found, licences.len());
    let several: Vec<&str> = names
        .clusters
        .iter()
        .filter(|cluster| cluster.spellings.len() > 1)
        .map(|cluster| cluster.name.as_str())
        .collect();
    let expected = [
        "Crowdstrike Racing by APR",
        "Porsche Penske Motorsports",
        "Vasser Sullivan",
        "Winward Racing",
        "Aston Martin Vantage GT3 Evo",
    ];
    assert_eq!(several, expected);
    for (a, b) in [("Cadillac Racing", "Whelen Cadillac Racing"), ("AF Corse", "Richard Mille AF Corse")] {
        assert!(names.near_misses.iter().any(|near| near.a == a && near.b == b), "{a}, {b}");
    }
}

/// Two letters change places in every surname of the second race: who drove the same car in both is still one person.
#[test]
fn a_slip_in_every_name_of_a_race_is_seen_through() {
    let Some(folder) = corpus("alkamel/imsa-2024") else { return };
    let (mut mentions, licences) = two_races(&folder);
    let mut rounds: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for mention in mentions.iter().filter(|mention| mention.kind == Kind::Driver) {
        rounds.entry(mention.text.to_lowercase()).or_default().extend(&mention.context.rounds);
    }
    let in_both = rounds.values().filter(|rounds| rounds.len() == 2).count();
    let slipped = |mention: &&mut Mention| mention.kind == Kind::Driver && mention.context.rounds == [2];
    for mention in mentions.iter_mut().filter(slipped) {
        let mut letters: Vec<char> = mention.text.chars().collect();
        let last = letters.len() - 1;
        letters.swap(last - 1, last - 2);
        mention.text = letters.into_iter().collect();
    }
    let names = decided(&mentions);
    let found = names.clusters.iter().filter(|cluster| cluster.kind == Kind::Driver).count();
    // One changed cars, which leaves nothing to link the two spellings; one has a surname of three letters.
    assert_eq!((in_both, found), (145, licences.len() + 2));
}
