//! SARIF 2.1.0 (OASIS): a run, its rules with their pages, a result for each finding.

use super::{Found, Spot, Suite, plain};
use parcferme_core::Severity;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The program that found it.
pub struct Tool<'a> {
    pub name: &'a str,
    pub version: &'a str,
    /// Address below which the pages of errors lie, with a `/` at its end; empty where they lie nowhere.
    pub pages: &'a str,
    /// The page of an id.
    pub page: &'a dyn Fn(&str) -> Option<Page>,
}

/// The page of an error.
pub struct Page {
    pub title: String,
    /// As Markdown.
    pub text: String,
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Driven<'a>,
    column_kind: &'static str,
    results: Vec<Outcome>,
}

#[derive(Serialize)]
struct Driven<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
struct Driver<'a> {
    name: &'a str,
    version: &'a str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    short_description: Option<Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
}

#[derive(Serialize)]
struct Message {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Physical,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
}

/// The log of one run over all suites.
pub fn sarif(suites: &[Suite], tool: &Tool<'_>) -> String {
    let found: Vec<&Found> =
        suites.iter().flat_map(|suite| &suite.cases).flat_map(|case| &case.found).collect();
    let mut ids: BTreeMap<&'static str, usize> = found.iter().map(|own| (own.id, 0)).collect();
    for (index, own) in ids.values_mut().enumerate() {
        *own = index;
    }
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Driven {
                driver: Driver {
                    name: tool.name,
                    version: tool.version,
                    rules: ids.keys().map(|id| rule(id, tool)).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            results: found.iter().map(|own| outcome(own, ids[own.id])).collect(),
        }],
    };
    // Texts and numbers always have a JSON form.
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn rule(id: &'static str, tool: &Tool<'_>) -> Rule {
    let page = (tool.page)(id);
    Rule {
        id,
        short_description: page.as_ref().map(|page| Message { text: page.title.clone(), markdown: None }),
        help: page.map(|page| Message { text: page.text.clone(), markdown: Some(page.text) }),
        help_uri: (!tool.pages.is_empty()).then(|| format!("{}{id}.md", tool.pages)),
    }
}

fn outcome(found: &Found, rule_index: usize) -> Outcome {
    let mut locations = found.places.iter().map(location);
    Outcome {
        rule_id: found.id,
        rule_index,
        level: match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        // Braces in a message would be places for arguments.
        message: Message { text: found.text().replace('{', "{{").replace('}', "}}"), markdown: None },
        locations: locations.next().into_iter().collect(),
        related_locations: locations.collect(),
    }
}

fn location(place: &Spot) -> Location {
    let region = (place.line > 0)
        .then(|| Region { start_line: place.line, start_column: (place.column > 0).then_some(place.column) });
    Location { physical_location: Physical { artifact_location: Artifact { uri: uri(&place.path) }, region } }
}

/// A path as a relative reference, or as a `file` address where it is absolute (RFC 3986).
fn uri(path: &str) -> String {
    let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    // A colon in the first part of a relative path would make a scheme of it.
    for byte in plain(path).bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
