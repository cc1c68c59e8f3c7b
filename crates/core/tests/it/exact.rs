//! Numbers of a rulebook: the right one, exactly, or an error at its place; never another number.

use parcferme_core::compute::beyond;
use parcferme_core::generate::{Dice, Draft, DraftCar};
use parcferme_core::season::Kind;
use parcferme_core::{Diagnostic, Points, Rulebook, compute};

fn rulebook(points: &str, more: &str) -> String {
    format!(
        "[[points]]\nid = \"scale\"\n{points}\n\n[[title]]\nid = \"teams\"\ncompetitor = \"team\"\n\n{more}\n"
    )
}

fn told(text: &str) -> Vec<String> {
    let (_, diagnostics) = Rulebook::parse("club.toml", text);
    let shown = |own: &Diagnostic| format!("{} {} {}", own.id, own.places[0], own.message);
    diagnostics.iter().map(shown).collect()
}

#[test]
fn a_number_that_a_kind_cannot_have_is_told_at_its_place() {
    for (points, more, said) in [
        ("scale = [10]\nfactor = \"-50 %\"", "", "PF0312 club.toml:4:10 `factor` cannot be -50 %"),
        ("scale = []", "", "PF0313 club.toml:1:1 the scale is empty: nobody would get a point"),
        ("scale = []\nrounds = 3", "", ""),
        ("scale = []\nbeyond = 1", "", ""),
        ("scale = [\"33.3333333333\"]", "", "PF0311 club.toml:3:10 `scale` has a number that is too fine"),
        ("scale = [9223372036854775807]", "", "PF0310 club.toml:3:10 `scale` has a number that is too large"),
        (
            "scale = [\"999999999.999999\"]\nfactor = \"99999999.999999 %\"",
            "",
            "PF0310 club.toml:4:10 the scale times 99999999.999999 % is too large or too fine to be exact",
        ),
        (
            "scale = [10]\ncompleted_under = \"101 %\"",
            "",
            "PF0312 club.toml:4:19 `completed_under` cannot be 101 %",
        ),
        ("scale = [10]\ncompleted_from = \"100 %\"", "", ""),
        ("scale = [10]\nlaps_run_under = 0", "", "PF0312 club.toml:4:18 `laps_run_under` cannot be 0"),
        ("scale = [10]\nlaps_run_from = 0", "", ""),
        (
            "scale = [10]",
            "[classified]\nmin_share = \"1000 %\"\nof = \"overall-winner\"",
            "PF0312 club.toml:10:13 `min_share` cannot be 1000 %",
        ),
        ("scale = [10]", "[classified]\nmin_share = \"100 %\"", ""),
        (
            "scale = [10]",
            "[[bonus]]\nid = \"pole\"\nfeat = \"pole\"\npoints = 1\nwithin = 0",
            "PF0312 club.toml:13:10 `within` cannot be 0",
        ),
        (
            "scale = [10]",
            "[[amount]]\nid = \"led\"\nof = \"laps_led\"\npoints = 1\nevery = 0",
            "PF0312 club.toml:13:9 `every` cannot be 0",
        ),
        ("scale = [10]", "[[title.windows]]\nbest = 0", "PF0312 club.toml:10:8 `best` cannot be 0"),
        (
            "scale = [10]",
            "[[drive_time]]\nmin = \"0.0001 s\"",
            "PF0311 club.toml:10:7 `min` is finer than a millisecond",
        ),
        ("scale = [10]", "[[drive_time]]\nmin = \"45.5 min\"\nred_flag_cut = \"200 %\"", ""),
    ] {
        // A missing value that follows from a refused one is not what is looked at here.
        let all: Vec<String> =
            told(&rulebook(points, more)).into_iter().filter(|own| !own.starts_with("PF0305")).collect();
        assert_eq!(all.join("; "), said, "{points} {more}");
    }
}

