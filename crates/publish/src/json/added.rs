//! `parcferme.added/1`: what files were taken for and where what they say went.

use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.added/1";

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = added::Document)]
pub struct Document {
    pub schema: &'static str,
    pub files: Vec<File>,
    /// What there was to tell of them.
    pub diagnostics: Vec<Told>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = added::Told)]
pub struct Told {
    pub id: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    pub message: String,
    pub places: Vec<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = added::Place)]
pub struct Place {
    pub document: String,
    /// From 1; 0 for the whole document.
    pub line: u32,
    /// What stands there, shortened.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = added::File)]
pub struct File {
    pub document: String,
    pub taken_for: String,
    pub went: Vec<String>,
    pub columns: Vec<Column>,
    pub left: Vec<Left>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = added::Column)]
pub struct Column {
    pub head: String,
    /// The folder's column; absent where it was left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = added::Left)]
pub struct Left {
    pub what: String,
    pub why: String,
    /// Line in the file; 0 for the whole.
    pub line: u32,
}
