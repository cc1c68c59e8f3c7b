//! What rules answer to those who ask them by name: audit, inference, pages.

use parcferme_core::generate::{Draft, DraftCar};
use parcferme_core::numbers::{Laps, RoundNumber};
use parcferme_core::outcome::AwardKind;
use parcferme_core::rules::classified::{Classified, Finisher, Yardstick};
use parcferme_core::rules::extra::Bonus;
use parcferme_core::season::{Kind, Status};
use parcferme_core::{Millis, Points, Rulebook, compute_after};

fn rulebook(text: &str) -> Rulebook {
    let (rules, found) = Rulebook::parse("rulebook.toml", text);
    assert_eq!(found, [], "{text}");
    rules
}

#[test]
fn a_bonus_says_what_it_is_for_and_how_much_of_it_there_is() {
    let of = |block: &str| {
        let rules = rulebook(block);
        let bonus = Bonus::of(&rules, AwardKind::Bonus(0)).unwrap();
        assert_eq!((bonus.id.as_str(), Bonus::of(&rules, AwardKind::Position).is_none()), ("a", true));
        assert!(Bonus::of(&rules, AwardKind::Bonus(1)).is_none());
        (bonus.rule.what().to_owned(), bonus.rule.most(bonus.points, 3))
    };
    let feat = "[[bonus]]\nid = \"a\"\nfeat = \"pole\"\npoints = 2\n";
    assert_eq!(of(feat), ("pole".to_owned(), Some(Points::whole(2))));
    assert_eq!(of(&format!("{feat}shared = \"each\"")), ("pole".to_owned(), Some(Points::whole(6))));
    assert_eq!(of("[[amount]]\nid = \"a\"\nof = \"laps_led\"\npoints = 2"), ("laps_led".to_owned(), None));
}

#[test]
fn a_bar_says_which_marks_it_looks_at_and_which_a_car_must_have() {
    let of = |block: &str| {
        let rules = rulebook(block);
        let bar = &rules.bars[0].rule.rule;
        (
            bar.marks().iter().map(|own| (*own).to_owned()).collect::<Vec<_>>(),
            bar.needs_mark().map(str::to_owned),
        )
    };
    let text = |text: &str| text.to_owned();
    assert_eq!(of("[[eligible]]\nonly = \"full\""), (vec![text("full")], Some(text("full"))));
    assert_eq!(of("[[eligible]]\nexcept = \"guest\""), (vec![text("guest")], None));
    assert_eq!(of("[[incidents]]\nlimit = 17"), (vec![], None));
    assert_eq!(of("[[drive_time]]\nmin = \"1 h\""), (vec![], None));
}

#[test]
fn a_verdict_measures_those_that_ran_and_says_how_late_they_were() {
    let rules = rulebook("[classified]\nmin_share = \"50 %\"\nof = \"class-winner\"\nwithin = \"5 min\"\n");
    let rule = &rules.classified[0].rule;
    let minimum = rule.distance.unwrap();
    assert_eq!(minimum.to_string(), "50 % of the class winner's laps");
    let verdict = |status, laps, ms| {
        let car = Finisher { status, laps: Some(Laps(laps)), time: Some(Millis(ms)), declared: None };
        let winner = (Some(Laps(100)), Some(Millis(3_600_000)));
        let verdict = Classified::verdict(
            Some(rule),
            car,
            Yardstick {
                class_winner: winner,
                overall_winner: (Some(Laps(200)), Some(Millis(1))),
                lap_metres: None,
            },
        );
        (verdict.classified, verdict.distance.map(|own| own.margin_laps), verdict.late)
    };
    assert_eq!(verdict(Status::Finished, 50, 3_900_000), (true, Some(0), None), "to the millisecond");
    assert_eq!(verdict(Status::Finished, 50, 3_900_002), (false, Some(0), Some(Millis(2))));
    assert_eq!(verdict(Status::Finished, 49, 3_600_000), (false, Some(-1), None));
    assert_eq!(verdict(Status::Dnf, 51, 3_900_002), (true, Some(1), None), "who retired came to no finish");
    assert_eq!(verdict(Status::Dns, 0, 0), (false, None, None));
    assert_eq!(verdict(Status::Dsq, 100, 3_600_000), (false, None, None));
}

#[test]
fn a_table_after_a_round_knows_nothing_of_later_ones() {
    let car = |round, number: &str| DraftCar {
        round,
        position: Some(1),
        class: "GT".to_owned(),
        number: number.to_owned(),
        drivers: vec![format!("Driver {number}")],
        ..DraftCar::default()
    };
    let cars = vec![car(1, "1"), car(3, "2")];
    let draft =
        Draft { classes: vec!["GT".to_owned()], rounds: Draft::calendar(4), cars, ..Draft::default() };
    let season = draft.season(|_| Kind::Driver);
    let rules = rulebook(
        "[[points]]\nid = \"s\"\nscale = [3]\n[[title]]\nid = \"drivers\"\ncompetitor = \"driver\"\n",
    );
    let after = |round: u32| {
        let outcome = compute_after(&season, &rules, season.round(RoundNumber(round)));
        let table = &outcome.tables[0];
        let number =
            |own: &parcferme_core::Ix<parcferme_core::season::Round>| season.rounds[*own].number.unwrap().0;
        let counted = table.counts.iter().map(|own| number(&season.sessions[own.session].round));
        let counted: Vec<u32> = counted.collect();
        let unknown: Vec<u32> = table.unknown.iter().map(number).collect();
        (table.rounds.iter().map(number).collect::<Vec<_>>(), counted, unknown, table.rows.len())
    };
    assert_eq!(after(1), (vec![1], vec![1], vec![], 1));
    assert_eq!(after(2), (vec![1], vec![1], vec![2], 1));
    assert_eq!(after(3), (vec![1, 3], vec![1, 3], vec![2], 2));
    assert_eq!(after(4), (vec![1, 3], vec![1, 3], vec![2, 4], 2));
}
