//! How sessions are classified before and after something, where that differs.

use crate::view::classified;
use serde::Serialize;
use utoipa::ToSchema;

/// A session that is classified otherwise.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = classified::Session)]
pub struct Classified {
    /// None of a round without a number.
    pub round: Option<u32>,
    pub event: String,
    pub session: String,
    /// Those that differ, in the order of the classification after; those that are in it no more at the end.
    pub rows: Vec<Row>,
}

/// A car before and after; none where it is not in the classification.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = classified::Row)]
pub struct Row {
    pub number: String,
    pub class: Option<String>,
    pub team: String,
    pub before: Option<Stood>,
    pub after: Option<Stood>,
}

/// How a car is classified.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = classified::Stood)]
pub struct Stood {
    /// None for cars outside the order.
    pub position: Option<u32>,
    pub laps: Option<u32>,
    pub elapsed_ms: Option<i64>,
    pub best_lap_ms: Option<i64>,
    /// `finished`, `nc`, `dnf`, `dns` or `dsq`.
    pub status: &'static str,
}

impl From<&classified::Classified> for Classified {
    fn from(own: &classified::Classified) -> Classified {
        Classified {
            round: own.round,
            event: own.event.clone(),
            session: own.session.clone(),
            rows: own.rows.iter().map(Row::from).collect(),
        }
    }
}

impl From<&classified::Row> for Row {
    fn from(own: &classified::Row) -> Row {
        Row {
            number: own.number.clone(),
            class: own.class.clone(),
            team: own.team.clone(),
            before: own.before.as_ref().map(Stood::from),
            after: own.after.as_ref().map(Stood::from),
        }
    }
}

impl From<&classified::Stood> for Stood {
    fn from(own: &classified::Stood) -> Stood {
        let classified::Stood { position, laps, elapsed, best_lap, status } = *own;
        Stood {
            position: position.map(u32::from),
            laps: laps.map(u32::from),
            elapsed_ms: elapsed.map(|own| own.0),
            best_lap_ms: best_lap.map(|own| own.0),
            status: status.word(),
        }
    }
}
