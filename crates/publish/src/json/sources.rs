//! `parcferme.sources/1`: the documents that facts were read from.

use parcferme_core::Season;
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.sources/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = sources::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    pub sources: Vec<Source>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::Source)]
pub struct Source {
    pub name: String,
    pub title: String,
    /// SHA-256 in hexadecimal; empty where it is not known.
    pub digest: String,
    pub licence: String,
}

pub fn sources(season: &Season) -> Document {
    Document { schema: SCHEMA, season: season.id.clone(), sources: documents(season) }
}

pub(super) fn documents(season: &Season) -> Vec<Source> {
    let documents = season.documents.rows().iter();
    documents
        .map(|own| Source {
            name: own.name.clone(),
            title: own.title.clone(),
            digest: own.digest.clone(),
            licence: own.licence.clone(),
        })
        .collect()
}
