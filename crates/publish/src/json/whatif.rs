//! `parcferme.whatif/1`: tables before and after a different rulebook or one more decision.

use crate::json::Named;
use parcferme_core::Season;
use parcferme_core::whatif::{Comparison, Stands};
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.whatif/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = whatif::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    /// What is different, in words.
    pub change: String,
    pub tables: Vec<Table>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = whatif::Table)]
pub struct Table {
    pub title: String,
    pub name: String,
    pub class: Option<String>,
    /// Whether anything in the table differs.
    pub changed: bool,
    /// First before and first after, where the title changes hands.
    pub hands: Option<Hands>,
    /// Cells carried from a published table, which keep their points whatever the rules.
    pub declared_cells: usize,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = whatif::Hands)]
pub struct Hands {
    pub before: Vec<Named>,
    pub after: Vec<Named>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = whatif::Row)]
pub struct Row {
    pub competitor: Named,
    pub before: Option<Place>,
    pub after: Option<Place>,
    /// Places gained; below zero, lost.
    pub places: Option<i64>,
    /// Points gained; below zero, lost.
    pub points: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = whatif::Place)]
pub struct Place {
    pub position: Option<u32>,
    pub total: String,
}

pub fn whatif(season: &Season, change: &str, comparison: &Comparison) -> Document {
    let named = Named::of;
    let place = |stands: Option<Stands>| {
        stands.map(|own| Place { position: own.position.map(u32::from), total: own.total.to_string() })
    };
    Document {
        schema: SCHEMA,
        season: season.id.clone(),
        change: change.to_owned(),
        tables: comparison
            .tables
            .iter()
            .map(|table| Table {
                title: table.title.clone(),
                name: table.name.clone(),
                class: table.class.as_ref().map(|(_, id)| id.clone()),
                changed: table.rows.iter().any(|row| row.changed()),
                hands: table.hands.as_ref().map(|(before, after)| Hands {
                    before: before.iter().map(named).collect(),
                    after: after.iter().map(named).collect(),
                }),
                declared_cells: table.declared,
                rows: table
                    .rows
                    .iter()
                    .map(|row| Row {
                        competitor: named(&row.competitor),
                        before: place(row.before),
                        after: place(row.after),
                        places: row.places(),
                        points: row.points().to_string(),
                    })
                    .collect(),
            })
            .collect(),
    }
}
