//! `parcferme.explanation/1`: why a cell or a total is what it is.

use crate::explanation::Explanation;
use crate::explanation::effect_in_words;
use crate::json::{Named, Place, places};
use parcferme_core::outcome::{self, Because, By, Input};
use parcferme_core::{Ix, Rulebook, Season};
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
    /// `result`, `rule`, `distance`, `position`, `award`, `decision`, `published`, `sum` or `tie`.
    pub kind: &'static str,
    pub text: String,
    pub article: Option<Article>,
    /// The session that it is about, where the explanation is about several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
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

impl Article {
    pub fn of(rules: &Rulebook, ix: Ix<parcferme_core::rulebook::Article>) -> Article {
        let article = &rules.articles[ix];
        Article {
            kind: article.kind,
            id: article.id.clone(),
            text: article.text.clone(),
            rulebook: rules.place_at(article.spot).document,
            line: article.spot.line,
        }
    }
}

/// A step on the road from facts to a row: by an article or by a decision, what it looked at, what it did.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = explanation::Reason)]
pub struct Reason {
    /// What it did: `declared`, `mapped`, `laps-taken`, `time-added`, `moved-down`, `moved-up`, `classified`, ...
    pub effect: &'static str,
    pub text: String,
    pub article: Option<Article>,
    /// Id of the decision.
    pub decision: Option<String>,
    #[serde(rename = "where")]
    pub places: Vec<Place>,
}

/// What a row, an award or a cell rests on, in the order in which it happened.
pub fn reasons(season: &Season, rules: &Rulebook, because: &Because) -> Vec<Reason> {
    let reason = |step: &outcome::Step| Reason {
        effect: step.effect.word(),
        text: effect_in_words(season, rules, step),
        article: match step.by {
            By::Article(ix) => Some(Article::of(rules, ix)),
            _ => None,
        },
        decision: match step.by {
            By::Decision(ix) => Some(season.decisions[ix].id.clone()),
            _ => None,
        },
        places: step
            .inputs
            .iter()
            .flat_map(|input| match *input {
                Input::Result(ix) => places(season, &season.results[ix].cites),
                Input::Published { table, row } => season
                    .published
                    .get(table as usize)
                    .and_then(|table| table.rows.get(row as usize))
                    .map_or_else(Vec::new, |row| places(season, &row.cites)),
                Input::Feat(index) => {
                    season.feats.get(index as usize).map_or_else(Vec::new, |feat| places(season, &feat.cites))
                }
            })
            .collect(),
    };
    because.steps.iter().map(reason).collect()
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
        round: own.question.round.and_then(|round| season.rounds[round].number).map(u32::from),
        points: own.points.to_string(),
        position: own.position.map(u32::from),
        basis: own.basis.word(),
        steps: own
            .steps
            .iter()
            .map(|step| Step {
                kind: step.kind.word(),
                text: step.text.trim().to_owned(),
                article: step.article.map(|ix| Article::of(rules, ix)),
                session: step.session.map(|session| season.sessions[session].id.clone()),
                places: places(season, &step.cites),
            })
            .collect(),
        alternatives: own
            .alternatives
            .iter()
            .map(|other| Alternative {
                text: other.text.clone(),
                points: other.points.to_string(),
                position: other.position.map(u32::from),
            })
            .collect(),
    }
}
