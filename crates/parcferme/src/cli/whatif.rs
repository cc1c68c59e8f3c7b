//! `parcferme whatif SEASON --rulebook FILE | --decision FILE`: the tables before and after.

use super::{Answer, Failure, Format, Output, tell, write_json, write_sheet};
use crate::library;
use parcferme_core::whatif::compare;
use parcferme_core::{Diagnostic, Rulebook, Severity};
use parcferme_publish::{json, sheet};
use std::io::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme whatif f1/1988 --rulebook f1/2010            a season under other rules: a bundled rulebook, or a file
  parcferme whatif alms/2003 --decision exclusion.toml   a decision before it is signed, written as in decisions.toml")]
pub struct Args {
    /// Season folder, or name of a bundled season
    season: String,
    /// Score by this rulebook instead: a file, or the name of a bundled one
    #[arg(long, value_name = "RULEBOOK", required_unless_present = "decision")]
    rulebook: Option<String>,
    /// Add the decisions of this file
    #[arg(long, value_name = "FILE")]
    decision: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let loaded = library::load(&args.season, None)?;
    tell(&loaded.diagnostics);
    let before = loaded.outcome()?;
    let (mut folder, mut changes) = (loaded.folder.clone(), Vec::new());
    let mut rules = loaded.rules.clone();
    if let Some(name) = &args.rulebook {
        let (document, text) = library::rulebook(name)?;
        let (other, found) = Rulebook::parse(&document, &text);
        refuse_errors(found)?;
        changes.push(format!("scored by {}", other.name));
        rules = other;
    }
    if let Some(path) = &args.decision {
        let text = library::read_text(path)?;
        let known = folder.decisions.len();
        refuse_errors(folder.read_decisions(&path.display().to_string(), &text))?;
        changes.extend(
            folder.decisions[known..].iter().map(|own| format!("decision {}: {}", own.id, own.reason)),
        );
    }
    let (season, found) = folder.season(&rules);
    refuse_errors(found)?;
    let after = library::outcome(&season, &rules, None)?;
    let change = changes.join("; ");
    let comparison = compare((&loaded.season, &loaded.rules, &before), (&season, &rules, &after));
    match args.output.format() {
        Format::Json => write_json(&json::whatif::whatif(&season, &change, &comparison), out)?,
        format => write_sheet(&sheet::whatif::whatif(&season, &change, &comparison), format, out)?,
    }
    Ok(true)
}

fn refuse_errors(found: Vec<Diagnostic>) -> Result<(), Failure> {
    if found.iter().any(|own| own.severity == Severity::Error) {
        Err(Failure::Refused(found))
    } else {
        Ok(())
    }
}
