//! `parcferme.gallery/1`: seasons under other rulebooks, who would have been champion, and what turned it.

use crate::json::Named;
use crate::view;
use crate::view::gallery::{self, Gallery};
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.gallery/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = gallery::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    /// Ids of the rulebooks.
    pub by: Vec<String>,
    pub titles: Vec<OfTitle>,
}

/// A title of a season, in a class where it has classes.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = gallery::Title)]
pub struct OfTitle {
    pub season: String,
    pub title: String,
    pub name: String,
    pub class: Option<String>,
    /// First by the season's own rules; several where the title is shared.
    pub champions: Vec<Named>,
    /// Those who would have been first by other rules, each with the rulebooks.
    pub otherwise: Vec<Otherwise>,
    /// Rulebooks that have such a title and fit the season.
    pub fitting: usize,
}

/// Who would have been first.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = gallery::Otherwise)]
pub struct Otherwise {
    pub champions: Vec<Named>,
    pub by: Vec<String>,
    /// The kinds of rules of the first of these rulebooks that turn the title by themselves; none where only several do together.
    pub turned_by: Vec<&'static str>,
}

pub fn gallery(own: &Gallery) -> Document {
    Document { schema: SCHEMA, by: own.by.clone(), titles: own.titles.iter().map(of_title).collect() }
}

fn of_title(own: &gallery::OfTitle) -> OfTitle {
    OfTitle {
        season: own.season.clone(),
        title: own.title.clone(),
        name: own.name.clone(),
        class: own.class.clone(),
        champions: all_named(&own.champions),
        otherwise: own.otherwise.iter().map(otherwise).collect(),
        fitting: own.fitting,
    }
}

fn otherwise(own: &gallery::Otherwise) -> Otherwise {
    Otherwise { champions: all_named(&own.champions), by: own.by.clone(), turned_by: own.turned_by.clone() }
}

fn all_named(all: &[view::Named]) -> Vec<Named> {
    all.iter().map(Named::from).collect()
}
