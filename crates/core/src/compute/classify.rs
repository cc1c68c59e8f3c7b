//! From rows, rules and decisions to classifications: order, class order, gaps, who is classified.
//!
//! A declared order stands. A rule or decision that changes what a car is classified by re-places that car alone: it falls
//! behind the cars that then beat it (`order`). Cars that none names never change order among themselves.

mod order;

use crate::decisions::{Decision, PlacesIn};
use crate::exact::{Millis, Share};
use crate::numbers::{Laps, Position};
use crate::outcome::{Because, By, Classification, ClassificationRow, Effect, Gap, Input, Step};
use crate::rulebook::Rulebook;
use crate::rules::amendment::{InSession, Run};
use crate::rules::class_map::ClassMap;
use crate::rules::classified::{Classified, Finisher, Verdict, Yardstick};
use crate::rules::kind::Clause;
use crate::rules::ranking::{OrderBy, Ranking};
use crate::rules::scope::{Occasion, same_class};
use crate::season::{Class, ResultRow, Season, Session, Status};
use crate::table::Ix;
use order::Line;
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// The classification of every session that has results.
pub fn classify_all(season: &Season, rules: &Rulebook) -> Vec<Classification> {
    let mut all: Vec<Classification> = Vec::with_capacity(season.sessions.len());
    classify_from(season, rules, Ix::new(0), &mut all);
    all
}

/// Adds those of the sessions from one on to the classifications of all before it.
pub fn classify_from(
    season: &Season,
    rules: &Rulebook,
    first: Ix<Session>,
    before: &mut Vec<Classification>,
) {
    let mut amending = Amending::of(season);
    for (session, _) in season.sessions.iter().skip(first.index()) {
        let classification = classify_after(season, rules, session, before, &amending.take(session));
        if !classification.rows.is_empty() {
            before.push(classification);
        }
    }
}

/// The decisions about classifications, by session.
struct Amending(BTreeMap<Ix<Session>, Vec<Ix<Decision>>>);

impl Amending {
    fn of(season: &Season) -> Amending {
        let mut by_session: BTreeMap<Ix<Session>, Vec<Ix<Decision>>> = BTreeMap::new();
        for (ix, decision) in season.decisions.iter() {
            if let Some(amends) = decision.ruling.amends() {
                by_session.entry(amends.cars().session).or_default().push(ix);
            }
        }
        Amending(by_session)
    }

    fn take(&mut self, session: Ix<Session>) -> Vec<Ix<Decision>> {
        self.0.remove(&session).unwrap_or_default()
    }
}

/// The classification of one session.
pub fn classify(season: &Season, rules: &Rulebook, session: Ix<Session>) -> Classification {
    let mut amending = Amending::of(season);
    let mut before = Vec::new();
    // Only an order by points looks at other sessions.
    if rules.rankings.iter().any(|own| own.rule.by == OrderBy::Points) {
        let round = season.sessions[session].round;
        for earlier in season.sessions_of(round).take_while(|&own| own < session) {
            let classification = classify_after(season, rules, earlier, &before, &amending.take(earlier));
            before.push(classification);
        }
    }
    classify_after(season, rules, session, &before, &amending.take(session))
}

