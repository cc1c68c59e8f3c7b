//! Files that somebody gives at the desk: read as `parcferme add` reads them, and put into the season's folder.

use super::Stands;
use super::proposed;
use crate::attempt::File;
use crate::folder_on_disk::is_fact;
use crate::library::COPIES;
use crate::reading::{self, Document, Existing, NotTaken, Taken};
use parcferme_formats::folder::{Folder, digest};
use parcferme_formats::intake::Wish;

/// What files make of a season: the files of its folder that change, and how each was understood. The documents themselves
/// are kept, as they came.
///
/// # Errors
/// A question has to be answered first, or nothing in them can be added.
pub fn read(stands: &Stands, files: &[File], wish: &Wish) -> Result<(proposed::Files, Taken), NotTaken> {
    let existing = &stands.loaded.folder;
    let mut documents: Vec<Document> = Vec::new();
    for own in files {
        let name = free_name(&own.name, &digest(&own.bytes), existing);
        documents.push(Document { path: name.clone(), name, bytes: own.bytes.clone() });
    }
    let stood = |path: &str| stands.files.get(path).and_then(|own| String::from_utf8(own.to_vec()).ok());
    let taken = reading::add(&documents, Existing { folder: existing, stood: &stood }, wish)?;
    let gone = stands.files.keys().filter(|path| is_fact(path) && !taken.files.contains_key(*path));
    let mut changed: proposed::Files = gone.map(|path| (path.clone(), None)).collect();
    changed.extend(taken.files.iter().map(|(path, text)| (path.clone(), Some(text.clone().into_bytes()))));
    let cited =
        documents.into_iter().filter(|own| taken.folder.documents.iter().any(|cited| cited.name == own.name));
    changed.extend(cited.map(|own| (format!("{COPIES}/{}", own.name), Some(own.bytes))));
    Ok((changed, taken))
}

/// The name, or where another document bears it, one with a number: what a browser exports each week is called the same.
fn free_name(name: &str, digest: &str, existing: &Folder) -> String {
    let (stem, ending) =
        name.rsplit_once('.').map_or((name, String::new()), |own| (own.0, format!(".{}", own.1)));
    let numbered = (2..).map(|number| format!("{stem} ({number}){ending}"));
    let is_free = |own: &String| {
        existing
            .documents
            .iter()
            .all(|other| other.name != *own || other.digest == digest || other.digest.is_empty())
    };
    [name.to_owned()].into_iter().chain(numbered).find(is_free).unwrap_or_default()
}
