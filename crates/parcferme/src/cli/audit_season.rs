//! `parcferme audit SEASON`: published tables against computed ones, and documents against each other.

use super::{Answer, Format, Output, audit as text, not_in, tell, write_json, write_sheet};
use crate::library::{self, Refused};
use parcferme_core::Diagnostic;
use parcferme_core::audit;
use parcferme_core::audit::Audit;
use parcferme_publish::{json, sheet};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
#[command(after_help = "\
Cells of rounds known in full are proven or contradicted; cells of rounds known only by their published points are
counted as unverifiable. Exit status 1 when a finding is an error.

A folder of season folders, or a copy of f1db, is audited whole: one line a season, then all findings.")]
pub struct Args {
    /// Season folder, name of a bundled season, or a folder of seasons
    season: String,
    /// Score by this rulebook instead of the season's own
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let seasons = library::load_all(&args.season, args.rulebook.as_deref())?;
    let audited = seasons.iter().map(|loaded| {
        let audit = audit(&loaded.season, &loaded.rules, &loaded.outcome()?);
        tell(&not_found_again(&loaded.diagnostics, &audit));
        Ok(audit)
    });
    let audits: Vec<Audit> = audited.collect::<Result<_, Refused>>()?;
    let pairs = || seasons.iter().zip(&audits);
    match (seasons.as_slice(), args.output.format()) {
        ([one], Format::Table) => text::render(&one.season, &audits[0], out)?,
        ([one], Format::Json) => write_json(&json::audit::audit(&one.season, &one.rules, &audits[0]), out)?,
        ([one], format) => write_sheet(&sheet::audit::audit(&one.season, &audits[0]), format, out)?,
        (_, Format::Table) => {
            text::render_all(pairs().map(|(loaded, audit)| (&loaded.season, audit)), out)?;
        }
        (_, Format::Json) => {
            let documents: Vec<_> = pairs()
                .map(|(loaded, audit)| json::audit::audit(&loaded.season, &loaded.rules, audit))
                .collect();
            write_json(&documents, out)?;
        }
        (_, format) => return Err(not_in(format)),
    }
    Ok(!audits.iter().any(Audit::has_errors))
}

/// What was told when the season was loaded, but for what the audit finds too.
fn not_found_again(diagnostics: &[Diagnostic], audit: &Audit) -> Vec<Diagnostic> {
    let found: BTreeSet<(&str, &str)> =
        audit.findings.iter().map(|own| (own.id, own.message.as_str())).collect();
    diagnostics.iter().filter(|own| !found.contains(&(own.id, own.message.as_str()))).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use parcferme_core::Severity;
    use parcferme_core::audit::Finding;

    #[test]
    fn what_the_audit_finds_is_told_once() {
        let told = ["a", "b"].map(|message| Diagnostic::warning("PF0266", message));
        let findings = vec![Finding::new("PF0266", Severity::Warning, "a")];
        let audit = Audit { findings, ..Audit::default() };
        assert_eq!(not_found_again(&told, &audit), told[1..]);
    }
}
