//! `parcferme.api/1`: what there is to be had by address.

use crate::view::api::{self, Api};
use serde::Serialize;

pub const SCHEMA: &str = "parcferme.api/1";

#[derive(Clone, Debug, Serialize)]
pub struct Document {
    pub schema: &'static str,
    /// Where the description of the interface stands (OpenAPI 3.1).
    pub description: &'static str,
    /// Everything on the shelf in one file.
    pub downloads: Vec<Download>,
    pub paths: Vec<Path>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Download {
    pub path: String,
    pub media_type: &'static str,
    pub what: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct Path {
    pub method: &'static str,
    /// With names in braces for what is to be filled in.
    pub path: String,
    pub what: String,
    /// The same with an example filled in; none where a body is sent.
    pub example: Option<String>,
}

pub fn api(own: &Api) -> Document {
    let download =
        |own: &api::Download| Download { path: own.path.clone(), media_type: own.media_type, what: own.what };
    let path = |own: &api::Path| Path {
        method: own.method,
        path: own.path.clone(),
        what: own.what.clone(),
        example: own.example.clone(),
    };
    Document {
        schema: SCHEMA,
        description: own.description,
        downloads: own.downloads.iter().map(download).collect(),
        paths: own.paths.iter().map(path).collect(),
    }
}
