//! The documents name files that exist.

use super::source::{files_below, workspace};
use std::fs;

/// Top-level folders that a path in a document may begin with.
const ROOTS: [&str; 7] = ["crates/", "docs/", "fuzz/", "rulebooks/", "xtask/", ".ci/", ".cargo/"];

fn documents() -> Vec<String> {
    let mut documents = files_below("docs", "md");
    documents.extend(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(str::to_owned));
    documents
}

#[test]
fn paths_in_documents_exist() {
    for document in documents() {
        let text = fs::read_to_string(workspace().join(&document)).unwrap();
        for path in text.split('`').skip(1).step_by(2) {
            let is_path =
                ROOTS.iter().any(|root| path.starts_with(root)) && !path.contains([' ', '<', '*', '{']);
            assert!(!is_path || workspace().join(path).exists(), "{document} names `{path}`, which is gone");
        }
    }
}

#[test]
fn links_between_documents_lead_somewhere() {
    for document in documents() {
        let text = fs::read_to_string(workspace().join(&document)).unwrap();
        let folder = workspace().join(&document);
        let folder = folder.parent().unwrap();
        for after in text.split("](").skip(1) {
            let target = after.split([')', '#']).next().unwrap_or("");
            if !target.is_empty() && !target.contains(':') {
                assert!(folder.join(target).exists(), "{document} links to {target}, which is gone");
            }
        }
    }
}
