//! What a round gave: the points of each car, and how the standings stood after it, with who moved.

use crate::view::View;
use parcferme_core::numbers::Position;
use parcferme_core::outcome::{Award, AwardKind, Basis, StandingsTable};
use parcferme_core::season::{Competitor, Kind, ResultRow, Round, Session};
use parcferme_core::{Ix, Points};
use std::collections::BTreeMap;

/// Rows of a table that a round's page shows, besides those who scored in it.
const MOST_ROWS: usize = 10;

/// Points that a car brought, and the first row of a table that has them.
pub struct Brought<'a> {
    pub points: Points,
    pub table: &'a StandingsTable,
    pub competitor: Ix<Competitor>,
}

/// A car with the place that counted.
type Counted = (Ix<ResultRow>, Option<Position>);

/// What each car of a session brought in the tables that the season is best known by: of its class, and of those of one
/// class the first. Empty for a session that gives none.
pub fn brought<'a>(view: &View<'a>, session: Ix<Session>) -> BTreeMap<Ix<ResultRow>, Brought<'a>> {
    let round = view.season.sessions[session].round;
    let first = view.main_tables().next().map(|(_, table)| table.title);
    let mut sums: BTreeMap<Ix<ResultRow>, Brought> = BTreeMap::new();
    for (_, table) in view.main_tables().filter(|(_, table)| Some(table.title) == first) {
        let kind = view.rules.titles[table.title].competitor;
        let mut cars: BTreeMap<Ix<Competitor>, Vec<Counted>> = BTreeMap::new();
        for count in table.counts.iter().filter(|count| count.session == session) {
            for car in &count.cars {
                let row = &view.season.results[car.result];
                let own: Vec<Ix<Competitor>> = match kind {
                    Kind::Driver => row.crew.iter().map(|seat| seat.driver).take(1).collect(),
                    kind => row.stands_for(kind).into_iter().collect(),
                };
                for competitor in own {
                    cars.entry(competitor).or_default().push((car.result, car.position));
                }
            }
        }
        for (competitor, cars) in cars {
            let Some(cell) = table.row(competitor).and_then(|row| row.cell(round)) else { continue };
            for (&(result, _), nth) in cars.iter().zip(0..) {
                let of_car =
                    cell.awards.iter().filter(|award| award.session == session && is_of(award, &cars, nth));
                let points: Points = of_car.map(|award| award.points).sum();
                let none = || Brought { points: Points::ZERO, table, competitor };
                sums.entry(result).or_insert_with(none).points += points;
            }
        }
    }
    sums
}

/// Whether an award is for the n-th of a competitor's cars: by its place, and a bonus for the first.
fn is_of(award: &Award, cars: &[Counted], nth: usize) -> bool {
    let by_place = || cars.iter().position(|(_, place)| place.is_some() && *place == award.position);
    let of = match award.kind {
        AwardKind::Position => by_place(),
        AwardKind::Bonus(_) => None,
    };
    of.unwrap_or(0) == nth
}

/// A table after a round.
pub struct After<'a> {
    pub table: &'a StandingsTable,
    /// Whether it is the table as it stands now.
    pub last: bool,
    pub rows: Vec<Stood>,
}

/// A row of it.
pub struct Stood {
    pub competitor: Ix<Competitor>,
    /// None where it has no place.
    pub position: Option<Position>,
    /// Points of the round.
    pub points: Points,
    /// Whether these are as published.
    pub declared: bool,
    pub total: Points,
    /// Places gained since the round before, below zero lost; None where it had no place.
    pub moved: Option<i64>,
}

impl Stood {
    /// `up 2 places`, `down 1 place`, empty where nothing changed.
    pub fn moved_in_words(&self) -> String {
        match self.moved {
            None | Some(0) => String::new(),
            Some(n) => {
                let places = if n.abs() == 1 { "place" } else { "places" };
                format!("{} {} {places}", if n > 0 { "up" } else { "down" }, n.abs())
            }
        }
    }

    /// `▲2`, `▼1`.
    pub fn moved_short(&self) -> String {
        match self.moved {
            None | Some(0) => String::new(),
            Some(n) if n > 0 => format!("▲{n}"),
            Some(n) => format!("▼{}", -n),
        }
    }
}

/// The tables that a round counts for, as they stood after it: the first ten, and all who scored in it.
pub fn after<'a>(view: &View<'a>, round: Ix<Round>) -> Vec<After<'a>> {
    view.main_tables().filter_map(|(n, table)| one(view, round, n, table)).collect()
}

fn one<'a>(view: &View<'a>, round: Ix<Round>, n: usize, table: &'a StandingsTable) -> Option<After<'a>> {
    let column = table.rounds.iter().position(|&own| own == round)?;
    let now = view.history[n].get(column)?;
    let before = column.checked_sub(1).and_then(|column| view.history[n].get(column));
    let place = |table: &StandingsTable, own: Ix<Competitor>| {
        table.row(own).and_then(|row| row.position).map(u32::from)
    };
    let mut rows = Vec::new();
    for (at, row) in now.rows.iter().enumerate() {
        let cell = row.cell(round);
        let points = cell.map_or(Points::ZERO, |own| own.points);
        if at >= MOST_ROWS && points.is_zero() {
            continue;
        }
        let moved = before.and_then(|before| {
            let (was, is) = (place(before, row.competitor)?, row.position.map(u32::from)?);
            Some(i64::from(was) - i64::from(is))
        });
        rows.push(Stood {
            competitor: row.competitor,
            position: row.position,
            points,
            declared: cell.is_some_and(|own| own.basis == Basis::Declared && !own.points.is_zero()),
            total: row.total,
            moved,
        });
    }
    let last = column + 1 == table.rounds.len();
    (!rows.is_empty()).then_some(After { table, last, rows })
}
