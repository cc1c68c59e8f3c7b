//! Real files of leagues, where they are at hand: what they say, and their own tables against what their results give under
//! their rules.

use crate::alkamel::corpus;
use parcferme_core::audit::{Audit, audit};
use parcferme_core::compute::compute;
use parcferme_core::{Rulebook, Severity};
use parcferme_formats::folder::{Folder, digest};
use parcferme_formats::intake::{self, Wish};

/// Files of one league in one command, into an empty folder.
fn added(paths: &[&str]) -> Option<(Folder, Vec<(&'static str, String)>)> {
    let mut files = Vec::new();
    for path in paths {
        files.push((path.rsplit('/').next().unwrap(), corpus(path)?));
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let read = intake::read(&files);
    assert_eq!(read.unknown, Vec::<String>::new());
    let of_name = |name: &str| digest(files.iter().find(|own| own.0 == name).unwrap().1);
    let added = intake::add(read.said, &of_name, &Folder::default(), &Wish::default());
    let told = read.diagnostics.into_iter().chain(added.diagnostics);
    let told = told.map(|own| (own.id, own.found.unwrap_or_default())).collect();
    Some((added.folder.unwrap(), told))
}

/// The folder as it is written and read again, audited under a rulebook.
fn audited(folder: &Folder, rulebook: &str) -> Audit {
    let (rules, told) = Rulebook::parse("rulebook.toml", rulebook);
    assert_eq!(told, []);
    let (folder, told) = Folder::read(&folder.write());
    let errors = told.iter().filter(|own| own.severity == Severity::Error);
    assert_eq!(errors.map(|own| own.message.as_str()).collect::<Vec<_>>(), [""; 0]);
    let (season, told) = folder.season(&rules);
    let errors = told.iter().filter(|own| own.severity == Severity::Error);
    assert_eq!(errors.map(|own| own.message.as_str()).collect::<Vec<_>>(), [""; 0]);
    audit(&season, &rules, &compute(&season, &rules))
}

const NX: [&str; 12] = [
    "config.json",
    "classes.json",
    "classchanges.json",
    "drivers.json",
    "points.json",
    "rounds.json",
    "scoring.json",
    "season.json",
    "penalties.json",
    "teams.json",
    "classtotals.json",
    "teamstotals.json",
];

fn nx() -> Option<(Folder, Vec<(&'static str, String)>)> {
    let results = ["irresults/71651111.json", "irresults/71653123.json", "irresults/71961065.json"];
    let paths: Vec<String> =
        NX.iter().chain(&results).map(|own| format!("tables/iracing-league/NXTGT3S6/{own}")).collect();
    added(&paths.iter().map(String::as_str).collect::<Vec<_>>())
}

/// What the audit finds of a check, as `whom: published, computed`.
fn differing(audit: &Audit, id: &str, file: &str) -> Vec<String> {
    let of = |own: &&parcferme_core::audit::Finding| {
        own.id == id && own.places.first().is_some_and(|place| place.document.contains(file))
    };
    let shown = |own: &parcferme_core::audit::Finding| {
        let whom = own.message.split_once(": ").map_or("", |(_, whom)| whom);
        format!("{}: {}, {}", whom.split(" (").next().unwrap_or(whom), own.asserted, own.computed)
    };
    audit.findings.iter().filter(of).map(shown).collect()
}

/// How many statements of a check agree and differ.
fn counts(audit: &Audit, check: &str) -> (u32, u32) {
    let own = audit.checks.iter().find(|own| own.check == check).unwrap();
    (own.agree, own.differ)
}

#[test]
fn an_iracing_league_proves_its_own_tables() {
    let Some((folder, told)) = nx() else { return };
    assert!(told.iter().all(|own| own.0 == "PF1026"), "{told:?}");
    let rows: Vec<(u32, &str, usize)> =
        folder.results.iter().map(|((round, id), rows)| (*round, id.as_str(), rows.len())).collect();
    assert_eq!(
        rows,
        [
            (1, "feature", 41),
            (1, "practice", 40),
            (1, "practice-2", 41),
            (1, "qualifying", 42),
            (1, "sprint", 42),
            (3, "practice", 48),
            (3, "race", 48),
        ]
    );
    assert_eq!(folder.rounds.len(), 10);
    assert_eq!(folder.name, "2024 NXTGen GT3 Season 6");
    let audit = audited(&folder, include_str!("rulebooks/iracing-league.toml"));
    // Of 84 lines of drivers and teams every one is computed. What differs: the league gave Silo Kivuv neither of two extra
    // points, put a penalised car of a class of 15 on no scoring place at all, and pays a team its best two drivers of an
    // evening, not of each race.
    assert_eq!(
        (counts(&audit, "standings-cell"), counts(&audit, "standings-missing-row")),
        ((158, 10), (84, 0))
    );
    let drivers = ["gold", "silver", "bronze", "unclassified"]
        .map(|class| differing(&audit, "PF0203", &format!("standings-drivers-{class}")));
    assert_eq!(
        drivers.concat(),
        [
            "Silo Kivuv in round 1: 39, 41",
            "Putu Vamed in round 3: 2, 4",
            "Rudu Dufir in round 3: 0, 1",
            "Leto Mekip in round 3: 4, 2",
        ]
    );
    assert_eq!(differing(&audit, "PF0203", "standings-teams").len(), 6);
    // No total differs but by such a cell: drop scores and points taken are right.
    let totals = differing(&audit, "PF0202", "standings-drivers");
    assert_eq!(
        totals,
        ["Silo Kivuv: 329, 331", "Putu Vamed: 142, 144", "Rudu Dufir: 88, 89", "Leto Mekip: 4, 2"]
    );
}

#[test]
fn a_platform_proves_its_own_table() {
    let Some((folder, told)) = added(&["tables/ipesc/s10.json"]) else { return };
    assert_eq!(told.iter().map(|own| own.0).collect::<Vec<_>>(), ["PF1024"]);
    let races: Vec<usize> =
        folder.results.iter().filter(|((_, id), _)| id == "race").map(|(_, rows)| rows.len()).collect();
    assert_eq!((races, folder.results.len()), (vec![33, 34, 34, 32], 12));
    assert_eq!((folder.decisions.len(), folder.rounds.len()), (14, 10));
    let winner = &folder.results[&(1, "race".to_owned())][0];
    assert_eq!(
        (winner.position, winner.laps, winner.time.map(|own| own.0), winner.class.as_str()),
        (Some(1), Some(35), Some(3_616_187), "Pro")
    );
    let audit = audited(&folder, include_str!("rulebooks/platform.toml"));
    // Every total of 34; cells differ by the adjustments, which the platform writes into the race.
    assert_eq!(counts(&audit, "standings-total"), (34, 0));
    assert_eq!(counts(&audit, "standings-cell"), (122, 14));
}

#[test]
fn a_season_that_contradicts_itself_is_told_and_audited() {
    let Some((folder, told)) = added(&["tables/btcc/season_2018.json"]) else { return };
    let of = |id: &str| told.iter().filter(|own| own.0 == id).map(|own| own.1.as_str()).collect::<Vec<_>>();
    assert_eq!(of("PF1032"), ["Ollie Jackson"]);
    assert_eq!(of("PF1031").len(), 9);
    assert_eq!(folder.results.len(), 30);
    let rows: usize = folder.results.values().map(Vec::len).sum();
    // 1230 rows, 446 without anything, one on the place of another.
    assert_eq!(rows, 1230 - 446 - 1);
    let first = &folder.results[&(1, "race-1".to_owned())];
    let row = |at: usize| {
        let own = &first[at];
        (
            own.number.as_str(),
            own.crew[0].driver.as_str(),
            own.time.map(|own| own.0),
            own.best_lap.map(|own| own.0),
        )
    };
    assert_eq!(row(0), ("31", "Jack Goff", Some(1_631_465), Some(55_934)));
    assert_eq!(row(1), ("2", "Colin Turkington", Some(1_632_012), Some(55_900)));
    let audit = audited(&folder, include_str!("rulebooks/touring-cars.toml"));
    assert_eq!(
        differing(&audit, "PF0202", "standings-drivers"),
        [
            "Colin Turkington: 304, 294",
            "Tom Ingram: 292, 277",
            "Tom Chilton: 266, 255",
            "Josh Cook: 246, 235",
            "Dan Cammish: 218, 216",
            "Chris Smiley: 152, 155",
            "Daniel Lloyd: 87, 80",
            "Tom Oliphant: 63, 62",
            "Bobby Thompson: 23, 17",
        ],
        "the totals that are not the sums of their races, and no other"
    );
    // Totals after rounds 1 to 9 are the sums of the races, of all 41 drivers; after round 10 they are the final ones.
    let after = differing(&audit, "PF0202", "after-drivers");
    assert_eq!(after.len(), 9);
    assert!(after.iter().all(|own| own.contains("after round 10")), "{after:?}");
}

#[test]
fn results_by_class_and_tables_joined_by_ids() {
    let Some((folder, told)) = added(&["tables/motorsportverse/wec-2022.json"]) else { return };
    assert_eq!(told, []);
    let rows: Vec<usize> = folder.results.values().map(Vec::len).collect();
    assert_eq!(rows, [36, 37, 62, 38, 36, 37]);
    let sebring = &folder.results[&(1, "race".to_owned())];
    let row = |at: usize| {
        let own = &sebring[at];
        (own.position, own.number.as_str(), own.class.as_str(), own.laps, own.status.word())
    };
    assert_eq!(row(0), (Some(1), "36", "HYPERCAR", Some(194), "finished"));
    assert_eq!(row(3), (Some(4), "23", "LMP2", Some(192), "finished"));
    let retired = sebring.iter().find(|own| own.number == "7" && own.class == "HYPERCAR").unwrap();
    assert_eq!((retired.status.word(), retired.laps, retired.crew.len()), ("dnf", Some(110), 3));
    let paths = ["constructors", "events", "riders", "session_results", "sessions", "teams"]
        .map(|own| format!("tables/motogp-2025/{own}.csv"));
    let (folder, told) = added(&paths.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
    assert_eq!(told, []);
    let race = &folder.results[&(1, "race".to_owned())];
    let sprint = &folder.results[&(1, "sprint".to_owned())];
    assert_eq!((race.len(), sprint.len()), (22, 22));
    assert_eq!(folder.rounds[0].date, "2025-03-02".parse().ok());
    let row = |row: &parcferme_formats::folder::ResultRecord| {
        let seat = &row.crew[0];
        (row.position, seat.driver.clone(), row.laps, row.time.map(|own| own.0), row.status.word())
    };
    assert_eq!(row(&race[0]), (Some(1), "Marc Marquez".to_owned(), Some(26), Some(2_377_244), "finished"));
    assert_eq!(row(&sprint[1]), (Some(2), "Alex Marquez".to_owned(), Some(13), Some(1_176_190), "finished"));
    assert_eq!(race[20].status.word(), "dnf");
    assert_eq!((race[0].team.as_str(), race[0].manufacturer.as_str()), ("Ducati Lenovo Team", "Ducati"));
}
