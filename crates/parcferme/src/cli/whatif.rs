//! `parcferme whatif SEASON ...`: the tables before and after something is otherwise, and the smallest change that would have made
//! somebody champion.

use super::{Answer, Failure, Format, Output, tell, write_json, write_sheet};
use crate::library;
use crate::otherwise::{Asked, Otherwise};
use crate::smallest::{self, Wish};
use parcferme_core::Diagnostic;
use parcferme_core::change::Change;
use parcferme_formats::folder::ResultChange;
use parcferme_publish::{json, sheet};
use std::io::Write;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme whatif alms/2003 --rulebook alms/2005        a season under other rules: a bundled rulebook, or a file
  parcferme whatif alms/2003 --set 'classified.min_share = 80 %'
                                                         one rule otherwise (docs/rules/eras.md has how changes are written)
  parcferme whatif alms/2003 --result '3 race #71 laps=60' --cancel 9
                                                         a result otherwise, a round that was not held
  parcferme whatif alms/2003 --result '3 race #71 swap=#80'
                                                         two cars the other way round
  parcferme whatif alms/2003 --decision 'disqualify round=3 number=88'
                                                         a decision before it is signed; or a file, written as decisions.toml
  parcferme whatif alms/2003 --champion 'teams GTS=Prodrive'
                                                         the smallest change that would have made Prodrive champion

All may stand together and several times; of several changes it is shown what each does by itself and after all others.")]
pub struct Args {
    /// Season folder, or name of a bundled season
    season: String,
    /// Score by this rulebook instead: a file, or the name of a bundled one
    #[arg(long, value_name = "RULEBOOK", required_unless_present_any = ["decision", "set", "result", "cancel", "without", "champion"])]
    rulebook: Option<String>,
    /// Change one rule: `kind.key = value`, `kind.id.key = value`, `kind.*.key = value` for all of a kind; no value takes the
    /// key away
    #[arg(long, value_name = "CHANGE")]
    set: Vec<String>,
    /// Change the result of a car: `ROUND SESSION #NUMBER COLUMN=VALUE ...`, with the columns of results files
    #[arg(long, value_name = "CHANGE")]
    result: Vec<String>,
    /// A round that was not held
    #[arg(long, value_name = "ROUND")]
    cancel: Vec<u32>,
    /// Add a decision, `KIND KEY=VALUE ...` with the keys of `decisions.toml`, or all of a file
    #[arg(long, value_name = "DECISION")]
    decision: Vec<String>,
    /// A decision of the season that was not taken, by its id
    #[arg(long, value_name = "ID")]
    without: Vec<String>,
    /// What would have made somebody champion: `TITLE=NAME`, or `TITLE CLASS=NAME`
    #[arg(long, value_name = "WISH", conflicts_with_all = ["rulebook", "decision", "set", "result", "cancel", "without"])]
    champion: Option<String>,
    #[command(flatten)]
    output: Output,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let loaded = library::load(&args.season, None)?;
    tell(&loaded.diagnostics);
    if let Some(wish) = &args.champion {
        let wish = Wish::parse(wish, &loaded)?;
        let found = smallest::search(
            &loaded,
            &wish,
            smallest::Bound { most: smallest::MOST_COMPUTED, goes_on: &|| true },
        )?;
        match args.output.format() {
            Format::Json => write_json(&json::smallest::smallest(&found), out)?,
            format => {
                let table = wish.table(&loaded);
                write_sheet(&sheet::smallest::smallest(&loaded.season, &table, &found), format, out)?;
            }
        }
        return Ok(found.already || !found.ways.is_empty());
    }
    let asked = Asked::new(&loaded, &loaded.outcome()?, &otherwise(args)?)?;
    tell(&asked.told);
    match args.output.format() {
        Format::Json => write_json(&asked.document(), out)?,
        format => {
            let season = &asked.made.season;
            let sheet = sheet::whatif::whatif(season, &asked.change, &asked.comparison, &asked.shares);
            write_sheet(&sheet, format, out)?;
        }
    }
    Ok(true)
}

/// What the arguments say, in the order in which it is done.
fn otherwise(args: &Args) -> Result<Vec<Otherwise>, Failure> {
    let mut refused: Vec<Diagnostic> = Vec::new();
    let mut all: Vec<Otherwise> = args.rulebook.iter().cloned().map(Otherwise::Rulebook).collect();
    let mut add = |read: Result<Otherwise, Box<Diagnostic>>| match read {
        Ok(own) => all.push(own),
        Err(own) => refused.push(*own),
    };
    args.set.iter().for_each(|own| add(Change::parse(own).map(Otherwise::Rule)));
    args.result.iter().for_each(|own| add(ResultChange::parse(own).map(Otherwise::Result)));
    args.cancel.iter().for_each(|own| add(Ok(Otherwise::Cancelled(*own))));
    args.without.iter().for_each(|own| add(Ok(Otherwise::WithoutDecision(own.clone()))));
    for own in &args.decision {
        match Otherwise::decisions(own) {
            Ok(own) => all.extend(own),
            Err(own) => refused.extend(own),
        }
    }
    if refused.is_empty() { Ok(all) } else { Err(Failure::Refused(refused)) }
}
