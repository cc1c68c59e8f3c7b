//! Adding files to a season folder: which round they go to, and what becomes of two documents that tell of one session.

use crate::pages::seed_files;
use parcferme_core::Severity;
use parcferme_core::season::Date;
use parcferme_formats::folder::{Folder, digest};
use parcferme_formats::import::{Document, import};
use parcferme_formats::intake::{self, Added, Said, Wish};
use parcferme_formats::names::Kind;
use std::collections::BTreeMap;

/// Adds texts to a folder.
fn add_to(existing: &Folder, files: &[(&str, &str)], wish: &Wish) -> Added {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let read = intake::read(&files);
    assert_eq!(read.unknown, Vec::<String>::new());
    intake::add(read.said, &|name| of_name(&files, name), existing, wish)
}

fn of_name(files: &[(&str, &[u8])], name: &str) -> String {
    digest(files.iter().find(|own| own.0 == name).unwrap().1)
}

fn ids(added: &Added) -> Vec<&str> {
    added.diagnostics.iter().map(|own| own.id).collect()
}

fn round(number: u32) -> Wish {
    Wish { round: Some(number), ..Wish::default() }
}

const RESULTS: &str =
    "Pos,No,Class,Driver,Laps,Time\n1,7,GT,Ann Archer,10,10:00.000\n2,8,GT,Ben Boyd,10,+3.5\n";

#[test]
fn the_real_pages_give_by_this_door_what_an_import_gives() {
    let Some(seeds) = seed_files() else { return };
    let files: Vec<(&str, &[u8])> =
        seeds.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let read = intake::read(&files);
    assert_eq!(read.unknown, Vec::<String>::new());
    let added = intake::add(read.said, &|name| of_name(&files, name), &Folder::default(), &Wish::default());
    let folder = added.folder.unwrap();
    let documents: Vec<Document> = files.iter().map(|&(name, bytes)| Document { name, bytes }).collect();
    let imported = import(&documents, &Folder::default()).folder.unwrap();
    assert_eq!(folder.results, imported.results);
    assert_eq!(folder.rounds, imported.rounds);
    assert_eq!(folder.published, imported.published);
    assert_eq!(folder.statistics, imported.statistics);
    assert_eq!(folder.class_winners.len(), imported.class_winners.len());
    assert_eq!(folder.entries.len(), imported.entries.len());
    // Spellings of teams and drivers that the import takes for one, and for two, are so by this door.
    let by_add = |kind, text: &str| {
        folder.names.find(kind, text).map_or_else(|| text.to_owned(), |own| own.id.clone())
    };
    for kind in [Kind::Team, Kind::Driver] {
        let of_kind = || imported.names.clusters.iter().filter(|own| own.kind == kind);
        let mut ids = BTreeMap::new();
        for cluster in of_kind() {
            for spelling in &cluster.spellings {
                let standing = ids.entry(by_add(kind, &spelling.text)).or_insert(&cluster.id);
                assert_eq!(*standing, &cluster.id, "{} is one with another", spelling.text);
            }
        }
        let apart: usize = ids.len() - of_kind().count();
        assert!(apart <= 1, "{apart} {} fell into two", kind.word());
    }
}

#[test]
fn a_file_that_does_not_say_its_round_is_a_question() {
    let added = add_to(&Folder::default(), &[("a.csv", RESULTS)], &Wish::default());
    assert_eq!(ids(&added), ["PF1003"]);
    assert!(added.folder.is_none());
    let added = add_to(&Folder::default(), &[("a.csv", RESULTS)], &round(3));
    let folder = added.folder.unwrap();
    let rows = &folder.results[&(3, "race".to_owned())];
    assert_eq!((rows.len(), rows[1].time.unwrap().to_string().as_str()), (2, "10:03.500"));
    assert_eq!((rows[0].from[0].document.as_str(), rows[0].from[0].line), ("a.csv", 2));
    assert_eq!(folder.classes.len(), 1);
    assert_eq!(folder.documents[0].name, "a.csv");
}

