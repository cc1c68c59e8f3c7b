//! Cars that share a declared place: what they get, and who is behind them.

use parcferme_core::generate::{Draft, DraftCar};
use parcferme_core::numbers::Position;
use parcferme_core::season::{Kind, Status};
use parcferme_core::{Rulebook, Season, compute};

/// Cars of one class by place and driver; a driver whose name begins with `G` is a guest.
fn season(cars: &[(u32, &str)]) -> Season {
    let mut draft = Draft { classes: vec!["GT".to_owned()], rounds: Draft::calendar(1), ..Draft::default() };
    for (index, &(position, driver)) in cars.iter().enumerate() {
        draft.cars.push(DraftCar {
            round: 1,
            position: Some(position),
            status: Status::Finished,
            class: "GT".to_owned(),
            number: index.to_string(),
            team: format!("Team {driver}"),
            drivers: vec![driver.to_owned()],
            ..DraftCar::default()
        });
    }
    let mut season = draft.season(|_| Kind::Driver);
    for row in season.results.rows_mut().iter_mut().filter(|row| row.printed_team.starts_with("Team G")) {
        row.tags.push("guest".to_owned());
    }
    season
}

fn table(cars: &[(u32, &str)], scale: &str, title: &str) -> Vec<String> {
    let text = format!(
        "[[points]]\nid = \"scale\"\n{scale}\n[[eligible]]\nexcept = \"guest\"\nplaces = \"move-up\"\n\
         [[title]]\nid = \"drivers\"\ncompetitor = \"driver\"\nties = [\"wins\", \"shared\"]\n{title}\n"
    );
    let (rules, found) = Rulebook::parse("rulebook.toml", &text);
    assert_eq!(found, []);
    let season = season(cars);
    let outcome = compute(&season, &rules);
    let rows = outcome.tables[0].rows.iter();
    rows.map(|row| {
        let shared = if row.shared { "=" } else { "" };
        let name = &season.competitors[row.competitor].name;
        format!("{}{shared} {name} {}", row.position.map_or(0, Position::get), row.total)
    })
    .collect()
}

const SCALE: &str = "scale = [10, 8, 6, 5]";

#[test]
fn two_winners_share_the_points_of_two_places_and_the_next_is_third() {
    let cars = [(1, "Ann"), (1, "Ben"), (3, "Cleo")];
    for per in ["per = \"overall\"", "per = \"class\""] {
        assert_eq!(table(&cars, SCALE, per), ["1= Ann 9", "1= Ben 9", "3 Cleo 6"], "{per}");
    }
}

#[test]
fn both_get_the_points_of_the_place_or_as_the_sheet_lists_them() {
    let cars = [(1, "Ann"), (2, "Ben"), (2, "Cleo"), (4, "Dan")];
    let by = |word| table(&cars, &format!("{SCALE}\ndead_heat = \"{word}\""), "");
    assert_eq!(by("both"), ["1 Ann 10", "2= Ben 8", "2= Cleo 8", "4 Dan 5"]);
    assert_eq!(by("as-listed"), ["1 Ann 10", "2 Ben 8", "3 Cleo 6", "4 Dan 5"]);
    assert_eq!(by("shared"), ["1 Ann 10", "2= Ben 7", "2= Cleo 7", "4 Dan 5"]);
}

#[test]
fn who_shares_a_place_with_a_guest_shares_no_points() {
    let cars = [(1, "Ann"), (2, "Gus"), (2, "Cleo"), (4, "Dan")];
    assert_eq!(table(&cars, SCALE, ""), ["1 Ann 10", "2 Cleo 8", "3 Dan 6"]);
    let cars = [(1, "Gus"), (2, "Ben"), (2, "Cleo"), (4, "Dan")];
    assert_eq!(table(&cars, SCALE, ""), ["1= Ben 9", "1= Cleo 9", "3 Dan 6"]);
}

#[test]
fn three_share_a_place_beyond_the_end_of_the_scale() {
    let cars = [(1, "Ann"), (2, "Ben"), (3, "Cleo"), (4, "Dan"), (4, "Eve"), (4, "Fay")];
    let expected = ["1 Ann 10", "2 Ben 8", "3 Cleo 6", "4= Dan 5/3", "4= Eve 5/3", "4= Fay 5/3"];
    assert_eq!(table(&cars, SCALE, ""), expected);
}
