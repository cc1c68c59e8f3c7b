//! What rules answer to those who ask them by name: audit, inference, pages.

use parcferme_core::compute::handicap::next_round;
use parcferme_core::compute::tally::{tallies_of, tally_of};
use parcferme_core::generate::{Draft, DraftCar};
use parcferme_core::numbers::{Laps, RoundNumber};
use parcferme_core::outcome::AwardKind;
use parcferme_core::rules::classified::{Classified, Finisher, Yardstick};
use parcferme_core::rules::extra::Bonus;
use parcferme_core::season::{Kind, Moment, RoundStatus, Status};
use parcferme_core::{Millis, Points, Rulebook, compute, compute_after};

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
    let of_crew = |block: &str| rulebook(block).bars[0].rule.rule.of_crew();
    assert!(of_crew("[[eligible]]\nonly = \"am\"\ncrew = \"all\""));
    assert!(!of_crew("[[eligible]]\nonly = \"am\""));
    assert!(!of_crew("[[incidents]]\nlimit = 17"));
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

#[test]
fn a_window_for_protests_says_when_it_begins_how_long_it_lasts_and_who_may_extend_it() {
    let window = |more: &str| {
        let rules = rulebook(&format!("[[protest_window]]\nid = \"w\"\n{more}"));
        rules.protest_windows[0].rule.clone()
    };
    let said = |length: &str| window(&format!("length = \"{length}\"")).prose();
    let from = "from the publication of the classification";
    for (length, words) in [
        ("30 min", "30 minutes"),
        ("1 min", "1 minute"),
        ("90 s", "90 seconds"),
        ("90 min", "90 minutes"),
        ("2 h", "2 hours"),
        ("24 h", "1 day"),
        ("36 h", "36 hours"),
        ("168 h", "7 days"),
    ] {
        assert_eq!(said(length), format!("Protests are taken for {words} {from}"), "{length}");
    }
    let late = window("length = \"1 h\"\nstarts = \"finish\"\nextended_by = \"the stewards\"");
    let expected = "Protests are taken for 1 hour from the chequered flag; the stewards may extend it";
    assert_eq!(late.prose(), expected);

    let begins: Moment = "2026-08-03T16:40:00+02:00".parse().unwrap();
    let ends: Moment = "2026-08-03T17:40:00+02:00".parse().unwrap();
    assert_eq!(late.ends(begins), Some(ends));
    let far: Moment = "9999-12-31T23:30:00Z".parse().unwrap();
    assert_eq!(late.ends(far), None, "beyond the years that days have");
}

#[test]
fn of_windows_that_cover_a_session_the_last_counts() {
    let draft = Draft { rounds: Draft::calendar(2), cars: two_rounds(), ..two_classes() };
    let season = draft.season(|_| Kind::Driver);
    let lengths = |text: &str| {
        let rules = rulebook(text);
        let of = |round: u32| {
            let session = season.main_session(season.round(RoundNumber(round)).unwrap()).unwrap();
            rules.protest_window(&season, session).map(|own| own.rule.length.0 / 60_000)
        };
        [of(1), of(2)]
    };
    let all = "[[protest_window]]\nid = \"all\"\nlength = \"30 min\"\n";
    let second = "[[protest_window]]\nid = \"second\"\nlength = \"60 min\"\nrounds = [2]\n";
    assert_eq!(lengths(""), [None, None]);
    assert_eq!(lengths(second), [None, Some(60)]);
    assert_eq!(lengths(&format!("{all}{second}")), [Some(30), Some(60)]);
    assert_eq!(lengths(&format!("{second}{all}")), [Some(30), Some(30)]);
}

#[test]
fn a_decision_is_signed_by_as_many_as_the_last_rule_of_its_kind_says() {
    let rules = rulebook(
        "[[signatures]]\ncount = 2\n[[signatures]]\nkinds = [\"disqualify\", \"withhold\"]\ncount = 3\n",
    );
    let signed = ["disqualify", "withhold", "time-penalty"].map(|kind| rules.signatures_for(kind));
    assert_eq!(signed, [3, 3, 2]);
    assert_eq!(rulebook("").signatures_for("disqualify"), 1);
    let named = rulebook("[[signatures]]\nkinds = [\"disqualify\"]\ncount = 2\n");
    assert_eq!([named.signatures_for("disqualify"), named.signatures_for("withhold")], [2, 1]);
    let said: Vec<String> = rules.signatures.iter().map(|own| own.rule.prose()).collect();
    assert_eq!(
        said,
        [
            "A decision is signed by 2 officials before it counts",
            "A decision of kind disqualify, withhold is signed by 3 officials before it counts",
        ]
    );
    let one = rulebook("[[signatures]]\ncount = 1\n");
    assert_eq!(one.signatures[0].rule.prose(), "A decision is signed by one official");

    let (_, found) =
        Rulebook::parse("rulebook.toml", "[[signatures]]\nkinds = [\"disqualified\"]\ncount = 2\n");
    assert_eq!(found.iter().map(|own| own.id).collect::<Vec<_>>(), ["PF1350"]);
}