#[test]
fn the_same_file_again_changes_nothing_and_another_of_its_name_is_refused() {
    let folder = add_to(&Folder::default(), &[("a.csv", RESULTS)], &round(1)).folder.unwrap();
    let again = add_to(&folder, &[("b.csv", RESULTS)], &round(2));
    assert_eq!(
        again.account[0].went,
        ["nothing new: it is a.csv, which was added before; `--replace` reads it anew"]
    );
    assert_eq!(again.folder.unwrap().write(), folder.write());
    let other = add_to(&folder, &[("a.csv", "Pos,No\n1,9\n")], &round(2));
    assert_eq!(ids(&other), ["PF1006"]);
    assert!(other.folder.is_none());
}

#[test]
fn a_second_document_of_a_session_fills_what_is_open_and_is_told_where_it_differs() {
    let folder = add_to(&Folder::default(), &[("a.csv", RESULTS)], &round(1)).folder.unwrap();
    let further = "Pos,No,Class,Team,Driver,Laps,Best\n1,7,GT,Alpha,Ann Archer,11,59.1\n2,8,GT,Beta,Ben Boyd,10,58.2\n3,9,GT,Gamma,Cleo Cox,9,\n";
    let added = add_to(&folder, &[("b.csv", further)], &round(1));
    let told: Vec<(&str, &str)> =
        added.diagnostics.iter().map(|own| (own.id, own.found.as_deref().unwrap_or_default())).collect();
    assert_eq!(told, [("PF1005", "10, and 11"), ("PF1004", "Gamma")]);
    assert!(added.diagnostics.iter().all(|own| own.severity == Severity::Warning));
    let folder = added.folder.unwrap();
    let rows = &folder.results[&(1, "race".to_owned())];
    let of = |number: &str| rows.iter().find(|row| row.number == number).unwrap();
    assert_eq!((of("7").laps, of("7").team.as_str()), (Some(10), "Alpha"));
    assert_eq!(of("8").best_lap.unwrap().to_string(), "58.200");
    assert_eq!(of("8").time.unwrap().to_string(), "10:03.500");
    let from: Vec<&str> = of("8").from.iter().map(|own| own.document.as_str()).collect();
    assert_eq!(from, ["a.csv", "b.csv"]);
    assert_eq!(of("9").position, Some(3));
    // What the further document says is kept, and read again.
    let (again, told) = Folder::read(&folder.write());
    assert!(told.iter().all(|own| own.id != "PF0403"), "{told:?}");
    let kept = &again.further[&(1, "race".to_owned())];
    assert_eq!(kept.iter().map(|row| row.laps).collect::<Vec<_>>(), [Some(11), Some(10), Some(9)]);
    let replaced = add_to(&folder, &[("c.csv", "Pos,No\n1,8\n")], &Wish { replace: true, ..round(1) });
    assert_eq!(replaced.folder.unwrap().results[&(1, "race".to_owned())].len(), 1);
}

/// What a reader says of a session of this name, circuit and day.
fn said(document: &str, name: &str, circuit: &str, date: Option<&str>) -> Said {
    let mut read = intake::read(&[(document, RESULTS.as_bytes())]).said.remove(0);
    let event = &mut read.sessions[0].event;
    (event.name, event.circuit) = (name.to_owned(), circuit.to_owned());
    event.date = date.map(|date| date.parse::<Date>().unwrap());
    for row in &mut read.sessions[0].rows {
        row.from.clear();
    }
    read
}

fn rounds_of(said: Vec<Said>, existing: &Folder) -> (Folder, Vec<String>) {
    let added = intake::add(said, &|name| digest(name.as_bytes()), existing, &Wish::default());
    let went = added.account.iter().map(|own| own.went.join(", ")).collect();
    (added.folder.unwrap(), went)
}

