//! Seasons whose sessions were timed: rows, tables and decisions from laps alone, and laps beside declared results.

use crate::classify_laps::made_race::MadeRace;
use parcferme::cli::Format;
use parcferme::cli::classify_laps::{Options, run};
use parcferme::library::{Loaded, load};
use parcferme_core::numbers::{Position, RoundNumber};
use parcferme_core::outcome::{Classification, Effect};
use parcferme_core::season::{Kind, ResultRow};
use parcferme_core::{Diagnostic, Millis, Severity};
use parcferme_formats::alkamel::read_results;
use std::path::{Path, PathBuf};

const RULES: &str = "name = \"Cup\"\n\n[classified]\nretired = true\n\n[[points]]\nid = \"scale\"\nscale = [10, 8, 6, 5, 4, 3, 2, 1]\n\n[[title]]\nid = \"cars\"\nper = \"class\"\ncompetitor = \"entry\"\nties = [\"countback\", \"shared\"]\n";
const HEAD: &str = "NUMBER;DRIVER_NUMBER;LAP_NUMBER;LAP_TIME;CROSSING_FINISH_LINE_IN_PIT;ELAPSED;DRIVER_NAME;CLASS;TEAM;FLAG_AT_FL\n";

struct Cup(tempfile::TempDir);

impl Cup {
    fn new(classes: &[&str], rounds: u32) -> Cup {
        let cup = Cup(tempfile::tempdir().expect("a temporary folder"));
        let mut season =
            String::from("series = \"club\"\nyear = 2026\nname = \"Cup\"\nrulebook = \"rulebook.toml\"\n");
        for class in classes {
            season += &format!("\n[[class]]\nid = \"{class}\"\n");
        }
        for round in 1..=rounds {
            season += &format!(
                "\n[[round]]\nnumber = {round}\nevent = \"e{round}\"\nname = \"Race {round}\"\ndate = \"2026-04-{round:02}\"\n"
            );
        }
        cup.write("season.toml", season.as_bytes());
        cup.write("rulebook.toml", RULES.as_bytes());
        cup
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, bytes).expect("a file");
        path
    }

    fn refused(&self) -> Result<Loaded, Vec<Diagnostic>> {
        load(&self.0.path().display().to_string(), None)
    }

    fn load(&self) -> Loaded {
        match self.refused() {
            Ok(loaded) => loaded,
            Err(found) => panic!("{found:#?}"),
        }
    }

    /// The classification of a session of round 1.
    fn classified(&self, session: &str) -> (Loaded, Classification) {
        let loaded = self.load();
        let round = loaded.season.round(RoundNumber(1)).expect("a round");
        let session = loaded.season.session(round, session).expect("the session");
        let outcome = loaded.outcome().expect("an outcome");
        let classification = outcome.classification(session).expect("a classification").clone();
        (loaded, classification)
    }

    /// Number and place of each car.
    fn places(&self, session: &str) -> Vec<(String, Option<u32>)> {
        let (loaded, classification) = self.classified(session);
        let row = |own: &parcferme_core::outcome::ClassificationRow| {
            (loaded.season.results[own.result].number.to_string(), own.position.map(Position::get))
        };
        classification.rows.iter().map(row).collect()
    }

    fn csv(&self, laps: &Path) -> String {
        let mut out = Vec::new();
        run(laps, &Options::default(), Format::Csv, &mut out).expect("a readable file");
        String::from_utf8(out).expect("UTF-8")
    }
}

fn ids(found: &[Diagnostic]) -> Vec<&'static str> {
    found.iter().map(|own| own.id).collect()
}

/// Two cars of three laps, of which car 2 leads the second; Ann drives all of hers, Ben and Cat share.
fn two_cars() -> String {
    let rows = "1;1;1;100;;100;Ann Archer;Am;Team A;GF\n1;1;2;101;;201;Ann Archer;Am;Team A;GF\n1;1;3;100;;301;Ann Archer;Am;Team A;FF\n\
                2;1;1;101;;101;Ben Boyd;Am;Team B;GF\n2;1;2;99;;200;Ben Boyd;Am;Team B;GF\n2;2;3;105;;305;Cat Cole;Am;Team B;FF\n";
    format!("{HEAD}{rows}")
}

