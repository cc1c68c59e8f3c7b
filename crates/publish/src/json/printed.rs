//! `parcferme.standings/1` read back from an edition, which keeps it as it was: who stood where, with which points.

use parcferme_core::outcome::Basis;
use serde::Deserialize;

/// What stands in the document, as far as a list of places and points tells it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Standings {
    pub tables: Vec<Table>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Table {
    name: String,
    class: Option<String>,
    /// Editions of before there were headings have none.
    #[serde(default)]
    heading: Option<String>,
    pub caveat: Option<String>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Row {
    pub position: Option<u32>,
    pub shared: bool,
    pub competitor: Competitor,
    pub total: String,
    cells: Vec<Cell>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Cell {
    points: String,
    basis: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Competitor {
    pub name: String,
}

impl Table {
    /// What stood above it, as `GT Drivers: round 1 only`.
    pub fn heading(&self) -> String {
        let composed =
            || [self.class.as_deref(), Some(&self.name)].into_iter().flatten().collect::<Vec<_>>().join(" ");
        self.heading.clone().unwrap_or_else(composed)
    }
}

impl Row {
    /// Whether points in the total were carried from a published table.
    pub fn carried(&self) -> bool {
        self.cells.iter().any(|own| own.basis == Basis::Declared.word() && own.points != "0")
    }
}

/// None where it is no such document.
pub fn read(bytes: &[u8]) -> Option<Standings> {
    serde_json::from_slice(bytes).ok()
}
