//! From declared rows and decisions to classifications: order, class order, gaps, who is classified.

use crate::exact::{Millis, Share};
use crate::outcome::{Because, Classification, ClassificationRow, Distance, Gap, Input};
use crate::rulebook::{Article, Rulebook};
use crate::rules::amendment::{Race, Run};
use crate::rules::class_map::ClassMap;
use crate::rules::distance::Of;
use crate::rules::kind::Clause;
use crate::rules::scope::Occasion;
use crate::season::{Class, Decision, ResultRow, Ruling, Season, Session, Status};
use crate::table::Ix;
use smallvec::SmallVec;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The classification of every session that has results.
pub fn classify_all(season: &Season, rules: &Rulebook) -> Vec<Classification> {
    season
        .sessions
        .iter()
        .map(|(session, _)| classify(season, rules, session))
        .filter(|classification| !classification.rows.is_empty())
        .collect()
}

/// The classification of a session. Declared order stands unless a decision moves a car.
pub fn classify(season: &Season, rules: &Rulebook, session: Ix<Session>) -> Classification {
    let mut cars: Vec<Car<'_>> =
        season.results_of(session).map(|(ix, row)| Car::declared(season, rules, ix, row)).collect();
    let moved = amend(season, rules, session, &mut cars) | apply_decisions(season, session, &mut cars);
    if moved {
        reorder(&mut cars);
    }
    let overall_winner = cars.iter().find(|car| car.placed()).and_then(|car| car.run.laps);
    let mut classes: BTreeMap<Option<Ix<Class>>, Leader> = BTreeMap::new();
    let mut overall = Leader::default();
    let mut last_position = 0;
    let mut rows = Vec::with_capacity(cars.len());
    let renumber =
        moved || cars.iter().any(|car| car.row.status == Status::Dsq && car.row.position.is_some());
    for car in &cars {
        let in_class = classes.entry(car.class).or_default();
        let placed = car.placed();
        let class_winner = in_class.first.map_or(car.run.laps.filter(|_| placed), |first| first.0);
        let (classified, distance) = classified(rules, car, class_winner, overall_winner);
        // Sheets give those that are not classified a position or none: as declared.
        let as_declared = car.row.position.is_some() && car.run.status == car.row.status;
        let positioned = placed && (classified || as_declared);
        if positioned {
            overall.count += 1;
            in_class.count += 1;
            last_position =
                if renumber { overall.count } else { car.row.position.unwrap_or(last_position + 1) };
        }
        let general =
            || rules.classified.as_ref().map(|rule| rule.article).or(car.map.map(|map| map.article));
        let mut because = Because::new(car.amended.or_else(general), [Input::Result(car.result)]);
        because.inputs.extend(car.decisions.iter().map(|&decision| Input::Decision(decision)));
        let here = (car.run.laps, car.run.time);
        rows.push(ClassificationRow {
            result: car.result,
            position: positioned.then_some(last_position),
            class: car.class,
            class_position: positioned.then_some(in_class.count),
            status: car.run.status,
            classified,
            laps: car.run.laps,
            time: car.run.time,
            gap: overall.first.filter(|_| placed).and_then(|first| gap(first, here)),
            interval: overall.last.filter(|_| placed).and_then(|last| gap(last, here)),
            class_gap: in_class.first.filter(|_| placed).and_then(|first| gap(first, here)),
            class_interval: in_class.last.filter(|_| placed).and_then(|last| gap(last, here)),
            distance,
            because,
        });
        if placed {
            overall.pass(here);
            in_class.pass(here);
        }
    }
    Classification { session, rows }
}

/// What a title sees of a session when it asks which rules apply.
pub fn occasion<'a>(
    season: &'a Season,
    session: Ix<Session>,
    class: Option<Ix<Class>>,
    title: &'a str,
) -> Occasion<'a> {
    let session = &season.sessions[session];
    let round = &season.rounds[session.round];
    Occasion {
        event: &round.event,
        round: round.number,
        session: &session.id,
        class: class.map(|class| season.classes[class].id.as_str()),
        title,
        length: round.length,
        completed: session.completed.unwrap_or(Share::ONE),
        measures: &session.measures,
    }
}

struct Car<'s> {
    result: Ix<ResultRow>,
    row: &'s ResultRow,
    class: Option<Ix<Class>>,
    map: Option<&'s Clause<ClassMap>>,
    run: Run,
    /// The article of the last rule that amended the run.
    amended: Option<Ix<Article>>,
    decisions: SmallVec<[Ix<Decision>; 1]>,
}

