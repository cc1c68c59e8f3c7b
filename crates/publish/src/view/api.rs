//! What there is to be had by address.

/// Everything on the shelf, and the paths of the interface.
#[derive(Clone, Debug)]
pub struct Api {
    /// Where the description of the interface stands (OpenAPI 3.1).
    pub description: &'static str,
    /// Everything on the shelf in one file.
    pub downloads: Vec<Download>,
    pub paths: Vec<Path>,
}

#[derive(Clone, Debug)]
pub struct Download {
    pub path: String,
    pub media_type: &'static str,
    pub what: &'static str,
}

#[derive(Clone, Debug)]
pub struct Path {
    pub method: &'static str,
    /// With names in braces for what is to be filled in.
    pub path: String,
    pub what: String,
    /// The same with an example filled in; none where a body is sent.
    pub example: Option<String>,
}
