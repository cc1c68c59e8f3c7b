//! What an audit finds, and how it counts.

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::printable::into_printable;
use crate::rules::title::Title;
use crate::season::{Class, Competitor, Round};
use crate::table::Ix;
use std::collections::BTreeSet;

/// Everything that an audit of a season says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// One a check, in the order in which they ran.
    pub checks: Vec<CheckCount>,
    /// Errors first, then warnings, then notes; within each in order of the checks and of the season's facts.
    pub findings: Vec<Finding>,
}

impl Audit {
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// What was told when the season was loaded, but for what is found here too.
    pub fn besides<'d>(&'d self, told: &'d [Diagnostic]) -> impl Iterator<Item = &'d Diagnostic> {
        let found: BTreeSet<(&str, &str)> =
            self.findings.iter().map(|own| (own.id, own.message.as_str())).collect();
        told.iter().filter(move |own| !found.contains(&(own.id, own.message.as_str())))
    }

    pub fn count(&self, check: &str) -> Option<&CheckCount> {
        self.checks.iter().find(|count| count.check == check)
    }
}

/// How often a check could compare two statements, and what came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CheckCount {
    pub check: &'static str,
    /// Compared: `agree + differ + waived`.
    pub checked: u32,
    pub agree: u32,
    pub differ: u32,
    /// Of those that agree: those that would not, were it not for a decision.
    pub decided: u32,
    /// Differences that a decision waives.
    pub waived: u32,
    /// Not compared, because one side is not known.
    pub unverifiable: u32,
}

/// Two statements that do not agree, or one that cannot be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable id such as `PF0203`.
    pub id: &'static str,
    /// Name of the check.
    pub check: &'static str,
    pub severity: Severity,
    /// One sentence without a full stop.
    pub message: String,
    /// Where both statements stand, the asserted one first; `text` is what stands there.
    pub places: Vec<Place>,
    /// What a document asserts.
    pub asserted: String,
    /// What was computed, or what another document asserts.
    pub computed: String,
    /// Why the computed side is what it is: facts and articles, one a line.
    pub because: Vec<String>,
    pub help: Option<String>,
    /// What it is about, for links.
    pub title: Option<Ix<Title>>,
    pub class: Option<Ix<Class>>,
    pub competitor: Option<Ix<Competitor>>,
    pub round: Option<Ix<Round>>,
}

impl Finding {
    /// A finding with nothing but its message. [`crate::audit::audit`] sets the check.
    pub fn new(id: &'static str, severity: Severity, message: impl Into<String>) -> Finding {
        Finding {
            id,
            check: "",
            severity,
            message: into_printable(message),
            places: Vec::new(),
            asserted: String::new(),
            computed: String::new(),
            because: Vec::new(),
            help: None,
            title: None,
            class: None,
            competitor: None,
            round: None,
        }
    }

    pub(super) fn error(id: &'static str, message: impl Into<String>) -> Finding {
        Finding::new(id, Severity::Error, message)
    }

    pub(super) fn warning(id: &'static str, message: impl Into<String>) -> Finding {
        Finding::new(id, Severity::Warning, message)
    }

    pub(super) fn note(id: &'static str, message: impl Into<String>) -> Finding {
        Finding::new(id, Severity::Note, message)
    }

    /// The same for whoever only checks what was written down.
    pub(super) fn diagnostic(self) -> Diagnostic {
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        Diagnostic {
            id: self.id,
            severity: self.severity,
            message: self.message,
            places: self.places,
            found: some(self.asserted),
            expected: some(self.computed),
            help: self.help,
        }
    }

    pub(super) fn at(mut self, places: impl IntoIterator<Item = Place>) -> Finding {
        for place in places.into_iter().map(Place::printable) {
            if !self.places.contains(&place) {
                self.places.push(place);
            }
        }
        self
    }

    pub(super) fn says(mut self, asserted: impl ToString, computed: impl ToString) -> Finding {
        self.asserted = into_printable(asserted.to_string());
        self.computed = into_printable(computed.to_string());
        self
    }

    pub(super) fn because(mut self, lines: impl IntoIterator<Item = String>) -> Finding {
        self.because.extend(lines.into_iter().map(into_printable));
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Finding {
        self.help = Some(into_printable(help));
        self
    }

    pub(super) fn class(mut self, class: impl Into<Option<Ix<Class>>>) -> Finding {
        self.class = class.into();
        self
    }

    pub(super) fn competitor(mut self, competitor: impl Into<Option<Ix<Competitor>>>) -> Finding {
        self.competitor = competitor.into();
        self
    }

    pub(super) fn round(mut self, round: impl Into<Option<Ix<Round>>>) -> Finding {
        self.round = round.into();
        self
    }
}

/// What one check says, as it runs.
pub(super) struct Log {
    count: CheckCount,
    findings: Vec<Finding>,
}

impl Log {
    pub(super) fn of(check: &'static str) -> Log {
        Log { count: CheckCount { check, ..CheckCount::default() }, findings: Vec::new() }
    }

    pub(super) fn agree(&mut self) {
        self.count.checked += 1;
        self.count.agree += 1;
    }

    pub(super) fn unverifiable(&mut self) {
        self.count.unverifiable += 1;
    }

    pub(super) fn differ(&mut self, finding: Finding) {
        self.count.checked += 1;
        self.count.differ += 1;
        self.note(finding);
    }

    /// So many statements differ in the same way: one finding for all.
    pub(super) fn differ_all(&mut self, statements: usize, finding: Finding) {
        let statements = u32::try_from(statements).unwrap_or(u32::MAX);
        self.count.checked += statements;
        self.count.differ += statements;
        self.note(finding);
    }

    pub(super) fn waive(&mut self, finding: Finding) {
        self.count.checked += 1;
        self.count.waived += 1;
        self.note(finding);
    }

    /// Says something without counting it.
    pub(super) fn note(&mut self, mut finding: Finding) {
        finding.check = self.count.check;
        self.findings.push(finding);
    }

    pub(super) fn finish(self, audit: &mut Audit) {
        audit.checks.push(self.count);
        audit.findings.extend(self.findings);
    }
}
