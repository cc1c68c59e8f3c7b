//! Rules inferred from generated seasons: they reproduce the tables that somebody worked out with a pencil.

use crate::by_hand;
use parcferme_core::generate::{Draft, DraftRow, DraftTable, MadeSeason, Shape, season};
use parcferme_core::scale::{Bound, Inferred, MOST, TooLittle, infer_scale};
use parcferme_core::{Ix, Points, Rulebook, Season, compute_after};

const SHAPE: Shape = Shape { classes: 3, teams_per_class: 6, cars_per_team: 3, rounds: 6 };
/// Fewer where nothing is optimised.
const SEEDS: u64 = if cfg!(debug_assertions) { 9 } else { 24 };

fn made(seed: u64) -> (MadeSeason, Rulebook) {
    let mut made = season(seed, &SHAPE);
    made.draft.tables = by_hand::tables(&made);
    let (rules, diagnostics) = Rulebook::parse("made-up.toml", &made.rules.rulebook());
    assert_eq!(diagnostics, [], "seed {seed}");
    (made, rules)
}

fn facts(draft: &Draft, rules: &Rulebook) -> Season {
    draft.season(|title| rules.titles[rules.title(title).unwrap()].competitor)
}

fn inferred(season: &Season) -> Result<Inferred, TooLittle> {
    infer_scale(season, Bound { most: MOST, tell: &mut |_| true })
}

/// The tables after every round in place of the cells.
fn totals(made: &MadeSeason, rules: &Rulebook) -> Draft {
    let season = facts(&made.draft, rules);
    let mut draft = made.draft.clone();
    draft.tables.clear();
    for (round, number) in (0..season.rounds.len()).zip(1..) {
        let outcome = compute_after(&season, rules, Some(Ix::new(round)));
        for table in outcome.tables.iter().filter(|own| rules.titles[own.title].id == "teams") {
            let row = |own: &parcferme_core::outcome::StandingsRow| DraftRow {
                position: own.position.map(|own| own.get()),
                competitor: season.competitors[own.competitor].name.clone(),
                cells: Vec::new(),
                total: Some(own.total),
            };
            draft.tables.push(DraftTable {
                title: "teams".to_owned(),
                class: season.classes[table.class.unwrap()].id.clone(),
                after: Some(number),
                decimals: None,
                rows: table.rows.iter().map(row).collect(),
            });
        }
    }
    draft
}

/// Seeds of which not every published value is explained. What is not is named.
fn unexplained(draft_of: impl Fn(&MadeSeason, &Rulebook) -> Draft) -> Vec<u64> {
    let mut seeds = Vec::new();
    for seed in 0..SEEDS {
        let (made, rules) = made(seed);
        let season = facts(&draft_of(&made, &rules), &rules);
        let Ok(own) = inferred(&season) else {
            seeds.push(seed);
            continue;
        };
        assert_eq!(Rulebook::parse("inferred", &own.text).1, [], "seed {seed}");
        let (points, explained) = own.points();
        assert_eq!(points == explained, own.unexplained.is_empty(), "seed {seed}");
        if points != explained {
            seeds.push(seed);
        }
    }
    seeds
}

#[test]
fn the_cells_of_generated_seasons_are_explained() {
    // Two seasons of one class, three teams and a long race of its own: its scale is more words than it explains.
    let seeds = [8, 19].into_iter().filter(|seed| *seed < SEEDS).collect::<Vec<_>>();
    assert_eq!(unexplained(|made, _| made.draft.clone()), seeds);
}

#[test]
fn totals_after_every_round_tell_as_much() {
    let seeds = [6, 8, 10, 18, 19, 21].into_iter().filter(|seed| *seed < SEEDS).collect::<Vec<_>>();
    assert_eq!(unexplained(totals), seeds);
}

