//! `parcferme whatif SEASON --rulebook FILE | --set CHANGE | --decision FILE`: the tables before and after.

use super::{Answer, Failure, Format, Output, tell, write_json, write_sheet};
use crate::library;
use parcferme_core::change::{Change, changed};
use parcferme_core::whatif::compare;
use parcferme_core::{Diagnostic, Rulebook, Severity};
use parcferme_publish::{json, sheet};
use std::io::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme whatif f1/1988 --rulebook f1/2010            a season under other rules: a bundled rulebook, or a file
  parcferme whatif alms/2003 --set 'classified.min_share = 80 %'
                                                         one rule otherwise; --set may stand several times
  parcferme whatif alms/2003 --decision exclusion.toml   a decision before it is signed, written as in decisions.toml")]
pub struct Args {
    /// Season folder, or name of a bundled season
    season: String,
    /// Score by this rulebook instead: a file, or the name of a bundled one
    #[arg(long, value_name = "RULEBOOK", required_unless_present_any = ["decision", "set"])]
    rulebook: Option<String>,
    /// Change one rule: `kind.key = value`, `kind.id.key = value`, `kind.*.key = value` for all of a kind; no value takes the
    /// key away
    #[arg(long, value_name = "CHANGE")]
    set: Vec<String>,
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
    let mut book = (rules.document.clone(), loaded.rulebook_text.clone());
    if let Some(name) = &args.rulebook {
        let (document, text) = library::rulebook(name)?;
        let (other, found) = Rulebook::parse(&document, &text);
        refuse_errors(found)?;
        changes.push(format!("scored by {}", other.name));
        rules = other;
        book = (document, text);
    }
    if !args.set.is_empty() {
        let set: Vec<Change> = all_or_refused(args.set.iter().map(|own| Change::parse(own)))?;
        let text = changed(&book.0, &book.1, &set).map_err(|own| Failure::Refused(vec![*own]))?;
        let (other, found) = Rulebook::parse(&book.0, &text);
        refuse_errors(found)?;
        changes.extend(set.iter().map(Change::to_string));
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

fn all_or_refused(
    read: impl Iterator<Item = Result<Change, Box<Diagnostic>>>,
) -> Result<Vec<Change>, Failure> {
    let (mut all, mut refused) = (Vec::new(), Vec::new());
    for own in read {
        match own {
            Ok(own) => all.push(own),
            Err(own) => refused.push(*own),
        }
    }
    if refused.is_empty() { Ok(all) } else { Err(Failure::Refused(refused)) }
}

fn refuse_errors(found: Vec<Diagnostic>) -> Result<(), Failure> {
    if found.iter().any(|own| own.severity == Severity::Error) {
        Err(Failure::Refused(found))
    } else {
        Ok(())
    }
}
