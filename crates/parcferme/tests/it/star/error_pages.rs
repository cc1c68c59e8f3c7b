//! Each error id has one meaning and one page.

use super::source::{Source, code_below, files_below, workspace};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Ids that several files use, each in words of its own for one and the same mistake.
const ONE_MEANING_IN_MANY_WORDS: [&str; 2] = ["PF0511", "PF0703"];

/// Each id with the files that use it and, where it stands beside the id, the message.
fn uses() -> BTreeMap<String, BTreeSet<(String, Option<String>)>> {
    let mut found: BTreeMap<String, BTreeSet<_>> = BTreeMap::new();
    for Source { path, code } in code_below("crates").into_iter().filter(|own| own.path.contains("/src/")) {
        for (at, _) in code.match_indices("\"PF") {
            let Some((id, rest)) = code[at + 1..].split_once('"') else { continue };
            if id.len() == 6 && id[2..].bytes().all(|byte| byte.is_ascii_digit()) {
                found.entry(id.to_owned()).or_default().insert((path.clone(), message(rest)));
            }
        }
    }
    found
}

/// The text behind an id, with `*` for every value in it: `, format!("no round {number}")` is `no round *`.
fn message(rest: &str) -> Option<String> {
    let rest = rest.strip_prefix(',')?.trim_start();
    let rest = rest.strip_prefix("format!(").map_or(rest, str::trim_start);
    let text = rest.strip_prefix('"')?.split_once('"')?.0;
    let (mut shown, mut inside) = (String::new(), false);
    for letter in text.chars() {
        match letter {
            '{' => inside = true,
            '}' => {
                inside = false;
                shown.push('*');
            }
            _ if inside => {}
            letter => shown.push(letter),
        }
    }
    let quoted = shown.split('`').enumerate().map(|(index, part)| if index % 2 == 1 { "*" } else { part });
    Some(quoted.collect())
}

#[test]
fn every_error_has_a_page_and_every_page_an_error() {
    let used: BTreeSet<String> = uses().into_keys().collect();
    let pages: BTreeSet<String> = files_below("docs/errors", "md")
        .iter()
        .filter_map(|path| path.strip_prefix("docs/errors/")?.strip_suffix(".md").map(str::to_owned))
        .filter(|name| name.starts_with("PF"))
        .collect();
    let missing: Vec<&String> = used.difference(&pages).collect();
    assert!(missing.is_empty(), "without a page in docs/errors: {missing:?}");
    let gone: Vec<&String> = pages.difference(&used).collect();
    assert!(gone.is_empty(), "pages of errors that nothing reports: {gone:?}");
}

#[test]
fn every_page_is_headed_by_its_id_and_listed() {
    let list = fs::read_to_string(workspace().join("docs/errors/README.md")).unwrap();
    for path in files_below("docs/errors", "md").iter().filter(|path| !path.ends_with("README.md")) {
        let id = path.trim_start_matches("docs/errors/").trim_end_matches(".md");
        let text = fs::read_to_string(workspace().join(path)).unwrap();
        assert!(text.starts_with(&format!("# {id}: ")), "{path} is headed otherwise");
        assert!(
            list.contains(&format!("({id}.md)")),
            "docs/errors/README.md does not list {id}: run `cargo xtask docs`"
        );
    }
}

#[test]
fn no_error_id_says_two_things() {
    for (id, uses) in uses() {
        let mut by_file: BTreeMap<&String, BTreeSet<&String>> = BTreeMap::new();
        for (path, message) in &uses {
            by_file.entry(path).or_default().extend(message);
        }
        // Files that use an id say at least one thing in the same words; a file that only compares with it says nothing.
        let said: Vec<&BTreeSet<&String>> =
            by_file.values().filter(|messages| !messages.is_empty()).collect();
        let alike = said.windows(2).all(|pair| !pair[0].is_disjoint(pair[1]));
        assert!(
            alike || ONE_MEANING_IN_MANY_WORDS.contains(&id.as_str()),
            "{id} says several things: {uses:?}"
        );
    }
}
