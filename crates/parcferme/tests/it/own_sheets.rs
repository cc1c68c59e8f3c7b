//! The program reads the sheets that it prints: results and standings of a season, from their PDF files.

use parcferme_core::Points;
use parcferme_formats::folder::{Files, Folder, PublishedLine};
use parcferme_formats::intake::{self, Said};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

/// What the program writes as PDF, read again.
fn read_back(args: &[&str]) -> Said {
    let made =
        Command::new(env!("CARGO_BIN_EXE_parcferme")).args(args).args(["--format", "pdf"]).output().unwrap();
    assert!(made.stdout.starts_with(b"%PDF-"), "{}", String::from_utf8_lossy(&made.stderr));
    let reading = intake::read(&[("sheet.pdf", made.stdout.as_slice())]);
    let errors: Vec<_> =
        reading.diagnostics.iter().filter(|own| own.severity == parcferme_core::Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    reading.said.into_iter().next().unwrap()
}

/// The bundled season's folder.
fn season() -> Folder {
    let top = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../seasons/alms/2003");
    let mut files = Files::new();
    for folder in ["", "results", "published"] {
        for entry in std::fs::read_dir(top.join(folder)).unwrap().flatten().filter(|own| own.path().is_file())
        {
            let name = entry.file_name().into_string().unwrap();
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            files.insert(path, std::fs::read_to_string(entry.path()).unwrap());
        }
    }
    Folder::read(&files).0
}

#[test]
fn a_printed_result_is_the_result_that_was_printed() {
    let said = read_back(&["classify", "alms/2003", "9"]);
    let [session] = said.sessions.as_slice() else { panic!("one session") };
    assert_eq!(
        (session.id(), session.event.round, session.event.name.as_str()),
        ("race", Some(9), "Petit Le Mans")
    );
    assert_eq!((session.event.circuit.as_str(), said.year), ("Road Atlanta", Some(2003)));
    assert_eq!(session.event.date.unwrap().to_string(), "2003-10-18");
    let declared = &season().results[&(9, "race".to_owned())];
    assert_eq!(session.rows.len(), declared.len());
    for row in declared {
        let own = session.rows.iter().find(|own| own.number == row.number && own.class == row.class);
        let own = own.unwrap_or_else(|| panic!("car {}", row.number));
        assert_eq!((own.laps, own.status), (row.laps, row.status), "car {}", row.number);
        assert_eq!(own.crew.len(), row.crew.len(), "car {}", row.number);
    }
}

#[test]
fn printed_standings_are_the_standings_that_were_printed() {
    let said = read_back(&["standings", "alms/2003"]);
    let folder = season();
    let mut seen = BTreeSet::new();
    for published in folder.published.iter().filter(|own| own.after.is_none()) {
        let same = |own: &&parcferme_formats::folder::PublishedRecord| {
            own.title == published.title && own.class.eq_ignore_ascii_case(&published.class)
        };
        let own = said
            .tables
            .iter()
            .find(same)
            .unwrap_or_else(|| panic!("{} {}", published.title, published.class));
        assert_eq!(own.after, Some(9));
        for (line, printed) in published.lines.iter().zip(&own.lines) {
            assert_eq!(line.total, printed.total, "{} of {}", printed.competitor, published.class);
            // What was published has blanks where the computed table has noughts.
            let scored = |own: &PublishedLine| -> BTreeMap<u32, Points> {
                own.cells
                    .iter()
                    .filter_map(|(round, own)| Some((*round, (*own)?)))
                    .filter(|own| own.1 != Points::ZERO)
                    .collect()
            };
            assert_eq!(scored(line), scored(printed), "{} of {}", printed.competitor, published.class);
            seen.insert((published.class.clone(), printed.competitor.clone()));
        }
    }
    assert!(seen.len() >= 30, "{seen:?}");
}
