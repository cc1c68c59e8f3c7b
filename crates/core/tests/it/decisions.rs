//! What decisions do to a classification: the cars that they name, by how much, for which reason, and nobody else.

use parcferme_core::decisions::{
    Cars, Decision, DeleteLap, Disqualify, LapPenalty, Lift, PlacePenalty, PlacesIn, Ruling, TimePenalty,
};
use parcferme_core::generate::Dice;
use parcferme_core::numbers::{Laps, Position, RoundNumber};
use parcferme_core::outcome::{By, Classification, Effect, Gap};
use parcferme_core::season::{Class, ResultRow, Round, RoundStatus, Season, SeasonBuilder, Session, Status};
use parcferme_core::{Ix, Millis, Rulebook, compute};
use std::cmp::Reverse;

/// A car: number, class, status, laps, time in seconds. Placed in the order of the list, where it has a place.
type Car = (&'static str, &'static str, Status, Option<u32>, Option<i64>);

struct Race {
    builder: SeasonBuilder,
    session: Ix<Session>,
}

impl Race {
    fn new(cars: &[Car]) -> Race {
        let mut builder = SeasonBuilder::new("made-up/2026", "Made up", "made-up", 2026, "");
        let round = builder.round(round());
        let session = builder.session(round, "race", 100);
        let mut race = Race { builder, session };
        let mut place = 0;
        for car in cars {
            let position = matches!(car.2, Status::Finished | Status::Dnf | Status::Nc).then(|| {
                place += 1;
                place
            });
            race.car(position, car);
        }
        race
    }

    fn car(&mut self, position: Option<u32>, (number, class, status, laps, time): &Car) -> Ix<ResultRow> {
        let class: Option<Ix<Class>> =
            Some(*class).filter(|class| !class.is_empty()).map(|class| self.builder.class(class, class));
        self.builder.result(ResultRow {
            position: position.and_then(Position::new),
            class,
            laps: laps.map(Laps),
            time: time.map(|seconds| Millis(seconds * 1000)),
            ..ResultRow::bare(self.session, number, *status)
        })
    }

    fn cars(&mut self, number: &str) -> Cars {
        let rows = self.builder.facts().results.iter();
        let rows = rows.filter(|(_, row)| row.number == number).map(|(ix, _)| ix).collect();
        Cars { session: self.session, numbers: [number.into()].into_iter().collect(), rows }
    }

    fn decide(&mut self, id: &str, ruling: Ruling) {
        self.builder.decision(Decision {
            id: id.to_owned(),
            ruling,
            lifted_by: None,
            author: String::new(),
            date: String::new(),
            reason: String::new(),
            source: String::new(),
            cites: Default::default(),
        });
    }

    fn time(&mut self, id: &str, number: &str, seconds: i64) {
        let cars = self.cars(number);
        self.decide(id, Ruling::TimePenalty(TimePenalty { cars, time: Millis(seconds * 1000) }));
    }

    fn laps(&mut self, id: &str, number: &str, laps: u32) {
        let cars = self.cars(number);
        self.decide(id, Ruling::LapPenalty(LapPenalty { cars, laps: Laps(laps) }));
    }

    fn places(&mut self, id: &str, number: &str, places: u32, places_in: PlacesIn) {
        let cars = self.cars(number);
        self.decide(id, Ruling::PlacePenalty(PlacePenalty { cars, places, places_in }));
    }

    fn out(&mut self, id: &str, number: &str) {
        let cars = self.cars(number);
        self.decide(id, Ruling::Disqualify(Disqualify { cars }));
    }

    fn lift(&mut self, id: &str, decision: &str) {
        self.decide(id, Ruling::Lift(Lift { decision: decision.to_owned() }));
    }

    fn finish(self) -> (Season, Classification) {
        let season = self.builder.finish();
        let outcome = compute(&season, &Rulebook::default());
        let classification = outcome.classifications[0].clone();
        (season, classification)
    }

