//! Findings for tools that show them beside the files of a season kept in git: one model, three formats.
//!
//! * [`github`]: workflow commands, which GitHub Actions turns into annotations of a change.
//! * [`sarif`]: SARIF 2.1.0, which code scanning and editors read.
//! * [`junit`]: the XML that test reporters read.

mod github;
mod junit;
mod sarif;

pub use github::github;
pub use junit::junit;
pub use sarif::{Page, Tool, sarif};

use parcferme_core::Severity;

/// What was found in one season, check by check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suite {
    /// Id of the season.
    pub name: String,
    pub cases: Vec<Case>,
}

/// One check: of an audit, or of a file that is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    pub name: String,
    /// Whether there was anything to check.
    pub compared: bool,
    pub found: Vec<Found>,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Stable id such as `PF0203`.
    pub id: &'static str,
    pub severity: Severity,
    /// One sentence without a full stop.
    pub message: String,
    /// What stood there, what was expected, why: a line each.
    pub details: Vec<String>,
    /// Where it is, the primary place first; empty where it is in no file.
    pub places: Vec<Spot>,
}

/// A place in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// From where the command was given, with `/`.
    pub path: String,
    /// From 1; 0 is the file as a whole.
    pub line: u32,
    /// In characters, from 1; 0 is the line as a whole.
    pub column: u32,
}

impl Found {
    /// Message and details, a line each, without control characters.
    fn text(&self) -> String {
        let lines = std::iter::once(&self.message).chain(&self.details);
        lines.map(|line| plain(line)).collect::<Vec<_>>().join("\n")
    }
}

/// A text that came from a file, without what terminals and parsers take for commands.
fn plain(text: &str) -> std::borrow::Cow<'_, str> {
    parcferme_core::printable::printable(text)
}

#[cfg(test)]
mod tests;
