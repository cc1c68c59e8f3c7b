//! `parcferme standings SEASON`: tables of all titles and classes.

use super::{Answer, Format, Output, SeasonArgs, TableArgs, write_json, write_sheet};
use crate::lacking::lacking;
use crate::{library, report};
use parcferme_publish::wikitext::{self, Spelling};
use parcferme_publish::{json, sheet};
use std::io::Write;

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    season: SeasonArgs,
    #[command(flatten)]
    tables: TableArgs,
    #[command(flatten)]
    output: Output,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let loaded = args.season.load()?;
    report::to_stderr(&lacking(loaded, &args.season.shell_word()));
    let (season, rules) = (&loaded.season, &loaded.rules);
    let wanted = args.tables.wanted(season, rules)?;
    let outcome = library::outcome(season, rules, wanted.after)?;
    let tables: Vec<_> = wanted.among(&outcome.tables).collect();
    match args.output.format() {
        Format::Json => write_json(&json::standings::standings(season, rules, tables), out)?,
        Format::Wikitext => {
            for table in tables {
                let title = &rules.titles[table.title];
                writeln!(out, "=== {} ===", sheet::standings::heading(season, rules, table))?;
                out.write_all(wikitext::standings(season, title, table, Spelling::Canonical).as_bytes())?;
            }
        }
        format @ (Format::Pdf | Format::Xlsx | Format::Html) => {
            let sheet = sheet::official::points(season, rules, tables, &loaded.issue());
            write_sheet(&sheet, format, out)?;
        }
        format => {
            let still_open = sheet::scenario::headlines(season, rules, tables.iter().copied());
            let mut sheet = sheet::standings::standings(season, rules, tables);
            sheet.blocks.extend(still_open);
            write_sheet(&sheet, format, out)?;
        }
    }
    Ok(true)
}