    /// `place number` of each car, `-` without a place.
    fn order(self) -> Vec<String> {
        let (season, classification) = self.finish();
        let shown = classification.rows.iter().map(|row| {
            let place = row.position.map_or_else(|| "-".to_owned(), |own| own.to_string());
            format!("{place} {}", season.results[row.result].number)
        });
        shown.collect()
    }

    /// Effects on a car in order, each with the id of its decision.
    fn steps(self, number: &str) -> Vec<(String, Effect)> {
        let (season, classification) = self.finish();
        let row = classification.rows.iter().find(|row| season.results[row.result].number == number).unwrap();
        let by = |by: By| match by {
            By::Decision(ix) => season.decisions[ix].id.clone(),
            _ => String::new(),
        };
        row.because.steps.iter().map(|step| (by(step.by), step.effect)).collect()
    }
}

fn moved(from: u32, to: u32) -> Effect {
    Effect::Moved { from: Position::new(from).unwrap(), to: Position::new(to).unwrap() }
}

fn round() -> Round {
    Round {
        short: String::new(),
        number: Some(RoundNumber(1)),
        event: "e".to_owned(),
        name: "E".to_owned(),
        circuit: String::new(),
        date: None,
        status: RoundStatus::Held,
        length: None,
        announced: false,
        cites: Default::default(),
    }
}

const FIN: Status = Status::Finished;
/// All timed, ten seconds apart, the fourth a lap down.
const TIMED: [Car; 5] = [
    ("1", "", FIN, Some(50), Some(3600)),
    ("2", "", FIN, Some(50), Some(3610)),
    ("3", "", FIN, Some(50), Some(3620)),
    ("4", "", FIN, Some(49), Some(3605)),
    ("5", "", FIN, Some(49), Some(3615)),
];

#[test]
fn a_time_penalty_puts_the_car_behind_those_that_then_beat_it_and_no_further() {
    for (seconds, expected) in [
        (9, ["1 1", "2 2", "3 3", "4 4", "5 5"]),
        // Level on time: who was ahead stays ahead.
        (10, ["1 1", "2 2", "3 3", "4 4", "5 5"]),
        (11, ["1 2", "2 1", "3 3", "4 4", "5 5"]),
        (500, ["1 2", "2 3", "3 1", "4 4", "5 5"]),
    ] {
        let mut race = Race::new(&TIMED);
        race.time("d", "1", seconds);
        assert_eq!(race.order(), expected, "{seconds} s");
    }
}

#[test]
fn a_lap_penalty_takes_laps_and_no_more_than_there_are() {
    let mut race = Race::new(&TIMED);
    race.laps("d", "1", 1);
    assert_eq!(race.order(), ["1 2", "2 3", "3 1", "4 4", "5 5"], "49 laps in 3600 s");
    let mut race = Race::new(&TIMED);
    race.laps("d", "1", 2);
    assert_eq!(race.order(), ["1 2", "2 3", "3 4", "4 5", "5 1"]);
    let mut race = Race::new(&TIMED);
    race.laps("d", "1", 60);
    let steps = race.steps("1");
    assert_eq!(
        steps,
        [
            (String::new(), Effect::Declared),
            ("d".to_owned(), Effect::LapsTaken(Laps(50))),
            ("d".to_owned(), moved(1, 5))
        ]
    );
}

#[test]
fn places_are_dropped_behind_cars_that_hold_one_overall_or_in_class() {
    let cars = [
        ("1", "A", FIN, None, None),
        ("2", "B", FIN, None, None),
        ("3", "A", FIN, None, None),
        ("4", "B", FIN, None, None),
        ("5", "A", FIN, None, None),
        ("9", "A", Status::Dns, None, None),
    ];
    let after = |places, places_in| {
        let mut race = Race::new(&cars);
        race.places("d", "1", places, places_in);
        race.order()
    };
    assert_eq!(after(0, PlacesIn::Overall), ["1 1", "2 2", "3 3", "4 4", "5 5", "- 9"]);
    assert_eq!(after(1, PlacesIn::Overall), ["1 2", "2 1", "3 3", "4 4", "5 5", "- 9"]);
    assert_eq!(after(1, PlacesIn::Class), ["1 2", "2 3", "3 1", "4 4", "5 5", "- 9"]);
    assert_eq!(after(9, PlacesIn::Overall), ["1 2", "2 3", "3 4", "4 5", "5 1", "- 9"]);
    let mut race = Race::new(&cars);
    race.places("d", "1", 2, PlacesIn::Overall);
    assert_eq!(
        race.steps("1"),
        [
            (String::new(), Effect::Declared),
            ("d".to_owned(), Effect::PlacesDropped(2)),
            ("d".to_owned(), moved(1, 3))
        ]
    );
}

