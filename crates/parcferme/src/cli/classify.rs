//! `parcferme classify SEASON ROUND` and `parcferme classify FILE`: who came where, overall and in class.

use super::{Answer, Failure, Format, Output, classify_laps, tell, write_json, write_sheet};
use crate::{library, lookup, report, terminal};
use parcferme_core::rules::distance::{DistanceOf, MinimumDistance, Rounding};
use parcferme_core::timing::SessionKind;
use parcferme_core::{Diagnostic, Severity, Share};
use parcferme_publish::wikitext::{self, Spelling};
use parcferme_publish::{json, sheet};
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme classify alms/2003 3                      a declared race, by the season's rulebook
  parcferme classify laps.csv --stints                a race from its lap file alone
  parcferme classify laps.csv --against results.csv   and every difference from the official result
  parcferme classify laps.csv --ordered-by best-lap   practice or qualifying, where the laps do not show it")]
pub struct Args {
    /// Season folder, name of a bundled season, or a lap file
    season_or_file: String,
    /// Number of the round, or id of its event; a lap file has none
    round: Option<String>,
    /// Session of the round
    #[arg(long, default_value = "race")]
    session: String,
    /// Score by this rulebook instead of the season's own
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,
    #[command(flatten)]
    laps: LapOptions,
    #[command(flatten)]
    output: Output,
}

#[derive(clap::Args)]
#[command(next_help_heading = "For a lap file")]
struct LapOptions {
    /// Official results to compare with
    #[arg(long, value_name = "RESULTS")]
    against: Option<PathBuf>,
    /// How the session is ordered; from the laps where not given
    #[arg(long, value_name = "HOW", value_parser = ["race", "best-lap"])]
    ordered_by: Option<String>,
    /// Share of the winner's laps that a car must have covered
    #[arg(long, value_name = "SHARE", default_value = "70 %")]
    min_share: Share,
    /// Whose laps the share is taken of
    #[arg(long, value_name = "WINNER", default_value = "class-winner", value_parser = ["class-winner", "overall-winner"])]
    of: String,
    /// How the required laps are rounded
    #[arg(long, value_name = "HOW", default_value = "exact", value_parser = ["exact", "down", "nearest", "up"])]
    rounding: String,
    /// Show stints
    #[arg(long)]
    stints: bool,
    /// Show each driver's time on track
    #[arg(long)]
    drivers: bool,
    /// Show pit stops
    #[arg(long)]
    stops: bool,
    /// Only cars of this class
    #[arg(long)]
    class: Option<String>,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let path = Path::new(&args.season_or_file);
    if path.is_file() {
        return lap_file(path, args, out);
    }
    let loaded = library::load(&args.season_or_file, args.rulebook.as_deref())?;
    tell(&loaded.diagnostics);
    let Some(number) = &args.round else {
        return Err(Failure::Refused(vec![
            Diagnostic::error("PF0909", "classify needs the number of a round")
                .expected(format!("parcferme classify {} ROUND", args.season_or_file)),
        ]));
    };
    let (season, rules) = (&loaded.season, &loaded.rules);
    let round = lookup::round_meant(season, number)?;
    let outcome = loaded.outcome()?;
    let session = season.session(round, &args.session);
    let known: Vec<&str> = season
        .sessions_of(round)
        .filter(|&own| outcome.classification(own).is_some())
        .map(|own| season.sessions[own].id.as_str())
        .collect();
    let Some(classification) = session.and_then(|session| outcome.classification(session)) else {
        return Err(Failure::Refused(vec![
            Diagnostic::error(
                "PF0910",
                format!("the results of round {number} ({}) are not known", args.session),
            )
            .help(match known.is_empty() {
                true => "add its results or its laps to the folder; only its published points are carried, if any: see `parcferme standings`".to_owned(),
                false => format!("say which with `--session`: {}", known.join(", ")),
            }),
        ]));
    };
    match args.output.format() {
        Format::Json => write_json(&json::classification::declared(season, rules, classification), out)?,
        Format::Wikitext => {
            let table = wikitext::classification(season, classification, Spelling::Canonical);
            out.write_all(table.as_bytes())?;
        }
        format @ (Format::Pdf | Format::Xlsx | Format::Html) => {
            let issue = loaded.issue();
            let sheet = sheet::official::results(season, rules, &outcome, classification, &issue);
            write_sheet(&sheet, format, out)?;
        }
        format => {
            let sheet = sheet::classification::classification(season, rules, &outcome, classification);
            write_sheet(&sheet, format, out)?;
        }
    }
    Ok(classification.rows.iter().all(|row| !row.guessed))
}

fn lap_file(path: &Path, args: &Args, out: &mut dyn Write) -> Answer {
    let options = classify_laps::Options {
        against: args.laps.against.clone(),
        kind: args.laps.ordered_by.as_deref().and_then(SessionKind::from_word),
        distance: Some(MinimumDistance {
            share: args.laps.min_share,
            of: DistanceOf::from_word(&args.laps.of).unwrap_or(DistanceOf::ClassWinner),
            rounding: Rounding::from_word(&args.laps.rounding).unwrap_or(Rounding::Exact),
        }),
        stints: args.laps.stints,
        driver_times: args.laps.drivers,
        pit_stops: args.laps.stops,
        class: args.laps.class.clone(),
        width: terminal::terminal_width(),
    };
    let told = classify_laps::run(path, &options, args.output.format(), out)?;
    if told.diagnostics.iter().any(|own| own.severity == Severity::Error) {
        report::to_stderr(&told.diagnostics);
        return Err(Failure::Refused(Vec::new()));
    }
    tell(&told.diagnostics);
    Ok(told.in_order)
}
