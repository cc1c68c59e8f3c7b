//! `parcferme audit SEASON`: published tables against computed ones, and documents against each other.

use super::{Answer, Format, Output, audit as text, tell, write_json, write_sheet};
use crate::library;
use parcferme_core::{Severity, audit, compute};
use parcferme_publish::{json, sheet};
use std::io::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
#[command(after_help = "\
Cells of rounds known in full are proven or contradicted; cells of rounds known only by their published points are
counted as unverifiable. Exit status 1 when a finding is an error.")]
pub struct Args {
    /// Season folder, or name of a bundled season
    season: String,
    /// Score by this rulebook instead of the season's own
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let loaded = library::load(&args.season, args.rulebook.as_deref())?;
    tell(&loaded.diagnostics);
    let (season, rules) = (&loaded.season, &loaded.rules);
    let audit = audit(season, rules, &compute(season, rules));
    match args.output.format() {
        Format::Table => text::render(season, &audit, out)?,
        Format::Json => write_json(&json::audit::audit(season, rules, &audit), out)?,
        format => write_sheet(&sheet::audit::audit(season, &audit), format, out)?,
    }
    Ok(audit.findings.iter().all(|finding| finding.severity != Severity::Error))
}
