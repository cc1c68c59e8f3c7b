//! The workspace's sources as text, without comments and without tests.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file: path relative to the workspace, `/` between its parts, and its code.
pub struct Source {
    pub path: String,
    pub code: String,
}

pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The code of all `.rs` files below a folder of the workspace.
pub fn code_below(folder: &str) -> Vec<Source> {
    let sources: Vec<Source> = files_below(folder, "rs")
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(workspace().join(&path)).unwrap();
            Source { code: without_tests_and_comments(&text), path }
        })
        .collect();
    assert!(!sources.is_empty(), "no sources below {folder}");
    sources
}

/// Paths of all files below a folder with that ending, sorted; modules that only tests compile are left out.
pub fn files_below(folder: &str, ending: &str) -> Vec<String> {
    let root = workspace();
    let mut found = Vec::new();
    let mut open = vec![root.join(folder)];
    while let Some(folder) = open.pop() {
        let mut for_tests = Vec::new();
        for name in ["mod.rs", "lib.rs"] {
            if let Ok(text) = fs::read_to_string(folder.join(name)) {
                for_tests.extend(test_modules(&text));
            }
        }
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|own| own == ending)
                && !for_tests.iter().any(|name| path.file_stem().is_some_and(|stem| stem == name.as_str()))
            {
                let inside = path.strip_prefix(&root).unwrap();
                let parts: Vec<&str> = inside.iter().map(|part| part.to_str().unwrap()).collect();
                found.push(parts.join("/"));
            }
        }
    }
    found.sort();
    found
}

/// Names of modules declared `#[cfg(test)] mod name;`.
fn test_modules(text: &str) -> Vec<String> {
    let declared =
        text.split("#[cfg(test)]").skip(1).filter_map(|after| after.trim_start().strip_prefix("mod "));
    declared
        .filter_map(|after| after.split_once(';'))
        .map(|(name, _)| name)
        .filter(|name| !name.contains('{'))
        .map(str::to_owned)
        .collect()
}

fn without_tests_and_comments(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
    let lines = code.lines().map(|line| match line.find("//") {
        // Not the slashes of an address.
        Some(at) if !line[..at].ends_with(':') => &line[..at],
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether `code` has `word` standing by itself, not inside a longer word.
pub fn has_word(code: &str, word: &str) -> bool {
    let inside =
        |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    code.match_indices(word).any(|(at, _)| {
        !inside(code[..at].chars().next_back()) && !inside(code[at + word.len()..].chars().next())
    })
}

#[test]
fn words_are_found_whole_and_comments_are_not_code() {
    assert!(has_word("use std::fs;", "std::fs"));
    assert!(!has_word("let random = 1;", "rand"));
    let code = without_tests_and_comments("a(); // f64\nb(\"http://x\");\n#[cfg(test)]\nmod tests { f64 }");
    assert!(!has_word(&code, "f64") && has_word(&code, "x"));
    assert_eq!(
        test_modules("mod a;\n#[cfg(test)]\nmod fixture;\n#[cfg(test)]\nmod tests { x; }"),
        ["fixture"]
    );
}