#[test]
fn a_drop_of_places_parts_a_dead_heat_with_cars_that_count_alone() {
    let after = |classes: [&'static str; 2], number, places_in| {
        let mut race = Race::new(&[]);
        for (number, class) in ["1", "2"].into_iter().zip(classes) {
            race.car(Some(1), &(number, class, FIN, None, None));
        }
        race.places("d", number, 1, places_in);
        race.order()
    };
    for number in ["1", "2"] {
        assert_eq!(
            after(["A", "B"], number, PlacesIn::Class),
            ["1 1", "1 2"],
            "nobody of its class: {number}"
        );
    }
    for (places_in, classes) in [(PlacesIn::Overall, ["A", "B"]), (PlacesIn::Class, ["A", "A"])] {
        assert_eq!(after(classes, "1", places_in), ["1 2", "2 1"]);
        assert_eq!(after(classes, "2", places_in), ["1 1", "2 2"]);
    }
}

#[test]
fn a_car_that_falls_out_of_a_dead_heat_falls_from_the_place_that_it_shared() {
    let race = || {
        let mut race = Race::new(&[]);
        for (place, number, seconds) in [(1, "1", 3600), (1, "2", 3600), (3, "3", 3610)] {
            race.car(Some(place), &(number, "", FIN, Some(50), Some(seconds)));
        }
        race.time("d", "2", 20);
        race
    };
    assert_eq!(race().order(), ["1 1", "2 3", "3 2"]);
    assert_eq!(race().steps("2").pop().unwrap().1, moved(1, 3));
    assert_eq!(race().steps("1"), [(String::new(), Effect::Declared)]);
}

#[test]
fn four_of_those_that_let_a_car_move_up_are_named_in_a_step() {
    let numbers = ["1", "2", "3", "4", "5", "6"];
    let mut race = Race::new(&numbers.map(|number| (number, "", FIN, None, None)));
    for number in &numbers[..5] {
        race.out(&format!("d{number}"), number);
    }
    let (season, own) = race.finish();
    let row = own.rows.iter().find(|row| season.results[row.result].number == "6").unwrap();
    let steps: Vec<(Effect, usize)> =
        row.because.steps.iter().skip(1).map(|step| (step.effect, step.inputs.len())).collect();
    let up =
        |from, to| Effect::MovedUp { from: Position::new(from).unwrap(), to: Position::new(to).unwrap() };
    assert_eq!(steps, [(up(6, 2), 4), (up(2, 1), 1)]);
}

#[test]
fn a_disqualified_car_has_no_place_and_those_behind_move_up_by_it() {
    let mut race = Race::new(&TIMED);
    race.out("d", "2");
    assert_eq!(race.order(), ["1 1", "2 3", "3 4", "4 5", "- 2"]);
    let mut race = Race::new(&TIMED);
    race.out("d", "2");
    assert_eq!(
        race.steps("4"),
        [
            (String::new(), Effect::Declared),
            (
                "d".to_owned(),
                Effect::MovedUp { from: Position::new(4).unwrap(), to: Position::new(3).unwrap() }
            )
        ]
    );
    let mut race = Race::new(&TIMED);
    race.out("d", "2");
    assert_eq!(race.steps("1"), [(String::new(), Effect::Declared)]);
    let mut race = Race::new(&TIMED);
    race.out("d", "2");
    assert_eq!(
        race.steps("2"),
        [(String::new(), Effect::Declared), ("d".to_owned(), Effect::Disqualified)],
        "out, and not moved from one place to another"
    );
}