fn two_classes() -> Draft {
    Draft { classes: vec!["GT".to_owned(), "LMP".to_owned()], ..Draft::default() }
}

/// Two drivers of each class in two rounds; the second swaps the places.
fn two_rounds() -> Vec<DraftCar> {
    let car = |round: u32, class: &str, driver: &str, position: u32| DraftCar {
        round,
        position: Some(position),
        class: class.to_owned(),
        number: driver.to_owned(),
        drivers: vec![format!("Driver {driver}")],
        ..DraftCar::default()
    };
    vec![
        car(1, "LMP", "1", 1),
        car(1, "LMP", "2", 2),
        car(1, "GT", "3", 3),
        car(1, "GT", "4", 4),
        car(2, "LMP", "1", 1),
        car(2, "LMP", "2", 2),
        car(2, "GT", "4", 3),
        car(2, "GT", "3", 4),
    ]
}

#[test]
fn the_tally_of_one_class_is_that_among_all_classes() {
    let draft = Draft { rounds: Draft::calendar(2), cars: two_rounds(), ..two_classes() };
    let season = draft.season(|_| Kind::Driver);
    let scale = "[[points]]\nid = \"s\"\nscale = [3, 2]\n";
    let title = "[[title]]\nid = \"drivers\"\ncompetitor = \"driver\"\n";
    for more in ["per = \"class\"", "per = \"class\"\nclass_change = \"takes-points\"", ""] {
        let rules = rulebook(&format!("{scale}{title}{more}"));
        let outcome = compute(&season, &rules);
        let title = rules.titles.iter().next().unwrap().0;
        let all = tallies_of(&season, &rules, &outcome.classifications, title);
        assert_eq!(all.len(), if more.is_empty() { 1 } else { 2 }, "{more}");
        for expected in all {
            let own = tally_of(&season, &rules, &outcome.classifications, title, expected.class).unwrap();
            assert_eq!(own.class, expected.class, "{more}");
            let rows = |tally: &parcferme_core::compute::tally::Tally| {
                tally
                    .table(&season, &rules, None)
                    .rows
                    .iter()
                    .map(|row| (row.competitor, row.total))
                    .collect::<Vec<_>>()
            };
            assert_eq!(rows(&own), rows(&expected), "{more}");
            assert!(!rows(&own).is_empty());
        }
    }
}

#[test]
fn the_next_round_is_the_first_behind_all_that_are_known() {
    let next = |cars: &[u32], change: &dyn Fn(&mut Draft)| {
        let cars = two_rounds().into_iter().flat_map(|car| {
            let own: Vec<u32> = cars.to_vec();
            own.into_iter().map(move |round| DraftCar { round, ..car.clone() })
        });
        let cars = cars.collect();
        let mut draft = Draft { rounds: Draft::calendar(4), cars, ..two_classes() };
        change(&mut draft);
        let season = draft.season(|_| Kind::Driver);
        next_round(&season).and_then(|ix| season.rounds[ix].number).map(|own| own.0)
    };
    let same = |_: &mut Draft| {};
    assert_eq!(next(&[], &same), Some(1));
    assert_eq!(next(&[1], &same), Some(2));
    assert_eq!(next(&[1, 2], &same), Some(3));
    assert_eq!(next(&[2], &same), Some(3), "a round that nobody knows lies behind");
    assert_eq!(next(&[1, 2, 3, 4], &same), Some(4), "the last where all are run");
    let off = |draft: &mut Draft| draft.rounds[2].status = RoundStatus::Cancelled;
    assert_eq!(next(&[1, 2], &off), Some(4), "a cancelled round is not run");
    let to_come = |draft: &mut Draft| draft.rounds[1].status = RoundStatus::Scheduled;
    assert_eq!(next(&[1, 2], &to_come), Some(2), "its sheet of qualifying is known, and it is not run");
    let unnumbered = |draft: &mut Draft| draft.rounds.iter_mut().for_each(|own| own.number = None);
    assert_eq!(next(&[], &unnumbered), None);
}
