//! `parcferme.round/1`: a round with everything that its page shows.

use crate::json::Named;
use crate::json::classification::{self, Classification};
use crate::json::handicap;
use crate::json::season::{self, Decision};
use crate::view::{View, after_round};
use parcferme_core::Ix;
use parcferme_core::season::{Round, Session};
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
    /// What each car brought in the tables that the season is best known by; who brought nothing because no table counts it is
    /// left out.
    pub brought: Vec<Brought>,
    /// Those tables as they stood after the round, with who moved: the first ten, and all who scored in it.
    pub after: Vec<After>,
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

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = round::Brought)]
pub struct Brought {
    pub session: String,
    pub number: String,
    pub team: String,
    pub points: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = round::After)]
pub struct After {
    pub title: String,
    pub name: String,
    pub class: Option<String>,
    pub rows: Vec<Stood>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = round::Stood)]
pub struct Stood {
    /// Null where it has no place.
    pub position: Option<u32>,
    pub competitor: Named,
    /// Points of the round.
    pub points: String,
    pub total: String,
    /// Places gained since the round before, below zero lost; null where it had no place then or has none now.
    pub moved: Option<i64>,
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
        brought: season.sessions_of(ix).flat_map(|session| brought(view, session)).collect(),
        after: after_round::after(view, ix).iter().map(|own| after(view, own)).collect(),
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

fn brought(view: &View, session: Ix<Session>) -> Vec<Brought> {
    let own = after_round::brought(view, session).into_iter().map(|(result, brought)| {
        let result = &view.season.results[result];
        Brought {
            session: view.season.sessions[session].id.clone(),
            number: result.number.to_string(),
            team: view.team_of(result).to_owned(),
            points: brought.points.to_string(),
        }
    });
    own.collect()
}

fn after(view: &View, own: &after_round::After) -> After {
    let title = &view.rules.titles[own.table.title];
    let stood = |row: &after_round::Stood| Stood {
        position: row.position.map(u32::from),
        competitor: Named::of(&view.season.competitors[row.competitor]),
        points: row.points.to_string(),
        total: row.total.to_string(),
        moved: row.moved,
    };
    After {
        title: title.id.clone(),
        name: title.name.clone(),
        class: own.table.class.map(|class| view.class_name(class).to_owned()),
        rows: own.rows.iter().map(stood).collect(),
    }
}