#[test]
fn a_lifted_decision_moves_nobody_and_stays_among_the_reasons() {
    let mut race = Race::new(&TIMED);
    race.time("d1", "1", 15);
    race.lift("d2", "d1");
    assert_eq!(race.order(), ["1 1", "2 2", "3 3", "4 4", "5 5"]);
    let mut race = Race::new(&TIMED);
    race.time("d1", "1", 15);
    race.lift("d2", "d1");
    race.lift("d3", "d2");
    assert_eq!(race.order(), ["1 2", "2 1", "3 3", "4 4", "5 5"], "a lifted lift reinstates");
    let mut race = Race::new(&TIMED);
    race.time("d1", "1", 15);
    race.lift("d2", "d1");
    race.lift("d3", "d2");
    race.lift("d4", "d3");
    let steps = race.steps("1");
    assert_eq!(steps.len(), 2);
    assert!(matches!(&steps[1], (id, Effect::LiftedBy(_)) if id == "d1"), "{steps:?}");
    let mut race = Race::new(&TIMED);
    race.time("d1", "1", 15);
    race.lift("d2", "d3");
    race.lift("d3", "d2");
    assert_eq!(race.order(), ["1 2", "2 1", "3 3", "4 4", "5 5"], "a circle lifts nothing");
}

#[test]
fn a_lifted_decision_is_not_in_force_and_its_lift_is() {
    let mut race = Race::new(&TIMED);
    race.time("d1", "1", 15);
    race.laps("d2", "3", 1);
    race.lift("d3", "d1");
    let (season, _) = race.finish();
    let in_force: Vec<&str> = season.decisions_in_force().map(|(_, own)| own.id.as_str()).collect();
    assert_eq!(in_force, ["d2", "d3"]);
    let first = season.decisions.rows()[0].clone();
    let named = |reason: &str, author: &str| {
        Decision { reason: reason.to_owned(), author: author.to_owned(), ..first.clone() }.reason_and_author()
    };
    assert_eq!(named("Underweight", ""), "Underweight");
    assert_eq!(named("Underweight", "Stewards"), "Underweight (Stewards)");
}

#[test]
fn two_penalties_add_up_and_their_order_does_not_matter() {
    for (first, second) in [("a", "b"), ("b", "a")] {
        let mut race = Race::new(&TIMED);
        race.time(first, "1", 6);
        race.time(second, "1", 5);
        assert_eq!(race.order(), ["1 2", "2 1", "3 3", "4 4", "5 5"]);
        let mut race = Race::new(&TIMED);
        race.time(first, "1", 11);
        race.time(second, "2", 11);
        // 3611 s and 3621 s against 3620 s.
        assert_eq!(race.order(), ["1 1", "2 3", "3 2", "4 4", "5 5"]);
    }
}

#[test]
fn a_car_that_falls_and_is_passed_by_another_that_falls_is_told_both() {
    let place = |own| Position::new(own).unwrap();
    let up = |from, to| Effect::MovedUp { from: place(from), to: place(to) };
    let race = || {
        let mut race = Race::new(&TIMED);
        race.time("a", "1", 500);
        race.time("b", "2", 11);
        race
    };
    assert_eq!(race().order(), ["1 3", "2 2", "3 1", "4 4", "5 5"]);
    let effects = |number| race().steps(number);
    let told = |steps: &[(&str, Effect)]| -> Vec<(String, Effect)> {
        steps.iter().map(|(id, effect)| ((*id).to_owned(), *effect)).collect()
    };
    let added = |seconds: i64| Effect::TimeAdded(Millis(seconds * 1000));
    assert_eq!(effects("1"), told(&[("", Effect::Declared), ("a", added(500)), ("a", moved(1, 3))]));
    assert_eq!(
        effects("2"),
        told(&[("", Effect::Declared), ("b", added(11)), ("b", moved(2, 3)), ("a", up(3, 2))])
    );
    assert_eq!(effects("3"), told(&[("", Effect::Declared), ("b", up(3, 1))]));
}

