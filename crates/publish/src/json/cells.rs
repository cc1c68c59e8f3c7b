//! `parcferme.cells/1`: every cell of the published tables: proven, unverified or contradicted.

use crate::json::Named;
use crate::view::View;
use crate::view::cells::{self, Held};
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.cells/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = cells::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    pub tables: Vec<Table>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = cells::Table)]
pub struct Table {
    pub title: String,
    pub class: Option<String>,
    /// The published table's file in the season's folder.
    pub document: String,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = cells::Row)]
pub struct Row {
    pub competitor: Named,
    pub cells: Vec<Cell>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = cells::Cell)]
pub struct Cell {
    pub round: Option<u32>,
    /// Null where the table leaves the cell blank.
    pub published: Option<String>,
    /// Null where the round is not in the computed table.
    pub computed: Option<String>,
    /// `proven`, `unverified`, `contradicted` or `missing`.
    pub verdict: &'static str,
}

pub fn cells(view: &View) -> Document {
    let season = view.season;
    let cell = |own: &cells::Proof<'_>| Cell {
        round: season.rounds[own.round].number.map(u32::from),
        published: own.published.map(|points| points.to_string()),
        computed: own.computed.map(|cell| cell.points.to_string()),
        verdict: own.verdict.word(),
    };
    let row = |own: &cells::Row<'_>| Row {
        competitor: Named::of(&season.competitors[own.competitor]),
        cells: own.cells.iter().map(cell).collect(),
    };
    let table = |own: &Held<'_>| Table {
        title: own.published.title.clone(),
        class: own.published.class.map(|class| view.class_name(class).to_owned()),
        document: own.published.file.clone(),
        rows: own.rows.iter().map(row).collect(),
    };
    Document {
        schema: SCHEMA,
        season: season.id.clone(),
        tables: cells::held(view).iter().map(table).collect(),
    }
}
