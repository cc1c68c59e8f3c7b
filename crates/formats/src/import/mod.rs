//! Published pages of one season into its folder: statements reconciled, with a report of what was read, repaired, left
//! open and contradicted.
//!
//! Documents are taken in the order of their names, whatever the order they were given in, so the same documents always give
//! the same bytes. Statements that agree become one fact with all their sources; where they differ, the fact is the one that most
//! documents state (of equals, the first document's), and the report names them all.

mod agree;
mod calendar;
mod columns;
mod entries;
mod gather;
mod identity;
mod kept;
mod mentions;
mod numbers;
mod places;
mod published;
mod report;
mod results;
mod rulebook;
mod stated;

pub use report::{Conflict, Counted, Note, NoteKind, Report};
pub use rulebook::rulebook;

use crate::folder::{DocumentRecord, Folder, Origin, digest};
use crate::pages::{self, Page};
use parcferme_core::{Diagnostic, Place, Severity};
use std::collections::BTreeMap;

/// A document to import: its file's name, without folders, and its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
}

/// What came of an import.
#[derive(Debug, Default)]
pub struct Import {
    /// The season; `None` where an error among the diagnostics forbids to change anything.
    pub folder: Option<Folder>,
    pub report: Report,
    pub diagnostics: Vec<Diagnostic>,
    /// Rows and tables that may hold results, a calendar or standings and were left out; each is told.
    pub left_out: usize,
}

/// Imports documents into `existing`, the folder as it stands (empty for a new one). What no imported document is the source of is
/// kept: decisions, names ruled by hand, facts from elsewhere. A folder made from further documents must be imported with them.
pub fn import(documents: &[Document], existing: &Folder) -> Import {
    import_read(documents, existing, |document| pages::read(document.name, document.bytes))
}

/// The same of pages that `read` gives, each asked for once.
pub(crate) fn import_read(
    documents: &[Document],
    existing: &Folder,
    mut read_page: impl FnMut(&Document) -> (Page, Vec<Diagnostic>),
) -> Import {
    let mut documents = documents.to_vec();
    documents.sort_by(|a, b| (a.name, a.bytes).cmp(&(b.name, b.bytes)));
    documents.dedup_by(|a, b| a.name == b.name && a.bytes == b.bytes);
    let mut made = Import::default();
    let mut read = Vec::new();
    let mut records = Vec::new();
    let mut digests: BTreeMap<String, &str> = BTreeMap::new();
    for document in &documents {
        let digest = digest(document.bytes);
        if let Some(same) = digests.get(&digest) {
            made.report.note(
                NoteKind::SameDocument,
                format!("{} is {same} once more and was left out", document.name),
                "equal byte for byte",
                [Place::document(document.name)],
            );
            continue;
        }
        let (page, mut diagnostics) = read_page(document);
        made.diagnostics.append(&mut diagnostics);
        records.push(DocumentRecord {
            name: document.name.to_owned(),
            title: page.title.as_ref().map(|title| title.text.clone()).unwrap_or_default(),
            digest: digest.clone(),
            licence: String::new(),
        });
        digests.insert(digest, document.name);
        read.push(page);
    }
    made.diagnostics.extend(two_of_one_name(&documents));
    made.diagnostics.extend(missing_documents(&documents, existing));
    if made.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return made;
    }
    pages::crew::split(&mut read);
    pages::parts::split(&mut read);
    reconcile(&read, records, existing, &mut made);
    made
}

fn reconcile(pages: &[Page], records: Vec<DocumentRecord>, existing: &Folder, made: &mut Import) {
    let mut folder =
        Folder { documents: records, decisions: existing.decisions.clone(), ..Folder::default() };
    made.report.count(pages);
    made.left_out += pages.iter().map(|page| page.left_out).sum::<usize>();
    let Some(season) = calendar::reconcile(pages, existing, &mut folder, made) else { return };
    mentions::resolve(pages, &season, existing, &mut folder, made);
    results::reconcile(pages, &season, &mut folder, made);
    numbers::tell(&folder, made);
    entries::reconcile(pages, &season, &mut folder, made);
    places::reconcile(pages, &season, &mut folder, made);
    published::reconcile(pages, &season, &mut folder, made);
    stated::reconcile(pages, &season, &mut folder, made);
    kept::keep(existing, &mut folder);
    made.report.gather(pages);
    made.report.sort();
    if !made.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        made.folder = Some(folder);
    }
}

fn two_of_one_name(documents: &[Document]) -> Vec<Diagnostic> {
    documents
        .windows(2)
        .filter(|pair| pair[0].name == pair[1].name)
        .map(|pair| {
            Diagnostic::error("PF0121", "two documents of one name")
                .at(Place::document(pair[0].name))
                .found(format!("two different files named {}", pair[0].name))
                .expected("a name of its own for each document: facts cite documents by name")
                .help("rename one of the files")
        })
        .collect()
}

fn missing_documents(documents: &[Document], existing: &Folder) -> Vec<Diagnostic> {
    let missing: Vec<&str> = existing
        .documents
        .iter()
        // One without a digest was written in by hand and cannot be given.
        .filter(|record| !record.digest.is_empty())
        .map(|record| record.name.as_str())
        .filter(|name| !documents.iter().any(|document| document.name == *name))
        .collect();
    if missing.is_empty() {
        return Vec::new();
    }
    vec![
        Diagnostic::error("PF0122", "the folder was made from further documents")
            .at(Place::document("sources.toml"))
            .found(missing.join(", "))
            .expected("every document that sources.toml lists, together with the new ones")
            .help("give those files too, or import into another folder"),
    ]
}

fn from(page: &Page, line: u32) -> Origin {
    Origin { document: page.document.clone(), line }
}
