//! What is said of a season is a layer of its own; pages and JSON stand on it and do not know each other.

use super::source::{code_below, has_word};

const SOURCES: &str = "crates/publish/src/";

/// Modules of `publish`, each with all that may name it.
const KNOWN_BY: [(&str, &[&str]); 2] =
    [("site", &["site", "data.rs"]), ("json", &["json", "data.rs", "documents"])];

/// Whether a path of the code leads through a module.
fn names(code: &str, module: &str) -> bool {
    let uses = code.split("use ").skip(1).filter_map(|after| after.split_once(';'));
    let mut uses = uses;
    uses.any(|(used, _)| has_word(used, module)) || has_path(code, &format!("{module}::"))
}

fn has_path(code: &str, path: &str) -> bool {
    let inside =
        |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    code.match_indices(path).any(|(at, _)| !inside(code[..at].chars().next_back()))
}

#[test]
fn pages_and_json_do_not_know_each_other() {
    for source in code_below(SOURCES) {
        let inside = source.path.trim_start_matches(SOURCES);
        let own = inside.split('/').next().unwrap_or(inside);
        for (module, by) in KNOWN_BY {
            assert!(by.contains(&own) || !names(&source.code, module), "{} names `{module}`", source.path);
        }
    }
}

#[test]
fn a_module_is_found_however_it_is_named() {
    for code in ["use crate::site::View;", "use crate::{csv,\n    site};", "let a = crate::site::plan(b);"] {
        assert!(names(code, "site"), "{code}");
    }
    for code in ["use crate::view::View;", "head.site(path);", "let site = website::of(b);"] {
        assert!(!names(code, "site"), "{code}");
    }
}