/// The classification of a session. `before` are those of the sessions before it, `decisions` those about its cars.
fn classify_after(
    season: &Season,
    rules: &Rulebook,
    session: Ix<Session>,
    before: &[Classification],
    decisions: &[Ix<Decision>],
) -> Classification {
    let whole = occasion(season, session, None, "");
    let ranking = Ranking::of(&rules.rankings, &whole);
    let by = ranking.map_or_else(|| OrderBy::usual(&season.sessions[session]), |own| own.rule.by);
    let cars = season.results_of(session).map(|(ix, row)| Car::of(season, rules, ix, row)).collect();
    let mut line = Line::new(cars, by);
    let starters = Starters::of(rules, line.cars.iter().map(|car| (car.class, car.row.status)));
    amend(season, rules, session, &starters, &mut line);
    let timed = season.sessions[session].timed;
    let placeless = line.cars.iter().filter(|car| car.placed()).all(|car| car.row.position.is_none());
    let ranked = match by {
        OrderBy::Declared => false,
        OrderBy::Laps => timed && placeless,
        OrderBy::BestLap(_) | OrderBy::Points => placeless,
    };
    if ranked {
        let points = ranking.filter(|own| own.rule.by == OrderBy::Points);
        match points {
            Some(rule) => line.rank_by_points(season, &rule.rule, session, before),
            None => line.rank(),
        }
    }
    if let Some(ranking) = ranking {
        let step = |guessed| Step::new(By::Article(ranking.article), None, Effect::Ranked { guessed });
        line.cars.iter_mut().for_each(|car| car.because.steps.push(step(false)));
    }
    decide(season, decisions, &mut line);
    let starters = Starters::of(rules, line.cars.iter().map(|car| (car.class, car.run.status)));
    let loses_place = |car: &Car<'_>| {
        let rule = classified_rule(season, rules, session, car.class, &starters);
        car.row.status == Status::Dsq || rule.is_some_and(|own| own.rule.is_out(car.run.status))
    };
    let renumber = ranked
        || line.is_changed()
        || line.cars.iter().any(|car| car.row.position.is_some() && loses_place(car));
    Classification { session, rows: rows(season, rules, session, line, ranked, renumber) }
}

/// The rows of an order that is settled.
fn rows(
    season: &Season,
    rules: &Rulebook,
    session: Ix<Session>,
    line: Line<'_>,
    ranked: bool,
    renumber: bool,
) -> Vec<ClassificationRow> {
    let ran = |car: &Car<'_>| (car.run.laps, car.run.time);
    let lap_metres = season.sessions[session].measure("lap_metres").and_then(|own| u32::try_from(own).ok());
    let starters = Starters::of(rules, line.cars.iter().map(|car| (car.class, car.run.status)));
    // Retired cars have no place where the rule says that they are out; those behind them move up.
    let out = |car: &Car<'_>| {
        classified_rule(season, rules, session, car.class, &starters)
            .is_some_and(|own| own.rule.is_out(car.run.status))
    };
    let mut left_out: SmallVec<[Ix<ResultRow>; 4]> = SmallVec::new();
    let overall_winner = line.cars.iter().find(|car| car.placed()).map(ran).unwrap_or_default();
    let mut classes: BTreeMap<Option<Ix<Class>>, Leader> = BTreeMap::new();
    let mut overall = Leader::default();
    let guessed = line.guesses(ranked);
    let level: Vec<bool> = (0..line.cars.len()).map(|index| line.is_level(index)).collect();
    let mut rows = Vec::with_capacity(line.cars.len());
    let mut without_position = Vec::new();
    let by = line.by;
    let mut class_before = None;
    for ((mut car, guessed), level) in line.cars.into_iter().zip(guessed).zip(level) {
        let in_class = classes.entry(car.class).or_default();
        let placed = car.placed();
        let class_winner = in_class.winner.or(placed.then(|| ran(&car))).unwrap_or_default();
        let rule = classified_rule(season, rules, session, car.class, &starters);
        let yardstick = Yardstick { class_winner, overall_winner, lap_metres };
        let Verdict { mut classified, distance, late } = classified(rule, &car, yardstick);
        // Who set no time in a session that is ordered by times has no place in it.
        let declared_place = !ranked && car.row.position.is_some();
        let no_time = by.is_best_lap() && (car.run.set_no_time || !declared_place && car.run.best.is_none());
        classified &= !no_time;
        // Sheets give those that are not classified a position or none: as declared, unless a rule puts all of them out.
        let as_declared = car.row.position.is_some() && car.run.status == car.row.status;
        let positioned = placed && (classified || as_declared && !no_time && !out(&car));
        let declared = car.row.position.filter(|_| !renumber);
        let position = positioned.then(|| overall.take_place(declared, level));
        let class_position =
            positioned.then(|| in_class.take_place(None, level && class_before == Some(car.class)));
        class_before = Some(car.class);
        if placed && car.row.position.is_some() && out(&car) {
            left_out.push(car.result);
        } else if let (Some(to), Some(&last)) = (position, left_out.last())
            && let Some(rule) = classified_rule(season, rules, session, season.results[last].class, &starters)
        {
            let from = to.behind(u32::try_from(left_out.len()).unwrap_or(0));
            let mut step = Step::new(By::Article(rule.article), None, Effect::MovedUp { from, to });
            step.inputs.extend(left_out.iter().take(order::MOST_NAMED).map(|&own| Input::Result(own)));
            car.because.steps.push(step);
        }
        if let Some(rule) = rule.filter(|_| placed) {
            let effect = Effect::Judged { classified, distance, late };
            car.because.push(By::Article(rule.article), None, effect);
        }
        if guessed && positioned {
            car.because.push(By::Fact, None, Effect::Ranked { guessed: true });
        }
        let here = match by {
            OrderBy::BestLap(_) => (None, car.run.best),
            _ => (car.run.laps, car.run.time),
        };
        let shown = |leader: Option<Ran>| leader.filter(|_| positioned).and_then(|leader| gap(leader, here));
        let leads = placed && !out(&car);
        let into = if positioned { &mut rows } else { &mut without_position };
        into.push(ClassificationRow {
            result: car.result,
            position,
            class: car.class,
            class_position,
            status: car.run.status,
            classified,
            laps: car.run.laps,
            time: car.run.time,
            best: car.run.best,
            gap: shown(overall.first),
            interval: shown(overall.last),
            class_gap: shown(in_class.first),
            class_interval: shown(in_class.last),
            distance,
            guessed: guessed && positioned,
            because: car.because,
        });
        if placed {
            in_class.winner.get_or_insert((car.run.laps, car.run.time));
        }
        if leads {
            overall.pass(here);
            in_class.pass(here);
        }
    }
    // Cars without a position keep their order behind those that have one.
    rows.append(&mut without_position);
    rows
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

