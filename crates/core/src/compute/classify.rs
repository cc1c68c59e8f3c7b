//! From declared rows and decisions to classifications: order, class order, gaps, who is classified.

use crate::exact::{Millis, Share};
use crate::outcome::{Because, Classification, ClassificationRow, Gap, Input};
use crate::rulebook::{Article, Rulebook};
use crate::rules::amendment::{Race, Run};
use crate::rules::class_map::ClassMap;
use crate::rules::classified::{Classified, Finisher, Verdict, Yardstick};
use crate::rules::kind::Clause;
use crate::rules::scope::{Occasion, same_class};
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
    let starters = Starters::of(rules, cars.iter().map(|car| (car.class, car.row.status)));
    let moved =
        amend(season, rules, session, &starters, &mut cars) | apply_decisions(season, session, &mut cars);
    if moved {
        reorder(&mut cars);
    }
    let ran = |car: &Car<'_>| (car.run.laps, car.run.time);
    let overall_winner = cars.iter().find(|car| car.placed()).map(ran).unwrap_or_default();
    let lap_metres = season.sessions[session].measure("lap_metres").and_then(|own| u32::try_from(own).ok());
    let mut classes: BTreeMap<Option<Ix<Class>>, Leader> = BTreeMap::new();
    let mut overall = Leader::default();
    let (mut last_position, mut last_declared) = (0, None);
    let mut rows = Vec::with_capacity(cars.len());
    let renumber =
        moved || cars.iter().any(|car| car.row.status == Status::Dsq && car.row.position.is_some());
    for car in &cars {
        let in_class = classes.entry(car.class).or_default();
        let placed = car.placed();
        let class_winner = in_class.first.or(placed.then(|| ran(car))).unwrap_or_default();
        let rule = classified_rule(season, rules, session, car.class, &starters);
        let yardstick = Yardstick { class_winner, overall_winner, lap_metres };
        let Verdict { classified, distance, .. } = classified(rule, car, yardstick);
        // Sheets give those that are not classified a position or none: as declared.
        let as_declared = car.row.position.is_some() && car.run.status == car.row.status;
        let positioned = placed && (classified || as_declared);
        if positioned {
            // In a dead heat cars share a declared place, and the next stays empty.
            let declared = car.row.position.filter(|_| as_declared && car.as_it_ran());
            let level = declared.is_some() && declared == last_declared;
            overall.pass_place(level);
            in_class.pass_place(level && in_class.declared == declared);
            (last_declared, in_class.declared) = (declared, declared);
            last_position =
                if renumber { overall.place } else { car.row.position.unwrap_or(last_position + 1) };
        }
        let general = || rule.map(|rule| rule.article).or(car.map.map(|map| map.article));
        let mut because = Because::new(car.amended.or_else(general), [Input::Result(car.result)]);
        because.inputs.extend(car.decisions.iter().map(|&decision| Input::Decision(decision)));
        let here = (car.run.laps, car.run.time);
        rows.push(ClassificationRow {
            result: car.result,
            position: positioned.then_some(last_position),
            class: car.class,
            class_position: positioned.then_some(in_class.place),
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

/// What a title sees of a session when it asks which rules apply; the starters, which [`Starters`] counts, left open.
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
        main: session.main,
        class: class.map(|class| season.classes[class].id.as_str()),
        title,
        length: round.length,
        completed: session.completed.unwrap_or(Share::ONE),
        starters: None,
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
        let to = |map: &Clause<ClassMap>| {
            let mut classes = season.classes.iter();
            classes.find(|(_, own)| same_class(&own.id, &map.rule.to.value)).map(|(ix, _)| ix)
        };
        let class = map.and_then(to).or(row.class);
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

    /// Whether no decision and no rule has changed what the car is classified by.
    fn as_it_ran(&self) -> bool {
        self.amended.is_none() && self.decisions.is_empty()
    }

    /// Whether the car has a place in the order: it started and keeps its result.
    fn placed(&self) -> bool {
        self.run.status.started() && self.run.status != Status::Dsq
    }
}

/// Laps and time of the first and the last car passed so far.
#[derive(Default)]
struct Leader {
    /// Cars that hold a place, and the place of the last of them.
    count: u32,
    place: u32,
    /// The place in which that car was declared, overall.
    declared: Option<u32>,
    first: Option<(Option<u32>, Option<Millis>)>,
    last: Option<(Option<u32>, Option<Millis>)>,
}

impl Leader {
    fn pass_place(&mut self, level: bool) {
        self.count += 1;
        if !level {
            self.place = self.count;
        }
    }

    fn pass(&mut self, here: (Option<u32>, Option<Millis>)) {
        self.first.get_or_insert(here);
        self.last = Some(here);
    }
}

/// Applies the rules by which cars are classified by something else than was declared; answers whether any was.
fn amend(
    season: &Season,
    rules: &Rulebook,
    session: Ix<Session>,
    starters: &Starters,
    cars: &mut [Car<'_>],
) -> bool {
    let mut moved = false;
    for clause in &rules.amendments {
        for car in cars.iter_mut() {
            let occasion =
                Occasion { starters: starters.count(car.class), ..occasion(season, session, car.class, "") };
            if !clause.scope.covers(&occasion) {
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

fn classified(rule: Option<&Clause<Classified>>, car: &Car<'_>, yardstick: Yardstick) -> Verdict {
    let finisher = Finisher {
        status: car.run.status,
        laps: car.run.laps,
        time: car.run.time,
        declared: car.row.classified.filter(|_| car.run.status == car.row.status),
    };
    Classified::verdict(rule.map(|own| &own.rule), finisher, yardstick)
}

/// How many cars took the start, in a class and in all; counted where a rule depends on it.
pub struct Starters(Option<BTreeMap<Option<Ix<Class>>, u32>>);

impl Starters {
    pub fn of(rules: &Rulebook, cars: impl Iterator<Item = (Option<Ix<Class>>, Status)>) -> Starters {
        Starters(rules.counts_starters().then(|| {
            let mut counts = BTreeMap::from([(None, 0)]);
            for (class, _) in cars.filter(|(_, status)| status.started()) {
                *counts.entry(None).or_default() += 1;
                if class.is_some() {
                    *counts.entry(class).or_default() += 1;
                }
            }
            counts
        }))
    }

    /// Of a class, or of all where there is none; None where nobody counted.
    pub fn count(&self, class: Option<Ix<Class>>) -> Option<u32> {
        self.0.as_ref().map(|counts| counts.get(&class).copied().unwrap_or(0))
    }
}

/// The rule by which cars of a class are classified in a session.
pub fn classified_by<'r>(
    season: &Season,
    rules: &'r Rulebook,
    session: Ix<Session>,
    class: Option<Ix<Class>>,
) -> Option<&'r Clause<Classified>> {
    let starters = Starters::of(rules, season.results_of(session).map(|(_, row)| (row.class, row.status)));
    classified_rule(season, rules, session, class, &starters)
}

fn classified_rule<'r>(
    season: &Season,
    rules: &'r Rulebook,
    session: Ix<Session>,
    class: Option<Ix<Class>>,
    starters: &Starters,
) -> Option<&'r Clause<Classified>> {
    if rules.classified.is_empty() {
        return None;
    }
    let occasion = Occasion { starters: starters.count(class), ..occasion(season, session, class, "") };
    Classified::of(&rules.classified, &occasion)
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
