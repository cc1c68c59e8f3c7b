//! Inference scores a round once for all readings that classify its cars alike: it must come to what each reading computes.

use crate::by_hand;
use parcferme_core::generate::{DraftCar, Shape, season};
use parcferme_core::infer::{Hypothesis, Space, infer};
use parcferme_core::season::Status;
use parcferme_core::{Points, Rulebook, Season, compute};

const SHAPE: Shape = Shape { classes: 3, teams_per_class: 5, cars_per_team: 3, rounds: 4 };

/// What is usually open, with these shares.
fn space(season: &Season, rules: &Rulebook, shares: &str) -> Space {
    let open = [
        &format!("classified.min_share = {shares}"),
        "classified.of",
        "classified.rounding = [\"exact\", \"down\", \"nearest\", \"up\"]",
        "classified.*.retired_may_score",
        "title.*.others_keep_position",
    ];
    Space::of(season, rules, &open).unwrap()
}

#[test]
fn every_reading_differs_where_its_tables_do() {
    for seed in 0..4 {
        let mut made = season(seed, &SHAPE);
        made.draft.tables = by_hand::tables(&made);
        let (rules, found) = Rulebook::parse("made-up.toml", &made.rules.rulebook());
        assert_eq!(found, []);
        let season = made.draft.season(|title| rules.titles[rules.title(title).unwrap()].competitor);
        let space = space(&season, &rules, "[\"66 %\", \"70 %\", \"79 %\"]");
        let inference = infer(&season, &rules, &space, &mut |_| true).unwrap();
        assert!(inference.cells > 0 && !inference.deciding.is_empty(), "seed {seed}");
        for judged in &inference.judged {
            let ruled = rules.with(&space.changes(&judged.hypothesis)).unwrap();
            let outcome = compute(&season, &ruled);
            let mut differing = 0;
            for published in &season.published {
                let table = outcome.table(rules.title(&published.title).unwrap(), published.class);
                for line in &published.rows {
                    for &(round, points) in &line.cells {
                        let cell = table.and_then(|table| table.row(line.competitor)?.cell(round));
                        let computed = cell.map_or(Points::ZERO, |cell| cell.points);
                        differing += usize::from(computed != points.unwrap_or(Points::ZERO));
                    }
                }
            }
            assert_eq!(judged.differing.len(), differing, "seed {seed}: {:?}", judged.hypothesis);
        }
    }
}

#[test]
fn retired_cars_stay_out_of_every_reading_where_the_rulebook_says_so() {
    let rule = |retired: &str| {
        format!(
            "[[points]]\nid = \"scale\"\nscale = [20, 16, 13]\n[classified]\nmin_share = \"70 %\"\n{retired}\n\
             [[title]]\nid = \"drivers\"\ncompetitor = \"driver\"\n"
        )
    };
    let mut draft = parcferme_core::generate::Draft {
        classes: vec!["GT".to_owned()],
        rounds: parcferme_core::generate::Draft::calendar(1),
        ..Default::default()
    };
    for (position, driver, status, laps) in
        [(1, "Ann", Status::Finished, 100), (2, "Ben", Status::Dnf, 99), (3, "Cleo", Status::Finished, 98)]
    {
        draft.cars.push(DraftCar {
            round: 1,
            position: Some(position),
            status,
            class: "GT".to_owned(),
            number: position.to_string(),
            team: driver.to_owned(),
            drivers: vec![driver.to_owned()],
            laps: Some(laps),
            ..DraftCar::default()
        });
    }
    let season = draft.season(|_| parcferme_core::season::Kind::Driver);
    for (retired, expected) in [("retired = false", "16"), ("", "13"), ("retired = true", "13")] {
        let (rules, _) = Rulebook::parse("rulebook.toml", &rule(retired));
        let space = space(&season, &rules, "[\"65 %\", \"80 %\"]");
        let may_score =
            |own: &Hypothesis| space.values(own).any(|own| own == ("classified.*.retired_may_score", "true"));
        let all = space.hypotheses();
        assert_eq!(all.iter().filter(|own| may_score(own)).count(), 32);
        for hypothesis in all.iter().filter(|own| may_score(own)) {
            let outcome = compute(&season, &rules.with(&space.changes(hypothesis)).unwrap());
            let cleo = outcome.tables[0]
                .rows
                .iter()
                .find(|row| season.competitors[row.competitor].name == "Cleo")
                .unwrap();
            assert_eq!(cleo.total.to_string(), expected, "{retired} {hypothesis:?}");
        }
    }
}