/// A season of one class in which every team comes in every place, under a scale of made-up numbers.
fn outcome(points: &str, rounds: u32) -> Result<Vec<Points>, Vec<String>> {
    let (rules, diagnostics) = Rulebook::parse("club.toml", &rulebook(points, ""));
    assert_eq!(diagnostics, [], "{points}");
    let mut draft =
        Draft { classes: vec!["GT".to_owned()], rounds: Draft::calendar(rounds), ..Draft::default() };
    for round in 1..=rounds {
        for (place, team) in (1..).zip(["Alpha", "Beta"]) {
            draft.cars.push(DraftCar {
                round,
                position: Some(place),
                class: "GT".to_owned(),
                number: place.to_string(),
                team: team.to_owned(),
                ..DraftCar::default()
            });
        }
    }
    let season = draft.season(|_| Kind::Team);
    let computed = compute(&season, &rules);
    let found = beyond(&season, &rules, &computed);
    if !found.is_empty() {
        return Err(found
            .iter()
            .map(|own| format!("{} {} {}", own.id, own.places[0], own.message))
            .collect());
    }
    Ok(computed.tables[0].rows.iter().map(|row| row.total).collect())
}

#[test]
fn fractions_are_exact_to_the_last_round() {
    let third = |points: i64| Points::fraction(points, 3);
    assert_eq!(
        outcome("scale = [\"100/3\", \"50/3\"]\nfactor = \"2/3\"", 3),
        Ok(vec![third(200), third(100)])
    );
    assert_eq!(outcome("scale = [\"1/7\", \"1/9\"]", 63), Ok(vec![Points::whole(9), Points::whole(7)]));
    assert_eq!(
        outcome("scale = [999999999, 5]", 12),
        Ok(vec![Points::whole(11_999_999_988), Points::whole(60)])
    );
}

#[test]
fn points_beyond_are_refused_with_whose_they_are() {
    let large = "scale = [\"999999999.999999\", 1]\nfactor = \"900000 %\"";
    assert!(outcome(large, 1_000).is_ok());
    let beyond = "are too large or too fine to be exact";
    let said = outcome(large, 2_000);
    assert_eq!(
        said,
        Err(vec![format!("PF0314 club.toml:6:1 the points of Alpha for `teams` added up {beyond}")])
    );
    // 64 bits hold each of these, the sum of two, and not that of three.
    let scales = ["999983", "999979", "999961"].iter().zip(1..).map(|(under, round)| {
        format!("scale = [\"999999937/{under}\"]\nrounds = {round}\n\n[[points]]\nid = \"{round}\"\n")
    });
    let scales = scales.collect::<String>() + "scale = [1]\nrounds = 9";
    let two = Points::fraction(999_999_937, 999_983) + Points::fraction(999_999_937, 999_979);
    assert_eq!(outcome(&scales, 2), Ok(vec![two]));
    let said = outcome(&scales, 3);
    assert_eq!(
        said,
        Err(vec![format!("PF0314 club.toml:21:1 the points of Alpha for `teams` added up {beyond}")])
    );
}

/// Whatever numbers a rulebook states: the table is what sums of 128 bits make of them, or it is refused.
#[test]
fn made_up_scales_give_the_right_number_or_none() {
    let mut refused = 0;
    for seed in 0..300 {
        let mut dice = Dice::new(seed);
        let size = [9, 999, 999_999][dice.below(3) as usize];
        let (first, second) = (dice.between(1, size), dice.between(1, size));
        let (under, over) = (dice.between(1, size), dice.between(1, size));
        let rounds = dice.between(1, 40);
        // A scale does not rise.
        let (first, second) = (first.max(second), first.min(second));
        let text = format!("scale = [\"{first}/{under}\", \"{second}/{under}\"]\nfactor = \"{over}/{size}\"");
        match outcome(&text, rounds) {
            Ok(totals) => {
                let right = [first, second].map(|points| {
                    let over = i128::from(points) * i128::from(over) * i128::from(rounds);
                    num_rational::Ratio::new(over, i128::from(under) * i128::from(size))
                });
                let own = totals.iter().map(|own| own.ratio().map(|(a, b)| (i128::from(a), i128::from(b))));
                let right = right.iter().map(|own| Some((*own.numer(), *own.denom())));
                assert!(own.eq(right), "seed {seed}: {text}");
            }
            Err(_) => refused += 1,
        }
    }
    assert_eq!(refused, 0, "numbers of six digits are never too large");
}
