//! The order of a session's cars, and how it changes: only cars that a rule or decision touches move.

use super::Car;
use crate::decisions::PlacesIn;
use crate::exact::Points;
use crate::numbers::Position;
use crate::outcome::{By, Classification, Effect, Input, Step};
use crate::rules::amendment::Run;
use crate::rules::ranking::{BestLapTies, OrderBy, Ranking, second_best};
use crate::season::{Class, KnownBy, ResultRow, Season, Session};
use crate::table::Ix;
use smallvec::SmallVec;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

/// A car's points so far and its place in the last of the sessions; who has none there is behind those who do.
type Sum = (Points, (bool, Option<Position>));

/// Cars by what they are known by and class, with their sums.
type Scored<'s> = BTreeMap<(KnownBy<'s>, Option<Ix<Class>>), Sum>;

/// Cars in order, the placed ones first as the facts have them.
pub(super) struct Line<'s> {
    pub cars: Vec<Car<'s>>,
    pub by: OrderBy,
    /// Whether the cars were put in order here and not by the facts.
    ranked: bool,
    changed: bool,
    /// Cars that were moved out of the order in which the facts had them.
    moved: BTreeMap<Ix<ResultRow>, ()>,
    /// Points by which the session is ordered, where it is, with the place that tells equals apart.
    points: BTreeMap<Ix<ResultRow>, Sum>,
}

