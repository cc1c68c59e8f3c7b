//! `parcferme scenario SEASON`: who can still win, and how.

use super::{Answer, Format, Output, SeasonArgs, TableArgs, write_json, write_sheet};
use crate::lacking::lacking;
use crate::{library, lookup, odds, report};
use parcferme_core::scenario::{FieldIs, Question};
use parcferme_publish::scenario::{self, Told};
use parcferme_publish::{json, sheet};
use std::io::Write;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme scenario alms/2003 --after 7          every title and class, as it stood after round 7
  parcferme scenario f1db/2010 --title drivers --after 18
                                                  before the last race: who is champion if
  parcferme scenario my-season --field entered    every car of the last rounds is ranked in every session

A title is decided for one whom nobody can pass whatever happens. What is said to be possible has an order of finish that
was computed like any season; the JSON has it.")]
pub struct Args {
    #[command(flatten)]
    season: SeasonArgs,
    #[command(flatten)]
    tables: TableArgs,
    /// Who takes part in the sessions to come. `open`: anybody may miss any. `entered`: every car that started one of the
    /// last three rounds is ranked in every session
    #[arg(long, value_name = "open|entered", default_value = FieldIs::Open.word())]
    field: String,
    /// How likely it is too: draw so many ends of the season
    #[arg(long, value_name = "SEASONS", num_args = 0..=1, default_missing_value = "20000",
          value_parser = clap::value_parser!(u64).range(256..=10_000_000))]
    odds: Option<u64>,
    #[command(flatten)]
    output: Output,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let loaded = args.season.load()?;
    report::to_stderr(&lacking(loaded, &args.season.shell_word()));
    let (season, rules) = (&loaded.season, &loaded.rules);
    let wanted = args.tables.wanted(season, rules)?;
    let field = lookup::field(&args.field)?;
    let outcome = library::outcome(season, rules, None)?;
    let after = wanted.after.or_else(|| scenario::now(&outcome.tables));
    let question = Question { season, rules, after, field };
    let contests = scenario::contests(question, wanted.among(&outcome.tables));
    let mut told: Vec<Told<'_>> = contests.iter().map(Told::of).collect();
    if let Some(seasons) = args.odds {
        let before = odds::Before::of(loaded);
        let digest = loaded.digest();
        for own in told.iter_mut().filter(|own| own.contest.to_come() > 0) {
            match odds::odds(own.contest, &own.answer, (&outcome, &before), (&digest, seasons)) {
                Ok(drawn) => own.odds = Some(drawn),
                Err(found) => report::to_stderr(&[*found]),
            }
        }
    }
    match args.output.format() {
        Format::Json => write_json(&json::scenario::scenario(season, after, field, &told), out)?,
        format => write_sheet(&sheet::scenario::scenario(season, after, &told), format, out)?,
    }
    Ok(true)
}