impl<'s> Car<'s> {
    fn declared(
        season: &'s Season,
        rules: &'s Rulebook,
        result: Ix<ResultRow>,
        row: &'s ResultRow,
    ) -> Car<'s> {
        let map = if rules.class_maps.is_empty() {
            None
        } else {
            ClassMap::of(&rules.class_maps, &occasion(season, row.session, row.class, ""))
        };
        let class = map.and_then(|map| season.class(&map.rule.to.value)).or(row.class);
        Car {
            result,
            row,
            class,
            map,
            run: Run { status: row.status, laps: row.laps, time: row.time },
            amended: None,
            decisions: SmallVec::new(),
        }
    }

    /// Whether the car has a place in the order: it started and keeps its result.
    fn placed(&self) -> bool {
        self.run.status.started() && self.run.status != Status::Dsq
    }
}

/// Laps and time of the first and the last car passed so far.
#[derive(Default)]
struct Leader {
    count: u32,
    first: Option<(Option<u32>, Option<Millis>)>,
    last: Option<(Option<u32>, Option<Millis>)>,
}

impl Leader {
    fn pass(&mut self, here: (Option<u32>, Option<Millis>)) {
        self.first.get_or_insert(here);
        self.last = Some(here);
    }
}

/// Applies the rules by which cars are classified by something else than was declared; answers whether any was.
fn amend(season: &Season, rules: &Rulebook, session: Ix<Session>, cars: &mut [Car<'_>]) -> bool {
    let mut moved = false;
    for clause in &rules.amendments {
        for car in cars.iter_mut() {
            if !clause.scope.covers(&occasion(season, session, car.class, "")) {
                continue;
            }
            if let Some(run) = clause.rule.amend(car.row, &Race { season, session }, car.run) {
                moved |= run != car.run;
                (car.run, car.amended) = (run, Some(clause.article));
            }
        }
    }
    moved
}

/// Applies what decisions do to cars; answers whether the order may have changed.
fn apply_decisions(season: &Season, session: Ix<Session>, cars: &mut [Car<'_>]) -> bool {
    let mut moved = false;
    for (ix, decision) in season.decisions.iter() {
        let (of, number) = match &decision.ruling {
            Ruling::Disqualify { session, number }
            | Ruling::TimePenalty { session, number, .. }
            | Ruling::LapPenalty { session, number, .. } => (*session, number),
            _ => continue,
        };
        if of != session {
            continue;
        }
        for car in cars.iter_mut().filter(|car| car.row.number == *number) {
            match &decision.ruling {
                Ruling::Disqualify { .. } => car.run.status = Status::Dsq,
                Ruling::TimePenalty { time, .. } => {
                    car.run.time = car.run.time.map(|own| Millis(own.0 + time.0))
                }
                Ruling::LapPenalty { laps, .. } => {
                    car.run.laps = car.run.laps.map(|own| own.saturating_sub(*laps))
                }
                _ => {}
            }
            car.decisions.push(ix);
            moved = true;
        }
    }
    moved
}

/// Orders by laps, then time, where every placed car has laps; else by time alone. Cars level in what is known, and those
/// without a time behind those with one, keep the declared order; cars that lost their place go to the end.
fn reorder(cars: &mut [Car<'_>]) {
    let timed = cars.iter().filter(|car| car.placed()).all(|car| car.run.laps.is_some());
    cars.sort_by_key(|car| {
        let laps = if timed { car.run.laps } else { None };
        (!car.placed(), Reverse(laps), car.run.time.is_none(), car.run.time)
    });
}

fn classified(
    rules: &Rulebook,
    car: &Car<'_>,
    class_winner: Option<u32>,
    overall_winner: Option<u32>,
) -> (bool, Option<Distance>) {
    let declared = car.row.classified.filter(|_| car.run.status == car.row.status);
    let declared = declared.unwrap_or(match car.run.status {
        Status::Finished => true,
        Status::Dnf => rules.classified.as_ref().is_some_and(|rule| rule.distance.is_some()),
        Status::Nc | Status::Dns | Status::Dsq | Status::Dnq => false,
    });
    let Some(rule) = &rules.classified else { return (car.placed() && declared, None) };
    let mut answer = car.placed() && declared && (rule.retired || car.run.status != Status::Dnf);
    let mut found = None;
    if let Some(minimum) = rule.distance
        && car.placed()
    {
        let winner = match minimum.of {
            Of::ClassWinner => class_winner,
            Of::OverallWinner => overall_winner,
        };
        if let (Some(laps), Some(winner_laps)) = (car.run.laps, winner) {
            answer &= minimum.meets(laps, winner_laps);
            found = Some(Distance {
                winner_laps,
                required_laps: minimum.required_laps(winner_laps),
                margin_laps: minimum.margin_laps(laps, winner_laps),
            });
        }
    }
    (answer, found)
}

fn gap(ahead: (Option<u32>, Option<Millis>), here: (Option<u32>, Option<Millis>)) -> Option<Gap> {
    match (ahead.0, here.0) {
        (Some(more), Some(laps)) if more > laps => Some(Gap::Laps(more - laps)),
        (Some(more), Some(laps)) if more < laps => None,
        _ => match (ahead.1, here.1) {
            (Some(first), Some(time)) => Some(Gap::Time(Millis(time.0 - first.0))),
            _ => None,
        },
    }
}
