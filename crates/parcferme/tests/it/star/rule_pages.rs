//! Each kind of rule has a page.

use super::source::{code_below, workspace};
use std::fs;

#[test]
fn every_rule_kind_has_a_page() {
    let mut kinds = Vec::new();
    for source in code_below("crates/core/src/rules") {
        let declared = source.code.split("const KIND: &str = \"").skip(1);
        kinds.extend(declared.filter_map(|after| after.split_once('"')).map(|(kind, _)| kind.to_owned()));
    }
    assert!(kinds.len() >= 8, "found only {kinds:?}");
    let list = fs::read_to_string(workspace().join("docs/rules/README.md")).unwrap();
    for kind in kinds {
        let page = workspace().join(format!("docs/rules/{kind}.md"));
        assert!(page.exists(), "docs/rules/{kind}.md is missing");
        assert!(list.contains(&format!("({kind}.md)")), "docs/rules/README.md does not name {kind}.md");
    }
}
