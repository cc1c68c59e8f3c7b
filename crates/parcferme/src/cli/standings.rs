//! `parcferme standings SEASON`: tables of all titles and classes.

use super::{Answer, Format, Output, tell, write_json, write_sheet};
use crate::library::{self, Loaded, Refused};
use parcferme_core::block::nearest_word;
use parcferme_core::season::Round;
use parcferme_core::{Diagnostic, Ix, compute_after};
use parcferme_publish::wikitext::{self, Spelling};
use parcferme_publish::{json, sheet};
use std::io::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Args {
    /// Season folder, or name of a bundled season
    season: String,
    /// Only this title, such as teams or drivers
    #[arg(long)]
    title: Option<String>,
    /// Only this class, such as GTS
    #[arg(long)]
    class: Option<String>,
    /// As it stood after this round
    #[arg(long, value_name = "ROUND")]
    after: Option<u32>,
    /// Score by this rulebook instead of the season's own
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let loaded = library::load(&args.season, args.rulebook.as_deref())?;
    tell(&loaded.diagnostics);
    let (season, rules) = (&loaded.season, &loaded.rules);
    let after = args.after.map(|number| find_round(&loaded, number)).transpose()?;
    let title = args
        .title
        .as_deref()
        .map(|id| find(id, "title", rules.titles.rows().iter().map(|own| own.id.as_str())))
        .transpose()?;
    let class = args
        .class
        .as_deref()
        .map(|id| find(id, "class", season.classes.rows().iter().map(|own| own.id.as_str())))
        .transpose()?;
    let outcome = compute_after(season, rules, after);
    let tables: Vec<_> = outcome
        .tables
        .iter()
        .filter(|table| title.is_none_or(|title| table.title.index() == title))
        .filter(|table| class.is_none_or(|class| table.class.is_some_and(|own| own.index() == class)))
        .collect();
    match args.output.format() {
        Format::Json => write_json(&json::standings::standings(season, rules, tables), out)?,
        Format::Wikitext => {
            for table in tables {
                let title = &rules.titles[table.title];
                let class = table.class.map_or("", |class| season.classes[class].id.as_str());
                writeln!(out, "=== {} ===", format!("{class} {}", title.name).trim())?;
                out.write_all(wikitext::standings(season, title, table, Spelling::Canonical).as_bytes())?;
            }
        }
        format @ (Format::Pdf | Format::Xlsx | Format::Html) => {
            let sheet = sheet::official::points(season, rules, tables, &loaded.issue());
            write_sheet(&sheet, format, out)?;
        }
        format => write_sheet(&sheet::standings::standings(season, rules, tables), format, out)?,
    }
    Ok(true)
}

/// The round of that number, or what is known instead.
pub fn find_round(loaded: &Loaded, number: u32) -> Result<Ix<Round>, Refused> {
    loaded.season.round(number).ok_or_else(|| {
        let known: Vec<String> = loaded
            .season
            .rounds
            .rows()
            .iter()
            .filter_map(|round| round.number)
            .map(|own| own.to_string())
            .collect();
        vec![
            Diagnostic::error("PF0907", format!("{} has no round {number}", loaded.season.id))
                .expected(format!("one of {}", known.join(", "))),
        ]
    })
}

/// Index of an id among those known, compared without regard to case.
pub fn find<'k>(id: &str, what: &str, known: impl Iterator<Item = &'k str>) -> Result<usize, Refused> {
    let known: Vec<&str> = known.collect();
    known.iter().position(|own| own.eq_ignore_ascii_case(id)).ok_or_else(|| {
        let refused = Diagnostic::error("PF0908", format!("no {what} `{id}`"))
            .found(id)
            .expected(format!("one of {}", known.join(", ")));
        vec![match nearest_word(id, &known) {
            Some(nearest) => refused.help(format!("did you mean `{nearest}`?")),
            None => refused,
        }]
    })
}
