//! `parcferme.circuit/1`: a circuit with the rounds that were run there.

use crate::json::season::{self, Round};
use crate::view::View;
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.circuit/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = circuit::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    pub id: String,
    pub name: String,
    pub rounds: Vec<Round>,
}

/// The circuit of that name.
pub fn circuit(view: &View, name: &str) -> Document {
    let here = view.season.rounds.iter().filter(|(_, round)| round.circuit == name);
    Document {
        schema: SCHEMA,
        season: view.season.id.clone(),
        id: view.circuit_id(name),
        name: name.to_owned(),
        rounds: here.map(|(ix, _)| season::round(view, ix)).collect(),
    }
}
