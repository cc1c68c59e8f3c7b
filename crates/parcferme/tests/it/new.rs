//! `parcferme new`: a folder that works, whatever rules it is scored by, and what a fresh one is said to lack.

use std::path::Path;
use std::process::{Command, Output};

fn parcferme(at: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_parcferme")).args(arguments).current_dir(at).output();
    let Output { status, stdout, stderr } = run.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

/// Runs a line as a shell would.
fn shell(at: &Path, line: &str) -> Option<i32> {
    let program = Path::new(env!("CARGO_BIN_EXE_parcferme")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new("sh");
    command.args(["-c", line]).env("PATH", path).current_dir(at);
    command.output().unwrap().status.code()
}

fn toml(path: &Path) -> toml::Table {
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}

#[test]
fn a_name_is_enough_and_what_is_missing_is_said() {
    let place = tempfile::tempdir().unwrap();
    let (status, _, told) = parcferme(place.path(), &["new", "hill-cup-2031"]);
    assert_eq!((status, told.as_str()), (Some(0), ""));
    let season = toml(&place.path().join("hill-cup-2031/season.toml"));
    assert_eq!(season["series"].as_str(), Some("hill-cup"));
    assert_eq!(season["year"].as_integer(), Some(2031));
    assert_eq!(season["name"].as_str(), Some("Hill Cup 2031"));
    let (status, said, _) = parcferme(place.path(), &["check", "hill-cup-2031"]);
    assert_eq!(status, Some(0));
    assert!(said.contains("note[PF0660]: the season has no rounds yet"), "{said}");
    assert!(said.contains("note[PF0661]: there are no results yet: nothing can be scored"), "{said}");
    assert!(said.contains("parcferme add FILE... --season hill-cup-2031"), "{said}");
    assert!(!said.contains("PF0662") && said.ends_with("3 rules. Well formed.\n"), "{said}");
    let (status, said, told) = parcferme(place.path(), &["standings", "hill-cup-2031"]);
    assert_eq!(status, Some(0));
    assert!(said.contains("Drivers' Championship") && said.contains("Teams' Championship"), "{said}");
    assert!(told.contains("PF0660") && told.contains("PF0661"), "{told}");
}

#[test]
fn the_hints_in_the_files_work_as_they_stand() {
    let place = tempfile::tempdir().unwrap();
    parcferme(place.path(), &["new", "cup"]);
    let path = place.path().join("cup/season.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let (calendar, results) = text.split_once("# Results of round 1").unwrap();
    let shown = results.lines().skip(1).map(|line| line.trim_start_matches("#   "));
    std::fs::create_dir(place.path().join("cup/results")).unwrap();
    std::fs::write(place.path().join("cup/results/01-race.csv"), shown.collect::<Vec<_>>().join("\n"))
        .unwrap();
    let (head, blocks) = calendar.split_once("# The calendar").unwrap();
    let blocks: Vec<&str> = blocks.lines().skip(1).map(|line| line.trim_start_matches("# ")).collect();
    std::fs::write(&path, format!("{head}{}", blocks.join("\n"))).unwrap();
    let (status, said, told) =
        parcferme(place.path(), &["standings", "cup", "--format", "csv", "--title", "drivers"]);
    assert_eq!((status, told.as_str()), (Some(0), ""), "{said}");
    for name in ["Ann Archer", "Ben Boyd", "Eve Ellis"] {
        assert!(said.contains(name), "{said}");
    }
    let rules = std::fs::read_to_string(place.path().join("cup/rulebook.toml")).unwrap();
    let opened = ["[classified]", "min_share", "of = ", "article = \"Minimum"]
        .iter()
        .fold(rules, |text, key| text.replace(&format!("# {key}"), key));
    std::fs::write(place.path().join("cup/rulebook.toml"), opened).unwrap();
    let (status, said, _) = parcferme(place.path(), &["check", "cup"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("with 4 rules. Well formed."), "{said}");
}

#[test]
fn the_example_computes_and_every_next_step_works() {
    let place = tempfile::tempdir().unwrap();
    for folder in ["try", "A Cup, it's ours"] {
        let (status, said, told) = parcferme(place.path(), &["new", folder, "--example"]);
        assert_eq!((status, told.as_str()), (Some(0), ""), "{said}");
        let next: Vec<&str> = said
            .lines()
            .map(str::trim)
            .filter(|line| line.starts_with("parcferme"))
            .map(|line| line.split("  ").next().unwrap())
            .collect();
        assert_eq!(next.len(), 4);
        for line in next {
            assert_eq!(shell(place.path(), line), Some(0), "{line}");
        }
    }
    let (_, said, _) =
        parcferme(place.path(), &["standings", "try", "--title", "drivers", "--format", "csv"]);
    assert!(said.contains("1,Ann Archer,25,15,25,65"), "{said}");
    let (_, said, _) = parcferme(place.path(), &["audit", "try"]);
    assert!(said.contains("0 unverifiable: 0 errors, 0 warnings, 0 notes"), "{said}");
    let (_, said, _) = parcferme(place.path(), &["check", "try"]);
    assert!(said.ends_with("with 3 rules. Well formed.\n") && !said.contains("note"), "{said}");
}

#[test]
fn every_bundled_rulebook_starts_a_season() {
    let place = tempfile::tempdir().unwrap();
    for (number, id) in parcferme::library::bundled_rulebooks().iter().enumerate() {
        let folder = format!("season-{number}");
        let (status, _, told) = parcferme(place.path(), &["new", &folder, "--like", id]);
        assert_eq!((status, told.as_str()), (Some(0), ""), "{id}");
        let folder = place.path().join(folder);
        let season = toml(&folder.join("season.toml"));
        assert_eq!(season["rulebook"].as_str(), Some(id.as_str()));
        assert_eq!(season["series"].as_str(), id.split('/').next());
        let whole = parcferme::library::bundled_rulebook(id).map(|own| own.name);
        assert_eq!(parcferme::library::bundled_name(id), whole, "{id}");
        let loaded = parcferme::library::load(&folder.display().to_string(), None);
        assert!(loaded.is_ok_and(|own| own.outcome().is_ok()), "{id}");
    }
    let made = |arguments: &[&str]| {
        assert_eq!(parcferme(place.path(), arguments).0, Some(0));
        toml(&place.path().join(arguments[1]).join("season.toml"))
    };
    let season = made(&["new", "imsa", "--like", "imsa/2025"]);
    assert_eq!(season["name"].as_str(), Some("IMSA WeatherTech SportsCar Championship 2025"));
    assert_eq!(season["year"].as_integer(), Some(2025));
    let season = made(&["new", "wec/2027", "--like", "wec/2024"]);
    assert_eq!(season["year"].as_integer(), Some(2027));
    let classes = season["class"].as_array().unwrap();
    assert_eq!(
        classes.iter().map(|own| own["id"].as_str().unwrap()).collect::<Vec<_>>(),
        ["LMGT3", "HYPERCAR"]
    );
    let (_, said, _) = parcferme(place.path(), &["check", "imsa"]);
    assert!(said.contains("PF0662"), "{said}");
    std::fs::write(
        place.path().join("mine.toml"),
        format!(
            "# Ours.\n{}",
            parcferme::library::bundled_rulebook("examples/club").unwrap().wording.to_text()
        ),
    )
    .unwrap();
    assert_eq!(made(&["new", "copied", "--like", "mine.toml"])["rulebook"].as_str(), Some("rulebook.toml"));
    let copied = std::fs::read_to_string(place.path().join("copied/rulebook.toml")).unwrap();
    assert_eq!(copied, std::fs::read_to_string(place.path().join("mine.toml")).unwrap(), "to the letter");
}

#[test]
fn nothing_that_is_there_is_touched() {
    let place = tempfile::tempdir().unwrap();
    let at = |path: &str| place.path().join(path);
    std::fs::create_dir_all(at("hidden/.git")).unwrap();
    std::fs::write(at("file"), "mine").unwrap();
    std::fs::create_dir_all(at("empty")).unwrap();
    parcferme(place.path(), &["new", "season"]);
    for (arguments, id) in [
        (&["new", "hidden"][..], "PF0937"),
        (&["new", "season"], "PF0937"),
        (&["new", "."], "PF0937"),
        (&["new", "file"], "PF0931"),
        (&["new", "other", "--like", "imsa/1066"], "PF0319"),
    ] {
        let (status, said, told) = parcferme(place.path(), arguments);
        assert_eq!((status, said.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(told.contains(id), "{told}");
    }
    assert!(!at("other").exists());
    assert_eq!(std::fs::read_to_string(at("file")).unwrap(), "mine");
    assert_eq!(parcferme(place.path(), &["new", "empty"]).0, Some(0));
    assert!(at("empty/season.toml").exists());
}

#[test]
fn an_import_into_a_new_folder_takes_name_and_rules_of_the_season() {
    let place = tempfile::tempdir().unwrap();
    let at = place.path();
    let page = |more: &str, last: u32| {
        format!(
            "= 1985 Example Cup season =\n\nThe 1985 Example Cup season was the first season of the series.\n\n{more}\
             == Drivers' Championship ==\n{{|\n! Pos !! Driver !! Rd 1 !! Rd 2 !! Points\n|-\n| 1 || Anton Brand || 1 || Ret || 25\n|-\n\
             | 2 || Claude Durand || 2 || {last} || 18\n|-\n| 3 || Elio Ferro || Ret || {last} || 15\n|-\n| 4 || Gus Hall || Ret || 2 || 5\n|}}\n"
        )
    };
    let scale = "== Points ==\n{|\n! Position !! 1st !! 2nd !! 3rd !! 4th\n|-\n! Points\n| 20 || 15 || 12 || 10\n|}\n\n";
    std::fs::write(at.join("plain.txt"), page("", 3).replace("|| 3 || 15", "|| 1 || 15")).unwrap();
    std::fs::write(at.join("scale.txt"), page(scale, 3).replace("|| 3 || 15", "|| 1 || 15")).unwrap();
    let read = |path: &str| std::fs::read_to_string(at.join(path)).unwrap();
    let import = |page: &str, season: &str| parcferme(at, &["import", page, "--season", season]);

    parcferme(at, &["new", "plain"]);
    let began = read("plain/rulebook.toml");
    let (status, said, told) = import("plain.txt", "plain");
    assert_eq!(status, Some(0), "{told}");
    assert!(said.contains("rulebook.toml is as `new` wrote it"), "{said}");
    let season = toml(&at.join("plain/season.toml"));
    assert_eq!(
        (season["name"].as_str(), season["rulebook"].as_str()),
        (Some("1985 Example Cup"), Some("rulebook.toml"))
    );
    assert_eq!(read("plain/rulebook.toml"), began);
    assert_eq!(parcferme(at, &["standings", "plain"]).0, Some(0));

    parcferme(at, &["new", "scale"]);
    assert_eq!(import("scale.txt", "scale").0, Some(0));
    assert!(read("scale/rulebook.toml").contains("20, 15, 12, 10"), "{}", read("scale/rulebook.toml"));
    assert!(!read("scale/rulebook.toml").contains("25, 18, 15"));

    // Rules that somebody has changed are theirs.
    parcferme(at, &["new", "own"]);
    let changed = read("own/rulebook.toml").replace("[25, 18, 15", "[30, 18, 15");
    std::fs::write(at.join("own/rulebook.toml"), &changed).unwrap();
    assert_eq!(import("scale.txt", "own").0, Some(0));
    assert_eq!(read("own/rulebook.toml"), changed);

    // The next step that is printed works, in a folder of its own too.
    let (_, said, _) = import("plain.txt", "alone");
    let next = said.lines().find_map(|line| line.split_once("Next: ")).unwrap().1;
    for command in next.split("; ") {
        assert_eq!(shell(at, command), Some(0), "{command}");
    }
}

#[test]
fn what_a_page_leaves_out_ends_with_status_1_whichever_way_it_comes() {
    let place = tempfile::tempdir().unwrap();
    let at = place.path();
    let page = "= 1985 Example Cup season =\n\nThe 1985 Example Cup season was the first season of the series.\n\n\
        == Drivers' Championship ==\n{|\n! Pos !! Driver !! Rd 1 !! Rd 2 !! Points\n|-\n| 1 || Anton Brand || 1 || Ret || 25\n|-\n\
        | 2 || Claude Durand || 2 || 3 || 18\n|-\n| 3 || Elio Ferro || 2 || 1 || 15\n|-\n| 4 || Gus Hall || 3 || 2 || 5\n|}\n";
    std::fs::write(at.join("page.txt"), page).unwrap();
    let (status, _, told) = parcferme(at, &["import", "page.txt", "--season", "imported"]);
    assert!(status == Some(1) && told.contains("PF0162"), "{told}");
    parcferme(at, &["new", "added"]);
    let (status, said, told) = parcferme(at, &["add", "page.txt", "--season", "added"]);
    assert!(status == Some(1) && told.contains("PF0162") && said.contains("were left out"), "{said}{told}");
}

#[test]
fn an_event_that_the_rules_name_is_the_round_that_is_called_so_and_no_other() {
    let place = tempfile::tempdir().unwrap();
    parcferme(place.path(), &["new", "cup", "--like", "f1/2014"]);
    let sheet = |name: &str, rows: &str| {
        std::fs::write(place.path().join(name), format!("round,event,position,number,driver,team\n{rows}"))
            .unwrap();
    };
    sheet(
        "1.csv",
        "1,Australian Grand Prix,1,6,Ann Archer,North\n1,Australian Grand Prix,2,20,Ben Boyd,South\n",
    );
    sheet(
        "19.csv",
        "19,Abu Dhabi Grand Prix,1,20,Ben Boyd,South\n19,Abu Dhabi Grand Prix,2,6,Ann Archer,North\n",
    );
    let (status, _, told) = parcferme(place.path(), &["add", "1.csv", "--season", "cup"]);
    assert_eq!((status, told.contains("PF1440")), (Some(0), false), "{told}");
    let (_, said, told) = parcferme(place.path(), &["check", "cup"]);
    assert!(
        format!("{said}{told}").contains("note[PF1399]: the event `abu-dhabi` is no round yet"),
        "{said}{told}"
    );
    // Single points: 25 and 18.
    let totals = || {
        let (_, said, _) = parcferme(place.path(), &["standings", "cup", "--format", "csv"]);
        let of = |name: &str| said.lines().find(|line| line.contains(name)).unwrap_or_default().to_owned();
        (of("Ann Archer"), of("Ben Boyd"))
    };
    let (ann, ben) = totals();
    assert!(ann.contains(",25") && ben.contains(",18"), "{ann} {ben}");
    let (status, said, told) = parcferme(place.path(), &["add", "19.csv", "--season", "cup"]);
    assert_eq!(status, Some(0), "{told}");
    assert!(
        format!("{said}{told}").contains("note[PF1440]: round 19 is the event `abu-dhabi` of the rules"),
        "{told}"
    );
    // Double points there: 18 + 50 and 25 + 36.
    let (ann, ben) = totals();
    assert!(ben.contains(",68") && ann.contains(",61"), "{ann} {ben}");
    let season = toml(&place.path().join("cup/season.toml"));
    let rounds = season["round"].as_array().unwrap();
    let told: Vec<_> = rounds
        .iter()
        .map(|own| (own["number"].as_integer(), own["event"].as_str(), own["name"].as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Some(1), Some("australian-grand-prix"), Some("Australian Grand Prix")),
            (Some(19), Some("abu-dhabi"), Some("Abu Dhabi Grand Prix")),
        ]
    );
    let (_, said, told) = parcferme(place.path(), &["check", "cup"]);
    assert!(!format!("{said}{told}").contains("PF1399"), "{said}{told}");
}

#[test]
fn a_year_before_the_name_is_the_year_of_the_season() {
    let place = tempfile::tempdir().unwrap();
    parcferme(place.path(), &["new", "2025-hill-cup"]);
    let season = toml(&place.path().join("2025-hill-cup/season.toml"));
    assert_eq!((season["series"].as_str(), season["year"].as_integer()), (Some("hill-cup"), Some(2025)));
    assert_eq!(season["name"].as_str(), Some("Hill Cup 2025"));
}
