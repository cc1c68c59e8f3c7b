//! What files were taken for and where what they say went.

#[derive(Clone, Debug)]
pub struct File {
    pub document: String,
    pub taken_for: String,
    pub went: Vec<String>,
    pub columns: Vec<Column>,
    pub left: Vec<Left>,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub head: String,
    /// The folder's column; none where it was left out.
    pub field: Option<String>,
}

/// Something that was left out or is uncertain.
#[derive(Clone, Debug)]
pub struct Left {
    pub what: String,
    pub why: String,
    /// Line in the file; 0 for the whole.
    pub line: u32,
}
