//! The JSON contract: versioned wire formats of their own, one a module. Fields are added, never renamed.

pub mod audit;
pub mod classification;
pub mod explanation;
pub mod import;
pub mod inference;
pub mod names;
pub mod schema;
pub mod season;
pub mod standings;
pub mod timed;
pub mod whatif;

use serde::Serialize;
use utoipa::ToSchema;

/// A team, a driver, a thing with a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Named {
    pub id: String,
    pub name: String,
}
