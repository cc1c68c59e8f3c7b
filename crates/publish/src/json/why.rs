//! `parcferme.why/1`: why a competitor stands where it stands in a table: the total, and every round.

use crate::explanation::explain;
use crate::json::explanation::{self, explanation};
use crate::view::View;
use parcferme_core::alternatives::Question;
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.why/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = why::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    pub total: explanation::Document,
    /// One a round of the table.
    pub rounds: Vec<explanation::Document>,
}

/// Of a row of a table, both indices into the outcome; None where there is no such row.
pub fn why(view: &View, table: usize, row: usize) -> Option<Document> {
    let table = view.outcome.tables.get(table)?;
    let competitor = table.rows.get(row)?.competitor;
    let explained = |round| {
        let question = Question { title: table.title, class: table.class, competitor, round };
        let mut found = explain(view.season, view.rules, view.outcome, question)?;
        let cell = round.and_then(|round| table.row(competitor)?.cell(round));
        found.alternatives = cell.map_or_else(Vec::new, |cell| view.alternatives(question, cell));
        Some(explanation(view.season, view.rules, &found))
    };
    Some(Document {
        schema: SCHEMA,
        season: view.season.id.clone(),
        total: explained(None)?,
        rounds: table.rounds.iter().filter_map(|&round| explained(Some(round))).collect(),
    })
}
