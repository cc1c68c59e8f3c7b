//! Importing the real documents and made-up ones into a season folder.

use crate::pages::{MADE_UP_RACE, MADE_UP_SEASON, seed_files};
use parcferme_core::Rulebook;
use parcferme_core::season::RoundStatus;
use parcferme_formats::folder::{Files, Folder};
use parcferme_formats::import::{Document, Import, NoteKind, import};
use std::path::PathBuf;

fn seeds_imported(order: impl Fn(&mut Vec<Document>)) -> Option<Import> {
    let files = seed_files()?;
    let mut documents: Vec<Document> = files.iter().map(|(name, bytes)| Document { name, bytes }).collect();
    order(&mut documents);
    Some(import(&documents, &Folder::default()))
}

fn imported(documents: &[(&str, &str)]) -> Import {
    let documents: Vec<Document> =
        documents.iter().map(|(name, text)| Document { name, bytes: text.as_bytes() }).collect();
    import(&documents, &Folder::default())
}

#[test]
fn the_five_documents_become_one_season() {
    let Some(import) = seeds_imported(|_| {}) else { return };
    assert_eq!(import.diagnostics, []);
    let folder = import.folder.unwrap();
    assert_eq!((folder.series.as_str(), folder.year), ("alms", 2003));
    let classes: Vec<&str> = folder.classes.iter().map(|class| class.id.as_str()).collect();
    assert_eq!(classes, ["LMP900", "LMP675", "GTS", "GT"]);
    let held = folder.rounds.iter().filter(|round| round.status == RoundStatus::Held);
    assert_eq!(held.filter_map(|round| round.number).collect::<Vec<_>>(), (1..=9).collect::<Vec<_>>());
    assert_eq!(folder.rounds.len(), 10);
    let results: Vec<_> = folder.results.iter().map(|((round, _), rows)| (*round, rows.len())).collect();
    assert_eq!(results, [(2, 36), (3, 36), (9, 37)]);
    let lines: Vec<_> = folder.published.iter().flat_map(|table| &table.lines).collect();
    assert_eq!((lines.len(), lines.iter().map(|line| line.cells.len()).sum::<usize>()), (34, 306));
    // Both season pages state each line and each winner.
    assert!(lines.iter().all(|line| line.from.len() == 2));
    assert_eq!(folder.class_winners.len(), 36);
    assert!(folder.class_winners.iter().all(|winner| winner.from.len() == 4));
    assert_eq!(folder.statistics.len(), 12);
    assert_eq!(folder.documents.len(), 5);
}

#[test]
fn the_report_names_what_was_mended_and_what_contradicts() {
    let Some(import) = seeds_imported(|_| {}) else { return };
    let report = import.report;
    let repaired = |kind: NoteKind| report.repaired.iter().filter(|note| note.kind == kind).count();
    assert!(repaired(NoteKind::CrewSplit) >= 100);
    assert_eq!(repaired(NoteKind::PartsSplit), 13);
    assert_eq!(repaired(NoteKind::ShiftedRows), 3);
    assert_eq!(repaired(NoteKind::StrayCode), 3);
    assert_eq!(repaired(NoteKind::TwoCodes), 2);
    assert!(repaired(NoteKind::EntryNumber) >= 25 && repaired(NoteKind::EntryDriver) >= 20);
    let open = |kind: NoteKind| report.open.iter().filter(|note| note.kind == kind).count();
    assert_eq!((open(NoteKind::CrewGuess), open(NoteKind::CrewOpen)), (0, 0));
    let conflicts: Vec<&str> = report.contradictory.iter().map(|conflict| conflict.what.as_str()).collect();
    for wanted in ["minimum share", "schedule: the cancelled round", "round 10", "country of PK Sport"] {
        assert!(conflicts.iter().any(|conflict| conflict.contains(wanted)), "{wanted}: {conflicts:?}");
    }
    assert!(report.contradictory.iter().all(|conflict| conflict.statements.len() > 1));
    assert!(report.repaired.iter().all(|note| !note.places.is_empty()));
}

#[test]
fn the_order_of_documents_leaves_no_trace() {
    let Some(forward) = seeds_imported(|_| {}) else { return };
    let files = forward.folder.unwrap().write();
    for turn in 0..5 {
        let again = seeds_imported(|documents| {
            documents.rotate_left(turn);
            documents.reverse();
            documents.push(documents[0]);
        });
        let again = again.unwrap();
        assert_eq!(again.report, forward.report);
        assert_eq!(again.folder.unwrap().write(), files);
    }
}

