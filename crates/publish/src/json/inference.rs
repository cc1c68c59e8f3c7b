//! `parcferme.inference/2`: which rules reproduce the published tables, and which cells decide it.

use crate::json::Named;
use parcferme_core::Season;
use parcferme_core::infer::{CellRef, Differing, Hypothesis, Inference, Space};
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.inference/2";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = inference::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    /// Published cells of rounds known in full.
    pub cells: usize,
    /// Rounds that were not looked at, as the search was broken off.
    pub rounds_left: usize,
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
    /// A value for each key that is open.
    pub rules: Vec<Rule>,
    /// Number of differing cells.
    pub differ: usize,
    /// Whether it was left before the last round, as there are enough better ones: more cells may differ.
    pub left: bool,
    pub cells: Vec<Differs>,
}

/// A key that is open, and its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = inference::Rule)]
pub struct Rule {
    /// Address in the rulebook, such as `classified.min_share`.
    pub key: String,
    /// Such as `70 %`.
    pub value: String,
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
        rounds_left: inference.rounds_left,
        consistent: inference.judged.iter().filter(|own| own.differing.is_empty()).count(),
        hypotheses: inference
            .judged
            .iter()
            .map(|own| Judged {
                rules: rules(&inference.space, &own.hypothesis),
                differ: own.differing.len(),
                left: own.left,
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
fn rules(space: &Space, hypothesis: &Hypothesis) -> Vec<Rule> {
    let values = space.values(hypothesis);
    values.map(|(key, value)| Rule { key: key.to_owned(), value: value.to_owned() }).collect()
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
