//! `parcferme.whatif/1`: tables before and after a different rulebook or one more decision.

use crate::json::Named;
use parcferme_core::Season;
use parcferme_core::whatif::{self as core, Compared, Comparison, Prize, Stands};
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
    /// The query by which the site's page and the API are asked the same; none where they cannot be.
    pub address: Option<String>,
    /// Of several changes what each does of it.
    pub shares: Vec<Share>,
    pub tables: Vec<Table>,
    /// What does not fit: words of the rules that name nothing in the season, sessions without points.
    pub warnings: Vec<String>,
}

/// What one of several changes does of what they do together.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = whatif::Share)]
pub struct Share {
    pub change: String,
    /// It alone, against the season as it is.
    pub alone: Effect,
    /// All of them, against all but this one.
    pub last: Effect,
}

/// What a change does.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = whatif::Effect)]
pub struct Effect {
    /// Competitors that have another place or total.
    pub rows: usize,
    /// The titles that change hands.
    pub titles: Vec<Turn>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = whatif::Turn)]
pub struct Turn {
    pub title: String,
    pub class: Option<String>,
    pub hands: Hands,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = whatif::Table)]
pub struct Table {
    pub title: String,
    pub name: String,
    pub class: Option<String>,
    /// Whether anything in the table differs.
    pub changed: bool,
    /// First before and first after, where they differ.
    pub hands: Option<Hands>,
    /// What it is to be first of a table that differs: the `title`; the `lead` while something that counts is to come;
    /// `known-rounds` where rounds have been run of which nothing is known; `gone` and `new` of a table that only one side has.
    #[schema(example = "title")]
    pub prize: &'static str,
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

/// `asked` is what is otherwise, in words and as an address.
pub fn whatif(
    season: &Season,
    (change, address): (&str, Option<String>),
    comparison: &Comparison,
    shares: &[core::Share],
) -> Document {
    let named = Named::of;
    let place = |stands: Option<Stands>| {
        stands.map(|own| Place { position: own.position.map(u32::from), total: own.total.to_string() })
    };
    Document {
        schema: SCHEMA,
        warnings: Vec::new(),
        season: season.id.clone(),
        change: change.to_owned(),
        address,
        shares: shares
            .iter()
            .map(|own| Share { change: own.said.clone(), alone: effect(&own.alone), last: effect(&own.last) })
            .collect(),
        tables: comparison
            .tables
            .iter()
            .map(|table| Table {
                title: table.title.clone(),
                name: table.name.clone(),
                class: table.class.as_ref().map(|(_, id)| id.clone()),
                changed: table.rows.iter().any(|row| row.changed()),
                hands: hands(table),
                prize: match table.prize {
                    Prize::Title => "title",
                    Prize::Lead => "lead",
                    Prize::KnownRounds => "known-rounds",
                    Prize::Gone => "gone",
                    Prize::New => "new",
                },
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

fn effect(comparison: &Comparison) -> Effect {
    let turn = |own: &Compared| {
        let class = own.class.as_ref().map(|(_, id)| id.clone());
        Some(Turn { title: own.title.clone(), class, hands: hands(own)? })
    };
    Effect { rows: comparison.changed_rows(), titles: comparison.tables.iter().filter_map(turn).collect() }
}

fn hands(table: &Compared) -> Option<Hands> {
    let (before, after) = table.hands.as_ref()?;
    let named = |all: &[parcferme_core::season::Competitor]| all.iter().map(Named::of).collect();
    Some(Hands { before: named(before), after: named(after) })
}