#[test]
fn a_session_goes_to_the_round_of_its_day_circuit_and_name() {
    let year = |own: &mut Folder| own.year = 2026;
    let mut empty = Folder::default();
    year(&mut empty);
    let files = vec![
        said("late.csv", "Autumn Race", "Hill Park", Some("2026-09-20")),
        said("early.csv", "Spring Race", "Hill Park", Some("2026-04-12")),
    ];
    let (folder, _) = rounds_of(files, &empty);
    let rounds: Vec<(Option<u32>, &str)> =
        folder.rounds.iter().map(|round| (round.number, round.event.as_str())).collect();
    assert_eq!(rounds, [(Some(1), "spring-race"), (Some(2), "autumn-race")]);
    for (name, circuit, date, wanted) in [
        ("", "", Some("2026-09-19"), 2),
        ("The Spring Race", "", None, 1),
        ("", "Hill Park", Some("2026-04-11"), 1),
        // Its circuit alone fits two, its day none.
        ("", "Hill Park", Some("2026-07-01"), 3),
        ("Winter Race", "Lake Ring", None, 3),
        // Another event of the same days.
        ("Winter Race", "Lake Ring", Some("2026-09-20"), 3),
    ] {
        let (_, went) = rounds_of(vec![said("x.csv", name, circuit, date)], &folder);
        assert_eq!(went, [format!("round {wanted}, race: 2 cars")], "{name} {circuit} {date:?}");
    }
}

#[test]
fn a_file_of_another_year_is_refused_once_the_folder_has_rounds() {
    let mut file = said("x.csv", "Spring Race", "", None);
    file.year = Some(2025);
    let mut folder = Folder { year: 2026, ..Folder::default() };
    let added = intake::add(vec![file.clone()], &|_| String::new(), &folder, &Wish::default());
    assert_eq!(added.folder.map(|own| own.year), Some(2025));
    let undated = rounds_of(vec![said("y.csv", "Spring Race", "", None)], &folder).0;
    let told = intake::add(vec![file.clone()], &|_| String::new(), &undated, &Wish::default());
    assert_eq!(ids(&told), ["PF1060"], "no day proves the year");
    assert_eq!(told.folder.map(|own| own.year), Some(2025));
    folder = rounds_of(vec![said("y.csv", "Spring Race", "", Some("2026-04-12"))], &folder).0;
    let added = intake::add(vec![file.clone()], &|_| String::new(), &folder, &Wish::default());
    assert_eq!(ids(&added), ["PF1009"]);
    (folder.year, folder.label) = (2024, Some("2024-25".to_owned()));
    let added = intake::add(vec![file], &|_| String::new(), &folder, &Wish::default());
    assert_eq!(ids(&added), Vec::<&str>::new());
}

#[test]
fn a_name_spelt_otherwise_in_a_further_file_is_the_same_driver_by_evidence() {
    let folder = add_to(&Folder::default(), &[("a.csv", RESULTS)], &round(1)).folder.unwrap();
    let further = "Pos,No,Class,Driver\n1,7,GT,ann ARCHER\n2,8,GT,Ben Boyle\n";
    let added = add_to(&folder, &[("b.csv", further)], &round(2));
    assert_eq!(ids(&added), ["PF1010"]);
    let names = added.folder.unwrap().names;
    let spelt: Vec<Vec<&str>> = names
        .clusters
        .iter()
        .map(|own| own.spellings.iter().map(|own| own.text.as_str()).collect())
        .collect();
    assert_eq!(spelt, [["Ann Archer", "ann ARCHER"]]);
}

#[test]
fn cars_of_another_event_are_refused_and_those_of_a_sheet_by_class_are_not() {
    let four = "Pos,No,Team,Driver\n1,1,Alpha,Ann Archer\n2,2,Beta,Ben Boyd\n3,3,Gamma,Cleo Cox\n4,4,Delta,Dan Dale\n";
    let folder = add_to(&Folder::default(), &[("a.csv", four)], &round(1)).folder.unwrap();
    let others = "Pos,No,Team,Driver\n1,1,Omega,Xaver Young\n2,2,Psi,Zoe Quinn\n3,33,Rho,Will West\n";
    assert_eq!(ids(&add_to(&folder, &[("b.csv", others)], &round(1))), ["PF1079"]);
    let qualifying = Wish { session: Some("qualifying".to_owned()), ..round(1) };
    assert_eq!(ids(&add_to(&folder, &[("b.csv", others)], &qualifying)), ["PF1079"]);
    // A car with other drivers of the same team, and the part of a class, are of the event.
    let part = "Pos,No,Team,Driver\n1,1,Alpha,Eve Ellis\n2,2,Beta,Ben Boyd\n3,4,Delta,Finn Fox\n";
    let added = add_to(&folder, &[("c.csv", part)], &qualifying);
    assert!(added.folder.is_some(), "{:?}", added.diagnostics);
    let replaced = add_to(&folder, &[("b.csv", others)], &Wish { replace: true, ..round(1) });
    assert_eq!(replaced.folder.unwrap().results[&(1, "race".to_owned())].len(), 3);
}

