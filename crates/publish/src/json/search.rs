//! `parcferme.search/1`: everything of a season that has a page.

use crate::site::View;
use crate::site::search::everything;
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.search/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = search::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    pub found: Vec<Found>,
}

/// One thing with a page.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = search::Found)]
pub struct Found {
    pub name: String,
    pub kind: String,
    /// More words to find it by.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub also: String,
    /// Its page, from the season's folder.
    pub href: String,
}

/// What has all words of the query in its name, kind or further words, whatever their case; everything for no query.
pub fn search(view: &View, query: &str) -> Document {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let matches = |found: &Found| {
        let text = [found.name.as_str(), &found.kind, &found.also].join(" ").to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    Document {
        schema: SCHEMA,
        season: view.season.id.clone(),
        found: everything(view).into_iter().filter(matches).collect(),
    }
}
