//! `parcferme names` on the bundled season: the contract, and what a person sees.

use std::process::Command;

fn names(arguments: &[&str]) -> String {
    let command = Command::new(env!("CARGO_BIN_EXE_parcferme"))
        .args(["names", "alms/2003"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(command.status.success(), "{}", String::from_utf8_lossy(&command.stderr));
    assert!(command.stderr.is_empty(), "{}", String::from_utf8_lossy(&command.stderr));
    String::from_utf8(command.stdout).unwrap()
}

#[test]
fn json_keeps_the_contract() {
    let document: serde_json::Value = serde_json::from_str(&names(&["--format", "json"])).unwrap();
    assert_eq!(document["schema"], "parcferme.names/1");
    assert_eq!(document["season"], "alms/2003");
    let clusters = document["clusters"].as_array().unwrap();
    let find = |kind: &str, id: &str| {
        clusters
            .iter()
            .find(|own| own["kind"] == kind && own["id"] == id)
            .unwrap_or_else(|| panic!("no {id}"))
    };
    assert_eq!(find("team", "carsport-america")["name"], "Carsport America");
    let spellings = find("team", "adt-champion-racing")["spellings"].as_array().unwrap();
    assert_eq!(spellings, &["ADT Champion Racing", "Champion Racing"]);
    assert_ne!(find("driver", "joe-policastro"), find("driver", "joe-policastro-jr"));
    for cluster in clusters {
        let (spellings, seen) =
            (cluster["spellings"].as_array().unwrap(), cluster["seen"].as_array().unwrap());
        assert_eq!(spellings.len(), seen.len());
        for (spelling, seen) in spellings.iter().zip(seen) {
            assert_eq!(&seen["spelling"], spelling);
            let places = seen["where"].as_array().unwrap();
            assert!(!places.is_empty() && places.iter().all(|place| place["line"].as_u64() > Some(0)));
        }
    }
    let near = document["near_misses"].as_array().unwrap();
    assert!(near.iter().any(|own| own["a"] == "Joe Policastro" && own["b"] == "Joe Policastro, Jr."));
    let open = document["open"].as_array().unwrap();
    assert!(open.iter().any(|own| own["question"] == "contradiction" && own["a"] == "Ferrari 5.9L V12"));
}

#[test]
fn a_person_sees_the_evidence() {
    let text = names(&["--kind", "driver"]);
    assert!(
        text.contains("  David Murry  david-murry\n    = David Murray  1×\n      slip: GT car 79"),
        "{text}"
    );
    assert!(!text.contains("Champion Racing  adt"), "only drivers");
    assert!(text.contains("Near misses, held apart"));
    assert!(text.lines().all(|line| line.chars().count() <= 120 || line.contains('|')), "lines fit");
}

#[test]
fn csv_has_a_row_for_each_spelling() {
    let text = names(&["--format", "csv", "--kind", "circuit"]);
    assert!(text.starts_with("kind,id,name,spelling,seen\r\n"));
    assert_eq!(text.lines().filter(|line| line.contains(",sonoma-raceway,")).count(), 3);
}

#[test]
fn wikitext_is_refused() {
    let command = Command::new(env!("CARGO_BIN_EXE_parcferme"))
        .args(["names", "alms/2003", "--format", "wikitext"])
        .output()
        .unwrap();
    assert_eq!(command.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&command.stderr).contains("PF0906"));
}