#[test]
fn a_table_that_breaks_off_is_refused() {
    let whole = "Pos,No,Team,Laps\n1,1,Alpha,30\n2,2,Beta,29\n3,3,Gamma,29";
    assert_eq!(ids_of_reading(whole), Vec::<&str>::new());
    assert_eq!(ids_of_reading("Pos,No,Team,Laps\n1,1,Alpha,30\n2,2,Beta,29\n3,3,Gam"), ["PF1058"]);
    let foot = format!("{whole}\nFastest lap: 1");
    assert!(!ids_of_reading(&foot).contains(&"PF1058"), "a foot of one cell");
    let dump = "CREATE TABLE a (pos INTEGER, driver TEXT);\nINSERT INTO a VALUES (1, 'Ann');\nINSERT INTO a VALUES (2, ";
    assert!(ids_of_reading(dump).contains(&"PF1059"));
}

fn ids_of_reading(text: &str) -> Vec<&'static str> {
    let read = intake::read(&[("x.csv", text.as_bytes())]);
    read.diagnostics.iter().filter(|own| own.severity == Severity::Error).map(|own| own.id).collect()
}

/// Cells of the first row of the first table, by round.
fn cells(folder: &Folder) -> Vec<(u32, String)> {
    let line = &folder.published[0].lines[0];
    let shown = |own: &Option<parcferme_core::Points>| own.map_or_else(String::new, |own| own.to_string());
    line.cells.iter().map(|(round, points)| (*round, shown(points))).collect()
}

#[test]
fn a_table_has_rounds_that_nothing_else_tells_of() {
    let table = "Pos,Driver,Rd1,Rd2,Total\n1,Ann Archer,18,25,43\n2,Ben Boyd,25,18,43\n";
    let second = add_to(&Folder::default(), &[("a.csv", RESULTS)], &round(2)).folder.unwrap();
    let numbers = |folder: &Folder| folder.rounds.iter().filter_map(|own| own.number).collect::<Vec<_>>();
    assert_eq!(numbers(&second), [2]);
    let both = add_to(&second, &[("b.csv", table)], &Wish::default()).folder.unwrap();
    assert_eq!((numbers(&both), both.calendar_open), (vec![1, 2], true));
    // A calendar that is whole has no further round.
    let whole = Folder { calendar_open: false, ..second };
    let added = add_to(&whole, &[("b.csv", table)], &Wish::default());
    assert_eq!((ids(&added), added.folder.is_none()), (vec!["PF0426"], true));
}

#[test]
fn columns_called_by_events_are_of_the_rounds_that_bear_the_names() {
    let calendar = "Rd,Event,Date\n1,Hill Park,2026-04-05\n2,Lake Ring,2026-05-05\n";
    let folder = add_to(&Folder::default(), &[("cal.csv", calendar)], &Wish::default()).folder.unwrap();
    let table =
        |heads: &str| format!("Pos,Driver,{heads},Total\n1,Ann Archer,18,25,43\n2,Ben Boyd,15,18,33\n");
    let read = |heads: &str| {
        let table = table(heads);
        let added = add_to(&folder, &[("t.csv", &table)], &Wish::default());
        let columns: Vec<String> = added.account[0]
            .columns
            .iter()
            .filter_map(|own| own.field.clone())
            .filter(|own| own.starts_with("Rd "))
            .collect();
        (cells(&added.folder.unwrap()), columns)
    };
    let own = |a: &str, b: &str| vec![(1, a.to_owned()), (2, b.to_owned())];
    assert_eq!(read("Lake Ring,Hill Park"), (own("25", "18"), vec!["Rd 2".to_owned(), "Rd 1".to_owned()]));
    assert_eq!(read("Hill Park,Lake Ring").0, own("18", "25"));
    // Where a name is of no round, the numbers stand as they are.
    assert_eq!(read("Lake Ring,Nowhere").0, own("18", "25"));
}

