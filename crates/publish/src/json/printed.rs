//! `parcferme.standings/1` read back from an edition, which keeps it as it was: who stood where, with which points.

use serde::Deserialize;

/// What stands in the document, as far as a list of places and points tells it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Standings {
    pub tables: Vec<Table>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Table {
    pub name: String,
    pub class: Option<String>,
    pub caveat: Option<String>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Row {
    pub position: Option<u32>,
    pub shared: bool,
    pub competitor: Competitor,
    pub total: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Competitor {
    pub name: String,
}

/// None where it is no such document.
pub fn read(bytes: &[u8]) -> Option<Standings> {
    serde_json::from_slice(bytes).ok()
}