impl<'s> Line<'s> {
    pub(super) fn new(cars: Vec<Car<'s>>, by: OrderBy) -> Line<'s> {
        Line { cars, by, ranked: false, changed: false, moved: BTreeMap::new(), points: BTreeMap::new() }
    }

    /// Whether the order is another than that of the facts.
    pub(super) fn is_changed(&self) -> bool {
        self.changed
    }

    /// Puts all cars in order by what the session is ordered by; cars of which it is not known go behind those of which it
    /// is, in the order of the facts.
    pub(super) fn rank(&mut self) {
        self.ranked = true;
        match self.by {
            OrderBy::Laps => self.cars.sort_by_key(|car| {
                let run = &car.run;
                (!car.placed(), Reverse(run.laps), run.time.is_none(), run.time, run.finer.time)
            }),
            OrderBy::BestLap(ties) => self.cars.sort_by_key(|car| {
                let (run, finer) = (&car.run, &car.run.finer);
                let best = (run.best.is_none(), run.best, finer.best);
                let second = (ties == BestLapTies::SecondBest).then(|| second_best(run));
                (!car.placed(), best, second, finer.best_at.is_none(), finer.best_at)
            }),
            OrderBy::Points | OrderBy::Declared => {}
        }
    }

    /// By points for the places in other sessions of the round; of equals, the better place in the last of them.
    pub(super) fn rank_by_points(
        &mut self,
        season: &Season,
        rule: &Ranking,
        session: Ix<Session>,
        before: &[Classification],
    ) {
        self.ranked = true;
        let round = season.sessions[session].round;
        let heats = before.iter().filter(|own| {
            let heat = &season.sessions[own.session];
            heat.round == round && rule.of.iter().any(|at| at.value == heat.id)
        });
        let mut known = Scored::new();
        for row in heats.flat_map(|heat| &heat.rows) {
            let own = &season.results[row.result];
            let sum = known.entry((own.known_by(), own.class)).or_insert((Points::ZERO, (true, None)));
            if let Some(place) = row.position {
                *sum = (sum.0 + rule.points(place), (false, Some(place)));
            } else {
                sum.1 = (true, None);
            }
        }
        let of = |car: &Car<'_>| known.get(&(car.row.known_by(), car.row.class)).copied();
        self.cars.sort_by(|a, b| {
            let (own, other) = (of(a), of(b));
            let points = |sum: Option<Sum>| sum.map(|own| if rule.fewest_win { own.0 } else { -own.0 });
            (!a.placed(), own.is_none(), points(own), own.map(|own| own.1)).cmp(&(
                !b.placed(),
                other.is_none(),
                points(other),
                other.map(|own| own.1),
            ))
        });
        let sums = self.cars.iter().filter_map(|car| Some((car.result, of(car)?)));
        self.points = sums.collect();
    }

    /// Re-places the cars of these indices, each with what changed it: it falls behind the last car that beats it before
    /// the first that it beats. Nobody else changes order. From the last car to the first, so that each meets the others as
    /// they will be.
    pub(super) fn replace(&mut self, touched: &[(usize, By)]) {
        let among: BTreeSet<Ix<ResultRow>> =
            touched.iter().map(|&(index, _)| self.cars[index].result).collect();
        for &(from, by) in touched.iter().rev() {
            // What parts two cars of a dead heat moves neither.
            self.changed |= self.shares_declared_place(from);
            let to = if self.cars[from].placed() {
                self.behind_those_that_beat(from)
            } else {
                self.last_placed(from)
            };
            self.shift(from, to, by);
        }
        // Where several fell and are level again, each is told the place that it has in the end.
        for index in 0..self.cars.len() {
            if !among.contains(&self.cars[index].result) {
                continue;
            }
            let place = self.place(index);
            let last = self.cars[index].because.steps.last_mut().map(|step| &mut step.effect);
            if let Some(Effect::Moved { to, .. } | Effect::MovedUp { to, .. }) = last {
                *to = place;
            }
        }
    }

    fn behind_those_that_beat(&self, from: usize) -> usize {
        let mut to = from;
        for index in from + 1..self.cars.len() {
            if !self.cars[index].placed() {
                break;
            }
            match self.by.compare(&self.cars[index].run, &self.cars[from].run) {
                Some(Ordering::Less) => to = index,
                Some(_) => break,
                None => {}
            }
        }
        to
    }

    fn last_placed(&self, from: usize) -> usize {
        (from + 1..self.cars.len()).rev().find(|&index| self.cars[index].placed()).unwrap_or(from)
    }

    /// A car drops behind so many others.
    pub(super) fn drop_places(&mut self, result: Ix<ResultRow>, places: u32, places_in: PlacesIn) {
        let Some(from) = self.cars.iter().position(|car| car.result == result) else { return };
        if !self.cars[from].placed() {
            return;
        }
        let class = self.cars[from].class;
        let counts = |index: &usize| {
            let car = &self.cars[*index];
            car.placed() && (places_in == PlacesIn::Overall || car.class == class)
        };
        let mut to = (from + 1..self.cars.len()).filter(counts).take(places as usize).last().unwrap_or(from);
        // It does not part cars that share a place.
        while to > from && to + 1 < self.cars.len() && self.declared_level(to, to + 1) {
            to += 1;
        }
        let by = self.cars[from].because.steps.last().map_or(By::Fact, |step| step.by);
        // Where nobody is behind, it still falls behind those with whom it shared its place, of its class where that counts.
        let place = self.cars[from].row.position;
        let shares = |&index: &usize| index != from && self.cars[index].row.position == place;
        if place.is_some() && (0..self.cars.len()).filter(shares).any(|index| counts(&index)) {
            self.changed = true;
            self.moved.insert(result, ());
        }
        self.shift(from, to, by);
    }

    /// Moves a car down; those that it passes move up by one.
    fn shift(&mut self, from: usize, to: usize, by: By) {
        if from == to {
            return;
        }
        self.changed = true;
        let result = self.cars[from].result;
        let before: Vec<Position> = (from..=to).map(|index| self.place_before(index)).collect();
        let falls = self.cars[from].placed();
        self.moved.insert(result, ());
        self.cars[from..=to].rotate_left(1);
        for index in from..to {
            let place = self.place(index);
            let passed = &mut self.cars[index];
            if passed.placed() {
                moved_up(&mut passed.because.steps, by, result, before[index + 1 - from], place);
            }
        }
        if falls {
            let place = self.place(to);
            self.cars[to].because.push(by, None, Effect::Moved { from: before[0], to: place });
        }
    }

    /// Whether a car beside it was declared in its place.
    fn shares_declared_place(&self, index: usize) -> bool {
        let place = |index: usize| self.cars.get(index).and_then(|car| car.row.position);
        place(index).is_some()
            && (place(index + 1) == place(index)
                || index.checked_sub(1).is_some_and(|before| place(before) == place(index)))
    }

    /// Whether a car is level with the one before it: declared in one place, or alike in all that the order looks at.
    pub(super) fn is_level(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1).map(|before| &self.cars[before]) else { return false };
        let car = &self.cars[index];
        if !car.placed() || !before.placed() {
            return false;
        }
        if self.ranked {
            let points = |car: &Car<'_>| self.points.get(&car.result);
            return match self.by {
                OrderBy::Points => points(car).is_some() && points(car) == points(before),
                by => by.knows(&car.run) && by.compare(&before.run, &car.run) == Some(Ordering::Equal),
            };
        }
        self.declared_level(index - 1, index)
    }