#[test]
fn a_sheet_without_teams_has_those_of_the_entry_list() {
    let entries = "No,Class,Team,Driver\n7,GT,North Garage,Ann Archer\n8,GT,South Works,Ben Boyd\n9,GT,East Yard,Cleo Cox\n9,GT,West Yard,Dan Dow\n";
    let sheet = "Pos,No,Class,Driver,Laps\n1,7,GT,Ann Archer,10\n2,8,GT,Ben Boyd,10\n3,9,GT,Cleo Cox,9\n";
    let teams = |files: &[(&str, &str)]| {
        let added = add_to(&Folder::default(), files, &round(1));
        let went: Vec<String> = added.account.iter().flat_map(|own| own.went.clone()).collect();
        let folder = added.folder.unwrap();
        let rows = &folder.results[&(1, "race".to_owned())];
        (rows.iter().map(|row| row.team.clone()).collect::<Vec<_>>(), went)
    };
    let (found, went) = teams(&[("e.csv", entries), ("r.csv", sheet)]);
    assert_eq!(found, ["North Garage", "South Works", ""], "number 9 is entered by two teams");
    let said = "round 1, race: teams taken from the entry list; 1 car has none there";
    assert!(went.iter().any(|own| own == said), "{went:?}");
    assert_eq!(teams(&[("r.csv", sheet)]).0, ["", "", ""]);
    // What a sheet says of teams stands, also where it says nothing of some.
    let own = "Pos,No,Class,Team,Driver,Laps\n1,7,GT,Oil,Ann Archer,10\n2,8,GT,,Ben Boyd,10\n";
    assert_eq!(teams(&[("e.csv", entries), ("r.csv", own)]).0, ["Oil", ""]);
}

#[test]
fn files_in_which_nothing_changes_stay_to_the_letter() {
    let entries = "No,Class,Team,Driver\n7,GT,North Garage,Ann Archer\n";
    let before = add_to(&Folder::default(), &[("r.csv", RESULTS)], &round(1)).folder.unwrap();
    let after = add_to(&before, &[("e.csv", entries)], &Wish::default()).folder.unwrap();
    let stood = |path: &str| Some(format!("# as {path} stood\n"));
    let files = after.write_anew(&before, &stood);
    assert_eq!(files["results/01-race.csv"], "# as results/01-race.csv stood\n");
    assert_eq!(files["season.toml"], "# as season.toml stood\n");
    assert!(files["entries.csv"].contains("North Garage"));
    assert!(files["sources.toml"].contains("e.csv"));
    // What was not there cannot stay.
    assert_eq!(after.write_anew(&before, &|_| None), after.write());
}

/// Adds results one after another, each as the next round.
fn add_rounds(files: &[(&str, &str)]) -> (Folder, Vec<parcferme_core::Diagnostic>) {
    let mut folder = Folder::default();
    let mut told = Vec::new();
    for (at, file) in (1..).zip(files) {
        let added = add_to(&folder, &[*file], &round(at));
        told.extend(added.diagnostics);
        folder = added.folder.unwrap();
    }
    (folder, told)
}