#[test]
fn a_session_without_results_has_its_rows_from_the_laps() {
    let cup = Cup::new(&["Am"], 1);
    cup.write("laps/01-race.csv", two_cars().as_bytes());
    let (loaded, classification) = cup.classified("race");
    assert_eq!(loaded.diagnostics, []);
    let season = &loaded.season;
    assert!(
        season.sessions[classification.session].timed && !season.sessions[classification.session].by_best_lap
    );
    assert_eq!(cup.places("race"), [("1".to_owned(), Some(1)), ("2".to_owned(), Some(2))]);
    let own: Vec<&ResultRow> = classification.rows.iter().map(|row| &season.results[row.result]).collect();
    let named = |row: &ResultRow| {
        let crew = row.crew.iter().map(|seat| season.competitors[seat.driver].name.as_str());
        (crew.collect::<Vec<_>>().join(", "), row.crew.iter().map(|seat| seat.drive_time).collect::<Vec<_>>())
    };
    assert_eq!(named(own[0]), ("Ann Archer".to_owned(), vec![Some(Millis(301_000))]));
    assert_eq!(
        named(own[1]),
        ("Ben Boyd, Cat Cole".to_owned(), vec![Some(Millis(200_000)), Some(Millis(105_000))])
    );
    let measured = |name: &str| own.iter().map(|row| row.measure(name)).collect::<Vec<_>>();
    assert_eq!(measured("laps_led"), [Some(2), Some(1)]);
    assert_eq!(measured("last_lap"), [Some(100_000), Some(105_000)]);
    assert_eq!(measured("second_best_lap"), [Some(101_000), Some(105_000)]);
    assert_eq!(own[1].best_lap, Some(Millis(99_000)));
    let cited: Vec<String> = own[1].cites.iter().map(|cite| season.cited(*cite).to_string()).collect();
    assert_eq!(cited, ["laps/01-race.csv:5", "laps/01-race.csv:7"]);
    assert_eq!(classification.rows[0].because.steps[0].effect, Effect::Timed);
    let outcome = loaded.outcome().expect("an outcome");
    let totals: Vec<String> = outcome.tables[0].rows.iter().map(|row| row.total.to_string()).collect();
    assert_eq!(totals, ["10", "8"]);
}

#[test]
fn declared_results_stand_beside_laps_and_the_audit_holds_them_against_each_other() {
    let cup = Cup::new(&["Am"], 1);
    cup.write("laps/01-race.csv", two_cars().as_bytes());
    cup.write(
        "results/01-race.csv",
        b"position,class,number,team,drivers,laps,time\n1,Am,2,Team B,Ben Boyd; Cat Cole,3,5:05.000\n2,Am,1,Team A,Ann Archer,3,5:06.000\n",
    );
    let loaded = cup.load();
    assert_eq!((ids(&loaded.diagnostics), loaded.laps.len()), (vec![], 1));
    assert_eq!(cup.places("race"), [("2".to_owned(), Some(1)), ("1".to_owned(), Some(2))]);
    let outcome = loaded.outcome().expect("an outcome");
    let audit = parcferme_core::audit::audit(&loaded.season, &loaded.rules, &outcome);
    let said: Vec<(&str, &str)> = audit
        .findings
        .iter()
        .map(|own| (own.check, own.because.first().map_or("", String::as_str)))
        .collect();
    assert_eq!(
        said,
        [
            ("timed-result", "published total is 5.000 s longer than timed: a time penalty by its look"),
            ("timed-result", "changed places with car 1, nothing of its own")
        ]
    );
    // The laps make nobody known that the results do not name.
    assert_eq!(loaded.season.competitors.iter().filter(|(_, own)| own.kind == Kind::Driver).count(), 3);
}

