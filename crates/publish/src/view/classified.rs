//! How sessions are classified before and after something, where that differs.

use parcferme_core::exact::Millis;
use parcferme_core::numbers::{Laps, Position};
use parcferme_core::outcome::{Classification, ClassificationRow};
use parcferme_core::season::{Kind, Session, Status};
use parcferme_core::{Ix, Outcome, Season};
use std::collections::{BTreeMap, VecDeque};

/// A session that is classified otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classified {
    /// None of a round without a number.
    pub round: Option<u32>,
    pub event: String,
    pub session: String,
    /// Those that differ, in the order of the classification after; those that are in it no more at the end.
    pub rows: Vec<Row>,
}

/// A car before and after; none where it is not in the classification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub number: String,
    pub class: Option<String>,
    pub team: String,
    pub before: Option<Stood>,
    pub after: Option<Stood>,
}

/// How a car is classified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stood {
    /// None for cars outside the order.
    pub position: Option<Position>,
    pub laps: Option<Laps>,
    pub elapsed: Option<Millis>,
    pub best_lap: Option<Millis>,
    pub status: Status,
}

/// A season with what was computed of it.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub season: &'a Season,
    pub outcome: &'a Outcome,
}

impl<'a> Side<'a> {
    /// The event and the id of a session, which outlive a change of the season.
    fn key(self, session: Ix<Session>) -> (&'a str, &'a str) {
        let own = &self.season.sessions[session];
        (self.season.rounds[own.round].event.as_str(), own.id.as_str())
    }

    fn find(self, key: (&str, &str)) -> Option<&'a Classification> {
        self.outcome.classifications.iter().find(|own| self.key(own.session) == key)
    }

    fn car(self, row: &ClassificationRow) -> Row {
        let result = &self.season.results[row.result];
        let team = result.stands_for(Kind::Team).map(|own| self.season.competitors[own].name.clone());
        Row {
            number: result.number.to_string(),
            class: row.class.map(|own| self.season.classes[own].id.clone()),
            team: team.unwrap_or_else(|| result.printed_team.clone()),
            before: None,
            after: None,
        }
    }
}

impl Stood {
    fn of(row: &ClassificationRow) -> Stood {
        Stood {
            position: row.position,
            laps: row.laps,
            elapsed: row.time,
            best_lap: row.best,
            status: row.status,
        }
    }
}

/// The sessions that are classified otherwise after than before, in the order of the calendar after.
pub fn classified(before: Side<'_>, after: Side<'_>) -> Vec<Classified> {
    let gone =
        before.outcome.classifications.iter().filter(|own| after.find(before.key(own.session)).is_none());
    let stay =
        after.outcome.classifications.iter().map(|own| (before.find(after.key(own.session)), Some(own)));
    let pairs = stay.chain(gone.map(|own| (Some(own), None)));
    let sessions = pairs.filter_map(|(was, is)| {
        let rows = rows((before, was), (after, is));
        let (side, own) = is.map(|own| (after, own)).or(was.map(|own| (before, own)))?;
        let (event, session) = side.key(own.session);
        let round = &side.season.rounds[side.season.sessions[own.session].round];
        (!rows.is_empty()).then(|| Classified {
            round: round.number.map(u32::from),
            event: event.to_owned(),
            session: session.to_owned(),
            rows,
        })
    });
    sessions.collect()
}

type Of<'a> = (Side<'a>, Option<&'a Classification>);

fn rows((before, was): Of<'_>, (after, is): Of<'_>) -> Vec<Row> {
    let all = |side: Side<'_>, own: Option<&Classification>| -> Vec<(Row, Stood)> {
        own.into_iter().flat_map(|own| &own.rows).map(|row| (side.car(row), Stood::of(row))).collect()
    };
    let key = |own: &Row| (own.number.clone(), own.class.clone(), own.team.clone());
    let mut was: Vec<Option<(Row, Stood)>> = all(before, was).into_iter().map(Some).collect();
    // A sheet should have a car once; of several rows each is paired once, in their order.
    let mut of_car: BTreeMap<_, VecDeque<usize>> = BTreeMap::new();
    for (at, (car, _)) in was.iter().flatten().enumerate() {
        of_car.entry(key(car)).or_default().push_back(at);
    }
    let mut rows: Vec<Row> = all(after, is)
        .into_iter()
        .map(|(car, stands)| {
            let stood =
                of_car.get_mut(&key(&car)).and_then(VecDeque::pop_front).and_then(|at| was[at].take());
            Row { before: stood.map(|own| own.1), after: Some(stands), ..car }
        })
        .collect();
    rows.extend(was.into_iter().flatten().map(|(car, stood)| Row { before: Some(stood), ..car }));
    rows.retain(|own| own.before != own.after);
    rows
}