/// Five rounds of six drivers who change places in turn; four places pay.
fn plain() -> Draft {
    let mut draft = Draft { rounds: Draft::calendar(5), ..Draft::default() };
    let scale = [10, 6, 4, 3];
    let mut totals = [0; 6];
    let mut cells: Vec<Vec<Option<Points>>> = vec![Vec::new(); 6];
    for round in 0..5_usize {
        let mut order: Vec<usize> = (0..6).collect();
        order.rotate_left(round);
        for (place, &driver) in order.iter().enumerate() {
            let points = scale.get(place).copied().unwrap_or(0);
            totals[driver] += points;
            cells[driver].push(Some(Points::whole(points)));
            draft.cars.push(parcferme_core::generate::DraftCar {
                round: u32::try_from(round + 1).unwrap(),
                position: Some(u32::try_from(place + 1).unwrap()),
                number: driver.to_string(),
                team: format!("Team {driver}"),
                drivers: vec![name(driver)],
                laps: Some(50),
                ..Default::default()
            });
        }
    }
    let row = |driver: usize| DraftRow {
        position: None,
        competitor: name(driver),
        cells: cells[driver].clone(),
        total: Some(Points::whole(totals[driver])),
    };
    let rows = (0..6).map(row).collect();
    draft.tables = vec![DraftTable { title: "drivers".to_owned(), rows, ..DraftTable::default() }];
    draft
}

fn name(driver: usize) -> String {
    ["Alba", "Brusk", "Corvin", "Dorn", "Elster", "Frey"][driver].to_owned()
}

fn of(draft: &Draft) -> Result<Inferred, TooLittle> {
    inferred(&draft.season(|_| parcferme_core::season::Kind::Driver))
}

#[test]
fn a_scale_is_read_off_its_cells_and_says_by_how_many() {
    let own = of(&plain()).unwrap();
    assert_eq!(own.points(), (36, 36));
    assert!(own.text.contains("scale = [10, 6, 4, 3]"), "{}", own.text);
    let first = own.known[0].places[0];
    assert_eq!((own.known[0].about.as_str(), first), ("points.standard", (1, Points::whole(10), 5)));
}

#[test]
fn a_deduction_is_named_and_bends_no_scale() {
    let mut draft = plain();
    let row = &mut draft.tables[0].rows[0];
    row.cells[0] = Some(Points::whole(4));
    row.total = row.total.map(|own| own - Points::whole(6));
    let own = of(&draft).unwrap();
    assert!(own.text.contains("scale = [10, 6, 4, 3]"), "{}", own.text);
    let [unexplained] = own.unexplained.as_slice() else { panic!("{:?}", own.unexplained) };
    assert_eq!((unexplained.published.as_str(), unexplained.computed.as_str()), ("4", "10"));
    assert_eq!(unexplained.like, "looks like a deduction of 6");
}

#[test]
fn a_race_of_double_points_is_a_factor() {
    let mut draft = plain();
    for row in &mut draft.tables[0].rows {
        let last = row.cells[4].unwrap();
        row.cells[4] = Some(last * 2);
        row.total = row.total.map(|own| own + last);
    }
    let own = of(&draft).unwrap();
    assert_eq!(own.points(), (36, 36));
    assert!(own.text.contains("factor = \"200 %\"\nrounds = \"5\""), "{}", own.text);
}

#[test]
fn a_place_that_nobody_holds_is_open() {
    let mut draft = plain();
    // The fifth and sixth are gone: what a fifth gets nobody knows.
    draft.cars.retain(|car| car.position.is_some_and(|own| own <= 4));
    let own = of(&draft).unwrap();
    let open = own.open.iter().find(|own| own.about == "points.standard, place 5").unwrap();
    assert_eq!(open.others, ["0 to 3"]);
}

#[test]
fn a_table_of_final_totals_alone_is_too_little() {
    let mut draft = plain();
    draft.tables[0].rows.iter_mut().for_each(|row| row.cells.clear());
    assert_eq!(of(&draft).map(|own| own.text), Err(TooLittle::NoPlace));
    draft.tables.clear();
    assert_eq!(of(&draft).map(|own| own.text), Err(TooLittle::NoPoints));
}

#[test]
fn a_search_that_is_ended_says_so() {
    let season = plain().season(|_| parcferme_core::season::Kind::Driver);
    let mut asked = 0;
    let mut tell = |_| {
        asked += 1;
        asked < 3
    };
    let own = infer_scale(&season, Bound { most: MOST, tell: &mut tell }).unwrap();
    assert!(own.stopped);
    assert!(!of(&plain()).unwrap().stopped);
}
