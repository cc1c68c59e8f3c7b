//! `parcferme check SEASON`: rulebook and facts are well formed and fit each other.

use super::{Answer, Failure, shell_word};
use crate::lacking::lacking;
use crate::{library, report};
use parcferme_core::number_words::counted;
use parcferme_core::{Diagnostic, Severity};
use std::io::Write;
use std::path::{Path, PathBuf};

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
            report::write(&lacking(&loaded, &shell_word(Path::new(&args.season))), out)?;
            let (season, rules) = (&loaded.season, &loaded.rules);
            writeln!(
                out,
                "{}: {}, {}, {}, {}; rulebook {} with {}. {}",
                season.id,
                counted(season.rounds.len(), "round"),
                counted(season.results.len(), "result"),
                counted(season.competitors.len(), "competitor"),
                counted(season.published.len(), "published table"),
                rules.document,
                counted(rules.articles.len(), "rule"),
                verdict(&loaded.diagnostics),
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

/// What is said of a season without errors.
fn verdict(diagnostics: &[Diagnostic]) -> String {
    match diagnostics.iter().filter(|own| own.severity == Severity::Warning).count() {
        0 => "Well formed.".to_owned(),
        1 => "1 warning.".to_owned(),
        several => format!("{several} warnings."),
    }
}

#[cfg(test)]
mod tests {
    use super::verdict;
    use parcferme_core::Diagnostic;

    #[test]
    fn only_a_season_without_warnings_is_well_formed() {
        let (note, warning) = (Diagnostic::note("PF0001", "a"), Diagnostic::warning("PF0001", "b"));
        assert_eq!(verdict(&[]), "Well formed.");
        assert_eq!(verdict(std::slice::from_ref(&note)), "Well formed.");
        assert_eq!(verdict(&[note, warning.clone()]), "1 warning.");
        assert_eq!(verdict(&[warning.clone(), warning]), "2 warnings.");
    }
}
