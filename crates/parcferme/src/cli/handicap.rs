//! `parcferme handicap SEASON [ROUND]`: what each carries into a round, and why.

use super::{Answer, Failure, Format, Output, SeasonArgs, write_json, write_sheet};
use crate::{library, lookup};
use parcferme_core::Diagnostic;
use parcferme_publish::{json, sheet};
use std::io::Write;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme handicap hill-cup                  what each carries into the round that is run next
  parcferme handicap hill-cup 3                into round 3; a grid that is reversed, where its session has been run

Ballast and seconds are `[[handicap]]` of the rulebook, grids `[[reversed_grid]]`: docs/rules/handicap.md, reversed_grid.md.")]
pub struct Args {
    #[command(flatten)]
    season: SeasonArgs,
    /// The round, by number or event; the one that is run next where it is left out
    round: Option<String>,
    #[command(flatten)]
    output: Output,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let loaded = args.season.load()?;
    let (season, rules) = (&loaded.season, &loaded.rules);
    if rules.handicaps.is_empty() && rules.reversed_grids.is_empty() {
        return Err(Failure::Refused(vec![
            Diagnostic::error(
                "PF0360",
                format!("the rulebook {} knows no handicaps and no reversed grids", rules.document),
            )
            .expected("`[[handicap]]` or `[[reversed_grid]]` in it")
            .help("docs/rules/handicap.md and docs/rules/reversed_grid.md say how they are written"),
        ]));
    }
    let round = args.round.as_deref().map(|asked| lookup::round_meant(season, asked)).transpose()?;
    let outcome = loaded.outcome()?;
    let found = library::handicaps(season, rules, &outcome, round)?;
    match args.output.format() {
        Format::Json => write_json(&json::handicap::handicap(season, rules, &found), out)?,
        format => write_sheet(&sheet::handicap::handicap(season, rules, &found), format, out)?,
    }
    Ok(true)
}