#[test]
fn one_driver_under_two_orders_of_words_is_one() {
    for (one, other) in [
        ("John Smith", "SMITH John"),
        ("John Smith", "\"Smith, John\""),
        ("John Smith", "Smith John"),
        ("John Smith", "Jon Smith"),
        ("John Smith", "J. Smith"),
        ("John Smith", "\"Smith, J.\""),
        ("José García López", "Jose Garcia"),
        ("Jörg Müller", "MUELLER Jörg"),
        ("Ann Müller-Schmidt", "\"Müller-Schmidt, Ann\""),
    ] {
        let row = |name: &str| format!("Pos,No,Driver,Laps\n1,7,{name},10\n2,8,Ben Boyd,10\n");
        let (folder, told) = add_rounds(&[("a.csv", &row(one)), ("b.csv", &row(other))]);
        let id =
            |name: &str| folder.names.find(Kind::Driver, name.trim_matches('"')).map(|own| own.id.clone());
        assert!(id(one).is_some() && id(one) == id(other), "{one}, {other}: {told:?}");
        assert_eq!(told.iter().filter(|own| own.id == "PF1010").count(), 1, "{one}, {other}");
        let own = folder.names.find(Kind::Driver, one).unwrap();
        assert_eq!(own.name, one, "given name first");
    }
}

#[test]
fn two_drivers_of_one_session_are_never_one_and_what_is_only_likely_is_asked() {
    let (folder, told) = add_rounds(&[
        ("a.csv", "Pos,No,Driver,Laps\n1,7,John Smith,10\n2,8,Smith John,10\n3,9,J. Smith,10\n"),
        ("b.csv", "Pos,No,Driver,Laps\n1,7,John Smith,10\n2,8,Smith John,10\n"),
    ]);
    assert_eq!(folder.names.clusters, []);
    assert!(told.iter().all(|own| own.id != "PF1010" && own.id != "PF1411"), "{told:?}");
    let files = [
        ("a.csv", "Pos,No,Driver,Laps\n1,7,John Smith,10\n2,8,Ben Boyd,10\n"),
        ("b.csv", "Pos,No,Driver,Laps\n1,17,J. Smith,10\n2,8,Ben Boyd,10\n"),
    ];
    let (mut folder, told) = add_rounds(&files);
    let asked: Vec<_> = told.iter().filter(|own| own.id == "PF1411").collect();
    assert_eq!((asked.len(), asked[0].places.len()), (1, 2));
    assert!(asked[0].help.as_deref().unwrap_or_default().contains("same = [\"J. Smith\", \"John Smith\"]"));
    assert_eq!(folder.names.open.len(), 1);
    // What a person says of it is done with the next file, and what was said before is not said again.
    let again = add_to(&folder, &[files[1]], &round(2));
    assert!(again.diagnostics.iter().all(|own| own.id != "PF1411"));
    let ruled = |verdict: &str, folder: &Folder| {
        let mut files = folder.write();
        let text = files.get("names.toml").cloned().unwrap_or_default();
        let ruling =
            format!("{text}\n[[ruling]]\nkind = \"driver\"\n{verdict} = [\"J. Smith\", \"John Smith\"]\n");
        files.insert("names.toml".to_owned(), ruling);
        Folder::read(&files).0
    };
    folder = add_to(&ruled("same", &folder), &[files[1]], &round(2)).folder.unwrap();
    let id = |folder: &Folder, name: &str| folder.names.find(Kind::Driver, name).map(|own| own.id.clone());
    assert!(id(&folder, "J. Smith").is_some() && id(&folder, "J. Smith") == id(&folder, "John Smith"));
    let text = folder.write()["names.toml"].replace("same = [\"J.", "apart = [\"J.");
    let mut written = folder.write();
    written.insert("names.toml".to_owned(), text);
    let folder = add_to(&Folder::read(&written).0, &[files[1]], &round(2)).folder.unwrap();
    assert!(id(&folder, "J. Smith").is_none() || id(&folder, "J. Smith") != id(&folder, "John Smith"));
}

#[test]
fn files_whose_names_say_two_rounds_are_of_two() {
    let second = RESULTS.replace("+3.5", "+4.5");
    let files = [("Round 1.csv", RESULTS), ("Round 2.csv", second.as_str())];
    let added = add_to(&Folder::default(), &files, &Wish::default());
    let rounds: Vec<u32> = added.folder.unwrap().results.keys().map(|(round, _)| *round).collect();
    assert_eq!(rounds, [1, 2]);
}
