//! `parcferme.cells/1`: every cell of the published tables: proven, unverified or contradicted.

use crate::json::Named;
use crate::site::View;
use crate::site::audit::{proven, verdict};
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
    let tables = season.published.iter().filter_map(|published| {
        let computed = proven(view, published)?;
        let rows = published.rows.iter().filter(|row| !row.cells.is_empty()).filter_map(|row| {
            let own = computed.row(row.competitor)?;
            let cells = row.cells.iter().map(|&(round, printed)| {
                let cell = own.cell(round);
                Cell {
                    round: season.rounds[round].number.map(u32::from),
                    published: printed.map(|points| points.to_string()),
                    computed: cell.map(|cell| cell.points.to_string()),
                    verdict: verdict(cell, printed).word(),
                }
            });
            Some(Row { competitor: Named::of(&season.competitors[row.competitor]), cells: cells.collect() })
        });
        Some(Table {
            title: published.title.clone(),
            class: published.class.map(|class| view.class_name(class).to_owned()),
            document: published.file.clone(),
            rows: rows.collect(),
        })
    });
    let tables = tables.filter(|table: &Table| !table.rows.is_empty());
    Document { schema: SCHEMA, season: season.id.clone(), tables: tables.collect() }
}