#[test]
fn practice_is_ordered_by_best_lap_and_a_deleted_lap_costs_its_place() {
    let cup = Cup::new(&["Am"], 1);
    // Out-laps through the pit lane; 1 and 2 are level in both laps, and 2 was first.
    let row = |car: u32, lap: u32, time: &str, at: &str, pit: &str| {
        format!(
            "{car};1;{lap};{time};{pit};{at};Driver {car};Am;Team {car};GF;{}\n",
            if lap == 1 { "60" } else { "" }
        )
    };
    let head = HEAD.trim_end().to_owned() + ";PIT_TIME\n";
    let laps = [
        row(1, 1, "200", "200", ""),
        row(1, 2, "100", "300", ""),
        row(1, 3, "101", "401", ""),
        row(2, 1, "190", "190", ""),
        row(2, 2, "100", "290", ""),
        row(2, 3, "101", "391", ""),
        row(3, 1, "150", "150", ""),
        row(3, 2, "102", "252", ""),
        row(3, 3, "99.5", "351.5", ""),
    ];
    cup.write("laps/01-p1.csv", format!("{head}{}", laps.concat()).as_bytes());
    let place = |number: &str, place: u32| (number.to_owned(), Some(place));
    assert_eq!(cup.places("p1"), [place("3", 1), place("2", 2), place("1", 3)]);
    let (loaded, classification) = cup.classified("p1");
    assert!(loaded.season.sessions[classification.session].by_best_lap, "{:?}", loaded.diagnostics);
    let decision = "[[decision]]\nid = \"d1\"\nkind = \"delete-lap\"\nround = 1\nsession = \"p1\"\nnumber = \"3\"\nlap = 3\nauthor = \"Stewards\"\nreason = \"track limits\"\n";
    cup.write("decisions.toml", decision.as_bytes());
    assert_eq!(cup.places("p1"), [place("2", 1), place("1", 2), place("3", 3)]);
    // Without any lap left it is behind all others, and has no place.
    let both = decision.to_owned() + "\n" + &decision.replace("d1", "d2").replace("lap = 3", "lap = 2");
    cup.write("decisions.toml", both.as_bytes());
    assert_eq!(cup.places("p1"), [place("2", 1), place("1", 2), ("3".to_owned(), None)]);
    // The same as a correction of the records.
    std::fs::remove_file(cup.0.path().join("decisions.toml")).expect("a file");
    cup.write("laps/corrections.csv", b"session,kind,number,lap,reason\n01-p1,deleted,3,3,track limits\n");
    assert_eq!(cup.places("p1"), [place("2", 1), place("1", 2), place("3", 3)]);
}

#[test]
fn a_place_that_rests_on_an_absent_time_is_said() {
    let cup = Cup::new(&["Am"], 1);
    let rows = "1;1;1;;;;Ann;Am;A;FF\n2;1;1;101;;101;Ben;Am;B;FF\n3;1;1;101;;101;Cat;Am;C;GF\n3;1;2;101;;202;Cat;Am;C;FF\n";
    cup.write("laps/01-race.csv", format!("{HEAD}{rows}").as_bytes());
    let (loaded, classification) = cup.classified("race");
    let guessed: Vec<bool> = classification.rows.iter().map(|row| row.guessed).collect();
    assert_eq!(guessed, [false, true, true]);
    let sheet = parcferme_publish::sheet::classification::table(&loaded.season, &classification);
    assert_eq!(
        sheet.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(),
        ["The order of cars 2, 1 is not known: laps or times that would tell it are not."]
    );
}

#[test]
fn ten_thousandths_decide_in_a_season_too() {
    for (first, second, places) in [("78.8642", "78.8641", [2, 1]), ("78.8641", "78.8641", [1, 1])] {
        let cup = Cup::new(&["Am"], 1);
        let rows = format!("1;1;1;{first};;{first};Ann;Am;A;FF\n2;1;1;{second};;{second};Ben;Am;B;FF\n");
        cup.write("laps/01-race.csv", format!("{HEAD}{rows}").as_bytes());
        let mut shown = cup.places("race");
        shown.sort();
        let shown: Vec<Option<u32>> = shown.into_iter().map(|own| own.1).collect();
        assert_eq!(shown, places.map(Some));
    }
}

#[test]
fn what_a_car_did_is_told_by_what_its_session_is_ordered_by() {
    let cup = Cup::new(&["Am"], 1);
    cup.write("laps/01-race.csv", two_cars().as_bytes());
    cup.write("laps/01-qualifying.csv", two_cars().as_bytes());
    let loaded = cup.load();
    let outcome = loaded.outcome().expect("an outcome");
    let table = &outcome.tables[0];
    let question = parcferme_core::alternatives::Question {
        title: table.title,
        class: table.class,
        competitor: table.rows[0].competitor,
        round: loaded.season.round(RoundNumber(1)),
    };
    let told = parcferme_publish::explanation::explain(&loaded.season, &loaded.rules, &outcome, question);
    let steps = told.expect("an explanation").steps;
    let result = steps.iter().filter(|own| own.kind == parcferme_publish::explanation::StepKind::Result);
    assert_eq!(
        result.map(|own| own.text.as_str()).collect::<Vec<_>>(),
        [
            "Car 1 Team A was timed, best lap 1:40.000.",
            "Car 1 Team A: 2nd overall, 2nd in Am, best lap 1:40.000.",
            "Car 1 Team A was timed, at the finish, 3 laps in 5:01.000.",
            "Car 1 Team A: 1st overall, 1st in Am, at the finish, 3 laps in 5:01.000.",
        ]
    );
}

