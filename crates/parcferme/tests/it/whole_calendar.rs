//! Who has won is said of seasons whose calendar is whole and over; of results that came in alone, who leads.

use parcferme::library::{self, Loaded};
use parcferme_core::audit::audit;
use parcferme_core::compute;
use parcferme_core::season::RoundStatus;
use parcferme_publish::view::card::Card;
use parcferme_publish::view::{Settings, View};
use std::path::Path;
use std::process::Command;

fn run(args: &[&str]) -> String {
    let made = Command::new(env!("CARGO_BIN_EXE_parcferme")).args(args).output().unwrap();
    format!("{}{}", String::from_utf8_lossy(&made.stdout), String::from_utf8_lossy(&made.stderr))
}

fn card(loaded: &Loaded) -> (Card, String) {
    let outcome = compute(&loaded.season, &loaded.rules);
    let checked = audit(&loaded.season, &loaded.rules, &outcome);
    let settings = Settings::default();
    let view = View::new(&loaded.season, &loaded.rules, &outcome, &checked, &settings);
    let page = parcferme_publish::site::plan(&view)[0].1.render(&view).html;
    (Card::of(&view), page)
}

fn loaded(folder: &Path) -> Loaded {
    library::load(&folder.display().to_string(), None).unwrap_or_else(|refused| panic!("{refused:?}"))
}

#[test]
fn one_race_alone_is_no_season_that_is_over() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("hill");
    let named = folder.display().to_string();
    run(&["new", &named]);
    let race = place.path().join("race.csv");
    std::fs::write(
        &race,
        "Hill Cup 2026\nRound 1\n\nPos,No,Driver,Laps\n1,7,Ann Archer,20\n2,8,Ben Boyd,20\n",
    )
    .unwrap();
    let said = run(&["add", "--season", &named, &race.display().to_string()]);
    let written = std::fs::read_to_string(folder.join("season.toml")).unwrap();
    assert!(written.contains("calendar = \"open\""), "{said}\n{written}");
    let (own, page) = card(&loaded(&folder));
    assert!(!own.over);
    assert!(own.firsts.iter().all(|first| !first.won && first.verb == "leads"), "{own:?}");
    assert!(!own.firsts.is_empty(), "{own:?}");
    assert!(page.contains("further rounds may come"), "{page}");
    assert!(page.contains(">Leaders</h2>") && !page.contains("Final standings"), "{page}");
    assert!(run(&["check", &named]).contains("PF1425"));
    // The same race as the whole of a calendar.
    std::fs::write(folder.join("season.toml"), written.replace("calendar = \"open\"\n", "")).unwrap();
    let (own, page) = card(&loaded(&folder));
    assert!(own.over && own.firsts.iter().all(|first| first.won), "{own:?}");
    assert!(!page.contains("further rounds may come"));
    assert!(page.contains(">Final standings</h2>") && !page.contains(">Leaders</h2>"), "{page}");
    assert!(!run(&["check", &named]).contains("PF1425"));
    // Further results add to a calendar that was declared, and do not open it.
    std::fs::write(
        &race,
        "Hill Cup 2026\nRound 1\n\nPos,No,Driver,Laps\n1,7,Ann Archer,20\n2,8,Ben Boyd,19\n",
    )
    .unwrap();
    run(&["add", "--replace", "--season", &named, &race.display().to_string()]);
    assert!(!std::fs::read_to_string(folder.join("season.toml")).unwrap().contains("calendar ="));
}

#[test]
fn a_calendar_that_comes_in_makes_it_whole() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("hill");
    let named = folder.display().to_string();
    run(&["new", &named]);
    let file = |name: &str, text: &str| {
        let path = place.path().join(name);
        std::fs::write(&path, text).unwrap();
        run(&["add", "--season", &named, &path.display().to_string()])
    };
    file("race.csv", "Hill Cup 2026\nRound 1\n\nPos,No,Driver,Laps\n1,7,Ann Archer,20\n2,8,Ben Boyd,20\n");
    let said = file(
        "calendar.csv",
        "Round,Date,Event,Circuit\n1,2026-04-12,Spring Race,Hill Park\n2,2026-05-10,Summer Race,Lake Ring\n",
    );
    let written = std::fs::read_to_string(folder.join("season.toml")).unwrap();
    assert!(!written.contains("calendar ="), "{said}\n{written}");
    assert_eq!(loaded(&folder).season.rounds.len(), 2);
}

#[test]
fn a_season_in_july_has_a_leader_and_a_whole_one_a_winner() {
    let mut whole = loaded(Path::new("alms/2003"));
    let (own, _) = card(&whole);
    assert!(own.over && own.firsts.iter().all(|first| first.won), "{own:?}");
    let july = "2003-07-31".parse().unwrap();
    let later = whole.season.rounds.rows_mut().iter_mut().filter(|own| own.date > Some(july));
    later.for_each(|own| own.status = RoundStatus::Scheduled);
    let (own, _) = card(&whole);
    assert!(!own.over);
}
