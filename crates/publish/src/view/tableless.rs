//! Titles for which no result counts though there are results, and what the audit knows of the reason.

use crate::view::View;
use parcferme_core::Ix;
use parcferme_core::rules::title::Title;

/// Checks whose findings tell of rules that look for what no result has: a session that is not scored, a mark that nobody
/// bears, a length that nobody states.
const REASONS: [&str; 3] = ["scoreless-session", "rule-unused", "length-of-rules"];
/// Of one published table, what keeps it from being computed.
const ALONE: &str = "published-alone";

/// None before the first result, when nothing can count.
pub fn titles(view: &View) -> Vec<Ix<Title>> {
    if view.season.results.is_empty() {
        return Vec::new();
    }
    let filled =
        |title| view.outcome.tables.iter().any(|table| table.title == title && !table.rows.is_empty());
    view.rules.titles.iter().map(|(ix, _)| ix).filter(|&ix| !filled(ix)).collect()
}

/// What the audit says of rules that look for what no result has, each once; empty where it knows of none.
pub fn because(view: &View) -> String {
    let mut said: Vec<&str> = Vec::new();
    for finding in &view.audit.findings {
        let told = match finding.check {
            ALONE => &finding.computed,
            check if REASONS.contains(&check) => &finding.message,
            _ => continue,
        };
        if !said.contains(&told.as_str()) {
            said.push(told);
        }
    }
    said.join("; ")
}

/// In words, with what rules do not find; None where something counts for every title.
pub fn in_words(view: &View) -> Option<String> {
    let without = titles(view);
    let names: Vec<&str> = without.iter().map(|&ix| view.rules.titles[ix].name.as_str()).collect();
    let of = match (without.len(), without.len() == view.rules.titles.len()) {
        (0, _) => return None,
        (_, true) => "any title".to_owned(),
        (_, false) => names.join(", "),
    };
    let because = because(view);
    // Which rule keeps which title empty is not worked out: what is missing is told beside it.
    let missing = match because.is_empty() {
        true => because,
        false => format!(" What rules look for and do not find: {because}."),
    };
    Some(format!("No result counts for {of}.{missing}"))
}
