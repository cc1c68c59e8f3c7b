//! `parcferme.explanation/1`: why a cell or a total is what it is.

use crate::json::{Named, Place, places};
use parcferme_core::explain::Explanation;
use parcferme_core::{Rulebook, Season};
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.explanation/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = explanation::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    pub title: String,
    pub class: Option<String>,
    pub competitor: Named,
    /// Null where the total is explained.
    pub round: Option<u32>,
    pub points: String,
    pub position: Option<u32>,
    /// `computed`, `declared` or `none`.
    pub basis: &'static str,
    pub steps: Vec<Step>,
    pub alternatives: Vec<Alternative>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = explanation::Step)]
pub struct Step {
    /// `result`, `distance`, `position`, `award`, `decision`, `published`, `sum` or `tie`.
    pub kind: &'static str,
    pub text: String,
    pub article: Option<Article>,
    #[serde(rename = "where")]
    pub places: Vec<Place>,
}

/// An article, and where the rulebook states it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = explanation::Article)]
pub struct Article {
    pub kind: &'static str,
    pub id: String,
    pub text: String,
    pub rulebook: String,
    pub line: u32,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = explanation::Alternative)]
pub struct Alternative {
    pub text: String,
    pub points: String,
    pub position: Option<u32>,
}

pub fn explanation(season: &Season, rules: &Rulebook, own: &Explanation) -> Document {
    let competitor = &season.competitors[own.question.competitor];
    Document {
        schema: SCHEMA,
        season: season.id.clone(),
        title: rules.titles[own.question.title].id.clone(),
        class: own.question.class.map(|class| season.classes[class].id.clone()),
        competitor: Named::of(competitor),
        round: own.question.round.and_then(|round| season.rounds[round].number),
        points: own.points.to_string(),
        position: own.position,
        basis: own.basis.word(),
        steps: own
            .steps
            .iter()
            .map(|step| Step {
                kind: step.kind.word(),
                text: step.text.trim().to_owned(),
                article: step.article.map(|ix| {
                    let article = &rules.articles[ix];
                    Article {
                        kind: article.kind,
                        id: article.id.clone(),
                        text: article.text.clone(),
                        rulebook: rules.document.clone(),
                        line: article.spot.line,
                    }
                }),
                places: places(season, &step.cites),
            })
            .collect(),
        alternatives: own
            .alternatives
            .iter()
            .map(|other| Alternative {
                text: other.text.clone(),
                points: other.points.to_string(),
                position: other.position,
            })
            .collect(),
    }
}
