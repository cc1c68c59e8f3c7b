//! Each kind of rule has a page.

use super::source::workspace;
use parcferme_core::rules::KINDS;
use std::fs;

#[test]
fn every_rule_kind_has_a_page() {
    let list = fs::read_to_string(workspace().join("docs/rules/README.md")).unwrap();
    for kind in KINDS.iter().map(|kind| kind.name).chain(["ties", "window", "scope", "decisions"]) {
        let page = fs::read_to_string(workspace().join(format!("docs/rules/{kind}.md"))).unwrap_or_default();
        assert!(
            page.starts_with(&format!("# {kind}: ")) || kind == "decisions",
            "docs/rules/{kind}.md is missing"
        );
        assert!(list.contains(&format!("({kind}.md)")), "docs/rules/README.md does not name {kind}.md");
    }
}
