//! JUnit XML: a suite a season, a test case a check. An error is a failure; warnings and notes stand in the case's output,
//! for the form has no word for them.

use super::{Case, Found, Suite, plain};
use crate::atom::escaped;
use parcferme_core::Severity;
use std::fmt::Write;

/// The document.
pub fn junit(suites: &[Suite]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all: Vec<&Case> = suites.iter().flat_map(|suite| &suite.cases).collect();
    let _ = writeln!(xml, "<testsuites name=\"parcferme\" {}>", counts(&all));
    for suite in suites {
        let cases: Vec<&Case> = suite.cases.iter().collect();
        let _ = writeln!(xml, "  <testsuite name=\"{}\" {}>", attribute(&suite.name), counts(&cases));
        for case in cases {
            write_case(&suite.name, case, &mut xml);
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn counts(cases: &[&Case]) -> String {
    let of = |is: &dyn Fn(&Case) -> bool| cases.iter().filter(|case| is(case)).count();
    format!(
        "tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"",
        cases.len(),
        of(&|case| errors(case).next().is_some()),
        of(&is_skipped)
    )
}

fn errors(case: &Case) -> impl Iterator<Item = &Found> {
    case.found.iter().filter(|found| found.severity == Severity::Error)
}

fn is_skipped(case: &Case) -> bool {
    !case.compared && case.found.is_empty()
}

fn write_case(suite: &str, case: &Case, xml: &mut String) {
    let _ =
        write!(xml, "    <testcase classname=\"{}\" name=\"{}\"", attribute(suite), attribute(&case.name));
    if is_skipped(case) {
        xml.push_str(">\n      <skipped message=\"nothing to compare\"/>\n    </testcase>\n");
        return;
    }
    if case.found.is_empty() {
        xml.push_str("/>\n");
        return;
    }
    xml.push_str(">\n");
    let (errors, rest): (Vec<&Found>, Vec<&Found>) =
        case.found.iter().partition(|found| found.severity == Severity::Error);
    if let Some(first) = errors.first() {
        let more = if errors.len() > 1 { format!(" (and {} more)", errors.len() - 1) } else { String::new() };
        let message = attribute(&format!("{}{more}", first.message));
        let _ = writeln!(
            xml,
            "      <failure type=\"{}\" message=\"{message}\">{}</failure>",
            first.id,
            texts(&errors)
        );
    }
    if !rest.is_empty() {
        let _ = writeln!(xml, "      <system-out>{}</system-out>", texts(&rest));
    }
    xml.push_str("    </testcase>\n");
}

/// Each with its places, one below the other.
fn texts(found: &[&Found]) -> String {
    let texts = found.iter().map(|own| {
        let mut text = format!("{}[{}]: {}", own.severity.word(), own.id, own.text());
        for place in &own.places {
            let line = if place.line > 0 { format!(":{}", place.line) } else { String::new() };
            let _ = write!(text, "\n--> {}{line}", plain(&place.path));
        }
        escaped(&text)
    });
    texts.collect::<Vec<_>>().join("\n\n")
}

fn attribute(text: &str) -> String {
    escaped(&plain(text))
}
