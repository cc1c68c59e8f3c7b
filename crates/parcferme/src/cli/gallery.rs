//! `parcferme gallery SEASON...`: seasons under other rulebooks, who would have been champion, and what turned it.

use super::{Answer, Failure, Format, Output, write_json, write_sheet};
use crate::gallery::{gallery, rulebooks_of};
use crate::library;
use crate::lookup::{self, What};
use parcferme_core::Diagnostic;
use parcferme_publish::{json, sheet};
use std::collections::BTreeSet;
use std::io::{IsTerminal, Write};

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme gallery f1db                       all seasons of a copy of f1db, by every rulebook of Formula One that says
                                               something of its own
  parcferme gallery f1db --by f1/1982 --by f1/2010 --title drivers --turned
                                               by two of them; the titles of drivers that would have gone to another
  parcferme gallery alms/2003 --by alms/2005

`parcferme whatif SEASON --rulebook NAME` shows the tables of one of them.")]
pub struct Args {
    /// Season folders, names of bundled seasons, or folders of seasons
    #[arg(required = true)]
    seasons: Vec<String>,
    /// A rulebook: a bundled one, or a file; those of the series that differ where none is named
    #[arg(long, value_name = "RULEBOOK")]
    by: Vec<String>,
    /// Only this title
    #[arg(long)]
    title: Option<String>,
    /// Only titles that would have gone to somebody else
    #[arg(long)]
    turned: bool,
    #[command(flatten)]
    output: Output,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let mut seasons = Vec::new();
    for own in &args.seasons {
        seasons.extend(library::load_all(own, None)?);
    }
    let mut by = args.by.clone();
    if by.is_empty() {
        for own in &seasons {
            let more = rulebooks_of(&own.season.series);
            by.extend(more.into_iter().filter(|id| !by.contains(id)).collect::<Vec<_>>());
        }
    }
    if by.is_empty() {
        return Err(Failure::Refused(vec![
            Diagnostic::error("PF0347", "no rulebook ships for the series")
                .expected("--by with the name of a rulebook, or a file")
                .help("`parcferme rulebook list` has the names"),
        ]));
    }
    let (shown, all) = (std::io::stderr().is_terminal(), seasons.len());
    let watch = |done: usize| {
        if shown && done < all {
            eprint!("\r{done} of {all} seasons");
        } else if shown {
            eprint!("\r\x1b[K");
        }
        true
    };
    let mut made = gallery(&seasons, &by, &watch)?;
    if let Some(title) = &args.title {
        let known: BTreeSet<String> = made.titles.iter().map(|own| own.title.clone()).collect();
        lookup::among(What::Title, title, known.iter().map(String::as_str))?;
        made.titles.retain(|own| own.title.eq_ignore_ascii_case(title));
    }
    match args.output.format() {
        Format::Json => write_json(&json::gallery::gallery(&made), out)?,
        format => write_sheet(&sheet::gallery::gallery(&made, args.turned), format, out)?,
    }
    Ok(true)
}