#[test]
fn gaps_follow_the_new_order_and_none_is_below_zero() {
    let mut race = Race::new(&TIMED);
    race.time("d", "1", 15);
    let (_, own) = race.finish();
    let gaps: Vec<Option<Gap>> = own.rows.iter().map(|row| row.gap).collect();
    let (time, laps) = (|ms| Some(Gap::Time(Millis(ms))), Some(Gap::Laps(Laps(1))));
    assert_eq!(gaps, [None, time(5000), time(10_000), laps, laps]);
    // Declared ahead with a longer time: no gap tells how.
    let odd = [("1", "", FIN, Some(50), Some(3620)), ("2", "", FIN, Some(50), Some(3600))];
    let (_, own) = Race::new(&odd).finish();
    assert_eq!(own.rows[1].gap, None);
    assert_eq!(own.rows[1].interval, None);
}

#[test]
fn a_penalty_on_what_is_not_known_moves_nobody_and_says_so() {
    let cars = [("1", "", FIN, Some(50), None), ("2", "", FIN, Some(50), Some(3600))];
    let mut race = Race::new(&cars);
    race.time("d", "1", 30);
    assert_eq!(race.order(), ["1 1", "2 2"]);
    let mut race = Race::new(&cars);
    race.time("d", "1", 30);
    assert_eq!(race.steps("1"), [(String::new(), Effect::Declared), ("d".to_owned(), Effect::NothingToAct)]);
    let mut race = Race::new(&[("1", "", FIN, Some(49), None), ("2", "", FIN, Some(50), Some(3600))]);
    race.time("d", "1", 30);
    assert_eq!(race.order(), ["1 1", "2 2"], "declared so, and nothing was added");
}

#[test]
fn a_deleted_lap_counts_where_the_laps_or_the_best_without_it_are_known() {
    let mut race = Race::new(&[]);
    let session = race.session;
    race.builder.facts().sessions[session].by_best_lap = true;
    for (number, best) in [("1", 90_000), ("2", 91_000), ("3", 92_000)] {
        let row = race.car(None, &(number, "", FIN, None, None));
        race.builder.facts().results[row].best_lap = Some(Millis(best));
    }
    let cars = race.cars("1");
    race.decide("d", Ruling::DeleteLap(DeleteLap { cars, lap: 4, best_lap: Some(Millis(91_500)) }));
    assert_eq!(race.order(), ["1 2", "2 1", "3 3"]);
}

/// Cars of a field in which any laps and times may be missing.
fn field(dice: &mut Dice) -> Vec<Car> {
    const NUMBERS: [&str; 8] = ["1", "2", "3", "4", "5", "6", "7", "8"];
    let cars = dice.between(2, 8) as usize;
    let mut field: Vec<Car> = Vec::new();
    for number in &NUMBERS[..cars] {
        let laps = (!dice.chance(20)).then(|| 50 - dice.below(3));
        let time = (!dice.chance(20)).then(|| 3600 + i64::from(dice.below(60)));
        let status = if dice.chance(15) { Status::Dnf } else { FIN };
        field.push((number, if dice.chance(50) { "A" } else { "B" }, status, laps, time));
    }
    field
}

fn decide_at_random(dice: &mut Dice, race: &mut Race, field: &[Car], touched: &mut Vec<&'static str>) {
    for id in ["a", "b", "c"].into_iter().take(dice.between(1, 3) as usize) {
        let Some(&(number, ..)) = dice.pick(field) else { continue };
        touched.push(number);
        match dice.below(5) {
            0 => race.out(id, number),
            1 => race.laps(id, number, dice.between(1, 3)),
            2 => race.places(id, number, dice.between(1, 4), PlacesIn::Overall),
            3 => race.places(id, number, dice.between(1, 4), PlacesIn::Class),
            _ => race.time(id, number, i64::from(dice.between(1, 90))),
        }
    }
}

