//! What an installed program has beside it: completions of shells and pages for man.

use std::process::{Command, Output};

fn parcferme(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_parcferme")).args(arguments).output().unwrap()
}

fn commands() -> Vec<String> {
    let help = String::from_utf8(parcferme(&["--help"]).stdout).unwrap();
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let list = list.split("\n\n").next().unwrap();
    list.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn shells_complete_every_command() {
    assert!(commands().len() > 15);
    for shell in ["bash", "zsh", "fish"] {
        let completions = parcferme(&["completions", shell]);
        assert!(completions.status.success());
        let text = String::from_utf8(completions.stdout).unwrap();
        for command in commands().iter().filter(|own| *own != "help") {
            assert!(text.contains(command.as_str()), "{shell} does not know {command}");
        }
    }
}

#[test]
fn every_command_has_a_page_for_man() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("man1");
    let made = parcferme(&["man", "--to", folder.to_str().unwrap()]);
    assert!(made.status.success(), "{made:?}");
    for command in commands().iter().filter(|own| *own != "help") {
        let page = std::fs::read_to_string(folder.join(format!("parcferme-{command}.1"))).unwrap();
        assert!(page.contains(".SH SYNOPSIS") && page.contains(command.as_str()), "{command}");
    }
    let own = String::from_utf8(parcferme(&["man"]).stdout).unwrap();
    assert!(own.contains(".TH") && own.contains("standings"));
    // A file where the folder should be.
    let taken = place.path().join("taken");
    std::fs::write(&taken, "").unwrap();
    let refused = parcferme(&["man", "--to", taken.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("PF1170"));
}