/// A car on its way into the classification.
struct Car<'s> {
    result: Ix<ResultRow>,
    row: &'s ResultRow,
    class: Option<Ix<Class>>,
    run: Run,
    because: Because,
}

impl<'s> Car<'s> {
    fn of(season: &'s Season, rules: &'s Rulebook, result: Ix<ResultRow>, row: &'s ResultRow) -> Car<'s> {
        let effect = if season.sessions[row.session].timed { Effect::Timed } else { Effect::Declared };
        let mut because = Because::new(By::Fact, Input::Result(result), effect);
        let map: Option<&Clause<ClassMap>> = if rules.class_maps.is_empty() {
            None
        } else {
            ClassMap::of(&rules.class_maps, &occasion(season, row.session, row.class, ""))
        };
        let mut class = row.class;
        let to = |map: &Clause<ClassMap>| {
            let mut classes = season.classes.iter();
            classes.find(|(_, own)| same_class(&own.id, &map.rule.to.value)).map(|(ix, _)| ix)
        };
        if let Some((map, to)) = map.and_then(|map| Some((map, to(map)?))) {
            because.push(By::Article(map.article), None, Effect::Mapped { from: class, to });
            class = Some(to);
        }
        Car { result, row, class, run: Run::of(row), because }
    }

    /// Whether the car has a place in the order: it started and keeps its result.
    fn placed(&self) -> bool {
        self.run.status.started() && self.run.status != Status::Dsq
    }
}

/// Laps and time of a car.
type Ran = (Option<Laps>, Option<Millis>);

/// Laps and time of the first and the last car passed so far, and the places taken.
#[derive(Default)]
struct Leader {
    /// Cars that hold a place, and the place of the last of them.
    count: usize,
    place: Option<Position>,
    /// Laps and time of the first.
    winner: Option<Ran>,
    first: Option<Ran>,
    last: Option<Ran>,
}

impl Leader {
    fn pass(&mut self, here: Ran) {
        self.first.get_or_insert(here);
        self.last = Some(here);
    }