    /// Whether two cars were declared in one place and nothing parted them: no move, or what was added to both alike.
    fn declared_level(&self, before: usize, index: usize) -> bool {
        let (before, car) = (&self.cars[before], &self.cars[index]);
        let moved = |car: &Car<'_>| self.moved.contains_key(&car.result);
        let as_declared = |car: &Car<'_>| !moved(car) && car.run == Run::of(car.row);
        car.placed()
            && before.placed()
            && car.row.position.is_some()
            && car.row.position == before.row.position
            && moved(before) == moved(car)
            && (as_declared(before) && as_declared(car)
                || self.by.compare(&before.run, &car.run) == Some(Ordering::Equal))
    }

    /// The place that a car had: what was added to it does not part it from whom it shared the place with until it moves.
    fn place_before(&self, index: usize) -> Position {
        let shares = |own: usize| {
            let (before, car) = (&self.cars[own - 1], &self.cars[own]);
            let moved = |car: &Car<'_>| self.moved.contains_key(&car.result);
            car.row.position.is_some()
                && before.row.position == car.row.position
                && !moved(before)
                && !moved(car)
        };
        let first = (1..=index).rev().find(|&own| !shares(own) && !self.is_level(own)).unwrap_or(0);
        Position::of_index(first)
    }

    /// The place of a car as the order stands: that of the first of those that share it.
    fn place(&self, index: usize) -> Position {
        let first = (1..=index).rev().find(|&own| !self.is_level(own)).unwrap_or(0);
        Position::of_index(first)
    }

    /// Of each car, whether nothing tells that it stands where it does.
    pub(super) fn guesses(&self, ranked: bool) -> Vec<bool> {
        let mut guesses: Vec<bool> =
            (0..self.cars.len()).map(|index| self.is_guessed(index, ranked)).collect();
        if ranked && self.by == OrderBy::Laps {
            // Of cars with as many laps any may be before any other where one has no time.
            let mut from = 0;
            for level in self.cars.chunk_by(|a, b| a.placed() == b.placed() && a.run.laps == b.run.laps) {
                let open =
                    level.len() > 1 && level[0].placed() && level.iter().any(|car| car.run.time.is_none());
                guesses[from..from + level.len()].iter_mut().for_each(|guess| *guess |= open);
                from += level.len();
            }
        }
        guesses
    }

    fn is_guessed(&self, index: usize, ranked: bool) -> bool {
        let car = &self.cars[index];
        if car.row.position.is_some() || !car.placed() || self.by == OrderBy::Declared {
            return false;
        }
        if self.by == OrderBy::Points && ranked {
            return !self.points.contains_key(&car.result);
        }
        let beside = [index.checked_sub(1), Some(index + 1)];
        let mut beside = beside.into_iter().flatten().filter_map(|index| self.cars.get(index));
        // Where best laps order the cars, those without one have no place.
        let has_place =
            |other: &Car<'_>| other.placed() && (!self.by.is_best_lap() || other.run.best.is_some());
        beside.any(|other| {
            has_place(other)
                && other.row.position.is_none()
                && self.by.compare(&car.run, &other.run).is_none()
        })
    }
}

/// Most cars that one step names as those that let a car move up.
pub(super) const MOST_NAMED: usize = 4;

/// One step for all that let a car move up by the same decision.
fn moved_up(steps: &mut SmallVec<[Step; 1]>, by: By, result: Ix<ResultRow>, from: Position, to: Position) {
    if let Some(step) = steps.last_mut()
        && let Effect::MovedUp { to: last, .. } = &mut step.effect
        && *last == from
        && (step.by == by || step.inputs.len() < MOST_NAMED)
    {
        *last = to;
        if step.inputs.len() < MOST_NAMED {
            step.inputs.push(Input::Result(result));
        }
        return;
    }
    steps.push(Step::new(by, Input::Result(result), Effect::MovedUp { from, to }));
}
