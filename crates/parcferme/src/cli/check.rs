//! `parcferme check SEASON`: rulebook and facts are well formed.

use super::{Answer, Failure};
use crate::{library, report};
use std::io::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Args {
    /// Season folder, or name of a bundled season
    season: String,
    /// Check this rulebook instead of the season's own
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let loaded = library::load(&args.season, args.rulebook.as_deref());
    match loaded.and_then(|loaded| loaded.outcome().map(|_| loaded)) {
        Ok(loaded) => {
            report::write(&loaded.diagnostics, out)?;
            let (season, rules) = (&loaded.season, &loaded.rules);
            writeln!(
                out,
                "{}: {} rounds, {} results, {} competitors, {} published tables; rulebook {} with {} rules. Well formed.",
                season.id,
                season.rounds.len(),
                season.results.len(),
                season.competitors.len(),
                season.published.len(),
                rules.document,
                rules.articles.len(),
            )?;
            Ok(true)
        }
        Err(refused) if refused.iter().any(|own| own.id == "PF0901") => Err(Failure::Refused(refused)),
        Err(refused) => {
            report::write(&refused, out)?;
            Ok(false)
        }
    }
}
