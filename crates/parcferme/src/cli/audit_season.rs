//! `parcferme audit SEASON`: published tables against computed ones, and documents against each other.

use super::findings::{self, AuditFormat, SeasonPlace};
use super::{Answer, Failure, Format, audit as text, not_in, tell, write_json, write_sheet};
use crate::library::{self, Loaded, Refused};
use crate::terminal::write_folded;
use parcferme_core::audit;
use parcferme_core::audit::Audit;
use parcferme_publish::{json, sheet};
use std::io::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
#[command(after_help = "\
Cells of rounds known in full are proven or contradicted; cells of rounds known only by their published points are
counted as unverifiable. Exit status 1 when a finding is an error.

A folder of season folders, or a copy of f1db, is audited whole: one line a season, then all findings.

For seasons kept in git: `--format github` annotates the lines of a change, `sarif` goes to code scanning, `junit` to a
test reporter.")]
pub struct Args {
    /// Season folder, name of a bundled season, or a folder of seasons
    season: String,
    /// Score by this rulebook instead of the season's own
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,
    /// How to write the answer; `table` where nothing is said
    #[arg(long, value_enum)]
    format: Option<AuditFormat>,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let format = args.format.unwrap_or(AuditFormat::Sheet(Format::Table));
    let audited = audits(args, format);
    let (seasons, audits) = match (audited, format) {
        (Ok(audited), _) => audited,
        (Err(refused), AuditFormat::Tool(format)) => {
            let place = SeasonPlace::new(&args.season);
            let suite = findings::of_files(&args.season, &place, std::iter::empty(), &refused);
            out.write_all(findings::written(format, &[suite]).as_bytes())?;
            return Err(refused.into());
        }
        (Err(refused), _) => return Err(refused.into()),
    };
    match format {
        AuditFormat::Sheet(format) => write(format, &seasons, &audits, out)?,
        AuditFormat::Tool(format) => {
            let suites = seasons.iter().zip(&audits).map(|(loaded, audit)| {
                let told = audit.besides(&loaded.diagnostics).cloned().collect::<Vec<_>>();
                findings::of_audit(&loaded.season.id, &SeasonPlace::new(&loaded.asked), audit, &told)
            });
            out.write_all(findings::written(format, &suites.collect::<Vec<_>>()).as_bytes())?;
        }
    }
    Ok(!audits.iter().any(Audit::has_errors))
}

fn audits(args: &Args, format: AuditFormat) -> Result<(Vec<Loaded>, Vec<Audit>), Refused> {
    let seasons = library::load_all(&args.season, args.rulebook.as_deref())?;
    let audited = seasons.iter().map(|loaded| {
        let audit = audit(&loaded.season, &loaded.rules, &loaded.outcome()?);
        if matches!(format, AuditFormat::Sheet(_)) {
            tell(&audit.besides(&loaded.diagnostics).cloned().collect::<Vec<_>>());
        }
        Ok(audit)
    });
    let audits = audited.collect::<Result<_, Refused>>()?;
    Ok((seasons, audits))
}

fn write(format: Format, seasons: &[Loaded], audits: &[Audit], out: &mut dyn Write) -> Result<(), Failure> {
    let pairs = || seasons.iter().zip(audits);
    match (seasons, audits, format) {
        ([one], [audit], Format::Table) => write_folded(out, |out| text::render(&one.season, audit, out))?,
        ([one], [audit], Format::Json) => {
            write_json(&json::audit::audit(&one.season, &one.rules, audit), out)?
        }
        ([one], [audit], format) => write_sheet(&sheet::audit::audit(&one.season, audit), format, out)?,
        (_, _, Format::Table) => {
            let all = pairs().map(|(loaded, audit)| (&loaded.season, audit));
            write_folded(out, |out| text::render_all(all, out))?;
        }
        (_, _, Format::Json) => {
            let documents: Vec<_> = pairs()
                .map(|(loaded, audit)| json::audit::audit(&loaded.season, &loaded.rules, audit))
                .collect();
            write_json(&documents, out)?;
        }
        (_, _, format) => {
            return Err(not_in(format, "table or json for several seasons; all formats for one"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use parcferme_core::audit::Finding;
    use parcferme_core::{Diagnostic, Severity};

    #[test]
    fn what_the_audit_finds_is_told_once() {
        let told = ["a", "b"].map(|message| Diagnostic::warning("PF0266", message));
        let findings = vec![Finding::new("PF0266", Severity::Warning, "a")];
        let audit = Audit { findings, ..Audit::default() };
        assert_eq!(audit.besides(&told).collect::<Vec<_>>(), [&told[1]]);
    }
}