#[test]
fn cars_that_no_decision_names_never_change_order_among_themselves() {
    let mut dice = Dice::new(20_261_129);
    for _ in 0..3_000 {
        let field = field(&mut dice);
        let mut race = Race::new(&field);
        let mut touched = Vec::new();
        decide_at_random(&mut dice, &mut race, &field, &mut touched);
        let after: Vec<String> = race.order();
        let number = |row: &String| row.rsplit(' ').next().unwrap_or_default().to_owned();
        let others = |order: Vec<String>| -> Vec<String> {
            order.iter().map(number).filter(|own| !touched.contains(&own.as_str())).collect()
        };
        let before = Race::new(&field).order();
        assert_eq!(others(before), others(after), "{field:?} {touched:?}");
    }
}

#[test]
fn where_all_is_known_the_order_is_that_of_laps_and_times() {
    let mut dice = Dice::new(7);
    for _ in 0..2_000 {
        let mut field = field(&mut dice);
        for (index, car) in field.iter_mut().enumerate() {
            (car.2, car.3, car.4) = (
                FIN,
                Some(car.3.unwrap_or(50)),
                // No two alike, so that one order is right.
                Some(car.4.unwrap_or(3600) * 10 + i64::try_from(index).unwrap()),
            );
        }
        field.sort_by_key(|car| (Reverse(car.3), car.4));
        let mut race = Race::new(&field);
        let mut expected: Vec<(bool, u32, i64, &str)> =
            field.iter().map(|car| (false, car.3.unwrap(), car.4.unwrap(), car.0)).collect();
        for id in ["a", "b", "c"] {
            let Some(&(number, ..)) = dice.pick(&field) else { continue };
            let own = expected.iter_mut().find(|own| own.3 == number).unwrap();
            match dice.below(3) {
                0 => {
                    own.0 = true;
                    race.out(id, number);
                }
                1 => {
                    let laps = dice.between(1, 2);
                    own.1 -= laps;
                    race.laps(id, number, laps);
                }
                _ => {
                    // Odd tenths, so that no penalty makes two cars level.
                    let seconds = i64::from(dice.between(1, 300)) * 10;
                    own.2 += seconds;
                    race.time(id, number, seconds);
                }
            }
        }
        expected.sort_by_key(|own| (own.0, Reverse(own.1), own.2));
        let expected: Vec<&str> = expected.iter().filter(|own| !own.0).map(|own| own.3).collect();
        let order = race.order();
        let placed: Vec<&str> = order
            .iter()
            .filter(|own| !own.starts_with('-'))
            .filter_map(|own| own.rsplit(' ').next())
            .collect();
        assert_eq!(placed, expected, "{field:?}");
    }
}

#[test]
fn of_two_that_share_a_place_the_fallen_one_falls_from_it() {
    let level = [
        ("1", "", FIN, Some(50), Some(3600)),
        ("2", "", FIN, Some(50), Some(3600)),
        ("3", "", FIN, Some(50), Some(3604)),
    ];
    let heat = || {
        let mut race = Race::new(&[]);
        for (place, car) in [1, 1, 3].into_iter().zip(&level) {
            race.car(Some(place), car);
        }
        race
    };
    assert_eq!(heat().order(), ["1 1", "1 2", "3 3"]);
    let mut race = heat();
    race.time("d", "2", 5);
    assert_eq!(race.order(), ["1 1", "2 3", "3 2"]);
    let mut race = heat();
    race.time("d", "2", 5);
    let fell = moved(1, 3);
    assert_eq!(race.steps("2").last(), Some(&("d".to_owned(), fell)));
    let mut race = heat();
    race.time("a", "1", 5);
    race.time("b", "2", 5);
    assert_eq!(race.order(), ["1 3", "2 1", "2 2"], "the same for both");
    let mut race = heat();
    race.time("a", "1", 5);
    race.time("b", "2", 5);
    let fell = moved(1, 2);
    assert_eq!(race.steps("2").last(), Some(&("b".to_owned(), fell)), "the place that it has in the end");
    let mut race = heat();
    race.places("d", "2", 1, PlacesIn::Overall);
    assert_eq!(race.order(), ["1 1", "2 3", "3 2"]);
}