#[test]
fn importing_into_the_folder_that_came_of_it_changes_nothing() {
    let Some(first) = seeds_imported(|_| {}) else { return };
    let files = first.folder.unwrap().write();
    let (existing, diagnostics) = Folder::read(&files);
    assert_eq!(diagnostics, []);
    let documents = seed_files().unwrap();
    let documents: Vec<Document> = documents.iter().map(|(name, bytes)| Document { name, bytes }).collect();
    assert_eq!(import(&documents, &existing).folder.unwrap().write(), files);
    let fewer = import(&documents[1..], &existing);
    assert!(fewer.folder.is_none());
    assert_eq!(fewer.diagnostics[0].id, "PF0122");
}

#[test]
fn the_bundled_season_is_what_the_documents_state() {
    let Some(files) = seed_files() else { return };
    let documents: Vec<Document> = files.iter().map(|(name, bytes)| Document { name, bytes }).collect();
    let bundled = bundled("alms/2003");
    let (existing, diagnostics) = Folder::read(&bundled);
    assert_eq!(diagnostics, []);
    let import = import(&documents, &existing);
    for (path, text) in import.folder.unwrap().write() {
        assert!(bundled.get(&path) == Some(&text), "{path} is not what an import writes");
    }
}

/// Text files of a bundled season, by path.
fn bundled(season: &str) -> Files {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../seasons").join(season);
    let mut files = Files::new();
    for folder in ["", "published", "results"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
}

#[test]
fn a_made_up_season_is_imported_without_new_code() {
    let import = imported(&[("season", MADE_UP_SEASON), ("race", MADE_UP_RACE)]);
    assert_eq!(import.diagnostics, []);
    let folder = import.folder.unwrap();
    assert_eq!((folder.series.as_str(), folder.year), ("made-up-series", 1987));
    let rounds: Vec<_> = folder.rounds.iter().map(|round| (round.number, round.event.as_str())).collect();
    assert_eq!(rounds, [(Some(1), "opener"), (Some(2), "long-lake-300")]);
    let rows = &folder.results[&(2, "race".to_owned())];
    assert_eq!(rows[0].crew.iter().map(|seat| seat.nation.as_str()).collect::<Vec<_>>(), ["ITA", "GER"]);
    assert_eq!(folder.published[0].title, "drivers");
    assert_eq!(folder.published[0].lines.len(), 3);
    assert_eq!(folder.entries.len(), 4);
}

const OVER_NEW_YEAR: &str = "= 2025–26 Example Series =

The 2025–26 Example Series season was the first season of the series.

== Schedule ==
{| class=\"wikitable\"
! Rnd !! Race !! Circuit !! Date
|-
! 1
| Spring 100 || Hill Park || 22 November 2025
|-
! 2
| Summer 200 || Lake Road || 10 January 2026
|-
! 3
| Autumn 300 || Lake Road || March 7
|}
";

#[test]
fn a_season_over_new_year_is_called_by_both_years() {
    let import = imported(&[("season", OVER_NEW_YEAR)]);
    // A day without a year has the one that the order of the rows proves.
    assert_eq!(import.diagnostics, []);
    let folder = import.folder.unwrap();
    assert_eq!(
        (folder.series.as_str(), folder.year, folder.label().as_str()),
        ("example-series", 2025, "2025-26")
    );
    assert_eq!(
        (folder.name.as_str(), folder.rulebook.as_str()),
        ("2025-26 Example Series", "example-series/2025-26")
    );
    let days: Vec<_> = folder.rounds.iter().map(|round| round.date.map(|date| date.to_string())).collect();
    assert_eq!(
        days,
        [Some("2025-11-22".to_owned()), Some("2026-01-10".to_owned()), Some("2026-03-07".to_owned())]
    );
    let (again, diagnostics) = Folder::read(&folder.write());
    assert_eq!((again.label, diagnostics), (Some("2025-26".to_owned()), Vec::new()));
    let (season, _) = folder.season(&Rulebook::default());
    assert_eq!((season.id.as_str(), season.label.as_str()), ("example-series/2025-26", "2025-26"));
}

#[test]
fn a_label_is_part_of_addresses() {
    let said = |label: &str| {
        let season = format!("series = \"club\"\nyear = 2025\n{label}\nname = \"Club Cup\"\n");
        let (folder, diagnostics) = Folder::read(&[("season.toml".to_owned(), season)].into());
        let ids: Vec<_> = diagnostics.iter().map(|own| (own.id, own.places[0].line)).collect();
        (folder.label(), folder.rulebook, ids)
    };
    assert_eq!(said(""), ("2025".to_owned(), "club/2025".to_owned(), vec![]));
    assert_eq!(said("label = \"2025-26\""), ("2025-26".to_owned(), "club/2025-26".to_owned(), vec![]));
    for label in ["label = \"2025/26\"", "label = \"\"", "label = \"2025–26\""] {
        assert_eq!(said(label), ("2025".to_owned(), "club/2025".to_owned(), vec![("PF0315", 3)]), "{label}");
    }
}

#[test]
fn numbers_and_days_of_a_folder_are_exact_or_told() {
    let said = |round: &str| {
        let season = format!(
            "series = \"club\"\nyear = 2025\nname = \"Club Cup\"\n[[round]]\nnumber = 1\nevent = \"a\"\n{round}\n"
        );
        let (folder, diagnostics) = Folder::read(&[("season.toml".to_owned(), season)].into());
        let told = diagnostics
            .iter()
            .map(|own| format!("{} {}", own.id, own.message))
            .collect::<Vec<_>>()
            .join("; ");
        (folder.rounds[0].clone(), told)
    };
    for (round, told) in [
        ("date = \"2026-02-31\"", "PF0411 `2026-02-31` is a day that does not exist"),
        ("date = \"31.12.2026\"", "PF0411 `31.12.2026` is not a day"),
        ("length = \"0 laps\"", "PF0412 `0 laps` is not a length"),
        ("length = \"18446744073709551615 km\"", "PF0412 `18446744073709551615 km` is not a length"),
        ("length = \"-5 km\"", "PF0412 `-5 km` is not a length"),
        ("completed = \"101 %\"", "PF0312 `completed` cannot be 101 %"),
    ] {
        assert_eq!(said(round).1, told);
    }
    for length in ["12 h", "165 min", "1:00:00.500", "366 laps", "500 km"] {
        let (round, told) = said(&format!("length = \"{length}\""));
        assert_eq!(told, "");
        let mut folder = Folder {
            series: "club".to_owned(),
            year: 2025,
            name: "Club Cup".to_owned(),
            ..Folder::default()
        };
        folder.rounds.push(round.clone());
        assert_eq!(Folder::read(&folder.write()).0.rounds[0].length, round.length, "{length}");
        assert!(folder.write()["season.toml"].contains(&format!("length = \"{length}\"")), "{length}");
    }
}

#[test]
fn a_decision_is_dated_in_words_or_on_a_day_that_exists() {
    let said = |date: &str| {
        let decision = format!(
            "[[decision]]\nid = \"d\"\nkind = \"time-penalty\"\nround = 1\nnumber = \"1\"\ntime = \"1.5 s\"\nreason = \"r\"\ndate = \"{date}\"\n"
        );
        let season = "series = \"club\"\nyear = 2025\nname = \"Club Cup\"\n".to_owned();
        let files = [("season.toml".to_owned(), season), ("decisions.toml".to_owned(), decision)];
        let (folder, diagnostics) = Folder::read(&files.into());
        assert_eq!(folder.decisions[0].date, date);
        diagnostics.iter().map(|own| (own.id, own.places[0].line)).collect::<Vec<_>>()
    };
    for date in ["", "2025-05-10", "two days after the race"] {
        assert_eq!(said(date), []);
    }
    assert_eq!(said("2025-02-29"), [("PF0411", 8)]);
}

#[test]
fn what_no_document_states_is_kept() {
    let first = imported(&[("season", MADE_UP_SEASON), ("race", MADE_UP_RACE)]).folder.unwrap();
    let mut files = first.write();
    let season = files["season.toml"].replace("circuit = \"Hill\"", "circuit = \"Hill\"\nlength = \"6 h\"");
    files.insert("season.toml".to_owned(), season);
    let by_hand = "position,class,number,team,drivers,from\n1,A,8,Ay Racing,Jay Kay,bulletin.pdf:3\n";
    files.insert("results/01-race.csv".to_owned(), by_hand.to_owned());
    let names = files["names.toml"].clone()
        + "\n[[ruling]]\nkind = \"driver\"\nsame = [\"Ann Bee\"]\nname = \"Annabel Bee\"\nwhy = \"her passport\"\nby = \"the editor\"\ndate = \"2024-05-01\"\n";
    files.insert("names.toml".to_owned(), names);
    let (edited, diagnostics) = Folder::read(&files);
    assert_eq!(diagnostics, []);
    let documents = [("season", MADE_UP_SEASON), ("race", MADE_UP_RACE)];
    let documents = documents.map(|(name, text)| Document { name, bytes: text.as_bytes() });
    let again = import(&documents, &edited).folder.unwrap();
    assert_eq!(again.rounds[0].length, edited.rounds[0].length);
    assert!(again.rounds[0].length.is_some());
    assert_eq!(again.results[&(1, "race".to_owned())][0].team, "Ay Racing");
    let known = again.names.resolve(parcferme_core::season::Kind::Driver, "Ann Bee").unwrap();
    assert_eq!(known.name, "Annabel Bee");
    assert!(again.write()["names.toml"].contains("her passport"));
    let files = again.write();
    assert_eq!(import(&documents, &Folder::read(&files).0).folder.unwrap().write(), files);
}

#[test]
fn what_must_not_enter_a_season_leaves_it_as_it_was() {
    let other = MADE_UP_RACE.replace("1987", "1988");
    let twice = MADE_UP_RACE.replace("! rowspan=2 | NC", "! rowspan=2 | 1");
    let class = MADE_UP_RACE.replace("| rowspan=2 | B\n", "| rowspan=2 | Z\n");
    let number = MADE_UP_RACE.replace("| rowspan=2 | 7\n", "| rowspan=2 | 007\n");
    for (documents, id) in [
        ([("season", MADE_UP_SEASON), ("race", other.as_str())], "PF0123"),
        ([("season", MADE_UP_SEASON), ("race", twice.as_str())], "PF0126"),
        ([("season", MADE_UP_SEASON), ("race", class.as_str())], "PF0125"),
        ([("season", MADE_UP_SEASON), ("race", number.as_str())], "PF0128"),
        ([("season", MADE_UP_SEASON), ("season", MADE_UP_RACE)], "PF0121"),
        ([("season", MADE_UP_SEASON), ("race", "= 1987 X =\nfree text")], "PF0107"),
    ] {
        let import = imported(&documents);
        let found = import.diagnostics.iter().find(|diagnostic| diagnostic.id == id);
        let found = found.unwrap_or_else(|| panic!("{id}: {:?}", import.diagnostics));
        assert!(found.help.is_some() && !found.places.is_empty(), "{id}");
        // Rows that cannot be are left out, and counted; a document that cannot be leaves everything as it was.
        // Classes may share a number: that is told, and both cars are kept.
        let row = matches!(id, "PF0125" | "PF0126");
        let kept = row || id == "PF0128";
        assert_eq!((import.folder.is_some(), import.left_out > 0), (kept, row), "{id}");
    }
}

#[test]
fn documents_that_differ_are_both_named() {
    let race = MADE_UP_RACE.replace("| rowspan=2 | 80", "| rowspan=2 | 79");
    let import = imported(&[("a", MADE_UP_SEASON), ("b", MADE_UP_RACE), ("c", &race)]);
    let conflict = &import.report.contradictory[0];
    assert_eq!(conflict.what, "laps of car 007 in round 2");
    let statements: Vec<_> =
        conflict.statements.iter().map(|(text, at)| (text.as_str(), at.document.as_str())).collect();
    assert_eq!(statements, [("80", "b"), ("79", "c")]);
    assert_eq!(import.folder.unwrap().results[&(2, "race".to_owned())][0].laps, Some(80));
}

#[test]
fn sentences_about_the_season_are_held_against_its_calendar() {
    let said = "A and B. It began May 1, 1987 and ended May 3, 1987 after three races.";
    let season = MADE_UP_SEASON.replace("A and B.", said);
    let import = imported(&[("season", &season), ("race", MADE_UP_RACE)]);
    let conflicts: Vec<_> =
        import.report.contradictory.iter().map(|conflict| conflict.what.as_str()).collect();
    assert_eq!(conflicts, ["number of races", "the season's first day"]);
    assert!(import.report.contradictory[0].statements[1].1.line > 0);
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        /// Pieces of the pages cut out, doubled or put elsewhere: an import or a diagnostic, the same either way round.
        #[test]
        fn a_mangled_season_never_panics_and_keeps_its_order(
            cuts in proptest::collection::vec((0_usize..1500, 0_usize..60, 0_usize..1500), 1..6),
        ) {
            let mangle = |text: &str| {
                let mut characters: Vec<char> = text.chars().collect();
                for &(from, length, to) in &cuts {
                    let from = from.min(characters.len());
                    let piece: Vec<char> = characters.drain(from..(from + length).min(characters.len())).collect();
                    let to = to.min(characters.len());
                    characters.splice(to..to, piece.iter().chain(&piece).copied());
                }
                characters.into_iter().collect::<String>()
            };
            let (season, race) = (mangle(MADE_UP_SEASON), mangle(MADE_UP_RACE));
            let forward = imported(&[("season", &season), ("race", &race)]);
            let backward = imported(&[("race", &race), ("season", &season)]);
            let files = |import: &Import| import.folder.as_ref().map(Folder::write);
            prop_assert_eq!(files(&forward), files(&backward));
            prop_assert_eq!(&forward.report, &backward.report);
            // What was written can be read, and says the same.
            if let Some(files) = files(&forward) {
                let (read, _) = Folder::read(&files);
                prop_assert_eq!(read.write(), files);
            }
        }
    }
}
