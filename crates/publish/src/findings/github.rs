//! Workflow commands of GitHub Actions: `::error file=...,line=...,title=PF0401::message`.

use super::{Found, Suite, plain};
use parcferme_core::Severity;

/// A line a finding.
pub fn github(suites: &[Suite]) -> String {
    let found = suites.iter().flat_map(|suite| &suite.cases).flat_map(|case| &case.found);
    found.map(command).collect()
}

fn command(found: &Found) -> String {
    let command = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(place) = found.places.first() {
        properties.push(format!("file={}", property(&place.path)));
        for (name, number) in [("line", place.line), ("col", place.column)] {
            if number > 0 {
                properties.push(format!("{name}={number}"));
            }
        }
    }
    properties.push(format!("title={}", found.id));
    format!("::{command} {}::{}\n", properties.join(","), data(&found.text()))
}

/// A message: the characters that end a command are written in hexadecimal.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value of a property: also those that end it.
fn property(text: &str) -> String {
    data(&plain(text)).replace(':', "%3A").replace(',', "%2C")
}
