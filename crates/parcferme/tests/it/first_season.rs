//! The first part of docs/rules/TUTORIAL.md, word by word: from a file of results to a site.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn tutorial() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules/TUTORIAL.md");
    fs::read_to_string(path).unwrap()
}

/// The listings of the part under `## In four commands`.
fn listings(text: &str) -> Vec<String> {
    let part = text.split("## In four commands").nth(1).unwrap().split("\n## ").next().unwrap();
    part.split("```").skip(1).step_by(2).map(|own| own.trim_start_matches('\n').to_owned()).collect()
}

fn run(folder: &Path, command: &str) -> Output {
    let words: Vec<&str> = command.split_whitespace().collect();
    assert_eq!(words[0], "parcferme", "{command}");
    let mut program = Command::new(env!("CARGO_BIN_EXE_parcferme"));
    program.args(&words[1..]).current_dir(folder).output().unwrap()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn workplace() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    (folder, path)
}

#[test]
fn four_commands_lead_from_a_file_to_a_site() {
    let (_keep, folder) = workplace();
    let listings = listings(&tutorial());
    fs::write(folder.join("spring.csv"), &listings[0]).unwrap();
    let commands: Vec<&str> = listings[1].lines().collect();
    assert_eq!(commands.len(), 4);
    let mut said = Vec::new();
    for command in commands {
        let output = run(&folder, command);
        assert_eq!(output.status.code(), Some(0), "{command}: {}", text(&output));
        said.push(text(&output));
    }
    assert!(said[1].contains("round 1, race: 4 cars"), "{}", said[1]);
    let totals = said[2].lines().filter(|line| line.trim_end().ends_with("25"));
    assert_eq!(totals.count(), 3, "both winners, and their team: {}", said[2]);
    assert!(folder.join("site/index.html").is_file());
    let added = fs::read_to_string(folder.join("club/results/01-race.csv")).unwrap();
    assert!(added.contains("1:00:16.833"), "the gap became a time: {added}");
}

#[test]
fn a_file_that_leaves_its_round_open_is_a_question_and_changes_nothing() {
    let (_keep, folder) = workplace();
    let listings = listings(&tutorial());
    fs::write(folder.join("spring.csv"), &listings[0]).unwrap();
    run(&folder, "parcferme new club");
    let before = fs::read_to_string(folder.join("club/season.toml")).unwrap();
    let asked = run(&folder, "parcferme add spring.csv --season club");
    assert_eq!(asked.status.code(), Some(2));
    assert!(text(&asked).contains("PF1003"), "{}", text(&asked));
    assert_eq!(fs::read_to_string(folder.join("club/season.toml")).unwrap(), before);
    assert!(!folder.join("club/results").exists());
    // What it says to do works.
    assert_eq!(run(&folder, "parcferme add spring.csv --season club --round 3").status.code(), Some(0));
    // The same file again changes nothing, another one beside it that no reader knows is told.
    fs::write(folder.join("noise.bin"), [0, 1, 2, 255]).unwrap();
    let again = run(&folder, "parcferme add spring.csv noise.bin --season club");
    assert_eq!(again.status.code(), Some(1), "{}", text(&again));
    assert!(text(&again).contains("nothing new") && text(&again).contains("PF1002"), "{}", text(&again));
}
