//! `parcferme.added/1`: what files were taken for and where what they say went.

use crate::view::added;
use parcferme_core::Diagnostic;
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

pub fn added(own: &[added::File], told: &[Diagnostic]) -> Document {
    Document { schema: SCHEMA, files: files(own), diagnostics: diagnostics(told) }
}

pub fn files(all: &[added::File]) -> Vec<File> {
    all.iter().map(File::from).collect()
}

pub fn diagnostics(told: &[Diagnostic]) -> Vec<Told> {
    told.iter().map(Told::from).collect()
}

impl From<&added::File> for File {
    fn from(own: &added::File) -> File {
        let column = |own: &added::Column| Column { head: own.head.clone(), field: own.field.clone() };
        let left = |own: &added::Left| Left { what: own.what.clone(), why: own.why.clone(), line: own.line };
        File {
            document: own.document.clone(),
            taken_for: own.taken_for.clone(),
            went: own.went.clone(),
            columns: own.columns.iter().map(column).collect(),
            left: own.left.iter().map(left).collect(),
        }
    }
}

impl From<&Diagnostic> for Told {
    fn from(own: &Diagnostic) -> Told {
        let place = |own: &parcferme_core::Place| Place {
            document: own.document.clone(),
            line: own.line,
            text: own.text.clone(),
        };
        Told {
            id: own.id.to_owned(),
            severity: own.severity.word().to_owned(),
            message: own.message.clone(),
            places: own.places.iter().map(place).collect(),
            found: own.found.clone(),
            expected: own.expected.clone(),
            help: own.help.clone(),
        }
    }
}