    /// The place of the next car: the declared one, the one of the car before it where the two are level, else the next
    /// that is free.
    fn take_place(&mut self, declared: Option<Position>, level: bool) -> Position {
        let free =
            Position::of_index(self.count).max(self.place.map_or(Position::FIRST, |own| own.behind(1)));
        self.count += 1;
        let place = declared.or(self.place.filter(|_| level)).unwrap_or(free);
        *self.place.insert(place)
    }
}

/// Rules that change what cars are classified by.
fn amend(season: &Season, rules: &Rulebook, session: Ix<Session>, starters: &Starters, line: &mut Line<'_>) {
    if rules.amendments.is_empty() {
        return;
    }
    let in_session = InSession { season, session };
    let mut amended: Vec<(usize, By)> = Vec::new();
    for (index, car) in line.cars.iter_mut().enumerate() {
        let starters = starters.count(car.class);
        let occasion = Occasion { starters, ..occasion(season, session, car.class, "") };
        for rule in rules.amendments.iter().filter(|rule| rule.scope.covers(&occasion)) {
            let Some((run, effect)) = rule.rule.amend(car.row, &in_session, &car.run) else { continue };
            let by = By::Article(rule.article);
            if run != car.run {
                car.run = run;
                car.because.push(by, None, effect);
            }
            // Also of a car that the rule leaves as it was: others may come to stand before it.
            if amended.last().is_some_and(|own| own.0 == index) {
                amended.pop();
            }
            amended.push((index, by));
        }
    }
    line.replace(&amended);
}

/// Decisions about the cars of a session, in the order of their ids; the order of the cars follows once all have spoken.
fn decide(season: &Season, decisions: &[Ix<Decision>], line: &mut Line<'_>) {
    if decisions.is_empty() {
        return;
    }
    let at: BTreeMap<Ix<ResultRow>, usize> =
        line.cars.iter().enumerate().map(|(index, car)| (car.result, index)).collect();
    let mut touched: BTreeMap<usize, By> = BTreeMap::new();
    let mut dropping: Vec<(Ix<ResultRow>, u32, PlacesIn)> = Vec::new();
    for &ix in decisions {
        let decision = &season.decisions[ix];
        let Some(amends) = decision.ruling.amends() else { continue };
        for (result, &index) in amends.cars().rows.iter().filter_map(|row| Some((*row, at.get(row)?))) {
            let car = &mut line.cars[index];
            let by = By::Decision(ix);
            if let Some(lift) = decision.lifted_by {
                car.because.push(by, None, Effect::LiftedBy(lift));
                continue;
            }
            let effect = amends.amend(&mut car.run);
            car.because.push(by, None, effect.unwrap_or(Effect::NothingToAct));
            match amends.drops() {
                Some((places, places_in)) => dropping.push((result, places, places_in)),
                None if effect.is_some() => {
                    touched.insert(index, by);
                }
                None => {}
            }
        }
    }
    let touched: Vec<(usize, By)> = touched.into_iter().collect();
    line.replace(&touched);
    for (result, places, places_in) in dropping {
        line.drop_places(result, places, places_in);
    }
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

fn gap(ahead: Ran, here: Ran) -> Option<Gap> {
    match (ahead.0, here.0) {
        (Some(more), Some(laps)) if more > laps => Some(Gap::Laps(more.saturating_sub(laps))),
        (Some(more), Some(laps)) if more < laps => None,
        _ => match (ahead.1, here.1) {
            // Declared ahead with a longer time: how far is not known.
            (Some(first), Some(time)) if time >= first => Some(Gap::Time(Millis(time.0 - first.0))),
            _ => None,
        },
    }
}
