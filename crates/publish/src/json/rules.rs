//! `parcferme.rules/1`: the rules as sentences, article by article; `parcferme.rulebooks/1`: the rulebooks there are.

use parcferme_core::Rulebook;
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.rules/1";
pub const LIST_SCHEMA: &str = "parcferme.rulebooks/1";

/// The rulebooks that ship with the program.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = rules::List)]
pub struct List {
    #[schema(example = json!(LIST_SCHEMA))]
    pub schema: &'static str,
    pub rulebooks: Vec<String>,
}

/// The rules of a season.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = rules::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    /// File or bundled name of the rulebook.
    pub rulebook: String,
    pub name: String,
    pub about: String,
    pub rules: Vec<Rule>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = rules::Rule)]
pub struct Rule {
    /// Kind of rule: `points`, `classified`, ...
    pub kind: &'static str,
    pub id: String,
    pub article: String,
    /// What the rule says, as sentences.
    pub text: String,
    /// Where the article can be read.
    pub source: String,
    /// Line of the rulebook.
    pub line: u32,
}

pub fn document(season: &str, rules: &Rulebook) -> Document {
    Document {
        schema: SCHEMA,
        season: season.to_owned(),
        rulebook: rules.document.clone(),
        name: rules.name.clone(),
        about: rules.about.clone(),
        rules: list(rules),
    }
}

pub(super) fn list(rules: &Rulebook) -> Vec<Rule> {
    let prose = rules.prose().into_iter();
    prose
        .map(|(article, text)| Rule {
            kind: article.kind,
            id: article.id.clone(),
            article: article.text.clone(),
            text,
            source: article.source.clone(),
            line: article.spot.line,
        })
        .collect()
}