#[test]
fn laps_that_look_otherwise_than_the_session_are_told() {
    let cup = Cup::new(&["Am"], 1);
    cup.write("laps/01-qualifying.csv", two_cars().as_bytes());
    let (loaded, classification) = cup.classified("qualifying");
    assert_eq!(ids(&loaded.diagnostics), ["PF0551"]);
    assert!(loaded.season.sessions[classification.session].by_best_lap);
    let cup = Cup::new(&["Am"], 1);
    cup.write("laps/01-qualifying-race.csv", two_cars().as_bytes());
    let (loaded, classification) = cup.classified("qualifying-race");
    assert_eq!(ids(&loaded.diagnostics), ["PF0265"], "a race that no rule gives points for");
    assert!(!loaded.season.sessions[classification.session].by_best_lap);
}

#[test]
fn laps_that_cannot_be_read_refuse_the_season_only_where_rows_rest_on_them() {
    let cup = Cup::new(&["Am"], 1);
    cup.write("laps/01-race.csv", b"no lap file");
    let found = cup.refused().map(|_| ()).expect_err("no rows without laps");
    assert!(found.iter().any(|own| own.severity == Severity::Error), "{found:?}");
    cup.write("results/01-race.csv", b"position,class,number\n1,Am,2\n");
    assert!(cup.load().diagnostics.iter().all(|own| own.severity != Severity::Error));
    let unknown = Cup::new(&["Pro"], 1);
    unknown.write("laps/01-race.csv", two_cars().as_bytes());
    let found = unknown.refused().map(|_| ()).expect_err("no such class");
    assert_eq!(ids(&found)[0], "PF0416");
}

#[test]
fn what_classify_prints_as_csv_is_read_back_in_the_same_order() {
    for (seed, cars) in [(7, 9), (11, 25), (3, 40)] {
        let cup = Cup::new(&["GT", "LMP", "PRO", "Am"], 1);
        let text = MadeRace { cars, laps: 60, seed }.csv();
        let laps = cup.write("laps/01-race.csv", text.as_bytes());
        let csv = cup.csv(&laps);
        let classes: std::collections::BTreeSet<String> = {
            let (sheet, _) = parcferme_formats::alkamel::read_laps("laps.csv", text.as_bytes());
            sheet.cars().iter().map(|car| car.class.clone()).collect()
        };
        let classes: Vec<&str> = classes.iter().map(String::as_str).collect();
        let cup = Cup::new(&classes, 1);
        cup.write("laps/01-race.csv", text.as_bytes());
        let shown = |cup: &Cup| {
            let (loaded, classification) = cup.classified("race");
            let row = |row: &parcferme_core::outcome::ClassificationRow| {
                let own = &loaded.season.results[row.result];
                let crew: Vec<String> =
                    own.crew.iter().map(|seat| format!("{} {:?}", seat.printed, seat.drive_time)).collect();
                (
                    own.number.clone(),
                    row.position,
                    row.class_position,
                    row.laps,
                    row.time,
                    row.best,
                    row.status,
                    crew,
                )
            };
            let rows: Vec<_> = classification.rows.iter().map(row).collect();
            (loaded, rows)
        };
        let (_, by_laps) = shown(&cup);
        cup.write("results/01-race.csv", csv.as_bytes());
        let (loaded, read_back) = shown(&cup);
        assert_eq!(loaded.diagnostics, []);
        assert_eq!(read_back, by_laps);
        let outcome = loaded.outcome().expect("an outcome");
        let audit = parcferme_core::audit::audit(&loaded.season, &loaded.rules, &outcome);
        let timed: Vec<_> = audit.findings.iter().filter(|own| own.check.starts_with("timed-")).collect();
        assert!(timed.is_empty(), "{timed:#?}");
        assert_eq!(audit.count("timed-result").map(|own| own.agree), Some(cars));
    }
}

