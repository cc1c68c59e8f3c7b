//! `parcferme.inference/1`: which rules reproduce the published tables, and which cells decide it.

use crate::json::Named;
use parcferme_core::Season;
use parcferme_core::infer::{CellRef, Differing, Hypothesis, Inference};
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.inference/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = inference::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    /// Published cells of rounds known in full.
    pub cells: usize,
    /// How many hypotheses reproduce every cell.
    pub consistent: usize,
    /// Fewest differences first.
    pub hypotheses: Vec<Judged>,
    /// Cells on which hypotheses disagree.
    pub deciding: Vec<Deciding>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = inference::Judged)]
pub struct Judged {
    pub rules: Rules,
    /// Number of differing cells.
    pub differ: usize,
    pub cells: Vec<Differs>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = inference::Rules)]
pub struct Rules {
    /// Such as `0.70`.
    pub min_share: String,
    /// `class-winner` or `overall-winner`.
    pub of: &'static str,
    /// `exact`, `down`, `nearest` or `up`.
    pub rounding: &'static str,
    pub dnf_may_score: bool,
    pub others_keep_position: bool,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = inference::Cell)]
pub struct Cell {
    pub title: String,
    pub class: Option<String>,
    pub competitor: Named,
    pub round: u32,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = inference::Differs)]
pub struct Differs {
    #[serde(flatten)]
    pub cell: Cell,
    pub published: String,
    pub computed: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = inference::Deciding)]
pub struct Deciding {
    #[serde(flatten)]
    pub cell: Cell,
    pub published: String,
    pub values: Vec<Value>,
}

/// A value that some hypotheses compute.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = inference::Value)]
pub struct Value {
    pub computed: String,
    /// Whether it is the published one.
    pub agrees: bool,
    pub hypotheses: usize,
    /// Indices into `hypotheses`.
    pub by: Vec<usize>,
}

pub fn inference(season: &Season, inference: &Inference) -> Document {
    Document {
        schema: SCHEMA,
        season: season.id.clone(),
        cells: inference.cells,
        consistent: inference.judged.iter().filter(|own| own.differing.is_empty()).count(),
        hypotheses: inference
            .judged
            .iter()
            .map(|own| Judged {
                rules: rules(&own.hypothesis),
                differ: own.differing.len(),
                cells: own.differing.iter().map(|cell| differs(season, cell)).collect(),
            })
            .collect(),
        deciding: inference
            .deciding
            .iter()
            .map(|own| Deciding {
                cell: cell(season, &own.cell),
                published: own.published.to_string(),
                values: own
                    .values
                    .iter()
                    .map(|(points, by)| Value {
                        computed: points.to_string(),
                        agrees: *points == own.published,
                        hypotheses: by.len(),
                        by: by.clone(),
                    })
                    .collect(),
            })
            .collect(),
    }
}

/// A hypothesis in the words of the contract.
pub fn rules(hypothesis: &Hypothesis) -> Rules {
    Rules {
        min_share: hypothesis.min_share.decimal(),
        of: hypothesis.of.word(),
        rounding: hypothesis.rounding.word(),
        dnf_may_score: hypothesis.dnf_may_score,
        others_keep_position: hypothesis.others_keep_position,
    }
}

fn differs(season: &Season, own: &Differing) -> Differs {
    Differs {
        cell: cell(season, &own.cell),
        published: own.published.to_string(),
        computed: own.computed.to_string(),
    }
}

fn cell(season: &Season, own: &CellRef) -> Cell {
    let competitor = &season.competitors[own.competitor];
    Cell {
        title: own.title.clone(),
        class: own.class.map(|class| season.classes[class].id.clone()),
        competitor: Named::of(competitor),
        round: season.rounds[own.round].number.map_or(0, u32::from),
    }
}
