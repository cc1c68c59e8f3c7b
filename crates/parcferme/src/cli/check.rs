//! `parcferme check SEASON`: rulebook and facts are well formed and fit each other.

use super::findings::{self, SeasonPlace, ToolFormat};
use super::{Answer, Failure, shell_word};
use crate::lacking::lacking;
use crate::library::{self, Loaded};
use crate::report;
use crate::terminal::write_folded;
use parcferme_core::number_words::counted;
use parcferme_core::{Diagnostic, Severity};
use parcferme_formats::folder::Files;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
#[command(after_help = "\
For a season kept in git: `--format github` annotates the lines of a change, `sarif` goes to code scanning, `junit` to a
test reporter. Exit status 1 where there is an error, 0 where there are warnings and notes alone.

  parcferme check seasons/mine --format github
  parcferme check seasons/mine --format sarif > check.sarif")]
pub struct Args {
    /// Season folder, or name of a bundled season
    season: String,
    /// Check this rulebook instead of the season's own
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,
    /// How to write the answer; as text where nothing is said
    #[arg(long, value_enum)]
    format: Option<ToolFormat>,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let loaded = library::load(&args.season, args.rulebook.as_deref());
    match loaded.and_then(|loaded| loaded.outcome().map(|_| loaded)) {
        Ok(loaded) => {
            let mut told = loaded.diagnostics.clone();
            told.extend(lacking(&loaded, &shell_word(Path::new(&args.season))));
            match args.format {
                Some(format) => for_a_tool(args, format, &loaded.season.id, &loaded.files, &told, out)?,
                None => write_folded(out, |out| write_text(&loaded, &told, out))?,
            }
            Ok(true)
        }
        Err(refused) if refused.iter().any(|own| own.id == "PF0901") => Err(Failure::Refused(refused)),
        Err(refused) => {
            match args.format {
                Some(format) => for_a_tool(args, format, &args.season, &Files::new(), &refused, out)?,
                None => report::write(&refused, out)?,
            }
            Ok(false)
        }
    }
}

fn for_a_tool(
    args: &Args,
    format: ToolFormat,
    season: &str,
    files: &Files,
    told: &[Diagnostic],
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let suite = findings::of_files(season, &SeasonPlace::new(&args.season), files.keys(), told);
    out.write_all(findings::written(format, &[suite]).as_bytes())
}

fn write_text(loaded: &Loaded, told: &[Diagnostic], out: &mut dyn Write) -> std::io::Result<()> {
    report::write(told, out)?;
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
        verdict(told),
    )
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