/// IMSA's races of the corpus as a season of laps alone. Of 114 cars 102 have the official place, and all 114 once the two
/// penalties of 35 s are entered that the official results have in them; laps agree of all.
#[test]
fn tables_follow_from_real_laps_alone() {
    const RACES: [(&str, usize, &str); 2] = [("sebring", 58, "77"), ("watkins", 56, "70")];
    let cup = Cup::new(&["GTP", "LMP2", "GTDPRO", "GTD"], 2);
    for (round, (name, _, _)) in (1..).zip(RACES) {
        let Some(bytes) = corpus(&format!("alkamel/imsa-2024/{name}-race-laps.csv")) else { return };
        cup.write(&format!("laps/{round:02}-race.csv"), &bytes);
    }
    let compared = |decided: bool| -> Vec<(usize, usize, usize)> {
        if decided {
            let decision = |(round, (_, _, number)): (u32, (&str, usize, &str))| {
                format!(
                    "[[decision]]\nid = \"d{round}\"\nkind = \"time-penalty\"\nround = {round}\nsession = \"race\"\nnumber = \"{number}\"\ntime = \"35 s\"\nauthor = \"Stewards\"\nreason = \"as the official result has it\"\n\n"
                )
            };
            cup.write("decisions.toml", (1..).zip(RACES).map(decision).collect::<String>().as_bytes());
        }
        let loaded = cup.load();
        assert_eq!(loaded.diagnostics, []);
        let outcome = loaded.outcome().expect("an outcome");
        let scale = [10, 8, 6, 5, 4, 3, 2, 1];
        (1..)
            .zip(RACES)
            .map(|(number, (name, cars, _))| {
                let official =
                    corpus(&format!("alkamel/imsa-2024/{name}-race-results.csv")).expect("its results");
                let (official, _) = read_results("results.csv", &official);
                let round = loaded.season.round(RoundNumber(number)).expect("the round");
                let session = loaded.season.session(round, "race").expect("the race");
                let rows = &outcome.classification(session).expect("its classification").rows;
                assert_eq!((rows.len(), official.rows.len()), (cars, cars));
                let (mut places, mut laps, mut cells) = (0, 0, 0);
                let mut ahead: std::collections::BTreeMap<&str, usize> = Default::default();
                for own in &official.rows {
                    let row = rows.iter().find(|row| loaded.season.results[row.result].number == own.number);
                    let row = row.expect("the car was timed");
                    places += usize::from(row.position == own.position);
                    laps += usize::from(row.laps == own.laps);
                    // What the place in the class pays by the official order, in the table from laps.
                    let in_class = ahead.entry(own.class.as_str()).or_default();
                    let due = scale.get(*in_class).copied().unwrap_or(0);
                    *in_class += 1;
                    let entry = loaded.season.results[row.result].stands_for(Kind::Entry);
                    let table =
                        outcome.tables.iter().find(|table| table.class == row.class).expect("a table");
                    let cell = table.rows.iter().find(|line| Some(line.competitor) == entry);
                    let paid = cell.and_then(|line| line.cells.iter().find(|cell| cell.round == round));
                    let paid = paid.map_or("0".to_owned(), |cell| cell.points.to_string());
                    cells += usize::from(paid == due.to_string());
                }
                (places, laps, cells)
            })
            .collect()
    };
    let (alone, decided) = (compared(false), compared(true));
    assert_eq!(alone.iter().map(|own| (own.0, own.1)).collect::<Vec<_>>(), [(51, 58), (51, 56)]);
    assert_eq!(decided, [(58, 58, 58), (56, 56, 56)]);
}

/// WEC's lap files of the corpus, of which no official result is there: every car has a place, and the drivers' times on
/// the track are no longer than the race.
#[test]
fn two_rounds_of_wec_are_seasons_of_laps() {
    let cup = Cup::new(&["HYPERCAR", "LMGT3"], 2);
    for (round, name) in [(1, "imola"), (2, "spa")] {
        let Some(bytes) = corpus(&format!("alkamel/wec/2025-{name}-6h-analysis.csv")) else { return };
        cup.write(&format!("laps/{round:02}-race.csv"), &bytes);
    }
    let loaded = cup.load();
    assert_eq!(loaded.diagnostics, []);
    let outcome = loaded.outcome().expect("an outcome");
    let winners: Vec<(&str, Option<u32>, usize)> = outcome
        .classifications
        .iter()
        .map(|own| {
            let first = &own.rows[0];
            let placed = own.rows.iter().filter(|row| row.position.is_some()).count();
            (loaded.season.results[first.result].number.as_str(), first.laps.map(|laps| laps.0), placed)
        })
        .collect();
    assert_eq!(winners, [("51", Some(212), 36), ("51", Some(150), 36)]);
    for row in loaded.season.results.rows() {
        let driven: i64 = row.crew.iter().filter_map(|seat| seat.drive_time).map(|time| time.0).sum();
        assert!(driven > 0 && row.time.is_none_or(|time| driven <= time.0), "car {}", row.number);
    }
}

fn corpus(path: &str) -> Option<Vec<u8>> {
    let root = std::env::var_os("PARCFERME_CORPUS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus"),
        PathBuf::from,
    );
    let bytes = std::fs::read(root.join(path)).ok();
    if bytes.is_none() {
        assert!(std::env::var_os("CI").is_none(), "no corpus at {}", root.display());
        eprintln!("skipped: {} is not there", root.join(path).display());
    }
    bytes
}
