//! `parcferme.round/1`: a round with everything that its page shows.

use crate::json::Named;
use crate::json::classification::{self, Classification};
use crate::json::handicap;
use crate::json::season::{self, Decision};
use crate::view::View;
use parcferme_core::Ix;
use parcferme_core::season::Round;
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.round/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = round::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    pub round: season::Round,
    /// One a session whose results are known, in order of running.
    pub classifications: Vec<Classification>,
    /// What the round gave in each table.
    pub points: Vec<Scored>,
    pub decisions: Vec<Decision>,
    /// What is carried into its sessions, and reversed grids, where the rulebook has such rules.
    pub handicaps: Vec<handicap::Session>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = round::Scored)]
pub struct Scored {
    pub title: String,
    pub name: String,
    pub class: Option<String>,
    /// Most points first; who got none is left out.
    pub rows: Vec<ScoredRow>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = round::ScoredRow)]
pub struct ScoredRow {
    pub competitor: Named,
    pub points: String,
    /// Best position that counted.
    pub position: Option<u32>,
    /// `computed` or `declared`.
    pub basis: &'static str,
}

pub fn round(view: &View, ix: Ix<Round>) -> Document {
    let season = view.season;
    let classified = season.sessions_of(ix).filter_map(|session| view.outcome.classification(session));
    Document {
        schema: SCHEMA,
        season: season.id.clone(),
        round: season::round(view, ix),
        classifications: classified.map(|own| classification::declared(season, view.rules, own)).collect(),
        points: points(view, ix),
        decisions: view.decisions_of(ix).map(|own| season::decision(view, own)).collect(),
        handicaps: view
            .handicaps(ix)
            .map_or_else(Vec::new, |own| handicap::sessions(season, view.rules, &own)),
    }
}

fn points(view: &View, ix: Ix<Round>) -> Vec<Scored> {
    let tables = view.outcome.tables.iter().map(|table| Scored {
        title: view.rules.titles[table.title].id.clone(),
        name: view.rules.titles[table.title].name.clone(),
        class: table.class.map(|class| view.class_name(class).to_owned()),
        rows: view
            .scored(table, ix)
            .into_iter()
            .map(|(row, cell)| ScoredRow {
                competitor: Named::of(&view.season.competitors[row.competitor]),
                points: cell.points.to_string(),
                position: cell.position.map(u32::from),
                basis: cell.basis.word(),
            })
            .collect(),
    });
    tables.filter(|table| !table.rows.is_empty()).collect()
}
