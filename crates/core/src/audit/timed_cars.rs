//! The cars of a session whose results are declared and whose laps are known: both rows of each.

use crate::audit::facts::Facts;
use crate::compute::classify::classify;
use crate::numbers::Position;
use crate::season::{Kind, ObservedRow, ResultRow, Season, Session};
use crate::table::{Ix, Table};
use crate::timing::SessionKind;
use crate::timing::official::{OfficialRow, TimedPlace, matched};
use crate::timing::one_session::all_placed;
use std::collections::BTreeMap;

pub(super) struct TimedCars<'a> {
    pub session: Ix<Session>,
    pub kind: SessionKind,
    pub declared: Vec<(Ix<ResultRow>, &'a ResultRow)>,
    pub observed: Vec<&'a ObservedRow>,
    /// The observed row of each declared one.
    pub matched: Vec<Option<usize>>,
    /// Places by the laps, in the numbers that the declared cars have.
    positions: Vec<Option<Position>>,
}

impl<'a> TimedCars<'a> {
    pub(super) fn of_season(facts: &Facts<'a>) -> Vec<TimedCars<'a>> {
        let season = facts.season;
        if season.observed.is_empty() {
            return Vec::new();
        }
        let shadow = as_timed(facts);
        let mut all = Vec::new();
        let mut from = 0;
        for observed in season.observed.chunk_by(|a, b| a.row.session == b.row.session) {
            let session = observed[0].row.session;
            let order = classify(&shadow, &all_placed(), session);
            let placed: Vec<(usize, Option<Position>)> =
                order.rows.iter().map(|row| (row.result.index() - from, row.position)).collect();
            from += observed.len();
            let by_best = shadow.sessions[session].by_best_lap;
            let mut own = TimedCars {
                session,
                kind: if by_best { SessionKind::BestLap } else { SessionKind::Race },
                declared: season.results_of(session).collect(),
                observed: observed.iter().collect(),
                matched: Vec::new(),
                positions: vec![None; observed.len()],
            };
            own.matched = own.pair(facts);
            own.place(&placed);
            all.push(own);
        }
        all
    }

    fn pair(&self, facts: &Facts<'_>) -> Vec<Option<usize>> {
        let (class, team) =
            (|row: &'_ ResultRow| facts.class_id(row), |row: &'_ ResultRow| facts.team_id(row));
        let timed: Vec<TimedPlace<'_>> = self.places(facts);
        let published = self.declared.iter().map(|(_, row)| OfficialRow {
            number: row.number.clone(),
            class: class(row).to_owned(),
            team: team(row).to_owned(),
            ..OfficialRow::default()
        });
        matched(&timed, &published.collect::<Vec<_>>())
    }

    /// The place of each car that is declared in one: the first by its laps has the first of the declared places, and so on,
    /// so that a car which only one side has moves nobody.
    fn place(&mut self, order: &[(usize, Option<Position>)]) {
        let mut declared: Vec<Position> = Vec::new();
        let mut of_car: BTreeMap<usize, Position> = BTreeMap::new();
        for ((_, row), at) in self.declared.iter().zip(&self.matched) {
            if let (Some(position), Some(at)) = (row.position, at) {
                declared.push(position);
                of_car.insert(*at, position);
            }
        }
        declared.sort_unstable();
        let mut before: Option<(Option<Position>, Position)> = None;
        let among = order.iter().filter(|(at, _)| of_car.contains_key(at));
        for (&(at, place), &position) in among.zip(&declared) {
            let level = before.filter(|own| place.is_some() && own.0 == place);
            let position = level.map_or(position, |own| own.1);
            self.positions[at] = place.map(|_| position);
            before = Some((place, position));
        }
        // A car without a declared place has its own by the laps.
        for &(at, place) in order.iter().filter(|(at, _)| !of_car.contains_key(at)) {
            let is_declared = self.matched.contains(&Some(at));
            self.positions[at] = place.filter(|_| !is_declared);
        }
    }

    pub(super) fn position(&self, at: usize) -> Option<Position> {
        self.positions[at]
    }

    pub(super) fn places<'t>(&'t self, facts: &'t Facts<'_>) -> Vec<TimedPlace<'t>> {
        let place = |(own, &position): (&&'a ObservedRow, &Option<Position>)| TimedPlace {
            number: &own.row.number,
            class: facts.class_id(&own.row),
            team: facts.team_id(&own.row),
            position,
            laps: own.row.laps.unwrap_or_default(),
            elapsed: own.row.time,
            best: own.row.best_lap.map(|time| (own.best_lap_number, time)),
        };
        self.observed.iter().zip(&self.positions).map(place).collect()
    }
}

/// The season of the observed rows alone: what the laps make of the sessions.
fn as_timed(facts: &Facts<'_>) -> Season {
    let season = facts.season;
    let mut results = Table::default();
    for own in &season.observed {
        results.push(own.row.clone());
    }
    let mut sessions = season.sessions.clone();
    for (session, _) in season.sessions.iter() {
        let by_best_lap = facts.order_of(session).is_best_lap();
        let own = &mut sessions.rows_mut()[session.index()];
        (own.timed, own.by_best_lap) = (true, by_best_lap);
    }
    Season {
        classes: season.classes.clone(),
        rounds: season.rounds.clone(),
        sessions,
        results,
        ..Season::default()
    }
}

impl Facts<'_> {
    fn class_id(&self, row: &ResultRow) -> &str {
        row.class.map_or("", |class| self.season.classes[class].id.as_str())
    }

    fn team_id(&self, row: &ResultRow) -> &str {
        row.stands_for(Kind::Team).map_or("", |team| self.season.competitors[team].id.as_str())
    }
}

/// `3rd`, or what the row says where it has no place.
pub(super) fn place_in_words(row: &ResultRow, position: Option<Position>) -> String {
    position.map_or_else(|| row.status.word().to_owned(), crate::number_words::ordinal)
}
