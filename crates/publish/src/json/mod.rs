//! The JSON contract: versioned wire formats of their own, one a module. Fields are added, never renamed.

pub mod added;
pub mod announcement;
pub mod api;
pub mod attempt;
pub mod audit;
pub mod career;
pub mod cars;
pub mod cells;
pub mod circuit;
pub mod classification;
pub mod classified;
pub mod comparison;
pub mod competitor;
pub mod explanation;
pub mod gallery;
pub mod handicap;
pub mod import;
pub mod inference;
pub mod names;
pub mod noted;
pub mod odds;
pub mod printed;
pub mod proposal;
pub mod record;
pub mod redactions;
pub mod round;
pub mod rules;
pub mod scale;
pub mod scenario;
pub mod schema;
pub mod search;
pub mod season;
pub mod smallest;
pub mod sources;
pub mod standings;
pub mod timed;
pub mod webhooks;
pub mod whatif;
pub mod why;

use crate::view;
use parcferme_core::Season;
use parcferme_core::season::{Cites, Competitor};
use serde::Serialize;
use utoipa::ToSchema;

/// A team, a driver, a thing with a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Named {
    /// Empty where the season knows no such thing and the name is only printed.
    pub id: String,
    pub name: String,
}

impl Named {
    pub fn of(competitor: &Competitor) -> Named {
        Named { id: competitor.id.clone(), name: competitor.name.clone() }
    }

    /// A name that stands for nothing known.
    pub fn printed(name: &str) -> Named {
        Named { id: String::new(), name: name.to_owned() }
    }
}

impl From<&view::Named> for Named {
    fn from(own: &view::Named) -> Named {
        Named { id: own.id.clone(), name: own.name.clone() }
    }
}

/// A line of a document; line 0 is the document as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Place {
    pub document: String,
    pub line: u32,
}

impl From<&parcferme_core::Place> for Place {
    fn from(place: &parcferme_core::Place) -> Place {
        Place { document: place.document.clone(), line: place.line }
    }
}

/// The places of all citations.
fn places(season: &Season, cites: &Cites) -> Vec<Place> {
    cites
        .iter()
        .map(|cite| Place { document: season.documents[cite.document].name.clone(), line: cite.line })
        .collect()
}
