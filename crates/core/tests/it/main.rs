//! Properties of the whole road from facts to an audit.
#![allow(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

mod by_hand;
mod classifications;
mod dead_heat;
mod decision_kinds;
mod decisions;
mod eras;
mod exact;
mod generated;
mod infer;
mod keys;
mod large;
mod rules_asked;
mod rules_in_words;
mod scale;
mod scenario;
mod ties;
mod windows;

use parcferme_core::Ix;
use parcferme_core::season::{Kind, ResultRow, Session, Status};

/// A row of which nothing is known but whose it is and how it ended.
fn bare_row(session: Ix<Session>, number: &str, status: Status) -> ResultRow {
    ResultRow {
        session,
        position: None,
        classified: None,
        status,
        class: None,
        number: number.into(),
        stands_for: [None; Kind::ALL.len()],
        crew: Default::default(),
        laps: None,
        time: None,
        best_lap: None,
        grid: None,
        measures: Vec::new(),
        tags: Default::default(),
        printed_team: String::new(),
        team_nation: None,
        printed_chassis: String::new(),
        printed_engine: String::new(),
        remark: String::new(),
        cites: Default::default(),
    }
}
