//! `parcferme.names/1`: which spellings are one thing, near misses, and what is left open.

pub use crate::json::Place;
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.names/1";

/// The document.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = names::Names)]
pub struct Names {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    /// The season's id.
    pub season: String,
    pub clusters: Vec<Cluster>,
    /// Alike, and held apart.
    pub near_misses: Vec<NearMiss>,
    /// What a person should look at.
    pub open: Vec<Open>,
}

/// One thing under all its spellings.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = names::Cluster)]
pub struct Cluster {
    /// `team`, `driver`, `chassis`, `engine`, `circuit`, `event`; in seasons written by hand also further kinds.
    pub kind: String,
    pub id: String,
    pub name: String,
    /// The most attested first.
    pub spellings: Vec<String>,
    /// Where each spelling stands, in the order of `spellings`.
    pub seen: Vec<Seen>,
    pub nation: Option<String>,
    /// Of a chassis or an engine.
    pub maker: Option<Maker>,
    /// Why the spellings are one thing.
    pub decisions: Vec<Decision>,
}

#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = names::Seen)]
pub struct Seen {
    pub spelling: String,
    #[serde(rename = "where")]
    pub places: Vec<Place>,
}

#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = names::Maker)]
pub struct Maker {
    pub id: String,
    pub name: String,
    /// How it was found: `first-word`, `joined-by-and`, `before-bracket`, `long-name` or `ruling`.
    pub rule: String,
}

#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = names::Decision)]
pub struct Decision {
    pub a: String,
    pub b: String,
    /// `ruling`, `same-letters`, `same-words`, `shortened`, `given-name`, `slip`, `renamed` or `one-round`.
    pub rule: String,
    pub evidence: String,
    #[serde(rename = "where")]
    pub places: Vec<Place>,
}

#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = names::NearMiss)]
pub struct NearMiss {
    pub kind: String,
    pub a: String,
    pub b: String,
    /// Of the letters, from 0 to 1000.
    pub likeness: u16,
    pub why_apart: String,
    #[serde(rename = "where")]
    pub places: Vec<Place>,
}

#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = names::Open)]
pub struct Open {
    pub kind: String,
    pub a: String,
    pub b: String,
    /// `contradiction`, `undecided` or `maker`.
    pub question: String,
    pub why: String,
    #[serde(rename = "where")]
    pub places: Vec<Place>,
}
