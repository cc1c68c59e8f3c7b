//! `parcferme.import/1`: what an import read, repaired, left open and found contradictory.

pub use crate::json::Place;
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.import/1";

/// The document.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = import::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    /// The season's id.
    pub season: String,
    pub read: Vec<Counted>,
    pub repaired: Vec<Note>,
    pub open: Vec<Note>,
    pub contradictory: Vec<Conflict>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = import::Counted)]
pub struct Counted {
    pub document: String,
    pub what: String,
    pub count: usize,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = import::Note)]
pub struct Note {
    pub kind: String,
    pub what: String,
    pub evidence: String,
    #[serde(rename = "where")]
    pub places: Vec<Place>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = import::Conflict)]
pub struct Conflict {
    pub what: String,
    pub statements: Vec<Statement>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = import::Statement)]
pub struct Statement {
    pub text: String,
    #[serde(flatten)]
    pub place: Place,
}
